//! Zepp's and Zepp Life's `SPORT.csv`: one session a row, in metres and seconds, by the clock of UTC.
//!
//! *Why is only one type known?* The file has a number for a sport and no names for them; 1 is a run in every reader of the format, of the
//! others they tell different things. Less than zero is a figure that was not measured.

use std::io::BufRead;

use csv::StringRecord;

use super::decimal::Unit;
use super::refusals::short;
use super::rows::{column, each_row, figure, text};
use super::stamp::Stamp;
use super::table::{Table, cell};
use super::{Options, ReadError, Reader, Session, Sport};

/// Zepp's list.
pub(super) const READER: Reader = Reader {
    name: "Zepp SPORT.csv",
    recognises,
    read,
};

struct Columns {
    kind: usize,
    start: usize,
    time: usize,
    distance: usize,
}

impl Columns {
    fn of(header: &StringRecord) -> Option<Self> {
        Some(Self {
            kind: column(header, "type")?,
            start: column(header, "startTime")?,
            time: column(header, "sportTime(s)")?,
            distance: column(header, "distance(m)")?,
        })
    }

    fn session(&self, line: u64, row: &StringRecord, source: &str) -> Result<Session, String> {
        let written = cell(row, self.start);
        // Every row is in UTC, whatever zone it was run in.
        let in_utc = written.replace("+0000", "Z");
        let start = Stamp::read(&in_utc).filter(|start| start.is_instant());
        let start =
            start.ok_or_else(|| format!("`{}` is no start as Zepp writes it", short(written)))?;
        let kind = cell(row, self.kind);
        let sport = if kind == "1" {
            Sport::Running
        } else {
            Sport::Unknown
        };
        let called = format!("type {kind}");
        let mut session = Session::begun(start.moment()?, sport, &called, source);
        let place = format!("line {line}");
        let (distance, time) = (text(row, Some(self.distance)), text(row, Some(self.time)));
        session.distance_mm = figure(&place, distance, Unit::METRE, "distance", &mut session);
        session.moving_ms = figure(&place, time, Unit::SECOND, "time", &mut session);
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
    let columns = Columns::of(&table.header)
        .ok_or_else(|| ReadError::Damaged("has not the columns of Zepp's list".to_owned()))?;
    each_row(table, options, take, |line, row| {
        columns.session(line, row, source).map(Some)
    })
}
