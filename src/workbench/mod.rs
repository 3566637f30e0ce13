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

use crate::document::Template;
pub use plain::as_json;
pub use source::Source;

/// Every sentence of the workbench's pages, each with its id.
pub const SENTENCES: &[&[Template]] = &[
    cases::page::TEMPLATES,
    diff::page::TEMPLATES,
    diff::APART,
    diff::CHANGES,
    diff::INTERVALS,
    lint::page::TEMPLATES,
    lint::explain::TEMPLATES,
    manual::OF_DECISIONS,
    manual::OF_LADDER,
    manual::OF_PAGE,
    mutate::page::TEMPLATES,
    prove::page::TEMPLATES,
    prove::PAIRS,
    prove::READINGS,
    prove::REFUTED,
    prove::UNIVERSAL,
];

#[cfg(test)]
mod tests {
    #[test]
    fn every_sentence_is_written_once_and_uses_what_it_is_given() {
        crate::document::check(super::SENTENCES);
    }
}
