//! An output that appears under its name only when it is complete.

use std::fs::File;
use std::io::{self, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use crate::cli::CliError;
use crate::cli::replace::Place;

/// A file under another name until it is complete; a device under its own.
pub(super) struct Part {
    pub(super) path: PathBuf,
    pub(super) part: PathBuf,
    pub(super) file: File,
    pub(super) written: u64,
}

impl Part {
    /// What it is called until it is complete.
    pub(super) fn name(path: &Path) -> PathBuf {
        let mut name = path.as_os_str().to_owned();
        name.push(".part");
        name.into()
    }

    /// Begins a file, or goes on after so many bytes of it; what an earlier run left is thrown away only when that is wanted (`anew`).
    pub(super) fn open(path: &Path, written: Option<u64>, anew: bool) -> Result<Self, CliError> {
        let device = matches!(Place::of(path), Ok(Place::Device));
        let part = if device {
            path.to_owned()
        } else {
            Self::name(path)
        };
        let fault = |source| CliError::File {
            action: "writing",
            path: part.clone(),
            source,
        };
        if device {
            let file = File::options().write(true).open(path).map_err(fault)?;
            return Ok(Self {
                path: path.to_owned(),
                part,
                file,
                written: 0,
            });
        }
        if written.is_none() && part.exists() && !anew {
            return Err(CliError::Usage(format!(
                "{} is left of an unfinished run; go on with --resume, or delete it",
                part.display()
            )));
        }
        let mut options = File::options();
        options.write(true).create(true).truncate(false);
        let mut file = options.open(&part).map_err(fault)?;
        let written = written.unwrap_or(0);
        let there = file.metadata().map_err(fault)?.len();
        if there < written {
            return Err(CliError::Usage(format!(
                "{} is shorter than its checkpoint says; delete both to start anew",
                part.display()
            )));
        }
        file.set_len(written).map_err(fault)?;
        file.seek(SeekFrom::Start(written)).map_err(fault)?;
        Ok(Self {
            path: path.to_owned(),
            part,
            file,
            written,
        })
    }

    pub(super) fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.file.write_all(bytes)?;
        let more = u64::try_from(bytes.len()).unwrap_or(0);
        self.written = self.written.saturating_add(more);
        Ok(())
    }

    /// Sees to it that what was written is on the disk.
    pub(super) fn settle(&self) -> io::Result<()> {
        if self.part == self.path {
            return Ok(());
        }
        self.file.sync_data()
    }

    pub(super) fn put_in_place(&self) -> Result<(), CliError> {
        if self.part == self.path {
            return Ok(());
        }
        let moved = self
            .file
            .sync_all()
            .and_then(|()| std::fs::rename(&self.part, &self.path));
        moved.map_err(|source| CliError::File {
            action: "writing",
            path: self.path.clone(),
            source,
        })
    }
}
