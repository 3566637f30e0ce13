//! Files that are written whole or not at all.

use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

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
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let mut file = new_in(folder)?;
    file.write_all(text)?;
    if let Ok(there) = path.metadata() {
        file.as_file().set_permissions(there.permissions())?;
    }
    file.persist(path)?;
    Ok(())
}

/// A new file with the permissions that any new file gets; those of temporary files are for their owner only.
fn new_in(folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    let any = std::os::unix::fs::PermissionsExt::from_mode(0o666);
    #[cfg(unix)]
    builder.permissions(any);
    builder.prefix(".rtr-").tempfile_in(folder)
}
