//! The program as a user meets it: output, errors and exit codes.

use std::path::{Path, PathBuf};
use std::process::Output;

use assert_cmd::Command;

use crate::support::Tested;

pub(crate) type Ran = Result<Output, Box<dyn std::error::Error>>;

pub(crate) fn rtr(arguments: &[&str]) -> Ran {
    rtr_with(arguments, "")
}

pub(crate) fn rtr_with(arguments: &[&str], input: &str) -> Ran {
    let mut command = Command::cargo_bin("rtr")?;
    let output = command
        .env_clear()
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(arguments)
        .write_stdin(input)
        .output()?;
    Ok(output)
}

pub(crate) fn shown(output: &Output) -> String {
    let part = |name: &str, bytes: &[u8]| {
        let text = String::from_utf8_lossy(bytes);
        if text.is_empty() {
            String::new()
        } else {
            format!("--- {name}\n{}\n", text.trim_end())
        }
    };
    let code = output
        .status
        .code()
        .map_or_else(|| "none".to_owned(), |code| code.to_string());
    format!(
        "exit {code}\n{}{}",
        part("stdout", &output.stdout),
        part("stderr", &output.stderr)
    )
}

pub(crate) fn scratch(
    name: &str,
    text: &str,
) -> Result<(tempfile::TempDir, PathBuf), Box<dyn std::error::Error>> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join(name);
    std::fs::write(&path, text)?;
    Ok((folder, path))
}

pub(crate) fn text_of(path: &Path) -> String {
    path.display().to_string()
}

const STORY: &str = "fixtures/cases/achilles-partial-tear/story.json";

/// The help of every verb.
pub(crate) const HELP: [&[&str]; 28] = [
    &["--help"],
    &["check", "--help"],
    &["ask", "--help"],
    &["log", "--help"],
    &["batch", "--help"],
    &["init", "--help"],
    &["import", "--help"],
    &["timeline", "--help"],
    &["load", "--help"],
    &["next", "--help"],
    &["plan", "--help"],
    &["verify", "--help"],
    &["explain", "--help"],
    &["measures", "--help"],
    &["schema", "--help"],
    &["completions", "--help"],
    &["man", "--help"],
    &["criteria", "--help"],
    &["criteria", "lint", "--help"],
    &["criteria", "list", "--help"],
    &["criteria", "test", "--help"],
    &["criteria", "mutate", "--help"],
    &["criteria", "show", "--help"],
    &["criteria", "init", "--help"],
    &["criteria", "fmt", "--help"],
    &["criteria", "manual", "--help"],
    &["criteria", "diff", "--help"],
    &["criteria", "prove", "--help"],
];

#[test]
fn the_help_of_every_verb_fits_80_columns() -> Tested {
    let mut pages = Vec::new();
    for verb in HELP {
        let output = rtr(verb)?;
        assert_eq!(output.status.code(), Some(0), "{verb:?}");
        pages.push(format!(
            "$ rtr {}\n{}",
            verb.join(" "),
            String::from_utf8(output.stdout)?
        ));
    }
    let pages = pages.join("\n");
    assert!(
        pages.lines().all(|line| line.chars().count() <= 80),
        "{pages}"
    );
    insta::assert_snapshot!(pages);
    Ok(())
}

#[test]
fn each_verdict_has_its_exit_code_and_exit_zero_has_none() -> Tested {
    let go = "fixtures/cases/achilles-midportion/strong-runner-at-14-weeks.json";
    let caution = "fixtures/cases/achilles-midportion/self-diagnosed.json";
    for (file, code) in [(go, 0), (caution, 10), (STORY, 20)] {
        for format in ["text", "json", "json-line", "markdown", "html"] {
            let output = rtr(&["check", file, "--format", format])?;
            assert_eq!(output.status.code(), Some(code), "{file} as {format}");
            assert!(
                output.stderr.is_empty() && !output.stdout.is_empty(),
                "{file} as {format}"
            );
        }
        assert_eq!(rtr(&["check", file, "--exit-zero"])?.status.code(), Some(0));
    }
    Ok(())
}

#[test]
fn standard_input_is_read_like_a_file() -> Tested {
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(STORY))?;
    let file = rtr(&["check", STORY])?;
    for arguments in [&["check"][..], &["check", "-"]] {
        assert_eq!(rtr_with(arguments, &text)?.stdout, file.stdout);
    }
    Ok(())
}

