//! What a change of criteria changes is shown exactly, and no claim about it is ever contradicted by a reading.

use std::path::{Path, PathBuf};
use std::process::Output;

use assert_cmd::Command;
use proptest::prelude::*;
use return_to_run::engine::{Finding, Question, evaluate};
use return_to_run::measure::{Better, Nature, Reading, State, Subject, Window, catalog};
use return_to_run::protocol::builtin::SHIPPED;
use return_to_run::protocol::{Asked, Protocol, compile};
use return_to_run::quantity::Exact;
use return_to_run::workbench::diff::window::never_better;
use return_to_run::workbench::diff::{Change, ChangeKind, Difference, Relation};
use return_to_run::{Assessment, Verdict};
use serde_json::Value;

use crate::engine::second_opinion::{protocol_text, reading_of, sketch};
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
            ChangeKind::New => "new ",
            ChangeKind::Gone => "gone ",
            ChangeKind::Changed | ChangeKind::Protocol => "",
        };
        let covered = if change.decides || change.relation == Some(Relation::Same) {
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
            .cosmetic
            .iter()
            .map(|apart| format!("  apart: {apart}")),
    );
    Ok(lines.join("\n"))
}

#[test]
fn a_changed_rule_of_evidence_leaves_the_relation_undecided_and_is_shown() -> Tested {
    let old = shipped("race-preparation")?;
    let new = old.replacen("pain     = \"<= 5 nrs\"", "pain     = \"<= 2 nrs\"", 1);
    let new = new.replacen("days     = 3\n", "days     = 2\n", 1);
    insta::assert_snapshot!(told(old, &new)?);
    Ok(())
}

