//! The training log as a page: a picture of it, every spike, and every measure read off it.

use super::{LoadReport, Needs, Row, Step, beside, caveat, chart, svg, words};
use crate::assessment::{Day, Goal, NO_INJURY};
use crate::document::{Amount, Block, Document, Item, Section, Sentence, sentences};
use crate::measure::{Definition, Reading, State};
use crate::pages::words as common;
use crate::quantity::{Distances, Exact, Toward, Unit};

sentences! {
    log(day: Day) = "Training log as of {day}";
    log_of(id: String, day: Day) = "Training log of {id} as of {day}";
    complete_from(day: Day) = "Complete from {day}.";
    not_complete() = "Not declared complete: a day without an entry may hide a run.";
    injury_since(condition: String, day: Day) = "Injury: {condition} since {day}.";
    injury(condition: String) = "Injury: {condition}, onset not stated.";
    no_injury() = "No injury.";
    goal(goal: Sentence) = "Goal: {goal}.";
    spikes_told() = "Sessions above the longest of the 30 days before them";
    spike(far: Amount, before: Amount, step: &'static str) = "{far} after {before}: {step}";
    more(count: String) = "and {count} before them";
    measured(reading: Sentence, measure: &'static Definition) = "{reading} ({measure})";
    shown_only(label: &'static str) = "{label}*";
    needs_goal() = "needs a goal";
    needs_day() = "needs the goal's day";
    because(reading: Sentence, unless: &'static str) = "{reading}: {unless}";
    no_verdict() = "* shown only: no verdict depends on it.";
    what_needs_a_goal() = "What needs a goal takes one from --goal, such as race:10@2026-12-06.";
    how_each_is_read() = "`rtr explain ID` tells how each is read.";
}

/// The most spikes told one by one.
const TOLD: usize = 8;

/// The page; its pictures are drawn in these distances.
#[must_use]
pub fn document(report: &LoadReport<'_>, distances: Distances) -> Document {
    let id = report.assessment.id().map(str::to_owned);
    let ask = report.goal_distance().is_none().then(what_needs_a_goal);
    let mut page = Document {
        title: match id {
            Some(id) => log_of(id, report.as_of),
            None => log(report.as_of),
        },
        lead: vec![
            Block::Paragraph(state(report)),
            Block::Picture {
                text: chart::draw(report, distances),
                svg: svg::render(report, distances),
                words: words::picture_in_words(report),
            },
        ],
        foot: vec![no_verdict().and(ask).and(how_each_is_read()), caveat()],
        ..Document::default()
    };
    page.section(Section::new(spikes_told(), spikes(report)));
    for section in beside::sections(report) {
        page.section(section);
    }
    for group in &report.groups {
        let rows = group.rows.iter().map(|row| entry(row, report));
        let rows = Block::Entries(rows.collect());
        page.section(Section::new(group.title, vec![rows]));
    }
    page
}

/// How far the log can be trusted, what is injured, and what is aimed at.
fn state(report: &LoadReport<'_>) -> Sentence {
    let assessment = report.assessment;
    let condition = || assessment.condition().to_owned();
    let complete = report
        .complete_from
        .map_or_else(not_complete, complete_from);
    let injured = match assessment.onset() {
        Some(onset) => injury_since(condition(), onset),
        None if assessment.condition() == NO_INJURY => no_injury(),
        None => injury(condition()),
    };
    complete
        .and(injured)
        .and(words::goal_in_words(report).map(goal))
}

/// The spikes of the days shown, one by one, newest first.
fn spikes(report: &LoadReport<'_>) -> Vec<Block> {
    let mut found: Vec<(Sentence, Item)> = Vec::new();
    for day in report.days.iter().rev() {
        let before = super::scale::line(day).map_or(Exact::ZERO, |line| line.kilometres);
        let before = Amount::kilometres(before, Toward::Down);
        for session in &day.sessions {
            let step = Step::of(&session.band);
            if step.is_spike() {
                let far = Amount::kilometres(session.kilometres.low, Toward::Up);
                found.push((day.date.into(), spike(far, before, step.word()).into()));
            }
        }
    }
    newest(found)
}

/// The newest of what was found, and how many there are before them.
pub(super) fn newest(mut found: Vec<(Sentence, Item)>) -> Vec<Block> {
    if found.is_empty() {
        return Vec::new();
    }
    let rest = found.len().saturating_sub(TOLD);
    found.truncate(TOLD);
    let mut blocks = vec![Block::Entries(found)];
    if rest > 0 {
        blocks.push(Block::Paragraph(more(rest.to_string())));
    }
    blocks
}

fn entry(row: &Row, report: &LoadReport<'_>) -> (Sentence, Item) {
    let label = match row.measure.better {
        Some(_) => row.label.into(),
        None => shown_only(row.label),
    };
    let reading = measured(said(row, report), row.measure);
    (label, reading.into())
}

/// The reading in words, or what it waits for.
fn said(row: &Row, report: &LoadReport<'_>) -> Sentence {
    let day = report.goal.as_ref().and_then(Goal::date);
    let waits = match row.needs {
        Needs::Distance | Needs::Day if report.goal_distance().is_none() => Some(needs_goal()),
        Needs::Day if day.is_none() => Some(needs_day()),
        Needs::Nothing | Needs::Distance | Needs::Day => None,
    };
    match waits.filter(|_| row.reading.value().is_none()) {
        Some(waits) => waits,
        None => {
            let words = common::reading(&plain(row), row.measure);
            let applies = row.reading.state != State::NotApplicable;
            if applies || row.unless.is_empty() {
                words
            } else {
                because(words, row.unless)
            }
        }
    }
}

/// The reading without its day, which is the day of the question, and without an end that only the limits of the format give.
fn plain(row: &Row) -> Reading {
    let ends = [
        (Unit::Kilometres, 1000),
        (Unit::Percent, 1000),
        (Unit::Load, 60_000),
    ];
    let any = ends
        .into_iter()
        .find(|(unit, _)| *unit == row.measure.scale.unit())
        .map(|(_, end)| Exact::whole(end));
    let state = match row.reading.state {
        State::Known { low, high } if low < high && any.is_some_and(|any| high >= any) => {
            State::Known {
                low,
                high: row.measure.scale.range().1,
            }
        }
        state @ (State::Known { .. } | State::Unable | State::NotApplicable) => state,
    };
    Reading {
        state,
        date: None,
        ..row.reading
    }
}
