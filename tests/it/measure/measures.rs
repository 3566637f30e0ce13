//! Each row of the catalogue says truly what it reads, and why it is there.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use return_to_run::measure::{
    Act, Definition, EvidenceRules, GoalDistance, LoadPart, Reading, Subject, Window, catalog,
};
use return_to_run::protocol::builtin::SHIPPED;
use return_to_run::{Day, Record};
use serde_json::{Value, json};

use crate::cli::program::rtr;
use crate::generated::record;
use crate::support::{Tested, cases};

/// Every field that a record may have, as `pain[].morning`, with the schema of what stands there.
fn fields() -> Result<BTreeMap<String, Value>, Box<dyn std::error::Error>> {
    let root: Value = serde_json::from_slice(&rtr(&["schema", "assessment"])?.stdout)?;
    let mut fields = BTreeMap::new();
    collect(&root, &root, String::new(), &mut fields);
    Ok(fields)
}

/// A field, or nothing.
fn at<'a>(value: &'a Value, name: &str) -> &'a Value {
    value.get(name).unwrap_or(&Value::Null)
}

fn resolved<'a>(root: &'a Value, schema: &'a Value) -> &'a Value {
    if let Some(name) = schema.get("$ref").and_then(Value::as_str) {
        let found = root.pointer(name.trim_start_matches('#'));
        return found.map_or(schema, |schema| resolved(root, schema));
    }
    match schema
        .get("anyOf")
        .and_then(Value::as_array)
        .map(Vec::as_slice)
    {
        Some([one, null]) if at(null, "type") == "null" => resolved(root, one),
        _ => schema,
    }
}

fn collect(root: &Value, schema: &Value, path: String, fields: &mut BTreeMap<String, Value>) {
    let schema = resolved(root, schema);
    let inner = |schema: &Value, path: &str, fields: &mut _| {
        for (name, field) in at(schema, "properties").as_object().into_iter().flatten() {
            let dot = if path.is_empty() { "" } else { "." };
            collect(root, field, format!("{path}{dot}{name}"), fields);
        }
    };
    let items = resolved(root, at(schema, "items"));
    if schema.get("properties").is_some() {
        inner(schema, &path, fields);
    } else if items.get("properties").is_some() {
        inner(items, &format!("{path}[]"), fields);
    } else {
        // What stands here, with every alternative and the items of a list spelt out.
        let alternatives = at(schema, "anyOf").as_array().cloned().unwrap_or_default();
        let all = alternatives.iter().map(|one| resolved(root, one).clone());
        let all: Vec<Value> = all.chain([schema.clone()]).collect();
        fields.insert(path, json!({ "one_of": all, "items": items }));
    }
}

/// Other values for a field, those first that say nothing.
fn others(field: &Value, now: Option<&Value>) -> Vec<Value> {
    let mut values = vec![Value::Null];
    for one in at(field, "one_of").as_array().into_iter().flatten() {
        values.extend(words(one));
        let is = |kind: &str| {
            *at(one, "type") == *kind
                || at(one, "type")
                    .as_array()
                    .is_some_and(|all| all.contains(&json!(kind)))
        };
        if is("boolean") {
            values.extend([json!(false), json!(true)]);
        }
        if is("integer") || is("number") {
            let near = now.and_then(Value::as_i64).map_or([1, 30, 2], |now| {
                [now.saturating_add(1), now.div_euclid(2), 0]
            });
            values.extend(near.map(|number| json!(number)));
        }
        let day: Option<Day> = now
            .and_then(Value::as_str)
            .and_then(|text| text.parse().ok());
        if at(one, "format") == "date" {
            let from = day.or("2026-11-01".parse().ok());
            let near =
                [-1, 1, -9, -40].map(|days| from.map(|day| json!(day.plus(days).to_string())));
            values.extend(near.into_iter().flatten());
        } else if is("string") && one.get("enum").is_none() {
            values.extend([json!("none"), json!("other")]);
        }
        if is("array") {
            values.push(json!([]));
            values.extend(
                words(at(field, "items"))
                    .into_iter()
                    .map(|word| json!([word])),
            );
            if let Some([first, rest @ ..]) = now.and_then(Value::as_array).map(Vec::as_slice) {
                values.extend([json!(rest), json!([first, first, first])]);
            }
        }
    }
    values.retain(|value| Some(value) != now && (now.is_some() || !value.is_null()));
    values
}

