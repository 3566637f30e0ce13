//! `rtr criteria diff`.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::files::sources;
use super::rows::cases;
use crate::cli::format::Format;
use crate::cli::{CliError, Exit, draw, print_json, replace, say};
use crate::protocol::Protocol;
use crate::quantity::Distances;
use crate::workbench::Source;
use crate::workbench::cases::Case;
use crate::workbench::diff::cohort::{self, Cohort};
use crate::workbench::diff::json_v1::DiffV1;
use crate::workbench::diff::page::{Shown, Written, document};
use crate::workbench::diff::{Difference, NearbyCases};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The criteria compared with: a file, or a shipped id.
    old: PathBuf,
    /// The criteria compared: a file, or a shipped id.
    new: PathBuf,
    /// Judge these people by both: NDJSON or a JSON array of assessments; `-` is standard input.
    #[arg(long, value_name = "FILE")]
    cohort: Option<PathBuf>,
    /// Look for witnesses from the assessments of this folder, instead of `fixtures/cases/ID` beside the criteria or here.
    #[arg(long, value_name = "DIR")]
    cases: Option<PathBuf>,
    /// Write each witness into this folder, ready for `rtr check --criteria`.
    #[arg(long, value_name = "DIR")]
    witnesses: Option<PathBuf>,
    /// How to show the difference.
    #[arg(long, default_value = "text")]
    format: Format<Data>,
    /// List every flipped and every refused record, not the first 20.
    #[arg(long)]
    all: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Data {
    /// The format `diff/1`.
    Json,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, CliError> {
    let (old, old_source) = one(&arguments.old)?;
    let (new, new_source) = one(&arguments.new)?;
    let mut difference = Difference::of(&old, &new);
    let known = known(arguments, &[(&old, &old_source), (&new, &new_source)])?;
    let mut nearby = NearbyCases::new(&old, &new, known);
    difference.witness(&mut |accept, wanted| nearby.find(accept, wanted));
    let cohort = arguments
        .cohort
        .as_deref()
        .map(|path| people(path, &old, &new))
        .transpose()?;
    let written = arguments
        .witnesses
        .as_deref()
        .map(|folder| write(folder, &difference))
        .transpose()?;
    let shown = Shown {
        cohort: cohort.as_ref(),
        written: written.as_ref(),
        all: arguments.all,
    };
    match arguments.format {
        Format::Page(medium) => {
            medium.print(&document(&difference, shown), Distances::Kilometres, &[])?;
        }
        Format::Data(Data::Json) => print_json(&DiffV1::of(&difference, cohort.as_ref()))?,
    }
    Ok(if difference.differs() {
        Exit::NotMet
    } else {
        Exit::Done
    })
}

/// The one protocol at a path. Its file may have any name: an old version rarely keeps the one its id asks for.
fn one(path: &Path) -> Result<(Protocol, Source), CliError> {
    let mut found = sources(&[path.to_owned()])?;
    let (Some(source), true) = (found.pop(), found.is_empty()) else {
        return Err(CliError::Usage(format!(
            "{}: two files are compared, not folders",
            path.display()
        )));
    };
    let compiled = source
        .resolve()
        .and_then(|whole| whole.compile(None, Some(&source.references)));
    match compiled {
        Ok(protocol) => Ok((protocol, source)),
        Err(faults) => {
            let colour = std::io::stderr().is_terminal();
            say(&draw::faults(&source, &faults, colour));
            Err(CliError::Criteria(format!(
                "{}: does not compile; `rtr explain CODE` explains a code",
                source.name
            )))
        }
    }
}

/// The cases to look for witnesses from: those of either file, and every assessment of the folder named.
fn known(arguments: &Arguments, files: &[(&Protocol, &Source)]) -> Result<Vec<Case>, CliError> {
    let mut known: Vec<Case> = Vec::new();
    for (protocol, source) in files {
        // Without cases nothing is shown, and every difference is shown all the same.
        if let Ok(cases) = cases(source, protocol, arguments.cases.as_deref()) {
            known.extend(cases.sound);
        }
    }
    let Some(folder) = &arguments.cases else {
        return Ok(known);
    };
    let fault = |source| CliError::File {
        action: "reading",
        path: folder.clone(),
        source,
    };
    let entries = folder.read_dir().map_err(fault)?;
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()
        .map_err(fault)?;
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "json"));
    paths.sort();
    for path in paths {
        let (name, text) = crate::cli::read(Some(&path))?;
        let record = serde_json::from_str(&text).map_err(|error| CliError::NotJudged {
            path: "".into(),
            message: format!("{name}: {error}"),
        })?;
        known.extend(Case::untested(&name, record));
    }
    Ok(known)
}

fn people(path: &Path, old: &Protocol, new: &Protocol) -> Result<Cohort, CliError> {
    let fault = |source| CliError::File {
        action: "reading",
        path: path.to_owned(),
        source,
    };
    if path == Path::new("-") {
        return cohort::judge(std::io::stdin().lock(), old, new).map_err(fault);
    }
    let file = std::fs::File::open(path).map_err(fault)?;
    cohort::judge(std::io::BufReader::new(file), old, new).map_err(fault)
}

/// Writes each witness as a file of its own, named after its change.
fn write(folder: &Path, difference: &Difference<'_>) -> Result<Written, CliError> {
    std::fs::create_dir_all(folder).map_err(|source| CliError::File {
        action: "writing",
        path: folder.to_owned(),
        source,
    })?;
    let mut written = Written::new();
    for change in &difference.changes {
        let mut files = Vec::new();
        for (place, witness) in change.witnesses.iter().enumerate() {
            let stem = change.name.replace('/', "-");
            let name = format!("{stem}-{}.json", place.saturating_add(1));
            let text = serde_json::to_string_pretty(&witness.assessment)
                .map_err(|error| CliError::Internal(error.to_string()))?;
            replace(&folder.join(&name), &(text + "\n"))?;
            files.push(name);
        }
        written.push(files);
    }
    Ok(written)
}
