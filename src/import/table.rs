//! Rows of a table in a text file, one at a time.

use std::io::BufRead;

use csv::{ByteRecord, ErrorKind, Reader, ReaderBuilder, StringRecord};

use super::ReadError;
use super::capped::{CappedReader, fault};
use super::refusals::short;

/// How much of a file its first line may be.
const HEADER: usize = 16 << 10;

/// A table being read, its header taken off.
pub(super) struct Table<'a> {
    reader: Reader<CappedReader<'a>>,
    pub(super) header: StringRecord,
}

/// A row with the line it began on.
pub(super) type Row = Result<(u64, StringRecord), BadRow>;

/// A row that does not fit its header.
pub(super) struct BadRow {
    /// The line it began on.
    pub(super) line: u64,
    /// What is wrong with it.
    pub(super) reason: String,
    /// What it holds, where that is text.
    pub(super) row: Option<StringRecord>,
}

impl<'a> Table<'a> {
    pub(super) fn open(bytes: &'a mut dyn BufRead) -> Result<Self, ReadError> {
        let delimiter = delimiter(bytes.fill_buf()?);
        let reader = ReaderBuilder::new()
            .has_headers(false)
            .delimiter(delimiter)
            // A row cut short is refused by its own line, not the end of the reading.
            .flexible(true)
            .from_reader(CappedReader::new(bytes));
        let mut table = Self {
            reader,
            header: StringRecord::new(),
        };
        match table.next()? {
            Some(Ok((_, header))) => table.header = header,
            Some(Err(BadRow { line, reason, .. })) => {
                return Err(ReadError::Damaged(format!("line {line}: {reason}")));
            }
            None => return Err(ReadError::Damaged("an empty table".to_owned())),
        }
        Ok(table)
    }

    /// Takes the next row for the header, where the first line was about the file.
    pub(super) fn take_header(&mut self) -> Result<(), ReadError> {
        let header = match self.next()? {
            Some(Ok((_, row)) | Err(BadRow { row: Some(row), .. })) => row,
            Some(Err(BadRow { row: None, .. })) | None => StringRecord::new(),
        };
        self.header = header;
        Ok(())
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
        let Ok(mut row) = StringRecord::from_byte_record(bytes) else {
            return Ok(Some(Err(BadRow {
                line,
                reason: "is not UTF-8".to_owned(),
                row: None,
            })));
        };
        let expected = self.header.len();
        // Some tables end each row with a comma and the first line without.
        if expected > 0 && row.iter().skip(expected).all(str::is_empty) {
            row.truncate(expected);
        }
        let found = row.len();
        if expected > 0 && found != expected {
            let reason = format!("has {found} columns where the first line has {expected}");
            return Ok(Some(Err(BadRow {
                line,
                reason,
                row: Some(row),
            })));
        }
        Ok(Some(Ok((line, row))))
    }
}

/// What parts the columns: of comma, semicolon and tab the one that stands in the first line most often outside quotes.
///
/// *Why not always a comma?* A spreadsheet of a country with a decimal comma saves its tables with semicolons, or as text with tabs.
fn delimiter(head: &[u8]) -> u8 {
    let mut counts = [(b',', 0_usize), (b';', 0), (b'\t', 0)];
    let mut quoted = false;
    for byte in head.iter().take(HEADER) {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' | b'\r' if !quoted => break,
            _ if quoted => {}
            _ => {
                for (delimiter, count) in &mut counts {
                    *count = count.saturating_add(usize::from(delimiter == byte));
                }
            }
        }
    }
    let most = counts.iter().map(|(_, count)| *count).max();
    let first = counts.iter().find(|(_, count)| Some(*count) == most);
    first.map_or(b',', |(delimiter, _)| *delimiter)
}

/// The cell of a row without the spaces around it; empty where there is none.
pub(super) fn cell(row: &StringRecord, column: usize) -> &str {
    row.get(column).unwrap_or_default().trim()
}
