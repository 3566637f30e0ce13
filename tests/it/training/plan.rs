//! Every planned session is GO by the same criteria, when the plan is replayed from outside, day by day, on records written anew.

use return_to_run::document::{html, text};
use return_to_run::engine::Question;
use return_to_run::formats::calendar;
use return_to_run::formats::json_v1::plan::PlanV1;
use return_to_run::pages::plan::document;
use return_to_run::protocol::references::References;
use return_to_run::protocol::{Clears, Protocol};
use return_to_run::quantity::Distances;
use return_to_run::training::{Plan, Today, next, plan};
use return_to_run::{Assessment, Day, Report, Verdict};
use serde_json::{Value, json};

use crate::support::{Tested, cases, protocol_for};

type Fault = Box<dyn std::error::Error>;

fn record(name: &str) -> Result<Value, Fault> {
    let (_, text) = cases()?
        .into_iter()
        .find(|(path, _)| path.ends_with(name))
        .ok_or_else(|| format!("no fixture {name}"))?;
    Ok(serde_json::from_str(&text)?)
}

fn condition(record: &Value) -> &str {
    record
        .pointer("/injury/condition")
        .and_then(Value::as_str)
        .unwrap_or_default()
}

fn with_goal(record: &Value, goal: Value) -> Value {
    let mut record = record.clone();
    if let Some(fields) = record.as_object_mut() {
        fields.insert("goal".to_owned(), goal);
    }
    record
}

fn planned(
    record: &Value,
    protocol: &Protocol,
    ladder: Option<&str>,
) -> Result<(Value, Option<Day>), Fault> {
    let assessment = Assessment::from_json(&record.to_string())?;
    let plan: Plan<'_> = plan(protocol, &assessment, None, None, ladder)?;
    let json = serde_json::to_value(PlanV1::of(&plan, protocol, &assessment))?;
    Ok((json, plan.earliest))
}

fn sessions(plan: &Value) -> Vec<&Value> {
    let sessions = plan.pointer("/sessions").and_then(Value::as_array);
    sessions
        .map(|sessions| sessions.iter().collect())
        .unwrap_or_default()
}

fn told<'a>(value: &'a Value, pointer: &str) -> &'a str {
    value
        .pointer(pointer)
        .and_then(Value::as_str)
        .unwrap_or_default()
}

fn push(record: &mut Value, block: &str, entry: Value) {
    if let Some(fields) = record.as_object_mut() {
        let entries = fields.entry(block).or_insert_with(|| json!([]));
        if let Some(entries) = entries.as_array_mut() {
            entries.push(entry);
        }
    }
}

fn fill(record: &mut Value, block: &str, field: &str, value: Value) {
    if let Some(fields) = record.as_object_mut() {
        let block = fields.entry(block).or_insert_with(|| json!({}));
        if let Some(block) = block.as_object_mut() {
            let slot = block.entry(field).or_insert(Value::Null);
            if slot.is_null() {
                *slot = value;
            }
        }
    }
}

/// What the plan asks to be answered or left off is, from the next day on.
fn settled(future: &mut Value, as_of: Day) {
    // What hid pain is left off from the next day on.
    let treatments = future
        .pointer_mut("/treatments")
        .and_then(Value::as_array_mut);
    for treatment in treatments
        .into_iter()
        .flatten()
        .filter_map(Value::as_object_mut)
    {
        if treatment.get("end").is_some_and(|end| end == "ongoing") {
            treatment.insert("end".to_owned(), json!(as_of));
        }
    }
    if condition(future) != "none" {
        for (field, value) in [
            ("side", json!("left")),
            ("sudden_onset", json!(false)),
            ("other_side_history", json!(false)),
            ("last_flare", json!(as_of)),
        ] {
            fill(future, "injury", field, value);
        }
    }
    fill(future, "injury", "same_site_last_12_months", json!(false));
    fill(future, "baseline", "morning_pain", json!(0));
    fill(future, "baseline", "morning_stiffness_min", json!(0));
    fill(future, "athlete", "sex", json!("female"));
    fill(future, "athlete", "age", json!(35));
}

