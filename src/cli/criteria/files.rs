//! Which criteria files are meant, read and compiled.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use crate::assessment::Assessment;
use crate::cli::{CliError, CriteriaArguments, draw, read, say};
use crate::protocol::Protocol;
use crate::protocol::builtin::{SHIPPED, Shipped};
use crate::protocol::references::References;
use crate::workbench::Source;

/// Every protocol: those of the files, then the shipped ones that none of them replaces.
pub(in crate::cli) fn all(files: &[PathBuf]) -> Result<Vec<Protocol>, CliError> {
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
pub(in crate::cli) fn choose(
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

/// The files of the workbench: files, folders of them, or shipped ids; every shipped file when none is named.
///
/// What stands on the disk is meant before a shipped id, and nothing is judged: a faulty file is a source, too.
pub(super) fn sources(named: &[PathBuf]) -> Result<Vec<Source>, CliError> {
    each_source(named).into_iter().collect()
}

/// The same, one by one: a file that cannot be read hides none of the others.
pub(super) fn each_source(named: &[PathBuf]) -> Vec<Result<Source, CliError>> {
    let shipped = |shipped: &Shipped| Ok(Source::shipped(shipped, shipped_references()?));
    if named.is_empty() {
        return SHIPPED.iter().map(shipped).collect();
    }
    let mut sources = Vec::new();
    for path in named {
        let id = path.to_str().filter(|_| !path.exists());
        if let Some(found) = SHIPPED.iter().find(|shipped| Some(shipped.id) == id) {
            sources.push(shipped(found));
        } else if let (Some(id), None) = (id, path.extension()) {
            let ids: Vec<&str> = SHIPPED.iter().map(|shipped| shipped.id).collect();
            let help = crate::diagnostic::suggest(id, &ids);
            sources.push(Err(CliError::Usage(format!(
                "no file and no shipped protocol `{id}`; {help}"
            ))));
        } else {
            match files_of(path) {
                Ok(files) => sources.extend(files.into_iter().map(on_disk)),
                Err(error) => sources.push(Err(error)),
            }
        }
    }
    sources
}

/// A criteria file, with the sources that stand beside it.
fn on_disk(path: PathBuf) -> Result<Source, CliError> {
    let (name, text) = read(Some(&path))?;
    let references = references_beside(&path)?.or(shipped_references()?);
    Ok(Source::file(name, path, text, references))
}

/// The protocols of sources; every fault of every file is drawn before giving up.
pub(super) fn protocols(sources: &[Source]) -> Result<Vec<Protocol>, CliError> {
    let mut protocols: Vec<Protocol> = Vec::new();
    let mut faulty = 0_usize;
    for source in sources {
        match source.compile() {
            Ok(protocol) => {
                if let Some(other) = protocols.iter().find(|other| other.id == protocol.id) {
                    return Err(CliError::Criteria(format!(
                        "{}: a second protocol `{}`",
                        source.name, other.id
                    )));
                }
                protocols.push(protocol);
            }
            Err(faults) => {
                faulty = faulty.saturating_add(faults.len());
                let colour = std::io::stderr().is_terminal();
                say(&draw::faults(&source.name, &source.text, &faults, colour))?;
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

fn compile_files(paths: &[PathBuf]) -> Result<Vec<Protocol>, CliError> {
    let mut sources = Vec::new();
    for path in paths {
        for file in files_of(path)? {
            sources.push(on_disk(file)?);
        }
    }
    protocols(&sources)
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
pub(in crate::cli) fn shipped_references() -> Result<References, CliError> {
    References::shipped().map_err(|error| CliError::Internal(error.to_string()))
}

/// All sources that a report's criteria may cite.
pub(in crate::cli) fn references(files: &[PathBuf]) -> Result<References, CliError> {
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
