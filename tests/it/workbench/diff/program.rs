//! The verb as its user meets it: what it refuses, witnesses, the schema.

use serde_json::Value;

use super::cohort::cohort;
use super::{second_version, shipped, two_files};
use crate::cli::program::{rtr, rtr_with, text_of};
use crate::support::Tested;

#[test]
fn files_that_are_not_two_protocols_are_refused() -> Tested {
    for (old, code) in [
        ("fixtures/faulty/wrong-unit.toml", 4),
        ("no-such-protocol", 2),
        ("no-such.toml", 3),
        ("criteria", 2),
    ] {
        let output = rtr(&["criteria", "diff", old, "achilles-midportion"])?;
        assert_eq!(output.status.code(), Some(code), "{old}");
        assert!(
            output.stdout.is_empty() && !output.stderr.is_empty(),
            "{old}"
        );
    }
    Ok(())
}

#[test]
fn each_witness_is_judged_by_check_as_the_difference_says() -> Tested {
    let (folder, old, new) = two_files(shipped("achilles-midportion")?, &second_version()?)?;
    let witnesses = folder.path().join("witnesses");
    let shown = rtr(&[
        "criteria",
        "diff",
        &text_of(&old),
        &text_of(&new),
        "--cases",
        "fixtures/cases/achilles-midportion",
        "--witnesses",
        &text_of(&witnesses),
        "--format",
        "json",
    ])?;
    let shown: Value = serde_json::from_slice(&shown.stdout)?;
    let word = |value: Option<&Value>| match value.and_then(Value::as_str) {
        Some("go") => Some(0),
        Some("caution") => Some(10),
        Some("no-go") => Some(20),
        Some(_) | None => None,
    };
    let mut checked = 0_u32;
    let changes = shown
        .get("changes")
        .and_then(Value::as_array)
        .ok_or("no changes")?;
    for change in changes {
        let name = change
            .get("name")
            .and_then(Value::as_str)
            .ok_or("no name")?
            .replace('/', "-");
        let intervals = change
            .get("intervals")
            .and_then(Value::as_array)
            .ok_or("no intervals")?;
        let found = intervals.iter().filter_map(|interval| {
            interval
                .get("witness")
                .filter(|witness| witness.is_object())
        });
        for (place, witness) in found.enumerate() {
            let file = witnesses.join(format!("{name}-{}.json", place.saturating_add(1)));
            for (criteria, verdict) in [(&old, "old"), (&new, "new")] {
                let output = rtr(&["check", &text_of(&file), "--criteria", &text_of(criteria)])?;
                assert_eq!(
                    output.status.code(),
                    word(witness.get(verdict)),
                    "{name} {verdict}"
                );
            }
            assert_ne!(witness.get("old"), witness.get("new"));
            checked = checked.saturating_add(1);
        }
    }
    assert_eq!(checked, 3, "{shown:#}");
    Ok(())
}

#[test]
fn the_difference_fits_its_schema_and_a_misshapen_one_does_not() -> Tested {
    let schema: Value = serde_json::from_slice(&rtr(&["schema", "diff"])?.stdout)?;
    let schema = jsonschema::validator_for(&schema)?;
    let (_folder, old, new) = two_files(shipped("achilles-midportion")?, &second_version()?)?;
    let (old, new) = (text_of(&old), text_of(&new));
    let output = rtr_with(
        &[
            "criteria",
            "diff",
            &old,
            &new,
            "--format",
            "json",
            "--cohort",
            "-",
            "--cases",
            "fixtures/cases/achilles-midportion",
        ],
        &cohort()?,
    )?;
    let shown: Value = serde_json::from_slice(&output.stdout)?;
    let faults: Vec<String> = schema
        .iter_errors(&shown)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(faults.is_empty(), "{faults:?}");
    for place in [
        "/relation",
        "/changes/0/intervals/0/old",
        "/stages/0/home",
        "/cohort/flips/0/causes",
        "/cohort/go/p",
    ] {
        let mut changed = shown.clone();
        *changed.pointer_mut(place).ok_or(place)? = Value::from("odd");
        assert!(!schema.is_valid(&changed), "{place}");
    }
    Ok(())
}
