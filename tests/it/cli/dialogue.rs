//! Whole dialogues of `ask` and `log` on a terminal of 24 rows and 80 columns.

use std::path::Path;
use std::process::Command;

use rexpect::session::{PtySession, spawn_command};
use serde_json::Value;

use crate::cli::program::{rtr, text_of};
use crate::support::Tested;

type Fallible<T> = Result<T, Box<dyn std::error::Error>>;

/// A program at whose prompts answers are typed.
struct Talk {
    session: PtySession,
    prompts: usize,
    keys: usize,
}

impl Talk {
    fn begin(folder: &Path, arguments: &[&str]) -> Fallible<Self> {
        let mut command = Command::new(env!("CARGO_BIN_EXE_rtr"));
        command
            .env_clear()
            .env("NO_COLOR", "1")
            .env("TERM", "xterm")
            .current_dir(folder)
            .args(arguments);
        Ok(Self {
            session: spawn_command(command, Some(30_000))?,
            prompts: 0,
            keys: 0,
        })
    }

    /// Types an answer at the prompt below these words.
    fn says(&mut self, words: &str, answer: &str) -> Fallible<()> {
        let before = self.session.exp_string(words)?;
        let rest = self.session.exp_string("\n> ")?;
        for line in before.lines().chain(rest.lines()) {
            // A letter for each byte is what the session makes of a ruler.
            let bytes: Vec<u8> = line
                .chars()
                .filter_map(|byte| u8::try_from(u32::from(byte)).ok())
                .collect();
            // What draws its progress over itself is no line.
            if line.contains('\u{1b}') {
                continue;
            }
            let wide = String::from_utf8_lossy(&bytes).trim_end().chars().count();
            assert!(wide <= 80, "{line}");
        }
        assert!(rest.lines().count() <= 22, "{rest}");
        self.session.send_line(answer)?;
        self.prompts = self.prompts.saturating_add(1);
        self.keys = self.keys.saturating_add(answer.len()).saturating_add(1);
        Ok(())
    }

    fn end(mut self) -> Fallible<String> {
        Ok(self.session.exp_eof()?.replace("\r\n", "\n"))
    }
}

fn record(path: &Path) -> Fallible<Value> {
    Ok(serde_json::from_str(&std::fs::read_to_string(path)?)?)
}

/// From nothing to the first verdict; the mock-up has 23 prompts and 115 keys for that.
#[test]
fn a_runner_reaches_a_verdict_from_nothing() -> Tested {
    let folder = tempfile::tempdir()?;
    let mut talk = Talk::begin(folder.path(), &["ask", "--as-of", "2026-11-21"])?;
    for (words, answer) in [
        ("Where does it hurt?", "1"),
        ("Which leg?", "l"),
        ("Did it begin suddenly?", "crept"),
        ("did any of these happen?", "none"),
        ("Do you have any of these now?", "none"),
        ("When did it begin?", "13 aug"),
        ("when was the last flare?", "never"),
        ("In the last 12 months", "none"),
        ("Who told you what it is?", "1"),
        ("What do you want to do", "half 22 nov"),
        ("on a watch or in an app?", "n"),
        (
            "Which runs",
            "19 nov 20 120, 16 nov 6 36, 13 nov 5 30, 10 nov 6 36, 6 nov 8 48, 2 nov 22 132",
        ),
        ("every run in this record?", "13 aug"),
        ("Your run of Thu 19 Nov 2026, 20 km", "0 1 n y 0"),
        ("Your run of Mon 16 Nov 2026, 6 km", "0 1 n y 0"),
        ("Your run of Fri 13 Nov 2026, 5 km", "0 0 n y 0"),
        ("On a usual morning", "0 3"),
        ("This morning", "0 3"),
        ("Worst pain today", "1 0"),
        ("Did you limp today?", "n"),
        ("A pain killer, ice or tape", "none"),
        ("The 6 days before today", "1 0 5 n"),
        ("The week before that", "no pain that week"),
    ] {
        talk.says(words, answer)?;
    }
    let (prompts, keys) = (talk.prompts, talk.keys);
    assert!(prompts <= 23, "{prompts} prompts");
    assert!(keys <= 230, "{keys} keys");
    talk.says("Only tests are left", "now")?;
    talk.says("Heel raises on one leg", "29 30 1")?;
    talk.says("Where did you stand", "1 y")?;
    talk.says("Hops on the spot", "25 25 1")?;
    let screen = talk.end()?;
    assert!(screen.contains("Saved: me.json"), "{screen}");
    assert!(
        screen.contains("NO-GO for a half marathon today, Sat 21 Nov 2026"),
        "{screen}"
    );
    let path = folder.path().join("me.json");
    let saved = record(&path)?;
    for (pointer, is) in [
        ("/injury/side", Value::from("left")),
        ("/injury/onset", "2026-08-13".into()),
        ("/injury/last_flare", "none".into()),
        ("/screening/0/fever", false.into()),
        ("/goal/date", "2026-11-22".into()),
        ("/runs/0/pain_next_morning", 0.into()),
        ("/pain/1/covers_days", 6.into()),
        ("/heel_raise/0/left/reps", 29.into()),
        ("/heel_raise/0/left/pain", 1.into()),
        ("/hop/0/right/trials/0", 25.into()),
    ] {
        assert_eq!(saved.pointer(pointer), Some(&is), "{pointer}");
    }
    assert!(saved.pointer("/heel_raise/0/right/pain").is_none());
    // The next day asks only for what has run out or is missing, and the log takes the rest.
    let mut talk = Talk::begin(folder.path(), &["log", "--as-of", "2026-11-22"])?;
    talk.says("What happened since then", "none")?;
    talk.says("This morning", "mild 3")?;
    talk.says("Worst pain today so far?", "a lot")?;
    talk.says("Did you limp today?", "n")?;
    talk.says("A pain killer, ice or tape", "n")?;
    talk.says("Did you run today?", "n")?;
    assert!(talk.keys <= 25, "{} keys", talk.keys);
    let said = talk.end()?;
    assert!(said.contains("Saved: me.json"), "{said}");
    let saved = record(&path)?;
    assert_eq!(saved.pointer("/as_of"), Some(&"2026-11-22".into()));
    // Mild may be up to 5, and the higher counts.
    assert_eq!(saved.pointer("/hop/0/pain_next_morning"), Some(&5.into()));
    assert_eq!(
        saved.pointer("/heel_raise/0/pain_next_morning"),
        Some(&5.into())
    );
    assert_eq!(saved.pointer("/runs/0/pain_next_morning"), Some(&0.into()));
    Ok(())
}

