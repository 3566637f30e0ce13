//! `rtr criteria lint` says what is true of a file, all of it, to people and to programs.

use std::path::{Path, PathBuf};
use std::process::Output;

use return_to_run::measure::{Window, catalog, find};
use return_to_run::protocol::builtin::SHIPPED;
use return_to_run::protocol::references::References;
use return_to_run::quantity::Exact;
use return_to_run::workbench::Source;
use return_to_run::workbench::lint::{LINTS, LintedFile, codes, lint};
use serde_json::Value;

use crate::cli::program::rtr;
use crate::protocol::faulty::changed;
use crate::support::{Tested, cases};

const TODAY: &str = "2026-11-21";

type Fallible<T> = Result<T, Box<dyn std::error::Error>>;

/// What `rtr criteria lint` prints as of the day of the fixtures, and its exit code.
fn linted(arguments: &[&str]) -> Fallible<(Output, Option<i32>)> {
    let all = [&["criteria", "lint", "--today", TODAY], arguments].concat();
    let output = rtr(&all)?;
    let code = output.status.code();
    Ok((output, code))
}

fn json(arguments: &[&str]) -> Fallible<Value> {
    let (output, _) = linted(arguments)?;
    Ok(serde_json::from_slice(&output.stdout)?)
}

fn faulty(code: &str) -> String {
    format!("fixtures/faulty/{code}.toml")
}

fn shipped(change: impl Fn(&str) -> String) -> Fallible<Vec<Source>> {
    let references = References::shipped()?;
    Ok(SHIPPED
        .iter()
        .map(|shipped| Source {
            text: change(shipped.text),
            ..Source::shipped(shipped, references.clone())
        })
        .collect())
}

#[test]
fn shipped_criteria_have_nothing_to_find_and_say_why_of_every_exception() -> Tested {
    let sources = shipped(str::to_owned)?;
    let mut allowed = Vec::new();
    for linted in lint(&sources, TODAY.parse()?) {
        assert!(
            linted.compiles && linted.reported().next().is_none(),
            "{}",
            linted.source.name
        );
        allowed.extend(linted.findings.iter().map(|finding| {
            let because = finding.allowed.as_deref().unwrap_or_default();
            format!(
                "{}: {}: {because}",
                linted.source.name, finding.diagnostic.message
            )
        }));
    }
    insta::assert_snapshot!(allowed.join("\n"));
    let (output, code) = linted(&["--fail-level", "note"])?;
    assert_eq!((code, output.stdout.is_empty()), (Some(0), true));
    assert_eq!(
        String::from_utf8(output.stderr)?,
        format!(
            "{} criteria files: nothing found, {} allowed\n",
            SHIPPED.len(),
            allowed.len()
        )
    );
    Ok(())
}

#[test]
fn an_exception_taken_away_leaves_its_finding() -> Tested {
    let without = |text: &str| {
        let mut inside = false;
        let kept = text.lines().filter(|line| {
            inside |= line.starts_with("allow ");
            let kept = !inside;
            inside &= !line.ends_with(']');
            kept
        });
        kept.collect::<Vec<_>>().join("\n")
    };
    let (before, after) = (shipped(str::to_owned)?, shipped(without)?);
    let codes = |sources: &[Source], reported: bool| -> Fallible<Vec<&'static str>> {
        let linted = lint(sources, TODAY.parse()?);
        Ok(linted
            .iter()
            .flat_map(|linted| &linted.findings)
            .filter(|finding| finding.allowed.is_none() == reported)
            .map(|finding| finding.diagnostic.code)
            .collect())
    };
    let excused = codes(&before, false)?;
    assert!(!excused.is_empty());
    assert_eq!(codes(&after, true)?, excused);
    Ok(())
}

#[test]
fn codes_are_named_once_and_lints_stand_in_order_of_their_codes() {
    let named: Vec<&str> = codes().iter().map(|(page, _)| page.code).collect();
    assert!(
        named
            .windows(2)
            .all(|pair| matches!(pair, [one, other] if one < other))
    );
    assert!(LINTS.is_sorted_by_key(|lint| lint.page.code));
}

