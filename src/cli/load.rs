//! `rtr load`: the training log as a chart, and every measure read off it.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::format::Format;
use super::{CliError, Exit, Json, Units, assessment, goal, print, print_json, replace};
use crate::assessment::Day;
use crate::engine::QuestionError;
use crate::formats::json_v1::load::LoadV1;
use crate::formats::json_v1::report::ErrorV1;
use crate::measure::EvidenceRules;
use crate::pages::load::{LoadReport, document, svg};
use crate::protocol::set::ProtocolSet;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The assessment (format `assessment/1`); standard input when absent or `-`.
    file: Option<PathBuf>,
    /// Read the log as of this day; later entries are set aside.
    #[arg(long, value_name = "YYYY-MM-DD")]
    as_of: Option<Day>,
    /// The goal to read it for instead of the file's: `race:42.195`, `run:8`, `marathon`, `half-marathon`, `10k`, `5k`; `@YYYY-MM-DD` may follow.
    #[arg(long, value_name = "GOAL")]
    goal: Option<String>,
    /// Days to draw before the day of the question.
    #[arg(long, value_name = "N", default_value_t = 70, value_parser = clap::value_parser!(u16).range(1..=3660))]
    days: u16,
    /// How to show it.
    #[arg(long, default_value = "text")]
    format: Format<Data>,
    /// Read and show distances in kilometres or miles.
    #[arg(long, value_enum, default_value_t)]
    units: Units,
    /// Draw the chart as an SVG to this file, or to standard output for `-`.
    #[arg(long, value_name = "FILE")]
    svg: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Data {
    /// The format `load/1`; always in kilometres.
    Json,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, CliError> {
    let json = arguments.format == Format::Data(Data::Json);
    let assessment = assessment(arguments.file.as_deref(), json.then_some(Json::Pretty))?;
    let as_of = arguments.as_of.unwrap_or_else(|| assessment.as_of());
    if let Some(onset) = assessment
        .injury
        .onset
        .filter(|onset| onset.first() > as_of)
    {
        let (path, fault) = ("/injury/onset", QuestionError::BeforeOnset { onset, as_of });
        let message = fault.to_string();
        if json {
            print_json(&ErrorV1::one(assessment.id(), path, &message))?;
        }
        let path = path.into();
        return Err(CliError::NotJudged { path, message });
    }
    let goal = goal(arguments.goal.as_deref(), arguments.units)?;
    let goal = goal.or_else(|| assessment.goal().cloned());
    let protocols = ProtocolSet::with(Vec::new());
    // A condition that no shipped file answers for has no rules, and its log is shown without them.
    let place = protocols.place_for(assessment.condition()).ok();
    let protocol = place.and_then(|place| protocols.protocol(place).ok());
    let rules = protocol
        .as_ref()
        .map_or_else(|| EvidenceRules::none(), |protocol| &protocol.evidence);
    let report = LoadReport::new(&assessment, rules, as_of, goal, arguments.days);
    let distances = arguments.units.into();
    if let Some(path) = &arguments.svg {
        let picture = svg::render(&report, distances);
        if path == Path::new("-") {
            print(&picture);
            return Ok(Exit::Done);
        }
        replace(path, &picture)?;
    }
    match arguments.format {
        Format::Page(medium) => medium.print(&document(&report, distances), distances, &[])?,
        Format::Data(Data::Json) => print_json(&LoadV1::of(&report))?,
    }
    Ok(Exit::Done)
}
