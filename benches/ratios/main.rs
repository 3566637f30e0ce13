//! `cargo bench --bench ratios`: what a batch costs beside parsing alone, and the program beside `cat` and itself.
//!
//! Every row of a table is measured in turn, again and again, in one run; what is compared is the work of the thread, not the clock, so
//! a busy machine changes the figures and hardly their ratios. The program is measured by the clock, as there is no other way from
//! outside, and by its fastest run.

#![expect(clippy::print_stdout, reason = "tables are what it is for")]

use std::fs::File;
use std::hint::black_box;
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use cpu_time::ThreadTime;
use return_to_run::assessment::wire::{Setting, Wire};
use return_to_run::assessment::{Goal, Record};
use return_to_run::batch::{Judge, Options, RecordLine, RecordSink, Scratch, Shape};
use return_to_run::engine::{Deciding, Finding, Outcome, Question, evaluate};
use return_to_run::measure::Reading;
use return_to_run::protocol::Protocol;
use return_to_run::protocol::set::ProtocolSet;

#[path = "../../examples/generator/corpus.rs"]
mod corpus;
#[path = "../../examples/generator/mod.rs"]
mod generator;
mod hard_coded;
#[path = "../../examples/generator/shuffle.rs"]
mod shuffle;

use corpus::corpus;
use generator::Random;
use shuffle::shuffle_keys;

type Failed = Box<dyn std::error::Error>;

/// So often every row is measured.
const ROUNDS: usize = 9;

fn main() -> Result<(), Failed> {
    let (small, large) = corpus(0, 20_000)
        .zip(corpus(60, 2_500))
        .ok_or("the calendar is sound")?;
    let mut order = Random::of(2, 0);
    let shuffled = small
        .iter()
        .filter_map(|text| shuffle_keys(text, &mut order));
    let shuffled: Vec<String> = shuffled.collect();
    in_process("S: no runs", &small)?;
    in_process("S, keys in random order", &shuffled)?;
    in_process("L: 60 runs", &large)?;
    beside_hard_coded(&small)?;
    from_outside(&small)
}

fn judge(shape: Shape) -> Result<Judge, Failed> {
    let options = Options {
        shape,
        ..Options::default()
    };
    Ok(Judge::new(ProtocolSet::with(Vec::new()), options)?)
}

/// One row: what it is called, and the work.
type Row<'a> = (&'static str, Work<'a>);

/// The work over a corpus; whether every record was accepted.
type Work<'a> = Box<dyn FnMut(&[String]) -> bool + 'a>;

fn in_process(name: &str, corpus: &[String]) -> Result<(), Failed> {
    let (mid, compact, report) = (
        judge(Shape::Mid)?,
        judge(Shape::Compact)?,
        judge(Shape::Report)?,
    );
    let mut rows: Vec<Row<'_>> = vec![
        ("P: serde_json, typed, alone", Box::new(parsed)),
        (
            "the same from checked UTF-8",
            Box::new(|corpus| {
                let typed = |text: &String| serde_json::from_str::<Wire>(checked(text)).is_ok();
                corpus.iter().all(typed)
            }),
        ),
        (
            "read and validated",
            Box::new(|corpus| {
                let read = |text: &String| Record::from_json(checked(text)).is_ok();
                corpus.iter().all(read)
            }),
        ),
    ];
    for (name, judge) in [
        ("judged, compact lines", &compact),
        ("judged, mid lines", &mid),
    ] {
        rows.push((name, lines(judge)));
    }
    // A report is some hundred times the work of its line; a part of the corpus is enough to tell.
    let few = corpus.get(..corpus.len().div_euclid(50)).unwrap_or(corpus);
    println!(
        "\n{name}: {} records of {} bytes",
        corpus.len(),
        mean(corpus)
    );
    table(&mut rows, "P", corpus)?;
    let mut report: Vec<Row<'_>> = vec![
        ("P of a part of them", Box::new(parsed)),
        ("judged, report lines", lines(&report)),
    ];
    table(&mut report, "P", few)
}

