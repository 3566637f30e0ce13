//! A civil local date: no time of day, no time zone, ever.

use std::fmt;
use std::str::FromStr;

use jiff::SignedDuration;
use jiff::civil::Date;
use serde::de::{self, Deserialize, Deserializer, Visitor};
use serde::{Serialize, Serializer};

/// A calendar day, from 1950-01-01 to 2199-12-31.
///
/// Held as the number of days since 1970-01-01, so that a difference in days is one subtraction.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(i32);

const EPOCH: Date = jiff::civil::date(1970, 1, 1);
const FIRST: Date = jiff::civil::date(1950, 1, 1);
const LAST: Date = jiff::civil::date(2199, 12, 31);

impl Day {
    /// 1970-01-01.
    pub const EPOCH: Self = Self(0);

    /// Days from `earlier` to `self`; negative when `earlier` is later.
    #[must_use]
    pub const fn since(self, earlier: Self) -> i32 {
        self.0.saturating_sub(earlier.0)
    }

    /// The day so many days later (earlier when negative).
    #[must_use]
    pub const fn plus(self, days: i32) -> Self {
        Self(self.0.saturating_add(days))
    }

    /// The day of the week, in three letters.
    #[must_use]
    pub fn weekday(self) -> &'static str {
        use jiff::civil::Weekday::{
            Friday, Monday, Saturday, Sunday, Thursday, Tuesday, Wednesday,
        };
        match self.date().weekday() {
            Monday => "Mon",
            Tuesday => "Tue",
            Wednesday => "Wed",
            Thursday => "Thu",
            Friday => "Fri",
            Saturday => "Sat",
            Sunday => "Sun",
        }
    }

    /// The day as people write it: `Sat 21 Nov 2026`.
    #[must_use]
    pub fn spelled(self) -> String {
        self.date().strftime("%a %-d %b %Y").to_string()
    }

    /// Appends the day as it is written, YYYY-MM-DD.
    pub(crate) fn push(self, out: &mut Vec<u8>) {
        let date = self.date();
        let digit = |number: i16, tens: i16| {
            let digit = number.div_euclid(tens).rem_euclid(10);
            b'0'.saturating_add(u8::try_from(digit).unwrap_or_default())
        };
        let (year, month, day) = (date.year(), i16::from(date.month()), i16::from(date.day()));
        out.extend_from_slice(&[
            digit(year, 1000),
            digit(year, 100),
            digit(year, 10),
            digit(year, 1),
            b'-',
            digit(month, 10),
            digit(month, 1),
            b'-',
            digit(day, 10),
            digit(day, 1),
        ]);
    }

    /// The day so many days after 1970-01-01, as tables count them.
    ///
    /// # Errors
    /// The days there are, when it is none of them.
    #[cfg(feature = "cli")]
    pub(crate) fn after_epoch(days: i32) -> Result<Self, String> {
        let span = jiff::Span::new().try_days(days);
        let date = span.and_then(|span| EPOCH.checked_add(span));
        Self::try_from(date.map_err(|_| {
            format!("date must be {FIRST} to {LAST}, got {days} days after {EPOCH}")
        })?)
    }

    /// Days since 1970-01-01.
    #[cfg(feature = "columnar")]
    pub(crate) const fn epoch_days(self) -> i32 {
        self.0
    }

    fn date(self) -> Date {
        EPOCH.saturating_add(SignedDuration::from_hours(
            i64::from(self.0).saturating_mul(24),
        ))
    }
}

impl TryFrom<Date> for Day {
    type Error = String;

    fn try_from(date: Date) -> Result<Self, Self::Error> {
        if !(FIRST..=LAST).contains(&date) {
            return Err(format!("date must be {FIRST} to {LAST}, got {date}"));
        }
        Ok(Self(days(
            date.year().into(),
            date.month().into(),
            date.day().into(),
        )))
    }
}

impl FromStr for Day {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if let Some(day) = written(text) {
            return Ok(day);
        }
        // Only for the words of the fault; the day is not written so, not in the calendar, or too far away.
        let date: Option<Date> = shape(text).and_then(|()| text.parse().ok());
        Self::try_from(date.ok_or_else(|| {
            format!("date must be a calendar day written YYYY-MM-DD, got `{text}`")
        })?)
    }
}
/// The text when it is four digits, two and two with hyphens between.
fn shape(text: &str) -> Option<()> {
    let sound = text.len() == 10
        && text.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    sound.then_some(())
}

