//! A list kept by hand: a day, a distance and a time a row, and perhaps a sport.
//!
//! Headings in the languages of `columns.rs` are known; others are named by the person who keeps the list ([`Columns`]).
//!
//! *What is an empty row?* A list is often a calendar. A day without a distance, a time and a sport is one without a session; a day with
//! words in place of its figures (`without watch`) is one with a session of which they are not known.
//!
//! *Why is a row without a sport of unknown sport?* Nothing in `date, km, minutes` says that they were run. One answer says it of all.
//!
//! *Why is the whole list held?* The decimal mark and the order of `3/4/2026` are those of the whole file.

use std::io::BufRead;

use csv::StringRecord;
use jiff::civil::{Date, DateTime};

use super::columns::{Columns, Holds, Layout, unit};
use super::decimal::{Decimal, Unit, decimal_mark};
use super::refusals::{Refusals, short};
use super::sport::sport;
use super::stamp::{Stamp, clock_time};
use super::start::Start;
use super::table::{BadRow, Table, cell};
use super::written_date::{written_date, written_day};
use super::{Options, READERS, ReadError, Reader, Session, Units};
use crate::assessment::Day;

/// Lists kept by hand.
pub(super) const READER: Reader = Reader {
    name: "a list of runs kept by hand",
    recognises,
    read,
};

/// More sessions than one life holds.
const MOST: usize = 100_000;

/// What comes first in a date of three numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateOrder {
    /// `3/4/2026` is 3 April.
    DayFirst,
    /// `3/4/2026` is 4 March.
    MonthFirst,
}

fn recognises(mut head: &[u8]) -> bool {
    let others = || READERS.iter().filter(|reader| reader.name != READER.name);
    let whole = head;
    Table::open(&mut head).is_ok_and(|table| {
        Layout::of(&cells(&table.header)).is_some()
            && !others().any(|reader| (reader.recognises)(whole))
    })
}

/// Whether the person who asks has named the columns of this table.
pub(super) fn is_named(mut head: &[u8], options: Options<'_>) -> bool {
    options.columns.is_some_and(|columns| {
        Table::open(&mut head)
            .is_ok_and(|table| Layout::named(columns, &cells(&table.header)).is_ok())
    })
}

/// Why a file is not read that may be such a list, and what would help.
pub(super) fn advice(mut head: &[u8], options: Options<'_>) -> String {
    const NONE: &str = "not a training file";
    let table = Table::open(&mut head).ok();
    let header = table.as_ref().map(|table| cells(&table.header));
    let Some(header) = header.filter(|header| header.len() > 1) else {
        return NONE.to_owned();
    };
    match options
        .columns
        .map(|columns| Layout::named(columns, &header))
    {
        Some(Err(reason)) => format!("{NONE}: {}", short(&reason)),
        Some(Ok(_)) | None => format!(
            "{NONE}; if it is a list of runs, name its columns, by heading or number: --columns date=..,km=..,minutes=.."
        ),
    }
}

fn cells(row: &StringRecord) -> Vec<&str> {
    row.iter().map(str::trim).collect()
}

/// A row whose figures wait for what the whole file tells.
struct Row {
    line: u64,
    date: String,
    sport: String,
    distance: Cell,
    time: Cell,
    /// What is wrong with it, where it does not fit the heading.
    fault: Option<String>,
    /// Words in a column that is not read, which may tell of a session.
    note: Option<String>,
}

/// A number and the word for its unit, as `8,5 km`.
#[derive(Default)]
struct Cell {
    number: String,
    word: String,
}

