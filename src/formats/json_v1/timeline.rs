//! The verdict of each day as JSON (format `timeline/1`): output-only structs.

use serde::Serialize;

use super::report::outputs;
use crate::assessment::{Assessment, Day};
use crate::engine::contradictions::Contradiction;
use crate::engine::report::Provenance;
use crate::engine::timeline::Entry;
use crate::protocol::Protocol;
use crate::verdict::Verdict;

outputs! {
    /// The verdict and the stage reached on each day that has an entry (format `timeline/1`).
    TimelineV1 {
        /// `timeline/1`.
        format: &'static str,
        /// The sender's name for the record.
        id: Option<String>,
        /// The days, oldest first.
        days: Vec<JudgedDayV1>,
        /// What it was made from.
        provenance: Provenance,
    }
    /// A day that was judged.
    JudgedDayV1 {
        /// The day.
        date: Day,
        /// Days since onset; `null` when onset is not stated.
        days_since_onset: Option<i32>,
        /// The verdict, with what was known on the day.
        verdict: Verdict,
        /// The best verdict still possible on the day.
        best_case: Verdict,
        /// The highest stage cleared.
        cleared: Option<String>,
        /// The criterion that weighs most against it.
        chief_reason: Option<String>,
        /// Codes of what in the record contradicts itself, as it was known on the day; each holds the verdict at CAUTION or worse.
        contradictions: Vec<&'static str>,
    }
}

impl TimelineV1 {
    /// The timeline as JSON shows it.
    #[must_use]
    pub fn of(assessment: &Assessment, protocol: &Protocol, entries: &[Entry]) -> Self {
        Self {
            format: "timeline/1",
            id: assessment.id().map(str::to_owned),
            days: entries.iter().map(day).collect(),
            provenance: Provenance::of(protocol, assessment),
        }
    }
}

fn day(entry: &Entry) -> JudgedDayV1 {
    JudgedDayV1 {
        date: entry.day,
        days_since_onset: entry.since_onset,
        verdict: entry.verdict,
        best_case: entry.best_case,
        cleared: entry.cleared.clone(),
        chief_reason: entry.chief_reason.clone(),
        contradictions: entry.held.iter().map(Contradiction::word).collect(),
    }
}
