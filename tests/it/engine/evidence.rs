//! Bad news always counts, and good news must qualify: what was done before the injury, on a flare, masked, relabelled or too short clears
//! nobody, and nothing easy that comes later hides what hurt.

use return_to_run::quantity::Toward;
use return_to_run::{Assessment, Day, Question, Report, Verdict};
use serde_json::{Value, json};

use crate::support::{Tested, cases, protocol_for};

type Fallible<T> = Result<T, Box<dyn std::error::Error>>;

/// The verdict on a record; `None` when it is refused.
fn verdict(record: &Value) -> Fallible<Option<Verdict>> {
    let Ok(assessment) = Assessment::from_json(&record.to_string()) else {
        return Ok(None);
    };
    let protocol = protocol_for(assessment.condition())?;
    Ok(Report::new(&protocol, &assessment)
        .ok()
        .map(|report| report.verdict()))
}

/// The fixtures that are GO for something beyond answers, each with its name.
fn cleared() -> Fallible<Vec<(String, Value)>> {
    let mut cleared = Vec::new();
    for (path, text) in cases()? {
        let record: Value = serde_json::from_str(&text)?;
        let tested = record.pointer("/runs").is_some() || record.pointer("/hop/0").is_some();
        if tested && verdict(&record)? == Some(Verdict::Go) {
            cleared.push((path.display().to_string(), record));
        }
    }
    assert!(cleared.len() > 15, "only {} fixtures are GO", cleared.len());
    Ok(cleared)
}

fn injured(record: &Value) -> bool {
    record.pointer("/injury/condition") != Some(&json!("none"))
}

fn day(record: &Value, back: i32) -> Fallible<Value> {
    let as_of: Day = record
        .pointer("/as_of")
        .and_then(Value::as_str)
        .ok_or("no day")?
        .parse()?;
    Ok(json!(as_of.plus(back.saturating_neg()).to_string()))
}

fn with(record: &Value, pointer: &str, value: Value) -> Fallible<Value> {
    let mut record = record.clone();
    let (block, name) = pointer.rsplit_once('/').ok_or("no pointer")?;
    record
        .pointer_mut(block)
        .and_then(Value::as_object_mut)
        .ok_or_else(|| format!("no {block}"))?
        .insert(name.to_owned(), value);
    Ok(record)
}

/// The record with more entries in a block.
fn and(record: &Value, block: &str, entries: Vec<Value>) -> Fallible<Value> {
    let mut record = record.clone();
    let blocks = record.as_object_mut().ok_or("no record")?;
    let list = blocks.entry(block).or_insert_with(|| json!([]));
    list.as_array_mut().ok_or("no list")?.extend(entries);
    Ok(record)
}

/// Each record that is not refused must not be GO.
fn never_go(changed: impl IntoIterator<Item = (String, Value)>) -> Tested {
    let (mut faults, mut judged) = (Vec::new(), 0_usize);
    for (name, record) in changed {
        match verdict(&record)? {
            Some(Verdict::Go) => faults.push(name),
            Some(Verdict::Caution | Verdict::NoGo) => judged = judged.saturating_add(1),
            None => {}
        }
    }
    assert!(faults.is_empty(), "still GO: {}", faults.join("\n"));
    assert!(judged > 5, "only {judged} were judged");
    Ok(())
}

#[test]
fn what_was_done_before_the_injury_or_the_flare_clears_nobody() -> Tested {
    let mut changed = Vec::new();
    for (name, record) in cleared()?.into_iter().filter(|(_, record)| injured(record)) {
        for back in [0, 1] {
            let onset = with(&record, "/injury/onset", day(&record, back)?)?;
            let onset = with(&onset, "/injury/last_flare", json!("none"))?;
            changed.push((format!("{name}, onset {back} days ago"), onset));
            let flare = with(&record, "/injury/last_flare", day(&record, back)?)?;
            changed.push((format!("{name}, flare {back} days ago"), flare));
        }
        for unknown in ["/injury/onset", "/injury/last_flare"] {
            changed.push((
                format!("{name}, no {unknown}"),
                with(&record, unknown, Value::Null)?,
            ));
        }
    }
    never_go(changed)
}

