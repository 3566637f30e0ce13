//! `cargo bench`: evaluating alone, a whole check from text to report, and start-up beside `true`.

use std::process::{Command, Stdio};

use divan::Bencher;
use divan::counter::ItemsCount;
use return_to_run::document::text;
use return_to_run::engine::{Question, read};
use return_to_run::formats::json_v1::report::ReportV1;
use return_to_run::measure::Subject;
use return_to_run::pages::report::{Contents, document};
use return_to_run::protocol::Protocol;
use return_to_run::protocol::builtin::SHIPPED;
use return_to_run::{Assessment, Report, evaluate};

fn main() {
    divan::main();
}

const RECORD: &str =
    include_str!("../fixtures/cases/achilles-midportion/case-b-ready-for-a-half-marathon.json");

/// The ready runner of the fixtures, with 60 runs since onset.
fn with_60_runs() -> Option<String> {
    let mut record: serde_json::Value = serde_json::from_str(RECORD).ok()?;
    let runs = record.pointer_mut("/runs")?.as_array_mut()?;
    let pattern = runs.first()?.clone();
    while runs.len() < 60 {
        runs.push(pattern.clone());
    }
    serde_json::to_string(&record).ok()
}

fn midportion() -> Option<Protocol> {
    SHIPPED
        .iter()
        .find(|shipped| shipped.id == "achilles-midportion")?
        .compile()
        .ok()
}

/// Time for one criterion: divide by the item count.
#[divan::bench]
fn evaluate_alone(bencher: Bencher<'_, '_>) {
    let (Some(protocol), Ok(assessment)) = (midportion(), Assessment::from_json(RECORD)) else {
        return;
    };
    let Ok(question) = Question::new(&protocol, &assessment, None, None) else {
        return;
    };
    let readings = read(
        &protocol,
        &Subject::new(&assessment, question.as_of, question.goal_distance()),
    );
    let mut findings = Vec::with_capacity(protocol.criteria.len());
    let criteria = protocol.criteria.len();
    bencher.counter(ItemsCount::new(criteria)).bench_local(|| {
        evaluate(
            divan::black_box(&protocol),
            &question,
            divan::black_box(&readings),
            &mut findings,
        )
    });
}

#[divan::bench]
fn read_60_runs(bencher: Bencher<'_, '_>) {
    let Some(record) = with_60_runs() else { return };
    bencher.bench(|| Assessment::from_json(divan::black_box(&record)).is_ok());
}

#[divan::bench]
fn check_60_runs_from_text_to_judgement(bencher: Bencher<'_, '_>) {
    let (Some(protocol), Some(record)) = (midportion(), with_60_runs()) else {
        return;
    };
    bencher.bench(|| {
        let assessment = Assessment::from_json(divan::black_box(&record)).ok()?;
        Some(Report::new(&protocol, &assessment).ok()?.verdict())
    });
}

#[divan::bench]
fn check_60_runs_from_text_to_json(bencher: Bencher<'_, '_>) {
    let (Some(protocol), Some(record)) = (midportion(), with_60_runs()) else {
        return;
    };
    bencher.bench(|| {
        let assessment = Assessment::from_json(divan::black_box(&record)).ok()?;
        let report = Report::new(&protocol, &assessment).ok()?;
        serde_json::to_string(&ReportV1::of(&report)).ok()
    });
}

#[divan::bench]
fn check_60_runs_from_text_to_text(bencher: Bencher<'_, '_>) {
    let (Some(protocol), Some(record)) = (midportion(), with_60_runs()) else {
        return;
    };
    bencher.bench(|| {
        let assessment = Assessment::from_json(divan::black_box(&record)).ok()?;
        let report = Report::new(&protocol, &assessment).ok()?;
        Some(text::render(
            &document(&report, Contents::default()),
            text::Options::default(),
        ))
    });
}

#[divan::bench]
fn compile_a_criteria_file(bencher: Bencher<'_, '_>) {
    bencher.bench(|| midportion().is_some());
}

fn spawn(program: &str, arguments: &[&str]) -> bool {
    let status = Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    status.is_ok()
}

#[divan::bench(sample_count = 200, sample_size = 1)]
fn start_up_of_true() -> bool {
    spawn("true", &[])
}

#[divan::bench(sample_count = 200, sample_size = 1)]
fn start_up_of_rtr() -> bool {
    spawn(env!("CARGO_BIN_EXE_rtr"), &["--version"])
}

#[divan::bench(sample_count = 200, sample_size = 1)]
fn start_up_and_check() -> bool {
    let story = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/fixtures/cases/achilles-partial-tear/story.json"
    );
    spawn(env!("CARGO_BIN_EXE_rtr"), &["check", story])
}
