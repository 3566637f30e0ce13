//! JSON exports: read as they come, so that memory does not grow with the file, and whatever type a figure is written in.
//!
//! *Why not a tree?* A session's samples may be megabytes and a list of sessions a hundred; of both only a few figures are wanted.

use std::fmt;
use std::io::{BufRead, BufReader, Error, ErrorKind, Read};

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, de};
use serde_json::error::Category;

use super::ReadError;

/// More than any text of an export.
const LONGEST: usize = 1 << 20;

/// How much of a file its first keys may be.
const FIRST: usize = 4096;

/// Whether a file is JSON that begins so and has all of these keys near its beginning.
pub(super) fn begins_with(head: &[u8], opening: &[u8], keys: &[&str]) -> bool {
    let first = head.iter().find(|byte| !byte.is_ascii_whitespace());
    first.is_some_and(|first| opening.contains(first))
        && has_keys(head.get(..FIRST).unwrap_or(head), keys)
}

/// Whether all of these keys are in a text.
pub(super) fn has_keys(head: &[u8], keys: &[&str]) -> bool {
    let text = String::from_utf8_lossy(head);
    keys.iter().all(|key| text.contains(&format!("\"{key}\"")))
}

/// Reads one value.
pub(super) fn value<T: for<'de> Deserialize<'de>>(bytes: &mut dyn BufRead) -> Result<T, ReadError> {
    let mut deserializer = serde_json::Deserializer::from_reader(guarded(bytes));
    let value = T::deserialize(&mut deserializer).map_err(|error| fault(&error))?;
    deserializer.end().map_err(|error| fault(&error))?;
    Ok(value)
}

/// Hands on each element of a list: the file itself, or what stands under this key of its objects.
///
/// The first argument is the element's place, from 0.
pub(super) fn each<T: for<'de> Deserialize<'de>>(
    bytes: &mut dyn BufRead,
    under: Option<&'static str>,
    take: &mut dyn FnMut(u64, T),
) -> Result<(), ReadError> {
    let mut place = 0_u64;
    let mut count = |element: T| {
        take(place, element);
        place = place.saturating_add(1);
    };
    let elements = Elements {
        under,
        take: &mut count,
    };
    let mut deserializer = serde_json::Deserializer::from_reader(guarded(bytes));
    elements
        .deserialize(&mut deserializer)
        .map_err(|error| fault(&error))?;
    deserializer.end().map_err(|error| fault(&error))
}

fn guarded(bytes: &mut dyn BufRead) -> BufReader<GuardedReader<'_>> {
    BufReader::new(GuardedReader {
        inner: bytes,
        text: None,
        is_escaped: false,
        of_nan: 0,
    })
}

fn fault(error: &serde_json::Error) -> ReadError {
    let place = format!("line {}, column {}", error.line(), error.column());
    match (error.classify(), error.io_error_kind()) {
        (Category::Eof, _) => ReadError::Damaged("cut short".to_owned()),
        (Category::Io, Some(ErrorKind::InvalidData)) => {
            ReadError::Damaged(format!("{place}: a single text is longer than a megabyte"))
        }
        (Category::Io, kind) => {
            let kind = kind.unwrap_or(ErrorKind::Other);
            ReadError::Io(Error::new(kind, error.to_string()))
        }
        (Category::Syntax, _) => ReadError::Damaged(format!("{place}: no sound JSON")),
        (Category::Data, _) => ReadError::Damaged(format!("{place}: not what this export holds")),
    }
}

/// JSON that fails on a text without end, and in which `NaN` is an empty text.
///
/// *Why?* Polar writes `NaN` for a sample that was not measured, which is no JSON.
struct GuardedReader<'a> {
    inner: &'a mut dyn BufRead,
    /// How long the text is so far, within one.
    text: Option<usize>,
    is_escaped: bool,
    /// How many letters of a `NaN` were read.
    of_nan: u8,
}

impl GuardedReader<'_> {
    fn pass(&mut self, byte: u8) -> std::io::Result<u8> {
        let Some(length) = self.text else {
            return Ok(match (byte, self.of_nan) {
                (b'"', _) => {
                    self.text = Some(0);
                    byte
                }
                (b'N', 0) | (b'a', 1) => {
                    self.of_nan = self.of_nan.saturating_add(1);
                    b'"'
                }
                (b'N', 2) => {
                    self.of_nan = 0;
                    b' '
                }
                (_, _) => byte,
            });
        };
        if length >= LONGEST {
            return Err(Error::from(ErrorKind::InvalidData));
        }
        self.text = Some(length.saturating_add(1));
        match byte {
            _ if self.is_escaped => self.is_escaped = false,
            b'\\' => self.is_escaped = true,
            b'"' => self.text = None,
            _ => {}
        }
        Ok(byte)
    }
}

