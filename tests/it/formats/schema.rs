//! The published schemas and the parsers agree, both ways.

use assert_cmd::Command;
use jsonschema::{Draft, Validator};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use return_to_run::assessment::wire::Wire;
use return_to_run::engine::QuestionError;
use return_to_run::formats::json_v1::load::LoadV1;
use return_to_run::formats::json_v1::next::NextV1;
use return_to_run::formats::json_v1::plan::PlanV1;
use return_to_run::formats::json_v1::report::{ErrorV1, ReportV1};
use return_to_run::pages::load::LoadReport;
use return_to_run::protocol::builtin::SHIPPED;
use return_to_run::training::{next, plan};
use return_to_run::workbench::as_json;
use return_to_run::{Assessment, Report};
use serde_json::{Value, json};

use crate::support::{Tested, cases, evidence_pointers, protocol_for};

pub(crate) fn schema(kind: &str) -> Result<Validator, Box<dyn std::error::Error>> {
    let output = Command::cargo_bin("rtr")?.args(["schema", kind]).output()?;
    let schema: Value = serde_json::from_slice(&output.stdout)?;
    Ok(jsonschema::options()
        .with_draft(Draft::Draft202012)
        .should_validate_formats(true)
        .build(&schema)?)
}

/// Whether the shape of the record is accepted: its words, types, ranges and required fields, not what they say together.
fn has_sound_shape(record: &Value) -> bool {
    if serde_json::from_value::<Wire>(record.clone()).is_err() {
        return false;
    }
    let Err(error) = Assessment::from_json(&record.to_string()) else {
        return true;
    };
    let needed = [
        "/as_of",
        "/injury",
        "/injury/condition",
        "/date",
        "/kind",
        "/test",
        "/instrument",
    ];
    // Only an entry that tells something needs its day, which a schema cannot say.
    let together = [
        "/screening/",
        "/pain/",
        "/heel_raise/",
        "/hop/",
        "/questionnaires/",
    ];
    let of_an_entry = |path: &str| {
        path.ends_with("/date") && together.iter().any(|block| path.starts_with(block))
    };
    !error
        .faults
        .iter()
        .filter(|fault| !of_an_entry(&fault.path))
        .any(|fault| {
            let missing = fault.message.starts_with("missing;")
                && needed.iter().any(|name| fault.path.ends_with(name));
            missing || fault.path == "/injury/condition"
        })
}

#[test]
fn every_fixture_and_the_starter_fit_the_assessment_schema() -> Tested {
    let schema = schema("assessment")?;
    for (path, text) in cases()? {
        let faults: Vec<String> = schema
            .iter_errors(&serde_json::from_str(&text)?)
            .map(|error| error.to_string())
            .collect();
        assert!(faults.is_empty(), "{}: {faults:?}", path.display());
    }
    let starter = Command::cargo_bin("rtr")?
        .args(["init", "assessment"])
        .output()?
        .stdout;
    let starter = String::from_utf8(starter)?;
    // It holds no day and no answer: two things must be said before anything can be judged.
    let refused = Assessment::from_json(&starter).err().ok_or("judged")?;
    let paths: Vec<&str> = refused
        .faults
        .iter()
        .map(|fault| fault.path.as_str())
        .collect();
    assert_eq!(paths, ["/as_of", "/injury/condition"]);
    let mut record: Value = serde_json::from_str(&starter)?;
    assert!(record.get("$schema").is_some());
    for (field, value) in [
        ("/as_of", "2026-11-21"),
        ("/injury/condition", "achilles-midportion"),
    ] {
        *record.pointer_mut(field).ok_or("no such field")? = value.into();
    }
    let faults: Vec<String> = schema
        .iter_errors(&record)
        .map(|error| error.to_string())
        .collect();
    assert!(faults.is_empty(), "{faults:?}");
    let filled = Assessment::from_json(&record.to_string())?;
    // What tells nothing is as good as absent.
    let bare =
        "{ \"as_of\": \"2026-11-21\", \"injury\": { \"condition\": \"achilles-midportion\" } }";
    let bare = Assessment::from_json(bare)?;
    let protocol = crate::support::protocol_for("achilles-midportion")?;
    let reasons = |record| -> Result<Vec<_>, QuestionError> {
        let report = Report::new(&protocol, record)?;
        Ok(report.judgement.findings)
    };
    assert_eq!(reasons(&filled)?, reasons(&bare)?);
    Ok(())
}

