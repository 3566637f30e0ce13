//! The value of a measure that a criteria file declares.
//!
//! *Why is it not held to the measure here?* A record is read before it is known which criteria judge it; the measure is theirs, and a value
//! that does not fit it is refused where the two meet.

use std::fmt;

use serde::Deserialize;
use serde::de::{self, Deserializer, Visitor};

use crate::quantity::{MICRO, millionths};

/// The largest number, in millionths; the least is as far below zero.
const MOST: i64 = 1_000_000 * MICRO;

/// A number in the unit of its measure, one of its words, or yes or no.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ObservedValue {
    /// A number, in millionths of the unit.
    Number(i64),
    /// A word.
    Word(String),
    /// `true` is yes.
    YesNo(bool),
}

struct ValueVisitor;

impl Visitor<'_> for ValueVisitor {
    type Value = ObservedValue;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a number from -1000000 to 1000000, a word, or true or false")
    }

    fn visit_bool<E>(self, value: bool) -> Result<ObservedValue, E> {
        Ok(ObservedValue::YesNo(value))
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<ObservedValue, E> {
        let number = value.saturating_mul(MICRO);
        if (-MOST..=MOST).contains(&number) {
            Ok(ObservedValue::Number(number))
        } else {
            Err(E::invalid_value(de::Unexpected::Signed(value), &self))
        }
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<ObservedValue, E> {
        self.visit_i64(i64::try_from(value).unwrap_or(i64::MAX))
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<ObservedValue, E> {
        millionths(value, -MOST, MOST, 1)
            .map(ObservedValue::Number)
            .ok_or_else(|| E::invalid_value(de::Unexpected::Float(value), &self))
    }

    fn visit_str<E>(self, text: &str) -> Result<ObservedValue, E> {
        Ok(ObservedValue::Word(text.to_owned()))
    }
}

impl<'de> Deserialize<'de> for ObservedValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ValueVisitor)
    }
}

#[cfg(feature = "cli")]
impl schemars::JsonSchema for ObservedValue {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "ObservedValue".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": ["number", "string", "boolean"],
            "minimum": -1_000_000,
            "maximum": 1_000_000,
        })
    }
}
