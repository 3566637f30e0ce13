//! `rtr explain`: the long text behind a short name.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use strum::VariantArray;

use super::format::Format;
use super::{CliError, Exit, criteria, print_json};
use crate::engine::contradictions::Contradiction;
use crate::formats::json_v1::page::PageV1;
use crate::measure::{catalog, find};
use crate::pages::contradictions;
use crate::pages::explain::{document, in_protocols, key, measure, source};
use crate::protocol::Protocol;
use crate::protocol::raw::KEYS;
use crate::protocol::references::References;
use crate::quantity::Distances;
use crate::workbench::lint;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// A measure, a criterion (`stage/criterion`), a stage, a ladder, a protocol, a key of criteria files, a source, a contradiction or a code of
    /// `rtr criteria lint`; all codes when left out.
    name: Option<String>,
    /// A criteria file, or a folder of them, to look in too.
    #[arg(long = "criteria", value_name = "FILE|DIR")]
    files: Vec<PathBuf>,
    /// How to show it.
    #[arg(long, default_value = "text")]
    format: Format<Data>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Data {
    /// The page as data (`page/1`).
    Json,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, CliError> {
    let files = &arguments.files;
    let page = match arguments.name.as_deref() {
        None => lint::explain_all(),
        Some(name) => {
            let references = super::references::references(files)?;
            let protocols = criteria::all(files)?;
            let mut found = Vec::new();
            let declared = criteria::declared_by(&protocols);
            let mut of_file = declared.iter().copied();
            let of_file = of_file.find(|measure| measure.id == name);
            found.extend(find(name).or(of_file).map(measure));
            found.extend(contradictions::explain(name));
            found.extend(lint::explain(name));
            found.extend(references.get(name).map(source));
            found.extend(in_protocols(&protocols, name));
            found.extend(key(name));
            if found.is_empty() {
                return Err(CliError::Usage(unknown(name, &protocols, &references)));
            }
            document(name.to_owned(), found, &references)
        }
    };
    match arguments.format {
        Format::Page(medium) => medium.print(&page, Distances::Kilometres, files)?,
        Format::Data(Data::Json) => print_json(&PageV1::of(&page))?,
    }
    Ok(Exit::Done)
}

fn unknown(name: &str, protocols: &[Protocol], references: &References) -> String {
    let criteria: Vec<String> = protocols
        .iter()
        .flat_map(|protocol| (0..protocol.criteria.len()).map(|place| protocol.name_of(place)))
        .collect();
    let declared = criteria::declared_by(protocols);
    let measures = catalog().chain(declared);
    let mut known: Vec<&str> = measures.map(|measure| measure.id).collect();
    known.extend(Contradiction::VARIANTS.iter().map(|kind| kind.word()));
    known.extend(KEYS.iter().map(|key| key.name));
    known.extend(lint::codes().iter().map(|(page, _)| page.code));
    known.extend(criteria.iter().map(String::as_str));
    known.extend(
        protocols
            .iter()
            .flat_map(|protocol| &protocol.stages)
            .map(|stage| stage.id.as_str()),
    );
    known.extend(
        protocols
            .iter()
            .flat_map(|protocol| &protocol.ladders)
            .map(|ladder| ladder.id.as_str()),
    );
    known.extend(references.iter().map(|reference| reference.key.as_str()));
    match crate::diagnostic::nearest(name, known) {
        Some(near) => format!("nothing is named `{name}`; did you mean `{near}`?"),
        None => format!(
            "nothing is named `{name}`; `rtr measures` and `rtr criteria show ID` list names"
        ),
    }
}
