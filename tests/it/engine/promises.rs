//! Knowing less never helps; worse never helps; exactly at the limit is exactly at the limit.

use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::sample::{Index, subsequence};
use proptest::test_runner::{Config, TestRunner};
use return_to_run::engine::{Finding, Question, Role, read};
use return_to_run::measure::{
    Better, Definition, GoalDistance, Reading, State, Subject, Window, catalog,
};
use return_to_run::protocol::builtin::SHIPPED;
use return_to_run::protocol::red_flags::RED_FLAGS;
use return_to_run::protocol::{Protocol, compile};
use return_to_run::quantity::{Exact, Kilometres, Minutes};
use return_to_run::{Assessment, Envelope, Record, Report, Verdict, evaluate};
use serde_json::{Value, json};

use crate::generated::record;
use crate::support::{Tested, blanked, cases, evidence_pointers, protocol_for};

/// Every reading, the verdicts still possible, and the bands of what is volunteered.
type Judged = (Vec<Reading>, Envelope, Vec<Verdict>);

/// What one record says.
fn judged(
    protocol: &Protocol,
    record: &Value,
    held: bool,
) -> Result<Option<Judged>, Box<dyn std::error::Error>> {
    // A blanked record may be refused; then nothing is claimed.
    let Ok(assessment) = Assessment::from_json(&record.to_string()) else {
        return Ok(None);
    };
    let question = Question::new(protocol, &assessment, None, None)?;
    let question = if held {
        question
    } else {
        question.without_hold()
    };
    let report = Report::of(protocol, &assessment, question);
    let outcome = report.judgement.outcome;
    Ok(Some((
        report.judgement.readings.clone(),
        Envelope::of(outcome.best_case, outcome.verdict),
        report.judgement.findings.iter().map(volunteered).collect(),
    )))
}

/// The band of what is volunteered; GO of everything else.
fn volunteered(finding: &Finding) -> Verdict {
    match finding.role {
        Role::Volunteered => finding.envelope.worst(),
        Role::Decides | Role::Note | Role::NotAsked => Verdict::Go,
    }
}

/// Whether everything the old reading could be, the new one can be too.
fn contains(measure: &Definition, new: &Reading, old: &Reading) -> bool {
    let worst = measure.worst_end();
    let reaches = |value: Exact| matches!(new.state, State::Known { low, high } if low <= value && value <= high);
    let state = match old.state {
        State::NotApplicable => new.state == State::NotApplicable || new.may_not_apply,
        State::Unable => new.state == State::Unable || reaches(worst),
        State::Known { low, high } => reaches(low) && reaches(high),
    };
    state && (!old.may_not_apply || new.may_not_apply)
}

fn knowing_less_never_helps(
    protocol: &Protocol,
    record: &Value,
    blank: &[String],
) -> Result<(), String> {
    // A contradiction speaks of the record: blanking one of its statements may end it, and the hold with it.
    let said = |record: &Value| judged(protocol, record, false).map_err(|error| error.to_string());
    let Some((old, before, volunteered)) = said(record)? else {
        return Err("the fixture itself was refused".to_owned());
    };
    let Some((new, after, still)) = said(&blanked(record, blank))? else {
        return Ok(());
    };
    let mut exempt = false;
    for ((query, new), old) in protocol.queries.iter().zip(&new).zip(&old) {
        if contains(query.measure, new, old) {
            continue;
        }
        if blank
            .iter()
            .any(|pointer| is_volunteered(query.measure, record, pointer))
        {
            exempt = true;
            continue;
        }
        let id = query.measure.id;
        return Err(format!(
            "blanking {blank:?} turned {id} from {old:?} into {new:?}"
        ));
    }
    // Good news that nobody asked for earns nothing, so not telling it can never be worse.
    if !exempt && still.iter().zip(&volunteered).any(|(now, then)| now > then) {
        return Err(format!("blanking {blank:?} made what is volunteered worse"));
    }
    // Bad news that nobody asked for, and that is no longer told, may help.
    let told = !exempt && still == volunteered;
    let helps = after.worst() < before.worst() || after.best() > before.best();
    if told && helps {
        return Err(format!(
            "blanking {blank:?} turned {before:?} into {after:?}"
        ));
    }
    Ok(())
}

