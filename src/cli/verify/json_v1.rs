//! What a replay came to, as JSON (format `verify/1`): output-only structs.

use serde::Serialize;
use serde_json::Value;

use super::compare::{Difference, Differs};
use super::outcome::{Outcome, Replay};
use crate::verdict::Verdict;

/// What a replay came to (format `verify/1`).
#[derive(Clone, Debug, Serialize, schemars::JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(in crate::cli) struct VerifyV1 {
    /// `verify/1`.
    format: &'static str,
    /// The report.
    report: String,
    /// How the replay stands to it.
    outcome: Outcome,
    /// The verdict of the replay.
    verdict: Verdict,
    /// Where the replay differs, in the order of the report.
    differences: Vec<DifferenceV1>,
}

/// A place where a replay differs from a report.
#[derive(Clone, Debug, Serialize, schemars::JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(in crate::cli) struct DifferenceV1 {
    /// The place, as a JSON pointer.
    path: String,
    /// `added`, `length` or `changed`.
    what: &'static str,
    /// What the report says: a value, or how many entries; `null` for what was added.
    before: Value,
    /// What the replay says: a value, or how many entries.
    now: Value,
}

impl VerifyV1 {
    pub(super) fn of(replay: &Replay) -> Self {
        Self {
            format: "verify/1",
            report: replay.report.clone(),
            outcome: replay.outcome(),
            verdict: replay.verdict,
            differences: replay.differences.iter().map(difference).collect(),
        }
    }
}

fn difference(Difference { path, what }: &Difference) -> DifferenceV1 {
    let (what, before, now) = match what {
        Differs::Added(now) => ("added", Value::Null, now.clone()),
        Differs::Length(before, now) => ("length", (*before).into(), (*now).into()),
        Differs::Changed(before, now) => ("changed", before.clone(), now.clone()),
    };
    DifferenceV1 {
        path: path.clone(),
        what,
        before,
        now,
    }
}
