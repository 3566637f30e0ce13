//! From TOML text to the raw tables, with every fault of shape: unknown keys, missing keys, wrong types.

mod head;
mod ladder;
mod measure;
mod rules;
mod stage;
mod table;

use std::ops::Range;

use toml::de::DeTable;

use self::table::{Faults, Table};
use super::raw;
use crate::diagnostic::Diagnostic;

/// A file's shape, as far as it can be read.
pub(super) struct Shape {
    /// None without `format`, `id` and the like: there is nothing to check further.
    pub(super) protocol: Option<raw::Protocol>,
    pub(super) faults: Vec<Diagnostic>,
    /// Ids of stages and criteria too faulty to be read on, so that who names them is not blamed.
    pub(super) lost: Vec<String>,
    /// Keys of the head that stand there and could not be read, so that they are not called missing.
    pub(super) unread: Vec<&'static str>,
}

/// Reads a file's shape.
pub(super) fn read(source: &str) -> Shape {
    let (table, errors) = DeTable::parse_recoverable(source);
    if !errors.is_empty() {
        return Shape {
            protocol: None,
            faults: syntax(source, &errors),
            lost: Vec::new(),
            unread: Vec::new(),
        };
    }
    if let Some(fault) = no_criteria(table.get_ref(), source) {
        return Shape {
            protocol: None,
            faults: vec![fault],
            lost: Vec::new(),
            unread: Vec::new(),
        };
    }
    let mut faults = Faults::default();
    let protocol = head::protocol(
        Table::new(table.get_ref(), first_line(source), "the file"),
        &mut faults,
    );
    Shape {
        protocol,
        faults: faults.found,
        lost: faults.lost,
        unread: faults.unread,
    }
}

/// What is wrong with a text that is not TOML.
pub(super) fn syntax(source: &str, errors: &[toml::de::Error]) -> Vec<Diagnostic> {
    // A bracket left open swallows what follows, and every line of it would be one more fault.
    let swallowed = errors
        .iter()
        .position(|error| error.message().starts_with("missing comma"));
    let most = swallowed.map_or(errors.len(), |last| last.saturating_add(1));
    let faults = errors.iter().take(most).map(|error| {
        let span = widened(source, error.span().unwrap_or_default());
        let said = error
            .message()
            .replace(", expected nothing", "")
            .replace('\n', ", ");
        Diagnostic::new("syntax", span, format!("not readable as TOML: {said}")).help(
            "texts stand in quotes, lists in `[ ]`, every key once, and every bracket is closed",
        )
    });
    faults.collect()
}

/// That a file is of another kind altogether, so that not every key it lacks is one more fault.
fn no_criteria(table: &DeTable<'_>, source: &str) -> Option<Diagnostic> {
    let named = table.get("format").and_then(|format| {
        let name = format.get_ref().as_str()?;
        name.contains('/').then_some((name, format.span()))
    });
    if let Some((name, span)) = named {
        let (message, help) = if name.starts_with("cases/") {
            (
                format!("this is a table of cases (`{name}`), not a criteria file"),
                "name the criteria files themselves, or keep cases in a folder of their own; `rtr criteria test` reads them",
            )
        } else {
            (
                format!("this is a file of the format `{name}`, not a criteria file"),
                "a criteria file has `format = 1`",
            )
        };
        return Some(Diagnostic::new("unknown-format", span, message).help(help));
    }
    let is_known = |name: &str| raw::KEYS.iter().any(|key| key.name == name);
    let is_other = !table.is_empty() && !table.keys().any(|key| is_known(key.get_ref()));
    is_other.then(|| {
        let message = "this is no criteria file: it has none of the keys of one";
        Diagnostic::new("missing-key", first_line(source), message.to_owned()).help(
            "name the criteria files themselves, or a folder in which no other TOML files stand",
        )
    })
}

/// The file as written, when it can be read that far.
#[cfg(feature = "cli")]
pub(crate) fn written(source: &str) -> Option<raw::Protocol> {
    read(source).protocol
}

/// A place without width becomes the letter that stands there, or the last of the file.
fn widened(source: &str, span: Range<usize>) -> Range<usize> {
    if !span.is_empty() {
        return span;
    }
    let (before, after) = source.split_at_checked(span.start).unwrap_or((source, ""));
    match (after.chars().next(), before.char_indices().next_back()) {
        (Some(letter), _) => span.start..span.start.saturating_add(letter.len_utf8()),
        (None, Some((last, _))) => last..source.len(),
        (None, None) => 0..0,
    }
}

/// What is missing from the file as a whole has no place of its own, so the first line stands for it.
pub(super) fn first_line(source: &str) -> Range<usize> {
    let start = source
        .find(|letter: char| !letter.is_whitespace())
        .unwrap_or(0);
    let length = source.get(start..).and_then(|rest| rest.find(['\r', '\n']));
    start..length.map_or(source.len(), |length| start.saturating_add(length))
}
