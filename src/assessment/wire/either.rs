//! Fields that are a word or a value, and free text.

use std::fmt;

use serde::Deserialize;
use serde::de::{self, Deserializer, Visitor};

use crate::assessment::{Day, Period};
use crate::quantity::Nrs;

/// Free text; that it is a text is all that is kept of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Note;

impl<'de> Deserialize<'de> for Note {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;
        impl Visitor<'_> for Text {
            type Value = Note;
            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a string")
            }
            fn visit_str<E>(self, _: &str) -> Result<Note, E> {
                Ok(Note)
            }
        }
        deserializer.deserialize_str(Text)
    }
}

#[cfg(feature = "cli")]
impl schemars::JsonSchema for Note {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Note".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        String::json_schema(generator)
    }
}

macro_rules! date_or_word {
    ($($(#[$doc:meta])* $name:ident($value:ty), $what:literal, $word:ident = $text:literal, $word_doc:literal, $value_doc:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name {
            #[doc = $value_doc]
            On($value),
            #[doc = $word_doc]
            $word,
        }

        impl $name {
            /// What a message about a wrong day ends with.
            pub(in crate::assessment) const OR_WORD: &str = concat!("; or write `", $text, "`");
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Either;
                impl Visitor<'_> for Either {
                    type Value = $name;
                    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                        formatter.write_str(concat!($what, ", or `", $text, "`"))
                    }
                    fn visit_str<E: de::Error>(self, text: &str) -> Result<$name, E> {
                        if text == $text {
                            return Ok($name::$word);
                        }
                        text.parse().map($name::On).map_err(|error| E::custom(format!("{error}{}", $name::OR_WORD)))
                    }
                }
                deserializer.deserialize_str(Either)
            }
        }

        #[cfg(feature = "cli")]
        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }
            fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({ "anyOf": [generator.subschema_for::<$value>(), { "const": $text }] })
            }
        }
    )*};
}

date_or_word! {
    /// When symptoms last flared up.
    LastFlare(Period), "a day, a month or a year written YYYY-MM-DD, YYYY-MM or YYYY", Never = "none", "No flare since onset.", "The day of the last flare, or the month or year.";
    /// When the last lay-off before the log ended.
    LastLayoff(Period), "a day, a month or a year written YYYY-MM-DD, YYYY-MM or YYYY", Never = "none", "None in the 15 weeks before the question.", "Its last day, or the month or year.";
    /// When a course of treatment ended.
    CourseEnd(Day), "a calendar day written YYYY-MM-DD", Ongoing = "ongoing", "It goes on.", "The last day of the course.";
}

/// Pain in one activity: a score, or a statement that the activity was not done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActivityPain {
    /// The score.
    Score(Nrs),
    /// Not done that day, so there is no pain to tell of; never unknown.
    NotDone,
}

impl ActivityPain {
    /// The score, when the activity was done.
    #[must_use]
    pub const fn score(self) -> Option<Nrs> {
        match self {
            Self::Score(score) => Some(score),
            Self::NotDone => None,
        }
    }
}

impl<'de> Deserialize<'de> for ActivityPain {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;
        impl Visitor<'_> for Either {
            type Value = ActivityPain;
            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter
                    .write_str("a pain score (pain must be 0 to 10, whole or half), or `not-done`")
            }
            fn visit_i64<E: de::Error>(self, value: i64) -> Result<ActivityPain, E> {
                Nrs::deserialize(de::value::I64Deserializer::new(value)).map(ActivityPain::Score)
            }
            fn visit_u64<E: de::Error>(self, value: u64) -> Result<ActivityPain, E> {
                Nrs::deserialize(de::value::U64Deserializer::new(value)).map(ActivityPain::Score)
            }
            fn visit_f64<E: de::Error>(self, value: f64) -> Result<ActivityPain, E> {
                Nrs::deserialize(de::value::F64Deserializer::new(value)).map(ActivityPain::Score)
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<ActivityPain, E> {
                if text == "not-done" {
                    return Ok(ActivityPain::NotDone);
                }
                Err(E::invalid_value(de::Unexpected::Str(text), &self))
            }
        }
        deserializer.deserialize_any(Either)
    }
}

#[cfg(feature = "cli")]
impl schemars::JsonSchema for ActivityPain {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "ActivityPain".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "anyOf": [generator.subschema_for::<Nrs>(), { "const": "not-done" }] })
    }
}