/// The record of a day to come: what was planned was run without symptoms, and what the plan lists was passed.
fn on_the_day(record: &Value, plan: &Value, day: Day) -> Result<Value, Fault> {
    let as_of: Day = told(record, "/as_of").parse()?;
    let mut future = record.clone();
    for session in sessions(plan) {
        let date: Day = told(session, "/date").parse()?;
        let mut entry = session.pointer("/entry").cloned().ok_or("no entry")?;
        if date >= day {
            continue;
        }
        if let Some(fields) = entry.as_object_mut() {
            for field in [
                "pain_start",
                "pain_during",
                "pain_after",
                "pain_next_morning",
            ] {
                fields.insert(field.to_owned(), json!(0));
            }
            fields.insert("gait".to_owned(), json!("normal"));
            fields.insert("rising".to_owned(), json!(false));
            fields.insert("speed".to_owned(), json!("easy"));
            fields.insert("hills".to_owned(), json!(false));
        }
        push(&mut future, "runs", entry);
    }
    let later = |ago: i32| Some(day.plus(ago.saturating_neg())).filter(|date| *date > as_of);
    for date in (0..15).filter_map(later) {
        let diary = json!({ "date": date, "worst": 0, "rest": 0, "walking": 0, "stairs": 0, "heel_raise": 0, "hopping": 0,
            "palpation": 0, "morning": 0, "morning_stiffness_min": 0, "limp": false, "masked_by": [] });
        push(&mut future, "pain", diary);
    }
    if let Some(date) = later(0) {
        let answers = json!({ "date": date, "calf_squeeze": "normal", "pop_at_onset": false, "push_off_loss": false,
            "heel_raise_ability": "able", "night_pain": false, "bone_tenderness": false, "calf_swelling_warmth": false,
            "fever": false });
        push(&mut future, "screening", answers);
    }
    if let Some(date) = later(3) {
        push(
            &mut future,
            "heel_raise",
            json!({ "date": date, "surface": "incline-10", "cadence_per_min": 30,
            "left": { "reps": 40, "pain": 0 }, "right": { "reps": 40, "pain": 0 }, "pain_next_morning": 0 }),
        );
    }
    for date in [4, 7].into_iter().filter_map(later) {
        for (test, trials) in [
            ("repeated-hops", json!([30])),
            ("single-hop", json!([150, 150, 150])),
        ] {
            let leg = json!({ "trials": trials, "pain": 0 });
            push(
                &mut future,
                "hop",
                json!({ "date": date, "test": test, "left": leg, "right": leg, "pain_next_morning": 0 }),
            );
        }
    }
    settled(&mut future, as_of);
    if let Some(fields) = future.as_object_mut() {
        fields.entry("treatments").or_insert_with(|| json!([]));
        fields.entry("hop").or_insert_with(|| json!([]));
        fields
            .entry("log_complete_from")
            .or_insert_with(|| json!(as_of));
        fields.insert("as_of".to_owned(), json!(day));
    }
    if condition(record) != "none"
        && let Some(injury) = future.pointer_mut("/injury").and_then(Value::as_object_mut)
    {
        injury.insert("confirmed_by".to_owned(), json!("imaging"));
    }
    Ok(future)
}

