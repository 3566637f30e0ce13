//! `rtr criteria lint`.

use std::path::PathBuf;

use clap::Args;

use super::files::{protocols, sources};
use crate::cli::{CliError, Exit, say};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Criteria files, folders of them, or shipped ids; all that ship when none is named.
    #[arg(value_name = "FILE|DIR|ID")]
    files: Vec<PathBuf>,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, CliError> {
    let protocols = protocols(&sources(&arguments.files)?)?;
    say(&format!(
        "{} criteria file(s) without a fault\n",
        protocols.len()
    ))?;
    Ok(Exit::Done)
}
