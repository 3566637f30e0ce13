//! A table of verdicts says what `compact` lines say, and every column of a table of readings is documented.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs::File;
use std::path::Path;

use arrow_array::cast::AsArray;
use arrow_array::types::UInt32Type;
use arrow_array::{Array, RecordBatch};
use assert_cmd::Command;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use return_to_run::workbench::cases::Cases;
use serde_json::{Value, json};

use crate::generator::Generator;
use crate::program::Folder;
use crate::support::{Tested, protocol_for};

/// Rows, and what their file says of itself.
type Table = (Vec<RecordBatch>, BTreeMap<String, String>);

/// Reads a Parquet file.
pub(crate) fn parquet(folder: &Folder, name: &str) -> Result<Table, Box<dyn Error>> {
    let builder = ParquetRecordBatchReaderBuilder::try_new(File::open(folder.file(name))?)?;
    let about = builder.metadata().file_metadata().key_value_metadata();
    let about = about.into_iter().flatten();
    let about = about.map(|pair| (pair.key.clone(), pair.value.clone().unwrap_or_default()));
    let about = about.collect();
    Ok((builder.build()?.collect::<Result<_, _>>()?, about))
}

pub(crate) fn text(batch: &RecordBatch, column: &str, row: usize) -> Value {
    let array = batch
        .column_by_name(column)
        .map(|array| array.as_string::<i32>());
    let valid = array.filter(|array| array.is_valid(row));
    valid.map_or(Value::Null, |array| array.value(row).into())
}

/// The codes of a mask, which may have several columns.
fn codes(batch: &RecordBatch, mask: &str, row: usize) -> Vec<u64> {
    let mut codes = Vec::new();
    for place in 0..64_u64 {
        let Some(array) = batch.column_by_name(&format!("{mask}_{place}")) else {
            break;
        };
        let word = array.as_primitive::<UInt32Type>().value(row);
        let set = (0..32_u32).filter(|bit| word.wrapping_shr(*bit) & 1 == 1);
        codes.extend(set.map(|bit| place.saturating_mul(32).saturating_add(bit.into())));
    }
    codes
}

fn generated(records: u64) -> Result<String, Box<dyn Error>> {
    let generator = Generator::new(7, 30).ok_or("no calendar")?;
    let mut text = String::new();
    for number in 0..records {
        generator.write(number, &mut text);
        text.push('\n');
    }
    Ok(text)
}

/// Records that contradict themselves, each in another way, one a line.
fn contradictory() -> Result<(String, usize), Box<dyn Error>> {
    let mut lines = String::new();
    let mut count = 0_usize;
    for folder in ["achilles-midportion", "race-preparation"] {
        let folder = Path::new("fixtures/cases").join(folder);
        for case in Cases::of_folder(&folder)?.sound {
            if case.name.starts_with("contradiction-") {
                lines.push_str(&case.record.to_string());
                lines.push('\n');
                count = count.saturating_add(1);
            }
        }
    }
    assert!(count > 12, "only {count} contradictory records");
    Ok((lines, count))
}

#[test]
fn a_table_of_verdicts_says_what_compact_lines_say() -> Tested {
    let folder = Folder::new()?;
    let records =
        generated(700)? + &contradictory()?.0 + "{\"format\":\"assessment/1\",\"id\":\"broken\"}\n";
    std::fs::write(folder.file("records.ndjson"), records)?;
    let lines = folder.done(&["records.ndjson", "--format", "compact"])?;
    let mut lines = lines.lines();
    folder.done(&["records.ndjson", "-o", "direct.parquet", "--threads", "2"])?;
    let (batches, about) = parquet(&folder, "direct.parquet")?;
    for (batch, row) in rows(&batches) {
        let line: Value = serde_json::from_str(lines.next().ok_or("fewer lines than rows")?)?;
        if line.get("format") == Some(&json!("error/1")) {
            assert_eq!(text(batch, "verdict", row), Value::Null);
            let why = text(batch, "error", row);
            assert!(
                why.as_str().is_some_and(|why| why.contains("as_of")),
                "{why}"
            );
            continue;
        }
        for word in [
            "id",
            "verdict",
            "best_case",
            "refer",
            "asked",
            "cleared",
            "rule",
            "criteria",
        ] {
            assert_eq!(
                Some(&text(batch, word, row)),
                line.get(word).or(Some(&Value::Null))
            );
        }
        let held = line.get("contradictions").and_then(Value::as_array);
        let held: Vec<&str> = held
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        let codes_held = text(batch, "contradictions", row);
        assert_eq!(codes_held.as_str().unwrap_or_default(), held.join(" "));
        for mask in ["blocking", "missing"] {
            assert_eq!(
                Some(&json!(codes(batch, mask, row))),
                line.get(mask),
                "{line}"
            );
        }
        assert_eq!(text(batch, "error", row), Value::Null);
    }
    assert_eq!(lines.next(), None);
    let criteria: Value = serde_json::from_str(about.get("rtr.criteria").ok_or("criteria")?)?;
    let protocol = protocol_for("achilles-midportion")?;
    let named = json!({ "protocol": protocol.id, "version": protocol.version, "criteria_sha256": protocol.digest.to_string() });
    assert!(
        criteria.as_array().is_some_and(|all| all.contains(&named)),
        "{criteria}"
    );
    assert_eq!(
        about.get("rtr.format").map(String::as_str),
        Some("verdicts/1")
    );
    assert!(
        protocol.criteria.len() > 32,
        "one word would do, and the second would go untested"
    );
    Ok(())
}

