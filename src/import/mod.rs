//! Watch files and exports into sessions: one reader a format, one [`Session`] out.
//!
//! [`read_paths`] finds the files, each of the [`READERS`] reads one format, [`merge`] makes sessions of recordings, and [`target`]
//! writes them into an assessment. What a file does not say stays unknown; what it says in two ways that do not agree is refused with
//! its line. No reader keeps a position, a heart rate, a name or a note.

mod apple;
mod archive;
mod capped;
mod columns;
mod decimal;
mod encoding;
mod fit;
mod fit_definition;
mod fitbit;
mod garmin;
mod garmin_summary;
mod gpx;
mod intervals;
mod json;
mod list;
pub mod merge;
mod polar;
mod position;
mod refusals;
mod rows;
mod runkeeper;
mod samsung;
mod session;
mod sport;
mod stamp;
mod start;
mod steps;
mod strava;
mod suunto;
mod table;
pub mod target;
mod tcx;
mod training_peaks;
mod written_date;
mod xml;
mod zepp;

pub use crate::quantity::Distances as Units;
pub use archive::{Files, Limits, read_paths};
pub use columns::Columns;
pub use list::DateOrder;
pub use session::{Ground, Note, Session, Sport};
pub use start::Start;

use std::io::BufRead;

use thiserror::Error;

/// Why a file, or the rest of it, was not read. What was read whole before stays read.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ReadError {
    /// The file could not be read from its disk or archive.
    #[error("cannot be read: {0}")]
    Io(#[from] std::io::Error),
    /// It is cut short, damaged, or not what it claims to be.
    #[error("{0}")]
    Damaged(String),
    /// It was read to its end, but some of its sessions are refused, each with its line and the reason.
    #[error("{0}")]
    Refused(String),
    /// It was read to its end, but without its distances: nothing in it tells their unit, and [`Options::units`] does not either.
    #[error("{0}")]
    UnitUnknown(String),
    /// It is sound and of this format, and holds no session: settings, a workout, a route. Exports are full of them; no fault.
    #[error("holds no session")]
    NoSession,
}

/// What the caller knows about a file that the file may not say.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options<'a> {
    /// The unit of tables that do not tell theirs; one that does is believed.
    pub units: Option<Units>,
    /// What a recording that names no sport was; one that names it is believed.
    pub untyped: Option<Sport>,
    /// Where in a table that no reader knows its figures stand.
    pub columns: Option<&'a Columns>,
    /// What comes first in dates such as `3/4/2026`, where no date of the file tells.
    pub dates: Option<DateOrder>,
}

/// Reads sessions from a stream and hands each on as soon as it is whole; memory does not grow with the file.
///
/// The second argument is the file's name, for [`Session::source`].
type Read =
    fn(&mut dyn BufRead, &str, Options<'_>, &mut dyn FnMut(Session)) -> Result<(), ReadError>;

/// One format.
#[derive(Clone, Copy, Debug)]
pub struct Reader {
    /// Its name in reports: `FIT`, `GPX`, `Strava activities.csv`.
    pub name: &'static str,
    /// Whether the first bytes of a file (at least 64 KiB of it, or all) are of this format, whatever the file is called.
    pub recognises: fn(&[u8]) -> bool,
    /// Reads it.
    pub read: Read,
}

/// Every format that is read, the surest to recognise first: a new one is one file and one line here.
pub static READERS: &[Reader] = &[
    fit::READER,
    gpx::READER,
    tcx::READER,
    apple::READER,
    strava::READER,
    garmin::READER,
    runkeeper::READER,
    training_peaks::READER,
    intervals::READER,
    zepp::READER,
    samsung::READER,
    polar::READER,
    garmin_summary::READER,
    fitbit::READER,
    suunto::READER,
    list::READER,
];