fn read(
    bytes: &mut dyn BufRead,
    source: &str,
    options: Options<'_>,
    take: &mut dyn FnMut(Session),
) -> Result<(), ReadError> {
    let mut table = Table::open(bytes)?;
    let layout = layout(&table.header, options.columns)?;
    let mut rows = Vec::new();
    let first = Row::of(1, &table.header, layout);
    // Without a heading the first line is a day like any other, be it one that cannot be read.
    if first.date.bytes().any(|byte| byte.is_ascii_digit()) {
        rows.push(first);
    }
    let mut end = Ok(());
    loop {
        match table.next() {
            Ok(Some(_)) if rows.len() >= MOST => {
                let reason = format!("a list of more than {MOST} sessions");
                end = Err(ReadError::Damaged(reason));
                break;
            }
            Ok(Some(Ok((line, row)))) => rows.push(Row::of(line, &row, layout)),
            Ok(Some(Err(bad))) => rows.push(Row::of_bad(bad, layout, table.header.len())),
            Ok(None) => break,
            Err(fault) => {
                end = Err(fault);
                break;
            }
        }
    }
    let mut refusals = Refusals::default();
    rows.retain(|row| {
        let is_empty = row.is_empty();
        if let Some(note) = row.note.as_ref().filter(|_| is_empty) {
            let reason = format!(
                "`{}` on a day without figures: if that was a session, give it a distance or a time",
                short(note)
            );
            refusals.push(row.line, &reason);
        }
        !is_empty
    });
    if rows.is_empty() && end.is_ok() {
        return Err(ReadError::NoSession);
    }
    let is_unit_unknown = hand_on(&rows, layout, source, options, &mut refusals, take);
    match end {
        Ok(()) if is_unit_unknown => refusals
            .into_result()
            .map_err(|refused| ReadError::UnitUnknown(refused.to_string())),
        Ok(()) => refusals.into_result(),
        Err(fault) => Err(refusals.with_fault(fault)),
    }
}

/// The columns that are named, if the table has them, else those that its headings tell.
fn layout(header: &StringRecord, named: Option<&Columns>) -> Result<Layout, ReadError> {
    let header = cells(header);
    let named = named.map(|columns| Layout::named(columns, &header));
    match (named, Layout::of(&header)) {
        (Some(Ok(layout)), _) | (Some(Err(_)) | None, Some(layout)) => Ok(layout),
        (Some(Err(reason)), None) => Err(ReadError::Damaged(reason)),
        (None, None) => Err(ReadError::Damaged(
            "has no columns that are known as a date and a distance".to_owned(),
        )),
    }
}

/// Hands each row on; returns whether distances are wanting only because nothing tells their unit.
fn hand_on(
    rows: &[Row],
    layout: Layout,
    source: &str,
    options: Options<'_>,
    refusals: &mut Refusals,
    take: &mut dyn FnMut(Session),
) -> bool {
    let numbers = rows
        .iter()
        .flat_map(|row| [&row.distance.number, &row.time.number]);
    let mark = decimal_mark(numbers);
    if let Err(reason) = mark {
        refusals.push(1, &format!("no figure is taken: {reason}"));
    }
    let order = order(rows, options.dates);
    if let Err(reason) = &order {
        refusals.push(1, reason);
    }
    let (mut without_unit, mut without_time_unit) = (0_usize, 0_usize);
    for row in rows {
        let start = match (row.start(order.as_ref().ok().copied().flatten()), &order) {
            (Some(start), _) => start,
            // Told once for all.
            (None, Err(_)) if numbers_of(row).is_some() => continue,
            (None, Ok(_) | Err(_)) => {
                refusals.push(row.line, &format!("`{}` is no date", short(&row.date)));
                continue;
            }
        };
        let (sport, ground) = sport(&row.sport);
        let mut session = Session {
            ground,
            ..Session::begun(start, sport, &row.sport, source)
        }
        .or_sport(options.untyped);
        if let Some(fault) = &row.fault {
            session.left_out(format!("line {} {fault}", row.line));
            take(session);
            continue;
        }
        if let Ok(mark) = mark {
            let unit = layout.distance.and_then(|(_, unit)| unit);
            match row.distance(mark, unit.or(options.units.map(Unit::from))) {
                Figure::Known(distance) => session.distance_mm = Some(distance),
                Figure::WithoutUnit => without_unit = without_unit.saturating_add(1),
                Figure::Absent => {}
                Figure::Unreadable(reason) => session.left_out(reason),
            }
            match row.time(
                mark,
                layout.time.and_then(|(_, unit)| unit),
                session.distance_mm,
            ) {
                Figure::Known(time) => session.moving_ms = Some(time),
                Figure::WithoutUnit => without_time_unit = without_time_unit.saturating_add(1),
                Figure::Absent => {}
                Figure::Unreadable(reason) => session.left_out(reason),
            }
        }
        take(session);
    }
    if without_unit > 0 {
        let reason = "no distance is taken: nothing tells whether they are kilometres or miles; say it with --units, or in the heading";
        refusals.push(1, reason);
    }
    if without_time_unit > 0 {
        let reason = "no time is taken: nothing tells whether they are minutes, hours or seconds; name the column with --columns, such as date=..,km=..,minutes=.., or say it in the heading";
        refusals.push(1, reason);
    }
    without_unit > 0
}

