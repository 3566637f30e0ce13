//! The same record with the keys of every object in random order.

use serde_json::Value;

use super::generator::Random;

/// The record with shuffled keys; `None` when it is not JSON.
pub(crate) fn shuffle_keys(text: &str, random: &mut Random) -> Option<String> {
    let mut shuffled = String::with_capacity(text.len());
    write(&serde_json::from_str(text).ok()?, random, &mut shuffled)?;
    Some(shuffled)
}

fn write(value: &Value, random: &mut Random, text: &mut String) -> Option<()> {
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            text.push_str(&serde_json::to_string(value).ok()?);
        }
        Value::Array(values) => {
            text.push('[');
            for (at, value) in values.iter().enumerate() {
                if at > 0 {
                    text.push(',');
                }
                write(value, random, text)?;
            }
            text.push(']');
        }
        Value::Object(fields) => {
            let mut fields: Vec<_> = fields.iter().map(|field| (random.next(), field)).collect();
            fields.sort_unstable_by_key(|(order, _)| *order);
            text.push('{');
            for (at, (_, (key, value))) in fields.into_iter().enumerate() {
                if at > 0 {
                    text.push(',');
                }
                text.push_str(&serde_json::to_string(key).ok()?);
                text.push(':');
                write(value, random, text)?;
            }
            text.push('}');
        }
    }
    Some(())
}
