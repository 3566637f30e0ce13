//! Readings as columns of a table: one row for each record, a few columns for each reading that criteria ask for.
//!
//! A table holds what the engine needs to judge, and nothing else: the facts that `when` may ask for, and each measure in the window
//! in which a criterion reads it. Names, cells and facts are shown here without any library of tables; `table` (feature `columnar`)
//! reads and writes Parquet and Arrow.
//!
//! *Why more than one column for a reading?* A reading is a number only when it was taken. It can be a range, a test tried in vain,
//! or mean nothing for this runner; a table that cannot say so would judge other than the record it was made from.
//!
//! *Why are other columns refused?* Of a misspelt `pain.rest.over_7d.hihg` only the lower end of the range would be read, and that
//! may be GO where the record is not.

mod asked;
mod cells;
mod facts;
mod name;
#[cfg(feature = "columnar")]
pub mod table;

pub use asked::{AskedColumn, AskedReadings};
pub use cells::{Cell, Cells, of_reading, reading, states, taken};
pub use facts::{DayCell, FACTS, FactCells, FactColumn};
pub use name::{Part, known, name_of};