fn rows(batches: &[RecordBatch]) -> impl Iterator<Item = (&RecordBatch, usize)> {
    let rows = |batch: &'_ RecordBatch| 0..batch.num_rows();
    batches
        .iter()
        .flat_map(move |batch| rows(batch).map(move |row| (batch, row)))
}

#[test]
fn a_table_of_verdicts_is_the_same_from_records_and_from_readings_in_parquet_and_arrow() -> Tested {
    let folder = Folder::new()?;
    let (held, more) = contradictory()?;
    std::fs::write(folder.file("records.ndjson"), generated(3000)? + &held)?;
    let readings = [
        "records.ndjson",
        "--table",
        "readings",
        "--errors",
        "e.ndjson",
        "-o",
    ];
    folder.done(&[&readings[..], &["r.parquet"]].concat())?;
    folder.done(&[&readings[..], &["r.arrow"]].concat())?;
    folder.done(&["records.ndjson", "-o", "direct.parquet"])?;
    folder.done(&[
        "r.parquet",
        "--input-format",
        "parquet",
        "-o",
        "parquet.parquet",
    ])?;
    folder.done(&["r.arrow", "--input-format", "arrow", "-o", "arrow.parquet"])?;
    let direct = parquet(&folder, "direct.parquet")?;
    assert_eq!(direct, parquet(&folder, "parquet.parquet")?);
    assert_eq!(direct, parquet(&folder, "arrow.parquet")?);
    for (format, lines) in [
        ("mid", more.saturating_add(3000)),
        ("csv", more.saturating_add(3001)),
    ] {
        let shown = folder.done(&["r.parquet", "--input-format", "parquet", "--format", format])?;
        assert_eq!(shown.lines().count(), lines);
    }
    Ok(())
}

#[test]
fn every_column_of_a_table_is_documented_and_nothing_else() -> Tested {
    let folder = Folder::new()?;
    let record = json!({ "format": "assessment/1", "as_of": "2026-11-21", "injury": { "condition": "none" } });
    std::fs::write(folder.file("records.ndjson"), record.to_string())?;
    for more in [[].as_slice(), &["--protocol", "race-preparation"]] {
        let table = [
            "records.ndjson",
            "--table",
            "readings",
            "--errors",
            "e.ndjson",
            "-o",
            "r.parquet",
        ];
        folder.done(&[&table[..], more].concat())?;
        let (batches, about) = parquet(&folder, "r.parquet")?;
        assert_eq!(
            about.get("rtr.format").map(String::as_str),
            Some("columns/1")
        );
        let schema = batches.first().ok_or("no rows")?.schema();
        let written: Vec<&str> = schema
            .fields()
            .iter()
            .map(|field| field.name().as_str())
            .collect();
        let mut command = Command::cargo_bin("rtr")?;
        let output = command.args(["schema", "columns"]).args(more).output()?;
        let told: Value = serde_json::from_slice(&output.stdout)?;
        let columns = told
            .get("columns")
            .and_then(Value::as_array)
            .ok_or("columns")?;
        let name = |column: &'_ Value| {
            column
                .get("name")
                .and_then(Value::as_str)
                .map(str::to_owned)
        };
        let told: Vec<String> = columns.iter().filter_map(name).collect();
        assert_eq!(written, told);
    }
    Ok(())
}
