//! The columns of a list kept by hand, by their headings or as the person who keeps it names them.
//!
//! *Why not guess a unit?* Kilometres taken for miles are a run of more than half as much again. A heading says its unit, a cell does, or
//! the person does; otherwise the figure is left out and asked for.

use std::str::FromStr;

use super::decimal::Unit;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holds {
    Date,
    Sport,
    /// A distance, in a unit if the heading says one.
    Distance(Option<Unit>),
    /// A time in motion, as a number of a unit if the heading says one, or as on a clock.
    Time(Option<Unit>),
}

/// Columns as a person names them, by heading or by number from 1: `date=Datum,km=Strecke,minutes=3`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Columns(Vec<(Holds, String)>);

/// The words of [`Columns`], and what a column called so holds.
static NAMED: &[(&str, Holds)] = &[
    ("date", Holds::Date),
    ("sport", Holds::Sport),
    ("km", Holds::Distance(Some(Unit::KILOMETRE))),
    ("mi", Holds::Distance(Some(Unit::MILE))),
    ("metres", Holds::Distance(Some(Unit::METRE))),
    ("minutes", Holds::Time(Some(Unit::MINUTE))),
    ("hours", Holds::Time(Some(Unit::HOUR))),
    ("seconds", Holds::Time(Some(Unit::SECOND))),
    ("clock", Holds::Time(None)),
];

impl FromStr for Columns {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let known: Vec<&str> = NAMED.iter().map(|(name, _)| *name).collect();
        let columns: Vec<(Holds, String)> = text
            .split(',')
            .map(|column| {
                let (name, heading) = column.split_once('=').ok_or_else(|| {
                    format!("columns must be named like `date=Datum,km=Strecke`, got `{column}`")
                })?;
                let holds = NAMED.iter().find(|(known, _)| *known == name.trim());
                let (_, holds) = holds.ok_or_else(|| {
                    let known = known.join(", ");
                    format!("a column must be one of {known}, got `{}`", name.trim())
                })?;
                Ok((*holds, heading.trim().to_owned()))
            })
            .collect::<Result<_, String>>()?;
        let is_twice = |(at, (holds, _)): (usize, &(Holds, String))| {
            let before = columns.iter().take(at);
            before
                .map(|(other, _)| other)
                .any(|other| std::mem::discriminant(other) == std::mem::discriminant(holds))
        };
        if columns.iter().enumerate().any(is_twice) {
            return Err(
                "one column each for the date, the sport, the distance and the time".to_owned(),
            );
        }
        if !columns.iter().any(|(holds, _)| *holds == Holds::Date) {
            return Err("columns must name that of the date, as `date=Datum`".to_owned());
        }
        Ok(Self(columns))
    }
}

/// Where the columns of a table are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Layout {
    pub(super) date: usize,
    pub(super) sport: Option<usize>,
    pub(super) distance: Option<(usize, Option<Unit>)>,
    pub(super) time: Option<(usize, Option<Unit>)>,
}

impl Layout {
    /// The layout that a person tells, where the table has all of it.
    pub(super) fn named(columns: &Columns, header: &[&str]) -> Result<Self, String> {
        let Columns(columns) = columns;
        let mut layout = Self::default();
        for (holds, heading) in columns {
            let by_name = header
                .iter()
                .position(|there| folded(there) == folded(heading));
            let by_number = heading
                .parse::<usize>()
                .ok()
                .and_then(|number| number.checked_sub(1))
                .filter(|column| *column < header.len());
            let column = by_name.or(by_number).ok_or_else(|| {
                format!(
                    "no column is called `{heading}`; there are {}",
                    header.join(", ")
                )
            })?;
            layout.set(*holds, column);
        }
        Ok(layout)
    }

