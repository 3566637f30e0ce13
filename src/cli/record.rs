//! The text of an assessment: JSON, JSON with comments, or TOML, read by one reader, with the place of each of its fields.
//!
//! *Why is everything made JSON first?* The reader of records then stays the only one: what it refuses, it refuses however it was written,
//! and a digest is of the record and not of the remarks in it.

use std::collections::BTreeMap;
use std::ops::Range;

use serde_json::value::RawValue;
use toml::de::{DeTable, DeValue};

use crate::assessment::Fault;

/// The text of a record.
#[derive(Debug)]
pub(super) struct RecordText {
    /// The file, or `standard input`.
    pub(super) name: String,
    /// As it is written.
    pub(super) text: String,
    /// As JSON, where that is not how it is written.
    json: Option<String>,
    /// The place of each field of a TOML file, by its JSON pointer.
    places: BTreeMap<String, Range<usize>>,
}

impl RecordText {
    /// JSON, as it stands; with comments and commas too many when it is none without.
    pub(super) fn of_json(name: String, text: String) -> Self {
        let is_json =
            serde_json::from_str::<serde::de::IgnoredAny>(text.trim_start_matches('\u{feff}'));
        let json = is_json.is_err().then(|| {
            let mut bare = text.clone();
            // It fails on a comment without an end, which the reader then finds as well.
            drop(json_strip_comments::strip(&mut bare));
            bare
        });
        Self {
            name,
            text,
            json,
            places: BTreeMap::new(),
        }
    }

    /// TOML, or what is no TOML in it, each with its place.
    pub(super) fn of_toml(name: String, text: String) -> Result<Self, (Self, Vec<PlacedFault>)> {
        let (table, errors) = DeTable::parse_recoverable(&text);
        let faults: Vec<PlacedFault> = errors
            .iter()
            .map(|error| PlacedFault {
                path: String::new(),
                message: not_toml(&text, error.message(), error.span()),
                place: error.span(),
            })
            .collect();
        let mut written = Written::default();
        written.table(table.get_ref(), "");
        let (json, places) = (Some(written.json), written.places);
        let record = Self {
            name,
            text,
            json,
            places,
        };
        if faults.is_empty() {
            Ok(record)
        } else {
            Err((record, faults))
        }
    }

    /// The record as JSON.
    pub(super) fn json(&self) -> &str {
        self.json.as_deref().unwrap_or(&self.text)
    }

    /// The fault with its place, where it is at a field that is there.
    pub(super) fn placed(&self, fault: &Fault) -> PlacedFault {
        let place = if self.places.is_empty() {
            place_in_json(self.json(), &fault.path)
        } else {
            self.places.get(&fault.path).cloned()
        };
        let place = if fault.path.is_empty() {
            unreadable_at(self.json())
        } else {
            place
        };
        PlacedFault {
            path: fault.path.clone(),
            message: fault.message.clone(),
            place,
        }
    }
}

/// A fault with its place in the text.
#[derive(Debug)]
pub(super) struct PlacedFault {
    /// JSON pointer of the field; empty for the whole record.
    pub(super) path: String,
    /// What is wrong.
    pub(super) message: String,
    /// Where, in bytes of the text.
    pub(super) place: Option<Range<usize>>,
}

/// The fault of a text that is no TOML, with its line and column as those of JSON are told.
fn not_toml(text: &str, message: &str, place: Option<Range<usize>>) -> String {
    let before = place.and_then(|place| text.get(..place.start));
    let before = before.unwrap_or_default();
    let line = before.matches('\n').count().saturating_add(1);
    let column = before.rsplit('\n').next().unwrap_or_default();
    let column = column.chars().count().saturating_add(1);
    format!("line {line}, column {column}: not readable as TOML: {message}")
}

/// Where a text stops being JSON; nothing where it is JSON.
fn unreadable_at(json: &str) -> Option<Range<usize>> {
    let record = json.trim_start_matches('\u{feff}');
    let mark = json.len().checked_sub(record.len())?;
    let error = serde_json::from_str::<serde_json::Value>(record).err()?;
    let lines = record
        .split_inclusive('\n')
        .take(error.line().saturating_sub(1));
    let before: usize = lines.map(str::len).sum();
    let column = error.column().saturating_sub(1);
    let start = before.saturating_add(column).min(record.len());
    let next = record
        .get(start..)?
        .chars()
        .next()
        .map_or(0, char::len_utf8);
    let start = start.checked_add(mark)?;
    Some(start..start.checked_add(next)?)
}

/// The bytes of the field that a JSON pointer names.
fn place_in_json(json: &str, pointer: &str) -> Option<Range<usize>> {
    let record = json.trim_start_matches('\u{feff}');
    let mut value: &RawValue = serde_json::from_str(record).ok()?;
    for part in pointer.split('/').skip(1) {
        let key = part.replace("~1", "/").replace("~0", "~");
        value = if value.get().starts_with('[') {
            let list: Vec<&RawValue> = serde_json::from_str(value.get()).ok()?;
            list.get(key.parse::<usize>().ok()?).copied()?
        } else {
            let fields: BTreeMap<String, &RawValue> = serde_json::from_str(value.get()).ok()?;
            fields.get(&key).copied()?
        };
    }
    let start = value
        .get()
        .as_ptr()
        .addr()
        .checked_sub(json.as_ptr().addr())?;
    Some(start..start.checked_add(value.get().len())?)
}

