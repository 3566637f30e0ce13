//! How the program behaves on a terminal: what came from a file moves no cursor, and what was named and not used is said.

use crate::cli::program::{HELP, rtr, rtr_with, scratch, shown, text_of};
use crate::support::Tested;

/// Letters on which a terminal would act: an escape, its eight-bit form, a mark of direction, a return to the start of the line.
const ACTING: [char; 5] = ['\u{1b}', '\u{9b}', '\u{202e}', '\r', '\u{2028}'];

#[test]
fn nothing_of_a_file_reaches_a_terminal_as_more_than_letters() -> Tested {
    let forged = "\\u001b[2J\\u009b1;1HGO for running\\u202e\\u2028\\rGO";
    let record = |fields: &str| format!("{{ \"as_of\": \"2026-11-21\", {fields} }}");
    let condition = "\"injury\": { \"condition\": \"none\" }";
    for text in [
        record(&format!("{condition}, \"{forged}\": 1")),
        record(&format!("{condition}, \"id\": \"{forged}\"")),
        record(&format!("\"injury\": {{ \"condition\": \"{forged}\" }}")),
        record(&format!(
            "{condition}, \"goal\": {{ \"stage\": \"{forged}\" }}"
        )),
        record(&format!(
            "{condition}, \"runs\": [ {{ \"date\": \"{forged}\", \"kind\": \"run\" }} ]"
        )),
        record(&format!(
            "{condition}, \"runs\": [ {{ \"date\": \"2026-11-20\", \"kind\": \"{forged}\" }} ]"
        )),
    ] {
        for verb in [
            &["check"][..],
            &["check", "--full"],
            &["next"],
            &["plan"],
            &["load"],
            &["timeline", "-"],
        ] {
            let output = rtr_with(verb, &text)?;
            let said = shown(&output);
            assert!(!said.contains(ACTING), "{verb:?}: {said:?}");
        }
    }
    let refused = rtr_with(
        &["check"],
        &record(&format!("{condition}, \"{forged}\": 1")),
    )?;
    let said = String::from_utf8(refused.stderr)?;
    assert!(
        said.contains("\\u{1b}[2J\\u{9b}1;1HGO for running"),
        "{said}"
    );
    Ok(())
}

#[test]
fn nothing_of_a_criteria_file_reaches_a_terminal_as_more_than_letters() -> Tested {
    let shipped = String::from_utf8(rtr(&["criteria", "show", "race-preparation"])?.stdout)?;
    let raw = "\u{9b}2J\u{202e}GO";
    for (from, to) in [
        (
            "id         = \"race-preparation\"",
            format!("id         = \"{raw}\""),
        ),
        (
            "status     = \"draft\"",
            format!("status     = \"{raw}\" # {raw}"),
        ),
        ("ask        = ", format!("\"{raw}\" = 1\nask        = ")),
    ] {
        let changed = shipped.replacen(from, &to, 1);
        assert_ne!(changed, shipped, "{from}");
        let (_folder, path) = scratch("race-preparation.toml", &changed)?;
        let output = rtr(&["criteria", "lint", &text_of(&path)])?;
        let said = shown(&output);
        assert_eq!(output.status.code(), Some(4), "{said}");
        assert!(!said.contains(ACTING), "{said:?}");
    }
    Ok(())
}

#[test]
fn criteria_that_were_named_and_did_not_judge_say_so() -> Tested {
    let story = "fixtures/cases/achilles-partial-tear/story.json";
    let other = "criteria/race-preparation.toml";
    for verb in ["check", "next", "plan", "timeline"] {
        let output = rtr(&[verb, story, "--criteria", other])?;
        let said = String::from_utf8(output.stderr)?;
        assert_eq!(
            said,
            "note: criteria/race-preparation.toml: not used: it holds `race-preparation`, and \
             `achilles-partial-tear` judges `achilles-partial-tear`; name one with --protocol\n",
            "{verb}"
        );
    }
    for used in [
        "criteria/achilles-partial-tear.toml",
        "criteria/red-flags.toml",
        "criteria",
    ] {
        let output = rtr(&["check", story, "--criteria", used])?;
        assert!(output.stderr.is_empty(), "{used}: {}", shown(&output));
    }
    Ok(())
}

#[test]
fn each_shell_has_completions_of_every_verb() -> Tested {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let output = rtr(&["completions", shell])?;
        assert_eq!(output.status.code(), Some(0), "{shell}");
        let script = String::from_utf8(output.stdout)?;
        for word in ["check", "timeline", "exit-zero", "as-of", "lint"] {
            assert!(script.contains(word), "{shell}: {word}");
        }
    }
    Ok(())
}