/// The thirty criteria of `decision.toml`, as data and as code: the same records, readings and lines, and only the criteria differ.
fn beside_hard_coded(corpus: &[String]) -> Result<(), Failed> {
    let source = include_str!("../decision.toml");
    let protocol = return_to_run::compile(source, Some("decision"), None)
        .map_err(|faults| format!("decision.toml does not compile: {faults:?}"))?;
    let last = protocol.stages.last().ok_or("a stage")?.id.clone();
    let options = Options {
        shape: Shape::Compact,
        goal: Some(Goal::Stage(last)),
        as_of: None,
    };
    let judge = Judge::new(
        ProtocolSet::with(vec![protocol]).only("decision")?,
        options.clone(),
    )?;
    let by_file = by(&judge, &options, evaluate)?;
    let by_code = by(
        &judge,
        &options,
        |_, _, readings, findings| match readings.first_chunk() {
            Some(readings) => hard_coded::evaluate(readings, findings),
            None => hard_coded::UNJUDGED,
        },
    )?;
    for text in corpus {
        let (mut data, mut code, mut batch) = (Vec::new(), Vec::new(), Vec::new());
        by_file(text, &mut Memory::default(), &mut data)?;
        by_code(text, &mut Memory::default(), &mut code)?;
        judge.record(text, &mut Scratch::default(), &mut batch)?;
        assert!(data == code && data == batch, "{text}");
    }
    println!(
        "\nThirty criteria, from text to compact line: {} records",
        corpus.len()
    );
    let mut rows: [Row<'_>; 2] = [
        ("hard-coded", lines_by(by_code)),
        ("from a criteria file", lines_by(by_file)),
    ];
    table(&mut rows, "times", corpus)
}

/// What is used again for each record.
#[derive(Default)]
struct Memory {
    readings: Vec<Reading>,
    findings: Vec<Finding>,
}

fn lines_by(judged: Judging<'_>) -> Work<'_> {
    let (mut memory, mut out) = (Memory::default(), Vec::new());
    Box::new(move |corpus| {
        corpus.iter().all(|text| {
            if out.len() > 1 << 18 {
                out.clear();
            }
            judged(text, &mut memory, &mut out).is_ok()
        })
    })
}

/// From the text of a record to its line.
type Judging<'a> = Box<dyn Fn(&str, &mut Memory, &mut Vec<u8>) -> Result<(), Failed> + 'a>;

fn by<'a>(
    judge: &'a Judge,
    options: &'a Options,
    evaluate: impl Fn(&Protocol, &Question<'_>, &[Reading], &mut Vec<Finding>) -> Outcome + 'a,
) -> Result<Judging<'a>, Failed> {
    let place = judge.protocols().place_of("decision")?;
    let protocol = judge.protocols().protocol(place)?;
    let last = protocol.stages.len().saturating_sub(1);
    let deciding = Deciding::of(protocol, last, Setting::Home);
    Ok(Box::new(move |text, memory, out| {
        let Memory { readings, findings } = memory;
        let record = Record::from_json(text)?;
        let question = Question::new(protocol, &record, None, options.goal.clone())?;
        deciding.read(protocol, &question.subject(protocol, &record), readings);
        let outcome = evaluate(protocol, &question, readings, findings);
        let told = RecordLine {
            id: record.id(),
            asked: question.asked,
            place,
            protocol,
            question: &question,
            readings,
            outcome: &outcome,
            findings,
        };
        out.tell(judge, &told);
        Ok(())
    }))
}

fn parsed(corpus: &[String]) -> bool {
    let typed = |text: &String| serde_json::from_slice::<Wire>(text.as_bytes()).is_ok();
    corpus.iter().all(typed)
}

/// The bytes as text: a batch is given bytes, and looks once whether they are UTF-8.
fn checked(text: &str) -> &str {
    std::str::from_utf8(black_box(text.as_bytes())).unwrap_or_default()
}

fn lines(judge: &Judge) -> Work<'_> {
    let (mut scratch, mut out) = (Scratch::default(), Vec::new());
    Box::new(move |corpus| {
        corpus.iter().all(|text| {
            // As large as the block of a batch, so that the lines stay in the cache.
            if out.len() > 1 << 18 {
                out.clear();
            }
            judge.record(checked(text), &mut scratch, &mut out).is_ok()
        })
    })
}

fn mean(corpus: &[String]) -> usize {
    let bytes: usize = corpus.iter().map(String::len).sum();
    bytes.checked_div(corpus.len()).unwrap_or(0)
}

