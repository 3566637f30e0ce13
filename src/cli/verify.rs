//! `rtr verify`: replay a report against its assessment and compare.

use std::path::PathBuf;

use clap::Args;
use serde::Deserialize;
use serde_json::Value;

use super::format::Medium;
use super::{CliError, CriteriaArguments, Exit, assessment, criteria, read};
use crate::assessment::wire::{Activity, GoalActivity, Setting};
use crate::assessment::{Day, Goal};
use crate::document::{Block, Document, Sentence, counted, sentences};
use crate::engine::Question;
use crate::engine::report::Report;
use crate::formats::json_v1::report::ReportV1;
use crate::quantity::Level;
use crate::quantity::{Distances, Kilometres};
use crate::training::plan;
use crate::verdict::Verdict;

sentences! {
    same(report: String, verdict: Verdict) = "{report}: the replay says the same, to the byte: {verdict}";
    same_in_another_layout(report: String, verdict: Verdict) = "{report}: the replay says the same (written in another layout): {verdict}";
    differs(report: String, places: Sentence) = "{report}: the replay differs in {places}";
    not_before(path: String, now: String) = "{path}: not in the report, now {now}";
    other_length(path: String, before: String, now: String) = "{path}: {before} entries in the report, now {now}";
    changed(path: String, before: String, now: String) = "{path}: {before} in the report, now {now}";
    and_more(count: String) = "and {count} more";
}

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
    #[arg(long, value_enum, default_value = "text")]
    format: Medium,
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
    let (name, text) = read(Some(&arguments.report))?;
    let refuse = |message: String| CliError::NotJudged {
        path: "",
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
    let title = if !differences.is_empty() {
        differs(name, counted(differences.len(), "place", "places"))
    } else if replayed_text.trim() == text.trim() {
        same(name, replayed.verdict)
    } else {
        same_in_another_layout(name, replayed.verdict)
    };
    let exit = if differences.is_empty() {
        Exit::Done
    } else {
        Exit::NotMet
    };
    let more = differences.len().saturating_sub(MOST_DIFFERENCES);
    if more > 0 {
        differences.truncate(MOST_DIFFERENCES);
        differences.push(and_more(more.to_string()));
    }
    let page = Document {
        title,
        lead: Block::list(differences),
        ..Document::default()
    };
    arguments
        .format
        .print(&page, Distances::Kilometres, &arguments.files)?;
    Ok(exit)
}

/// Differences worth printing: with more of them it is another report.
const MOST_DIFFERENCES: usize = 40;

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

fn compare(path: &str, before: &Value, now: &Value, differences: &mut Vec<Sentence>) {
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
            differences.extend(
                added.map(|(key, value)| not_before(format!("{path}/{key}"), short(value))),
            );
        }
        (Value::Array(one), Value::Array(other)) if one.len() == other.len() => {
            for (place, (one, other)) in one.iter().zip(other).enumerate() {
                compare(&format!("{path}/{place}"), one, other, differences);
            }
        }
        (Value::Array(one), Value::Array(other)) => {
            let (before, now) = (one.len().to_string(), other.len().to_string());
            differences.push(other_length(path.to_owned(), before, now));
        }
        (one, other) if one == other => {}
        (one, other) => differences.push(changed(path.to_owned(), short(one), short(other))),
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
