//! `rtr measures`: the vocabulary.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use serde::Serialize;

use super::format::Format;
use super::{CliError, Exit, criteria, print_json};
use crate::measure::{Act, Better, Definition, catalog};
use crate::pages::explain;
use crate::quantity::{Decimal, Distances, Toward};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Only measures whose id begins so, such as `hop`.
    #[arg(value_name = "PREFIX", default_value = "")]
    prefix: String,
    /// A criteria file, or a folder of them, whose own measures are listed too.
    #[arg(long = "criteria", value_name = "FILE|DIR")]
    files: Vec<PathBuf>,
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
    let declared = criteria::declared(&arguments.files)?;
    let measures: Vec<&'static Definition> = catalog()
        .chain(declared)
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
            print_json(&MeasuresV1 {
                format: "measures/1",
                measures: measures.iter().copied().map(MeasureV1::of).collect(),
            })?;
        }
        Format::Page(medium) => {
            medium.print(
                &explain::measures(&measures),
                Distances::Kilometres,
                &arguments.files,
            )?;
        }
    }
    Ok(Exit::Done)
}

/// The vocabulary (format `measures/1`).
#[derive(Serialize, schemars::JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct MeasuresV1 {
    /// `measures/1`.
    format: &'static str,
    /// The measures, in the order of the catalogue.
    measures: Vec<MeasureV1>,
}

/// A measure.
#[derive(Serialize, schemars::JsonSchema)]
#[schemars(deny_unknown_fields)]
struct MeasureV1 {
    /// Its name.
    id: &'static str,
    /// What it tells.
    meaning: &'static str,
    /// The unit of a number that has one.
    unit: Option<&'static str>,
    /// The words that it is told in, best first where it has a better end; none of a number.
    words: Option<&'static [&'static str]>,
    /// The least that a number can be.
    low: Option<Decimal>,
    /// The most that a number can be.
    high: Option<Decimal>,
    /// Which way is better; none where neither is.
    better: Option<&'static str>,
    /// What it is read from.
    nature: &'static str,
    /// Of a ratio, the measure of what was tested.
    relative_to: Option<&'static str>,
    /// The measure that a person changes to change it; none where nobody can.
    acts_on: Option<&'static str>,
    /// How exact a measurement is, where that is known.
    error: Option<ErrorOfMeasureV1>,
    /// How it is read off an assessment.
    derivation: &'static str,
    /// The fields of the assessment that it is read from.
    reads: Vec<&'static str>,
    /// How to measure it.
    how_to: Option<&'static str>,
}

/// How exact a measurement is.
#[derive(Serialize, schemars::JsonSchema)]
#[schemars(deny_unknown_fields)]
struct ErrorOfMeasureV1 {
    /// Standard error of measurement.
    sem: Decimal,
    /// Minimal detectable change.
    mdc: Decimal,
    /// Of which test, in whom.
    about: &'static str,
    /// The source.
    source: &'static str,
}

impl MeasureV1 {
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
            error: measure.error.map(|error| ErrorOfMeasureV1 {
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
