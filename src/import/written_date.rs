//! Dates written out for people, in the languages and orders that Strava's exports have.
//!
//! *Why no `03/04/2025`?* Nothing in it says which number is the month. Words, dots (the day comes first) and a year in front do.

use jiff::civil::{Date, DateTime};

/// The names of the months and their short forms, as CLDR 46 has them for the languages of exports, small and without points; and those
/// that older exports wrote.
static MONTHS: [&[&str]; 12] = [
    &[
        "ene",
        "enero",
        "gen",
        "gener",
        "gennaio",
        "ian",
        "ianuarie",
        "jan",
        "janeiro",
        "januar",
        "januari",
        "january",
        "január",
        "januára",
        "janv",
        "janvier",
        "led",
        "leden",
        "ledna",
        "oca",
        "ocak",
        "sty",
        "styczeń",
        "stycznia",
        "tammi",
        "tammikuu",
        "tammikuuta",
        "thg1",
        "ιαν",
        "ιανουάριος",
        "ιανουαρίου",
        "січ",
        "січень",
        "січня",
        "янв",
        "январь",
        "января",
    ],
    &[
        "feb",
        "febbraio",
        "febr",
        "febrer",
        "febrero",
        "februar",
        "februari",
        "februarie",
        "february",
        "február",
        "februára",
        "fev",
        "fevereiro",
        "fév",
        "févr",
        "février",
        "helmi",
        "helmikuu",
        "helmikuuta",
        "lut",
        "lutego",
        "luty",
        "thg2",
        "úno",
        "únor",
        "února",
        "şub",
        "şubat",
        "φεβ",
        "φεβρουάριος",
        "φεβρουαρίου",
        "лют",
        "лютий",
        "лютого",
        "февр",
        "февраль",
        "февраля",
    ],
    &[
        "bře",
        "březen",
        "března",
        "maalis",
        "maaliskuu",
        "maaliskuuta",
        "maart",
        "mar",
        "marca",
        "march",
        "marec",
        "maret",
        "mars",
        "mart",
        "martie",
        "marts",
        "marzec",
        "marzo",
        "març",
        "março",
        "mrt",
        "márc",
        "március",
        "mär",
        "märz",
        "thg3",
        "μάρ",
        "μάρτιος",
        "μαρ",
        "μαρτίου",
        "бер",
        "березень",
        "березня",
        "мар",
        "март",
        "марта",
    ],
    &[
        "abr",
        "abril",
        "apr",
        "april",
        "aprile",
        "aprilie",
        "apríl",
        "apríla",
        "avr",
        "avril",
        "dub",
        "duben",
        "dubna",
        "huhti",
        "huhtikuu",
        "huhtikuuta",
        "kwi",
        "kwiecień",
        "kwietnia",
        "nis",
        "nisan",
        "thg4",
        "ápr",
        "április",
        "απρ",
        "απρίλιος",
        "απριλίου",
        "апр",
        "апрель",
        "апреля",
        "квіт",
        "квітень",
        "квітня",
    ],
    &[
        "kvě",
        "květen",
        "května",
        "mag",
        "maggio",
        "mai",
        "maig",
        "maio",
        "maj",
        "maja",
        "may",
        "mayo",
        "mayıs",
        "mei",
        "máj",
        "mája",
        "május",
        "thg5",
        "touko",
        "toukokuu",
        "toukokuuta",
        "μάι",
        "μάιος",
        "μαΐ",
        "μαΐου",
        "май",
        "мая",
        "трав",
        "травень",
        "травня",
    ],
    &[
        "cze",
        "czerwca",
        "czerwiec",
        "giu",
        "giugno",
        "haz",
        "haziran",
        "iun",
        "iunie",
        "juin",
        "jun",
        "june",
        "junho",
        "juni",
        "junio",
        "juny",
        "jún",
        "júna",
        "június",
        "kesä",
        "kesäkuu",
        "kesäkuuta",
        "thg6",
        "červen",
        "června",
        "čvn",
        "ιουν",
        "ιουνίου",
        "ιούν",
        "ιούνιος",
        "июн",
        "июнь",
        "июня",
        "черв",
        "червень",
        "червня",
    ],
    &[
        "heinä",
        "heinäkuu",
        "heinäkuuta",
        "iul",
        "iulie",
        "juil",
        "juillet",
        "jul",
        "julho",
        "juli",
        "julio",
        "juliol",
        "july",
        "júl",
        "júla",
        "július",
        "lip",
        "lipca",
        "lipiec",
        "lug",
        "luglio",
        "tem",
        "temmuz",
        "thg7",
        "července",
        "červenec",
        "čvc",
        "ιουλ",
        "ιουλίου",
        "ιούλ",
        "ιούλιος",
        "июл",
        "июль",
        "июля",
        "лип",
        "липень",
        "липня",
    ],
    &[
        "ag",
        "ago",
        "agost",
        "agosto",
        "agu",
        "agustus",
        "aoû",
        "août",
        "aug",
        "august",
        "augusta",
        "augusti",
        "augustus",
        "augusztus",
        "ağu",
        "ağustos",
        "elo",
        "elokuu",
        "elokuuta",
        "sie",
        "sierpień",
        "sierpnia",
        "srp",
        "srpen",
        "srpna",
        "thg8",
        "αυγ",
        "αυγούστου",
        "αύγ",
        "αύγουστος",
        "авг",
        "август",
        "августа",
        "серп",
        "серпень",
        "серпня",
    ],
    &[
        "eyl",
        "eylül",
        "sep",
        "sept",
        "september",
        "septembra",
        "septembre",
        "septembrie",
        "septiembre",
        "set",
        "setembre",
        "setembro",
        "settembre",
        "syys",
        "syyskuu",
        "syyskuuta",
        "szept",
        "szeptember",
        "thg9",
        "wrz",
        "wrzesień",
        "września",
        "zář",
        "září",
        "σεπ",
        "σεπτέμβριος",
        "σεπτεμβρίου",
        "вер",
        "вересень",
        "вересня",
        "сент",
        "сентябрь",
        "сентября",
    ],
    &[
        "eki",
        "ekim",
        "loka",
        "lokakuu",
        "lokakuuta",
        "oct",
        "october",
        "octobre",
        "octombrie",
        "octubre",
        "okt",
        "oktober",
        "október",
        "októbra",
        "ott",
        "ottobre",
        "out",
        "outubro",
        "paź",
        "październik",
        "października",
        "thg10",
        "říj",
        "říjen",
        "října",
        "οκτ",
        "οκτωβρίου",
        "οκτώβριος",
        "жовт",
        "жовтень",
        "жовтня",
        "окт",
        "октябрь",
        "октября",
    ],
    &[
        "kas",
        "kasım",
        "lis",
        "listopad",
        "listopada",
        "listopadu",
        "marras",
        "marraskuu",
        "marraskuuta",
        "noiembrie",
        "nov",
        "november",
        "novembra",
        "novembre",
        "novembro",
        "noviembre",
        "thg11",
        "νοέ",
        "νοέμβριος",
        "νοε",
        "νοεμβρίου",
        "лист",
        "листопад",
        "листопада",
        "нояб",
        "ноябрь",
        "ноября",
    ],
    &[
        "ara",
        "aralık",
        "dec",
        "december",
        "decembra",
        "decembrie",
        "des",
        "desember",
        "desembre",
        "dez",
        "dezember",
        "dezembro",
        "dic",
        "dicembre",
        "diciembre",
        "déc",
        "décembre",
        "gru",
        "grudnia",
        "grudzień",
        "joulu",
        "joulukuu",
        "joulukuuta",
        "pro",
        "prosince",
        "prosinec",
        "thg12",
        "δεκ",
        "δεκέμβριος",
        "δεκεμβρίου",
        "груд",
        "грудень",
        "грудня",
        "дек",
        "декабрь",
        "декабря",
    ],
];

