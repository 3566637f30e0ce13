//! What was run, and trained otherwise.

use super::clinical::check_morning;
use super::entries::{InFileOrder, Place, PlacedEntry, check_kinds, placed};
use super::faults::Faults;
use crate::assessment::best_ever::{is_slower_than_walking, longer_needed};
use crate::assessment::{Day, Moment, wire};
use crate::quantity::Minutes;

pub(super) fn check_runs(runs: &InFileOrder<wire::Run>, as_of: Day, faults: &mut Faults) {
    for PlacedEntry { index, entry, date } in placed(runs) {
        let place = Place {
            block: "runs",
            index,
        };
        check_run(place, entry, faults);
        check_recording(
            place,
            date,
            entry.start,
            entry.duration_min,
            entry.elapsed_min,
            faults,
        );
        check_morning(place, date, entry.pain_next_morning, as_of, faults);
    }
}

fn check_run(place: Place, run: &wire::Run, faults: &mut Faults) {
    faults.required(
        run.kind,
        || place.at("/kind"),
        "a run must say what it is: run, walk-run, walk or race, or unknown",
    );
    if let (Some(start), Some(during)) = (run.pain_start, run.pain_during)
        && start > during
    {
        faults.add_own(place.at("/pain_during"), |own| {
            let (during, start) = (own.of(&during), own.of(&start));
            format!("worst pain during {during} is below `pain_start` {start}")
        });
    }
    if let (Some(running), Some(duration)) = (run.run_min, run.duration_min)
        && running > duration
    {
        faults.add_own(place.at("/run_min"), |own| {
            let (running, duration) = (own.of(&running), own.of(&duration));
            format!("{running} min run of {duration} min in all")
        });
    }
    if run.run_min.is_some() && run.kind != Some(wire::RunKind::WalkRun) {
        faults.add(
            place.at("/run_min"),
            "`run_min` belongs to a walk-run; of a run, give `duration_min`",
        );
    }
    if run.kind == Some(wire::RunKind::Unknown) {
        for (is_told, field) in [
            (run.distance_km.is_some(), "/distance_km"),
            (run.duration_min.is_some(), "/duration_min"),
            (run.walk_breaks.is_some(), "/walk_breaks"),
        ] {
            if is_told {
                faults.add(
                    place.at(field),
                    "of a session of unknown kind this says nothing: set `kind` first",
                );
            }
        }
    }
    if run.level.is_some() && run.kind != Some(wire::RunKind::WalkRun) {
        faults.add(place.at("/level"), "`level` belongs to a walk-run");
    }
    if run.rising == Some(true) && run.pain_start.is_some() && run.pain_start == run.pain_during {
        faults.add(
            place.at("/rising"),
            "pain that ends where it began has not risen",
        );
    }
    // The pauses can only have made it slower.
    let time = run.duration_min.or(run.elapsed_min);
    if let (Some(distance), Some(minutes)) = (run.distance_km, time)
        && let Some(least) = longer_needed(distance, minutes)
    {
        faults.add_own(place.at("/distance_km"), |own| {
            let (distance, minutes, least) = (own.of(&distance), own.of(&minutes), own.of(&least));
            format!("{distance} km in {minutes} min is faster than anyone has ever run; it takes at least {least} min: correct the distance or the time")
        });
    }
    if let (Some(distance), Some(minutes)) = (run.distance_km, run.duration_min)
        && run.kind != Some(wire::RunKind::Walk)
        && is_slower_than_walking(distance, minutes)
    {
        faults.add_own(place.at("/distance_km"), |own| {
            let (distance, minutes) = (own.of(&distance), own.of(&minutes));
            format!("{distance} km in {minutes} min is slower than any walk: correct the distance, or leave it out if it is not known")
        });
    }
}

pub(super) fn check_training(training: &InFileOrder<wire::OtherTraining>, faults: &mut Faults) {
    check_kinds(
        training,
        "other_training",
        "kind",
        |entry| entry.kind.is_some(),
        faults,
    );
    for PlacedEntry { index, entry, date } in placed(training) {
        let place = Place {
            block: "other_training",
            index,
        };
        check_recording(
            place,
            date,
            entry.start,
            entry.minutes,
            entry.elapsed_min,
            faults,
        );
    }
}

/// What a watch recorded agrees with the day and the duration of its entry.
fn check_recording(
    place: Place,
    date: Day,
    start: Option<Moment>,
    duration: Option<Minutes>,
    elapsed: Option<Minutes>,
    faults: &mut Faults,
) {
    if let Some(start) = start
        && let Some(day) = start.day()
    {
        // Without the local clock the local day may be the day before or after that in UTC.
        let slack = i32::from(start.wall().is_none());
        if date.since(day).abs() > slack {
            faults.add_own(place.at("/start"), |own| {
                let (start, date) = (own.of(&start), own.of(&date));
                format!("`start` {start} is not on the entry's `date` {date}")
            });
        }
    }
    if let (Some(duration), Some(elapsed)) = (duration, elapsed)
        && elapsed < duration
    {
        faults.add_own(place.at("/elapsed_min"), |own| {
            let (elapsed, duration) = (own.of(&elapsed), own.of(&duration));
            format!("{elapsed} min with pauses is less than {duration} min without")
        });
    }
}
