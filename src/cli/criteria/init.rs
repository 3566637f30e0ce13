//! `rtr criteria init`.

use std::path::{Path, PathBuf};

use clap::Args;

use crate::assessment::is_kebab;
use crate::cli::init::criteria;
use crate::cli::{CliError, Exit, print, replace, say};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The new protocol's id: words in small letters joined by `-`.
    id: Option<String>,
    /// Write to this file, whose stem is the id, instead of to ID.toml; `-` prints.
    #[arg(long, short, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Replace the file if there is one.
    #[arg(long)]
    force: bool,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, CliError> {
    let printed = arguments.out.as_deref() == Some(Path::new("-"));
    let out = arguments.out.as_deref().filter(|_| !printed);
    let stem = out.and_then(Path::file_stem).and_then(|stem| stem.to_str());
    let id = arguments.id.as_deref().or(stem).unwrap_or("my-calf");
    if !is_kebab(id) {
        return Err(CliError::Usage(format!(
            "`{id}` is not an id; use words in small letters and digits, joined by `-`"
        )));
    }
    if let Some(stem) = stem.filter(|stem| *stem != id) {
        return Err(CliError::Usage(format!(
            "the id `{id}` needs a file of that name, not `{stem}`"
        )));
    }
    let text = criteria(id);
    if printed {
        print(&text);
        return Ok(Exit::Done);
    }
    let path = out.map_or_else(|| PathBuf::from(format!("{id}.toml")), Path::to_owned);
    if path.exists() && !arguments.force {
        return Err(CliError::Usage(format!(
            "{} is there already; --force replaces it",
            path.display()
        )));
    }
    replace(&path, &text)?;
    say(&format!(
        "{0}: written; `rtr criteria lint {0}` checks it\n",
        path.display()
    ));
    Ok(Exit::Done)
}