#[test]
fn every_finding_is_drawn_within_80_columns() -> Tested {
    let mut drawn = String::new();
    for (page, _) in codes() {
        let folder = format!("fixtures/faulty/{}", page.code);
        let file = faulty(page.code);
        let mut files = vec![file.as_str()];
        if Path::new(env!("CARGO_MANIFEST_DIR")).join(&folder).is_dir() {
            files.insert(0, &folder);
        }
        let (output, code) = linted(&[&files[..], &["--fail-level", "note"]].concat())?;
        assert!(matches!(code, Some(4 | 5)), "{file} has something to find");
        let text = String::from_utf8(output.stdout)?;
        // What is quoted of the file is as wide as the file has it.
        let own = text.lines().filter(|line| {
            !line
                .trim_start()
                .starts_with(|letter: char| letter.is_ascii_digit())
        });
        for line in own {
            let pointing = line.trim_start_matches([' ', '|']).starts_with(['^', '-']);
            assert!(line.chars().count() <= 80 || pointing, "{file}: {line}");
        }
        if LINTS.iter().any(|lint| lint.page.code == page.code) {
            drawn.push_str(&text);
        }
    }
    insta::assert_snapshot!(drawn);
    Ok(())
}

#[test]
fn the_fail_level_decides_the_exit_and_a_file_that_does_not_compile_always_fails() -> Tested {
    let (note, warning, error) = (
        faulty("sharp-limit"),
        faulty("cliff"),
        faulty("longer-goal-helps"),
    );
    let broken = faulty("syntax");
    for (file, at_error, at_warning, at_note) in [
        (&note, 0, 0, 5),
        (&warning, 0, 5, 5),
        (&error, 5, 5, 5),
        (&broken, 4, 4, 4),
    ] {
        for (level, expected) in [
            ("error", at_error),
            ("warning", at_warning),
            ("note", at_note),
        ] {
            for format in ["text", "json", "sarif"] {
                let (_, code) = linted(&[file, "--fail-level", level, "--format", format])?;
                assert_eq!(code, Some(expected), "{file} at {level} as {format}");
            }
        }
        let (_, code) = linted(&[file])?;
        assert_eq!(code, Some(at_warning), "{file} by default");
    }
    let (_, code) = linted(&[&warning, &broken])?;
    assert_eq!(code, Some(4));
    Ok(())
}

#[test]
fn one_faulty_file_hides_nothing_of_the_others_and_a_file_named_twice_is_read_once() -> Tested {
    let found = json(&[
        &faulty("syntax"),
        &faulty("cliff"),
        "achilles-rupture",
        "fixtures/faulty/../faulty/cliff.toml",
        &faulty("wrong-unit"),
        "--format",
        "json",
    ])?;
    let files = found
        .pointer("/files")
        .and_then(Value::as_array)
        .ok_or("no files")?;
    let shown: Vec<(&str, bool, usize)> = files
        .iter()
        .filter_map(|file| {
            let findings = file.get("findings")?.as_array()?;
            Some((
                file.get("file")?.as_str()?,
                file.get("compiles")?.as_bool()?,
                findings.len(),
            ))
        })
        .collect();
    let same = "fixtures/faulty/";
    let shown: Vec<_> = shown
        .iter()
        .map(|(file, compiles, count)| (file.trim_start_matches(same), *compiles, *count))
        .collect();
    assert_eq!(
        shown,
        [
            ("syntax.toml", false, 1),
            ("cliff.toml", true, 1),
            ("achilles-rupture", true, 0),
            ("wrong-unit.toml", false, 1)
        ]
    );
    Ok(())
}

#[test]
fn a_file_that_cannot_be_read_hides_nothing_of_the_others() -> Tested {
    let folder = tempfile::tempdir()?;
    std::fs::write(folder.path().join("a.toml"), b"id = \"\xff\"")?;
    let cliff = Path::new(env!("CARGO_MANIFEST_DIR")).join(faulty("cliff"));
    std::fs::copy(cliff, folder.path().join("cliff.toml"))?;
    let (output, code) = linted(&[&folder.path().display().to_string()])?;
    assert_eq!(code, Some(3));
    assert!(String::from_utf8(output.stdout)?.starts_with("warning[cliff]"));
    let said = String::from_utf8(output.stderr)?;
    assert!(
        said.contains("a.toml") && said.contains("1 criteria file: 1 warning"),
        "{said}"
    );
    let (_, code) = linted(&["achilles-midportoin"])?;
    assert_eq!(code, Some(2));
    Ok(())
}