#[test]
fn each_verb_has_a_man_page() -> Tested {
    let page = String::from_utf8(rtr(&["man", "criteria", "lint"])?.stdout)?;
    assert!(page.contains(".TH rtr-criteria-lint 1"), "{page}");
    let unknown = rtr(&["man", "jump"])?;
    assert_eq!(unknown.status.code(), Some(2), "{}", shown(&unknown));
    let folder = tempfile::tempdir()?;
    let written = rtr(&["man", "--into", &text_of(folder.path())])?;
    assert_eq!(written.status.code(), Some(0), "{}", shown(&written));
    for verb in HELP {
        let (_, verb) = verb.split_last().ok_or("no verb")?;
        let name = [&["rtr"], verb].concat().join("-");
        let page = std::fs::read_to_string(folder.path().join(format!("{name}.1")))?;
        assert!(page.contains(&format!(".TH {name} 1")), "{name}");
    }
    Ok(())
}

#[test]
fn a_file_that_is_no_assessment_is_called_what_it_is() -> Tested {
    let folder = tempfile::tempdir()?;
    let place = |name: &str, bytes: &[u8]| -> Result<String, std::io::Error> {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes)?;
        Ok(text_of(&path))
    };
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let report = rtr(&[
        "check",
        "--format",
        "json",
        "fixtures/cases/achilles-partial-tear/story.json",
    ])?;
    let record = "{ \"as_of\": \"2026-11-21\", \"injury\": { \"condition\": \"none\" } }";
    for (name, bytes, says) in [
        (
            "me.json",
            std::fs::read(root.join("fixtures/watch/garmin-fenix-5-run.fit"))?,
            "`rtr import ",
        ),
        (
            "Activities.csv",
            std::fs::read(root.join("fixtures/watch/garmin-english-kilometres.csv"))?,
            "`rtr import ",
        ),
        ("export.zip", b"PK\x03\x04rest".to_vec(), "`rtr import "),
        ("report.json", report.stdout, "`rtr verify "),
        (
            "many.json",
            format!("[{record}, {record}]").into_bytes(),
            "`rtr batch ",
        ),
        (
            "many.ndjson",
            format!("{record}\n{record}\n").into_bytes(),
            "`rtr batch ",
        ),
        (
            "mine.toml",
            std::fs::read(root.join("criteria/other.toml"))?,
            "`rtr criteria lint ",
        ),
    ] {
        let path = place(name, &bytes)?;
        let output = rtr(&["check", &path])?;
        assert_eq!(output.status.code(), Some(3), "{name}");
        let said = String::from_utf8(output.stderr)?;
        assert!(
            said.contains(says) && said.contains(&path),
            "{name}: {said}"
        );
        let json = rtr(&["check", "--format", "json", &path])?;
        let error: serde_json::Value = serde_json::from_slice(&json.stdout)?;
        assert_eq!(error.pointer("/format"), Some(&"error/1".into()), "{name}");
    }
    Ok(())
}

#[test]
fn an_assessment_is_json_json_with_comments_or_toml_and_one_reader_refuses_all_three() -> Tested {
    let folder = tempfile::tempdir()?;
    let place = |name: &str, text: &str| -> Result<String, std::io::Error> {
        let path = folder.path().join(name);
        std::fs::write(&path, text)?;
        Ok(text_of(&path))
    };
    let json =
        "{ \"as_of\": \"2026-11-21\", \"injury\": { \"condition\": \"none\" }, \"runs\": [] }";
    let commented = "{ // today\n \"as_of\": \"2026-11-21\", \"injury\": { \"condition\": \"none\" },\n /* none yet */ \"runs\": [], }";
    let toml = "# today\nas_of = 2026-11-21\ninjury.condition = \"none\"\nruns = []\n";
    let plain = rtr_with(&["check"], json)?;
    assert_eq!(plain.status.code(), Some(20), "{}", shown(&plain));
    let mut refused = Vec::new();
    for (name, text, wrong) in [
        ("me.json", json, "\"runs\": 7, \"pian\": []"),
        ("commented.json", commented, "\"runs\": 7, \"pian\": []"),
        ("me.toml", toml, "runs = 7\npian = []"),
    ] {
        let path = place(name, text)?;
        let judged = rtr(&["check", &path, "--full"])?;
        assert_eq!(
            judged.stdout,
            rtr_with(&["check", "--full"], json)?.stdout,
            "{name}"
        );
        let report = place(
            "report.json",
            &String::from_utf8(rtr(&["check", &path, "--format", "json"])?.stdout)?,
        )?;
        let replayed = rtr(&["verify", &report, "--assessment", &path])?;
        assert_eq!(replayed.status.code(), Some(0), "{}", shown(&replayed));
        let faulty = text
            .replacen("\"runs\": []", wrong, 1)
            .replacen("runs = []", wrong, 1);
        let broken = text.replacen("2026-11-21", "2026-11-21\u{7}]", 1);
        for text in [faulty, broken] {
            let path = place(name, &text)?;
            let output = rtr(&["check", &path])?;
            assert_eq!(output.status.code(), Some(3), "{name}");
            refused.push(shown(&output).replace(&path, name));
        }
    }
    insta::assert_snapshot!(refused.join("\n"));
    Ok(())
}
