//! Somebody who does and logs exactly what is asked, day by day, and heals, arrives: no honest record is a dead end.

use return_to_run::protocol::Protocol;
use return_to_run::training::{Session, Today, next};
use return_to_run::{Assessment, Day, Report, Verdict};
use serde_json::{Value, json};

use crate::support::{Tested, cases, protocol_for};

type Fallible<T> = Result<T, Box<dyn std::error::Error>>;

/// Longer than the way of anybody who does as told: 12 weeks after a tear, the ladder, and six weeks after a flare.
const DAYS: i32 = 200;

fn push(record: &mut Value, block: &str, entry: Value) {
    if let Some(fields) = record.as_object_mut() {
        let list = fields.entry(block).or_insert_with(|| json!([]));
        if list.is_null() {
            *list = json!([]);
        }
        if let Some(list) = list.as_array_mut() {
            // Of one day and test there is one entry.
            let same = |one: &Value| {
                block != "runs"
                    && one.get("date") == entry.get("date")
                    && one.get("test") == entry.get("test")
            };
            list.retain(|one| !same(one));
            list.push(entry);
        }
    }
}

/// What can be told and tested on a day, at its best, as somebody tells it who heals.
fn tell(record: &mut Value, day: Day, tests: bool) {
    let side = record.pointer("/injury/side").and_then(Value::as_str);
    let hurt = if side == Some("right") {
        "right"
    } else {
        "left"
    };
    let sound = if hurt == "right" { "left" } else { "right" };
    push(
        record,
        "pain",
        json!({ "date": day, "worst": 0, "rest": 0, "walking": 0, "stairs": 0, "morning": 0, "morning_stiffness_min": 0, "limp": false,
            "hopping": 0, "heel_raise": 0, "palpation": 0, "masked_by": [] }),
    );
    if !tests {
        return;
    }
    push(
        record,
        "screening",
        json!({ "date": day, "pop_at_onset": false, "push_off_loss": false, "heel_raise_ability": "able", "calf_swelling_warmth": false,
            "fever": false, "night_pain": false, "bone_tenderness": false, "calf_squeeze": "normal" }),
    );
    push(
        record,
        "heel_raise",
        json!({ "date": day, "surface": "incline-10", "cadence_per_min": 30,
            hurt: { "reps": 40, "pain": 0 }, sound: { "reps": 40, "pain": 0 } }),
    );
    push(
        record,
        "hop",
        json!({ "date": day, "test": "repeated-hops",
            hurt: { "trials": [25], "pain": 0 }, sound: { "trials": [25], "pain": 0 } }),
    );
    push(
        record,
        "hop",
        json!({ "date": day, "test": "single-hop",
            hurt: { "trials": [150, 150, 150], "pain": 0 }, sound: { "trials": [150, 150, 150], "pain": 0 } }),
    );
}

/// The first steps of today, told of what was done yesterday.
fn tell_of_yesterday(record: &mut Value, yesterday: Day) {
    for block in ["runs", "heel_raise", "hop"] {
        let list = record.get_mut(block).and_then(Value::as_array_mut);
        for entry in list.into_iter().flatten() {
            if entry.get("date") == Some(&json!(yesterday))
                && let Some(fields) = entry.as_object_mut()
            {
                fields.entry("pain_next_morning").or_insert(json!(0));
            }
        }
    }
}

/// The session that is offered, done and gone well.
fn run(day: Day, session: Session, metres: i64, minutes: i64, running: i64) -> Value {
    let (whole, rest) = (metres.div_euclid(1000), metres.rem_euclid(1000));
    let kilometres: Value = format!("{whole}.{rest:03}").parse().unwrap_or_default();
    let level = match session {
        Session::Level(place) if running < minutes => Some(place.saturating_add(1)),
        Session::Level(_) | Session::Run(_) => None,
    };
    let kind = if level.is_some() { "walk-run" } else { "run" };
    json!({ "date": day, "kind": kind, "distance_km": kilometres, "duration_min": minutes, "level": level,
        "run_min": level.map(|_| running), "pain_start": 0, "pain_during": 0, "pain_after": 0, "rising": false,
        "gait": "normal", "speed": "easy", "hills": false })
}