/// Measures all rows in turn, and prints each beside the first.
fn table(rows: &mut [Row<'_>], unit: &str, corpus: &[String]) -> Result<(), Failed> {
    let mut times: Vec<Vec<Duration>> = rows.iter().map(|_| Vec::new()).collect();
    for round in 0..=ROUNDS {
        for ((name, work), times) in rows.iter_mut().zip(&mut times) {
            let start = ThreadTime::now();
            if !work(corpus) {
                return Err(format!("{name}: a record was refused").into());
            }
            // The first round warms up.
            if round > 0 {
                times.push(start.elapsed());
            }
        }
    }
    let medians: Vec<Duration> = times.iter_mut().map(|times| median(times)).collect();
    let first = medians.first().copied().unwrap_or_default();
    for ((name, _), time) in rows.iter().zip(medians) {
        let records = u32::try_from(corpus.len())?;
        let each = time.checked_div(records).unwrap_or_default();
        println!(
            "  {name:<32} {:>9} ns  {:>6} {unit}",
            each.as_nanos(),
            ratio(time, first)
        );
    }
    Ok(())
}

fn median(times: &mut [Duration]) -> Duration {
    times.sort_unstable();
    let middle = times.len().div_euclid(2);
    times.get(middle).copied().unwrap_or_default()
}

/// To two places.
fn ratio(time: Duration, unit: Duration) -> String {
    let hundredths = time
        .as_nanos()
        .saturating_mul(100)
        .checked_div(unit.as_nanos())
        .unwrap_or(0);
    format!(
        "{}.{:02}",
        hundredths.div_euclid(100),
        hundredths.rem_euclid(100)
    )
}

/// The program on a file of some 100 MB.
fn from_outside(corpus: &[String]) -> Result<(), Failed> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("records.ndjson");
    let mut file = File::create(&path)?;
    for _ in 0..4 {
        for text in corpus {
            writeln!(file, "{text}")?;
        }
    }
    drop(file);
    let one = folder.path().join("one.ndjson");
    std::fs::write(&one, corpus.first().ok_or("a record")?)?;
    let rtr = env!("CARGO_BIN_EXE_rtr");
    let batch = |threads: &'static str| {
        vec![
            rtr,
            "batch",
            "-q",
            "--format",
            "compact",
            "--threads",
            threads,
        ]
    };
    println!("\nThe program, from outside (fastest of {ROUNDS}):");
    let runs: [(&str, Vec<&str>, &Path, Through); 7] = [
        ("cat, the same file", vec!["cat"], &path, Through::File),
        ("rtr batch, 1 thread", batch("1"), &path, Through::File),
        ("rtr batch, 2 threads", batch("2"), &path, Through::File),
        (
            "the same, 1 thread, through pipes",
            batch("1"),
            &path,
            Through::Pipes,
        ),
        ("true", vec!["true"], &one, Through::File),
        ("rtr --version", vec![rtr, "--version"], &one, Through::File),
        ("rtr batch, one record", batch("1"), &one, Through::File),
    ];
    let mut fastest = [Duration::MAX; 7];
    for _ in 0..ROUNDS {
        for ((_, command, input, through), fastest) in runs.iter().zip(&mut fastest) {
            let time = clock(command, input, *through)?;
            *fastest = time.min(*fastest);
        }
    }
    for ((name, ..), time) in runs.iter().zip(fastest) {
        println!("  {name:<36} {time:>12.3?}");
    }
    let [cat, one_thread, two_threads, pipes, nothing, version, start] = fastest;
    println!(
        "  one thread beside cat:               {}",
        ratio(one_thread, cat)
    );
    println!(
        "  one thread beside two:               {}",
        ratio(one_thread, two_threads)
    );
    println!(
        "  through pipes beside a file:         {}",
        ratio(pipes, one_thread)
    );
    println!(
        "  rtr --version beside true:           {}",
        ratio(version, nothing)
    );
    println!(
        "  one record beside true:              {}",
        ratio(start, nothing)
    );
    Ok(())
}

#[derive(Clone, Copy)]
enum Through {
    File,
    Pipes,
}

/// How long a command takes with a file as its input.
fn clock(command: &[&str], input: &Path, through: Through) -> Result<Duration, Failed> {
    let (program, arguments) = command.split_first().ok_or("a program")?;
    let mut child = Command::new(program);
    child.args(arguments);
    let start = Instant::now();
    match through {
        Through::File => {
            let status = child
                .stdin(File::open(input)?)
                .stdout(Stdio::null())
                .status()?;
            assert!(status.success(), "{command:?}");
        }
        Through::Pipes => {
            let mut running = child.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
            let (stdin, stdout) = (running.stdin.take(), running.stdout.take());
            let (mut stdin, mut stdout) = (stdin.ok_or("a pipe")?, stdout.ok_or("a pipe")?);
            let mut file = File::open(input)?;
            let feed = std::thread::spawn(move || std::io::copy(&mut file, &mut stdin));
            let mut buffer = vec![0; 1 << 20];
            while stdout.read(&mut buffer)? > 0 {}
            feed.join().map_err(|_| "the feeding thread")??;
            assert!(running.wait()?.success(), "{command:?}");
        }
    }
    Ok(start.elapsed())
}
