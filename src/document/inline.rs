//! Parts of a sentence.

use std::borrow::Cow;

use super::Standing;
use crate::assessment::Day;
use crate::measure::Definition;
use crate::quantity::{Decimal, Distances, Exact, Toward, Unit};
use crate::verdict::Verdict;

/// A part of a sentence.
#[derive(Clone, Debug, PartialEq)]
pub enum Inline {
    /// Words; what stands between backticks is code.
    Words(Cow<'static, str>),
    /// A number with its unit.
    Amount(Amount),
    /// Seconds for a kilometre.
    Pace(i64),
    /// A day.
    Date(Day),
    /// A day with its weekday before it.
    Weekday(Day),
    /// A day as people write it: `Sat 21 Nov 2026`.
    Spelled(Day),
    /// How a stage stands, by its sign.
    Sign(Standing),
    /// A verdict.
    Verdict(Verdict),
    /// A measure, by its id.
    Measure(&'static Definition),
    /// The name of a stage, a criterion or a protocol.
    Name(String),
    /// A field of a record, by its path.
    Field(Cow<'static, str>),
    /// Something to type.
    Code(Cow<'static, str>),
    /// Keys in `criteria/references.bib`.
    Cite(Vec<String>),
    /// A verdict that the eye must find: with its shape where the medium has shapes.
    Mark(Verdict),
    /// What can be gone to.
    Link(Link),
    /// A place that a link goes to, by its name.
    Anchor(String),
    /// A new line in the cell of a table.
    Break,
}

/// What can be gone to, where the medium can.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// An anchor of the page behind a `#`, or a file beside it; never an address that a criteria file or a record gives.
    pub to: String,
    /// What it is called.
    pub words: String,
}

/// A number with its unit, and which way it may be rounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Amount {
    /// The number; a distance in kilometres.
    pub value: Exact,
    /// Its unit.
    pub unit: Unit,
    /// The stricter side: a limit is rounded so that it asks no less, an observation so that it looks no better. None is the nearest,
    /// for what is only named, such as the distance of a race.
    pub toward: Option<Toward>,
    /// Places that are shown at most; none shows all there are.
    pub places: Option<u32>,
}

/// Places of a distance in miles: a hundredth of a mile is 16 metres.
const PLACES_OF_MILES: u32 = 2;

impl Amount {
    /// A distance.
    #[must_use]
    pub const fn kilometres(value: Exact, toward: Toward) -> Self {
        Self {
            value,
            unit: Unit::Kilometres,
            toward: Some(toward),
            places: None,
        }
    }

    /// The distance of a race or run, as a person named it.
    #[must_use]
    pub const fn named(kilometres: Exact) -> Self {
        Self {
            value: kilometres,
            unit: Unit::Kilometres,
            toward: None,
            places: None,
        }
    }

    /// A distance of so many metres, as exact as it is.
    #[must_use]
    pub const fn metres(metres: i64, toward: Toward) -> Self {
        Self::kilometres(Exact::micro(metres.saturating_mul(1000)), toward)
    }

    /// A share in whole percent.
    #[must_use]
    pub fn percent(share: usize) -> Self {
        Self {
            value: Exact::whole(i64::try_from(share).unwrap_or(i64::MAX)),
            unit: Unit::Percent,
            toward: None,
            places: None,
        }
    }

    /// The same, to so many places.
    #[must_use]
    pub const fn to(self, places: u32) -> Self {
        Self {
            places: Some(places),
            ..self
        }
    }

    /// The number and its unit, in kilometres or miles.
    #[must_use]
    pub fn shown(&self, distances: Distances) -> (Decimal, &'static str) {
        let places = match (self.unit, distances) {
            (Unit::Kilometres, Distances::Miles) => {
                Some(self.places.unwrap_or(PLACES_OF_MILES).min(PLACES_OF_MILES))
            }
            _ => self.places,
        };
        let (value, sign) = if self.unit == Unit::Kilometres {
            (distances.of(self.value), distances.sign())
        } else if self.unit == Unit::Nrs {
            // A score from 0 to 10 needs no unit.
            (self.value, "")
        } else {
            (self.value, self.unit.sign())
        };
        let number = match (places, self.toward) {
            (Some(places), Some(toward)) => value.shown(toward, places),
            (None, Some(toward)) => value.decimal(toward),
            (places, None) => nearest(value, places.unwrap_or(6)),
        };
        let one = matches!(number.to_string().as_str(), "1" | "-1");
        let sign = if one && self.unit.is_counted() {
            sign.trim_end_matches('s')
        } else {
            sign
        };
        (number, sign)
    }
}

/// The decimal of so many places that is nearest.
fn nearest(value: Exact, places: u32) -> Decimal {
    let half = 500_000_i64
        .checked_div(10_i64.saturating_pow(places))
        .unwrap_or(0);
    value.plus(Exact::micro(half)).shown(Toward::Down, places)
}

impl Inline {
    /// The part as text without any mark-up.
    #[must_use]
    pub fn plain(&self, distances: Distances) -> String {
        match self {
            Self::Words(words) => words.clone().into_owned(),
            Self::Amount(amount) => {
                let (number, sign) = amount.shown(distances);
                if sign.is_empty() {
                    number.to_string()
                } else {
                    format!("{number} {sign}")
                }
            }
            Self::Pace(seconds) => pace(*seconds, distances),
            Self::Date(day) => day.to_string(),
            Self::Weekday(day) => format!("{} {day}", day.weekday()),
            Self::Spelled(day) => day.spelled(),
            Self::Sign(standing) => standing.sign().to_owned(),
            Self::Verdict(verdict) | Self::Mark(verdict) => verdict.label().to_owned(),
            Self::Measure(measure) => measure.id.to_owned(),
            Self::Name(name) => name.clone(),
            Self::Field(code) | Self::Code(code) => format!("`{code}`"),
            Self::Cite(keys) if keys.is_empty() => String::new(),
            Self::Cite(keys) => format!(" [{}]", keys.join(", ")),
            Self::Link(link) => link.words.clone(),
            Self::Anchor(_) => String::new(),
            Self::Break => "\n".to_owned(),
        }
    }
}

/// Minutes and seconds for a unit of distance, to the nearest second.
fn pace(seconds_per_kilometre: i64, distances: Distances) -> String {
    let (seconds, unit) = match distances {
        Distances::Kilometres => (seconds_per_kilometre, "kilometre"),
        Distances::Miles => {
            let mile = seconds_per_kilometre.saturating_mul(1_609_344);
            (mile.saturating_add(500_000).div_euclid(1_000_000), "mile")
        }
    };
    let (minutes, rest) = (seconds.div_euclid(60), seconds.rem_euclid(60));
    format!("{minutes}:{rest:02} a {unit}")
}

impl From<Amount> for Inline {
    fn from(amount: Amount) -> Self {
        Self::Amount(amount)
    }
}

impl From<Day> for Inline {
    fn from(day: Day) -> Self {
        Self::Date(day)
    }
}

impl From<Verdict> for Inline {
    fn from(verdict: Verdict) -> Self {
        Self::Verdict(verdict)
    }
}

impl From<&'static Definition> for Inline {
    fn from(measure: &'static Definition) -> Self {
        Self::Measure(measure)
    }
}

impl From<Link> for Inline {
    fn from(link: Link) -> Self {
        Self::Link(link)
    }
}

impl From<&'static str> for Inline {
    fn from(words: &'static str) -> Self {
        Self::Words(Cow::Borrowed(words))
    }
}

