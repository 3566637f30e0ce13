//! Which criteria files are meant, read and compiled.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use crate::assessment::Assessment;
use crate::cli::references::{files_of, references_beside, shipped_references};
use crate::cli::{CliError, CriteriaArguments, draw, read, say};
use crate::document::{counted, visible};
use crate::measure::Definition;
use crate::protocol::Protocol;
use crate::protocol::builtin::{SHIPPED, Shipped};
use crate::protocol::red_flags::RED_FLAGS;
use crate::protocol::set::{ProtocolSet, ProtocolSetError};
use crate::workbench::Source;

/// Every protocol: those of the files, then the shipped ones that none of them replaces.
pub(in crate::cli) fn all(files: &[PathBuf]) -> Result<Vec<Protocol>, CliError> {
    let mut protocols = ProtocolSet::with(compile_files(files)?).files()?;
    protocols.sort_by(|one, other| one.id.cmp(&other.id));
    Ok(protocols)
}

/// The measures that the criteria at hand declare, each once.
pub(in crate::cli) fn declared(files: &[PathBuf]) -> Result<Vec<&'static Definition>, CliError> {
    Ok(declared_by(&all(files)?))
}

/// The measures that protocols declare, each once.
pub(in crate::cli) fn declared_by(protocols: &[Protocol]) -> Vec<&'static Definition> {
    let mut declared: Vec<&'static Definition> = Vec::new();
    for measure in protocols.iter().flat_map(|protocol| &protocol.measures) {
        if !declared.contains(measure) {
            declared.push(measure);
        }
    }
    declared
}

/// The criteria that the arguments put at hand.
pub(in crate::cli) fn protocol_set(arguments: &CriteriaArguments) -> Result<ProtocolSet, CliError> {
    set(compile_files(&arguments.files)?, arguments)
}

fn set(protocols: Vec<Protocol>, arguments: &CriteriaArguments) -> Result<ProtocolSet, CliError> {
    let protocols = ProtocolSet::with(protocols);
    Ok(match &arguments.protocol {
        Some(id) => protocols.only(id)?,
        None => protocols,
    })
}

/// The one protocol that judges the assessment; only what is needed is compiled.
pub(in crate::cli) fn choose(
    arguments: &CriteriaArguments,
    assessment: &Assessment,
) -> Result<Protocol, CliError> {
    let named = compile_each(&arguments.files)?;
    let ids: Vec<Vec<String>> = named
        .iter()
        .map(|of_path| of_path.iter().map(|protocol| protocol.id.clone()).collect())
        .collect();
    let protocols = set(named.into_iter().flatten().collect(), arguments)?;
    let place = protocols.place_for(assessment.condition())?;
    let chosen = protocols.protocol(place)?.clone();
    let paths = arguments.files.iter().zip(ids);
    for (path, ids) in paths.filter(|(_, ids)| !is_used(ids, &chosen)) {
        say(&unused(path, &ids, &chosen, assessment));
    }
    Ok(chosen)
}

/// Whether one of the protocols judges, or is judged beside whichever does.
fn is_used(ids: &[String], chosen: &Protocol) -> bool {
    ids.iter().any(|id| *id == chosen.id || id == RED_FLAGS)
}

/// That criteria were named and did not judge: who changed a limit must not take the answer of another file for its own.
fn unused(path: &Path, ids: &[String], chosen: &Protocol, assessment: &Assessment) -> String {
    let name = path.display().to_string();
    let ids: Vec<String> = ids.iter().map(|id| format!("`{id}`")).collect();
    format!(
        "note: {}: not used: it holds {}, and `{}` judges `{}`; name one with --protocol\n",
        visible(&name),
        visible(&ids.join(", ")),
        visible(&chosen.id),
        visible(assessment.condition())
    )
}

impl From<ProtocolSetError> for CliError {
    fn from(error: ProtocolSetError) -> Self {
        let message = error.to_string();
        match error {
            ProtocolSetError::NoneAnswers { .. } => Self::NotJudged {
                path: "/injury/condition".into(),
                message,
            },
            ProtocolSetError::SeveralAnswer { .. } => Self::Criteria(message),
            ProtocolSetError::Unknown { .. } | ProtocolSetError::UnknownStage { .. } => {
                Self::Usage(message)
            }
            ProtocolSetError::Faulty { .. } => Self::Internal(message),
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
                say(&draw::faults(source, &faults, colour));
            }
        }
    }
    if faulty > 0 {
        let are = if faulty == 1 { "is" } else { "are" };
        return Err(CliError::Criteria(format!(
            "there {are} {} in the criteria; `rtr explain CODE` explains a code",
            counted(faulty, "fault", "faults")
        )));
    }
    Ok(protocols)
}

fn compile_files(paths: &[PathBuf]) -> Result<Vec<Protocol>, CliError> {
    Ok(compile_each(paths)?.into_iter().flatten().collect())
}

/// The protocols of each file or folder.
fn compile_each(paths: &[PathBuf]) -> Result<Vec<Vec<Protocol>>, CliError> {
    let mut sources = Vec::new();
    let mut counts = Vec::new();
    for path in paths {
        let files = files_of(path)?;
        counts.push(files.len());
        for file in files {
            sources.push(on_disk(file)?);
        }
    }
    // All of them at once: every fault is drawn, and a second protocol of one id is found in whichever file it is.
    let mut compiled = protocols(&sources)?.into_iter();
    let each = counts.into_iter();
    Ok(each
        .map(|count| compiled.by_ref().take(count).collect())
        .collect())
}
