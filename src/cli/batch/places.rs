//! Where a batch writes: files of their own, none of which is read, each free to be put in place.

use std::io;
use std::path::{Path, PathBuf};

use super::Arguments;
use super::checkpoint::Checkpoint;
use super::part::Part;
use crate::batch::stream::Input;
use crate::cli::CliError;
use crate::cli::replace::Place;

/// An output: by which option it was named, and where it stands.
struct NamedOutput<'a> {
    option: &'static str,
    path: &'a Path,
}

impl NamedOutput<'_> {
    /// Every file that is written for it, with what it is; none for a device, which several may write to.
    fn written(&self) -> Vec<(PathBuf, &'static str)> {
        if matches!(Place::of(self.path), Ok(Place::Device)) {
            return Vec::new();
        }
        let mut written = vec![(self.path.to_owned(), "")];
        if self.option != SUMMARY {
            written.push((Part::name(self.path), ", until it is complete"));
        }
        if self.option == OUT {
            written.push((Checkpoint::path(self.path), ", for its checkpoint"));
        }
        written
    }

    fn wrong(&self, why: &str) -> CliError {
        CliError::Usage(format!("{} {}: {why}", self.option, self.path.display()))
    }
}

const OUT: &str = "--out";
const ERRORS: &str = "--errors";
const SUMMARY: &str = "--summary";

/// The arguments with the files to write where they really stand, each of which can be put there.
///
/// # Errors
/// What is named twice, or would take the place of what is read, of a folder or of a device.
pub(super) fn settled(arguments: &Arguments, inputs: &[Input]) -> Result<Arguments, CliError> {
    let mut settled = arguments.clone();
    settled.tables.settle(arguments.out.as_deref());
    for (option, path) in [
        (OUT, &mut settled.out),
        (ERRORS, &mut settled.errors),
        (SUMMARY, &mut settled.summary),
    ] {
        if let Some(path) = path {
            *path = settle(&NamedOutput { option, path })?;
        }
    }
    let named: Vec<NamedOutput<'_>> = [
        (OUT, &settled.out),
        (ERRORS, &settled.errors),
        (SUMMARY, &settled.summary),
    ]
    .into_iter()
    .filter_map(|(option, path)| {
        let path = path.as_deref()?;
        Some(NamedOutput { option, path })
    })
    .collect();
    let mut taken: Vec<(PathBuf, String)> = inputs
        .iter()
        .filter_map(|input| match input {
            Input::File(path) => Some((own(path), "it is one of the inputs".to_owned())),
            Input::Standard => None,
        })
        .collect();
    taken.extend(arguments.criteria.files.iter().map(|path| {
        let what = "it is one of the criteria files".to_owned();
        (own(path), what)
    }));
    for output in &named {
        let mine = output.written();
        for (path, _) in &mine {
            let mine = own(path);
            if let Some((_, what)) = taken.iter().find(|(path, _)| *path == mine) {
                return Err(output.wrong(what));
            }
        }
        let option = output.option;
        let theirs = mine.iter().map(|(path, when)| {
            let what = format!("{option} writes there{when}");
            (own(path), what)
        });
        taken.extend(theirs);
    }
    Ok(settled)
}

/// Where a file is really to stand.
fn settle(output: &NamedOutput<'_>) -> Result<PathBuf, CliError> {
    if output.path == Path::new("-") {
        return Err(output.wrong("name a file; without --out, lines go to standard output"));
    }
    match Place::of(output.path).and_then(|place| in_a_folder(output.path, place)) {
        Ok(Place::File(path)) => Ok(path),
        Ok(Place::Device) if output.option == OUT => Err(output.wrong(
            "no file, and none can take its place; leave --out away and redirect standard output",
        )),
        Ok(Place::Device) => Ok(output.path.to_owned()),
        Err(source) => Err(CliError::File {
            action: "writing",
            path: output.path.to_owned(),
            source,
        }),
    }
}

fn in_a_folder(path: &Path, place: Place) -> io::Result<Place> {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    match folder.map(Path::metadata).transpose()? {
        Some(data) if !data.is_dir() => Err(io::ErrorKind::NotADirectory.into()),
        Some(_) | None => Ok(place),
    }
}

/// One name for a file, whichever way it was named.
fn own(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| {
        let folder = path.parent().and_then(|folder| {
            let here = folder.as_os_str().is_empty();
            let folder = if here { Path::new(".") } else { folder };
            folder.canonicalize().ok()
        });
        match (folder, path.file_name()) {
            (Some(folder), Some(name)) => folder.join(name),
            (Some(_) | None, Some(_) | None) => path.to_owned(),
        }
    })
}
