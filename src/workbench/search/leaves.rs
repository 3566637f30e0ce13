//! Every place of a record where something can be said, as the published schema of `assessment/1` knows it.

use std::collections::BTreeMap;

use schemars::generate::SchemaSettings;
use serde_json::{Map, Value};

use crate::assessment::wire::Wire;
use crate::measure::{Definition, Scale};
use crate::protocol::decimal;
use crate::quantity::Exact;

/// What can stand at a place.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Kind {
    /// Words and yes or no.
    pub(super) choices: Vec<Value>,
    /// Smallest, largest and step of a number.
    pub(super) number: Option<(Exact, Exact, Exact)>,
    /// A day.
    pub(super) day: bool,
    /// Any of the choices together, such as what may have masked pain.
    pub(super) list: bool,
}

/// A place of a record, or the same place of several entries, which then take one value together.
#[derive(Clone, Debug)]
pub(super) struct Leaf {
    /// Its JSON pointers.
    pub(super) pointers: Vec<String>,
    /// What can stand there.
    pub(super) kind: Kind,
    /// What stands there.
    pub(super) value: Option<Value>,
}

/// The schema of assessments, with its definitions at hand.
pub(super) struct Form {
    root: Value,
    /// The measures that the criteria declare.
    declared: Vec<&'static Definition>,
}

