//! The run log day by day: each session beside the longest run of the 30 days before it.
//!
//! *Why is a band read as of the session's own day?* A session is a spike against what came before it; what was run since, and the
//! session itself, say nothing about that step. The rule is that of `load.session_band` and stands there alone.

use serde::Serialize;

use crate::assessment::wire::{Run, RunKind};
use crate::assessment::{Dated, Day, Record};
use crate::measure::{
    GoalDistance, LONGEST_30_DAYS, Reading, Span, Subject, Window, distance, is_complete, runs,
    session_band, session_load,
};
use crate::quantity::Exact;

/// A day of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoggedDay {
    /// The day.
    pub date: Day,
    /// Whether the runner ran.
    pub state: DayState,
    /// Kilometres run.
    pub kilometres: Amount,
    /// Session load: perceived exertion times minutes.
    pub load: Amount,
    /// `load.longest_run_30d` as it stood on the day.
    pub longest_before: Reading,
    /// Its runs, walk-runs and races, each for itself.
    pub sessions: Vec<Session>,
}

/// What a day was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum DayState {
    /// A run is in the log.
    Training,
    /// No run, and the log is declared complete.
    Rest,
    /// No run in the log, which does not say that there was none.
    Unknown,
}

/// A run, walk-run or race.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Session {
    /// Which of them.
    pub kind: RunKind,
    /// How far was run.
    pub kilometres: Amount,
    /// Its load.
    pub load: Amount,
    /// `load.session_band` of its distance, as of its day.
    pub band: Reading,
}

/// An amount between two ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Amount {
    /// The least it can be.
    pub low: Exact,
    /// The most it can be; `None` when it may be any more.
    pub high: Option<Exact>,
}

impl Amount {
    const ZERO: Self = Self {
        low: Exact::ZERO,
        high: Some(Exact::ZERO),
    };

    /// The value, when both ends are one.
    #[must_use]
    pub fn value(self) -> Option<Exact> {
        self.high.filter(|high| *high == self.low)
    }

    fn of((low, high): (Exact, Exact), recorded: bool) -> Self {
        Self {
            low,
            high: recorded.then_some(high),
        }
    }

    fn plus(self, other: Self) -> Self {
        let high = self.high.zip(other.high);
        Self {
            low: self.low.plus(other.low),
            high: high.map(|(one, other)| one.plus(other)),
        }
    }
}

/// The day asked and so many days before it, oldest first.
#[must_use]
pub fn training_log(assessment: &Record, as_of: Day, before: u16) -> Vec<LoggedDay> {
    (0..=i32::from(before))
        .rev()
        .map(|ago| logged_day(assessment, as_of.plus(ago.saturating_neg())))
        .collect()
}

fn logged_day(assessment: &Record, date: Day) -> LoggedDay {
    let subject = Subject::new(assessment, date, GoalDistance::None).as_logged();
    let day = Span {
        first: Some(date),
        last: date,
    };
    let complete = is_complete(&subject, day);
    // The order of the file means nothing; where no watch tells who came first, the shorter one stands first.
    let mut sessions: Vec<_> = runs(&subject, day)
        .filter_map(|run| Some((run.entry.start, session(&subject, run)?)))
        .collect();
    sessions
        .sort_by_key(|(start, session)| (*start, session.kilometres, session.load, session.kind));
    let sessions: Vec<Session> = sessions.into_iter().map(|(_, session)| session).collect();
    let total = |amount: fn(&Session) -> Amount| {
        let sum = sessions.iter().map(amount).fold(Amount::ZERO, Amount::plus);
        Amount {
            high: sum.high.filter(|_| complete),
            ..sum
        }
    };
    LoggedDay {
        date,
        state: match (sessions.is_empty(), complete) {
            (false, _) => DayState::Training,
            (true, true) => DayState::Rest,
            (true, false) => DayState::Unknown,
        },
        kilometres: total(|session| session.kilometres),
        load: total(|session| session.load),
        longest_before: subject.read(&LONGEST_30_DAYS, Window::default()),
        sessions,
    }
}

fn session(subject: &Subject<'_>, run: &Dated<Run>) -> Option<Session> {
    let entry = &run.entry;
    let far = distance(entry);
    Some(Session {
        kind: entry.kind?,
        kilometres: Amount::of(far, entry.distance_km.is_some()),
        load: Amount::of(
            session_load(entry),
            entry.rpe.is_some() && entry.duration_min.is_some(),
        ),
        band: session_band(subject, far),
    })
}
