//! Many assessments, one line each: the same engine and the same reasons as a single check, without its memory and its haste.
//!
//! A [`Judge`] holds what is constant over a batch: the criteria, compiled once, and the words of their lines, rendered once. A
//! [`Desk`] holds what is used again for each record. [`Judge::record`] turns one record into one line; it knows nothing of files,
//! threads or order, so the same call serves the program, a cluster and other languages. `stream` (a feature) does the rest.

mod judge;
pub mod line;
mod prepared;
#[cfg(feature = "stream")]
pub mod stream;
mod tally;

pub use judge::{Desk, Judge, Judged, Options};
pub use line::Shape;
pub use tally::{Counted, Tally};
