//! When a session began: a moment, or only its day.
//!
//! *Why not noon, where a file tells a day and no time?* A list kept by hand has days. A time that nobody wrote would make a second recording of
//! the same run another run, and two runs of one day one.

use std::fmt;

use crate::assessment::{Day, Moment};

/// When a session began, as closely as its file tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Start {
    /// A moment, by the clock on the wall, as an instant, or both.
    At(Moment),
    /// Some time on this local day.
    On(Day),
}

impl Start {
    /// The moment, where more than the day is known.
    #[must_use]
    pub const fn moment(self) -> Option<Moment> {
        match self {
            Self::At(moment) => Some(moment),
            Self::On(_) => None,
        }
    }

    /// Seconds since 1970-01-01T00:00:00Z, when the instant is known.
    #[must_use]
    pub fn instant(self) -> Option<i64> {
        self.moment()?.instant()
    }

    /// Seconds since 1970-01-01T00:00:00 on the local clock, when it is known.
    #[must_use]
    pub fn wall(self) -> Option<i64> {
        self.moment()?.wall()
    }

    /// The local day; the day in UTC when no local clock is known. `None` outside the years that a [`Day`] can name.
    #[must_use]
    pub fn day(self) -> Option<Day> {
        match self {
            Self::At(moment) => moment.day(),
            Self::On(day) => Some(day),
        }
    }

    /// Whether its day is the runner's own and not that in UTC.
    #[must_use]
    pub fn has_local_day(self) -> bool {
        match self {
            Self::At(moment) => moment.wall().is_some(),
            Self::On(_) => true,
        }
    }

    /// The same start with the local clock so many seconds ahead of UTC, where no offset was known.
    #[must_use]
    pub fn with_offset(self, offset: i32) -> Self {
        match self {
            Self::At(moment) => Self::At(moment.with_offset(offset)),
            Self::On(day) => Self::On(day),
        }
    }
}

impl From<Moment> for Start {
    fn from(moment: Moment) -> Self {
        Self::At(moment)
    }
}

impl From<Day> for Start {
    fn from(day: Day) -> Self {
        Self::On(day)
    }
}

impl fmt::Display for Start {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::At(moment) => moment.fmt(formatter),
            Self::On(day) => day.fmt(formatter),
        }
    }
}
