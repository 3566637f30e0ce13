//! The ladder read off a log, held against a second fold: slow, written from the contract, and knowing whole logs only.

#![expect(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::float_arithmetic,
    reason = "a reference in small whole numbers, written to be read"
)]

use std::collections::BTreeMap;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use return_to_run::measure::{GoalDistance, State, Subject, Window, find};
use return_to_run::protocol::Protocol;
use return_to_run::{Assessment, Day};
use serde_json::{Value, json};

use crate::support::{Tested, protocol_for};

type Fallible<T> = Result<T, Box<dyn std::error::Error>>;

/// A session as somebody tells it: whole minutes run, scores of pain, on the morning after above a usual of nought.
#[derive(Clone, Debug)]
struct Session {
    ago: i32,
    kind: &'static str,
    minutes: i32,
    start: i32,
    during: i32,
    morning: i32,
    altered: bool,
}

/// The minutes and sessions of the levels of `minutes`, the first ladder of the criteria for midportion tendinopathy.
const LEVELS: [(i32, usize); 6] = [(5, 2), (10, 2), (15, 2), (20, 2), (25, 2), (30, 3)];

#[derive(Clone, Copy, PartialEq)]
enum Went {
    Drop,
    Hold,
    Nothing,
    Cleanly,
}

impl Session {
    /// From 0 for less than the first level to 7 for more than half an hour without walking.
    fn level(&self) -> usize {
        // All of its minutes are run, so a walk-run has no walking either.
        let whole = self.kind != "walk";
        match self.minutes {
            31.. if whole => 7,
            27..=30 if whole => 6,
            minutes => LEVELS
                .iter()
                .take(5)
                .filter(|(needed, _)| minutes >= *needed)
                .count(),
        }
    }

    /// How it went, and the days off that it asks for if it was sore.
    fn went(&self) -> (Went, i32) {
        if self.kind == "walk" {
            let sore = self.during > 5 || self.altered;
            return (if sore { Went::Drop } else { Went::Nothing }, 0);
        }
        let rise = self.during - self.start;
        if self.during > 5 || self.morning > 2 {
            (Went::Drop, 2)
        } else if rise > 2 || self.altered {
            (Went::Drop, 0)
        } else if rise == 2 || self.morning > 1 {
            (Went::Hold, 0)
        } else if self.minutes >= 5 {
            (Went::Cleanly, 0)
        } else {
            (Went::Nothing, 0)
        }
    }
}

/// The level that is open and the days of rest that are missing, day by day as the contract says.
fn slow(sessions: &[Session]) -> (usize, i32) {
    let mut by_day: BTreeMap<i32, Vec<&Session>> = BTreeMap::new();
    for session in sessions {
        by_day.entry(-session.ago).or_default().push(session);
    }
    let mut credit = [0_usize; 6];
    let mut counted = [i32::MIN / 2; 6];
    let (mut last, mut ready, mut rested) = (None, i32::MIN, i32::MIN);
    for (day, sessions) in &by_day {
        if last.is_some_and(|last| day - last > 28) {
            credit = [0; 6];
        }
        let sore = sessions
            .iter()
            .any(|one| matches!(one.went().0, Went::Drop | Went::Hold));
        let best = sessions
            .iter()
            .filter(|one| one.went().0 == Went::Cleanly)
            .map(|one| one.level())
            .max();
        if !sore && *day >= ready {
            for (place, (_, needed)) in LEVELS.iter().enumerate().take(best.unwrap_or(0)) {
                // Of two sessions on adjacent days one counts.
                if credit[place] < *needed && *day > counted[place] + 1 {
                    (credit[place], counted[place]) = (credit[place] + 1, *day);
                }
            }
        }
        for session in sessions {
            let (went, off) = session.went();
            let is_sore = matches!(went, Went::Drop | Went::Hold);
            if is_sore {
                // A walk is of no level, so it is taken for the lowest.
                let level = if session.kind == "walk" {
                    1
                } else {
                    session.level().max(1)
                };
                if went == Went::Drop && level > 1 {
                    credit[level - 2] = credit[level - 2].min(LEVELS[level - 2].1 - 1);
                    counted[level - 2] = *day;
                }
                for place in level - 1..LEVELS.len() {
                    (credit[place], counted[place]) = (0, *day);
                }
                ready = ready.max(day + off + 1);
            }
            if session.kind != "walk" && (is_sore || session.minutes >= 5) {
                last = Some(*day);
                let own = if session.level() == 7 { 1 } else { 2 };
                rested = rested.max(day + own.max(off) + 1);
            }
        }
    }
    if last.is_some_and(|last| -last > 28) {
        credit = [0; 6];
    }
    let filled = LEVELS
        .iter()
        .zip(credit)
        .take_while(|((_, needed), credit)| credit >= needed);
    (filled.count() + 1, rested.max(0))
}

