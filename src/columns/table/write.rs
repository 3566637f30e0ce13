//! Tables as they are written: what every file says of itself, and how large its parts grow.

use std::collections::HashMap;
use std::fs::File;
use std::io;
use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_ipc::writer::FileWriter;
use arrow_schema::{ArrowError, Field, Schema};
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::metadata::KeyValue;
use parquet::file::properties::{EnabledStatistics, WriterProperties};

use super::Kind;
use crate::batch::{Judge, RecordSink};
use crate::protocol::set::ProtocolSetError;

/// A sheet that is a table.
pub trait TableSink: RecordSink {
    /// What its rows are.
    const FORMAT: &'static str;

    /// Its columns.
    fn fields(&self) -> Vec<Field>;

    /// What else is to be known of its columns, as key and value.
    fn notes() -> &'static [(&'static str, &'static str)];

    /// Takes the rows that were written down off the sheet.
    ///
    /// # Errors
    /// When the columns have not the same length, which tests rule out.
    fn take(&mut self) -> Result<RecordBatch, ArrowError>;
}

/// A page or a dictionary grows no larger than this while it is written, and a row group no larger than that.
///
/// *Why no smaller groups?* The end of a file tells of every column of every group, and is held in memory until it is written: small
/// groups of some hundred columns would cost more there than they spare here.
const PAGE: usize = 64 * 1024;
const GROUP: usize = 8 * 1024 * 1024;

/// A table being written.
pub enum Writer {
    /// Parquet, packed by zstd.
    Parquet(Box<ArrowWriter<File>>),
    /// An Arrow file.
    Arrow(Box<FileWriter<File>>),
}

impl Writer {
    /// Begins a table; its file says by which criteria and which version of this program it was made.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn new<S: TableSink>(file: File, kind: Kind, judge: &Judge) -> io::Result<Self> {
        let about = about::<S>(judge).map_err(io::Error::other)?;
        let fields = S::new(judge).fields();
        let schema = Schema::new(fields);
        match kind {
            Kind::Parquet => {
                let metadata = about
                    .into_iter()
                    .map(|(key, value)| KeyValue::new(key, value));
                let properties = WriterProperties::builder()
                    .set_compression(Compression::ZSTD(ZstdLevel::default()))
                    .set_statistics_enabled(EnabledStatistics::Chunk)
                    .set_max_row_group_bytes(Some(GROUP))
                    .set_offset_index_disabled(true)
                    .set_data_page_size_limit(PAGE)
                    .set_dictionary_page_size_limit(PAGE)
                    .set_key_value_metadata(Some(metadata.collect()))
                    .build();
                let writer = ArrowWriter::try_new(file, Arc::new(schema), Some(properties));
                Ok(Self::Parquet(Box::new(writer?)))
            }
            Kind::Arrow => {
                let schema = schema.with_metadata(about.into_iter().collect::<HashMap<_, _>>());
                let writer = FileWriter::try_new(file, &schema).map_err(io::Error::other)?;
                Ok(Self::Arrow(Box::new(writer)))
            }
        }
    }

    /// Appends the rows of a sheet.
    ///
    /// # Errors
    /// When they cannot be written.
    pub fn write(&mut self, sheet: &mut impl TableSink) -> io::Result<()> {
        let rows = sheet.take().map_err(io::Error::other)?;
        if rows.num_rows() == 0 {
            return Ok(());
        }
        match self {
            Self::Parquet(writer) => writer.write(&rows)?,
            Self::Arrow(writer) => writer.write(&rows).map_err(io::Error::other)?,
        }
        Ok(())
    }

    /// Ends the table, so that it can be read.
    ///
    /// # Errors
    /// When its end cannot be written.
    pub fn finish(self) -> io::Result<File> {
        match self {
            Self::Parquet(writer) => Ok(writer.into_inner()?),
            Self::Arrow(mut writer) => {
                writer.finish().map_err(io::Error::other)?;
                writer.into_inner().map_err(io::Error::other)
            }
        }
    }
}

/// What a table says of itself.
fn about<S: TableSink>(judge: &Judge) -> Result<Vec<(String, String)>, ProtocolSetError> {
    let protocols = judge.protocols();
    let mut criteria = Vec::new();
    for place in protocols.judging() {
        let protocol = protocols.protocol(place)?;
        criteria.push(serde_json::json!({
            "protocol": protocol.id,
            "version": protocol.version,
            "criteria_sha256": protocol.digest.to_string(),
        }));
    }
    let criteria = serde_json::Value::Array(criteria).to_string();
    let mut about = vec![
        ("rtr.format".to_owned(), S::FORMAT.to_owned()),
        (
            "rtr.engine".to_owned(),
            env!("CARGO_PKG_VERSION").to_owned(),
        ),
        ("rtr.criteria".to_owned(), criteria),
    ];
    let notes = S::notes().iter();
    about.extend(notes.map(|(key, value)| ((*key).to_owned(), (*value).to_owned())));
    Ok(about)
}