#[test]
fn the_starter_names_every_field_that_a_shipped_criterion_reads() -> Tested {
    let starter = Command::cargo_bin("rtr")?
        .args(["init", "assessment"])
        .output()?;
    let starter = String::from_utf8(starter.stdout)?;
    let mut unnamed = Vec::new();
    for shipped in SHIPPED {
        let (_, protocol, _) = crate::workbench::test::shipped(shipped.id)?;
        for criterion in &protocol.criteria {
            for field in criterion.measure.own_fields() {
                let leaf = field.rsplit(['.', ']']).next().unwrap_or(field);
                let said = starter
                    .split(|letter: char| !(letter.is_ascii_alphanumeric() || letter == '_'))
                    .any(|word| word == leaf);
                if !said {
                    unnamed.push(field);
                }
            }
        }
    }
    assert!(unnamed.is_empty(), "{unnamed:?}");
    Ok(())
}

/// Values that are wrong in most places and right in some.
fn odd_value() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-3_i64..60).prop_map(Value::from),
        prop::sample::select(vec![
            -0.5, 0.25, 0.5, 2.5, 7.75, 9.999, 10.0, 10.5, 42.195, 149.5
        ])
        .prop_map(|number: f64| json!(number)),
        prop::sample::select(vec![
            "2016-04-31",
            "2016-04-30",
            "1901-01-01",
            "none",
            "ongoing",
            "not-done",
            "left",
            "both",
            "run",
            "race",
            "single-hop",
            "",
            "visa-a",
            "home",
            "normal",
            "able",
            "Achilles",
            "achilles-midportion",
            "clinician",
            "self",
            "incline-10",
            "tape",
            "male",
        ])
        .prop_map(Value::from),
        Just(json!([])),
        Just(json!({})),
        Just(json!([1, null, "tape"])),
        Just(json!(["tape", "ice"])),
        Just(json!({ "reps": 12 })),
        Just(json!({ "date": "2016-04-30" })),
        Just(json!({ "surprise": 1 })),
    ]
}

#[test]
fn schema_and_parser_agree_on_any_change_of_any_fixture() -> Tested {
    let schema = schema("assessment")?;
    let mut records: Vec<(Value, Vec<String>)> = Vec::new();
    for (_, text) in cases()? {
        let record: Value = serde_json::from_str(&text)?;
        let mut pointers = evidence_pointers(&record);
        pointers.extend(
            [
                "/as_of",
                "/goal",
                "/injury",
                "/injury/condition",
                "/setting",
                "/format",
            ]
            .map(str::to_owned),
        );
        records.push((record, pointers));
    }
    let all = records.clone();
    let strategy = (
        0..records.len(),
        any::<prop::sample::Index>(),
        odd_value(),
        any::<bool>(),
    )
        .prop_map(move |(place, at, value, add)| {
            let Some((record, pointers)) = all.get(place) else {
                return Value::Null;
            };
            let mut record = record.clone();
            let pointer = pointers
                .get(at.index(pointers.len()))
                .cloned()
                .unwrap_or_default();
            match record.pointer_mut(&pointer) {
                Some(Value::Object(fields)) if add => {
                    fields.insert("surprise".to_owned(), value);
                }
                Some(old) => *old = value,
                None => {}
            }
            record
        });
    let (mut accepted, mut refused) = (0_usize, 0_usize);
    let mut runner = TestRunner::new(Config {
        cases: 4000,
        failure_persistence: None,
        ..Config::default()
    });
    let counts = std::cell::RefCell::new((&mut accepted, &mut refused));
    runner.run(&strategy, |record| {
        let (by_schema, by_parser) = (schema.is_valid(&record), has_sound_shape(&record));
        let mut counts = counts.borrow_mut();
        let count = if by_schema {
            &mut *counts.0
        } else {
            &mut *counts.1
        };
        *count = count.saturating_add(1);
        prop_assert_eq!(by_schema, by_parser, "{}", record);
        Ok(())
    })?;
    assert!(
        accepted > 100 && refused > 100,
        "{accepted} accepted, {refused} refused"
    );
    Ok(())
}

