//! `rtr criteria prove`.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::{Args, ValueEnum};
use serde_json::Value;

use super::files::sources;
use super::rows;
use crate::cli::format::Format;
use crate::cli::{CliError, Exit, draw, print_json, replace, say};
use crate::document::{Section, counted};
use crate::protocol::Protocol;
use crate::quantity::Distances;
use crate::workbench::Source;
use crate::workbench::cases::{self, Cases, runners_with};
use crate::workbench::prove::json_v1::{FileV1, ProveV1};
use crate::workbench::prove::{Pair, Proof, RefutedPromise, page, pair, refute};

/// Exits with 5 when a promise is refuted or could not be gone through, with 4 when a file does not compile and nothing in it is refuted.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Criteria files, folders of them, or shipped ids; all that ship when none is named.
    #[arg(value_name = "FILE|DIR|ID")]
    files: Vec<PathBuf>,
    /// A folder of cases that show what can come out, or one with a folder of cases for each protocol.
    #[arg(long, value_name = "DIR")]
    cases: Option<PathBuf>,
    /// Look for assessments that show what no case does; that takes its time.
    #[arg(long)]
    search: bool,
    /// Write the two assessments of each refutation into this folder, for `rtr check`.
    #[arg(long, value_name = "DIR")]
    pairs: Option<PathBuf>,
    /// How to show what was proved.
    #[arg(long, default_value = "text")]
    format: Format<Data>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Data {
    /// The format `prove/1`, with the two assessments of each refutation.
    Json,
}

/// What was found out about one file.
enum ProvedFile {
    Proved(Box<Protocol>, Proof, Vec<Option<Pair>>),
    Refused(Vec<RefutedPromise>),
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, CliError> {
    let begun = Instant::now();
    let sources = sources(&arguments.files)?;
    let mut all = Vec::new();
    let (mut refuted, mut open, mut refused, mut cells) = (0_usize, 0_usize, 0_usize, 0_usize);
    for source in &sources {
        let found = found(source, arguments)?;
        match &found {
            ProvedFile::Proved(_, proof, _) => {
                cells = proof
                    .cells
                    .iter()
                    .fold(cells, |sum, cells| sum.saturating_add(*cells));
                refuted = refuted.saturating_add(proof.failures.len());
                open = open.saturating_add(proof.stuck.len());
            }
            ProvedFile::Refused(failures) => {
                refused = refused.saturating_add(1);
                refuted = refuted.saturating_add(failures.len());
            }
        }
        if let Some(folder) = &arguments.pairs {
            write_pairs(folder, source, &found)?;
        }
        all.push((source, found));
    }
    match arguments.format {
        Format::Page(medium) => {
            let sections = all.iter().map(|(source, found)| section(source, found));
            let page = page::document(sections.collect());
            medium.print(&page, Distances::Kilometres, &[])?;
        }
        Format::Data(Data::Json) => {
            let files = all.iter().map(|(source, found)| json(source, found));
            print_json(&ProveV1 {
                format: "prove/1",
                files: files.collect(),
            })?;
        }
    }
    say(&format!(
        "{}, {cells} cells in {:.2?}; {refuted} refuted\n",
        counted(sources.len(), "file", "files"),
        begun.elapsed()
    ));
    // What could not be gone through is not proved, and so the proof is not met.
    Ok(match (refuted.saturating_add(open), refused) {
        (0, 0) => Exit::Done,
        (0, _) => Exit::BadCriteria,
        (_, _) => Exit::NotMet,
    })
}

fn found(source: &Source, arguments: &Arguments) -> Result<ProvedFile, CliError> {
    let protocol = match source.compile() {
        Ok(protocol) => protocol,
        Err(faults) => {
            let colour = std::io::stderr().is_terminal();
            say(&draw::faults(source, &faults, colour));
            return Ok(ProvedFile::Refused(refute(source)));
        }
    };
    // Without cases nothing exists that could be shown; what holds of every reading is proved all the same.
    let found = match rows::cases(source, &protocol, arguments.cases.as_deref()) {
        Err(_) if arguments.cases.is_none() => Cases::default(),
        found => found?,
    };
    let (runs, _) = cases::run(&protocol, &found);
    let mut proof = Proof::of(&protocol, &runs);
    let mut people = found.sound.clone();
    if arguments.search || !proof.failures.is_empty() {
        let condition = protocol.conditions.first();
        people.extend(condition.map_or_else(Vec::new, |condition| runners_with(condition)));
    }
    if arguments.search {
        proof.search(&protocol, &people);
    }
    let failures = proof.failures.iter();
    let pairs = failures
        .map(|failure| pair(&protocol, failure, &people))
        .collect();
    Ok(ProvedFile::Proved(Box::new(protocol), proof, pairs))
}

fn section(source: &Source, found: &ProvedFile) -> Section {
    match found {
        ProvedFile::Proved(protocol, proof, pairs) => page::proved(protocol, proof, pairs),
        ProvedFile::Refused(failures) => page::written(&source.name, failures),
    }
}

fn json(source: &Source, found: &ProvedFile) -> FileV1 {
    match found {
        ProvedFile::Proved(protocol, proof, pairs) => {
            FileV1::proof(&source.name, protocol, proof, pairs)
        }
        ProvedFile::Refused(failures) => FileV1::written(&source.name, failures),
    }
}

/// Writes both assessments of each pair, named for what they refute.
fn write_pairs(folder: &Path, source: &Source, found: &ProvedFile) -> Result<(), CliError> {
    let stem = source.stem().unwrap_or("criteria").to_owned();
    let write = |property: &str, criterion: &str, pair: &Pair| {
        let name = format!("{stem}-{}-{property}", criterion.replace('/', "-"));
        for (which, record) in [("one", &pair.from), ("other", &pair.to)] {
            let path = folder.join(format!("{name}-{which}.json"));
            replace(&path, &pretty(record)?)?;
        }
        Ok::<(), CliError>(())
    };
    std::fs::create_dir_all(folder).map_err(|source| CliError::File {
        action: "creating",
        path: folder.to_owned(),
        source,
    })?;
    match found {
        ProvedFile::Proved(protocol, proof, pairs) => {
            for (failure, pair) in proof.failures.iter().zip(pairs) {
                if let Some(pair) = pair {
                    write(
                        failure.property.word(),
                        &protocol.name_of(failure.criterion),
                        pair,
                    )?;
                }
            }
        }
        ProvedFile::Refused(failures) => {
            for refuted in failures {
                if let Some(pair) = &refuted.pair {
                    write(refuted.property.word(), &refuted.criterion, pair)?;
                }
            }
        }
    }
    Ok(())
}

fn pretty(record: &Value) -> Result<String, CliError> {
    let text = serde_json::to_string_pretty(record);
    text.map(|text| text + "\n")
        .map_err(|error| CliError::Internal(error.to_string()))
}
