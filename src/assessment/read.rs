//! From bytes to the wire types, or to every fault of shape in one go.
//!
//! Sound input is read straight into structs, so a duplicate key fails. Only a refused record is read a second time, slowly, to
//! list *all* of its faults: each faulty value is set aside and the rest is tried again.

use std::fmt;

use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use super::predictive;
use super::shape_faults::{ShapeFaults, escaped};
use super::wire::{CourseEnd, LastFlare, LastLayoff, Wire};

/// One thing wrong with an assessment: where, what was found, what is allowed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// JSON pointer, such as `/runs/3/rpe`; empty for the whole record.
    pub path: String,
    /// What was found and what is allowed, in one line.
    pub message: String,
    /// The same without what the record says of the person, for batches, whose logs are read by many.
    pub redacted: String,
}

/// Stands where a message would repeat what the record says.
pub(super) const UNSAID: &str = "…";

impl Fault {
    pub(crate) fn new(
        path: impl Into<String>,
        message: impl Into<String>,
        redacted: impl Into<String>,
    ) -> Self {
        Self {
            path: path.into(),
            message: message.into(),
            redacted: redacted.into(),
        }
    }

    /// A fault in the reader's words, or in words that show what was found behind `, got` and nowhere else.
    pub(crate) fn of_reader(path: impl Into<String>, message: &str) -> Self {
        Self::new(path, plain(message), plain(&redacted(message)))
    }
}

/// More faults than this are listed for nobody: the file is of another kind.
pub(super) const MOST_FAULTS: usize = 200;

/// Says that a list of faults is not all of them.
pub(super) fn and_more() -> Fault {
    let message = format!("only the first {MOST_FAULTS} faults are listed; there may be more");
    Fault::new("", message.clone(), message)
}

/// Reads the shapes of a record.
pub(crate) fn read(text: &str) -> (Option<Box<Wire>>, Vec<Fault>) {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if let Some(wire) = predictive::read(text) {
        return (Some(wire), Vec::new());
    }
    match serde_json::from_str(text) {
        Ok(wire) => (Some(wire), Vec::new()),
        Err(error) => read_again(text, &error),
    }
}

fn read_again(text: &str, first: &serde_json::Error) -> (Option<Box<Wire>>, Vec<Fault>) {
    let mut duplicates = Vec::new();
    let mut reader = serde_json::Deserializer::from_str(text);
    let tree = Tree {
        path: String::new(),
        faults: &mut duplicates,
    }
    .deserialize_from(&mut reader)
    .and_then(|tree| {
        reader.end()?;
        Ok(tree)
    });
    let tree = match tree {
        Ok(tree) => tree,
        Err(error) => {
            let message = error.to_string();
            let message = without_place(&message);
            let message = format!("not readable as JSON: {message}");
            let (line, column) = (error.line(), error.column());
            // Of a record in a batch the file's line is shown; that of the record itself would only confuse.
            let within = if text.contains('\n') {
                format!("line {line} of it, ")
            } else {
                String::new()
            };
            return (
                None,
                vec![Fault::new(
                    "",
                    format!("line {line}, column {column}: {message}"),
                    format!("{within}column {column}: {message}"),
                )],
            );
        }
    };
    let mut faults = duplicates;
    let mut shape_faults = ShapeFaults::of(tree);
    let mut last_path = None;
    while faults.len() < MOST_FAULTS {
        match serde_path_to_error::deserialize::<_, Box<Wire>>(shape_faults.rest()) {
            Ok(wire) if shape_faults.is_untouched() => return (Some(wire), faults),
            Ok(_) => {
                let wire = serde_json::from_value(shape_faults.whole());
                if let Err(error) = &wire {
                    faults.push(Fault::of_reader("", &error.to_string()));
                }
                return (wire.ok(), faults);
            }
            Err(error) => {
                let (path, within) = shape_faults.move_on(error.path());
                let message = error.inner().to_string();
                let unknown = message.starts_with("unknown field");
                let again = last_path.as_ref() == Some(&path);
                if !again {
                    faults.push(Fault::of_reader(path.clone(), &message));
                }
                if path.is_empty() || !shape_faults.set_aside(&within, unknown, again) {
                    return (None, faults);
                }
                last_path = Some(path);
            }
        }
    }
    if faults.is_empty() {
        faults.push(Fault::of_reader("", &first.to_string()));
    } else {
        faults.push(and_more());
    }
    (None, faults)
}

/// The reader's message without the place that it ends with; a text of the record that speaks of lines is left as it is.
fn without_place(message: &str) -> &str {
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    match message.rsplit_once(" at line ") {
        Some((said, place))
            if place
                .split_once(" column ")
                .is_some_and(|(line, column)| digits(line) && digits(column)) =>
        {
            said
        }
        Some(_) | None => message,
    }
}

