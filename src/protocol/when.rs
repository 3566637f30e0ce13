//! When a criterion is asked: facts from a closed list, never a reading.

use super::comparator::Operator;
use super::facts::{Answer, Fact, Facts, GoalKind};
use crate::quantity::Exact;

/// One condition of a `when`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    /// The fact is one of these words.
    OneOf(Fact, Vec<String>),
    /// The fact compares so.
    Compares(Fact, Operator, Exact),
}

impl Condition {
    /// The fact that it asks for.
    #[must_use]
    pub const fn fact(&self) -> Fact {
        match self {
            Self::OneOf(fact, _) | Self::Compares(fact, ..) => *fact,
        }
    }

    /// Whether it holds; `None` when the fact is unknown.
    #[must_use]
    pub fn holds(&self, facts: &Facts<'_>) -> Option<bool> {
        let row = self.fact().row();
        match (self, row.get(facts)) {
            (Self::OneOf(_, words), Some(Answer::Word(word))) => {
                Some(words.iter().any(|candidate| candidate == word))
            }
            (Self::Compares(_, operator, bound), Some(Answer::Number(value))) => {
                Some(operator.holds(value, *bound))
            }
            // A stage as a goal has no distance.
            (Self::Compares(..), None) if row.of_the_goal && facts.goal == GoalKind::Stage => {
                Some(false)
            }
            (Self::OneOf(..), Some(Answer::Number(_)) | None)
            | (Self::Compares(..), Some(Answer::Word(_)) | None) => None,
        }
    }
}
