//! The difference as a page.

use super::change::{Cause, Change, ChangeKind};
use super::cohort::{Cohort, Flip, RefusedRecord, VERDICTS};
use super::paired::{PairedCounts, Statistics};
use super::relation::Relation;
use super::words::{Said, goes};
use super::{Difference, StageRelation};
use crate::document::{
    Block, Column, Document, Inline, Item, Section, Sentence, counted, sentences,
};
use crate::protocol::Protocol;
use crate::verdict::Verdict;

sentences! {
    decides_the_same() = "NEW decides the same as OLD";
    decides_the_same_where_both_answer() = "NEW decides the same as OLD, where both answer";
    is_stricter() = "NEW is stricter than OLD";
    is_laxer() = "NEW is laxer than OLD";
    is_neither() = "NEW is neither stricter nor laxer than OLD";
    is_undecided() = "Whether NEW is stricter or laxer than OLD is undecided";
    always_the_same() = "Always the same verdict.";
    never_better() = "Never a better verdict, and somewhere a worse one.";
    never_worse() = "Never a worse verdict, and somewhere a better one.";
    worse_and_better() = "Somewhere a worse verdict, and somewhere a better one.";
    undecided_because(reason: Sentence) = "The reason: {reason}.";
    no_reason() = "no reason was recorded";
    proved(regions: String, cells: String) = "Proved over all readings of every measure: {regions} regions of questions and facts, {cells} cells put to the engine with both files.";
    gone_through(regions: String, cells: String) = "Gone through over all readings of every measure: {regions} regions of questions and facts, {cells} cells put to the engine with both files.";
    by_what_is_asked() = "By what is asked";
    at_home(question: String) = "{question} (at home)";
    in_the_clinic(question: String) = "{question} (in the clinic)";
    what_changes() = "What can change a verdict";
    new(name: Sentence, said: Sentence) = "new: {name}: {said}";
    gone(name: Inline, relation: Sentence, said: Sentence) = "gone: {name}, no longer asked{relation}: {said}";
    changed_in_one_way(name: Sentence, said: Sentence) = "{name}: {said}";
    before(name: Inline) = ", before {name}";
    decides_as_before() = " (decides the same)";
    covered() = "changes no verdict: another criterion asks as much";
    shown(old: Verdict, new: Verdict) = "shown by an assessment: {old} by OLD, {new} by NEW";
    no_witness() = "no witness found (undecided at the level of assessments)";
    of_interval(interval: Sentence, said: Sentence) = "{interval}: {said}";
    what_decides_nothing() = "What decides nothing";
    the_cohort() = "The cohort";
    judged_by_both(records: Sentence, compared: String) = "{records}, {compared} judged by both files.";
    by_old() = "by OLD";
    by_new(verdict: Verdict) = "{verdict} by NEW";
    compared(verdict: Verdict, old: String, new: String, all: String, test: Sentence) = "{verdict}: {old} by OLD, {new} by NEW, of the same {all}; {test}";
    tested(difference: String, low: String, high: String, p: Sentence) =
        "difference {difference}, 95 % interval {low} to {high} (Newcombe 1998, method 10); McNemar's exact two-sided p {p}";
    p_below() = "below 0.0001";
    what_causes_flips() = "What causes the flips";
    causes(name: Inline, flips: Sentence) = "{name}: {flips}";
    who_flips() = "Who flips";
    flips(who: String, old: Verdict, new: Verdict, causes: Sentence) = "{who}: {old} to {new}: {causes}";
    no_one_criterion() = "no one criterion";
    left_out() = "Left out";
    neither_answers(records: Sentence) = "{records} for whose condition neither file answers";
    only_old_answers(records: Sentence) = "{records} for whose condition only OLD answers";
    only_new_answers(records: Sentence) = "{records} for whose condition only NEW answers";
    no_stage(records: Sentence) = "{records} whose question a file has no stage for";
    faulty(records: Sentence) = "{records} with faults";
    refused(place: String, message: String) = "{place}: {message}";
    and_more(count: String) = "and {count} more (--all lists them)";
}

/// So many flipped or refused records are listed unless all are asked for.
const LISTED: usize = 20;

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

/// The page.
#[must_use]
pub fn document(difference: &Difference<'_>, shown: Shown<'_>) -> Document {
    let named = |protocol: &Protocol| Item::from(format!("{} {}", protocol.id, protocol.version));
    let files = vec![
        ("OLD".into(), named(difference.old)),
        ("NEW".into(), named(difference.new)),
    ];
    let mut page = Document {
        title: title(difference),
        lead: vec![Block::Paragraph(meaning(difference)), Block::Entries(files)],
        ..Document::default()
    };
    page.section(by_question(difference));
    let changes = difference.changes.iter().enumerate();
    let changes = changes.map(|(place, change)| {
        let files = shown.written.and_then(|written| written.get(place));
        changed(change, files)
    });
    page.section(Section::new(what_changes(), Block::list(changes)));
    let cosmetic = difference.cosmetic.iter().cloned();
    page.section(Section::new(what_decides_nothing(), Block::list(cosmetic)));
    if let Some(cohort) = shown.cohort {
        people(cohort, shown.all, &mut page);
    }
    page
}

