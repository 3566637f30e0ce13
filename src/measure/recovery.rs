//! Days of recovery since the tendon was last loaded.

use super::attributes::{LOG, LoadPart, LoadRow, Recovery};
use super::reading::{Cause, Reading};
use super::run_log::{Span, is_complete, log_cause, runs};
use super::tellings::run_pain;
use super::{Better, Definition, Nature, Subject, number, yes_no};
use crate::assessment::Day;
use crate::assessment::wire::{Run, RunKind};
use crate::quantity::{Exact, Unit};

/// The most days of recovery that a run may need.
const MOST_NEEDED: i32 = 3;
/// More days than any pause: what an unknown pause may be.
const MANY_DAYS: i64 = 100_000;

static DAYS: Definition = Definition {
    meaning: "Days without a run or a hop test since the tendon was last loaded by one.",
    nature: Nature::Log,
    reads: &[LOG, &["hop[].date"]],
    load_row: Some(LoadRow::new(
        LoadPart::Recovery,
        1,
        "days since running, hops",
    )),
    derivation: "Days strictly between the newest run, walk-run or race up to the question, or hop test before it, and the question; runs of days that `log_complete_from` does not cover, or hops when there is no `hop` block, may have come since.",
    derive: |subject, _, measure| recovery(subject, measure),
    ..number("recovery.days", Unit::Days, 0, MANY_DAYS, Better::Higher)
};

static SHORTFALL: Definition = Definition {
    meaning: "Days of recovery that are still missing before the next run.",
    nature: Nature::Log,
    mends: Recovery::Rest,
    may_not_apply: true,
    reads: &[LOG, &["runs[].pain_during", "hop[].date"]],
    joins: &[&["runs[].pain_start", "runs[].pain_after"]],
    load_row: Some(LoadRow::new(LoadPart::Recovery, 2, "days still missing").unless("no run yet")),
    derivation: "Needed are 1 day after a run whose pain was at most 1, 2 days to 3 and 3 days above; after a walk-run at least 2. From that the days without a run since are taken, and of the last run `recovery.days`; over all runs of the last 3 days the most. None is missing when there was none, and it does not apply to somebody who never ran.",
    derive: shortfall,
    ..number("recovery.shortfall_days", Unit::Days, 0, 3, Better::Lower)
};

static DAY_BEFORE: Definition = Definition {
    meaning: "A run or walk-run on the day before the one asked about, or on that day.",
    nature: Nature::Log,
    mends: Recovery::Rest,
    reads: &[LOG],
    derivation: "Yes when a run, walk-run or race of any length stands on the day of the question or the day before; no when `log_complete_from` covers both days and none does.",
    derive: day_before,
    ..yes_no("load.ran_the_day_before")
};

pub(super) static MEASURES: &[&Definition] = &[&DAYS, &SHORTFALL, &DAY_BEFORE];

fn day_before(subject: &Subject<'_>, _: super::Window, measure: &'static Definition) -> Reading {
    let span = Span::days_before(subject, 1, 0);
    match runs(subject, span).next() {
        Some(run) => Reading::taken(Exact::whole(1), Some(run.date)),
        None if is_complete(subject, span) => Reading::taken(Exact::ZERO, Some(subject.as_of)),
        None => Reading::unknown(measure, log_cause(subject)),
    }
}

fn recovery(subject: &Subject<'_>, measure: &'static Definition) -> Reading {
    let all = Span {
        first: None,
        last: subject.as_of,
    };
    let run = runs(subject, all).next().map(|run| run.date);
    let hops = subject.known(subject.assessment.hop.as_deref());
    let hop = hops.and_then(|log| {
        log.iter()
            .map(|hop| hop.date)
            .find(|date| *date < subject.as_of)
    });
    let Some(last) = run.max(hop) else {
        return Reading::unknown(measure, log_cause(subject));
    };
    let days = Exact::whole(i64::from(subject.age_of(last).saturating_sub(1).max(0)));
    let since = Span {
        first: Some(last.plus(1)),
        last: subject.as_of.plus(-1),
    };
    let empty = since.last < last.plus(1);
    let known = empty || (hops.is_some() && is_complete(subject, since));
    let least = if known { days } else { Exact::ZERO };
    Reading::range(least, days, Some(last), Cause::Incomplete)
}

/// Over every run of the last days, whatever else it is good for: a later easy one never ends the rest that an earlier one needs.
fn shortfall(
    subject: &Subject<'_>,
    window: super::Window,
    measure: &'static Definition,
) -> Reading {
    let most_needed = measure.scale.range().1;
    let pause = subject.read(&DAYS, window);
    let span = Span::days_before(subject, MOST_NEEDED, 0);
    let missing = |needed: i64, pause: Exact| Exact::whole(needed).minus(pause).max(Exact::ZERO);
    let (mut low, mut high) = (Exact::ZERO, Exact::ZERO);
    let mut newest = None;
    for run in runs(subject, span) {
        let (least, most) = needed(&run.entry);
        let own = Exact::whole(i64::from(subject.age_of(run.date).saturating_sub(1).max(0)));
        // The last load may have been a hop test after the run.
        let is_last = newest.is_none_or(|newest| newest == run.date);
        let (longest, shortest) = match pause.span(&DAYS) {
            Some((short, long)) if is_last => (long.min(own), short.min(own)),
            Some(_) | None => (own, own),
        };
        low = low.max(missing(least, longest));
        high = high.max(missing(most, shortest));
        newest = newest.or(Some(run.date));
    }
    let since = Span {
        first: newest.map(|newest: Day| newest.plus(1)).or(span.first),
        last: subject.as_of,
    };
    let is_over = newest == Some(subject.as_of);
    if !is_over && !is_complete(subject, since) {
        // A run that is not in the log may have come since, and may have hurt.
        let unknown = Reading::range(low, most_needed, newest, log_cause(subject));
        return if newest.is_none() {
            unknown.maybe_not_applicable()
        } else {
            unknown
        };
    }
    match newest {
        Some(day) => Reading::range(low, high, Some(day), Cause::Incomplete),
        None => {
            let before = Span {
                first: None,
                last: subject.as_of,
            };
            runs(subject, before)
                .next()
                .map_or(Reading::NOT_APPLICABLE, |run| {
                    Reading::taken(Exact::ZERO, Some(run.date))
                })
        }
    }
}

/// The least and the most days of recovery that a run may need.
fn needed(run: &Run) -> (i64, i64) {
    let days = |pain: Exact| {
        if pain <= Exact::whole(1) {
            1
        } else if pain <= Exact::whole(3) {
            2
        } else {
            3
        }
    };
    let told = run_pain(run).unwrap_or(Exact::ZERO);
    let (least, most) = match run.pain_during {
        Some(_) => (days(told), days(told)),
        None => (days(told), MOST_NEEDED.into()),
    };
    let floor = if run.kind == Some(RunKind::WalkRun) {
        2
    } else {
        1
    };
    (least.max(floor), most.max(floor))
}
