//! A record that contradicts itself where the verdict reads it is never GO, says which field to correct, and is GO once it is corrected.

use return_to_run::engine::contradictions::Contradiction;
use return_to_run::formats::json_v1::report::ReportV1;
use return_to_run::pages::contradictions::explain;
use return_to_run::workbench::lint;
use return_to_run::{Assessment, Day, Question, Report, Verdict};
use serde_json::{Value, json};
use strum::VariantArray;

use crate::support::{Tested, cases, protocol_for};

/// A change of a record: a pointer, and what stands there then; nothing takes it away.
type Change = (&'static str, Option<Value>);

/// How a sound record comes to contradict itself, and which field to correct.
struct Made {
    kind: Contradiction,
    base: &'static str,
    wrong: Vec<Change>,
    corrected: Vec<Change>,
}

const INJURED: &str = "achilles-midportion/all-met-for-a-race.json";
const TORN: &str = "achilles-partial-tear/all-met-for-a-race.json";
const UNINJURED: &str = "race-preparation/ten-kilometres-ready.json";

fn made() -> Vec<Made> {
    let second = |start: &str| json!({ "date": "2026-11-19", "kind": "walk", "distance_km": 1, "duration_min": 12, "start": start });
    let of = |kind, base, wrong, corrected| Made {
        kind,
        base,
        wrong,
        corrected,
    };
    let on_the_injured = |kind, wrong, corrected| of(kind, INJURED, wrong, corrected);
    vec![
        of(
            Contradiction::SignsWithoutInjury,
            UNINJURED,
            vec![("/runs/3/gait", Some(json!("altered")))],
            vec![("/runs/3/gait", Some(json!("normal")))],
        ),
        on_the_injured(
            Contradiction::SiteAgainstCondition,
            vec![("/injury/site", Some(json!("insertional")))],
            vec![("/injury/site", Some(json!("midportion")))],
        ),
        on_the_injured(
            Contradiction::BothSidesOneHistory,
            vec![
                ("/injury/side", Some(json!("both"))),
                ("/heel_raise/0/right/pain", Some(json!(1))),
                ("/hop/0/right/pain", Some(json!(1))),
                ("/hop/1/right/pain", Some(json!(1))),
                ("/hop/2/right/pain", Some(json!(1))),
            ],
            vec![("/injury/other_side_history", Some(json!(true)))],
        ),
        on_the_injured(
            Contradiction::AbleAndUnable,
            vec![("/heel_raise/0/left", Some(json!({ "unable": true })))],
            vec![("/heel_raise/0/left", Some(json!({ "reps": 29, "pain": 1 })))],
        ),
        on_the_injured(
            Contradiction::RepetitionsWithoutHeight,
            vec![("/heel_raise/0/left/height_cm", Some(json!(0)))],
            vec![("/heel_raise/0/left/height_cm", None)],
        ),
        on_the_injured(
            Contradiction::SoundLegNotSound,
            vec![("/heel_raise/0/right/reps", Some(json!(20)))],
            vec![("/heel_raise/0/right/reps", Some(json!(30)))],
        ),
        on_the_injured(
            Contradiction::RanWithoutWalking,
            vec![("/pain/2/walking", Some(json!("not-done")))],
            vec![("/pain/2/walking", Some(json!(0)))],
        ),
        on_the_injured(
            Contradiction::LevelAgainstMinutes,
            vec![
                ("/runs/5/kind", Some(json!("walk-run"))),
                ("/runs/5/level", Some(json!(1))),
                ("/runs/5/run_min", Some(json!(30))),
            ],
            vec![("/runs/5/run_min", Some(json!(5)))],
        ),
        // Of a tear one ladder counts miles: a level of it is not run through, and no level of another has so many minutes.
        of(
            Contradiction::LevelAgainstMinutes,
            TORN,
            vec![
                ("/runs/5/kind", Some(json!("walk-run"))),
                ("/runs/5/level", Some(json!(1))),
                ("/runs/5/distance_km", Some(json!(2.8))),
                ("/runs/5/duration_min", Some(json!(30))),
                ("/runs/5/run_min", Some(json!(30))),
            ],
            vec![
                ("/runs/5/run_min", Some(json!(6))),
                ("/runs/5/distance_km", Some(json!(3.2))),
            ],
        ),
        on_the_injured(
            Contradiction::RunsAtOneTime,
            vec![
                ("/runs/0/start", Some(json!("2026-11-19T07:00:00Z"))),
                ("/runs/9", Some(second("2026-11-19T08:10:00+01:00"))),
            ],
            vec![("/runs/9/start", Some(json!("2026-11-19T17:10:00Z")))],
        ),
        on_the_injured(
            Contradiction::WalkAsFastAsARun,
            vec![
                ("/runs/5/kind", Some(json!("walk"))),
                ("/runs/5/duration_min", Some(json!(40))),
                ("/runs/5/distance_km", Some(json!(6))),
            ],
            vec![("/runs/5/confirmed", Some(json!(true)))],
        ),
    ]
}

fn changed(record: &Value, changes: &[Change]) -> Result<Value, Box<dyn std::error::Error>> {
    let mut record = record.clone();
    for (pointer, value) in changes {
        let (parent, key) = pointer.rsplit_once('/').ok_or(*pointer)?;
        match record.pointer_mut(parent).ok_or(*pointer)? {
            Value::Array(list) => {
                let value = value.clone().ok_or(*pointer)?;
                match list.get_mut(key.parse::<usize>()?) {
                    Some(entry) => *entry = value,
                    None => list.push(value),
                }
            }
            parent @ (Value::Null
            | Value::Bool(_)
            | Value::Number(_)
            | Value::String(_)
            | Value::Object(_)) => {
                let fields = parent.as_object_mut().ok_or(*pointer)?;
                match value {
                    Some(value) => drop(fields.insert(key.to_owned(), value.clone())),
                    None => drop(fields.remove(key)),
                }
            }
        }
    }
    Ok(record)
}

fn fixture(name: &str) -> Result<Value, Box<dyn std::error::Error>> {
    let (_, text) = cases()?
        .into_iter()
        .find(|(path, _)| path.ends_with(name))
        .ok_or("the record is gone")?;
    Ok(serde_json::from_str(&text)?)
}

#[test]
fn every_kind_holds_at_caution_names_its_fields_and_is_lifted_by_correcting_them() -> Tested {
    let made = made();
    for kind in Contradiction::VARIANTS {
        // No record by itself is judged by criteria for another condition.
        let by_itself = *kind != Contradiction::CriteriaForAnother;
        assert_eq!(
            made.iter().any(|made| made.kind == *kind),
            by_itself,
            "{kind:?}"
        );
    }
    for Made {
        kind,
        base,
        wrong,
        corrected,
    } in made
    {
        let record = changed(&fixture(base)?, &wrong)?;
        let assessment = Assessment::from_json(&record.to_string())?;
        let protocol = protocol_for(assessment.condition())?;
        let report = Report::new(&protocol, &assessment)?;
        let found = report.contradictions();
        let kinds: Vec<_> = found.iter().map(|found| found.kind).collect();
        assert_eq!(kinds, [kind]);
        assert!(report.verdict() >= Verdict::Caution, "{kind:?}");
        assert!(
            report.judgement.outcome.best_case >= Verdict::Caution,
            "{kind:?}"
        );
        assert!(report.judgement.remedy.go.is_none(), "{kind:?}");
        assert!(report.next().is_some(), "{kind:?}");
        let json = serde_json::to_value(ReportV1::of(&report))?;
        let paths = json
            .pointer("/contradictions/0/paths")
            .and_then(Value::as_array)
            .ok_or("no paths")?;
        assert!(paths.len() >= 2, "{kind:?}");
        for path in paths {
            let pointer = path.get("pointer").and_then(Value::as_str);
            let pointer = pointer.ok_or("no pointer")?;
            assert!(record.pointer(pointer).is_some(), "{kind:?}: {pointer}");
        }
        assert_eq!(
            json.pointer("/what_would_change/correct_first"),
            Some(&json!([kind.word()]))
        );

        let corrected = changed(&record, &corrected)?;
        let assessment = Assessment::from_json(&corrected.to_string())?;
        let report = Report::new(&protocol, &assessment)?;
        assert_eq!(report.contradictions(), [], "{kind:?}");
        assert_eq!(report.verdict(), Verdict::Go, "{kind:?}");
    }
    Ok(())
}

#[test]
fn a_contradiction_only_ever_takes_a_go_away_under_every_goal_and_condition() -> Tested {
    let mut held = 0_usize;
    let goals = [
        json!({ "activity": "race", "distance_km": 10 }),
        json!({ "activity": "run", "distance_km": 5 }),
        json!({ "activity": "race" }),
        json!(null),
    ];
    for (path, text) in cases()? {
        let fixture: Value = serde_json::from_str(&text)?;
        for made in made() {
            // Where the record has no such entry, nothing can be made of it.
            let Ok(record) = changed(&fixture, &made.wrong) else {
                continue;
            };
            for goal in &goals {
                let record = changed(&record, &[("/goal", Some(goal.clone()))])?;
                let Ok(assessment) = Assessment::from_json(&record.to_string()) else {
                    continue;
                };
                let protocol = protocol_for(assessment.condition())?;
                let question = Question::new(&protocol, &assessment, None, None)?;
                let unheld = Report::of(&protocol, &assessment, question.without_hold());
                let report = Report::of(&protocol, &assessment, question);
                let of = |report: &Report<'_>| {
                    let outcome = report.judgement.outcome;
                    [outcome.verdict, outcome.best_case]
                };
                let is_held = !report.contradictions().is_empty();
                let floor = if is_held {
                    Verdict::Caution
                } else {
                    Verdict::Go
                };
                let expected = of(&unheld).map(|verdict| verdict.max(floor));
                assert_eq!(of(&report), expected, "{}: {:?}", path.display(), made.kind);
                held = held.saturating_add(usize::from(is_held));
            }
        }
    }
    assert!(held > 500, "only {held} held");
    Ok(())
}

