//! What the picture of a log cannot show: other training, the runs of one day each for itself, and how long there was none.

use std::collections::BTreeMap;

use super::page::newest;
use super::{LoadReport, words};
use crate::assessment::Day;
use crate::assessment::wire::TrainingKind;
use crate::document::{Amount, Block, Item, Section, Sentence, counted, sentences};
use crate::quantity::{Exact, Toward, Unit};
use crate::training::log::{DayState, LoggedDay};

sentences! {
    other() = "Other training on the days shown";
    of_kind(sessions: Sentence, time: Sentence) = "{sessions}, {time}";
    in_all(time: Amount) = "{time}";
    at_least(time: Amount) = "at least {time}";
    no_time() = "how long is not known";
    several() = "Several runs on one day";
    gaps() = "A week or more without a run";
    of_rest(days: Sentence, last: Day) = "{days} of rest, to {last}";
    perhaps(days: Sentence, last: Day) = "{days} without an entry, to {last}: not known whether run";
}

/// So many days without a run are worth a line.
const GAP: usize = 7;

/// The sections that stand behind the picture.
pub(super) fn sections(report: &LoadReport<'_>) -> [Section; 3] {
    [
        Section::new(several(), newest(of_several(report))),
        Section::new(gaps(), newest(without_run(report))),
        Section::new(other(), other_training(report)),
    ]
}

fn of_several(report: &LoadReport<'_>) -> Vec<(Sentence, Item)> {
    let days = report.days.iter().rev();
    let of_several = days.filter(|day| day.sessions.len() > 1);
    of_several
        .map(|day| {
            let far = day.sessions.iter().map(words::distance_in_words);
            (day.date.into(), Sentence::join(far, " and ").into())
        })
        .collect()
}

fn without_run(report: &LoadReport<'_>) -> Vec<(Sentence, Item)> {
    let is_run = |day: &LoggedDay| day.state == DayState::Training;
    let stretches = report
        .days
        .chunk_by(|one, other| is_run(one) == is_run(other));
    let gaps = stretches.rev().filter_map(|days| {
        let (first, last) = (days.first()?, days.last()?);
        if is_run(first) || days.len() < GAP {
            return None;
        }
        let count = counted(days.len(), "day", "days");
        let is_known = days.iter().all(|day| day.state == DayState::Rest);
        let said = if is_known {
            of_rest(count, last.date)
        } else {
            perhaps(count, last.date)
        };
        Some((first.date.into(), said.into()))
    });
    gaps.collect()
}

fn other_training(report: &LoadReport<'_>) -> Vec<Block> {
    let log = report.assessment.other_training.as_deref();
    let first = report.days.first().map(|day| day.date);
    let shown = log.unwrap_or_default().iter().filter(|entry| {
        entry.date <= report.as_of && first.is_some_and(|first| first <= entry.date)
    });
    let mut by_kind: BTreeMap<TrainingKind, (usize, Exact, bool)> = BTreeMap::new();
    for entry in shown {
        let Some(kind) = entry.entry.kind else {
            continue;
        };
        let (count, time, is_known) = by_kind.entry(kind).or_insert((0, Exact::ZERO, true));
        *count = count.saturating_add(1);
        match entry.entry.minutes {
            Some(minutes) => *time = time.plus(minutes.exact()),
            None => *is_known = false,
        }
    }
    let entries: Vec<(Sentence, Item)> = by_kind
        .into_iter()
        .map(|(kind, (count, time, is_known))| {
            let amount = Amount {
                value: time,
                unit: Unit::Minutes,
                toward: Some(Toward::Down),
                places: Some(0),
            };
            let time = match (is_known, time > Exact::ZERO) {
                (true, _) => in_all(amount),
                (false, true) => at_least(amount),
                (false, false) => no_time(),
            };
            let said = of_kind(counted(count, "session", "sessions"), time);
            (Sentence::from(kind.word()), said.into())
        })
        .collect();
    let entries = (!entries.is_empty()).then_some(Block::Entries(entries));
    entries.into_iter().collect()
}