/// What a cell tells.
enum Figure {
    Absent,
    Known(u64),
    /// A number of which nothing tells the unit.
    WithoutUnit,
    Unreadable(String),
}

impl Row {
    fn of(line: u64, row: &StringRecord, layout: Layout) -> Self {
        let text = |column: Option<usize>| column.map_or("", |column| cell(row, column));
        Self {
            line,
            date: text(Some(layout.date)).to_owned(),
            sport: text(layout.sport).to_owned(),
            distance: Cell::of(text(layout.distance.map(|(column, _)| column))),
            time: Cell::of(text(layout.time.map(|(column, _)| column))),
            fault: None,
            note: note(row, layout),
        }
    }

    /// A row with fewer cells than the heading ends in empty ones; one with more may be shifted, and only its day is taken.
    fn of_bad(bad: BadRow, layout: Layout, expected: usize) -> Self {
        let BadRow { line, reason, row } = bad;
        let is_short = row.as_ref().is_some_and(|row| row.len() < expected);
        let row = Self::of(line, &row.unwrap_or_default(), layout);
        Self {
            fault: (!is_short).then_some(reason),
            ..row
        }
    }

    fn is_empty(&self) -> bool {
        let has_sport = !self.sport.is_empty() && !is_rest(&self.sport);
        self.distance.is_nothing() && self.time.is_nothing() && !has_sport && self.fault.is_none()
    }

    fn start(&self, order: Option<DateOrder>) -> Option<Start> {
        day_written(&self.date).or_else(|| {
            let [first, second, year] = numbers_of(self)?;
            let (day, month) = match order? {
                DateOrder::DayFirst => (first, second),
                DateOrder::MonthFirst => (second, first),
            };
            let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
            let date = Date::new(i16::try_from(year).ok()?, month, day).ok()?;
            Some(Day::try_from(date).ok()?.into())
        })
    }

    fn distance(&self, mark: char, unit_of_column: Option<Unit>) -> Figure {
        let Cell { number, word } = &self.distance;
        if self.distance.is_nothing() {
            return Figure::Absent;
        }
        let of_cell = match unit(word) {
            Some(Holds::Distance(unit)) => unit,
            None if word.is_empty() => unit_of_column,
            Some(Holds::Date | Holds::Sport | Holds::Time(_)) | None => None,
        };
        let distance = Decimal::with_mark(number, mark);
        match (distance, of_cell) {
            (Some(distance), Some(unit)) => match distance.to(unit) {
                Some(distance) => Figure::Known(distance),
                None => self.unreadable(&self.distance, "distance"),
            },
            (Some(_), None) if word.is_empty() => Figure::WithoutUnit,
            (Some(_) | None, _) => self.unreadable(&self.distance, "distance"),
        }
    }

    /// A time on the clock of two numbers may be minutes and seconds or hours and minutes: the one that the distance allows.
    fn time(&self, mark: char, of_column: Option<Unit>, distance: Option<u64>) -> Figure {
        let Cell { number, word } = &self.time;
        if self.time.is_nothing() {
            return Figure::Absent;
        }
        let is_of_day = !word.is_empty() && !matches!(unit(word), Some(Holds::Time(_)));
        if number.contains(':') && is_of_day {
            return self.unreadable(&self.time, "time");
        }
        if number.contains(':') {
            let readings = clock_readings(number, of_column, distance);
            return match readings.as_slice() {
                [only] => Figure::Known(*only),
                [] => self.unreadable(&self.time, "time"),
                _ => Figure::Unreadable(format!(
                    "line {}: `{number}` may be minutes and seconds or hours and minutes; write it as h:mm:ss",
                    self.line
                )),
            };
        }
        let of_cell = match unit(word) {
            Some(Holds::Time(unit)) => unit,
            None if word == "'" || word == "′" => Some(Unit::MINUTE),
            None if word.is_empty() => of_column,
            Some(Holds::Date | Holds::Sport | Holds::Distance(_)) | None => None,
        };
        match (Decimal::with_mark(number, mark), of_cell) {
            (Some(time), Some(unit)) => match time.to(unit) {
                Some(time) => Figure::Known(time),
                None => self.unreadable(&self.time, "time"),
            },
            (Some(_), None) if word.is_empty() => Figure::WithoutUnit,
            (Some(_) | None, _) => self.unreadable(&self.time, "time"),
        }
    }