#[test]
fn every_report_and_every_refusal_fits_its_schema() -> Tested {
    let (report_schema, error_schema) = (schema("report")?, schema("error")?);
    for (path, text) in cases()? {
        let assessment = Assessment::from_json(&text)?;
        let protocol = protocol_for(assessment.condition())?;
        let shown = serde_json::to_value(ReportV1::of(&Report::new(&protocol, &assessment)?))?;
        let faults: Vec<String> = report_schema
            .iter_errors(&shown)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert!(faults.is_empty(), "{}: {faults:?}", path.display());
    }
    let Err(refused) = Assessment::from_json("{ \"as_of\": 7 }") else {
        return Err("accepted".into());
    };
    let shown = serde_json::to_value(ErrorV1::of(&refused))?;
    assert!(error_schema.is_valid(&shown) && shown.get("verdict").is_none());
    Ok(())
}

#[test]
fn the_lists_of_measures_and_protocols_fit_their_schemas_and_misshapen_ones_do_not() -> Tested {
    for (kind, verb, odd) in [
        ("measures", vec!["measures"], "/measures/0/meaning"),
        (
            "protocols",
            vec!["criteria", "list"],
            "/protocols/0/criteria",
        ),
    ] {
        let schema = schema(kind)?;
        let output = assert_cmd::Command::cargo_bin("rtr")?
            .args(verb)
            .args(["--format", "json"])
            .output()?;
        let mut shown: Value = serde_json::from_slice(&output.stdout)?;
        let faults: Vec<String> = schema
            .iter_errors(&shown)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert!(faults.is_empty(), "{kind}: {faults:?}");
        *shown.pointer_mut(odd).ok_or(odd)? = json!([]);
        assert!(!schema.is_valid(&shown), "{kind}");
    }
    Ok(())
}

#[test]
fn every_training_log_fits_its_schema_and_a_misshapen_one_does_not() -> Tested {
    let schema = schema("load")?;
    for (path, text) in cases()? {
        let assessment = Assessment::from_json(&text)?;
        let goal = assessment.goal().cloned();
        let report = LoadReport::new(
            &assessment,
            &return_to_run::measure::EvidenceRules::NONE,
            assessment.as_of(),
            goal,
            70,
        );
        let shown = serde_json::to_value(LoadV1::of(&report))?;
        let faults: Vec<String> = schema
            .iter_errors(&shown)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert!(faults.is_empty(), "{}: {faults:?}", path.display());
        for (place, odd) in [
            ("/as_of", json!("yesterday")),
            ("/days/0/state", json!("idle")),
            ("/days/0/distance_km/low", json!("far")),
            ("/days/0/sessions", json!({})),
            ("/readings/0", json!({ "measure": "load.km_7d" })),
        ] {
            let mut changed = shown.clone();
            *changed.pointer_mut(place).ok_or(place)? = odd;
            assert!(!schema.is_valid(&changed), "{}: {place}", path.display());
        }
    }
    Ok(())
}

