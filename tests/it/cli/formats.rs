//! Every verb has every format: a page for each medium, and JSON that its schema knows.

use serde_json::Value;

use crate::cli::program::{HELP, rtr, scratch, text_of};
use crate::formats::schema::schema;
use crate::place::{Failed, Place, code, shown};
use crate::support::Tested;

const STORY: &str = "fixtures/cases/achilles-partial-tear/story.json";

/// Verbs whose `--format` is of lines; what else they say has an option of its own.
const OF_LINES: [&str; 1] = ["batch"];
/// Verbs whose output is a file to fill in, to keep or to give to a program, and no page; or a dialogue.
const OF_FILES: [&str; 8] = [
    "ask",
    "log",
    "init",
    "schema",
    "completions",
    "man",
    "criteria init",
    "criteria fmt",
];

#[test]
fn every_verb_offers_every_medium_and_json() -> Tested {
    let mut offered = 0_usize;
    for help in HELP {
        let page = String::from_utf8(rtr(help)?.stdout)?;
        let (_, verb) = help.split_last().ok_or("no verb")?;
        let verb = verb.join(" ");
        let groups = verb.is_empty() || page.contains("\nCommands:\n");
        if groups || OF_FILES.contains(&verb.as_str()) {
            assert!(!page.contains("--format <FORMAT>"), "{verb}");
            continue;
        }
        let option = if OF_LINES.contains(&verb.as_str()) {
            "--summary-format <FORMAT>"
        } else {
            "--format <FORMAT>"
        };
        let (_, values) = page.split_once(option).ok_or("no such option")?;
        let (values, _) = values.split_once("[default: ").ok_or("no default")?;
        for format in ["text", "markdown", "html", "json"] {
            let offers = values.lines().any(|line| {
                let value = line.trim().strip_prefix("- ");
                value.is_some_and(|value| value.split(':').next() == Some(format))
            });
            assert!(offers, "{verb}: no {format}");
        }
        offered = offered.saturating_add(1);
    }
    assert_eq!(offered, 18);
    Ok(())
}

/// The page in each medium, and the JSON, each as it should begin and fit.
fn holds(kind: &str, drawn: impl Fn(&str) -> Result<String, Failed>) -> Result<Value, Failed> {
    let text = drawn("text")?;
    let fits = |line: &str| line.chars().count() <= 80 || line.contains("://");
    assert!(text.lines().all(fits), "{text}");
    assert!(
        !text.starts_with('\n') && !text.contains("\n\n\n"),
        "{text}"
    );
    let markdown = drawn("markdown")?;
    assert!(markdown.starts_with("# "), "{markdown}");
    let html = drawn("html")?;
    assert!(
        html.starts_with("<!DOCTYPE html>") && !html.contains("<title></title>"),
        "{html}"
    );
    let json: Value = serde_json::from_str(&drawn("json")?)?;
    let faults: Vec<String> = schema(kind)?
        .iter_errors(&json)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(faults.is_empty(), "{kind}: {faults:?}");
    assert_eq!(json.pointer("/format"), Some(&format!("{kind}/1").into()));
    Ok(json)
}

/// What a sentence says.
fn words(sentence: Option<&Value>) -> String {
    let parts = sentence.and_then(Value::as_array).into_iter().flatten();
    let texts = parts.filter_map(|part| part.get("text")?.as_str());
    texts.collect()
}

#[test]
fn what_is_explained_and_the_manual_are_pages_of_words_in_json_too() -> Tested {
    let verbs: [&[&str]; 5] = [
        &["explain"],
        &["explain", "hop-pain"],
        &["explain", "silbernagel2007bjsm"],
        &["criteria", "manual"],
        &["criteria", "manual", "race-preparation"],
    ];
    for verb in verbs {
        let page = holds("page", |format| {
            let output = rtr(&[verb, &["--format", format]].concat())?;
            assert_eq!(output.status.code(), Some(0), "{verb:?}");
            Ok(String::from_utf8(output.stdout)?)
        })?;
        assert!(!words(page.pointer("/title")).is_empty(), "{verb:?}");
        assert!(page.pointer("/sections/0/blocks/0").is_some(), "{verb:?}");
    }
    Ok(())
}

#[test]
fn the_words_of_a_page_in_json_are_those_of_its_text() -> Tested {
    let text = String::from_utf8(rtr(&["explain", "hop-pain"])?.stdout)?;
    let json = rtr(&["explain", "hop-pain", "--format", "json"])?.stdout;
    let page: Value = serde_json::from_slice(&json)?;
    let unwrapped = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let text = unwrapped(&text);
    let mut paragraphs = 0_usize;
    let sections = page.pointer("/sections").and_then(Value::as_array);
    for section in sections.into_iter().flatten() {
        assert!(text.contains(&words(section.get("heading"))));
        let blocks = section.get("blocks").and_then(Value::as_array);
        for block in blocks.into_iter().flatten() {
            let said = unwrapped(&words(block.get("words")));
            assert!(text.contains(&said), "{said}");
            paragraphs = paragraphs.saturating_add(1);
        }
    }
    assert!(paragraphs > 5, "{page}");
    let sources = page.pointer("/sections").and_then(Value::as_array);
    let last = sources.and_then(|sections| sections.last()).ok_or("none")?;
    assert_eq!(last.pointer("/blocks/0/kind"), Some(&"sources".into()));
    Ok(())
}

