//! Every odd input has a defined answer.

use std::io::Write;

use assert_cmd::Command;
use return_to_run::batch::Shape;
use return_to_run::batch::stream::{MOST_BYTES, StopReason};

use super::{judge, ran, ran_over};
use crate::support::Tested;

#[test]
fn every_odd_input_has_the_answer_that_was_read_and_agreed() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/batches");
    insta::glob!(root, "[a-z]*.*", |path| {
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let output = Command::new(env!("CARGO_BIN_EXE_rtr"))
            .args(["batch", "--quiet", "--format", "compact", "--threads", "2"])
            .arg(&name)
            .current_dir(root)
            .output();
        let told = output.map(|output| {
            format!(
                "exit {:?}\n{}--- standard error\n{}",
                output.status.code(),
                String::from_utf8_lossy(&output.stdout),
                String::from_utf8_lossy(&output.stderr)
            )
        });
        insta::assert_snapshot!(told.unwrap_or_else(|error| error.to_string()));
    });
}

const SOUND: &str = r#"{"id":"sound","as_of":"2016-05-01","injury":{"condition":"none"}}"#;

#[test]
fn a_line_of_100_mb_is_refused_unread_and_the_next_is_judged() -> Tested {
    let mut file = tempfile::NamedTempFile::new()?;
    writeln!(file, "{SOUND}")?;
    write!(file, "{{\"note\":\"")?;
    for _ in 0..100 {
        file.write_all(&vec![b'a'; 1024 * 1024])?;
    }
    writeln!(file, "\"}}\n{SOUND}")?;
    let ran = ran_over(&judge(Shape::Compact)?, file.path(), 2, None)?;
    let lines: Vec<&str> = ran.out.lines().collect();
    let [first, refused, last] = lines.as_slice() else {
        return Err(format!("three lines, got {}", lines.len()).into());
    };
    assert_eq!(first, last);
    let expected = format!(
        r#"{{"format":"error/1","file":"FILE","line":2,"byte":{},"id":null,"errors":[{{"path":"","message":"longer than {MOST_BYTES} bytes; a record may have no more"}}]}}"#,
        SOUND.len().saturating_add(1)
    );
    assert_eq!(*refused, expected);
    assert!(ran.broken.is_empty());
    Ok(())
}

#[test]
fn a_line_that_is_just_short_enough_is_judged() -> Tested {
    let padded = |length: usize| {
        let rest = length.saturating_sub(SOUND.len());
        format!("{SOUND}{}\n{SOUND}\n", " ".repeat(rest))
    };
    let judge = judge(Shape::Compact)?;
    let fits = ran(&judge, padded(MOST_BYTES.saturating_sub(1)).as_bytes(), 1)?;
    assert_eq!((fits.tally.judged(), fits.tally.refused), (2, 0));
    let too_long = ran(&judge, padded(MOST_BYTES.saturating_add(1)).as_bytes(), 1)?;
    assert_eq!((too_long.tally.judged(), too_long.tally.refused), (1, 1));
    Ok(())
}

#[test]
fn a_batch_stops_at_the_record_that_is_refused_one_too_many_times() -> Tested {
    let judge = judge(Shape::Compact)?;
    let mut text = String::new();
    for number in 0..20_000 {
        text.push_str(if number % 100 == 99 { "{}\n" } else { SOUND });
        text.push('\n');
    }
    let mut file = tempfile::NamedTempFile::new()?;
    file.write_all(text.as_bytes())?;
    let mut before = None;
    for threads in [1, 2, 3] {
        let ran = ran_over(&judge, file.path(), threads, Some(150))?;
        assert_eq!(ran.stopped, StopReason::TooManyRefused);
        assert_eq!((ran.tally.refused, ran.tally.judged()), (151, 14_949));
        assert_eq!(before.get_or_insert(ran.out.clone()), &ran.out);
    }
    Ok(())
}
