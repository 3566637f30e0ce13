//! `rtr timeline`: the verdict on each day that has an entry, as a table and as a picture.

use std::path::{Path, PathBuf};

use clap::Args;
use comfy_table::presets::ASCII_MARKDOWN;
use comfy_table::{ContentArrangement, Table};

use super::{CliError, CriteriaArguments, Exit, Units, assessment, criteria, print, replace};
use crate::assessment::Goal;
use crate::engine::timeline::{Entry, timeline};
use crate::pages::timeline as page;

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
    /// Write the timeline as an SVG to this file, or to standard output for `-`.
    #[arg(long, value_name = "FILE")]
    svg: Option<PathBuf>,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, CliError> {
    let assessment = assessment(arguments.file.as_deref(), None)?;
    let protocol = criteria::choose(&arguments.criteria, &assessment)?;
    let goal = arguments
        .goal
        .as_deref()
        .map(|text| Goal::parse(text, arguments.units.into()))
        .transpose()
        .map_err(CliError::Usage)?;
    let entries =
        timeline(&protocol, &assessment, goal.as_ref()).map_err(|error| CliError::NotJudged {
            path: "/goal",
            message: error.to_string(),
        })?;
    if let Some(path) = &arguments.svg {
        let whose = assessment
            .id()
            .map(|id| format!("{id}: "))
            .unwrap_or_default();
        let title = format!("{whose}{}", protocol.title);
        let svg = page::render(&title, &protocol, &entries);
        if path == Path::new("-") {
            print(&svg);
            return Ok(Exit::Done);
        }
        replace(path, &svg)?;
    }
    print(&(table(&entries) + "\n"));
    Ok(Exit::Done)
}

fn table(entries: &[Entry]) -> String {
    let mut table = Table::new();
    table
        .load_style(ASCII_MARKDOWN)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(80);
    table.set_header([
        "date",
        "day",
        "verdict",
        "best case",
        "cleared",
        "chief reason",
    ]);
    for entry in entries {
        let since = entry
            .since_onset
            .map_or_else(String::new, |days| days.to_string());
        let cleared = entry.cleared.as_deref().unwrap_or("nothing");
        let reason = entry.chief_reason.as_deref().unwrap_or("");
        let (verdict, best) = (entry.verdict.label(), entry.best_case.label());
        table.add_row([
            entry.day.to_string().as_str(),
            &since,
            verdict,
            best,
            cleared,
            reason,
        ]);
    }
    let lines: Vec<String> = table
        .lines()
        .map(|line| line.trim_end().to_owned())
        .collect();
    lines.join("\n")
}
