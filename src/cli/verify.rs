//! `rtr verify`: replay a report against its assessment and compare.

use std::path::PathBuf;

use clap::Args;
use serde::Deserialize;
use serde_json::Value;

use super::{CliError, CriteriaArguments, Exit, assessment, criteria, print, read};
use crate::assessment::wire::{Activity, Setting};
use crate::assessment::{Day, Goal};
use crate::engine::Question;
use crate::engine::report::Report;
use crate::formats::json_v1::report::ReportV1;
use crate::quantity::Kilometres;
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
}

/// What a replay needs of a report.
#[derive(Deserialize)]
struct Asked {
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
    activity: Option<Activity>,
    distance_km: Option<Kilometres>,
    date: Option<Day>,
    stage: Option<String>,
}

#[derive(Deserialize)]
struct AskedProvenance {
    protocol: String,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, CliError> {
    let (name, text) = read(Some(&arguments.report))?;
    let refuse = |message: String| CliError::NotJudged {
        path: "",
        message: format!("{name}: {message}"),
    };
    let asked: Asked =
        serde_json::from_str(&text).map_err(|error| refuse(format!("not a report: {error}")))?;
    if asked.format != "report/1" {
        return Err(refuse(format!(
            "/format: `{}` is not known; allowed: `report/1`",
            asked.format
        )));
    }
    let assessment = assessment(Some(&arguments.assessment), None)?;
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
    let mut differences = Vec::new();
    compare("", &before, &now, &mut differences);
    if differences.is_empty() {
        let bytes = if replayed_text.trim() == text.trim() {
            ", to the byte"
        } else {
            " (written in another layout)"
        };
        print(&format!(
            "{name}: the replay says the same{bytes}: {}\n",
            replayed.verdict.label()
        ));
        return Ok(Exit::Done);
    }
    print(&format!(
        "{name}: the replay differs in {} place(s)\n",
        differences.len()
    ));
    for difference in differences.iter().take(MOST_DIFFERENCES) {
        print(&format!("  {difference}\n"));
    }
    if differences.len() > MOST_DIFFERENCES {
        print("  ...\n");
    }
    Ok(Exit::NotMet)
}

/// Differences worth printing: whoever changed more has another report.
const MOST_DIFFERENCES: usize = 40;

fn goal(asked: Option<AskedGoal>) -> Option<Goal> {
    let AskedGoal {
        activity,
        distance_km,
        date,
        stage,
    } = asked?;
    match (activity, stage) {
        (Some(activity), _) => Some(Goal::Activity {
            activity,
            distance: distance_km,
            date,
        }),
        (None, Some(stage)) => Some(Goal::Stage(stage)),
        (None, None) => None,
    }
}

fn compare(path: &str, before: &Value, now: &Value, differences: &mut Vec<String>) {
    match (before, now) {
        (Value::Object(one), Value::Object(other)) => {
            for (key, value) in one {
                compare(
                    &format!("{path}/{key}"),
                    value,
                    other.get(key).unwrap_or(&Value::Null),
                    differences,
                );
            }
            let added = other
                .iter()
                .filter(|(key, value)| !one.contains_key(*key) && !value.is_null());
            differences.extend(added.map(|(key, value)| {
                format!("{path}/{key}: not in the report, now {}", short(value))
            }));
        }
        (Value::Array(one), Value::Array(other)) if one.len() == other.len() => {
            for (place, (one, other)) in one.iter().zip(other).enumerate() {
                compare(&format!("{path}/{place}"), one, other, differences);
            }
        }
        (Value::Array(one), Value::Array(other)) => {
            differences.push(format!(
                "{path}: {} entries in the report, now {}",
                one.len(),
                other.len()
            ));
        }
        (one, other) if one == other => {}
        (one, other) => differences.push(format!(
            "{path}: {} in the report, now {}",
            short(one),
            short(other)
        )),
    }
}

fn short(value: &Value) -> String {
    let text = value.to_string();
    if text.chars().count() > 60 {
        text.chars().take(57).chain("...".chars()).collect()
    } else {
        text
    }
}