    fn unreadable(&self, cell: &Cell, what: &str) -> Figure {
        let Cell { number, word } = cell;
        let text = format!("{number} {word}");
        let text = short(text.trim());
        Figure::Unreadable(format!("line {}: `{text}` is no {what}", self.line))
    }
}

impl Cell {
    fn of(text: &str) -> Self {
        let is_of_number = |letter: char| letter.is_ascii_digit() || ",.:".contains(letter);
        let at = text
            .find(|letter| !is_of_number(letter))
            .unwrap_or(text.len());
        let (number, word) = text.split_at_checked(at).unwrap_or((text, ""));
        // More than this is no number that anyone wrote.
        let (number, word) = if number.len() > 32 {
            ("", text)
        } else {
            (number, word.trim())
        };
        Self {
            number: number.to_owned(),
            word: short(word).into_owned(),
        }
    }

    /// Empty, zero, or a word for a day of rest.
    fn is_nothing(&self) -> bool {
        let Self { number, word } = self;
        let is_zero = number.bytes().all(|byte| b"0,.:".contains(&byte));
        is_zero && (!number.is_empty() || word.is_empty() || is_rest(word))
    }
}

/// The first cell of several words in a column that is not read: a weekday or a number says nothing of a session.
fn note(row: &StringRecord, layout: Layout) -> Option<String> {
    let read = [
        Some(layout.date),
        layout.sport,
        layout.distance.map(|(column, _)| column),
        layout.time.map(|(column, _)| column),
    ];
    let others = row
        .iter()
        .enumerate()
        .filter(|(column, _)| !read.contains(&Some(*column)));
    let mut words = others.map(|(_, text)| text.trim()).filter(|text| {
        let is_word = |word: &&str| word.chars().any(char::is_alphabetic);
        text.split_whitespace().filter(is_word).count() > 1 && !is_rest(text)
    });
    words.next().map(str::to_owned)
}

/// What a calendar has on a day of rest.
fn is_rest(text: &str) -> bool {
    static WORDS: &[&str] = &[
        "-", "--", "–", "—", "rest", "rest day", "off", "day off", "none", "ruhetag", "ruhe",
        "pause", "frei", "repos", "descanso", "riposo", "rust", "rustdag", "vila", "hvile", "lepo",
    ];
    WORDS.contains(&text.to_lowercase().as_str())
}

/// What a time on the clock may be, of those that its column and distance allow.
fn clock_readings(text: &str, of_column: Option<Unit>, distance: Option<u64>) -> Vec<u64> {
    let Some(in_minutes) = clock_time(text) else {
        return Vec::new();
    };
    if text.matches(':').count() != 1 {
        return vec![in_minutes];
    }
    let in_hours = in_minutes.saturating_mul(60);
    match of_column {
        Some(Unit::HOUR) => return vec![in_hours],
        Some(Unit::MINUTE | Unit::SECOND) => return vec![in_minutes],
        Some(_) | None => {}
    }
    // On foot a kilometre takes from two minutes to half an hour; more than a day is none.
    let is_possible = |time: &u64| {
        let of_pace = distance.is_none_or(|distance| {
            (distance.saturating_mul(120)..=distance.saturating_mul(1800))
                .contains(&time.saturating_mul(1000))
        });
        of_pace && *time <= 24 * 3_600_000
    };
    [in_minutes, in_hours]
        .into_iter()
        .filter(is_possible)
        .collect()
}

