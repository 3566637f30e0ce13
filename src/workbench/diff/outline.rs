//! The difference as blocks of words, for every renderer.

use crate::verdict::Verdict;

use super::Difference;
use super::change::{Cause, Change, What};
use super::cohort::{Cohort, VERDICTS};
use super::paired::{Paired, Statistics};
use super::relation::Relation;

/// So many flipped or refused records are listed unless all are asked for.
const LISTED: usize = 20;

const COVERED: &str = "changes no verdict: another criterion asks as much";

/// A block of the page.
#[derive(Clone, Debug)]
pub(super) enum Block {
    /// The first line.
    Title(String),
    /// A title of a section.
    Heading(String),
    /// A paragraph.
    Paragraph(String),
    /// An item of a list, or below one.
    Item(usize, String),
    /// A label and what belongs to it.
    Entry(&'static str, String),
    /// A table: its first row is the head.
    Table(Vec<Vec<String>>),
}

/// Where a witness was written to, for each change and witness in their order.
pub type Written = Vec<Vec<String>>;

/// What to show beside the difference.
#[derive(Clone, Copy, Debug, Default)]
pub struct Shown<'a> {
    /// The cohort, if one was judged.
    pub cohort: Option<&'a Cohort>,
    /// The files of the witnesses, if they were written.
    pub written: Option<&'a Written>,
    /// List every record.
    pub all: bool,
}

/// The whole page.
pub(super) fn outline(difference: &Difference<'_>, shown: Shown<'_>) -> Vec<Block> {
    let mut blocks = head(difference);
    if !difference.changes.is_empty() {
        blocks.push(Block::Heading("What can change a verdict".to_owned()));
        for (place, change) in difference.changes.iter().enumerate() {
            let files = shown.written.and_then(|written| written.get(place));
            changed(change, files, &mut blocks);
        }
    }
    if !difference.apart.is_empty() {
        blocks.push(Block::Heading("What decides nothing".to_owned()));
        let apart = difference.apart.iter().cloned();
        blocks.extend(apart.map(|text| Block::Item(1, text)));
    }
    if let Some(cohort) = shown.cohort {
        people(cohort, shown.all, &mut blocks);
    }
    blocks
}

fn head(difference: &Difference<'_>) -> Vec<Block> {
    let (old, new) = (difference.old, difference.new);
    let named = |one: &crate::protocol::Protocol| format!("{} {}", one.id, one.version);
    let title = match difference.relation {
        Relation::Same if difference.other_questions => {
            "NEW decides the same as OLD, where both answer"
        }
        Relation::Same => "NEW decides the same as OLD",
        Relation::Stricter => "NEW is stricter than OLD",
        Relation::Laxer => "NEW is laxer than OLD",
        Relation::Incomparable => "NEW is neither stricter nor laxer than OLD",
        Relation::Undecided => "Whether NEW is stricter or laxer than OLD is undecided",
    };
    let meaning = match difference.relation {
        Relation::Same => "Always the same verdict".to_owned(),
        Relation::Stricter => "Never a better verdict, and somewhere a worse one".to_owned(),
        Relation::Laxer => "Never a worse verdict, and somewhere a better one".to_owned(),
        Relation::Incomparable => {
            "Somewhere a worse verdict, and somewhere a better one".to_owned()
        }
        Relation::Undecided => {
            let reason = difference.reason.unwrap_or("no reason was recorded");
            let mut letters = reason.chars();
            let first = letters.next().map(|first| first.to_uppercase().to_string());
            format!("{}{}", first.unwrap_or_default(), letters.as_str())
        }
    };
    let how = match difference.relation {
        Relation::Undecided => "Gone through",
        Relation::Same | Relation::Stricter | Relation::Laxer | Relation::Incomparable => "Proved",
    };
    let mut blocks = vec![
        Block::Title(title.to_owned()),
        Block::Entry("OLD", named(old)),
        Block::Entry("NEW", named(new)),
        Block::Paragraph(format!(
            "{meaning}. {how} over all readings of every measure: {} regions of questions and facts, {} cells put to the engine with both files.",
            difference.regions, difference.cells
        )),
    ];
    let differs = |stage: &&super::StageRelation| {
        (stage.home, stage.clinic) != (Relation::Same, Relation::Same)
    };
    if difference.stages.iter().any(|stage| differs(&stage)) {
        blocks.push(Block::Heading("By what is asked".to_owned()));
        blocks.extend(by_question(difference));
    }
    blocks
}

