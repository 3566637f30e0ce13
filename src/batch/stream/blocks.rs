//! Inputs to blocks of whole records.

use std::io::{self, Read};
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use memchr::{memchr, memchr_iter, memrchr};
use serde::{Deserialize, Serialize};

use super::frame::{self, Expect};
use super::input::{Input, UnpackedInput};
use crate::digest::Digest;

/// Bytes read at a time at most: enough for a core's second cache, little enough for any number of threads.
pub const BLOCK: usize = 256 * 1024;

/// Bytes read at a time at first, and at least: short records can have long lines.
const SMALLEST: usize = 4 * 1024;

/// A block of which more is made than this is followed by smaller ones.
const MOST_MADE: usize = 1024 * 1024;

/// A longer record is refused, unread: it is no assessment, and memory does not grow with it.
pub const MOST_BYTES: usize = 4 * 1024 * 1024;

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// A place between two records, from which reading can go on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position {
    /// Place of the input among all.
    pub input: usize,
    /// Number of the line that begins here, or goes on here, from 1.
    pub line: u64,
    /// Unpacked bytes before it.
    pub byte: u64,
    /// How the input is divided, once that is known.
    pub expect: Option<Expect>,
    /// Whether a record that is too long goes on here.
    pub skipping: bool,
}

impl Position {
    const fn start_of(input: usize) -> Self {
        Self {
            input,
            line: 1,
            byte: 0,
            expect: None,
            skipping: false,
        }
    }
}

/// A place to go on from, and what must stand before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResumePoint {
    /// The place.
    pub position: Position,
    /// So many bytes before the place are known.
    pub last_bytes: u64,
    /// Their digest.
    pub last_sha256: String,
}

/// Why something of an input has no verdict, beside what is wrong with single records.
#[derive(Clone, Debug)]
pub(super) enum Fault {
    /// One record is too long; the next is read on.
    TooLong,
    /// Nothing more of the input can be read.
    Broken(String),
}

/// Bytes of whole records, and where they stand.
#[derive(Debug)]
pub(super) struct Block {
    buffer: Vec<u8>,
    filled: usize,
    /// Place among all blocks.
    pub(super) number: u64,
    /// Where its first byte stands.
    pub(super) from: Position,
    /// Where the next block begins.
    pub(super) after: Position,
    /// Its values, when they do not stand one on a line.
    pub(super) values: Option<Vec<Range<usize>>>,
    /// What is wrong after its records.
    pub(super) fault: Option<Fault>,
}

impl Block {
    pub(super) fn new() -> Self {
        Self {
            buffer: Vec::new(),
            filled: 0,
            number: 0,
            from: Position::start_of(0),
            after: Position::start_of(0),
            values: None,
            fault: None,
        }
    }

    pub(super) fn bytes(&self) -> &[u8] {
        self.buffer.get(..self.filled).unwrap_or_default()
    }

    /// Drops bytes of the front.
    fn drop_front(&mut self, count: usize) {
        self.buffer.copy_within(count..self.filled, 0);
        self.filled = self.filled.saturating_sub(count);
    }
}

/// Reads blocks, one after another, from all inputs.
pub(super) struct Blocks {
    inputs: Vec<Input>,
    at: Position,
    open: Option<UnpackedInput>,
    /// What must stand before the place where reading goes on.
    before: Option<(u64, String)>,
    /// What was read after the last whole record.
    rest: Vec<u8>,
    number: u64,
    /// Bytes read at a time.
    size: usize,
    counted: Arc<AtomicU64>,
}

/// What reading came to.
enum Filling {
    /// There may be more.
    Some,
    /// This is the end.
    End,
    /// It failed.
    Failed(io::Error),
}

impl Blocks {
    pub(super) fn new(
        inputs: Vec<Input>,
        from: Option<ResumePoint>,
        counted: Arc<AtomicU64>,
    ) -> Self {
        let (at, before) = match from {
            Some(from) => (from.position, Some((from.last_bytes, from.last_sha256))),
            None => (Position::start_of(0), None),
        };
        Self {
            inputs,
            at,
            open: None,
            before,
            rest: Vec::new(),
            number: 0,
            size: SMALLEST,
            counted,
        }
    }

    /// Takes note of how much was made of a block: memory is to hold what is made of the next ones, too.
    pub(super) fn adapt(&mut self, made: usize) {
        if made > MOST_MADE {
            self.size = self.size.div_euclid(2).max(SMALLEST);
        } else if made < MOST_MADE.div_euclid(4) {
            self.size = self.size.saturating_mul(2).min(BLOCK);
        }
    }

    /// The next block; false when there is none.
    pub(super) fn next(&mut self, block: &mut Block) -> bool {
        block.fault = None;
        block.values = None;
        if self.open.is_none() {
            let Some(input) = self.inputs.get(self.at.input) else {
                return false;
            };
            match self.open_here(input) {
                Ok(open) => self.open = Some(open),
                Err(error) => {
                    block.filled = 0;
                    block.from = self.at.clone();
                    block.fault = Some(Fault::Broken(error.to_string()));
                    self.leave_input();
                    self.number_it(block);
                    return true;
                }
            }
        }
        self.take_rest(block);
        let mut room = block.filled.saturating_add(self.size);
        loop {
            if block.buffer.len() < room {
                block.buffer.resize(room, 0);
            }
            let filled = self.fill(block, room);
            if self.divide(block, filled) {
                self.number_it(block);
                return true;
            }
            // Not one whole record yet: make room, or go on reading.
            if block.filled == room {
                room = room.saturating_mul(2).min(MOST_BYTES).max(block.filled);
            }
        }
    }

