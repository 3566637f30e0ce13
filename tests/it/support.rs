//! What several promises need: fixtures, JSON leaves, protocols by condition.

use std::error::Error;
use std::path::{Path, PathBuf};

use return_to_run::protocol::Protocol;
use return_to_run::protocol::set::ProtocolSet;
use serde_json::Value;

pub(crate) type Tested = Result<(), Box<dyn Error>>;

/// Every case fixture, in order of path.
pub(crate) fn cases() -> Result<Vec<(PathBuf, String)>, Box<dyn Error>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/cases");
    let mut files = Vec::new();
    for folder in root.read_dir()? {
        for file in folder?.path().read_dir()? {
            let path = file?.path();
            if path.extension().is_some_and(|ending| ending == "json") {
                files.push((path.clone(), std::fs::read_to_string(path)?));
            }
        }
    }
    files.sort();
    assert!(!files.is_empty(), "no fixtures found");
    Ok(files)
}

/// The shipped protocol for a condition, with the red flags beside it, as `rtr check` judges by it.
pub(crate) fn protocol_for(condition: &str) -> Result<Protocol, Box<dyn Error>> {
    let shipped = ProtocolSet::with(Vec::new());
    Ok(shipped.protocol(shipped.place_for(condition)?)?.clone())
}

/// JSON pointers of everything inside the evidence: each leaf, list and object, but not the question itself.
pub(crate) fn evidence_pointers(record: &Value) -> Vec<String> {
    let mut pointers = Vec::new();
    collect(record, String::new(), &mut pointers);
    pointers.retain(|pointer| {
        let question = [
            "/format",
            "/as_of",
            "/setting",
            "/goal",
            "/injury/condition",
        ];
        !pointer.is_empty()
            && pointer != "/injury"
            && !question.iter().any(|fixed| pointer.starts_with(fixed))
    });
    pointers
}

fn collect(value: &Value, path: String, pointers: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (key, field) in fields {
                collect(field, format!("{path}/{key}"), pointers);
            }
        }
        Value::Array(entries) => {
            for (place, entry) in entries.iter().enumerate() {
                collect(entry, format!("{path}/{place}"), pointers);
            }
        }
        Value::Null => return,
        Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
    pointers.push(path);
}

/// The record with these places blanked.
pub(crate) fn blanked<'a>(record: &Value, pointers: impl IntoIterator<Item = &'a String>) -> Value {
    let mut record = record.clone();
    for pointer in pointers {
        if let Some(value) = record.pointer_mut(pointer) {
            *value = Value::Null;
        }
    }
    record
}
