//! The relation is the one that is found by trying everything.

use proptest::prelude::*;
use return_to_run::Assessment;
use return_to_run::measure::Reading;
use return_to_run::protocol::{Asked, Protocol};
use return_to_run::quantity::Exact;
use return_to_run::workbench::diff::{Difference, Relation};

use super::compiled;
use super::random::{both, records, revision, verdict};
use crate::support::Tested;

/// Values that lie at, just below and just above every limit of both files, and at the ends of the measure.
fn telling(old: &Protocol, new: &Protocol, measure: &return_to_run::Definition) -> Vec<Reading> {
    let hair = return_to_run::quantity::Exact::micro(1);
    let (low, high) = measure.scale.range();
    let mut values = vec![low, high];
    for criterion in old.criteria.iter().chain(&new.criteria) {
        let bands = criterion.bands.filter(|_| criterion.measure == measure);
        let limits = bands.map(|bands| [Some(bands.go), bands.no_go]);
        for limit in limits.into_iter().flatten().flatten() {
            let bound = limit.resolve(None);
            let near = bound.map(|bound| [bound, bound.plus(hair), bound.minus(hair)]);
            values.extend(near.into_iter().flatten());
        }
    }
    values.retain(|value| low <= *value && *value <= high);
    if !measure.scale.words().is_empty() {
        let whole = return_to_run::quantity::Exact::whole;
        values.retain(|value| value.millionths().rem_euclid(1_000_000) == 0);
        values.extend((1..).map(whole).take_while(|value| *value < high));
    }
    values.sort_unstable();
    values.dedup();
    let mut readings: Vec<Reading> = values
        .into_iter()
        .map(|value| Reading::taken(value, None))
        .collect();
    readings.extend([Reading::NOT_APPLICABLE, Reading::unable(None)]);
    readings
}

/// How NEW stands to OLD, by trying every telling reading of every measure with every other, for every question.
fn by_brute_force(old: &Protocol, new: &Protocol) -> Result<Relation, TestCaseError> {
    let mut queries: Vec<return_to_run::protocol::Query> = Vec::new();
    for query in old.queries.iter().chain(&new.queries) {
        if !queries.contains(query) {
            queries.push(*query);
        }
    }
    let mut all: Vec<Vec<Reading>> = vec![Vec::new()];
    for query in &queries {
        let telling = telling(old, new, query.measure);
        all = all
            .into_iter()
            .flat_map(|before| {
                telling
                    .iter()
                    .map(move |reading| {
                        let mut longer = before.clone();
                        longer.push(*reading);
                        longer
                    })
                    .collect::<Vec<_>>()
            })
            .collect();
    }
    let (mut worse, mut better) = (false, false);
    let mut findings = Vec::new();
    for record in records() {
        let assessment = Assessment::from_json(&record)
            .map_err(|error| TestCaseError::fail(error.to_string()))?;
        for readings in &all {
            let reading = |query: &return_to_run::protocol::Query| {
                let place = queries.iter().position(|other| other == query);
                place
                    .and_then(|place| readings.get(place))
                    .copied()
                    .unwrap_or(Reading::NOT_APPLICABLE)
            };
            let before = verdict(old, &assessment, &reading, &mut findings)?;
            let now = verdict(new, &assessment, &reading, &mut findings)?;
            worse |= now > before;
            better |= now < before;
        }
    }
    Ok(match (worse, better) {
        (false, false) => Relation::Same,
        (true, false) => Relation::Stricter,
        (false, true) => Relation::Laxer,
        (true, true) => Relation::Incomparable,
    })
}

/// A file that judges runs and races by two pains and a step of training.
fn with_step(step: bool, go: &str, rest: &str, cautions: Option<u8>) -> String {
    let cautions = cautions.map_or_else(String::new, |most| format!("cautions = {most}\n"));
    let criterion = |id: &str, rest: &str| {
        format!(
            "[[stage.criterion]]\nid = \"{id}\"\n{rest}\nwhy = \"w\"\n\
             evidence = {{ sources = [\"a\"], confidence = \"low\", kind = \"convention\" }}\n"
        )
    };
    let stage = |id: &str| format!("[[stage]]\nid = \"{id}\"\ntitle = \"t\"\nclears = \"{id}\"\n");
    let step = if step { "step = true\n" } else { "" };
    [
        format!(
            "format = 1\nid = \"calf\"\ntitle = \"t\"\nversion = \"1.0.0\"\nreviewed = 2026-11-21\nstatus = \"draft\"\n\
             conditions = [\"random\"]\nask = \"running\"\n{cautions}"
        ),
        stage("running"),
        criterion("walking", "measure = \"pain.walking\"\ngo = \"<= 2 nrs\"\nno-go = \"> 5 nrs\"\nfresh = \"7 d\""),
        criterion(
            "longest",
            &format!("measure = \"load.longest_run_30d\"\nwhen = {{ goal = \"run\" }}\ngo = \"{go}\"\nno-go = \"< goal / 2\"\n{step}"),
        ),
        stage("race"),
        criterion("rest", &format!("measure = \"pain.rest\"\ngo = \"{rest}\"\nfresh = \"7 d\"")),
    ]
    .concat()
}

