//! `rtr batch` as it is run: outputs that appear whole, runs that go on, exit codes.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use crate::generated::generator::Generator;
use crate::support::{Tested, cases};

pub(super) fn rtr(folder: &Path, arguments: &[&str]) -> std::io::Result<Output> {
    Command::new(env!("CARGO_BIN_EXE_rtr"))
        .args(arguments)
        .current_dir(folder)
        .output()
}

pub(super) fn code(output: &Output) -> Option<i32> {
    output.status.code()
}

pub(super) const RECORDS: &str = "{\"id\":\"a\",\"as_of\":\"2016-05-01\",\"injury\":{\"condition\":\"none\"}}\n{\"id\":\"b\"}\n\
    {\"id\":\"c\",\"as_of\":\"2016-05-01\",\"injury\":{\"condition\":\"achilles-rupture\"}}\n";

pub(super) fn folder() -> Result<(tempfile::TempDir, PathBuf), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    std::fs::write(folder.path().join("in.ndjson"), RECORDS)?;
    let path = folder.path().to_owned();
    Ok((folder, path))
}

#[test]
fn a_report_line_is_what_check_prints_on_one_line() -> Tested {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for (path, text) in cases()?.iter().step_by(7) {
        let path = path.display().to_string();
        let check = rtr(root, &["check", &path, "--format", "json-line"])?;
        let folder = tempfile::tempdir()?;
        // As it stands in its file, so that the digest is of the same bytes.
        std::fs::write(folder.path().join("one.json"), format!("[{text}]"))?;
        let batch = rtr(
            folder.path(),
            &["batch", "-q", "--format", "report", "one.json"],
        )?;
        assert_eq!(
            String::from_utf8(batch.stdout)?,
            String::from_utf8(check.stdout)?,
            "{path}"
        );
    }
    Ok(())
}

#[test]
fn refused_records_are_counted_and_fail_only_where_that_is_asked() -> Tested {
    let (_kept, folder) = folder()?;
    let lenient = rtr(&folder, &["batch", "in.ndjson"])?;
    assert_eq!(code(&lenient), Some(0));
    assert_eq!(lenient.stdout.split(|byte| *byte == b'\n').count(), 4);
    insta::assert_snapshot!(String::from_utf8(lenient.stderr)?);
    let strict = rtr(&folder, &["batch", "--strict", "in.ndjson", "-o", "out"])?;
    assert_eq!(code(&strict), Some(3));
    assert_eq!(std::fs::read(folder.join("out"))?, lenient.stdout);
    let apart = rtr(
        &folder,
        &[
            "batch",
            "-q",
            "in.ndjson",
            "--errors",
            "bad",
            "--summary",
            "sum",
        ],
    )?;
    assert_eq!(code(&apart), Some(0));
    let bad = std::fs::read_to_string(folder.join("bad"))?;
    let all: Vec<u8> = [apart.stdout.as_slice(), bad.as_bytes()].concat();
    let sorted = |bytes: &[u8]| {
        let lines = bytes.split(|one| *one == b'\n').map(<[u8]>::to_vec);
        let mut lines: Vec<Vec<u8>> = lines.filter(|line| !line.is_empty()).collect();
        lines.sort();
        lines
    };
    assert_eq!(sorted(&all), sorted(&lenient.stdout));
    assert!(bad.starts_with("{\"format\":\"error/1\",\"file\":\"in.ndjson\",\"line\":2,"));
    insta::assert_snapshot!(std::fs::read_to_string(folder.join("sum"))?);
    Ok(())
}

#[test]
fn an_output_that_is_not_whole_does_not_appear() -> Tested {
    let (_kept, folder) = folder()?;
    std::fs::write(folder.join("cut.json"), "[{\"id\":1},")?;
    let cut = rtr(
        &folder,
        &["batch", "-q", "in.ndjson", "cut.json", "-o", "out"],
    )?;
    assert_eq!(
        code(&cut),
        Some(3),
        "{}",
        String::from_utf8_lossy(&cut.stderr)
    );
    assert!(!folder.join("out").exists());
    let again = rtr(
        &folder,
        &["batch", "-q", "in.ndjson", "cut.json", "-o", "out"],
    )?;
    assert_eq!(
        code(&again),
        Some(2),
        "an unfinished run is not thrown away"
    );
    std::fs::write(folder.join("cut.json"), "[{\"id\":1}]")?;
    let mended = rtr(
        &folder,
        &[
            "batch",
            "-q",
            "in.ndjson",
            "cut.json",
            "-o",
            "out",
            "--resume",
        ],
    )?;
    assert_eq!(
        code(&mended),
        Some(0),
        "{}",
        String::from_utf8_lossy(&mended.stderr)
    );
    let unbroken = rtr(&folder, &["batch", "-q", "in.ndjson", "cut.json"])?;
    assert_eq!(std::fs::read(folder.join("out"))?, unbroken.stdout);
    let left = std::fs::read_dir(&folder)?.count();
    assert_eq!(left, 3, "nothing is left over");
    Ok(())
}

