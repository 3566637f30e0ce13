//! Exit codes: one enum, as in `--help` and `docs/src/exit-codes.md`.

use crate::verdict::Verdict;

/// How the program ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// GO, or done.
    Done,
    /// Something that tests rule out.
    Internal,
    /// The command line was not understood.
    Usage,
    /// The input was refused.
    BadInput,
    /// Criteria do not compile.
    BadCriteria,
    /// A comparison was not met, or a lint failed.
    NotMet,
    /// The verdict is CAUTION.
    Caution,
    /// The verdict is NO-GO.
    NoGo,
    /// Not all of the output could be written; what a shell gives for a program that a closed pipe ends.
    Unwritten,
}

impl Exit {
    /// The exit of a verdict.
    #[must_use]
    pub const fn of(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Go => Self::Done,
            Verdict::Caution => Self::Caution,
            Verdict::NoGo => Self::NoGo,
        }
    }

    /// The number.
    #[must_use]
    pub const fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Internal => 1,
            Self::Usage => 2,
            Self::BadInput => 3,
            Self::BadCriteria => 4,
            Self::NotMet => 5,
            Self::Caution => 10,
            Self::NoGo => 20,
            Self::Unwritten => 141,
        }
    }
}
