//! The line that every engine writes for a record, and what is compared of it.

use serde::Deserialize;

use crate::Result;

/// Appends the line of a record: its verdict and every criterion that is not GO.
///
/// The verdict is the worst of the reasons; taking it here, and not in each language, is in favour of the other engines.
pub fn write<'a>(id: &str, reasons: impl Iterator<Item = &'a str>, out: &mut Vec<u8>) {
    out.extend_from_slice(b"{\"id\":\"");
    out.extend_from_slice(id.as_bytes());
    out.extend_from_slice(b"\",\"reasons\":[");
    let mut verdict = "go";
    for reason in reasons {
        if verdict != "go" {
            out.push(b',');
        }
        if reason.starts_with('n') {
            verdict = "no-go";
        } else if verdict == "go" {
            verdict = "caution";
        }
        out.push(b'"');
        out.extend_from_slice(reason.as_bytes());
        out.push(b'"');
    }
    out.extend_from_slice(b"],\"verdict\":\"");
    out.extend_from_slice(verdict.as_bytes());
    out.extend_from_slice(b"\"}\n");
}

/// A line as it is compared: in whatever order the reasons come.
#[derive(Debug, PartialEq, Eq, Deserialize)]
pub struct Line {
    /// The record.
    pub id: String,
    /// The verdict.
    pub verdict: String,
    /// Every criterion that is not GO, such as `no-go:hop-pain`; with `?` where something is unknown.
    pub reasons: Vec<String>,
}

/// Reads a line to compare it.
///
/// # Errors
/// When it is not such a line.
pub fn read(line: &str) -> Result<Line> {
    let mut line: Line = serde_json::from_str(line)?;
    line.reasons.sort_unstable();
    Ok(line)
}