fn words(schema: &Value) -> Vec<Value> {
    let consts = at(schema, "oneOf")
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|one| one.get("const"));
    let listed = at(schema, "enum")
        .as_array()
        .into_iter()
        .flatten()
        .filter(|word| !word.is_null());
    consts
        .chain(listed)
        .chain(schema.get("const"))
        .cloned()
        .collect()
}

/// Where a field stands in a record: in each entry of a list, of a long one in the first two and the last.
fn places(record: &Value, path: &str) -> Vec<String> {
    let mut places = vec![String::new()];
    for part in path.split('.') {
        let name = part.trim_end_matches("[]");
        for place in &mut places {
            place.push_str(&format!("/{name}"));
        }
        if part.ends_with("[]") {
            let entries = |place: &String| {
                record
                    .pointer(place)
                    .and_then(Value::as_array)
                    .map_or(0, Vec::len)
            };
            let some = |place: &String| {
                let last = entries(place).saturating_sub(1);
                let long = last > 9;
                let kept = (0..=last)
                    .filter(|at| *at < entries(place) && (!long || [0, 1, last].contains(at)));
                kept.into_iter()
                    .map(|at| format!("{place}/{at}"))
                    .collect::<Vec<_>>()
            };
            places = places.iter().flat_map(some).collect();
        }
    }
    places
}

/// The record with a value at a place, in blocks of its own where there are none.
fn with(record: &Value, place: &str, value: Value) -> Value {
    let mut record = record.clone();
    let mut block = String::new();
    let (blocks, name) = place.rsplit_once('/').unwrap_or_default();
    for part in blocks.split('/').skip(1) {
        let object = record.pointer_mut(&block).and_then(Value::as_object_mut);
        object.map(|object| object.entry(part).or_insert(json!({})));
        block = format!("{block}/{part}");
    }
    match record.pointer_mut(&block) {
        Some(Value::Object(fields)) => {
            fields.insert(name.to_owned(), value);
        }
        Some(null @ Value::Null) => *null = json!({ name: value }),
        Some(Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_)) | None => {}
    }
    record
}

/// The fields that say whether an entry counts at all.
const SHARED: &[&str] = &[
    "injury.onset",
    "injury.condition",
    "injury.last_flare",
    "treatments[].kind",
    "treatments[].date",
    "treatments[].start",
    "treatments[].end",
    "pain[].date",
    "pain[].covers_days",
    "pain[].masked_by",
    "runs[].distance_km",
    "runs[].duration_min",
    "runs[].confirmed",
    "runs[].sources",
    "runs[].run_min",
    "runs[].level",
    "runs[].rising",
];

/// What is clean and what is a run, which decide readings; a flare that a record shows would move every one of them.
fn rules() -> Option<&'static EvidenceRules> {
    static RULES: OnceLock<Option<EvidenceRules>> = OnceLock::new();
    let shipped = || {
        let shipped = SHIPPED.iter().find(|one| one.id == "achilles-midportion")?;
        let rules = shipped.compile().ok()?.evidence;
        Some(EvidenceRules {
            flare: None,
            ..rules
        })
    };
    RULES.get_or_init(shipped).as_ref()
}

/// Every measure in windows of each sort, for the record's own day and goal.
fn readings(record: &Value) -> Option<Vec<(&'static Definition, Reading)>> {
    let record = Record::from_json(&record.to_string()).ok()?;
    let goal = record.goal();
    let windows = [
        (Some(60), None, 0),
        (None, Some(14), 2),
        (Some(2), Some(28), 1),
    ];
    let mut readings = Vec::new();
    let goal_date = goal.and_then(return_to_run::assessment::Goal::date);
    let rules = rules()?;
    let distance = GoalDistance::of(goal);
    let subject = Subject::under(rules, &record, record.as_of(), distance).due(goal_date);
    for (fresh, over, at_least) in windows {
        let window = Window {
            keeps_adverse: false,
            fresh,
            over,
            at_least,
        };
        readings.extend(catalog().map(|measure| (measure, subject.read(measure, window))));
    }
    Some(readings)
}

/// The day that many days before the questions of [`told`].
fn before(days: i32) -> Option<String> {
    let day: Day = "2026-11-21".parse().ok()?;
    Some(day.plus(days.saturating_neg()).to_string())
}

/// A run so many days before, of which everything is shown.
fn run(days: i32, kind: &str, km: f64) -> Value {
    json!({ "date": before(days), "kind": kind, "distance_km": km, "duration_min": 90, "rpe": 3, "pain_start": 1, "pain_during": 1,
        "pain_after": 1, "pain_next_morning": 2, "rising": false, "gait": "normal", "speed": "easy", "hills": false })
}

