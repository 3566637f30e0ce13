//! A criteria file as other programs read it.

use serde_json::{Map, Value};

/// The keys and values of a criteria file as JSON; dates become texts.
///
/// # Errors
/// When the text is not TOML.
pub fn as_json(text: &str) -> Result<Value, String> {
    let table: toml::Table = text
        .parse()
        .map_err(|error: toml::de::Error| error.message().to_owned())?;
    Ok(value(&toml::Value::Table(table)))
}

fn value(given: &toml::Value) -> Value {
    match given {
        toml::Value::String(text) => text.as_str().into(),
        toml::Value::Integer(number) => (*number).into(),
        toml::Value::Float(number) => (*number).into(),
        toml::Value::Boolean(answer) => (*answer).into(),
        toml::Value::Datetime(date) => date.to_string().into(),
        toml::Value::Array(entries) => entries.iter().map(value).collect(),
        toml::Value::Table(fields) => {
            let fields = fields.iter();
            Value::Object(
                fields
                    .map(|(key, field)| (key.clone(), value(field)))
                    .collect::<Map<_, _>>(),
            )
        }
    }
}
