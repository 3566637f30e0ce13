//! Recordings become sessions by rules that no order of files can change.

#![expect(
    clippy::arithmetic_side_effects,
    reason = "numbers of a test, far from any bound"
)]

use proptest::prelude::*;
use return_to_run::Day;
use return_to_run::assessment::Moment;
use return_to_run::import::merge::{DropReason, MergeResult, Window, merge};
use return_to_run::import::target::{Said, Target, fragment};
use return_to_run::import::{Note, Session, Sport};

use crate::import::watch::MORNING;
use crate::support::Tested;

/// A run with its clock an hour ahead of UTC.
fn recorded(after: i64, metres: u64, seconds: u64, source: &str) -> Session {
    Session {
        start: Moment::at(MORNING + after, Some(3600)).into(),
        sport: Sport::Running,
        ground: None,
        distance_mm: Some(metres * 1000),
        moving_ms: Some(seconds * 1000),
        elapsed_ms: Some(seconds * 1000),
        samples: 100,
        source: source.to_owned(),
        notes: Vec::new(),
    }
}

fn merged(recordings: &[Session]) -> MergeResult {
    merge(recordings.to_vec(), &[], Window::default())
}

/// Files of each session kept, and of each recording dropped with the reason.
fn told(merged: &MergeResult) -> (Vec<String>, Vec<(String, DropReason)>) {
    let kept = merged.kept.iter().map(|kept| kept.sources.join("+"));
    let dropped = merged
        .dropped
        .iter()
        .map(|dropped| (dropped.session.source.clone(), dropped.why.clone()));
    (kept.collect(), dropped.collect())
}

#[test]
fn the_same_recording_twice_is_one_session_and_the_richer_is_kept() {
    let rich = recorded(0, 8000, 2400, "watch.fit");
    for poor in [
        Session {
            start: Moment::at(MORNING + 60, None).into(),
            ..recorded(0, 8000, 2400, "row.csv")
        },
        Session {
            distance_mm: Some(8_079_000),
            samples: 0,
            ..recorded(60, 0, 2400, "row.csv")
        },
        Session {
            moving_ms: None,
            elapsed_ms: None,
            ..recorded(-60, 8000, 0, "row.csv")
        },
    ] {
        let (kept, dropped) = told(&merged(&[poor.clone(), rich.clone()]));
        assert_eq!(kept, ["watch.fit"], "{poor:?}");
        assert_eq!(
            dropped,
            [(
                "row.csv".to_owned(),
                DropReason::Duplicate("watch.fit".to_owned())
            )]
        );
    }
}

#[test]
fn a_ride_at_the_same_time_is_no_duplicate_of_a_run() {
    let ride = Session {
        sport: Sport::Cycling,
        ..recorded(0, 8000, 2400, "ride.fit")
    };
    assert_eq!(
        merged(&[recorded(0, 8000, 2400, "run.fit"), ride])
            .kept
            .len(),
        2
    );
}

#[test]
fn what_names_no_sport_is_the_session_of_a_sport_at_the_same_time() {
    let run = recorded(0, 8000, 2400, "export.xml");
    for route in [
        recorded(0, 8000, 2400, "route.gpx"),
        recorded(-30, 8300, 2500, "route.gpx"),
        recorded(600, 500, 180, "route.gpx"),
    ] {
        let route = Session {
            sport: Sport::Other,
            ..route
        };
        let (kept, dropped) = told(&merged(&[route.clone(), run.clone()]));
        assert_eq!((kept.len(), dropped.len()), (1, 1), "{route:?}");
        assert_eq!(kept, ["export.xml"]);
    }
    let after = Session {
        sport: Sport::Other,
        ..recorded(2400, 500, 180, "yoga.fit")
    };
    assert_eq!(merged(&[after, run]).kept.len(), 2);
}

#[test]
fn overlapping_recordings_are_one_session_and_the_longer_is_kept() {
    let phone = recorded(300, 5000, 1500, "phone.gpx");
    let watch = recorded(0, 8000, 2400, "watch.fit");
    let (kept, dropped) = told(&merged(&[phone, watch]));
    assert_eq!(kept, ["watch.fit"]);
    assert_eq!(
        dropped,
        [(
            "phone.gpx".to_owned(),
            DropReason::Overlap("watch.fit".to_owned())
        )]
    );
}