/// Whether what stands there only ever makes a measure worse: the same fact told in another block, or a mask beside declared treatments.
fn is_volunteered(measure: &Definition, record: &Value, pointer: &str) -> bool {
    let field = pointer
        .trim_start_matches('/')
        .split('/')
        .map(|part| {
            if part.parse::<usize>().is_ok() {
                "[]"
            } else {
                part
            }
        })
        .collect::<Vec<_>>()
        .join(".")
        .replace(".[]", "[]");
    let within = |joined: &str| joined == field || joined.starts_with(&format!("{field}."));
    let within_block = |joined: &str| joined.starts_with(&format!("{field}[]"));
    let joins = measure
        .joins()
        .any(|joined| within(joined) || within_block(joined))
        && !is_asked_hop(measure, record, pointer);
    let masks = ["pain", "pain[]", "pain[].masked_by"].contains(&field.as_str())
        && record.pointer("/treatments").is_some_and(Value::is_array)
        && measure.reads().any(|read| read == "pain[].masked_by");
    // Treatments that hide pain, beside a diary that says nothing did; a whole log with nothing in it since the injury.
    let treated = field == "treatments" && measure.reads().any(|read| read == "pain[].masked_by");
    let log = field == "runs" && measure.is_of_the_log();
    // An examination that is no longer told leaves a pop unexamined, which is urgent: there the best case worsens, too.
    let examined = measure.id == "screening.pop_unexamined"
        && (field.contains("examined") || field == "injury.confirmed_by");
    let name = field.rsplit('.').next().unwrap_or_default();
    let told = record.pointer(pointer);
    let flare = told.is_some_and(|value| shows_a_flare(value) || is_a_sign(name, value));
    // A pace that is a walk's is bad news of a run, told by what is good news of another.
    let paced = (field.ends_with("[].distance_km") || field.ends_with("[].duration_min"))
        && measure.is_of_the_log();
    let paced = paced
        && pointer
            .rsplit_once('/')
            .and_then(|(run, _)| record.pointer(run))
            .is_some_and(is_as_slow_as_walking);
    joins || masks || treated || log || examined || flare || paced
}

/// Whether a run took more than 12 minutes for each kilometre.
fn is_as_slow_as_walking(run: &Value) -> bool {
    let read = |field: &str| run.get(field).cloned();
    let far = read("distance_km").and_then(|far| serde_json::from_value::<Kilometres>(far).ok());
    let lasted = read("duration_min").and_then(|long| serde_json::from_value::<Minutes>(long).ok());
    far.zip(lasted)
        .is_some_and(|(far, lasted)| lasted.exact() > far.exact().times(12))
}

/// Whether what stands there is of the newest test of the kind that the measure asks for, which other tests only join.
fn is_asked_hop(measure: &Definition, record: &Value, pointer: &str) -> bool {
    let kinds = [
        ("hop.single.", "single-hop"),
        ("hop.repeated.", "repeated-hops"),
        ("hop.double_leg.", "double-leg-jumps"),
    ];
    let kind = kinds.iter().find(|(of, _)| measure.id.starts_with(of));
    let place = pointer.strip_prefix("/hop/").and_then(|rest| {
        let (place, _) = rest.split_once('/')?;
        place.parse::<usize>().ok()
    });
    let (Some((_, kind)), Some(place)) = (kind, place) else {
        return false;
    };
    let hops = record.get("hop").and_then(Value::as_array);
    let day = |hop: &Value| hop.get("date").and_then(Value::as_str).map(str::to_owned);
    let of_kind = |hop: &&Value| hop.get("test").and_then(Value::as_str) == Some(*kind);
    let newest = hops.and_then(|hops| hops.iter().filter(of_kind).filter_map(day).max());
    hops.and_then(|hops| hops.get(place))
        .is_some_and(|hop| of_kind(&hop) && day(hop) == newest)
}

