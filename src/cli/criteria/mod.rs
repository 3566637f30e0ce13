//! The criteria workbench: one file per verb.

mod diff;
mod files;
mod lint;
mod list;
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
    /// Say exactly which verdicts a change of criteria changes, and prove it.
    Diff(diff::Arguments),
}

pub(super) fn run(arguments: &Verbs) -> Result<Exit, CliError> {
    match &arguments.verb {
        Verb::List(arguments) => list::run(arguments),
        Verb::Show(arguments) => show::run(arguments),
        Verb::Lint(arguments) => lint::run(arguments),
        Verb::Diff(arguments) => diff::run(arguments),
    }
}
