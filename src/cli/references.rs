//! Which sources are at hand: those that ship, and those beside the criteria files that are named.

use std::path::{Path, PathBuf};

use super::{CliError, read};
use crate::protocol::references::References;

/// The criteria files of a folder, in order of name; a file is itself.
pub(super) fn files_of(path: &Path) -> Result<Vec<PathBuf>, CliError> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let fault = |source| CliError::File {
        action: "reading",
        path: path.to_owned(),
        source,
    };
    let entries: Vec<PathBuf> = path
        .read_dir()
        .map_err(fault)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()
        .map_err(fault)?;
    let mut files: Vec<PathBuf> = entries
        .into_iter()
        .filter(|file| file.extension().is_some_and(|ending| ending == "toml"))
        .collect();
    files.sort();
    if files.is_empty() {
        return Err(CliError::Criteria(format!(
            "{}: no criteria file (`*.toml`) in this folder",
            path.display()
        )));
    }
    Ok(files)
}

/// The sources that stand beside a criteria file.
pub(super) fn references_beside(path: &Path) -> Result<References, CliError> {
    let bibliography = path.with_file_name("references.bib");
    if !bibliography.is_file() {
        return Ok(References::default());
    }
    let (name, text) = read(Some(&bibliography))?;
    let own =
        References::parse(&text).map_err(|error| CliError::Criteria(format!("{name}: {error}")))?;
    // A verdict that cites a shipped key must mean the shipped source, on every machine.
    let replaced = shipped_references()?.replaced_by(&own);
    if replaced.is_empty() {
        Ok(own)
    } else {
        let keys = replaced.join("`, `");
        Err(CliError::Criteria(format!(
            "{name}: `{keys}` would replace a source that ships with the program: give yours another key"
        )))
    }
}

/// The sources that ship with the program.
pub(super) fn shipped_references() -> Result<References, CliError> {
    References::shipped().map_err(|error| CliError::Internal(error.to_string()))
}

/// All sources that a report's criteria may cite.
pub(super) fn references(files: &[PathBuf]) -> Result<References, CliError> {
    let mut all = shipped_references()?;
    for path in files
        .iter()
        .map(|path| files_of(path))
        .collect::<Result<Vec<_>, _>>()?
        .concat()
    {
        all = references_beside(&path)?.or(all);
    }
    Ok(all)
}
