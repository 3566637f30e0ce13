//! Red flags are judged beside whatever criteria answer, and the worse counts.

use assert_cmd::Command;
use return_to_run::assessment::Goal;
use return_to_run::engine::Question;
use return_to_run::protocol::builtin::SHIPPED;
use return_to_run::protocol::red_flags::RED_FLAGS;
use return_to_run::protocol::set::ProtocolSet;
use return_to_run::protocol::{Asked, Protocol, Refer, compile};
use return_to_run::{Assessment, Report, Verdict};
use serde_json::{Value, json};

use crate::support::{Tested, cases};

/// What every red flag says at its worst, where it stands in a record, and whom to see.
fn flags() -> Vec<(&'static str, Value, Refer)> {
    vec![
        ("pop_at_onset", json!(true), Refer::Urgent),
        ("push_off_loss", json!(true), Refer::Urgent),
        (
            "heel_raise_ability",
            json!("newly-unable"),
            Refer::Clinician,
        ),
        ("calf_swelling_warmth", json!(true), Refer::Urgent),
        ("fever", json!(true), Refer::Urgent),
        ("night_pain", json!(true), Refer::Clinician),
        ("bone_tenderness", json!(true), Refer::Clinician),
        ("calf_squeeze", json!("abnormal"), Refer::Urgent),
        ("resting_angle", json!("abnormal"), Refer::Urgent),
        ("palpable_gap", json!(true), Refer::Urgent),
    ]
}

/// The record with its newest screening answering so.
fn answered(record: &Value, field: &str, answer: &Value) -> Value {
    let mut record = record.clone();
    let as_of = record.get("as_of").cloned().unwrap_or_default();
    let newest = record
        .pointer_mut("/screening/0")
        .and_then(Value::as_object_mut);
    if let Some(newest) = newest {
        newest.insert(field.to_owned(), answer.clone());
    } else if let Some(record) = record.as_object_mut() {
        record.insert(
            "screening".to_owned(),
            json!([{ "date": as_of, field: answer }]),
        );
    }
    record
}

fn alone() -> Result<Protocol, Box<dyn std::error::Error>> {
    let shipped = SHIPPED.iter().find(|shipped| shipped.id == RED_FLAGS);
    let compiled = shipped.ok_or("no red flags")?.compile();
    compiled.map_err(|faults| format!("{faults:?}").into())
}

#[test]
fn a_red_flag_on_record_is_never_go_under_any_condition_however_old() -> Tested {
    let set = ProtocolSet::with(Vec::new());
    let mut judged = 0_usize;
    for shipped in SHIPPED.iter().filter(|shipped| shipped.id != RED_FLAGS) {
        let condition = shipped.conditions.first().ok_or("no condition")?;
        let protocol = set.protocol(set.place_for(condition)?)?;
        for (field, worst, refer) in flags() {
            for day in ["2026-11-21", "2026-10-02", "2024-01-05"] {
                let injury = if *condition == "none" {
                    json!({ "condition": condition })
                } else {
                    json!({ "condition": condition, "onset": "2026-08-01", "last_flare": "none", "confirmed_by": "self" })
                };
                let record = json!({
                    "as_of": "2026-11-21",
                    "injury": injury,
                    "screening": [{ "date": "2026-11-20" }, { "date": day, field: worst }],
                });
                let assessment = Assessment::from_json(&record.to_string())
                    .map_err(|errors| format!("{condition} {field}: {errors:?}"))?;
                let report = Report::new(protocol, &assessment)?;
                let outcome = report.judgement.outcome;
                assert_eq!(
                    outcome.best_case,
                    Verdict::NoGo,
                    "{condition} {field} {day}"
                );
                assert!(outcome.refer >= Some(refer), "{condition} {field} {day}");
                let mut named = report.reasons().map(|reason| reason.name());
                let id = protocol.id.as_str();
                assert!(named.next().is_some(), "{id}: {field} {day} is no reason");
                judged = judged.saturating_add(1);
            }
        }
    }
    assert!(judged >= 180, "{judged}");
    Ok(())
}

#[test]
fn deleting_the_screening_never_improves_what_pain_at_rest_causes() -> Tested {
    let set = ProtocolSet::with(Vec::new());
    let mut caused = 0_usize;
    for (path, text) in cases()? {
        let mut record: Value = serde_json::from_str(&text)?;
        for day in 0..3 {
            let diary = record.pointer_mut(&format!("/pain/{day}"));
            let Some(diary) = diary.and_then(Value::as_object_mut) else {
                continue;
            };
            diary.insert("rest".to_owned(), json!(2));
            let worst = diary.get("worst").and_then(Value::as_f64);
            diary.insert("worst".to_owned(), json!(worst.unwrap_or(2.0).max(2.0)));
            let unscreened = |record: &Value| {
                let mut record = record.clone();
                record.as_object_mut()?.remove("screening");
                Some(record)
            };
            let without = unscreened(&record).ok_or("no record")?;
            let judged = |record: &Value| -> Result<_, Box<dyn std::error::Error>> {
                let assessment = Assessment::from_json(&record.to_string())
                    .map_err(|errors| format!("{}: {errors:?}", path.display()))?;
                let protocol = set.protocol(set.place_for(assessment.condition())?)?;
                let report = Report::new(protocol, &assessment)?;
                let outcome = report.judgement.outcome;
                let night = report
                    .reasons()
                    .any(|reason| reason.name().ends_with("/night-pain"));
                Ok((outcome.verdict, outcome.best_case, night))
            };
            let (before, after) = (judged(&record)?, judged(&without)?);
            if before.2 {
                caused = caused.saturating_add(1);
                assert!(after.0 >= before.0, "{}", path.display());
                assert!(after.1 >= Verdict::NoGo, "{}", path.display());
            }
        }
    }
    assert!(caused > 100, "{caused}");
    Ok(())
}

