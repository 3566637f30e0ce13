//! `rtr criteria list`.

use std::path::PathBuf;

use clap::Args;

use super::files::all;
use crate::cli::{CliError, Exit, print};
use crate::protocol::Status;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// A criteria file, or a folder of them, to add.
    #[arg(long = "criteria", value_name = "FILE|DIR")]
    files: Vec<PathBuf>,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, CliError> {
    for protocol in all(&arguments.files)? {
        let status = match &protocol.status {
            Status::Draft => "draft",
            Status::Approved { .. } => "approved",
        };
        let own = if protocol.shipped {
            ""
        } else {
            " (not shipped)"
        };
        print(&format!(
            "{} {} {status}{own}: {}\n",
            protocol.id, protocol.version, protocol.title
        ))?;
        print(&format!("    for {}\n", protocol.conditions.join(", ")))?;
        if !protocol.ladders.is_empty() {
            let ladders: Vec<&str> = protocol
                .ladders
                .iter()
                .map(|ladder| ladder.id.as_str())
                .collect();
            print(&format!("    ladders {}\n", ladders.join(", ")))?;
        }
    }
    Ok(Exit::Done)
}
