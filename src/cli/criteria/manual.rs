//! `rtr criteria manual`.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::files::{protocols, sources};
use crate::cli::format::{Format, Medium};
use crate::cli::references::references;
use crate::cli::{CliError, Exit, Json, print, replace};
use crate::formats::json_v1::page::PageV1;
use crate::quantity::Distances;
use crate::workbench::manual::Manual;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Criteria files, folders of them, or shipped ids; all that ship when none is named.
    #[arg(value_name = "FILE|DIR|ID")]
    files: Vec<PathBuf>,
    /// As what to write it.
    #[arg(long, default_value = "markdown")]
    format: Format<Data>,
    /// Write it to this file instead of to standard output.
    #[arg(long, short, value_name = "FILE")]
    out: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Data {
    /// The page as data (`page/1`).
    Json,
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
    let text = match arguments.format {
        Format::Page(medium) => {
            let page = manual.document(medium == Medium::Html);
            medium.draw(&page, Distances::Kilometres, &on_disk)?
        }
        Format::Data(Data::Json) => Json::Pretty.text(&PageV1::of(&manual.document(true)))?,
    };
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