/// The questions grouped by how NEW stands to OLD for them.
fn by_question(difference: &Difference<'_>) -> Vec<Block> {
    let all = [
        Relation::Same,
        Relation::Stricter,
        Relation::Laxer,
        Relation::Incomparable,
        Relation::Undecided,
    ];
    let mut blocks = Vec::new();
    for relation in all {
        let questions = difference.stages.iter().filter_map(|stage| {
            let question = &stage.question;
            match (stage.home == relation, stage.clinic == relation) {
                (true, true) => Some(question.clone()),
                (true, false) => Some(format!("{question} (at home)")),
                (false, true) => Some(format!("{question} (in the clinic)")),
                (false, false) => None,
            }
        });
        let questions: Vec<String> = questions.collect();
        if !questions.is_empty() {
            blocks.push(Block::Entry(relation.word(), questions.join(", ")));
        }
    }
    blocks
}

fn changed(change: &Change, files: Option<&Vec<String>>, blocks: &mut Vec<Block>) {
    let relation = change
        .relation
        .map_or_else(String::new, |relation| match relation {
            Relation::Same => " (decides the same)".to_owned(),
            Relation::Stricter | Relation::Laxer | Relation::Incomparable | Relation::Undecided => {
                format!(" ({})", relation.word())
            }
        });
    let was = change
        .was
        .as_ref()
        .map_or_else(String::new, |was| format!(", before {was}"));
    let name = &change.name;
    let alone = change.sentences.len() == 1;
    let first = change.sentences.first().cloned().unwrap_or_default();
    match (change.what, alone) {
        (What::New, _) => blocks.push(Block::Item(1, format!("new: {name}{relation}: {first}"))),
        (What::Gone, _) => blocks.push(Block::Item(
            1,
            format!("gone: {name}, no longer asked{relation}: {first}"),
        )),
        (What::Changed | What::Protocol, true) => {
            let told = first.ends_with(')') && first.contains(relation.trim());
            let relation = if told { "" } else { &relation };
            blocks.push(Block::Item(1, format!("{name}{was}{relation}: {first}")));
        }
        (What::Changed | What::Protocol, false) => {
            blocks.push(Block::Item(1, format!("{name}{was}{relation}")));
            let sentences = change.sentences.iter().cloned();
            blocks.extend(sentences.map(|sentence| Block::Item(2, sentence)));
        }
    }
    if !change.decides && change.relation != Some(Relation::Same) {
        blocks.push(Block::Item(2, COVERED.to_owned()));
        return;
    }
    witnesses(change, files, blocks);
}

/// Which intervals an assessment shows, and which none does.
fn witnesses(change: &Change, files: Option<&Vec<String>>, blocks: &mut Vec<Block>) {
    let unasked = change.cause == Cause::Criterion && change.relation.is_none();
    if change.relation == Some(Relation::Same) || change.cause == Cause::Stage || unasked {
        return;
    }
    let places: Vec<Option<usize>> = if change.intervals.is_empty() {
        vec![None]
    } else {
        (0..change.intervals.len()).map(Some).collect()
    };
    let many = places.len() > 1;
    for place in places {
        let interval = place.and_then(|place| change.intervals.get(place));
        let of = match interval.filter(|_| many) {
            Some(interval) => format!("{}: ", interval.words),
            None => String::new(),
        };
        let found = change
            .witnesses
            .iter()
            .position(|witness| witness.interval == place);
        let witness = found.and_then(|found| change.witnesses.get(found));
        let text = match witness {
            None if interval.is_some_and(|interval| !interval.decides) => {
                format!("{of}{COVERED}")
            }
            Some(witness) => {
                let file = found.and_then(|found| files?.get(found));
                let file = file.map_or_else(String::new, |file| format!(", {file}"));
                format!(
                    "{of}shown by an assessment: {} by OLD, {} by NEW{file}",
                    witness.old.label(),
                    witness.new.label()
                )
            }
            None => format!("{of}no witness found (undecided at the level of assessments)"),
        };
        blocks.push(Block::Item(2, text));
    }
}

fn counted(count: u64, one: &str, more: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { more })
}

