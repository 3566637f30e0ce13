//! `rtr init`: a starter to fill in.

use clap::{Args, ValueEnum};

use super::{Exit, print};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// What to start.
    #[arg(value_enum)]
    kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// An assessment: every block, with a note on how to fill it in.
    Assessment,
    /// A criteria file: a small ladder with comments.
    #[value(alias = "protocol")]
    Criteria,
}

/// A starter assessment: sound as it stands, and all of it unknown.
const ASSESSMENT: &str = include_str!("starter.json");

/// A starter criteria file: sound as it stands.
const CRITERIA: &str = include_str!("starter.toml");

/// The starter criteria file with that id.
pub(super) fn criteria(id: &str) -> String {
    CRITERIA.replace("my-calf", id)
}

pub(super) fn run(arguments: &Arguments) -> Exit {
    print(match arguments.kind {
        Kind::Assessment => ASSESSMENT,
        Kind::Criteria => CRITERIA,
    });
    Exit::Done
}
