//! `rtr batch`: any number of assessments, one line each.

mod checkpoint;
#[cfg(feature = "columnar")]
mod columnar;
mod output;
mod part;
mod pipes;
mod places;
mod progress;
mod summary;
mod tables;

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use clap::Args;

use self::checkpoint::{Checkpoint, Run};
use self::output::Output;
use self::progress::Progress;
pub(super) use self::summary::{SummaryV1, TEMPLATES as SENTENCES};
use self::tables::TableArguments;
use super::format::Format;
use super::{CliError, CriteriaArguments, Exit, QuestionArguments, Units, criteria, goal, say};
use crate::batch::stream::{self, Input, StopReason, StreamError};
use crate::batch::{self, Judge, Shape, Tally};
use crate::document::text;

#[derive(Clone, Debug, Args)]
pub(super) struct Arguments {
    /// Records, one a line (NDJSON) or in an array, plain or packed by gzip or zstd, or tables; standard input when absent or `-`.
    #[arg(value_name = "FILES")]
    records: Vec<PathBuf>,
    /// Write the lines to this file, which appears when it is complete; standard output when absent.
    #[arg(short, long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// What a line says; `mid` when absent.
    #[arg(long, value_enum)]
    format: Option<Shape>,
    #[command(flatten)]
    tables: TableArguments,
    #[command(flatten)]
    question: QuestionArguments,
    #[command(flatten)]
    criteria: CriteriaArguments,
    /// Read distances of --goal in kilometres or miles.
    #[arg(long, value_enum, default_value_t)]
    units: Units,
    /// So many threads judge; all cores when absent. The output is the same for any number.
    #[arg(long, value_name = "N")]
    threads: Option<NonZeroUsize>,
    /// Write refused records (`error/1`) to this file instead of among the lines.
    #[arg(long, value_name = "FILE")]
    errors: Option<PathBuf>,
    /// Stop when more records are refused than this.
    #[arg(long, value_name = "N")]
    max_errors: Option<u64>,
    /// Exit with 3 when a record was refused.
    #[arg(long)]
    strict: bool,
    /// Go on where an unfinished run to the same --out was interrupted.
    #[arg(long, requires = "out")]
    resume: bool,
    /// Write a summary of the batch to this file.
    #[arg(long, value_name = "FILE")]
    summary: Option<PathBuf>,
    /// As what to write the summary.
    #[arg(
        long,
        value_name = "FORMAT",
        default_value = "json",
        requires = "summary"
    )]
    summary_format: Format<summary::Data>,
    /// Say nothing on standard error but faults.
    #[arg(short, long)]
    quiet: bool,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, CliError> {
    tables::check(arguments)?;
    let inputs = inputs(&arguments.records)?;
    let arguments = &places::settled(arguments, &inputs)?;
    let judge = judge(arguments)?;
    pipes::widen();
    #[cfg(feature = "columnar")]
    if !arguments.tables.is_none(arguments.out.as_deref()) {
        return columnar::run(arguments, inputs, &judge);
    }
    let run = Run::of(arguments, &inputs, &judge)?;
    let resumed = if arguments.resume {
        Checkpoint::find(arguments.out.as_deref(), &run)?
    } else {
        None
    };
    if arguments.resume && resumed.is_none() {
        say("rtr batch: nothing to go on with; starting anew\n");
    }
    let counted = Arc::new(AtomicU64::new(0));
    let progress = Progress::over(&inputs, &counted, arguments.quiet);
    let options = stream::Options {
        threads: threads(arguments),
        apart: arguments.errors.is_some(),
        most_refused: arguments.max_errors,
        refused: resumed.as_ref().map_or(0, Checkpoint::refused),
        from: resumed.as_ref().map(Checkpoint::resume),
    };
    let mut output = Output::open(arguments, run, resumed)?;
    let stopped = stream::run(&judge, inputs, options, &counted, |done| {
        output.take(done)?;
        progress.show(output.tally());
        Ok(())
    });
    progress.clear();
    let stopped = stopped.map_err(|error| match error {
        StreamError::Sink(error) => output.fault(error),
        StreamError::Thread => CliError::Internal(error.to_string()),
    })?;
    finish(arguments, &judge, output, stopped)
}

/// Puts the output in its place, and tells what the batch came to.
fn finish(
    arguments: &Arguments,
    judge: &Judge,
    output: Output,
    stopped: StopReason,
) -> Result<Exit, CliError> {
    let whole = stopped == StopReason::AtEnd && output.broken().is_empty();
    let (broken, tally) = (output.broken().to_vec(), output.tally().clone());
    let kept = output.close(whole)?;
    finish_with(arguments, judge, &tally, &broken, kept, stopped)
}

/// Tells what the batch came to, the output being in its place.
fn finish_with(
    arguments: &Arguments,
    judge: &Judge,
    tally: &Tally,
    broken: &[String],
    kept: Option<String>,
    stopped: StopReason,
) -> Result<Exit, CliError> {
    let whole = stopped == StopReason::AtEnd && broken.is_empty();
    for message in broken {
        say(&format!("error: {message}\n"));
    }
    if let Some(kept) = kept {
        say(&format!("{kept}\n"));
    }
    if let Some(path) = &arguments.summary {
        let format = arguments.summary_format;
        summary::write(path, format, judge, tally, whole)?;
    }
    if !arguments.quiet {
        let page = summary::document(judge, tally);
        say(&text::render(&page, text::Options::default()));
    }
    if stopped == StopReason::TooManyRefused {
        let most = arguments.max_errors.unwrap_or_default();
        say(&format!(
            "error: stopped, because more than {most} records were refused\n"
        ));
    }
    let refused = arguments.strict && tally.refused > 0;
    Ok(if whole && !refused {
        Exit::Done
    } else {
        Exit::BadInput
    })
}

/// The inputs, each of which can be opened.
fn inputs(files: &[PathBuf]) -> Result<Vec<Input>, CliError> {
    let input = |path: &PathBuf| {
        if path.as_os_str() == "-" {
            return Ok(Input::Standard);
        }
        let fault = |source| CliError::File {
            action: "reading",
            path: path.clone(),
            source,
        };
        let data = path.metadata().map_err(fault)?;
        if data.is_dir() {
            return Err(CliError::Usage(format!(
                "{} is a folder; name the files in it",
                path.display()
            )));
        }
        std::fs::File::open(path).map_err(fault)?;
        Ok(Input::File(path.clone()))
    };
    let inputs: Vec<Input> = files.iter().map(input).collect::<Result<_, _>>()?;
    let standard = inputs.iter().filter(|one| **one == Input::Standard).count();
    if standard > 1 {
        return Err(CliError::Usage(
            "standard input can be read once only".to_owned(),
        ));
    }
    Ok(if inputs.is_empty() {
        vec![Input::Standard]
    } else {
        inputs
    })
}

fn judge(arguments: &Arguments) -> Result<Judge, CliError> {
    let protocols = criteria::protocol_set(&arguments.criteria)?;
    let goal = goal(arguments.question.goal.as_deref(), arguments.units)?;
    let options = batch::Options {
        shape: arguments.format.unwrap_or_default(),
        as_of: arguments.question.as_of,
        goal,
    };
    Ok(Judge::new(protocols, options)?)
}

fn threads(arguments: &Arguments) -> NonZeroUsize {
    let cores = || std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
    arguments.threads.unwrap_or_else(cores)
}