#[test]
fn every_plan_and_every_next_session_fits_its_schema_and_a_misshapen_one_does_not() -> Tested {
    let (plan_schema, next_schema) = (schema("plan")?, schema("next")?);
    for (path, text) in cases()? {
        let assessment = Assessment::from_json(&text)?;
        let protocol = protocol_for(assessment.condition())?;
        if protocol.route_out.is_some() {
            continue;
        }
        let made = plan(&protocol, &assessment, None, None, None)?;
        let planned = serde_json::to_value(PlanV1::of(&made, &protocol, &assessment))?;
        let session = next(&protocol, &assessment, None, None)?;
        let session = serde_json::to_value(NextV1::of(&session))?;
        for (schema, shown) in [(&plan_schema, &planned), (&next_schema, &session)] {
            let faults: Vec<String> = schema
                .iter_errors(shown)
                .map(|error| format!("{}: {error}", error.instance_path()))
                .collect();
            assert!(faults.is_empty(), "{}: {faults:?}", path.display());
            for (place, odd) in [
                ("/format", json!(1)),
                ("/provenance/engine", json!(null)),
                ("/stop_rules", json!({})),
            ] {
                let mut changed = shown.clone();
                *changed.pointer_mut(place).ok_or(place)? = odd;
                assert!(!schema.is_valid(&changed), "{}: {place}", path.display());
            }
        }
    }
    Ok(())
}

/// What only the compiler can see: order, other places of the file, sources, the arithmetic of limits.
const BEYOND_A_SCHEMA: [&str; 26] = [
    "bad-at-least",
    "bad-certainty",
    "bad-measure",
    "duplicate-id",
    "extends-itself",
    "extends-route-out",
    "extends-twice",
    "kind-above-sources",
    "ladder-order",
    "least-run-above-ladder",
    "level-order",
    "mixed-stretches",
    "no-companion",
    "not-a-prefix",
    "nothing-to-remove",
    "out-of-range",
    "overlapping-bands",
    "phase-order",
    "red-flags-ask",
    "stem-mismatch",
    "too-many-measures",
    "unknown-criterion",
    "unknown-measures",
    "unknown-parent",
    "unknown-source",
    "unknown-stage",
];

#[test]
fn criteria_files_fit_the_criteria_schema_and_misshapen_ones_do_not() -> Tested {
    let schema = schema("criteria")?;
    let starter = Command::cargo_bin("rtr")?
        .args(["init", "criteria"])
        .output()?;
    let starter = String::from_utf8(starter.stdout)?;
    let shipped = return_to_run::protocol::builtin::SHIPPED;
    let sound = shipped.iter().map(|shipped| (shipped.id, shipped.text));
    for (id, text) in sound.chain([("starter", starter.as_str())]) {
        let faults: Vec<String> = schema
            .iter_errors(&as_json(text)?)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert!(faults.is_empty(), "{id}: {faults:?}");
    }
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut passed = Vec::new();
    for page in return_to_run::protocol::codes::pages() {
        let code = page.code;
        let text = std::fs::read_to_string(root.join(format!("fixtures/faulty/{code}.toml")))?;
        match as_json(&text) {
            Ok(file) if schema.is_valid(&file) => passed.push(code),
            Ok(_) => {}
            Err(_) => assert_eq!(code, "syntax"),
        }
    }
    passed.sort_unstable();
    assert_eq!(passed, BEYOND_A_SCHEMA);
    Ok(())
}

/// Every key and every entry of a file, as the way to it.
fn places(value: &toml::Value, way: &[String], found: &mut Vec<Vec<String>>) {
    let mut inside = |name: String, value: &toml::Value| {
        let way: Vec<String> = way.iter().cloned().chain([name]).collect();
        places(value, &way, found);
        found.push(way);
    };
    match value {
        toml::Value::Table(fields) => {
            for (key, value) in fields {
                inside(key.clone(), value);
            }
        }
        toml::Value::Array(entries) => {
            for (place, value) in entries.iter().enumerate() {
                inside(place.to_string(), value);
            }
        }
        toml::Value::String(_)
        | toml::Value::Integer(_)
        | toml::Value::Float(_)
        | toml::Value::Boolean(_)
        | toml::Value::Datetime(_) => {}
    }
}

