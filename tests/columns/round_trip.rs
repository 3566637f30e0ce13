//! JSON to columns to verdicts is JSON to verdicts.

use std::error::Error;

use arrow_array::{Array, RecordBatch};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::Value;

use crate::generator::{Generator, Random};
use crate::program::Folder;
use crate::shuffle::shuffle_keys;
use crate::support::{Tested, blanked, cases, evidence_pointers};
use crate::verdicts::parquet;

/// What both ways say of the same records, line by line.
fn both_ways(
    records: &[String],
    file: &str,
    kind: &str,
    protocol: &[&str],
    question: &[&str],
) -> Result<(String, String), Box<dyn Error>> {
    let folder = Folder::new()?;
    std::fs::write(folder.file("records.ndjson"), records.join("\n"))?;
    let lines = [
        "records.ndjson",
        "--format",
        "compact",
        "--errors",
        "refused.ndjson",
    ];
    let direct = folder.done(&[&lines[..], protocol, question].concat())?;
    let table = [
        "records.ndjson",
        "--table",
        "readings",
        "--errors",
        "unreadable.ndjson",
        "--out",
        file,
    ];
    folder.done(&[&table[..], protocol, question].concat())?;
    assert_eq!(
        folder.read("refused.ndjson")?,
        folder.read("unreadable.ndjson")?
    );
    let read = [
        file,
        "--format",
        "compact",
        "--strict",
        "--input-format",
        kind,
    ];
    let through = folder.done(&[&read[..], protocol].concat())?;
    Ok((direct, through))
}

fn hold(
    records: &[String],
    file: &str,
    kind: &str,
    protocol: &[&str],
    question: &[&str],
) -> Result<usize, Box<dyn Error>> {
    let (direct, through) = both_ways(records, file, kind, protocol, question)?;
    let pairs = direct.lines().zip(through.lines());
    for (direct, through) in pairs {
        assert_eq!(direct, through);
    }
    assert_eq!(direct.lines().count(), through.lines().count());
    Ok(direct.lines().count())
}

#[test]
fn every_fixture_has_the_same_verdict_through_a_table() -> Tested {
    let line = |text: String| serde_json::from_str::<Value>(&text).map(|one| one.to_string());
    let records = cases()?.into_iter().map(|(_, text)| line(text));
    let records: Vec<String> = records.collect::<Result<_, _>>()?;
    assert_eq!(
        hold(&records, "t.parquet", "parquet", &[], &[])?,
        records.len()
    );
    assert_eq!(hold(&records, "t.arrow", "arrow", &[], &[])?, records.len());
    for protocol in ["achilles-midportion", "race-preparation"] {
        hold(
            &records,
            "t.parquet",
            "parquet",
            &["--protocol", protocol],
            &[],
        )?;
    }
    let goal = ["--goal", "race:21.1", "--as-of", "2026-11-22"];
    hold(
        &records,
        "t.parquet",
        "parquet",
        &["--protocol", "achilles-midportion"],
        &goal,
    )?;
    Ok(())
}

/// Records of a seed, with some of what they say blanked, so that readings are ranges of every kind.
///
/// Every fourth record is left whole: what no record can do without may be among the blanks.
fn records(
    seed: u64,
    runs: u16,
    blanks: &[prop::sample::Index],
) -> Result<Vec<String>, Box<dyn Error>> {
    let generator = Generator::new(seed, runs).ok_or("no calendar")?;
    let mut order = Random::of(seed, u64::MAX);
    let mut records = Vec::new();
    for number in 0..60 {
        let mut text = String::new();
        generator.write(number, &mut text);
        let record: Value = serde_json::from_str(&text)?;
        let pointers = evidence_pointers(&record);
        let some: Vec<&String> = blanks
            .iter()
            .skip(usize::try_from(number.rem_euclid(4))?.saturating_mul(4))
            .filter(|_| !pointers.is_empty())
            .map(|blank| blank.get(&pointers))
            .collect();
        let text = blanked(&record, some).to_string();
        records.push(shuffle_keys(&text, &mut order).ok_or("not JSON")?);
    }
    Ok(records)
}

#[test]
fn the_tables_that_are_gone_through_have_ranges_states_and_fractions() -> Tested {
    let folder = Folder::new()?;
    let texts = cases()?.into_iter().map(|(_, text)| text);
    let texts: Vec<String> = texts.chain(records(1, 30, &[])?).collect();
    std::fs::write(folder.file("records.json"), texts.join("\n"))?;
    let errors = ["--errors", "e.ndjson", "-o", "t.parquet"];
    folder.done(&[&["records.json", "--table", "readings"], &errors[..]].concat())?;
    let (batches, _) = parquet(&folder, "t.parquet")?;
    for part in [".high", ".state", ".exact"] {
        let told = |batch: &RecordBatch| {
            let schema = batch.schema();
            let columns = schema.fields().iter().zip(batch.columns());
            let mut parts = columns.filter(|(field, _)| field.name().ends_with(part));
            parts.any(|(_, column)| column.null_count() < column.len())
        };
        assert!(batches.iter().any(told), "{part}");
    }
    Ok(())
}

#[test]
fn generated_records_have_the_same_verdicts_through_a_table() -> Tested {
    let mut runner = TestRunner::new(Config {
        cases: 24,
        failure_persistence: None,
        ..Config::default()
    });
    let blanks = prop::collection::vec(any::<prop::sample::Index>(), 0..12);
    let given = (
        any::<u64>(),
        prop_oneof![Just(0_u16), 1..60_u16],
        blanks,
        any::<bool>(),
    );
    runner.run(&given, |(seed, runs, blanks, parquet)| {
        let fail = |error: Box<dyn Error>| TestCaseError::fail(error.to_string());
        let records = records(seed, runs, &blanks).map_err(fail)?;
        let (file, kind) = if parquet {
            ("t.parquet", "parquet")
        } else {
            ("t.arrow", "arrow")
        };
        let judged = hold(&records, file, kind, &[], &[]).map_err(fail)?;
        prop_assert!(judged > 0, "every record was refused");
        Ok(())
    })?;
    Ok(())
}