#[test]
fn with_red_flags_the_verdict_is_the_worse_of_the_two() -> Tested {
    let (set, alone) = (ProtocolSet::with(Vec::new()), alone()?);
    let mut worse = 0_usize;
    for (path, text) in cases()? {
        let record: Value = serde_json::from_str(&text)?;
        let condition = Assessment::from_json(&text)?.condition().to_owned();
        let mut shipped = SHIPPED.iter();
        let plain = shipped.find(|shipped| shipped.conditions.contains(&condition.as_str()));
        let plain = plain.ok_or("no criteria")?.compile();
        let plain = plain.map_err(|faults| format!("{faults:?}"))?;
        let beside = set.protocol(set.place_for(&condition)?)?;
        let flagged = flags()
            .into_iter()
            .map(|(field, worst, _)| answered(&record, field, &worst));
        for record in flagged.chain([record.clone()]) {
            let Ok(assessment) = Assessment::from_json(&record.to_string()) else {
                continue;
            };
            let outcome = |protocol: &Protocol, goal: Option<Goal>| {
                Question::new(protocol, &assessment, None, goal).map(|question| {
                    Report::of(protocol, &assessment, question)
                        .judgement
                        .outcome
                })
            };
            let one = outcome(&plain, None)?;
            let other = outcome(&alone, Some(Goal::Stage(RED_FLAGS.to_owned())))?;
            let together = outcome(beside, None)?;
            let shown = path.display();
            assert_eq!(together.verdict, one.verdict.max(other.verdict), "{shown}");
            assert_eq!(together.refer, one.refer.max(other.refer), "{shown}");
            worse = worse.saturating_add(usize::from(together.verdict > one.verdict));
        }
    }
    assert!(worse > 20, "{worse}");
    Ok(())
}

#[test]
fn what_the_criteria_ask_themselves_is_not_said_twice() -> Tested {
    let set = ProtocolSet::with(Vec::new());
    let midportion = set.protocol(set.place_for("achilles-midportion")?)?;
    let named = midportion.criteria.iter().map(|one| one.id.as_str());
    let added: Vec<&str> = named.filter(|id| id.starts_with("red-flag-")).collect();
    assert!(added.is_empty(), "{added:?}");
    let none = set.protocol(set.place_for("none")?)?;
    let flags = none
        .criteria
        .iter()
        .filter(|one| one.id.starts_with("red-flag-"));
    assert_eq!(flags.count(), alone()?.criteria.len());
    Ok(())
}

#[test]
fn nobody_is_asked_for_a_red_flag_and_each_sends_the_runner_to_be_seen() -> Tested {
    let alone = alone()?;
    assert!(alone.is_red_flags());
    for criterion in &alone.criteria {
        assert_eq!(criterion.asked, Asked::IfRecorded, "{}", criterion.id);
        assert!(criterion.refer.is_some(), "{}", criterion.id);
    }
    Ok(())
}

#[test]
fn a_clinicians_own_red_flags_take_the_place_of_the_shipped_ones_and_are_told_in_the_report()
-> Tested {
    let shipped = SHIPPED.iter().find(|shipped| shipped.id == RED_FLAGS);
    let text = shipped.ok_or("no red flags")?.text;
    let own = text.replacen("id       = \"fever\"", "id       = \"illness\"", 1);
    let own = compile(&own, Some(RED_FLAGS), None).map_err(|faults| format!("{faults:?}"))?;
    let digest = own.digest.to_string();
    let set = ProtocolSet::with(vec![own]);
    let assessment = Assessment::from_json(
        r#"{ "as_of": "2026-11-21", "injury": { "condition": "none" }, "screening": [{ "date": "2026-11-20", "fever": true }] }"#,
    )?;
    let report = Report::new(set.protocol(set.place_for("none")?)?, &assessment)?;
    assert!(
        report
            .reasons()
            .any(|reason| reason.name() == "daily-life/red-flag-illness")
    );
    let shown = serde_json::to_value(return_to_run::formats::json_v1::report::ReportV1::of(
        &report,
    ))?;
    assert_eq!(
        shown.pointer("/provenance/red_flags_sha256"),
        Some(&json!(digest))
    );
    Ok(())
}

#[test]
fn red_flags_alone_judge_nobody() -> Tested {
    let output = Command::cargo_bin("rtr")?
        .args(["check", "--protocol", RED_FLAGS, "-"])
        .write_stdin(r#"{ "as_of": "2026-11-21", "injury": { "condition": "none" } }"#)
        .output()?;
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8(output.stderr)?;
    assert!(said.contains("no protocol `red-flags`"), "{said}");
    Ok(())
}
