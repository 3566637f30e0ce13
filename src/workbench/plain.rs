//! A criteria file as other programs read it.

use serde_json::{Map, Value};

use crate::protocol::{Condition, Criterion};
use crate::quantity::Toward;

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

/// When a criterion is asked, each fact as the file writes it.
#[must_use]
pub fn facts_in_file(criterion: &Criterion) -> Vec<String> {
    let clinic = criterion.clinic.then(|| "setting clinic".to_owned());
    let facts = criterion.when.iter().map(|condition| match condition {
        Condition::OneOf(fact, words) => format!("{} {}", fact.row().key, words.join(" or ")),
        Condition::Compares(fact, operator, bound) => format!(
            "{} {} {}",
            fact.row().key,
            operator.sign(),
            bound.decimal(Toward::Down)
        ),
    });
    clinic.into_iter().chain(facts).collect()
}
