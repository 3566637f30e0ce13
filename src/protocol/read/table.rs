//! A table of the file taken apart key by key, with a fault for each value of another type and each key that nobody reads.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "every other type of TOML value is the same fault"
)]

use std::ops::Range;

use toml::Spanned as TomlSpanned;
use toml::de::{DeArray, DeTable, DeValue};

use crate::assessment::Day;
use crate::diagnostic::{Diagnostic, list, nearest};
use crate::protocol::raw::{Spanned, Text};

/// A table being taken apart: keys that nobody asks for are unknown.
pub(super) struct Table<'a> {
    table: &'a DeTable<'a>,
    span: Range<usize>,
    what: &'static str,
    asked: Vec<&'static str>,
}

#[derive(Default)]
pub(super) struct Faults {
    pub(super) found: Vec<Diagnostic>,
    pub(super) lost: Vec<String>,
    pub(super) unread: Vec<&'static str>,
}

impl Faults {
    pub(super) fn push(&mut self, fault: Diagnostic) {
        self.found.push(fault);
    }
}

impl<'a> Table<'a> {
    pub(super) fn new(table: &'a DeTable<'a>, span: Range<usize>, what: &'static str) -> Self {
        Self {
            table,
            span,
            what,
            asked: Vec::new(),
        }
    }

    pub(super) fn value(&mut self, key: &'static str) -> Option<&'a TomlSpanned<DeValue<'a>>> {
        self.asked.push(key);
        self.table
            .iter()
            .find(|(name, _)| name.get_ref() == key)
            .map(|(_, value)| value)
    }

    pub(super) fn stands(&self, key: &str) -> bool {
        self.table.iter().any(|(name, _)| name.get_ref() == key)
    }

    pub(super) fn required<T>(
        &self,
        key: &str,
        value: Option<T>,
        faults: &mut Faults,
    ) -> Option<T> {
        if value.is_none() && !self.stands(key) {
            faults.push(
                Diagnostic::new(
                    "missing-key",
                    self.span.clone(),
                    format!("{} has no `{key}`", self.what),
                )
                .help(format!("add `{key} = ...`")),
            );
        }
        value
    }

    pub(super) fn text(&mut self, key: &'static str, faults: &mut Faults) -> Option<Text> {
        let value = self.value(key)?;
        text(key, value, faults)
    }

    pub(super) fn required_text(&mut self, key: &'static str, faults: &mut Faults) -> Option<Text> {
        let value = self.text(key, faults);
        self.required(key, value, faults)
    }

    pub(super) fn boolean(
        &mut self,
        key: &'static str,
        faults: &mut Faults,
    ) -> Option<Spanned<bool>> {
        let value = self.value(key)?;
        match value.get_ref() {
            DeValue::Boolean(answer) => Some(Spanned {
                value: *answer,
                span: value.span(),
            }),
            other => wrong_type(key, BOOLEAN, other, value.span(), faults),
        }
    }

    pub(super) fn integer(
        &mut self,
        key: &'static str,
        faults: &mut Faults,
    ) -> Option<Spanned<i64>> {
        let value = self.value(key)?;
        match value.get_ref() {
            DeValue::Integer(number) => {
                match i64::from_str_radix(number.as_str(), number.radix()) {
                    Ok(number) => Some(Spanned {
                        value: number,
                        span: value.span(),
                    }),
                    Err(_) => {
                        faults.push(
                            Diagnostic::new(
                                "wrong-type",
                                value.span(),
                                format!("`{key}` is too large a number"),
                            )
                            .help(INTEGER.1),
                        );
                        None
                    }
                }
            }
            other => wrong_type(key, INTEGER, other, value.span(), faults),
        }
    }

    pub(super) fn day(&mut self, key: &'static str, faults: &mut Faults) -> Option<Spanned<Day>> {
        let value = self.value(key)?;
        let day = match value.get_ref() {
            DeValue::Datetime(date) if date.time.is_none() && date.offset.is_none() => {
                date.to_string().parse::<Day>()
            }
            other => return wrong_type(key, DATE, other, value.span(), faults),
        };
        match day {
            Ok(day) => Some(Spanned {
                value: day,
                span: value.span(),
            }),
            Err(message) => {
                faults.push(Diagnostic::new("wrong-type", value.span(), message).help(DATE.1));
                None
            }
        }
    }

    pub(super) fn texts(
        &mut self,
        key: &'static str,
        faults: &mut Faults,
    ) -> Option<Spanned<Vec<Text>>> {
        let value = self.value(key)?;
        match value.get_ref() {
            DeValue::Array(array) => Some(Spanned {
                value: texts(key, array, faults),
                span: value.span(),
            }),
            other => wrong_type(key, LIST, other, value.span(), faults),
        }
    }

    pub(super) fn required_texts(
        &mut self,
        key: &'static str,
        faults: &mut Faults,
    ) -> Option<Spanned<Vec<Text>>> {
        let value = self.texts(key, faults);
        self.required(key, value, faults)
    }

