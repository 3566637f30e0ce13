//! The criteria workbench: what a clinician needs to own a criteria file, as compilers and proof tools give it to programmers.

pub mod cases;
pub mod cells;
pub mod diff;
pub mod layout;
pub mod lint;
pub mod manual;
pub mod mutate;
mod plain;
pub mod prove;
pub mod search;
mod source;

pub use plain::{as_json, facts_in_file};
pub use source::Source;