    /// The layout that the headings tell; `None` where they are not those of a list of training.
    ///
    /// A list has a day and a distance, or a day, a time in a unit and a sport: a day and a time alone are any table.
    pub(super) fn of(header: &[&str]) -> Option<Self> {
        let mut told: Vec<(usize, Holds)> = header
            .iter()
            .enumerate()
            .filter_map(|(column, heading)| Some((column, holds(heading)?)))
            .collect();
        // Beside a duration, `Time` is the time of day.
        let is_bare = |column: usize| {
            let heading = header.get(column).map(|heading| folded(heading));
            heading.is_some_and(|heading| BARE_TIMES.contains(&heading.as_str()))
        };
        told.sort_by_key(|(column, _)| is_bare(*column));
        let is_no_table = header
            .first()
            .is_some_and(|first| first.starts_with(['{', '[', '<']));
        if is_no_table || header.iter().any(|heading| is_of_a_day(heading)) {
            return None;
        }
        let mut layout = Self::default();
        let mut has_date = false;
        for (column, holds) in told {
            let is_first = match holds {
                Holds::Date => !std::mem::replace(&mut has_date, true),
                Holds::Sport => layout.sport.is_none(),
                Holds::Distance(unit) => is_better(layout.distance, unit),
                Holds::Time(unit) => is_better(layout.time, unit),
            };
            if is_first {
                layout.set(holds, column);
            }
        }
        let has_time = layout.time.is_some_and(|(_, unit)| unit.is_some());
        (has_date && (layout.distance.is_some() || has_time && layout.sport.is_some()))
            .then_some(layout)
    }

    fn set(&mut self, holds: Holds, column: usize) {
        match holds {
            Holds::Date => self.date = column,
            Holds::Sport => self.sport = Some(column),
            Holds::Distance(unit) => self.distance = Some((column, unit)),
            Holds::Time(unit) => self.time = Some((column, unit)),
        }
    }
}

/// A column that says its unit is better than one that does not; else the first is taken.
fn is_better(there: Option<(usize, Option<Unit>)>, unit: Option<Unit>) -> bool {
    there.is_none_or(|(_, known)| known.is_none() && unit.is_some())
}

/// Words for units, small.
static UNITS: &[(Holds, &[&str])] = &[
    (
        Holds::Distance(Some(Unit::KILOMETRE)),
        &[
            "km",
            "kms",
            "kilometer",
            "kilometers",
            "kilometre",
            "kilometres",
            "kilomètres",
            "kilómetros",
            "kilometros",
            "quilômetros",
            "chilometri",
            "kilometrów",
            "км",
            "公里",
            "千米",
            "キロ",
        ],
    ),
    (
        Holds::Distance(Some(Unit::MILE)),
        &[
            "mi",
            "mile",
            "miles",
            "meile",
            "meilen",
            "millas",
            "miglia",
            "英里",
            "マイル",
        ],
    ),
    (
        Holds::Distance(Some(Unit::METRE)),
        &[
            "m",
            "meter",
            "meters",
            "metre",
            "metres",
            "mètres",
            "metros",
            "metri",
            "метры",
        ],
    ),
    (
        Holds::Time(Some(Unit::MINUTE)),
        &[
            "min",
            "mins",
            "minute",
            "minutes",
            "minuten",
            "minutos",
            "minuti",
            "minuter",
            "minutter",
            "minuuttia",
            "minut",
            "minuty",
            "мин",
            "минуты",
            "分",
            "分钟",
            "분",
        ],
    ),
    (
        Holds::Time(Some(Unit::HOUR)),
        &[
            "h", "hour", "hours", "stunden", "std", "heures", "horas", "ore", "uren", "timmar",
        ],
    ),
    (
        Holds::Time(Some(Unit::SECOND)),
        &[
            "s", "sec", "secs", "second", "seconds", "sek", "sekunden", "secondes", "segundos",
        ],
    ),
];

