//! A reading: everything a measure can still be on one assessment.

use std::cmp::Ordering;

use super::{Better, Definition};
use crate::assessment::Day;
use crate::quantity::Exact;

/// Why a reading is not one value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum Cause {
    /// Nothing was recorded.
    Absent,
    /// What was recorded is older than the criterion accepts.
    Stale,
    /// Parts are missing, or the test was not done as the measure asks.
    Incomplete,
    /// The morning that tells it is still to come.
    NotYet,
    /// What was recorded is of a day before the injury.
    BeforeInjury,
    /// What was recorded is of a day before the last flare ended.
    BeforeFlare,
    /// Pain killers, ice or tape may have hidden pain on that day.
    Masked,
    /// Nobody says whether anything hid pain on that day.
    MaskingUnknown,
    /// When the injury began is not stated.
    OnsetUnknown,
    /// Whether and when it last flared up is not stated.
    FlareUnknown,
    /// The run it rests on stands out so far that it must be confirmed.
    Unconfirmed,
    /// The run it rests on stands out, and its pace or its pauses are those of a walk.
    PerhapsWalked,
}

word!(Cause);

impl Cause {
    /// The one field for which much that is recorded waits, where that is the cause.
    #[must_use]
    pub const fn waits_for(self) -> Option<&'static str> {
        match self {
            Self::OnsetUnknown => Some("injury.onset"),
            Self::FlareUnknown => Some("injury.last_flare"),
            Self::MaskingUnknown => Some("treatments"),
            Self::Absent
            | Self::Stale
            | Self::Incomplete
            | Self::NotYet
            | Self::BeforeInjury
            | Self::BeforeFlare
            | Self::Masked
            | Self::Unconfirmed
            | Self::PerhapsWalked => None,
        }
    }
}

/// What a measure can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Any value from `low` to `high`, both included; one value when they are equal.
    Known {
        /// The smallest value still possible.
        low: Exact,
        /// The largest value still possible.
        high: Exact,
    },
    /// Tried and could not: the worst there is.
    Unable,
    /// The measure means nothing here, such as the symmetry of two hurt legs.
    NotApplicable,
}

/// A measure on one assessment.
///
/// Unknown is a wide range, so blanking anything gives a range that contains the old one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    /// What it can be.
    pub state: State,
    /// Whether the measure may, for all that is known, not apply at all.
    pub may_not_apply: bool,
    /// The day of the entry it was read from.
    pub date: Option<Day>,
    /// Why it is not one value.
    pub cause: Option<Cause>,
}

impl Reading {
    /// The measure means nothing here.
    pub const NOT_APPLICABLE: Self = Self {
        state: State::NotApplicable,
        may_not_apply: false,
        date: None,
        cause: None,
    };

    /// One known value.
    #[must_use]
    pub const fn taken(value: Exact, date: Option<Day>) -> Self {
        Self {
            state: State::Known {
                low: value,
                high: value,
            },
            may_not_apply: false,
            date,
            cause: None,
        }
    }

    /// Any value from low to high; taken when they are equal.
    #[must_use]
    pub fn range(low: Exact, high: Exact, date: Option<Day>, cause: Cause) -> Self {
        let (low, high, cause) = match low.cmp(&high) {
            Ordering::Less => (low, high, Some(cause)),
            Ordering::Equal => (low, high, None),
            Ordering::Greater => (high, low, Some(cause)),
        };
        Self {
            state: State::Known { low, high },
            may_not_apply: false,
            date,
            cause,
        }
    }

    /// Nothing is known: all of the measure's range.
    #[must_use]
    pub fn unknown(measure: &Definition, cause: Cause) -> Self {
        let (low, high) = measure.scale.range();
        Self {
            state: State::Known { low, high },
            may_not_apply: false,
            date: None,
            cause: Some(cause),
        }
    }

    /// Tried and could not.
    #[must_use]
    pub const fn unable(date: Option<Day>) -> Self {
        Self {
            state: State::Unable,
            may_not_apply: false,
            date,
            cause: None,
        }
    }

    /// The same, and it may not apply at all.
    #[must_use]
    pub const fn maybe_not_applicable(self) -> Self {
        Self {
            may_not_apply: true,
            ..self
        }
    }