    pub(super) fn table(
        &mut self,
        key: &'static str,
        what: &'static str,
        faults: &mut Faults,
    ) -> Option<Table<'a>> {
        let value = self.value(key)?;
        match value.get_ref() {
            DeValue::Table(table) => Some(Table::new(table, value.span(), what)),
            other => wrong_type(key, TABLE, other, value.span(), faults),
        }
    }

    pub(super) fn tables<T>(
        &mut self,
        key: &'static str,
        what: &'static str,
        faults: &mut Faults,
        read: fn(Table<'a>, &mut Faults) -> Option<T>,
    ) -> Option<Vec<T>> {
        let value = self.value(key)?;
        let DeValue::Array(array) = value.get_ref() else {
            return wrong_type(key, TABLES, value.get_ref(), value.span(), faults);
        };
        let mut tables = Vec::new();
        for entry in array {
            if let DeValue::Table(table) = entry.get_ref() {
                let read = read(Table::new(table, entry.span(), what), faults);
                if read.is_none() {
                    let id = table
                        .iter()
                        .find(|(name, _)| name.get_ref() == "id")
                        .and_then(|(_, id)| id.get_ref().as_str());
                    faults.lost.extend(id.map(str::to_owned));
                }
                tables.extend(read);
            } else {
                wrong_type::<()>(key, TABLES, entry.get_ref(), entry.span(), faults);
            }
        }
        Some(tables)
    }

    /// A table that is read as a whole, with its place.
    pub(super) fn spanned<T>(
        &mut self,
        key: &'static str,
        what: &'static str,
        faults: &mut Faults,
        read: fn(Table<'a>, &mut Faults) -> Option<T>,
    ) -> Option<Spanned<T>> {
        let table = self.table(key, what, faults)?;
        let span = table.span.clone();
        read(table, faults).map(|value| Spanned { value, span })
    }

    /// Reports the keys that nobody asked for.
    pub(super) fn finish(self, faults: &mut Faults) {
        for (name, _) in self.table {
            if !self.asked.iter().any(|asked| name.get_ref() == asked) {
                let help = match nearest(name.get_ref(), self.asked.iter().copied()) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("allowed here: {}", list(&self.asked)),
                };
                faults.push(
                    Diagnostic::new(
                        "unknown-key",
                        name.span(),
                        format!("{} has no key `{}`", self.what, name.get_ref()),
                    )
                    .help(help),
                );
            }
        }
    }
}

/// What a key takes, and how that is written.
pub(super) type Wanted = (&'static str, &'static str);

const TEXT: Wanted = ("a text in quotes", "put it in quotes");
const BOOLEAN: Wanted = ("true or false", "write `true` or `false`, without quotes");
const INTEGER: Wanted = (
    "a whole number",
    "write a small whole number, without quotes",
);
const DATE: Wanted = (
    "a date such as 2026-11-21",
    "write year, month and day, 1950 to 2199, without quotes and without a time of day",
);
const LIST: Wanted = (
    "a list of texts in quotes",
    "write `[\"...\"]`, even for one",
);
pub(super) const TABLE: Wanted = ("a table `{ ... }`", "write `{ key = \"...\" }`");
const TABLES: Wanted = (
    "tables `[[...]]`",
    "open each with its name in `[[ ]]`, on a line of its own",
);
pub(super) const FACT: Wanted = (
    "a word, a list of words or a comparison in quotes",
    "write `side = \"one\"`, `goal = [\"run\", \"race\"]` or `age = \"> 60 years\"`",
);
pub(super) const BAND: Wanted = (
    "a limit such as \">= 90 %\", a word or a list of words",
    "write sign, number and unit in quotes, or words in quotes",
);

pub(super) fn wrong_type<T>(
    key: &str,
    wanted: Wanted,
    found: &DeValue<'_>,
    span: Range<usize>,
    faults: &mut Faults,
) -> Option<T> {
    let (what, help) = wanted;
    let message = format!("`{key}` must be {what}, found {}", found.type_str());
    faults.push(Diagnostic::new("wrong-type", span, message).help(help));
    None
}

pub(super) fn text(
    key: &str,
    value: &TomlSpanned<DeValue<'_>>,
    faults: &mut Faults,
) -> Option<Text> {
    match value.get_ref() {
        DeValue::String(text) if text.trim().is_empty() => {
            faults.push(
                Diagnostic::new("wrong-type", value.span(), format!("`{key}` is empty"))
                    .help("write what it should say"),
            );
            None
        }
        DeValue::String(text) => Some(Spanned {
            value: text.to_string(),
            span: value.span(),
        }),
        other => wrong_type(key, TEXT, other, value.span(), faults),
    }
}

pub(super) fn texts(key: &str, array: &DeArray<'_>, faults: &mut Faults) -> Vec<Text> {
    array
        .iter()
        .filter_map(|entry| text(key, entry, faults))
        .collect()
}
