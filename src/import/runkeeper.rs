//! Runkeeper's `cardioActivities.csv`: one session a row, by the clock of the phone; the heading of the distance says its unit.

use std::io::BufRead;

use csv::StringRecord;

use super::decimal::Unit;
use super::refusals::short;
use super::rows::{column, each_row, figure, text};
use super::sport::sport;
use super::stamp::{Stamp, clock_time};
use super::table::{Table, cell};
use super::{Options, ReadError, Reader, Session};

/// Runkeeper's list.
pub(super) const READER: Reader = Reader {
    name: "Runkeeper cardioActivities.csv",
    recognises,
    read,
};

/// A longer name is that of no file on any disk.
const LONGEST_NAME: usize = 255;

struct Columns {
    date: usize,
    kind: usize,
    distance: usize,
    unit: Unit,
    duration: usize,
    file: usize,
}

impl Columns {
    fn of(header: &StringRecord) -> Option<Self> {
        let units = [
            ("Distance (km)", Unit::KILOMETRE),
            ("Distance (mi)", Unit::MILE),
        ];
        let (distance, unit) = units
            .into_iter()
            .find_map(|(name, unit)| Some((column(header, name)?, unit)))?;
        Some(Self {
            date: column(header, "Date")?,
            kind: column(header, "Type")?,
            distance,
            unit,
            duration: column(header, "Duration")?,
            file: column(header, "GPX File")?,
        })
    }

    fn session(&self, line: u64, row: &StringRecord, source: &str) -> Result<Session, String> {
        let date = cell(row, self.date);
        let start = Stamp::read(date).filter(|start| !start.is_instant());
        let start =
            start.ok_or_else(|| format!("`{}` is no start as Runkeeper writes it", short(date)))?;
        // The recording of the same session stands beside the list under this name.
        let source = Some(cell(row, self.file))
            .filter(|file| !file.is_empty() && file.len() <= LONGEST_NAME)
            .unwrap_or(source);
        let (sport, ground) = sport(cell(row, self.kind));
        let mut session = Session {
            ground,
            ..Session::begun(start.moment()?, sport, cell(row, self.kind), source)
        };
        let place = format!("line {line}");
        let distance = text(row, Some(self.distance));
        session.distance_mm = figure(&place, distance, self.unit, "distance", &mut session);
        let duration = cell(row, self.duration);
        session.moving_ms = clock_time(duration).filter(|time| *time > 0);
        if session.moving_ms.is_none() && duration.bytes().any(|byte| (b'1'..=b'9').contains(&byte))
        {
            session.left_out(format!("{place}: `{}` is no time", short(duration)));
        }
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
        .ok_or_else(|| ReadError::Damaged("has not the columns of Runkeeper's list".to_owned()))?;
    each_row(table, options, take, |line, row| {
        columns.session(line, row, source).map(Some)
    })
}