/// The file with one place changed, or removed.
fn changed(file: &toml::Value, way: &[String], new: Option<&toml::Value>) -> toml::Value {
    let Some((name, rest)) = way.split_first() else {
        return new.cloned().unwrap_or_else(|| file.clone());
    };
    let gone = rest.is_empty() && new.is_none();
    let mut file = file.clone();
    match &mut file {
        toml::Value::Table(fields) if gone => {
            fields.remove(name);
        }
        toml::Value::Array(entries) if gone => {
            let place = name.parse().unwrap_or(usize::MAX);
            if place < entries.len() {
                entries.remove(place);
            }
        }
        toml::Value::Table(fields) => {
            if let Some(inner) = fields.get_mut(name) {
                *inner = changed(inner, rest, new);
            }
        }
        toml::Value::Array(entries) => {
            let place: usize = name.parse().unwrap_or(usize::MAX);
            if let Some(inner) = entries.get_mut(place) {
                *inner = changed(inner, rest, new);
            }
        }
        toml::Value::String(_)
        | toml::Value::Integer(_)
        | toml::Value::Float(_)
        | toml::Value::Boolean(_)
        | toml::Value::Datetime(_) => {}
    }
    file
}

/// Values that fit one key or another, written in every way the compiler takes.
const ODD: &str = r#"
texts = ["<= 2 nrs", "<2nrs", " < +2.50 nrs ", "> 5 nrs", ">= 0005 nrs", ">= 90 %", ">90%", "< 80 %", ">= 30 reps", "< 3 reps",
    "no", "yes", "<= no", ">= yes", " no ", "> no", "able", "7 d", "2 wk", " 14  d", "7 d ", "1 d", "0 d", "clinic", "if-recorded", "always", "both", "one", "race",
    "> 60 years", ">=60years", "yes", "pain.walking", "pain.daily.worst", "gait.limp", "heel_raise.reps.involved", "sleep.hours",
    "time.days_since_onset", "load.last_run.pain", "load.last_run.gait", "<= goal / 1.10", "clinician", "urgent", "draft", "approved",
    "convention", "consensus", "very-low", "low", "strength", "daily-life", "hopping", "limp", "1 min", "0.5 mi", "+2 min", "12 km",
    "hold", "stop", "altered", ">= altered", "0.1.0", "00.1.2", "own-source", "ross2000", "x"]
others = [true, false, 0, 1, 2, 3, 7, 14, 15, 60, 99, -1, 2026-11-21, ["no"], ["yes"], ["ross2000"], ["able", "reduced"], [], ["x"],
    { side = "both" }, { side = ["one", "both"] }, { setting = "clinic" }, { age = ["> 60 years"] }, { sudden_onset = "no", goal = "run" }]
"#;

/// A file that extends another, with everything that only such a file may leave out or say.
const CHILD: &str = r#"
format = 1
id = "mine"
title = "A child"
version = "1.0.0"
reviewed = 2026-11-21
status = "draft"
conditions = ["achilles-midportion"]
extends = "achilles-midportion"
remove = ["race/sleep", "ladder/weekly"]
[[stage]]
id = "strength"
[[stage.criterion]]
id = "mine"
before = "weeks-of-loading"
measure = "loading.below_floor"
go = "no"
note = true
why = "To be read back."
evidence = { sources = [], confidence = "low", kind = "convention" }
[[stage]]
id = "race"
title = "My race"
"#;

