//! A file is replaced whole or not at all, and what it held before is kept beside it.

use std::ffi::OsString;
use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::cli::replace::{Readers, beside, folder};

/// Replaces a file that holds `old`, and names the copy of it that was made. A link stays, what it leads to is replaced.
pub(super) fn replace(path: &Path, old: &str, new: &str) -> io::Result<PathBuf> {
    let path = if path.is_symlink() {
        path.canonicalize()?
    } else {
        path.to_owned()
    };
    // An editor may have saved since; its work must not be lost.
    if std::fs::read(&path)? != old.as_bytes() {
        return Err(io::Error::other("it changed during the import; try again"));
    }
    let permissions = path.metadata()?.permissions();
    if permissions.readonly() {
        return Err(io::Error::other("it is read-only"));
    }
    let file = beside(&path, new.as_bytes(), Readers::Owner)?;
    file.as_file().sync_all()?;
    let (mut backup, name) = new_backup(&path)?;
    backup.write_all(old.as_bytes())?;
    backup.set_permissions(permissions)?;
    backup.sync_all()?;
    file.persist(&path)?;
    settle(&path)?;
    Ok(name)
}

/// Writes a file that is not there yet; only its owner may read it.
pub(in crate::cli) fn create(path: &Path, text: &str) -> io::Result<()> {
    let file = beside(path, text.as_bytes(), Readers::Owner)?;
    file.as_file().sync_all()?;
    file.persist_noclobber(path)?;
    settle(path)
}

/// The first of `FILE.bak`, `FILE.bak1`, ... that does not exist.
fn new_backup(path: &Path) -> io::Result<(File, PathBuf)> {
    let mut number = 0_u32;
    loop {
        let mut name = OsString::from(path);
        name.push(".bak");
        if number > 0 {
            name.push(number.to_string());
        }
        match OpenOptions::new().write(true).create_new(true).open(&name) {
            Ok(file) => return Ok((file, name.into())),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                number = number.checked_add(1).ok_or(error)?;
            }
            Err(error) => return Err(error),
        }
    }
}

/// On Unix a new name is safe only when its folder is.
fn settle(path: &Path) -> io::Result<()> {
    if cfg!(unix) {
        File::open(folder(path))?.sync_all()?;
    }
    Ok(())
}