    /// Opens an input at the place where reading is.
    fn open_here(&self, input: &Input) -> io::Result<UnpackedInput> {
        // An input that is done with leaves nothing to compare before the next.
        let before = self.before.as_ref().filter(|_| self.at.byte > 0);
        let Some((length, digest)) = before else {
            return UnpackedInput::open(input, self.at.byte, &self.counted);
        };
        let start = self.at.byte.saturating_sub(*length);
        let mut open = UnpackedInput::open(input, start, &self.counted)?;
        let mut last = Vec::new();
        open.by_ref().take(*length).read_to_end(&mut last)?;
        if Digest::of(&last).to_string() != *digest {
            return Err(io::Error::other(
                "it is not what it was when the run was interrupted",
            ));
        }
        Ok(open)
    }

    fn number_it(&mut self, block: &mut Block) {
        block.number = self.number;
        self.number = self.number.saturating_add(1);
        block.after = self.at.clone();
    }

    fn leave_input(&mut self) {
        self.open = None;
        self.before = None;
        self.rest.clear();
        self.at = Position::start_of(self.at.input.saturating_add(1));
    }

    fn take_rest(&mut self, block: &mut Block) {
        if block.buffer.len() < self.rest.len() {
            block.buffer.resize(self.rest.len(), 0);
        }
        if let Some(front) = block.buffer.get_mut(..self.rest.len()) {
            front.copy_from_slice(&self.rest);
        }
        block.filled = self.rest.len();
        self.rest.clear();
    }

    /// Reads until so much of the buffer is full, the input ends, or a sender who waits has sent something whole.
    fn fill(&mut self, block: &mut Block, room: usize) -> Filling {
        let Some(open) = &mut self.open else {
            return Filling::End;
        };
        loop {
            let Some(room) = block.buffer.get_mut(block.filled..room) else {
                return Filling::Some;
            };
            if room.is_empty() {
                return Filling::Some;
            }
            match open.read(room) {
                Ok(0) => return Filling::End,
                Ok(read) => {
                    let news = room.get(..read).unwrap_or_default();
                    let whole = open.live && memchr(b'\n', news).is_some();
                    block.filled = block.filled.saturating_add(read);
                    if whole {
                        return Filling::Some;
                    }
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Filling::Failed(error),
            }
        }
    }

    /// Cuts the block after its last whole record; false when it has none yet.
    fn divide(&mut self, block: &mut Block, filled: Filling) -> bool {
        let at_end = matches!(filled, Filling::End);
        let failed = match filled {
            Filling::Failed(error) => Some(error.to_string()),
            Filling::Some | Filling::End => None,
        };
        let over = at_end || failed.is_some();
        if self.at.byte == 0 && block.bytes().starts_with(BYTE_ORDER_MARK) {
            block.drop_front(BYTE_ORDER_MARK.len());
            self.advance(BYTE_ORDER_MARK.len(), 0);
        }
        if self.at.skipping && !self.skip(block, over) {
            return false;
        }
        let full = block.filled >= MOST_BYTES;
        if self.at.expect.is_none() {
            self.at.expect = frame::of(block.bytes(), over || full);
        }
        block.from = self.at.clone();
        let Some(mut expect) = self.at.expect else {
            return false;
        };
        let cut = if expect == Expect::Line {
            match memrchr(b'\n', block.bytes()) {
                _ if at_end => block.filled,
                Some(last) => last.saturating_add(1),
                None if over => 0,
                None if full => {
                    block.fault = Some(Fault::TooLong);
                    self.at.skipping = true;
                    block.filled
                }
                None => return false,
            }
        } else {
            let framed = frame::values(block.bytes(), &mut expect, at_end);
            let too_long = framed.used == 0 && full;
            if framed.used == 0 && framed.fault.is_none() && !over && !too_long {
                return false;
            }
            block.fault = framed
                .fault
                .or(too_long.then_some("an element of the array is longer than 4 MiB"))
                .map(|fault| Fault::Broken(fault.to_owned()));
            block.values = Some(framed.values);
            self.at.expect = Some(expect);
            framed.used
        };
        self.cut(block, cut);
        if let Some(error) = failed {
            block.fault = Some(Fault::Broken(error));
        }
        if over || matches!(block.fault, Some(Fault::Broken(_))) {
            self.leave_input();
        }
        true
    }

    /// Keeps the bytes up to a place for the block, and the others for the next one.
    fn cut(&mut self, block: &mut Block, cut: usize) {
        let rest = block.bytes().get(cut..).unwrap_or_default();
        self.rest.extend_from_slice(rest);
        block.filled = cut;
        let kept = block.bytes();
        // The record that is too long has more to come on the same line.
        let lines = memchr_iter(b'\n', kept).count();
        self.advance(cut, lines);
    }

    fn advance(&mut self, bytes: usize, lines: usize) {
        let add = |sum: u64, more: usize| sum.saturating_add(u64::try_from(more).unwrap_or(0));
        self.at.byte = add(self.at.byte, bytes);
        self.at.line = add(self.at.line, lines);
    }

    /// Drops the rest of a record that is too long; false while its end is not to be seen.
    fn skip(&mut self, block: &mut Block, over: bool) -> bool {
        match memchr(b'\n', block.bytes()) {
            Some(end) => {
                let dropped = end.saturating_add(1);
                block.drop_front(dropped);
                self.advance(dropped, 1);
                self.at.skipping = false;
                true
            }
            None => {
                self.advance(block.filled, 0);
                block.filled = 0;
                over
            }
        }
    }
}
