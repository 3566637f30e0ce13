//! Many assessments, one line each: the same engine and the same reasons as a single check, without its memory and its haste.
//!
//! A [`Judge`] holds what is constant over a batch: the criteria, compiled once, and the words of their lines, rendered once. A
//! [`Scratch`] holds what is used again for each record. [`Judge::record`] turns one record into one line; it knows nothing of files,
//! threads or order, so the same call serves the program, a cluster and other languages. `stream` (a feature) does the rest. What is shown
//! of a record is written on a [`RecordSink`]: lines of text, or the rows of a table.

mod judge;
pub mod line;
mod prepared;
mod sink;
#[cfg(feature = "stream")]
pub mod stream;
mod tally;

#[cfg(feature = "columnar")]
pub(crate) use judge::PreparedQuestion;
pub use judge::{Judge, JudgedRecord, Options, Scratch};
pub use line::{RecordLine, Shape};
pub use sink::RecordSink;
pub use tally::{CriterionCount, Tally};