/// Words that may stand between the parts and mean nothing.
static FILLERS: &[&str] = &[
    "de", "à", "às", "at", "um", "om", "alle", "uhr", "г", "р", "klo", "kl", "del", "a", "las",
];

/// Marks of the half of the day that stand against the time, of East Asia.
static HALVES: &[(&str, &str)] = &[
    ("午前", " am "),
    ("午後", " pm "),
    ("上午", " am "),
    ("凌晨", " am "),
    ("清晨", " am "),
    ("早上", " am "),
    ("中午", " pm "),
    ("下午", " pm "),
    ("晚上", " pm "),
    ("오전", " am "),
    ("오후", " pm "),
];

#[derive(Default)]
struct DateParts {
    /// Each with whether a point stands behind it.
    numbers: Vec<(String, bool)>,
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
    parts(text)?.date_and_time()
}

/// The same without a time of day: `Sep 12, 2018`, `12.09.2018`, `2018-09-12`.
pub(super) fn written_day(text: &str) -> Option<Date> {
    let parts = parts(text)?;
    if parts.time.is_some() || parts.half.is_some() {
        return None;
    }
    let (year, month, day) = parts.day()?;
    Date::new(year, month, day).ok()
}

fn parts(text: &str) -> Option<DateParts> {
    let mut parts = DateParts::default();
    let text = text.to_lowercase().replace(['\u{202f}', '\u{a0}'], " ");
    // Written apart in parts of the Spanish-speaking world, and the months of Vietnam.
    let text = text.replace("a. m.", "am").replace("p. m.", "pm");
    let text = text.replace("tháng ", "thg").replace("thg ", "thg");
    // The year, month and day of East Asia follow one another as numbers with points do.
    let text = text
        .replace(['年', '月', '년', '월'], ". ")
        .replace(['日', '일'], ". ");
    let text = HALVES
        .iter()
        .fold(text, |text, (half, plain)| text.replace(half, plain));
    for word in text.split([',', ' ']).filter(|word| !word.is_empty()) {
        parts.add(word)?;
    }
    Some(parts)
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
            self.numbers.push((bare, word.ends_with('.')));
            return Some(());
        }
        if let Some(time) = time_with_points(word) {
            return set(&mut self.time, time);
        }
        if word.starts_with(|letter: char| letter.is_ascii_digit()) {
            return set(&mut self.date, numeric(word)?);
        }
        match bare.as_str() {
            "am" | "fm" | "ap" | "öö" | "дп" | "πμ" | "dop" => {
                return set(&mut self.half, HalfOfDay::Morning);
            }
            "pm" | "em" | "ip" | "ös" | "пп" | "μμ" | "odp" => {
                return set(&mut self.half, HalfOfDay::Afternoon);
            }
            filler if FILLERS.contains(&filler) => return Some(()),
            _ => {}
        }
        let month = MONTHS
            .iter()
            .position(|names| names.contains(&bare.as_str()))?;
        set(&mut self.month, i8::try_from(month.checked_add(1)?).ok()?)
    }

    fn day(&self) -> Option<(i16, i8, i8)> {
        Some(match (&self.date, self.month, self.numbers.as_slice()) {
            (Some([year, month, day]), None, []) => {
                (year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
            }
            (None, None, [(first, true), (month, true), (third, third_ends)]) => {
                let (year, day) = match (first.len(), third.len()) {
                    (4, 1 | 2) if *third_ends => (first, third),
                    (1 | 2, 4) => (third, first),
                    (_, _) => return None,
                };
                (year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
            }
            (None, Some(month), [(first, _), (second, _)]) => {
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
        })
    }

    fn date_and_time(self) -> Option<DateTime> {
        let (year, month, day) = self.day()?;
        let [hour, minute, second] = self.time?;
        let hour = match self.half {
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

/// `15.02.23`, as the north of Europe writes it.
fn time_with_points(word: &str) -> Option<[i8; 3]> {
    let is_short = |part: &str| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
    let parts: Vec<&str> = word.split('.').collect();
    let [hour, minute, second] = parts.as_slice() else {
        return None;
    };
    let is_hour = is_short(hour) || is_short(&format!("0{hour}"));
    (is_hour && is_short(minute) && is_short(second)).then(|| {
        Some([
            hour.parse().ok()?,
            minute.parse().ok()?,
            second.parse().ok()?,
        ])
    })?
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
    use super::{written_date, written_day};

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
            "2018年9月12日 15:02:23",
            "2018年9月12日 下午3:02:23",
            "2018. 9. 12. 오후 3:02:23",
            "2018年9月12日 午後3:02:23",
            "12. 9. 2018 15:02:23",
            "12. září 2018 15:02:23",
            "12 wrz 2018, 15:02:23",
            "12 сент. 2018 г., 15:02:23",
            "12 вер. 2018 р., 15:02:23",
            "12 Eyl 2018 15:02:23",
            "2018. szept. 12. 15:02:23",
            "12.9.2018 klo 15.02.23",
            "12 sep. 2018 15:02:23",
            "12. sep. 2018 15.02.23",
            "12. sep. 2018, 15:02:23",
            "12 Sept. 2018 15:02:23",
            "12 thg 9, 2018 15:02:23",
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
    fn a_day_has_no_time() {
        for text in [
            "2018-09-12",
            "2018/09/12",
            "12.09.2018",
            "12. 9. 2018",
            "12. September 2018",
            "Sep 12, 2018",
            "12 sept. 2018",
            "2018年9月12日",
        ] {
            let day = written_day(text).map(|day| day.to_string());
            assert_eq!(day.as_deref(), Some("2018-09-12"), "{text}");
        }
        for text in [
            "",
            "2018-09-12 15:02:23",
            "12/09/2018",
            "12.09.18",
            "Sep 31, 2018",
            "8",
        ] {
            assert_eq!(written_day(text), None, "{text}");
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