fn walk_run(days: i32, level: u8, km: f64) -> Value {
    let session = with(&run(days, "walk-run", km), "/level", json!(level));
    with(
        &session,
        "/run_min",
        json!(u32::from(level).saturating_mul(5)),
    )
}

/// Treatments on the edge of the days in which they count.
fn edges() -> [Value; 8] {
    [
        json!([{ "kind": "oral-corticosteroid", "start": before(0) }]),
        json!([{ "kind": "oral-corticosteroid", "start": before(9), "end": before(0) }]),
        json!([{ "kind": "oral-corticosteroid", "date": before(0) }, { "kind": "stretching", "date": before(6) }]),
        json!([{ "kind": "stretching", "start": before(6) }]),
        json!([{ "kind": "stretching", "start": before(20), "end": before(6) }, { "kind": "nsaid", "date": before(0) }]),
        json!([{ "kind": "fluoroquinolone", "start": before(60), "tendon_pain_since": false }, { "kind": "nsaid", "start": before(1) }]),
        json!([{ "kind": "fluoroquinolone", "start": before(70), "end": before(60), "tendon_pain_since": false }]),
        json!([{ "kind": "fluoroquinolone", "date": before(60) }, { "kind": "nsaid", "start": before(9), "end": before(0) }]),
    ]
}

/// A record of a condition with these fields.
fn of(condition: &str, rest: &Value) -> Value {
    let record = json!({ "as_of": "2026-11-21", "injury": { "condition": condition }, "baseline": { "morning_pain": 1 }, "treatments": [] });
    let rest = rest.as_object().into_iter().flatten();
    rest.fold(record, |record, (place, value)| {
        with(&record, place, value.clone())
    })
}

/// Lay-offs that the log shows, that it begins with, and that were before it.
fn lay_offs() -> [Value; 3] {
    // Off for 39 days until 12 days ago: the log tells what was run before.
    let month_off = of(
        "none",
        &json!({
            "/injury/layoff_reason": "injury",
            "/goal": { "activity": "run", "distance_km": 9 },
            "/log_complete_from": before(250),
            "/runs": [run(4, "run", 5.0), run(8, "run", 5.0), run(12, "run", 5.0), walk_run(52, 1, 12.0), run(54, "run", 8.0), run(74, "run", 6.0),
                run(94, "run", 6.0), run(114, "run", 6.0)],
        }),
    );
    // Off for 100 days, and the log begins with them.
    let long_off = of(
        "none",
        &json!({
            "/injury/pre_injury_longest_km": 20,
            "/injury/pre_injury_weekly_km": 40,
            "/injury/layoff_reason": "injury",
            "/goal": { "activity": "run", "distance_km": 9 },
            "/log_complete_from": before(109),
            "/runs": [run(2, "run", 5.0), run(9, "run", 5.0), run(110, "run", 12.0)],
        }),
    );
    // A young log, before which there was a lay-off.
    let young = of(
        "none",
        &json!({
            "/injury/last_layoff": before(31),
            "/injury/pre_injury_longest_km": 20,
            "/injury/pre_injury_weekly_km": 40,
            "/goal": { "activity": "run", "distance_km": 9 },
            "/log_complete_from": before(30),
            "/runs": [run(2, "run", 5.0), run(30, "run", 5.0)],
        }),
    );
    [month_off, long_off, young]
}

