//! The small parts of a line: texts, numbers, days and readings, as JSON writes them.

use crate::formats::json_v1::report;
use crate::measure::{Cause, Definition, Reading, State};
use crate::quantity::Exact;

/// Appends a text in quotes, or `null`.
pub(super) fn text(text: Option<&str>, out: &mut Vec<u8>) {
    let Some(text) = text else {
        out.extend_from_slice(b"null");
        return;
    };
    let plain = |byte: &u8| *byte >= b' ' && *byte != b'"' && *byte != b'\\';
    if text.as_bytes().iter().all(plain) {
        out.push(b'"');
        out.extend_from_slice(text.as_bytes());
        out.push(b'"');
    } else {
        out.extend_from_slice(serde_json::Value::from(text).to_string().as_bytes());
    }
}

/// Appends a word that needs no escape, in quotes, or `null`.
pub(super) fn word(word: Option<&str>, out: &mut Vec<u8>) {
    match word {
        Some(word) => {
            out.push(b'"');
            out.extend_from_slice(word.as_bytes());
            out.push(b'"');
        }
        None => out.extend_from_slice(b"null"),
    }
}

/// Appends a reading as `report/1` tells it.
pub(super) fn reading(reading: &Reading, measure: &Definition, out: &mut Vec<u8>) {
    out.extend_from_slice(b"{\"state\":\"");
    match reading.state {
        State::NotApplicable => out.extend_from_slice(b"not-applicable\""),
        State::Unable => out.extend_from_slice(b"unable\""),
        State::Known { low, high } if low == high => {
            out.extend_from_slice(b"taken\",\"value\":");
            value(low, measure, out);
            if let Some([numerator, denominator]) = report::fraction(low, measure) {
                out.extend_from_slice(b",\"exact\":[");
                whole(numerator, out);
                out.push(b',');
                whole(denominator, out);
                out.push(b']');
            }
        }
        State::Known { low, high } if (low, high) == measure.scale.range() => {
            out.extend_from_slice(b"not-taken\"");
        }
        State::Known { low, high } => {
            out.extend_from_slice(b"range\",\"low\":");
            value(low, measure, out);
            out.extend_from_slice(b",\"high\":");
            value(high, measure, out);
        }
    }
    let unit = measure.scale.unit().sign();
    if !unit.is_empty() {
        out.extend_from_slice(b",\"unit\":");
        word(Some(unit), out);
    }
    if let Some(day) = reading.date {
        out.extend_from_slice(b",\"date\":\"");
        day.push(out);
        out.push(b'"');
    }
    if let Some(cause) = reading.cause {
        out.extend_from_slice(b",\"cause\":");
        word(Some(Cause::word(cause)), out);
    }
    if reading.may_not_apply {
        out.extend_from_slice(b",\"may_not_apply\":true");
    }
    out.push(b'}');
}

fn value(value: Exact, measure: &Definition, out: &mut Vec<u8>) {
    if measure.scale.words().is_empty() {
        measure.number(value).push(out);
    } else {
        text(Some(&measure.show(value)), out);
    }
}

fn whole(number: i64, out: &mut Vec<u8>) {
    out.extend_from_slice(itoa::Buffer::new().format(number).as_bytes());
}