/// The reader's message without the value that it found.
///
/// It says `invalid type: WHAT, expected ...`, `unknown variant WHAT, expected ...` or, in the words of this crate, `..., got WHAT`; the
/// key of an unknown field is no value.
fn redacted(message: &str) -> String {
    let message = without_place(message);
    for kind in ["invalid type: ", "invalid value: "] {
        if let Some((found, expected)) = message
            .strip_prefix(kind)
            .and_then(|rest| rest.rsplit_once(", expected "))
        {
            let sort = found.split([' ', '`', '"']).next().unwrap_or_default();
            let sort = match sort {
                "integer" | "floating" => "a number",
                "string" => "a text",
                "sequence" => "a list",
                "map" => "an object",
                "boolean" => "true or false",
                "null" => "null",
                _ => UNSAID,
            };
            return format!("found {sort}, expected {expected}");
        }
    }
    if let Some(rest) = message.strip_prefix("unknown variant `")
        && let Some((_, expected)) = rest.rsplit_once("`, expected ")
    {
        return format!("unknown variant `{UNSAID}`, expected {expected}");
    }
    let Some((said, found)) = message.split_once(", got ") else {
        return message.to_owned();
    };
    let other = [LastFlare::OR_WORD, LastLayoff::OR_WORD, CourseEnd::OR_WORD];
    let behind = other.iter().find(|word| found.ends_with(**word));
    format!(
        "{said}, got {UNSAID}{}",
        behind.copied().unwrap_or_default()
    )
}

/// The reader's message in the words of this crate.
fn plain(message: &str) -> String {
    let mut message = without_place(message).to_owned();
    for (from, to) in [
        ("unknown variant `", "unknown word `"),
        (", expected one of ", "; allowed: "),
        (", expected `", "; allowed: `"),
        ("invalid type: ", "found "),
        ("invalid value: ", "found "),
        ("found floating point ", "found the number "),
        ("found integer ", "found the number "),
        ("found string ", "found the text "),
        ("found boolean ", "found "),
        ("found sequence", "found a list"),
        ("found map", "found an object"),
        ("expected a sequence", "expected a list"),
        ("expected a boolean", "expected true or false"),
        ("expected a string", "expected a text in quotes"),
        (
            "expected string or map",
            "expected one of the allowed words",
        ),
    ] {
        message = message.replace(from, to);
    }
    message
}

/// Reads any JSON into a tree and notes every duplicate key of an object.
struct Tree<'a> {
    path: String,
    faults: &'a mut Vec<Fault>,
}

impl Tree<'_> {
    fn deserialize_from<'de, D: Deserializer<'de>>(
        self,
        deserializer: D,
    ) -> Result<Value, D::Error> {
        serde::de::DeserializeSeed::deserialize(self, deserializer)
    }
}

impl<'de> serde::de::DeserializeSeed<'de> for Tree<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Tree<'_> {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("JSON")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
        let mut values: Vec<Value> = Vec::new();
        while let Some(value) = list.next_element_seed(Tree {
            path: format!("{}/{}", self.path, values.len()),
            faults: &mut *self.faults,
        })? {
            values.push(value);
        }
        Ok(Value::Array(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut values = Map::new();
        while let Some(key) = map.next_key::<String>()? {
            let path = format!("{}/{}", self.path, escaped(&key));
            let value = map.next_value_seed(Tree {
                path: path.clone(),
                faults: &mut *self.faults,
            })?;
            if !values.contains_key(&key) {
                values.insert(key, value);
            } else if self.faults.len() < MOST_FAULTS {
                let message = format!("the key `{key}` is duplicated; keep one");
                self.faults.push(Fault::new(path, message.clone(), message));
            }
        }
        Ok(Value::Object(values))
    }
}

/// The bytes of the record itself, from its first brace to the matching one: what a digest is taken of.
///
/// For a text that was accepted as one JSON value, that is the text without byte-order mark and surrounding white space.
#[must_use]
pub fn record_bytes(text: &str) -> &str {
    text.strip_prefix('\u{feff}')
        .unwrap_or(text)
        .trim_matches([' ', '\t', '\n', '\r'])
}

#[cfg(test)]
mod tests {
    use super::{plain, read, record_bytes};

    #[test]
    fn every_fault_of_shape_is_listed_with_its_path() {
        let (_, faults) = read(
            r#"{ "as_of": "2016-02-30", "as_of": "2016-05-01", "injury": { "condition": "x", "sides": "left" },
                 "pain": [ { "date": "2016-04-30", "rest": 11, "walking": 2.25 }, 7 ], "setting": "hospital",
                 "hop": [ { "date": "2016-04-30", "test": "single-hop", "left": { "trials": [ -1, "far" ] } } ] }"#,
        );
        let lines: Vec<String> = faults
            .iter()
            .map(|fault| format!("{}: {}", fault.path, fault.message))
            .collect();
        insta::assert_snapshot!(lines.join("\n"));
    }

    #[test]
    fn the_digest_is_of_the_record_alone() {
        assert_eq!(
            record_bytes("\u{feff} {\"a\": [1, {}]}\n\n"),
            "{\"a\": [1, {}]}"
        );
    }

    #[test]
    fn a_reader_message_loses_the_words_of_the_programmer() {
        assert_eq!(
            plain("invalid type: map, expected a sequence"),
            "found an object, expected a list"
        );
    }
}
