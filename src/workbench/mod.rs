//! The criteria workbench: what a clinician needs to own a criteria file, as compilers and proof tools give it to programmers.

pub mod cases;
pub mod diff;
pub mod layout;
pub mod lint;
pub mod manual;
pub mod mutate;
pub mod partition;
mod plain;
pub mod prove;
mod questions;
pub mod search;
mod source;

pub use plain::{as_json, facts_in_file};
pub use source::Source;