#[test]
fn what_cannot_be_judged_says_why_and_prints_no_report() -> Tested {
    let unknown = r#"{ "as_of": "2026-11-21", "injury": { "condition": "achilles-midportoin" } }"#;
    let broken = r#"{ "as_of": "2026-11-21", "id": "x", "injury": { "condition": "achilles-midportion", "onset": "2026-12-01" },
                     "runs": [ { "date": "2026-11-20", "kind": "run", "rpe": 11 } ] }"#;
    let sound = r#"{ "as_of": "2026-11-21", "injury": { "condition": "achilles-midportion", "onset": "2026-11-01" } }"#;
    let mut pages = Vec::new();
    for (arguments, input, code) in [
        (&["check"][..], broken, 3),
        (&["check", "--format", "json"], broken, 3),
        (&["check"], "", 3),
        (&["check"], unknown, 3),
        (&["check", "--format", "json"], unknown, 3),
        (&["check", "--as-of", "2026-10-01"], sound, 3),
        (&["load", "--as-of", "2026-10-01"], sound, 3),
        (&["load", "--format", "json"], broken, 3),
        (&["load", "--goal", "race:far"], sound, 2),
        (&["load", "--days", "0"], sound, 2),
        (&["check", "--goal", "flying"], sound, 2),
        (&["check", "--goal", "race:far"], sound, 2),
        (&["check", "--protocol", "achiles-midportion"], sound, 2),
        (&["check", "--as-of", "yesterday"], sound, 2),
        (&["check", "no-such-file.json"], "", 3),
        (&["check", "--criteria", "no-such-file.toml"], sound, 3),
        (&["explain", "heel_raise.rep.involved"], "", 2),
        (&["jump"], "", 2),
    ] {
        let output = rtr_with(arguments, input)?;
        assert_eq!(output.status.code(), Some(code), "{arguments:?}");
        let verdict = String::from_utf8_lossy(&output.stdout).contains("verdict");
        assert!(!verdict, "{arguments:?}");
        pages.push(format!("$ rtr {}\n{}", arguments.join(" "), shown(&output)));
    }
    insta::assert_snapshot!(pages.join("\n"));
    Ok(())
}

#[test]
fn faulty_criteria_are_drawn_as_a_compiler_would_all_at_once() -> Tested {
    let faulty = r#"format = 1
id = "mine"
title = "Mine"
version = "1.0"
reviewed = 2026-11-21
status = "draft"
conditions = ["mine"]
ask = "streangth"

[[stage]]
id = "strength"
title = "Strength"
clears = "strength"

[[stage.criterion]]
id = "raises"
measure = "heel_raise.reps.involved"
go = ">= 20 nrs"
no-go = "> 10 reps"
freshh = "7 d"
why = "because"
evidence = { sources = ["nobody1999"], confidence = "low", kind = "consensus" }

[[stage.criterion]]
id = "pain"
measure = "heel_raise.pain"
go = "<= 2 nrs"
no-go = "> 1 nrs"
fresh = "7 d"
why = "because"
evidence = { sources = ["baxter2021"], confidence = "low", kind = "evidence" }
"#;
    let (_folder, path) = scratch("mine.toml", faulty)?;
    let output = rtr(&["criteria", "lint", &text_of(&path)])?;
    assert_eq!(output.status.code(), Some(4));
    let drawn = shown(&output).replace(&text_of(&path), "mine.toml");
    for code in [
        "bad-version",
        "unknown-stage",
        "wrong-unit",
        "wrong-direction",
        "unknown-key",
        "unknown-source",
        "overlapping-bands",
        "kind-above-sources",
    ] {
        assert!(
            drawn.contains(&format!("error[{code}]")),
            "{code} in {drawn}"
        );
    }
    insta::assert_snapshot!(drawn);
    Ok(())
}