fn people(cohort: &Cohort, all: bool, blocks: &mut Vec<Block>) {
    blocks.push(Block::Heading("The cohort".to_owned()));
    blocks.push(Block::Paragraph(format!(
        "{}, {} judged by both files.",
        counted(cohort.records, "record", "records"),
        cohort.compared()
    )));
    let head = ["by OLD", "GO by NEW", "CAUTION by NEW", "NO-GO by NEW"];
    let mut table = vec![head.map(str::to_owned).to_vec()];
    for old in VERDICTS {
        let counts = VERDICTS.map(|new| cohort.count(old, new).to_string());
        let row = [vec![old.label().to_owned()], counts.to_vec()];
        table.push(row.concat());
    }
    blocks.push(Block::Table(table));
    for (name, verdict) in [("GO", Verdict::Go), ("NO-GO", Verdict::NoGo)] {
        let paired = cohort.paired(verdict);
        if let Some(found) = paired.statistics() {
            blocks.push(Block::Item(1, statistics(name, paired, &found)));
        }
    }
    if !cohort.causes.is_empty() {
        blocks.push(Block::Heading("What causes the flips".to_owned()));
        let mut causes: Vec<(&String, &u64)> = cohort.causes.iter().collect();
        causes.sort_by_key(|(name, count)| (std::cmp::Reverse(**count), (*name).clone()));
        for (name, count) in causes {
            blocks.push(Block::Item(
                1,
                format!("{name}: {}", counted(*count, "flip", "flips")),
            ));
        }
    }
    if !cohort.flips.is_empty() {
        blocks.push(Block::Heading("Who flips".to_owned()));
        let flips = cohort.flips.iter().map(|flip| {
            let id = flip.id.as_ref().unwrap_or(&flip.place);
            let causes = if flip.causes.is_empty() {
                "no one criterion".to_owned()
            } else {
                flip.causes.join(", ")
            };
            format!(
                "{id}: {} to {}: {causes}",
                flip.old.label(),
                flip.new.label()
            )
        });
        listed(flips.collect(), all, blocks);
    }
    left_out(cohort, all, blocks);
}

fn statistics(name: &str, paired: Paired, found: &Statistics) -> String {
    format!(
        "{name}: {} by OLD, {} by NEW, of the same {}; difference {:+.4}, 95 % interval {:+.4} to {:+.4} (Newcombe 1998, method 10); McNemar's exact two-sided p {}",
        paired.both.saturating_add(paired.old_only),
        paired.both.saturating_add(paired.new_only),
        [
            paired.both,
            paired.old_only,
            paired.new_only,
            paired.neither
        ]
        .iter()
        .sum::<u64>(),
        found.difference,
        found.low,
        found.high,
        probability(found.p)
    )
}

/// A p as short as it is told: `0.0313`, or `below 0.0001`.
fn probability(p: f64) -> String {
    if p < 0.0001 {
        "below 0.0001".to_owned()
    } else {
        format!("{p:.4}")
    }
}

fn left_out(cohort: &Cohort, all: bool, blocks: &mut Vec<Block>) {
    let answered = [
        (cohort.answered_by_neither, "neither file answers"),
        (cohort.answered_by_old, "only OLD answers"),
        (cohort.answered_by_new, "only NEW answers"),
    ];
    let mut items: Vec<String> = answered
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, who)| {
            format!(
                "{} for whose condition {who}",
                counted(count, "record", "records")
            )
        })
        .collect();
    let told = |refused: &super::cohort::Refused| format!("{}: {}", refused.place, refused.message);
    let stages = u64::try_from(cohort.not_judged.len()).unwrap_or(u64::MAX);
    let faulty = u64::try_from(cohort.refused.len()).unwrap_or(u64::MAX);
    for (count, what) in [
        (stages, "whose question a file has no stage for"),
        (faulty, "with faults"),
    ] {
        if count > 0 {
            items.push(format!("{} {what}", counted(count, "record", "records")));
        }
    }
    if items.is_empty() {
        return;
    }
    blocks.push(Block::Heading("Left out".to_owned()));
    blocks.extend(items.into_iter().map(|item| Block::Item(1, item)));
    let places = cohort.not_judged.iter().chain(&cohort.refused);
    listed(places.map(told).collect(), all, blocks);
}

fn listed(items: Vec<String>, all: bool, blocks: &mut Vec<Block>) {
    let most = if all { usize::MAX } else { LISTED };
    let more = items.len().saturating_sub(most);
    blocks.extend(
        items
            .into_iter()
            .take(most)
            .map(|item| Block::Item(1, item)),
    );
    if more > 0 {
        blocks.push(Block::Item(
            1,
            format!("and {more} more (--all lists them)"),
        ));
    }
}
