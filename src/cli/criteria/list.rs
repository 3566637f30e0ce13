//! `rtr criteria list`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use serde::Serialize;

use super::files::all;
use super::table::{self, Column};
use crate::assessment::Day;
use crate::cli::{CliError, Exit, print, print_json};
use crate::protocol::{Protocol, Status};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// A criteria file, or a folder of them, to add.
    #[arg(long = "criteria", value_name = "FILE|DIR")]
    files: Vec<PathBuf>,
    /// How to show them.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For reading.
    #[default]
    Table,
    /// For programs.
    Json,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, CliError> {
    let protocols = all(&arguments.files)?;
    let shown: Vec<Shown<'_>> = protocols.iter().map(Shown::of).collect();
    match arguments.format {
        Format::Json => print_json(&shown)?,
        Format::Table => print(&in_words(&shown)),
    }
    Ok(Exit::Done)
}

/// A protocol as JSON shows it.
#[derive(Serialize)]
struct Shown<'a> {
    id: &'a str,
    title: &'a str,
    version: &'a str,
    status: &'static str,
    reviewed: Day,
    shipped: bool,
    conditions: &'a [String],
    stages: Vec<&'a str>,
    criteria: usize,
    notes: usize,
    ladders: Vec<&'a str>,
    criteria_sha256: String,
}

impl<'a> Shown<'a> {
    fn of(protocol: &'a Protocol) -> Self {
        let notes = protocol.criteria.iter().filter(|one| one.note).count();
        Self {
            id: &protocol.id,
            title: &protocol.title,
            version: &protocol.version,
            status: match &protocol.status {
                Status::Draft => "draft",
                Status::Approved { .. } => "approved",
            },
            reviewed: protocol.reviewed,
            shipped: protocol.shipped,
            conditions: &protocol.conditions,
            stages: protocol.stages.iter().map(|one| one.id.as_str()).collect(),
            criteria: protocol.criteria.len().saturating_sub(notes),
            notes,
            ladders: protocol.ladders.iter().map(|one| one.id.as_str()).collect(),
            criteria_sha256: protocol.digest.to_string(),
        }
    }

    fn holds(&self) -> String {
        if self.stages.is_empty() {
            return "judges nothing: sends to somebody who does".to_owned();
        }
        let mut text = format!(
            "{} stages, {} criteria, {} notes",
            self.stages.len(),
            self.criteria,
            self.notes
        );
        if !self.ladders.is_empty() {
            text.push_str(&format!("\nladders {}", self.ladders.join(", ")));
        }
        text
    }
}

fn in_words(protocols: &[Shown<'_>]) -> String {
    let columns = [
        Column::new("protocol", 21),
        Column::new("edition", 10),
        Column::new("for", 16),
        Column::new("holds", 22),
    ];
    let rows = protocols.iter().map(|shown| {
        let own = if shown.shipped { "" } else { "\n(not shipped)" };
        [
            format!("{}\n{}{own}", shown.id, shown.title),
            format!("{}\n{}\n{}", shown.version, shown.status, shown.reviewed),
            shown.conditions.join("\n"),
            shown.holds(),
        ]
    });
    table::render(&columns, rows)
}
