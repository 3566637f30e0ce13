//! What people type: scores, words for pain, days and periods, lengths.

use crate::assessment::Day;
use crate::quantity::{Exact, Toward, WrittenDecimal};

/// Words for pain, each with the highest score it may mean, which counts.
///
/// Mild is up to 5 in what it keeps people from doing, severe from 8 up: Boonstra et al. 2016, 2854 patients with chronic
/// musculoskeletal pain (doi:10.3389/fpsyg.2016.01466). Studies differ by two points, so the word is counted at its worse end.
const PAIN_WORDS: [(&str, &str, &str); 8] = [
    ("none", "0", ""),
    ("no", "0", ""),
    ("mild", "5", "mild may be up to 5, and the higher counts"),
    (
        "a little",
        "5",
        "a little may be up to 5, and the higher counts",
    ),
    (
        "some",
        "7",
        "some pain may be up to 7, and the higher counts",
    ),
    (
        "hurt a lot",
        "10",
        "a lot may be up to 10, and the higher counts",
    ),
    (
        "a lot",
        "10",
        "a lot may be up to 10, and the higher counts",
    ),
    (
        "could not",
        "10",
        "what cannot be done for pain counts as 10",
    ),
];

/// A pain score as JSON, and what is said of a word that stands for several.
pub(super) fn pain(text: &str) -> Result<(String, &'static str), String> {
    let spoken = text.replace('-', " ");
    let word = PAIN_WORDS.iter().find(|(word, _, _)| *word == spoken);
    if let Some((_, score, said)) = word {
        return Ok(((*score).to_owned(), said));
    }
    let halves = number(text).filter(|value| {
        let twice = value.millionths().rem_euclid(500_000) == 0;
        twice && *value <= Exact::whole(10)
    });
    let score = halves.ok_or_else(|| {
        format!("pain is 0 to 10, whole or half, or none, mild, a lot, could not; got `{text}`")
    })?;
    Ok((score.decimal(Toward::Up).to_string(), ""))
}

/// The words of several answers, of which a phrase for pain is one.
pub(super) fn words(text: &str) -> Vec<String> {
    let mut joined = text.to_owned();
    for (phrase, _, _) in PAIN_WORDS
        .iter()
        .rev()
        .filter(|(word, _, _)| word.contains(' '))
    {
        joined = joined.replace(phrase, &phrase.replace(' ', "-"));
    }
    joined.split_whitespace().map(ToOwned::to_owned).collect()
}

/// A number from 0 up.
pub(super) fn number(text: &str) -> Option<Exact> {
    let written = WrittenDecimal::read(text).filter(|written| written.whole.len() <= 5);
    let value = written.and_then(WrittenDecimal::exact)?;
    (value >= Exact::ZERO).then_some(value)
}

/// A number as JSON, within limits.
pub(super) fn within(text: &str, low: i64, high: i64, what: &str) -> Result<String, String> {
    let value =
        number(text).filter(|value| (Exact::whole(low)..=Exact::whole(high)).contains(value));
    let value = value.ok_or_else(|| format!("{what}: {low} to {high}, got `{text}`"))?;
    Ok(value.decimal(Toward::Down).to_string())
}

/// A length in centimetres as JSON: `118`, or `46in`. A longer hop is the better one, so a fraction is rounded down.
pub(super) fn centimetres(text: &str) -> Result<String, String> {
    let wrong = || format!("a length is in centimetres, or inches as `46in`; got `{text}`");
    let inches = text.strip_suffix("in").or_else(|| text.strip_suffix('"'));
    let value = number(inches.unwrap_or(text).trim()).ok_or_else(wrong)?;
    if inches.is_none() {
        return Ok(value.decimal(Toward::Down).to_string());
    }
    // An inch is exactly 2.54 cm.
    let tenths = value
        .millionths()
        .saturating_mul(254)
        .div_euclid(10_000_000);
    Ok(format!(
        "{}.{}",
        tenths.div_euclid(10),
        tenths.rem_euclid(10)
    ))
}

/// A distance in kilometres as JSON: `6`, `6km`, `4mi`.
pub(super) fn kilometres(text: &str) -> Result<String, String> {
    let wrong = || format!("a distance is in kilometres, or miles as `4mi`; got `{text}`");
    let (digits, miles) = match text.strip_suffix("mi") {
        Some(digits) => (digits, true),
        None => (text.strip_suffix("km").unwrap_or(text), false),
    };
    let value = number(digits.trim()).ok_or_else(wrong)?;
    if !miles {
        return Ok(value.decimal(Toward::Down).to_string());
    }
    // A mile is exactly 1.609344 km; metres are enough of a run.
    let metres = value
        .millionths()
        .saturating_mul(1609)
        .div_euclid(1_000_000);
    Ok(format!(
        "{}.{:03}",
        metres.div_euclid(1000),
        metres.rem_euclid(1000)
    ))
}

/// Yes or no.
pub(super) fn yes(text: &str) -> Result<bool, String> {
    match text {
        "y" | "yes" => Ok(true),
        "n" | "no" => Ok(false),
        _ => Err(format!("y or n, got `{text}`")),
    }
}

/// Which side of a day without a year is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Past,
    Future,
}

const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