/// A runner without an injury, with a test, a score or a treatment of a leg that is sound.
fn tested() -> Vec<Change> {
    vec![
        (
            "/heel_raise",
            Some(
                json!([{ "date": "2026-11-17", "surface": "incline-10", "cadence_per_min": 30,
                "left": { "reps": 15, "pain": 0 }, "right": { "reps": 30, "pain": 0 } }]),
            ),
        ),
        (
            "/hop",
            Some(json!([{ "date": "2026-11-17", "test": "single-hop",
                "left": { "trials": [60, 61, 60], "pain": 0 }, "right": { "trials": [120, 118, 119], "pain": 0 } }])),
        ),
        (
            "/questionnaires",
            Some(json!([{ "date": "2026-11-17", "instrument": "visa-a", "score": 60 }])),
        ),
        (
            "/treatments",
            Some(
                json!([{ "date": "2026-11-10", "kind": "corticosteroid-injection", "site": "elsewhere" }]),
            ),
        ),
    ]
}

#[test]
fn each_sign_of_an_injured_leg_holds_a_runner_without_one_and_what_looks_alike_does_not() -> Tested
{
    let sound = changed(&fixture(UNINJURED)?, &tested())?;
    let runs = sound.pointer("/runs").and_then(Value::as_array);
    let date = |run: usize| {
        let run = runs.and_then(|runs| runs.get(run))?;
        run.get("date")?.as_str()?.parse::<Day>().ok()
    };
    let as_of: Day = "2026-11-21".parse()?;
    let recent = |run: usize| date(run).map(|day| as_of.since(day) < 28);
    let old = (0..40)
        .find(|run| recent(*run) == Some(false))
        .ok_or("no old run")?;
    let pain = |field: &str, run: usize, pain: i32| (format!("/runs/{run}/{field}"), json!(pain));
    let stiff = |days: &[usize], minutes: i32| {
        let stiff = |day: &usize| (format!("/pain/{day}/morning_stiffness_min"), json!(minutes));
        days.iter().map(stiff).collect::<Vec<_>>()
    };
    let one = |pointer: &str, value: Value| vec![(pointer.to_owned(), value)];
    let kinds =
        |changes: &[(String, Value)]| -> Result<Vec<Contradiction>, Box<dyn std::error::Error>> {
            let mut record = sound.clone();
            for (pointer, value) in changes {
                let (parent, field) = pointer.rsplit_once('/').ok_or("no field")?;
                let parent = record.pointer_mut(parent).ok_or_else(|| pointer.clone())?;
                if let Some(fields) = parent.as_object_mut() {
                    fields.insert(field.to_owned(), value.clone());
                } else {
                    *parent.pointer_mut(&format!("/{field}")).ok_or("no entry")? = value.clone();
                }
            }
            let assessment = Assessment::from_json(&record.to_string())?;
            let protocol = protocol_for(assessment.condition())?;
            let report = Report::new(&protocol, &assessment)?;
            let found = report.contradictions();
            for place in found.iter().flat_map(|found| &found.places) {
                assert!(record.pointer(&place.pointer()).is_some(), "{place}");
            }
            if !found.is_empty() {
                assert!(report.verdict() >= Verdict::Caution, "{changes:?}");
            }
            Ok(found.iter().map(|found| found.kind).collect())
        };
    let signs = [
        vec![pain("pain_during", 2, 6)],
        vec![pain("pain_start", 2, 6), pain("pain_during", 2, 6)],
        vec![pain("pain_next_morning", 2, 6)],
        one("/heel_raise/0/left/reps", json!(14)),
        one("/hop/0/left/trials", json!([59, 58, 59])),
        one("/questionnaires/0/score", json!(59)),
        stiff(&[0, 1, 2], 31),
        one("/treatments/0/site", Value::Null),
    ];
    for changes in signs {
        assert_eq!(
            kinds(&changes)?,
            [Contradiction::SignsWithoutInjury],
            "{changes:?}"
        );
    }
    let alike = [
        vec![],
        vec![pain("pain_during", 2, 5)],
        vec![pain("pain_next_morning", 2, 5)],
        vec![pain("pain_during", old, 6)],
        one("/hop/0/left/trials", json!([59, null, null])),
        one("/questionnaires/0/date", json!("2026-10-01")),
        stiff(&[0, 1, 2], 30),
        stiff(&[0, 1], 60),
        vec![
            ("/treatments/0/site".to_owned(), Value::Null),
            ("/treatments/0/date".to_owned(), json!("2026-08-01")),
        ],
    ];
    for changes in alike {
        assert_eq!(kinds(&changes)?, [], "{changes:?}");
    }
    Ok(())
}

