//! When a recording began: an instant, a clock on the wall, or both.
//!
//! *Why three kinds?* Watches differ in what they write: some the instant and the local clock, some only the instant, some only a
//! clock without a zone. The local day is certain only where a local clock is known; nothing is guessed from the machine's own zone.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::Offset;
use serde::de::{self, Deserialize, Deserializer, Visitor};
use serde::{Serialize, Serializer};

use super::Day;

/// The start of a recording, to the second.
///
/// Written `2017-06-11T07:34:09-07:00` with the local offset, `2017-06-11T14:34:09Z` when the offset is not known, and
/// `2017-06-11T07:34:09` when only the clock on the wall is known.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment {
    /// Seconds since 1970-01-01T00:00:00, of the instant if known, else of the clock on the wall.
    seconds: i64,
    zone: Zone,
}

/// What is known of the zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Zone {
    /// Seconds that the local clock is ahead of UTC.
    Offset(i32),
    /// The instant is known, the local clock is not.
    Utc,
    /// The local clock is known, the instant is not.
    Local,
}

impl Moment {
    /// An instant in seconds since 1970-01-01T00:00:00Z, with the seconds that the local clock is ahead of UTC if known.
    ///
    /// An offset is kept to the minute; one of more than 14 hours is nonsense and counts as not known.
    #[must_use]
    pub fn at(seconds: i64, offset: Option<i32>) -> Self {
        let sound = offset
            .map(|offset| offset.saturating_sub(offset.checked_rem(60).unwrap_or(0)))
            .filter(|offset| offset.abs() <= 14 * 3600);
        Self {
            seconds,
            zone: sound.map_or(Zone::Utc, Zone::Offset),
        }
    }

    /// A clock on the wall, in seconds since 1970-01-01T00:00:00 on that clock.
    #[must_use]
    pub const fn on_the_wall(seconds: i64) -> Self {
        Self {
            seconds,
            zone: Zone::Local,
        }
    }

    /// Seconds since 1970-01-01T00:00:00Z, when the instant is known.
    #[must_use]
    pub const fn instant(self) -> Option<i64> {
        match self.zone {
            Zone::Offset(_) | Zone::Utc => Some(self.seconds),
            Zone::Local => None,
        }
    }

    /// Seconds since 1970-01-01T00:00:00 on the local clock, when it is known.
    #[must_use]
    pub fn wall(self) -> Option<i64> {
        match self.zone {
            Zone::Offset(offset) => Some(self.seconds.saturating_add(i64::from(offset))),
            Zone::Local => Some(self.seconds),
            Zone::Utc => None,
        }
    }

    /// The same start with the local clock so many seconds ahead of UTC, where no offset was known.
    #[must_use]
    pub fn with_offset(self, offset: i32) -> Self {
        match self.zone {
            Zone::Utc => Self::at(self.seconds, Some(offset)),
            Zone::Local => Self::at(self.seconds.saturating_sub(i64::from(offset)), Some(offset)),
            Zone::Offset(_) => self,
        }
    }

    /// The local day; the day in UTC when no local clock is known. `None` outside the years that a [`Day`] can name.
    #[must_use]
    pub fn day(self) -> Option<Day> {
        civil(self.wall().unwrap_or(self.seconds))?
            .date()
            .try_into()
            .ok()
    }
}

fn civil(seconds: i64) -> Option<DateTime> {
    let instant = Timestamp::from_second(seconds).ok()?;
    Some(Offset::UTC.to_datetime(instant))
}

/// As it is written, so that a message shows it so.
impl fmt::Debug for Moment {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(clock) = civil(self.wall().unwrap_or(self.seconds)) else {
            return formatter.write_str("a time out of range");
        };
        write!(formatter, "{}", clock.strftime("%Y-%m-%dT%H:%M:%S"))?;
        match self.zone {
            Zone::Local => Ok(()),
            Zone::Utc => formatter.write_str("Z"),
            Zone::Offset(offset) => {
                let sign = if offset < 0 { '-' } else { '+' };
                let minutes = offset.abs().div_euclid(60);
                write!(
                    formatter,
                    "{sign}{:02}:{:02}",
                    minutes.div_euclid(60),
                    minutes.rem_euclid(60)
                )
            }
        }
    }
}

