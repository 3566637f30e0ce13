//! `rtr next`: today's session only.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{
    CliError, CriteriaArguments, Exit, Json, Units, assessment, criteria, plan::refused, print,
    print_json,
};
use crate::assessment::Day;
use crate::formats::json_v1::next::NextV1;
use crate::pages::next::text;
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
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Show distances in kilometres or miles.
    #[arg(long, value_enum, default_value_t)]
    units: Units,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For a terminal.
    #[default]
    Text,
    /// The format `next/1`.
    Json,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, CliError> {
    let assessment = assessment(
        arguments.file.as_deref(),
        (arguments.format == Format::Json).then_some(Json::Pretty),
    )?;
    let protocol = criteria::choose(&arguments.criteria, &assessment)?;
    let ladder = arguments.ladder.as_deref();
    let next =
        next(&protocol, &assessment, arguments.as_of, ladder).map_err(|error| refused(&error))?;
    match arguments.format {
        Format::Text => print(&text::render(&next, arguments.units.into())),
        Format::Json => print_json(&NextV1::of(&next))?,
    }
    Ok(Exit::Done)
}
