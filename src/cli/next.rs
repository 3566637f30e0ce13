//! `rtr next`: today's session only.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::format::Format;
use super::{
    CliError, CriteriaArguments, Exit, Json, Units, assessment, criteria, plan::refused, print_json,
};
use crate::assessment::Day;
use crate::formats::json_v1::next::NextV1;
use crate::pages::next::document;
use crate::training::next;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The assessment (format `assessment/1`); standard input when absent or `-`.
    file: Option<PathBuf>,
    /// The day of the session; the file's own when absent.
    #[arg(long, value_name = "YYYY-MM-DD")]
    as_of: Option<Day>,
    #[command(flatten)]
    criteria: CriteriaArguments,
    /// The walk-run ladder to climb, instead of the protocol's first (`rtr criteria show ID` lists them).
    #[arg(long, value_name = "ID")]
    ladder: Option<String>,
    /// How to show it.
    #[arg(long, default_value = "text")]
    format: Format<Data>,
    /// Show distances in kilometres or miles.
    #[arg(long, value_enum, default_value_t)]
    units: Units,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Data {
    /// The format `next/1`.
    Json,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, CliError> {
    let json = match arguments.format {
        Format::Data(Data::Json) => Some(Json::Pretty),
        Format::Page(_) => None,
    };
    let assessment = assessment(arguments.file.as_deref(), json)?;
    let protocol = criteria::choose(&arguments.criteria, &assessment)?;
    let ladder = arguments.ladder.as_deref();
    let next =
        next(&protocol, &assessment, arguments.as_of, ladder).map_err(|error| refused(&error))?;
    match arguments.format {
        Format::Page(medium) => {
            let (distances, criteria) = (arguments.units.into(), &arguments.criteria.files);
            medium.print(&document(&next), distances, criteria)?;
        }
        Format::Data(Data::Json) => print_json(&NextV1::of(&next))?,
    }
    Ok(Exit::Done)
}
