//! A folder for one test, in which the program runs as at home.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Output;

use assert_cmd::Command;
use flate2::Compression;
use flate2::write::GzEncoder;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::support::Tested;

pub(crate) type Failed = Box<dyn std::error::Error>;

/// A folder for one test, in which `rtr` runs.
pub(crate) struct Place(tempfile::TempDir);

impl Place {
    pub(crate) fn new() -> Result<Self, Failed> {
        Ok(Self(tempfile::tempdir()?))
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> Tested {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap_or(Path::new(".")))?;
        Ok(std::fs::write(path, bytes)?)
    }

    pub(crate) fn read(&self, name: &str) -> Result<String, Failed> {
        Ok(std::fs::read_to_string(self.path(name))?)
    }

    pub(crate) fn names(&self) -> Result<Vec<String>, Failed> {
        let entries = self.0.path().read_dir()?;
        let mut names = entries
            .map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()))
            .collect::<Result<Vec<_>, Failed>>()?;
        names.sort();
        Ok(names)
    }

    pub(crate) fn import(&self, arguments: &[&str]) -> Result<Output, Failed> {
        self.rtr(&[&["import"], arguments].concat())
    }

    pub(crate) fn rtr(&self, arguments: &[&str]) -> Result<Output, Failed> {
        let mut command = Command::cargo_bin("rtr")?;
        command.env_clear().current_dir(self.0.path());
        Ok(command.args(arguments).output()?)
    }
}

pub(crate) fn code(output: &Output) -> Option<i32> {
    output.status.code()
}

pub(crate) fn shown(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

pub(crate) fn zipped(files: &[(&str, &[u8])]) -> Result<Vec<u8>, Failed> {
    let mut archive = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in files {
        archive.start_file(*name, SimpleFileOptions::default())?;
        archive.write_all(bytes)?;
    }
    Ok(archive.finish()?.into_inner())
}

pub(crate) fn gzipped(bytes: &[u8]) -> Result<Vec<u8>, Failed> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?)
}
