//! `rtr criteria mutate`.

use std::path::PathBuf;

use clap::Args;

use super::files::{cases, protocols, sources};
use crate::cli::{CliError, Exit, print};
use crate::workbench::cases::run;
use crate::workbench::mutate::{Fate, mutate};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Criteria files, folders of them, or shipped ids; all that ship when none is named.
    #[arg(value_name = "FILE|DIR|ID")]
    files: Vec<PathBuf>,
    /// A folder of cases, or one with a folder of cases for each protocol.
    #[arg(long, value_name = "DIR")]
    cases: Option<PathBuf>,
}

pub(super) fn run_mutants(arguments: &Arguments) -> Result<Exit, CliError> {
    let sources = sources(&arguments.files)?;
    let mut exit = Exit::Done;
    for (source, protocol) in sources.iter().zip(&protocols(&sources)?) {
        let cases = cases(source, protocol, arguments.cases.as_deref())?;
        let (runs, _) = run(protocol, &cases);
        let outcomes = mutate(source, protocol, &runs);
        for outcome in &outcomes {
            if outcome.fate == Fate::Survived {
                print(&format!("survived: {}\n", outcome.mutant.name))?;
                exit = Exit::NotMet;
            }
        }
        print(&format!("{}: {} mutants\n", protocol.id, outcomes.len()))?;
    }
    Ok(exit)
}
