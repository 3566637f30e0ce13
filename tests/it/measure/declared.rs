//! Measures that a criteria file declares: each shape keeps the promises, and one of the catalogue has a twin in data.

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use return_to_run::engine::{Question, read};
use return_to_run::measure::{Better, Definition, Reading, State};
use return_to_run::protocol::{Protocol, compile};
use return_to_run::quantity::Exact;
use return_to_run::{Record, Report, Verdict};
use serde_json::{Value, json};

use crate::cli::program::{rtr, rtr_with, scratch, shown, text_of};
use crate::support::{Tested, blanked, evidence_pointers};

const HEAD: &str = r#"
format     = 1
id         = "declared"
title      = "Declared measures"
version    = "1.0.0"
reviewed   = 2026-11-21
status     = "draft"
conditions = ["my-calf"]
ask        = "strength"

[[stage]]
id     = "strength"
title  = "Strength"
clears = "strength"
"#;

const MEASURES: &str = r#"
[[measure]]
id      = "twin.reps"
meaning = "Single-leg heel raises, hurt leg."
shape   = "newest-test"
range   = "0 to 200 reps"
step    = "1"
better  = "higher"
sides   = true
change  = true

[[measure]]
id      = "twin.symmetry"
meaning = "The same in percent of the other leg."
shape   = "symmetry"
of      = "twin.reps"

[[measure]]
id      = "calf.stretch_pain"
meaning = "Pain on stretching."
shape   = "worst-day"
range   = "0 to 10 nrs"
step    = "0.5"
better  = "lower"

[[measure]]
id      = "calf.bruise"
meaning = "A bruise."
shape   = "newest-answer"
words   = ["none", "small", "large"]

[[measure]]
id      = "calf.kicked"
meaning = "As if kicked."
shape   = "newest-answer"
better  = "no"

[[measure]]
id      = "calf.jumps"
meaning = "Jumps without pain."
shape   = "newest-test"
better  = "yes"
"#;

