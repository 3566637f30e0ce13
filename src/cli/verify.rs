//! `rtr verify`: replay a report against its assessment and compare.

mod compare;
mod json_v1;
mod outcome;
mod page;

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use serde::Deserialize;
use serde_json::Value;

use self::compare::compare;
pub(super) use self::json_v1::VerifyV1;
use self::outcome::Replay;
pub(super) use self::page::TEMPLATES as SENTENCES;
use super::format::Format;
use super::{CliError, CriteriaArguments, Exit, Json, assessment, criteria, print_json, read};
use crate::assessment::wire::{Activity, GoalActivity, Setting};
use crate::assessment::{Day, Goal};
use crate::engine::Question;
use crate::engine::report::Report;
use crate::formats::json_v1::report::{ErrorV1, ReportV1};
use crate::quantity::Level;
use crate::quantity::{Distances, Kilometres};
use crate::training::plan;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The report (format `report/1`).
    report: PathBuf,
    /// The assessment it was made from.
    #[arg(long, value_name = "FILE")]
    assessment: PathBuf,
    /// A criteria file, or a folder of them, if it was not made with the shipped ones.
    #[arg(long = "criteria", value_name = "FILE|DIR")]
    files: Vec<PathBuf>,
    /// How to show what came out.
    #[arg(long, default_value = "text")]
    format: Format<Data>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Data {
    /// The format `verify/1`.
    Json,
}

/// What a replay needs of a report.
#[derive(Deserialize)]
struct ReplayQuestion {
    format: String,
    question: AskedQuestion,
    /// Filled only by a plan, which is then replayed too.
    earliest: Option<Day>,
    provenance: AskedProvenance,
}

#[derive(Deserialize)]
struct AskedQuestion {
    as_of: Day,
    setting: Setting,
    goal: Option<AskedGoal>,
}

#[derive(Deserialize)]
struct AskedGoal {
    activity: Option<GoalActivity>,
    distance_km: Option<Kilometres>,
    date: Option<Day>,
    ladder: Option<String>,
    level: Option<Level>,
    stage: Option<String>,
}

#[derive(Deserialize)]
struct AskedProvenance {
    protocol: String,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, CliError> {
    let json = match arguments.format {
        Format::Data(Data::Json) => Some(Json::Pretty),
        Format::Page(_) => None,
    };
    let replay = replay(arguments, json).map_err(|error| {
        if let (CliError::NotJudged { path, message }, Some(json)) = (&error, json) {
            let refused = ErrorV1::one(None, path, message);
            return json.print(&refused).err().unwrap_or(error);
        }
        error
    })?;
    match arguments.format {
        Format::Page(medium) => medium.print(
            &page::document(&replay),
            Distances::Kilometres,
            &arguments.files,
        )?,
        Format::Data(Data::Json) => print_json(&VerifyV1::of(&replay))?,
    }
    Ok(if replay.differences.is_empty() {
        Exit::Done
    } else {
        Exit::NotMet
    })
}

fn replay(arguments: &Arguments, json: Option<Json>) -> Result<Replay, CliError> {
    let (name, text) = read(Some(&arguments.report))?;
    let refuse = |message: String| CliError::NotJudged {
        path: "".into(),
        message: format!("{name}: {message}"),
    };
    let asked: ReplayQuestion =
        serde_json::from_str(&text).map_err(|error| refuse(format!("not a report: {error}")))?;
    if asked.format != "report/1" {
        return Err(refuse(format!(
            "/format: `{}` is not known; allowed: `report/1`",
            asked.format
        )));
    }
    let assessment = assessment(Some(&arguments.assessment), json)?;
    let choice = CriteriaArguments {
        files: arguments.files.clone(),
        protocol: Some(asked.provenance.protocol.clone()),
    };
    let protocol = criteria::choose(&choice, &assessment)?;
    let question = Question::new(
        &protocol,
        &assessment,
        Some(asked.question.as_of),
        goal(asked.question.goal),
    )
    .map_err(|error| refuse(error.to_string()))?;
    if question.setting != asked.question.setting {
        return Err(refuse(
            "/question/setting: the assessment states another setting".to_owned(),
        ));
    }
    let planned = (asked.earliest.is_some())
        .then(|| {
            let (as_of, goal) = (question.as_of, question.goal.as_deref().cloned());
            plan(&protocol, &assessment, Some(as_of), goal, None)
        })
        .transpose()
        .map_err(|error| refuse(error.to_string()))?;
    let mut report = Report::of(&protocol, &assessment, question);
    if let Some(plan) = planned {
        report = report.with_plan(plan.earliest);
    }
    let replayed = ReportV1::of(&report);
    let internal = |error: serde_json::Error| CliError::Internal(error.to_string());
    let replayed_text = serde_json::to_string_pretty(&replayed).map_err(internal)?;
    let (before, now): (Value, Value) = (
        serde_json::from_str(&text).map_err(internal)?,
        serde_json::from_str(&replayed_text).map_err(internal)?,
    );
    Ok(Replay {
        report: name,
        verdict: replayed.verdict,
        to_the_byte: replayed_text.trim() == text.trim(),
        differences: compare(&before, &now),
    })
}

fn goal(asked: Option<AskedGoal>) -> Option<Goal> {
    let AskedGoal {
        activity,
        distance_km,
        date,
        ladder,
        level,
        stage,
    } = asked?;
    let of = |activity| {
        Some(Goal::Activity {
            activity,
            distance: distance_km,
            date,
        })
    };
    match (activity, stage) {
        (Some(GoalActivity::Race), _) => of(Activity::Race),
        (Some(GoalActivity::Run), _) => of(Activity::Run),
        (Some(GoalActivity::Session), _) => level.map(|level| Goal::Session { ladder, level }),
        (None, Some(stage)) => Some(Goal::Stage(stage)),
        (None, None) => None,
    }
}