impl Form {
    pub(super) fn new(declared: &[&'static Definition]) -> Self {
        let settings = SchemaSettings::draft2020_12().for_deserialize();
        Self {
            declared: declared.to_vec(),
            root: settings
                .into_generator()
                .into_root_schema_for::<Wire>()
                .to_value(),
        }
    }

    /// The places of a record: those that say something, and those beside them that could.
    pub(super) fn leaves(&self, record: &Value) -> Vec<Leaf> {
        let mut leaves = Vec::new();
        self.collect(&self.root, Some(record), String::new(), &mut leaves);
        leaves.retain(|leaf| {
            let says =
                |pointer: &String| FIXED.contains(&pointer.as_str()) || pointer.ends_with("/note");
            !leaf.pointers.iter().any(says)
        });
        for leaf in &mut leaves {
            if let Some(kind) = self.observed(leaf, record) {
                leaf.kind = kind;
            }
        }
        let groups = together(&leaves);
        leaves.extend(groups);
        leaves
    }

    /// What can stand at a place of an observation: the schema does not know it, the measure does.
    fn observed(&self, leaf: &Leaf, record: &Value) -> Option<Kind> {
        let [pointer] = leaf.pointers.as_slice() else {
            return None;
        };
        let rest = pointer.strip_prefix("/observations/")?;
        let (entry, field) = rest.split_once('/')?;
        // Another measure is another observation, and never a step from this one.
        if field == "measure" {
            return Some(Kind::default());
        }
        field.strip_suffix("value")?;
        let id = record.pointer(&format!("/observations/{entry}/measure"))?;
        let id = id.as_str()?;
        let measure = self.declared.iter().find(|measure| measure.id == id)?;
        Some(match measure.scale {
            Scale::Number { low, high, .. } => Kind {
                number: Some((low, high, measure.step().unwrap_or(Exact::micro(10_000)))),
                ..Kind::default()
            },
            Scale::Words(words) => Kind {
                choices: words.iter().copied().map(Value::from).collect(),
                ..Kind::default()
            },
            Scale::YesNo => Kind {
                choices: vec![Value::Bool(false), Value::Bool(true)],
                ..Kind::default()
            },
        })
    }

    /// A schema without its references and without the alternative of `null`.
    fn resolved<'a>(&'a self, schema: &'a Value) -> &'a Value {
        if let Some(name) = schema.get("$ref").and_then(Value::as_str) {
            let pointer = name.strip_prefix('#').unwrap_or(name);
            return self
                .root
                .pointer(pointer)
                .map_or(schema, |schema| self.resolved(schema));
        }
        let alternatives = schema.get("anyOf").and_then(Value::as_array);
        let other = alternatives.and_then(|of| match of.as_slice() {
            [one, null] if null.get("type") == Some(&Value::from("null")) => Some(one),
            _ => None,
        });
        other.map_or(schema, |schema| self.resolved(schema))
    }

    fn collect(
        &self,
        schema: &Value,
        value: Option<&Value>,
        pointer: String,
        leaves: &mut Vec<Leaf>,
    ) {
        let schema = self.resolved(schema);
        let value = value.filter(|value| !value.is_null());
        if let Some(fields) = schema.get("properties").and_then(Value::as_object) {
            // What is not there at all is only begun where it depends on the record itself or on an entry.
            if value.is_some() || pointer.matches('/').count() <= 1 {
                self.fields(fields, value, &pointer, leaves);
            }
            return;
        }
        let items = schema.get("items").map(|items| self.resolved(items));
        let entries = value.and_then(Value::as_array);
        match (items, entries) {
            (Some(items), _)
                if items.get("properties").is_none() && !kind(items).choices.is_empty() =>
            {
                let kind = Kind {
                    list: true,
                    ..kind(items)
                };
                leaves.push(Leaf {
                    pointers: vec![pointer],
                    kind,
                    value: value.cloned(),
                });
            }
            (Some(items), Some(entries)) => {
                for (place, entry) in entries.iter().enumerate() {
                    self.collect(items, Some(entry), format!("{pointer}/{place}"), leaves);
                }
            }
            (Some(_), None) => {}
            (None, _) => {
                let mut kind = kind(schema);
                for alternative in schema
                    .get("anyOf")
                    .and_then(Value::as_array)
                    .into_iter()
                    .flatten()
                {
                    let other = self::kind(self.resolved(alternative));
                    kind.choices.extend(other.choices);
                    kind.number = kind.number.or(other.number);
                    kind.day |= other.day;
                }
                leaves.push(Leaf {
                    pointers: vec![pointer],
                    kind,
                    value: value.cloned(),
                });
            }
        }
    }

    fn fields(
        &self,
        fields: &Map<String, Value>,
        value: Option<&Value>,
        pointer: &str,
        leaves: &mut Vec<Leaf>,
    ) {
        for (name, field) in fields {
            let inner = value.and_then(|value| value.get(name));
            self.collect(field, inner, format!("{pointer}/{name}"), leaves);
        }
    }
}

/// The same place of all entries of a list, of its first week and of what is older: a week of mornings changes as one.
fn together(leaves: &[Leaf]) -> Vec<Leaf> {
    let mut groups: BTreeMap<String, Vec<&Leaf>> = BTreeMap::new();
    for leaf in leaves {
        for pointer in &leaf.pointers {
            let parts: Vec<&str> = pointer.split('/').collect();
            for (place, part) in parts.iter().enumerate() {
                if part.parse::<usize>().is_ok() {
                    let mut parts = parts.clone();
                    if let Some(part) = parts.get_mut(place) {
                        *part = "*";
                    }
                    groups.entry(parts.join("/")).or_default().push(leaf);
                }
            }
        }
    }
    let mut together = Vec::new();
    for group in groups.values() {
        let (week, older) = group.split_at_checked(7).unwrap_or((&[], &[]));
        for part in [group.as_slice(), week, older] {
            if let ([first, _, ..], false) = (part, first_is_day(part)) {
                together.push(Leaf {
                    pointers: part.iter().flat_map(|leaf| leaf.pointers.clone()).collect(),
                    ..(*first).clone()
                });
            }
        }
    }
    together
}

/// Entries of one day would be refused, so days are never set together.
fn first_is_day(part: &[&Leaf]) -> bool {
    part.first().is_some_and(|leaf| leaf.kind.day)
}

/// What makes a record this record, and not another runner's.
const FIXED: &[&str] = &["/format", "/id", "/as_of", "/injury/condition", "/setting"];

fn kind(schema: &Value) -> Kind {
    let mut kind = Kind::default();
    let types: Vec<&str> = match schema.get("type") {
        Some(Value::Array(types)) => types.iter().filter_map(Value::as_str).collect(),
        Some(Value::String(one)) => vec![one],
        Some(_) | None => Vec::new(),
    };
    kind.choices.extend(schema.get("const").cloned());
    for one in schema
        .get("oneOf")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
    {
        kind.choices.extend(one.get("const").cloned());
    }
    let words = schema.get("enum").and_then(Value::as_array);
    kind.choices.extend(
        words
            .into_iter()
            .flatten()
            .filter(|word| !word.is_null())
            .cloned(),
    );
    if types.contains(&"boolean") {
        kind.choices.extend([Value::Bool(false), Value::Bool(true)]);
    }
    kind.day = schema.get("format") == Some(&Value::from("date"));
    let whole = types.contains(&"integer");
    if whole || types.contains(&"number") {
        let limit = |key: &str| schema.get(key).and_then(exact);
        let step = if whole {
            Exact::whole(1)
        } else {
            Exact::micro(10_000)
        };
        kind.number = Some((
            limit("minimum").unwrap_or(Exact::ZERO),
            limit("maximum").unwrap_or(Exact::whole(100_000)),
            limit("multipleOf").unwrap_or(step),
        ));
    }
    kind
}

/// A number of JSON, exactly; `None` for anything else.
pub(super) fn exact(value: &Value) -> Option<Exact> {
    match value {
        Value::Number(number) => {
            let text = number.to_string();
            decimal(text.strip_suffix(".0").unwrap_or(&text)).ok()
        }
        Value::Null | Value::Bool(_) | Value::String(_) | Value::Array(_) | Value::Object(_) => {
            None
        }
    }
}
