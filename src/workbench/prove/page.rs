//! What was proved, as a page.

use super::{Existence, Failure, Pair, Proof, Property, RefutedPromise};
use crate::document::{Block, Document, Inline, Item, Section, Sentence, sentences};
use crate::protocol::Protocol;

sentences! {
    what_is_proved() = "What is proved of criteria";
    edition(id: Inline, version: String) = "{id} {version}";
    not_compiled(file: String) = "{file}: does not compile; taken as it is written";
    nothing_to_prove() = "nothing to prove: it routes out, and judges nobody";
    property(words: &'static str, of: Sentence) = "{words}: {of}";
    cells(count: String) = "{count} cells";
    no_criterion() = "no criterion depends on it";
    stages_shown(shown: String, all: String) = "each stage can be reached, by a case: {shown} of {all}";
    criteria_shown(shown: String, all: String) = "each criterion can decide, by a case: {shown} of {all}";
    never(name: Inline, other: Inline) = "never: {name}, for {other} is as bad whenever it is";
    undecided(name: Inline) = "undecided: {name}; no case shows it";
    undecided_stage(stage: Inline) = "undecided: stage {stage}; no case shows it";
    undecided_because(name: Inline, reason: &'static str) = "undecided: {name}: {reason}";
    comes_out_worse(from: Sentence, to: Sentence) = "{from} comes out worse than {to}";
    breaks(name: Inline, said: Sentence) = "{name}: {said}";
    one(said: Sentence) = "one assessment: {said}";
    other(said: Sentence) = "the other: {said}";
    outside() = "These hold of every reading. What makes a reading out of a record lies outside them, and is shown on records: what counts as evidence, from which day on, and that a record which contradicts itself is never GO.";
    no_pair() = "no two assessments were found that show it";
}

/// The page of every file.
#[must_use]
pub fn document(sections: Vec<Section>) -> Document {
    Document {
        lead: vec![Block::Paragraph(outside())],
        ..Document::of_sections(what_is_proved(), sections)
    }
}

/// What was proved of a file, and what refutes the rest, each with the two assessments that show it.
#[must_use]
pub fn proved(protocol: &Protocol, proof: &Proof, pairs: &[Option<Pair>]) -> Section {
    let id = Inline::from(protocol.id.clone());
    let heading = edition(id, protocol.version.clone());
    if protocol.route_out.is_some() {
        return Section::new(heading, vec![Block::Paragraph(nothing_to_prove())]);
    }
    let mut entries = Vec::new();
    for (property, cells) in Property::ALL.into_iter().zip(proof.cells) {
        entries.push((state(proof, property), holds(property, cells)));
    }
    let count = |shown: &[&Existence]| {
        let by = shown
            .iter()
            .filter(|shown| matches!(shown, Existence::By(_)));
        (by.count().to_string(), shown.len().to_string())
    };
    let (by, all) = count(&proof.stages.iter().collect::<Vec<_>>());
    entries.push(("shown", stages_shown(by, all)));
    let criteria = proof.criteria.iter().map(|(_, shown)| shown);
    let (by, all) = count(&criteria.collect::<Vec<_>>());
    entries.push(("shown", criteria_shown(by, all)));
    let entries = entries.into_iter();
    let mut entries: Vec<(Sentence, Item)> = entries
        .map(|(state, said)| (state.into(), said.into()))
        .collect();
    if let Some((_, last)) = entries.last_mut() {
        last.below = open(protocol, proof);
    }
    let failures = proof.failures.iter().zip(pairs);
    entries.extend(failures.map(|(failure, pair)| {
        let name = protocol.name_of(failure.criterion);
        refutation(failure.property, name, failure.said(), pair.as_ref())
    }));
    Section::new(heading, vec![Block::Entries(entries)])
}

/// What a file that the compiler refuses would break.
#[must_use]
pub fn written(file: &str, refuted: &[RefutedPromise]) -> Section {
    let entries = refuted.iter().map(|refuted| {
        let (name, said) = (refuted.criterion.clone(), refuted.says.clone());
        refutation(refuted.property, name, said, refuted.pair.as_ref())
    });
    let entries: Vec<_> = entries.collect();
    let blocks = if entries.is_empty() {
        Vec::new()
    } else {
        vec![Block::Entries(entries)]
    };
    Section::new(not_compiled(file.to_owned()), blocks)
}

fn state(proof: &Proof, property: Property) -> &'static str {
    let mut failures = proof.failures.iter();
    if proof.holds(property) {
        "proved"
    } else if failures.any(|failure| failure.property == property) {
        "REFUTED"
    } else {
        "open"
    }
}

fn holds(of: Property, count: usize) -> Sentence {
    let count = match count {
        0 => no_criterion(),
        count => cells(count.to_string()),
    };
    property(of.words(), count)
}

/// What no case shows, and why if that is proved.
fn open(protocol: &Protocol, proof: &Proof) -> Vec<Sentence> {
    let name = |place: usize| Inline::Name(protocol.name_of(place));
    let criteria = proof.criteria.iter();
    let criteria = criteria.filter_map(|(place, shown)| match shown {
        Existence::By(_) => None,
        Existence::Never(because) => Some(never(name(*place), name(*because))),
        Existence::Undecided => Some(undecided(name(*place))),
    });
    let stages = protocol.stages.iter().zip(&proof.stages);
    let stages = stages.filter(|(_, shown)| **shown == Existence::Undecided);
    let stages = stages.map(|(stage, _)| undecided_stage(Inline::Name(stage.id.clone())));
    let stuck = proof.stuck.iter();
    let stuck = stuck.map(|(place, reason)| undecided_because(name(*place), reason));
    criteria.chain(stages).chain(stuck).collect()
}

fn refutation(
    property: Property,
    criterion: String,
    said: Sentence,
    pair: Option<&Pair>,
) -> (Sentence, Item) {
    let mut below = vec![breaks(Inline::Name(criterion), said)];
    match pair {
        Some(pair) => below.extend([one(pair.from_says.clone()), other(pair.to_says.clone())]),
        None => below.push(no_pair()),
    }
    let item = Item {
        words: property.words().into(),
        below,
        ..Item::default()
    };
    ("REFUTED".into(), item)
}

impl Failure {
    /// What comes out worse than what, in words.
    pub(super) fn said(&self) -> Sentence {
        comes_out_worse(self.from.clone(), self.to.clone())
    }
}
