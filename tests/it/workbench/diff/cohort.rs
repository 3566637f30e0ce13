//! What becomes of known people.

use std::process::Output;

use serde_json::Value;

use super::{second_version, shipped, two_files};
use crate::cli::program::{rtr, rtr_with, text_of};
use crate::support::{Tested, cases};

/// Everybody with midportion tendinopathy, one of another condition, one nobody answers for, one faulty record and a torn line.
pub(super) fn cohort() -> Result<String, Box<dyn std::error::Error>> {
    let mut lines = Vec::new();
    for (path, text) in cases()? {
        let path = text_of(&path);
        if path.contains("achilles-midportion") || path.ends_with("ready-to-run.json") {
            lines.push(serde_json::from_str::<Value>(&text)?.to_string());
        }
    }
    lines.insert(3, r#"{ "id": "faulty", "as_of": "2026-11-21", "injury": { "condition": "achilles-midportion" }, "pain": [ { "date": "2026-11-20", "worst": 11 } ] }"#.to_owned());
    lines.insert(5, r#"{ "id": "torn", "as_of": "#.to_owned());
    lines.insert(6, String::new());
    Ok(lines.join("\r\n"))
}

#[test]
fn the_cohort_names_who_flips_and_why_and_what_it_left_out() -> Tested {
    let (folder, old, new) = two_files(shipped("achilles-midportion")?, &second_version()?)?;
    let cohort = cohort()?;
    let lines = folder.path().join("cohort.ndjson");
    std::fs::write(&lines, format!("\u{feff}{cohort}"))?;
    let (old, new) = (text_of(&old), text_of(&new));
    let mut shown = Vec::new();
    for format in ["text", "markdown"] {
        let output = rtr(&[
            "criteria",
            "diff",
            &old,
            &new,
            "--cohort",
            &text_of(&lines),
            "--cases",
            "fixtures/cases/achilles-midportion",
            "--format",
            format,
        ])?;
        assert_eq!(
            output.status.code(),
            Some(5),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        shown.push(String::from_utf8(output.stdout)?);
    }
    assert!(
        shown
            .first()
            .is_some_and(|text| text.lines().all(|line| line.chars().count() <= 80))
    );
    insta::assert_snapshot!(shown.join("\n=====\n"));
    // The same people as one array, without the torn line, from standard input.
    let records: Vec<&str> = cohort.lines().filter(|line| line.ends_with('}')).collect();
    let array = format!(" [{}]", records.join(",\n"));
    let read = |output: &Output| -> Result<Value, Box<dyn std::error::Error>> {
        let shown: Value = serde_json::from_slice(&output.stdout)?;
        Ok(shown.get("cohort").ok_or("no cohort")?.clone())
    };
    let from_lines = read(&rtr(&[
        "criteria",
        "diff",
        &old,
        &new,
        "--format",
        "json",
        "--cohort",
        &text_of(&lines),
    ])?)?;
    let from_array = read(&rtr_with(
        &[
            "criteria", "diff", &old, &new, "--format", "json", "--cohort", "-",
        ],
        &array,
    )?)?;
    for key in [
        "table",
        "go",
        "no_go",
        "causes",
        "compared",
        "answered_by_neither",
    ] {
        assert_eq!(from_lines.get(key), from_array.get(key), "{key}");
    }
    let torn = from_lines.pointer("/refused/1/place");
    assert_eq!(
        (torn, from_array.pointer("/refused/1")),
        (Some(&Value::from("line 6")), None)
    );
    Ok(())
}

#[test]
fn a_cohort_of_which_nothing_can_be_read_is_refused_as_a_whole() -> Tested {
    for broken in ["", "\n\n", "[", "[1, 2", "{}\n{\n", "not json", "[{}] []"] {
        let output = rtr_with(
            &[
                "criteria",
                "diff",
                "achilles-midportion",
                "achilles-midportion",
                "--cohort",
                "-",
            ],
            broken,
        )?;
        assert_eq!(output.status.code(), Some(3), "{broken}");
        assert!(
            output.stdout.is_empty() && !output.stderr.is_empty(),
            "{broken}"
        );
    }
    let missing = rtr(&[
        "criteria",
        "diff",
        "achilles-midportion",
        "achilles-midportion",
        "--cohort",
        "no-such-file",
    ])?;
    assert_eq!(missing.status.code(), Some(3));
    Ok(())
}
