//! `rtr criteria lint`.

use std::io::IsTerminal;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::files::each_source;
use crate::assessment::Day;
use crate::cli::format::{Format, Medium};
use crate::cli::{CliError, Exit, complain, draw, print_json, say};
use crate::diagnostic::Level;
use crate::quantity::Distances;
use crate::workbench::Source;
use crate::workbench::lint::json_v1::LintV1;
use crate::workbench::lint::page::{document, summary};
use crate::workbench::lint::sarif::Sarif;
use crate::workbench::lint::{LintedFile, lint};

const EXIT_CODES: &str = "Exit codes: 0 nothing at the fail level or above, 3 a file cannot be read, 4 a file does not compile, 5 all compile and something was \
    found. `rtr explain` lists the codes, `rtr explain CODE` explains one. A criterion excuses a warning or a note with `allow`. What would be 0 \
    is 141 when not all of the output could be written.";

#[derive(Debug, Args)]
#[command(after_help = EXIT_CODES)]
pub(super) struct Arguments {
    /// Criteria files, folders of them, or shipped ids; all that ship when none is named.
    #[arg(value_name = "FILE|DIR|ID")]
    files: Vec<PathBuf>,
    /// From which level on a finding fails.
    #[arg(long, value_enum, default_value_t = FailLevel::Warning)]
    fail_level: FailLevel,
    /// How to show the findings.
    #[arg(long, default_value = "text")]
    format: Format<Data>,
    /// The day as of which reviews are judged; today (UTC) when not given.
    #[arg(long, value_name = "YYYY-MM-DD")]
    today: Option<Day>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum FailLevel {
    Error,
    Warning,
    Note,
}

impl From<FailLevel> for Level {
    fn from(level: FailLevel) -> Self {
        match level {
            FailLevel::Error => Self::Error,
            FailLevel::Warning => Self::Warning,
            FailLevel::Note => Self::Note,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Data {
    /// For programs (`lint/1`).
    Json,
    /// For code hosts and editors (SARIF 2.1.0).
    Sarif,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, CliError> {
    let today = match arguments.today {
        Some(today) => today,
        None => today()?,
    };
    let mut sources = Vec::new();
    let mut unread = None;
    for source in each_source(&arguments.files) {
        match source {
            Ok(source) => sources.push(source),
            Err(error @ (CliError::Usage(_) | CliError::Internal(_))) => return Err(error),
            Err(error) => {
                complain(&error);
                unread = unread.or(Some(error.exit()));
            }
        }
    }
    let sources = once(sources);
    let linted = lint(&sources, today);
    match arguments.format {
        Format::Page(medium) => {
            let colour = medium == Medium::Text && std::io::stdout().is_terminal();
            let page = document(&linted, drawn(&linted, colour));
            medium.print(&page, Distances::Kilometres, &[])?;
        }
        Format::Data(Data::Json) => print_json(&LintV1::of(&linted, today))?,
        Format::Data(Data::Sarif) => print_json(&Sarif::of(&linted))?,
    }
    say(&format!("{}\n", summary(&linted)));
    Ok(unread.unwrap_or(exit(&linted, arguments.fail_level.into())))
}

/// Each file once, though it be named twice, by itself and by its folder.
fn once(sources: Vec<Source>) -> Vec<Source> {
    let mut once: Vec<Source> = Vec::new();
    let place = |source: &Source| {
        let path = source.path.as_ref();
        path.map(|path| path.canonicalize().unwrap_or_else(|_| path.clone()))
    };
    for source in sources {
        let twice = once.iter().any(|known| {
            known.path.is_some() == source.path.is_some()
                && if source.path.is_some() {
                    place(known) == place(&source)
                } else {
                    known.name == source.name
                }
        });
        if !twice {
            once.push(source);
        }
    }
    once
}

fn today() -> Result<Day, CliError> {
    let now = jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC);
    let day = now.date().to_string().parse();
    day.map_err(|_| {
        CliError::Usage("the clock of this machine is off; give the day with --today".to_owned())
    })
}

/// The findings of every file, as a compiler draws them.
fn drawn(linted: &[LintedFile<'_>], colour: bool) -> String {
    let files = linted.iter().map(|linted| {
        let findings = linted.reported();
        let findings = findings.map(|finding| (finding.level, &finding.diagnostic));
        draw::draw(linted.source, findings, colour)
    });
    files.collect()
}

fn exit(linted: &[LintedFile<'_>], fail_level: Level) -> Exit {
    let fails =
        |linted: &LintedFile<'_>| linted.reported().any(|finding| finding.level >= fail_level);
    if linted.iter().any(|linted| !linted.compiles) {
        Exit::BadCriteria
    } else if linted.iter().any(fails) {
        Exit::NotMet
    } else {
        Exit::Done
    }
}