#[test]
fn too_many_refused_records_stop_the_run() -> Tested {
    let (_kept, folder) = folder()?;
    std::fs::write(folder.join("bad.ndjson"), "{}\n{}\n{}\n")?;
    let stopped = rtr(
        &folder,
        &[
            "batch",
            "-q",
            "bad.ndjson",
            "in.ndjson",
            "--max-errors",
            "1",
        ],
    )?;
    assert_eq!(code(&stopped), Some(3));
    assert_eq!(stopped.stdout.split(|byte| *byte == b'\n').count(), 3);
    assert_eq!(
        String::from_utf8(stopped.stderr)?,
        "error: stopped, because more than 1 records were refused\n"
    );
    Ok(())
}

#[test]
fn what_cannot_be_opened_is_told_before_anything_is_judged() -> Tested {
    let (_kept, folder) = folder()?;
    for (arguments, exit) in [
        (&["batch", "in.ndjson", "missing.ndjson"][..], 3),
        (&["batch", "."], 2),
        (&["batch", "-", "-"], 2),
        (&["batch", "in.ndjson", "--goal", "flying"], 2),
        (&["batch", "in.ndjson", "--resume"], 2),
        (&["batch", "in.ndjson", "--protocol", "nothing"], 2),
    ] {
        let output = rtr(&folder, arguments)?;
        assert_eq!(code(&output), Some(exit), "{arguments:?}");
        assert!(output.stdout.is_empty() && !output.stderr.is_empty());
    }
    Ok(())
}

/// So many generated records in a file.
fn made_up(path: &Path, records: u64) -> Tested {
    let generator = Generator::new(4, 0).ok_or("the calendar is sound")?;
    let mut text = String::new();
    for number in 0..records {
        generator.write(number, &mut text);
        text.push('\n');
        if number % 1000 == 500 {
            text.push_str("{\"id\":\"broken\"}\n");
        }
    }
    Ok(std::fs::write(path, text)?)
}

#[test]
fn a_killed_run_goes_on_to_the_same_bytes() -> Tested {
    let folder = tempfile::tempdir()?;
    let path = folder.path();
    made_up(&path.join("one.ndjson"), 2000)?;
    made_up(&path.join("two.ndjson"), 5000)?;
    let arguments = ["batch", "-q", "one.ndjson", "two.ndjson", "--threads", "2"];
    let files = ["-o", "out", "--errors", "bad", "--summary", "sum"];
    let mut running = Command::new(env!("CARGO_BIN_EXE_rtr"))
        .args(arguments)
        .args(files)
        .current_dir(path)
        .spawn()?;
    let (checkpoint, start) = (path.join("out.part.json"), Instant::now());
    while !checkpoint.exists() && start.elapsed() < Duration::from_mins(1) {
        std::thread::sleep(Duration::from_millis(5));
    }
    running.kill()?;
    running.wait()?;
    assert!(
        checkpoint.exists(),
        "the run was too short to be interrupted"
    );
    assert!(!path.join("out").exists() && path.join("out.part").exists());

    let other = [
        &arguments[..],
        &files[..],
        &["--resume", "--goal", "strength"],
    ]
    .concat();
    let other = rtr(path, &other)?;
    assert_eq!(code(&other), Some(2));
    assert!(String::from_utf8(other.stderr)?.contains("differs in --goal"));

    let resumed = rtr(path, &[&arguments[..], &files[..], &["--resume"]].concat())?;
    assert_eq!(
        code(&resumed),
        Some(0),
        "{}",
        String::from_utf8_lossy(&resumed.stderr)
    );
    let mended: Vec<Vec<u8>> = ["out", "bad", "sum"]
        .iter()
        .map(|name| std::fs::read(path.join(name)))
        .collect::<Result<_, _>>()?;
    let unbroken = rtr(path, &[&arguments[..], &files[..]].concat())?;
    assert_eq!(code(&unbroken), Some(0));
    for (name, mended) in ["out", "bad", "sum"].iter().zip(mended) {
        assert!(std::fs::read(path.join(name))? == mended, "{name} differs");
    }
    assert!(!checkpoint.exists());
    Ok(())
}

