//! Whether an observation is one of the measure that it names.

use super::super::{Definition, Scale};
use super::read::number;
use crate::assessment::wire::{Observation, ObservedValue};
use crate::diagnostic::{list, suggest};
use crate::quantity::{Exact, Toward};

/// What is wrong with an observation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Misfit {
    /// Where in the entry, as the end of a JSON pointer.
    pub(crate) field: &'static str,
    /// What was found and what is allowed.
    pub(crate) message: String,
    /// The same without what the record says.
    pub(crate) redacted: String,
}

/// What is wrong with an observation, held against the measures that are declared.
pub(crate) fn misfit(entry: &Observation, declared: &[&'static Definition]) -> Option<Misfit> {
    let Observation {
        date: _,
        measure: id,
        value,
        unable,
        left,
        right,
        note: _,
    } = entry;
    let id = id.as_deref().unwrap_or_default();
    let Some(measure) = declared.iter().find(|measure| measure.id == id) else {
        return Some(unknown(id, declared));
    };
    let wrong = |field, message: &str| {
        Some(Misfit {
            field,
            message: format!("`{id}` {message}"),
            redacted: message.to_owned(),
        })
    };
    let shape = measure.declared?;
    if let Some(of) = shape.of {
        return wrong("/measure", &format!("is read off `{}`: record that", of.id));
    }
    if shape.sided && (value.is_some() || unable.is_some()) {
        let field = if value.is_some() { "/value" } else { "/unable" };
        return wrong(field, "is recorded for each side: use `left` and `right`");
    }
    if !shape.sided && (left.is_some() || right.is_some()) {
        let field = if left.is_some() { "/left" } else { "/right" };
        return wrong(field, "is of no side: use `value` and `unable`");
    }
    let side = |side: &Option<crate::assessment::wire::ObservedSide>| {
        side.as_ref().and_then(|side| side.value.clone())
    };
    let values = [
        ("/value", value.clone()),
        ("/left/value", side(left)),
        ("/right/value", side(right)),
    ];
    values.into_iter().find_map(|(field, value)| {
        let value = value?;
        number(&value, measure).err()?;
        let allowed = allowed(measure);
        Some(Misfit {
            field,
            message: format!("`{id}` is {allowed}, got {}", shown(&value)),
            redacted: format!("must be {allowed}"),
        })
    })
}

fn unknown(id: &str, declared: &[&'static Definition]) -> Misfit {
    // What is read off another measure is none to record.
    let recorded = declared
        .iter()
        .filter(|measure| measure.relative_to.is_none());
    let ids: Vec<&str> = recorded.map(|measure| measure.id).collect();
    let (help, redacted) = if ids.is_empty() {
        let none = "the criteria that judge this declare none".to_owned();
        (none.clone(), none)
    } else {
        (suggest(id, &ids), format!("allowed: {}", list(&ids)))
    };
    Misfit {
        field: "/measure",
        message: format!("no declared measure `{id}`; {help}"),
        redacted: format!("no such declared measure; {redacted}"),
    }
}

fn allowed(measure: &Definition) -> String {
    let decimal = |value: Exact| value.decimal(Toward::Down).to_string();
    match measure.scale {
        Scale::Number { low, high, .. } => {
            let step = measure.declared.and_then(|declared| declared.step);
            let step = step.map_or_else(String::new, |step| {
                format!(" in steps of {}", decimal(step))
            });
            format!("{} to {}{step}", decimal(low), measure.show(high))
        }
        Scale::Words(words) => format!("one of {}", list(words)),
        Scale::YesNo => "`true` or `false`".to_owned(),
    }
}

fn shown(value: &ObservedValue) -> String {
    match value {
        ObservedValue::Number(millionths) => {
            Exact::micro(*millionths).decimal(Toward::Down).to_string()
        }
        ObservedValue::Word(word) => format!("`{word}`"),
        ObservedValue::YesNo(answer) => format!("`{answer}`"),
    }
}
