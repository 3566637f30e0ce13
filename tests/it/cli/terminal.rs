//! What is otherwise on a terminal, on a real one.

use std::process::Command;

use rexpect::session::spawn_command;

use crate::cli::program::{rtr, rtr_with};
use crate::support::Tested;

type Fallible<T> = Result<T, Box<dyn std::error::Error>>;

const STORY: &str = "fixtures/cases/achilles-partial-tear/story.json";

/// All that the program shows on a terminal until it ends.
pub(crate) fn on_a_terminal(arguments: &[&str], environment: &[(&str, &str)]) -> Fallible<String> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rtr"));
    command
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .env("TERM", "xterm")
        .envs(environment.iter().copied())
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(arguments);
    let mut session = spawn_command(command, Some(20_000))?;
    // A letter for each byte is what the session makes of them.
    let bytes = session.exp_eof()?;
    let bytes: Result<Vec<u8>, _> = bytes
        .chars()
        .map(|byte| u8::try_from(u32::from(byte)))
        .collect();
    Ok(String::from_utf8(bytes?)?.replace("\r\n", "\n"))
}

#[test]
fn a_long_page_goes_through_the_pager_and_a_screen_does_not() -> Tested {
    let plain = String::from_utf8(rtr(&["check", STORY, "--full"])?.stdout)?;
    let first = ("PAGER", "sed -n 1p");
    let bare = ("NO_COLOR", "1");
    let paged = on_a_terminal(&["check", STORY, "--full"], &[first, bare])?;
    assert_eq!(paged.lines().count(), 1, "{paged}");
    assert_eq!(paged.lines().next(), plain.lines().next());
    for none in ["", "cat"] {
        let all = on_a_terminal(&["check", STORY, "--full"], &[("PAGER", none), bare])?;
        assert_eq!(all, plain, "{none}");
    }
    // A pager that is not there, or that leaves at once, is no failure.
    let left = on_a_terminal(&["check", STORY, "--full"], &[("PAGER", "true"), bare])?;
    assert_eq!(left, "");
    let screen = on_a_terminal(&["check", STORY], &[first, bare])?;
    assert!(screen.lines().count() > 10, "{screen}");
    Ok(())
}

#[test]
fn a_verdict_has_colour_on_a_terminal_unless_it_is_unwanted() -> Tested {
    let coloured = on_a_terminal(&["check", STORY], &[])?;
    assert!(coloured.contains("\u{1b}["), "{coloured:?}");
    let plain = on_a_terminal(&["check", STORY], &[("NO_COLOR", "1")])?;
    assert_eq!(plain.as_bytes(), rtr(&["check", STORY])?.stdout);
    Ok(())
}

#[test]
fn what_is_forged_in_a_file_is_seen_on_a_terminal() -> Tested {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("forged.json");
    let record = "{ \"as_of\": \"2026-11-21\", \"injury\": { \"condition\": \"none\" }, \
                  \"\\u001b[2J\\u001b[1;1HGO for running\\u001b[8m\": 1 }";
    std::fs::write(&path, record)?;
    let path = path.display().to_string();
    let said = on_a_terminal(&["check", &path], &[("NO_COLOR", "1")])?;
    assert!(!said.contains('\u{1b}'), "{said:?}");
    assert!(
        said.contains("/\\u{1b}[2J\\u{1b}[1;1HGO for running\\u{1b}[8m: unknown field"),
        "{said}"
    );
    assert_eq!(rtr_with(&["check"], record)?.status.code(), Some(3));
    Ok(())
}

#[test]
fn who_names_no_file_is_told_what_is_waited_for() -> Tested {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rtr"));
    command.env_clear().arg("check");
    let mut session = spawn_command(command, Some(20_000))?;
    session.exp_string("Waiting for an assessment")?;
    session.exp_string("rtr init assessment > me.json")?;
    session.send_line("{}")?;
    session.send_control('d')?;
    session.exp_string("/injury: missing")?;
    Ok(())
}
