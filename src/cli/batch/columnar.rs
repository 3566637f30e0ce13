//! Batches from tables, to tables, or both.

use std::io::{self, Write};
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use super::part::Part;
use super::progress::Progress;
use super::tables::{InputFormat, OutputFormat, Table};
use super::{Arguments, finish_with, threads};
use crate::batch::line::CSV_HEADER;
use crate::batch::stream::{self, Input, StopReason, StreamError};
use crate::batch::{Judge, RecordSink, Shape, Tally};
use crate::cli::{CliError, Exit};
use crate::columns::table::{self, Kind, Readings, TableError, TableSink, Verdicts, Writer};

/// Where sheets go.
enum Sink {
    Standard,
    Lines(Part),
    Table(Box<Writer>, Part),
}

/// What was made of some records, and of how many.
struct JudgedTable<'a, S> {
    out: &'a mut S,
    errors: &'a [u8],
    tally: &'a Tally,
    broken: Option<&'a String>,
}

/// Takes everything that is made, and counts.
struct CountingSink {
    errors: Option<Part>,
    tally: Tally,
    broken: Vec<String>,
    progress: Progress,
}

impl CountingSink {
    fn take<S>(
        &mut self,
        made: &mut JudgedTable<'_, S>,
        write: impl FnOnce(&mut S) -> io::Result<()>,
    ) -> io::Result<()> {
        write(made.out)?;
        if let Some(errors) = &mut self.errors {
            errors.write(made.errors)?;
        }
        self.tally.merge(made.tally);
        self.broken.extend(made.broken.cloned());
        self.progress.show(&self.tally);
        Ok(())
    }
}

pub(super) fn run(
    arguments: &Arguments,
    inputs: Vec<Input>,
    judge: &Judge,
) -> Result<Exit, CliError> {
    let out = arguments.out.as_deref();
    match (arguments.tables.to(out), arguments.tables.table) {
        (OutputFormat::Lines, _) => {
            let mut sink = match out {
                Some(path) => Sink::Lines(Part::open(path, None, true)?),
                None => Sink::Standard,
            };
            if judge.shape() == Shape::Csv {
                sink.write(CSV_HEADER.as_bytes())
                    .map_err(|error| fault(arguments, error))?;
            }
            judge_all::<Vec<u8>>(arguments, inputs, judge, sink, |sink, out| sink.write(out))
        }
        (OutputFormat::Parquet, Table::Verdicts) => {
            to_table::<Verdicts>(arguments, inputs, judge, Kind::Parquet)
        }
        (OutputFormat::Parquet, Table::Readings) => {
            to_table::<Readings>(arguments, inputs, judge, Kind::Parquet)
        }
        (OutputFormat::Arrow, Table::Verdicts) => {
            to_table::<Verdicts>(arguments, inputs, judge, Kind::Arrow)
        }
        (OutputFormat::Arrow, Table::Readings) => {
            to_table::<Readings>(arguments, inputs, judge, Kind::Arrow)
        }
    }
}

impl Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        match self {
            Self::Lines(part) => part.write(bytes),
            Self::Standard | Self::Table(..) => {
                let mut out = io::stdout().lock();
                out.write_all(bytes)?;
                out.flush()
            }
        }
    }

    fn append(&mut self, sheet: &mut impl TableSink) -> io::Result<()> {
        match self {
            Self::Table(writer, _) => writer.write(sheet),
            Self::Standard | Self::Lines(_) => Ok(()),
        }
    }
}

fn to_table<S: TableSink>(
    arguments: &Arguments,
    inputs: Vec<Input>,
    judge: &Judge,
    kind: Kind,
) -> Result<Exit, CliError> {
    let Some(path) = &arguments.out else {
        return Err(CliError::Internal("a table without a file".to_owned()));
    };
    let part = Part::open(path, None, true)?;
    let writer = part
        .file
        .try_clone()
        .and_then(|file| Writer::new::<S>(file, kind, judge))
        .map_err(|error| fault(arguments, error))?;
    let sink = Sink::Table(Box::new(writer), part);
    judge_all::<S>(arguments, inputs, judge, sink, Sink::append)
}

