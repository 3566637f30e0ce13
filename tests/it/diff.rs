//! What a change of criteria changes is told exactly, and no claim about it is ever contradicted by a reading.

use std::path::Path;
use std::process::Output;

use assert_cmd::Command;
use proptest::prelude::*;
use return_to_run::engine::{Finding, Question, Role, evaluate};
use return_to_run::measure::{Better, Nature, Reading, State, Subject, Window, catalog};
use return_to_run::protocol::builtin::SHIPPED;
use return_to_run::protocol::{Protocol, compile};
use return_to_run::workbench::diff::window::never_better;
use return_to_run::workbench::diff::{Change, Difference, Nearby, Relation, What};
use return_to_run::{Assessment, Report, Verdict};
use serde_json::{Value, json};

use crate::second_opinion::{protocol_text, reading_of, sketch};
use crate::support::{Tested, cases};

type Ran = Result<Output, Box<dyn std::error::Error>>;

fn rtr(arguments: &[&str], input: &str) -> Ran {
    let mut command = Command::cargo_bin("rtr")?;
    let output = command
        .env_clear()
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(arguments)
        .write_stdin(input)
        .output()?;
    Ok(output)
}

fn shipped(id: &str) -> Result<&'static str, Box<dyn std::error::Error>> {
    let found = SHIPPED.iter().find(|shipped| shipped.id == id);
    Ok(found.ok_or("no such protocol")?.text)
}

fn compiled(text: &str) -> Result<Protocol, Box<dyn std::error::Error>> {
    compile(text, None, None).map_err(|faults| format!("{faults:?}").into())
}

/// The criterion of that id with something in it replaced, in a whole file.
fn edited(
    text: &str,
    id: &str,
    from: &str,
    to: &str,
) -> Result<String, Box<dyn std::error::Error>> {
    let parts: Vec<&str> = text.split_inclusive("[[stage.criterion]]").collect();
    let named = format!("\"{id}\"");
    let mut hit = false;
    let parts = parts.into_iter().map(|part| {
        let names = part
            .lines()
            .any(|line| line.starts_with("id ") && line.trim_end().ends_with(&named));
        let part_of_stage = part
            .rfind("[[stage]]")
            .is_some_and(|place| place < part.find(&named).unwrap_or(0));
        if names && !part_of_stage && part.contains(from) {
            hit = true;
            return part.replacen(from, to, 1);
        }
        part.to_owned()
    });
    let changed: String = parts.collect();
    if hit {
        Ok(changed)
    } else {
        Err(format!("{id} has no `{from}`").into())
    }
}

/// The file without the criterion of that id.
fn without(text: &str, id: &str) -> Result<String, Box<dyn std::error::Error>> {
    let head = format!("[[stage.criterion]]\nid       = \"{id}\"");
    let start = text.find(&head).ok_or("no such criterion")?;
    let rest = text
        .get(start..)
        .and_then(|rest| rest.get(2..))
        .ok_or("no such criterion")?;
    let end = rest.find("[[stage").map_or(text.len(), |end| {
        start.saturating_add(end).saturating_add(2)
    });
    let kept = [text.get(..start), text.get(end..)];
    Ok(kept.into_iter().flatten().collect())
}

/// What is said of one edit: the relation and every sentence.
fn told(old: &str, new: &str) -> Result<String, Box<dyn std::error::Error>> {
    let (old, new) = (compiled(old)?, compiled(new)?);
    let difference = Difference::of(&old, &new);
    let mut lines = vec![difference.relation.word().to_owned()];
    lines.extend(
        difference
            .reason
            .map(|reason| format!("  because {reason}")),
    );
    for change in &difference.changes {
        let relation = change.relation.map_or("", Relation::word);
        let what = match change.what {
            What::New => "new ",
            What::Gone => "gone ",
            What::Changed | What::Protocol => "",
        };
        let covered = if change.decides {
            ""
        } else {
            " (decides nothing)"
        };
        lines.push(format!("  {what}{} {relation}{covered}", change.name));
        lines.extend(change.was.iter().map(|was| format!("    was {was}")));
        lines.extend(
            change
                .sentences
                .iter()
                .map(|sentence| format!("    {sentence}")),
        );
    }
    lines.extend(
        difference
            .apart
            .iter()
            .map(|apart| format!("  apart: {apart}")),
    );
    Ok(lines.join("\n"))
}

