//! Which other values at one place may bring a reading where it is wanted.

use serde_json::Value;

use super::leaves::{Leaf, exact};
use crate::assessment::Day;
use crate::quantity::{Exact, Toward};

/// Values that a perturbation tries, to learn which readings depend on a place.
pub(super) fn nudges(leaf: &Leaf) -> Vec<Value> {
    let mut values: Vec<Value> = choices(leaf);
    if let Some((low, high, _)) = leaf.kind.number {
        let now = leaf.value.as_ref().and_then(exact);
        let near = now.map_or(vec![low], |now| {
            vec![
                now.plus(Exact::whole(1)),
                now.over(2),
                low,
                now.plus(now),
                high,
            ]
        });
        values.extend(
            near.into_iter()
                .filter_map(|value| number(leaf, value, Toward::Down)),
        );
    }
    if let Some(day) = day(leaf) {
        values.extend([1, 30, -1].into_iter().map(|days| earlier(day, days)));
    }
    if leaf.value.is_some() {
        values.push(Value::Null);
    }
    values
}

/// Every word that the place takes, but not the one that stands there.
pub(super) fn choices(leaf: &Leaf) -> Vec<Value> {
    let mut choices: Vec<Value> = if leaf.kind.list {
        let one = leaf
            .kind
            .choices
            .iter()
            .map(|choice| Value::Array(vec![choice.clone()]));
        std::iter::once(Value::Array(Vec::new()))
            .chain(one)
            .collect()
    } else {
        leaf.kind.choices.clone()
    };
    choices.retain(|choice| Some(choice) != leaf.value.as_ref());
    choices
}

/// The day that stands there.
pub(super) fn day(leaf: &Leaf) -> Option<Day> {
    if !leaf.kind.day {
        return None;
    }
    leaf.value.as_ref()?.as_str()?.parse().ok()
}

/// The day so many days earlier.
pub(super) fn earlier(day: Day, earlier_by: i32) -> Value {
    Value::from(day.plus(earlier_by.saturating_neg()).to_string())
}

/// The number as the place takes it, on its step and within its range.
pub(super) fn number(leaf: &Leaf, value: Exact, toward: Toward) -> Option<Value> {
    let (low, high, step) = leaf.kind.number?;
    let value = value.to_step(step, toward);
    if !(low..=high).contains(&value) {
        return None;
    }
    serde_json::to_value(value.decimal(Toward::Down)).ok()
}

/// Where a reading was seen: the place's value and the reading's.
#[derive(Clone, Copy, Debug)]
pub(super) struct SeenReading {
    pub(super) at: Exact,
    pub(super) reading: Exact,
}

/// Values of the place at which a reading that depends on it in a line, or on its reciprocal, would be the wanted one.
pub(super) fn solved(here: SeenReading, there: SeenReading, wanted: Exact) -> Vec<Exact> {
    let mut values = Vec::new();
    let rise = there.reading.minus(here.reading);
    let run = there.at.minus(here.at);
    if rise != Exact::ZERO
        && let Some(share) = ratio(wanted.minus(here.reading), rise)
        && let Some(step) = share.product(run)
    {
        values.push(here.at.plus(step));
    }
    if wanted > Exact::ZERO
        && let Some(share) = ratio(here.reading, wanted)
        && let Some(at) = share.product(here.at)
    {
        values.push(at);
    }
    values
}

fn ratio(one: Exact, other: Exact) -> Option<Exact> {
    if other < Exact::ZERO {
        return ratio(Exact::ZERO.minus(one), Exact::ZERO.minus(other));
    }
    Exact::percent(one, other).map(|percent| percent.over(100))
}
