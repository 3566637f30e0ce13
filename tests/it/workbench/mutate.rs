//! `rtr criteria mutate`: every mistake is noticed by a case, and for one that is not a case is found that does.

use return_to_run::protocol::builtin::SHIPPED;
use return_to_run::workbench::cases::{Cases, ExpectedOutcome, TABLE, Table};
use return_to_run::workbench::mutate::{MutantStatus, MutatedProtocol};
use serde_json::{Value, json};

use crate::cli::program::{rtr, shown, text_of};
use crate::formats::schema::schema;
use crate::support::Tested;
use crate::workbench::test::{changed, shipped};

type Fallible<T> = Result<T, Box<dyn std::error::Error>>;

const RACE: &str = "race-preparation";

fn mutated(copy: &tempfile::TempDir, more: &[&str]) -> Fallible<(i32, String)> {
    let cases = text_of(copy.path());
    let output = rtr(&[&["criteria", "mutate", RACE, "--cases", &cases], more].concat())?;
    let code = output.status.code().ok_or("no code")?;
    Ok((code, shown(&output).replace(&cases, "CASES")))
}

/// Cases without the rows that alone notice mistakes in one stage.
fn fewer() -> Fallible<tempfile::TempDir> {
    changed(RACE, |table| {
        table.cases.retain(|row| {
            !row.name.starts_with("daily-life/") || row.name.starts_with("daily-life/ladder-")
        });
    })
}

#[test]
fn of_shipped_criteria_no_mutant_survives() -> Tested {
    let output = rtr(&["criteria", "mutate"])?;
    let text = String::from_utf8(output.stdout)?;
    assert_eq!(output.status.code(), Some(0), "{text}");
    assert!(text.lines().all(|line| line.chars().count() <= 80));
    let routed_out = ["achilles-rupture", "other"];
    // What survives is set aside, with its reason; else the exit code would tell.
    assert_eq!(
        text.matches(" killed: ").count(),
        SHIPPED.len().saturating_sub(routed_out.len())
    );
    assert!(text.matches(" made \"").count() <= 2, "{text}");
    for id in routed_out {
        assert!(text.contains(&format!("{id}: no mutants")), "{text}");
    }
    Ok(())
}

#[test]
fn without_a_case_exactly_the_mutants_survive_that_it_alone_notices() -> Tested {
    let (source, protocol, cases) = shipped(RACE)?;
    let all = MutatedProtocol::of(&source, &protocol, &cases, None);
    let mut survived = 0_usize;
    for gone in cases.sound.iter().step_by(9) {
        let mut fewer = cases.clone();
        fewer.sound.retain(|case| case.name != gone.name);
        let mutated = MutatedProtocol::of(&source, &protocol, &fewer, None);
        let alone = Cases {
            sound: vec![gone.clone()],
            ..Cases::default()
        };
        let only = MutatedProtocol::of(&source, &protocol, &alone, None);
        let fates = all
            .outcomes
            .iter()
            .zip(&mutated.outcomes)
            .zip(&only.outcomes);
        for ((all, without), only) in fates {
            let name = &all.mutant.name;
            // What no case notices is set aside.
            if without.status == MutantStatus::Survived && all.status != MutantStatus::Survived {
                assert_eq!(
                    all.status,
                    MutantStatus::Killed(gone.name.clone()),
                    "{name}"
                );
                assert_eq!(
                    only.status,
                    MutantStatus::Killed(gone.name.clone()),
                    "{name}"
                );
                survived = survived.saturating_add(1);
            }
            if only.status == MutantStatus::Equivalent || only.status == MutantStatus::Refused {
                assert_eq!(only.status, all.status, "{name}");
            }
        }
    }
    assert!(survived > 3, "{survived} survived");
    Ok(())
}

#[test]
fn the_case_suggested_for_a_survivor_kills_it() -> Tested {
    let copy = fewer()?;
    let (code, text) = mutated(&copy, &["--no-killers"])?;
    assert_eq!(code, 5);
    assert!(
        text.contains("\n  survived\n") && !text.contains("noticed by"),
        "{text}"
    );
    insta::assert_snapshot!(text);
    let found = copy.path().join("found.txt");
    let option = format!("--killers={}", text_of(&found));
    let (code, text) = mutated(&copy, &[&option])?;
    assert_eq!(code, 5);
    assert!(
        text.contains("    - noticed by `") && text.contains("    format = \"cases/1\"\n"),
        "{text}"
    );
    let (code, again) = mutated(&copy, &[&option])?;
    assert_eq!(code, 3, "never over a file that is there");
    assert!(again.contains("error: writing CASES/found.txt"), "{again}");
    let rows = Table::parse(&std::fs::read_to_string(&found)?)?;
    let output = rtr(&[
        "criteria",
        "mutate",
        RACE,
        "--cases",
        &text_of(copy.path()),
        "--killers",
    ])?;
    assert_eq!(
        String::from_utf8(output.stdout)?,
        std::fs::read_to_string(&found)?,
        "the same each time"
    );
    let path = copy.path().join(TABLE);
    let mut table = Table::parse(&std::fs::read_to_string(&path)?)?;
    table.cases.extend(rows.cases);
    std::fs::write(&path, table.written()?)?;
    let (_, left) = mutated(&copy, &["--no-killers"])?;
    let undecided = text.matches("undecided: no case found").count();
    let (_, survivors) = left.split_once("\n  survived\n").unwrap_or_default();
    let names = survivors.lines().filter(|line| line.starts_with("  - "));
    assert_eq!(names.count(), undecided, "{left}");
    Ok(())
}

