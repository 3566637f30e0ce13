//! `mid/1`: the verdict, and each reason with its reading.

use super::{RecordLine, compact, pieces};
use crate::batch::prepared::LineParts;

/// Appends the line.
pub(in crate::batch) fn write(told: &RecordLine<'_>, prepared: &LineParts, out: &mut Vec<u8>) {
    compact::head(told, prepared, out);
    out.extend_from_slice(b",\"reasons\":[");
    for (place, finding) in told.reasons().enumerate() {
        if place > 0 {
            out.push(b',');
        }
        let criterion = told.protocol.criteria.get(finding.criterion);
        let begins = prepared.reasons.get(finding.criterion);
        if let (Some(criterion), Some(begins)) = (criterion, begins) {
            out.extend_from_slice(begins);
            out.extend_from_slice(finding.envelope.worst().word().as_bytes());
            out.extend_from_slice(b"\",\"best_case\":\"");
            out.extend_from_slice(finding.envelope.best().word().as_bytes());
            out.extend_from_slice(b"\",\"reading\":");
            pieces::reading(&finding.reading, criterion.measure, out);
            out.push(b'}');
        }
    }
    out.extend_from_slice(b"]}\n");
}