#[test]
fn recordings_with_a_pause_of_30_minutes_are_one_session_and_of_a_second_more_are_two() -> Tested {
    let first = recorded(0, 2000, 600, "a.fit");
    let third = recorded(600 + 1800 + 300 + 60, 1000, 300, "c.fit");
    let joined = merged(&[
        third.clone(),
        first.clone(),
        recorded(600 + 1800, 1000, 300, "b.fit"),
    ]);
    let [kept] = joined.kept.as_slice() else {
        return Err(format!("{joined:?}").into());
    };
    assert_eq!(kept.sources, ["a.fit", "b.fit", "c.fit"]);
    assert_eq!(kept.session.distance_mm, Some(4_000_000));
    assert_eq!(kept.session.moving_ms, Some(1_200_000));
    assert_eq!(
        kept.session.elapsed_ms,
        Some((600 + 1800 + 300 + 60 + 300) * 1000)
    );
    assert_eq!(
        merged(&[first.clone(), recorded(600 + 1801, 1000, 300, "b.fit")])
            .kept
            .len(),
        2
    );
    let unknown = Session {
        distance_mm: None,
        ..recorded(700, 0, 300, "b.fit")
    };
    let joined = merged(&[first, unknown]);
    assert_eq!(
        joined
            .kept
            .first()
            .and_then(|kept| kept.session.distance_mm),
        None
    );
    Ok(())
}

#[test]
fn a_clock_on_the_wall_and_an_instant_agree_up_to_a_zone() {
    let instant = |after: i64| Session {
        start: Moment::at(MORNING + after, None).into(),
        ..recorded(0, 8000, 2400, "a.fit")
    };
    let wall = |metres| Session {
        start: Moment::on_the_wall(MORNING + 2 * 3600).into(),
        ..recorded(0, metres, 2400, "b.csv")
    };
    assert_eq!(merged(&[instant(0), wall(8000)]).kept.len(), 1);
    assert_eq!(merged(&[instant(59), wall(8050)]).kept.len(), 1);
    assert_eq!(merged(&[instant(300), wall(8000)]).kept.len(), 2);
    assert_eq!(merged(&[instant(0), wall(8200)]).kept.len(), 2);
    assert_eq!(merged(&[instant(-13 * 3600), wall(8000)]).kept.len(), 2);
}

#[test]
fn what_cannot_have_been_so_never_becomes_load_and_the_run_stays() -> Tested {
    let undated = recorded(-MORNING + 645_691_464, 10_000, 3772, "a");
    let (kept, dropped) = told(&merged(&[undated]));
    assert!(kept.is_empty());
    let reason = "dated before 2000: the clock of the watch was not set";
    assert_eq!(dropped, [("a".to_owned(), DropReason::Undated(reason))]);
    let nothing = Session {
        distance_mm: None,
        moving_ms: None,
        elapsed_ms: None,
        ..recorded(0, 0, 0, "a")
    };
    for (session, distance_mm, moving_ms, reason) in [
        (nothing, None, None, "neither distance nor duration"),
        (
            recorded(0, 24_000, 3600, "a"),
            None,
            None,
            "24.00 km in 60 minutes, faster than any person ever ran",
        ),
        (
            recorded(0, 10_000, 86_401, "a"),
            Some(10_000_000),
            None,
            "more than 24 hours in motion",
        ),
        (
            recorded(0, 1_000_001, 80_000, "a"),
            None,
            Some(80_000_000),
            "a distance of more than 1000 km",
        ),
    ] {
        let merged = merged(&[session]);
        let [kept] = merged.kept.as_slice() else {
            return Err(format!("{reason}: the run is gone").into());
        };
        let session = &kept.session;
        assert_eq!(
            (session.distance_mm, session.moving_ms),
            (distance_mm, moving_ms)
        );
        assert_eq!(session.notes, [Note::LeftOut(reason.to_owned())]);
        assert!(merged.needs_a_hand(), "{reason}");
    }
    let possible = merged(&[recorded(0, 22_500, 3600, "a")]);
    assert_eq!((possible.kept.len(), possible.needs_a_hand()), (1, false));
    Ok(())
}

