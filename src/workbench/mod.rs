//! The criteria workbench: what a clinician needs to own a criteria file, as compilers and proof tools give it to programmers.

pub mod diff;
mod source;

pub use source::Source;
