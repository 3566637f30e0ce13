//! One planned session, and why there may be none.

use thiserror::Error;

use super::schedule::Part;
use crate::assessment::Day;
use crate::engine::QuestionError;

/// A run so short, in metres, that only what is asked of every run stands in its way.
pub(super) const SHORTEST: i64 = 500;

/// Minutes of a long run that coaches keep to; a longer one is planned only where the criteria of the goal ask for it. This project's choice.
pub const LONG_RUN_MINUTES: i64 = 180;

/// Why there is no plan.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum PlanError {
    /// The question cannot be put.
    #[error(transparent)]
    Question(#[from] QuestionError),
    /// The protocol does not judge.
    #[error("{0} does not judge; it sends the runner to a clinician who does")]
    RoutesOut(String),
    /// The protocol has no stage that clears running.
    #[error("the protocol has no stage that clears running")]
    NothingToRun,
    /// There is no such ladder.
    #[error("no ladder `{ladder}`; the protocol has {ladders}")]
    UnknownLadder {
        /// The ladder asked for.
        ladder: String,
        /// Those there are.
        ladders: String,
    },
    /// The goal has no distance.
    #[error("a plan for a race or a run needs its distance")]
    NoDistance,
    /// The record contradicts itself, and no day can be promised to it.
    #[error("the record contradicts itself ({0}); correct it first: `rtr check` says which field")]
    Contradiction(String),
    /// A number left its range.
    #[error("{0}")]
    Range(String),
}

/// One planned session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned {
    /// Its day.
    pub day: Day,
    /// What it is for.
    pub part: Part,
    /// The level of the ladder, from zero.
    pub level: Option<usize>,
    /// Metres in all.
    pub metres: i64,
    /// Minutes in all.
    pub minutes: i64,
    /// Minutes run, where walking is part of it.
    pub run_minutes: Option<i64>,
}
