//! What people read: each report, plan and list as a document, in words. Nothing here decides anything.

#[cfg(feature = "cli")]
mod lines;
pub mod load;
#[cfg(feature = "cli")]
pub mod next;
pub mod notes;
#[cfg(feature = "cli")]
pub mod plan;
#[cfg(feature = "cli")]
pub mod report;
#[cfg(feature = "cli")]
pub mod timeline;
#[cfg(feature = "cli")]
pub mod units;
pub mod words;

use crate::document::Template;
pub use words::{Wording, goal_in_words};

/// Every sentence of the pages, each with its id: what a translation would give in another language.
pub const SENTENCES: &[&[Template]] = &[
    words::TEMPLATES,
    notes::TEMPLATES,
    #[cfg(feature = "cli")]
    report::TEMPLATES,
];

#[cfg(test)]
mod tests {
    use super::SENTENCES;

    #[test]
    fn every_sentence_is_written_once_and_uses_what_it_is_given() {
        let mut ids: Vec<_> = SENTENCES
            .iter()
            .copied()
            .flatten()
            .map(|one| one.id)
            .collect();
        let count = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), count);
        for sentence in SENTENCES.iter().copied().flatten() {
            let holes = sentence.text.split('{').skip(1);
            let mut named: Vec<&str> = holes.filter_map(|hole| hole.split('}').next()).collect();
            let mut given = sentence.arguments.to_vec();
            named.sort_unstable();
            named.dedup();
            given.sort_unstable();
            assert_eq!(named, given, "{:?}", sentence.id);
            assert!(!sentence.text.contains("  "), "{:?}", sentence.id);
        }
    }
}
