//! What people read: each report, plan and list as a document, in words. Nothing here decides anything.

#[cfg(feature = "cli")]
mod answers;
pub mod contradictions;
#[cfg(feature = "cli")]
pub mod criteria;
#[cfg(feature = "cli")]
pub mod criterion;
#[cfg(feature = "cli")]
pub mod evidence_rules;
#[cfg(feature = "cli")]
pub mod explain;
#[cfg(feature = "cli")]
pub mod ladder;
pub mod load;
#[cfg(feature = "cli")]
pub mod next;
pub mod notes;
#[cfg(feature = "cli")]
pub mod plan;
#[cfg(feature = "cli")]
pub mod report;
#[cfg(feature = "cli")]
pub mod screen;
#[cfg(feature = "cli")]
pub mod standing;
#[cfg(feature = "cli")]
pub mod timeline;
pub mod words;

use crate::document::Template;
pub use words::{Wording, goal_in_words};

/// Every sentence of the pages, each with its id: what a translation would give in another language.
pub const SENTENCES: &[&[Template]] = &[
    words::TEMPLATES,
    notes::TEMPLATES,
    contradictions::TEMPLATES,
    load::TEMPLATES,
    #[cfg(feature = "cli")]
    load::words::TEMPLATES,
    #[cfg(feature = "cli")]
    load::PAGE,
    #[cfg(feature = "cli")]
    load::BESIDE,
    #[cfg(feature = "cli")]
    timeline::TEMPLATES,
    #[cfg(feature = "cli")]
    report::TEMPLATES,
    #[cfg(feature = "cli")]
    screen::TEMPLATES,
    #[cfg(feature = "cli")]
    screen::FIRST,
    #[cfg(feature = "cli")]
    screen::REASONS,
    #[cfg(feature = "cli")]
    screen::STEPS,
    #[cfg(feature = "cli")]
    screen::VALUES,
    #[cfg(feature = "cli")]
    criterion::TEMPLATES,
    #[cfg(feature = "cli")]
    criteria::TEMPLATES,
    #[cfg(feature = "cli")]
    evidence_rules::TEMPLATES,
    #[cfg(feature = "cli")]
    ladder::TEMPLATES,
    #[cfg(feature = "cli")]
    explain::measure::TEMPLATES,
    #[cfg(feature = "cli")]
    explain::protocol::TEMPLATES,
    #[cfg(feature = "cli")]
    explain::language::TEMPLATES,
    #[cfg(feature = "cli")]
    explain::source::TEMPLATES,
    #[cfg(feature = "cli")]
    next::TEMPLATES,
    #[cfg(feature = "cli")]
    plan::TEMPLATES,
    #[cfg(feature = "cli")]
    plan::WORDS,
    #[cfg(feature = "cli")]
    plan::BARS,
];

#[cfg(test)]
mod tests {
    #[test]
    fn every_sentence_is_written_once_and_uses_what_it_is_given() {
        crate::document::check(super::SENTENCES);
    }
}
