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
            print_json(&ProtocolsV1 {
                format: "protocols/1",
                protocols: protocols.iter().map(ProtocolV1::of).collect(),
            })?;
        }
        Format::Page(medium) => {
            medium.print(&list(&protocols), Distances::Kilometres, &arguments.files)?;
        }
    }
    Ok(Exit::Done)
}

/// The protocols that there are (format `protocols/1`).
#[derive(Serialize, schemars::JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(in crate::cli) struct ProtocolsV1<'a> {
    /// `protocols/1`.
    format: &'static str,
    /// The protocols, the shipped ones first.
    protocols: Vec<ProtocolV1<'a>>,
}

/// A protocol.
#[derive(Serialize, schemars::JsonSchema)]
#[schemars(deny_unknown_fields)]
struct ProtocolV1<'a> {
    /// Its name.
    id: &'a str,
    /// Its title.
    title: &'a str,
    /// Its version.
    version: &'a str,
    /// `draft` or `approved`.
    status: &'static str,
    /// The day of its last review.
    reviewed: Day,
    /// Whether it comes with the program.
    shipped: bool,
    /// The conditions that it answers for.
    conditions: &'a [String],
    /// Its stages, in order.
    stages: Vec<&'a str>,
    /// How many criteria count.
    criteria: usize,
    /// How many are only shown.
    notes: usize,
    /// Its ladders.
    ladders: Vec<&'a str>,
    /// The digest of its file.
    criteria_sha256: String,
}

impl<'a> ProtocolV1<'a> {
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