/// Judges every record or row, puts what was made where it belongs, and tells what it came to.
fn judge_all<S: RecordSink>(
    arguments: &Arguments,
    inputs: Vec<Input>,
    judge: &Judge,
    mut sink: Sink,
    write: impl Fn(&mut Sink, &mut S) -> io::Result<()> + Send + Sync,
) -> Result<Exit, CliError> {
    let counted = Arc::new(AtomicU64::new(0));
    let mut taken = CountingSink {
        errors: {
            let errors = arguments.errors.as_deref();
            errors
                .map(|path| Part::open(path, None, true))
                .transpose()?
        },
        tally: Tally::default(),
        broken: Vec::new(),
        progress: Progress::over(&inputs, &counted, arguments.quiet),
    };
    let stopped = match kind(arguments.tables.from()) {
        None => {
            let options = stream::Options {
                threads: threads(arguments),
                apart: arguments.errors.is_some(),
                most_refused: arguments.max_errors,
                refused: 0,
                from: None,
            };
            let stopped = stream::run::<S, _>(judge, inputs, options, &counted, |done| {
                let mut made = JudgedTable {
                    out: &mut done.out,
                    errors: &done.errors,
                    tally: &done.tally,
                    broken: done.broken.as_ref(),
                };
                taken.take(&mut made, |out| write(&mut sink, out))
            });
            stopped.map_err(|error| match error {
                StreamError::Sink(error) => fault(arguments, error),
                StreamError::Thread => CliError::Internal(error.to_string()),
            })?
        }
        Some(kind) => {
            let options = table::Options {
                kind,
                apart: arguments.errors.is_some(),
                most_refused: arguments.max_errors,
                ignored: arguments.tables.ignored.clone(),
            };
            let stopped = table::run::<S>(judge, &inputs, &options, |rows| {
                let mut made = JudgedTable {
                    out: &mut rows.out,
                    errors: &rows.errors,
                    tally: &rows.tally,
                    broken: rows.broken.as_ref(),
                };
                taken.take(&mut made, |out| write(&mut sink, out))
            });
            stopped.map_err(|error| match error {
                TableError::Sink(error) => fault(arguments, error),
                TableError::Input { name, message } => CliError::Table { name, message },
                TableError::Report => CliError::Usage(TableError::Report.to_string()),
                TableError::ProtocolSet(error) => error.into(),
            })?
        }
    };
    taken.progress.clear();
    close(arguments, judge, sink, &taken, stopped)
}

const fn kind(from: InputFormat) -> Option<Kind> {
    match from {
        InputFormat::Json => None,
        InputFormat::Parquet => Some(Kind::Parquet),
        InputFormat::Arrow => Some(Kind::Arrow),
    }
}

/// Puts the files in their places when all of the input was gone through; else leaves them under their other names.
fn close(
    arguments: &Arguments,
    judge: &Judge,
    sink: Sink,
    taken: &CountingSink,
    stopped: StopReason,
) -> Result<Exit, CliError> {
    let whole = stopped == StopReason::AtEnd && taken.broken.is_empty();
    let part = match sink {
        Sink::Standard => None,
        Sink::Lines(part) => Some(part),
        Sink::Table(writer, part) => {
            writer.finish().map_err(|error| fault(arguments, error))?;
            Some(part)
        }
    };
    let in_place = whole || part.is_none();
    if in_place && let Some(errors) = &taken.errors {
        errors.put_in_place()?;
    }
    let kept = match part {
        Some(part) if whole => {
            part.put_in_place()?;
            None
        }
        Some(part) => Some(format!(
            "{} was not put in place; what was judged is in {}",
            part.path.display(),
            part.part.display()
        )),
        None => None,
    };
    finish_with(arguments, judge, &taken.tally, &taken.broken, kept, stopped)
}

/// What it means that something could not be written.
fn fault(arguments: &Arguments, source: io::Error) -> CliError {
    match &arguments.out {
        Some(path) => CliError::File {
            action: "writing",
            path: path.clone(),
            source,
        },
        None => CliError::Output(source),
    }
}
