//! The program, run on files in a folder of its own.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::Output;

use assert_cmd::Command;
use tempfile::TempDir;

/// A folder that goes with the test.
pub(crate) struct Folder(TempDir);

impl Folder {
    pub(crate) fn new() -> Result<Self, Box<dyn Error>> {
        Ok(Self(TempDir::new()?))
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.path().join(name)
    }

    pub(crate) fn read(&self, name: &str) -> Result<String, Box<dyn Error>> {
        Ok(std::fs::read_to_string(self.file(name))?)
    }

    /// Runs `rtr batch --quiet` here, whatever comes out.
    pub(crate) fn batch(&self, arguments: &[&str]) -> Result<Output, Box<dyn Error>> {
        let mut command = Command::cargo_bin("rtr")?;
        command.current_dir(self.path());
        Ok(command
            .arg("batch")
            .arg("--quiet")
            .args(arguments)
            .output()?)
    }

    /// Runs `rtr batch --quiet` here, and fails where it does.
    pub(crate) fn done(&self, arguments: &[&str]) -> Result<String, Box<dyn Error>> {
        let output = self.batch(arguments)?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr);
            return Err(format!("{arguments:?}: {said}").into());
        }
        Ok(String::from_utf8(output.stdout)?)
    }
}
