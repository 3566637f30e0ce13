//! The longest run of some days, as far as it can be believed.
//!
//! A slip of the decimal point makes 9.2 km into 92, and a race would be cleared on it. So a distance that stands out is taken down until
//! a time that fits it, or the runner, stands by it.
//!
//! *Why does it not stand out from the next longest?* Two slips would confirm each other, and a row of distances that each stand out a
//! little would climb to any height. So it is held against what is known for sure; or, in a log that is kept without times, against what
//! as many runs agree on as hardly slip together.
//!
//! *Why never against the shortest?* A run of which less is told would then raise what the others count for.

use super::Subject;
use super::reading::{Cause, Reading};
use super::run_log::{FARTHEST, Span, distance, is_complete, log_cause, runs};
use super::session::{is_unconfirmed, went_cleanly};
use crate::assessment::wire::{Run, RunKind};
use crate::assessment::{Dated, Day};
use crate::quantity::Exact;

/// Half as far again as what is sure stands out: this project proposes it. Long runs of a plan that grows by a tenth a week come
/// nowhere near.
const STANDS_OUT: (u16, u32) = (3, 2);

/// So many runs as long, though no time stands by them, hardly slip together: this project proposes it. A log of six weeks has more.
const AGREEING: usize = 5;

/// Whether a run may, for all that is known, have gone cleanly: one that surely did not is no proof that its distance can be borne.
fn is_borne(subject: &Subject<'_>, run: &Dated<Run>) -> bool {
    subject.rules.clean.is_none() || went_cleanly(subject, run).possible
}

/// A distance that nothing stands by.
#[derive(Clone, Copy, Debug)]
struct Claim {
    distance: Exact,
    date: Option<Day>,
    /// What is asked of it when it stands out; nothing when the runner says that it was walked in part.
    asks: Option<Cause>,
}

impl Claim {
    const NONE: Self = Self {
        distance: Exact::ZERO,
        date: None,
        asks: None,
    };
}

/// The longest run that counts, from and to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Longest {
    /// The longest that a time or the runner confirms.
    trusted: (Exact, Option<Day>),
    /// The longest of the others, longest first.
    claimed: [Claim; AGREEING],
    /// The farthest that any can have been.
    farthest: Exact,
}

/// Faster than this, in seconds for a kilometre, a time says little for a distance: few ever run so, and who does can confirm it. This
/// project's choice.
const FAST: i64 = 210;

/// Whether a time stands by the distance.
fn is_timed(run: &Run) -> bool {
    run.distance_km
        .zip(run.duration_min)
        .is_some_and(|(far, minutes)| {
            minutes.millionths().saturating_mul(60) >= far.millionths().saturating_mul(FAST)
        })
}

impl Longest {
    const NONE: Self = Self {
        trusted: (Exact::ZERO, None),
        claimed: [Claim::NONE; AGREEING],
        farthest: Exact::ZERO,
    };

    /// Over the runs of those days that are, or may be, good news.
    pub(super) fn of(subject: &Subject<'_>, span: Span) -> Self {
        let mut longest = Self::NONE;
        for run in runs(subject, span) {
            let counts = subject.qualifies(run);
            let borne = subject.as_logged || is_borne(subject, run);
            if counts.possible && borne {
                longest.add(run, counts.certain, subject.as_logged);
            }
        }
        longest
    }

    fn add(&mut self, run: &Dated<Run>, counts: bool, as_logged: bool) {
        let (least, most) = distance(&run.entry);
        self.farthest = self.farthest.max(most);
        if !counts {
            return;
        }
        let date = Some(run.date);
        let entry = &run.entry;
        // A time that fits is a second telling of the distance; with walking breaks neither says how far it was run.
        let is_run = matches!(entry.kind, Some(RunKind::Run | RunKind::Race));
        let walked = is_unconfirmed(entry) || (is_run && entry.walk_breaks == Some(true));
        let stood_by = entry.confirmed.unwrap_or_else(|| is_timed(entry));
        if as_logged || (stood_by && !walked) {
            if least > self.trusted.0 {
                self.trusted = (least, date);
            }
            return;
        }
        let asks = match (walked, entry.walk_breaks) {
            (false, _) => Some(Cause::Unconfirmed),
            (true, None) => Some(Cause::PerhapsWalked),
            (true, Some(_)) => None,
        };
        let mut claim = Claim {
            distance: least,
            date,
            asks,
        };
        for slot in &mut self.claimed {
            if claim.distance > slot.distance {
                std::mem::swap(slot, &mut claim);
            }
        }
    }

    /// The least that it was, its day, and what is asked of a longer one, which would count then.
    fn least(&self) -> (Exact, Option<Day>, Option<Cause>) {
        let [longest, .., agreed] = self.claimed;
        if longest.distance <= self.trusted.0 {
            return (self.trusted.0, self.trusted.1, None);
        }
        let sure = self.trusted.0.max(agreed.distance);
        let believed = sure.times(STANDS_OUT.0).over(STANDS_OUT.1);
        if longest.distance > believed {
            (believed, longest.date, longest.asks)
        } else {
            (longest.distance, longest.date, None)
        }
    }

    /// The ends that it may have, of a log that is complete there.
    pub(super) fn ends(&self) -> (Exact, Exact) {
        (self.least().0, self.farthest)
    }

    /// As a reading; an incomplete log may hide a longer one.
    pub(super) fn reading(&self, subject: &Subject<'_>, span: Span) -> Reading {
        let (low, date, asks) = self.least();
        let high = if is_complete(subject, span) {
            self.farthest
        } else {
            Exact::whole(FARTHEST)
        };
        let cause = asks.unwrap_or_else(|| log_cause(subject));
        Reading::range(low, high, date.or(Some(subject.as_of)), cause)
    }
}
