//! What people read beside the program: the README, the book, and the pages that they lead to.

mod commands;
mod complete;
mod links;
mod pictures;

use std::path::{Path, PathBuf};

/// The folder of the repository.
fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The chapters of the book, in order of path.
fn chapters() -> std::io::Result<Vec<PathBuf>> {
    let mut chapters = Vec::new();
    let mut folders = vec![root().join("docs/src")];
    while let Some(folder) = folders.pop() {
        for entry in folder.read_dir()? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "md") {
                chapters.push(path);
            }
        }
    }
    chapters.sort();
    Ok(chapters)
}