#[test]
fn every_shipped_file_decides_the_same_as_itself_and_nothing_is_apart() -> Tested {
    for file in SHIPPED {
        let protocol = compiled(file.text)?;
        let difference = Difference::of(&protocol, &protocol);
        assert_eq!(difference.relation, Relation::Same, "{}", file.id);
        assert!(
            difference.changes.is_empty() && difference.cosmetic.is_empty(),
            "{}: {:?} {:?}",
            file.id,
            difference.changes,
            difference.cosmetic
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

/// A name, the protocol, the criterion, and what in it is replaced by what.
const EDITS: [(&str, &str, &str, &str, &str); 12] = [
    (
        "a limit moved down",
        TENDON,
        "hop-pain",
        "> 5 nrs",
        ">= 3 nrs",
    ),
    (
        "a limit moved up",
        TENDON,
        "hop-pain",
        "<= 2 nrs",
        "<= 4 nrs",
    ),
    (
        "both ways at once",
        TENDON,
        "hop-pain",
        "\"<= 2 nrs\"\nno-go    = \"> 5 nrs\"",
        "\"<= 1 nrs\"\nno-go    = \"> 6 nrs\"",
    ),
    (
        "a word",
        TENDON,
        "fluoroquinolone",
        "\"none\"",
        "[\"none\", \"within-60-days\"]",
    ),
    ("a shorter fresh", TENDON, "hop-pain", "\"7 d\"", "\"3 d\""),
    (
        "a longer over",
        TENDON,
        "daily-pain",
        "over     = \"7 d\"",
        "over     = \"14 d\"",
    ),
    (
        "a longer over without fresh",
        TENDON,
        "limp",
        "over     = \"7 d\"",
        "over     = \"14 d\"",
    ),
    (
        "only in the clinic",
        TENDON,
        "hop-pain",
        "go       =",
        "asked    = \"clinic\"\ngo       =",
    ),
    (
        "only with one side hurt",
        TENDON,
        "hop-pain",
        "go       =",
        "when     = { side = \"one\" }\ngo       =",
    ),
    (
        "a note",
        TENDON,
        "hop-pain",
        "go       =",
        "note     = true\ngo       =",
    ),
    (
        "another name",
        TENDON,
        "hop-pain",
        "\"hop-pain\"",
        "\"pain-in-hops\"",
    ),
    (
        "a share of the goal",
        "race-preparation",
        "run-within-longest",
        "goal / 1.10",
        "goal / 1.05",
    ),
];

const TENDON: &str = "achilles-midportion";

#[test]
fn known_edits_are_told_in_the_words_predicted() -> Tested {
    let mut edits: Vec<(&str, &str, String)> = Vec::new();
    for (name, id, criterion, from, to) in EDITS {
        edits.push((
            name,
            shipped(id)?,
            edited(shipped(id)?, criterion, from, to)?,
        ));
    }
    let (tendon, race) = (shipped(TENDON)?, shipped("race-preparation")?);
    let fewer = without(tendon, "hop-pain")?;
    let shorter = tendon
        .split_once("[[stage]]\nid     = \"race\"")
        .ok_or("no race")?
        .0;
    edits.push(("a criterion gone", tendon, fewer.clone()));
    edits.push(("a criterion new", &fewer, tendon.to_owned()));
    edits.push(("a stage new", shorter, tendon.to_owned()));
    let whole = [
        (
            "wording",
            tendon,
            "why      = \"Hopping",
            "why      = \"Truly, hopping",
        ),
        ("a rule of cautions", race, "ask ", "cautions = 2\nask "),
        (
            "leaning no more",
            race,
            "no_go_only_with = \"race/long-run\"\n",
            "",
        ),
        ("no step of training", race, "step     = true\n", ""),
        (
            "another stage without a goal",
            tendon,
            "ask        = \"running\"",
            "ask        = \"race\"",
        ),
    ];
    for (name, old, from, to) in whole {
        edits.push((name, old, old.replacen(from, to, 1)));
    }
    let mut shown = Vec::new();
    for (name, old, new) in edits {
        assert_ne!(old, new, "{name} changes nothing");
        let told = told(old, &new).map_err(|error| format!("{name}: {error}"))?;
        shown.push(format!("{name}: {told}"));
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

proptest! {
    #![proptest_config(ProptestConfig { cases: 120, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_reading_contradicts_a_claim_and_backwards_it_is_its_mirror(
        revision in revision(6),
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

/// The text with the number of one of its limits changed.
fn nudged(text: &str, which: usize, percent: i64) -> Option<String> {
    let is_limit = |line: &str| {
        (line.starts_with("go ") || line.starts_with("no-go ")) && line.contains(char::is_numeric)
    };
    let limits: Vec<usize> = text
        .lines()
        .enumerate()
        .filter(|(_, line)| is_limit(line))
        .map(|(place, _)| place)
        .collect();
    let chosen = *limits.get(which.checked_rem(limits.len())?)?;
    let lines = text.lines().enumerate().map(|(place, line)| {
        if place != chosen {
            return Some(line.to_owned());
        }
        let start = line.find(|letter: char| letter.is_ascii_digit())?;
        let rest = line.get(start..)?;
        let end = rest.find(|letter: char| !letter.is_ascii_digit() && letter != '.')?;
        let (number, rest) = rest.split_at_checked(end)?;
        let (whole, decimals) = number.split_once('.').unwrap_or((number, ""));
        let hundredths: i64 = format!("{whole}{decimals:0<2}").parse().ok()?;
        let changed = hundredths.checked_mul(percent)?.checked_div(100)?;
        let (whole, decimals) = (changed.checked_div(100)?, changed.checked_rem(100)?);
        Some(format!("{}{whole}.{decimals:02}{rest}", line.get(..start)?))
    });
    lines
        .collect::<Option<Vec<String>>>()
        .map(|lines| lines.join("\n"))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn edits_of_shipped_limits_are_mirrored_and_never_contradicted(
        race in any::<bool>(),
        edits in prop::collection::vec((0_usize..400, 60_i64..150), 1..4),
        draws in prop::collection::vec(
            (prop::collection::vec((0_u8..12, 1_i64..1000, 1_i64..1000, any::<bool>()), 100), 1_i64..60_000, any::<bool>(), any::<bool>()), 30
        ),
    ) {
        let text = shipped(if race { "race-preparation" } else { "achilles-midportion" }).map_err(|error| TestCaseError::fail(error.to_string()))?;
        let changed = edits.iter().try_fold(text.to_owned(), |text, (which, percent)| nudged(&text, *which, *percent));
        let old = compiled(text).map_err(|error| TestCaseError::fail(error.to_string()))?;
        // An edit that makes bands overlap, or leaves a range, is no criteria file.
        let Some(Ok(new)) = changed.map(|text| compile(&text, None, None)) else {
            return Err(TestCaseError::reject("does not compile"));
        };
        let difference = Difference::of(&old, &new);
        let mirror = match difference.relation {
            Relation::Stricter => Relation::Laxer,
            Relation::Laxer => Relation::Stricter,
            same @ (Relation::Same | Relation::Incomparable | Relation::Undecided) => same,
        };
        prop_assert_eq!(Difference::of(&new, &old).relation, mirror);
        // What the clinic asks and home volunteers of one measure is compared by a coarse rule, and may be left undecided.
        prop_assert!(!race || difference.relation != Relation::Undecided);
        let mut findings = Vec::new();
        for (kinds, metres, race, clinic) in draws {
            let record = format!(
                r#"{{ "as_of": "2026-11-21", "setting": "{}", "injury": {{ "condition": "{}" }}, "goal": {{ "activity": "{}", "distance_km": {}.{:03} }} }}"#,
                if clinic { "clinic" } else { "home" },
                old.conditions.first().map_or("", String::as_str),
                if race { "race" } else { "run" },
                metres.div_euclid(1000),
                metres.rem_euclid(1000),
            );
            let assessment = Assessment::from_json(&record).map_err(|error| TestCaseError::fail(error.to_string()))?;
            let reading = |query: &return_to_run::protocol::Query| {
                let place = old.queries.iter().position(|other| other == query);
                let kind = place.and_then(|place| kinds.get(place)).copied().unwrap_or((1, 1, 1, false));
                // Mostly well, so that one changed limit can decide.
                if kind.0 < 10 { Reading::NOT_APPLICABLE } else { reading_of(query.measure, kind) }
            };
            let before = verdict(&old, &assessment, &reading, &mut findings)?;
            let now = verdict(&new, &assessment, &reading, &mut findings)?;
            let holds = match difference.relation {
                Relation::Same => before == now,
                Relation::Stricter => now >= before,
                Relation::Laxer => now <= before,
                Relation::Incomparable | Relation::Undecided => true,
            };
            prop_assert!(holds, "{:?}: {:?} before, {:?} now, {}", difference.relation, before, now, record);
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
            keeps_adverse: false,
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

/// A folder with OLD and NEW under one name each, as a clinician would keep two versions.
fn two_files(
    old: &str,
    new: &str,
) -> Result<(tempfile::TempDir, PathBuf, PathBuf), Box<dyn std::error::Error>> {
    let folder = tempfile::tempdir()?;
    let mut paths = Vec::new();
    for (name, text) in [("before", old), ("now", new)] {
        let path = folder.path().join(name);
        std::fs::create_dir(&path)?;
        paths.push(path.join("achilles-midportion.toml"));
        std::fs::write(path.join("achilles-midportion.toml"), text)?;
    }
    let (Some(now), Some(before)) = (paths.pop(), paths.pop()) else {
        return Err("no files".into());
    };
    Ok((folder, before, now))
}

/// A version in which hop pain is a NO-GO sooner and a heel raise short of the target is not.
fn second_version() -> Result<String, Box<dyn std::error::Error>> {
    let text = edited(
        shipped("achilles-midportion")?,
        "hop-pain",
        "> 5 nrs",
        ">= 3 nrs",
    )?;
    let text = edited(&text, "hop-pain", "<= 2 nrs", "<= 2.5 nrs")?;
    let text = edited(&text, "25-hops-in-clinic", ">= 25 hops", ">= 20 hops")?;
    Ok(text.replacen("version    = \"1.0.0\"", "version    = \"2.0.0\"", 1))
}

fn text_of(path: &Path) -> String {
    path.display().to_string()
}

/// Everybody with midportion tendinopathy, one of another condition, one nobody answers for, one faulty record and a torn line.
fn cohort() -> Result<String, Box<dyn std::error::Error>> {
    let mut lines = Vec::new();
    for (path, text) in cases()? {
        let path = text_of(&path);
        if path.contains("achilles-midportion") || path.ends_with("ready-to-run.json") {
            lines.push(serde_json::from_str::<Value>(&text)?.to_string());
        }
    }
    lines.insert(3, r#"{ "id": "faulty", "as_of": "2026-11-21", "injury": { "condition": "achilles-midportion" }, "pain": [ { "date": "2026-11-20", "worst": 11 } ] }"#.to_owned());
    lines.insert(5, r#"{ "id": "torn", "as_of": "#.to_owned());
    lines.insert(6, String::new());
    Ok(lines.join("\r\n"))
}

#[test]
fn the_cohort_names_who_flips_and_why_and_what_it_left_out() -> Tested {
    let (folder, old, new) = two_files(shipped("achilles-midportion")?, &second_version()?)?;
    let cohort = cohort()?;
    let lines = folder.path().join("cohort.ndjson");
    std::fs::write(&lines, format!("\u{feff}{cohort}"))?;
    let (old, new) = (text_of(&old), text_of(&new));
    let mut shown = Vec::new();
    for format in ["text", "markdown"] {
        let output = rtr(
            &[
                "criteria",
                "diff",
                &old,
                &new,
                "--cohort",
                &text_of(&lines),
                "--cases",
                "fixtures/cases/achilles-midportion",
                "--format",
                format,
            ],
            "",
        )?;
        assert_eq!(
            output.status.code(),
            Some(5),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        shown.push(String::from_utf8(output.stdout)?);
    }
    assert!(
        shown
            .first()
            .is_some_and(|text| text.lines().all(|line| line.chars().count() <= 80))
    );
    insta::assert_snapshot!(shown.join("\n=====\n"));
    // The same people as one array, without the torn line, from standard input.
    let records: Vec<&str> = cohort.lines().filter(|line| line.ends_with('}')).collect();
    let array = format!(" [{}]", records.join(",\n"));
    let read = |output: &Output| -> Result<Value, Box<dyn std::error::Error>> {
        let shown: Value = serde_json::from_slice(&output.stdout)?;
        Ok(shown.get("cohort").ok_or("no cohort")?.clone())
    };
    let from_lines = read(&rtr(
        &[
            "criteria",
            "diff",
            &old,
            &new,
            "--format",
            "json",
            "--cohort",
            &text_of(&lines),
        ],
        "",
    )?)?;
    let from_array = read(&rtr(
        &[
            "criteria", "diff", &old, &new, "--format", "json", "--cohort", "-",
        ],
        &array,
    )?)?;
    for key in [
        "table",
        "go",
        "no_go",
        "causes",
        "compared",
        "answered_by_neither",
    ] {
        assert_eq!(from_lines.get(key), from_array.get(key), "{key}");
    }
    let torn = from_lines.pointer("/refused/1/place");
    assert_eq!(
        (torn, from_array.pointer("/refused/1")),
        (Some(&Value::from("line 6")), None)
    );
    Ok(())
}

#[test]
fn a_cohort_of_which_nothing_can_be_read_is_refused_as_a_whole() -> Tested {
    for broken in ["", "\n\n", "[", "[1, 2", "{}\n{\n", "not json", "[{}] []"] {
        let output = rtr(
            &[
                "criteria",
                "diff",
                "achilles-midportion",
                "achilles-midportion",
                "--cohort",
                "-",
            ],
            broken,
        )?;
        assert_eq!(output.status.code(), Some(3), "{broken}");
        assert!(
            output.stdout.is_empty() && !output.stderr.is_empty(),
            "{broken}"
        );
    }
    let missing = rtr(
        &[
            "criteria",
            "diff",
            "achilles-midportion",
            "achilles-midportion",
            "--cohort",
            "no-such-file",
        ],
        "",
    )?;
    assert_eq!(missing.status.code(), Some(3));
    Ok(())
}

#[test]
fn files_that_are_not_two_protocols_are_refused() -> Tested {
    for (old, code) in [
        ("fixtures/faulty/wrong-unit.toml", 4),
        ("no-such-protocol", 2),
        ("no-such.toml", 3),
        ("criteria", 2),
    ] {
        let output = rtr(&["criteria", "diff", old, "achilles-midportion"], "")?;
        assert_eq!(output.status.code(), Some(code), "{old}");
        assert!(
            output.stdout.is_empty() && !output.stderr.is_empty(),
            "{old}"
        );
    }
    Ok(())
}

#[test]
fn each_witness_is_judged_by_check_as_the_difference_says() -> Tested {
    let (folder, old, new) = two_files(shipped("achilles-midportion")?, &second_version()?)?;
    let witnesses = folder.path().join("witnesses");
    let shown = rtr(
        &[
            "criteria",
            "diff",
            &text_of(&old),
            &text_of(&new),
            "--cases",
            "fixtures/cases/achilles-midportion",
            "--witnesses",
            &text_of(&witnesses),
            "--format",
            "json",
        ],
        "",
    )?;
    let shown: Value = serde_json::from_slice(&shown.stdout)?;
    let word = |value: Option<&Value>| match value.and_then(Value::as_str) {
        Some("go") => Some(0),
        Some("caution") => Some(10),
        Some("no-go") => Some(20),
        Some(_) | None => None,
    };
    let mut checked = 0_u32;
    let changes = shown
        .get("changes")
        .and_then(Value::as_array)
        .ok_or("no changes")?;
    for change in changes {
        let name = change
            .get("name")
            .and_then(Value::as_str)
            .ok_or("no name")?
            .replace('/', "-");
        let intervals = change
            .get("intervals")
            .and_then(Value::as_array)
            .ok_or("no intervals")?;
        let found = intervals.iter().filter_map(|interval| {
            interval
                .get("witness")
                .filter(|witness| witness.is_object())
        });
        for (place, witness) in found.enumerate() {
            let file = witnesses.join(format!("{name}-{}.json", place.saturating_add(1)));
            for (criteria, verdict) in [(&old, "old"), (&new, "new")] {
                let output = rtr(
                    &["check", &text_of(&file), "--criteria", &text_of(criteria)],
                    "",
                )?;
                assert_eq!(
                    output.status.code(),
                    word(witness.get(verdict)),
                    "{name} {verdict}"
                );
            }
            assert_ne!(witness.get("old"), witness.get("new"));
            checked = checked.saturating_add(1);
        }
    }
    assert_eq!(checked, 3, "{shown:#}");
    Ok(())
}

#[test]
fn the_difference_fits_its_schema_and_a_misshapen_one_does_not() -> Tested {
    let schema: Value = serde_json::from_slice(&rtr(&["schema", "diff"], "")?.stdout)?;
    let schema = jsonschema::validator_for(&schema)?;
    let (_folder, old, new) = two_files(shipped("achilles-midportion")?, &second_version()?)?;
    let (old, new) = (text_of(&old), text_of(&new));
    let output = rtr(
        &[
            "criteria",
            "diff",
            &old,
            &new,
            "--format",
            "json",
            "--cohort",
            "-",
            "--cases",
            "fixtures/cases/achilles-midportion",
        ],
        &cohort()?,
    )?;
    let shown: Value = serde_json::from_slice(&output.stdout)?;
    let faults: Vec<String> = schema
        .iter_errors(&shown)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(faults.is_empty(), "{faults:?}");
    for place in [
        "/relation",
        "/changes/0/intervals/0/old",
        "/stages/0/home",
        "/cohort/flips/0/causes",
        "/cohort/go/p",
    ] {
        let mut changed = shown.clone();
        *changed.pointer_mut(place).ok_or(place)? = Value::from("odd");
        assert!(!schema.is_valid(&changed), "{place}");
    }
    Ok(())
}

#[test]
fn where_too_much_leans_on_one_criterion_the_relation_is_undecided_and_says_why() -> Tested {
    let mut text = "format = 1\nid = \"many\"\ntitle = \"t\"\nversion = \"1.0.0\"\nreviewed = 2026-11-21\nstatus = \"draft\"\nconditions = [\"many\"]\nask = \"one\"\n\
        [[stage]]\nid = \"one\"\ntitle = \"t\"\nclears = \"screening\"\n"
        .to_owned();
    let measures = [
        "pain.rest",
        "pain.walking",
        "pain.stairs",
        "pain.heel_raise",
        "pain.hopping",
        "pain.palpation",
        "pain.morning",
    ];
    for (place, measure) in measures.into_iter().enumerate() {
        let leans = if place > 0 {
            "no_go_only_with = \"one/c0\"\n"
        } else {
            ""
        };
        text.push_str(&format!(
            "[[stage.criterion]]\nid = \"c{place}\"\nmeasure = \"{measure}\"\ngo = \"<= 2 nrs\"\nno-go = \"> 5 nrs\"\nfresh = \"7 d\"\n{leans}why = \"w\"\n\
             evidence = {{ sources = [\"a\"], confidence = \"low\", kind = \"convention\" }}\n"
        ));
    }
    let (old, new) = (
        compiled(&text)?,
        compiled(&text.replacen("> 5 nrs", "> 4 nrs", 1))?,
    );
    let difference = Difference::of(&old, &new);
    assert_eq!(difference.relation, Relation::Undecided);
    assert!(
        difference
            .reason
            .is_some_and(|reason| reason.contains("lean on one another"))
    );
    assert!(difference.stages.is_empty());
    assert!(
        difference
            .changes
            .iter()
            .all(|change| change.relation == Some(Relation::Undecided))
            && !difference.changes.is_empty()
    );
    Ok(())
}
