//! Judged cases as a page.

use super::{
    BandOutcome, Coverage, CoverageResult, Mismatch, Run, SideCovered, Stale, TestedProtocol,
};
use crate::document::{
    Amount, Block, Column, Document, Inline, Item, Section, Sentence, counted, sentences,
};
use crate::protocol::Protocol;

sentences! {
    cases_of_criteria() = "Cases of criteria";
    of_file(id: String, said: Sentence) = "{id}: {said}";
    no_cases() = "no cases, so nothing is tested";
    all_as_expected(cases: Sentence) = "{cases}, all as expected";
    some_failed(cases: Sentence, failed: String) = "{cases}, {failed} failed";
    some_broken(cases: Sentence, broken: String) = "{cases}, {broken} broken";
    some_failed_some_broken(cases: Sentence, failed: String, broken: String) = "{cases}, {failed} failed, {broken} broken";
    differs(what: String, expected: String, got: String) = "{what}: expected {expected}, got {got}";
    none_found() = "no case was found for";
    nothing_to_cover() = "no criterion decides anything here, so there is no side to cover";
    decided(count: String, sides: Sentence, percent: Amount) = "{count} of {sides} decided some case: {percent}";
    decided_too_few(count: String, sides: Sentence, percent: Amount, min: Amount) = "{count} of {sides} decided some case: {percent}, below the {min} asked";
    not_decided() = "decided by no case that came out as expected";
    never_decides() = "proved never to decide";
    because_of(side: String, other: Inline) = "{side}, because of {other}";
    set_aside() = "set aside";
    set_aside_wrongly() = "set aside, but not so";
    because(what: String, why: String) = "{what}: {why}";
}

/// The columns of the table of sides.
const SIDES: [BandOutcome; 4] = [
    BandOutcome::Go,
    BandOutcome::Caution,
    BandOutcome::NoGo,
    BandOutcome::Missing,
];

/// Letters that a criterion's name has in the table of sides: what four columns of at most seven leave of 80 with the space around them.
const NAME: u16 = 42;

