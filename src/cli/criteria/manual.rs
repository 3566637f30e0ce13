//! `rtr criteria manual`.

use std::path::{Path, PathBuf};

use clap::Args;

use super::files::{protocols, sources};
use crate::cli::format::Medium;
use crate::cli::references::references;
use crate::cli::{CliError, Exit, print, replace};
use crate::quantity::Distances;
use crate::workbench::manual::Manual;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Criteria files, folders of them, or shipped ids; all that ship when none is named.
    #[arg(value_name = "FILE|DIR|ID")]
    files: Vec<PathBuf>,
    /// As what to write it.
    #[arg(long, value_enum, default_value = "markdown")]
    format: Medium,
    /// Write it to this file instead of to standard output.
    #[arg(long, short, value_name = "FILE")]
    out: Option<PathBuf>,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, CliError> {
    let protocols = protocols(&sources(&arguments.files)?)?;
    let on_disk: Vec<PathBuf> = arguments
        .files
        .iter()
        .filter(|path| path.exists())
        .cloned()
        .collect();
    let manual = Manual::new(&protocols, references(&on_disk)?);
    let page = manual.document(arguments.format == Medium::Html);
    let text = arguments
        .format
        .draw(&page, Distances::Kilometres, &on_disk)?;
    match arguments
        .out
        .as_deref()
        .filter(|path| *path != Path::new("-"))
    {
        Some(path) => replace(path, &text)?,
        None => print(&text),
    }
    Ok(Exit::Done)
}