/// Judges each planned session on its day; how many there were.
fn replay(record: &Value, plan: &Value, protocol: &Protocol) -> Result<usize, Fault> {
    let ladder_stage = protocol
        .stages
        .iter()
        .rev()
        .find(|stage| stage.clears <= Clears::WalkRun)
        .ok_or("no stage below running")?;
    let mut before: Option<Day> = None;
    let mut count = 0_usize;
    for session in sessions(plan) {
        let day: Day = told(session, "/date").parse()?;
        if before.is_some_and(|before| before >= day) {
            return Err(format!("{day} is not after the session before it").into());
        }
        before = Some(day);
        let distance = session.pointer("/entry/distance_km").ok_or("no distance")?;
        let goal = match told(session, "/part") {
            "ladder" => json!({ "stage": ladder_stage.id }),
            "goal" => record.pointer("/goal").cloned().ok_or("no goal")?,
            _ => json!({ "activity": "run", "distance_km": distance }),
        };
        let future = with_goal(&on_the_day(record, plan, day)?, goal);
        let assessment = Assessment::from_json(&future.to_string())?;
        let question = Question::new(protocol, &assessment, None, None)?;
        let report = Report::of(protocol, &assessment, question);
        if report.verdict() != Verdict::Go {
            let reasons: Vec<String> = report
                .reasons()
                .map(|line| {
                    return_to_run::pages::Wording::of(&line)
                        .sentence()
                        .to_string()
                })
                .collect();
            return Err(format!(
                "{day} {} is {}:\n{}",
                told(session, "/what"),
                report.verdict().label(),
                reasons.join("\n")
            )
            .into());
        }
        count = count.saturating_add(1);
    }
    Ok(count)
}

fn race(kilometres: f64) -> Value {
    json!({ "activity": "race", "distance_km": kilometres })
}

#[test]
fn every_planned_session_is_go_when_the_plan_is_replayed_day_by_day() -> Tested {
    let mut replayed = 0_usize;
    for (name, goals) in [
        (
            "achilles-partial-tear/story.json",
            vec![race(10.0), race(42.195)],
        ),
        (
            "achilles-partial-tear/twelve-weeks-and-ready.json",
            vec![race(21.0975)],
        ),
        (
            "achilles-midportion/all-met-for-a-race.json",
            vec![
                race(21.0975),
                race(42.195),
                json!({ "activity": "run", "distance_km": 16 }),
            ],
        ),
        (
            "achilles-midportion/strong-runner-at-14-weeks.json",
            vec![race(10.0), race(21.0975)],
        ),
        ("achilles-insertional/ready-to-run.json", vec![race(15.0)]),
        (
            "race-preparation/ten-kilometres-ready.json",
            vec![race(10.0), race(21.0975), race(42.195)],
        ),
        (
            "race-preparation/half-marathon-within-reach.json",
            vec![race(21.0975), race(42.195)],
        ),
        (
            "race-preparation/marathon-well-prepared.json",
            vec![race(42.195), race(50.0)],
        ),
        (
            "race-preparation/marathon-on-little-training.json",
            vec![race(42.195)],
        ),
        (
            "race-preparation/four-weeks-off-injured.json",
            vec![race(10.0), race(42.195)],
        ),
        (
            "race-preparation/five-weeks-off-with-the-flu.json",
            vec![race(10.0), race(21.0975)],
        ),
        (
            "race-preparation/after-17-days-off-9-km.json",
            vec![race(21.0975)],
        ),
        (
            "race-preparation/spike-and-high-acute-load.json",
            vec![race(21.0975)],
        ),
    ] {
        let record = record(name)?;
        let protocol = protocol_for(condition(&record))?;
        for goal in goals {
            let record = with_goal(&record, goal.clone());
            let ladders = protocol.ladders.iter().map(|ladder| ladder.id.as_str());
            for ladder in ladders {
                let (plan, earliest) = planned(&record, &protocol, Some(ladder))?;
                if earliest.is_none() {
                    return Err(format!("{name} {goal}: no day was found").into());
                }
                let count = replay(&record, &plan, &protocol)
                    .map_err(|fault| format!("{name} {goal} on {ladder}: {fault}"))?;
                replayed = replayed.saturating_add(count);
            }
        }
    }
    assert!(replayed > 1000, "only {replayed} sessions replayed");
    Ok(())
}

/// Every fixture that is judged, with its protocol.
fn judged() -> Result<Vec<(String, Value, Protocol)>, Fault> {
    let mut judged = Vec::new();
    for (path, text) in cases()? {
        let record: Value = serde_json::from_str(&text)?;
        let protocol = protocol_for(condition(&record))?;
        if protocol.route_out.is_none() {
            judged.push((path.display().to_string(), record, protocol));
        }
    }
    Ok(judged)
}

