//! `rtr plan`: the way from today to the goal.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::format::Format;
use super::{
    CliError, CriteriaArguments, Exit, Json, QuestionArguments, Units, assessment, criteria, goal,
    print, print_json,
};
use crate::assessment::Assessment;
use crate::engine::QuestionError;
use crate::formats::{calendar, json_v1::plan::PlanV1};
use crate::pages::plan::document;
use crate::protocol::Protocol;
use crate::training::{Plan, PlanError, plan};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The assessment (format `assessment/1`); standard input when absent or `-`.
    file: Option<PathBuf>,
    #[command(flatten)]
    question: QuestionArguments,
    #[command(flatten)]
    criteria: CriteriaArguments,
    /// The walk-run ladder to climb, instead of the protocol's first (`rtr criteria show ID` lists them).
    #[arg(long, value_name = "ID")]
    ladder: Option<String>,
    /// How to show the plan.
    #[arg(long, default_value = "text")]
    format: Format<Data>,
    /// Also write it as an iCalendar file, or to standard output for `-`.
    #[arg(long, value_name = "FILE")]
    ics: Option<PathBuf>,
    /// Read and show distances in kilometres or miles.
    #[arg(long, value_enum, default_value_t)]
    units: Units,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Data {
    /// The format `plan/1`.
    Json,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, CliError> {
    let json = match arguments.format {
        Format::Data(Data::Json) => Some(Json::Pretty),
        Format::Page(_) => None,
    };
    let assessment = assessment(arguments.file.as_deref(), json)?;
    let protocol = criteria::choose(&arguments.criteria, &assessment)?;
    let plan = made(
        &protocol,
        &assessment,
        &arguments.question,
        arguments.units,
        arguments.ladder.as_deref(),
    )?;
    let distances = arguments.units.into();
    if let Some(path) = &arguments.ics {
        let drawn = calendar::render(&plan, &protocol, &assessment, distances);
        if path == Path::new("-") {
            print(&drawn);
            return Ok(Exit::Done);
        }
        super::replace(path, &drawn)?;
    }
    match arguments.format {
        Format::Page(medium) => {
            let page = document(&plan, &protocol, &assessment, distances);
            medium.print(&page, distances, &arguments.criteria.files)?;
        }
        Format::Data(Data::Json) => print_json(&PlanV1::of(&plan, &protocol, &assessment))?,
    }
    Ok(Exit::Done)
}

/// Makes the plan for what the command line asks.
pub(super) fn made<'a>(
    protocol: &'a Protocol,
    assessment: &Assessment,
    question: &QuestionArguments,
    units: Units,
    ladder: Option<&str>,
) -> Result<Plan<'a>, CliError> {
    let goal = goal(question.goal.as_deref(), units)?;
    let named = goal.is_some();
    plan(protocol, assessment, question.as_of, goal, ladder).map_err(|error| {
        let unknown_stage = matches!(
            error,
            PlanError::Question(QuestionError::UnknownStage { .. })
        );
        if named && unknown_stage {
            CliError::Usage(error.to_string())
        } else {
            refused(&error)
        }
    })
}

/// Why there is no plan, as the program tells it.
pub(super) fn refused(error: &PlanError) -> CliError {
    let message = error.to_string();
    match error {
        PlanError::UnknownLadder { .. } => CliError::Usage(message),
        PlanError::NoDistance => CliError::NotJudged {
            path: "/goal/distance_km".into(),
            message,
        },
        PlanError::Contradiction(_) => CliError::NotJudged {
            path: "".into(),
            message,
        },
        PlanError::Question(error) => CliError::NotJudged {
            path: error.path().to_owned().into(),
            message,
        },
        PlanError::RoutesOut(_) | PlanError::NothingToRun | PlanError::Range(_) => {
            CliError::NotJudged {
                path: "/goal".into(),
                message,
            }
        }
    }
}
