//! One block of records to the lines of its records.

use std::ops::Range;

use memchr::memchr;

use super::blocks::{Block, Fault, MOST_BYTES, Position};
use crate::assessment::{self, InputError};
use crate::batch::{Judge, RecordSink, Scratch, Tally, line};
use crate::formats::json_v1::report::ErrorV1;

/// Where a record stands.
#[derive(Clone, Copy)]
struct Place<'a> {
    file: &'a str,
    line: u64,
    byte: u64,
}

/// What was made of a block.
#[derive(Debug)]
pub struct JudgedBlock<S> {
    /// What is to be put out: lines, or rows of a table.
    pub out: S,
    /// Lines of refused records, when they go elsewhere.
    pub errors: Vec<u8>,
    /// Counts of this block alone.
    pub tally: Tally,
    /// Why nothing more of an input could be read.
    pub broken: Option<String>,
    /// Whether the block was left after the record that was one refused too many.
    pub cut: bool,
    /// Where the next block begins.
    pub after: Position,
    /// The last bytes of the block: what must stand before `after` if reading is to go on there.
    pub last: Vec<u8>,
}

/// So many bytes before a place tell whether an input is still the same.
const LAST: usize = 4096;

/// Judges blocks, with memory that is used again.
pub(super) struct Worker<'a, S> {
    judge: &'a Judge,
    names: &'a [String],
    apart: bool,
    scratch: Scratch,
    pub(super) done: JudgedBlock<S>,
}

impl<'a, S: RecordSink> Worker<'a, S> {
    pub(super) fn new(judge: &'a Judge, names: &'a [String], apart: bool) -> Self {
        Self {
            judge,
            names,
            apart,
            scratch: Scratch::default(),
            done: JudgedBlock {
                out: S::new(judge),
                errors: Vec::new(),
                tally: Tally::default(),
                broken: None,
                cut: false,
                after: Block::new().after,
                last: Vec::new(),
            },
        }
    }

    /// Judges the records of a block, up to the one after so many that are refused.
    pub(super) fn work(&mut self, block: &Block, most_refused: Option<u64>) {
        let done = &mut self.done;
        done.out.clear();
        done.errors.clear();
        done.tally.clear();
        done.broken = None;
        done.cut = false;
        done.after = block.after.clone();
        let bytes = block.bytes();
        done.last.clear();
        let last = bytes.len().saturating_sub(LAST);
        done.last
            .extend_from_slice(bytes.get(last..).unwrap_or_default());
        let whole = std::str::from_utf8(bytes).ok();
        let mut records = Records::of(block);
        let (mut line, mut counted) = (block.from.line, 0_usize);
        while let Some(range) = records.next(bytes) {
            let start = range.start;
            let text = match whole {
                Some(text) => Ok(text.get(range).unwrap_or_default()),
                None => std::str::from_utf8(bytes.get(range).unwrap_or_default()),
            };
            let Err(error) = self.record(text) else {
                continue;
            };
            // Only what is refused tells where it stands.
            line = line.saturating_add(lines_in(bytes.get(counted..start).unwrap_or_default()));
            counted = start;
            let place = Place {
                file: self.names.get(block.from.input).map_or("", String::as_str),
                line,
                byte: block
                    .from
                    .byte
                    .saturating_add(u64::try_from(start).unwrap_or(0)),
            };
            self.refuse(&error, place);
            if most_refused.is_some_and(|most| self.done.tally.refused > most) {
                return;
            }
        }
        if let Some(fault) = &block.fault {
            self.fault(block, fault);
        }
    }

    fn record(&mut self, text: Result<&str, std::str::Utf8Error>) -> Result<(), InputError> {
        let done = &mut self.done;
        let text = text.map_err(|error| {
            refusal(format!(
                "not readable as UTF-8 from byte {} of the record",
                error.valid_up_to()
            ))
        })?;
        let judged = done.out.record(self.judge, text, &mut self.scratch)?;
        done.tally.add(&judged, &self.scratch);
        Ok(())
    }

    fn fault(&mut self, block: &Block, fault: &Fault) {
        // A record that is too long begins where its block does; what cannot be read any more, where the block ends.
        let (at, message) = match fault {
            Fault::TooLong => (
                block.from.clone(),
                format!("longer than {MOST_BYTES} bytes; a record may have no more"),
            ),
            Fault::Broken(message) => {
                let mut at = block.from.clone();
                at.line = at.line.saturating_add(lines_in(block.bytes()));
                let length = u64::try_from(block.bytes().len()).unwrap_or(0);
                at.byte = at.byte.saturating_add(length);
                let name = self.names.get(at.input).map_or("", String::as_str);
                self.done.broken = Some(format!("{name} line {}: {message}", at.line));
                let message = format!("the input cannot be gone through from here: {message}");
                (at, message)
            }
        };
        let place = Place {
            file: self.names.get(at.input).map_or("", String::as_str),
            line: at.line,
            byte: at.byte,
        };
        self.refuse(&refusal(message), place);
    }

    fn refuse(&mut self, error: &InputError, place: Place<'_>) {
        let done = &mut self.done;
        done.tally.refuse();
        let told = ErrorV1::redacted(error).at(place.file, place.line, place.byte);
        if self.apart {
            line::refused(&told, &mut done.errors);
        } else {
            done.out.refuse(self.judge, &told);
        }
    }
}

fn refusal(message: String) -> InputError {
    InputError {
        id: None,
        faults: vec![assessment::Fault {
            path: String::new(),
            redacted: message.clone(),
            message,
        }],
    }
}

fn lines_in(bytes: &[u8]) -> u64 {
    u64::try_from(memchr::memchr_iter(b'\n', bytes).count()).unwrap_or(0)
}

/// The records of a block, in order.
enum Records<'a> {
    Lines(usize),
    Values(std::slice::Iter<'a, Range<usize>>),
}

impl<'a> Records<'a> {
    fn of(block: &'a Block) -> Self {
        match &block.values {
            Some(values) => Self::Values(values.iter()),
            // Of a record that is too long there is only the beginning.
            None if matches!(block.fault, Some(Fault::TooLong)) => Self::Values([].iter()),
            None => Self::Lines(0),
        }
    }

    fn next(&mut self, bytes: &[u8]) -> Option<Range<usize>> {
        match self {
            Self::Values(values) => values.next().cloned(),
            Self::Lines(at) => loop {
                let rest = bytes.get(*at..).filter(|rest| !rest.is_empty())?;
                let length = memchr(b'\n', rest).unwrap_or(rest.len());
                let range = *at..at.saturating_add(length);
                *at = range.end.saturating_add(1);
                // A blank line is no record.
                if !rest.get(..length)?.trim_ascii().is_empty() {
                    return Some(range);
                }
            },
        }
    }
}
