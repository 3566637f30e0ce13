//! `rtr measures`: the vocabulary.

use clap::{Args, ValueEnum};
use serde::Serialize;

use super::format::Format;
use super::{CliError, Exit, print_json};
use crate::measure::{Act, Better, Definition, catalog};
use crate::pages::explain;
use crate::quantity::{Decimal, Distances, Toward};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Only measures whose id begins so, such as `hop`.
    #[arg(value_name = "PREFIX", default_value = "")]
    prefix: String,
    /// How to show them.
    #[arg(long, default_value = "text")]
    format: Format<Data>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Data {
    /// For programs.
    Json,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, CliError> {
    let measures: Vec<&Definition> = catalog()
        .filter(|measure| measure.id.starts_with(&arguments.prefix))
        .collect();
    if measures.is_empty() {
        return Err(CliError::Usage(format!(
            "no measure begins with `{}`",
            arguments.prefix
        )));
    }
    match arguments.format {
        Format::Data(Data::Json) => {
            print_json(
                &measures
                    .iter()
                    .copied()
                    .map(ListedMeasure::of)
                    .collect::<Vec<_>>(),
            )?;
        }
        Format::Page(medium) => {
            medium.print(&explain::measures(&measures), Distances::Kilometres, &[])?;
        }
    }
    Ok(Exit::Done)
}

/// A measure as JSON shows it.
#[derive(Serialize)]
struct ListedMeasure {
    id: &'static str,
    meaning: &'static str,
    unit: Option<&'static str>,
    words: Option<&'static [&'static str]>,
    low: Option<Decimal>,
    high: Option<Decimal>,
    better: Option<&'static str>,
    nature: &'static str,
    relative_to: Option<&'static str>,
    acts_on: Option<&'static str>,
    error: Option<ShownError>,
    derivation: &'static str,
    reads: Vec<&'static str>,
    how_to: Option<&'static str>,
}

#[derive(Serialize)]
struct ShownError {
    sem: Decimal,
    mdc: Decimal,
    about: &'static str,
    source: &'static str,
}

impl ListedMeasure {
    fn of(measure: &'static Definition) -> Self {
        let words = measure.scale.words();
        let unit = measure.scale.unit().sign();
        let (low, high) = measure.scale.range();
        let number =
            |value: crate::quantity::Exact| words.is_empty().then(|| value.decimal(Toward::Down));
        Self {
            id: measure.id,
            meaning: measure.meaning,
            unit: (!unit.is_empty()).then_some(unit),
            words: (!words.is_empty()).then_some(words),
            low: number(low),
            high: number(high),
            better: measure.better.map(Better::word),
            nature: measure.nature.word(),
            relative_to: measure.relative_to.map(|tested| tested.id),
            acts_on: match measure.act {
                Act::No => None,
                Act::By(_) => Some(measure.id),
                Act::Follows(base) => Some(base.id),
            },
            error: measure.error.map(|error| ShownError {
                sem: error.sem.decimal(Toward::Up),
                mdc: error.mdc.decimal(Toward::Up),
                about: error.about,
                source: error.source,
            }),
            derivation: measure.derivation,
            reads: measure.reads().collect(),
            how_to: measure.how_to,
        }
    }
}
