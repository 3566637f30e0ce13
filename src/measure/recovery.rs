//! Days of recovery since the tendon was last loaded.

use super::attributes::{LOG, LoadPart, LoadRow, ONSET};
use super::reading::{Cause, Reading};
use super::run_log::{Span, is_complete, log_cause, runs, since_onset};
use super::subject::Onset;
use super::{Better, Definition, Nature, Subject, number};
use crate::assessment::wire::{Run, RunKind};
use crate::quantity::{Exact, Unit};

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
    may_not_apply: true,
    reads: &[LOG, ONSET, &["runs[].pain_during", "hop[].date"]],
    load_row: Some(
        LoadRow::new(LoadPart::Recovery, 2, "days still missing").unless("no run since the injury"),
    ),
    derivation: "Needed are 1 day after a last run whose `pain_during` was at most 1, 2 days to 3 and 3 days above; after a walk-run at least 2. From that `recovery.days` is taken. Not applicable without a run since the injury.",
    derive: shortfall,
    ..number("recovery.shortfall_days", Unit::Days, 0, 3, Better::Lower)
};

pub(super) static MEASURES: &[&Definition] = &[&DAYS, &SHORTFALL];

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

fn shortfall(
    subject: &Subject<'_>,
    window: super::Window,
    measure: &'static Definition,
) -> Reading {
    let span = since_onset(subject);
    let Some(last) = runs(subject, span)
        .next()
        .filter(|_| subject.onset() != Onset::Unknown)
    else {
        if subject.onset() != Onset::Unknown && is_complete(subject, span) {
            return Reading::NOT_APPLICABLE;
        }
        return Reading::unknown(measure, log_cause(subject)).maybe_not_applicable();
    };
    let day = Span {
        first: Some(last.date),
        last: last.date,
    };
    let (mut least, mut most) = (0_i64, 0_i64);
    for run in runs(subject, day) {
        let (low, high) = needed(&run.entry);
        (least, most) = (least.max(low), most.max(high));
    }
    let since = Span {
        first: Some(last.date.plus(1)),
        last: subject.as_of,
    };
    if since.last > last.date && !is_complete(subject, since) {
        // A later run that is not in the log may have hurt more.
        (least, most) = (1, 3);
    }
    let pause = subject.read(&DAYS, window);
    let Some((low, high)) = pause.span(&DAYS) else {
        return pause;
    };
    let missing = |needed: i64, pause: Exact| Exact::whole(needed).minus(pause).max(Exact::ZERO);
    Reading::range(
        missing(least, high),
        missing(most, low),
        Some(last.date),
        Cause::Incomplete,
    )
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
    let (least, most) = match run.pain_during {
        Some(pain) => (days(pain.exact()), days(pain.exact())),
        None => (1, 3),
    };
    let floor = if run.kind == Some(RunKind::WalkRun) {
        2
    } else {
        1
    };
    (least.max(floor), most.max(floor))
}