#[test]
fn a_flare_that_the_record_shows_counts_though_nobody_states_it() -> Tested {
    let mut changed = Vec::new();
    // A walk-run may be cleared again by tests done since; a run or race rests on runs of weeks.
    let of_weeks = |record: &Value| injured(record) && record.pointer("/goal/stage").is_none();
    for (name, record) in cleared()?
        .into_iter()
        .filter(|(_, record)| of_weeks(record))
    {
        let mut diary = record
            .pointer("/pain")
            .and_then(Value::as_array)
            .cloned()
            .unwrap_or_default();
        // Three limping days, just out of every diary window but that of the fortnight.
        let limped = [day(&record, 8)?, day(&record, 9)?, day(&record, 10)?];
        diary.retain(|entry| !limped.contains(entry.pointer("/date").unwrap_or(&Value::Null)));
        diary.extend(
            limped
                .iter()
                .map(|date| json!({ "date": date, "worst": 0, "limp": true, "masked_by": [] })),
        );
        changed.push((name, with(&record, "/pain", json!(diary))?));
    }
    never_go(changed)
}

#[test]
fn a_masked_record_clears_nobody_and_one_masked_day_never_helps() -> Tested {
    let mut changed = Vec::new();
    for (name, record) in cleared()? {
        let ongoing = json!({ "kind": "nsaid", "start": day(&record, 400)?, "end": "ongoing" });
        changed.push((
            format!("{name}, on tablets"),
            with(&record, "/treatments", json!([ongoing]))?,
        ));
        changed.push((
            format!("{name}, not said"),
            with(&unmasked(&record), "/treatments", Value::Null)?,
        ));
    }
    never_go(changed)
}

/// The record with nothing said of masks in the diary.
fn unmasked(record: &Value) -> Value {
    let mut record = record.clone();
    let diary = record.pointer_mut("/pain").and_then(Value::as_array_mut);
    for entry in diary.into_iter().flatten() {
        if let Some(entry) = entry.as_object_mut() {
            entry.remove("masked_by");
        }
    }
    record
}

#[test]
fn a_run_that_hurt_is_hidden_by_no_label_no_shortening_and_no_stroll() -> Tested {
    let mut changed = Vec::new();
    for (name, record) in cleared()? {
        let newest = |record: &Value| -> Option<(usize, Value)> {
            let runs = record.pointer("/runs")?.as_array()?.iter().enumerate();
            let dated =
                runs.filter_map(|(at, run)| Some((run.pointer("/date")?.as_str()?.to_owned(), at)));
            dated.max().map(|(date, at)| (at, json!(date)))
        };
        let Some((at, date)) = newest(&record) else {
            continue;
        };
        let run = |field: &str| format!("/runs/{at}/{field}");
        // Asked for running at least: an early stage asks nothing of runs.
        if record.pointer("/goal/stage").is_some() {
            continue;
        }
        let sore = with(&record, &run("pain_during"), json!(9))?;
        let sore = with(&sore, &run("gait"), json!("altered"))?;
        changed.push((format!("{name}, as it is"), sore.clone()));
        // A walk is daily life, which is asked of a week; of an older run more is remembered.
        if date.as_str() < day(&record, 6)?.as_str() {
            continue;
        }
        let walk = with(
            &with(&sore, &run("kind"), json!("walk"))?,
            &run("level"),
            Value::Null,
        )?;
        changed.push((format!("{name}, as a walk"), walk));
        let short = with(&sore, &run("distance_km"), json!(0.1))?;
        let short = with(&short, &run("duration_min"), json!(1))?;
        changed.push((format!("{name}, 100 m of it"), short));
        let trivial = |kind: &str| {
            json!({ "date": date, "kind": kind, "distance_km": 0.01, "duration_min": 0.1, "pain_start": 0, "pain_during": 0,
                "pain_after": 0, "pain_next_morning": 0, "rising": false, "gait": "normal", "start": null })
        };
        let strolled = and(
            &sore,
            "runs",
            vec![
                trivial("run"),
                trivial("run"),
                trivial("run"),
                trivial("walk"),
            ],
        )?;
        changed.push((format!("{name}, strolled after"), strolled));
        let after = with(&record, &run("pain_after"), json!(10))?;
        changed.push((format!("{name}, pain after"), after));
    }
    never_go(changed)
}

