//! Today's session: a level, a run, rest, or nothing at all, and why.

use return_to_run::document::text;
use return_to_run::formats::json_v1::next::NextV1;
use return_to_run::pages::next::document;
use return_to_run::training::{Because, Next, Session, Today, next};
use return_to_run::{Assessment, Day};
use serde_json::{Value, json};

use crate::support::{Tested, cases, protocol_for};

type Fault = Box<dyn std::error::Error>;

/// A runner with tendinopathy who has passed every test and never run since; as of 2026-11-21.
const READY: &str = "first-walk-run-is-not-blocked-for-want-of-a-run.json";

/// The same with these sessions: days ago, level, pain during, pain on the next morning (`None` is not recorded).
fn after(sessions: &[(i32, u8, u8, Option<u8>)]) -> Result<Value, Fault> {
    let (_, text) = cases()?
        .into_iter()
        .find(|(path, _)| path.ends_with(READY))
        .ok_or("the record is gone")?;
    let mut record: Value = serde_json::from_str(&text)?;
    let as_of: Day = "2026-11-21".parse()?;
    let runs: Vec<Value> = sessions
        .iter()
        .map(|(ago, level, pain, morning)| {
            json!({ "date": as_of.plus(ago.saturating_neg()), "kind": "walk-run", "level": level, "distance_km": 1,
                "duration_min": i32::from(*level).saturating_mul(5).saturating_add(5),
                "run_min": i32::from(*level).saturating_mul(5), "pain_start": pain, "pain_during": pain, "pain_after": 0,
                "pain_next_morning": morning, "rising": false, "gait": "normal", "speed": "easy", "hills": false })
        })
        .collect();
    record
        .as_object_mut()
        .ok_or("no object")?
        .insert("runs".to_owned(), json!(runs));
    Ok(record)
}