#[test]
fn criteria_for_another_condition_hold_at_caution_and_change_nothing_else() -> Tested {
    let mut gos = 0_usize;
    for (path, text) in cases()? {
        let assessment = Assessment::from_json(&text)?;
        for name in ["none", "achilles-midportion", "achilles-partial-tear"] {
            let protocol = protocol_for(name)?;
            let Ok(question) = Question::new(&protocol, &assessment, None, None) else {
                continue;
            };
            let another = !protocol.answers_for(assessment.condition());
            assert_eq!(
                question.held.contains(Contradiction::CriteriaForAnother),
                another
            );
            if !another {
                continue;
            }
            let unheld = Report::of(&protocol, &assessment, question.without_hold());
            let report = Report::of(&protocol, &assessment, question);
            let expected = unheld.verdict().max(Verdict::Caution);
            assert_eq!(report.verdict(), expected, "{} by {name}", path.display());
            gos = gos.saturating_add(usize::from(unheld.verdict() == Verdict::Go));
            let json = serde_json::to_value(ReportV1::of(&report))?;
            let first = json.pointer("/contradictions/0/paths/0/pointer");
            assert_eq!(first, Some(&json!("/injury/condition")));
        }
    }
    assert!(gos > 20, "only {gos} were GO");
    Ok(())
}

