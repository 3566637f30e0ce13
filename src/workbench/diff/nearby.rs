//! A plain search for witnesses: known assessments, unchanged or with one value changed.

use serde_json::Value;

use crate::assessment::Assessment;
use crate::measure::Definition;
use crate::quantity::{Exact, MICRO, Toward};

use super::witness::Wanted;

/// So many assessments are tried for one reading before the search gives up.
const MOST: usize = 4_000;

/// So many assessments are tried in all.
const MOST_IN_ALL: usize = 40_000;

/// Known assessments to start from.
#[derive(Clone, Debug, Default)]
pub struct Nearby {
    bases: Vec<Value>,
    tried: usize,
}

impl Nearby {
    /// A search from these assessments, in this order.
    #[must_use]
    pub fn new(bases: Vec<Value>) -> Self {
        Self { bases, tried: 0 }
    }

    /// The first assessment that is accepted: one of the known ones, in either setting, or one of them with one value changed.
    pub fn find(
        &mut self,
        accept: &mut dyn FnMut(&Assessment) -> bool,
        wanted: Option<Wanted>,
    ) -> Option<Value> {
        let mut tried = 0_usize;
        let in_all = &mut self.tried;
        let mut accepts = |value: &Value| {
            tried = tried.saturating_add(1);
            *in_all = in_all.saturating_add(1);
            let assessment = Assessment::from_json(&value.to_string());
            (tried <= MOST && *in_all <= MOST_IN_ALL)
                .then(|| assessment.is_ok_and(|assessment| accept(&assessment)))
        };
        for base in self.bases.iter().flat_map(in_both_settings) {
            if accepts(&base)? {
                return Some(base);
            }
        }
        let (query, low, high) = wanted?;
        let values = values(query.measure, low, high);
        for base in &self.bases {
            let mut pointers = Vec::new();
            leaves(base, String::new(), &mut pointers);
            for pointer in pointers {
                let near = base.pointer(&pointer).map(beside).unwrap_or_default();
                for value in values.iter().chain(&near) {
                    let mut changed = base.clone();
                    let Some(leaf) = changed.pointer_mut(&pointer) else {
                        continue;
                    };
                    if *leaf == *value || !alike(leaf, value) {
                        continue;
                    }
                    *leaf = value.clone();
                    if accepts(&changed)? {
                        return Some(changed);
                    }
                }
            }
        }
        None
    }
}

fn in_both_settings(base: &Value) -> Vec<Value> {
    let with = |setting: &str| {
        let mut changed = base.clone();
        if let Value::Object(fields) = &mut changed {
            fields.insert("setting".to_owned(), Value::from(setting));
        }
        changed
    };
    vec![base.clone(), with("home"), with("clinic")]
}

/// Values that may give a reading between two ends: the ends, a step inside each, the middle; words and answers.
fn values(measure: &Definition, low: Exact, high: Exact) -> Vec<Value> {
    if !measure.scale.words().is_empty() {
        let words = measure.scale.words().iter().map(|word| Value::from(*word));
        return words
            .chain([Value::from(true), Value::from(false)])
            .collect();
    }
    let half = Exact::micro(MICRO.saturating_div(2));
    let step = Exact::whole(1);
    let middle = low.plus(high).over(2);
    let mut numbers = Vec::new();
    for number in [
        low,
        high,
        low.plus(half),
        high.minus(half),
        low.plus(step),
        high.minus(step),
        middle.to_step(half, Toward::Down),
        middle.to_step(step, Toward::Down),
    ] {
        if low <= number && number <= high && !numbers.contains(&number) {
            numbers.push(number);
        }
    }
    // A test counts in whole numbers, a score in whole or half ones: each is written as short as it can be.
    let shown = numbers
        .into_iter()
        .map(|number| number.decimal(Toward::Down));
    shown
        .filter_map(|number| serde_json::from_str(&number.to_string()).ok())
        .collect()
}

/// Values a little beside a number, for readings that hang on more than one number.
fn beside(leaf: &Value) -> Vec<Value> {
    let tenths = leaf.as_i64().and_then(|whole| whole.checked_mul(10));
    let near = tenths.map(|tenths| {
        [90, 95, 105, 120].map(|percent: i64| {
            let changed = Exact::micro(tenths.saturating_mul(percent).saturating_mul(1_000));
            changed.to_step(Exact::micro(MICRO.saturating_div(2)), Toward::Down)
        })
    });
    let shown = near
        .into_iter()
        .flatten()
        .map(|number| number.decimal(Toward::Down));
    shown
        .filter_map(|number| serde_json::from_str(&number.to_string()).ok())
        .collect()
}

const fn alike(one: &Value, other: &Value) -> bool {
    matches!(
        (one, other),
        (Value::Number(_), Value::Number(_))
            | (Value::Bool(_), Value::Bool(_))
            | (Value::String(_), Value::String(_))
    )
}

fn leaves(value: &Value, path: String, pointers: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (key, field) in fields {
                leaves(field, format!("{path}/{key}"), pointers);
            }
        }
        Value::Array(entries) => {
            for (place, entry) in entries.iter().enumerate() {
                leaves(entry, format!("{path}/{place}"), pointers);
            }
        }
        Value::Null => {}
        Value::Bool(_) | Value::Number(_) | Value::String(_) => pointers.push(path),
    }
}
