//! Rows of tables to verdicts: readings off the slices, and the engine on them.

use std::io;

use arrow_array::RecordBatch;
use arrow_schema::{ArrowError, SchemaRef};
use thiserror::Error;

use super::bind::{self, Bound};
use super::columns::Slice;
use super::source::{self, Kind};
use crate::assessment::{Fault, InputError};
use crate::batch::stream::{Input, StopReason};
use crate::batch::{
    Judge, JudgedRecord, PreparedQuestion, RecordSink, Scratch, Shape, Tally, line,
};
use crate::columns::AskedReadings;
use crate::engine::Question;
use crate::formats::json_v1::report::ErrorV1;
use crate::measure::{Cause, Reading};
use crate::protocol::set::ProtocolSetError;

/// How tables are judged.
#[derive(Clone, Debug)]
pub struct Options {
    /// The format of every input.
    pub kind: Kind,
    /// Whether refused rows go to lines of their own.
    pub apart: bool,
    /// Stop after the row that is refused after so many.
    pub most_refused: Option<u64>,
    /// Columns that are none of these and let be.
    pub ignored: Vec<String>,
}

/// What was made of a few thousand rows.
#[derive(Debug)]
pub struct Rows<S> {
    /// What is to be put out: lines, or rows of a table.
    pub out: S,
    /// Lines of refused rows, when they go elsewhere.
    pub errors: Vec<u8>,
    /// Counts of these rows alone.
    pub tally: Tally,
    /// Why nothing more of an input could be read.
    pub broken: Option<String>,
}

/// Why tables could not be judged.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum TableError {
    /// What was judged could not be handed on.
    #[error("{0}")]
    Sink(#[from] io::Error),
    /// A table cannot be read, or its columns are not those that are asked for.
    #[error("{name}: {message}")]
    Input {
        /// The file, or standard input.
        name: String,
        /// What is wrong.
        message: String,
    },
    /// A row of readings is not all that a whole report tells.
    #[error(
        "a whole report needs the records; a table of readings has no more than other lines say"
    )]
    Report,
    /// Shipped criteria do not compile.
    #[error(transparent)]
    ProtocolSet(#[from] ProtocolSetError),
}

/// Judges every row of the inputs, in order; `sink` is given them a few thousand at a time.
///
/// # Errors
/// When the judge is asked for whole reports, or the columns of any input are not as they must be, before a row is judged; when `sink`
/// fails.
pub fn run<S: RecordSink>(
    judge: &Judge,
    inputs: &[Input],
    options: &Options,
    mut sink: impl FnMut(&mut Rows<S>) -> io::Result<()>,
) -> Result<StopReason, TableError> {
    if judge.shape() == Shape::Report {
        return Err(TableError::Report);
    }
    let asked = AskedReadings::by(judge.protocols())?;
    let check = |schema: &SchemaRef| bind::check(schema, &asked, &options.ignored);
    let open = |input: &Input| {
        source::open(input, options.kind, check).map_err(|error| TableError::Input {
            name: input.name(),
            message: error.to_string(),
        })
    };
    // A wrong column is shown before hours of work, and not after.
    for input in inputs.iter().filter(|input| **input != Input::Standard) {
        open(input)?;
    }
    let mut worker = Worker {
        judge,
        asked: &asked,
        options,
        scratch: Scratch::default(),
        faults: Vec::new(),
        refused: 0,
        made: Rows {
            out: S::new(judge),
            errors: Vec::new(),
            tally: Tally::default(),
            broken: None,
        },
    };
    for input in inputs {
        let batches = open(input)?;
        let bound = Bound::of(&batches.schema(), &asked);
        let (name, mut row) = (input.name(), 0_u64);
        for batch in batches {
            let too_many = worker.batch(batch, &bound, &name, &mut row);
            sink(&mut worker.made)?;
            if too_many {
                return Ok(StopReason::TooManyRefused);
            }
            if worker.made.broken.is_some() {
                break;
            }
        }
    }
    Ok(StopReason::AtEnd)
}