/// Words for what a column holds, small.
static NAMES: &[(Holds, &[&str])] = &[
    (
        Holds::Date,
        &[
            "date",
            "day",
            "datum",
            "tag",
            "jour",
            "fecha",
            "día",
            "dia",
            "data",
            "giorno",
            "dag",
            "dato",
            "päivä",
            "päivämäärä",
            "pvm",
            "dzień",
            "den",
            "dátum",
            "tarih",
            "дата",
            "день",
            "日期",
            "日付",
            "날짜",
            "ημερομηνία",
        ],
    ),
    (
        Holds::Sport,
        &[
            "sport",
            "sports",
            "type",
            "kind",
            "activity",
            "art",
            "sportart",
            "aktivität",
            "typ",
            "activité",
            "discipline",
            "tipo",
            "deporte",
            "actividad",
            "attività",
            "atividade",
            "activiteit",
            "aktivitet",
            "laji",
            "тип",
            "спорт",
            "运动",
            "種目",
        ],
    ),
    (
        Holds::Distance(None),
        &[
            "distance",
            "distanz",
            "strecke",
            "distancia",
            "distanza",
            "distância",
            "afstand",
            "distans",
            "distanse",
            "sträcka",
            "matka",
            "dystans",
            "vzdálenost",
            "távolság",
            "táv",
            "mesafe",
            "дистанция",
            "расстояние",
            "距离",
            "距離",
            "거리",
            "απόσταση",
        ],
    ),
    (
        // German `Tempo` is a pace, so it is not among them.
        Holds::Time(None),
        &[
            "duration",
            "time",
            "dauer",
            "zeit",
            "laufzeit",
            "durée",
            "duree",
            "temps",
            "duración",
            "duracion",
            "tiempo",
            "durata",
            "duração",
            "duur",
            "tijd",
            "tid",
            "varighed",
            "varighet",
            "kesto",
            "aika",
            "czas",
            "čas",
            "doba",
            "idő",
            "süre",
            "время",
            "длительность",
            "时间",
            "时长",
            "時間",
            "시간",
            "διάρκεια",
        ],
    ),
];

/// Words that say nothing more: `total distance`, `Strecke in km`, `run (km)`.
static FILLERS: &[&str] = &[
    "in", "en", "of", "the", "total", "gesamt", "run", "lauf", "moving", "de", "d",
];

/// What a heading says that its column holds.
/// Words for a time that may be one of day.
const BARE_TIMES: [&str; 6] = ["time", "zeit", "heure", "hora", "ora", "tid"];

/// How headings show the writing of a time, longest first.
const CLOCKS: [&str; 3] = ["hh:mm:ss", "h:mm:ss", "mm:ss"];

fn holds(heading: &str) -> Option<Holds> {
    let heading = heading.to_lowercase();
    // A pace or a speed has the words for a distance and a time, too.
    if heading.contains('/') || heading.contains(" per ") {
        return None;
    }
    // How a time is written is no unit of it.
    let heading = CLOCKS
        .iter()
        .fold(heading, |heading, clock| heading.replace(clock, ""));
    let (mut unit, mut name) = (None, None);
    for word in heading.split(|letter: char| !letter.is_alphabetic()) {
        if word.is_empty() || FILLERS.contains(&word) {
            continue;
        }
        let find = |words: &[(Holds, &[&str])]| {
            let found = words.iter().find(|(_, words)| words.contains(&word));
            found.map(|(holds, _)| *holds)
        };
        match (find(UNITS), find(NAMES)) {
            (Some(found), _) if unit.replace(found).is_none() => {}
            (None, Some(found)) if name.replace(found).is_none() => {}
            (_, _) => return None,
        }
    }
    match (name, unit) {
        (Some(Holds::Distance(_)) | None, Some(unit @ Holds::Distance(_)))
        | (Some(Holds::Time(_)) | None, Some(unit @ Holds::Time(_))) => Some(unit),
        (name, None) => name,
        (Some(_), Some(_)) | (None, Some(Holds::Date | Holds::Sport)) => None,
    }
}

/// Whether a table with such a column counts days and not sessions.
fn is_of_a_day(heading: &str) -> bool {
    let heading = folded(heading);
    ["step", "floor", "sleep", "sedentary", "calories burned"]
        .iter()
        .any(|word| heading.contains(word))
}