/// A day, with a time on the runner's own clock or without, that can be read in one way only; a day of the week may stand before it.
fn day_written(text: &str) -> Option<Start> {
    let of = |text: &str| -> Option<Start> {
        if let Some(stamp) = Stamp::read(text) {
            return stamp.moment().ok().map(Start::from);
        }
        if let Some(day) = written_day(text) {
            return Day::try_from(day).ok().map(Start::from);
        }
        let moment = written_date(text).and_then(|date: DateTime| Stamp::on_the_wall(date));
        moment?.moment().ok().map(Start::from)
    };
    let without_weekday = || {
        let (weekday, rest) = text.split_once([' ', ','])?;
        let is_word = weekday
            .trim_end_matches('.')
            .chars()
            .all(char::is_alphabetic);
        is_word
            .then(|| of(rest.trim_start_matches([' ', ','])))
            .flatten()
    };
    if text.len() > 64 {
        return None;
    }
    of(text).or_else(without_weekday)
}

/// `3/4/2026` and `3-4-2026`, which may be two days.
fn numbers(text: &str) -> Option<[u16; 3]> {
    let parts: Vec<&str> = text.split(['/', '-']).collect();
    let [first, second, year] = parts.as_slice() else {
        return None;
    };
    let number = |text: &str, most: usize| {
        let is_number =
            (1..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        is_number.then(|| text.parse::<u16>().ok()).flatten()
    };
    let year = number(year, 4).filter(|_| year.len() == 4)?;
    Some([number(first, 2)?, number(second, 2)?, year])
}

fn numbers_of(row: &Row) -> Option<[u16; 3]> {
    numbers(&row.date)
}

/// What comes first in the dates of a file: what some date of it cannot be otherwise, else what is said; `None` where none needs it.
fn order(rows: &[Row], said: Option<DateOrder>) -> Result<Option<DateOrder>, String> {
    let (mut day_first, mut month_first, mut open) = (false, false, None);
    for row in rows {
        let Some([first, second, _]) = numbers_of(row) else {
            continue;
        };
        match (first > 12, second > 12) {
            (true, false) => day_first = true,
            (false, true) => month_first = true,
            (_, _) => open = open.or(Some(&row.date)),
        }
    }
    match (day_first, month_first, open) {
        (true, true, _) => Err(
            "no day is taken: some dates have the day first and some the month".to_owned(),
        ),
        (true, false, _) => Ok(Some(DateOrder::DayFirst)),
        (false, true, _) => Ok(Some(DateOrder::MonthFirst)),
        (false, false, None) => Ok(None),
        (false, false, Some(date)) => said.map(Some).ok_or_else(|| {
            format!(
                "no day is taken: nothing tells whether `{date}` has the day first or the month; say --dates day-first or --dates month-first"
            )
        }),
    }
}

impl From<Units> for Unit {
    fn from(units: Units) -> Self {
        match units {
            Units::Kilometres => Self::KILOMETRE,
            Units::Miles => Self::MILE,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{clock_readings, day_written};

    #[test]
    fn a_time_of_two_numbers_is_what_its_distance_allows() {
        let km = |km: u64| Some(km * 1_000_000);
        assert_eq!(clock_readings("45:30", None, km(8)), [2_730_000]);
        assert_eq!(clock_readings("0:45", None, km(8)), [2_700_000]);
        assert_eq!(clock_readings("1:02:03", None, None), [3_723_000]);
        assert_eq!(clock_readings("5:30", None, None).len(), 2);
        assert_eq!(clock_readings("1:75", None, km(8)), [0; 0]);
    }

    #[test]
    fn a_day_may_have_its_weekday_or_a_time() {
        let read = |text: &str| day_written(text).map(|start| start.to_string());
        for text in [
            "2026-11-03",
            "Di, 03.11.2026",
            "Tue 3 Nov 2026",
            "3. November 2026",
        ] {
            assert_eq!(read(text).as_deref(), Some("2026-11-03"), "{text}");
        }
        let with_time = read("2026-11-03 07:15");
        assert_eq!(with_time.as_deref(), Some("2026-11-03T07:15:00"));
        for text in ["", "Summe", "3/11/2026", "03.11.26", "week 45"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