#[test]
fn a_changed_threshold_changes_the_verdict_and_the_report_says_whose_criteria_they_are() -> Tested {
    let shown = rtr(&["criteria", "show", "achilles-midportion"])?;
    let shipped = String::from_utf8(shown.stdout)?;
    let changed = shipped.replacen("no-go    = \"< 10 reps\"", "no-go    = \"< 9 reps\"", 1);
    let changed = changed.replacen("go       = \">= 20 reps\"", "go       = \">= 199 reps\"", 1);
    assert_ne!(shipped, changed);
    let (_folder, path) = scratch("achilles-midportion.toml", &changed)?;
    let go = "fixtures/cases/achilles-midportion/strong-runner-at-14-weeks.json";
    let output = rtr(&["check", go, "--criteria", &text_of(&path)])?;
    assert_eq!(output.status.code(), Some(10));
    let text = String::from_utf8(output.stdout)?;
    assert!(
        text.lines()
            .next()
            .is_some_and(|line| line.contains("draft, not shipped with rtr")),
        "{text}"
    );
    Ok(())
}

#[test]
fn a_bibliography_beside_a_file_adds_sources_and_replaces_none() -> Tested {
    let shipped = rtr(&["criteria", "show", "achilles-midportion"])?;
    let (folder, path) = scratch(
        "achilles-midportion.toml",
        &String::from_utf8(shipped.stdout)?,
    )?;
    let beside = folder.path().join("references.bib");
    let added = "@book{ourclinic2026, title = {Our own}, design = {book}}";
    std::fs::write(&beside, added)?;
    assert_eq!(
        rtr(&["criteria", "lint", &text_of(&path)])?.status.code(),
        Some(0)
    );
    let replaced = "@book{ross2000, title = {Our own}, design = {randomised-trial}}";
    std::fs::write(&beside, replaced)?;
    let refused = rtr(&["criteria", "lint", &text_of(&path)])?;
    assert_eq!(refused.status.code(), Some(4));
    let said = String::from_utf8(refused.stderr)?;
    assert!(
        said.contains("`ross2000` would replace a source that ships"),
        "{said}"
    );
    std::fs::write(
        &beside,
        "@book{ourclinic2026, title = {Our own}, design = {trial}}",
    )?;
    let unknown = rtr(&["criteria", "lint", &text_of(&path)])?;
    assert_eq!(unknown.status.code(), Some(4));
    assert!(String::from_utf8(unknown.stderr)?.contains("unknown design `trial`"));
    Ok(())
}

#[test]
fn two_protocols_for_one_condition_are_never_chosen_between() -> Tested {
    let other = String::from_utf8(rtr(&["criteria", "show", "achilles-midportion"])?.stdout)?
        .replacen(
            "id         = \"achilles-midportion\"",
            "id         = \"house-rules\"",
            1,
        );
    let (_folder, path) = scratch("house-rules.toml", &other)?;
    let file = "fixtures/cases/achilles-midportion/strong-runner-at-14-weeks.json";
    let both = rtr(&["check", file, "--criteria", &text_of(&path)])?;
    assert_eq!(both.status.code(), Some(4));
    assert!(String::from_utf8_lossy(&both.stderr).contains("name one with --protocol"));
    let named = rtr(&[
        "check",
        file,
        "--criteria",
        &text_of(&path),
        "--protocol",
        "house-rules",
    ])?;
    assert_eq!(named.status.code(), Some(0));
    Ok(())
}

#[test]
fn a_report_is_replayed_to_the_byte_and_a_changed_one_is_found_out() -> Tested {
    let report = String::from_utf8(
        rtr(&[
            "check",
            STORY,
            "--format",
            "json",
            "--goal",
            "race:10",
            "--as-of",
            "2016-04-24",
        ])?
        .stdout,
    )?;
    let (_folder, path) = scratch("report.json", &report)?;
    let same = rtr(&["verify", &text_of(&path), "--assessment", STORY])?;
    assert_eq!(same.status.code(), Some(0), "{}", shown(&same));
    assert!(String::from_utf8_lossy(&same.stdout).contains("to the byte"));
    let forged = report.replacen("\"verdict\": \"no-go\"", "\"verdict\": \"go\"", 1);
    std::fs::write(&path, forged)?;
    let found = rtr(&["verify", &text_of(&path), "--assessment", STORY])?;
    assert_eq!(found.status.code(), Some(5));
    assert!(
        String::from_utf8_lossy(&found.stdout)
            .contains("/verdict: \"go\" in the report, now \"no-go\"")
    );
    std::fs::write(&path, "{}")?;
    assert_eq!(
        rtr(&["verify", &text_of(&path), "--assessment", STORY])?
            .status
            .code(),
        Some(3)
    );
    Ok(())
}

