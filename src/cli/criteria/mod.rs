//! The criteria workbench: one file per verb.

mod files;
mod fmt;
mod lint;
mod list;
mod manual;
mod show;

use clap::{Args, Subcommand};

use super::{CliError, Exit};
pub(super) use files::{all, choose, references};

/// List, show or lint criteria files.
#[derive(Debug, Args)]
pub(super) struct Verbs {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// List the shipped protocols, and those of --criteria.
    List(list::Arguments),
    /// Print a shipped criteria file, to read or to change.
    Show(show::Arguments),
    /// Report every fault of criteria files.
    Lint(lint::Arguments),
    /// Lay criteria files out in the one layout, keeping every comment.
    Fmt(fmt::Arguments),
    /// Write the criteria as a document for clinicians.
    Manual(manual::Arguments),
}

pub(super) fn run(arguments: &Verbs) -> Result<Exit, CliError> {
    match &arguments.verb {
        Verb::List(arguments) => list::run(arguments),
        Verb::Show(arguments) => show::run(arguments),
        Verb::Lint(arguments) => lint::run(arguments),
        Verb::Fmt(arguments) => fmt::run(arguments),
        Verb::Manual(arguments) => manual::run(arguments),
    }
}