#[test]
fn enter_answers_nothing_and_back_takes_an_answer_away() -> Tested {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("me.json");
    let begun = "{\n  // mine\n  \"as_of\": \"2026-11-20\",\n  \"injury\": { \"condition\": \"achilles-midportion\" }\n}\n";
    std::fs::write(&path, begun)?;
    let mut talk = Talk::begin(folder.path(), &["ask", "--as-of", "2026-11-21"])?;
    talk.says("Which leg?", "")?;
    talk.says("Please answer, or s to skip it", "?")?;
    talk.says("both tendons hurt now", "9")?;
    talk.says("Not understood: a number from 1 to 3, got `9`.", "right")?;
    talk.says("Did it begin suddenly?", "b")?;
    talk.says("Which leg?", "s")?;
    talk.says("Did it begin suddenly?", "2")?;
    talk.says("did any of these happen?", "2")?;
    // Whoever must be seen today is asked only what else must be seen.
    talk.says("Do you have any of these now?", "none")?;
    let said = talk.end()?;
    assert!(said.contains("Do not run."), "{said}");
    let text = std::fs::read_to_string(&path)?;
    assert!(
        text.contains("  // mine\n  \"as_of\": \"2026-11-21\""),
        "{text}"
    );
    assert!(!text.contains("side"), "{text}");
    assert!(text.contains("\"sudden_onset\": false"), "{text}");
    Ok(())
}

#[test]
fn what_cannot_be_is_asked_again_and_not_saved() -> Tested {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("me.json");
    std::fs::write(
        &path,
        "{ \"as_of\": \"2026-11-21\", \"injury\": { \"condition\": \"achilles-midportion\" }, \"pain\": [ { \"date\": \"2026-11-21\", \
         \"morning\": 6 } ] }",
    )?;
    let mut talk = Talk::begin(folder.path(), &["log", "--as-of", "2026-11-21"])?;
    talk.says("This morning", "11 3")?;
    talk.says("Not understood: pain is 0 to 10", "2 3")?;
    talk.says("You answered 6 before. Correct it to 2? y/n", "n")?;
    talk.session.send_line("7 3")?;
    talk.says("Worst pain today so far?", "q")?;
    talk.end()?;
    assert_eq!(record(&path)?.pointer("/pain/0/morning"), Some(&7.into()));
    Ok(())
}