struct Worker<'a, S> {
    judge: &'a Judge,
    asked: &'a AskedReadings,
    options: &'a Options,
    scratch: Scratch,
    faults: Vec<Fault>,
    refused: u64,
    made: Rows<S>,
}

impl<S: RecordSink> Worker<'_, S> {
    /// Judges the rows of a batch; true when one too many was refused. `row` is the number of the last row before, from 1.
    fn batch(
        &mut self,
        batch: Result<RecordBatch, ArrowError>,
        bound: &Bound,
        name: &str,
        row: &mut u64,
    ) -> bool {
        self.made.out.clear();
        self.made.errors.clear();
        self.made.tally.clear();
        self.made.broken = None;
        let slice = match batch.and_then(|batch| Slice::of(&batch, bound, self.asked)) {
            Ok(slice) => slice,
            Err(error) => {
                *row = row.saturating_add(1);
                self.made.broken = Some(format!("{name} row {row}: {error}"));
                let message = format!("the table cannot be gone through from here: {error}");
                let fault = Fault::of_reader("", &message);
                return self.refuse(None, vec![fault], name, *row);
            }
        };
        for place in 0..slice.rows {
            *row = row.saturating_add(1);
            match self.row(&slice, place) {
                Ok(judged) => self.made.tally.add(&judged, &self.scratch),
                Err(faults) => {
                    let id = slice.facts(place).id;
                    if self.refuse(id, faults, name, *row) {
                        return true;
                    }
                }
            }
        }
        false
    }

    /// Judges one row.
    fn row(&mut self, slice: &Slice, row: usize) -> Result<JudgedRecord, Vec<Fault>> {
        let facts = slice.facts(row);
        let one = |path: &str, message: String| vec![Fault::of_reader(path, &message)];
        let stated = facts.stated()?;
        let (place, protocol) = self
            .judge
            .protocol_for(stated.condition)
            .map_err(|(_, _, redacted)| one("/condition", redacted))?;
        let question =
            Question::of(protocol, stated).map_err(|error| one("/goal_stage", error.redacted()))?;
        let columns = self.asked.places.get(place);
        let deciding = self.judge.deciding(place, protocol, &question);
        let deciding = deciding.ok_or_else(|| one("", "no such protocol".to_owned()))?;
        let mut deciding = deciding.iter().peekable();
        self.scratch.readings.clear();
        self.faults.clear();
        for (query, column) in columns.into_iter().flatten().enumerate() {
            let decides = deciding.next_if_eq(&&query).is_some();
            let asked = self.asked.columns.get(*column);
            let asked = asked.ok_or_else(|| one("", "a reading has no column".to_owned()))?;
            if !decides && slice.is_sound(*column) {
                // Unknown, as in `Deciding::read`: were it needed after all, it would not be GO.
                let unknown = Reading::unknown(asked.measure(), Cause::Absent);
                self.scratch.readings.push(unknown);
                continue;
            }
            match slice.reading(*column, row, asked.measure()) {
                Ok(reading) => self.scratch.readings.push(reading),
                Err((part, message)) => {
                    let path = format!("/{}{}", asked.name, part.suffix());
                    self.faults.push(Fault::of_reader(path, &message));
                }
            }
        }
        if !self.faults.is_empty() {
            return Err(std::mem::take(&mut self.faults));
        }
        let put = PreparedQuestion {
            id: facts.id,
            place,
            protocol,
            question: &question,
        };
        Ok(self
            .judge
            .judge(&put, &mut self.scratch, &mut self.made.out))
    }

    /// Tells of a row that was refused; true when it is one too many.
    fn refuse(&mut self, id: Option<&str>, faults: Vec<Fault>, name: &str, row: u64) -> bool {
        let error = InputError {
            id: id.map(str::to_owned),
            faults,
        };
        let told = ErrorV1::redacted(&error).at_row(name, row);
        self.made.tally.refuse();
        self.refused = self.refused.saturating_add(1);
        if self.options.apart {
            line::refused(&told, &mut self.made.errors);
        } else {
            self.made.out.refuse(self.judge, &told);
        }
        let most = self.options.most_refused;
        most.is_some_and(|most| self.refused > most)
    }
}
