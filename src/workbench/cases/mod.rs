//! Cases: assessments with the verdict and the reasons that a criteria file must give them.
//!
//! A folder holds assessments (`*.json`) and one table, `expected.toml` (format `cases/1`), that says of each what must come out
//! and why it is there.
//! A row may also stand for itself: `from` names an assessment or an earlier row, `set` what is different in it, so that what a case
//! is about can be read in one line; named after a criterion and what it says, it needs no further words.

mod builtin;
mod coverage;
pub mod json_v1;
pub mod junit;
mod missing;
mod never;
pub mod page;
mod run;
mod side;
mod stale;
mod table;
mod tested;

pub use builtin::{runners_with, shipped_cases};
pub use coverage::{Coverage, NeverDecides, SideCovered};
pub use missing::{MissingCases, row, write_missing};
pub use never::{asked_with, never_decides};
pub use run::{CaseResult, Mismatch, PreparedCase, Run, run};
pub use side::{BandOutcome, is_decisive};
pub use stale::Stale;
pub(in crate::workbench) use stale::{faulty, unknown};
pub use table::{
    BrokenCase, Case, Cases, ExpectedOutcome, Row, SetAside, TABLE, Table, TableV1, overlaid,
    patched,
};
pub use tested::{CoverageResult, TestedProtocol};