impl FromStr for Moment {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = || {
            format!(
                "start must be written YYYY-MM-DDTHH:MM:SS, with `Z` or an offset such as `+02:00` behind if known, got `{text}`"
            )
        };
        let (clock, zone) = text.split_at_checked(19).ok_or_else(wrong)?;
        let shape = clock.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            10 => byte == b'T',
            13 | 16 => byte == b':',
            _ => byte.is_ascii_digit(),
        });
        let clock: DateTime = if shape { clock.parse().ok() } else { None }.ok_or_else(wrong)?;
        let wall = Offset::UTC
            .to_timestamp(clock)
            .map_err(|_| wrong())?
            .as_second();
        let moment = match zone {
            "" => Self::on_the_wall(wall),
            "Z" => Self::at(wall, None),
            _ => {
                let offset = offset(zone).ok_or_else(wrong)?;
                Self::at(wall.saturating_sub(i64::from(offset)), Some(offset))
            }
        };
        moment.day().map(|_| moment).ok_or_else(wrong)
    }
}

/// Reads `+02:00` as seconds.
fn offset(text: &str) -> Option<i32> {
    let (sign, rest) = match text.split_at_checked(1)? {
        ("+", rest) => (1, rest),
        ("-", rest) => (-1, rest),
        _ => return None,
    };
    let (hours, minutes) = rest.split_once(':')?;
    let number = |digits: &str, most: i32| {
        let sound = digits.len() == 2 && digits.bytes().all(|byte| byte.is_ascii_digit());
        let number: i32 = if sound {
            digits.parse().ok()?
        } else {
            return None;
        };
        (number <= most).then_some(number)
    };
    let minutes = number(hours, 14)?
        .saturating_mul(60)
        .saturating_add(number(minutes, 59)?);
    (minutes <= 14 * 60).then(|| minutes.saturating_mul(60).saturating_mul(sign))
}

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

struct MomentVisitor;

impl Visitor<'_> for MomentVisitor {
    type Value = Moment;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .write_str("a start written YYYY-MM-DDTHH:MM:SS, with `Z` or an offset behind if known")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Moment, E> {
        text.parse().map_err(E::custom)
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(MomentVisitor)
    }
}

#[cfg(feature = "cli")]
impl schemars::JsonSchema for Moment {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Moment".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "pattern": "^(19[5-9][0-9]|2[01][0-9]{2})-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](Z|[+-](0[0-9]|1[0-3]):[0-5][0-9]|[+-]14:00)?$",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Moment;

    #[test]
    fn a_start_knows_its_local_day_and_is_written_as_it_was_read() -> Result<(), String> {
        for (text, day) in [
            ("2017-06-11T23:34:09-07:00", "2017-06-11"),
            ("2017-06-12T01:00:00+02:00", "2017-06-12"),
            ("2017-06-12T06:34:09Z", "2017-06-12"),
            ("2017-06-11T07:34:09", "2017-06-11"),
        ] {
            let moment: Moment = text.parse()?;
            assert_eq!(moment.to_string(), text);
            assert_eq!(
                moment.day().map(|day| day.to_string()).as_deref(),
                Some(day)
            );
        }
        let local: Moment = "2017-06-11T23:34:09-07:00".parse()?;
        let utc: Moment = "2017-06-12T06:34:09Z".parse()?;
        assert_eq!(local.instant(), utc.instant());
        assert_eq!(utc.with_offset(-7 * 3600), local);
        for wrong in [
            "2017-06-11",
            "2017-06-11 07:34:09",
            "2017-06-11T07:34:09+2",
            "2017-06-11T07:34:09+15:00",
            "2017-06-11T24:34:09",
            "2017-02-30T07:34:09",
            "1901-02-03T07:34:09Z",
            "",
        ] {
            assert!(wrong.parse::<Moment>().is_err(), "{wrong}");
        }
        Ok(())
    }
}
