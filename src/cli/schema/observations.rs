//! What an editor needs to know of the measures that criteria declare: their names, and what each takes.

use serde_json::{Value, json};

use crate::measure::{Definition, Scale};
use crate::quantity::{Exact, Toward};

/// Adds these measures to the schema of assessments; each is then named, and its value held to it.
pub(super) fn complete(schema: &mut Value, declared: &[&'static Definition]) {
    // What is read off another measure is never recorded itself.
    let recorded = declared.iter().copied();
    let recorded: Vec<&Definition> = recorded
        .filter(|measure| measure.relative_to.is_none())
        .collect();
    let Some(Value::Object(entry)) = schema.pointer_mut("/$defs/Observation") else {
        return;
    };
    let rules: Vec<Value> = recorded.iter().map(|measure| rule(measure)).collect();
    entry.insert("allOf".to_owned(), Value::Array(rules));
    let ids: Vec<&str> = recorded.iter().map(|measure| measure.id).collect();
    let meanings: Vec<&str> = recorded.iter().map(|measure| measure.meaning).collect();
    let names = json!({ "enum": ids, "x-taplo": { "docs": { "enumValues": meanings } } });
    let measure = entry
        .get_mut("properties")
        .and_then(|properties| properties.get_mut("measure"));
    if let (Some(Value::Object(measure)), Value::Object(names)) = (measure, names) {
        measure.extend(names);
    }
}

/// What an entry of one measure may say.
fn rule(measure: &Definition) -> Value {
    let value = json!({ "value": value(measure) });
    let side = json!({ "properties": value });
    let sided = measure.declared.is_some_and(|declared| declared.sided);
    let says = if sided {
        json!({ "left": side, "right": side, "value": { "type": "null" }, "unable": { "type": "null" } })
    } else {
        json!({ "value": value.get("value"), "left": { "type": "null" }, "right": { "type": "null" } })
    };
    json!({
        "if": { "properties": { "measure": { "const": measure.id } } },
        "then": { "properties": says },
    })
}

fn value(measure: &Definition) -> Value {
    let bound = |value: Exact| json!(value.decimal(Toward::Down));
    match measure.scale {
        Scale::Number { low, high, .. } => json!({
            "type": ["number", "null"],
            "minimum": bound(low),
            "maximum": bound(high),
            "description": measure.meaning,
        }),
        Scale::Words(words) => {
            let words = words.iter().copied().map(Value::from);
            let words: Vec<Value> = words.chain([Value::Null]).collect();
            json!({ "enum": words, "description": measure.meaning })
        }
        Scale::YesNo => json!({ "type": ["boolean", "null"], "description": measure.meaning }),
    }
}
