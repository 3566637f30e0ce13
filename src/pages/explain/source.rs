//! A source.

use crate::document::{Block, Section, Sentence, sentences};
use crate::protocol::Mark;
use crate::protocol::references::Reference;

sentences! {
    what_it_is(design: &'static str, population: String, number: String) = "Design: {design}. Of whom: {population}. How many: {number}.";
    read() = "It was read: abstract, table or page.";
    second_hand() = "It was not read itself: others quote it.";
    from_memory() = "It is remembered, and was not confirmed.";
    unmarked() = "Nobody says how it was read.";
}

/// A source in full.
#[must_use]
pub fn source(reference: &Reference) -> Section {
    let url = reference.url.clone().map(Sentence::from);
    let note = reference.note.clone().map(Sentence::from);
    let paragraphs = std::iter::once(reference.citation().into())
        .chain(url)
        .chain(stood_on(reference))
        .chain(note)
        .chain(std::iter::once(how_read(reference.mark)));
    Section::new(
        reference.key.clone(),
        paragraphs.map(Block::Paragraph).collect(),
    )
}

fn stood_on(reference: &Reference) -> Option<Sentence> {
    let population = reference.population.clone()?;
    let number = reference.number.clone()?;
    Some(what_it_is(reference.design?.word(), population, number))
}

fn how_read(mark: Mark) -> Sentence {
    match mark {
        Mark::Read => read(),
        Mark::SecondHand => second_hand(),
        Mark::FromMemory => from_memory(),
        Mark::Unmarked => unmarked(),
    }
}
