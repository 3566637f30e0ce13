//! What an import did: kept, merged, dropped and why, not read.

use serde::Serialize;

use crate::assessment::Day;
use crate::import::Files;
use crate::import::merge::{Entry, MergeResult};

/// What became of the assessment.
#[derive(Debug, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case", tag = "outcome")]
#[schemars(deny_unknown_fields)]
pub(in crate::cli) enum ImportOutcome {
    /// There was none; the sessions were printed.
    Printed,
    /// It had everything already.
    Unchanged {
        /// The assessment.
        file: String,
    },
    /// It would be begun with nothing in it.
    NotBegun {
        /// The assessment.
        file: String,
    },
    /// It would change.
    DryRun {
        /// The assessment.
        file: String,
    },
    /// It changed.
    Written {
        /// The assessment.
        file: String,
        /// Where what it held is kept.
        backup: Option<String>,
    },
}

/// Everything that is reported.
pub(super) struct Report<'a> {
    pub(super) files: &'a Files,
    pub(super) merged: &'a MergeResult,
    pub(super) log: &'a [Entry],
    pub(super) done: &'a ImportOutcome,
    pub(super) complete_from: Option<Day>,
    /// Whether walking breaks were answered for.
    pub(super) walk_breaks: Option<bool>,
    pub(super) all: bool,
}