#[test]
fn a_replay_names_every_difference_in_json() -> Tested {
    let report = String::from_utf8(rtr(&["check", STORY, "--format", "json"])?.stdout)?;
    let (_folder, path) = scratch("report.json", &report)?;
    let path = text_of(&path);
    let verified = |format: &str| {
        let verb = ["verify", &path, "--assessment", STORY, "--format", format];
        Ok(String::from_utf8(rtr(&verb)?.stdout)?)
    };
    let same = holds("verify", verified)?;
    assert_eq!(same.pointer("/outcome"), Some(&"same".into()));
    assert_eq!(same.pointer("/verdict"), Some(&"no-go".into()));
    assert_eq!(
        same.pointer("/differences"),
        Some(&Value::Array(Vec::new()))
    );

    let mut forged: Value = serde_json::from_str(&report)?;
    let laid_out_anew = forged.to_string();
    *forged.pointer_mut("/verdict").ok_or("no verdict")? = "go".into();
    *forged.pointer_mut("/ladder").ok_or("no ladder")? = Value::Array(Vec::new());
    let reasons = forged.as_object_mut().ok_or("no object")?;
    reasons.remove("next").ok_or("nothing next")?;
    std::fs::write(&path, forged.to_string())?;
    let differs = holds("verify", verified)?;
    assert_eq!(differs.pointer("/outcome"), Some(&"differs".into()));
    let mut found: Vec<[&Value; 4]> = Vec::new();
    let differences = differs.pointer("/differences").and_then(Value::as_array);
    for difference in differences.into_iter().flatten() {
        let part = |key: &str| difference.get(key).ok_or("missing");
        found.push([part("path")?, part("what")?, part("before")?, part("now")?]);
    }
    insta::assert_json_snapshot!(found);

    std::fs::write(&path, laid_out_anew)?;
    let same = holds("verify", verified)?;
    assert_eq!(
        same.pointer("/outcome"),
        Some(&"same-in-another-layout".into())
    );
    std::fs::write(&path, "{}")?;
    let refused: Value = serde_json::from_str(&verified("json")?)?;
    assert!(schema("error")?.is_valid(&refused), "{refused}");
    Ok(())
}

#[test]
fn an_import_is_reported_in_every_format() -> Tested {
    let place = Place::new()?;
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/watch");
    for file in ["garmin-fenix-5-run.fit", "compressed-speed-distance.fit"] {
        place.write(&format!("log/{file}"), std::fs::read(root.join(file))?)?;
    }
    place.write("log/<b>.jpg", [0xff, 0xd8, 0xff, 0xe0])?;
    holds("import", |format| {
        let output = place.import(&["log", "--format", format])?;
        // The clock of one was never set.
        assert_eq!(code(&output), Some(3), "{}", shown(&output.stderr));
        let report = shown(&output.stderr);
        assert!(!report.contains("<b>.jpg") || !report.contains("<html"));
        Ok(report)
    })?;
    insta::assert_snapshot!(shown(
        &place.import(&["log", "--format", "markdown"])?.stderr
    ));
    Ok(())
}

#[test]
fn a_batch_is_summed_up_in_every_format() -> Tested {
    let place = Place::new()?;
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let records = std::fs::read(root.join("fixtures/batches/plain.ndjson"))?;
    place.write("in.ndjson", records)?;
    let summary = |format: &str| {
        let options = ["--summary", "sum", "--summary-format", format];
        let output = place.rtr(&[&["batch", "-q", "in.ndjson"][..], &options].concat())?;
        assert_eq!(code(&output), Some(0), "{}", shown(&output.stderr));
        place.read("sum")
    };
    holds("summary", summary)?;
    let by_default = place.rtr(&["batch", "-q", "in.ndjson", "--summary", "by-default"])?;
    assert_eq!(code(&by_default), Some(0));
    assert_eq!(place.read("by-default")?, summary("json")?);
    insta::assert_snapshot!(summary("markdown")?);
    place.write("cut.json", "[{\"id\":1},")?;
    let options = ["--summary", "sum", "--summary-format", "text"];
    place.rtr(&[&["batch", "-q", "cut.json"][..], &options].concat())?;
    let cut = place.read("sum")?;
    assert!(
        cut.contains("Not all of the input was gone through."),
        "{cut}"
    );
    let alone = place.rtr(&["batch", "-q", "in.ndjson", "--summary-format", "html"])?;
    assert_eq!(code(&alone), Some(2), "{}", shown(&alone.stderr));
    Ok(())
}
