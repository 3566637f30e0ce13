//! Samsung Health's `com.samsung.shealth.exercise` table: one session a row, in metres and milliseconds, in UTC with the offset beside.
//!
//! Its first line is about the file, and its headings are in the second. A sport is a number; those not in [`SPORTS`] are not known.

use std::io::BufRead;

use csv::StringRecord;

use super::decimal::Unit;
use super::refusals::short;
use super::rows::{column, each_row, figure, text};
use super::stamp::Stamp;
use super::table::{Table, cell};
use super::{Options, ReadError, Reader, Session, Sport};

/// Samsung Health's list.
pub(super) const READER: Reader = Reader {
    name: "Samsung Health exercise.csv",
    recognises,
    read,
};

/// How the first line begins.
const FIRST: &str = "com.samsung.shealth.exercise";

/// What stands before most headings.
const PREFIX: &str = "com.samsung.health.exercise.";

static SPORTS: &[(&str, Sport)] = &[("1001", Sport::Walking), ("1002", Sport::Running)];

struct Columns {
    start: usize,
    end: Option<usize>,
    offset: Option<usize>,
    kind: usize,
    distance: Option<usize>,
    duration: Option<usize>,
}

impl Columns {
    fn of(header: &StringRecord) -> Option<Self> {
        let find = |name: &str| {
            column(header, &format!("{PREFIX}{name}")).or_else(|| column(header, name))
        };
        Some(Self {
            start: find("start_time")?,
            end: find("end_time"),
            offset: find("time_offset"),
            kind: find("exercise_type")?,
            distance: find("distance"),
            duration: find("duration"),
        })
    }

    fn session(&self, line: u64, row: &StringRecord, source: &str) -> Result<Session, String> {
        let offset = text(row, self.offset).trim_start_matches("UTC");
        let written = cell(row, self.start);
        let stamp = |written: &str| {
            let in_utc = Stamp::read(&format!("{written}Z"))?;
            Some(in_utc.beside(offset))
        };
        let start = stamp(written)
            .ok_or_else(|| format!("`{}` is no start as Samsung writes it", short(written)))?;
        let kind = cell(row, self.kind);
        let sport = SPORTS.iter().find(|(number, _)| *number == kind);
        let sport = sport.map_or(Sport::Unknown, |(_, sport)| *sport);
        let called = format!("exercise_type {kind}");
        let mut session = Session {
            elapsed_ms: stamp(text(row, self.end)).and_then(|end| start.until(end)),
            ..Session::begun(start.moment()?, sport, &called, source)
        };
        let place = format!("line {line}");
        let (distance, duration) = (text(row, self.distance), text(row, self.duration));
        session.distance_mm = figure(&place, distance, Unit::METRE, "distance", &mut session);
        session.moving_ms = figure(&place, duration, Unit::MILLISECOND, "time", &mut session);
        Ok(session)
    }
}

fn open(bytes: &mut dyn BufRead) -> Result<(Table<'_>, Columns), ReadError> {
    let mut table = Table::open(bytes)?;
    table.take_header()?;
    let columns = Columns::of(&table.header).ok_or_else(|| {
        ReadError::Damaged("line 2: has not the columns of Samsung Health's exercises".to_owned())
    })?;
    Ok((table, columns))
}

fn recognises(head: &[u8]) -> bool {
    // Other tables of the export begin with longer names.
    let is_first = head
        .strip_prefix(FIRST.as_bytes())
        .is_some_and(|rest| rest.starts_with(b","));
    is_first && open(&mut &*head).is_ok()
}

fn read(
    bytes: &mut dyn BufRead,
    source: &str,
    options: Options<'_>,
    take: &mut dyn FnMut(Session),
) -> Result<(), ReadError> {
    let (table, columns) = open(bytes)?;
    each_row(table, options, take, |line, row| {
        columns.session(line, row, source).map(Some)
    })
}
