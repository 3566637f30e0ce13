//! `rtr schema columns`: the columns of a table of readings, and who asks for them.

use serde::Serialize;

use crate::cli::{CliError, CriteriaArguments, Exit, criteria, print_json};
use crate::columns::{AskedColumn, AskedReadings, FACTS, FactColumn, Part, states};
use crate::measure::{Better, Scale};
use crate::protocol::set::ProtocolSet;
use crate::quantity::{Decimal, Exact, Toward};

/// The columns of a table of readings (format `columns/1`).
#[derive(Serialize)]
struct ColumnsV1<'a> {
    format: &'static str,
    types: [TypeV1; 4],
    criteria: Vec<CriteriaV1<'a>>,
    columns: Vec<ColumnV1<'a>>,
}

/// A type of column, and how tables may hold it.
#[derive(Serialize)]
struct TypeV1 {
    name: &'static str,
    written: &'static str,
    read: &'static str,
}

const TYPES: [TypeV1; 4] = [
    TypeV1 {
        name: "number",
        written: "float64",
        read: "float64, any integer, decimal; no float32, which cannot hold the decimals that limits are met by",
    },
    TypeV1 {
        name: "text",
        written: "utf8",
        read: "utf8, large-utf8, utf8-view, each also dictionary-encoded; `id` any integer, too",
    },
    TypeV1 {
        name: "yes-no",
        written: "bool",
        read: "bool",
    },
    TypeV1 {
        name: "day",
        written: "date32",
        read: "date32, or text written YYYY-MM-DD",
    },
];

/// Criteria that ask.
#[derive(Serialize)]
struct CriteriaV1<'a> {
    protocol: &'a str,
    version: &'a str,
    criteria_sha256: String,
}

/// A column.
#[derive(Default, Serialize)]
struct ColumnV1<'a> {
    name: String,
    /// The column whose reading this tells more of; none for that column itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    beside: Option<&'a str>,
    r#type: &'static str,
    /// Whether a row without it is refused; any other may be empty, or absent from the table.
    required: bool,
    meaning: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    low: Option<Decimal>,
    #[serde(skip_serializing_if = "Option::is_none")]
    high: Option<Decimal>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    words: Vec<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    better: Option<&'static str>,
    /// The criteria that ask for it, as `protocol stage/criterion`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    asked_by: Vec<String>,
}

pub(super) fn run(arguments: &CriteriaArguments) -> Result<Exit, CliError> {
    let protocols = criteria::protocol_set(arguments)?;
    let asked = AskedReadings::by(&protocols)?;
    let mut of_protocols = Vec::new();
    for place in protocols.judging() {
        let protocol = protocols.protocol(place)?;
        of_protocols.push(CriteriaV1 {
            protocol: &protocol.id,
            version: &protocol.version,
            criteria_sha256: protocol.digest.to_string(),
        });
    }
    let mut columns: Vec<ColumnV1<'_>> = FACTS.iter().map(fact).collect();
    for (place, column) in asked.columns.iter().enumerate() {
        columns.extend(reading(column, asked_by(&protocols, &asked, place)?));
    }
    print_json(&ColumnsV1 {
        format: "columns/1",
        types: TYPES,
        criteria: of_protocols,
        columns,
    })?;
    Ok(Exit::Done)
}

fn fact(fact: &FactColumn) -> ColumnV1<'static> {
    ColumnV1 {
        name: fact.name.to_owned(),
        r#type: fact.kind,
        required: fact.required,
        meaning: fact.meaning.to_owned(),
        words: fact.words.to_vec(),
        ..ColumnV1::default()
    }
}

/// The criteria that ask for a reading.
fn asked_by(
    protocols: &ProtocolSet,
    asked: &AskedReadings,
    column: usize,
) -> Result<Vec<String>, CliError> {
    let mut names = Vec::new();
    for place in protocols.judging() {
        let protocol = protocols.protocol(place)?;
        let columns = asked.places.get(place);
        for (criterion, asks) in protocol.criteria.iter().enumerate() {
            let asked_for = columns.and_then(|columns| columns.get(asks.query));
            if asked_for == Some(&column) {
                names.push(format!("{} {}", protocol.id, protocol.name_of(criterion)));
            }
        }
    }
    Ok(names)
}

/// The columns of a reading.
fn reading(column: &AskedColumn, asked_by: Vec<String>) -> Vec<ColumnV1<'_>> {
    let measure = column.measure();
    let (kind, words) = match measure.scale {
        Scale::Number { .. } => ("number", [].as_slice()),
        Scale::Words(words) => ("text", words),
        Scale::YesNo => ("yes-no", [].as_slice()),
    };
    let (low, high) = measure.scale.range();
    let bound = |end: Exact| (kind == "number").then(|| end.decimal(Toward::Down));
    let unit = measure.scale.unit().sign();
    let value = |part: Part, meaning: String| ColumnV1 {
        name: format!("{}{}", column.name, part.suffix()),
        beside: (part != Part::Value).then_some(column.name.as_str()),
        r#type: kind,
        meaning,
        unit: Some(unit).filter(|unit| !unit.is_empty()),
        low: bound(low),
        high: bound(high),
        words: words.to_vec(),
        ..ColumnV1::default()
    };
    let told = |part: Part, meaning: String, words: Vec<&'static str>| ColumnV1 {
        r#type: "text",
        unit: None,
        low: None,
        high: None,
        words,
        ..value(part, meaning)
    };
    let mut columns = vec![ColumnV1 {
        better: measure.better.map(Better::word),
        asked_by,
        ..value(
            Part::Value,
            format!(
                "{} Empty: not known. {}",
                measure.meaning, measure.derivation
            ),
        )
    }];
    for part in Part::of(&measure.scale).iter().copied() {
        columns.push(match part {
            Part::Value => continue,
            Part::High => value(
                part,
                "The upper end, where only a range is known; the value is then its lower end, and empty means the lowest of all."
                    .to_owned(),
            ),
            Part::State => {
                let told_states: Vec<String> = states(measure)
                    .map(|(state, meaning)| format!("`{state}`: {meaning}"))
                    .collect();
                let meaning = format!("What a value cannot say. {}.", told_states.join("; "));
                told(part, meaning, states(measure).map(|(state, _)| state).collect())
            }
            Part::Exact => told(
                part,
                "The value as a fraction (`2800/31`), or both ends of a range joined by `..`, where six decimals do not hold it; \
                 it must round to the value beside it."
                    .to_owned(),
                Vec::new(),
            ),
        });
    }
    columns
}
