//! A table opened for reading, row by row and only the columns that are wanted.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek};

use arrow_array::RecordBatchReader;
use arrow_ipc::reader::{FileReader, StreamReader};
use arrow_schema::{ArrowError, SchemaRef};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use crate::batch::stream::Input;

/// A format of tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Parquet.
    Parquet,
    /// Arrow, as a file (also called Feather) or as a stream.
    Arrow,
}

/// So many rows are read at a time.
const ROWS: usize = 2048;

/// What an Arrow file begins with; a stream does not.
const ARROW_FILE: &[u8] = b"ARROW1";

type Batches = Box<dyn RecordBatchReader + Send>;

/// Opens a table; `check` sees all of its columns and says which are wanted, by place.
pub(super) fn open(
    input: &Input,
    kind: Kind,
    check: impl FnOnce(&SchemaRef) -> Result<Vec<usize>, ArrowError>,
) -> Result<Batches, ArrowError> {
    match (kind, input) {
        (Kind::Parquet, Input::Standard) => Err(ArrowError::InvalidArgumentError(
            "Parquet is read from its end, so it must be a file and not standard input".to_owned(),
        )),
        (Kind::Parquet, Input::File(path)) => parquet(File::open(path)?, check),
        (Kind::Arrow, Input::Standard) => stream(io::stdin(), check),
        (Kind::Arrow, Input::File(path)) => {
            let mut file = File::open(path)?;
            let mut first = Vec::new();
            file.by_ref().take(6).read_to_end(&mut first)?;
            file.rewind()?;
            if first != ARROW_FILE {
                return stream(file, check);
            }
            let whole = FileReader::try_new_buffered(file.try_clone()?, None)?;
            let wanted = check(&whole.schema())?;
            file.rewind()?;
            Ok(Box::new(FileReader::try_new_buffered(file, Some(wanted))?))
        }
    }
}

fn parquet(
    file: File,
    check: impl FnOnce(&SchemaRef) -> Result<Vec<usize>, ArrowError>,
) -> Result<Batches, ArrowError> {
    let builder = ParquetRecordBatchReaderBuilder::try_new(file)?.with_batch_size(ROWS);
    let wanted = check(builder.schema())?;
    let mask = ProjectionMask::roots(builder.parquet_schema(), wanted);
    Ok(Box::new(builder.with_projection(mask).build()?))
}

fn stream(
    reader: impl Read + Send + 'static,
    check: impl FnOnce(&SchemaRef) -> Result<Vec<usize>, ArrowError>,
) -> Result<Batches, ArrowError> {
    let reader = StreamReader::try_new(BufReader::new(reader), None)?;
    check(&reader.schema())?;
    Ok(Box::new(reader))
}
