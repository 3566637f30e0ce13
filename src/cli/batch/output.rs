//! Where the lines go: standard output, or a file that appears under its name only when it is complete.

use std::io::{self, Write};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use super::Arguments;
use super::checkpoint::{Checkpoint, Run};
use super::part::Part;
use crate::batch::line::CSV_HEADER;
use crate::batch::stream::JudgedBlock;
use crate::batch::{Shape, Tally};
use crate::cli::CliError;

/// How often a run writes down how far it has come.
const EVERY: Duration = Duration::from_secs(1);

/// Where lines and refused records go, and what they came to.
pub(super) struct Output {
    run: Run,
    out: Option<Part>,
    errors: Option<Part>,
    tally: Tally,
    broken: Vec<String>,
    /// How far everything is sound; the last of it is written down when the run stops.
    sound: Option<Checkpoint>,
    saved: Option<Instant>,
}

impl Output {
    /// Opens the files, from where a checkpoint left them.
    pub(super) fn open(
        arguments: &Arguments,
        run: Run,
        resumed: Option<Checkpoint>,
    ) -> Result<Self, CliError> {
        let part = |path: &Option<PathBuf>, written: Option<u64>| {
            let path = path.as_deref();
            path.map(|path| Part::open(path, written, arguments.resume))
                .transpose()
        };
        let from = resumed.as_ref();
        let mut output = Self {
            out: part(&arguments.out, from.map(|from| from.written))?,
            errors: part(&arguments.errors, from.map(|from| from.errors_written))?,
            run,
            tally: from.map(|from| from.tally.clone()).unwrap_or_default(),
            broken: Vec::new(),
            saved: None,
            sound: resumed,
        };
        if arguments.format == Some(Shape::Csv) && output.sound.is_none() {
            output
                .write(CSV_HEADER.as_bytes())
                .map_err(|error| output.fault(error))?;
        }
        Ok(output)
    }

    pub(super) const fn tally(&self) -> &Tally {
        &self.tally
    }

    /// Why inputs could not be gone through.
    pub(super) fn broken(&self) -> &[String] {
        &self.broken
    }

    /// What it means that something could not be written.
    pub(super) fn fault(&self, source: io::Error) -> CliError {
        match &self.out {
            Some(out) => CliError::File {
                action: "writing",
                path: out.part.clone(),
                source,
            },
            None => CliError::Output(source),
        }
    }

    /// Takes what was made of the next block.
    pub(super) fn take(&mut self, done: &JudgedBlock<Vec<u8>>) -> io::Result<()> {
        self.write(&done.out)?;
        if let Some(errors) = &mut self.errors {
            errors.write(&done.errors)?;
        }
        self.tally.merge(&done.tally);
        self.broken.extend(done.broken.iter().cloned());
        let Some(out) = self
            .out
            .as_ref()
            .filter(|_| self.broken.is_empty() && !done.cut)
        else {
            return Ok(());
        };
        let due = self.saved.is_none_or(|saved| saved.elapsed() >= EVERY);
        let errors_written = self.errors.as_ref().map_or(0, |errors| errors.written);
        self.sound = Some(Checkpoint::after(
            &self.run,
            done,
            out.written,
            errors_written,
            &self.tally,
        ));
        if due {
            self.save()?;
        }
        Ok(())
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        match &mut self.out {
            Some(out) => out.write(bytes),
            None => {
                let mut out = io::stdout().lock();
                out.write_all(bytes)?;
                out.flush()
            }
        }
    }

    /// Writes down how far the run has come, once what it speaks of is on the disk.
    fn save(&mut self) -> io::Result<()> {
        let (Some(sound), Some(out)) = (&self.sound, &self.out) else {
            return Ok(());
        };
        out.settle()?;
        if let Some(errors) = &self.errors {
            errors.settle()?;
        }
        sound
            .write(&out.path)
            .map_err(|error| io::Error::other(error.to_string()))?;
        self.saved = Some(Instant::now());
        Ok(())
    }

    /// Puts the files in their places when all of the input was gone through; else keeps them, and tells where.
    pub(super) fn close(mut self, whole: bool) -> Result<Option<String>, CliError> {
        if !whole {
            self.save().map_err(|error| self.fault(error))?;
            let kept = self.out.as_ref().map(|out| {
                format!(
                    "{} was not put in place; what was judged is in {}, and --resume goes on from there",
                    out.path.display(),
                    out.part.display()
                )
            });
            if self.out.is_none()
                && let Some(errors) = self.errors
            {
                errors.put_in_place()?;
            }
            return Ok(kept);
        }
        if let Some(errors) = self.errors {
            errors.put_in_place()?;
        }
        if let Some(out) = self.out {
            let checkpoint = Checkpoint::path(&out.path);
            out.put_in_place()?;
            match std::fs::remove_file(&checkpoint) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    return Err(CliError::File {
                        action: "deleting",
                        path: checkpoint,
                        source: error,
                    });
                }
                Ok(()) | Err(_) => {}
            }
        }
        Ok(None)
    }
}
