//! `cargo bench --bench growth [-- --long]`: how the cost of a batch grows with records, runs of a record, criteria and threads.
//!
//! Prints a table in Markdown and writes `benches/growth.svg`; `--long` goes on from a million records to ten.

#![expect(clippy::print_stdout, reason = "a table is what it is for")]

use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::{Duration, Instant};

use cpu_time::{ProcessTime, ThreadTime};
use return_to_run::batch::stream::{self, Input};
use return_to_run::batch::{Judge, Options, Scratch, Shape};
use return_to_run::compile;
use return_to_run::protocol::set::ProtocolSet;

#[path = "../examples/generator/corpus.rs"]
mod corpus;
#[path = "../examples/generator/mod.rs"]
mod generator;
#[path = "../examples/generator/shuffle.rs"]
mod shuffle;

use corpus::corpus;
use generator::{Generator, Random};
use shuffle::shuffle_keys;

type Failed = Box<dyn std::error::Error>;

/// Why there might be no generated records.
const CALENDAR: &str = "the calendar ends";

/// One measured point: so much of something, and nanoseconds a record.
type Point = (u64, u64);

fn main() -> Result<(), Failed> {
    let long = std::env::args().any(|argument| argument == "--long");
    let panels = [
        ("records", records(long)?),
        ("runs of a record", runs()?),
        ("criteria", criteria()?),
    ];
    for (name, points) in &panels {
        println!("\n| {name} | ns a record |\n|---:|---:|");
        for (amount, each) in points {
            println!("| {amount} | {each} |");
        }
    }
    order_of_keys()?;
    threads()?;
    let picture = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/growth.svg");
    Ok(std::fs::write(picture, drawn(&panels))?)
}

fn judge(protocols: ProtocolSet) -> Result<Judge, Failed> {
    let options = Options {
        shape: Shape::Compact,
        ..Options::default()
    };
    Ok(Judge::new(protocols, options)?)
}

fn written(path: &Path, records: u64) -> Result<(), Failed> {
    let generator = Generator::new(1, 0).ok_or(CALENDAR)?;
    let mut file = BufWriter::new(File::create(path)?);
    let mut text = String::new();
    for number in 0..records {
        text.clear();
        generator.write(number, &mut text);
        text.push('\n');
        file.write_all(text.as_bytes())?;
    }
    Ok(file.flush()?)
}

/// Judges files by so many threads: how long by the clock, and how much work.
fn streamed(inputs: Vec<Input>, threads: usize) -> Result<(Duration, Duration), Failed> {
    let options = stream::Options {
        threads: NonZeroUsize::new(threads).ok_or("a thread")?,
        apart: false,
        most_refused: None,
        refused: 0,
        from: None,
    };
    let judge = judge(ProtocolSet::with(Vec::new()))?;
    let counted = Arc::new(AtomicU64::new(0));
    let (clock, work) = (Instant::now(), ProcessTime::now());
    stream::run::<Vec<u8>, _>(&judge, inputs, options, &counted, |_| Ok(()))?;
    Ok((clock.elapsed(), work.elapsed()))
}

fn each(time: Duration, records: u64) -> u64 {
    let nanoseconds = u64::try_from(time.as_nanos()).unwrap_or(u64::MAX);
    nanoseconds.checked_div(records).unwrap_or(0)
}

fn records(long: bool) -> Result<Vec<Point>, Failed> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("records.ndjson");
    let mut points = Vec::new();
    for records in [1_000, 10_000, 100_000, 1_000_000] {
        written(&path, records)?;
        let (_, work) = streamed(vec![Input::File(path.clone())], 1)?;
        points.push((records, each(work, records)));
    }
    if long {
        // The file of a million ten times over, so that the disk holds it.
        let inputs = vec![Input::File(path); 10];
        let (_, work) = streamed(inputs, 1)?;
        points.push((10_000_000, each(work, 10_000_000)));
    }
    Ok(points)
}

/// Nanoseconds that one record of a corpus takes, the best of some rounds.
fn of_corpus(judge: &Judge, corpus: &[String]) -> Result<u64, Failed> {
    let (mut scratch, mut out) = (Scratch::default(), Vec::new());
    let mut best = Duration::MAX;
    for _ in 0..7 {
        let start = ThreadTime::now();
        for text in corpus {
            out.clear();
            judge.record(text, &mut scratch, &mut out)?;
        }
        best = best.min(start.elapsed());
    }
    Ok(each(best, u64::try_from(corpus.len())?))
}

