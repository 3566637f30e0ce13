//! Tables as others make them: other types, missing columns, wrong cells, broken files.

use std::error::Error;
use std::fs::File;
use std::sync::Arc;

use arrow_array::types::Int16Type;
use arrow_array::{
    ArrayRef, BooleanArray, Date32Array, Decimal128Array, DictionaryArray, Float32Array,
    Float64Array, Int64Array, LargeStringArray, NullArray, RecordBatch, StringArray,
    StringViewArray,
};
use arrow_ipc::writer::StreamWriter;
use arrow_schema::Schema;
use assert_cmd::Command;
use parquet::arrow::ArrowWriter;
use serde_json::{Value, json};

use crate::program::Folder;
use crate::support::Tested;
use crate::verdicts::{parquet, text};

const CONDITION: &str = "achilles-midportion";

type Columns = Vec<(&'static str, ArrayRef)>;

fn batch(columns: Columns) -> Result<RecordBatch, Box<dyn Error>> {
    Ok(RecordBatch::try_from_iter_with_nullable(
        columns.into_iter().map(|(name, array)| (name, array, true)),
    )?)
}

fn write(folder: &Folder, columns: Columns) -> Tested {
    let batch = batch(columns)?;
    let file = File::create(folder.file("t.parquet"))?;
    let mut writer = ArrowWriter::try_new(file, batch.schema(), None)?;
    writer.write(&batch)?;
    writer.close()?;
    Ok(())
}

/// Facts of so many rows, as other programs may write them.
fn facts(rows: usize) -> Columns {
    let days = vec![20_778; rows];
    let conditions: DictionaryArray<Int16Type> = vec![CONDITION; rows].into_iter().collect();
    vec![
        ("as_of", Arc::new(Date32Array::from(days))),
        ("condition", Arc::new(conditions)),
    ]
}

fn with(rows: usize, more: Columns) -> Columns {
    let mut columns = facts(rows);
    columns.extend(more);
    columns
}

/// What standard error says of a table that is refused whole.
fn refused(columns: Columns, more: &[&str]) -> Result<String, Box<dyn Error>> {
    let folder = Folder::new()?;
    write(&folder, columns)?;
    let input = [
        "t.parquet",
        "--input-format",
        "parquet",
        "-o",
        "out.parquet",
    ];
    let output = folder.batch(&[&input[..], more].concat())?;
    assert_eq!(output.status.code(), Some(3));
    assert!(!folder.file("out.parquet").exists());
    Ok(String::from_utf8(output.stderr)?)
}

fn judged(columns: Columns, more: &[&str]) -> Result<Vec<Value>, Box<dyn Error>> {
    let folder = Folder::new()?;
    write(&folder, columns)?;
    let input = [
        "t.parquet",
        "--input-format",
        "parquet",
        "--format",
        "compact",
    ];
    let lines = folder.done(&[&input[..], more].concat())?;
    let lines = lines.lines().map(serde_json::from_str);
    Ok(lines.collect::<Result<_, _>>()?)
}

#[test]
fn without_readings_nothing_is_known_and_nothing_is_go() -> Tested {
    let stage: ArrayRef = Arc::new(StringArray::from(vec![Some("screening"), None]));
    for columns in [facts(2), with(2, vec![("goal_stage", stage)])] {
        for line in judged(columns, &[])? {
            assert_eq!(line.get("verdict"), Some(&json!("no-go")));
            assert_eq!(line.get("best_case"), Some(&json!("go")));
        }
    }
    Ok(())
}

#[test]
fn missing_columns_wrong_types_and_strangers_are_all_named_before_a_row_is_judged() -> Tested {
    let number: ArrayRef = Arc::new(Float64Array::from(vec![1.0]));
    let said = refused(vec![("age", number.clone())], &[])?;
    assert!(said.contains("column `as_of` is missing"), "{said}");
    assert!(said.contains("column `condition` is missing"), "{said}");
    let said = refused(
        with(
            1,
            vec![
                ("sex", number.clone()),
                ("age", Arc::new(Float32Array::from(vec![30.0_f32]))),
                ("sudden_onset", Arc::new(StringArray::from(vec!["yes"]))),
                ("gait.limp", number.clone()),
                ("gait.lipm", number.clone()),
                ("centre", number.clone()),
            ],
        ),
        &["--ignore-column", "centre"],
    )?;
    for wrong in [
        "column `sex` must be text",
        "column `age` must be a number",
        "column `sudden_onset` must be yes or no",
        "column `gait.lipm` is none of",
    ] {
        assert!(said.contains(wrong), "{wrong}: {said}");
    }
    assert!(!said.contains("centre"), "{said}");
    let said = refused(with(1, vec![("pain.rest.over_7d.hihg", number)]), &[])?;
    assert!(
        said.contains("`pain.rest.over_7d.hihg` is none of"),
        "{said}"
    );
    Ok(())
}

/// The reading of midportion criteria that a test plays with: a number, its column.
fn number_column() -> Result<String, Box<dyn Error>> {
    named(|column| {
        let unit = column.get("unit").and_then(Value::as_str);
        unit == Some("reps") && column.get("beside").is_none()
    })
}

fn named(is: impl Fn(&Value) -> bool) -> Result<String, Box<dyn Error>> {
    let mut command = Command::cargo_bin("rtr")?;
    let output = command
        .args(["schema", "columns", "--protocol", CONDITION])
        .output()?;
    let told: Value = serde_json::from_slice(&output.stdout)?;
    let columns = told
        .get("columns")
        .and_then(Value::as_array)
        .ok_or("columns")?;
    let found = columns
        .iter()
        .find(|column| is(column))
        .ok_or("no such column")?;
    let name = found.get("name").and_then(Value::as_str).ok_or("no name")?;
    Ok(name.to_owned())
}

#[test]
fn numbers_days_and_words_are_the_same_in_every_type_that_is_accepted() -> Tested {
    let reps: &'static str = number_column()?.leak();
    let decimals = Decimal128Array::from(vec![2500, 3100]).with_precision_and_scale(10, 2)?;
    let numbers: [ArrayRef; 3] = [
        Arc::new(Float64Array::from(vec![25.0, 31.0])),
        Arc::new(Int64Array::from(vec![25, 31])),
        Arc::new(decimals),
    ];
    let days: [ArrayRef; 3] = [
        Arc::new(Date32Array::from(vec![20_778, 20_778])),
        Arc::new(StringArray::from(vec!["2026-11-21", "2026-11-21"])),
        Arc::new(StringViewArray::from(vec!["2026-11-21", "2026-11-21"])),
    ];
    let conditions: [ArrayRef; 3] = [
        Arc::new(
            vec![CONDITION; 2]
                .into_iter()
                .collect::<DictionaryArray<Int16Type>>(),
        ),
        Arc::new(StringArray::from(vec![CONDITION; 2])),
        Arc::new(LargeStringArray::from(vec![CONDITION; 2])),
    ];
    let ids: [ArrayRef; 3] = [
        Arc::new(StringArray::from(vec!["7", "8"])),
        Arc::new(Int64Array::from(vec![7, 8])),
        Arc::new(StringViewArray::from(vec!["7", "8"])),
    ];
    let mut seen: Vec<Vec<Value>> = Vec::new();
    let all = numbers.into_iter().zip(days).zip(conditions).zip(ids);
    for (((number, day), condition), id) in all {
        let columns = vec![
            ("id", id),
            ("as_of", day),
            ("condition", condition),
            (reps, number),
            ("sex", Arc::new(NullArray::new(2))),
        ];
        seen.push(judged(columns, &[])?);
    }
    let first = seen.first().ok_or("nothing judged")?;
    assert_eq!(
        first.first().and_then(|line| line.get("id")),
        Some(&json!("7"))
    );
    assert!(seen.iter().all(|lines| lines == first), "{seen:?}");
    let unread = judged(
        with(2, vec![("id", Arc::new(StringArray::from(vec!["7", "8"])))]),
        &[],
    )?;
    assert_ne!(&unread, first, "the number made no difference");
    Ok(())
}

/// Five rows, of which the last is sound.
fn wrong_rows() -> Result<Columns, Box<dyn Error>> {
    let reps: &'static str = number_column()?.leak();
    let high: &'static str = format!("{reps}.high").leak();
    let state: &'static str = format!("{reps}.state").leak();
    let sexes = [Some("m"), None, None, None, Some("male")];
    let values = [None, Some(201.5), Some(f64::NAN), Some(30.0), Some(30.0)];
    let highs = [None, None, None, Some(29.0), None];
    let states = [Some("maybe"), None, None, None, None];
    Ok(with(
        5,
        vec![
            (
                "id",
                Arc::new(StringArray::from(vec!["a", "b", "c", "d", "e"])),
            ),
            ("sex", Arc::new(StringArray::from(sexes.to_vec()))),
            (reps, Arc::new(Float64Array::from(values.to_vec()))),
            (high, Arc::new(Float64Array::from(highs.to_vec()))),
            (state, Arc::new(StringArray::from(states.to_vec()))),
            ("sudden_onset", Arc::new(BooleanArray::from(vec![None; 5]))),
        ],
    ))
}

#[test]
fn a_wrong_row_is_told_with_its_number_and_column_and_has_no_verdict() -> Tested {
    let folder = Folder::new()?;
    write(&folder, wrong_rows()?)?;
    let input = ["t.parquet", "--input-format", "parquet", "-o"];
    folder.done(&[&input[..], &["all.parquet"]].concat())?;
    let (batches, _) = parquet(&folder, "all.parquet")?;
    let batch = batches.first().ok_or("no rows")?;
    let verdicts: Vec<bool> = (0..5)
        .map(|row| text(batch, "verdict", row).is_string())
        .collect();
    assert_eq!(verdicts, [false, false, false, false, true]);
    assert_eq!(text(batch, "id", 1), "b");
    let why = text(batch, "error", 0);
    assert!(
        why.as_str()
            .is_some_and(|why| why.starts_with("/sex: unknown variant `m`")),
        "{why}"
    );

    folder.done(&[&input[..], &["good.parquet", "--errors", "bad.ndjson"]].concat())?;
    let (batches, _) = parquet(&folder, "good.parquet")?;
    assert_eq!(batches.iter().map(RecordBatch::num_rows).sum::<usize>(), 1);
    let reps = number_column()?;
    let lines = folder.read("bad.ndjson")?;
    let mut places = Vec::new();
    for line in lines.lines() {
        let error: Value = serde_json::from_str(line)?;
        assert_eq!(error.get("format"), Some(&json!("error/1")));
        let fault = error
            .pointer("/errors/0/path")
            .and_then(Value::as_str)
            .ok_or("path")?;
        places.push((error.get("line").and_then(Value::as_u64), fault.to_owned()));
    }
    let wanted = [
        (Some(1), "/sex".to_owned()),
        (Some(2), format!("/{reps}")),
        (Some(3), format!("/{reps}")),
        (Some(4), format!("/{reps}.high")),
    ];
    assert_eq!(places, wanted);
    Ok(())
}

#[test]
fn a_cell_that_decides_nothing_is_refused_all_the_same_when_it_is_wrong() -> Tested {
    let reps: &'static str = number_column()?.leak();
    let stages: ArrayRef = Arc::new(StringArray::from(vec!["screening"; 2]));
    let values = Arc::new(Float64Array::from(vec![201.5, 25.0]));
    let lines = judged(with(2, vec![("goal_stage", stages), (reps, values)]), &[])?;
    let formats: Vec<Option<&Value>> = lines.iter().map(|line| line.get("format")).collect();
    assert_eq!(
        formats,
        [Some(&json!("error/1")), Some(&json!("compact/1"))]
    );
    Ok(())
}

#[test]
fn too_many_wrong_rows_stop_the_run_and_strict_tells_of_one() -> Tested {
    let folder = Folder::new()?;
    write(&folder, wrong_rows()?)?;
    let input = ["t.parquet", "--input-format", "parquet"];
    let stopped =
        folder.batch(&[&input[..], &["--max-errors", "1", "-o", "out.ndjson"]].concat())?;
    assert_eq!(stopped.status.code(), Some(3));
    assert!(!folder.file("out.ndjson").exists());
    assert_eq!(folder.read("out.ndjson.part")?.lines().count(), 2);
    let strict = folder.batch(&[&input[..], &["--strict"]].concat())?;
    assert_eq!(strict.status.code(), Some(3));
    assert_eq!(String::from_utf8(strict.stdout)?.lines().count(), 5);
    Ok(())
}

#[test]
fn a_stream_of_arrow_is_read_from_standard_input_and_from_a_file() -> Tested {
    let rows = batch(facts(3))?;
    let mut bytes = Vec::new();
    let mut writer = StreamWriter::try_new(&mut bytes, &rows.schema())?;
    writer.write(&rows)?;
    writer.write(&rows)?;
    writer.finish()?;
    drop(writer);
    let folder = Folder::new()?;
    std::fs::write(folder.file("t.arrow"), &bytes)?;
    let mut command = Command::cargo_bin("rtr")?;
    let arguments = [
        "batch",
        "--quiet",
        "--input-format",
        "arrow",
        "--format",
        "compact",
    ];
    let piped = command.args(arguments).write_stdin(bytes).output()?;
    let read = folder.done(&["--input-format", "arrow", "--format", "compact", "t.arrow"])?;
    assert_eq!(read.lines().count(), 6);
    assert_eq!(String::from_utf8(piped.stdout)?, read);
    Ok(())
}

#[test]
fn a_broken_table_is_told_and_no_output_takes_its_place() -> Tested {
    let folder = Folder::new()?;
    write(&folder, facts(50_000))?;
    let whole = std::fs::read(folder.file("t.parquet"))?;
    let half = whole.get(..whole.len().div_euclid(2)).ok_or("short")?;
    std::fs::write(folder.file("cut.parquet"), half)?;
    for (file, kind) in [
        ("cut.parquet", "parquet"),
        ("t.parquet", "arrow"),
        ("none", "parquet"),
    ] {
        let output = folder.batch(&[file, "--input-format", kind, "-o", "out.parquet"])?;
        assert_eq!(output.status.code(), Some(3), "{file}");
        assert!(!folder.file("out.parquet").exists());
    }
    let json = folder.batch(&["t.parquet"])?;
    let said = String::from_utf8(json.stderr)?;
    assert!(said.contains("name it with --input-format"), "{said}");
    Ok(())
}

#[test]
fn two_columns_of_one_name_are_refused() -> Tested {
    let one = batch(facts(1))?;
    let mut fields: Vec<_> = one.schema().fields().iter().cloned().collect();
    let mut arrays = one.columns().to_vec();
    fields.extend(fields.clone());
    arrays.extend(arrays.clone());
    let twice = RecordBatch::try_new(Arc::new(Schema::new(fields)), arrays)?;
    let mut bytes = Vec::new();
    let mut writer = StreamWriter::try_new(&mut bytes, &twice.schema())?;
    writer.write(&twice)?;
    writer.finish()?;
    drop(writer);
    let mut command = Command::cargo_bin("rtr")?;
    let arguments = ["batch", "--quiet", "--input-format", "arrow"];
    let output = command.args(arguments).write_stdin(bytes).output()?;
    let said = String::from_utf8(output.stderr)?;
    assert!(said.contains("two columns are called `as_of`"), "{said}");
    Ok(())
}

#[test]
fn what_does_not_go_together_is_a_fault_of_usage() -> Tested {
    let folder = Folder::new()?;
    for arguments in [
        ["--table", "readings", "-o", "x.ndjson"].as_slice(),
        &["--table", "readings", "-o", "x.parquet"],
        &["--output-format", "parquet"],
        &["-o", "x.parquet", "--format", "mid"],
        &["-o", "x.parquet", "--resume"],
        &["--input-format", "parquet", "--as-of", "2026-11-21"],
        &["--input-format", "parquet", "--goal", "race:10"],
        &["--input-format", "parquet", "--format", "report"],
        &["--ignore-column", "x"],
    ] {
        let output = folder.batch(arguments)?;
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
    }
    Ok(())
}
