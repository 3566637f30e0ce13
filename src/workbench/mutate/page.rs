//! Judged mutants as a page.

use super::mutated::{Counts, MutatedProtocol};
use super::{MutationOperator, Outcome};
use crate::document::{
    Amount, Block, Column, Document, Inline, Item, Section, Sentence, counted, sentences,
};
use crate::workbench::cases::Table;
use crate::workbench::cases::page::{aside_for, stale, summary};

sentences! {
    mutants_of_criteria() = "Mutants of criteria";
    of_file(id: String, said: Sentence) = "{id}: {said}";
    no_mutants() = "no mutants, as no criterion decides anything here";
    killed(mutants: Sentence, killed: String, noticeable: String, score: Amount) = "{mutants}, {killed} of {noticeable} killed: {score}";
    killed_too_few(mutants: Sentence, killed: String, noticeable: String, score: Amount, min: Amount) =
        "{mutants}, {killed} of {noticeable} killed: {score}, below the {min} asked";
    judged_only_by(cases: Sentence) = "judged only by the cases that come out as expected: {cases}";
    survived() = "survived";
    noticed_by(case: Inline) = "noticed by {case}";
    nothing_notices() = "undecided: no case found that would notice it";
    rows_to_add() = "rows that would notice them, to be added to the table";
}

/// The page of every file.
#[must_use]
pub fn document(files: &[MutatedProtocol<'_>]) -> Document {
    let sections = files.iter().map(|mutated| {
        let id = mutated.tested.protocol.id.clone();
        Section::new(of_file(id, score(mutated)), blocks(mutated))
    });
    Document::of_sections(mutants_of_criteria(), sections.collect())
}

fn blocks(mutated: &MutatedProtocol<'_>) -> Vec<Block> {
    let mut blocks = Vec::new();
    if !mutated.tested.holds() {
        blocks.push(Block::Paragraph(judged_only_by(summary(&mutated.tested))));
    }
    if mutated.counts(None).made > 0 {
        blocks.push(table(mutated));
    }
    let survivors = mutated
        .survivors()
        .map(|outcome| survivor(mutated, outcome));
    blocks.extend(Block::titled_list(survived(), survivors));
    if let Some(table) = found(mutated) {
        blocks.extend([Block::Subheading(rows_to_add()), Block::Verbatim(table)]);
    }
    let aside = mutated.set_aside.iter();
    blocks.extend(aside_for(
        aside.map(|entry| (entry.what.clone(), entry.because.clone())),
    ));
    blocks.extend(stale(&mutated.stale));
    blocks
}

fn score(mutated: &MutatedProtocol<'_>) -> Sentence {
    let all = mutated.counts(None);
    if all.made == 0 {
        return no_mutants();
    }
    let mutants = counted(all.made, "mutant", "mutants");
    let (count, noticeable) = (all.killed.to_string(), all.noticeable().to_string());
    let score = Amount::percent(all.score());
    match mutated.min {
        Some(min) if all.score() < min => {
            killed_too_few(mutants, count, noticeable, score, Amount::percent(min))
        }
        Some(_) | None => killed(mutants, count, noticeable, score),
    }
}

/// How many mutants of which kind met which fate; no column for what is set aside where nothing is.
fn table(mutated: &MutatedProtocol<'_>) -> Block {
    let all = mutated.counts(None);
    let counts =
        MutationOperator::ALL.map(|operator| (operator.words(), mutated.counts(Some(operator))));
    let made = counts.into_iter().filter(|(_, counts)| counts.made > 0);
    let fates = fates(&all).into_iter();
    let fates = fates.filter(|(head, count)| *head != ASIDE || *count > 0);
    let heads: Vec<&'static str> = fates.map(|(head, _)| head).collect();
    let rows = made.chain([("all", all)]).map(|(label, counts)| {
        let cells = self::fates(&counts).into_iter();
        let cells = cells.filter(|(head, _)| heads.contains(head));
        let cells = cells.map(|(_, count)| Sentence::from(count.to_string()));
        std::iter::once(Sentence::from(label))
            .chain(cells)
            .collect()
    });
    let rows = rows.collect();
    let columns = heads.into_iter().map(|head| Column::new(head).of_numbers());
    let columns = std::iter::once(Column::new("mistake")).chain(columns);
    Block::Table(columns.collect(), rows)
}

const ASIDE: &str = "aside";

fn fates(counts: &Counts) -> [(&'static str, usize); 6] {
    let Counts {
        made,
        refused,
        killed,
        equivalent,
        survived,
        set_aside,
    } = *counts;
    [
        ("made", made),
        ("refused", refused),
        ("killed", killed),
        ("equivalent", equivalent),
        ("survived", survived),
        (ASIDE, set_aside),
    ]
}

/// A survivor, and the case that would notice it.
fn survivor(mutated: &MutatedProtocol<'_>, outcome: &Outcome) -> Item {
    let found = mutated
        .killers
        .as_ref()
        .map(|_| match mutated.killer(outcome) {
            Some(row) => noticed_by(Inline::Code(row.name.clone().into())),
            None => nothing_notices(),
        });
    Item {
        words: outcome.mutant.name.clone().into(),
        below: found.into_iter().collect(),
        ..Item::default()
    }
}

/// The cases that would notice survivors, as the table is written; nothing where there are none.
fn found(mutated: &MutatedProtocol<'_>) -> Option<String> {
    let killers = mutated.killers.as_ref();
    let killers = killers.filter(|killers| !killers.rows.is_empty())?;
    Table::found(killers.rows.clone()).written().ok()
}
