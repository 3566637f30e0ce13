//! `rtr timeline`: the verdict on each day that has an entry, as a table and as a picture.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::format::Format;
use super::{
    CliError, CriteriaArguments, Exit, Json, Units, assessment, criteria, goal, print, print_json,
    replace,
};
use crate::engine::timeline::timeline;
use crate::formats::json_v1::timeline::TimelineV1;
use crate::pages::timeline::{document, svg};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The assessment (format `assessment/1`); standard input when absent or `-`.
    file: Option<PathBuf>,
    /// Judge for this goal instead of the file's.
    #[arg(long, value_name = "GOAL")]
    goal: Option<String>,
    /// The unit of a distance in --goal.
    #[arg(long, value_enum, default_value_t)]
    units: Units,
    #[command(flatten)]
    criteria: CriteriaArguments,
    /// How to show it.
    #[arg(long, default_value = "text")]
    format: Format<Data>,
    /// Write the timeline as an SVG to this file, or to standard output for `-`.
    #[arg(long, value_name = "FILE")]
    svg: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Data {
    /// The format `timeline/1`.
    Json,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, CliError> {
    let json = match arguments.format {
        Format::Data(Data::Json) => Some(Json::Pretty),
        Format::Page(_) => None,
    };
    let assessment = assessment(arguments.file.as_deref(), json)?;
    let protocol = criteria::choose(&arguments.criteria, &assessment)?;
    let goal = goal(arguments.goal.as_deref(), arguments.units)?;
    let entries =
        timeline(&protocol, &assessment, goal.as_ref()).map_err(|error| CliError::NotJudged {
            path: error.path().to_owned().into(),
            message: error.to_string(),
        })?;
    if let Some(path) = &arguments.svg {
        let svg = svg(&assessment, &protocol, &entries);
        if path == Path::new("-") {
            print(&svg);
            return Ok(Exit::Done);
        }
        replace(path, &svg)?;
    }
    match arguments.format {
        Format::Page(medium) => {
            let page = document(&assessment, &protocol, &entries);
            medium.print(&page, arguments.units.into(), &arguments.criteria.files)?;
        }
        Format::Data(Data::Json) => {
            print_json(&TimelineV1::of(&assessment, &protocol, &entries))?;
        }
    }
    Ok(Exit::Done)
}