#[test]
fn a_bad_day_is_made_harmless_by_no_later_onset_or_flare() -> Tested {
    let mut changed = Vec::new();
    for (name, record) in cleared()? {
        if record.pointer("/pain/0").is_none() {
            continue;
        }
        let sore = with(&record, "/pain/0/worst", json!(8))?;
        changed.push((format!("{name}, sore"), sore.clone()));
        for place in ["/injury/onset", "/injury/last_flare"] {
            if injured(&record) {
                changed.push((
                    format!("{name}, {place} after"),
                    with(&sore, place, day(&record, 0)?)?,
                ));
            }
        }
        let mornings = with(&record, "/pain/0/morning", json!(9))?;
        changed.push((format!("{name}, a bad morning"), mornings));
    }
    never_go(changed)
}

#[test]
fn trivial_and_interrupted_runs_are_no_runs() -> Tested {
    let mut changed = Vec::new();
    for (name, record) in cleared()? {
        let runs = record
            .pointer("/runs")
            .and_then(Value::as_array)
            .cloned()
            .unwrap_or_default();
        if runs.is_empty() || record.pointer("/goal/stage").is_some() {
            continue;
        }
        let all = |change: &dyn Fn(&mut serde_json::Map<String, Value>)| {
            let mut runs = runs.clone();
            runs.iter_mut()
                .filter_map(Value::as_object_mut)
                .for_each(change);
            with(&record, "/runs", json!(runs))
        };
        let tiny = all(&|run| {
            run.insert("distance_km".to_owned(), json!(0.02));
            run.insert("duration_min".to_owned(), json!(0.2));
        })?;
        changed.push((format!("{name}, tiny"), tiny));
        if injured(&record) {
            let broken = all(&|run| {
                run.insert("walk_breaks".to_owned(), json!(true));
            })?;
            changed.push((format!("{name}, with walking breaks"), broken));
            let imported = all(&|run| {
                run.insert("sources".to_owned(), json!(["watch.fit"]));
                run.remove("walk_breaks");
            })?;
            changed.push((format!("{name}, from a watch"), imported));
        }
    }
    never_go(changed)
}

#[test]
fn of_a_diary_that_disagrees_with_itself_the_worse_counts() -> Tested {
    let (_, text) = cases()?
        .into_iter()
        .find(|(path, _)| path.ends_with("achilles-midportion/all-met-for-a-race.json"))
        .ok_or("the record is gone")?;
    let record: Value = serde_json::from_str(&text)?;
    let verdict = |worst: i32, parts: [i32; 3]| -> Fallible<Verdict> {
        let mut record = record.clone();
        let diary = record.pointer_mut("/pain/0").and_then(Value::as_object_mut);
        let diary = diary.ok_or("no diary")?;
        diary.insert("worst".to_owned(), json!(worst));
        for (field, pain) in ["rest", "walking", "stairs"].into_iter().zip(parts) {
            diary.insert(field.to_owned(), json!(pain));
        }
        let assessment = Assessment::from_json(&record.to_string())?;
        let protocol = protocol_for(assessment.condition())?;
        Ok(Report::new(&protocol, &assessment)?.verdict())
    };
    assert_eq!(verdict(0, [0, 0, 0])?, Verdict::Go);
    for parts in [[10, 0, 0], [0, 10, 0], [0, 0, 10]] {
        assert_eq!(verdict(0, parts)?, Verdict::NoGo, "{parts:?}");
        assert_eq!(verdict(0, parts)?, verdict(10, parts)?, "{parts:?}");
    }
    assert_eq!(verdict(10, [0, 0, 0])?, Verdict::NoGo);
    Ok(())
}