impl From<String> for Inline {
    fn from(words: String) -> Self {
        Self::Words(Cow::Owned(words))
    }
}

impl Definition {
    /// A value of this measure as a part of a sentence: a word, yes or no, or a number with its unit, rounded towards worse.
    #[must_use]
    pub fn inline(&self, value: Exact) -> Inline {
        self.inline_toward(value, self.toward_worse())
    }

    /// A value of this measure, rounded that way.
    #[must_use]
    pub fn inline_toward(&self, value: Exact, toward: Toward) -> Inline {
        if !self.scale.words().is_empty() {
            return Inline::from(self.show(value));
        }
        let unit = self.scale.unit();
        let places = unit.places();
        Inline::Amount(Amount {
            value,
            unit,
            toward: Some(toward),
            places,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_are_rounded_towards_the_stricter_side() {
        let sixteen = |toward| Inline::from(Amount::kilometres(Exact::whole(16), toward));
        assert_eq!(sixteen(Toward::Up).plain(Distances::Kilometres), "16 km");
        assert_eq!(sixteen(Toward::Up).plain(Distances::Miles), "9.95 mi");
        assert_eq!(sixteen(Toward::Down).plain(Distances::Miles), "9.94 mi");
        let named = Inline::from(Amount::named(Exact::micro(42_164_813)));
        assert_eq!(named.plain(Distances::Miles), "26.2 mi");
        assert_eq!(named.plain(Distances::Kilometres), "42.164813 km");
        let tenths = Amount::metres(12_345, Toward::Down).to(1);
        assert_eq!(Inline::from(tenths).plain(Distances::Kilometres), "12.3 km");
        assert_eq!(Inline::from(tenths).plain(Distances::Miles), "7.6 mi");
    }

    #[test]
    fn a_pace_is_for_the_unit_that_distances_are_in() {
        assert_eq!(
            Inline::Pace(360).plain(Distances::Kilometres),
            "6:00 a kilometre"
        );
        assert_eq!(Inline::Pace(360).plain(Distances::Miles), "9:39 a mile");
    }
}
