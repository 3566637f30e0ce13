//! Times as files write them.

use jiff::civil::DateTime;
use jiff::tz::Offset;

use crate::assessment::Moment;

/// A time to the millisecond, and what is known of its zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stamp {
    /// Since 1970 began: of the instant if known, else of the clock on the wall.
    millis: i64,
    zone: Zone,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Zone {
    Utc,
    /// Seconds that the local clock is ahead of UTC.
    Offset(i32),
    Wall,
}

impl Stamp {
    /// Reads `2012-12-26T21:29:53.5Z`, an offset behind (`+01:00`, `+0100`, `+01`) or no zone at all, and a space for the `T`.
    pub(super) fn read(text: &str) -> Option<Self> {
        let (date, clock) = text.trim().split_once(['T', 't', ' '])?;
        let clock = clock.trim();
        let at = clock.find(['Z', 'z', '+', '-', ' ']).unwrap_or(clock.len());
        let (clock, zone) = clock.split_at_checked(at)?;
        let zone = match zone.trim() {
            "" => Zone::Wall,
            "Z" | "z" => Zone::Utc,
            offset => Zone::Offset(seconds_ahead(offset)?),
        };
        let wall: DateTime = format!("{date}T{clock}").parse().ok()?;
        let wall = Offset::UTC.to_timestamp(wall).ok()?.as_millisecond();
        let ahead = match zone {
            Zone::Offset(seconds) => i64::from(seconds).saturating_mul(1000),
            Zone::Utc | Zone::Wall => 0,
        };
        Some(Self {
            millis: wall.saturating_sub(ahead),
            zone,
        })
    }

    /// An instant from the parts of its date and time in UTC.
    pub(super) fn utc(date: DateTime) -> Option<Self> {
        let millis = Offset::UTC.to_timestamp(date).ok()?.as_millisecond();
        Some(Self {
            millis,
            zone: Zone::Utc,
        })
    }

    /// A clock on the wall.
    pub(super) fn on_the_wall(date: DateTime) -> Option<Self> {
        let zone = Zone::Wall;
        Self::utc(date).map(|stamp| Self { zone, ..stamp })
    }

    /// An instant by its seconds since 1970 began.
    pub(super) const fn at_second(seconds: i64) -> Self {
        Self {
            millis: seconds.saturating_mul(1000),
            zone: Zone::Utc,
        }
    }

    /// A clock on the wall that is known to be so many minutes ahead of UTC.
    pub(super) fn ahead(self, minutes: i32) -> Option<Self> {
        if self.is_instant() {
            return Some(self);
        }
        let seconds = minutes.checked_mul(60)?;
        let millis = i64::from(seconds).checked_mul(1000)?;
        Some(Self {
            millis: self.millis.checked_sub(millis)?,
            zone: Zone::Offset(seconds),
        })
    }

    /// An instant with the offset of the local clock, which stands beside it as `+0200`.
    pub(super) fn beside(self, offset: &str) -> Self {
        match (self.zone, seconds_ahead(offset)) {
            (Zone::Utc, Some(seconds)) => Self {
                zone: Zone::Offset(seconds),
                ..self
            },
            (Zone::Utc | Zone::Offset(_) | Zone::Wall, _) => self,
        }
    }

    /// The moment, unless its year is one that no watch can have meant.
    pub(super) fn moment(self) -> Result<Moment, String> {
        let seconds = self.millis.div_euclid(1000);
        let moment = match self.zone {
            Zone::Utc => Moment::at(seconds, None),
            Zone::Offset(ahead) => Moment::at(seconds, Some(ahead)),
            Zone::Wall => Moment::on_the_wall(seconds),
        };
        match moment.day() {
            Some(_) => Ok(moment),
            None => {
                let clock = moment.to_string();
                let year = clock
                    .split_once('-')
                    .map_or(clock.as_str(), |(year, _)| year);
                Err(format!(
                    "a start in the year {year} cannot be: the clock was not set"
                ))
            }
        }
    }

    /// Whether the instant is known, not only a clock on the wall.
    pub(super) fn is_instant(self) -> bool {
        self.zone != Zone::Wall
    }

