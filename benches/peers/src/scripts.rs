//! The same decision in plain Python and plain JavaScript: a process each, fed the same file, its start-up not counted.

use std::path::{Path, PathBuf};
use std::process::Command;

use return_to_run::Verdict;
use serde_json::{Map, Value, json};

use crate::Result;
use crate::decision::{Limits, Row, STAGES};

/// A language with the decision written in it.
#[derive(Debug)]
pub struct Script {
    /// The language.
    pub name: &'static str,
    /// How it is done in it.
    pub form: &'static str,
    program: PathBuf,
    source: PathBuf,
    folder: PathBuf,
}

/// The scripts whose languages are at hand; of each other, why not is shown.
///
/// # Errors
/// When the records or the criteria cannot be written to the folder.
pub fn at_hand(rows: &[Row], records: &[String], folder: &Path) -> Result<Vec<Script>> {
    std::fs::create_dir_all(folder)?;
    std::fs::write(
        folder.join("criteria.json"),
        serde_json::to_vec(&criteria(rows)?)?,
    )?;
    let mut text = records.join("\n");
    text.push('\n');
    std::fs::write(folder.join("records.ndjson"), text)?;
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let script = |name, form, program, source| Script {
        name,
        form,
        program,
        source: here.join(source),
        folder: folder.to_owned(),
    };
    let mut scripts = Vec::new();
    match python(here, folder) {
        Ok(program) => scripts.push(script(
            "Python",
            "orjson, dict and loop",
            program,
            "decide.py",
        )),
        Err(fault) => eprintln!("Python is not measured: {fault}"),
    }
    match run(Command::new("node").arg("--version")) {
        Ok(_) => scripts.push(script(
            "JavaScript",
            "node, object and loop",
            "node".into(),
            "decide.js",
        )),
        Err(fault) => eprintln!("JavaScript is not measured: {fault}"),
    }
    Ok(scripts)
}

impl Script {
    /// Judges every record; the CPU seconds that took, and those of reading the records once more and nothing else.
    ///
    /// # Errors
    /// When the process fails.
    pub fn judge(&self) -> Result<(f64, f64)> {
        let mut command = Command::new(&self.program);
        command
            .arg(&self.source)
            .arg(self.folder.join("criteria.json"));
        command
            .arg(self.folder.join("records.ndjson"))
            .arg(self.lines_file());
        let told = run(&mut command)?;
        let (whole, reading) = told.trim().split_once(' ').ok_or("two times")?;
        Ok((whole.parse()?, reading.parse()?))
    }

    /// The lines that it wrote.
    ///
    /// # Errors
    /// When there are none.
    pub fn lines(&self) -> Result<String> {
        Ok(std::fs::read_to_string(self.lines_file())?)
    }

    fn lines_file(&self) -> PathBuf {
        self.folder.join(format!("{}.ndjson", self.name))
    }
}

/// A Python of its own, with what it needs from the package registry.
fn python(here: &Path, folder: &Path) -> Result<PathBuf> {
    let home = folder.join("venv");
    let program = home.join("bin").join("python");
    if !program.exists() {
        let mut names = ["python3.11", "python3"].into_iter();
        let base = names.find(|name| run(Command::new(name).arg("--version")).is_ok());
        let base = base.ok_or("there is no python3")?;
        run(Command::new(base).args(["-m", "venv"]).arg(&home))?;
    }
    let needed = here.join("requirements.txt");
    run(Command::new(&program)
        .args(["-m", "pip", "install", "--quiet", "-r"])
        .arg(needed))?;
    Ok(program)
}

fn run(command: &mut Command) -> Result<String> {
    let output = command
        .output()
        .map_err(|fault| format!("{:?}: {fault}", command.get_program()))?;
    if output.status.success() {
        return Ok(String::from_utf8(output.stdout)?);
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(format!("{:?} failed: {said}", command.get_program()).into())
}

/// Each criterion as numbers: beyond `go` in the worse direction it is not GO, beyond `no_go` it is NO-GO.
fn criteria(rows: &[Row]) -> Result<Value> {
    /// Beyond every value.
    const NEVER: f64 = 1e9;
    let mut words = Map::new();
    let mut numbers = Vec::new();
    for row in rows {
        let (sign, go, no_go) = match &row.limits {
            Limits::Yes(Verdict::NoGo) => (1.0, 0.0, 0.5),
            Limits::Yes(_) => (1.0, 0.0, NEVER),
            Limits::Words(placed) => {
                let place = |verdict: Verdict| match verdict {
                    Verdict::Go => 0,
                    Verdict::Caution => 1,
                    Verdict::NoGo => 2,
                };
                words.extend(
                    placed
                        .iter()
                        .map(|(word, verdict)| ((*word).to_owned(), json!(place(*verdict)))),
                );
                (1.0, 0.0, 1.5)
            }
            Limits::Number(not_go, no_go) => {
                let sign = if not_go.sign == ">" { 1.0 } else { -1.0 };
                if no_go.is_some_and(|no_go| no_go.sign != not_go.sign) {
                    return Err(format!(
                        "`{}` has a NO-GO limit that these scripts cannot hold",
                        row.id
                    )
                    .into());
                }
                (
                    sign,
                    sign * not_go.bound,
                    no_go.map_or(NEVER, |no_go| sign * no_go.bound),
                )
            }
        };
        let said = [
            row.missing(),
            row.reason(Verdict::Caution),
            row.reason(Verdict::NoGo),
        ];
        numbers.push(json!([sign, go, no_go, said[0], said[1], said[2]]));
    }
    let up_to = STAGES.iter().enumerate().map(|(last, name)| {
        let count = rows.iter().filter(|row| row.stage <= last).count();
        ((*name).to_owned(), json!(count))
    });
    let stages: Map<String, Value> = up_to.collect();
    Ok(json!({ "words": words, "rows": numbers, "stages": stages }))
}