#[test]
fn a_longer_goal_is_never_earlier_and_no_session_lies_before_today() -> Tested {
    for (name, record, protocol) in judged()? {
        let as_of: Day = told(&record, "/as_of").parse()?;
        for activity in ["run", "race"] {
            let mut before: Option<Day> = Some(as_of);
            for distance in [3.0, 5.0, 10.0, 15.0, 21.0975, 30.0, 42.195] {
                let goal = json!({ "activity": activity, "distance_km": distance });
                let (plan, earliest) = planned(&with_goal(&record, goal), &protocol, None)?;
                let early = match (before, earliest) {
                    (Some(before), Some(now)) => now < before,
                    (None, Some(_)) => true,
                    (_, None) => false,
                };
                assert!(
                    !early,
                    "{name}: {activity} of {distance} km on {earliest:?}, a shorter one on {before:?}"
                );
                before = earliest;
                let days: Vec<&str> = sessions(&plan)
                    .iter()
                    .map(|session| told(session, "/date"))
                    .collect();
                assert!(
                    days.windows(2)
                        .all(|pair| matches!(pair, [one, other] if one < other)),
                    "{name}"
                );
                assert!(
                    days.first()
                        .is_none_or(|first| *first >= told(&record, "/as_of")),
                    "{name}"
                );
                if let Some(earliest) = earliest {
                    assert_eq!(
                        days.last().copied(),
                        Some(earliest.to_string().as_str()),
                        "{name}"
                    );
                }
            }
        }
    }
    Ok(())
}

#[test]
fn a_wished_day_is_kept_when_it_can_be_and_else_the_longest_that_fits_it_is_told() -> Tested {
    let mut kept = 0;
    for name in [
        "race-preparation/half-marathon-within-reach.json",
        "race-preparation/marathon-well-prepared.json",
        "achilles-midportion/all-met-for-a-race.json",
        "achilles-partial-tear/twelve-weeks-and-ready.json",
    ] {
        let record = record(name)?;
        let protocol = protocol_for(condition(&record))?;
        let as_of: Day = told(&record, "/as_of").parse()?;
        let (_, earliest) = planned(&with_goal(&record, race(21.0975)), &protocol, None)?;
        let earliest = earliest.ok_or("no day")?;
        for ahead in [0, 1, 6, 13, 20, 34, 62, 90, 125, 200] {
            let wished = as_of.plus(ahead);
            let goal = json!({ "activity": "race", "distance_km": 21.0975, "date": wished });
            let record = with_goal(&record, goal);
            let (plan, again) = planned(&record, &protocol, None)?;
            assert_eq!(
                again,
                Some(earliest),
                "{name}: the wish moves no earliest day"
            );
            let missed = plan.pointer("/wish/missed_by_days").and_then(Value::as_i64);
            if wished >= earliest {
                assert_eq!(missed, Some(0), "{name}, {wished}");
                assert_eq!(told(&plan, "/on"), wished.to_string(), "{name}");
                replay(&record, &plan, &protocol)
                    .map_err(|fault| format!("{name}, {wished}: {fault}"))?;
                kept += 1;
                continue;
            }
            assert_eq!(missed, Some(i64::from(earliest.since(wished))), "{name}");
            assert_eq!(told(&plan, "/on"), earliest.to_string(), "{name}");
            let Some(fits) = plan.pointer("/wish/longest_km").and_then(Value::as_f64) else {
                continue;
            };
            let (_, day) = planned(&with_goal(&record, race(fits)), &protocol, None)?;
            assert!(
                day.is_some_and(|day| day <= wished),
                "{name}: {fits} km by {wished}, but {day:?}"
            );
            let (_, day) = planned(&with_goal(&record, race(fits + 0.5)), &protocol, None)?;
            assert!(
                day.is_none_or(|day| day > wished),
                "{name}: {fits} km is not the longest by {wished}"
            );
        }
    }
    assert!(kept > 12, "only {kept} wishes kept");
    Ok(())
}

