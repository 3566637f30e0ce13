//! Easy days after a race.
//!
//! Runners keep an easy day for each mile raced: a rule of thumb, which no study tests.

use super::attributes::{DISTANCE, LOG, LoadPart, LoadRow};
use super::reading::{Cause, Reading};
use super::run_log::{Span, distance, is_complete, log_cause, runs};
use super::{Act, Better, Definition, Nature, Subject, number};
use crate::assessment::wire::{Run, RunKind};
use crate::quantity::{Exact, Toward, Unit};

/// After the longest of races, too, so many days suffice.
const MOST: i32 = 28;
/// Millionths of a kilometre in a mile.
const MILE: i64 = 1_609_344;
/// After so long a run in training, too, a week is easy.
const WEEK: i32 = 7;
/// As far as a marathon.
const MARATHON: Exact = Exact::whole(42);
/// Nobody has run that far in so many minutes.
const FASTEST: Exact = Exact::whole(110);

pub(super) const MEASURES: &[&Definition] = &[&EASY_DAYS_LEFT];

static EASY_DAYS_LEFT: Definition = Definition {
    meaning: "Easy days still to come after a race.",
    nature: Nature::Log,
    act: Act::No,
    reads: &[LOG, DISTANCE],
    load_row: Some(LoadRow::new(
        LoadPart::Recovery,
        3,
        "easy days after a race",
    )),
    derivation: "Of each race of the last 28 days a day for every mile of it, rounded up, at most 28; of each other run of 42 km or more 7 days; minus the days since; the most of them, at least zero. A run of less than 110 minutes was no such run. A race of unknown distance, or one that the log may not hold, may have been of any distance.",
    derive: |subject, _, measure| easy_days_left(subject, measure),
    ..number("race.easy_days_left", Unit::Days, 0, 28, Better::Lower)
};

fn easy_days_left(subject: &Subject<'_>, measure: &'static Definition) -> Reading {
    if subject.assessment.runs.is_none() {
        return Reading::unknown(measure, Cause::Absent);
    }
    let span = Span::days_before(subject, MOST, 1);
    let (mut least, mut most, mut day) = (0, 0, None);
    for run in runs(subject, span) {
        let left = |days: i32| days.saturating_sub(subject.age_of(run.date)).max(0);
        let (low, high) = easy_days(&run.entry);
        least = least.max(left(low));
        if left(high) > most {
            (most, day) = (left(high), Some(run.date));
        }
    }
    if !is_complete(subject, span) {
        // Yesterday there may have been a race of any distance.
        most = MOST.saturating_sub(1);
    }
    let days = |days: i32| Exact::whole(i64::from(days));
    let day = day.or(Some(subject.as_of));
    Reading::range(days(least), days(most), day, log_cause(subject))
}

/// How many easy days a run asks for, at least and at most.
fn easy_days(run: &Run) -> (i32, i32) {
    let raced = run.kind == Some(RunKind::Race);
    let days = |kilometres: Exact| {
        if !raced {
            return if kilometres < MARATHON { 0 } else { WEEK };
        }
        let miles = kilometres.to_step(Exact::micro(MILE), Toward::Up);
        let miles = miles.millionths().checked_div(MILE).unwrap_or(0);
        i32::try_from(miles).unwrap_or(MOST).min(MOST)
    };
    let (low, high) = distance(run);
    let too_short = run
        .duration_min
        .is_some_and(|minutes| minutes.exact() < FASTEST);
    if too_short && !raced {
        return (0, 0);
    }
    (days(low), days(high))
}
