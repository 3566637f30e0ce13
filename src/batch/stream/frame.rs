//! Where one record ends and the next begins: lines, or values inside and beside arrays.

use std::ops::Range;

use memchr::{memchr, memchr2};
use serde::{Deserialize, Serialize};

/// What may come next between values that do not stand on lines of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Expect {
    /// A line: one record each, as NDJSON has it.
    Line,
    /// A value by itself, beside others.
    Value,
    /// The bracket that opens an array.
    Array,
    /// The first element of an array, or its end.
    FirstElement,
    /// An element of an array.
    Element,
    /// What follows an element: a comma, or the end of the array.
    AfterElement,
    /// Nothing but white space: the array is over.
    Nothing,
}

/// A run of values in bytes.
#[derive(Debug, Default)]
pub(super) struct ValueSpan {
    /// The values found, in order.
    pub(super) values: Vec<Range<usize>>,
    /// So many bytes are dealt with; the rest waits for more.
    pub(super) used: usize,
    /// Why no further value can be told apart.
    pub(super) fault: Option<&'static str>,
}

/// How an input is divided, from its beginning; `None` when more of it must be seen, unless there is no more.
///
/// A text that opens with `[` is one array. A first line that stops in the midst of an object, as pretty-printing breaks it, makes values
/// that may run over lines. Everything else is one record a line, so that one broken line costs no other.
pub(super) fn of(bytes: &[u8], at_end: bool) -> Option<Expect> {
    let text = bytes.trim_ascii_start();
    let Some(first) = text.first() else {
        return at_end.then_some(Expect::Line);
    };
    if *first == b'[' {
        return Some(Expect::Array);
    }
    let Some(line_end) = memchr(b'\n', text) else {
        return at_end.then_some(Expect::Line);
    };
    let (line, rest) = text.split_at(line_end);
    if !matches!(line.trim_ascii_end().last(), Some(b'{' | b'[' | b',')) {
        return Some(Expect::Line);
    }
    // A cut-off line of NDJSON may end so, too; then another record follows it.
    match rest.trim_ascii_start().first() {
        Some(b'{') => Some(Expect::Line),
        Some(_) => Some(Expect::Value),
        None => at_end.then_some(Expect::Line),
    }
}

/// Tells values apart until the bytes are used up, or until something else stands there.
pub(super) fn values(bytes: &[u8], expect: &mut Expect, at_end: bool) -> ValueSpan {
    let mut framed = ValueSpan::default();
    loop {
        let rest = bytes.get(framed.used..).unwrap_or_default();
        let blank = rest.len().saturating_sub(rest.trim_ascii_start().len());
        framed.used = framed.used.saturating_add(blank);
        let rest = rest.get(blank..).unwrap_or_default();
        let Some(first) = rest.first() else {
            if at_end && !matches!(expect, Expect::Value | Expect::Nothing | Expect::Line) {
                framed.fault = Some("the array is not closed");
            }
            return framed;
        };
        let (step, next) = match (*expect, *first) {
            (Expect::Array, b'[') => (1, Expect::FirstElement),
            (Expect::FirstElement | Expect::AfterElement, b']') => (1, Expect::Nothing),
            (Expect::AfterElement, b',') => (1, Expect::Element),
            (Expect::AfterElement, _) => {
                framed.fault = Some("neither `,` nor `]` stands after an element of the array");
                return framed;
            }
            (Expect::Nothing, _) => {
                framed.fault = Some("something stands after the end of the array");
                return framed;
            }
            (Expect::Element, b',' | b']') | (Expect::FirstElement, b',') => {
                framed.fault = Some("an element of the array is missing");
                return framed;
            }
            (expected, _) => {
                let Some(length) = value_length(rest, at_end) else {
                    if at_end {
                        framed.fault = Some("the input ends inside a record");
                    }
                    return framed;
                };
                let end = framed.used.saturating_add(length);
                framed.values.push(framed.used..end);
                let next = if expected == Expect::Value {
                    Expect::Value
                } else {
                    Expect::AfterElement
                };
                (length, next)
            }
        };
        framed.used = framed.used.saturating_add(step);
        *expect = next;
    }
}

/// How long the value is that begins here; `None` when its end is not to be seen.
fn value_length(bytes: &[u8], at_end: bool) -> Option<usize> {
    match bytes.first()? {
        b'{' | b'[' => {}
        b'"' => return string_length(bytes),
        _ => {
            let ends = |byte: &u8| matches!(byte, b',' | b']' | b'}') || byte.is_ascii_whitespace();
            let length = bytes.iter().position(ends);
            // A stray closing brace is a value of its own, to be refused.
            return length
                .map(|length| length.max(1))
                .or(at_end.then_some(bytes.len()));
        }
    }
    let (mut at, mut depth) = (0_usize, 0_usize);
    loop {
        let byte = bytes.get(at)?;
        match byte {
            b'{' | b'[' => depth = depth.saturating_add(1),
            b'}' | b']' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return Some(at.saturating_add(1));
                }
            }
            b'"' => {
                let string = string_length(bytes.get(at..)?)?;
                at = at.saturating_add(string);
                continue;
            }
            _ => {}
        }
        at = at.saturating_add(1);
    }
}

/// How long the string is whose opening quote stands here.
fn string_length(bytes: &[u8]) -> Option<usize> {
    let mut at = 1_usize;
    loop {
        let found = memchr2(b'"', b'\\', bytes.get(at..)?)?;
        at = at.saturating_add(found);
        if bytes.get(at) == Some(&b'"') {
            return Some(at.saturating_add(1));
        }
        at = at.saturating_add(2);
    }
}
