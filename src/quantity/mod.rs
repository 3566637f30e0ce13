//! Exact numbers: every quantity is a whole number of millionths of its unit, every ratio a fraction of two of them.
//!
//! *Why no floats?* A weekly rise from 7.0 to 7.7 km is `10.000000000000002` percent in floating point and exactly 10 here.
//! A threshold is met or not met; there is no epsilon to choose. Floats live in statistics only ([`crate::measure::error`]).

mod distances;
mod exact;
mod limits;
mod written;

pub use distances::Distances;
pub use exact::{Decimal, Exact, MICRO, Toward};
pub(crate) use limits::millionths;
pub use limits::{
    Age, Cadence, Centimetres, Count, CoveredDays, Height, Hours, Joules, Kilograms, Kilometres,
    Kind, Level, Limit, Mass, Minutes, Nrs, Quantity, Reps, Rpe, Score, Seconds, SessionsPerWeek,
    Stature, Trial,
};
pub(crate) use written::WrittenDecimal;

/// The unit of a quantity, as written in criteria files and shown in reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Numeric rating scale of pain, 0 to 10.
    Nrs,
    /// Percent.
    Percent,
    /// Repetitions.
    Reps,
    /// Hops or jumps counted.
    Hops,
    /// Centimetres.
    Centimetres,
    /// Joules.
    Joules,
    /// Seconds.
    Seconds,
    /// Minutes.
    Minutes,
    /// Hours.
    Hours,
    /// Kilometres.
    Kilometres,
    /// Calendar days.
    Days,
    /// Weeks (seven days).
    Weeks,
    /// Runs.
    Runs,
    /// Sessions.
    Sessions,
    /// Points of a questionnaire or score.
    Points,
    /// Kilograms.
    Kilograms,
    /// Session load in arbitrary units: perceived exertion times minutes.
    Load,
    /// No unit: a word, yes/no, or a bare number.
    None,
}

impl Unit {
    /// Every unit that has a sign.
    pub const ALL: [Self; 17] = [
        Self::Nrs,
        Self::Percent,
        Self::Reps,
        Self::Hops,
        Self::Centimetres,
        Self::Joules,
        Self::Seconds,
        Self::Minutes,
        Self::Hours,
        Self::Kilometres,
        Self::Days,
        Self::Weeks,
        Self::Runs,
        Self::Sessions,
        Self::Points,
        Self::Kilograms,
        Self::Load,
    ];

    /// The unit of that sign; an empty one is a bare number.
    #[must_use]
    pub fn of_sign(sign: &str) -> Option<Self> {
        if sign.is_empty() {
            return Some(Self::None);
        }
        Self::ALL.into_iter().find(|unit| unit.sign() == sign)
    }

    /// Places that a value is shown to at most; none where it is shown as it is.
    #[must_use]
    pub const fn places(self) -> Option<u32> {
        match self {
            Self::Percent => Some(1),
            Self::None | Self::Load => Some(2),
            Self::Nrs
            | Self::Reps
            | Self::Hops
            | Self::Centimetres
            | Self::Joules
            | Self::Seconds
            | Self::Minutes
            | Self::Hours
            | Self::Kilometres
            | Self::Days
            | Self::Weeks
            | Self::Runs
            | Self::Sessions
            | Self::Points
            | Self::Kilograms => None,
        }
    }

    /// Whether one of it is written without the plural's `s`.
    #[must_use]
    pub const fn is_counted(self) -> bool {
        matches!(
            self,
            Self::Reps | Self::Hops | Self::Runs | Self::Sessions | Self::Points
        )
    }

    /// The unit's sign, as criteria files spell it.
    #[must_use]
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Nrs => "nrs",
            Self::Percent => "%",
            Self::Reps => "reps",
            Self::Hops => "hops",
            Self::Centimetres => "cm",
            Self::Joules => "J",
            Self::Seconds => "s",
            Self::Minutes => "min",
            Self::Hours => "h",
            Self::Kilometres => "km",
            Self::Days => "d",
            Self::Weeks => "wk",
            Self::Runs => "runs",
            Self::Sessions => "sessions",
            Self::Points => "points",
            Self::Kilograms => "kg",
            Self::Load => "AU",
            Self::None => "",
        }
    }
}
