//! `rtr man`: the help as man pages, one a verb.

use std::path::{Path, PathBuf};

use clap::{Args, Command, CommandFactory};
use clap_mangen::Man;

use super::{Cli, CliError, Exit, print};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The verb, such as `check` or `criteria lint`; the program itself when absent.
    verb: Vec<String>,
    /// Write the page of every verb into this folder.
    #[arg(long, value_name = "DIR", conflicts_with = "verb")]
    into: Option<PathBuf>,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, CliError> {
    let mut program = Cli::command();
    // Gives each verb its full name, `rtr-criteria-lint`.
    program.build();
    if let Some(folder) = &arguments.into {
        written(&program, folder)?;
        return Ok(Exit::Done);
    }
    let mut page = &program;
    for name in &arguments.verb {
        page = page
            .find_subcommand(name)
            .ok_or_else(|| CliError::Usage(format!("no verb `{name}`; `rtr help` lists them")))?;
    }
    print(&drawn(page)?);
    Ok(Exit::Done)
}

/// A verb has a page, and `help` is the pages of the others.
fn has_page(verb: &Command) -> bool {
    verb.get_name() != "help"
}

fn written(command: &Command, folder: &Path) -> Result<(), CliError> {
    let name = command.get_display_name().unwrap_or(command.get_name());
    let path = folder.join(format!("{name}.1"));
    super::replace(&path, &drawn(command)?)?;
    for verb in command.get_subcommands().filter(|verb| has_page(verb)) {
        written(verb, folder)?;
    }
    Ok(())
}

fn drawn(command: &Command) -> Result<String, CliError> {
    let internal = |error: String| CliError::Internal(error);
    let mut page = Vec::new();
    let drawn = Man::new(command.clone())
        .source(concat!("rtr ", env!("CARGO_PKG_VERSION")))
        .render(&mut page);
    drawn.map_err(|error| internal(error.to_string()))?;
    String::from_utf8(page).map_err(|error| internal(error.to_string()))
}
