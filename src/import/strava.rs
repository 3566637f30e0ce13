//! Strava's `activities.csv`: one session a row, read by the place of its columns, since their names follow the account's language.
//!
//! The elapsed time and the distance stand in the table twice: first as the runner sees them, later in seconds and metres. The second
//! time they appear tells where the other columns are, and that the two agree tells that the row was understood. A row where they do
//! not is refused, never guessed.
//!
//! *Why is the local day not known?* Strava writes the clock of UTC here. The original file, where there is one, knows more.

use std::io::BufRead;

use csv::StringRecord;

use super::decimal::{Decimal, Unit};
use super::refusals::{Refusals, short};
use super::sport::sport;
use super::stamp::Stamp;
use super::table::{Table, cell};
use super::written_date::written_date;
use super::{Options, ReadError, Reader, Session, Sport};

/// Strava's table of activities.
pub(super) const READER: Reader = Reader {
    name: "Strava activities.csv",
    recognises,
    read,
};

// The first columns stand in the same place in every language and since 2019.
const ID: usize = 0;
const DATE: usize = 1;
const KIND: usize = 3;
const ELAPSED: usize = 5;
const DISTANCE: usize = 6;

/// The first column's name in exports of before 2020, which have each figure once, in the languages met.
static IDS: &[&str] = &[
    "id",
    "Activity ID",
    "Aktivitäts-ID",
    "ID de l'activité",
    "ID de actividad",
    "Activiteits-ID",
];

/// A longer name is that of no file on any disk.
const LONGEST_NAME: usize = 255;

/// Where the columns are that moved when others were put in before them.
#[derive(Clone, Copy)]
struct Layout {
    file: usize,
    elapsed: usize,
    moving: usize,
    distance: usize,
}

fn recognises(mut head: &[u8]) -> bool {
    Table::open(&mut head).is_ok_and(|table| Layout::of(&table.header).is_some() || is_old(&table))
}

fn is_old(table: &Table<'_>) -> bool {
    let first = cell(&table.header, ID);
    // Other services, too, begin their lists with an `id`.
    let is_named = first != "id" || cell(&table.header, DATE) == "date";
    table.header.len() >= 8 && IDS.contains(&first) && is_named
}

fn read(
    bytes: &mut dyn BufRead,
    source: &str,
    options: Options,
    take: &mut dyn FnMut(Session),
) -> Result<(), ReadError> {
    let mut table = Table::open(bytes)?;
    let layout = Layout::of(&table.header).ok_or_else(|| {
        let reason = "has its distances once only, as exports of before 2020 do, so their unit cannot be checked: ask Strava for a new export";
        ReadError::Damaged(reason.to_owned())
    })?;
    let mut refusals = Refusals::default();
    loop {
        match table.next() {
            Ok(Some(Ok((line, row)))) => match layout.session(line, &row, source, options) {
                Ok(session) => take(session),
                Err(reason) => refusals.push(line, &reason),
            },
            Ok(Some(Err(bad))) => match bad.row.as_ref().map(|row| begun(row, source)) {
                // Its columns may be shifted, so nothing behind the first few is taken from it.
                Some(Ok(mut session)) => {
                    session.left_out(format!("line {} {}", bad.line, bad.reason));
                    take(session.or_sport(options.untyped));
                }
                Some(Err(_)) | None => refusals.push(bad.line, &bad.reason),
            },
            Ok(None) => return refusals.into_result(),
            Err(fault) => return Err(refusals.with_fault(fault)),
        }
    }
}

impl Layout {
    /// Finds the second elapsed time, two columns behind which the second distance must stand.
    fn of(header: &StringRecord) -> Option<Self> {
        let elapsed = cell(header, ELAPSED);
        let again = (DISTANCE..header.len())
            .skip(1)
            .find(|column| cell(header, *column) == elapsed)
            .filter(|_| !elapsed.is_empty())?;
        let layout = Self {
            file: again.checked_sub(3)?,
            elapsed: again,
            moving: again.checked_add(1)?,
            distance: again.checked_add(2)?,
        };
        (cell(header, layout.distance) == cell(header, DISTANCE)).then_some(layout)
    }