#[test]
fn an_unknown_side_reaches_from_the_milder_leg_to_the_worse() -> Tested {
    let mut compared = 0_usize;
    for (path, text) in cases()? {
        let record: Value = serde_json::from_str(&text)?;
        if !injured(&record) {
            continue;
        }
        for pointer in [
            "/hop/0/right/pain",
            "/hop/1/left/pain",
            "/heel_raise/0/right/pain",
            "/heel_raise/0/left/reps",
        ] {
            let (parent, field) = pointer.rsplit_once('/').ok_or(pointer)?;
            let mut record = record.clone();
            let Some(leg) = record.pointer_mut(parent).and_then(Value::as_object_mut) else {
                continue;
            };
            leg.insert(field.to_owned(), json!(8));
            let ends = |side: Value| -> Fallible<Option<(Verdict, Verdict)>> {
                let record = with(&record, "/injury/side", side)?;
                let Ok(assessment) = Assessment::from_json(&record.to_string()) else {
                    return Ok(None);
                };
                let protocol = protocol_for(assessment.condition())?;
                let question = Question::new(&protocol, &assessment, None, None)?;
                let report = Report::of(&protocol, &assessment, question.without_hold());
                let outcome = report.judgement.outcome;
                Ok(Some((outcome.best_case, outcome.verdict)))
            };
            let sides = (
                ends(json!("left"))?,
                ends(json!("right"))?,
                ends(Value::Null)?,
            );
            let (Some(left), Some(right), Some(unknown)) = sides else {
                continue;
            };
            let name = path.display();
            assert!(unknown.0 <= left.0.min(right.0), "{name}, {pointer}");
            assert!(unknown.1 >= left.1.max(right.1), "{name}, {pointer}");
            compared = compared.saturating_add(1);
        }
    }
    assert!(compared > 100, "only {compared}");
    Ok(())
}

#[test]
fn a_walk_that_hurt_counts_though_there_is_no_diary() -> Tested {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/fixtures/minimal/running-at-home.json"
    );
    let record: Value = serde_json::from_str(&std::fs::read_to_string(path)?)?;
    let record = with(&record, "/pain", Value::Null)?;
    let walk = |pain: i32| json!({ "date": "2026-11-21", "kind": "walk", "pain_during": pain });
    let best_case = |record: &Value| -> Fallible<Verdict> {
        let assessment = Assessment::from_json(&record.to_string())?;
        let protocol = protocol_for(assessment.condition())?;
        let report = Report::new(&protocol, &assessment)?;
        Ok(report.judgement.outcome.best_case)
    };
    // Without a diary a diary may yet be given, and it may yet be good; not beside a walk of today at 9.
    assert_eq!(
        best_case(&and(&record, "runs", vec![walk(0)])?)?,
        Verdict::Go
    );
    assert_eq!(
        best_case(&and(&record, "runs", vec![walk(9)])?)?,
        Verdict::NoGo
    );
    Ok(())
}

#[test]
fn a_go_for_a_distance_names_the_run_that_it_rests_on_and_its_day() -> Tested {
    let mut named = 0_usize;
    for (path, text) in cases()? {
        let assessment = Assessment::from_json(&text)?;
        let protocol = protocol_for(assessment.condition())?;
        let report = Report::new(&protocol, &assessment)?;
        let asked = report.question().goal_km();
        if report.verdict() != Verdict::Go || asked.is_none() {
            assert!(report.rests_on().is_none(), "{}", path.display());
            continue;
        }
        let (_, distance, day) = report
            .rests_on()
            .ok_or_else(|| path.display().to_string())?;
        let back = report.question().as_of.since(day);
        assert!((1..=42).contains(&back), "{}", path.display());
        let record: Value = serde_json::from_str(&text)?;
        let runs = record.get("runs").and_then(Value::as_array);
        let told = |run: &Value| {
            let of_that_day = run.get("date") == Some(&json!(day.to_string()));
            of_that_day
                .then(|| run.get("distance_km")?.as_f64())
                .flatten()
        };
        let told = runs.into_iter().flatten().filter_map(told);
        let farthest = told.fold(0.0, f64::max);
        let distance: f64 = distance.decimal(Toward::Down).to_string().parse()?;
        assert!(distance > 0.0 && distance <= farthest, "{}", path.display());
        named = named.saturating_add(1);
    }
    assert!(named > 10, "{named}");
    Ok(())
}

