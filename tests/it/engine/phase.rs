//! Advice by the weeks since the injury: the phase that is open, and none beside a GO, a red flag or an unknown injury.

use return_to_run::{Assessment, Day, Report, Verdict};
use serde_json::{Value, json};

use crate::support::{Tested, protocol_for};

type Fallible<T> = Result<T, Box<dyn std::error::Error>>;

const READY: &str =
    include_str!("../../../fixtures/cases/achilles-midportion/all-met-for-a-race.json");

/// The verdict, and the days and the text of the phase.
fn told(record: &Value) -> Fallible<(Verdict, Option<(i32, String)>)> {
    let assessment = Assessment::from_json(&record.to_string())?;
    let protocol = protocol_for(assessment.condition())?;
    let report = Report::new(&protocol, &assessment)?;
    let phase = report.phase();
    let phase = phase.map(|(days, phase)| (days, phase.say.text.clone()));
    Ok((report.verdict(), phase))
}

/// The fixture hurt so many days ago, with one answer at the newest screening, and pain of today.
fn hurt(days: i32, screening: (&str, Value), pain: i64) -> Fallible<Value> {
    let mut record: Value = serde_json::from_str(READY)?;
    let as_of = record.get("as_of").and_then(Value::as_str);
    let as_of: Day = as_of.ok_or("no day")?.parse()?;
    if let Some(injury) = record.get_mut("injury").and_then(Value::as_object_mut) {
        injury.insert("onset".to_owned(), json!(as_of.plus(days.saturating_neg())));
        injury.insert("last_flare".to_owned(), json!("none"));
    }
    let newest = record.pointer_mut("/screening/0");
    let newest = newest.and_then(Value::as_object_mut).ok_or("no answers")?;
    newest.insert("date".to_owned(), json!(as_of));
    newest.insert(screening.0.to_owned(), screening.1);
    let today = json!({ "date": as_of, "worst": pain, "limp": false, "masked_by": [] });
    let diary = record.get_mut("pain").and_then(Value::as_array_mut);
    let diary = diary.ok_or("no diary")?;
    diary.retain(|day| day.get("date") != Some(&json!(as_of)));
    diary.push(today);
    Ok(record)
}

#[test]
fn each_phase_is_told_from_its_first_day_to_its_last() -> Tested {
    let rows = [
        (0, "Complete rest"),
        (14, "Complete rest"),
        (15, "Load the calf"),
        (56, "Load the calf"),
        (57, "Go on loading"),
        (3000, "Go on loading"),
    ];
    for (days, begins) in rows {
        let (verdict, phase) = told(&hurt(days, ("fever", json!(false)), 4)?)?;
        assert_ne!(verdict, Verdict::Go);
        let (told, text) = phase.ok_or("no phase")?;
        assert_eq!(told, days);
        assert!(text.starts_with(begins), "{days}: {text}");
    }
    Ok(())
}

#[test]
fn no_advice_to_load_stands_beside_a_go_a_red_flag_or_an_unknown_injury() -> Tested {
    let ready: Value = serde_json::from_str(READY)?;
    assert_eq!(told(&ready)?, (Verdict::Go, None));
    for (field, answer) in [
        ("calf_swelling_warmth", json!(true)),
        ("calf_swelling_warmth", Value::Null),
        ("night_pain", json!(true)),
    ] {
        let (verdict, phase) = told(&hurt(30, (field, answer), 4)?)?;
        assert_eq!((verdict, phase), (Verdict::NoGo, None), "{field}");
    }
    let mut unknown = hurt(30, ("fever", json!(false)), 4)?;
    let injury = unknown.get_mut("injury").and_then(Value::as_object_mut);
    injury.ok_or("no injury")?.remove("last_flare");
    assert_eq!(told(&unknown)?.1, None);
    Ok(())
}