#[test]
fn a_step_of_training_is_compared_as_trying_everything_finds() -> Tested {
    let mut files = Vec::new();
    for step in [true, false] {
        for go in [">= goal / 1.1", ">= goal / 1.2"] {
            for rest in ["<= 2 nrs", "<= 3 nrs"] {
                files.push(compiled(&with_step(step, go, rest, None))?);
            }
        }
        files.push(compiled(&with_step(
            step,
            ">= goal / 1.1",
            "<= 2 nrs",
            Some(2),
        ))?);
    }
    let goals = [
        r#"{ "stage": "running" }"#,
        r#"{ "stage": "race" }"#,
        r#"{ "activity": "run", "distance_km": 22 }"#,
        r#"{ "activity": "race", "distance_km": 22 }"#,
    ];
    let pains = [0, 2, 3, 5, 6].map(|pain| Reading::taken(Exact::whole(pain), None));
    let runs = [8, 12, 19, 20, 22].map(|run| Reading::taken(Exact::whole(run), None));
    let mut findings = Vec::new();
    let mut relations = Vec::new();
    for old in &files {
        for new in &files {
            let (mut worse, mut better) = (false, false);
            for goal in goals {
                let record = format!(
                    r#"{{ "as_of": "2026-11-21", "injury": {{ "condition": "random" }}, "goal": {goal} }}"#
                );
                let assessment = Assessment::from_json(&record)?;
                for walking in pains {
                    for rest in pains {
                        for run in runs {
                            let reading =
                                |query: &return_to_run::protocol::Query| match query.measure.id {
                                    "pain.walking" => walking,
                                    "pain.rest" => rest,
                                    _ => run,
                                };
                            let before = verdict(old, &assessment, &reading, &mut findings);
                            let now = verdict(new, &assessment, &reading, &mut findings);
                            let (before, now) = before
                                .and_then(|before| Ok((before, now?)))
                                .map_err(|error| error.to_string())?;
                            worse |= now > before;
                            better |= now < before;
                        }
                    }
                }
            }
            let tried = match (worse, better) {
                (false, false) => Relation::Same,
                (true, false) => Relation::Stricter,
                (false, true) => Relation::Laxer,
                (true, true) => Relation::Incomparable,
            };
            assert_eq!(Difference::of(old, new).relation, tried);
            relations.push(tried.word());
        }
    }
    relations.sort_unstable();
    relations.dedup();
    assert_eq!(relations, ["incomparable", "laxer", "same", "stricter"]);
    Ok(())
}

/// Whether a measure stands in two windows: then its readings are no longer independent.
fn has_two_windows(old: &Protocol, new: &Protocol) -> bool {
    let queries: Vec<_> = old.queries.iter().chain(&new.queries).collect();
    queries.iter().any(|one| {
        queries
            .iter()
            .any(|other| one.measure == other.measure && one.window != other.window)
    })
}

/// Whether something is asked of nobody in some setting.
fn has_volunteered(protocol: &Protocol) -> bool {
    let mut criteria = protocol.criteria.iter();
    criteria.any(|criterion| criterion.asked != Asked::Always)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_relation_is_the_one_found_by_trying_everything(revision in revision(3)) {
        let (old, new) = both(&revision)?;
        prop_assume!(!has_two_windows(&old, &new));
        let relation = Difference::of(&old, &new).relation;
        // Ranges are not tried here, and what is volunteered makes other things of a range than of its ends.
        if relation == Relation::Undecided {
            prop_assert!(has_volunteered(&old) || has_volunteered(&new), "{}\n{}", revision.old, revision.new);
            return Ok(());
        }
        prop_assert_eq!(relation, by_brute_force(&old, &new)?, "{}\n{}", revision.old, revision.new);
    }
}