#[test]
fn whoever_is_ready_today_may_go_today() -> Tested {
    for (name, goal) in [
        ("race-preparation/marathon-well-prepared.json", race(42.195)),
        ("race-preparation/ten-kilometres-ready.json", race(10.0)),
        ("achilles-midportion/all-met-for-a-race.json", race(10.0)),
        (
            "race-preparation/next-run-11-km-after-10.json",
            json!({ "activity": "run", "distance_km": 11 }),
        ),
        (
            "achilles-midportion/strong-runner-at-14-weeks.json",
            json!({ "stage": "running" }),
        ),
    ] {
        let record = with_goal(&record(name)?, goal);
        let protocol = protocol_for(condition(&record))?;
        let (_, earliest) = planned(&record, &protocol, None)?;
        assert_eq!(
            earliest.map(|day| day.to_string()).as_deref(),
            Some(told(&record, "/as_of")),
            "{name}"
        );
    }
    Ok(())
}

#[test]
fn a_red_flag_is_not_waited_out_and_what_failed_today_is_not_passed_today() -> Tested {
    // A runner who meets everything, but for a swollen calf: no day two weeks on makes that answer well.
    let mut flagged = with_goal(
        &record("achilles-midportion/all-met-for-a-race.json")?,
        race(10.0),
    );
    let protocol = protocol_for(condition(&flagged))?;
    let ready = flagged.clone();
    let screening = flagged
        .pointer_mut("/screening/0")
        .and_then(Value::as_object_mut);
    screening
        .ok_or("no answers")?
        .insert("calf_swelling_warmth".to_owned(), json!(true));
    let (plan, earliest) = planned(&flagged, &protocol, None)?;
    assert_eq!((earliest, sessions(&plan).len()), (None, 0));
    assert_eq!(
        plan.pointer("/blocked_by"),
        Some(&json!(["screening/calf-swelling"]))
    );
    // One whose hops hurt today may hop better in two days, not today.
    let mut sore = ready;
    let as_of: Day = told(&sore, "/as_of").parse()?;
    let hops = json!({ "date": as_of, "test": "repeated-hops", "left": { "trials": [25], "pain": 5 }, "right": { "trials": [25] } });
    push(&mut sore, "hop", hops);
    let (_, earliest) = planned(&sore, &protocol, None)?;
    assert!(
        earliest.is_some_and(|day| day >= as_of.plus(2)),
        "{earliest:?}"
    );
    Ok(())
}

#[test]
fn an_earlier_day_knows_nothing_of_later_entries_and_a_later_one_no_rest_days() -> Tested {
    let record = with_goal(
        &record("race-preparation/ten-kilometres-ready.json")?,
        race(10.0),
    );
    let protocol = protocol_for(condition(&record))?;
    let assessment = Assessment::from_json(&record.to_string())?;
    for days in [-30, -7, 5] {
        let day = assessment.as_of().plus(days);
        let plan = plan(&protocol, &assessment, Some(day), None, None)?;
        assert_eq!(plan.as_of, day);
        assert!(plan.sessions.iter().all(|session| session.day >= day));
        assert_eq!(plan.log_assumed, days > 0, "{days}");
    }
    Ok(())
}

#[test]
fn a_red_flag_has_no_plan() -> Tested {
    let record = with_goal(
        &record("achilles-midportion/red-flag-answers-stop-at-once.json")?,
        race(10.0),
    );
    let protocol = protocol_for(condition(&record))?;
    let (plan, earliest) = planned(&record, &protocol, None)?;
    assert_eq!((earliest, sessions(&plan).len()), (None, 0));
    let blocked = plan
        .pointer("/blocked_by")
        .and_then(Value::as_array)
        .ok_or("nothing blocks")?;
    assert!(
        blocked
            .iter()
            .filter_map(Value::as_str)
            .all(|name| name.starts_with("screening/")),
        "{blocked:?}"
    );
    let summary = plan.pointer("/summary").ok_or("no summary")?.to_string();
    assert!(summary.contains("Be seen today"), "{summary}");
    Ok(())
}

