//! One fact of a day, told in two places, is the worse of the two.
//!
//! Four facts are kept apart: daily life, the test or exercise, the run, the morning. Pain up to 5 is allowed in loading and must not spend
//! the 2 points of daily life. Only what is recorded joins; what another block leaves out widens nothing.

use super::reading::{Cause, Reading, State};
use super::subject::up_to;
use super::{Definition, Subject};
use crate::assessment::wire::{ActivityPain, Gait, HopLeg, Pain, Run, RunKind, Side};
use crate::assessment::{Dated, Day};
use crate::quantity::{Exact, Nrs};

/// What a diary score is told of elsewhere as well.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Fact {
    /// Walks that were logged with their pain.
    DailyLife,
    /// Walks with an altered gait.
    Limp,
    /// The morning after a run or a test.
    Morning,
    /// The pain of a heel-raise test.
    HeelRaise,
    /// The pain of a hop test.
    Hopping,
    /// The pain of a hop test on one leg.
    OneLegHop,
    /// Nowhere.
    DiaryAlone,
}

/// Which leg is taken for the hurt one while nobody says which it is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Unsided {
    Milder,
    Worse,
}

impl Fact {
    /// The reading, no better than what other blocks record of those days. Of an unknown side it reaches from the milder leg to the worse.
    pub(super) fn join(
        self,
        subject: &Subject<'_>,
        reading: Reading,
        days: (Option<Day>, Day),
        measure: &'static Definition,
    ) -> Reading {
        // Most records have no tests, and many no runs.
        if !self.may_be_told(subject) {
            return reading;
        }
        let joined = |unsided: Unsided| {
            let mut worst: Option<(Exact, Day)> = None;
            self.each_of(subject, days, unsided, |day, value| {
                if worst.is_none_or(|(worst, _)| value > worst) {
                    worst = Some((value, day));
                }
            });
            match worst {
                Some((value, day)) => no_better_than(reading, value, day, measure),
                None => reading,
            }
        };
        let worse = joined(Unsided::Worse);
        if subject.side().is_none() && self.is_of_a_leg() {
            joined(Unsided::Milder).or(worse, measure)
        } else {
            worse
        }
    }

    /// Whether any block is there that may tell of it.
    fn may_be_told(self, subject: &Subject<'_>) -> bool {
        let record = subject.assessment;
        let runs = || record.runs.is_some();
        let raises = || record.heel_raise.is_some();
        let hops = || record.hop.is_some();
        match self {
            Self::DailyLife | Self::Limp => runs(),
            Self::Morning => runs() || raises() || hops(),
            Self::HeelRaise => raises(),
            Self::Hopping | Self::OneLegHop => hops(),
            Self::DiaryAlone => false,
        }
    }

    /// Whether it is of the hurt leg alone.
    const fn is_of_a_leg(self) -> bool {
        match self {
            Self::HeelRaise | Self::Hopping | Self::OneLegHop => true,
            Self::DailyLife | Self::Limp | Self::Morning | Self::DiaryAlone => false,
        }
    }

    /// What other blocks record of those days, the worst of each day.
    pub(super) fn each(
        self,
        subject: &Subject<'_>,
        days: (Option<Day>, Day),
        each: impl FnMut(Day, Exact),
    ) {
        self.each_of(subject, days, Unsided::Worse, each);
    }

    fn each_of(
        self,
        subject: &Subject<'_>,
        (first, last): (Option<Day>, Day),
        unsided: Unsided,
        each: impl FnMut(Day, Exact),
    ) {
        let record = subject.assessment;
        let (runs, heel_raise, hop) = (
            record.runs.as_deref(),
            record.heel_raise.as_deref(),
            record.hop.as_deref(),
        );
        let days = (first, last);
        let side = subject.side();
        match self {
            Self::DailyLife => by_day(
                within(runs, days).map(|run| (run.date, walk(&run.entry))),
                each,
            ),
            Self::Limp => by_day(
                within(runs, days).map(|run| (run.date, limp(&run.entry))),
                each,
            ),
            Self::Morning => {
                // A morning is told on the day before.
                let eve = (first.map(|first| first.plus(-1)), last.plus(-1));
                let runs = within(runs, eve).map(|run| (run.date, run.entry.pain_next_morning));
                let raises =
                    within(heel_raise, eve).map(|test| (test.date, test.entry.pain_next_morning));
                let hops = within(hop, eve).map(|test| (test.date, test.entry.pain_next_morning));
                let after = |(date, pain): (Day, Option<Nrs>)| {
                    (date.plus(1), pain.map(|pain| pain.exact()))
                };
                let mut each = each;
                by_day(runs.map(after), &mut each);
                by_day(raises.map(after), &mut each);
                by_day(hops.map(after), each);
            }
            Self::HeelRaise => {
                let tests = within(heel_raise, days).map(|test| {
                    let (left, right) = (test.entry.left.as_ref(), test.entry.right.as_ref());
                    let pains = (
                        left.and_then(|leg| leg.pain),
                        right.and_then(|leg| leg.pain),
                    );
                    (test.date, hurt(side, unsided, pains))
                });
                by_day(tests, each);
            }
            Self::Hopping | Self::OneLegHop => {
                let jumps = self == Self::Hopping;
                let pain = |leg: Option<&HopLeg>| leg.and_then(|leg| leg.pain);
                let tests = within(hop, days).map(|test| {
                    let pains = (
                        pain(test.entry.left.as_ref()),
                        pain(test.entry.right.as_ref()),
                    );
                    let both = pain(test.entry.both.as_ref()).map(|pain| pain.exact());
                    (
                        test.date,
                        hurt(side, unsided, pains).max(both.filter(|_| jumps)),
                    )
                });
                by_day(tests, each);
            }
            Self::DiaryAlone => {}
        }
    }
}

