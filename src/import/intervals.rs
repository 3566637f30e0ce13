//! The list of activities of intervals.icu: one session a row, in metres and seconds, by the runner's own clock.

use std::io::BufRead;

use csv::StringRecord;

use super::decimal::Unit;
use super::refusals::short;
use super::rows::{column, each_row, figure, text};
use super::sport::sport;
use super::stamp::Stamp;
use super::table::{Table, cell};
use super::{Options, ReadError, Reader, Session};

/// The list of intervals.icu.
pub(super) const READER: Reader = Reader {
    name: "intervals.icu activities.csv",
    recognises,
    read,
};

struct Columns {
    start: usize,
    kind: usize,
    distance: Option<usize>,
    moving: Option<usize>,
    elapsed: Option<usize>,
}

impl Columns {
    fn of(header: &StringRecord) -> Option<Self> {
        let columns = Self {
            start: column(header, "start_date_local")?,
            kind: column(header, "type")?,
            distance: column(header, "distance"),
            moving: column(header, "moving_time"),
            elapsed: column(header, "elapsed_time"),
        };
        (columns.distance.is_some() || columns.moving.is_some()).then_some(columns)
    }

    fn session(&self, line: u64, row: &StringRecord, source: &str) -> Result<Session, String> {
        let written = cell(row, self.start);
        // The local clock, even where a `Z` stands behind it.
        let start = Stamp::read(written.trim_end_matches(['Z', 'z']));
        let start = start.ok_or_else(|| format!("`{}` is no start", short(written)))?;
        let (sport, ground) = sport(cell(row, self.kind));
        let mut session = Session {
            ground,
            ..Session::begun(start.moment()?, sport, cell(row, self.kind), source)
        };
        let place = format!("line {line}");
        let (distance, moving) = (text(row, self.distance), text(row, self.moving));
        session.distance_mm = figure(&place, distance, Unit::METRE, "distance", &mut session);
        session.moving_ms = figure(&place, moving, Unit::SECOND, "time", &mut session);
        let elapsed = text(row, self.elapsed);
        session.elapsed_ms = figure(&place, elapsed, Unit::SECOND, "time", &mut session);
        Ok(session)
    }
}

fn recognises(mut head: &[u8]) -> bool {
    Table::open(&mut head).is_ok_and(|table| Columns::of(&table.header).is_some())
}

fn read(
    bytes: &mut dyn BufRead,
    source: &str,
    options: Options<'_>,
    take: &mut dyn FnMut(Session),
) -> Result<(), ReadError> {
    let table = Table::open(bytes)?;
    let columns = Columns::of(&table.header).ok_or_else(|| {
        ReadError::Damaged("has not the columns of the list of intervals.icu".to_owned())
    })?;
    each_row(table, options, take, |line, row| {
        columns.session(line, row, source).map(Some)
    })
}
