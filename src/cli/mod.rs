//! The program: one file per verb. Data goes to standard output, everything else to standard error.

mod ask;
mod assessment;
mod batch;
mod check;
mod completions;
mod console;
mod criteria;
mod draw;
mod exit;
mod explain;
mod format;
mod import;
mod init;
mod load;
mod log;
mod man;
mod measures;
mod mistaken;
mod next;
mod pager;
mod plan;
mod record;
mod references;
mod replace;
mod schema;
mod tasks;
mod timeline;
mod today;
mod verify;

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};
use thiserror::Error;

pub use exit::Exit;

use self::assessment::assessment;
use self::console::{Json, complain, print, print_json, say};
use self::replace::replace;
use crate::assessment::{Assessment, Day, Goal, InputError};
use crate::document::Template;
use crate::protocol::Protocol;
use crate::quantity::Distances;

const EXIT_CODES: &str = "Exit codes: 0 GO or done, 1 internal error, 2 usage, 3 bad input, 4 criteria that do not compile, \
    5 a comparison, case or proof not met or a lint that fails, 10 CAUTION, 20 NO-GO. With --exit-zero a verdict is 0. \
    What would be 0 is 141 when not all of the output could be written.";

/// Every sentence of the program's own pages, each with its id.
pub const SENTENCES: &[&[Template]] = &[batch::SENTENCES, import::SENTENCES, verify::SENTENCES];

/// Return-to-run readiness: GO, CAUTION or NO-GO with every reason, from staged criteria that a clinician can read and change.
///
/// A decision aid, not a diagnosis; no verdict promises that no injury follows. Nothing leaves this machine.
#[derive(Debug, Parser)]
#[command(name = "rtr", version, after_help = EXIT_CODES, max_term_width = 80)]
struct Cli {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Judge one assessment.
    Check(check::Arguments),
    /// Answer questions, only what is still open, and see the verdict grow.
    Ask(ask::Arguments),
    /// Log today: the morning, pain, a run. A few keys a day.
    Log(log::Arguments),
    /// Judge any number of assessments, one line each.
    Batch(batch::Arguments),
    /// Print a commented starter file to fill in.
    Init(init::Arguments),
    /// Put the sessions of watch files and exports into an assessment.
    Import(import::Arguments),
    /// Show the verdict and the stage reached on each day that has an entry.
    Timeline(timeline::Arguments),
    /// Say what to do today: what to run, or rest, hold, step back, and why.
    Next(next::Arguments),
    /// Lay out the way to the goal, session by session, and its earliest day.
    Plan(plan::Arguments),
    /// Show the training log and every measure of load.
    Load(load::Arguments),
    /// Replay a report against its assessment and compare.
    Verify(verify::Arguments),
    /// Explain a measure, a criterion, a stage, a source or a fault code.
    Explain(explain::Arguments),
    /// List everything that can be measured, and how.
    Measures(measures::Arguments),
    /// Print the JSON Schema of a format.
    Schema(schema::Arguments),
    /// List, show or lint criteria files.
    Criteria(criteria::Verbs),
    /// Print what a shell needs to complete the command line.
    Completions(completions::Arguments),
    /// Print the man page of a verb, or write all of them.
    Man(man::Arguments),
}

/// Which criteria judge.
#[derive(Clone, Debug, Default, Args)]
struct CriteriaArguments {
    /// A criteria file, or a folder of them, to add; one of a shipped id replaces it. May be repeated.
    #[arg(long = "criteria", value_name = "FILE|DIR")]
    files: Vec<PathBuf>,
    /// The protocol to judge by, instead of the one for the injury's condition.
    #[arg(long, value_name = "ID")]
    protocol: Option<String>,
}

/// What is asked, where it differs from the file.
#[derive(Clone, Debug, Default, Args)]
struct QuestionArguments {
    /// Judge as of this day; later entries are set aside.
    #[arg(long, value_name = "YYYY-MM-DD")]
    as_of: Option<Day>,
    /// Judge for this goal: a stage, `race:42.195`, `run:8` or `8km`, `marathon`, `half-marathon`, `10k`, `5k`, each with `@YYYY-MM-DD` behind if wanted, or
    /// a session of a walk-run ladder, `session:3` or `session:minutes:3`.
    #[arg(long, value_name = "GOAL")]
    goal: Option<String>,
}

/// Kilometres or miles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Units {
    /// Kilometres.
    #[default]
    Km,
    /// Miles.
    Mi,
}

impl From<Units> for Distances {
    fn from(units: Units) -> Self {
        match units {
            Units::Km => Self::Kilometres,
            Units::Mi => Self::Miles,
        }
    }
}