#[test]
fn every_shipped_file_decides_the_same_as_itself_and_nothing_is_apart() -> Tested {
    for file in SHIPPED {
        let protocol = compiled(file.text)?;
        let difference = Difference::of(&protocol, &protocol);
        assert_eq!(difference.relation, Relation::Same, "{}", file.id);
        assert!(
            difference.changes.is_empty() && difference.apart.is_empty(),
            "{}: {:?} {:?}",
            file.id,
            difference.changes,
            difference.apart
        );
        assert_eq!(
            rtr(&["criteria", "diff", file.id, file.id], "")?
                .status
                .code(),
            Some(0)
        );
    }
    Ok(())
}

#[test]
fn known_edits_are_told_in_the_words_predicted() -> Tested {
    let tendon = shipped("achilles-midportion")?;
    let race = shipped("race-preparation")?;
    let edits: [(&str, &str, String); 17] = [
        (
            "a limit moved down",
            tendon,
            edited(tendon, "hop-pain", "> 5 nrs", ">= 3 nrs")?,
        ),
        (
            "a limit moved up",
            tendon,
            edited(tendon, "hop-pain", "<= 2 nrs", "<= 4 nrs")?,
        ),
        (
            "both ways at once",
            tendon,
            edited(
                &edited(tendon, "hop-pain", "> 5 nrs", "> 6 nrs")?,
                "hop-pain",
                "<= 2 nrs",
                "<= 1 nrs",
            )?,
        ),
        (
            "a word",
            tendon,
            edited(
                tendon,
                "fluoroquinolone",
                "\"none\"",
                "[\"none\", \"within-60-days\"]",
            )?,
        ),
        ("a criterion gone", tendon, without(tendon, "hop-pain")?),
        (
            "a shorter fresh",
            tendon,
            edited(tendon, "hop-pain", "\"7 d\"", "\"3 d\"")?,
        ),
        (
            "a longer over",
            tendon,
            edited(
                tendon,
                "daily-pain",
                "over     = \"7 d\"",
                "over     = \"14 d\"",
            )?,
        ),
        (
            "a longer over without fresh",
            tendon,
            edited(tendon, "limp", "over     = \"7 d\"", "over     = \"14 d\"")?,
        ),
        (
            "only in the clinic",
            tendon,
            edited(
                tendon,
                "hop-pain",
                "go       =",
                "when     = { setting = \"clinic\" }\ngo       =",
            )?,
        ),
        (
            "only with one side hurt",
            tendon,
            edited(
                tendon,
                "hop-pain",
                "go       =",
                "when     = { side = \"one\" }\ngo       =",
            )?,
        ),
        (
            "a note",
            tendon,
            edited(
                tendon,
                "hop-pain",
                "go       =",
                "note     = true\ngo       =",
            )?,
        ),
        (
            "another name",
            tendon,
            edited(tendon, "hop-pain", "\"hop-pain\"", "\"pain-in-hops\"")?,
        ),
        (
            "wording",
            tendon,
            edited(tendon, "hop-pain", "why      = \"", "why      = \"Truly: ")?,
        ),
        (
            "a share of the goal",
            race,
            edited(race, "run-within-longest", "goal / 1.10", "goal / 1.05")?,
        ),
        (
            "a rule of cautions",
            race,
            race.replacen("ask ", "cautions = 2\nask ", 1),
        ),
        (
            "leaning no more",
            race,
            race.replacen("no_go_only_with = \"race/long-run\"\n", "", 1),
        ),
        (
            "another stage without a goal",
            tendon,
            tendon.replacen("ask        = \"running\"", "ask        = \"race\"", 1),
        ),
    ];
    let mut shown = Vec::new();
    for (name, old, new) in edits {
        assert_ne!(old, new, "{name} changes nothing");
        shown.push(format!(
            "{name}: {}",
            told(old, &new).map_err(|error| format!("{name}: {error}"))?
        ));
    }
    insta::assert_snapshot!(shown.join("\n\n"));
    Ok(())
}

