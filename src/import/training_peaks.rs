//! The `workouts.csv` of `TrainingPeaks`: what was planned and what was done, a day a row without a time of day.
//!
//! *What was done?* A row with a distance or a time of its own, or with what only a workout leaves: a heart rate, how hard it felt, a
//! remark of the athlete. One that was only planned is no session.

use std::io::BufRead;

use csv::StringRecord;

use super::decimal::Unit;
use super::refusals::short;
use super::rows::{column, each_row, figure, text};
use super::sport::sport;
use super::table::{Table, cell};
use super::written_date::written_day;
use super::{Options, ReadError, Reader, Session};
use crate::assessment::Day;

/// The list of `TrainingPeaks`.
pub(super) const READER: Reader = Reader {
    name: "TrainingPeaks workouts.csv",
    recognises,
    read,
};

struct Columns {
    day: usize,
    kind: usize,
    distance: usize,
    hours: usize,
    /// What only a workout leaves, of the columns there are.
    traces: Vec<usize>,
}

/// Columns that are filled once a workout was done.
const TRACES: [&str; 5] = [
    "HeartRateAverage",
    "PowerAverage",
    "Rpe",
    "Feeling",
    "AthleteComments",
];

impl Columns {
    fn of(header: &StringRecord) -> Option<Self> {
        Some(Self {
            day: column(header, "WorkoutDay")?,
            kind: column(header, "WorkoutType")?,
            distance: column(header, "DistanceInMeters")?,
            hours: column(header, "TimeTotalInHours")?,
            traces: TRACES
                .iter()
                .filter_map(|name| column(header, name))
                .collect(),
        })
    }

    fn session(
        &self,
        line: u64,
        row: &StringRecord,
        source: &str,
    ) -> Result<Option<Session>, String> {
        let (distance, hours) = (text(row, Some(self.distance)), text(row, Some(self.hours)));
        let is_figure = |figure: &str| figure.bytes().any(|byte| (b'1'..=b'9').contains(&byte));
        let mut traces = self.traces.iter().map(|column| cell(row, *column));
        let is_done = is_figure(distance)
            || is_figure(hours)
            || traces.any(|text| is_figure(text) || text.chars().any(char::is_alphabetic));
        if !is_done {
            return Ok(None);
        }
        let written = cell(row, self.day);
        let day = written_day(written).and_then(|day| Day::try_from(day).ok());
        let day = day.ok_or_else(|| format!("`{}` is no day", short(written)))?;
        let (sport, ground) = sport(cell(row, self.kind));
        let mut session = Session {
            ground,
            ..Session::begun(day, sport, cell(row, self.kind), source)
        };
        let place = format!("line {line}");
        session.distance_mm = figure(&place, distance, Unit::METRE, "distance", &mut session);
        session.moving_ms = figure(&place, hours, Unit::HOUR, "time", &mut session);
        Ok(Some(session))
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
        ReadError::Damaged("has not the columns of TrainingPeaks' list".to_owned())
    })?;
    each_row(table, options, take, |line, row| {
        columns.session(line, row, source)
    })
}
