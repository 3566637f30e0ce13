//! `rtr check`: one assessment to a report.

use std::io::IsTerminal;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{
    CliError, CriteriaArguments, Exit, Json, QuestionArguments, Units, assessment, criteria, plan,
    print, question,
};
use crate::document::{html, markdown, text};
use crate::engine::report::Report;
use crate::formats::json_v1::report::{ErrorV1, ReportV1};
use crate::pages::report::{Contents, document};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The assessment (format `assessment/1`); standard input when absent or `-`.
    file: Option<PathBuf>,
    #[command(flatten)]
    question: QuestionArguments,
    #[command(flatten)]
    criteria: CriteriaArguments,
    /// How to show the report.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Show met criteria and those that do not apply, too.
    #[arg(long)]
    all: bool,
    /// Read and show distances in kilometres or miles.
    #[arg(long, value_enum, default_value_t)]
    units: Units,
    /// Also make a plan, and tell its earliest day of the goal.
    #[arg(long)]
    plan: bool,
    /// Exit with 0 whatever the verdict.
    #[arg(long)]
    exit_zero: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For a terminal.
    #[default]
    Text,
    /// The format `report/1`.
    Json,
    /// The same on one line, as a batch prints it.
    JsonLine,
    /// One page that stands alone and prints on A4.
    Html,
    /// For notes and messages.
    Markdown,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, CliError> {
    let json = match arguments.format {
        Format::Json => Some(Json::Pretty),
        Format::JsonLine => Some(Json::Line),
        Format::Text | Format::Html | Format::Markdown => None,
    };
    let assessment = assessment(arguments.file.as_deref(), json)?;
    let told = |error: CliError| {
        if let (CliError::NotJudged { path, message }, Some(json)) = (&error, json) {
            return json
                .print(&ErrorV1::one(assessment.id(), path, message))
                .err()
                .unwrap_or(error);
        }
        error
    };
    let protocol = criteria::choose(&arguments.criteria, &assessment).map_err(told)?;
    let question =
        question(&protocol, &assessment, &arguments.question, arguments.units).map_err(told)?;
    let mut report = Report::of(&protocol, &assessment, question);
    if arguments.plan {
        let plan = plan::made(
            &protocol,
            &assessment,
            &arguments.question,
            arguments.units,
            None,
        )
        .map_err(told)?;
        report = report.with_plan(plan.earliest);
    }
    let distances = arguments.units.into();
    match arguments.format {
        Format::Text => {
            let contents = Contents::of_terminal(arguments.all);
            let colour = std::io::stdout().is_terminal();
            let options = text::Options { colour, distances };
            print(&text::render(&document(&report, contents), options));
        }
        Format::Json => Json::Pretty.print(&ReportV1::of(&report))?,
        Format::JsonLine => Json::Line.print(&ReportV1::of(&report))?,
        Format::Html => {
            let page = document(&report, Contents::of_page(true));
            let references = criteria::references(&arguments.criteria.files)?;
            print(&html::render(&page, &references, distances));
        }
        Format::Markdown => {
            let page = document(&report, Contents::of_page(arguments.all));
            print(&markdown::render(&page, distances));
        }
    }
    Ok(if arguments.exit_zero {
        Exit::Done
    } else {
        Exit::of(report.verdict())
    })
}
