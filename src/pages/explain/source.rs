//! A source.

use crate::document::{Block, Section, sentences};
use crate::protocol::references::Reference;

sentences! {
    read_how(note: String) = "How it was read: {note}";
}

/// A source in full.
#[must_use]
pub fn source(reference: &Reference) -> Section {
    let url = reference.url.clone();
    let note = reference.note.clone().map(read_how);
    let paragraphs = std::iter::once(reference.citation().into())
        .chain(url.map(Into::into))
        .chain(note);
    Section::new(
        reference.key.clone(),
        paragraphs.map(Block::Paragraph).collect(),
    )
}
