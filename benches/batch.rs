//! `cargo bench --bench batch`: reading generated records, beside `serde_json` alone on the same bytes, in one run.

use divan::Bencher;
use divan::counter::{BytesCount, ItemsCount};
use return_to_run::assessment::predictive;
use return_to_run::assessment::wire::Wire;
use return_to_run::{Assessment, Record};

#[path = "../examples/generator/corpus.rs"]
mod corpus;
#[path = "../examples/generator/mod.rs"]
mod generator;
#[path = "../examples/generator/shuffle.rs"]
mod shuffle;

use corpus::corpus;
use generator::Random;
use shuffle::shuffle_keys;

fn main() {
    divan::main();
}

/// Which records: `S` has no log of runs, `L` one of 60, `S_SHUFFLED` the keys of `S` in random order.
const CORPORA: [&str; 3] = ["S", "S_SHUFFLED", "L"];

const RECORDS: u64 = 1000;

fn named(name: &str) -> Vec<String> {
    let texts = corpus(if name == "L" { 60 } else { 0 }, RECORDS).unwrap_or_default();
    let mut order = Random::of(2, 0);
    let laid_out = |text: String| {
        if name == "S_SHUFFLED" {
            shuffle_keys(&text, &mut order).unwrap_or_default()
        } else {
            text
        }
    };
    texts.into_iter().map(laid_out).collect()
}

/// Reads the whole corpus once; the counters give records and bytes a second.
fn over(bencher: Bencher<'_, '_>, name: &str, read: impl Fn(&str) -> bool + Sync) {
    let corpus = named(name);
    bencher
        .counter(ItemsCount::new(corpus.len()))
        .counter(BytesCount::new(
            corpus.iter().map(String::len).sum::<usize>(),
        ))
        .bench(|| {
            for record in &corpus {
                assert!(read(divan::black_box(record)));
            }
        });
}

/// The unit of every other line: P of the issue tracker and of the README beside this file.
#[divan::bench(args = CORPORA)]
fn a_serde_json_typed(bencher: Bencher<'_, '_>, name: &str) {
    over(bencher, name, |record| {
        divan::black_box(serde_json::from_str::<Wire>(record)).is_ok()
    });
}

#[divan::bench(args = CORPORA)]
fn b_predictive_typed(bencher: Bencher<'_, '_>, name: &str) {
    over(bencher, name, |record| {
        divan::black_box(predictive::read(record)).is_some()
    });
}

/// What a batch does before it judges.
#[divan::bench(args = CORPORA)]
fn c_read_and_validated(bencher: Bencher<'_, '_>, name: &str) {
    over(bencher, name, |record| {
        divan::black_box(Record::from_json(record)).is_ok()
    });
}

/// The same, with the digest that a report needs.
#[divan::bench(args = CORPORA)]
fn d_read_validated_and_digested(bencher: Bencher<'_, '_>, name: &str) {
    over(bencher, name, |record| {
        divan::black_box(Assessment::from_json(record)).is_ok()
    });
}
