//! A day, a month or a year: when something began that nobody can date exactly.

use std::fmt;
use std::str::FromStr;

use serde::de::{self, Deserialize, Deserializer, Visitor};

use super::Day;

/// A day (`2026-03-14`), a month (`2026-03`) or a year (`2026`), from 1950 to 2199.
///
/// What needs one day takes the last of it, and not a later one than that of the question: a later onset is never to a runner's
/// advantage.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Period {
    first: Day,
    last: Day,
}

impl Period {
    /// The first day it can mean.
    #[must_use]
    pub const fn first(self) -> Day {
        self.first
    }

    /// The day that counts on a day of the question: its last, but not a later one than that.
    #[must_use]
    pub fn counted_on(self, as_of: Day) -> Day {
        self.last.min(as_of)
    }

    /// Whether it names one day.
    #[must_use]
    pub fn is_exact(self) -> bool {
        self.first == self.last
    }
}

impl From<Day> for Period {
    fn from(day: Day) -> Self {
        Self {
            first: day,
            last: day,
        }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let day = self.first.to_string();
        let written = match self.last.since(self.first) {
            0 => day.as_str(),
            ..=31 => day.get(..7).unwrap_or(&day),
            _ => day.get(..4).unwrap_or(&day),
        };
        formatter.pad(written)
    }
}

impl fmt::Debug for Period {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

impl FromStr for Period {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let whole = |text: &str| {
            let first: Day = text.parse().ok()?;
            Some(first)
        };
        let of_digits = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_digit());
        let is_month = || {
            let parts = text.split_once('-');
            parts.is_some_and(|(year, month)| of_digits(year) && of_digits(month))
        };
        let found = match text.len() {
            4 if of_digits(text) => {
                let (first, last) = (format!("{text}-01-01"), format!("{text}-12-31"));
                whole(&first).zip(whole(&last))
            }
            7 if is_month() => {
                let lengths = [31, 30, 29, 28];
                let last = lengths
                    .into_iter()
                    .find_map(|day| whole(&format!("{text}-{day}")));
                whole(&format!("{text}-01")).zip(last)
            }
            _ => {
                return text
                    .parse()
                    .map(|day: Day| day.into())
                    .map_err(|_| fault(text));
            }
        };
        let (first, last) = found.ok_or_else(|| fault(text))?;
        Ok(Self { first, last })
    }
}

fn fault(text: &str) -> String {
    format!(
        "date must be a day, a month or a year written YYYY-MM-DD, YYYY-MM or YYYY, got `{text}`"
    )
}

impl<'de> Deserialize<'de> for Period {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;
        impl Visitor<'_> for Text {
            type Value = Period;
            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(
                    "a day, a month or a year written YYYY-MM-DD, YYYY-MM or YYYY, in quotes",
                )
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<Period, E> {
                text.parse().map_err(E::custom)
            }
        }
        deserializer.deserialize_str(Text)
    }
}

#[cfg(feature = "cli")]
impl schemars::JsonSchema for Period {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Period".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "description": "A day, a month or a year.",
            "anyOf": [
                { "format": "date", "pattern": "^(19[5-9][0-9]|2[01][0-9]{2})-[0-9]{2}-[0-9]{2}$" },
                { "pattern": "^(19[5-9][0-9]|2[01][0-9]{2})(-(0[1-9]|1[0-2]))?$" },
            ],
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Period;
    use crate::assessment::Day;

    #[test]
    fn the_last_day_of_a_month_or_year_counts_but_not_a_later_one_than_the_question()
    -> Result<(), String> {
        let today: Day = "2026-03-14".parse()?;
        for (written, first, counted) in [
            ("2026-03-02", "2026-03-02", "2026-03-02"),
            ("2026-02", "2026-02-01", "2026-02-28"),
            ("2024-02", "2024-02-01", "2024-02-29"),
            ("2026-03", "2026-03-01", "2026-03-14"),
            ("2024", "2024-01-01", "2024-12-31"),
            ("2026", "2026-01-01", "2026-03-14"),
        ] {
            let period: Period = written.parse()?;
            assert_eq!(period.first(), first.parse()?, "{written}");
            assert_eq!(period.counted_on(today), counted.parse()?, "{written}");
            assert_eq!(period.to_string(), written);
            assert_eq!(period.is_exact(), written.len() == 10);
        }
        for wrong in [
            "26",
            "2026-13",
            "2026-3",
            "2026-02-30",
            "1949",
            "202603",
            "spring",
            "",
        ] {
            assert!(wrong.parse::<Period>().is_err(), "{wrong}");
        }
        Ok(())
    }
}