fn told<T>(
    record: &Value,
    ladder: Option<&str>,
    tell: impl FnOnce(&Next<'_>) -> T,
) -> Result<T, Fault> {
    let assessment = Assessment::from_json(&record.to_string())?;
    let protocol = protocol_for(assessment.condition())?;
    let next = next(&protocol, &assessment, None, ladder)?;
    Ok(tell(&next))
}

/// The level that is open, the clean sessions on it, and the level offered.
fn standing(record: &Value) -> Result<(usize, u16, Option<usize>), Fault> {
    told(record, None, |next| {
        let standing = next.climb.as_ref().map(|climb| climb.standing);
        let offered = match next.today {
            Today::Session {
                session: Session::Level(place),
                ..
            } => Some(place.saturating_add(1)),
            Today::SeeSomebody
            | Today::NotCleared { .. }
            | Today::Rest { .. }
            | Today::Taper { .. }
            | Today::Session { .. } => None,
        };
        let (open, credit) = standing.map_or((0, 0), |one| (one.open.0, one.credit));
        (open, credit, offered)
    })
}

#[test]
fn each_session_says_what_comes_next() -> Tested {
    let calm = Some(0);
    for (sessions, open, credit, offered) in [
        (vec![], 1, 0, Some(1)),
        (vec![(3, 1, 0, calm)], 1, 1, Some(1)),
        (vec![(6, 1, 0, calm), (3, 1, 0, calm)], 2, 0, Some(2)),
        (
            vec![
                (12, 1, 0, calm),
                (9, 1, 0, calm),
                (6, 2, 0, calm),
                (3, 2, 1, calm),
            ],
            3,
            0,
            Some(3),
        ),
        // Pain of 6 leads down, and so does a morning 3 above usual: one clean session of the level below, not two.
        (
            vec![(9, 1, 0, calm), (6, 1, 0, calm), (3, 2, 6, calm)],
            1,
            1,
            Some(1),
        ),
        (
            vec![(9, 1, 0, calm), (6, 1, 0, calm), (3, 2, 0, Some(3))],
            1,
            1,
            Some(1),
        ),
        // A morning 2 above usual holds.
        (
            vec![
                (12, 1, 0, calm),
                (9, 1, 0, calm),
                (6, 2, 0, calm),
                (3, 2, 0, Some(2)),
            ],
            2,
            0,
            Some(2),
        ),
        // Without its morning a session does not count, and may have been the worst.
        (vec![(6, 1, 0, calm), (3, 1, 0, None)], 1, 0, Some(1)),
        // Pain of 4 that settles overnight is borne.
        (vec![(6, 1, 0, calm), (3, 1, 4, calm)], 2, 0, Some(2)),
        // No level is skipped, and a session on a higher one counts for those below.
        (vec![(6, 3, 0, calm), (3, 3, 0, calm)], 4, 0, Some(4)),
        // A bad session is not hidden by easy ones that follow.
        (
            vec![
                (15, 2, 0, calm),
                (12, 2, 0, calm),
                (9, 3, 8, calm),
                (6, 1, 0, calm),
                (3, 1, 0, calm),
            ],
            2,
            1,
            Some(2),
        ),
        // After four weeks without a run the ladder starts again.
        (
            vec![(40, 1, 0, calm), (37, 1, 0, calm), (34, 2, 0, calm)],
            1,
            0,
            Some(1),
        ),
    ] {
        let record = after(&sessions)?;
        let expected = (open, credit, offered);
        assert_eq!(standing(&record)?, expected, "{sessions:?}");
    }
    Ok(())
}

#[test]
fn rest_comes_before_the_next_session_and_a_red_flag_before_all() -> Tested {
    let today = |record: &Value| told(record, None, |next| next.today.clone());
    let rested: Day = "2026-11-23".parse()?;
    assert_eq!(
        today(&after(&[(1, 1, 0, Some(0))])?)?,
        Today::Rest { until: rested }
    );
    assert!(matches!(
        today(&after(&[(3, 1, 0, Some(0))])?)?,
        Today::Session {
            session: Session::Level(0),
            because: Because::Hardest,
            ..
        }
    ));
    let mut flagged = after(&[])?;
    let screening = flagged
        .pointer_mut("/screening/0")
        .and_then(Value::as_object_mut);
    screening
        .ok_or("no answers")?
        .insert("calf_swelling_warmth".to_owned(), json!(true));
    assert_eq!(today(&flagged)?, Today::SeeSomebody);
    Ok(())
}

#[test]
fn another_ladder_is_climbed_when_it_is_named_and_none_when_there_is_none() -> Tested {
    let record = after(&[])?;
    let named = told(&record, Some("intervals"), |next| {
        text::render(&document(next), text::Options::default())
    })?;
    assert!(
        named.contains("Level 1: Walk 2 minutes, run 30 seconds: 12 times"),
        "{named}"
    );
    let unknown = told(&record, Some("stairs"), |_| ());
    assert_eq!(
        unknown.err().map(|fault| fault.to_string()).as_deref(),
        Some("no ladder `stairs`; the protocol has `minutes`, `intervals`, `weekly`")
    );
    Ok(())
}

#[test]
fn a_runner_past_the_ladder_is_told_how_far() -> Tested {
    for (name, metres) in [
        ("ten-kilometres-ready.json", Some(10_500)),
        ("after-17-days-off-9-km.json", Some(8_000)),
        ("watch-log-without-pain-scores.json", None),
    ] {
        let (_, text) = cases()?
            .into_iter()
            .find(|(path, _)| path.ends_with(name))
            .ok_or(name)?;
        let today = told(&serde_json::from_str(&text)?, None, |next| {
            next.today.clone()
        })?;
        let found = match today {
            Today::Session {
                session: Session::Run(_),
                metres,
                ..
            } => Some(metres),
            Today::SeeSomebody
            | Today::NotCleared { .. }
            | Today::Rest { .. }
            | Today::Taper { .. }
            | Today::Session { .. } => None,
        };
        assert_eq!(found, metres, "{name}");
    }
    Ok(())
}

#[test]
fn what_is_told_reads_well_and_fits_80_columns() -> Tested {
    let mut pages = Vec::new();
    for (name, record) in [
        ("first session", after(&[])?),
        (
            "one level up",
            after(&[(6, 1, 0, Some(0)), (3, 1, 0, Some(0))])?,
        ),
        (
            "the last run hurt",
            after(&[(9, 1, 0, Some(0)), (6, 1, 0, Some(0)), (3, 2, 6, Some(1))])?,
        ),
        ("rest day", after(&[(1, 1, 0, Some(0))])?),
        ("no scores", after(&[(3, 1, 0, None)])?),
    ] {
        let page = told(&record, None, |next| {
            text::render(&document(next), text::Options::default())
        })?;
        assert!(
            page.lines().all(|line| line.chars().count() <= 80),
            "{page}"
        );
        let json = told(&record, None, |next| serde_json::to_value(NextV1::of(next)))??;
        assert_eq!(json.pointer("/format"), Some(&json!("next/1")));
        pages.push(format!("== {name}\n{page}"));
    }
    insta::assert_snapshot!(pages.join("\n"));
    Ok(())
}

/// Somebody without an injury who has run 10 km every other day since the log began, 60 days ago.
fn healthy() -> Result<Value, Fault> {
    let as_of: Day = "2026-11-21".parse()?;
    let easy = |ago: i32| {
        json!({ "date": as_of.plus(ago.saturating_neg()), "kind": "run", "distance_km": 10, "duration_min": 60, "pain_start": 0,
        "pain_during": 0, "rising": false, "gait": "normal", "speed": "easy", "pain_next_morning": 0 })
    };
    let runs: Vec<Value> = (2..60).step_by(2).map(easy).collect();
    let diary = |ago: i32| json!({ "date": as_of.plus(ago.saturating_neg()), "worst": 0, "morning": 0, "limp": false, "masked_by": [] });
    let pain: Vec<Value> = (0..14).map(diary).collect();
    Ok(
        json!({ "as_of": as_of, "injury": { "condition": "none", "same_site_last_12_months": false }, "treatments": [],
            "baseline": { "morning_pain": 0 }, "pain": pain, "log_complete_from": as_of.plus(-59), "runs": runs }),
    )
}

#[test]
fn where_a_run_waits_for_an_answer_the_ladder_is_offered_and_the_field_is_named() -> Tested {
    let mut record = healthy()?;
    let (today, fields) = told(&record, None, |next| {
        (next.today.clone(), next.to_state.clone())
    })?;
    let is_level = |today: &Today| {
        matches!(
            today,
            Today::Session {
                session: Session::Level(_),
                ..
            }
        )
    };
    assert!(is_level(&today), "{today:?}");
    assert_eq!(fields, ["injury.last_layoff"]);
    let injury = record.get_mut("injury").and_then(Value::as_object_mut);
    let injury = injury.ok_or("no injury")?;
    injury.insert("last_layoff".to_owned(), json!("none"));
    let (today, fields) = told(&record, None, |next| {
        (next.today.clone(), next.to_state.clone())
    })?;
    assert!(!is_level(&today) && fields.is_empty(), "{today:?}");
    Ok(())
}

#[test]
fn a_goal_that_cannot_be_kept_leaves_its_plan_in_force() -> Tested {
    let mut record = healthy()?;
    let fields = record.as_object_mut().ok_or("no record")?;
    let goal = json!({ "activity": "race", "distance_km": 42.195, "date": "2026-11-23" });
    fields.insert("goal".to_owned(), goal);
    let injury = fields.get_mut("injury").and_then(Value::as_object_mut);
    let injury = injury.ok_or("no injury")?;
    injury.insert("last_layoff".to_owned(), json!("none"));
    let today = told(&record, None, |next| next.today.clone())?;
    let by_plan = match today {
        Today::Taper { .. } => true,
        Today::Session { because, .. } => matches!(because, Because::Plan(_)),
        Today::SeeSomebody | Today::NotCleared { .. } | Today::Rest { .. } => false,
    };
    assert!(by_plan, "{today:?}");
    Ok(())
}

#[test]
fn on_its_day_the_goal_is_the_session() -> Tested {
    let text = include_str!("../../../fixtures/cases/race-preparation/marathon-well-prepared.json");
    let mut record: Value = serde_json::from_str(text)?;
    let day = record.get("as_of").cloned().ok_or("no day")?;
    let goal = record.get_mut("goal").and_then(Value::as_object_mut);
    goal.ok_or("no goal")?.insert("date".to_owned(), day);
    let today = told(&record, None, |next| next.today.clone())?;
    let Today::Session {
        metres, because, ..
    } = today
    else {
        return Err(format!("{today:?}").into());
    };
    assert_eq!((metres, because), (42_195, Because::Goal));
    Ok(())
}

/// After hops a run waits for days that the top of the ladder does not: whoever did each session that is offered would never run.
#[test]
fn the_top_of_a_climbed_ladder_is_not_offered_while_a_few_days_of_rest_give_a_run() -> Tested {
    let text =
        include_str!("../../../fixtures/cases/achilles-partial-tear/all-met-for-a-race.json");
    let mut record: Value = serde_json::from_str(text)?;
    let day: Day = record
        .get("as_of")
        .and_then(Value::as_str)
        .ok_or("no day")?
        .parse()?;
    let runs = record.get_mut("runs").and_then(Value::as_array_mut);
    let runs = runs.ok_or("no runs")?;
    runs.retain(|run| {
        let date = run.get("date").and_then(Value::as_str);
        let date = date.and_then(|date| date.parse::<Day>().ok());
        date.is_some_and(|date| day.since(date) > 4)
    });
    runs.push(json!({
        "date": day.plus(-2), "kind": "walk-run", "level": 5, "run_min": 30, "walk_breaks": false, "distance_km": 4, "duration_min": 30,
        "pain_start": 0, "pain_during": 0, "pain_after": 0, "rising": false, "gait": "normal", "pain_next_morning": 0,
    }));
    let hops = record.get_mut("hop").and_then(Value::as_array_mut);
    hops.ok_or("no hops")?.push(json!({
        "date": day.plus(-1), "test": "repeated-hops", "pain_next_morning": 0,
        "left": { "trials": [25], "pain": 0 }, "right": { "trials": [25], "pain": 0 },
    }));
    let today = told(&record, None, |next| next.today.clone())?;
    let Today::Rest { until } = today else {
        return Err(format!("{today:?}").into());
    };
    assert!(until > day && until <= day.plus(7), "{until}");
    Ok(())
}
