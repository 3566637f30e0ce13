//! Dates written out for people, in the languages and orders that Strava's exports have.
//!
//! *Why no `03/04/2025`?* Nothing in it says which number is the month. Words, dots (the day comes first) and a year in front do.

use jiff::civil::DateTime;

/// What the names and short forms of the months begin with.
static MONTHS: [&[&str]; 12] = [
    &["jan", "ene", "gen"],
    &["feb", "fév", "fev"],
    &["mar", "mär", "mrt"],
    &["apr", "avr", "abr"],
    &["may", "mai", "mei", "mag"],
    &["jun", "juin", "giu"],
    &["jul", "juil", "lug"],
    &["aug", "aoû", "ago"],
    &["sep", "set"],
    &["oct", "okt", "ott", "out"],
    &["nov"],
    &["dec", "dez", "déc", "dic"],
];

/// Words that may stand between the parts and mean nothing.
static FILLERS: &[&str] = &["de", "à", "às", "at", "um", "om", "alle", "uhr"];

#[derive(Default)]
struct DateParts {
    numbers: Vec<String>,
    month: Option<i8>,
    date: Option<[String; 3]>,
    time: Option<[i8; 3]>,
    half: Option<HalfOfDay>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum HalfOfDay {
    Morning,
    Afternoon,
}

/// Reads `Sep 12, 2018, 3:02:23 PM`, `12.09.2018, 15:02:23`, `1. Jan. 2026, 7:00:00`, `9 mei 2026, 00:03:01`, `2018-09-12 15:02:23`
/// and their like; `None` for anything that could be read in two ways.
pub(super) fn written_date(text: &str) -> Option<DateTime> {
    let mut parts = DateParts::default();
    let text = text.to_lowercase().replace(['\u{202f}', '\u{a0}'], " ");
    // Written apart in parts of the Spanish-speaking world.
    let text = text.replace("a. m.", "am").replace("p. m.", "pm");
    for word in text.split([',', ' ']).filter(|word| !word.is_empty()) {
        parts.add(word)?;
    }
    parts.date_and_time()
}

impl DateParts {
    fn add(&mut self, word: &str) -> Option<()> {
        let bare = word.replace('.', "");
        let is_number =
            |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        if word.contains(':') {
            return set(&mut self.time, time(word)?);
        }
        if is_number(word.strip_suffix('.').unwrap_or(word)) {
            self.numbers.push(bare);
            return Some(());
        }
        if word.starts_with(|letter: char| letter.is_ascii_digit()) {
            return set(&mut self.date, numeric(word)?);
        }
        match bare.as_str() {
            "am" => return set(&mut self.half, HalfOfDay::Morning),
            "pm" => return set(&mut self.half, HalfOfDay::Afternoon),
            filler if FILLERS.contains(&filler) => return Some(()),
            _ => {}
        }
        let month = MONTHS
            .iter()
            .position(|names| names.iter().any(|name| bare.starts_with(name)))?;
        set(&mut self.month, i8::try_from(month.checked_add(1)?).ok()?)
    }

    fn date_and_time(self) -> Option<DateTime> {
        let Self {
            numbers,
            month,
            date,
            time,
            half,
        } = self;
        let (year, month, day): (i16, i8, i8) = match (date, month, numbers.as_slice()) {
            (Some([year, month, day]), None, []) => {
                (year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
            }
            (None, Some(month), [first, second]) => {
                let (year, day) = if first.len() == 4 {
                    (first, second)
                } else {
                    (second, first)
                };
                if year.len() != 4 {
                    return None;
                }
                (year.parse().ok()?, month, day.parse().ok()?)
            }
            (_, _, _) => return None,
        };
        let [hour, minute, second] = time?;
        let hour = match half {
            None => hour,
            Some(_) if !(1..=12).contains(&hour) => return None,
            Some(HalfOfDay::Morning) => hour.checked_rem(12)?,
            Some(HalfOfDay::Afternoon) => hour.checked_rem(12)?.checked_add(12)?,
        };
        DateTime::new(year, month, day, hour, minute, second, 0).ok()
    }
}

/// Says a part; a part said twice is a date that is not understood.
fn set<T>(part: &mut Option<T>, value: T) -> Option<()> {
    part.replace(value).is_none().then_some(())
}

/// `15:02:23` or `15:02`.
fn time(word: &str) -> Option<[i8; 3]> {
    let mut parts = word.split(':').map(|part| part.parse::<i8>().ok());
    let (hour, minute) = (parts.next()??, parts.next()??);
    let second = parts.next().unwrap_or(Some(0))?;
    parts.next().is_none().then_some([hour, minute, second])
}

/// `2018-09-12`, `2018/09/12` or `12.09.2018` as year, month, day.
fn numeric(word: &str) -> Option<[String; 3]> {
    let parts: Vec<&str> = word.trim_end_matches('.').split(['-', '/', '.']).collect();
    let [first, second, third] = parts.as_slice() else {
        return None;
    };
    let (year, day) = if first.len() == 4 {
        (first, third)
    } else if third.len() == 4 && word.contains('.') {
        (third, first)
    } else {
        return None;
    };
    Some([year, second, day].map(|part| (*part).to_owned()))
}

#[cfg(test)]
mod tests {
    use super::written_date;

    #[test]
    fn dates_are_read_in_every_order_that_is_plain() {
        for text in [
            "Sep 12, 2018, 3:02:23 PM",
            "Sep 12, 2018, 3:02:23\u{202f}PM",
            "12 Sept 2018, 15:02:23",
            "12.09.2018, 15:02:23",
            "12. Sep. 2018, 15:02:23",
            "12. September 2018 um 15:02:23",
            "12 sept. 2018 à 15:02:23",
            "12 sep. 2018, 3:02:23 p.\u{a0}m.",
            "12 de set. de 2018, 15:02:23",
            "12 set 2018, 15:02:23",
            "2018-09-12 15:02:23",
            "2018/09/12 15:02:23",
        ] {
            let date = written_date(text).map(|date| date.to_string());
            assert_eq!(date.as_deref(), Some("2018-09-12T15:02:23"), "{text}");
        }
        for (text, expected) in [
            ("9 mei 2026, 00:03:01", "2026-05-09T00:03:01"),
            ("1. Jan. 2026, 7:00", "2026-01-01T07:00:00"),
            ("Jul 4, 2020, 12:30:00 AM", "2020-07-04T00:30:00"),
            ("Jul 4, 2020, 12:30:00 PM", "2020-07-04T12:30:00"),
            ("4 juil. 2020 à 12:30:00", "2020-07-04T12:30:00"),
            ("4 juin 2020 à 12:30:00", "2020-06-04T12:30:00"),
            ("4. März 2020, 12:30:00", "2020-03-04T12:30:00"),
        ] {
            let date = written_date(text).map(|date| date.to_string());
            assert_eq!(date.as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn a_date_that_could_be_two_is_none() {
        for text in [
            "",
            "03/04/2025, 15:02:23",
            "03-04-2025, 15:02:23",
            "Sep 12, 2018",
            "12 12 2018, 15:02:23",
            "Sep 12, 18, 15:02:23",
            "Sep Oct 12, 2018, 15:02:23",
            "Sep 31, 2018, 15:02:23",
            "Sep 12, 2018, 15:02:23 PM",
            "Sep 12, 2018, 25:02:23",
            "12 Foo 2018, 15:02:23",
        ] {
            assert_eq!(written_date(text), None, "{text}");
        }
    }
}