fn runs() -> Result<Vec<Point>, Failed> {
    let judge = judge(ProtocolSet::with(Vec::new()))?;
    let mut points = Vec::new();
    for runs in [0, 10, 30, 100, 300, 1000] {
        let records = 200_000_u64.div_euclid(u64::from(runs).saturating_add(10));
        let corpus = corpus(runs, records).ok_or(CALENDAR)?;
        points.push((u64::from(runs), of_corpus(&judge, &corpus)?));
    }
    Ok(points)
}

fn criteria() -> Result<Vec<Point>, Failed> {
    let corpus = corpus(0, 5_000).ok_or(CALENDAR)?;
    let mut points = Vec::new();
    for criteria in [10, 30, 100, 300, 1000] {
        let text = protocol_of(criteria)?;
        let protocol = compile(&text, None, None).map_err(|faults| format!("{faults:?}"))?;
        let judge = judge(ProtocolSet::with(vec![protocol]).only("many")?)?;
        let corpus: Vec<String> = corpus.iter().map(|text| asking_all(text)).collect();
        points.push((u64::from(criteria), of_corpus(&judge, &corpus)?));
    }
    Ok(points)
}

/// The record without its goal, so that the protocol's own stage is asked.
fn asking_all(text: &str) -> String {
    let mut record: serde_json::Value = serde_json::from_str(text).unwrap_or_default();
    if let Some(fields) = record.as_object_mut() {
        fields.remove("goal");
    }
    record.to_string()
}

/// Criteria as many as wanted, on measures of the diary with windows of their own, up to the number of queries that fit.
fn protocol_of(criteria: u16) -> Result<String, Failed> {
    let mut text = "format = 1\nid = \"many\"\ntitle = \"Many\"\nversion = \"1.0.0\"\nreviewed = 2026-11-21\n\
        status = \"draft\"\nconditions = [\"many\"]\nask = \"all\"\n\n[[stage]]\nid = \"all\"\ntitle = \"All\"\nclears = \"screening\"\n"
        .to_owned();
    let measures = [
        "pain.rest",
        "pain.walking",
        "pain.stairs",
        "pain.morning",
        "pain.daily.worst",
        "stiffness.morning",
    ];
    for number in 0..criteria {
        let measure = measures
            .get(usize::from(number).rem_euclid(measures.len()))
            .ok_or("a measure")?;
        let unit = if measure.starts_with("pain") {
            "nrs"
        } else {
            "min"
        };
        let days = number.rem_euclid(40).saturating_add(1);
        write!(
            text,
            "\n[[stage.criterion]]\nid = \"c{number}\"\nmeasure = \"{measure}\"\ngo = \"<= 2 {unit}\"\nno-go = \"> 5 {unit}\"\n\
             fresh = \"{days} d\"\nwhy = \"To be counted.\"\ndo = \"Nothing.\"\n\
             evidence = {{ sources = [], confidence = \"low\", kind = \"convention\" }}\n"
        )?;
    }
    Ok(text)
}

/// What it costs when the keys of every object come in an order of their own.
fn order_of_keys() -> Result<(), Failed> {
    let judge = judge(ProtocolSet::with(Vec::new()))?;
    let usual = corpus(0, 20_000).ok_or(CALENDAR)?;
    let mut order = Random::of(2, 0);
    let shuffled = usual
        .iter()
        .filter_map(|text| shuffle_keys(text, &mut order));
    let shuffled: Vec<String> = shuffled.collect();
    println!("\n| order of keys | ns a record |\n|:--|---:|");
    println!("| as in the schema | {} |", of_corpus(&judge, &usual)?);
    println!("| random | {} |", of_corpus(&judge, &shuffled)?);
    Ok(())
}

