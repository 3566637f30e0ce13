//! Output that nobody takes: the exit code stays the verb's own, and what would be 0 is 141, because 0 means GO or done.

use std::fs::OpenOptions;
use std::io::Read;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::cli::program::text_of;
use crate::support::Tested;

const NO_GO: &str = "fixtures/cases/achilles-partial-tear/story.json";
const CAUTION: &str = "fixtures/cases/race-preparation/half-marathon-within-reach.json";
const GO: &str = "fixtures/cases/achilles-insertional/ready-to-run.json";

fn rtr(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rtr"));
    command
        .env_clear()
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command
}

fn code(command: &mut Command) -> std::io::Result<Option<i32>> {
    Ok(command.status()?.code())
}

/// A pipe whose reader has left.
fn left() -> std::io::Result<std::io::PipeWriter> {
    std::io::pipe().map(|(_, writer)| writer)
}

/// Files for the verbs that need some of their own.
struct Files {
    folder: tempfile::TempDir,
}

impl Files {
    fn new() -> Result<Self, Box<dyn std::error::Error>> {
        let files = Self {
            folder: tempfile::tempdir()?,
        };
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let cases = files.folder.path().join("cases");
        std::fs::create_dir(&cases)?;
        std::fs::copy(root.join(CAUTION), cases.join("one.json"))?;
        std::fs::write(
            cases.join("expected.toml"),
            "format = \"cases/1\"\n[[case]]\nname = \"one\"\nbecause = \"It fails.\"\nverdict = \"go\"\n",
        )?;
        let criteria = std::fs::read_to_string(root.join("criteria/race-preparation.toml"))?;
        std::fs::write(
            files.folder.path().join("wide.toml"),
            criteria.replacen(" = ", "    = ", 1),
        )?;
        let report = rtr(&["check", CAUTION, "--format", "json"])
            .stdout(Stdio::piped())
            .output()?;
        let report = String::from_utf8(report.stdout)?;
        std::fs::write(files.folder.path().join("report.json"), &report)?;
        std::fs::write(
            files.folder.path().join("forged.json"),
            report.replacen("\"caution\"", "\"go\"", 1),
        )?;
        std::fs::write(files.folder.path().join("records.ndjson"), "{}\n")?;
        Ok(files)
    }

    fn path(&self, name: &str) -> String {
        text_of(&self.folder.path().join(name))
    }
}

/// A run of a verb: its exit code, whether it writes to standard output and to standard error, and its arguments.
type Row = (i32, bool, bool, Vec<String>);

fn rows(rows: &[(i32, &str, &[&str])]) -> Vec<Row> {
    let row = |(code, writes, arguments): &(i32, &str, &[&str])| {
        let to = |stream| *writes == stream || *writes == "both";
        let arguments = arguments.iter().map(|one| (*one).to_owned()).collect();
        (*code, to("out"), to("err"), arguments)
    };
    rows.iter().map(row).collect()
}

/// Every verb, with every exit code that it knows.
fn runs(files: &Files) -> Vec<Row> {
    let (report, forged) = (files.path("report.json"), files.path("forged.json"));
    let records = files.path("records.ndjson");
    let mut all = rows(&[
        (0, "out", &["--help"]),
        (0, "out", &["--version"]),
        (2, "err", &["--no-such-flag"]),
        (0, "out", &["check", GO]),
        (10, "out", &["check", CAUTION]),
        (20, "out", &["check", NO_GO]),
        (20, "out", &["check", NO_GO, "--full"]),
        (0, "out", &["check", NO_GO, "--exit-zero"]),
        (20, "out", &["check", NO_GO, "--format", "json"]),
        (20, "out", &["check", NO_GO, "--format", "json-line"]),
        (20, "out", &["check", NO_GO, "--format", "html"]),
        (20, "out", &["check", NO_GO, "--format", "markdown"]),
        (3, "err", &["check", &records]),
        (3, "both", &["check", &records, "--format", "json"]),
        (
            4,
            "err",
            &["check", GO, "--criteria", "fixtures/faulty/bad-band.toml"],
        ),
        (0, "both", &["batch", &records]),
        (3, "both", &["batch", &records, "--strict"]),
        (0, "out", &["batch", &records, "--quiet"]),
        (0, "out", &["init", "assessment"]),
        (
            0,
            "both",
            &["import", "fixtures/watch/forerunner-410-run.tcx"],
        ),
        (
            3,
            "both",
            &["import", "fixtures/watch/LICENSE-python-fitparse"],
        ),
        (0, "out", &["timeline", NO_GO]),
        (0, "out", &["next", NO_GO]),
        (0, "out", &["plan", NO_GO]),
        (0, "out", &["plan", NO_GO, "--ics", "-"]),
        (0, "out", &["load", NO_GO]),
        (3, "err", &["load", &records]),
        (0, "out", &["verify", &report, "--assessment", CAUTION]),
        (5, "out", &["verify", &forged, "--assessment", CAUTION]),
        (0, "out", &["explain", "hop-pain"]),
        (2, "err", &["explain", "no-such-thing"]),
        (0, "out", &["measures"]),
        (2, "err", &["measures", "no-such-thing"]),
        (0, "out", &["completions", "bash"]),
        (0, "out", &["man"]),
        (2, "err", &["man", "jump"]),
        (0, "out", &["schema", "report"]),
        (0, "out", &["schema", "columns"]),
    ]);
    all.extend(runs_on_criteria(files));
    all
}