/// Changes to faulty files, and what is found then: where a lint would have to guess, it is silent.
const TWISTS: &str = r#"
laxer-later: fresh    = "7 d"⏎why      = "A walk is the least demanding test of the tendon."⏎do       = "Walk 30 minutes on the flat and score the worst pain."⏎evidence = { sources = ["silbernagelcrossley2015", "silbernagel2007ajsm"], confidence = "low", kind = "consensus" }⏎⏎[[stage]] -> fresh    = "8 d"⏎why      = "Another window may hold no entry."⏎evidence = { sources = [], confidence = "low", kind = "convention" }⏎⏎[[stage]] => missing-advice
laxer-later: go       = "<= 4 nrs"⏎no-go    = "> 5 nrs" -> go       = "<= 4 nrs"⏎no-go    = "> 4.5 nrs" =>
laxer-later: go       = "<= 4 nrs" -> go       = "<= 2 nrs" => duplicate-criterion
laxer-later: go       = "<= 4 nrs" -> go       = "< 2 nrs" =>
laxer-later: go       = "<= 2 nrs" -> when     = { side = "one" }⏎go       = "<= 2 nrs" => both-sides-untested, stage-asks-nothing
never-decides: go       = "<= 3 nrs"⏎no-go    = "> 5 nrs" -> go       = "<= 3 nrs"⏎no-go    = "> 5 nrs"⏎refer    = "clinician" =>
never-decides: "<= 2 nrs"⏎ -> "<= 2 nrs"⏎note     = true⏎ => stage-asks-nothing
clinic-laxer: asked    = "clinic"⏎go       = ">= 8 hops" -> go       = ">= 8 hops" => never-decides
clinic-laxer: go       = ">= 10 hops"⏎ -> asked    = "clinic"⏎go       = ">= 10 hops"⏎ => never-decides, stage-asks-nothing
cliff: fresh    = "7 d" -> fresh    = "7 d"⏎certainty = 80 =>
cliff: no-go    = "< 22 reps" -> no-go    = "< 19 reps" =>
cliff: fresh    = "7 d" -> fresh    = "7 d"⏎note     = true => stage-asks-nothing
cliff: fresh    = "7 d" -> fresh    = "7 d"⏎allow    = [{ lint = "cliff", because = "it is meant so" }] =>
cliff: fresh    = "7 d" -> fresh    = "7 d"⏎allow    = [{ lint = "cliff", because = "yes" }] => short-why
cliff: fresh    = "7 d" -> fresh    = "7 d"⏎allow    = [{ lint = "longer-goal-helps", because = "it is meant so" }] => cliff, unknown-lint
cliff: fresh    = "7 d" -> fresh    = "7 d"⏎allow    = [{ lint = "wrong-unit", because = "it is meant so" }] => cliff, unknown-lint
sharp-limit: no-go    = "< 10 hops" -> no-go    = "< 9 hops" =>
sharp-limit: go       = ">= 10 hops" -> go       = "> 10 hops" =>
empty-caution: no-go    = "<= 2 runs" -> no-go    = "< 2 runs" =>
empty-caution: no-go    = "<= 2 runs" -> no-go    = "< 2.5 runs" => empty-caution, finer-than-scale
longer-goal-helps: "<= 10 km" -> "< 10 km" => longer-goal-helps
longer-goal-helps: "<= 10 km" -> ">= 10 km" =>
longer-goal-helps: [[stage.criterion]]⏎id       = "pain" -> [[stage.criterion]]⏎id       = "far"⏎measure  = "load.runs_since_onset_28d"⏎when     = { goal_distance = "> 10 km" }⏎go       = ">= 6 runs"⏎why      = "A longer race is asked as much."⏎do       = "Run at least six times."⏎evidence = { sources = [], confidence = "low", kind = "convention" }⏎⏎[[stage.criterion]]⏎id       = "pain" =>
longer-goal-helps: [[stage.criterion]]⏎id       = "pain" -> [[stage.criterion]]⏎id       = "far"⏎measure  = "load.runs_since_onset_28d"⏎when     = { goal_distance = "> 11 km" }⏎go       = ">= 6 runs"⏎why      = "Eleven kilometres are asked of nobody."⏎do       = "Run at least six times."⏎evidence = { sources = [], confidence = "low", kind = "convention" }⏎⏎[[stage.criterion]]⏎id       = "pain" => longer-goal-helps
longer-goal-helps: [[stage.criterion]]⏎id       = "pain" -> [[stage.criterion]]⏎id       = "far"⏎measure  = "load.runs_since_onset_28d"⏎when     = { goal_distance = "<= 10 km" }⏎go       = ">= 7 runs"⏎why      = "The same goals are asked more."⏎do       = "Run at least six times."⏎evidence = { sources = [], confidence = "low", kind = "convention" }⏎⏎[[stage.criterion]]⏎id       = "pain" => longer-goal-helps, longer-goal-helps, never-decides
share-without-goal: go       = ">= goal / 1.10" -> when     = { goal_distance = ">= 1 km" }⏎go       = ">= goal / 1.10" =>
both-sides-untested: "heel_raise.pain" -> "heel_raise.next_morning" => both-sides-untested
both-sides-untested: go       = "<= 2 nrs"⏎ -> when     = { side = "both" }⏎go       = "<= 2 nrs"⏎ =>
rule-never-counts: if        = "> 6 nrs"⏎fresh     = "14 d"⏎then      = "hold" -> if        = "> 6 nrs"⏎fresh     = "14 d"⏎then      = "stop" =>
rule-never-counts: then      = "hold" -> then      = "hold"⏎rest_days = 3 =>
no-effect-partner: caution_only_with = "strict" -> no_go_only_with = "strict" => no-effect-partner
approved-before-review: on = 2026-10-01 -> on = 2026-11-21 =>
approved-before-review: on = 2026-10-01 -> on = 2026-11-22 => date-in-future
never-applies: age = "> 120 years" -> goal = "race" => never-applies
never-applies: age = "> 120 years" -> goal = "stage" =>
stage-asks-nothing: note     = true -> when     = { side = "one" } => stage-asks-nothing, both-sides-untested
stage-asks-nothing: note     = true -> when     = { goal_distance = "> 5 km" } => stage-asks-nothing, never-applies
"#;

