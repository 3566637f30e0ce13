//! Random revisions of random protocols, and questions to put to them.

use proptest::prelude::*;
use return_to_run::engine::{Finding, Question, evaluate};
use return_to_run::measure::Reading;
use return_to_run::protocol::{Protocol, compile};
use return_to_run::{Assessment, Verdict};

use crate::engine::second_opinion::{protocol_text, sketch};

/// Everything a random protocol's `when` can ask, in both settings, up to both stages.
pub(super) fn records() -> Vec<String> {
    let mut records = Vec::new();
    for setting in ["home", "clinic"] {
        for sex in ["null", "\"male\"", "\"female\""] {
            for age in ["null", "30", "50"] {
                for sudden in ["null", "true", "false"] {
                    for stage in ["one", "two"] {
                        records.push(format!(
                            r#"{{ "as_of": "2026-11-21", "setting": "{setting}", "athlete": {{ "sex": {sex}, "age": {age} }},
                                  "injury": {{ "condition": "random", "sudden_onset": {sudden} }}, "goal": {{ "stage": "{stage}" }} }}"#
                        ));
                    }
                }
            }
        }
    }
    records
}

/// The verdict of a file on readings given by measure and window.
pub(super) fn verdict(
    protocol: &Protocol,
    assessment: &Assessment,
    reading: &dyn Fn(&return_to_run::protocol::Query) -> Reading,
    findings: &mut Vec<Finding>,
) -> Result<Verdict, TestCaseError> {
    let question = Question::new(protocol, assessment, None, None)
        .map_err(|error| TestCaseError::fail(error.to_string()))?;
    let readings: Vec<Reading> = protocol.queries.iter().map(reading).collect();
    Ok(evaluate(protocol, &question, &readings, findings).verdict)
}

/// Two files of the same stages: the second keeps, revises or drops each criterion of the first, and may add some.
#[derive(Clone, Debug)]
pub(super) struct Revision {
    pub(super) old: String,
    pub(super) new: String,
}

pub(super) fn revision(most: usize) -> impl Strategy<Value = Revision> {
    let fate = (sketch(), sketch(), 0_u8..6);
    let cautions = (
        prop::option::of(2_u8..4),
        prop::option::of(2_u8..4),
        any::<bool>(),
        any::<bool>(),
    );
    let fates = prop::collection::vec(fate, 2..=most);
    (fates, cautions).prop_map(|(fates, (one, other, same, lean))| {
        let (mut old, mut new) = (Vec::new(), Vec::new());
        for (place, (before, after, fate)) in fates.into_iter().enumerate() {
            // Each stage has a criterion that stays, and in half of the cases the others depend on the first one.
            let before = if place < 2 {
                before.in_stage(place == 1)
            } else {
                before
            };
            let (before, after) = match (lean, place) {
                (false, _) => (before, after),
                (true, 0) => (before.plain(), after.plain()),
                (true, _) => (before.leaning(), after.leaning()),
            };
            match fate {
                0 | 1 => new.push(before.clone()),
                2..=4 => new.push(before.revised(&after)),
                _ if place < 2 => new.push(before.clone()),
                _ => {}
            }
            old.push(before);
        }
        Revision {
            old: protocol_text(&old, one),
            new: protocol_text(&new, if same { one } else { other }),
        }
    })
}

pub(super) fn both(revision: &Revision) -> Result<(Protocol, Protocol), TestCaseError> {
    let read = |text: &str| {
        compile(text, None, None)
            .map_err(|faults| TestCaseError::fail(format!("{faults:?}\n{text}")))
    };
    Ok((read(&revision.old)?, read(&revision.new)?))
}