fn runs_on_criteria(files: &Files) -> Vec<Row> {
    let (cases, wide) = (files.path("cases"), files.path("wide.toml"));
    let tested = ["criteria", "test", "race-preparation", "--cases", &cases];
    let mutated = [
        "criteria",
        "mutate",
        "race-preparation",
        "--no-killers",
        "--cases",
        &cases,
    ];
    let loose = "fixtures/faulty/cautions-out-of-reach.toml";
    let (old, new) = (
        "criteria/achilles-midportion.toml",
        "criteria/achilles-partial-tear.toml",
    );
    rows(&[
        (0, "out", &["criteria", "list"]),
        (0, "out", &["criteria", "show", "race-preparation"]),
        (0, "out", &["criteria", "manual", "race-preparation"]),
        (0, "out", &["criteria", "init", "my-calf", "-o", "-"]),
        (0, "none", &["criteria", "fmt", "--check", old]),
        (5, "out", &["criteria", "fmt", "--check", &wide]),
        (0, "err", &["criteria", "lint", "race-preparation"]),
        (5, "both", &["criteria", "lint", loose]),
        (
            4,
            "both",
            &["criteria", "lint", "fixtures/faulty/bad-band.toml"],
        ),
        (5, "out", &tested),
        (0, "out", &["criteria", "test", "race-preparation"]),
        (5, "out", &mutated),
        (0, "out", &["criteria", "diff", old, old]),
        (5, "out", &["criteria", "diff", old, new]),
        (
            4,
            "err",
            &["criteria", "diff", old, "fixtures/faulty/bad-band.toml"],
        ),
        (0, "both", &["criteria", "prove", "race-preparation"]),
        (
            5,
            "both",
            &[
                "criteria",
                "prove",
                "fixtures/refuted/less-never-helps.toml",
            ],
        ),
    ])
}

#[test]
fn a_reader_that_leaves_never_makes_an_exit_code_0() -> Tested {
    let files = Files::new()?;
    let mut wrong = Vec::new();
    for (own, out, err, arguments) in runs(&files) {
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let found = code(&mut rtr(&arguments))?;
        if found != Some(own) {
            wrong.push(format!("{arguments:?}: {found:?}, not {own}"));
        }
        let lost = |lost: bool| if lost && own == 0 { 141 } else { own };
        // A batch stops where its lines are lost, and does not know what it would have come to.
        let cut = arguments.first() == Some(&"batch");
        let without_out = if cut { 141 } else { lost(out) };
        let mut ways = vec![
            (
                "no reader of standard output",
                without_out,
                left()?.into(),
                Stdio::null(),
            ),
            (
                "no reader of standard error",
                lost(err),
                Stdio::null(),
                left()?.into(),
            ),
            (
                "no reader",
                if cut { 141 } else { lost(out || err) },
                left()?.into(),
                left()?.into(),
            ),
        ];
        if let Ok(full) = OpenOptions::new().write(true).open("/dev/full") {
            ways.push(("a full disk", without_out, full.into(), Stdio::null()));
        }
        for (way, expected, stdout, stderr) in ways {
            let found = code(
                rtr(&arguments)
                    .stdout::<Stdio>(stdout)
                    .stderr::<Stdio>(stderr),
            )?;
            if found != Some(expected) {
                wrong.push(format!("{arguments:?}, {way}: {found:?}, not {expected}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}

#[test]
#[cfg(unix)]
fn closed_output_leaves_every_exit_code_as_it_is() -> Tested {
    let files = Files::new()?;
    for (own, _, _, arguments) in runs(&files) {
        let each = arguments.first().is_some_and(|verb| verb == "check");
        let ways = [">&- 2>&-", ">&-", "2>&-"];
        for closed in ways.iter().take(if each { 3 } else { 1 }) {
            let mut shell = Command::new("/bin/sh");
            shell
                .current_dir(env!("CARGO_MANIFEST_DIR"))
                .args(["-c", &format!("\"$@\" {closed}"), "sh"])
                .arg(env!("CARGO_BIN_EXE_rtr"))
                .args(&arguments)
                .stdin(Stdio::null())
                .stdout(Stdio::null())
                .stderr(Stdio::null());
            assert_eq!(code(&mut shell)?, Some(own), "{arguments:?} {closed}");
        }
    }
    Ok(())
}

#[test]
fn a_reader_that_leaves_in_the_midst_of_much_output_never_makes_an_exit_code_0() -> Tested {
    let files = Files::new()?;
    let records = files.path("many.ndjson");
    std::fs::write(&records, "{}\n".repeat(100_000))?;
    let faulty: Vec<&str> = vec!["fixtures/faulty"; 12];
    let runs: [(i32, Vec<&str>); 3] = [
        (141, vec!["batch", &records]),
        (141, vec!["batch", &records, "--strict", "--quiet"]),
        (4, [&["criteria", "lint"], faulty.as_slice()].concat()),
    ];
    for (expected, arguments) in runs {
        let mut running = rtr(&arguments).stdout(Stdio::piped()).spawn()?;
        let mut out = running.stdout.take().ok_or("a pipe")?;
        let mut first = [0; 16];
        out.read_exact(&mut first)?;
        drop(out);
        assert_eq!(running.wait()?.code(), Some(expected), "{arguments:?}");
    }
    Ok(())
}

#[test]
fn a_full_disk_is_named() -> Tested {
    let Ok(full) = OpenOptions::new().write(true).open("/dev/full") else {
        return Ok(());
    };
    let ran = rtr(&["check", NO_GO])
        .stdout(full)
        .stderr(Stdio::piped())
        .output()?;
    let said = String::from_utf8(ran.stderr)?;
    assert!(
        said.contains("error: writing to standard output") && said.contains("because"),
        "{said}"
    );
    Ok(())
}
