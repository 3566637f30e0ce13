//! `rtr criteria fmt`.

use std::io::IsTerminal;
use std::path::PathBuf;

use clap::Args;
use similar::TextDiff;

use super::files::sources;
use crate::cli::{CliError, Exit, draw, print, replace, say};
use crate::document::visible;
use crate::workbench::Source;
use crate::workbench::layout::{NotLaidOut, lay_out};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Criteria files, folders of them, or shipped ids; with --check all that ship when none is named.
    #[arg(value_name = "FILE|DIR|ID")]
    files: Vec<PathBuf>,
    /// Write nothing: name the files that differ, show how, and exit with 5 if there is one.
    #[arg(long, conflicts_with = "stdout")]
    check: bool,
    /// Print what would be written, and write nothing.
    #[arg(long)]
    stdout: bool,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, CliError> {
    if arguments.files.is_empty() && !arguments.check {
        return Err(CliError::Usage(
            "name the files to lay out, or ask with --check whether the shipped ones are"
                .to_owned(),
        ));
    }
    let sources = sources(&arguments.files)?;
    let mut laid_out = Vec::new();
    let mut faulty = 0_usize;
    for source in &sources {
        match lay_out(&source.text) {
            Ok(text) => laid_out.push((source, text)),
            Err(NotLaidOut::Unreadable(faults)) => {
                faulty = faulty.saturating_add(1);
                let colour = std::io::stderr().is_terminal();
                say(&draw::faults(source, &faults, colour));
            }
            Err(refused @ NotLaidOut::ChangesMeaning) => {
                return Err(CliError::Internal(format!("{}: {refused}", source.name)));
            }
        }
    }
    if faulty > 0 {
        return Err(CliError::Criteria(
            "what is not readable as TOML cannot be laid out, and nothing was written".to_owned(),
        ));
    }
    if arguments.stdout {
        for (_, text) in &laid_out {
            print(text);
        }
        return Ok(Exit::Done);
    }
    laid_out.retain(|(source, text)| source.text != *text);
    if arguments.check {
        return Ok(check(&laid_out));
    }
    for (source, text) in &laid_out {
        let Some(path) = &source.path else {
            return Err(CliError::Usage(format!(
                "`{}` ships with the program and is not changed; see it with --stdout",
                source.name
            )));
        };
        replace(path, text)?;
        say(&format!("{}: laid out anew\n", visible(&source.name)));
    }
    Ok(Exit::Done)
}

fn check(differing: &[(&Source, String)]) -> Exit {
    for (source, text) in differing {
        print(&format!("{} is not laid out\n", source.name));
        let diff = TextDiff::from_lines(&source.text, text);
        print(&diff.unified_diff().context_radius(1).to_string());
    }
    if differing.is_empty() {
        Exit::Done
    } else {
        Exit::NotMet
    }
}
