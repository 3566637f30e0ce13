//! A measure: what it is, how it is read, how to do it.

use crate::document::{Block, Document, Inline, Section, Sentence, sentences};
use crate::measure::{Better, Definition};
use crate::pages::criterion::how_to;
use crate::quantity::Toward;

sentences! {
    all_measures() = "Measures";
    scale(scale: Sentence, better: &'static str, nature: &'static str) = "Scale: {scale}; {better}; {nature}.";
    range(low: String, high: String) = "{low} to {high}";
    read_from(derivation: &'static str) = "Read from: {derivation}";
    fields(fields: String) = "Fields: {fields}.";
    error(about: &'static str, source: Inline) = "Error: {about}{source}.";
    companion(tested: Inline) = "Compares with a reference; a criterion on it needs a companion on {tested}.";
}

/// Measures, each under its name.
#[must_use]
pub fn measures(measures: &[&'static Definition]) -> Document {
    Document {
        kind: all_measures(),
        sections: measures.iter().copied().map(measure).collect(),
        ..Document::default()
    }
}

/// A measure in full.
#[must_use]
pub fn measure(measure: &'static Definition) -> Section {
    let words = measure.scale.words();
    let (low, high) = measure.scale.range();
    let values = if words.is_empty() {
        range(low.decimal(Toward::Down).to_string(), measure.show(high))
    } else {
        words.join(", ").into()
    };
    let best = match measure.better {
        None => "neither way is better: shown only",
        Some(Better::Higher) => "higher is better",
        Some(Better::Lower) if words.is_empty() => "lower is better",
        Some(Better::Lower) => "best first",
    };
    let mut paragraphs = vec![
        measure.meaning.into(),
        scale(values, best, measure.nature.word()),
        read_from(measure.derivation),
        fields(measure.reads().collect::<Vec<_>>().join(", ")),
    ];
    paragraphs.extend(
        measure
            .error
            .map(|known| error(known.about, Inline::Cite(vec![known.source.to_owned()]))),
    );
    paragraphs.extend(measure.relative_to.map(|tested| companion(tested.into())));
    paragraphs.extend(how_to(measure));
    Section::new(
        measure.id,
        paragraphs.into_iter().map(Block::Paragraph).collect(),
    )
}