fn title(difference: &Difference<'_>) -> Sentence {
    match difference.relation {
        Relation::Same if difference.other_questions => decides_the_same_where_both_answer(),
        Relation::Same => decides_the_same(),
        Relation::Stricter => is_stricter(),
        Relation::Laxer => is_laxer(),
        Relation::Incomparable => is_neither(),
        Relation::Undecided => is_undecided(),
    }
}

fn meaning(difference: &Difference<'_>) -> Sentence {
    let (regions, cells) = (difference.regions.to_string(), difference.cells.to_string());
    let meaning = match difference.relation {
        Relation::Same => always_the_same(),
        Relation::Stricter => never_better(),
        Relation::Laxer => never_worse(),
        Relation::Incomparable => worse_and_better(),
        Relation::Undecided => {
            let reason = difference.reason.map_or_else(no_reason, Sentence::from);
            return undecided_because(reason).and(gone_through(regions, cells));
        }
    };
    meaning.and(proved(regions, cells))
}

/// The questions grouped by how NEW stands to OLD for them; nothing where it decides the same for all.
fn by_question(difference: &Difference<'_>) -> Section {
    let same =
        |stage: &StageRelation| (stage.home, stage.clinic) == (Relation::Same, Relation::Same);
    let mut entries = Vec::new();
    for relation in Relation::ALL {
        let questions = difference.stages.iter().filter_map(|stage| {
            let question = stage.question.clone();
            match (stage.home == relation, stage.clinic == relation) {
                (true, true) => Some(question.into()),
                (true, false) => Some(at_home(question)),
                (false, true) => Some(in_the_clinic(question)),
                (false, false) => None,
            }
        });
        let questions = Sentence::join(questions, ", ");
        if !questions.is_empty() {
            entries.push((relation.word().into(), questions.into()));
        }
    }
    let blocks = if difference.stages.iter().all(same) {
        Vec::new()
    } else {
        vec![Block::Entries(entries)]
    };
    Section::new(by_what_is_asked(), blocks)
}

fn changed(change: &Change, files: Option<&Vec<String>>) -> Item {
    let relation = Sentence::from(change.relation.map(|relation| match relation {
        Relation::Same => decides_as_before(),
        Relation::Stricter | Relation::Laxer | Relation::Incomparable | Relation::Undecided => {
            goes(relation.word())
        }
    }));
    let was = change.was.clone();
    let was = Sentence::from(was.map(|was| before(Inline::Name(was))));
    let name = Inline::Name(change.name.clone());
    let alone = change.sentences.len() == 1;
    let way = change.sentences.first().and_then(|first| first.way);
    let first = Sentence::from(change.sentences.first().map(Said::sentence));
    let mut below: Vec<Sentence> = Vec::new();
    let words = match (change.what, alone) {
        (ChangeKind::New, _) => new(Sentence::from(name).then(relation), first),
        (ChangeKind::Gone, _) => gone(name, relation, first),
        (ChangeKind::Changed | ChangeKind::Protocol, true) => {
            let named = Sentence::from(name).then(was);
            // A sentence that says which way the change goes need not stand behind it.
            let named = if way == change.relation {
                named
            } else {
                named.then(relation)
            };
            changed_in_one_way(named, first)
        }
        (ChangeKind::Changed | ChangeKind::Protocol, false) => {
            below.extend(change.sentences.iter().map(Said::sentence));
            Sentence::from(name).then(was).then(relation)
        }
    };
    if !change.decides && change.relation != Some(Relation::Same) {
        below.push(covered());
    } else {
        below.extend(witnesses(change, files));
    }
    Item {
        words,
        below,
        ..Item::default()
    }
}

/// Which intervals an assessment shows, and which none does.
fn witnesses(change: &Change, files: Option<&Vec<String>>) -> Vec<Sentence> {
    let unasked = change.cause == Cause::Criterion && change.relation.is_none();
    if change.relation == Some(Relation::Same) || change.cause == Cause::Stage || unasked {
        return Vec::new();
    }
    let intervals: Vec<_> = change.intervals.iter().map(Some).collect();
    let places = if intervals.is_empty() {
        vec![(None, None)]
    } else {
        let places = intervals.into_iter().enumerate();
        places.map(|(place, one)| (Some(place), one)).collect()
    };
    let many = places.len() > 1;
    let said = places.into_iter().map(|(place, interval)| {
        let mut found = change.witnesses.iter().enumerate();
        let found = found.find(|(_, witness)| witness.interval == place);
        let said = match found {
            None if interval.is_some_and(|interval| !interval.decides) => covered(),
            None => no_witness(),
            Some((found, witness)) => {
                let file = files.and_then(|files| files.get(found)).cloned();
                let shown = shown(witness.old, witness.new);
                match file {
                    Some(file) => shown.then(", ").then(file),
                    None => shown,
                }
            }
        };
        match interval.filter(|_| many) {
            Some(interval) => of_interval(interval.words.clone(), said),
            None => said,
        }
    });
    said.collect()
}

