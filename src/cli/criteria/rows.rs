//! The cases of criteria files, and rows found for their tables.

use std::io::Write;
use std::path::{Path, PathBuf};

use crate::cli::format::{Format, Medium};
use crate::cli::{CliError, Exit, complain, print, say};
use crate::document::Document;
use crate::protocol::Protocol;
use crate::quantity::Distances;
use crate::workbench::Source;
use crate::workbench::cases::{Cases, Row, Table, shipped_cases};

/// Each criteria file with its cases.
pub(super) type Found<'a> = Vec<(&'a Source, &'a Protocol, Cases)>;

/// The cases of every file. Where some cannot be read the others are judged all the same, and the exit says so.
pub(super) fn each_cases<'a>(
    sources: &'a [Source],
    protocols: &'a [Protocol],
    named: Option<&Path>,
) -> Result<(Found<'a>, Option<Exit>), CliError> {
    let (mut found, mut exit) = (Vec::new(), None);
    for (source, protocol) in sources.iter().zip(protocols) {
        match cases(source, protocol, named) {
            Ok(cases) => found.push((source, protocol, cases)),
            Err(error @ (CliError::Usage(_) | CliError::Internal(_))) => return Err(error),
            Err(error) => {
                complain(&error);
                exit = exit.or(Some(error.exit()));
            }
        }
    }
    Ok((found, exit))
}

/// The cases of a protocol: of the folder named, else of `fixtures/cases` beside the folder of its file, or here, else those that
/// ship with the program.
///
/// A folder may hold the cases themselves, or a folder of them for each protocol.
pub(super) fn cases(
    source: &Source,
    protocol: &Protocol,
    named: Option<&Path>,
) -> Result<Cases, CliError> {
    let beside = source.path.as_deref().and_then(Path::parent);
    let beside = beside.map(|folder| folder.join("../fixtures/cases"));
    let folders = match named {
        Some(named) => vec![named.join(&protocol.id), named.to_owned()],
        None => beside
            .into_iter()
            .chain([PathBuf::from("fixtures/cases")])
            .map(|folder| folder.join(&protocol.id))
            .collect(),
    };
    let folder = folders.iter().find(|folder| folder.is_dir());
    let Some(folder) = folder else {
        if let (None, Some(cases)) = (named, shipped_cases(&protocol.id)) {
            return Ok(cases);
        }
        let looked: Vec<String> = folders
            .iter()
            .map(|folder| folder.display().to_string())
            .collect();
        return Err(unread(format!(
            "no cases for `{}`: no folder {}; name one with --cases",
            protocol.id,
            looked.join(" or ")
        )));
    };
    Cases::of_folder(folder).map_err(unread)
}

fn unread(message: String) -> CliError {
    CliError::NotJudged {
        path: "".into(),
        message,
    }
}

/// Prints a page; one of text beside a table on standard output, which is there to be redirected, goes to standard error.
pub(super) fn print_beside(
    table: Option<&Path>,
    medium: Medium,
    page: &Document,
) -> Result<(), CliError> {
    let page = medium.draw(page, Distances::Kilometres, &[])?;
    if table.is_some_and(is_standard_output) {
        say(&page);
    } else {
        print(&page);
    }
    Ok(())
}

/// Whether rows go to standard output.
fn is_standard_output(table: &Path) -> bool {
    table == Path::new("-")
}

/// Rows belong to the table of one protocol, two things on standard output could not be told apart, and no file is written over.
///
/// Asked before anything is looked for, as that takes a while.
pub(super) fn refuse_table<Data: PartialEq>(
    table: Option<&Path>,
    format: &Format<Data>,
    files: usize,
) -> Result<(), CliError> {
    let refused = match table {
        Some(_) if files != 1 => "rows belong to the table of one protocol; name one criteria file",
        Some(table) if is_standard_output(table) && *format != Format::Page(Medium::Text) => {
            "rows and another format cannot both go to standard output; name a file for the rows"
        }
        Some(table) if table.exists() => {
            return Err(CliError::File {
                action: "writing",
                path: table.to_owned(),
                source: std::io::ErrorKind::AlreadyExists.into(),
            });
        }
        Some(_) | None => return Ok(()),
    };
    Err(CliError::Usage(refused.to_owned()))
}

/// Writes found rows as a table, never over a file that is there.
pub(super) fn write_rows(table: &Path, rows: &[Row]) -> Result<(), CliError> {
    let written = Table::found(rows.to_vec()).written();
    let text = written.map_err(|error| CliError::Internal(error.to_string()))?;
    if is_standard_output(table) {
        print(&text);
        return Ok(());
    }
    let fault = |source| CliError::File {
        action: "writing",
        path: table.to_owned(),
        source,
    };
    let mut file = std::fs::File::create_new(table).map_err(fault)?;
    file.write_all(text.as_bytes()).map_err(fault)?;
    say(&format!("{}: {} to review\n", table.display(), rows.len()));
    Ok(())
}
