//! When a criterion is asked: facts from a closed list, never a reading.
//!
//! *Why does `goal = "run"` hold for a race?* A race is a run of its distance and loads the tendon no less. Were it asked less, a runner
//! held back from five kilometres would be cleared by entering a marathon.

use super::comparator::Operator;
use super::facts::{Answer, Fact, Facts, GoalKind};
use crate::quantity::Exact;

/// Whether a fact that is this word is one of those asked for.
pub(crate) fn accepts(fact: Fact, asked: &[String], word: &str) -> bool {
    let among = |word: &str| asked.iter().any(|candidate| candidate == word);
    among(word)
        || (fact == Fact::Goal && word == GoalKind::Race.word() && among(GoalKind::Run.word()))
}

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
                Some(accepts(self.fact(), words, word))
            }
            (Self::Compares(_, operator, bound), Some(Answer::Number(value))) => {
                Some(operator.holds(value, *bound))
            }
            // A stage or a session as a goal has no distance.
            (Self::Compares(..), None)
                if row.of_the_goal && matches!(facts.goal, GoalKind::Session | GoalKind::Stage) =>
            {
                Some(false)
            }
            (Self::OneOf(..), Some(Answer::Number(_)) | None)
            | (Self::Compares(..), Some(Answer::Word(_)) | None) => None,
        }
    }
}
