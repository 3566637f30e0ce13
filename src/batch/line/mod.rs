//! What a line says of a record: four shapes of one evaluation.
//!
//! *Why by hand?* A line is mostly the same words again; appending what was rendered once costs a third of serializing a struct.
//! [`CompactV1`] and [`MidV1`] read the lines back, publish their schemas and hold this writing to account in tests.

pub(super) mod compact;
pub(super) mod csv;
pub(super) mod mid;
mod pieces;
mod read_back;

use crate::engine::report::Report;
use crate::engine::{Finding, Outcome, Question};
use crate::formats::json_v1::report::ReportV1;
use crate::measure::Reading;
use crate::protocol::{Protocol, Stage};
use crate::verdict::Verdict;

pub use csv::HEADER as CSV_HEADER;
pub use read_back::{CompactV1, MidReasonV1, MidV1, Rule};

/// What a line says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
pub enum Shape {
    /// The whole report (`report/1`), as `rtr check --format json-line` prints it.
    Report,
    /// Verdict, stages, and each reason with its reading (`mid/1`).
    #[default]
    Mid,
    /// Verdict, stages, and the codes of what blocks and what is missing (`compact/1`).
    Compact,
    /// The same as `compact`, as a table with a head.
    Csv,
}

impl Shape {
    /// The format that a line names.
    #[must_use]
    pub const fn format(self) -> &'static str {
        match self {
            Self::Report => "report/1",
            Self::Mid => "mid/1",
            Self::Compact => "compact/1",
            Self::Csv => "csv",
        }
    }
}

/// What there is to tell of a judged record.
#[derive(Clone, Copy, Debug)]
pub struct RecordLine<'a> {
    /// The sender's name for the record.
    pub id: Option<&'a str>,
    /// Place of the stage asked.
    pub asked: usize,
    /// Place of the protocol among those of the judge.
    pub place: usize,
    /// The protocol.
    pub protocol: &'a Protocol,
    /// The question.
    pub question: &'a Question<'a>,
    /// One reading for each query of the protocol.
    pub readings: &'a [Reading],
    /// The verdict.
    pub outcome: &'a Outcome,
    /// One finding for each criterion up to the stage asked.
    pub findings: &'a [Finding],
}

impl<'a> RecordLine<'a> {
    /// What keeps the verdict from GO, in the order of the file.
    pub fn reasons(&self) -> impl Iterator<Item = &'a Finding> + use<'a> {
        self.findings
            .iter()
            .filter(|finding| keeps_from_go(finding))
    }

    /// What is not GO whatever is still to be measured.
    pub fn blocking(&self) -> impl Iterator<Item = &'a Finding> + use<'a> {
        self.reasons().filter(|finding| blocks(finding))
    }

    /// What depends on something that is not known.
    pub fn missing(&self) -> impl Iterator<Item = &'a Finding> + use<'a> {
        self.reasons().filter(|finding| is_missing(finding))
    }

    /// The stage asked; none when the protocol routes out.
    #[must_use]
    pub fn asked(&self) -> Option<&'a Stage> {
        self.protocol.judged_stages().get(self.asked)
    }

    /// The highest stage that is GO together with every stage before it.
    #[must_use]
    pub fn cleared(&self) -> Option<&'a Stage> {
        let stages = self.protocol.judged_stages();
        let not_met = self.reasons().next().and_then(|first| {
            let mut stages = stages.iter();
            stages.position(|stage| stage.criteria.contains(&first.criterion))
        });
        // Without either, the stage before the one after it.
        let stuck = not_met.unwrap_or(self.asked.saturating_add(1));
        let stuck = stuck.min(self.outcome.held.from());
        stages.get(stuck.checked_sub(1)?)
    }

    /// The rule of the protocol as a whole that made the verdict, if one did.
    #[must_use]
    pub fn rule(&self) -> Option<Rule> {
        if self.protocol.route_out.is_some() {
            Some(Rule::RouteOut)
        } else if self.outcome.accumulated {
            Some(Rule::Cautions)
        } else {
            None
        }
    }
}

/// Whether a finding counts and is not GO for sure.
#[must_use]
pub fn keeps_from_go(finding: &Finding) -> bool {
    finding.role.counts() && finding.envelope.worst() != Verdict::Go
}

/// Whether a reason is not GO whatever is still to be measured.
#[must_use]
pub fn blocks(reason: &Finding) -> bool {
    reason.envelope.best() != Verdict::Go
}

/// Whether a reason depends on something that is not known.
#[must_use]
pub fn is_missing(reason: &Finding) -> bool {
    reason.envelope.best() != reason.envelope.worst()
}

/// Appends what is wrong with a record.
pub(crate) fn refused(error: &crate::formats::json_v1::report::ErrorV1, out: &mut Vec<u8>) {
    let start = out.len();
    // Its fields are texts and numbers, which cannot fail to be written; half a line would be worse than none.
    if serde_json::to_writer(&mut *out, error).is_err() {
        out.truncate(start);
    }
    out.push(b'\n');
}

/// Appends a whole report on one line.
pub(super) fn report(report: &Report<'_>, out: &mut Vec<u8>) -> Result<(), serde_json::Error> {
    let start = out.len();
    let written = serde_json::to_writer(&mut *out, &ReportV1::of(report));
    if written.is_err() {
        out.truncate(start);
    } else {
        out.push(b'\n');
    }
    written
}
