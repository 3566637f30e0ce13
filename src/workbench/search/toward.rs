//! From a record towards what is wanted: which single changes are worth trying.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::candidates::{self, SeenReading};
use super::leaves::{Leaf, exact};
use super::{Hang, JudgedCandidate, Search, SearchGoal};
use crate::assessment::Day;
use crate::measure::Reading;
use crate::quantity::{Exact, Toward};
use crate::verdict::Verdict;
use crate::workbench::cases::BandOutcome;
use crate::workbench::partition::{bounds, representatives};

/// Days back that windows and calendars end on, and the day after.
const WINDOWS: &[i32] = &[
    0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 13, 14, 15, 21, 22, 28, 29, 30, 31, 35, 36, 42, 43, 56, 57,
    84, 85, 100, 182, 183, 365, 366,
];

impl Search<'_> {
    /// Changes worth trying from a record.
    pub(super) fn edits(
        &mut self,
        state: &JudgedCandidate,
        wanted: &SearchGoal,
    ) -> Vec<Map<String, Value>> {
        let mut edits = self.goals(wanted.criterion);
        let leaves = self.form.leaves(&state.record);
        let hang = self.hang(state, &leaves);
        if state.says(wanted) {
            let offenders: Vec<usize> = self
                .offenders(state, wanted)
                .map(|finding| finding.criterion)
                .take(3)
                .collect();
            for offender in offenders {
                let cured = SearchGoal {
                    criterion: offender,
                    side: BandOutcome::Go,
                    within: None,
                    decisive: false,
                    alone: false,
                };
                self.toward(state, &leaves, &hang, &cured, &mut edits);
            }
        } else {
            self.toward(state, &leaves, &hang, wanted, &mut edits);
        }
        edits
    }

    /// Goals that ask less, so that fewer other criteria count.
    fn goals(&self, criterion: usize) -> Vec<Map<String, Value>> {
        let stages = self.protocol.stages.iter();
        stages
            .filter(|stage| stage.criteria.end > criterion)
            .map(|stage| {
                let goal = serde_json::json!({ "stage": stage.id });
                std::iter::once(("/goal".to_owned(), goal)).collect()
            })
            .collect()
    }

    /// Changes of single values that may bring a criterion where it is wanted.
    pub(super) fn toward(
        &self,
        state: &JudgedCandidate,
        leaves: &[Leaf],
        hang: &Hang,
        wanted: &SearchGoal,
        edits: &mut Vec<Map<String, Value>>,
    ) {
        let Some(criterion) = self.protocol.criteria.get(wanted.criterion) else {
            return;
        };
        let targets = self.targets(state, wanted);
        let none = Vec::new();
        let pointers = hang.get(&criterion.query).unwrap_or(&none);
        for leaf in leaves
            .iter()
            .filter(|leaf| pointers.contains(&leaf.pointers))
        {
            let mut values = candidates::nudges(leaf);
            if let Some(day) = candidates::day(leaf) {
                let as_of = state.record.get("as_of").and_then(Value::as_str);
                let from = as_of.and_then(|as_of| as_of.parse().ok()).unwrap_or(day);
                for from in [day, from] {
                    let near = WINDOWS.iter().chain(&[-7, -3, -1]);
                    values.extend(near.map(|days| candidates::earlier(from, *days)));
                }
                values.extend(self.solved_days(state, leaf, day, criterion.query, &targets));
            }
            for target in &targets {
                values.extend(rounded(leaf, *target));
            }
            values.extend(self.solved(state, leaf, criterion.query, &targets));
            edits.extend(
                values
                    .into_iter()
                    .map(|value| edit(&state.record, &leaf.pointers, &value)),
            );
        }
    }

    /// Values of the criterion's measure that it places where it is wanted, those next to its limits among them.
    pub(super) fn targets(&self, state: &JudgedCandidate, wanted: &SearchGoal) -> Vec<Exact> {
        if let Some((low, high)) = wanted.within {
            let middle = low.plus(high.minus(low).over(2));
            return vec![low, high, middle];
        }
        let (Some(bands), Some(criterion)) = (
            self.bands(wanted.criterion),
            self.protocol.criteria.get(wanted.criterion),
        ) else {
            return Vec::new();
        };
        let band = match wanted.side {
            BandOutcome::Go => Verdict::Go,
            BandOutcome::Caution => Verdict::Caution,
            BandOutcome::NoGo => Verdict::NoGo,
            BandOutcome::Missing => return Vec::new(),
        };
        let cuts = bounds(&bands, state.goal).unwrap_or_default();
        let near = cuts.iter().flat_map(|cut| {
            let one = Exact::whole(1);
            [*cut, cut.plus(one), cut.minus(one)]
        });
        let values = representatives(criterion.measure, cuts.iter().copied()).unwrap_or_default();
        let mut values: Vec<Exact> = values.into_iter().chain(near).collect();
        values.retain(|value| bands.place(*value, state.goal) == Some(band));
        values.dedup();
        values
    }

    /// Numbers at a place that would bring a reading to its targets, if it depends on the place in a line or on its reciprocal.
    fn solved(
        &self,
        state: &JudgedCandidate,
        leaf: &Leaf,
        query: usize,
        targets: &[Exact],
    ) -> Vec<Value> {
        let Some(here) = leaf.value.as_ref().and_then(exact) else {
            return Vec::new();
        };
        let nudged = [here.plus(Exact::whole(1)), here.over(2)]
            .into_iter()
            .filter_map(|at| {
                let value = candidates::number(leaf, at, Toward::Up)?;
                let at = exact(&value)?;
                let next = self.edited(state, &edit(&state.record, &leaf.pointers, &value))?;
                Some(SeenReading {
                    at,
                    reading: next.readings.get(query)?.value()?,
                })
            });
        let Some(reading) = state.readings.get(query).and_then(Reading::value) else {
            return Vec::new();
        };
        let here = SeenReading { at: here, reading };
        let mut values = Vec::new();
        for there in nudged {
            for target in targets {
                for solved in candidates::solved(here, there, *target) {
                    values.extend(rounded(leaf, solved));
                }
            }
        }
        values
    }

    /// Days at a place that would bring a count of days or weeks to its targets.
    fn solved_days(
        &self,
        state: &JudgedCandidate,
        leaf: &Leaf,
        day: Day,
        query: usize,
        targets: &[Exact],
    ) -> Vec<Value> {
        let Some(reading) = state.readings.get(query).and_then(Reading::value) else {
            return Vec::new();
        };
        let value = candidates::earlier(day, 1);
        let next = self.edited(state, &edit(&state.record, &leaf.pointers, &value));
        let Some(next) = next.and_then(|next| next.readings.get(query).and_then(Reading::value))
        else {
            return Vec::new();
        };
        let here = SeenReading {
            at: Exact::ZERO,
            reading,
        };
        let there = SeenReading {
            at: Exact::whole(1),
            reading: next,
        };
        let mut values = Vec::new();
        for target in targets {
            for solved in candidates::solved(here, there, *target) {
                for toward in [Toward::Down, Toward::Up] {
                    let days = solved.to_step(Exact::whole(1), toward).terms().0;
                    let days = i32::try_from(days).ok().filter(|days| days.abs() < 4_000);
                    values.extend(days.map(|days| candidates::earlier(day, days)));
                }
            }
        }
        values
    }

    /// Which readings depend on which places of the record, learned once for each file.
    pub(super) fn hang(&mut self, state: &JudgedCandidate, leaves: &[Leaf]) -> Hang {
        let key = format!(
            "{} {:?} {:?}",
            state.from,
            state.start,
            shape(&state.record)
        );
        if let Some(hang) = self.hang.get(&key) {
            return hang.clone();
        }
        let mut hang: Hang = BTreeMap::new();
        for leaf in leaves {
            for value in candidates::nudges(leaf) {
                let Some(next) = self.edited(state, &edit(&state.record, &leaf.pointers, &value))
                else {
                    continue;
                };
                let pairs = next.readings.iter().zip(&state.readings).enumerate();
                for (query, (one, other)) in pairs {
                    if one != other {
                        let places = hang.entry(query).or_default();
                        if !places.contains(&leaf.pointers) {
                            places.push(leaf.pointers.clone());
                        }
                    }
                }
            }
        }
        self.hang.insert(key, hang.clone());
        hang
    }
}

