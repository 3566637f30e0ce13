//! What a runner must answer for GO, and no more: the least record that is honest and enough, and its count in the runner's chapter.

use std::path::Path;

use return_to_run::protocol::Protocol;
use return_to_run::{Assessment, Report, Verdict};
use serde_json::{Value, json};

use crate::support::{Tested, protocol_for};

type Fallible<T> = Result<T, Box<dyn std::error::Error>>;

/// No rule may make a runner answer more than this.
const MOST: usize = 60;

/// What one answer takes, in seconds; a test that the answer tells of takes its own time.
const SECONDS: usize = 10;

/// What a watch writes of a run; the rest of it a person answers.
const OF_THE_WATCH: [&str; 5] = ["date", "kind", "distance_km", "duration_min", "sources"];

/// The rows of the chapter's table: the blocks of the record they count, and how they begin.
const TABLE: [(&[&str], &str); 6] = [
    (&["athlete", "baseline", "injury"], "you:"),
    (&["screening", "treatments"], "one day's red flags:"),
    (&["pain"], "the last 14 days, from memory:"),
    (&["heel_raise"], "one heel-raise test:"),
    (&["hop"], "two days of hops"),
    (&["runs"], "the last three runs:"),
];

fn root(name: &str) -> Fallible<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    Ok(std::fs::read_to_string(path)?)
}

fn record(condition: &str) -> Fallible<Value> {
    let mut record: Value = serde_json::from_str(&root("fixtures/minimal/running-at-home.json")?)?;
    let stated = record.pointer_mut("/injury/condition");
    *stated.ok_or("no condition")? = json!(condition);
    Ok(record)
}

/// Whether the record is accepted, answered by this protocol, and GO.
fn is_go(record: &Value, protocol: &Protocol) -> Fallible<bool> {
    let Ok(assessment) = Assessment::from_json(&record.to_string()) else {
        return Ok(false);
    };
    Ok(Report::new(protocol, &assessment)?.verdict() == Verdict::Go)
}

/// Whether the watch says it, or it is the question itself and no answer.
fn is_given(pointer: &str) -> bool {
    let parts: Vec<&str> = pointer.split('/').skip(1).collect();
    match parts.as_slice() {
        ["as_of" | "log_complete_from" | "runs"] | ["runs", _] => true,
        ["runs", _, field, ..] => OF_THE_WATCH.contains(field),
        _ => false,
    }
}

/// Each value and block, and whether it is a value; an empty list is one, because it says that there was nothing.
fn places(value: &Value, path: &str, found: &mut Vec<(String, bool)>) {
    let inside: Vec<(String, &Value)> = match value {
        Value::Object(fields) => fields
            .iter()
            .map(|(key, field)| (key.clone(), field))
            .collect(),
        Value::Array(entries) => entries
            .iter()
            .enumerate()
            .map(|(place, entry)| (place.to_string(), entry))
            .collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Vec::new(),
    };
    if !path.is_empty() {
        found.push((path.to_owned(), inside.is_empty()));
    }
    for (name, value) in inside {
        places(value, &format!("{path}/{name}"), found);
    }
}

fn values(record: &Value) -> Vec<String> {
    let mut found = Vec::new();
    places(record, "", &mut found);
    found.retain(|(_, is_value)| *is_value);
    found.into_iter().map(|(pointer, _)| pointer).collect()
}

fn without(record: &Value, pointer: &str) -> Fallible<Value> {
    let mut record = record.clone();
    let (parent, name) = pointer.rsplit_once('/').ok_or("no pointer")?;
    match record.pointer_mut(parent) {
        Some(Value::Object(fields)) => {
            fields.remove(name);
        }
        Some(Value::Array(entries)) => {
            entries.remove(name.parse()?);
        }
        _ => return Err(pointer.into()),
    }
    Ok(record)
}

/// The record with everything gone that can go, whole blocks before single values, until nothing more can.
fn least(mut record: Value, protocol: &Protocol) -> Fallible<Value> {
    loop {
        let mut found = Vec::new();
        places(&record, "", &mut found);
        // Without the side both legs must be told, so it is the last that may go.
        found.sort_by_key(|(pointer, _)| (pointer == "/injury/side", pointer.matches('/').count()));
        let mut shorter = None;
        for (pointer, _) in found.iter().filter(|(pointer, _)| !is_given(pointer)) {
            let tried = without(&record, pointer)?;
            if is_go(&tried, protocol)? {
                shorter = Some(tried);
                break;
            }
        }
        match shorter {
            Some(shorter) => record = shorter,
            None => return Ok(record),
        }
    }
}

fn answers(record: &Value) -> Vec<String> {
    let mut answers = values(record);
    answers.retain(|pointer| !is_given(pointer));
    answers
}

/// The number before a word of the chapter's own sentence of the least record.
fn documented(chapter: &str, after: &str) -> Fallible<usize> {
    let sentence = chapter
        .lines()
        .find(|line| line.contains("beside a watch's log"))
        .ok_or("the chapter does not say how many answers")?;
    let (before, _) = sentence.split_once(after).ok_or_else(|| after.to_owned())?;
    let digits = before.rsplit(|one: char| !one.is_ascii_digit()).next();
    Ok(digits.unwrap_or_default().parse()?)
}

#[test]
fn a_runner_is_asked_no_more_than_the_chapter_says() -> Tested {
    let chapter = root("docs/src/runner.md")?;
    let (count, minutes) = (
        documented(&chapter, " answers")?,
        documented(&chapter, " minutes")?,
    );
    for condition in [
        "achilles-midportion",
        "achilles-insertional",
        "achilles-partial-tear",
    ] {
        let (record, protocol) = (record(condition)?, protocol_for(condition)?);
        assert!(is_go(&record, &protocol)?, "{condition}: not GO");
        let mut answers = answers(&least(record, &protocol)?);
        let told = format!(
            "{condition}: {} answers\n{}",
            answers.len(),
            answers.join("\n")
        );
        assert!(answers.len() <= MOST, "{told}");
        if condition == "achilles-partial-tear" {
            // The ladder of a tear asks about the start of each session.
            let asked = answers.len();
            answers.retain(|pointer| !pointer.ends_with("/pain_start"));
            let more = asked.saturating_sub(answers.len());
            let row = format!("after a tear {more} more");
            assert!(chapter.contains(&row), "the chapter lacks `{row}`\n{told}");
        }
        assert_eq!(answers.len(), count, "{told}");
        for (blocks, row) in TABLE {
            let of_block = |pointer: &&String| {
                let block = pointer.split('/').nth(1).unwrap_or_default();
                blocks.contains(&block)
            };
            let row = format!("| {} | {row}", answers.iter().filter(of_block).count());
            assert!(chapter.contains(&row), "the chapter lacks `{row}`\n{told}");
        }
        let needed = count.saturating_mul(SECONDS).div_ceil(60);
        assert_eq!(minutes, needed, "{told}");
    }
    Ok(())
}