#[test]
fn a_long_run_that_went_badly_is_no_proof_of_its_distance_however_easy_those_since() -> Tested {
    let mut told = 0_usize;
    for (path, text) in cases()? {
        let assessment = Assessment::from_json(&text)?;
        let protocol = protocol_for(assessment.condition())?;
        let report = Report::new(&protocol, &assessment)?;
        let Some((_, longest, _)) = report.rests_on() else {
            continue;
        };
        let least: f64 = longest.decimal(Toward::Down).to_string().parse()?;
        let mut record: Value = serde_json::from_str(&text)?;
        let runs = record.get_mut("runs").and_then(Value::as_array_mut);
        for run in runs.into_iter().flatten().filter_map(Value::as_object_mut) {
            let distance = run.get("distance_km").and_then(Value::as_f64);
            if distance.is_some_and(|distance| distance >= least) {
                run.insert("pain_during".to_owned(), json!(9));
            }
        }
        let as_of = day(&record, 0)?;
        let runs = record.get_mut("runs").and_then(Value::as_array_mut);
        runs.ok_or("no runs")?.insert(0, json!({ "date": as_of, "kind": "run", "distance_km": 1.5, "duration_min": 10, "rpe": 2, "pain_during": 0, "gait": "normal" }));
        let Ok(worse) = Assessment::from_json(&record.to_string()) else {
            continue;
        };
        let worse = Report::new(&protocol, &worse)?;
        let rests_on = worse.rests_on().map(|(_, distance, _)| distance);
        let named = path.display();
        assert!(
            rests_on.is_none_or(|distance| distance < longest),
            "{named}"
        );
        told = told.saturating_add(1);
    }
    assert!(told > 5, "{told}");
    Ok(())
}

#[test]
fn pain_in_any_hop_test_counts_until_calm_sessions_follow() -> Tested {
    let mut changed = Vec::new();
    let tests = |record: &Value| record.pointer("/hop/0").is_some();
    for (name, record) in cleared()?.into_iter().filter(|(_, record)| injured(record)) {
        if !tests(&record) {
            continue;
        }
        let hurt = record.pointer("/injury/side").and_then(Value::as_str);
        let side = hurt.filter(|side| *side != "both").unwrap_or("left");
        // A hop test of another kind on the day of the newest one, and one between two that were calm.
        let hops = record.pointer("/hop").and_then(Value::as_array);
        let hops = hops.into_iter().flatten();
        let days = hops.filter_map(|hop| hop.get("date")?.as_str());
        let mut days: Vec<Day> = days.map(str::parse).collect::<Result<_, _>>()?;
        days.sort_unstable();
        days.dedup();
        let newest = days.pop().ok_or("no hop test")?;
        let mut sore_days = vec![newest];
        sore_days.extend(days.pop().map(|older| older.plus(1)));
        for day in sore_days {
            for test in ["side-hop", "repeated-hops", "single-hop"] {
                let sore = json!({ "date": day.to_string(), "test": test, side: { "pain": 10 } });
                changed.push((
                    format!("{name}, {test} of {day}"),
                    and(&record, "hop", vec![sore])?,
                ));
            }
        }
    }
    never_go(changed)
}

#[test]
fn a_sore_hop_session_is_settled_by_two_calm_ones() -> Tested {
    let (_, record) = cleared()?
        .into_iter()
        .find(|(name, _)| name.ends_with("achilles-midportion/all-met-for-a-race.json"))
        .ok_or("the record is gone")?;
    let sore = |back: i32| -> Fallible<Value> {
        let date = day(&record, back)?;
        let sore = json!({ "date": date, "test": "repeated-hops", "left": { "trials": [25], "pain": 10 } });
        and(&record, "hop", vec![sore])
    };
    assert_ne!(
        verdict(&sore(4)?)?,
        Some(Verdict::Go),
        "one calm session since"
    );
    assert_eq!(
        verdict(&sore(6)?)?,
        Some(Verdict::Go),
        "two calm sessions since"
    );
    Ok(())
}

#[test]
fn pain_at_rest_in_the_diary_is_pain_at_rest_whatever_the_screening_says() -> Tested {
    let mut changed = Vec::new();
    for (name, record) in cleared()? {
        let denied = record.pointer("/screening/0/night_pain") == Some(&json!(false));
        let of = record.pointer("/screening/0/date").cloned();
        let Some(date) = of.filter(|_| denied) else {
            continue;
        };
        let today = day(&record, 0)?;
        for date in [date, today] {
            let mut record = record.clone();
            if let Some(diary) = record.pointer_mut("/pain").and_then(Value::as_array_mut) {
                diary.retain(|entry| entry.get("date") != Some(&date));
            }
            let sore = json!({ "date": date, "rest": 2, "worst": 2, "walking": 0, "stairs": 0, "morning": 0, "limp": false, "masked_by": [] });
            changed.push((name.clone(), and(&record, "pain", vec![sore])?));
        }
    }
    never_go(changed)
}

