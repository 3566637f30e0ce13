//! What a replay came to.

use serde::Serialize;

use super::compare::Difference;
use crate::verdict::Verdict;

/// What a replay came to.
pub(super) struct Replay {
    /// The name of the report.
    pub(super) report: String,
    /// The verdict of the replay.
    pub(super) verdict: Verdict,
    /// Whether it is the report to the byte.
    pub(super) to_the_byte: bool,
    /// Where it differs.
    pub(super) differences: Vec<Difference>,
}

/// How a replay stands to its report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Outcome {
    /// It is the same, to the byte.
    Same,
    /// It says the same, laid out in another way.
    SameInAnotherLayout,
    /// It says something else.
    Differs,
}

impl Replay {
    pub(super) const fn outcome(&self) -> Outcome {
        if !self.differences.is_empty() {
            Outcome::Differs
        } else if self.to_the_byte {
            Outcome::Same
        } else {
            Outcome::SameInAnotherLayout
        }
    }
}