#[test]
fn the_criteria_schema_is_never_stricter_than_the_compiler() -> Tested {
    let schema = schema("criteria")?;
    let starter = Command::cargo_bin("rtr")?
        .args(["init", "criteria"])
        .output()?;
    let mut file: toml::Table = String::from_utf8(starter.stdout)?.parse()?;
    let whole: toml::Table = return_to_run::protocol::builtin::SHIPPED
        .iter()
        .find(|shipped| shipped.id == "race-preparation")
        .ok_or("no such file")?
        .text
        .parse()?;
    // The starter has no ladders, and they are a part of the language.
    for key in ["ladder", "ladder_rule"] {
        let one = whole.get(key).and_then(|list| list.get(0)).ok_or(key)?;
        let mut one = one.clone();
        if let Some(levels) = one.get_mut("level").and_then(toml::Value::as_array_mut) {
            levels.truncate(2);
        }
        file.insert(key.to_owned(), vec![one].into());
    }
    let file = toml::Value::Table(file);
    let child = toml::Value::Table(CHILD.parse()?);
    let ways = |file: &toml::Value| {
        let mut ways = Vec::new();
        places(file, &[], &mut ways);
        ways
    };
    let odd: toml::Table = ODD.parse()?;
    let mut values: Vec<Option<toml::Value>> = vec![None];
    for key in ["texts", "others"] {
        let list = odd.get(key).and_then(toml::Value::as_array).ok_or(key)?;
        values.extend(list.iter().cloned().map(Some));
    }
    let (mut accepted, mut refused) = (0_usize, 0_usize);
    let every = ways(&file).into_iter().map(|way| (&file, way, 1));
    // To make a file whole takes its time, and what its values may be is shown by the other.
    let some = ways(&child).into_iter().map(|way| (&child, way, 5));
    for (file, way, step) in every.chain(some) {
        for value in values.iter().step_by(step) {
            let changed = changed(file, &way, value.as_ref());
            let text = toml::to_string(&changed)?;
            if return_to_run::compile(&text, None, None).is_err() {
                refused = refused.saturating_add(1);
                continue;
            }
            let faults: Vec<String> = schema
                .iter_errors(&as_json(&text)?)
                .map(|error| format!("{}: {error}", error.instance_path()))
                .collect();
            assert!(faults.is_empty(), "{way:?} = {value:?}: {faults:?}");
            accepted = accepted.saturating_add(1);
        }
    }
    assert!(
        accepted > 1000 && refused > 1000,
        "{accepted} accepted, {refused} refused"
    );
    Ok(())
}

#[test]
fn every_criterion_asks_for_a_column_and_every_reading_is_asked_for() -> Tested {
    let mut command = Command::cargo_bin("rtr")?;
    let arguments = ["schema", "columns", "--protocol", "achilles-midportion"];
    let output = command.args(arguments).output()?;
    let told: Value = serde_json::from_slice(&output.stdout)?;
    let columns = told.get("columns").and_then(Value::as_array);
    let columns = columns.ok_or("no columns")?;
    let mut asked: Vec<&str> = Vec::new();
    for column in columns {
        let by = column.get("asked_by").and_then(Value::as_array);
        asked.extend(by.into_iter().flatten().filter_map(Value::as_str));
    }
    let protocol = protocol_for("achilles-midportion")?;
    let mut criteria: Vec<String> = (0..protocol.criteria.len())
        .map(|place| format!("{} {}", protocol.id, protocol.name_of(place)))
        .collect();
    asked.sort_unstable();
    criteria.sort_unstable();
    assert_eq!(asked, criteria);
    let readings = columns.iter().filter(|one| one.get("asked_by").is_some());
    assert_eq!(readings.count(), protocol.queries.len());
    let mut command = Command::cargo_bin("rtr")?;
    let other = command.args(["schema", "mid", "--protocol", "achilles-midportion"]);
    assert_eq!(other.output()?.status.code(), Some(2));
    Ok(())
}

#[cfg(not(feature = "columnar"))]
#[test]
fn a_build_without_tables_says_so() -> Tested {
    let mut command = Command::cargo_bin("rtr")?;
    let output = command
        .args(["batch", "--input-format", "parquet", "t.parquet"])
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures"))
        .output()?;
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8(output.stderr)?;
    assert!(said.contains("--features columnar"), "{said}");
    Ok(())
}