/// Runs every other day, the clock on the wall so many hours ahead of UTC and the one distance so many thousandths above the other.
fn from_two_accounts(count: i64, thousandths: u64) -> Vec<Session> {
    (0..count)
        .flat_map(|run| {
            let after = run * 2 * 86_400;
            let metres = 10_000 + u64::try_from(run).unwrap_or(0) * 400;
            let by_utc = Session {
                start: Moment::at(MORNING + after, None).into(),
                ..recorded(after, metres, 3000, "strava.csv")
            };
            let on_the_wall = Session {
                start: Moment::on_the_wall(MORNING + after + 2 * 3600).into(),
                ..recorded(
                    after,
                    metres * (1000 + thousandths) / 1000,
                    3000,
                    "garmin.csv",
                )
            };
            [by_utc, on_the_wall]
        })
        .collect()
}

#[test]
fn the_same_runs_from_two_accounts_are_one_or_the_zone_is_asked_for() {
    let both = merged(&from_two_accounts(5, 18));
    assert_eq!((both.kept.len(), both.dropped.len()), (5, 5));
    assert_eq!((both.clocks, both.perhaps_twice), (vec![(7200, 5)], 0));
    let few = merged(&from_two_accounts(2, 18));
    assert_eq!((few.kept.len(), few.perhaps_twice), (4, 2));
    let others = merged(&from_two_accounts(5, 60));
    assert_eq!((others.kept.len(), others.perhaps_twice), (10, 0));
}

#[test]
fn the_same_runs_from_two_accounts_are_one_across_two_imports_too() -> Tested {
    let (wall, utc): (Vec<_>, Vec<_>) = from_two_accounts(4, 18)
        .into_iter()
        .partition(|session| session.start.instant().is_none());
    for (first, second) in [(&wall, &utc), (&utc, &wall)] {
        let day = "2026-12-31".parse::<Day>()?;
        let empty = Target::empty(day)?;
        let text = empty.with(
            &merge(first.clone(), &[], Window::default()),
            Said::default(),
        )?;
        let target = Target::read(text)?;
        let again = merge(second.clone(), target.log(), Window::default());
        assert_eq!((again.kept.len(), again.dropped.len()), (0, 4));
    }
    Ok(())
}

#[test]
fn a_session_of_unknown_sport_counts_as_a_run_until_a_recording_says_otherwise() -> Tested {
    let day = "2026-12-31".parse::<Day>()?;
    let unknown = Session {
        sport: Sport::Unknown,
        ..recorded(0, 8000, 2400, "a.gpx")
    };
    let first = merge(vec![unknown.clone()], &[], Window::default());
    let text = Target::empty(day)?.with(&first, Said::default())?;
    assert!(text.contains("\"kind\": \"unknown\""), "{text}");
    assert!(!text.contains("distance_km"), "{text}");
    for (sport, expected) in [
        (Sport::Running, "\"kind\": \"run\""),
        (Sport::Walking, "\"kind\": \"walk\""),
        (Sport::Cycling, "\"kind\": \"cycling\""),
    ] {
        let target = Target::read(text.clone())?;
        let named = Session {
            sport,
            ..unknown.clone()
        };
        let again = merge(vec![named], target.log(), Window::default());
        assert_eq!((again.kept.len(), again.named.len()), (0, 1));
        let told = target.with(&again, Said::default())?;
        assert!(told.contains(expected), "{told}");
        assert!(told.contains("\"distance_km\": 8"), "{told}");
        assert!(!told.contains("unknown"), "{told}");
    }
    Ok(())
}

#[test]
fn one_answer_tells_of_walking_breaks_for_all_that_do_not_say() -> Tested {
    let day = "2026-12-31".parse::<Day>()?;
    let runs = vec![
        recorded(0, 8000, 2400, "a.fit"),
        recorded(86_400, 8000, 2400, "b.fit"),
    ];
    let text = Target::empty(day)?.with(&merge(runs, &[], Window::default()), Said::default())?;
    let own = text.replacen(
        "\"kind\": \"run\"",
        "\"kind\": \"run\", \"walk_breaks\": true",
        1,
    );
    let said = Said {
        walk_breaks: Some(false),
        ..Said::default()
    };
    let told = Target::read(own)?.with(&MergeResult::default(), said)?;
    assert_eq!(told.matches("\"walk_breaks\": true").count(), 1, "{told}");
    assert_eq!(told.matches("\"walk_breaks\": false").count(), 1, "{told}");
    Ok(())
}