    /// Milliseconds from this to a later time; `None` if that is earlier, or only one of the two has a zone.
    pub(super) fn until(self, later: Self) -> Option<u64> {
        if self.is_instant() != later.is_instant() {
            return None;
        }
        u64::try_from(later.millis.checked_sub(self.millis)?).ok()
    }
}

/// Reads `+01:00`, `+0100` and `-7` as seconds.
fn seconds_ahead(text: &str) -> Option<i32> {
    let (sign, rest) = match text.split_at_checked(1)? {
        ("+", rest) => (1_i32, rest),
        ("-", rest) => (-1, rest),
        _ => return None,
    };
    let digits = rest.replace(':', "");
    if digits.is_empty() || digits.len() > 4 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number: i32 = digits.parse().ok()?;
    let minutes = if digits.len() <= 2 {
        number.checked_mul(60)?
    } else {
        let hours = number.checked_div(100)?;
        hours
            .checked_mul(60)?
            .checked_add(number.checked_rem(100)?)?
    };
    (minutes <= 14 * 60)
        .then(|| minutes.checked_mul(60)?.checked_mul(sign))
        .flatten()
}

/// A time on the clock such as `00:28:10.5`, `31:40` or `1:02:03`, in milliseconds.
pub(super) fn clock_time(text: &str) -> Option<u64> {
    let mut total = 0_u64;
    let mut parts = text.trim().split(':').peekable();
    let mut count = 0_u8;
    while let Some(part) = parts.next() {
        count = count.checked_add(1).filter(|count| *count <= 3)?;
        let is_last = parts.peek().is_none();
        let part = if is_last {
            super::decimal::Decimal::with_mark(part, if part.contains(',') { ',' } else { '.' })?
                .to(super::decimal::Unit::SECOND)?
        } else {
            part.parse::<u32>().map(u64::from).ok()?.checked_mul(1000)?
        };
        if count > 1 && part >= 60_000 {
            return None;
        }
        total = total.checked_mul(60)?.checked_add(part)?;
    }
    (count >= 2).then_some(total)
}

#[cfg(test)]
mod tests {
    use super::{Stamp, clock_time};

    #[test]
    fn times_keep_the_zone_that_they_say() -> Result<(), String> {
        for (text, moment) in [
            ("2012-12-26T21:29:53Z", "2012-12-26T21:29:53Z"),
            ("2012-12-26T21:29:53.999Z", "2012-12-26T21:29:53Z"),
            ("2012-12-26T21:29:53+01:00", "2012-12-26T21:29:53+01:00"),
            ("2023-01-02 07:00:00 -0330", "2023-01-02T07:00:00-03:30"),
            ("2023-01-02T07:00:00+05", "2023-01-02T07:00:00+05:00"),
            ("2016-12-31T23:59:60Z", "2016-12-31T23:59:59Z"),
            ("2025-01-01T00:00:00", "2025-01-01T00:00:00"),
            (" 2025-01-01 06:07:08 ", "2025-01-01T06:07:08"),
        ] {
            let stamp = Stamp::read(text).ok_or(text)?;
            assert_eq!(stamp.moment()?.to_string(), moment, "{text}");
        }
        for wrong in [
            "",
            "2012-12-26",
            "2012-13-26T21:29:53Z",
            "2012-12-26T25:29:53Z",
            "2012-12-26T21:29:53+15:00",
            "2012-12-26T21:29:53+",
            "noon",
        ] {
            assert_eq!(Stamp::read(wrong), None, "{wrong}");
        }
        let unset = Stamp::read("1901-12-13T20:45:52.207Z").ok_or("1901")?;
        assert_eq!(
            unset.moment(),
            Err("a start in the year 1901 cannot be: the clock was not set".to_owned())
        );
        Ok(())
    }

    #[test]
    fn clock_times_are_exact() {
        assert_eq!(clock_time("00:28:10.5"), Some(1_690_500));
        assert_eq!(clock_time("31:40"), Some(1_900_000));
        assert_eq!(clock_time("1:40:55"), Some(6_055_000));
        assert_eq!(clock_time("100:00:00"), Some(360_000_000));
        for wrong in ["", "--", "40", "1:60", "1:61:00", "1:2:3:4", "1:-2:03"] {
            assert_eq!(clock_time(wrong), None, "{wrong}");
        }
    }
}