fn people(cohort: &Cohort, all: bool, page: &mut Document) {
    let records = counted(cohort.records, "record", "records");
    let judged = judged_by_both(records, cohort.compared().to_string());
    let mut blocks = vec![Block::Paragraph(judged), table(cohort)];
    let pairs = [Verdict::Go, Verdict::NoGo]
        .into_iter()
        .filter_map(|verdict| {
            let paired = cohort.paired(verdict);
            let found = paired.statistics()?;
            Some(statistics(verdict, paired, &found))
        });
    blocks.extend(Block::list(pairs));
    page.section(Section::new(the_cohort(), blocks));
    let mut counts: Vec<(&String, &u64)> = cohort.causes.iter().collect();
    counts.sort_by_key(|(name, count)| (std::cmp::Reverse(**count), (*name).clone()));
    let counts = counts
        .into_iter()
        .map(|(name, count)| causes(Inline::Name(name.clone()), counted(*count, "flip", "flips")));
    page.section(Section::new(what_causes_flips(), Block::list(counts)));
    let flips = listed(cohort.flips.iter().map(flip), all);
    page.section(Section::new(who_flips(), Block::list(flips)));
    page.section(Section::new(left_out(), Block::list(unjudged(cohort, all))));
}

fn table(cohort: &Cohort) -> Block {
    let columns = VERDICTS.map(|verdict| Column::new(by_new(verdict)).of_numbers());
    let columns = std::iter::once(Column::new(by_old())).chain(columns);
    let rows = VERDICTS.map(|old| {
        let counts = VERDICTS.map(|new| Sentence::from(cohort.count(old, new).to_string()));
        std::iter::once(Sentence::from(old)).chain(counts).collect()
    });
    Block::Table(columns.collect(), rows.into())
}

fn statistics(verdict: Verdict, paired: PairedCounts, found: &Statistics) -> Sentence {
    let PairedCounts {
        both,
        old_only,
        new_only,
        neither,
    } = paired;
    let sum = |counts: &[u64]| counts.iter().sum::<u64>().to_string();
    let signed = |value: f64| format!("{value:+.4}");
    let p = if found.p < 0.0001 {
        p_below()
    } else {
        format!("{:.4}", found.p).into()
    };
    let difference = signed(found.difference);
    compared(
        verdict,
        sum(&[both, old_only]),
        sum(&[both, new_only]),
        sum(&[both, old_only, new_only, neither]),
        tested(difference, signed(found.low), signed(found.high), p),
    )
}

fn flip(flip: &Flip) -> Sentence {
    let who = flip.id.as_ref().unwrap_or(&flip.place).clone();
    let names = flip.causes.iter().cloned().map(Inline::Name);
    let mut causes = Sentence::join(names.map(Sentence::from), ", ");
    if causes.is_empty() {
        causes = no_one_criterion();
    }
    flips(who, flip.old, flip.new, causes)
}

/// What is said of so many records.
type Worded = fn(Sentence) -> Sentence;

/// Who was not compared: how many, and then each that is faulty or asks for a stage that is not there.
fn unjudged(cohort: &Cohort, all: bool) -> Vec<Sentence> {
    let length = |list: &[RefusedRecord]| u64::try_from(list.len()).unwrap_or(u64::MAX);
    let counts: [(u64, Worded); 5] = [
        (cohort.answered_by_neither, neither_answers),
        (cohort.answered_by_old, only_old_answers),
        (cohort.answered_by_new, only_new_answers),
        (length(&cohort.not_judged), no_stage),
        (length(&cohort.refused), faulty),
    ];
    let counts = counts.into_iter().filter(|(count, _)| *count > 0);
    let counts = counts.map(|(count, of)| of(counted(count, "record", "records")));
    let places = cohort.not_judged.iter().chain(&cohort.refused);
    let places = places.map(|one| refused(one.place.clone(), one.message.clone()));
    counts.chain(listed(places, all)).collect()
}

/// The first of them, and how many more there are.
fn listed(items: impl Iterator<Item = Sentence>, all: bool) -> Vec<Sentence> {
    let mut items: Vec<Sentence> = items.collect();
    let more = items.len().saturating_sub(LISTED);
    if !all && more > 0 {
        items.truncate(LISTED);
        items.push(and_more(more.to_string()));
    }
    items
}