#[test]
fn an_export_is_taken_on_the_way() -> Tested {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("me.json");
    std::fs::write(
        &path,
        "{ \"as_of\": \"2026-11-21\", \"injury\": { \"condition\": \"none\" } }",
    )?;
    let export =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/watch/garmin-fenix-5-run.fit");
    let mut talk = Talk::begin(folder.path(), &["ask", "--as-of", "2026-11-21"])?;
    talk.says("In the last 12 months", "none")?;
    talk.says("What do you want to do", "half 20 dec")?;
    talk.says("on a watch or in an app?", "nowhere.zip")?;
    talk.says("no file or folder `nowhere.zip`", &text_of(&export))?;
    talk.says("without walking in between?", "y")?;
    talk.says("every run in this record?", "q")?;
    talk.end()?;
    let saved = record(&path)?;
    assert!(saved.pointer("/runs/0/sources/0").is_some());
    assert_eq!(saved.pointer("/runs/0/walk_breaks"), Some(&false.into()));
    Ok(())
}

#[test]
fn without_a_terminal_both_say_what_to_use() -> Tested {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("me.json");
    let begun =
        "{ \"as_of\": \"2026-11-20\", \"injury\": { \"condition\": \"achilles-midportion\" } }";
    std::fs::write(&path, begun)?;
    let file = text_of(&path);
    let ask = rtr(&["ask", &file])?;
    assert_eq!(ask.status.code(), Some(2));
    assert!(String::from_utf8(ask.stderr)?.contains("rtr init assessment > me.json"));
    let day = ["log", &file, "--as-of", "2026-11-21"];
    let log = rtr(&day)?;
    assert_eq!(log.status.code(), Some(2));
    let said = String::from_utf8(log.stderr)?;
    assert!(
        said.contains("--morning 1 --stiff 3 --worst 1 --limp no --masked none"),
        "{said}"
    );
    let flags = [
        "--morning",
        "1",
        "--stiff",
        "3",
        "--worst",
        "1",
        "--limp",
        "no",
        "--masked",
        "none",
        "--run",
        "6 36",
    ];
    let log = rtr(&[&day[..], &flags].concat())?;
    assert_eq!(
        log.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&log.stderr)
    );
    let saved = record(&path)?;
    assert_eq!(saved.pointer("/pain/0/limp"), Some(&false.into()));
    assert_eq!(saved.pointer("/runs/0/distance_km"), Some(&6.into()));
    let wrong = rtr(&[&day[..], &["--morning", "11"]].concat())?;
    assert_eq!(wrong.status.code(), Some(2));
    assert_eq!(record(&path)?, saved);
    Ok(())
}

/// A record of the day before, with a log that it calls complete, and a fortnight recalled.
const COMPLETE: &str = r#"{ "format": "assessment/1", "as_of": "2026-11-20",
  "injury": { "condition": "achilles-midportion", "side": "left", "onset": "2026-03", "last_flare": "none" },
  "log_complete_from": "2026-03-31", "runs": [],
  "pain": [{ "date": "2026-11-20", "covers_days": 14, "worst": 4, "limp": true }] }"#;

