//! `rtr criteria test`.

use std::path::PathBuf;

use clap::Args;

use super::files::{cases, protocols, sources};
use crate::cli::{CliError, Exit, print};
use crate::workbench::cases::{Coverage, run};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Criteria files, folders of them, or shipped ids; all that ship when none is named.
    #[arg(value_name = "FILE|DIR|ID")]
    files: Vec<PathBuf>,
    /// A folder of cases, or one with a folder of cases for each protocol.
    #[arg(long, value_name = "DIR")]
    cases: Option<PathBuf>,
}

pub(super) fn run_cases(arguments: &Arguments) -> Result<Exit, CliError> {
    let sources = sources(&arguments.files)?;
    let mut exit = Exit::Done;
    for (source, protocol) in sources.iter().zip(&protocols(&sources)?) {
        let cases = cases(source, protocol, arguments.cases.as_deref())?;
        let (runs, broken) = run(protocol, &cases);
        for broken in &broken {
            print(&format!("broken {}: {}\n", broken.name, broken.message))?;
        }
        for run in &runs {
            for line in &run.differs {
                print(&format!("{}: {line}\n", run.ready.case.name))?;
            }
        }
        let coverage = Coverage::of(protocol, &runs, &cases.set_aside);
        print(&format!(
            "{}: {} cases, {} of {} sides\n",
            protocol.id,
            runs.len(),
            coverage.covered(),
            coverage.sides.len()
        ))?;
        if !broken.is_empty() || runs.iter().any(|run| !run.differs.is_empty()) {
            exit = Exit::NotMet;
        }
    }
    Ok(exit)
}
