//! A plan as a page: what it comes to, what must be passed and when, and the sessions.

mod bars;
mod words;

pub(crate) use self::words::{
    about, amount, amount_in_all, go_of, kilometres, level_in_words, minutes, no_promise, plan_for,
    rule_in_words, session_in_words, summary,
};
pub(crate) use self::{bars::TEMPLATES as BARS, words::TEMPLATES as WORDS};

use super::report::{list, of_criteria, provenance};
use super::words::{DISCLAIMER, criteria_in_words, refer_in_words};
use crate::assessment::Assessment;
use crate::document::{Block, Document, Inline, Item, Section, Sentence, sentences};
use crate::engine::report::Provenance;
use crate::protocol::{Protocol, Rule};
use crate::quantity::Distances;
use crate::training::{CriterionToPass, Plan, Planned};

sentences! {
    as_of(day: crate::assessment::Day) = "As of {day}.";
    to_pass_by() = "Still to pass or to answer, by the day it is first needed";
    named(name: Inline, asked: Sentence) = "{name}: {asked}";
    met_today() = "Met today; repeat them in time, so that they are not out of date";
    waited_for() = "Waited for";
    holds_back(name: Inline) = "{name} holds a session back until then.";
    sessions() = "Sessions";
    week(number: String, distance: Sentence) = "Week {number}, {distance}";
    pain_changes() = "What pain changes";
    when_to_stop() = "When to stop a session";
}

/// The page; its picture is drawn in these distances.
#[must_use]
pub fn document(
    plan: &Plan<'_>,
    protocol: &Protocol,
    assessment: &Assessment,
    distances: Distances,
) -> Document {
    let mut page = Document {
        title: plan_for(&plan.goal),
        edition: criteria_in_words(protocol),
        facts: of_criteria(protocol, assessment),
        lead: lead(plan, protocol),
        foot: vec![no_promise(), DISCLAIMER.into()],
        provenance: provenance(&Provenance::of(protocol, assessment)),
        ..Document::default()
    };
    let (kept, open): (Vec<_>, Vec<_>) = plan.to_pass.iter().partition(|pass| pass.met_today);
    page.section(Section::new(
        to_pass_by(),
        entries(to_pass(&open, plan, protocol)),
    ));
    let names = kept
        .iter()
        .map(|pass| name(protocol, pass.criterion).into());
    let names = Sentence::join(names, ", ");
    if !names.is_empty() {
        let names = Block::Paragraph(names.then("."));
        page.section(Section::new(met_today(), vec![names]));
    }
    if plan.earliest.is_some() {
        page.section(Section::new(waited_for(), entries(waits(plan, protocol))));
    }
    page.section(Section::new(sessions(), weeks(plan, distances)));
    let rules = rules(plan, protocol).iter().map(|rule| {
        let cited = Inline::Cite(rule.evidence.sources.clone());
        Item::from(rule_in_words(rule).then(cited))
    });
    page.section(Section::new(pain_changes(), list(rules.collect())));
    if !plan.sessions.is_empty() {
        let rules = protocol.stop_rules.iter();
        let rules = rules.map(|rule| Item::from(rule.text.clone()));
        page.section(Section::new(when_to_stop(), list(rules.collect())));
    }
    page
}

/// The rules that change the plan, while it is on the ladder.
pub(crate) fn rules<'p>(plan: &Plan<'_>, protocol: &'p Protocol) -> &'p [Rule] {
    if plan.ladder.is_some() {
        &protocol.ladder_rules
    } else {
        &[]
    }
}

fn name(protocol: &Protocol, criterion: usize) -> Inline {
    Inline::Name(protocol.name_of(criterion))
}

fn entries(entries: Vec<(Sentence, Item)>) -> Vec<Block> {
    if entries.is_empty() {
        return Vec::new();
    }
    vec![Block::Entries(entries)]
}

fn lead(plan: &Plan<'_>, protocol: &Protocol) -> Vec<Block> {
    let (day, answer) = (as_of(plan.as_of), words::answer(plan));
    let mut lead = match plan.refer.map(refer_in_words) {
        Some(refer) => vec![
            Block::Paragraph(day),
            Block::Call(refer),
            Block::Paragraph(answer),
        ],
        None => vec![Block::Paragraph(day.and(answer))],
    };
    let more = words::more(plan, protocol).into_iter().map(Item::from);
    lead.extend(list(more.collect()));
    lead
}

fn to_pass(
    open: &[&CriterionToPass],
    plan: &Plan<'_>,
    protocol: &Protocol,
) -> Vec<(Sentence, Item)> {
    let entries = open.iter().filter_map(|pass| {
        let criterion = protocol.criteria.get(pass.criterion)?;
        let training = words::weeks_and_gain(pass.weeks, criterion.measure);
        let training = training.map(|(weeks, gain)| words::training(weeks, gain));
        let item = Item {
            words: named(
                name(protocol, pass.criterion),
                words::needed(criterion, &plan.goal),
            )
            .and(training),
            advice: criterion.advice.clone().into(),
            ..Item::default()
        };
        Some((pass.by.into(), item))
    });
    entries.collect()
}

fn waits(plan: &Plan<'_>, protocol: &Protocol) -> Vec<(Sentence, Item)> {
    let waits = plan.waited_for.iter();
    waits
        .map(|(criterion, day)| {
            let words = holds_back(name(protocol, *criterion));
            ((*day).into(), words.into())
        })
        .collect()
}

/// The sessions as a picture, and by weeks since the plan was made, counted from one.
fn weeks(plan: &Plan<'_>, distances: Distances) -> Vec<Block> {
    let number = |session: &Planned| {
        session
            .day
            .since(plan.as_of)
            .div_euclid(7)
            .saturating_add(1)
    };
    let mut blocks: Vec<Block> = bars::picture(plan, distances).into_iter().collect();
    for sessions in plan
        .sessions
        .chunk_by(|one, other| number(one) == number(other))
    {
        let metres = sessions.iter().map(|session| session.metres);
        let metres = metres.fold(0, i64::saturating_add);
        let number = sessions.first().map_or(1, number);
        let total = Sentence::from(amount(metres).to(1));
        blocks.push(Block::Subheading(week(number.to_string(), total)));
        let entries = sessions.iter().map(|session| {
            let words = words::session_and_amount(plan, session);
            (Inline::Weekday(session.day).into(), words.into())
        });
        blocks.push(Block::Entries(entries.collect()));
    }
    blocks
}
