//! The program: one file per verb. Data goes to standard output, everything else to standard error.

mod batch;
mod check;
mod criteria;
mod draw;
mod exit;
mod explain;
mod import;
mod init;
mod load;
mod measures;
mod next;
mod plan;
mod replace;
mod schema;
mod timeline;
mod verify;

use std::ffi::OsString;
use std::io::Write;
use std::path::{Path, PathBuf};

use clap::{Args, Parser, Subcommand, ValueEnum};
use thiserror::Error;

pub use exit::Exit;

use self::replace::replace;
use crate::assessment::{Assessment, Day, Goal, InputError};
use crate::formats::json_v1::report::ErrorV1;
use crate::pages::units::Distances;
use crate::protocol::Protocol;

const EXIT_CODES: &str = "Exit codes: 0 GO or done, 1 internal error, 2 usage, 3 bad input, 4 criteria that do not compile, \
    5 a comparison, case or proof not met or a lint that fails, 10 CAUTION, 20 NO-GO. With --exit-zero a verdict is 0.";

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
    /// Judge any number of assessments, one line each.
    Batch(batch::Arguments),
    /// Print a commented starter file to fill in.
    Init(init::Arguments),
    /// Put the sessions of watch files and exports into an assessment.
    Import(import::Arguments),
    /// Show the verdict and the stage reached on each day that has an entry.
    Timeline(timeline::Arguments),
    /// Say what to do today: run what, rest, hold or step back, and why.
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
    /// Judge for this goal: a stage, `race:42.195`, `run:8`, `marathon`, `half-marathon`, `10k`, `5k`; `@YYYY-MM-DD` may follow.
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
    /// Standard output is gone.
    #[error("writing to standard output")]
    Output(#[from] std::io::Error),
    /// The input was refused.
    #[error("{name}: the record was refused")]
    Input {
        /// The file, or `standard input`.
        name: String,
        /// Its faults.
        error: InputError,
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
        path: &'static str,
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
            Self::File { .. } | Self::Input { .. } | Self::NotJudged { .. } => Exit::BadInput,
            #[cfg(feature = "columnar")]
            Self::Table { .. } => Exit::BadInput,
            Self::Usage(_) => Exit::Usage,
            Self::Criteria(_) => Exit::BadCriteria,
            Self::Output(_) | Self::Internal(_) => Exit::Internal,
        }
    }
}

/// Runs the program on its arguments, the first being its name.
///
/// Prints to standard output and standard error; the caller exits with what this returns.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> Exit {
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => {
            let exit = if error.use_stderr() {
                Exit::Usage
            } else {
                Exit::Done
            };
            return if error.print().is_ok() {
                exit
            } else {
                Exit::Internal
            };
        }
    };
    let result = match cli.verb {
        Verb::Check(arguments) => check::run(&arguments),
        Verb::Batch(arguments) => batch::run(&arguments),
        Verb::Init(arguments) => init::run(&arguments),
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
    };
    match result {
        Ok(exit) => exit,
        // Whoever reads the output has had enough; that is no fault.
        Err(CliError::Output(error)) if error.kind() == std::io::ErrorKind::BrokenPipe => {
            Exit::Done
        }
        Err(error) => {
            complain(&error);
            error.exit()
        }
    }
}

/// Says on standard error what went wrong; if even that fails, the exit code must do.
fn complain(error: &CliError) {
    let mut lines = vec![format!("error: {error}")];
    if let CliError::Input { error, .. } = error {
        lines.extend(error.faults.iter().map(|fault| {
            let path = if fault.path.is_empty() {
                "the record"
            } else {
                fault.path.as_str()
            };
            format!("  {path}: {}", fault.message)
        }));
    }
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        lines.push(format!("  because: {cause}"));
        source = cause.source();
    }
    drop(say(&(lines.join("\n") + "\n")));
}

/// Writes to standard error.
fn say(text: &str) -> Result<(), CliError> {
    Ok(anstream::stderr().lock().write_all(text.as_bytes())?)
}

/// Writes data to standard output; colour is stripped unless a terminal shows it.
fn print(text: &str) -> Result<(), CliError> {
    let mut out = anstream::stdout().lock();
    out.write_all(text.as_bytes())?;
    Ok(out.flush()?)
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

/// How JSON is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Json {
    /// Over several lines, for people.
    Pretty,
    /// On one line, for programs.
    Line,
}

impl Json {
    fn print(self, value: &impl serde::Serialize) -> Result<(), CliError> {
        let text = match self {
            Self::Pretty => serde_json::to_string_pretty(value),
            Self::Line => serde_json::to_string(value),
        };
        let text = text.map_err(|error| CliError::Internal(error.to_string()))?;
        print(&(text + "\n"))
    }
}

/// Reads one assessment; with `json` its faults are printed as `error/1`.
fn assessment(path: Option<&Path>, json: Option<Json>) -> Result<Assessment, CliError> {
    let (name, text) = read(path)?;
    Assessment::from_json(&text).map_err(|error| {
        if let Some(json) = json
            && let Err(output) = json.print(&ErrorV1::of(&error))
        {
            return output;
        }
        CliError::Input { name, error }
    })
}

/// Prints a value as JSON over several lines.
fn print_json(value: &impl serde::Serialize) -> Result<(), CliError> {
    Json::Pretty.print(value)
}

/// Puts a question to a protocol.
fn question<'a>(
    protocol: &Protocol,
    assessment: &'a Assessment,
    arguments: &QuestionArguments,
    units: Units,
) -> Result<crate::engine::Question<'a>, CliError> {
    use crate::engine::QuestionError::UnknownStage;
    let goal = arguments
        .goal
        .as_deref()
        .map(|text| Goal::parse(text, units.into()))
        .transpose()
        .map_err(CliError::Usage)?;
    let named = goal.is_some();
    crate::engine::Question::new(protocol, assessment, arguments.as_of, goal).map_err(|error| {
        if named && matches!(error, UnknownStage { .. }) {
            return CliError::Usage(error.to_string());
        }
        CliError::NotJudged {
            path: error.path(),
            message: error.to_string(),
        }
    })
}