/// Whether a value is one sign of a flare: pain above 5 in daily life or of a morning, or a limp.
fn is_a_sign(name: &str, value: &Value) -> bool {
    let daily = [
        "worst",
        "rest",
        "walking",
        "stairs",
        "morning",
        "pain_next_morning",
    ];
    let sore = daily.contains(&name) && value.as_f64().is_some_and(|pain| pain > 5.0);
    sore || (name == "limp" && value == &Value::Bool(true))
}

/// Whether there is a sign of a flare in what stands there, which moves the day after which anything counts: bad news, and volunteered.
fn shows_a_flare(value: &Value) -> bool {
    match value {
        Value::Array(entries) => entries.iter().any(shows_a_flare),
        Value::Object(entry) => entry.iter().any(|(name, value)| is_a_sign(name, value)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}

#[test]
fn blanking_any_one_value_of_any_fixture_never_helps() -> Tested {
    let mut faults = Vec::new();
    for (path, text) in cases()? {
        let record: Value = serde_json::from_str(&text)?;
        let condition = record
            .pointer("/injury/condition")
            .and_then(Value::as_str)
            .unwrap_or_default();
        let protocol = protocol_for(condition)?;
        for pointer in evidence_pointers(&record) {
            if let Err(fault) = knowing_less_never_helps(&protocol, &record, &[pointer]) {
                faults.push(format!("{}: {fault}", path.display()));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    Ok(())
}

/// Every measure of the catalogue, in windows of each sort, as of some days before the file's own.
fn all_readings(record: &Value) -> Option<Vec<(&'static Definition, Reading)>> {
    let assessment = Assessment::from_json(&record.to_string()).ok()?;
    let goal = Kilometres::new(21_100_000).ok()?;
    let windows = [
        (Some(7), None, 0),
        (None, Some(14), 3),
        (Some(1), Some(7), 1),
    ];
    let mut readings = Vec::new();
    for days in [0, -2, -5] {
        let subject = Subject::new(
            &assessment,
            assessment.as_of().plus(days),
            GoalDistance::Known(goal),
        );
        for (fresh, over, at_least) in windows {
            let window = Window {
                keeps_adverse: false,
                fresh,
                over,
                at_least,
            };
            readings.extend(catalog().map(|measure| (measure, subject.read(measure, window))));
        }
    }
    Some(readings)
}

#[test]
fn blanking_any_one_value_only_widens_the_range_of_every_measure() -> Tested {
    let mut faults = Vec::new();
    let (_, text) = cases()?
        .into_iter()
        .find(|(path, _)| path.ends_with("everything-recorded.json"))
        .ok_or("the record is gone")?;
    let everything: Value = serde_json::from_str(&text)?;
    // What a measure does differently: other sides, no sound reference, another cadence, unable, adverse answers.
    let variants = [
        ("/id", json!("as it stands")),
        ("/injury/side", json!("right")),
        ("/injury/side", json!("both")),
        ("/injury/other_side_history", json!(true)),
        ("/heel_raise/0/cadence_per_min", json!(40)),
        ("/heel_raise/0/right/reps", json!(9)),
        ("/heel_raise/0/left", json!({ "unable": true })),
        ("/hop/1/left", json!({ "unable": true, "pain": 6 })),
        ("/hop/1/right", json!({ "unable": true })),
        ("/pain/0/limp", json!(true)),
        ("/pain/0/masked_by", json!(["tape"])),
        ("/pain/2/walking", json!("not-done")),
        ("/injury/last_flare", json!("none")),
        ("/treatments/0/site", json!("elsewhere")),
        ("/treatments/2/tendon_pain_since", json!(true)),
        ("/runs/0/rising", json!(true)),
        ("/runs/0/gait", json!("altered")),
        ("/screening/0/wells/alternative_as_likely", json!(true)),
    ];
    for (pointer, value) in variants {
        let mut record = everything.clone();
        *record.pointer_mut(pointer).ok_or(pointer)? = value;
        let before = all_readings(&record).ok_or_else(|| format!("{pointer} was refused"))?;
        for blank in evidence_pointers(&record) {
            let Some(after) = all_readings(&blanked(&record, [&blank])) else {
                continue;
            };
            for ((measure, old), (_, new)) in before.iter().zip(&after) {
                if !contains(measure, new, old) && !is_volunteered(measure, &record, &blank) {
                    let id = measure.id;
                    faults.push(format!(
                        "{pointer}: blanking {blank} turned {id} from {old:?} into {new:?}"
                    ));
                }
            }
        }
    }
    assert!(
        faults.is_empty(),
        "{} faults, first {}",
        faults.len(),
        faults
            .iter()
            .take(12)
            .cloned()
            .collect::<Vec<_>>()
            .join("\n")
    );
    Ok(())
}

#[test]
fn blanking_any_one_value_only_widens_every_measure_of_load_without_an_injury() -> Tested {
    let families = ["load.", "ladder.", "recovery.", "race."];
    let of_load = |(measure, _): &(&Definition, Reading)| {
        families.iter().any(|family| measure.id.starts_with(family))
    };
    let mut faults = Vec::new();
    let mut seen = 0_usize;
    for (path, text) in cases()? {
        let wanted = ["after-17-days-off-9-km.json", "four-weeks-off-injured.json"];
        if !wanted.iter().any(|name| path.ends_with(name)) {
            continue;
        }
        let mut record: Value = serde_json::from_str(&text)?;
        // The newest runs are enough; a walk-run and a hop make the record whole.
        let runs = record.pointer_mut("/runs").and_then(Value::as_array_mut);
        runs.ok_or("no runs")?.truncate(16);
        let hops =
            json!([{ "date": "2026-11-10", "test": "repeated-hops", "left": { "trials": [25] } }]);
        for (parent, field, value) in [
            ("", "hop", hops),
            ("/injury", "pre_injury_longest_km", json!(18)),
            ("/injury", "pre_injury_weekly_km", json!(40)),
            ("/runs/3", "kind", json!("walk-run")),
            ("/runs/3", "level", json!(2)),
            ("/runs/3", "run_min", json!(12)),
        ] {
            let fields = record.pointer_mut(parent).and_then(Value::as_object_mut);
            fields.ok_or(parent)?.insert(field.to_owned(), value);
        }
        let before = all_readings(&record).ok_or("refused")?;
        for blank in evidence_pointers(&record) {
            let Some(after) = all_readings(&blanked(&record, [&blank])) else {
                continue;
            };
            for ((measure, old), (_, new)) in
                before.iter().zip(&after).filter(|(one, _)| of_load(one))
            {
                seen = seen.saturating_add(1);
                if !contains(measure, new, old) {
                    let id = measure.id;
                    faults.push(format!(
                        "blanking {blank} turned {id} from {old:?} into {new:?}"
                    ));
                }
            }
        }
    }
    assert!(seen > 50_000, "only {seen} readings compared");
    assert!(
        faults.is_empty(),
        "{} faults, first {:#?}",
        faults.len(),
        faults.first()
    );
    Ok(())
}

#[test]
fn blanking_any_values_of_any_fixture_never_helps() -> Tested {
    let mut records = Vec::new();
    for (_, text) in cases()? {
        let record: Value = serde_json::from_str(&text)?;
        let condition = record
            .pointer("/injury/condition")
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned();
        let pointers = evidence_pointers(&record);
        records.push((protocol_for(&condition)?, record, pointers));
    }
    let places: Vec<usize> = (0..records.len()).collect();
    let strategy = (prop::sample::select(places), any::<Index>()).prop_flat_map({
        let counts: Vec<Vec<String>> = records
            .iter()
            .map(|(_, _, pointers)| pointers.clone())
            .collect();
        move |(place, _)| {
            let pointers = counts.get(place).cloned().unwrap_or_default();
            let most = pointers.len().min(12);
            (Just(place), subsequence(pointers, 0..=most))
        }
    });
    let mut runner = TestRunner::new(Config {
        cases: 1500,
        failure_persistence: None,
        ..Config::default()
    });
    runner.run(&strategy, |(place, blank)| {
        let Some((protocol, record, _)) = records.get(place) else {
            return Ok(());
        };
        knowing_less_never_helps(protocol, record, &blank).map_err(TestCaseError::fail)
    })?;
    Ok(())
}

#[test]
fn a_worse_value_of_any_measure_never_improves_a_verdict() -> Tested {
    let mut worsened = 0_usize;
    for (path, text) in cases()? {
        let assessment = Assessment::from_json(&text)?;
        let protocol = protocol_for(assessment.condition())?;
        let question = Question::new(&protocol, &assessment, None, None)?;
        let subject = Subject::new(&assessment, question.as_of, question.goal_distance());
        let readings = read(&protocol, &subject);
        let mut findings = Vec::new();
        let before = evaluate(&protocol, &question, &readings, &mut findings);
        for (place, query) in protocol.queries.iter().enumerate() {
            let (Some(better), Some(reading)) = (query.measure.better, readings.get(place)) else {
                continue;
            };
            let Some(value) = reading.value() else {
                continue;
            };
            let worst = query.measure.worst_end();
            // Steps on the way from the value to the worst end, with every limit between them.
            let limits = protocol
                .criteria
                .iter()
                .filter(|criterion| criterion.query == place)
                .filter_map(|criterion| criterion.bands);
            let limits = limits
                .flat_map(|bands| [Some(bands.go), bands.no_go])
                .flatten();
            let mut values: Vec<Exact> = limits
                .filter_map(|limit| limit.resolve(question.goal_km()))
                .collect();
            let nudged: Vec<Exact> = values
                .iter()
                .flat_map(|value| [value.plus(Exact::micro(1)), value.minus(Exact::micro(1))])
                .collect();
            values.extend(nudged);
            values.push(worst);
            values.retain(|candidate| match better {
                Better::Higher => *candidate < value,
                Better::Lower => *candidate > value,
            });
            for candidate in values {
                let mut changed = readings.clone();
                if let Some(reading) = changed.get_mut(place) {
                    *reading = Reading::taken(candidate, reading.date);
                }
                let after = evaluate(&protocol, &question, &changed, &mut findings);
                let id = query.measure.id;
                assert!(
                    after.verdict >= before.verdict && after.best_case >= before.best_case,
                    "{}: {id}",
                    path.display()
                );
                worsened = worsened.saturating_add(1);
            }
        }
    }
    assert!(worsened > 1000, "only {worsened} values tried");
    Ok(())
}

#[test]
fn seven_to_seven_point_seven_kilometres_is_exactly_at_a_limit_of_ten_percent() -> Tested {
    let criteria = r#"
        format = 1
        id = "ten-percent"
        title = "Ten percent"
        version = "1.0.0"
        reviewed = 2026-11-21
        status = "draft"
        conditions = ["ten-percent"]
        ask = "running"
        [[stage]]
        id = "running"
        title = "Running"
        clears = "running"
        [[stage.criterion]]
        id = "rise"
        measure = "load.session_ratio"
        go = "<= 110 %"
        no-go = "> 110 %"
        why = "the limit itself is GO"
        evidence = { sources = ["frandsen2025"], confidence = "low", kind = "evidence" }
        [[stage.criterion]]
        id = "longest"
        measure = "load.longest_run_30d"
        go = ">= goal / 1.10"
        no-go = "< goal / 1.10"
        why = "the same limit from the other side"
        evidence = { sources = ["frandsen2025"], confidence = "low", kind = "evidence" }
    "#;
    let protocol =
        compile(criteria, Some("ten-percent"), None).map_err(|faults| format!("{faults:?}"))?;
    let verdict = |distance: &str| -> Result<return_to_run::Verdict, Box<dyn std::error::Error>> {
        let record = format!(
            r#"{{ "as_of": "2026-11-21", "injury": {{ "condition": "ten-percent", "onset": "2026-01-01", "last_flare": "none" }}, "treatments": [],
                  "goal": {{ "activity": "run", "distance_km": {distance} }}, "log_complete_from": "2026-10-01",
                  "runs": [ {{ "date": "2026-11-20", "kind": "run", "distance_km": 7.0, "confirmed": true }} ] }}"#
        );
        Ok(Report::new(&protocol, &Assessment::from_json(&record)?)?.verdict())
    };
    assert_eq!(verdict("7.7")?, return_to_run::Verdict::Go);
    assert_eq!(verdict("7.700001")?, return_to_run::Verdict::NoGo);
    Ok(())
}

#[test]
fn shuffling_a_file_changes_nothing() -> Tested {
    for (path, text) in cases()? {
        let mut record: Value = serde_json::from_str(&text)?;
        let assessment = Assessment::from_json(&text)?;
        let protocol = protocol_for(assessment.condition())?;
        let before = Report::new(&protocol, &assessment)?;
        for block in record
            .as_object_mut()
            .into_iter()
            .flat_map(|record| record.values_mut())
        {
            if let Some(entries) = block.as_array_mut() {
                entries.reverse();
            }
        }
        let shuffled = Assessment::from_json(&record.to_string())?;
        let after = Report::new(&protocol, &shuffled)?;
        assert_eq!(
            before.judgement.findings,
            after.judgement.findings,
            "{}",
            path.display()
        );
    }
    Ok(())
}

#[test]
fn the_clinic_is_never_more_lenient_and_a_longer_goal_never_helps() -> Tested {
    for (path, text) in cases()? {
        let record: Value = serde_json::from_str(&text)?;
        let condition = record
            .pointer("/injury/condition")
            .and_then(Value::as_str)
            .unwrap_or_default();
        let protocol = protocol_for(condition)?;
        let asked = |field: &str, value: Value| -> Result<Envelope, Box<dyn std::error::Error>> {
            let mut record = record.clone();
            record
                .as_object_mut()
                .ok_or("not an object")?
                .insert(field.to_owned(), value);
            let (_, envelope, _) = judged(&protocol, &record, true)?.ok_or("refused")?;
            Ok(envelope)
        };
        let (home, clinic) = (
            asked("setting", json!("home"))?,
            asked("setting", json!("clinic"))?,
        );
        assert!(
            clinic.worst() >= home.worst() && clinic.best() >= home.best(),
            "{}",
            path.display()
        );
        for activity in ["run", "race"] {
            let mut before = Envelope::GO;
            for distance in [1, 5, 8, 9, 10, 12, 16, 21, 33, 42, 100] {
                let goal = json!({ "activity": activity, "distance_km": distance });
                let now = asked("goal", goal)?;
                assert!(
                    now.worst() >= before.worst() && now.best() >= before.best(),
                    "{}: {activity} of {distance} km",
                    path.display()
                );
                before = now;
            }
        }
    }
    Ok(())
}

#[test]
fn a_race_is_never_easier_than_a_run_of_its_distance() -> Tested {
    let mut told_apart = 0_usize;
    for (path, text) in cases()? {
        let record: Value = serde_json::from_str(&text)?;
        for shipped in SHIPPED.iter().filter(|one| one.id != RED_FLAGS) {
            let protocol = shipped.compile().map_err(|faults| format!("{faults:?}"))?;
            for distance in [
                0.5, 3.0, 5.0, 8.0, 9.5, 11.5, 16.0, 21.1, 33.0, 42.195, 100.0,
            ] {
                let asked = |activity: &str| -> Result<Envelope, Box<dyn std::error::Error>> {
                    let mut record = record.clone();
                    let goal = json!({ "activity": activity, "distance_km": distance });
                    let fields = record.as_object_mut().ok_or("not an object")?;
                    fields.insert("goal".to_owned(), goal);
                    let (_, envelope, _) = judged(&protocol, &record, true)?.ok_or("refused")?;
                    Ok(envelope)
                };
                let (run, race) = (asked("run")?, asked("race")?);
                assert!(
                    race.worst() >= run.worst() && race.best() >= run.best(),
                    "{}: {distance} km by {}",
                    path.display(),
                    shipped.id
                );
                told_apart = told_apart.saturating_add(usize::from(race != run));
            }
        }
    }
    assert!(told_apart > 100, "{told_apart}");
    Ok(())
}

#[test]
fn recovery_after_a_run_is_asked_of_a_race_too() -> Tested {
    let text = cases()?
        .into_iter()
        .find(|(path, _)| path.ends_with("achilles-midportion/all-met-for-a-race.json"))
        .ok_or("the record is gone")?
        .1;
    let mut record: Value = serde_json::from_str(&text)?;
    let newest = record
        .pointer_mut("/runs/0/pain_during")
        .ok_or("no run is recorded")?;
    // More pain than a day of rest settles.
    *newest = json!(2);
    let protocol = protocol_for("achilles-midportion")?;
    for goal in [
        json!({ "activity": "run", "distance_km": 5 }),
        json!({ "activity": "race", "distance_km": 5 }),
    ] {
        let mut asked = record.clone();
        let fields = asked.as_object_mut().ok_or("not an object")?;
        fields.insert("goal".to_owned(), goal);
        let assessment = Assessment::from_json(&asked.to_string())?;
        let report = Report::new(&protocol, &assessment)?;
        let reasons: Vec<String> = report.reasons().map(|line| line.name()).collect();
        assert!(
            reasons.contains(&"running/recovery".to_owned()),
            "{reasons:?}"
        );
    }
    Ok(())
}

/// A record, and the same with both legs hurt, an unknown leg, no log, or another goal.
fn variants(text: &str) -> Vec<Value> {
    let Ok(whole) = serde_json::from_str::<Value>(text) else {
        return Vec::new();
    };
    let changes = [
        ("/injury", "side", Some(json!("both"))),
        ("/injury", "side", None),
        ("", "runs", None),
        ("", "runs", Some(json!([]))),
        ("", "treatments", None),
        ("", "treatments", Some(json!([]))),
        ("", "goal", None),
        ("", "goal", Some(json!({ "activity": "race" }))),
        ("", "heel_raise", None),
    ];
    let changed = changes.into_iter().filter_map(|(parent, key, value)| {
        let mut record = whole.clone();
        let fields = record.pointer_mut(parent)?.as_object_mut()?;
        match value {
            Some(value) => drop(fields.insert(key.to_owned(), value)),
            None => drop(fields.remove(key)?),
        }
        Some(record)
    });
    let mut variants: Vec<Value> = changed.collect();
    variants.push(whole);
    variants
}

#[test]
fn what_can_mean_nothing_for_a_runner_says_so_and_nothing_else_does() -> Tested {
    let made_up = (0..120).map(|number| record(3, if number % 2 == 0 { 0 } else { 40 }, number));
    let texts = cases()?.into_iter().map(|(_, text)| text).chain(made_up);
    let protocol = protocol_for("achilles-midportion")?;
    let mut seen = BTreeSet::new();
    for variant in texts.flat_map(|text| variants(&text)) {
        let Ok(record) = Record::from_json(&variant.to_string()) else {
            continue;
        };
        let Ok(question) = Question::new(&protocol, &record, None, None) else {
            continue;
        };
        let subject = question.subject(&protocol, &record);
        for measure in catalog() {
            let reading = subject.read(measure, Window::default());
            if reading.state == State::NotApplicable || reading.may_not_apply {
                seen.insert(measure.id);
            }
        }
    }
    let said = catalog().filter(|measure| measure.may_not_apply);
    assert_eq!(seen, said.map(|measure| measure.id).collect());
    Ok(())
}
