//! Files that are written whole or not at all.

use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::CliError;

/// What stands where something is to be written.
pub(super) enum Place {
    /// A file, or nothing yet. A link stays, what it leads to is replaced.
    File(PathBuf),
    /// A device or a pipe: it is written to, and nothing may take its place.
    Device,
}

impl Place {
    pub(super) fn of(path: &Path) -> io::Result<Self> {
        match path.metadata() {
            Ok(data) if data.is_dir() => Err(io::Error::new(
                io::ErrorKind::IsADirectory,
                "it is a folder; name a file in it",
            )),
            Ok(data) if !data.is_file() => Ok(Self::Device),
            Ok(_) if path.is_symlink() => Ok(Self::File(path.canonicalize()?)),
            Err(_) if path.is_symlink() => Err(io::Error::new(
                io::ErrorKind::NotFound,
                "it is a link that leads nowhere",
            )),
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            Ok(_) | Err(_) => Ok(Self::File(path.to_owned())),
        }
    }
}

/// Writes a file whole or not at all; one that is there keeps its permissions.
pub(super) fn replace(path: &Path, text: &str) -> Result<(), CliError> {
    write(path, text.as_bytes()).map_err(|source| CliError::File {
        action: "writing",
        path: path.to_owned(),
        source,
    })
}

fn write(path: &Path, text: &[u8]) -> io::Result<()> {
    let path = match Place::of(path)? {
        Place::File(path) => path,
        Place::Device => return OpenOptions::new().write(true).open(path)?.write_all(text),
    };
    beside(&path, text, Readers::Any)?.persist(path)?;
    Ok(())
}

/// Who may read a new file; one that is there keeps its permissions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Readers {
    /// As any new file.
    Any,
    /// Its owner alone.
    Owner,
}

/// The text in a file of the same folder, to be moved: only within one file system is a move all or nothing.
pub(super) fn beside(path: &Path, text: &[u8], readers: Readers) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    let any = std::os::unix::fs::PermissionsExt::from_mode(0o666);
    #[cfg(unix)]
    if readers == Readers::Any {
        builder.permissions(any);
    }
    // The name of a file that was never made helps nobody.
    let fault = |error: io::Error| {
        let kind = error.kind();
        io::Error::new(kind, format!("its folder takes no new file: {kind}"))
    };
    let mut file = builder
        .prefix(".rtr-")
        .tempfile_in(folder(path))
        .map_err(fault)?;
    file.write_all(text)?;
    if let Ok(there) = path.metadata() {
        file.as_file().set_permissions(there.permissions())?;
    }
    Ok(file)
}

/// The folder that a path names a file in.
pub(super) fn folder(path: &Path) -> &Path {
    path.parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."))
}