#[test]
fn the_calendar_holds_each_session_once_and_is_folded_and_the_page_is_escaped() -> Tested {
    let mut record = with_goal(&record("achilles-partial-tear/story.json")?, race(10.0));
    if let Some(fields) = record.as_object_mut() {
        fields.insert("id".to_owned(), json!("<script>alert(1)</script>"));
    }
    let protocol = protocol_for(condition(&record))?;
    let assessment = Assessment::from_json(&record.to_string())?;
    let plan = plan(&protocol, &assessment, None, None, None)?;
    let drawn = calendar::render(&plan, &protocol, &assessment, Distances::Kilometres);
    assert_eq!(
        drawn,
        calendar::render(&plan, &protocol, &assessment, Distances::Kilometres)
    );
    assert_eq!(drawn.matches("BEGIN:VEVENT").count(), plan.sessions.len());
    assert_eq!(
        drawn.matches("DTSTAMP:20160501T000000Z").count(),
        plan.sessions.len()
    );
    for session in &plan.sessions {
        let day = session.day.to_string().replace('-', "");
        assert_eq!(
            drawn.matches(&format!("DTSTART;VALUE=DATE:{day}")).count(),
            1,
            "{day}"
        );
        assert_eq!(drawn.matches(&format!("UID:{day}-")).count(), 1, "{day}");
    }
    let lines: Vec<&str> = drawn.split("\r\n").collect();
    assert!(
        lines
            .iter()
            .all(|line| line.len() <= 76 && !line.contains('\n')),
        "a line is too long or ends otherwise"
    );
    let shown = |distances| document(&plan, &protocol, &assessment, distances);
    let page = html::render(
        &shown(Distances::Kilometres),
        &References::default(),
        Distances::Kilometres,
    );
    assert!(!page.contains("<script>") && page.contains("&lt;script&gt;"));
    for session in &plan.sessions {
        assert!(page.contains(&session.day.to_string()));
    }
    let options = text::Options {
        distances: Distances::Miles,
        ..text::Options::default()
    };
    let miles = text::render(&shown(Distances::Miles), options);
    assert!(
        miles.contains("Plan for a race of 6.21 mi") && !miles.contains(" km"),
        "{miles}"
    );
    Ok(())
}

#[test]
fn plans_read_well_and_fit_80_columns() -> Tested {
    let mut pages = Vec::new();
    for (name, goal) in [
        (
            "achilles-partial-tear/story.json",
            json!({ "activity": "race", "distance_km": 10, "date": "2016-09-04" }),
        ),
        (
            "achilles-midportion/case-j-next-morning-plus-3.json",
            json!({ "activity": "run", "distance_km": 12 }),
        ),
        (
            "achilles-midportion/red-flag-answers-stop-at-once.json",
            race(10.0),
        ),
        (
            "race-preparation/half-marathon-within-reach.json",
            json!({ "activity": "race", "distance_km": 21.0975, "date": "2026-12-05" }),
        ),
        (
            "race-preparation/five-weeks-off-with-the-flu.json",
            json!({ "activity": "run", "distance_km": 8 }),
        ),
    ] {
        let record = with_goal(&record(name)?, goal);
        let protocol = protocol_for(condition(&record))?;
        let assessment = Assessment::from_json(&record.to_string())?;
        let plan = plan(&protocol, &assessment, None, None, None)?;
        let page = document(&plan, &protocol, &assessment, Distances::Kilometres);
        let page = text::render(&page, text::Options::default());
        assert!(
            page.lines().all(|line| line.chars().count() <= 80),
            "{page}"
        );
        pages.push(format!("== {name}\n{page}"));
    }
    insta::assert_snapshot!(pages.join("\n"));
    Ok(())
}

