//! One fact told in two places, not alike: the worse counts, and the report shows both.

use return_to_run::{Assessment, Report, Verdict};
use serde_json::{Value, json};

use crate::support::{Tested, cases, protocol_for};

type Fallible<T> = Result<T, Box<dyn std::error::Error>>;

const READY: &str =
    include_str!("../../../fixtures/cases/achilles-midportion/all-met-for-a-race.json");

/// The verdict, and of each pair the worse and the milder field.
fn told(record: &Value) -> Fallible<(Verdict, Vec<(String, String)>)> {
    let assessment = Assessment::from_json(&record.to_string())?;
    let protocol = protocol_for(assessment.condition())?;
    let report = Report::new(&protocol, &assessment)?;
    let pairs = report.told_twice().into_iter();
    let pairs = pairs.map(|told| (told.worse.field, told.milder.field));
    Ok((report.verdict(), pairs.collect()))
}

/// The fixture with one more entry in a block, before all others.
fn with_entry(record: &Value, block: &str, entry: Value) -> Fallible<Value> {
    let mut record = record.clone();
    let entries = record.get_mut(block).and_then(Value::as_array_mut);
    entries.ok_or("no such block")?.insert(0, entry);
    Ok(record)
}

#[test]
fn both_tellings_of_every_fact_are_shown_the_worse_first() -> Tested {
    let ready: Value = serde_json::from_str(READY)?;
    assert_eq!(told(&ready)?, (Verdict::Go, Vec::new()));
    let as_of: return_to_run::Day = ready
        .get("as_of")
        .and_then(Value::as_str)
        .ok_or("no day")?
        .parse()?;
    let diary = |day: i32, field: &str| format!("pain[{}].{field}", as_of.plus(day));
    let of = |block: &str, day: i32, field: &str| format!("{block}[{}].{field}", as_of.plus(day));
    let hurt = ready.pointer("/injury/side").and_then(Value::as_str);
    let leg = hurt.ok_or("no side")?;
    let mut bare = ready.clone();
    for entry in bare
        .get_mut("pain")
        .and_then(Value::as_array_mut)
        .into_iter()
        .flatten()
    {
        *entry = json!({ "date": entry.get("date"), "worst": 1, "morning": 0, "limp": false, "masked_by": [], "hopping": 1, "heel_raise": 1 });
    }
    let walk = |more: Value| -> Value {
        let mut walk = json!({ "date": as_of.plus(-1), "kind": "walk", "duration_min": 30 });
        if let (Some(walk), Value::Object(more)) = (walk.as_object_mut(), more) {
            walk.extend(more);
        }
        walk
    };
    let rows = [
        (
            "runs",
            walk(json!({ "pain_during": 3 })),
            (of("runs", -1, "pain_during"), diary(-1, "worst")),
        ),
        (
            "runs",
            walk(json!({ "gait": "altered" })),
            (of("runs", -1, "gait"), diary(-1, "limp")),
        ),
        (
            "runs",
            walk(json!({ "pain_next_morning": 4 })),
            (of("runs", -1, "pain_next_morning"), diary(0, "morning")),
        ),
        (
            "hop",
            json!({ "date": as_of.plus(-1), "test": "repeated-hops", leg: { "trials": [25], "pain": 3 } }),
            (of("hop", -1, &format!("{leg}.pain")), diary(-1, "hopping")),
        ),
        (
            "heel_raise",
            json!({ "date": as_of.plus(-1), leg: { "reps": 30, "pain": 0 } }),
            (
                diary(-1, "heel_raise"),
                of("heel_raise", -1, &format!("{leg}.pain")),
            ),
        ),
        (
            "treatments",
            json!({ "kind": "nsaid", "start": as_of.plus(-1), "end": as_of.plus(-1) }),
            ("treatments".to_owned(), diary(-1, "masked_by")),
        ),
    ];
    for (block, entry, pair) in rows {
        let record = with_entry(&bare, block, entry)?;
        let (_, pairs) = told(&record)?;
        assert!(pairs.contains(&pair), "{block}: {pair:?} not in {pairs:?}");
    }
    Ok(())
}

#[test]
fn what_is_told_alike_is_not_shown_and_every_field_that_is_stands_in_the_record() -> Tested {
    let mut shown = 0;
    for (path, text) in cases()? {
        let record: Value = serde_json::from_str(&text)?;
        let Ok((_, pairs)) = told(&record) else {
            continue;
        };
        for field in pairs.into_iter().flat_map(|(one, other)| [one, other]) {
            shown += 1;
            let Some((block, rest)) = field.split_once('[') else {
                continue;
            };
            let (day, field) = rest.split_once("].").ok_or("no field")?;
            let pointer = format!("/{}", field.replace('.', "/"));
            let entries = record.get(block).and_then(Value::as_array);
            let stands = entries.into_iter().flatten().any(|entry| {
                entry.get("date").and_then(Value::as_str) == Some(day)
                    && entry.pointer(&pointer).is_some()
            });
            assert!(stands, "{}: {field}", path.display());
        }
    }
    assert!(shown > 20, "{shown} fields");
    Ok(())
}