/// The day, when it is one and is written as it should be; by hand, as a record has dozens.
fn written(text: &str) -> Option<Day> {
    /// What each byte is when every digit is zero; without them a digit is left as its number, a hyphen as zero.
    const NOUGHTS: u64 = u64::from_le_bytes(*b"0000-00-");
    /// Added to a digit above 9, or to what is left of another byte than a hyphen, these reach the highest bit.
    const ROOM: u64 = u64::from_le_bytes([118, 118, 118, 118, 127, 118, 118, 127]);
    const HIGH: u64 = u64::from_ne_bytes([0x80; 8]);
    let (start, day) = text.as_bytes().split_first_chunk::<8>()?;
    let digits = u64::from_le_bytes(*start) ^ NOUGHTS;
    if (digits | (digits & !HIGH).wrapping_add(ROOM)) & HIGH != 0 {
        return None;
    }
    let [c2, c1, y2, y1, _, m2, m1, _] = digits.to_le_bytes();
    let [d2, d1] = *day else { return None };
    let (d2, d1) = (d2.wrapping_sub(b'0'), d1.wrapping_sub(b'0'));
    if d2 > 9 || d1 > 9 {
        return None;
    }
    let two = |tens: u8, ones: u8| i32::from(tens.wrapping_mul(10).wrapping_add(ones));
    let year = two(c2, c1).wrapping_mul(100).wrapping_add(two(y2, y1));
    let (month, day) = (two(m2, m1), two(d2, d1));
    // Most days are before the 29th, and need no length of their month.
    let in_month = day >= 1 && (day <= 28 || day <= length(year, month));
    let exists = (1950..=2199).contains(&year) && (1..=12).contains(&month) && in_month;
    let day = Day(days(year, month, day));
    exists.then_some(day)
}

/// Days of a month.
fn length(year: i32, month: i32) -> i32 {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 => i32::from(leap).wrapping_add(28),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days since 1970-01-01.
fn days(year: i32, month: i32, day: i32) -> i32 {
    /// From 0000-02-29, the day before the first March, as a leap day is the last of a year that begins in March.
    const BEFORE_1970: i32 = 719_469;
    let (year, month) = if month > 2 {
        (year, month.wrapping_sub(3))
    } else {
        (year.wrapping_sub(1), month.wrapping_add(9))
    };
    let leap_days = (year / 4).wrapping_sub(year / 100).wrapping_add(year / 400);
    let before_month = month.wrapping_mul(153).wrapping_add(2) / 5;
    year.wrapping_mul(365)
        .wrapping_add(leap_days)
        .wrapping_add(before_month)
        .wrapping_add(day)
        .wrapping_sub(BEFORE_1970)
}

impl fmt::Display for Day {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", self.date())
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

struct DayVisitor;

impl Visitor<'_> for DayVisitor {
    type Value = Day;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a calendar day written YYYY-MM-DD")
    }

    #[inline]
    fn visit_str<E: de::Error>(self, text: &str) -> Result<Day, E> {
        match written(text) {
            Some(day) => Ok(day),
            None => text.parse().map_err(E::custom),
        }
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(DayVisitor)
    }
}

#[cfg(feature = "cli")]
impl schemars::JsonSchema for Day {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Day".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "format": "date",
            "pattern": "^(19[5-9][0-9]|2[01][0-9]{2})-[0-9]{2}-[0-9]{2}$",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Day, EPOCH, FIRST, LAST};

    #[test]
    fn every_day_is_counted_as_the_calendar_counts_it() -> Result<(), Box<dyn std::error::Error>> {
        for date in FIRST.series(jiff::Span::new().days(1)) {
            if date > LAST {
                break;
            }
            let day: Day = date.to_string().parse()?;
            assert_eq!(day.0, date.since(EPOCH)?.get_days());
            assert_eq!(day.to_string(), date.to_string());
        }
        Ok(())
    }

    #[test]
    fn a_day_is_written_one_way_and_counts_over_leap_days() -> Result<(), String> {
        let onset: Day = "2016-02-28".parse()?;
        let race: Day = "2016-03-01".parse()?;
        assert_eq!((race.since(onset), onset.plus(2)), (2, race));
        assert_eq!(race.to_string(), "2016-03-01");
        for wrong in [
            "2016-3-1",
            "20160301",
            "2015-02-29",
            "1901-01-01",
            "2016-03-01T00:00",
        ] {
            assert!(wrong.parse::<Day>().is_err(), "{wrong}");
        }
        Ok(())
    }
}