#[test]
fn days_outside_the_window_are_left_out() -> Tested {
    let day = |text: &str| text.parse::<Day>();
    let window = Window {
        since: Some(day("2026-11-01")?),
        as_of: Some(day("2026-11-02")?),
    };
    let recordings = [-86_400, 0, 86_400, 2 * 86_400].map(|after| recorded(after, 5000, 1500, "a"));
    let merged = merge(recordings.to_vec(), &[], window);
    assert_eq!(merged.kept.len(), 2);
    let (_, dropped) = told(&merged);
    let why: Vec<DropReason> = dropped.into_iter().map(|(_, why)| why).collect();
    assert_eq!(
        why,
        [
            DropReason::BeforeSince,
            DropReason::AfterAsOf(day("2026-11-02")?)
        ]
    );
    Ok(())
}

#[test]
fn a_false_start_in_the_log_does_not_swallow_the_run_that_followed_it() -> Result<(), TestCaseError>
{
    let false_start = [recorded(0, 90, 40, "a.fit")];
    for real in [
        recorded(45, 8000, 2400, "b.fit"),
        recorded(40, 8000, 2400, "b.fit"),
    ] {
        let before = imported(&false_start, None)?;
        let after = imported(&[real], Some(&before))?;
        prop_assert!(after.contains("\"distance_km\": 8,"), "{}", after);
    }
    Ok(())
}

/// Recordings near each other, so that they repeat, overlap and follow each other.
fn recordings(clocks: u8) -> impl Strategy<Value = Vec<Session>> {
    let one = (
        0_i64..40_000,
        0_u64..12_000,
        0_u64..4000,
        0..clocks,
        0_u8..4,
        0_u32..3,
    );
    prop::collection::vec(one, 0..24).prop_map(|all| {
        all.into_iter()
            .enumerate()
            .map(
                |(index, (after, metres, seconds, clock, what, samples))| Session {
                    moving_ms: (seconds > 400).then_some(seconds * 1000),
                    elapsed_ms: (seconds > 200).then_some(seconds * 1000),
                    start: match clock {
                        0 => Moment::at(MORNING + after, None).into(),
                        1 => Moment::at(MORNING + after, Some(7200)).into(),
                        _ => Moment::on_the_wall(MORNING + after + 7200).into(),
                    },
                    sport: match what {
                        0 => Sport::Cycling,
                        1 => Sport::Other,
                        _ => Sport::Running,
                    },
                    distance_mm: (metres > 500).then_some(metres * 1000),
                    samples,
                    ..recorded(after, 0, seconds, &format!("{index}.fit"))
                },
            )
            .collect()
    })
}

proptest! {
    #[test]
    fn the_order_of_files_changes_nothing(
        (first, second) in recordings(3).prop_flat_map(|all| (Just(all.clone()), Just(all).prop_shuffle()))
    ) {
        prop_assert_eq!(fragment(&merged(&first), None), fragment(&merged(&second), None));
    }

    #[test]
    fn a_second_import_changes_nothing(all in recordings(3)) {
        let once = imported(&all, None)?;
        prop_assert_eq!(imported(&all, Some(&once))?, once);
    }

    // Not of clocks on the wall: of a session joined from parts of unknown zone, the log no longer tells which part such a clock means.
    #[test]
    fn a_second_import_of_a_part_changes_nothing(
        (all, part) in recordings(2).prop_flat_map(|all| {
            let count = all.len();
            (Just(all.clone()), prop::sample::subsequence(all, 0..=count))
        })
    ) {
        let once = imported(&all, None)?;
        prop_assert_eq!(imported(&part, Some(&once))?, once);
    }
}

/// The assessment after an import.
fn imported(recordings: &[Session], into: Option<&str>) -> Result<String, TestCaseError> {
    let fail = |error: return_to_run::InputError| TestCaseError::fail(format!("{error:?}"));
    let day = "2026-11-30".parse::<Day>().map_err(TestCaseError::fail)?;
    let target = match into {
        Some(text) => Target::read(text.to_owned()),
        None => Target::empty(day),
    };
    let target = target.map_err(fail)?;
    let merged = merge(recordings.to_vec(), target.log(), Window::default());
    target.with(&merged, Said::default()).map_err(fail)
}