fn record(sessions: &[Session], unscored: Option<usize>) -> Fallible<Value> {
    let as_of: Day = "2026-11-21".parse()?;
    let runs = sessions.iter().enumerate().map(|(place, one)| {
        let during = (unscored != Some(place)).then_some(one.during);
        let walk_run = one.kind == "walk-run";
        json!({ "date": as_of.plus(-one.ago), "kind": one.kind, "duration_min": one.minutes, "distance_km": f64::from(one.minutes) * 0.125,
            "run_min": walk_run.then_some(one.minutes), "level": (walk_run && one.level() > 0).then(|| one.level().min(6)),
            "pain_start": one.start, "pain_during": during, "pain_next_morning": one.morning, "rising": false,
            "gait": if one.altered { "altered" } else { "normal" } })
    });
    Ok(
        json!({ "as_of": as_of, "injury": { "condition": "achilles-midportion", "side": "left", "onset": "2021-05-01", "last_flare": "none" },
        "treatments": [], "baseline": { "morning_pain": 0 }, "log_complete_from": "2025-01-01", "runs": runs.collect::<Vec<_>>() }),
    )
}

/// What the library reads: the least and the most of each measure, in whole numbers; nothing where the record is refused.
fn read(protocol: &Protocol, record: &Value) -> Fallible<Option<[(i64, i64); 2]>> {
    let Ok(assessment) = Assessment::from_json(&record.to_string()) else {
        return Ok(None);
    };
    let subject = Subject::under(
        &protocol.evidence,
        &assessment,
        assessment.as_of(),
        GoalDistance::None,
    );
    let ends = |id: &str| {
        let reading = subject.read(find(id).ok_or("no such measure")?, Window::default());
        let State::Known { low, high } = reading.state else {
            return Err("not known");
        };
        let whole =
            |value: return_to_run::quantity::Exact| value.millionths().div_euclid(1_000_000);
        Ok((whole(low), whole(high)))
    };
    Ok(Some([
        ends("ladder.level_open")?,
        ends("ladder.rest_missing")?,
    ]))
}

fn session() -> impl Strategy<Value = Session> {
    let minutes = prop::sample::select(vec![
        3, 5, 9, 10, 15, 20, 24, 25, 27, 28, 30, 30, 30, 31, 45,
    ]);
    let kind = prop_oneof![6 => Just("run"), 3 => Just("walk-run")];
    let morning = prop_oneof![8 => Just(0), 1 => 1_i32..=2, 1 => 3_i32..=4];
    let during = prop_oneof![8 => Just(0), 2 => 1_i32..=3, 1 => 4_i32..=9];
    (
        1_i32..260,
        kind,
        minutes,
        during,
        any::<bool>(),
        morning,
        prop::bool::weighted(0.05),
    )
        .prop_map(
            |(ago, kind, minutes, during, level, morning, altered)| Session {
                ago,
                kind,
                // A walk-run below the first level may have been of any.
                minutes: if kind == "walk-run" {
                    minutes.max(5)
                } else {
                    minutes
                },
                start: if level { during } else { 0 },
                during,
                morning,
                altered,
            },
        )
}

/// Sessions close together, so that levels fill, with at most two walks, as three that hurt would be a flare.
fn sessions() -> impl Strategy<Value = Vec<Session>> {
    let gaps = prop_oneof![1 => Just(0), 6 => 1_i32..5, 1 => 20_i32..40];
    let log = prop::collection::vec((session(), gaps), 1..60);
    (
        log,
        prop::collection::vec(any::<prop::sample::Index>(), 0..=2),
    )
        .prop_map(|(log, walks)| {
            let mut ago = 0;
            let mut sessions: Vec<Session> = log
                .into_iter()
                .map(|(session, gap)| {
                    ago += gap;
                    Session {
                        ago: ago.max(1),
                        ..session
                    }
                })
                .collect();
            for walk in walks {
                let place = walk.index(sessions.len());
                if let Some(session) = sessions.get_mut(place) {
                    session.kind = "walk";
                }
            }
            sessions
        })
}

#[test]
fn the_slow_fold_agrees_on_whole_logs_and_on_what_one_score_leaves_open() -> Tested {
    let protocol = protocol_for("achilles-midportion")?;
    let mut runner = TestRunner::new(Config::with_cases(3_000));
    let fail = |error: Box<dyn std::error::Error>| TestCaseError::fail(error.to_string());
    runner.run(
        &(sessions(), any::<prop::sample::Index>()),
        |(sessions, place)| {
            let exact = |sessions: &[Session]| {
                let (open, rest) = slow(sessions);
                [i64::try_from(open).unwrap_or(0), i64::from(rest)]
            };
            let known = exact(&sessions);
            let whole = record(&sessions, None).map_err(fail)?;
            let found = read(&protocol, &whole).map_err(fail)?;
            prop_assert_eq!(found, Some(known.map(|value| (value, value))));
            let place = place.index(sessions.len());
            if sessions.get(place).is_none_or(|one| one.kind == "walk") {
                return Ok(());
            }
            let mut fills = Vec::new();
            for during in sessions.get(place).map_or(0, |one| one.start)..=10 {
                let mut filled = sessions.clone();
                if let Some(session) = filled.get_mut(place) {
                    session.during = during;
                }
                fills.push(exact(&filled));
            }
            let open = record(&sessions, Some(place)).map_err(fail)?;
            let Some(found) = read(&protocol, &open).map_err(fail)? else {
                return Ok(());
            };
            for (at, found) in found.into_iter().enumerate() {
                let values = || fills.iter().filter_map(|fill| fill.get(at).copied());
                prop_assert_eq!(Some(found), values().min().zip(values().max()));
            }
            Ok(())
        },
    )?;
    Ok(())
}
