//! Many assessments, one line each: the same engine and the same reasons as a single check, without its memory and its haste.
//!
//! A [`Judge`] holds what is constant over a batch: the criteria, compiled once, and the words of their lines, rendered once. A
//! [`Desk`] holds what is used again for each record. [`Judge::record`] turns one record into one line; it knows nothing of files,
//! threads or order, so the same call serves the program, a cluster and other languages. `stream` (a feature) does the rest. What is told
//! of a record is written on a [`Sheet`]: lines of text, or the rows of a table.

mod judge;
pub mod line;
mod prepared;
mod sheet;
#[cfg(feature = "stream")]
pub mod stream;
mod tally;

#[cfg(feature = "columnar")]
pub(crate) use judge::Put;
pub use judge::{Desk, Judge, Judged, Options};
pub use line::{Shape, Told};
pub use sheet::Sheet;
pub use tally::{Counted, Tally};