/// What the fixtures do not tell apart: the walk-run ladder, treatments on the edge of their days, and legs that told nothing.
fn told(everything: &Value) -> Vec<Value> {
    let ladder = of(
        "achilles-midportion",
        &json!({
            "/injury/side": "left",
            "/injury/onset": before(60),
            "/injury/last_flare": "none",
            "/goal": { "activity": "run", "distance_km": 30 },
            "/log_complete_from": before(60),
            "/runs": [walk_run(1, 3, 12.0), walk_run(3, 2, 6.0), walk_run(5, 2, 6.0), walk_run(8, 1, 6.0), walk_run(10, 1, 6.0)],
        }),
    );
    let treated = edges().into_iter().map(|treatments| {
        let pain = json!([{ "date": before(0), "worst": 0, "masked_by": [] }]);
        of(
            "achilles-midportion",
            &json!({ "/treatments": treatments, "/pain": pain }),
        )
    });
    let legs = ["left", "right", "both"].map(|leg| format!("/{leg}"));
    let hops = at(everything, "hop").as_array().into_iter().flatten();
    let hops: Vec<Value> = hops
        .map(|hop| {
            let told = legs.iter().filter(|leg| hop.pointer(leg).is_some());
            told.fold(hop.clone(), |hop, leg| with(&hop, leg, json!({})))
        })
        .collect();
    let questionnaires = json!([
        { "date": before(1), "instrument": "i-prrs", "score": 20 },
        { "date": before(2), "instrument": "tsk-11", "score": 20 },
    ]);
    let silent = [
        ("/runs", json!([])),
        ("/heel_raise/0/left", json!({})),
        ("/heel_raise/0/right", json!({})),
        ("/hop", json!(hops)),
        ("/questionnaires", questionnaires),
    ];
    let silent = silent
        .into_iter()
        .fold(everything.clone(), |record, (place, value)| {
            with(&record, place, value)
        });
    let silent_on_the_right = with(&silent, "/injury/side", json!("right"));
    let jumps = |entry: Value| {
        let hops = json!([with(&entry, "/test", json!("double-leg-jumps"))]);
        with(everything, "/hop", hops)
    };
    let jumped = jumps(json!({ "date": before(2), "both": { "pain": 1 }, "pain_next_morning": 0 }));
    let only_jumped = jumps(json!({ "date": before(2) }));
    let near_the_norm = with(everything, "/heel_raise/0/right/reps", json!(21));
    let goal = with(
        everything,
        "/goal",
        json!({ "activity": "run", "distance_km": 42, "date": before(-40) }),
    );
    let whole = [
        ladder,
        with(&silent, "/injury/side", json!("both")),
        silent,
        silent_on_the_right,
        jumped,
        only_jumped,
        near_the_norm,
        goal,
    ];
    whole
        .into_iter()
        .chain(lay_offs())
        .chain(treated)
        .chain(told_elsewhere(everything))
        .collect()
}

/// What tells a fact in another place, from memory, or since.
fn told_elsewhere(everything: &Value) -> [Value; 3] {
    // Walks beside the diary, a recalled week, a distance that stands out, a run with long pauses, an examination after a pop.
    let walks = with(
        everything,
        "/runs",
        json!([
            { "date": before(0), "kind": "walk", "pain_start": 2, "pain_during": 3, "pain_after": 4, "gait": "altered" },
            { "date": before(2), "kind": "run", "distance_km": 30, "sources": ["watch.fit"] },
            { "date": before(3), "kind": "run", "distance_km": 12, "duration_min": 60, "elapsed_min": 120, "pain_start": 0, "pain_during": 0,
                "pain_after": 0, "pain_next_morning": 0, "gait": "normal" },
            { "date": before(4), "kind": "run", "distance_km": 9 },
            { "date": before(1), "kind": "run", "distance_km": 6, "duration_min": 36, "pain_start": 0, "pain_during": 0, "pain_next_morning": 0,
                "gait": "normal", "sources": ["watch.fit"] },
        ]),
    );
    let recalled = with(
        everything,
        "/pain",
        json!([{ "date": before(0), "covers_days": 7, "worst": 1, "morning": 1, "limp": false, "morning_stiffness_min": 3 }]),
    );
    let popped = with(
        everything,
        "/screening",
        json!([{ "date": before(1), "pop_at_onset": true, "examined": { "by": "clinician", "date": before(1) } }]),
    );
    let popped = with(&popped, "/injury/confirmed_by", json!("self"));
    let popped = with(&popped, "/injury/last_flare", json!(before(5)));
    [walks, recalled, popped]
}

/// Records that tell of everything, in the ways that measures tell apart; some fixtures with a short log; some that are generated.
fn records() -> Result<Vec<Value>, Box<dyn std::error::Error>> {
    let mut records = Vec::new();
    for (number, (path, text)) in cases()?.into_iter().enumerate() {
        let mut record: Value = serde_json::from_str(&text)?;
        if path.ends_with("everything-recorded.json") {
            records.extend(told(&record));
            for (place, value) in [
                ("/injury/side", json!("right")),
                ("/injury/side", json!(null)),
                ("/injury/other_side_history", json!(null)),
                ("/injury/onset", json!(null)),
                ("/goal", json!(null)),
            ] {
                records.push(with(&record, place, value));
            }
            records.push(record);
        } else if number % 8 == 0 {
            if let Some(runs) = record.pointer_mut("/runs").and_then(Value::as_array_mut) {
                runs.truncate(24);
            }
            records.push(record);
        }
    }
    for number in 0..2 {
        records.push(serde_json::from_str(&record(11, 12, number))?);
    }
    Ok(records)
}