#[test]
fn a_stage_that_reads_neither_statement_is_not_held() -> Tested {
    let record = changed(
        &fixture(INJURED)?,
        &[
            ("/heel_raise/0/right/reps", Some(json!(20))),
            ("/goal", Some(json!({ "stage": "daily-life" }))),
        ],
    )?;
    let assessment = Assessment::from_json(&record.to_string())?;
    let protocol = protocol_for(assessment.condition())?;
    let report = Report::new(&protocol, &assessment)?;
    assert_eq!(
        (report.contradictions(), report.verdict()),
        (vec![], Verdict::Go)
    );

    let race = changed(&record, &[("/goal", Some(json!({ "stage": "race" })))])?;
    let assessment = Assessment::from_json(&race.to_string())?;
    let report = Report::new(&protocol, &assessment)?;
    let cleared = report.cleared().map(|stage| stage.id.as_str());
    assert_eq!(
        cleared,
        Some("daily-life"),
        "no stage is cleared past a contradiction"
    );
    Ok(())
}

#[test]
fn what_is_told_later_or_lies_too_far_back_contradicts_nothing() -> Tested {
    let wrong: [Change; 1] = [("/pain/2/walking", Some(json!("not-done")))];
    let record = changed(&fixture(INJURED)?, &wrong)?;
    let assessment = Assessment::from_json(&record.to_string())?;
    let protocol = protocol_for(assessment.condition())?;
    let held = |day: &str| -> Result<bool, Box<dyn std::error::Error>> {
        let day: Day = day.parse()?;
        let question = Question::new(&protocol, &assessment, Some(day), None)?;
        Ok(!question.held.is_empty())
    };
    assert!(!held("2026-11-18")?, "the day before");
    assert!(held("2026-11-19")?, "the day itself");
    assert!(!held("2027-02-19")?, "three months later");
    Ok(())
}