/// How many entries each list of a record has: records of one shape share what depends on what.
fn shape(record: &Value) -> Vec<(String, usize)> {
    let fields = record.as_object();
    fields
        .into_iter()
        .flatten()
        .filter_map(|(name, value)| Some((name.clone(), value.as_array()?.len())))
        .collect()
}

/// The change that puts a value at places, with the block each stands in when that is not there yet.
pub(super) fn edit(record: &Value, pointers: &[String], value: &Value) -> Map<String, Value> {
    let mut edit = Map::new();
    for pointer in pointers {
        let missing = pointer.rsplit_once('/').filter(|(parent, _)| {
            !parent.is_empty() && record.pointer(parent).is_none_or(Value::is_null)
        });
        match missing {
            Some((parent, key)) => {
                let block = std::iter::once((key.to_owned(), value.clone())).collect();
                edit.insert(parent.to_owned(), Value::Object(block));
            }
            None => {
                edit.insert(pointer.clone(), value.clone());
            }
        }
    }
    edit
}

/// The number on the steps that people write: whole, halves, tenths, hundredths, on either side of it.
fn rounded(leaf: &Leaf, value: Exact) -> Vec<Value> {
    let steps = [1_000_000, 500_000, 100_000, 10_000].map(Exact::micro);
    let mut values: Vec<Value> = Vec::new();
    for step in steps {
        for toward in [Toward::Down, Toward::Up] {
            let written = candidates::number(leaf, value.to_step(step, toward), toward);
            values.extend(written.filter(|written| !values.contains(written)));
        }
    }
    values
}
