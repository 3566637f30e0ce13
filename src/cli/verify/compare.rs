//! Where two reports differ.

use serde_json::Value;

/// A place where a replay differs from a report.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Difference {
    /// The place, as a JSON pointer.
    pub(super) path: String,
    /// What differs there.
    pub(super) what: Differs,
}

/// What differs at a place.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Differs {
    /// The report has nothing there.
    Added(Value),
    /// A list has another length: that of the report, and that of the replay.
    Length(usize, usize),
    /// Another value: that of the report, and that of the replay.
    Changed(Value, Value),
}

/// Every difference of a replay from a report, in the order of the report.
pub(super) fn compare(report: &Value, replay: &Value) -> Vec<Difference> {
    let mut differences = Vec::new();
    at("", report, replay, &mut differences);
    differences
}

fn at(path: &str, before: &Value, now: &Value, differences: &mut Vec<Difference>) {
    let here = |what| Difference {
        path: path.to_owned(),
        what,
    };
    match (before, now) {
        (Value::Object(one), Value::Object(other)) => {
            for (key, value) in one {
                let replayed = other.get(key).unwrap_or(&Value::Null);
                at(&format!("{path}/{key}"), value, replayed, differences);
            }
            let added = other
                .iter()
                .filter(|(key, value)| !one.contains_key(*key) && !value.is_null());
            differences.extend(added.map(|(key, value)| Difference {
                path: format!("{path}/{key}"),
                what: Differs::Added(value.clone()),
            }));
        }
        (Value::Array(one), Value::Array(other)) if one.len() == other.len() => {
            for (place, (one, other)) in one.iter().zip(other).enumerate() {
                at(&format!("{path}/{place}"), one, other, differences);
            }
        }
        (Value::Array(one), Value::Array(other)) => {
            differences.push(here(Differs::Length(one.len(), other.len())));
        }
        (one, other) if one == other => {}
        (one, other) => differences.push(here(Differs::Changed(one.clone(), other.clone()))),
    }
}
