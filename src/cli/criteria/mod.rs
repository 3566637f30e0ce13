//! The criteria workbench: one file per verb.

mod diff;
mod files;
mod fmt;
mod init;
mod lint;
mod list;
mod manual;
mod mutate;
mod prove;
mod rows;
mod show;
mod test;

use clap::{Args, Subcommand};

use super::{CliError, Exit};
pub(super) use files::{all, choose, declared, declared_by, protocol_set};
pub(super) use list::ProtocolsV1;

/// List, show or lint criteria files.
#[derive(Debug, Args)]
pub(super) struct Verbs {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// List the shipped protocols, and those of --criteria, with what each holds.
    List(list::Arguments),
    /// Print one criteria file, as it stands or as a table.
    Show(show::Arguments),
    /// Report every fault of criteria files.
    Lint(lint::Arguments),
    /// Write a commented starter criteria file.
    Init(init::Arguments),
    /// Lay criteria files out in the one layout, keeping every comment.
    Fmt(fmt::Arguments),
    /// Write the criteria as a document for clinicians.
    Manual(manual::Arguments),
    /// Say exactly which verdicts a change of criteria changes, and prove it.
    Diff(diff::Arguments),
    /// Prove what holds of every reading, and what can come out.
    Prove(prove::Arguments),
    /// Find the mistakes that no case would notice.
    Mutate(mutate::Arguments),
    /// Judge cases and compare with the verdicts and reasons that they must have.
    Test(test::Arguments),
}

pub(super) fn run(arguments: &Verbs) -> Result<Exit, CliError> {
    match &arguments.verb {
        Verb::List(arguments) => list::run(arguments),
        Verb::Show(arguments) => show::run(arguments),
        Verb::Lint(arguments) => lint::run(arguments),
        Verb::Init(arguments) => init::run(arguments),
        Verb::Fmt(arguments) => fmt::run(arguments),
        Verb::Manual(arguments) => manual::run(arguments),
        Verb::Diff(arguments) => diff::run(arguments),
        Verb::Prove(arguments) => prove::run(arguments),
        Verb::Mutate(arguments) => mutate::run(arguments),
        Verb::Test(arguments) => test::run(arguments),
    }
}