/// Why a verb could not do its work.
#[derive(Debug, Error)]
enum CliError {
    /// A file could not be read or written.
    #[error("{action} {}", path.display())]
    File {
        /// What was tried.
        action: &'static str,
        /// On which file.
        path: PathBuf,
        /// Why not.
        source: std::io::Error,
    },
    /// Standard output takes no more.
    #[error("writing to standard output or standard error")]
    Output(#[source] std::io::Error),
    /// The input was refused.
    #[error("{name}: the record was refused")]
    Input {
        /// The file, or `standard input`.
        name: String,
        /// Its faults.
        error: InputError,
    },
    /// The assessment was refused, with the place of each fault in it.
    #[error("{}: the record was refused", record.name)]
    Refused {
        /// What was read.
        record: Box<record::RecordText>,
        /// What is wrong with it.
        faults: Vec<record::PlacedFault>,
    },
    /// The file is no assessment, but something that another verb takes.
    #[error("{name}: {message}")]
    Mistaken {
        /// The file.
        name: String,
        /// What it is, and what to type instead.
        message: String,
    },
    /// A table cannot be read, or its columns are not those that are asked for.
    #[cfg(feature = "columnar")]
    #[error("{name}: {message}")]
    Table {
        /// The file, or `standard input`.
        name: String,
        /// What is wrong.
        message: String,
    },
    /// The input is sound, and cannot be judged.
    #[error("{}{message}", if path.is_empty() { String::new() } else { format!("{path}: ") })]
    NotJudged {
        /// The place in the input, as a JSON pointer; empty for all of it.
        path: std::borrow::Cow<'static, str>,
        /// Why not.
        message: String,
    },
    /// The command line asks for something that is not there.
    #[error("{0}")]
    Usage(String),
    /// Criteria files do not compile; the faults are drawn already.
    #[error("{0}")]
    Criteria(String),
    /// Something that tests rule out.
    #[error("internal error: {0}")]
    Internal(String),
}

impl CliError {
    const fn exit(&self) -> Exit {
        match self {
            Self::File { .. }
            | Self::Input { .. }
            | Self::Mistaken { .. }
            | Self::Refused { .. }
            | Self::NotJudged { .. } => Exit::BadInput,
            #[cfg(feature = "columnar")]
            Self::Table { .. } => Exit::BadInput,
            Self::Usage(_) => Exit::Usage,
            Self::Criteria(_) => Exit::BadCriteria,
            Self::Output(_) => Exit::Unwritten,
            Self::Internal(_) => Exit::Internal,
        }
    }
}

/// Runs the program on its arguments, the first being its name.
///
/// Prints to standard output and standard error; the caller exits with what this returns.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> Exit {
    let parsed = tasks::by_task(Cli::command()).try_get_matches_from(arguments);
    let cli = match parsed.and_then(|matches| Cli::from_arg_matches(&matches)) {
        Ok(cli) => cli,
        Err(error) => {
            let exit = if error.use_stderr() {
                Exit::Usage
            } else {
                Exit::Done
            };
            console::remember(error.print());
            return console::end(exit);
        }
    };
    let result = match cli.verb {
        Verb::Check(arguments) => check::run(&arguments),
        Verb::Ask(arguments) => ask::run(&arguments),
        Verb::Log(arguments) => log::run(&arguments),
        Verb::Batch(arguments) => batch::run(&arguments),
        Verb::Init(arguments) => Ok(init::run(&arguments)),
        Verb::Import(arguments) => import::run(&arguments),
        Verb::Timeline(arguments) => timeline::run(&arguments),
        Verb::Next(arguments) => next::run(&arguments),
        Verb::Plan(arguments) => plan::run(&arguments),
        Verb::Load(arguments) => load::run(&arguments),
        Verb::Verify(arguments) => verify::run(&arguments),
        Verb::Explain(arguments) => explain::run(&arguments),
        Verb::Measures(arguments) => measures::run(&arguments),
        Verb::Schema(arguments) => schema::run(&arguments),
        Verb::Criteria(arguments) => criteria::run(&arguments),
        Verb::Completions(arguments) => completions::run(&arguments),
        Verb::Man(arguments) => man::run(&arguments),
    };
    console::end(result.unwrap_or_else(|error| {
        let exit = error.exit();
        if let CliError::Output(error) = error {
            console::remember(Err(error));
        } else {
            complain(&error);
        }
        exit
    }))
}

/// Reads a whole file, or standard input for `-` or no file.
fn read(path: Option<&Path>) -> Result<(String, String), CliError> {
    let Some(path) = path.filter(|path| *path != Path::new("-")) else {
        let text = std::io::read_to_string(std::io::stdin().lock());
        let text = text.map_err(|source| CliError::File {
            action: "reading",
            path: "standard input".into(),
            source,
        })?;
        return Ok(("standard input".to_owned(), text));
    };
    let text = std::fs::read_to_string(path).map_err(|source| CliError::File {
        action: "reading",
        path: path.into(),
        source,
    })?;
    Ok((path.display().to_string(), text))
}

/// The goal that the command line asks for, if it does.
fn goal(text: Option<&str>, units: Units) -> Result<Option<Goal>, CliError> {
    let goal = text.map(|text| Goal::parse(text, units.into()));
    goal.transpose().map_err(CliError::Usage)
}

/// Puts a question to a protocol.
fn question<'a>(
    protocol: &Protocol,
    assessment: &'a Assessment,
    arguments: &QuestionArguments,
    units: Units,
) -> Result<crate::engine::Question<'a>, CliError> {
    use crate::engine::QuestionError::UnknownStage;
    let goal = goal(arguments.goal.as_deref(), units)?;
    let named = goal.is_some();
    crate::engine::Question::new(protocol, assessment, arguments.as_of, goal).map_err(|error| {
        if named && matches!(error, UnknownStage { .. }) {
            return CliError::Usage(error.to_string());
        }
        CliError::NotJudged {
            path: error.path().to_owned().into(),
            message: error.to_string(),
        }
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_sentence_is_written_once_and_uses_what_it_is_given() {
        crate::document::check(super::SENTENCES);
    }
}