#[test]
fn an_entry_that_tells_nothing_is_no_day_of_the_diary() -> Tested {
    let (_, record) = cleared()?
        .into_iter()
        .find(|(name, _)| name.ends_with("achilles-midportion/all-met-for-a-race.json"))
        .ok_or("the record is gone")?;
    let mut record = with(&record, "/goal", json!({ "stage": "daily-life" }))?;
    let diary = record.pointer_mut("/pain").and_then(Value::as_array_mut);
    diary.ok_or("no diary")?.truncate(4);
    // One morning of unknown pain may be sore, and one sore morning is GO: as a day it would complete the five.
    for placeholder in [
        vec![],
        vec![json!({ "date": day(&record, 4)?, "morning": null })],
    ] {
        let assessment = Assessment::from_json(&and(&record, "pain", placeholder)?.to_string())?;
        let protocol = protocol_for(assessment.condition())?;
        let report = Report::new(&protocol, &assessment)?;
        let mut mornings = report.reasons();
        let sore = mornings.find(|line| line.name() == "daily-life/sore-mornings");
        let worst = sore.map(|line| line.finding.envelope.worst());
        assert_eq!(worst, Some(Verdict::NoGo));
    }
    Ok(())
}

#[test]
fn runs_without_a_distance_ask_for_it_by_name() -> Tested {
    let as_of: Day = "2026-11-21".parse()?;
    let runs: Vec<Value> = (1..60)
        .step_by(2)
        .map(|back| {
            json!({ "date": as_of.plus(-back), "kind": "run", "duration_min": 45, "pain_start": 0, "pain_during": 0, "rising": false,
                "gait": "normal", "pain_next_morning": 0 })
        })
        .collect();
    let record = json!({ "format": "assessment/1", "as_of": as_of, "injury": { "condition": "none", "last_layoff": "none",
        "same_site_last_12_months": false }, "goal": { "activity": "run", "distance_km": 5 }, "treatments": [],
        "log_complete_from": as_of.plus(-60), "runs": runs });
    let assessment = Assessment::from_json(&record.to_string())?;
    let protocol = protocol_for(assessment.condition())?;
    let report = Report::new(&protocol, &assessment)?;
    let mut reasons = report.reasons();
    let longest = reasons.find(|line| line.name() == "running/run-within-longest");
    let fields = longest.ok_or("no longest run is asked for")?.fields();
    assert_eq!(fields, ["runs[2026-11-20].distance_km"]);
    Ok(())
}

/// The fixture of a runner who meets everything for a race.
fn all_met() -> Fallible<Value> {
    let mut fixtures = cleared()?.into_iter();
    let found =
        fixtures.find(|(name, _)| name.ends_with("achilles-midportion/all-met-for-a-race.json"));
    Ok(found.ok_or("the record is gone")?.1)
}

/// A run without a symptom.
fn clean_run(day: &Value, kilometres: f64, minutes: f64) -> Value {
    json!({ "date": day, "kind": "run", "distance_km": kilometres, "duration_min": minutes, "pain_start": 0, "pain_during": 0,
            "pain_after": 0, "pain_next_morning": 0, "rising": false, "gait": "normal" })
}

/// With these fields of the newest run besides.
fn told(run: &Value, fields: &Value) -> Value {
    let mut run = run.clone();
    if let (Some(run), Some(fields)) = (run.as_object_mut(), fields.as_object()) {
        run.extend(fields.clone());
    }
    run
}