/// Everything a random protocol's `when` can ask, in both settings, up to both stages.
fn records() -> Vec<String> {
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
fn verdict(
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
struct Revision {
    old: String,
    new: String,
}

fn revision(most: usize) -> impl Strategy<Value = Revision> {
    let fate = (sketch(), sketch(), 0_u8..6);
    let cautions = (
        prop::option::of(2_u8..4),
        prop::option::of(2_u8..4),
        any::<bool>(),
    );
    (prop::collection::vec(fate, 2..=most), cautions).prop_map(|(fates, (one, other, same))| {
        let (mut old, mut new) = (Vec::new(), Vec::new());
        for (place, (before, after, fate)) in fates.into_iter().enumerate() {
            // Each stage has a criterion that stays.
            let before = if place < 2 {
                before.in_stage(place == 1)
            } else {
                before
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

fn both(revision: &Revision) -> Result<(Protocol, Protocol), TestCaseError> {
    let read = |text: &str| {
        compile(text, None, None)
            .map_err(|faults| TestCaseError::fail(format!("{faults:?}\n{text}")))
    };
    Ok((read(&revision.old)?, read(&revision.new)?))
}

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

/// Whether a measure stands in two windows: then its readings are no longer independent.
fn has_two_windows(old: &Protocol, new: &Protocol) -> bool {
    let queries: Vec<_> = old.queries.iter().chain(&new.queries).collect();
    queries.iter().any(|one| {
        queries
            .iter()
            .any(|other| one.measure == other.measure && one.window != other.window)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_relation_is_the_one_found_by_trying_everything(revision in revision(3)) {
        let (old, new) = both(&revision)?;
        prop_assume!(!has_two_windows(&old, &new));
        prop_assert_eq!(Difference::of(&old, &new).relation, by_brute_force(&old, &new)?, "{}\n{}", revision.old, revision.new);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_reading_contradicts_a_claim_and_backwards_it_is_its_mirror(
        revision in revision(9),
        draws in prop::collection::vec(
            (prop::collection::vec((0_u8..12, 1_i64..1000, 1_i64..1000, any::<bool>()), 9), 0_usize..108, 0_i32..5), 40
        ),
    ) {
        let (old, new) = both(&revision)?;
        let difference = Difference::of(&old, &new);
        let mirror = match difference.relation {
            Relation::Stricter => Relation::Laxer,
            Relation::Laxer => Relation::Stricter,
            same @ (Relation::Same | Relation::Incomparable | Relation::Undecided) => same,
        };
        prop_assert_eq!(Difference::of(&new, &old).relation, mirror);
        let records = records();
        let mut measures: Vec<&str> = old.queries.iter().chain(&new.queries).map(|query| query.measure.id).collect();
        measures.sort_unstable();
        measures.dedup();
        let mut findings = Vec::new();
        for (kinds, record, age) in draws {
            let record = records.get(record).ok_or_else(|| TestCaseError::fail("no record"))?;
            let assessment = Assessment::from_json(record).map_err(|error| TestCaseError::fail(error.to_string()))?;
            let reading = |query: &return_to_run::protocol::Query| {
                let place = measures.iter().position(|measure| *measure == query.measure.id);
                let kind = place.and_then(|place| kinds.get(place)).copied().unwrap_or((1, 1, 1, false));
                // One entry of some age: a window that is too short for it knows nothing.
                let stale = query.window.fresh.is_some_and(|days| i32::from(days) < age);
                let reading = reading_of(query.measure, kind);
                if stale && reading.state != State::NotApplicable {
                    Reading::unknown(query.measure, return_to_run::measure::Cause::Stale)
                } else {
                    reading
                }
            };
            let before = verdict(&old, &assessment, &reading, &mut findings)?;
            let now = verdict(&new, &assessment, &reading, &mut findings)?;
            let holds = match difference.relation {
                Relation::Same => before == now,
                Relation::Stricter => now >= before,
                Relation::Laxer => now <= before,
                Relation::Incomparable | Relation::Undecided => true,
            };
            prop_assert!(holds, "{:?}: {:?} before, {:?} now\n{}\n{}", difference.relation, before, now, revision.old, revision.new);
        }
        for change in &difference.changes {
            intervals_are_true(change, &old, &new)?;
        }
    }
}

/// The middle of each interval has the bands that the interval tells.
fn intervals_are_true(
    change: &Change,
    old: &Protocol,
    new: &Protocol,
) -> Result<(), TestCaseError> {
    for interval in &change.intervals {
        let middle = interval.low.plus(interval.high).over(2);
        let words = change
            .query
            .is_some_and(|query| !query.measure.scale.words().is_empty());
        let value = if words { interval.low } else { middle };
        let band = |protocol: &Protocol, place: Option<usize>| {
            let criterion = place.and_then(|place| protocol.criteria.get(place));
            let bands = criterion
                .filter(|criterion| !criterion.note)
                .and_then(|criterion| criterion.bands);
            bands
                .and_then(|bands| bands.place(value, None))
                .unwrap_or(Verdict::Go)
        };
        prop_assert!(interval.holds(value) && interval.old != interval.new);
        prop_assert_eq!(band(old, change.places.0), interval.old);
        prop_assert_eq!(band(new, change.places.1), interval.new);
    }
    Ok(())
}

/// How bad the worse end of a reading is: not applicable first, then values from the best, unable as the worst of them.
fn badness(
    reading: &Reading,
    measure: &return_to_run::Definition,
) -> Option<return_to_run::quantity::Exact> {
    let signed = |value: return_to_run::quantity::Exact| match measure.better {
        Some(Better::Higher) => return_to_run::quantity::Exact::ZERO.minus(value),
        Some(Better::Lower) | None => value,
    };
    match reading.state {
        State::NotApplicable => None,
        State::Unable => Some(signed(measure.worst_end())),
        State::Known { low, high } => Some(signed(low).max(signed(high))),
    }
}

#[test]
fn a_window_said_never_to_read_better_never_does_on_any_record() -> Tested {
    let mut windows = Vec::new();
    for (fresh, over, at_least) in [
        (Some(1), None, 0),
        (Some(4), None, 0),
        (Some(9), None, 0),
        (Some(30), None, 0),
        (None, Some(3), 1),
        (None, Some(7), 1),
        (None, Some(20), 1),
        (Some(1), Some(7), 1),
        (Some(1), Some(14), 1),
        (Some(3), Some(7), 1),
        (Some(9), Some(7), 1),
        (Some(1), Some(7), 3),
        (Some(1), Some(14), 3),
        (None, Some(7), 4),
    ] {
        windows.push(Window {
            fresh,
            over,
            at_least,
        });
    }
    let (mut held, mut differed, mut longer_better) = (0_u32, 0_u32, 0_u32);
    for (path, text) in cases()? {
        let record: Value = serde_json::from_str(&text)?;
        for earlier in 0..12 {
            let assessment = Assessment::from_json(&record.to_string())?;
            let as_of = assessment.as_of().plus(-earlier);
            let subject = Subject::new(
                &assessment,
                as_of,
                return_to_run::measure::GoalDistance::None,
            );
            for measure in catalog()
                .filter(|measure| measure.nature == Nature::Observation && measure.better.is_some())
            {
                for first in &windows {
                    for second in &windows {
                        let (one, other) = (
                            badness(&subject.read(measure, *first), measure),
                            badness(&subject.read(measure, *second), measure),
                        );
                        if never_better(measure, *first, *second) {
                            assert!(
                                one >= other,
                                "{}: {} {first:?} {second:?} {as_of}",
                                path.display(),
                                measure.id
                            );
                            held = held.saturating_add(1);
                            differed = differed.saturating_add(u32::from(one != other));
                        }
                        let plain = first.fresh.is_none()
                            && second.fresh.is_none()
                            && measure.id == "gait.limp";
                        longer_better = longer_better.saturating_add(u32::from(
                            plain && first.over > second.over && one < other,
                        ));
                    }
                }
            }
        }
    }
    assert!(held > 100_000 && differed > 1_000, "{held} {differed}");
    assert!(
        longer_better > 0,
        "a longer `over` without `fresh` accepts an older entry"
    );
    Ok(())
}
