//! Criteria files: which there are, and what one holds.

use super::criterion::{bands, bands_in_words, conditions, standing_of};
use crate::document::{Block, Column, Document, Inline, Section, Sentence, sentences};
use crate::protocol::red_flags::EVERY_CONDITION;
use crate::protocol::{Protocol, Stage, Status};

sentences! {
    pub(crate) any_beside_its_criteria() = "any, beside its criteria";
    all_protocols() = "Protocols";
    judges_nothing() = "judges nothing: sends to a clinician";
    holds(stages: String, criteria: String, notes: String) = "{stages} stages, {criteria} criteria, {notes} notes";
    ladders(names: String) = "ladders {names}";
    not_shipped() = "(not shipped)";
    edition(id: Inline, version: String, reviewed: crate::assessment::Day) = "{id} {version}, reviewed {reviewed}";
    refers(whom: &'static str) = "Judges nothing; refers to: {whom}.";
    stage_titled(number: String, title: String) = "{number}. {title}";
    stage_clears(id: Inline, clears: &'static str) = "stage {id}, clears for {clears}";
    judged_without_goal(stage: Sentence) = "{stage}; judged when no goal is given";
    noted(name: Inline) = "{name} [note]";
    shown_only() = "shown only";
}

/// How many criteria decide, and how many are only shown.
#[must_use]
pub fn counts(protocol: &Protocol) -> (usize, usize) {
    let notes = protocol.criteria.iter().filter(|one| one.note).count();
    (protocol.criteria.len().saturating_sub(notes), notes)
}

/// The state of a file as a word.
#[must_use]
pub const fn status(status: &Status) -> &'static str {
    match status {
        Status::Draft => "draft",
        Status::Approved { .. } => "approved",
    }
}

fn lines(sentences: impl IntoIterator<Item = Sentence>) -> Sentence {
    let mut cell = Sentence::EMPTY;
    for sentence in sentences.into_iter().filter(|one| !one.is_empty()) {
        if !cell.is_empty() {
            cell.push(Inline::Break);
        }
        cell = cell.then(sentence);
    }
    cell
}

/// Protocols with what each holds.
#[must_use]
pub fn list(protocols: &[Protocol]) -> Document {
    let columns = vec![
        Column::new("protocol").wide(21),
        Column::new("edition").wide(10),
        Column::new("for").wide(16),
        Column::new("holds").wide(22),
    ];
    let rows = protocols.iter().map(|protocol| {
        let own = (!protocol.shipped).then(not_shipped);
        vec![
            lines([
                Inline::Name(protocol.id.clone()).into(),
                protocol.title.clone().into(),
                own.into(),
            ]),
            lines([
                protocol.version.clone().into(),
                status(&protocol.status).into(),
                protocol.reviewed.into(),
            ]),
            lines(protocol.conditions.iter().map(|condition| {
                if condition == EVERY_CONDITION {
                    any_beside_its_criteria()
                } else {
                    condition.clone().into()
                }
            })),
            held(protocol),
        ]
    });
    Document {
        kind: all_protocols(),
        lead: vec![Block::Table(columns, rows.collect())],
        ..Document::default()
    }
}

fn held(protocol: &Protocol) -> Sentence {
    if protocol.stages.is_empty() {
        return judges_nothing();
    }
    let (criteria, notes) = counts(protocol);
    let names = protocol.ladders.iter().map(|ladder| ladder.id.as_str());
    let names: Vec<&str> = names.collect();
    let ladders = (!names.is_empty()).then(|| ladders(names.join(", ")));
    let stages = protocol.stages.len().to_string();
    lines([
        holds(stages, criteria.to_string(), notes.to_string()),
        ladders.into(),
    ])
}

/// What a criteria file holds, stage by stage.
#[must_use]
pub fn show(protocol: &Protocol) -> Document {
    let id = Inline::Name(protocol.id.clone());
    let edition = edition(id, protocol.version.clone(), protocol.reviewed);
    let mut lead = vec![Block::Paragraph(edition)];
    if let Some(route_out) = &protocol.route_out {
        lead.push(Block::Paragraph(refers(route_out.refer.word())));
        let sources = Inline::Cite(route_out.say.sources.clone());
        let said = Sentence::from(route_out.say.text.clone()).then(sources);
        lead.push(Block::Remark(said));
    }
    let stages = protocol.stages.iter().enumerate();
    let sections = stages.map(|(place, stage)| {
        let number = place.saturating_add(1).to_string();
        let clears = stage_clears(Inline::Name(stage.id.clone()), stage.clears.word());
        let about = if place == protocol.ask {
            judged_without_goal(clears)
        } else {
            clears
        };
        Section::new(
            stage_titled(number, stage.title.clone()),
            vec![Block::Paragraph(about), of_stage(protocol, stage)],
        )
    });
    Document {
        title: protocol.title.clone().into(),
        lead,
        sections: sections.collect(),
        ..Document::default()
    }
}

fn of_stage(protocol: &Protocol, stage: &Stage) -> Block {
    let columns = vec![
        Column::new("criterion, measure").wide(29),
        Column::new("bands, and when they count").wide(32),
        Column::new("kind").wide(11),
    ];
    let own = protocol.criteria.get(stage.criteria.clone());
    let rows = own.unwrap_or_default().iter().map(|criterion| {
        let name = Inline::Name(criterion.id.clone());
        let name = if criterion.note {
            noted(name)
        } else {
            name.into()
        };
        let bands = if criterion.bands.is_some() {
            bands_in_words(&bands(criterion))
        } else {
            shown_only()
        };
        vec![
            lines([name, criterion.measure.into()]),
            lines([bands, conditions(protocol, criterion)]),
            standing_of(&criterion.evidence),
        ]
    });
    Block::Table(columns, rows.collect())
}