/// What is asked of each measure: its bands, and its window.
const ASKED: [(&str, &str); 10] = [
    (
        "heel_raise.reps.involved",
        r#"go = ">= 20 reps"⏎no-go = "< 10 reps"⏎fresh = "28 d""#,
    ),
    (
        "heel_raise.reps.symmetry",
        r#"go = ">= 90 %"⏎fresh = "28 d""#,
    ),
    (
        "twin.reps",
        r#"go = ">= 20 reps"⏎no-go = "< 10 reps"⏎fresh = "28 d""#,
    ),
    ("twin.symmetry", r#"go = ">= 90 %"⏎fresh = "28 d""#),
    (
        "calf.stretch_pain",
        r#"go = "<= 2 nrs"⏎no-go = "> 5 nrs"⏎over = "7 d"⏎at_least = 3"#,
    ),
    (
        "calf.stretch_pain",
        r#"go = "<= 2 nrs"⏎no-go = "> 5 nrs"⏎fresh = "3 d""#,
    ),
    (
        "calf.bruise",
        r#"go = "none"⏎no-go = "large"⏎fresh = "7 d""#,
    ),
    (
        "calf.kicked",
        r#"go = false⏎no-go = true⏎fresh = "14 d"⏎refer = "clinician""#,
    ),
    (
        "calf.stretch_pain",
        r#"go = "<= 2 nrs"⏎no-go = "> 5 nrs"⏎over = "7 d"⏎refer = "clinician""#,
    ),
    ("calf.jumps", r#"go = true⏎no-go = false⏎fresh = "7 d""#),
];

fn text() -> String {
    let mut text = HEAD.to_owned();
    for (place, (measure, says)) in ASKED.iter().enumerate() {
        text.push_str(&format!(
            "[[stage.criterion]]\nid = \"c-{place}\"\nmeasure = \"{measure}\"\n{}\nwhy = \"The calf must bear this before it bears a run.\"\n\
             do = \"Do it.\"\nevidence = {{ sources = [], confidence = \"very-low\", kind = \"convention\" }}\n",
            says.replace('⏎', "\n")
        ));
    }
    text.push_str(MEASURES);
    text
}

fn protocol() -> Result<Protocol, Box<dyn std::error::Error>> {
    compile(&text(), None, None).map_err(|faults| format!("{faults:?}").into())
}

fn day(before: i32) -> Result<String, Box<dyn std::error::Error>> {
    let today: return_to_run::Day = "2026-11-21".parse()?;
    Ok(today.plus(before.saturating_neg()).to_string())
}

/// A record with these observations, and the heel-raise tests that say the same as those of the twin.
fn record(side: &str, masked: bool, observations: &[Value]) -> Value {
    let twins = observations
        .iter()
        .filter(|one| one["measure"] == "twin.reps");
    let leg = |one: &Value, leg: &str| {
        let told = &one[leg];
        json!({ "reps": told["value"], "unable": told["unable"] })
    };
    let tests: Vec<Value> = twins
        .map(|one| {
            json!({ "date": one["date"], "cadence_per_min": 30, "left": leg(one, "left"), "right": leg(one, "right") })
        })
        .collect();
    let treatments = if masked {
        json!([{ "kind": "nsaid", "date": "2026-11-20" }])
    } else {
        json!([])
    };
    json!({
        "as_of": "2026-11-21",
        "injury": { "condition": "my-calf", "side": side, "onset": "2026-10-30", "last_flare": "none" },
        "treatments": treatments,
        "heel_raise": tests,
        "observations": observations,
    })
}

fn readings(
    protocol: &Protocol,
    record: &Value,
) -> Result<Option<Vec<Reading>>, Box<dyn std::error::Error>> {
    // What is blanked may leave a record that is refused.
    let Ok(record) = Record::from_json(&record.to_string()) else {
        return Ok(None);
    };
    let question = Question::new(protocol, &record, None, None)?;
    Ok(Some(read(protocol, &question.subject(protocol, &record))))
}

/// A value or nothing, in the words of each measure, by the place of the worse one.
fn values(measure: &str) -> Vec<Value> {
    match measure {
        "twin.reps" => [25, 20, 15, 10, 5, 0].map(|reps| json!(reps)).into(),
        "calf.stretch_pain" => [0.0, 0.5, 2.0, 2.5, 5.5, 10.0]
            .map(|pain| json!(pain))
            .into(),
        "calf.bruise" => ["none", "small", "large"].map(|word| json!(word)).into(),
        "calf.kicked" => vec![json!(false), json!(true)],
        _ => vec![json!(true), json!(false)],
    }
}

const RECORDED: [&str; 5] = [
    "twin.reps",
    "calf.stretch_pain",
    "calf.bruise",
    "calf.kicked",
    "calf.jumps",
];

/// What is told of one value: its place among the values, that it was tried in vain, or nothing.
#[derive(Clone, Debug)]
enum Told {
    Value(usize),
    Unable,
    Nothing,
}

fn told() -> impl Strategy<Value = Told> {
    prop_oneof![
        6 => (0_usize..6).prop_map(Told::Value),
        1 => Just(Told::Unable),
        1 => Just(Told::Nothing),
    ]
}

fn leaf(measure: &str, told: &Told) -> Value {
    match told {
        Told::Value(place) => {
            let values = values(measure);
            json!({ "value": values.get(*place).or(values.last()) })
        }
        Told::Unable => json!({ "unable": true }),
        Told::Nothing => json!({}),
    }
}

fn entry(measure: &str, date: &str, one: &Told, other: &Told) -> Value {
    let mut entry = if measure == "twin.reps" {
        json!({ "left": leaf(measure, one), "right": leaf(measure, other) })
    } else {
        leaf(measure, one)
    };
    put(&mut entry, "date", json!(date));
    put(&mut entry, "measure", json!(measure));
    entry
}

fn put(object: &mut Value, key: &str, value: Value) {
    if let Some(fields) = object.as_object_mut() {
        fields.insert(key.to_owned(), value);
    }
}

type Entries = Vec<(usize, i32, Told, Told)>;

fn entries() -> impl Strategy<Value = (&'static str, bool, Entries)> {
    let side = prop_oneof![Just("left"), Just("right"), Just("both")];
    let one = (0_usize..RECORDED.len(), 0_i32..30, told(), told());
    (side, any::<bool>(), prop::collection::vec(one, 0..12))
}

fn observed(entries: &Entries) -> Result<Vec<Value>, Box<dyn std::error::Error>> {
    let mut known: Vec<(usize, i32)> = Vec::new();
    let mut observed = Vec::new();
    for (place, before, one, other) in entries {
        if known.contains(&(*place, *before)) {
            continue;
        }
        known.push((*place, *before));
        let measure = RECORDED.get(*place).ok_or("no measure")?;
        observed.push(entry(measure, &day(*before)?, one, other));
    }
    Ok(observed)
}

fn contains(measure: &Definition, new: &Reading, old: &Reading) -> bool {
    let reaches = |value: Exact| matches!(new.state, State::Known { low, high } if low <= value && value <= high);
    let state = match old.state {
        State::NotApplicable => new.state == State::NotApplicable || new.may_not_apply,
        State::Unable => new.state == State::Unable || reaches(measure.worst_end()),
        State::Known { low, high } => reaches(low) && reaches(high),
    };
    state && (!old.may_not_apply || new.may_not_apply)
}

fn check(
    test: impl Fn(&'static str, bool, &Entries) -> Result<(), Box<dyn std::error::Error>>,
) -> Tested {
    let mut runner = TestRunner::new(Config {
        cases: 400,
        failure_persistence: None,
        ..Config::default()
    });
    runner.run(&entries(), |(side, masked, entries)| {
        test(side, masked, &entries).map_err(|error| TestCaseError::fail(error.to_string()))
    })?;
    Ok(())
}

#[test]
fn a_measure_of_the_catalogue_and_its_twin_in_data_give_the_same_numbers() -> Tested {
    let protocol = protocol()?;
    check(|side, masked, entries| {
        let record = record(side, masked, &observed(entries)?);
        let readings = readings(&protocol, &record)?.ok_or("refused")?;
        let of = |id: &str| {
            let mut queries = protocol.queries.iter().zip(&readings);
            queries
                .find(|(query, _)| query.measure.id == id)
                .map(|(_, reading)| *reading)
        };
        assert_eq!(of("heel_raise.reps.involved"), of("twin.reps"), "{record}");
        assert_eq!(
            of("heel_raise.reps.symmetry"),
            of("twin.symmetry"),
            "{record}"
        );
        Ok(())
    })
}

#[test]
fn blanking_anything_of_an_observation_widens_every_shape() -> Tested {
    let protocol = protocol()?;
    check(|side, masked, entries| {
        let record = record(side, masked, &observed(entries)?);
        let old = readings(&protocol, &record)?.ok_or("refused")?;
        let pointers = evidence_pointers(&record);
        let inside = pointers
            .iter()
            .filter(|pointer| pointer.starts_with("/observations/") || *pointer == "/injury/side");
        for pointer in inside {
            // An entry that is taken away, or that says no more of when it was, is not one that tells less.
            let entry = pointer.matches('/').count() == 2 && pointer.starts_with("/observations/");
            if entry || pointer.ends_with("/date") {
                continue;
            }
            let Some(new) = readings(&protocol, &blanked(&record, std::slice::from_ref(pointer)))?
            else {
                continue;
            };
            for ((query, new), old) in protocol.queries.iter().zip(&new).zip(&old) {
                // An answer that is no longer told leaves the bad one before it standing, which then counts again.
                let kept = query.window.keeps_adverse && ends_worse(query.measure, new, old);
                // A tested leg that was unable counts beside an unknown reference, too, though beside one that was unable there is no index.
                let tested = query.measure.relative_to.is_some() && new.state == State::Unable;
                assert!(
                    kept || tested || contains(query.measure, new, old),
                    "{pointer} turned {} from {old:?} into {new:?}: {record}",
                    query.measure.id
                );
            }
        }
        Ok(())
    })
}

/// Whether the new reading can be as bad as the old one, at the least.
fn ends_worse(measure: &Definition, new: &Reading, old: &Reading) -> bool {
    let worst = |reading: &Reading| match (reading.state, measure.better) {
        (State::Known { low, .. }, Some(Better::Higher)) => Some(low),
        (State::Known { high, .. }, _) => Some(high),
        (State::Unable, _) => Some(measure.worst_end()),
        (State::NotApplicable, _) => None,
    };
    match (worst(new), worst(old), measure.better) {
        (Some(new), Some(old), Some(Better::Higher)) => new <= old,
        (Some(new), Some(old), _) => new >= old,
        (_, None, _) => true,
        (None, Some(_), _) => false,
    }
}

/// Whether nothing that the new reading can be is better than what the old one can be, end by end.
fn no_better(measure: &Definition, new: &Reading, old: &Reading) -> bool {
    let ends = |reading: &Reading| match reading.state {
        State::Known { low, high } => Some((low, high)),
        State::Unable => Some((measure.worst_end(), measure.worst_end())),
        State::NotApplicable => None,
    };
    let (Some(new), Some(old)) = (ends(new), ends(old)) else {
        return true;
    };
    match measure.better {
        Some(Better::Higher) => new.0 <= old.0 && new.1 <= old.1,
        Some(Better::Lower) | None => new.0 >= old.0 && new.1 >= old.1,
    }
}

#[test]
fn a_worse_value_never_helps_whatever_the_shape() -> Tested {
    let protocol = protocol()?;
    check(|side, masked, entries| {
        let before = record(side, masked, &observed(entries)?);
        let old = readings(&protocol, &before)?.ok_or("refused")?;
        for changed in 0..entries.len() {
            let mut worse = entries.clone();
            let Some((_, _, one, other)) = worse.get_mut(changed) else {
                continue;
            };
            // With both sides hurt a worse reference flatters a ratio, which is why it has a companion.
            let hurt = if side == "right" { other } else { one };
            if let Told::Value(place) = hurt {
                *place = place.saturating_add(1).min(5);
            }
            let after = record(side, masked, &observed(&worse)?);
            let new = readings(&protocol, &after)?.ok_or("refused")?;
            for ((query, new), old) in protocol.queries.iter().zip(&new).zip(&old) {
                let ratio = query.measure.relative_to.is_some() && side == "both";
                let built_in = query.measure.declared.is_none();
                // Of what is of no side only the first is told.
                assert!(
                    ratio || built_in || no_better(query.measure, new, old),
                    "{} from {old:?} to {new:?}: {before} and {after}",
                    query.measure.id
                );
            }
        }
        Ok(())
    })
}

fn all_well() -> Result<Value, Box<dyn std::error::Error>> {
    let pain = (0..4).map(|before| {
        Ok(json!({ "date": day(before)?, "measure": "calf.stretch_pain", "value": 1 }))
    });
    let mut observations: Vec<Value> = pain.collect::<Result<_, Box<dyn std::error::Error>>>()?;
    observations.extend([
        json!({ "date": day(1)?, "measure": "twin.reps", "left": { "value": 24 }, "right": { "value": 25 } }),
        json!({ "date": day(1)?, "measure": "calf.bruise", "value": "none" }),
        json!({ "date": day(1)?, "measure": "calf.kicked", "value": false }),
        json!({ "date": day(1)?, "measure": "calf.jumps", "value": true }),
    ]);
    Ok(record("left", false, &observations))
}

#[test]
fn what_is_observed_decides_and_what_is_not_told_is_asked_for() -> Tested {
    let protocol = protocol()?;
    let verdict = |record: &Value| -> Result<Verdict, Box<dyn std::error::Error>> {
        let assessment = return_to_run::Assessment::from_json(&record.to_string())?;
        Ok(Report::new(&protocol, &assessment)?.verdict())
    };
    let well = all_well()?;
    assert_eq!(verdict(&well)?, Verdict::Go);
    let pointers = evidence_pointers(&well);
    let told = pointers
        .iter()
        .filter(|pointer| pointer.starts_with("/observations/") && pointer.ends_with("/value"));
    for pointer in told {
        // A fourth day of pain is one more than is needed, and blanked it may have been anything.
        let less = blanked(&well, std::slice::from_ref(pointer));
        assert_ne!(verdict(&less)?, Verdict::Go, "{pointer}");
    }
    // What could not be done before is told beside the GO.
    let mut before = well;
    let could_not = json!({ "date": day(10)?, "measure": "twin.reps", "left": { "unable": true } });
    let list = before
        .pointer_mut("/observations")
        .and_then(Value::as_array_mut);
    list.ok_or("no observations")?.push(could_not);
    let assessment = return_to_run::Assessment::from_json(&before.to_string())?;
    let report = Report::new(&protocol, &assessment)?;
    assert_eq!(report.verdict(), Verdict::Go);
    let adverse = report.adverse();
    assert!(
        adverse
            .iter()
            .any(|told| told.field.starts_with("observations")),
        "{adverse:?}"
    );
    Ok(())
}

#[test]
fn an_observation_that_does_not_fit_is_refused_with_its_path_and_what_is_allowed() -> Tested {
    let protocol = protocol()?;
    let mut said = Vec::new();
    let wrong = [
        json!({ "measure": "twin.rep", "left": { "value": 3 } }),
        json!({ "measure": "heel_raise.reps.involved", "left": { "value": 3 } }),
        json!({ "measure": "twin.symmetry", "value": 90 }),
        json!({ "measure": "twin.reps", "value": 3 }),
        json!({ "measure": "twin.reps", "left": { "value": 3.5 } }),
        json!({ "measure": "twin.reps", "right": { "value": 201 } }),
        json!({ "measure": "twin.reps", "right": { "value": "many" } }),
        json!({ "measure": "calf.stretch_pain", "left": { "value": 1 } }),
        json!({ "measure": "calf.stretch_pain", "value": -1 }),
        json!({ "measure": "calf.bruise", "value": "big" }),
        json!({ "measure": "calf.bruise", "value": true }),
        json!({ "measure": "calf.kicked", "value": "no" }),
    ];
    for mut one in wrong {
        put(&mut one, "date", json!("2026-11-20"));
        let mut record = record("left", false, &[]);
        put(&mut record, "observations", json!([one]));
        let record = Record::from_json(&record.to_string())?;
        let error = Question::new(&protocol, &record, None, None).err();
        let error = error.ok_or("was judged")?;
        said.push(format!("{}: {error} | {}", error.path(), error.redacted()));
    }
    insta::assert_snapshot!(said.join("\n"));
    Ok(())
}

#[test]
fn each_way_to_declare_a_measure_wrongly_is_named() -> Tested {
    let measure = |says: &str| {
        format!(
            "[[measure]]\nmeaning = \"It.\"\n{}\n",
            says.replace('⏎', "\n")
        )
    };
    let wrong = [
        r#"id = "calf"⏎shape = "newest-test""#,
        r#"id = "calf.High"⏎shape = "newest-test""#,
        r#"id = "calf.high"⏎shape = "newest-test""#,
        r#"id = "calf.x"⏎shape = "newest""#,
        r#"id = "calf.x"⏎shape = "newest-test"⏎range = "0-10 nrs""#,
        r#"id = "calf.x"⏎shape = "newest-test"⏎range = "0 to 10 points a day""#,
        r#"id = "calf.x"⏎shape = "newest-test"⏎range = "10 to 0 nrs""#,
        r#"id = "calf.x"⏎shape = "newest-test"⏎range = "0 to 10 nrs"⏎step = "3""#,
        r#"id = "calf.x"⏎shape = "newest-test"⏎range = "0 to 10 nrs"⏎better = "less""#,
        r#"id = "calf.x"⏎shape = "newest-test"⏎range = "0 to 10 nrs"⏎words = ["a", "b"]"#,
        r#"id = "calf.x"⏎shape = "newest-test"⏎words = ["a"]"#,
        r#"id = "calf.x"⏎shape = "newest-test"⏎words = ["a", "a"]"#,
        r#"id = "calf.x"⏎shape = "newest-test"⏎words = ["a", "b"]⏎better = "higher""#,
        r#"id = "calf.x"⏎shape = "newest-test"⏎words = ["a", "b"]⏎change = true"#,
        r#"id = "calf.x"⏎shape = "newest-test"⏎step = "1""#,
        r#"id = "calf.x"⏎shape = "newest-test"⏎of = "twin.reps""#,
        r#"id = "calf.x"⏎shape = "symmetry""#,
        r#"id = "calf.x"⏎shape = "symmetry"⏎of = "calf.bruise""#,
        r#"id = "calf.x"⏎shape = "symmetry"⏎of = "twin.reps"⏎range = "0 to 10 nrs""#,
        r#"id = "twin.reps"⏎shape = "newest-test""#,
        r#"id = "calf.x"⏎shape = "newest-test"⏎range = "0 to 10 nrs"⏎error = { sem = "much", mdc = "1", about = "x", source = "y" }"#,
    ];
    let mut said = Vec::new();
    for one in wrong {
        let faults = compile(&format!("{}{}", text(), measure(one)), None, None);
        let faults = faults.err().ok_or_else(|| format!("{one} compiles"))?;
        for fault in faults {
            let help = fault.help.unwrap_or_default();
            said.push(format!("{}: {} | {help}", fault.code, fault.message));
        }
    }
    insta::assert_snapshot!(said.join("\n"));
    Ok(())
}

/// A folder with the criteria file, whose measures stand in a file of their own.
fn folder() -> Result<(tempfile::TempDir, String), Box<dyn std::error::Error>> {
    let named = text().replace("ask        =", "measures   = [\"calf\"]\nask        =");
    let named = named.replace(MEASURES, "");
    let (folder, path) = scratch("declared.toml", &named)?;
    std::fs::create_dir(folder.path().join("measures"))?;
    let file = format!("format = \"measures/1\"\n{MEASURES}");
    std::fs::write(folder.path().join("measures/calf.toml"), file)?;
    Ok((folder, text_of(&path)))
}

#[test]
fn a_measure_file_is_read_from_the_folder_beside_the_criteria() -> Tested {
    let (_folder, path) = folder()?;
    let record = all_well()?.to_string();
    let out = rtr_with(&["check", "--criteria", &path, "--format", "json"], &record)?;
    assert_eq!(out.status.code(), Some(0), "{}", shown(&out));
    let batch = rtr_with(&["batch", "--criteria", &path], &record)?;
    let line = String::from_utf8(batch.stdout)?;
    assert!(line.contains("\"go\""), "{line}");
    let measures = rtr(&["measures", "twin", "--criteria", &path])?;
    assert!(
        shown(&measures).contains("twin.symmetry"),
        "{}",
        shown(&measures)
    );
    let explained = rtr(&["explain", "calf.bruise", "--criteria", &path])?;
    assert!(
        shown(&explained).contains("A bruise."),
        "{}",
        shown(&explained)
    );
    let columns = rtr(&["schema", "columns", "--criteria", &path])?;
    assert!(shown(&columns).contains("twin.reps.fresh_28d"));
    for verb in ["lint", "prove", "show", "manual"] {
        let out = rtr(&["criteria", verb, &path])?;
        assert_eq!(out.status.code(), Some(0), "{verb}: {}", shown(&out));
    }
    Ok(())
}

#[test]
fn the_schema_of_assessments_knows_the_measures_of_the_criteria_given() -> Tested {
    let (_folder, path) = folder()?;
    let out = rtr(&["schema", "assessment", "--criteria", &path])?;
    let schema: Value = serde_json::from_slice(&out.stdout)?;
    let validator = jsonschema::validator_for(&schema)?;
    let well = all_well()?;
    assert!(validator.is_valid(&well));
    let with = |place: &str, value: Value| {
        let mut record = well.clone();
        if let Some(found) = record.pointer_mut(place) {
            *found = value;
        }
        record
    };
    for (place, value) in [
        ("/observations/0/measure", json!("calf.other")),
        ("/observations/0/value", json!(11)),
        ("/observations/4/left/value", json!("many")),
        ("/observations/5/value", json!("huge")),
        ("/observations/6/value", json!("no")),
    ] {
        assert!(!validator.is_valid(&with(place, value)), "{place}");
        assert!(validator.is_valid(&with(place, Value::Null)) || place.ends_with("measure"));
    }
    Ok(())
}

#[test]
fn a_fault_in_a_measure_file_is_drawn_in_that_file() -> Tested {
    let (folder, path) = folder()?;
    let file = folder.path().join("measures/calf.toml");
    let faulty = std::fs::read_to_string(&file)?.replace("step    = \"1\"", "step    = \"7\"");
    std::fs::write(&file, faulty)?;
    let out = shown(&rtr(&["criteria", "lint", &path])?);
    assert!(out.contains("error[bad-measure]"), "{out}");
    assert!(out.contains("calf.toml:8:"), "{out}");
    let out = shown(&rtr(&["criteria", "lint", &path, "--format", "sarif"])?);
    assert!(out.contains("measures/calf.toml"), "{out}");
    std::fs::write(&file, "format = \"measures/1\"\n[[measure]\n")?;
    let out = shown(&rtr(&["criteria", "lint", &path])?);
    assert!(
        out.contains("error[syntax]") && out.contains("calf.toml"),
        "{out}"
    );
    Ok(())
}
