//! Rows of a table in a text file, one at a time.

use std::io::BufRead;

use csv::{ByteRecord, ErrorKind, Reader, ReaderBuilder, StringRecord};

use super::ReadError;
use super::capped::{CappedReader, fault};
use super::refusals::short;

/// A table being read, its header taken off.
pub(super) struct Table<'a> {
    reader: Reader<CappedReader<'a>>,
    pub(super) header: StringRecord,
}

/// A row with the line it began on, or that line and why it is none.
pub(super) type Row = Result<(u64, StringRecord), (u64, String)>;

impl<'a> Table<'a> {
    pub(super) fn open(bytes: &'a mut dyn BufRead) -> Result<Self, ReadError> {
        let reader = ReaderBuilder::new()
            .has_headers(false)
            // A row cut short is refused by its own line, not the end of the reading.
            .flexible(true)
            .from_reader(CappedReader::new(bytes));
        let mut table = Self {
            reader,
            header: StringRecord::new(),
        };
        match table.next()? {
            Some(Ok((_, header))) => table.header = header,
            Some(Err((line, reason))) => {
                return Err(ReadError::Damaged(format!("line {line}: {reason}")));
            }
            None => return Err(ReadError::Damaged("an empty table".to_owned())),
        }
        Ok(table)
    }

    /// The next row; `None` at the end.
    pub(super) fn next(&mut self) -> Result<Option<Row>, ReadError> {
        self.reader.get_mut().allow();
        let mut bytes = ByteRecord::new();
        let before = self.reader.position().line();
        let is_row = self.reader.read_byte_record(&mut bytes).map_err(|error| {
            if let ErrorKind::Io(error) = error.kind() {
                fault(before, error)
            } else {
                let reason = error.to_string();
                ReadError::Damaged(format!("line {before}: {}", short(&reason)))
            }
        })?;
        if !is_row {
            return Ok(None);
        }
        let line = bytes.position().map_or(before, |position| position.line());
        let Ok(row) = StringRecord::from_byte_record(bytes) else {
            return Ok(Some(Err((line, "is not UTF-8".to_owned()))));
        };
        let (found, expected) = (row.len(), self.header.len());
        if expected > 0 && found != expected {
            let reason = format!("has {found} columns where the first line has {expected}");
            return Ok(Some(Err((line, reason))));
        }
        Ok(Some(Ok((line, row))))
    }
}

/// The cell of a row without the spaces around it; empty where there is none.
pub(super) fn cell(row: &StringRecord, column: usize) -> &str {
    row.get(column).unwrap_or_default().trim()
}
