//! `rtr criteria show`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use serde::Serialize;

use super::files::{protocols, sources};
use super::table::{self, Column};
use crate::cli::{CliError, Exit, print, print_json};
use crate::measure::Window;
use crate::protocol::{Bound, Criterion, Limit, Protocol, Stage};
use crate::workbench::layout::lay_out;
use crate::workbench::{Source, as_json, facts_in_file};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// A shipped id, or a criteria file.
    #[arg(value_name = "FILE|ID")]
    file: PathBuf,
    /// Of a file that extends another, print only what it says itself.
    #[arg(long, conflicts_with = "codes")]
    own: bool,
    /// As what to show it.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Print instead the code of each criterion, by which batches name it: its place in the file, from 0.
    #[arg(long)]
    codes: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// The file, to read or to change.
    #[default]
    Toml,
    /// A table for the terminal.
    Table,
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
        (true, Format::Json) => print_json(&Codes::of(&compiled(source)?))?,
        (true, Format::Toml | Format::Table) => print(&codes(&compiled(source)?)),
        (false, Format::Toml) if arguments.own => print(&source.text),
        (false, Format::Toml) => print(&whole(source)?),
        (false, Format::Json) if arguments.own => {
            print_json(&as_json(&source.text).map_err(CliError::Internal)?)?;
        }
        (false, Format::Table) if arguments.own => {
            return Err(CliError::Usage(
                "what a file says itself is shown as TOML or JSON".to_owned(),
            ));
        }
        (false, Format::Table) => print(&in_words(&compiled(source)?)),
        (false, Format::Json) => {
            compiled(source)?;
            print_json(&as_json(&source.whole().text).map_err(CliError::Internal)?)?;
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

/// The codes of a file's criteria; a code is a place in the list.
#[derive(Serialize)]
struct Codes<'a> {
    protocol: &'a str,
    version: &'a str,
    criteria_sha256: String,
    codes: Vec<String>,
}

impl<'a> Codes<'a> {
    fn of(protocol: &'a Protocol) -> Self {
        Self {
            protocol: &protocol.id,
            version: &protocol.version,
            criteria_sha256: protocol.digest.to_string(),
            codes: (0..protocol.criteria.len())
                .map(|place| protocol.name_of(place))
                .collect(),
        }
    }
}

fn codes(protocol: &Protocol) -> String {
    let codes = Codes::of(protocol);
    let mut text = format!(
        "# {} {} sha256 {}\n",
        codes.protocol, codes.version, codes.criteria_sha256
    );
    for (code, name) in codes.codes.iter().enumerate() {
        text.push_str(&format!("{code}\t{name}\n"));
    }
    text
}

fn in_words(protocol: &Protocol) -> String {
    let mut text = format!(
        "{}\n{} {}, reviewed {}\n",
        protocol.title, protocol.id, protocol.version, protocol.reviewed
    );
    if let Some(route_out) = &protocol.route_out {
        let said = textwrap::fill(&route_out.say.text, 80);
        text.push_str(&format!(
            "\nJudges nothing; refers to: {}.\n{said}\n",
            route_out.refer.word()
        ));
    }
    for (place, stage) in protocol.stages.iter().enumerate() {
        let asked = if place == protocol.ask {
            "; judged when no goal is given"
        } else {
            ""
        };
        text.push_str(&format!(
            "\n{}. {}\n   stage {}, clears for {}{asked}\n",
            place.saturating_add(1),
            stage.title,
            stage.id,
            stage.clears.word()
        ));
        text.push_str(&stage_in_words(protocol, stage));
    }
    text
}

fn stage_in_words(protocol: &Protocol, stage: &Stage) -> String {
    let columns = [
        Column::new("criterion, measure", 29),
        Column::new("bands", 18),
        Column::new("window, when", 12),
        Column::new("kind", 10),
    ];
    let criteria = stage.criteria.clone();
    let rows = criteria.filter_map(|place| {
        let criterion = protocol.criteria.get(place)?;
        let query = protocol.queries.get(criterion.query)?;
        let note = if criterion.note { "  [note]" } else { "" };
        let evidence = &criterion.evidence;
        Some([
            format!("{}{note}\n{}", criterion.id, criterion.measure.id),
            bands(criterion),
            [days(query.window), facts_in_file(criterion)]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join("\n"),
            format!("{}\n{}", evidence.kind.word(), evidence.confidence.word()),
        ])
    });
    table::render(&columns, rows)
}

fn bands(criterion: &Criterion) -> String {
    let Some(bands) = criterion.bands else {
        return "shown only".to_owned();
    };
    let show = |limit: Limit| match limit.bound {
        Bound::GoalOver(_) => limit.to_string(),
        Bound::Value(_) => limit.show(criterion.measure, None),
    };
    let (go, no_go) = (show(bands.go), bands.no_go.map(show));
    match no_go {
        Some(no_go) => format!("GO {go}\nNO-GO {no_go}"),
        None => format!("GO {go}"),
    }
}

/// The days that count, as the file writes them; a criterion's `when` stands on lines of its own.
fn days(window: Window) -> Vec<String> {
    let fresh = window.fresh.map(|days| format!("fresh {days} d"));
    let over = window.over.map(|days| format!("over {days} d"));
    let least = (window.at_least > 1).then(|| format!("at least {}", window.at_least));
    [fresh, over, least].into_iter().flatten().collect()
}