#[test]
fn a_measure_reads_the_fields_that_it_declares_and_no_others() -> Tested {
    let fields = fields()?;
    let mut moved: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let mut compared = 0_usize;
    for record in records()? {
        let before = readings(&record).ok_or_else(|| format!("refused: {record}"))?;
        for (path, field) in fields.iter().filter(|(path, _)| *path != "as_of") {
            for place in places(&record, path) {
                let (block, name) = place.rsplit_once('/').ok_or("no place")?;
                // A note alone would begin a block, which then says that the rest of it is not known.
                if name == "note" && record.pointer(block).is_none() {
                    continue;
                }
                for value in others(field, record.pointer(&place).filter(|now| !now.is_null())) {
                    let Some(after) = readings(&with(&record, &place, value)) else {
                        continue;
                    };
                    compared = compared.saturating_add(after.len());
                    for ((measure, old), (_, new)) in before.iter().zip(&after) {
                        if old != new {
                            moved.entry(measure.id).or_default().insert(path);
                        }
                    }
                }
            }
        }
    }
    assert!(compared > 1_000_000, "only {compared} readings compared");
    let mut faults = Vec::new();
    // What makes an entry count is declared for all that read such entries, and what tells a fact twice for all that tell it: each such
    // field moves some measure, but no record here is masked, flares up or contradicts itself in every way for every measure.
    let moved_by: BTreeSet<&str> = moved.values().flatten().copied().collect();
    let joined: BTreeSet<&str> = catalog().flat_map(Definition::joins).collect();
    let shared = |path: &str| SHARED.contains(&path) || joined.contains(path);
    for path in SHARED.iter().chain(&joined) {
        if !moved_by.contains(*path) {
            faults.push(format!("{path} is declared and moves no measure"));
        }
    }
    for measure in catalog() {
        let declared: BTreeSet<&str> = measure.reads().chain(measure.joins()).collect();
        let found = moved.remove(measure.id).unwrap_or_default();
        for path in found.difference(&declared) {
            faults.push(format!(
                "{} reads {path}, which it does not declare",
                measure.id
            ));
        }
        for path in declared.difference(&found).filter(|path| !shared(path)) {
            let known = if fields.contains_key(*path) {
                "never changes it"
            } else {
                "is no field"
            };
            faults.push(format!("{} declares {path}, which {known}", measure.id));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    Ok(())
}

#[test]
fn each_measure_is_used_or_says_what_it_is_kept_for() -> Tested {
    let mut used: BTreeSet<&str> = BTreeSet::new();
    for shipped in SHIPPED {
        let protocol = shipped.compile().map_err(|faults| format!("{faults:?}"))?;
        used.extend(
            protocol
                .criteria
                .iter()
                .map(|criterion| criterion.measure.id),
        );
        used.extend(protocol.ladder_rules.iter().map(|rule| rule.measure.id));
    }
    used.extend(
        catalog()
            .filter(|measure| measure.load_row.is_some())
            .map(|measure| measure.id),
    );
    let bases = |measure: &&'static Definition| match measure.act {
        Act::Follows(base) => Some(base.id),
        Act::No | Act::By(_) => None,
    };
    let followed: Vec<&str> = catalog()
        .filter(|measure| used.contains(measure.id))
        .flat_map(|measure| {
            bases(&measure)
                .into_iter()
                .chain(measure.relative_to.map(|tested| tested.id))
        })
        .collect();
    used.extend(followed);
    for measure in catalog() {
        assert_ne!(
            used.contains(measure.id),
            measure.kept_for.is_some(),
            "{}",
            measure.id
        );
    }
    Ok(())
}

#[test]
fn each_part_of_the_load_report_has_its_rows_in_places_from_one() {
    for part in LoadPart::ALL {
        let mut places: Vec<u8> = catalog()
            .filter_map(|measure| measure.load_row)
            .filter(|row| row.part == part)
            .map(|row| row.place)
            .collect();
        places.sort_unstable();
        let expected: Vec<u8> = (1..).take(places.len()).collect();
        assert_eq!(places, expected, "{part:?}");
        assert!(!places.is_empty());
    }
}
