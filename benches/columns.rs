//! `cargo bench --bench columns --features columnar`: rows of Parquet and Arrow to verdict masks, beside the records they were made from.

use std::error::Error;
use std::fs::File;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::LazyLock;
use std::sync::atomic::AtomicU64;

use divan::Bencher;
use divan::counter::ItemsCount;
use return_to_run::batch::stream::{self, Input};
use return_to_run::batch::{Judge, Options, RecordSink};
use return_to_run::columns::table::{self, Kind, Readings, TableSink, Verdicts, Writer};
use return_to_run::protocol::set::ProtocolSet;
use tempfile::TempDir;

#[path = "../examples/generator/mod.rs"]
mod generator;
#[path = "../examples/generator/shuffle.rs"]
mod shuffle;

use generator::{Generator, Random};
use shuffle::shuffle_keys;

const RECORDS: u64 = 20_000;

fn main() {
    divan::main();
}

/// The same records as JSON, with their keys in random order so that no reader is favoured, and as tables.
struct Files {
    folder: TempDir,
    judge: Judge,
}

fn files() -> Result<Files, Box<dyn Error>> {
    let files = Files {
        folder: TempDir::new()?,
        judge: Judge::new(ProtocolSet::with(Vec::new()), Options::default())?,
    };
    let generator = Generator::new(1, 0).ok_or("no calendar")?;
    let mut order = Random::of(2, 0);
    let (mut text, mut shuffled) = (String::new(), String::new());
    for number in 0..RECORDS {
        let mut record = String::new();
        generator.write(number, &mut record);
        text.push_str(&record);
        text.push('\n');
        shuffled.push_str(&shuffle_keys(&record, &mut order).ok_or("not JSON")?);
        shuffled.push('\n');
    }
    std::fs::write(files.path("S"), text)?;
    std::fs::write(files.path("S_SHUFFLED"), shuffled)?;
    files.write::<Readings>("readings.parquet", Kind::Parquet)?;
    files.write::<Readings>("readings.arrow", Kind::Arrow)?;
    Ok(files)
}

static FILES: LazyLock<Result<Files, String>> =
    LazyLock::new(|| files().map_err(|error| error.to_string()));

impl Files {
    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Judges the records of a file, and hands on what was made of each block.
    fn records<S: RecordSink>(
        &self,
        name: &str,
        mut sink: impl FnMut(&mut S) -> std::io::Result<()> + Send,
    ) -> Result<(), stream::StreamError> {
        let options = stream::Options {
            threads: NonZeroUsize::MIN,
            apart: true,
            most_refused: None,
            refused: 0,
            from: None,
        };
        let inputs = vec![Input::File(self.path(name))];
        let counted = Arc::new(AtomicU64::new(0));
        stream::run::<S, _>(&self.judge, inputs, options, &counted, |done| {
            sink(&mut done.out)
        })?;
        Ok(())
    }

    fn write<S: TableSink>(&self, name: &str, kind: Kind) -> Result<(), Box<dyn Error>> {
        let file = File::create(self.path(name))?;
        let mut writer = Writer::new::<S>(file, kind, &self.judge)?;
        self.records::<S>("S", |sheet| writer.write(sheet))?;
        writer.finish()?;
        Ok(())
    }

    /// Rows of a table to verdicts, which are counted and let go.
    fn rows(&self, name: &str, kind: Kind) -> Result<usize, table::TableError> {
        let options = table::Options {
            kind,
            apart: true,
            most_refused: None,
            ignored: Vec::new(),
        };
        let inputs = [Input::File(self.path(name))];
        let mut rows = 0_usize;
        table::run::<Verdicts>(&self.judge, &inputs, &options, |made| {
            let batch = made.out.take().map_err(std::io::Error::other)?;
            rows = rows.saturating_add(batch.num_rows());
            Ok(())
        })?;
        Ok(rows)
    }
}

fn over(bencher: Bencher<'_, '_>, judged: impl Fn(&Files) -> Result<usize, String> + Sync) {
    let records = usize::try_from(RECORDS).ok();
    bencher
        .counter(ItemsCount::new(records.unwrap_or(0)))
        .bench(|| {
            let files = FILES.as_ref();
            assert_eq!(files.map_err(Clone::clone).and_then(&judged).ok(), records);
        });
}

#[divan::bench]
fn a_parquet_to_masks(bencher: Bencher<'_, '_>) {
    over(bencher, |files| {
        let rows = files.rows("readings.parquet", Kind::Parquet);
        rows.map_err(|error| error.to_string())
    });
}

#[divan::bench]
fn b_arrow_to_masks(bencher: Bencher<'_, '_>) {
    over(bencher, |files| {
        let rows = files.rows("readings.arrow", Kind::Arrow);
        rows.map_err(|error| error.to_string())
    });
}

#[divan::bench(args = ["S", "S_SHUFFLED"])]
fn c_json_to_masks(bencher: Bencher<'_, '_>, name: &str) {
    over(bencher, |files| {
        let mut rows = 0_usize;
        let made = files.records::<Verdicts>(name, |sheet| {
            let batch = sheet.take().map_err(std::io::Error::other)?;
            rows = rows.saturating_add(batch.num_rows());
            Ok(())
        });
        made.map_err(|error| error.to_string())?;
        Ok(rows)
    });
}