#[test]
fn with_nothing_to_go_on_with_a_run_starts_anew() -> Tested {
    let (_kept, folder) = folder()?;
    std::fs::write(folder.join("cut.json"), "[{\"id\":1},{\"id\":2},")?;
    let cut = rtr(&folder, &["batch", "-q", "cut.json", "-o", "out"])?;
    assert_eq!(code(&cut), Some(3));
    assert!(
        !folder.join("out.part.json").exists(),
        "nothing was sound yet"
    );
    std::fs::write(folder.join("cut.json"), "[{\"id\":1},{\"id\":2}]")?;
    let arguments = ["batch", "cut.json", "-o", "out", "--resume"];
    let anew = rtr(&folder, &arguments)?;
    assert_eq!(
        code(&anew),
        Some(0),
        "{}",
        String::from_utf8_lossy(&anew.stderr)
    );
    assert!(String::from_utf8(anew.stderr)?.contains("starting anew"));
    Ok(())
}

#[test]
fn an_input_that_changed_since_is_not_gone_on_with() -> Tested {
    let (_kept, folder) = folder()?;
    let arguments = [
        "batch",
        "-q",
        "in.ndjson",
        "cut.json",
        "-o",
        "out",
        "--resume",
    ];
    std::fs::write(folder.join("cut.json"), "[{\"id\":1}")?;
    made_up(&folder.join("in.ndjson"), 400)?;
    assert_eq!(code(&rtr(&folder, &arguments)?), Some(3));
    let checkpoint = std::fs::read_to_string(folder.join("out.part.json"))?;
    // Within the first input, as if it had been interrupted there.
    let within = checkpoint.replace(
        "\"input\":1,\"line\":1,\"byte\":0",
        "\"input\":0,\"line\":300,\"byte\":5000",
    );
    assert_ne!(within, checkpoint);
    std::fs::write(folder.join("out.part.json"), &within)?;
    let changed = rtr(&folder, &arguments)?;
    assert_eq!(code(&changed), Some(3));
    assert!(
        String::from_utf8(changed.stderr)?
            .contains("it is not what it was when the run was interrupted")
    );
    assert!(!folder.join("out").exists());
    Ok(())
}

/// The most memory in kB that a batch needs for lines that come by a pipe, early and at the end.
#[cfg(target_os = "linux")]
fn peaks(lines: &[u8], format: &str) -> Result<(u64, u64), Box<dyn Error>> {
    use std::io::Write;
    let mut running = Command::new(env!("CARGO_BIN_EXE_rtr"))
        .args(["batch", "-q", "--threads", "2", "--format", format])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()?;
    let mut input = running.stdin.take().ok_or("a pipe")?;
    let status = format!("/proc/{}/status", running.id());
    let peak = || -> Result<u64, Box<dyn Error>> {
        let status = std::fs::read_to_string(&status)?;
        let line = status.lines().find(|line| line.starts_with("VmHWM:"));
        let number = line.and_then(|line| line.split_whitespace().nth(1));
        Ok(number.ok_or("a peak of memory")?.parse()?)
    };
    input.write_all(lines)?;
    let early = peak()?;
    for _ in 0..3 {
        input.write_all(lines)?;
    }
    let late = peak()?;
    drop(input);
    assert!(running.wait()?.success());
    Ok((early, late))
}

#[test]
#[cfg(target_os = "linux")]
fn memory_does_not_grow_with_the_input() -> Tested {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("records");
    made_up(&path, 1500)?;
    let (early, late) = peaks(&std::fs::read(&path)?, "mid")?;
    assert!(
        late < early.saturating_add(2048),
        "{early} kB, then {late} kB"
    );
    // Of two bytes a line of hundreds is made.
    let (_, tiny) = peaks("{}\n".repeat(100_000).as_bytes(), "mid")?;
    assert!(
        tiny < late.saturating_add(6144),
        "{late} kB, of tiny records {tiny} kB"
    );
    Ok(())
}

#[test]
fn the_summary_fits_its_schema() -> Tested {
    let (_kept, folder) = folder()?;
    rtr(&folder, &["batch", "-q", "in.ndjson", "--summary", "sum"])?;
    let summary = serde_json::from_str(&std::fs::read_to_string(folder.join("sum"))?)?;
    assert!(crate::formats::schema::schema("summary")?.is_valid(&summary));
    Ok(())
}