#[test]
fn a_trivial_session_is_no_better_for_a_level_that_it_claims() -> Tested {
    let mut bad = 0_usize;
    for (name, record) in cleared()?.into_iter().filter(|(_, record)| injured(record)) {
        let mut record = with(
            &record,
            "/goal",
            json!({ "activity": "run", "distance_km": 5 }),
        )?;
        let (six, three) = (day(&record, 6)?, day(&record, 3)?);
        let oldest = six.as_str().unwrap_or_default().to_owned();
        if let Some(runs) = record.pointer_mut("/runs").and_then(Value::as_array_mut) {
            runs.retain(|run| {
                run.get("date")
                    .and_then(Value::as_str)
                    .is_some_and(|date| date < oldest.as_str())
            });
        }
        let hurt = json!({ "pain_during": 9, "pain_after": 9, "rising": true, "gait": "altered", "pain_next_morning": 5 });
        let record = and(
            &record,
            "runs",
            vec![told(&clean_run(&six, 10.0, 60.0), &hurt)],
        )?;
        let without = verdict(&record)?;
        bad = bad.saturating_add(usize::from(without != Some(Verdict::Go)));
        for level in [1, 3, 6, 30] {
            for size in [
                json!({ "duration_min": 2, "distance_km": 0.2 }),
                json!({ "distance_km": 0.2 }),
                json!({ "duration_min": 2 }),
                json!({ "elapsed_min": 2 }),
            ] {
                let session = json!({ "date": three, "kind": "walk-run", "level": level, "pain_start": 0, "pain_during": 0,
                                      "pain_next_morning": 0, "rising": false, "gait": "normal" });
                let now = verdict(&and(&record, "runs", vec![told(&session, &size)])?)?;
                assert!(
                    now >= without,
                    "{name}: level {level} of {size} makes {without:?} {now:?}"
                );
            }
        }
    }
    assert!(bad > 5, "{bad} records are held by the run that hurt");
    Ok(())
}

#[test]
fn an_answer_to_another_question_takes_no_place_of_pain_at_rest() -> Tested {
    let mut changed = Vec::new();
    for (name, record) in cleared()? {
        let mut record = record;
        let ten = day(&record, 10)?;
        if let Some(entries) = record
            .pointer_mut("/screening")
            .and_then(Value::as_array_mut)
        {
            for entry in entries.iter_mut().filter_map(Value::as_object_mut) {
                entry.remove("night_pain");
            }
        }
        let diary = record.pointer_mut("/pain").and_then(Value::as_array_mut);
        if let Some(diary) = diary {
            diary.retain(|entry| entry.get("date") != Some(&ten));
        }
        let sore = json!({ "date": ten, "rest": 4, "masked_by": [] });
        changed.push((name, and(&record, "pain", vec![sore])?));
    }
    never_go(changed)
}

#[test]
fn an_examination_counts_by_its_own_day_alone() -> Tested {
    let record = with(&all_met()?, "/injury/last_flare", day(&all_met()?, 90)?)?;
    let entry = |fields: Value| -> Fallible<Value> {
        let mut record = record.clone();
        let first = record
            .pointer_mut("/screening/0")
            .and_then(Value::as_object_mut);
        let first = first.ok_or("no screening")?;
        first.insert("pop_at_onset".to_owned(), true.into());
        first.insert("examined".to_owned(), fields);
        Ok(record)
    };
    let since = entry(json!({ "by": "clinician", "date": day(&record, 80)? }))?;
    let best = verdict(&since)?;
    let before = entry(json!({ "by": "clinician", "date": day(&record, 100)? }))?;
    let undated = entry(json!({ "by": "clinician" }))?;
    assert!(
        verdict(&before)? > best,
        "an examination before the flare is none of it"
    );
    assert_eq!(verdict(&undated)?, verdict(&before)?);
    let later = entry(json!({ "by": "clinician", "date": "2026-12-01" }))?;
    let refused = Assessment::from_json(&later.to_string());
    assert!(refused.is_err_and(|error| error.to_string().contains("/screening/0/examined/date")));
    Ok(())
}

