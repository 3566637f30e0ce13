//! `compact/1`: the verdict, and the codes of what stands against it.

use super::{RecordLine, pieces};
use crate::batch::prepared::LineParts;
use crate::engine::Finding;
use crate::protocol::Refer;

/// Appends the line.
pub(in crate::batch) fn write(told: &RecordLine<'_>, prepared: &LineParts, out: &mut Vec<u8>) {
    head(told, prepared, out);
    out.extend_from_slice(b",\"blocking\":[");
    codes(told.blocking(), prepared, b',', out);
    out.extend_from_slice(b"],\"missing\":[");
    codes(told.missing(), prepared, b',', out);
    out.extend_from_slice(b"]}\n");
}

/// Appends all that is said before the reasons.
pub(super) fn head(told: &RecordLine<'_>, prepared: &LineParts, out: &mut Vec<u8>) {
    out.extend_from_slice(&prepared.head);
    pieces::text(told.id, out);
    out.extend_from_slice(b",\"verdict\":\"");
    out.extend_from_slice(told.outcome.verdict.word().as_bytes());
    out.extend_from_slice(b"\",\"best_case\":\"");
    out.extend_from_slice(told.outcome.best_case.word().as_bytes());
    out.extend_from_slice(b"\",\"refer\":");
    pieces::word(told.outcome.refer.map(Refer::word), out);
    out.extend_from_slice(b",\"asked\":");
    pieces::word(told.asked().map(|stage| stage.id.as_str()), out);
    out.extend_from_slice(b",\"cleared\":");
    pieces::word(told.cleared().map(|stage| stage.id.as_str()), out);
    if let Some(rule) = told.rule() {
        out.extend_from_slice(b",\"rule\":");
        pieces::word(Some(rule.word()), out);
    }
    let held = told.outcome.held;
    if !held.is_empty() {
        out.extend_from_slice(b",\"contradictions\":[");
        for (place, kind) in held.iter().enumerate() {
            if place > 0 {
                out.push(b',');
            }
            pieces::word(Some(kind.word()), out);
        }
        out.push(b']');
    }
}

/// Appends the codes of findings.
pub(super) fn codes<'a>(
    findings: impl Iterator<Item = &'a Finding>,
    prepared: &LineParts,
    between: u8,
    out: &mut Vec<u8>,
) {
    let mut first = true;
    for finding in findings {
        if !first {
            out.push(between);
        }
        first = false;
        if let Some(code) = prepared.reasons.get(finding.criterion) {
            out.extend_from_slice(code);
        }
    }
}