#[test]
fn where_a_lint_would_have_to_guess_it_is_silent() -> Tested {
    let references = References::shipped()?;
    let mut wrong = Vec::new();
    for twist in TWISTS.lines().filter(|line| !line.is_empty()) {
        let (code, rest) = twist.split_once(": ").ok_or("no code")?;
        let (change, expected) = rest.rsplit_once(" =>").ok_or("nothing expected")?;
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(faulty(code));
        let text = changed(&std::fs::read_to_string(&path)?, change)?;
        let sources = [Source::file(
            code.to_owned(),
            path,
            text,
            references.clone(),
        )];
        let linted = lint(&sources, TODAY.parse()?);
        let mut found: Vec<&str> = linted
            .iter()
            .flat_map(LintedFile::reported)
            .map(|finding| finding.diagnostic.code)
            .collect();
        let mut expected: Vec<&str> = expected
            .trim()
            .split(", ")
            .filter(|code| !code.is_empty())
            .collect();
        found.sort_unstable();
        expected.sort_unstable();
        if found != expected {
            wrong.push(format!("{twist}\n  found {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}

#[test]
fn reviews_are_judged_as_of_the_day_given_and_two_years_are_not_stale() -> Tested {
    let file = PathBuf::from(faulty("stale-review"));
    for (today, code) in [
        ("2026-11-20", 0),
        ("2026-11-21", 5),
        ("2024-11-19", 0),
        ("2024-11-18", 5),
    ] {
        let output = rtr(&[
            "criteria",
            "lint",
            &file.display().to_string(),
            "--today",
            today,
        ])?;
        assert_eq!(output.status.code(), Some(code), "{today}");
    }
    let output = rtr(&["criteria", "lint", "--today", "yesterday"])?;
    assert_eq!(output.status.code(), Some(2));
    Ok(())
}

#[test]
fn findings_as_json_fit_the_published_schema_and_hide_no_exception() -> Tested {
    let schema: Value = serde_json::from_slice(&rtr(&["schema", "lint"])?.stdout)?;
    let schema = jsonschema::validator_for(&schema)?;
    for files in [
        &["fixtures/faulty"][..],
        &["achilles-midportion"],
        &["fixtures/faulty/same-condition"],
    ] {
        let found = json(&[files, &["--format", "json"]].concat())?;
        let errors: Vec<String> = schema
            .iter_errors(&found)
            .map(|error| error.to_string())
            .collect();
        assert!(errors.is_empty(), "{files:?}: {errors:?}");
    }
    let found = json(&["achilles-midportion", "--format", "json"])?;
    let findings = found
        .pointer("/files/0/findings")
        .and_then(Value::as_array)
        .ok_or("no findings")?;
    assert!(!findings.is_empty());
    assert!(
        findings
            .iter()
            .all(|finding| finding.get("allowed").is_some_and(Value::is_string))
    );
    Ok(())
}

/// Every object of the log that has a `region`, with its file.
fn regions<'a>(value: &'a Value, found: &mut Vec<(&'a str, &'a Value)>) {
    if let (Some(uri), Some(region)) = (
        value
            .pointer("/artifactLocation/uri")
            .and_then(Value::as_str),
        value.get("region"),
    ) {
        found.push((uri, region));
    }
    match value {
        Value::Array(entries) => entries.iter().for_each(|entry| regions(entry, found)),
        Value::Object(fields) => fields.values().for_each(|field| regions(field, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn number(value: &Value, key: &str) -> Fallible<usize> {
    let number = value.get(key).and_then(Value::as_u64);
    Ok(usize::try_from(
        number.ok_or_else(|| format!("no {key} in {value}"))?,
    )?)
}

/// The text between two places, lines and columns counted from 1 in letters, the end outside.
fn between(
    text: &str,
    (line, column): (usize, usize),
    (end_line, end_column): (usize, usize),
) -> Fallible<String> {
    let lines: Vec<&str> = text.split('\n').collect();
    let line_of = |line: usize| {
        lines
            .get(line.saturating_sub(1))
            .copied()
            .ok_or("no such line")
    };
    if line != end_line {
        return Ok(String::new());
    }
    let letters = line_of(line)?.chars();
    Ok(letters
        .skip(column.saturating_sub(1))
        .take(end_column.saturating_sub(column))
        .collect())
}

#[test]
fn findings_as_sarif_have_what_the_standard_asks() -> Tested {
    let log = json(&[
        "fixtures/faulty",
        "achilles-midportion",
        "--format",
        "sarif",
    ])?;
    assert_eq!(log.get("version").and_then(Value::as_str), Some("2.1.0"));
    let run = log.pointer("/runs/0").ok_or("no run")?;
    assert_eq!(
        run.get("columnKind").and_then(Value::as_str),
        Some("unicodeCodePoints")
    );
    let list = |pointer: &str| {
        run.pointer(pointer)
            .and_then(Value::as_array)
            .cloned()
            .unwrap_or_default()
    };
    let (rules, results, artifacts) = (
        list("/tool/driver/rules"),
        list("/results"),
        list("/artifacts"),
    );
    let ids: Vec<&str> = rules
        .iter()
        .filter_map(|rule| rule.get("id")?.as_str())
        .collect();
    let mut fired: Vec<&str> = results
        .iter()
        .filter_map(|result| result.get("ruleId")?.as_str())
        .collect();
    assert!(results.len() > 50 && fired.len() == results.len());
    fired.sort_unstable();
    fired.dedup();
    assert_eq!(
        ids, fired,
        "only the rules that fired are listed, each once"
    );
    for rule in &rules {
        for text in [
            "/shortDescription/text",
            "/fullDescription/text",
            "/help/text",
            "/help/markdown",
        ] {
            assert!(
                rule.pointer(text)
                    .and_then(Value::as_str)
                    .is_some_and(|text| text.len() > 10),
                "{rule}"
            );
        }
    }
    for result in &results {
        let rule = rules
            .get(number(result, "ruleIndex")?)
            .ok_or("no such rule")?;
        assert_eq!(rule.get("id"), result.get("ruleId"));
        assert_eq!(
            rule.pointer("/defaultConfiguration/level"),
            result.get("level")
        );
        assert!(
            result
                .pointer("/message/text")
                .is_some_and(|text| text.is_string())
        );
        let at = result
            .pointer("/locations/0/physicalLocation/artifactLocation")
            .ok_or("no place")?;
        let artifact = artifacts.get(number(at, "index")?).ok_or("no such file")?;
        assert_eq!(artifact.get("location"), Some(at));
    }
    let excused = results
        .iter()
        .filter(|result| result.get("suppressions").is_some());
    assert!(excused.clone().count() > 0);
    for result in excused {
        assert_eq!(
            result
                .pointer("/suppressions/0/kind")
                .and_then(Value::as_str),
            Some("inSource")
        );
    }
    Ok(())
}

#[test]
fn regions_count_letters_and_bytes_alike_whatever_the_script_and_the_line_ends() -> Tested {
    let folder = tempfile::tempdir()?;
    let text = std::fs::read_to_string(
        Path::new(env!("CARGO_MANIFEST_DIR")).join(faulty("clinic-laxer")),
    )?;
    let text = format!("\u{feff}{text}")
        .replace("A hop", "Ein Sprung über 🦶")
        .replace("hops\"", "hops\" # größer")
        .replace('\n', "\r\n");
    let path = folder.path().join("clinic-laxer.toml");
    std::fs::write(&path, &text)?;
    let log = json(&[&path.display().to_string(), "--format", "sarif"])?;
    let mut found = Vec::new();
    regions(&log, &mut found);
    assert_eq!(found.len(), 2, "{log}");
    let mut shown = Vec::new();
    for (uri, region) in found {
        assert!(
            uri.starts_with("file:///") && uri.ends_with("/clinic-laxer.toml"),
            "{uri}"
        );
        let start = number(region, "byteOffset")?;
        let end = start.saturating_add(number(region, "byteLength")?);
        let by_bytes = text.get(start..end).ok_or("not a place")?;
        let by_letters = between(
            text.trim_start_matches('\u{feff}'),
            (number(region, "startLine")?, number(region, "startColumn")?),
            (number(region, "endLine")?, number(region, "endColumn")?),
        )?;
        assert_eq!(by_bytes, by_letters);
        shown.push(by_letters);
    }
    assert_eq!(shown, ["\">= 8 hops\"", "\">= 10 hops\""]);
    Ok(())
}

#[test]
fn symmetry_of_two_hurt_legs_is_the_worse_against_the_better() -> Tested {
    let record = |side: &str, left: u8, right: u8| {
        format!(
            r#"{{ "as_of": "2026-11-21", "injury": {{ "condition": "achilles-midportion", "side": "{side}", "onset": "2026-08-01", "last_flare": "none" }},
                 "treatments": [], "heel_raise": [{{ "date": "2026-11-20", "cadence_per_min": 30, "left": {{ "reps": {left} }}, "right": {{ "reps": {right} }} }}] }}"#
        )
    };
    let measure = find("heel_raise.reps.symmetry").ok_or("no symmetry")?;
    for (side, left, right, percent) in [
        ("both", 29, 50, 58),
        ("both", 50, 29, 58),
        ("left", 29, 50, 58),
        ("right", 25, 50, 200),
    ] {
        let assessment = return_to_run::Assessment::from_json(&record(side, left, right))?;
        let goal = return_to_run::measure::GoalDistance::None;
        let subject = return_to_run::measure::Subject::new(&assessment, assessment.as_of(), goal);
        let reading = subject.read(measure, Window::default());
        assert_eq!(reading.value(), Some(Exact::whole(percent)), "{side}");
    }
    Ok(())
}

#[test]
fn a_measure_that_is_said_to_move_in_steps_does() -> Tested {
    use return_to_run::measure::{GoalDistance, State, Subject};
    use return_to_run::quantity::{Exact, Toward};
    let mut seen = 0_usize;
    for (path, text) in cases()? {
        let assessment = return_to_run::Assessment::from_json(&text)?;
        let subject = Subject::new(
            &assessment,
            assessment.as_of(),
            GoalDistance::of(assessment.goal()),
        );
        for measure in catalog() {
            let Some(step) = measure.step() else {
                continue;
            };
            for days in [7, 28, 365] {
                let window = Window {
                    keeps_adverse: false,
                    fresh: Some(days),
                    over: None,
                    at_least: 0,
                };
                if let State::Known { low, high } = subject.read(measure, window).state {
                    let on_step = |value: Exact| value.to_step(step, Toward::Down) == value;
                    assert!(
                        on_step(low) && on_step(high),
                        "{}: {}",
                        path.display(),
                        measure.id
                    );
                    seen = seen.saturating_add(1);
                }
            }
        }
    }
    assert!(seen > 1000);
    Ok(())
}

#[test]
fn explain_lists_every_code_and_has_a_page_of_each() -> Tested {
    let list = String::from_utf8(rtr(&["explain"])?.stdout)?;
    assert!(
        list.lines().all(|line| line.chars().count() <= 80),
        "{list}"
    );
    for (page, level) in codes() {
        let head = format!("{}[{}]", level.word(), page.code);
        assert!(list.lines().any(|line| line == head), "{head}");
    }
    let mut pages = String::new();
    for code in [
        "cliff",
        "clinic-laxer",
        "overlapping-bands",
        "longer-goal-helps",
    ] {
        let output = rtr(&["explain", code])?;
        assert_eq!(output.status.code(), Some(0));
        pages.push_str(&String::from_utf8(output.stdout)?);
    }
    insta::assert_snapshot!(pages);
    Ok(())
}
