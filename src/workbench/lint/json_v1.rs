//! Findings as JSON (`lint/1`), for other programs.

use schemars::JsonSchema;
use serde::Serialize;

use super::{Finding, LintedFile, Place, Source, find};
use crate::diagnostic::{File, Level};

/// What was found in criteria files (`lint/1`).
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct LintV1 {
    /// The version of the format: `lint/1`.
    format: &'static str,
    /// The program that linted.
    engine: String,
    /// The day as of which reviews were judged.
    today: String,
    /// The files, in the order in which they were named.
    files: Vec<FileV1>,
}

/// One file.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct FileV1 {
    /// Its path, or the id of a shipped one.
    file: String,
    /// Whether it compiles; if not, only the faults that keep it from that are listed.
    compiles: bool,
    /// What was found, in the order of the file.
    findings: Vec<FindingV1>,
}

/// One finding.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct FindingV1 {
    /// Its code; `rtr explain CODE` says why it matters.
    code: &'static str,
    /// How grave it is.
    level: Level,
    /// What was found, one line.
    message: String,
    /// What stands there, beside the place.
    label: Option<String>,
    /// Where.
    place: PlaceV1,
    /// Other places that belong to it.
    related: Vec<RelatedV1>,
    /// What to do.
    help: Option<String>,
    /// What the code means.
    what: Option<&'static str>,
    /// Why it is meant so, when the criterion allows it; such a finding does not count.
    allowed: Option<String>,
}

/// A place in the file, or in the one that it extends.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct PlaceV1 {
    /// The file that is extended, when the place is in that one.
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<String>,
    /// The line it begins in, from 1.
    line: usize,
    /// The column it begins at, from 1, in Unicode code points.
    column: usize,
    /// The line it ends in.
    end_line: usize,
    /// The column after its last letter.
    end_column: usize,
    /// Its first byte, from 0.
    byte: usize,
    /// Its length in bytes.
    bytes: usize,
}

/// Another place that belongs to a finding.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct RelatedV1 {
    /// What stands there.
    label: String,
    /// Where.
    place: PlaceV1,
}

impl LintV1 {
    /// Everything found.
    #[must_use]
    pub fn of(linted: &[LintedFile<'_>], today: crate::assessment::Day) -> Self {
        Self {
            format: "lint/1",
            engine: format!("rtr {}", env!("CARGO_PKG_VERSION")),
            today: today.to_string(),
            files: linted.iter().map(file).collect(),
        }
    }
}

fn file(linted: &LintedFile<'_>) -> FileV1 {
    FileV1 {
        file: linted.source.name.clone(),
        compiles: linted.compiles,
        findings: linted
            .findings
            .iter()
            .map(|one| finding(linted.source, one))
            .collect(),
    }
}

fn finding(source: &Source, finding: &Finding) -> FindingV1 {
    let diagnostic = &finding.diagnostic;
    let label = Some(diagnostic.label.clone()).filter(|label| !label.is_empty());
    let related = diagnostic.related.iter().map(|related| RelatedV1 {
        label: related.label.clone(),
        place: place(source, related.file, &related.span),
    });
    FindingV1 {
        code: diagnostic.code,
        level: finding.level,
        message: diagnostic.message.clone(),
        label,
        place: place(source, diagnostic.file, &diagnostic.span),
        related: related.collect(),
        help: diagnostic.help.clone(),
        what: find(diagnostic.code).map(|(page, _)| page.what),
        allowed: finding.allowed.clone(),
    }
}

fn place(source: &Source, file: File, span: &std::ops::Range<usize>) -> PlaceV1 {
    let written = source.file_of(file);
    let Place {
        line,
        column,
        end_line,
        end_column,
    } = Place::of(&written.text, span);
    PlaceV1 {
        file: (file != File::Own).then(|| written.name.clone()),
        line,
        column,
        end_line,
        end_column,
        byte: span.start,
        bytes: span.len(),
    }
}
