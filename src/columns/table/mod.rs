//! Parquet and Arrow: tables of readings in, tables of readings or verdicts out.
//!
//! Rows are read and written a few thousand at a time, and nothing is kept of them, so memory does not grow with the table. The
//! engine is the same that judges records: [`run`] takes the readings of a row off the slices of its columns and puts them to it.

mod bind;
mod columns;
mod convert;
mod readings;
mod rows;
mod source;
mod verdicts;
mod write;

pub use readings::Readings;
pub use rows::{Options, Rows, TableError, run};
pub use source::Kind;
pub use verdicts::Verdicts;
pub use write::{TableSink, Writer};