#[test]
fn what_is_not_stated_and_bars_every_day_is_named_first() -> Tested {
    let record = json!({ "as_of": "2026-11-21", "injury": { "condition": "none" }, "goal": { "activity": "run", "distance_km": 5 } });
    let assessment = Assessment::from_json(&record.to_string())?;
    let protocol = protocol_for(assessment.condition())?;
    let plan = plan(&protocol, &assessment, None, None, None)?;
    assert!(plan.to_state.contains(&"injury.same_site_last_12_months"));
    let page = document(&plan, &protocol, &assessment, Distances::Kilometres);
    let shown = text::render(&page, text::Options::default());
    assert!(shown.contains("State first: "), "{shown}");
    Ok(())
}

#[test]
fn a_far_date_is_prepared_for_in_its_last_weeks() -> Tested {
    for (name, distance, ahead) in [
        ("achilles-midportion/all-met-for-a-race.json", 42.195, 330),
        (
            "race-preparation/half-marathon-within-reach.json",
            42.195,
            300,
        ),
        ("achilles-midportion/all-met-for-a-race.json", 21.0975, 300),
    ] {
        let record = record(name)?;
        let protocol = protocol_for(condition(&record))?;
        let as_of: Day = told(&record, "/as_of").parse()?;
        let day = as_of.plus(ahead);
        let goal = json!({ "activity": "race", "distance_km": distance, "date": day.to_string() });
        let (plan, _) = planned(&with_goal(&record, goal), &protocol, None)?;
        assert_eq!(told(&plan, "/on"), day.to_string(), "{name}");
        let sessions = sessions(&plan);
        let kilometres = |session: &Value| {
            session
                .pointer("/entry/distance_km")
                .and_then(Value::as_f64)
        };
        let training = || {
            sessions
                .iter()
                .filter(|session| told(session, "/part") != "goal")
        };
        let longest = training()
            .filter_map(|session| kilometres(session))
            .fold(0.0, f64::max);
        let longest_runs = training()
            .filter(|session| kilometres(session) == Some(longest))
            .count();
        assert!(
            (1..=6).contains(&longest_runs),
            "{name}: {longest_runs} runs of {longest} km"
        );
    }
    Ok(())
}

/// Eight kilometres every third day, in a log that begins with some days of rest.
fn young_log() -> Result<Value, Fault> {
    let last: Day = "2026-11-19".parse()?;
    let runs: Vec<Value> = (0..20)
        .map(|place| {
            json!({ "date": last.plus((-3_i32).saturating_mul(place)).to_string(), "kind": "run", "distance_km": 8, "duration_min": 48,
                    "pain_start": 0, "pain_during": 0, "rising": false, "gait": "normal", "pain_next_morning": 0 })
        })
        .collect();
    Ok(
        json!({ "as_of": "2026-11-21", "injury": { "condition": "none", "same_site_last_12_months": false }, "treatments": [],
            "log_complete_from": "2026-09-12", "runs": runs,
            "pain": [{ "date": "2026-11-21", "covers_days": 14, "worst": 0, "morning": 0, "limp": false }],
            "goal": { "activity": "race", "distance_km": 10, "date": "2027-03-07" } }),
    )
}

#[test]
fn an_answer_that_holds_sessions_back_is_asked_for_first() -> Tested {
    let mut record = young_log()?;
    let protocol = protocol_for("none")?;
    let assessment = Assessment::from_json(&record.to_string())?;
    let open = plan(&protocol, &assessment, None, None, None)?;
    assert_eq!(open.to_answer, ["injury.pre_injury_longest_km"]);
    let today = next(&protocol, &assessment, None, None)?.today;
    assert!(matches!(today, Today::Session { .. }), "{today:?}");
    record
        .pointer_mut("/injury")
        .and_then(Value::as_object_mut)
        .ok_or("no injury")?
        .insert("pre_injury_longest_km".to_owned(), json!(12));
    let assessment = Assessment::from_json(&record.to_string())?;
    let answered = plan(&protocol, &assessment, None, None, None)?;
    assert!(answered.to_answer.is_empty(), "{:?}", answered.to_answer);
    assert!(answered.earliest < open.earliest);
    Ok(())
}
