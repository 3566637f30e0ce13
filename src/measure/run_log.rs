//! The run log as measures see it: which entries are runs, which days are known, how far was run.
//!
//! A day without an entry is a rest day only while the log is declared complete; elsewhere a run may have been forgotten.

use super::Subject;
use super::evidence::Since;
use super::reading::Cause;
use super::subject::up_to;
use crate::assessment::wire::{Run, RunKind};
use crate::assessment::{Dated, Day};
use crate::quantity::Exact;

/// The longest run anyone logs, in kilometres: what an unknown distance may be.
pub(super) const FARTHEST: i64 = 1000;
/// More runs than a log holds: what an unknown count may be.
pub(super) const MANY: i64 = 100_000;

/// Days from first to last, both included; without a first day, every day that may count.
#[derive(Clone, Copy)]
pub(crate) struct Span {
    pub(crate) first: Option<Day>,
    pub(crate) last: Day,
}

impl Span {
    /// From so many days before the question to so many days before it: `days_before(subject, 7, 1)` is the week up to yesterday.
    pub(super) const fn days_before(subject: &Subject<'_>, first: i32, last: i32) -> Self {
        Self {
            first: Some(subject.as_of.plus(first.saturating_neg())),
            last: subject.as_of.plus(last.saturating_neg()),
        }
    }

    /// Only its days after the injury and its last flare, as far as those are known.
    pub(super) fn after_since(self, subject: &Subject<'_>) -> Self {
        let first = match subject.since {
            Since::Injury(day) | Since::Flare(day) => {
                let next = day.plus(1);
                Some(self.first.map_or(next, |first| first.max(next)))
            }
            Since::Always | Since::Unknown(_) => self.first,
        };
        Self { first, ..self }
    }
}

/// Every day since the injury and its last flare; all days when there was none.
pub(super) fn since_injury(subject: &Subject<'_>) -> Span {
    Span {
        first: None,
        last: subject.as_of,
    }
    .after_since(subject)
}

pub(super) fn is_run(run: &Dated<Run>) -> bool {
    match run.entry.kind {
        // What may have been one counts as one: its unknown distance and pain are taken at their worst.
        Some(RunKind::Run | RunKind::WalkRun | RunKind::Race | RunKind::Unknown) => true,
        Some(RunKind::Walk) | None => false,
    }
}

/// The runs of those days, newest first.
pub(crate) fn runs<'a>(subject: &Subject<'a>, span: Span) -> impl Iterator<Item = &'a Dated<Run>> {
    logged(subject, span).iter().filter(|run| is_run(run))
}

/// All that was logged on those days, newest first, walks too.
pub(super) fn logged<'a>(subject: &Subject<'a>, span: Span) -> &'a [Dated<Run>] {
    let log = subject
        .known(subject.assessment.runs.as_deref())
        .unwrap_or_default();
    let log = up_to(log, span.last);
    let oldest = span.first.map_or(log.len(), |first| {
        log.partition_point(|run| run.date >= first)
    });
    log.get(..oldest).unwrap_or_default()
}

/// Whether every run of those days is in the log. An empty span is complete.
pub(crate) fn is_complete(subject: &Subject<'_>, span: Span) -> bool {
    let from = known_from(subject);
    let Some(first) = span.first else {
        // Without an injury the log counts from where it is declared complete.
        return subject.since == Since::Always
            && from.is_some_and(|from| from <= span.last)
            && span.last <= subject.assessment.as_of;
    };
    let declared = from.is_some_and(|from| from <= first) && span.last <= subject.assessment.as_of;
    declared || (span.last < first && !matches!(subject.since, Since::Unknown(_)))
}

/// The first day from which on a day without an entry is a rest day.
pub(crate) fn known_from(subject: &Subject<'_>) -> Option<Day> {
    subject.assessment.runs.as_ref()?;
    subject.assessment.log_complete_from
}

/// Why something about the log is not known.
pub(super) fn log_cause(subject: &Subject<'_>) -> Cause {
    if subject.assessment.runs.is_some() {
        Cause::Incomplete
    } else {
        Cause::Absent
    }
}

/// The distance run. Walking is slower than running, so of a walk-run at least the share of its minutes was run.
pub(crate) fn distance(run: &Run) -> (Exact, Exact) {
    let Some(distance) = run.distance_km.map(|distance| distance.exact()) else {
        return (Exact::ZERO, Exact::whole(FARTHEST));
    };
    if run.kind != Some(RunKind::WalkRun) {
        return (distance, distance);
    }
    let share = match (run.run_min, run.duration_min) {
        (Some(running), Some(duration)) => {
            let whole = i128::from(duration.millionths());
            let part =
                i128::from(distance.terms().0).saturating_mul(i128::from(running.millionths()));
            Exact::fraction(part, whole.saturating_mul(i128::from(distance.terms().1)))
        }
        (Some(_) | None, Some(_) | None) => None,
    };
    (share.unwrap_or(Exact::ZERO).min(distance), distance)
}

/// The distance covered, walking included: what a week of it adds up to.
pub(super) fn covered(run: &Run) -> (Exact, Exact) {
    run.distance_km
        .map_or((Exact::ZERO, Exact::whole(FARTHEST)), |distance| {
            (distance.exact(), distance.exact())
        })
}

/// A sum whose parts are known only between two ends.
#[derive(Clone, Copy)]
pub(super) struct SumRange {
    pub(super) low: Exact,
    pub(super) high: Exact,
}

impl SumRange {
    pub(super) const ZERO: Self = Self {
        low: Exact::ZERO,
        high: Exact::ZERO,
    };

    pub(super) fn plus(self, (low, high): (Exact, Exact)) -> Self {
        Self {
            low: self.low.plus(low),
            high: self.high.plus(high),
        }
    }

    pub(super) fn is_known(self) -> bool {
        self.low == self.high
    }
}

/// Kilometres run in those days; `None` unless the log is complete there.
pub(super) fn kilometres(subject: &Subject<'_>, span: Span) -> Option<SumRange> {
    is_complete(subject, span)
        .then(|| runs(subject, span).fold(SumRange::ZERO, |sum, run| sum.plus(covered(&run.entry))))
}

/// Session load in arbitrary units: perceived exertion times minutes; unknown parts may be anything.
pub(crate) fn session_load(run: &Run) -> (Exact, Exact) {
    let (least, most) = (Exact::ZERO, Exact::whole(60_000));
    match (run.rpe, run.duration_min) {
        (Some(rpe), Some(minutes)) => {
            let product =
                i128::from(rpe.millionths()).saturating_mul(i128::from(minutes.millionths()));
            let million = i128::from(crate::quantity::MICRO);
            Exact::fraction(product, million.saturating_mul(million))
                .map_or((least, most), |load| (load, load))
        }
        (Some(_) | None, Some(_) | None) => (least, most),
    }
}

/// Load of those days in arbitrary units; `None` unless the log is complete there.
pub(super) fn load(subject: &Subject<'_>, span: Span) -> Option<SumRange> {
    is_complete(subject, span).then(|| {
        runs(subject, span).fold(SumRange::ZERO, |sum, run| {
            sum.plus(session_load(&run.entry))
        })
    })
}
