//! Somebody who does and logs exactly what is asked, day by day, and heals, arrives: no honest record is a dead end.

use return_to_run::measure::State;
use return_to_run::protocol::Protocol;
use return_to_run::training::{Session, Today, next};
use return_to_run::{Assessment, Day, Report, Verdict};
use serde_json::{Value, json};

use crate::support::{Tested, cases, protocol_for};

type Fallible<T> = Result<T, Box<dyn std::error::Error>>;

/// Longer than the way of anybody who does as told: 12 weeks after a tear, the ladder, and six weeks after a flare, or the year from
/// nothing to a marathon.
const DAYS: i32 = 400;

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
            "fever": false, "night_pain": false, "bone_tenderness": false, "calf_squeeze": "normal", "resting_angle": "normal",
            "palpable_gap": false,
            "wells": { "active_cancer": false, "paralysis_or_cast": false, "bedridden_or_surgery": false, "deep_vein_tenderness": false,
                "whole_leg_swelling": false, "calf_3_cm_larger": false, "pitting_oedema": false, "collateral_veins": false,
                "previous_dvt": false, "alternative_as_likely": false },
            "enthesitis": { "both_sides": false, "stiffness_over_30_min": false, "associated_disease": false } }),
    );
    push(
        record,
        "heel_raise",
        json!({ "date": day, "surface": "incline-10", "cadence_per_min": 30,
            hurt: { "reps": 40, "pain": 0, "height_cm": 12 }, sound: { "reps": 40, "pain": 0, "height_cm": 12 } }),
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
    push(
        record,
        "hop",
        json!({ "date": day, "test": "double-leg-jumps", "both": { "trials": [60], "pain": 0 } }),
    );
    push(
        record,
        "questionnaires",
        json!({ "date": day, "instrument": "visa-a", "score": 100 }),
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

/// The end of a way: the day of GO, and the criteria that were asked and met on it.
struct Arrived {
    days: i32,
    met: Vec<String>,
}

/// Walks from a record to the goal: how it ends, or what stood in the way at the end.
fn walked(
    mut record: Value,
    protocol: &Protocol,
    goal: &Value,
    setting: &str,
) -> Fallible<Result<Arrived, String>> {
    let start: Day = record
        .pointer("/as_of")
        .and_then(Value::as_str)
        .ok_or("no day")?
        .parse()?;
    let fields = record.as_object_mut().ok_or("no record")?;
    // Every day has one entry; what lies before the start stays as it was told.
    fields.insert("goal".to_owned(), goal.clone());
    fields.insert("setting".to_owned(), json!(setting));
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
    if injury.get("condition") == Some(&json!("none")) {
        let before = injury.entry("same_site_last_12_months");
        before.or_insert(json!(false));
    } else {
        injury.entry("last_flare").or_insert_with(|| json!("none"));
        injury.insert("confirmed_by".to_owned(), json!("clinician"));
        injury.entry("side").or_insert_with(|| json!("left"));
        injury.entry("sudden_onset").or_insert_with(|| json!(false));
    }
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
            let counting = report.lines().filter(|line| {
                line.finding.role.counts() && line.finding.reading.state != State::NotApplicable
            });
            let met = counting.map(|line| line.name()).collect();
            let days = offset;
            return Ok(Ok(Arrived { days, met }));
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
                match walked(record.clone(), &protocol, &goal, "home")? {
                    Ok(Arrived { days, .. }) => arrived.push(days),
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

/// People who begin to log today, each asked what others are not; a runner without an injury has no onset, and may have had one.
fn people(condition: &str) -> Vec<(&'static str, Value, Value)> {
    let race = |kilometres: f64| json!({ "activity": "race", "distance_km": kilometres });
    let run = |kilometres: f64| json!({ "activity": "run", "distance_km": kilometres });
    if condition == "none" {
        let session = json!({ "activity": "session", "ladder": "intervals", "level": 3 });
        let easy = |date: String| json!({ "date": date, "kind": "run", "distance_km": 10, "duration_min": 60, "pain_during": 0, "pain_next_morning": 0 });
        let of = |month: &'static str, days: i32| {
            let odd = (1..days).step_by(2);
            odd.map(move |day| easy(format!("{month}-{day:02}")))
        };
        let runs = of("2026-09", 30)
            .chain(of("2026-10", 31))
            .chain(of("2026-11", 10));
        let paused = json!({ "injury": { "last_layoff": "none" }, "log_complete_from": "2026-09-01",
            "runs": runs.collect::<Vec<_>>() });
        return vec![
            ("home", session, json!({})),
            ("home", race(42.195), json!({})),
            ("home", race(4.0), paused.clone()),
            ("home", run(4.0), paused),
            (
                "home",
                run(5.0),
                json!({ "injury": { "same_site_last_12_months": true } }),
            ),
        ];
    }
    let onset = |side: &str| json!({ "side": side, "onset": "2021-11-21", "sudden_onset": false });
    let sudden = json!({ "side": "left", "onset": "2021-11-21", "sudden_onset": true });
    let treated = json!({ "injury": onset("left"),
        "loading": { "programme": "eccentric-heel-drop", "started": "2026-10-01", "sessions_per_week": 7, "pain": 0 },
        "treatments": [{ "kind": "corticosteroid-injection", "site": "achilles", "date": "2026-11-01" },
            { "kind": "prp-injection", "site": "achilles", "date": "2026-11-01" }] });
    vec![
        ("clinic", race(5.0), json!({ "injury": onset("left") })),
        ("home", race(5.0), json!({ "injury": onset("both") })),
        ("home", run(5.0), json!({ "injury": sudden })),
        ("home", run(10.0), treated),
    ]
}

#[test]
fn every_criterion_that_anybody_is_asked_is_arrived_at_from_nothing() -> Tested {
    let mut never = Vec::new();
    for condition in [
        "achilles-midportion",
        "achilles-insertional",
        "achilles-partial-tear",
        "none",
    ] {
        let protocol = protocol_for(condition)?;
        let mut met = std::collections::BTreeSet::new();
        for (setting, goal, more) in people(condition) {
            let mut record = json!({ "format": "assessment/1", "as_of": "2026-11-21", "athlete": { "sex": "female", "age": 40 },
                "injury": {} });
            if let (Some(record), Value::Object(more)) = (record.as_object_mut(), more.clone()) {
                record.extend(more);
            }
            let injury = record.get_mut("injury").and_then(Value::as_object_mut);
            let injury = injury.ok_or("no injury")?;
            injury.insert("condition".to_owned(), json!(condition));
            match walked(record, &protocol, &goal, setting)? {
                Ok(arrived) => met.extend(arrived.met),
                Err(why) => {
                    return Err(format!("{condition} at {setting}, {goal}, {more}: {why}").into());
                }
            }
        }
        for stage in protocol.judged_stages() {
            let criteria = protocol.criteria.get(stage.criteria.clone());
            for criterion in criteria.unwrap_or_default() {
                let name = format!("{}/{}", stage.id, criterion.id);
                if !criterion.note && !met.contains(&name) {
                    never.push(format!("{condition}: {name}"));
                }
            }
        }
    }
    assert!(never.is_empty(), "never met:\n{}", never.join("\n"));
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
        let goal = json!({ "stage": "running" });
        match walked(record.clone(), &protocol, &goal, "home")? {
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