#[test]
fn the_timeline_is_a_table_and_a_picture() -> Tested {
    let folder = tempfile::tempdir()?;
    let picture = folder.path().join("story.svg");
    let output = rtr(&["timeline", STORY, "--svg", &text_of(&picture)])?;
    assert_eq!(output.status.code(), Some(0));
    let table = String::from_utf8(output.stdout)?;
    assert!(
        table.lines().all(|line| line.chars().count() <= 80),
        "{table}"
    );
    insta::assert_snapshot!("timeline-of-the-story", table);
    let svg = std::fs::read_to_string(&picture)?;
    assert!(svg.starts_with("<svg") && svg.contains("<desc") && !svg.contains("href"));
    assert_eq!(
        rtr(&["timeline", STORY, "--svg", "-"])?.stdout,
        svg.into_bytes()
    );
    let nowhere = rtr(&["timeline", STORY, "--svg", "no-such-folder/story.svg"])?;
    assert_eq!(nowhere.status.code(), Some(3));
    Ok(())
}

#[test]
fn the_training_log_is_a_chart_a_table_json_and_a_picture() -> Tested {
    let folder = tempfile::tempdir()?;
    for (file, name) in [
        (
            "fixtures/cases/race-preparation/spike-and-high-acute-load.json",
            "spike",
        ),
        (STORY, "story"),
        (
            "fixtures/cases/achilles-midportion/everything-recorded.json",
            "everything",
        ),
    ] {
        let picture = folder.path().join(format!("{name}.svg"));
        let output = rtr(&["load", file, "--svg", &text_of(&picture)])?;
        assert_eq!(output.status.code(), Some(0), "{name}");
        insta::assert_snapshot!(
            format!("load-of-{name}.text"),
            String::from_utf8(output.stdout)?
        );
        let svg = std::fs::read_to_string(&picture)?;
        assert_eq!(
            rtr(&["load", file, "--svg", "-"])?.stdout,
            svg.clone().into_bytes()
        );
        insta::assert_snapshot!(format!("load-of-{name}.svg"), svg.replace("><", ">\n<"));
        let json = rtr(&["load", file, "--format", "json", "--days", "7"])?;
        insta::assert_snapshot!(
            format!("load-of-{name}.json"),
            String::from_utf8(json.stdout)?
        );
    }
    let nowhere = rtr(&["load", STORY, "--svg", "no-such-folder/story.svg"])?;
    assert_eq!(nowhere.status.code(), Some(3));
    Ok(())
}

#[test]
fn every_name_in_a_report_can_be_explained() -> Tested {
    for name in [
        "heel_raise.reps.involved",
        "race/longest-run-since-onset",
        "hop-pain",
        "hopping",
        "achilles-rupture",
        "overlapping-bands",
        "silbernagel2007bjsm",
    ] {
        let output = rtr(&["explain", name])?;
        assert_eq!(output.status.code(), Some(0), "{name}");
        let text = String::from_utf8(output.stdout)?;
        assert!(
            text.contains(name)
                && text
                    .lines()
                    .all(|line| line.chars().count() <= 80 || line.contains("://")),
            "{text}"
        );
    }
    Ok(())
}