/// A day: `2026-11-19`, `19 nov`, `today`, `yesterday`, `3 weeks ago`.
///
/// A period that is told roughly means several days. The latest of them counts, as a later day is never to a runner's advantage: half a
/// unit is taken off.
pub(super) fn day(text: &str, today: Day, side: Side) -> Result<Day, String> {
    let wrong =
        || format!("a day is `19 nov`, `2026-11-19`, `yesterday` or `3 weeks ago`; got `{text}`");
    match text {
        "today" | "this morning" => return Ok(today),
        "yesterday" => return Ok(today.plus(-1)),
        _ => {}
    }
    if let Ok(day) = text.parse::<Day>() {
        return match side {
            Side::Past if day > today => Err(format!("{day} is still to come")),
            Side::Past | Side::Future => Ok(day),
        };
    }
    if let Some(period) = text.strip_suffix(" ago") {
        let period = period.strip_prefix("about ").unwrap_or(period);
        let (count, unit) = period.split_once(' ').ok_or_else(wrong)?;
        let count = match count {
            "a" | "an" | "one" => 1,
            "two" => 2,
            "three" => 3,
            "four" => 4,
            "six" => 6,
            digits => digits.parse::<i32>().map_err(|_| wrong())?,
        };
        if !(0..1000).contains(&count) {
            return Err(wrong());
        }
        let (unit, rough) = match unit.trim_end_matches('s') {
            "day" => (1, 0),
            "week" => (7, 3),
            "month" => (30, 15),
            "year" => (365, 182),
            _ => return Err(wrong()),
        };
        let days = count.saturating_mul(unit).saturating_sub(rough).max(0);
        return Ok(today.plus(days.saturating_neg()));
    }
    let mut words = text.split_whitespace();
    let (Some(number), Some(month)) = (words.next(), words.next()) else {
        return Err(wrong());
    };
    // `nov 19` is the same day.
    let (number, month) = if number.starts_with(|letter: char| letter.is_ascii_digit()) {
        (number, month)
    } else {
        (month, number)
    };
    let number: u8 = number.parse().map_err(|_| wrong())?;
    let short = month.get(..3).ok_or_else(wrong)?;
    let month = MONTHS.iter().position(|name| *name == short);
    let month = month.ok_or_else(wrong)?.saturating_add(1);
    let this_year: i32 = today
        .to_string()
        .get(..4)
        .and_then(|year| year.parse().ok())
        .unwrap_or(0);
    let stated = words.next().map(|year| year.parse::<i32>());
    let of = |year: i32| format!("{year}-{month:02}-{number:02}").parse::<Day>();
    if let Some(year) = stated {
        return of(year.map_err(|_| wrong())?).map_err(|_| wrong());
    }
    let years = match side {
        Side::Past => [this_year, this_year.saturating_sub(1)],
        Side::Future => [this_year, this_year.saturating_add(1)],
    };
    let fits = |day: &Day| match side {
        Side::Past => *day <= today,
        Side::Future => *day >= today,
    };
    let mut days = years.into_iter().filter_map(|year| of(year).ok());
    days.find(fits).ok_or_else(wrong)
}

/// A day, a month or a year as the record keeps it, of what nobody can date exactly.
pub(super) fn period(text: &str, today: Day) -> Result<String, String> {
    let is_written = |letters: usize| {
        text.len() == letters
            && text
                .chars()
                .all(|letter| letter.is_ascii_digit() || letter == '-')
    };
    if is_written(4) || is_written(7) {
        return Ok(text.to_owned());
    }
    day(text, today, Side::Past).map(|day| day.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_told_as_people_tell_it() -> Result<(), String> {
        let today: Day = "2026-11-21".parse()?;
        for (text, side, is) in [
            ("today", Side::Past, "2026-11-21"),
            ("19 nov", Side::Past, "2026-11-19"),
            ("nov 19", Side::Past, "2026-11-19"),
            ("1 march", Side::Future, "2027-03-01"),
            ("24 dec", Side::Past, "2025-12-24"),
            ("3 weeks ago", Side::Past, "2026-11-03"),
            ("about a month ago", Side::Past, "2026-11-06"),
            ("2 days ago", Side::Past, "2026-11-19"),
        ] {
            assert_eq!(day(text, today, side)?.to_string(), is, "{text}");
        }
        for wrong in ["soon", "32 nov", "2026-11-22", "five ago", ""] {
            assert!(day(wrong, today, Side::Past).is_err(), "{wrong}");
        }
        Ok(())
    }

    #[test]
    fn pain_in_words_counts_at_its_worse_end() {
        let score = |text| pain(text).map(|(score, _)| score);
        assert_eq!(score("none"), Ok("0".to_owned()));
        assert_eq!(score("mild"), Ok("5".to_owned()));
        assert_eq!(score("2.5"), Ok("2.5".to_owned()));
        assert_eq!(words("a lot 3"), ["a-lot", "3"]);
        assert_eq!(words("could not 0 y"), ["could-not", "0", "y"]);
        assert_eq!(score("a-lot"), Ok("10".to_owned()));
        for wrong in ["11", "2.3", "-1", "ouch"] {
            assert!(score(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn inches_and_miles_are_turned_into_what_the_record_keeps() {
        assert_eq!(centimetres("46in"), Ok("116.8".to_owned()));
        assert_eq!(centimetres("118"), Ok("118".to_owned()));
        assert_eq!(kilometres("4mi"), Ok("6.436".to_owned()));
        assert_eq!(kilometres("6km"), Ok("6".to_owned()));
    }
}