/// Walks from a record to the goal: the day of GO, or what stood in the way at the end.
fn walked(mut record: Value, protocol: &Protocol, goal: &Value) -> Fallible<Result<i32, String>> {
    let start: Day = record
        .pointer("/as_of")
        .and_then(Value::as_str)
        .ok_or("no day")?
        .parse()?;
    let fields = record.as_object_mut().ok_or("no record")?;
    // Every day has one entry; what lies before the start stays as it was told.
    fields.insert("goal".to_owned(), goal.clone());
    fields.insert("setting".to_owned(), json!("home"));
    fields.entry("treatments").or_insert_with(|| json!([]));
    fields.entry("runs").or_insert_with(|| json!([]));
    let treatments = fields.get_mut("treatments").and_then(Value::as_array_mut);
    for treatment in treatments.into_iter().flatten() {
        // Nobody who heals goes on with what hides pain.
        if treatment.get("end") == Some(&json!("ongoing"))
            && let Some(treatment) = treatment.as_object_mut()
        {
            let start = treatment.get("start").cloned().unwrap_or_default();
            treatment.insert("end".to_owned(), start);
        }
    }
    let athlete = json!({ "sex": "female", "age": 40 });
    let stated = fields.entry("athlete").or_insert(athlete);
    if let Some(stated) = stated.as_object_mut() {
        stated.entry("age").or_insert(json!(40));
        stated.entry("sex").or_insert(json!("female"));
    }
    if fields.get("log_complete_from").is_none_or(Value::is_null) {
        fields.insert("log_complete_from".to_owned(), json!(start));
    }
    let injury = fields
        .get_mut("injury")
        .and_then(Value::as_object_mut)
        .ok_or("no injury")?;
    injury.entry("last_flare").or_insert_with(|| json!("none"));
    injury.insert("confirmed_by".to_owned(), json!("clinician"));
    injury.entry("side").or_insert_with(|| json!("left"));
    injury.entry("sudden_onset").or_insert_with(|| json!(false));
    let baseline = json!({ "morning_pain": 0, "morning_stiffness_min": 0 });
    fields.entry("baseline").or_insert(baseline);
    let mut told = String::new();
    for offset in 0..DAYS {
        let day = start.plus(offset);
        record
            .as_object_mut()
            .ok_or("no record")?
            .insert("as_of".to_owned(), json!(day));
        if offset > 0 {
            tell_of_yesterday(&mut record, day.plus(-1));
        }
        tell(&mut record, day, offset.rem_euclid(4) == 0);
        let assessment = match Assessment::from_json(&record.to_string()) {
            Ok(assessment) => assessment,
            Err(error) => return Ok(Err(format!("refused on day {offset}: {error}"))),
        };
        let report = Report::new(protocol, &assessment)?;
        if report.verdict() == Verdict::Go {
            return Ok(Ok(offset));
        }
        told = report
            .reasons()
            .map(|line| line.name())
            .collect::<Vec<_>>()
            .join(", ");
        if report.judgement.outcome.refer.is_some() {
            return Ok(Err(format!("referred on day {offset}: {told}")));
        }
        let next = next(protocol, &assessment, None, None)?;
        if let Today::Session {
            session,
            metres,
            minutes,
            ..
        } = next.today
        {
            let level = match session {
                Session::Level(place) => next.ladder.and_then(|ladder| ladder.levels.get(place)),
                Session::Run(_) => None,
            };
            let running = level.and_then(|level| level.run_minutes());
            let running = running.map_or(minutes, |running| {
                running.millionths().div_euclid(1_000_000)
            });
            push(
                &mut record,
                "runs",
                run(day, session, metres, minutes, running),
            );
        }
    }
    Ok(Err(format!("not in {DAYS} days: {told}")))
}

#[test]
fn who_does_what_is_asked_arrives_whenever_the_trouble_began() -> Tested {
    let mut arrived = Vec::new();
    for condition in [
        "achilles-midportion",
        "achilles-insertional",
        "achilles-partial-tear",
    ] {
        let protocol = protocol_for(condition)?;
        for onset in ["2021-11-21", "2026-05-01", "2026-11-14"] {
            let record = json!({ "format": "assessment/1", "as_of": "2026-11-21", "athlete": { "sex": "female", "age": 40 },
                "injury": { "condition": condition, "side": "left", "onset": onset } });
            for goal in [
                json!({ "stage": "walk-run" }),
                json!({ "stage": "running" }),
                json!({ "activity": "run", "distance_km": 5 }),
            ] {
                match walked(record.clone(), &protocol, &goal)? {
                    Ok(days) => arrived.push(days),
                    Err(why) => {
                        return Err(format!("{condition} since {onset}, {goal}: {why}").into());
                    }
                }
            }
        }
    }
    assert_eq!(arrived.len(), 27);
    Ok(())
}

#[test]
fn every_fixture_leads_to_running_or_to_somebody_who_looks() -> Tested {
    let (mut arrived, mut referred) = (0_usize, 0_usize);
    let mut stuck = Vec::new();
    for (path, text) in cases()? {
        let record: Value = serde_json::from_str(&text)?;
        let Some(condition) = record.pointer("/injury/condition").and_then(Value::as_str) else {
            continue;
        };
        let Ok(protocol) = protocol_for(condition) else {
            continue;
        };
        if protocol.route_out.is_some()
            || !condition.starts_with("achilles")
            || Assessment::from_json(&text).is_err()
        {
            continue;
        }
        match walked(record.clone(), &protocol, &json!({ "stage": "running" }))? {
            Ok(_) => arrived = arrived.saturating_add(1),
            Err(why) if why.starts_with("referred") => referred = referred.saturating_add(1),
            Err(why) => stuck.push(format!("{}: {why}", path.display())),
        }
    }
    assert!(
        stuck.is_empty(),
        "{arrived} arrived, {referred} referred, stuck:\n{}",
        stuck.join("\n")
    );
    assert!(arrived > 30, "{arrived}");
    Ok(())
}