/// Calls with the worst of each day.
fn by_day(entries: impl Iterator<Item = (Day, Option<Exact>)>, mut each: impl FnMut(Day, Exact)) {
    let mut now: Option<(Day, Exact)> = None;
    for (day, value) in entries {
        let Some(value) = value else { continue };
        match &mut now {
            Some((same, worst)) if *same == day => *worst = value.max(*worst),
            _ => {
                if let Some((day, worst)) = now.replace((day, value)) {
                    each(day, worst);
                }
            }
        }
    }
    if let Some((day, worst)) = now {
        each(day, worst);
    }
}

/// The entries of those days, newest first.
pub(super) fn within<T>(
    log: Option<&[Dated<T>]>,
    (first, last): (Option<Day>, Day),
) -> impl Iterator<Item = &Dated<T>> {
    let entries = up_to(log.unwrap_or_default(), last).iter();
    entries.take_while(move |dated| first.is_none_or(|first| dated.date >= first))
}

/// The worst pain of a walk.
fn walk(run: &Run) -> Option<Exact> {
    if run.kind == Some(RunKind::Walk) {
        run_pain(run)
    } else {
        None
    }
}

fn limp(run: &Run) -> Option<Exact> {
    let limped = run.kind == Some(RunKind::Walk) && run.gait == Some(Gait::Altered);
    limped.then_some(Exact::whole(1))
}

/// The worst pain recorded of a run, at its start, during or after it.
pub(super) fn run_pain(run: &Run) -> Option<Exact> {
    let worst = run.pain_start.max(run.pain_during).max(run.pain_after);
    worst.map(|pain| pain.exact())
}

/// The pain of the hurt leg; while it is not known which, of the milder or the worse. A leg that tells nothing may be the milder.
fn hurt(
    side: Option<Side>,
    unsided: Unsided,
    (left, right): (Option<Nrs>, Option<Nrs>),
) -> Option<Exact> {
    let (left, right) = (
        left.map(|pain| pain.exact()),
        right.map(|pain| pain.exact()),
    );
    match side {
        Some(Side::Left) => left,
        Some(Side::Right) => right,
        None if unsided == Unsided::Milder => left.zip(right).map(|(left, right)| left.min(right)),
        Some(Side::Both) | None => left.max(right),
    }
}

/// The worst that the diary records of those days, by one of its fields.
pub(super) fn diary_worst(
    subject: &Subject<'_>,
    (first, last): (Day, Day),
    field: impl Fn(&Pain) -> Option<Exact>,
) -> Option<(Exact, Day)> {
    let mut worst: Option<(Exact, Day)> = None;
    for dated in within(subject.assessment.pain.as_deref(), (Some(first), last)) {
        if let Some(value) = field(&dated.entry)
            && worst.is_none_or(|(worst, _)| value > worst)
        {
            worst = Some((value, dated.date));
        }
    }
    worst
}

/// The score of an activity that was done.
pub(super) fn scored(pain: Option<ActivityPain>) -> Option<Exact> {
    match pain {
        Some(ActivityPain::Score(pain)) => Some(pain.exact()),
        Some(ActivityPain::NotDone) | None => None,
    }
}

/// The reading, joined by something worse that is known for certain. What is no worse than its own best says nothing.
pub(super) fn no_better_than(
    reading: Reading,
    value: Exact,
    day: Day,
    measure: &'static Definition,
) -> Reading {
    let best = match reading.state {
        State::Known { low, .. } => low,
        State::Unable | State::NotApplicable => measure.scale.range().0,
    };
    if value <= best {
        return reading;
    }
    let joined = reading.worse(Reading::taken(value, Some(day)), measure);
    match (reading.span(measure), joined.span(measure)) {
        // What is not the worse of the two does not lend its day.
        (Some(before), Some(after)) if before == after => reading,
        (Some((low, _)), Some(_)) if value > low => Reading {
            date: Some(day),
            cause: joined
                .cause
                .map(|_| reading.cause.unwrap_or(Cause::Incomplete)),
            ..joined
        },
        (Some(_) | None, Some(_) | None) => joined,
    }
}
