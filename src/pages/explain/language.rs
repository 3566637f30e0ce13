//! A key of the criteria language.

use crate::document::{Block, Section, sentences};
use crate::protocol::raw::KEYS;

sentences! {
    stands_in(table: &'static str) = "A key of criteria files, in {table}:";
}

/// What a key of a criteria file says, table by table; nothing when there is no such key.
#[must_use]
pub fn key(name: &str) -> Vec<Section> {
    let called = KEYS.iter().filter(|key| key.name == name);
    let sections = called.map(|key| {
        let blocks = vec![
            Block::Paragraph(stands_in(key.table)),
            Block::Paragraph(crate::document::Sentence::from(key.says())),
        ];
        Section::new(key.name, blocks)
    });
    sections.collect()
}
