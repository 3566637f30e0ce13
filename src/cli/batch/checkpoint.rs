//! How far a run has come: written beside its unfinished output, so that a killed run can go on.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::Arguments;
use crate::batch::stream::{Input, JudgedBlock, Position, ResumePoint};
use crate::batch::{Judge, Tally};
use crate::cli::{CliError, read, replace};
use crate::digest::Digest;

/// What must be the same for a run to go on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Run {
    engine: String,
    format: String,
    goal: Option<String>,
    as_of: Option<String>,
    units: String,
    protocol: Option<String>,
    criteria: Vec<String>,
    inputs: Vec<String>,
    errors: Option<PathBuf>,
    max_errors: Option<u64>,
}

impl Run {
    /// The run that arguments ask for.
    pub(super) fn of(
        arguments: &Arguments,
        inputs: &[Input],
        judge: &Judge,
    ) -> Result<Self, CliError> {
        let mut criteria = Vec::new();
        if arguments.out.is_some() {
            let protocols = judge.protocols();
            let files = protocols.files()?;
            criteria.extend(
                files
                    .iter()
                    .map(|file| format!("{} {}", file.id, file.digest)),
            );
        }
        Ok(Self {
            engine: env!("CARGO_PKG_VERSION").to_owned(),
            format: judge.shape().format().to_owned(),
            goal: arguments.question.goal.clone(),
            as_of: arguments.question.as_of.map(|day| day.to_string()),
            units: format!("{:?}", arguments.units),
            protocol: arguments.criteria.protocol.clone(),
            criteria,
            inputs: inputs.iter().map(Input::name).collect(),
            errors: arguments.errors.clone(),
            max_errors: arguments.max_errors,
        })
    }

    /// What another run has otherwise.
    fn differences(&self, other: &Self) -> Vec<&'static str> {
        let same = [
            (self.engine == other.engine, "the version of rtr"),
            (self.format == other.format, "--format"),
            (self.goal == other.goal, "--goal"),
            (self.as_of == other.as_of, "--as-of"),
            (self.units == other.units, "--units"),
            (self.protocol == other.protocol, "--protocol"),
            (self.criteria == other.criteria, "the criteria"),
            (self.inputs == other.inputs, "the inputs"),
            (self.errors == other.errors, "--errors"),
            (self.max_errors == other.max_errors, "--max-errors"),
        ];
        let differs = same.iter().filter(|(same, _)| !same);
        differs.map(|(_, what)| *what).collect()
    }
}

/// How far a run has come.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Checkpoint {
    format: String,
    run: Run,
    position: Position,
    /// What stands before the position, so that another input is not taken for this one.
    last_bytes: u64,
    last_sha256: String,
    /// Bytes of the output that are complete.
    pub(super) written: u64,
    /// Bytes of the refused records that are complete.
    pub(super) errors_written: u64,
    /// What those bytes came to.
    pub(super) tally: Tally,
}

const FORMAT: &str = "checkpoint/1";

impl Checkpoint {
    /// How far a run has come after a block.
    pub(super) fn after(
        run: &Run,
        done: &JudgedBlock<Vec<u8>>,
        written: u64,
        errors_written: u64,
        tally: &Tally,
    ) -> Self {
        Self {
            format: FORMAT.to_owned(),
            run: run.clone(),
            position: done.after.clone(),
            last_bytes: u64::try_from(done.last.len()).unwrap_or(0),
            last_sha256: Digest::of(&done.last).to_string(),
            written,
            errors_written,
            tally: tally.clone(),
        }
    }

    /// The file that tells how far the run to an output has come.
    pub(super) fn path(out: &Path) -> PathBuf {
        let mut name = out.as_os_str().to_owned();
        name.push(".part.json");
        name.into()
    }

    /// How far an unfinished run to an output came, if there is one.
    pub(super) fn find(out: Option<&Path>, run: &Run) -> Result<Option<Self>, CliError> {
        let Some(path) = out.map(Self::path).filter(|path| path.exists()) else {
            return Ok(None);
        };
        let (name, text) = read(Some(&path))?;
        let found: Self = serde_json::from_str(&text).map_err(|error| {
            CliError::Usage(format!("{name} is no checkpoint of rtr batch: {error}"))
        })?;
        let differences = found.run.differences(run);
        if !differences.is_empty() {
            return Err(CliError::Usage(format!(
                "{name} is of a run that differs in {}; ask for the same, or delete it to start anew",
                differences.join(", ")
            )));
        }
        Ok(Some(found))
    }

    /// Writes it, whole or not at all.
    pub(super) fn write(&self, out: &Path) -> Result<(), CliError> {
        let text =
            serde_json::to_string(self).map_err(|error| CliError::Internal(error.to_string()))?;
        replace(&Self::path(out), &(text + "\n"))
    }

    pub(super) fn refused(&self) -> u64 {
        self.tally.refused
    }

    /// Where to go on reading.
    pub(super) fn resume(&self) -> ResumePoint {
        ResumePoint {
            position: self.position.clone(),
            last_bytes: self.last_bytes,
            last_sha256: self.last_sha256.clone(),
        }
    }
}
