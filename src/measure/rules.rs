//! What a criteria file says about evidence: what makes a session clean, the least that is a run, what is a flare, and how a ladder is climbed.
//!
//! A measure reads a record under these rules, so that no such number stands in the code.

use super::ladder::{LadderSteps, SessionRule};
use crate::quantity::Exact;

/// The rules of one criteria file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EvidenceRules {
    /// What makes a session clean; without it none is.
    pub clean: Option<Clean>,
    /// The least that is a run; without it any distance is one.
    pub least_run: Option<LeastRun>,
    /// What is a flare though nobody states it; without it only a stated one.
    pub flare: Option<Flare>,
    /// The walk-run ladders, in the order of the file.
    pub ladders: Vec<LadderSteps>,
    /// What a session says about the next, on every ladder; the rules of one measure stand beside one another.
    pub session_rules: Vec<SessionRule>,
}

impl EvidenceRules {
    /// Those of a file that states none.
    pub const NONE: Self = Self {
        clean: None,
        least_run: None,
        flare: None,
        ladders: Vec::new(),
        session_rules: Vec::new(),
    };

    /// The same, for as long as the program runs.
    #[must_use]
    pub fn none() -> &'static Self {
        static NONE: EvidenceRules = EvidenceRules::NONE;
        &NONE
    }
}

/// What makes a session clean: each is the most there may be, and nothing is asked of what is not stated.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Clean {
    /// Pain at the start, during and after, NRS.
    pub pain: Option<Exact>,
    /// Rise of pain within the session, in points.
    pub rise: Option<Exact>,
    /// Pain on the next morning's first steps, NRS.
    pub next_morning: Option<Exact>,
    /// The same above what is usual, in points.
    pub next_morning_above_baseline: Option<Exact>,
    /// Whether the gait must have been as usual.
    pub normal_gait: bool,
}

/// The least that is a run: as far, or as long.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeastRun {
    /// Kilometres.
    pub distance: Exact,
    /// Minutes.
    pub minutes: Exact,
}

/// A flare that nobody need state: so many days within so many, each with pain above a limit or a limp.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flare {
    /// Daily pain above this makes a day one of a flare, NRS.
    pub daily_above: Exact,
    /// Morning pain above this does, NRS.
    pub morning_above: Exact,
    /// Whether a limp does.
    pub limp: bool,
    /// So many such days,
    pub days: u16,
    /// within so many.
    pub of: u16,
}