    fn session(
        self,
        line: u64,
        row: &StringRecord,
        source: &str,
        options: Options,
    ) -> Result<Session, String> {
        let mut session = begun(row, source)?.or_sport(options.untyped);
        let file = cell(row, self.file);
        if !file.is_empty() && file.len() <= LONGEST_NAME {
            file.clone_into(&mut session.source);
        }
        // What cannot be read is not known; the run still happened.
        let known = |figure: Result<Option<u64>, String>, session: &mut Session| {
            figure.unwrap_or_else(|reason| {
                session.left_out(format!("line {line}: {reason}"));
                None
            })
        };
        let moving = cell(row, self.moving);
        let moving = match Decimal::readings(moving).as_slice() {
            [] if moving.is_empty() => Ok(None),
            [only] => Ok(only.to(Unit::SECOND)),
            _ => Err(format!("`{}` is no moving time", short(moving))),
        };
        session.moving_ms = known(moving, &mut session);
        session.elapsed_ms = known(self.elapsed(row), &mut session);
        let distance = self.distance(row, session.sport);
        session.distance_mm = known(distance, &mut session).filter(|distance| *distance > 0);
        Ok(session)
    }

    fn elapsed(self, row: &StringRecord) -> Result<Option<u64>, String> {
        let (shown, exact) = (cell(row, ELAPSED), cell(row, self.elapsed));
        // Entries made by hand have the first only; both are seconds.
        let exact = if exact.is_empty() { shown } else { exact };
        if shown.is_empty() && exact.is_empty() {
            return Ok(None);
        }
        agreed(shown, exact, &[Unit::SECOND], Unit::SECOND)
            .map(Some)
            .ok_or_else(|| {
                let (shown, exact) = (short(shown), short(exact));
                format!("its elapsed times, `{shown}` and `{exact}`, do not agree")
            })
    }

    fn distance(self, row: &StringRecord, sport: Sport) -> Result<Option<u64>, String> {
        let (shown, exact) = (cell(row, DISTANCE), cell(row, self.distance));
        if shown.is_empty() && exact.is_empty() {
            return Ok(None);
        }
        let units: &[Unit] = match sport {
            Sport::Running | Sport::Walking | Sport::Cycling => &[Unit::KILOMETRE, Unit::MILE],
            // Strava shows swims and rows in metres or yards.
            Sport::Swimming
            | Sport::AquaRunning
            | Sport::Strength
            | Sport::Other
            | Sport::Unknown => &[Unit::KILOMETRE, Unit::MILE, Unit::METRE, Unit::YARD],
        };
        agreed(shown, exact, units, Unit::METRE)
            .map(Some)
            .ok_or_else(|| {
                let (shown, exact) = (short(shown), short(exact));
                format!("its distances, `{shown}` and `{exact}` metres, do not agree in any unit")
            })
    }
}

/// What the first columns tell.
fn begun(row: &StringRecord, source: &str) -> Result<Session, String> {
    let date = cell(row, DATE);
    let start = written_date(date).and_then(Stamp::utc).ok_or_else(|| {
        format!(
            "`{}` is no date that can be read in one way only",
            short(date)
        )
    })?;
    let (sport, ground) = sport(cell(row, KIND));
    let source = format!("{source} {}", short(cell(row, ID)));
    Ok(Session {
        ground,
        ..Session::begun(start.moment()?, sport, cell(row, KIND), &source)
    })
}

/// The exact figure, where some reading of what is shown agrees with exactly one reading of it.
fn agreed(shown: &str, exact: &str, units: &[Unit], exact_unit: Unit) -> Option<u64> {
    let mut found: Vec<u64> = Vec::new();
    for exact in Decimal::readings(exact) {
        let value = exact.to(exact_unit)?;
        let is_shown = Decimal::readings(shown).into_iter().any(|shown| {
            units.iter().any(|unit| {
                let close = |shown: u64, within| shown.abs_diff(value) <= within;
                shown
                    .to(*unit)
                    .zip(shown.last_place(*unit))
                    .is_some_and(|(shown, within)| close(shown, within))
            })
        });
        if is_shown {
            found.push(value);
        }
    }
    match found.as_slice() {
        [only] => Some(*only),
        _ => None,
    }
}
