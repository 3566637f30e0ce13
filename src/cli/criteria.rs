//! Which criteria judge, and the verbs that show them.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use super::{CliError, CriteriaArguments, Exit, draw, print, read, say};
use crate::assessment::Assessment;
use crate::protocol::builtin::SHIPPED;
use crate::protocol::references::References;
use crate::protocol::{Protocol, Status, compile};

/// List, show or lint criteria files.
#[derive(Debug, Args)]
pub(super) struct Verbs {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// List the shipped protocols, and those of --criteria.
    List {
        /// A criteria file, or a folder of them, to add.
        #[arg(long = "criteria", value_name = "FILE|DIR")]
        files: Vec<PathBuf>,
    },
    /// Print a shipped criteria file, to read or to change.
    Show {
        /// The protocol.
        id: String,
    },
    /// Report every fault of criteria files.
    Lint {
        /// Criteria files, or folders of them.
        #[arg(required = true, value_name = "FILE|DIR")]
        files: Vec<PathBuf>,
    },
}

pub(super) fn run(arguments: &Verbs) -> Result<Exit, CliError> {
    match &arguments.verb {
        Verb::List { files } => list(files),
        Verb::Show { id } => {
            let shipped = SHIPPED.iter().find(|shipped| shipped.id == id);
            let ids: Vec<&str> = SHIPPED.iter().map(|shipped| shipped.id).collect();
            let message = || {
                format!(
                    "no shipped protocol `{id}`; {}",
                    crate::diagnostic::suggest(id, &ids)
                )
            };
            print(shipped.ok_or_else(|| CliError::Usage(message()))?.text)?;
            Ok(Exit::Done)
        }
        Verb::Lint { files } => {
            let protocols = compile_files(files)?;
            say(&format!(
                "{} criteria file(s) without a fault\n",
                protocols.len()
            ))?;
            Ok(Exit::Done)
        }
    }
}

fn list(files: &[PathBuf]) -> Result<Exit, CliError> {
    for protocol in all(files)? {
        let status = match &protocol.status {
            Status::Draft => "draft",
            Status::Approved { .. } => "approved",
        };
        let own = if protocol.shipped {
            ""
        } else {
            " (not shipped)"
        };
        print(&format!(
            "{} {} {status}{own}: {}\n",
            protocol.id, protocol.version, protocol.title
        ))?;
        print(&format!("    for {}\n", protocol.conditions.join(", ")))?;
        if !protocol.ladders.is_empty() {
            let ladders: Vec<&str> = protocol
                .ladders
                .iter()
                .map(|ladder| ladder.id.as_str())
                .collect();
            print(&format!("    ladders {}\n", ladders.join(", ")))?;
        }
    }
    Ok(Exit::Done)
}

/// Every protocol: those of the files, then the shipped ones that none of them replaces.
pub(super) fn all(files: &[PathBuf]) -> Result<Vec<Protocol>, CliError> {
    let mut protocols = compile_files(files)?;
    for shipped in SHIPPED {
        if !protocols.iter().any(|protocol| protocol.id == shipped.id) {
            protocols.push(compile_shipped(shipped.id)?);
        }
    }
    protocols.sort_by(|one, other| one.id.cmp(&other.id));
    Ok(protocols)
}

fn compile_shipped(id: &str) -> Result<Protocol, CliError> {
    let shipped = SHIPPED.iter().find(|shipped| shipped.id == id);
    let shipped =
        shipped.ok_or_else(|| CliError::Internal(format!("no shipped protocol `{id}`")))?;
    shipped.compile().map_err(|faults| {
        let first = faults
            .first()
            .map_or_else(String::new, |fault| fault.message.clone());
        CliError::Internal(format!("shipped criteria `{id}` do not compile: {first}"))
    })
}