impl Read for GuardedReader<'_> {
    fn read(&mut self, target: &mut [u8]) -> std::io::Result<usize> {
        let count = self.inner.read(target)?;
        for byte in target.iter_mut().take(count) {
            *byte = self.pass(*byte)?;
        }
        Ok(count)
    }
}

struct Elements<'a, T> {
    under: Option<&'static str>,
    take: &'a mut dyn FnMut(T),
}

impl<'de, T: Deserialize<'de>> DeserializeSeed<'de> for Elements<'_, T> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, T: Deserialize<'de>> Visitor<'de> for Elements<'_, T> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a list of activities")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        let Self { under, take } = self;
        if under.is_none() {
            while let Some(element) = list.next_element::<T>()? {
                take(element);
            }
            return Ok(());
        }
        loop {
            let elements = Elements {
                under,
                take: &mut *take,
            };
            if list.next_element_seed(elements)?.is_none() {
                return Ok(());
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<(), A::Error> {
        let Self { under, take } = self;
        while let Some(key) = object.next_key::<String>()? {
            if Some(key.as_str()) == under {
                object.next_value_seed(Elements {
                    under: None,
                    take: &mut *take,
                })?;
            } else {
                object.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }
}

/// A figure or a word as the file writes it; empty where there is none, and for anything that is neither.
///
/// Of an object it is the word under `id` or `typeKey`: exports name a sport in either way.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Scalar(String);

impl Scalar {
    pub(super) fn text(&self) -> &str {
        self.0.trim()
    }

    /// A whole number, whatever stands behind its point.
    pub(super) fn whole(&self) -> Option<i64> {
        let (whole, _) = self.text().split_once('.').unwrap_or((self.text(), ""));
        whole.parse().ok()
    }
}

impl<'de> Deserialize<'de> for Scalar {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ScalarVisitor)
    }
}

struct ScalarVisitor;

impl<'de> Visitor<'de> for ScalarVisitor {
    type Value = Scalar;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a number or a word")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Scalar, E> {
        Ok(Scalar(text.to_owned()))
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<Scalar, E> {
        Ok(Scalar(number.to_string()))
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<Scalar, E> {
        Ok(Scalar(number.to_string()))
    }

    // The shortest decimal of a number is the one that was written.
    fn visit_f64<E: de::Error>(self, number: f64) -> Result<Scalar, E> {
        Ok(Scalar(number.to_string()))
    }

    fn visit_bool<E: de::Error>(self, answer: bool) -> Result<Scalar, E> {
        Ok(Scalar(answer.to_string()))
    }

    fn visit_unit<E: de::Error>(self) -> Result<Scalar, E> {
        Ok(Scalar::default())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Scalar, A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Scalar::default())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Scalar, A::Error> {
        let mut word = Scalar::default();
        while let Some(key) = object.next_key::<String>()? {
            if ["id", "typeKey"].contains(&key.as_str()) {
                word = object.next_value()?;
            } else {
                object.next_value::<IgnoredAny>()?;
            }
        }
        Ok(word)
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::{Scalar, each, value};

    #[derive(Deserialize)]
    #[serde(default)]
    #[derive(Default)]
    struct One {
        a: Scalar,
    }

    #[test]
    fn figures_are_read_in_whatever_type_they_are_written() -> Result<(), super::ReadError> {
        for (text, expected) in [
            ("{\"a\": 500000.0}", "500000"),
            ("{\"a\": 0.1}", "0.1"),
            ("{\"a\": \"PT3S\"}", "PT3S"),
            ("{\"a\": NaN}", ""),
            ("{\"a\": \"NaN\"}", "NaN"),
            ("{\"a\": null, \"b\": [NaN, 1]}", ""),
            ("{\"a\": {\"name\": \"x\", \"id\": \"17\"}}", "17"),
            ("{\"a\": [1, 2]}", ""),
            ("{\"b\": {\"c\": \"}\\\"\"}}", ""),
        ] {
            let one: One = value(&mut text.as_bytes())?;
            assert_eq!(one.a.text(), expected, "{text}");
        }
        assert_eq!(
            Scalar("1700000000000.5".to_owned()).whole(),
            Some(1_700_000_000_000)
        );
        Ok(())
    }

    #[test]
    fn each_element_is_handed_on_wherever_the_list_stands() -> Result<(), super::ReadError> {
        let read = |text: &str, under| {
            let mut found = Vec::new();
            each(&mut text.as_bytes(), under, &mut |place, one: One| {
                found.push(format!("{place} {}", one.a.text()));
            })?;
            Ok::<_, super::ReadError>(found)
        };
        assert_eq!(read("[{\"a\": 1}, {\"a\": 2}]", None)?, ["0 1", "1 2"]);
        let wrapped = "[{\"x\": 0, \"list\": [{\"a\": 1}]}, {\"list\": [{\"a\": 2}]}]";
        assert_eq!(read(wrapped, Some("list"))?, ["0 1", "1 2"]);
        assert!(read("[{\"a\": 1}", None).is_err());
        Ok(())
    }
}