#[test]
fn a_distance_that_was_walked_in_part_or_told_too_fast_is_no_longest_run() -> Tested {
    let record = with(
        &all_met()?,
        "/goal",
        json!({ "activity": "race", "distance_km": 30 }),
    )?;
    let eight = day(&record, 8)?;
    let far = |minutes: f64, fields: &Value| {
        and(
            &record,
            "runs",
            vec![told(&clean_run(&eight, 30.0, minutes), fields)],
        )
    };
    let run = far(190.0, &json!({ "walk_breaks": false }))?;
    let (longest, _) = longest_run(&run)?;
    assert_eq!(longest, "30", "a run of 30 km in 190 minutes is one");
    for (minutes, fields) in [
        (330.0, json!({ "walk_breaks": true })),
        (190.0, json!({ "walk_breaks": true })),
        (190.0, json!({ "sources": ["watch.fit"] })),
        (88.0, json!({ "walk_breaks": false })),
    ] {
        let (longest, _) = longest_run(&far(minutes, &fields)?)?;
        assert_ne!(longest, "30", "{minutes} minutes with {fields}");
    }
    let stood_by = far(88.0, &json!({ "walk_breaks": false, "confirmed": true }))?;
    assert_eq!(longest_run(&stood_by)?.0, "30");
    Ok(())
}

/// The least that the longest run of six weeks was, and what is asked of it.
fn longest_run(record: &Value) -> Fallible<(String, Option<return_to_run::measure::Cause>)> {
    let assessment = Assessment::from_json(&record.to_string())?;
    let protocol = protocol_for(assessment.condition())?;
    let report = Report::new(&protocol, &assessment)?;
    let mut lines = report.lines();
    let line = lines.find(|line| line.criterion.measure.id == "load.longest_run_42d");
    let reading = line.ok_or("no longest run")?.finding.reading;
    let (low, _) = match reading.state {
        return_to_run::measure::State::Known { low, high } => (low, high),
        return_to_run::measure::State::Unable | return_to_run::measure::State::NotApplicable => {
            return Err("no length".into());
        }
    };
    Ok((low.decimal(Toward::Down).to_string(), reading.cause))
}

#[test]
fn a_run_told_twice_or_past_midnight_is_asked_about() -> Tested {
    let mut changed = Vec::new();
    for (name, record) in cleared()?.into_iter().filter(|(_, record)| injured(record)) {
        let runs = record.pointer("/runs").and_then(Value::as_array).cloned();
        let Some(runs) = runs.filter(|runs| !runs.is_empty()) else {
            continue;
        };
        changed.push((format!("{name}, twice"), and(&record, "runs", runs)?));
    }
    let record = all_met()?;
    let (late, early) = (day(&record, 4)?, day(&record, 3)?);
    let at = |day: &Value, clock: &str| json!({ "start": format!("{}T{clock}", day.as_str().unwrap_or_default()) });
    let over = vec![
        told(&clean_run(&late, 9.0, 59.0), &at(&late, "23:30:00")),
        told(&clean_run(&early, 5.0, 31.0), &at(&early, "00:00:00")),
    ];
    changed.push(("past midnight".to_owned(), and(&record, "runs", over)?));
    never_go(changed)
}

#[test]
fn nobody_runs_slower_than_two_kilometres_an_hour() -> Tested {
    let mut changed = Vec::new();
    for (name, record) in cleared()?.into_iter().filter(|(_, record)| injured(record)) {
        let mut record = with(&record, "/goal", json!({ "stage": "running" }))?;
        let Some(runs) = record.pointer_mut("/runs").and_then(Value::as_array_mut) else {
            continue;
        };
        for run in runs.iter_mut().filter_map(Value::as_object_mut) {
            run.insert("distance_km".to_owned(), json!(0.6));
            run.insert("duration_min".to_owned(), json!(30));
            run.insert("walk_breaks".to_owned(), json!(false));
            run.remove("elapsed_min");
        }
        changed.push((name, record));
    }
    never_go(changed)
}

#[test]
fn twelve_weeks_are_counted_from_a_flare_of_a_tear_as_well() -> Tested {
    let mut tears = 0_usize;
    for (name, record) in cleared()? {
        if record.pointer("/injury/condition") != Some(&json!("achilles-partial-tear")) {
            continue;
        }
        let torn_again = with(&record, "/injury/last_flare", day(&record, 30)?)?;
        let goal = json!({ "activity": "run", "distance_km": 5 });
        let torn_again = with(&torn_again, "/goal", goal)?;
        assert_ne!(verdict(&torn_again)?, Some(Verdict::Go), "{name}");
        tears = tears.saturating_add(1);
    }
    assert!(tears > 1, "{tears} tears are GO");
    Ok(())
}
