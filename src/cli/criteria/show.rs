//! `rtr criteria show`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use serde::Serialize;

use super::files::{protocols, sources};
use crate::cli::format::Format;
use crate::cli::{CliError, Exit, print, print_json};
use crate::pages::criteria::show;
use crate::protocol::Protocol;
use crate::protocol::set::ProtocolSet;
use crate::quantity::Distances;
use crate::workbench::layout::lay_out;
use crate::workbench::{Source, as_json};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// A shipped id, or a criteria file.
    #[arg(value_name = "FILE|ID")]
    file: PathBuf,
    /// Of a file that extends another, print only what it says itself.
    #[arg(long, conflicts_with = "codes")]
    own: bool,
    /// As what to show it.
    #[arg(long, default_value = "toml")]
    format: Format<Data>,
    /// Print instead the code of each criterion, by which batches name it: its place in the file, from 0.
    #[arg(long)]
    codes: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Data {
    /// The file, to read or to change.
    Toml,
    /// The same keys and values as JSON; `rtr schema criteria` describes it.
    Json,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, CliError> {
    let sources = sources(std::slice::from_ref(&arguments.file))?;
    let [source] = sources.as_slice() else {
        return Err(CliError::Usage(format!(
            "{} holds {} criteria files; name one",
            arguments.file.display(),
            sources.len()
        )));
    };
    match (arguments.codes, arguments.format) {
        (true, Format::Data(Data::Json)) => print_json(&Codes::of(&judging(source)?))?,
        (true, Format::Data(Data::Toml) | Format::Page(_)) => print(&codes(&judging(source)?)),
        (false, Format::Data(Data::Toml)) if arguments.own => print(&source.text),
        (false, Format::Data(Data::Toml)) => print(&whole(source)?),
        (false, Format::Data(Data::Json)) if arguments.own => {
            print_json(&as_json(&source.text).map_err(CliError::Internal)?)?;
        }
        (false, Format::Data(Data::Json)) => {
            compiled(source)?;
            print_json(&as_json(&source.whole().text).map_err(CliError::Internal)?)?;
        }
        (false, Format::Page(_)) if arguments.own => {
            return Err(CliError::Usage(
                "what a file says itself is shown as TOML or JSON".to_owned(),
            ));
        }
        (false, Format::Page(medium)) => {
            let page = show(&compiled(source)?);
            medium.print(&page, Distances::Kilometres, source.path.as_slice())?;
        }
    }
    Ok(Exit::Done)
}

/// The file as it stands; one that extends another with all that it takes from it.
fn whole(source: &Source) -> Result<String, CliError> {
    if source.extended().is_none() {
        return Ok(source.text.clone());
    }
    compiled(source)?;
    lay_out(&source.whole().text).map_err(|refused| CliError::Internal(refused.to_string()))
}

fn compiled(source: &Source) -> Result<Protocol, CliError> {
    let compiled = protocols(std::slice::from_ref(source))?;
    let only = compiled.into_iter().next();
    only.ok_or_else(|| CliError::Internal("no protocol of one source".to_owned()))
}

/// The file as it judges, with the shipped red flags beside it.
fn judging(source: &Source) -> Result<Protocol, CliError> {
    let alone = compiled(source)?;
    let id = alone.id.clone();
    Ok(ProtocolSet::with(vec![alone]).of_id(&id)?)
}

/// The codes of the criteria that judge; a code is a place in the list.
#[derive(Serialize)]
struct Codes<'a> {
    protocol: &'a str,
    version: &'a str,
    criteria_sha256: String,
    red_flags_sha256: Option<String>,
    codes: Vec<String>,
}

impl<'a> Codes<'a> {
    fn of(protocol: &'a Protocol) -> Self {
        Self {
            protocol: &protocol.id,
            version: &protocol.version,
            criteria_sha256: protocol.digest.to_string(),
            red_flags_sha256: protocol.red_flags.map(|digest| digest.to_string()),
            codes: (0..protocol.criteria.len())
                .map(|place| protocol.name_of(place))
                .collect(),
        }
    }
}

fn codes(protocol: &Protocol) -> String {
    let codes = Codes::of(protocol);
    let mut text = format!(
        "# {} {} sha256 {}",
        codes.protocol, codes.version, codes.criteria_sha256
    );
    if let Some(red_flags) = &codes.red_flags_sha256 {
        text.push_str(&format!(", red flags sha256 {red_flags}"));
    }
    text.push('\n');
    for (code, name) in codes.codes.iter().enumerate() {
        text.push_str(&format!("{code}\t{name}\n"));
    }
    text
}
