//! `rtr check`: one assessment to a report.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::format::{Format, Medium};
use super::{
    CliError, CriteriaArguments, Exit, Json, QuestionArguments, Units, assessment, criteria, plan,
    question,
};
use crate::assessment::Assessment;
use crate::document::Document;
use crate::engine::report::Report;
use crate::formats::json_v1::report::{ErrorV1, ReportV1};
use crate::pages::report::{Contents, document};
use crate::pages::screen::{self, About};
use crate::protocol::Protocol;
use crate::training::next;
use crate::verdict::Verdict;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The assessment (format `assessment/1`); standard input when absent or `-`.
    file: Option<PathBuf>,
    #[command(flatten)]
    question: QuestionArguments,
    #[command(flatten)]
    criteria: CriteriaArguments,
    /// How to show the report.
    #[arg(long, default_value = "text")]
    format: Format<Data>,
    #[command(flatten)]
    extent: Extent,
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

/// How much of a report is shown.
#[derive(Debug, Args)]
struct Extent {
    /// Show every reason, and what would change each, instead of one screen; Markdown and HTML always do.
    #[arg(long)]
    full: bool,
    /// Show met criteria and those that do not apply, too: more than `--full`.
    #[arg(long)]
    all: bool,
}

impl Extent {
    const fn is_full(&self) -> bool {
        self.full || self.all
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Data {
    /// The format `report/1`.
    Json,
    /// The same on one line, as a batch prints it.
    JsonLine,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, CliError> {
    let json = match arguments.format {
        Format::Data(Data::Json) => Some(Json::Pretty),
        Format::Data(Data::JsonLine) => Some(Json::Line),
        Format::Page(_) => None,
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
    // A record that contradicts itself has no plan; the report says so first, and has no day to tell.
    if arguments.plan && report.question().held.is_empty() {
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
    match arguments.format {
        Format::Page(medium) => {
            let page = match medium {
                Medium::Text if arguments.extent.is_full() => {
                    document(&report, Contents::of_terminal(arguments.extent.all))
                }
                Medium::Text => {
                    screen_of(&protocol, &assessment, &report, arguments.file.as_deref())
                }
                Medium::Markdown => document(&report, Contents::of_page(arguments.extent.all)),
                Medium::Html => document(&report, Contents::of_page(true)),
            };
            let (distances, criteria) = (arguments.units.into(), &arguments.criteria.files);
            if medium == Medium::Text && arguments.extent.is_full() {
                medium.print_paged(&page, distances, criteria)?;
            } else {
                medium.print(&page, distances, criteria)?;
            }
        }
        Format::Data(Data::Json) => Json::Pretty.print(&ReportV1::of(&report))?,
        Format::Data(Data::JsonLine) => Json::Line.print(&ReportV1::of(&report))?,
    }
    Ok(if arguments.exit_zero {
        Exit::Done
    } else {
        Exit::of(report.verdict())
    })
}

/// The one screen of a report on a file.
pub(super) fn screen_of(
    protocol: &Protocol,
    assessment: &Assessment,
    report: &Report<'_>,
    file: Option<&Path>,
) -> Document {
    // What has no session today has nothing to tell of one.
    let next = next(protocol, assessment, Some(report.question().as_of), None);
    let next = next.ok().filter(|_| report.verdict() != Verdict::Go);
    let about = About {
        file: file.and_then(Path::to_str),
        next: next.as_ref(),
    };
    screen::document(report, &about)
}
