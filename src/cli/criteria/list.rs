//! `rtr criteria list`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use serde::Serialize;

use super::files::all;
use crate::assessment::Day;
use crate::cli::format::Format;
use crate::cli::{CliError, Exit, print_json};
use crate::pages::criteria::{counts, list, status};
use crate::protocol::Protocol;
use crate::quantity::Distances;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// A criteria file, or a folder of them, to add.
    #[arg(long = "criteria", value_name = "FILE|DIR")]
    files: Vec<PathBuf>,
    /// How to show them.
    #[arg(long, default_value = "text")]
    format: Format<Data>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Data {
    /// For programs.
    Json,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, CliError> {
    let protocols = all(&arguments.files)?;
    match arguments.format {
        Format::Data(Data::Json) => {
            print_json(&protocols.iter().map(ListedProtocol::of).collect::<Vec<_>>())?;
        }
        Format::Page(medium) => {
            medium.print(&list(&protocols), Distances::Kilometres, &arguments.files)?;
        }
    }
    Ok(Exit::Done)
}

/// A protocol as JSON shows it.
#[derive(Serialize)]
struct ListedProtocol<'a> {
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

impl<'a> ListedProtocol<'a> {
    fn of(protocol: &'a Protocol) -> Self {
        let (criteria, notes) = counts(protocol);
        Self {
            id: &protocol.id,
            title: &protocol.title,
            version: &protocol.version,
            status: status(&protocol.status),
            reviewed: protocol.reviewed,
            shipped: protocol.shipped,
            conditions: &protocol.conditions,
            stages: protocol.stages.iter().map(|one| one.id.as_str()).collect(),
            criteria,
            notes,
            ladders: protocol.ladders.iter().map(|one| one.id.as_str()).collect(),
            criteria_sha256: protocol.digest.to_string(),
        }
    }
}