/// TOML written as JSON: every number as it stands, so that none is rounded on the way.
#[derive(Default)]
struct Written {
    json: String,
    places: BTreeMap<String, Range<usize>>,
}

impl Written {
    fn table(&mut self, table: &DeTable<'_>, path: &str) {
        self.json.push('{');
        for (place, (key, value)) in table.iter().enumerate() {
            if place > 0 {
                self.json.push(',');
            }
            self.text(key.get_ref());
            self.json.push(':');
            let escaped = key.get_ref().replace('~', "~0").replace('/', "~1");
            let path = format!("{path}/{escaped}");
            self.places.insert(path.clone(), value.span());
            self.value(value.get_ref(), &path);
        }
        self.json.push('}');
    }

    fn value(&mut self, value: &DeValue<'_>, path: &str) {
        match value {
            DeValue::String(text) => self.text(text),
            DeValue::Integer(number) if number.radix() == 10 => self.number(number.as_str()),
            // Neither a number of another base nor `nan` is one of JSON: the reader says what it found.
            DeValue::Integer(number) => self.text(number.as_str()),
            DeValue::Float(number) => self.number(number.as_str()),
            DeValue::Boolean(value) => self.json.push_str(if *value { "true" } else { "false" }),
            DeValue::Datetime(day) => self.text(&day.to_string()),
            DeValue::Array(list) => {
                self.json.push('[');
                for (place, entry) in list.iter().enumerate() {
                    if place > 0 {
                        self.json.push(',');
                    }
                    let path = format!("{path}/{place}");
                    self.places.insert(path.clone(), entry.span());
                    self.value(entry.get_ref(), &path);
                }
                self.json.push(']');
            }
            DeValue::Table(table) => self.table(table, path),
        }
    }

    fn number(&mut self, number: &str) {
        let plain = number.trim_start_matches('+').replace('_', "");
        if serde_json::from_str::<serde_json::Number>(&plain).is_ok() {
            self.json.push_str(&plain);
        } else {
            self.text(number);
        }
    }

    fn text(&mut self, text: &str) {
        self.json
            .push_str(&serde_json::Value::from(text).to_string());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assessment::Assessment;

    fn faults(record: &RecordText) -> Vec<(String, String)> {
        let error = Assessment::from_json(record.json()).err();
        let faults = error.into_iter().flat_map(|error| error.faults);
        let placed = faults.map(|fault| record.placed(&fault));
        let shown = placed.map(|fault| {
            let at = fault.place.and_then(|place| record.text.get(place));
            (fault.path, at.unwrap_or("nowhere").to_owned())
        });
        shown.collect()
    }

    #[test]
    fn a_fault_points_at_its_value_however_the_record_is_written() {
        let wrong = |path: &str, at: &str| (path.to_owned(), at.to_owned());
        let json = "\u{feff}{ \"as_of\": \"2026-11-21\", // today, \"11\"\n \"injury\": { \"condition\": \"none\", },\n \
                    /* a score */ \"pain\": [ { \"date\": \"2026-11-20\", \"rest\": 11 } ] }";
        let json = RecordText::of_json("me.json".to_owned(), json.to_owned());
        assert_eq!(faults(&json), [wrong("/pain/0/rest", "11")]);
        let toml = "as_of = 2026-11-21\n# nothing hurts\n[injury]\ncondition = \"none\"\n\n[[pain]]\ndate = 2026-11-20\nrest = 1_1\n";
        let toml = RecordText::of_toml("me.toml".to_owned(), toml.to_owned());
        let toml = toml.ok();
        assert_eq!(
            toml.as_ref().map(faults),
            Some(vec![wrong("/pain/0/rest", "1_1")])
        );
    }

    #[test]
    fn the_same_record_is_the_same_however_it_is_written() {
        let json = "{\"as_of\":\"2026-11-21\",\"injury\":{\"condition\":\"none\"},\"runs\":[{\"date\":\"2026-11-20\",\"kind\":\"run\",\"distance_km\":7.1}]}";
        let toml = "as_of = 2026-11-21\ninjury.condition = \"none\"\nruns = [{ date = 2026-11-20, kind = \"run\", distance_km = 7.1 }]\n";
        let toml = RecordText::of_toml("me.toml".to_owned(), toml.to_owned()).ok();
        let read: Option<serde_json::Value> =
            toml.and_then(|toml| serde_json::from_str(toml.json()).ok());
        assert_eq!(read, serde_json::from_str(json).ok());
    }

    #[test]
    fn sound_json_is_read_as_it_stands() {
        let json = "{ \"note\": \"// no comment\" }";
        let record = RecordText::of_json("me.json".to_owned(), json.to_owned());
        assert_eq!(record.json(), json);
    }
}