fn threads() -> Result<(), Failed> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("records.ndjson");
    written(&path, 300_000)?;
    println!("\n| threads | records a second | beside one |\n|---:|---:|---:|");
    let mut fastest = [Duration::MAX; 2];
    for _ in 0..5 {
        for (threads, fastest) in [1, 2].into_iter().zip(&mut fastest) {
            let (clock, _) = streamed(vec![Input::File(path.clone())], threads)?;
            *fastest = clock.min(*fastest);
        }
    }
    let [one, _] = fastest;
    for (threads, time) in [1, 2].into_iter().zip(fastest) {
        let rate = 300_000_u64
            .saturating_mul(1000)
            .checked_div(u64::try_from(time.as_millis())?);
        let hundredths = one
            .as_micros()
            .saturating_mul(100)
            .checked_div(time.as_micros())
            .unwrap_or(0);
        println!(
            "| {threads} | {} | {}.{:02} |",
            rate.unwrap_or(0),
            hundredths.div_euclid(100),
            hundredths.rem_euclid(100)
        );
    }
    Ok(())
}

/// The points of each panel on logarithmic axes: what grows in proportion is a straight line.
fn drawn(panels: &[(&str, Vec<Point>)]) -> String {
    let mut svg = String::from(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"780\" height=\"300\" viewBox=\"0 0 780 300\" \
         font-family=\"system-ui, sans-serif\" font-size=\"12\">\n<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n",
    );
    for (place, (name, points)) in panels.iter().enumerate() {
        let left = i64::try_from(place).unwrap_or(0).saturating_mul(260);
        svg.push_str(&panel(left, name, points));
    }
    svg.push_str("</svg>\n");
    svg
}

const BOTTOM: i64 = 240;

fn panel(left: i64, name: &str, points: &[Point]) -> String {
    let most = points.iter().map(|(amount, _)| *amount).max().unwrap_or(1);
    let most = tenths(most).max(1);
    let (origin, width) = (left.saturating_add(50), 190_i64);
    // From 100 ns to 1 ms.
    let y = |each: u64| {
        let above = tenths(each).saturating_sub(20);
        BOTTOM.saturating_sub(above.saturating_mul(5))
    };
    let x = |amount: u64| {
        let along = tenths(amount).saturating_mul(width);
        origin.saturating_add(along.checked_div(most).unwrap_or(0))
    };
    let mut svg = String::new();
    for (each, label) in [
        (100, "100 ns"),
        (1_000, "1 µs"),
        (10_000, "10 µs"),
        (100_000, "100 µs"),
        (1_000_000, "1 ms"),
    ] {
        let (at, end) = (y(each), origin.saturating_add(width));
        let text = at.saturating_add(4);
        svg.push_str(&format!(
            "<line x1=\"{origin}\" y1=\"{at}\" x2=\"{end}\" y2=\"{at}\" stroke=\"#dddddd\"/>\n\
             <text x=\"{}\" y=\"{text}\" text-anchor=\"end\" fill=\"#555555\">{label}</text>\n",
            origin.saturating_sub(4)
        ));
    }
    let line: Vec<String> = points
        .iter()
        .map(|(amount, each)| format!("{},{}", x(*amount), y(*each)))
        .collect();
    svg.push_str(&format!(
        "<polyline points=\"{}\" fill=\"none\" stroke=\"#1a1a1a\" stroke-width=\"2\"/>\n",
        line.join(" ")
    ));
    for (amount, each) in points {
        let (at, height) = (x(*amount), y(*each));
        svg.push_str(&format!(
            "<circle cx=\"{at}\" cy=\"{height}\" r=\"3\" fill=\"#1a1a1a\"/>\n\
             <text x=\"{at}\" y=\"258\" text-anchor=\"middle\" font-size=\"9\" fill=\"#555555\">{}</text>\n",
            short(*amount)
        ));
    }
    svg.push_str(&format!(
        "<text x=\"{origin}\" y=\"282\" fill=\"#1a1a1a\">{name}</text>\n"
    ));
    svg
}

fn short(amount: u64) -> String {
    match amount {
        1_000_000.. => format!("{}M", amount.div_euclid(1_000_000)),
        1_000.. => format!("{}k", amount.div_euclid(1_000)),
        _ => amount.to_string(),
    }
}

/// Ten times the logarithm to base ten, one more being counted, so that nothing has a place too.
#[expect(
    clippy::as_conversions,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::float_arithmetic,
    reason = "a place in a picture"
)]
fn tenths(amount: u64) -> i64 {
    ((amount.max(1) as f64).log10() * 10.0).round() as i64
}
