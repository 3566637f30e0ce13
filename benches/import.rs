//! `cargo bench --bench import`: a thousand FIT files into sessions, beside the decoder alone on the same bytes, in one run.

use std::path::PathBuf;

use divan::Bencher;
use divan::counter::{BytesCount, ItemsCount};
use return_to_run::import::merge::{Window, merge};
use return_to_run::import::{Limits, Options, read_paths};

#[path = "../tests/it/import/watch.rs"]
#[expect(
    dead_code,
    reason = "made for tests, some of which need more than this"
)]
mod watch;

const FILES: u16 = 1000;
const SAMPLES: u32 = 300;

fn main() {
    divan::main();
}

/// A folder of files, one run a day.
fn folder() -> Option<tempfile::TempDir> {
    let folder = tempfile::tempdir().ok()?;
    for day in 0..FILES {
        let start = watch::MORNING.saturating_sub(i64::from(day).saturating_mul(86_400));
        let bytes = watch::fit(&[watch::run(start, 8000, 2400)], Some(3600), SAMPLES).ok()?;
        std::fs::write(folder.path().join(format!("{day}.fit")), bytes).ok()?;
    }
    Some(folder)
}

fn files(folder: &tempfile::TempDir) -> Vec<PathBuf> {
    let entries = folder.path().read_dir().into_iter().flatten();
    entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect()
}

fn bytes(files: &[PathBuf]) -> u64 {
    let sizes = files
        .iter()
        .filter_map(|file| Some(file.metadata().ok()?.len()));
    sizes.sum()
}

#[divan::bench(sample_count = 10, sample_size = 1)]
fn import_1000_files(bencher: Bencher<'_, '_>) {
    let Some(folder) = folder() else { return };
    let paths = [folder.path().to_owned()];
    bencher
        .counter(ItemsCount::new(FILES))
        .counter(BytesCount::new(bytes(&files(&folder))))
        .bench_local(|| {
            let mut sessions = Vec::new();
            let hand_on = &mut |session| sessions.push(session);
            let read = read_paths(
                &paths,
                Options::default(),
                Limits::default(),
                &mut |_| (),
                hand_on,
            );
            let merged = merge(sessions, &[], Window::default());
            assert_eq!((read.read.len(), merged.kept.len()), (1000, 1000));
            merged
        });
}

#[divan::bench(sample_count = 10, sample_size = 1)]
fn decode_1000_files_with_fitparser_alone(bencher: Bencher<'_, '_>) {
    let Some(folder) = folder() else { return };
    let files = files(&folder);
    bencher
        .counter(ItemsCount::new(FILES))
        .counter(BytesCount::new(bytes(&files)))
        .bench_local(|| {
            let messages = files.iter().filter_map(|file| {
                let bytes = std::fs::read(file).ok()?;
                Some(fitparser::from_bytes(&bytes).ok()?.len())
            });
            assert!(messages.sum::<usize>() > 0);
        });
}
