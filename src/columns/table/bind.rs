//! The columns of a table, held against those that are asked for.

use arrow_schema::{ArrowError, DataType, Schema};

use crate::columns::{AskedReadings, FACTS, Part, known};
use crate::diagnostic::nearest;
use crate::measure::Scale;

/// What a cell holds, whatever the table's own type for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CellValue {
    Text,
    Number,
    YesNo,
    Day,
    /// The sender's name for a record; a number is as good.
    Id,
}

impl CellValue {
    pub(super) fn of_fact(kind: &str, name: &str) -> Self {
        match kind {
            "number" => Self::Number,
            "yes-no" => Self::YesNo,
            "day" => Self::Day,
            _ if name == "id" => Self::Id,
            _ => Self::Text,
        }
    }

    pub(super) const fn of_part(part: Part, scale: &Scale) -> Self {
        match (part, scale) {
            (Part::State | Part::Exact, _) | (Part::Value | Part::High, Scale::Words(_)) => {
                Self::Text
            }
            (Part::Value | Part::High, Scale::Number { .. }) => Self::Number,
            (Part::Value | Part::High, Scale::YesNo) => Self::YesNo,
        }
    }

    /// Whether a table may hold it so. A float of 32 bits has no room for the decimals by which limits are met.
    fn accepts(self, found: &DataType) -> bool {
        let inner = if let DataType::Dictionary(_, values) = found {
            values.as_ref()
        } else {
            found
        };
        let text = matches!(
            inner,
            DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View
        );
        match self {
            _ if *found == DataType::Null => true,
            Self::Text => text,
            Self::Number => {
                found.is_integer()
                    || matches!(found, DataType::Float64 | DataType::Decimal128(_, _))
            }
            Self::YesNo => *found == DataType::Boolean,
            Self::Day => text || *found == DataType::Date32,
            Self::Id => text || found.is_integer(),
        }
    }

    const fn wanted(self) -> &'static str {
        match self {
            Self::Text => "text (utf8)",
            Self::Number => "a number (float64, an integer or a decimal)",
            Self::YesNo => "yes or no (bool)",
            Self::Day => "a day (date32, or text written YYYY-MM-DD)",
            Self::Id => "text (utf8) or an integer",
        }
    }
}

/// Where in a table the columns that are asked for stand.
#[derive(Debug)]
pub(super) struct Bound {
    pub(super) facts: Vec<Option<usize>>,
    /// For each reading asked for, its four parts.
    pub(super) readings: Vec<[Option<usize>; 4]>,
}

impl Bound {
    /// Finds the columns in a table by their names.
    pub(super) fn of(schema: &Schema, asked: &AskedReadings) -> Self {
        let place = |name: &str| {
            schema
                .fields()
                .iter()
                .position(|field| field.name() == name)
        };
        Self {
            facts: FACTS.iter().map(|fact| place(fact.name)).collect(),
            readings: asked
                .columns
                .iter()
                .map(|column| {
                    Part::ALL.map(|part| place(&format!("{}{}", column.name, part.suffix())))
                })
                .collect(),
        }
    }

    fn places(&self) -> impl Iterator<Item = usize> {
        let readings = self.readings.iter().flatten();
        self.facts.iter().chain(readings).copied().flatten()
    }
}

/// The places of the columns that are wanted; or everything that is wrong with the columns of a table.
pub(super) fn check(
    schema: &Schema,
    asked: &AskedReadings,
    ignored: &[String],
) -> Result<Vec<usize>, ArrowError> {
    let mut faults = Vec::new();
    let mut names: Vec<&str> = FACTS.iter().map(|fact| fact.name).collect();
    names.extend(asked.columns.iter().map(|column| column.name.as_str()));
    for (place, field) in schema.fields().iter().enumerate() {
        let name = field.name();
        let earlier = schema.fields().iter().take(place);
        if earlier.into_iter().any(|earlier| earlier.name() == name) {
            faults.push(format!("two columns are called `{name}`"));
        }
        let fact = FACTS.iter().any(|fact| fact.name == name);
        if !fact && !known(name, &asked.declared) && !ignored.contains(name) {
            let help = nearest(name, names.iter().copied())
                .map_or_else(String::new, |near| format!(" (did you mean `{near}`?)"));
            faults.push(format!(
                "column `{name}` is none of `rtr schema columns`{help}; --ignore-column lets it be"
            ));
        }
    }
    let bound = Bound::of(schema, asked);
    for (fact, place) in FACTS.iter().zip(&bound.facts) {
        match place.and_then(|place| schema.fields().get(place)) {
            Some(field) => faults.extend(mistyped(field, CellValue::of_fact(fact.kind, fact.name))),
            None if fact.required => faults.push(format!("column `{}` is missing", fact.name)),
            None => {}
        }
    }
    for (column, places) in asked.columns.iter().zip(&bound.readings) {
        for (part, place) in Part::ALL.into_iter().zip(places) {
            let field = place.and_then(|place| schema.fields().get(place));
            let holds = CellValue::of_part(part, &column.measure().scale);
            faults.extend(field.and_then(|field| mistyped(field, holds)));
        }
    }
    if faults.is_empty() {
        let mut wanted: Vec<usize> = bound.places().collect();
        wanted.sort_unstable();
        Ok(wanted)
    } else {
        Err(ArrowError::SchemaError(faults.join("; ")))
    }
}

fn mistyped(field: &arrow_schema::Field, holds: CellValue) -> Option<String> {
    (!holds.accepts(field.data_type())).then(|| {
        format!(
            "column `{}` must be {}, and is {}",
            field.name(),
            holds.wanted(),
            field.data_type()
        )
    })
}
