//! A refused record while its faults of shape are listed, one after another.

use serde_json::{Map, Value};
use serde_path_to_error::{Path, Segment};

/// A record that is gone through: what of it is sound, and what is still to be looked at.
///
/// Fields and entries are read in their order, so that all before a fault is sound and is not read again: many faults take hardly longer
/// to find than one.
pub(super) struct ShapeFaults {
    sound: Map<String, Value>,
    rest: Value,
}

impl ShapeFaults {
    pub(super) fn of(tree: Value) -> Self {
        Self {
            sound: Map::new(),
            rest: tree,
        }
    }

    /// Moves all before a fault to what is sound; where the fault stands in the record, and where in the rest of it.
    pub(super) fn move_on(&mut self, fault: &Path) -> (String, String) {
        let mut segments = fault.iter();
        let (Some(Segment::Map { key }), Value::Object(fields)) = (segments.next(), &mut self.rest)
        else {
            return (pointer(fault, None), pointer(fault, None));
        };
        // Nothing to move before the first field, though thousands may follow.
        if fields.keys().next() != Some(key) {
            let mut before = true;
            for (name, value) in std::mem::take(fields) {
                before &= name != *key;
                if before {
                    join(&mut self.sound, name, value);
                } else {
                    fields.insert(name, value);
                }
            }
        }
        let (Some(Segment::Seq { index }), Some(Value::Array(entries))) =
            (segments.next(), fields.get_mut(key))
        else {
            return (pointer(fault, None), pointer(fault, None));
        };
        let sound = entries.drain(..(*index).min(entries.len())).collect();
        join(&mut self.sound, key.clone(), Value::Array(sound));
        let sound = self.sound.get(key).and_then(Value::as_array);
        (pointer(fault, sound.map(Vec::len)), pointer(fault, Some(0)))
    }

    /// What is still to be looked at.
    pub(super) const fn rest(&self) -> &Value {
        &self.rest
    }

    /// Whether the rest is all of it.
    pub(super) fn is_untouched(&self) -> bool {
        self.sound.is_empty()
    }

    /// Takes a faulty value out of the rest: an unknown field goes, a value becomes `null`, a stubborn list entry an empty object.
    pub(super) fn set_aside(&mut self, path: &str, unknown: bool, again: bool) -> bool {
        if unknown {
            let Some((parent, key)) = path.rsplit_once('/') else {
                return false;
            };
            let key = key.replace("~1", "/").replace("~0", "~");
            return self
                .rest
                .pointer_mut(parent)
                .and_then(Value::as_object_mut)
                .is_some_and(|object| object.remove(&key).is_some());
        }
        let Some(value) = self.rest.pointer_mut(path) else {
            return false;
        };
        let substitute = if again {
            Value::Object(Map::new())
        } else {
            Value::Null
        };
        if *value == substitute {
            return false;
        }
        *value = substitute;
        true
    }

    /// All of it again.
    pub(super) fn whole(self) -> Value {
        let mut whole = self.sound;
        if let Value::Object(rest) = self.rest {
            for (name, value) in rest {
                join(&mut whole, name, value);
            }
        }
        Value::Object(whole)
    }
}

/// Adds a field, or more entries to the list that it holds already.
fn join(fields: &mut Map<String, Value>, name: String, value: Value) {
    match (fields.get_mut(&name), value) {
        (Some(Value::Array(entries)), Value::Array(more)) => entries.extend(more),
        (_, value) => {
            fields.insert(name, value);
        }
    }
}

/// The JSON pointer of a path, with this place of the entry in its list when one is given.
fn pointer(path: &Path, entry: Option<usize>) -> String {
    let mut pointer = String::new();
    for (depth, segment) in path.iter().enumerate() {
        match segment {
            Segment::Seq { index } => {
                let index = entry.filter(|_| depth == 1).unwrap_or(*index);
                pointer.push_str(&format!("/{index}"));
            }
            Segment::Map { key } => {
                pointer.push('/');
                pointer.push_str(&escaped(key));
            }
            Segment::Enum { .. } | Segment::Unknown => {}
        }
    }
    pointer
}

pub(super) fn escaped(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}