/// The unit that a word is of, as in `8 km` and `45 min`.
pub(super) fn unit(word: &str) -> Option<Holds> {
    let word = folded(word);
    let found = UNITS
        .iter()
        .find(|(_, words)| words.contains(&word.as_str()));
    found.map(|(holds, _)| *holds)
}

fn folded(text: &str) -> String {
    text.trim().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::{Columns, Holds, Layout, holds};
    use crate::import::decimal::Unit;

    #[test]
    fn headings_are_told_apart_in_several_languages() {
        let km = Holds::Distance(Some(Unit::KILOMETRE));
        for (heading, expected) in [
            ("date", Some(Holds::Date)),
            ("Datum", Some(Holds::Date)),
            ("km", Some(km)),
            ("Distance (km)", Some(km)),
            ("Strecke in km", Some(km)),
            ("distance_km", Some(km)),
            ("Mi", Some(Holds::Distance(Some(Unit::MILE)))),
            ("Distance", Some(Holds::Distance(None))),
            ("Minuten", Some(Holds::Time(Some(Unit::MINUTE)))),
            ("Time [min]", Some(Holds::Time(Some(Unit::MINUTE)))),
            ("Dauer", Some(Holds::Time(None))),
            ("Temps total", Some(Holds::Time(None))),
            ("Sport", Some(Holds::Sport)),
            ("min/km", None),
            ("Pace (min/km)", None),
            ("Tempo", None),
            ("longest km", None),
            ("notes", None),
            ("", None),
        ] {
            assert_eq!(holds(heading), expected, "{heading}");
        }
    }

    #[test]
    fn a_list_has_a_day_and_a_distance_and_counts_no_steps() {
        let is_list = |header: &[&str]| Layout::of(header).is_some();
        assert!(is_list(&["date", "km", "minutes"]));
        assert!(is_list(&["Notes", "Dauer", "Strecke (km)", "Datum"]));
        assert!(is_list(&["date", "minutes", "sport"]));
        assert!(!is_list(&["date", "time", "heartRate"]));
        assert!(!is_list(&["date", "steps", "distance", "calories"]));
        assert!(!is_list(&["km", "minutes"]));
        assert!(!is_list(&["{\"date\": 1", "\"km\": 2}"]));
        assert_eq!(
            Layout::of(&["date", "distance", "distance (km)", "time", "minutes"]),
            Some(Layout {
                date: 0,
                sport: None,
                distance: Some((2, Some(Unit::KILOMETRE))),
                time: Some((4, Some(Unit::MINUTE))),
            })
        );
    }

    #[test]
    fn named_columns_are_found_by_heading_or_number() -> Result<(), String> {
        let columns: Columns = "date=Wann,km=2,minutes=zeit".parse()?;
        let layout = Layout::named(&columns, &["Wann", "Weit", "Zeit"])?;
        assert_eq!(layout.date, 0);
        assert_eq!(layout.distance, Some((1, Some(Unit::KILOMETRE))));
        assert_eq!(layout.time, Some((2, Some(Unit::MINUTE))));
        assert_eq!(
            Layout::named(&columns, &["a", "b"]),
            Err("no column is called `Wann`; there are a, b".to_owned())
        );
        for (wrong, reason) in [
            (
                "date",
                "columns must be named like `date=Datum,km=Strecke`, got `date`",
            ),
            (
                "km=1",
                "columns must name that of the date, as `date=Datum`",
            ),
            (
                "date=1,km=2,mi=3",
                "one column each for the date, the sport, the distance and the time",
            ),
            (
                "date=1,feet=2",
                "a column must be one of date, sport, km, mi, metres, minutes, hours, seconds, clock, got `feet`",
            ),
        ] {
            assert_eq!(wrong.parse::<Columns>(), Err(reason.to_owned()));
        }
        Ok(())
    }
}