    /// The same, read on a day.
    #[must_use]
    pub const fn on(self, date: Day) -> Self {
        Self {
            date: Some(date),
            ..self
        }
    }

    /// The one value, when it is taken.
    #[must_use]
    pub fn value(&self) -> Option<Exact> {
        match self.state {
            State::Known { low, high } if low == high && !self.may_not_apply => Some(low),
            State::Known { .. } | State::Unable | State::NotApplicable => None,
        }
    }

    /// Whether something about it is unknown.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.may_not_apply || matches!(self.state, State::Known { low, high } if low != high)
    }

    /// What it is, should all that is unknown of it turn out well.
    #[must_use]
    pub fn at_best(self, measure: &Definition) -> Self {
        if self.may_not_apply {
            return Self::NOT_APPLICABLE;
        }
        self.at_end(measure.better == Some(Better::Higher))
    }

    /// What it is, should all that is unknown of it turn out badly.
    #[must_use]
    pub fn at_worst(self, measure: &Definition) -> Self {
        self.at_end(measure.better != Some(Better::Higher))
    }

    fn at_end(self, high_end: bool) -> Self {
        match self.state {
            State::Known { low, high } => Self::taken(if high_end { high } else { low }, self.date),
            State::Unable | State::NotApplicable => self,
        }
    }

    /// The least whole number that it can be, such as days of rest.
    pub(crate) fn least_days(&self) -> Option<i32> {
        match self.state {
            State::Known { low, .. } => {
                i32::try_from(low.millionths().div_euclid(crate::quantity::MICRO)).ok()
            }
            State::Unable | State::NotApplicable => None,
        }
    }

    /// The bounds as a range of values; unable counts as the worst end, not-applicable has none.
    pub(crate) fn span(&self, measure: &Definition) -> Option<(Exact, Exact)> {
        match self.state {
            State::Known { low, high } => Some((low, high)),
            State::Unable => {
                let worst = measure.worst_end();
                Some((worst, worst))
            }
            State::NotApplicable => None,
        }
    }

    /// Whether it reaches the worst end.
    pub(crate) fn may_be_worst(&self, measure: &Definition) -> bool {
        let worst = measure.worst_end();
        let span = self.span(measure);
        span.is_some_and(|(low, high)| low == worst || high == worst)
    }

    /// Whether it reaches from one end to the other.
    pub(crate) fn may_be_anything(&self, measure: &Definition) -> bool {
        self.span(measure) == Some(measure.scale.range())
    }

    /// Either of two readings may be the true one.
    pub(crate) fn or(self, other: Self, measure: &Definition) -> Self {
        if self == other {
            return self;
        }
        let date = self.date.max(other.date);
        match (self.span(measure), other.span(measure)) {
            (Some(one), Some(two)) => Self {
                state: State::Known {
                    low: one.0.min(two.0),
                    high: one.1.max(two.1),
                },
                may_not_apply: self.may_not_apply || other.may_not_apply,
                date,
                cause: self.cause.or(other.cause).or(Some(Cause::Incomplete)),
            },
            (Some(_), None) => self.maybe_not_applicable(),
            (None, Some(_)) => other.maybe_not_applicable(),
            (None, None) => Self::NOT_APPLICABLE,
        }
    }

    /// The worse of two readings that both hold, such as those of two hurt legs.
    pub(crate) fn worse(self, other: Self, measure: &Definition) -> Self {
        let (Some(one), Some(two)) = (self.span(measure), other.span(measure)) else {
            return if self.state == State::NotApplicable {
                other
            } else {
                self
            };
        };
        if self.state == State::Unable {
            return self;
        }
        if other.state == State::Unable {
            return other;
        }
        let (low, high) = match measure.better {
            Some(Better::Higher) => (one.0.min(two.0), one.1.min(two.1)),
            Some(Better::Lower) | None => (one.0.max(two.0), one.1.max(two.1)),
        };
        let cause = self.cause.or(other.cause).unwrap_or(Cause::Incomplete);
        let both = Self::range(low, high, self.date.max(other.date), cause);
        Self {
            may_not_apply: self.may_not_apply && other.may_not_apply,
            ..both
        }
    }
}