/// A day without an entry in a complete log is a day of rest, an empty list of treatments says that there were none, and no flare means
/// that earlier tests count: of the days since nobody has said so.
#[test]
fn what_a_record_says_of_its_days_holds_for_later_ones_only_when_it_is_said_again() -> Tested {
    const EMPTY: &str = r#""treatments": []"#;
    const LISTED: &str = r#""treatments": [{ "kind": "corticosteroid-injection", "date": "2026-02-03", "site": "achilles" }]"#;
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("me.json");
    let with = |list: &str| COMPLETE.replace(r#""runs": []"#, &format!(r#""runs": [], {list}"#));
    // What is answered, whether the record is of today then, and what of its claims stands: runs, treatments, flare.
    for (list, verb, answers, is_moved, stands) in [
        (EMPTY, "log", &["none"][..], true, [true, true, true]),
        (EMPTY, "log", &["1"], true, [false, true, true]),
        (EMPTY, "log", &["1 3"], true, [false, true, false]),
        (EMPTY, "log", &["2"], true, [true, false, true]),
        (EMPTY, "log", &["s"], false, [true, true, true]),
        (EMPTY, "log", &["q"], false, [true, true, true]),
        (EMPTY, "ask", &["none"], true, [true, true, true]),
        (EMPTY, "ask", &["1,2,3"], true, [false, false, false]),
        (EMPTY, "ask", &["s"], false, [true, true, true]),
        (LISTED, "log", &["none"], true, [true, true, true]),
        (
            LISTED,
            "log",
            &["1 2", "4 24 nov"],
            true,
            [false, true, true],
        ),
        (LISTED, "log", &["2", "s"], false, [true, true, true]),
        (LISTED, "ask", &["2", "q"], false, [true, true, true]),
        (LISTED, "ask", &["2", "4 24 nov"], true, [true, true, true]),
    ] {
        let case = format!("{list} {verb} {answers:?}");
        std::fs::write(&path, with(list))?;
        let mut talk = Talk::begin(folder.path(), &[verb, "--as-of", "2026-11-27"])?;
        for (answer, words) in answers
            .iter()
            .zip(["What happened since then", "Which treatment"])
        {
            talk.says(words, answer)?;
        }
        if is_moved {
            talk.says(if verb == "log" { "This morning" } else { "?" }, "q")?;
        }
        talk.end()?;
        let saved = record(&path)?;
        let day = if is_moved { "2026-11-27" } else { "2026-11-20" };
        assert_eq!(
            saved.get("as_of").and_then(Value::as_str),
            Some(day),
            "{case}"
        );
        let claims = ["/log_complete_from", "/treatments", "/injury/last_flare"];
        let said = claims.map(|path| saved.pointer(path).is_some_and(|claim| !claim.is_null()));
        assert_eq!(said, stands, "{case}");
        let treatments = saved
            .get("treatments")
            .and_then(Value::as_array)
            .map_or(0, Vec::len);
        let told = usize::from(list == LISTED) + usize::from(answers.len() == 2 && is_moved);
        assert_eq!(treatments, told, "{case}: {saved}");
    }
    let day = [
        "log",
        &text_of(&path),
        "--as-of",
        "2026-11-27",
        "--worst",
        "1",
    ];
    for (list, flags, code, complete) in [
        (EMPTY, &[][..], 2, true),
        (EMPTY, &["--since-then", "maybe"], 2, true),
        (EMPTY, &["--since-then", ","], 2, true),
        (EMPTY, &["--since-then", ""], 2, true),
        (EMPTY, &["--since-then", "none"], 0, true),
        (EMPTY, &["--since-then", "run"], 0, false),
        (EMPTY, &["--since-then", "run,treatment"], 0, false),
        (LISTED, &["--since-then", "treatment"], 2, true),
    ] {
        std::fs::write(&path, with(list))?;
        let log = rtr(&[&day[..], flags].concat())?;
        assert_eq!(log.status.code(), Some(code), "{flags:?}");
        let saved = record(&path)?;
        let from = saved.get("log_complete_from").and_then(Value::as_str);
        assert_eq!(from.is_some(), complete, "{flags:?}");
    }
    Ok(())
}

/// The first question can be gone back to, and its answer given anew.
#[test]
fn going_back_takes_the_record_to_its_own_day_again() -> Tested {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("me.json");
    std::fs::write(&path, COMPLETE)?;
    let mut talk = Talk::begin(folder.path(), &["log", "--as-of", "2026-11-27"])?;
    talk.says("What happened since then", "none")?;
    talk.says("This morning", "b")?;
    talk.says("What happened since then", "1")?;
    talk.says("This morning", "q")?;
    talk.end()?;
    let saved = record(&path)?;
    assert_eq!(saved.get("log_complete_from"), Some(&Value::Null));
    Ok(())
}

#[test]
fn a_milder_answer_never_replaces_what_a_recalled_entry_tells_of_other_days() -> Tested {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("me.json");
    std::fs::write(&path, COMPLETE)?;
    let log = rtr(&[
        "log",
        &text_of(&path),
        "--as-of",
        "2026-11-20",
        "--worst",
        "1",
        "--limp",
        "no",
    ])?;
    assert_eq!(log.status.code(), Some(0));
    let mut talk = Talk::begin(folder.path(), &["log", "--as-of", "2026-11-20"])?;
    talk.says("This morning", "0 3")?;
    talk.says("Worst pain today so far?", "1")?;
    talk.session.exp_string("stays in today's entry")?;
    talk.says("Did you limp today?", "n")?;
    talk.says("A pain killer, ice or tape", "none")?;
    talk.says("Did you run today?", "n")?;
    talk.end()?;
    let saved = record(&path)?;
    assert_eq!(saved.pointer("/pain/0/worst"), Some(&4.into()));
    assert_eq!(saved.pointer("/pain/0/limp"), Some(&true.into()));
    assert_eq!(saved.pointer("/pain/0/morning"), Some(&0.into()));
    Ok(())
}
