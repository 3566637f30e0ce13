//! A ladder of walking and running as the log is read against it, and what one session says about the next.

use crate::measure::{Definition, Operator, Reading, State};
use crate::quantity::Exact;

/// The most levels that a ladder has: as many as a run log can name.
pub const MOST_LEVELS: usize = 30;

/// A walk-run ladder, lowest level first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LadderSteps {
    /// Its levels; at most [`MOST_LEVELS`].
    pub levels: Box<[LevelStep]>,
    /// At most so many levels are gained in 7 days.
    pub levels_per_7_days: Option<u16>,
}

/// One level of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LevelStep {
    /// What is run in one session.
    pub running: Running,
    /// Whether it is run without walking.
    pub is_continuous: bool,
    /// So many clean sessions fill it.
    pub sessions: u16,
    /// Days without running after it.
    pub rest_days: u16,
}

/// What is run in a session, by time or by distance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Running {
    /// Minutes.
    Minutes(Exact),
    /// Kilometres.
    Kilometres(Exact),
}

/// A rule of a criteria file about one session.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SessionRule {
    /// Its place in the criteria file.
    pub place: usize,
    /// The measure of the last run that tells, read off any run.
    pub measure: &'static Definition,
    /// How it compares; it points in the measure's worse direction.
    pub operator: Operator,
    /// With what, in the measure's unit.
    pub bound: Exact,
    /// Whether it leads a level down; otherwise the level is held.
    pub drops: bool,
    /// Days without running after such a session.
    pub rest_days: u16,
}

impl SessionRule {
    /// Whether it holds of a session that its measure reads so, from the least to the most that it can be.
    pub(super) fn stands(&self, ends: (Exact, Exact)) -> RuleStanding {
        RuleStanding::between(self.operator, self.bound, ends)
    }
}

/// Whether a rule holds after a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RuleStanding {
    /// It does not, whatever is still unknown.
    No,
    /// For all that is known it may: such a session is not clean, and nobody goes up from it.
    Possible,
    /// It does.
    Certain,
}

impl RuleStanding {
    /// Whether a reading stands so to the bound.
    ///
    /// Tried and could not is the worst there is and certainly does; what means nothing here does not.
    #[must_use]
    pub fn of(operator: Operator, bound: Exact, reading: Reading) -> Self {
        let known = match reading.state {
            State::NotApplicable => Self::No,
            State::Unable => Self::Certain,
            State::Known { low, high } => Self::between(operator, bound, (low, high)),
        };
        if reading.may_not_apply {
            known.min(Self::Possible)
        } else {
            known
        }
    }

    fn between(operator: Operator, bound: Exact, (low, high): (Exact, Exact)) -> Self {
        match (operator.holds(low, bound), operator.holds(high, bound)) {
            (false, false) => Self::No,
            (true, true) => Self::Certain,
            (true, false) | (false, true) => Self::Possible,
        }
    }
}
