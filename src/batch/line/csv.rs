//! The same as `compact/1`, as comma-separated values (RFC 4180, lines ended by a line feed).

use super::{RecordLine, compact};
use crate::batch::prepared::LineParts;
use crate::protocol::Refer;

/// The first line of a table. The codes stand apart by spaces; `error` is empty but for a refused record, which has no verdict.
pub const HEADER: &str = "id,verdict,best_case,refer,asked,cleared,rule,criteria,blocking,missing,contradictions,error\n";

/// Appends the row.
pub(in crate::batch) fn write(told: &RecordLine<'_>, prepared: &LineParts, out: &mut Vec<u8>) {
    let stage = |stage: Option<&'_ crate::protocol::Stage>, out: &mut Vec<u8>| {
        out.push(b',');
        out.extend_from_slice(stage.map_or("", |stage| stage.id.as_str()).as_bytes());
    };
    field(told.id.unwrap_or_default(), out);
    for word in [
        told.outcome.verdict.word(),
        told.outcome.best_case.word(),
        told.outcome.refer.map_or("", Refer::word),
    ] {
        out.push(b',');
        out.extend_from_slice(word.as_bytes());
    }
    stage(told.asked(), out);
    stage(told.cleared(), out);
    out.push(b',');
    out.extend_from_slice(told.rule().map_or("", super::Rule::word).as_bytes());
    out.push(b',');
    field(&prepared.criteria, out);
    out.push(b',');
    compact::codes(told.blocking(), prepared, b' ', out);
    out.push(b',');
    compact::codes(told.missing(), prepared, b' ', out);
    out.push(b',');
    for (place, kind) in told.outcome.held.iter().enumerate() {
        if place > 0 {
            out.push(b' ');
        }
        out.extend_from_slice(kind.word().as_bytes());
    }
    out.extend_from_slice(b",\n");
}

/// Appends the row of a refused record.
pub(in crate::batch) fn refused(
    error: &crate::formats::json_v1::report::ErrorV1,
    out: &mut Vec<u8>,
) {
    field(error.id.as_deref().unwrap_or_default(), out);
    out.extend_from_slice(b",,,,,,,,,,,");
    let faults = error.in_words();
    // A record that stands in no file has no place to name; a row of a table has no byte.
    match (&error.file, error.line, error.byte) {
        (Some(file), Some(line), Some(byte)) => {
            field(&format!("{file} line {line} byte {byte}: {faults}"), out);
        }
        (Some(file), Some(row), None) => field(&format!("{file} row {row}: {faults}"), out),
        (Some(_) | None, Some(_) | None, Some(_) | None) => field(&faults, out),
    }
    out.push(b'\n');
}

/// Appends a text, quoted where a comma, a quote or a line end asks for it.
fn field(text: &str, out: &mut Vec<u8>) {
    if text.contains([',', '"', '\n', '\r']) {
        out.push(b'"');
        out.extend_from_slice(text.replace('"', "\"\"").as_bytes());
        out.push(b'"');
    } else {
        out.extend_from_slice(text.as_bytes());
    }
}
