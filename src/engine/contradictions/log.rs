//! What the run log says of itself and of the diary.

use super::{Contradiction, Known, LOG_DAYS, Pair, Place};
use crate::assessment::wire::{ActivityPain, Run, RunKind};
use crate::assessment::{Dated, Moment};
use crate::measure::{distance, looks_run};
use crate::protocol::{Level, Protocol};
use crate::quantity::{Exact, MICRO, Minutes};

/// Minutes of a session may differ from those of its level by this percentage: a warm-up, a traffic light, a clock read late.
const LEVEL_TOLERANCE: i64 = 20;

/// Seconds by which one run may begin before the other has ended: minutes are rounded.
const ROUNDING: i64 = 60;

pub(super) fn find(protocol: &Protocol, known: Known<'_>, found: &mut impl FnMut(Pair)) {
    let runs = known.of_days(known.record.runs.as_deref(), LOG_DAYS);
    if runs.is_empty() {
        return;
    }
    without_walking(known, runs, found);
    for run in runs {
        if run.entry.level.is_some()
            && let Some(field) = misfit(protocol, &run.entry)
        {
            found(Pair {
                kind: Contradiction::LevelAgainstMinutes,
                places: ["level", field].map(|field| Place::of("runs", run, field)),
            });
        }
    }
    at_one_time(runs, found);
    for walk in runs.iter().filter(|run| looks_run(&run.entry)) {
        found(Pair {
            kind: Contradiction::WalkAsFastAsARun,
            places: ["kind", "duration_min"].map(|field| Place::of("runs", walk, field)),
        });
    }
}

/// No walking at all in the days that a diary entry tells of, and a run on one of them.
fn without_walking(known: Known<'_>, runs: &[Dated<Run>], found: &mut impl FnMut(Pair)) {
    for diary in known.of_days(known.record.pain.as_deref(), LOG_DAYS) {
        if diary.entry.walking != Some(ActivityPain::NotDone) {
            continue;
        }
        let days = diary
            .entry
            .covers_days
            .map_or(1, |days| days.millionths().div_euclid(MICRO));
        let on_its_days = |run: &&Dated<Run>| {
            let before = diary.date.since(run.date);
            before >= 0 && i64::from(before) < days
        };
        if let Some(run) = runs.iter().find(on_its_days) {
            found(Pair {
                kind: Contradiction::RanWithoutWalking,
                places: [
                    Place::of("pain", diary, "walking"),
                    Place::of("runs", run, "date"),
                ],
            });
        }
    }
}

/// The field that does not fit the level of a session on any ladder of the protocol that has such a level; none when one fits.
fn misfit(protocol: &Protocol, run: &Run) -> Option<&'static str> {
    if run.kind != Some(RunKind::WalkRun) {
        return None;
    }
    let place = run.level?.millionths().div_euclid(MICRO).checked_sub(1)?;
    let place = usize::try_from(place).ok()?;
    let mut wrong = None;
    for ladder in &protocol.ladders {
        // No ladder is so long.
        let Some(level) = ladder.levels.get(place) else {
            wrong = wrong.or(Some("kind"));
            continue;
        };
        let field = wrong_field(level, run)?;
        wrong = wrong.or(Some(field));
    }
    wrong
}

/// The field that is not as the level has it, minutes or kilometres; none when they fit.
fn wrong_field(level: &Level, run: &Run) -> Option<&'static str> {
    let percent = |part: Exact, of: Exact| Exact::percent(part, of);
    let least = Exact::whole(100_i64.saturating_sub(LEVEL_TOLERANCE));
    let most = Exact::whole(100_i64.saturating_add(LEVEL_TOLERANCE));
    let Some((running, whole)) = level.run_minutes().zip(level.minutes()) else {
        let whole = percent(run.distance_km?.exact(), level.kilometres()?)?;
        if !(least..=most).contains(&whole) {
            return Some("distance_km");
        }
        let running = percent(distance(run).0, level.run_kilometres()?)?;
        return (running > most).then_some("run_min");
    };
    if let Some(share) = run
        .run_min
        .and_then(|minutes| percent(minutes.exact(), running))
        && !(least..=most).contains(&share)
    {
        return Some("run_min");
    }
    // One may walk on before and after it, so only too short a session is none of the level.
    let is_short = |minutes: Option<Minutes>| {
        let share = minutes.and_then(|minutes| percent(minutes.exact(), whole));
        share.is_some_and(|share| share < least)
    };
    if is_short(run.duration_min) {
        return Some("duration_min");
    }
    is_short(run.elapsed_min).then_some("elapsed_min")
}

/// Runs of which one begins before another has ended, and runs of one day that are told alike without a start.
fn at_one_time(runs: &[Dated<Run>], found: &mut impl FnMut(Pair)) {
    for (place, run) in runs.iter().enumerate() {
        let later = runs.get(place.saturating_add(1)..).unwrap_or_default();
        let mut same_day = later.iter().take_while(|other| other.date == run.date);
        if let Some(twin) = same_day.find(|other| is_twin(&run.entry, &other.entry)) {
            found(Pair {
                kind: Contradiction::RunsAtOneTime,
                places: [
                    Place::of("runs", run, "date"),
                    Place::of("runs", twin, "date"),
                ],
            });
        }
        let Some(start) = run.entry.start else {
            continue;
        };
        // A run may last past midnight.
        let near = later
            .iter()
            .take_while(|other| run.date.since(other.date) <= 1);
        for other in near {
            let overlaps = other.entry.start.is_some_and(|began| {
                seconds_between(start, began).is_some_and(|gap| {
                    // Whichever began first must have ended by the start of the other.
                    let first = if gap >= 0 { &run.entry } else { &other.entry };
                    gap.saturating_abs() < lasting(first).saturating_sub(ROUNDING).max(1)
                })
            });
            if overlaps {
                found(Pair {
                    kind: Contradiction::RunsAtOneTime,
                    places: [
                        Place::of("runs", run, "start"),
                        Place::of("runs", other, "start"),
                    ],
                });
            }
        }
    }
}

/// Whether two runs of a day are as alike as one that was written down twice, and neither has a start or is stood by.
fn is_twin(one: &Run, other: &Run) -> bool {
    let is_open = |run: &Run| run.start.is_none() && run.confirmed != Some(true);
    let told = one.distance_km.is_some() || one.duration_min.is_some();
    told && is_open(one)
        && is_open(other)
        && one.kind == other.kind
        && one.distance_km == other.distance_km
        && one.duration_min == other.duration_min
}

/// Seconds from one start to the other, on a clock that both are known by.
fn seconds_between(one: Moment, other: Moment) -> Option<i64> {
    let instants = one.instant().zip(other.instant());
    let (one, other) = instants.or_else(|| one.wall().zip(other.wall()))?;
    Some(other.saturating_sub(one))
}

/// Seconds that a run took, pauses included where they are known; none known are none.
fn lasting(run: &Run) -> i64 {
    let minutes = run.elapsed_min.or(run.duration_min);
    minutes.map_or(0, |minutes| {
        minutes.millionths().saturating_mul(60).div_euclid(MICRO)
    })
}