/// The page of every file; with `all`, the cases that came out as they must by name as well.
#[must_use]
pub fn document(files: &[TestedProtocol<'_>], all: bool) -> Document {
    let sections = files.iter().map(|tested| {
        let id = tested.protocol.id.clone();
        Section::new(of_file(id, summary(tested)), blocks(tested, all))
    });
    Document::of_sections(cases_of_criteria(), sections.collect())
}

fn blocks(tested: &TestedProtocol<'_>, all: bool) -> Vec<Block> {
    let named = |name: &str, below: Vec<Sentence>| Item {
        words: name.to_owned().into(),
        below,
        ..Item::default()
    };
    let run = |label: &'static str, run: &Run<'_>| {
        let below = run.differs.iter().map(Mismatch::said).collect();
        (label.into(), named(&run.ready.case.name, below))
    };
    let runs = tested.runs.iter();
    let passed = runs.filter(|run| all && run.differs.is_empty());
    let broken = tested.broken.iter().map(|broken| {
        let below = vec![Sentence::from(broken.message.clone())];
        ("broken".into(), named(&broken.name, below))
    });
    let entries = passed
        .map(|passed| run("ok", passed))
        .chain(tested.failed().map(|failed| run("failed", failed)))
        .chain(broken);
    let entries: Vec<_> = entries.collect();
    let mut blocks = Vec::new();
    if !entries.is_empty() {
        blocks.push(Block::Entries(entries));
    }
    if let Some(covered) = &tested.covered {
        coverage(tested.protocol, covered, &mut blocks);
    }
    if let Some(written) = &tested.written {
        let sides = written.not_found.iter();
        let sides = sides.map(|side| side.name(tested.protocol));
        blocks.extend(Block::titled_list(none_found(), sides));
    }
    blocks
}

/// How many cases, and how many came out as they must.
pub(in crate::workbench) fn summary(tested: &TestedProtocol<'_>) -> Sentence {
    let cases = counted_cases(tested.cases());
    let (failed, broken) = (tested.failed().count(), tested.broken.len());
    match (tested.cases(), failed, broken) {
        (0, _, _) => no_cases(),
        (_, 0, 0) => all_as_expected(cases),
        (_, failed, 0) => some_failed(cases, failed.to_string()),
        (_, 0, broken) => some_broken(cases, broken.to_string()),
        (_, failed, broken) => {
            some_failed_some_broken(cases, failed.to_string(), broken.to_string())
        }
    }
}

fn counted_cases(count: usize) -> Sentence {
    counted(count, "case", "cases")
}

impl Mismatch {
    /// What came out otherwise, in words.
    pub(super) fn said(&self) -> Sentence {
        let Self {
            what,
            expected,
            got,
        } = self.clone();
        differs(what, expected, got)
    }
}

fn coverage(protocol: &Protocol, covered: &CoverageResult, blocks: &mut Vec<Block>) {
    let coverage = &covered.coverage;
    blocks.push(Block::Paragraph(share(covered)));
    if !coverage.sides.is_empty() {
        blocks.push(table(protocol, coverage));
    }
    let missing = coverage.missing().map(|side| side.name(protocol));
    blocks.extend(Block::titled_list(not_decided(), missing));
    let never = coverage.never.iter().map(|never| {
        let other = Inline::Name(protocol.name_of(never.because_of));
        because_of(never.name(protocol), other)
    });
    blocks.extend(Block::titled_list(never_decides(), never));
    let aside = coverage.set_aside.iter();
    let aside = aside.map(|(side, because)| (side.name(protocol), because.clone()));
    blocks.extend(aside_for(aside));
    blocks.extend(stale(&covered.stale));
}

/// What is set aside, each with its reason.
pub(in crate::workbench) fn aside_for(aside: impl Iterator<Item = (String, String)>) -> Vec<Block> {
    Block::titled_list(set_aside(), aside.map(|(what, why)| because(what, why)))
}

/// What is set aside and is not so.
pub(in crate::workbench) fn stale(stale: &[Stale]) -> Vec<Block> {
    let stale = stale.iter();
    let stale = stale.map(|stale| because(stale.what.clone(), stale.why.clone()));
    Block::titled_list(set_aside_wrongly(), stale)
}

/// How much is decided, against what is asked.
fn share(covered: &CoverageResult) -> Sentence {
    let coverage = &covered.coverage;
    if coverage.sides.is_empty() {
        return nothing_to_cover();
    }
    let (percent, min) = (coverage.percent(), covered.min);
    let count = coverage.covered().to_string();
    let sides = counted(coverage.sides.len(), "side", "sides");
    let shown = Amount::percent(percent);
    if percent < min {
        decided_too_few(count, sides, shown, Amount::percent(min))
    } else {
        decided(count, sides, shown)
    }
}

/// Which side of which criterion decided some case.
fn table(protocol: &Protocol, coverage: &Coverage) -> Block {
    let criteria = protocol.criteria.iter().enumerate();
    let criteria = criteria.filter(|(_, criterion)| !BandOutcome::all(criterion).is_empty());
    let rows = criteria.map(|(place, _)| {
        let name = Inline::Name(protocol.name_of(place));
        let cells = SIDES.map(|side| Sentence::from(word(coverage, place, side)));
        std::iter::once(Sentence::from(name)).chain(cells).collect()
    });
    let columns = SIDES.map(|side| Column::new(side.word()));
    let columns = std::iter::once(Column::new("criterion").wide(NAME)).chain(columns);
    Block::Table(columns.collect(), rows.collect())
}

/// What is known of a side: `-` where the criterion does not have it.
fn word(coverage: &Coverage, place: usize, side: BandOutcome) -> &'static str {
    let this = |one: &SideCovered| one.criterion == place && one.side == side;
    if let Some(one) = coverage.sides.iter().find(|one| this(one)) {
        return if one.case.is_some() { "yes" } else { "no" };
    }
    if coverage.set_aside.iter().any(|(one, _)| this(one)) {
        return "aside";
    }
    let mut never = coverage.never.iter();
    if never.any(|one| one.criterion == place && one.side == side) {
        return "never";
    }
    "-"
}
