//! Flat memory, whatever a file holds: a stream that gives so much for one element or row and then fails.

use std::io::{BufRead, Error, ErrorKind, Read, Result};

use super::ReadError;
use super::refusals::short;

/// More than any element or row of a real export: a row's description may be long, a megabyte is not a description.
const MOST: usize = 1 << 20;

/// A stream that counts its lines and gives at most a megabyte between two calls of [`CappedReader::allow`].
pub(super) struct CappedReader<'a> {
    inner: &'a mut dyn BufRead,
    left: usize,
    line: u64,
}

impl<'a> CappedReader<'a> {
    pub(super) fn new(inner: &'a mut dyn BufRead) -> Self {
        Self {
            inner,
            left: MOST,
            line: 1,
        }
    }

    /// The next element or row may be as long as any.
    pub(super) fn allow(&mut self) {
        self.left = MOST;
    }

    /// The line reached, from 1.
    pub(super) fn line(&self) -> u64 {
        self.line
    }
}

/// What a failure to read is: of the file's content, or of the disk or archive that it comes from.
pub(super) fn fault(line: u64, error: &Error) -> ReadError {
    let of_the_content = [
        ErrorKind::InvalidData,
        ErrorKind::InvalidInput,
        ErrorKind::UnexpectedEof,
    ];
    if of_the_content.contains(&error.kind()) {
        ReadError::Damaged(format!("line {line}: {}", short(&error.to_string())))
    } else {
        ReadError::Io(Error::new(error.kind(), error.to_string()))
    }
}

impl BufRead for CappedReader<'_> {
    fn fill_buf(&mut self) -> Result<&[u8]> {
        if self.left == 0 {
            let reason = "a single element or row is longer than a megabyte";
            return Err(Error::new(ErrorKind::InvalidData, reason));
        }
        let bytes = self.inner.fill_buf()?;
        Ok(bytes.get(..self.left).unwrap_or(bytes))
    }

    fn consume(&mut self, amount: usize) {
        if let Ok(bytes) = self.inner.fill_buf() {
            let read = bytes.get(..amount).unwrap_or(bytes);
            let ends: u64 = read.iter().map(|byte| u64::from(*byte == b'\n')).sum();
            self.line = self.line.saturating_add(ends);
        }
        self.left = self.left.saturating_sub(amount);
        self.inner.consume(amount);
    }
}

impl Read for CappedReader<'_> {
    fn read(&mut self, target: &mut [u8]) -> Result<usize> {
        let mut bytes = self.fill_buf()?;
        let count = bytes.read(target)?;
        self.consume(count);
        Ok(count)
    }
}