#[test]
fn a_survivor_may_be_set_aside_with_a_reason_and_nothing_else_may() -> Tested {
    let (source, protocol, cases) = shipped(RACE)?;
    let mut fewer = cases.clone();
    let limps = |expected: &ExpectedOutcome| expected.reasons.contains_key("daily-life/limp");
    fewer.sound.retain(|case| !limps(&case.expected));
    let survivors: Vec<String> = MutatedProtocol::of(&source, &protocol, &fewer, None)
        .survivors()
        .map(|outcome| outcome.mutant.name.clone())
        .collect();
    assert!(!survivors.is_empty());
    let copy = changed(RACE, |table| {
        table.cases.retain(|case| !limps(&case.expected));
        let entries = survivors.iter().filter_map(|what| {
            serde_json::from_value(json!({ "what": what, "because": "nobody limps here" })).ok()
        });
        table.set_aside.extend(entries);
    })?;
    let (code, text) = mutated(&copy, &[])?;
    assert_eq!(code, 0, "{text}");
    assert_eq!(text.matches("nobody limps here").count(), survivors.len());
    assert!(
        !text.contains("killed: 100 %"),
        "what is set aside is not killed: {text}"
    );
    // The same entries beside all cases are not so, and one that names nothing never is.
    let copy = changed(RACE, |table| {
        let names = survivors
            .iter()
            .cloned()
            .chain(["daily-life/limp left in".to_owned()]);
        let entries = names.filter_map(|what| {
            serde_json::from_value(json!({ "what": what, "because": "nobody limps here" })).ok()
        });
        table.set_aside.extend(entries);
    })?;
    let (code, text) = mutated(&copy, &[])?;
    assert_eq!(code, 5);
    let (_, said) = text
        .split_once("  set aside, but not so\n")
        .ok_or("not said")?;
    insta::assert_snapshot!(said);
    Ok(())
}

#[test]
fn mutants_are_judged_only_by_cases_that_come_out_as_expected() -> Tested {
    let copy = changed(RACE, |table| {
        for row in &mut table.cases {
            if row.name == "marathon-well-prepared" {
                row.expected.verdict = return_to_run::Verdict::NoGo;
            }
        }
    })?;
    let (code, text) = mutated(&copy, &["--no-killers"])?;
    assert_eq!(code, 5);
    assert!(text.contains("as expected: 142 cases, 1 failed"), "{text}");
    Ok(())
}

#[test]
fn with_a_percentage_asked_so_much_may_survive() -> Tested {
    let copy = fewer()?;
    let (code, _) = mutated(&copy, &["--no-killers"])?;
    assert_eq!(code, 5);
    let (code, text) = mutated(&copy, &["--no-killers", "--min", "50"])?;
    assert_eq!(code, 0, "{text}");
    let (code, text) = mutated(&copy, &["--no-killers", "--min", "100"])?;
    assert_eq!(code, 5);
    assert!(text.contains(" %, below the 100 % asked"), "{text}");
    Ok(())
}

#[test]
fn results_as_json_fit_the_published_schema() -> Tested {
    let copy = fewer()?;
    let output = rtr(&[
        "criteria",
        "mutate",
        RACE,
        "--cases",
        &text_of(copy.path()),
        "--format",
        "json",
    ])?;
    assert_eq!(output.status.code(), Some(5));
    let value: Value = serde_json::from_slice(&output.stdout)?;
    let schema = schema("mutate")?;
    let faults: Vec<String> = schema
        .iter_errors(&value)
        .map(|error| error.to_string())
        .collect();
    assert!(faults.is_empty(), "{faults:?}");
    let count = |pointer: &str| {
        value
            .pointer(pointer)
            .and_then(Value::as_u64)
            .ok_or_else(|| pointer.to_owned())
    };
    let sum = ["refused", "killed", "equivalent", "survived", "set_aside"];
    let mut parts = 0_u64;
    for part in sum {
        parts = parts.saturating_add(count(&format!("/files/0/all/{part}"))?);
    }
    assert_eq!(parts, count("/files/0/all/made")?);
    let mutants = value
        .pointer("/files/0/mutants")
        .and_then(Value::as_array)
        .ok_or("no mutants")?;
    let survived: Vec<&Value> = mutants
        .iter()
        .filter(|mutant| mutant.get("status") == Some(&json!("survived")))
        .collect();
    assert_eq!(
        u64::try_from(survived.len())?,
        count("/files/0/all/survived")?
    );
    assert!(
        survived
            .iter()
            .any(|mutant| mutant.pointer("/killer/name").is_some())
    );
    Ok(())
}