#[test]
fn the_catalogue_is_the_same_as_text_and_as_json() -> Tested {
    let json: serde_json::Value =
        serde_json::from_slice(&rtr(&["measures", "--format", "json"])?.stdout)?;
    let text = String::from_utf8(rtr(&["measures"])?.stdout)?;
    let ids: Vec<&str> = json
        .get("measures")
        .and_then(serde_json::Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(|measure| measure.get("id")?.as_str())
        .collect();
    assert_eq!(ids.len(), return_to_run::catalog().count());
    assert!(ids.iter().all(|id| text.lines().any(|line| line == *id)));
    assert!(text.lines().all(|line| line.chars().count() <= 80));
    Ok(())
}

#[test]
fn starters_are_sound_as_they_stand() -> Tested {
    let criteria = String::from_utf8(rtr(&["init", "criteria"])?.stdout)?;
    let (_folder, path) = scratch("my-calf.toml", &criteria)?;
    let lint = rtr(&["criteria", "lint", &text_of(&path), "--today", "2026-11-21"])?;
    assert_eq!(lint.status.code(), Some(0), "{}", shown(&lint));
    let assessment = String::from_utf8(rtr(&["init", "assessment"])?.stdout)?;
    let untouched = rtr_with(&["check"], &assessment)?;
    assert_eq!(untouched.status.code(), Some(3), "{}", shown(&untouched));
    let filled = assessment
        .replacen("\"as_of\": null", "\"as_of\": \"2026-11-21\"", 1)
        .replacen(
            "\"condition\": null",
            "\"condition\": \"achilles-midportion\"",
            1,
        );
    assert_eq!(rtr_with(&["check"], &filled)?.status.code(), Some(20));
    Ok(())
}

#[test]
fn miles_are_shown_and_kilometres_decide() -> Tested {
    let kilometres = rtr(&["check", STORY])?;
    let miles = rtr(&["check", STORY, "--units", "mi", "--goal", "race:26.2"])?;
    assert_eq!(kilometres.status.code(), miles.status.code());
    let text = String::from_utf8(miles.stdout)?;
    assert!(
        text.starts_with("NO-GO for a race of 26.2 mi today"),
        "{text}"
    );
    assert!(!text.contains(" km"), "{text}");
    Ok(())
}

#[test]
fn a_plan_fills_the_earliest_day_of_a_report_and_is_replayed_with_it() -> Tested {
    let file = "fixtures/cases/race-preparation/half-marathon-within-reach.json";
    let folder = tempfile::tempdir()?;
    let report = folder.path().join("report.json");
    let plain = rtr(&["check", file, "--format", "json"])?;
    let planned = rtr(&["check", file, "--format", "json", "--plan"])?;
    assert_eq!(
        (plain.status.code(), planned.status.code()),
        (Some(10), Some(10))
    );
    let day = |output: &[u8]| -> Result<serde_json::Value, serde_json::Error> {
        let report: serde_json::Value = serde_json::from_slice(output)?;
        Ok(report.pointer("/earliest").cloned().unwrap_or_default())
    };
    assert!(day(&plain.stdout)?.is_null());
    assert_eq!(day(&planned.stdout)?, "2026-12-12");
    std::fs::write(&report, &planned.stdout)?;
    let path = report.to_string_lossy().into_owned();
    let verified = rtr(&["verify", &path, "--assessment", file])?;
    let said = String::from_utf8(verified.stdout)?;
    assert!(
        verified.status.success() && said.contains("to the byte"),
        "{said}"
    );
    let told = String::from_utf8(rtr(&["check", file, "--plan"])?.stdout)?;
    assert!(
        told.contains("By a plan (`rtr plan`) the earliest day is Sat 2026-12-12"),
        "{told}"
    );
    Ok(())
}

#[test]
fn a_plan_or_a_next_session_that_cannot_be_made_says_why() -> Tested {
    let rupture = r#"{ "as_of": "2026-11-21", "injury": { "condition": "achilles-rupture" } }"#;
    let tendon = r#"{ "as_of": "2026-11-21", "injury": { "condition": "achilles-midportion" }, "goal": { "activity": "race" } }"#;
    for (arguments, input, code, says) in [
        (&["plan"][..], rupture, 3, "achilles-rupture does not judge"),
        (&["next"], rupture, 3, "achilles-rupture does not judge"),
        (&["plan"], tendon, 3, "needs its distance"),
        (
            &["plan", "--ladder", "stairs"],
            tendon,
            2,
            "no ladder `stairs`",
        ),
        (
            &["next", "--ladder", "stairs"],
            tendon,
            2,
            "no ladder `stairs`",
        ),
        (
            &["plan", "--goal", "flying"],
            tendon,
            2,
            "no stage `flying`",
        ),
    ] {
        let output = rtr_with(arguments, input)?;
        let said = String::from_utf8(output.stderr)?;
        assert!(output.stdout.is_empty(), "{arguments:?}");
        assert!(
            output.status.code() == Some(code) && said.contains(says),
            "{arguments:?}: {said}"
        );
    }
    for verb in ["plan", "next"] {
        let output = rtr(&[verb, STORY])?;
        assert_eq!(output.status.code(), Some(0), "{verb} did its work");
    }
    Ok(())
}