#[test]
fn an_older_test_of_the_sound_leg_is_superseded_by_a_newer_one() -> Tested {
    let older = json!({ "date": "2026-11-10", "surface": "incline-10", "cadence_per_min": 30, "left": { "reps": 29, "pain": 1 },
        "right": { "reps": 30, "pain": 8 }, "pain_next_morning": 0 });
    let record = changed(&fixture(INJURED)?, &[("/heel_raise/1", Some(older))])?;
    let assessment = Assessment::from_json(&record.to_string())?;
    let protocol = protocol_for(assessment.condition())?;
    assert_eq!(Report::new(&protocol, &assessment)?.verdict(), Verdict::Go);
    Ok(())
}

#[test]
fn every_code_has_its_page_and_none_is_a_code_of_lint() {
    for kind in Contradiction::VARIANTS {
        let page = explain(kind.word());
        assert!(page.is_some_and(|page| page.blocks.len() == 4), "{kind:?}");
        assert!(lint::explain(kind.word()).is_none(), "{kind:?}");
    }
    assert!(explain("no-such-code").is_none());
}

#[test]
fn a_leg_hurt_before_may_be_the_weaker_one_but_must_be_able() -> Tested {
    let fixture = fixture(INJURED)?;
    let held = |name: &str, change: Change| -> Result<bool, Box<dyn std::error::Error>> {
        let before: Change = ("/injury/other_side_history", Some(json!(true)));
        let record = changed(&fixture, &[before, change])?;
        let assessment = Assessment::from_json(&record.to_string())?;
        let protocol = protocol_for(assessment.condition())?;
        let report = Report::new(&protocol, &assessment)?;
        let found = report.contradictions();
        let held = found
            .iter()
            .any(|found| found.kind == Contradiction::SoundLegNotSound);
        assert_eq!(held, report.verdict() != Verdict::Go, "{name}");
        Ok(held)
    };
    assert!(!held(
        "beaten",
        ("/heel_raise/0/right/reps", Some(json!(20)))
    )?);
    for (pointer, value) in [
        ("/heel_raise/0/right", json!({ "unable": true })),
        ("/heel_raise/0/right/reps", json!(0)),
        ("/hop/1/right", json!({ "unable": true })),
        ("/hop/1/right/trials", json!([0])),
        ("/hop/2/right", json!({ "unable": true })),
        ("/hop/2/right/trials", json!([0, 0, 0])),
    ] {
        assert!(held(pointer, (pointer, Some(value)))?, "{pointer}");
    }
    Ok(())
}

#[test]
fn without_an_injury_a_test_that_ends_at_zero_is_a_sign_as_unable_is() -> Tested {
    let fixture = fixture(UNINJURED)?;
    let today = fixture.get("as_of").ok_or("no day")?;
    let test = |leg: Value| json!([{ "date": today, "left": leg, "right": { "reps": 30 } }]);
    let hop = |test: &str, leg: Value| json!([{ "date": today, "test": test, "left": leg }]);
    for (block, told, is_a_sign) in [
        ("/heel_raise", test(json!({ "unable": true })), true),
        ("/heel_raise", test(json!({ "reps": 0 })), true),
        ("/heel_raise", test(json!({ "reps": 15 })), false),
        ("/hop", hop("repeated-hops", json!({ "trials": [0] })), true),
        (
            "/hop",
            hop("single-hop", json!({ "trials": [0, 0, 0] })),
            true,
        ),
        (
            "/hop",
            hop("single-hop", json!({ "trials": [0, 0, 90] })),
            false,
        ),
        (
            "/hop",
            hop("single-hop", json!({ "trials": [0, null, 0] })),
            false,
        ),
    ] {
        let record = changed(&fixture, &[(block, Some(told.clone()))])?;
        let assessment = Assessment::from_json(&record.to_string())?;
        let protocol = protocol_for(assessment.condition())?;
        let report = Report::new(&protocol, &assessment)?;
        let found = report.contradictions();
        let kinds: Vec<_> = found.iter().map(|found| found.kind).collect();
        let sign = is_a_sign.then_some(Contradiction::SignsWithoutInjury);
        assert_eq!(kinds, Vec::from_iter(sign), "{told}");
        assert_eq!(report.verdict() == Verdict::Go, !is_a_sign, "{told}");
    }
    Ok(())
}