/// The one protocol that judges the assessment; only what is needed is compiled.
pub(super) fn choose(
    arguments: &CriteriaArguments,
    assessment: &Assessment,
) -> Result<Protocol, CliError> {
    let own = compile_files(&arguments.files)?;
    let shipped: Vec<_> = SHIPPED
        .iter()
        .filter(|shipped| !own.iter().any(|protocol| protocol.id == shipped.id))
        .collect();
    if let Some(id) = &arguments.protocol {
        if shipped.iter().any(|shipped| shipped.id == id) {
            return compile_shipped(id);
        }
        let mut ids: Vec<&str> = own.iter().map(|protocol| protocol.id.as_str()).collect();
        ids.extend(shipped.iter().map(|shipped| shipped.id));
        let message = format!(
            "no protocol `{id}`; {}",
            crate::diagnostic::suggest(id, &ids)
        );
        return own
            .into_iter()
            .find(|protocol| protocol.id == *id)
            .ok_or(CliError::Usage(message));
    }
    let condition = assessment.condition();
    let answers = |conditions: &[String]| conditions.iter().any(|answered| answered == condition);
    let from_files: Vec<&Protocol> = own
        .iter()
        .filter(|protocol| answers(&protocol.conditions))
        .collect();
    let from_shipped: Vec<_> = shipped
        .iter()
        .filter(|shipped| shipped.conditions.contains(&condition))
        .collect();
    match (from_files.as_slice(), from_shipped.as_slice()) {
        ([only], []) => Ok((*only).clone()),
        ([], [only]) => compile_shipped(only.id),
        ([], []) => {
            let mut known: Vec<&str> = own
                .iter()
                .flat_map(|protocol| &protocol.conditions)
                .map(String::as_str)
                .collect();
            known.extend(shipped.iter().flat_map(|shipped| shipped.conditions));
            let help = crate::diagnostic::suggest(condition, &known);
            let message = format!("no protocol answers for `{condition}`; {help}");
            Err(CliError::NotJudged {
                path: "/injury/condition",
                message,
            })
        }
        (files, shipped) => {
            let mut ids: Vec<&str> = files.iter().map(|protocol| protocol.id.as_str()).collect();
            ids.extend(shipped.iter().map(|shipped| shipped.id));
            let message = format!(
                "{} answer for `{condition}`; name one with --protocol",
                ids.join(" and ")
            );
            Err(CliError::Criteria(message))
        }
    }
}

/// Compiles files and folders; draws every fault of every file before giving up.
fn compile_files(paths: &[PathBuf]) -> Result<Vec<Protocol>, CliError> {
    let mut protocols: Vec<Protocol> = Vec::new();
    let mut faulty = 0_usize;
    let shipped = if paths.is_empty() {
        References::default()
    } else {
        shipped_references()?
    };
    for path in paths
        .iter()
        .map(|path| files_of(path))
        .collect::<Result<Vec<_>, _>>()?
        .concat()
    {
        let (name, text) = read(Some(&path))?;
        let references = references_beside(&path)?.or(shipped.clone());
        let stem = path.file_stem().and_then(|stem| stem.to_str());
        match compile(&text, stem, Some(&references)) {
            Ok(protocol) => {
                if let Some(other) = protocols.iter().find(|other| other.id == protocol.id) {
                    return Err(CliError::Criteria(format!(
                        "{name}: a second protocol `{}`",
                        other.id
                    )));
                }
                protocols.push(protocol);
            }
            Err(faults) => {
                faulty = faulty.saturating_add(faults.len());
                let colour = std::io::stderr().is_terminal();
                say(&draw::draw(&name, &text, &faults, colour))?;
            }
        }
    }
    if faulty > 0 {
        let (faults, are) = if faulty == 1 {
            ("fault", "is")
        } else {
            ("faults", "are")
        };
        return Err(CliError::Criteria(format!(
            "there {are} {faulty} {faults} in the criteria; `rtr explain CODE` explains a code"
        )));
    }
    Ok(protocols)
}

/// The criteria files of a folder, in order of name; a file is itself.
fn files_of(path: &Path) -> Result<Vec<PathBuf>, CliError> {
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
fn references_beside(path: &Path) -> Result<References, CliError> {
    let bibliography = path.with_file_name("references.bib");
    if !bibliography.is_file() {
        return Ok(References::default());
    }
    let (name, text) = read(Some(&bibliography))?;
    References::parse(&text).map_err(|error| CliError::Criteria(format!("{name}: {error}")))
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
