//! Files, folders and export archives into sessions: what each file is, its contents say, never its name.
//!
//! *Why are archives bounded?* An archive of a few kilobytes can unpack to terabytes. What is read is counted as it unpacks, so that
//! neither a file's own claim nor a fault in it makes an import run for ever.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, BufReader, Cursor, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use encoding_rs_io::DecodeReaderBytesBuilder;
use flate2::read::MultiGzDecoder;
use zip::ZipArchive;

use super::encoding::encoding;
use super::{Options, READERS, ReadError, Session, list};

/// How much a reader sees of a file before it must say whether the file is its own.
const HEAD: u64 = 64 * 1024;

/// Exports pack archives into archives, once; deeper is not an export.
const DEEPEST: u8 = 3;

/// How much may come out of archives and compressed files.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Of one file, in bytes.
    pub file: u64,
    /// Of everything beneath one path, in bytes.
    pub path: u64,
}

impl Default for Limits {
    /// Well above the largest exports: years of Apple Health are some gigabytes.
    fn default() -> Self {
        Self {
            file: 16 << 30,
            path: 256 << 30,
        }
    }
}

/// What became of the files, by name, in the order read.
#[derive(Debug, Default)]
pub struct Files {
    /// Those that gave sessions.
    pub read: Vec<String>,
    /// Sound ones that hold no session: settings, workouts, routes.
    pub without_session: Vec<String>,
    /// Those of no known format.
    pub not_training: Vec<String>,
    /// Those that could not be read, or not to their end, and why.
    pub failed: Vec<(String, String)>,
    /// Of the failed, those without their distances only because nothing tells the unit: [`Options::units`] would.
    pub unit_unknown: Vec<String>,
}

/// Reads every file beneath the paths, in order of name, and hands on each session as soon as it is whole.
///
/// Folders are read with all beneath them; hidden files are passed over, and a file that is named twice is read once. `on_file` hears of each file before it is read.
pub fn read_paths(
    paths: &[PathBuf],
    options: Options<'_>,
    limits: Limits,
    on_file: &mut dyn FnMut(&str),
    on_session: &mut dyn FnMut(Session),
) -> Files {
    let mut walk = Walk {
        files: Files::default(),
        options,
        limits,
        left: limits.path,
        seen: BTreeSet::new(),
        on_file,
        on_session,
    };
    for path in paths {
        walk.left = limits.path;
        walk.path(path, true);
    }
    walk.files
}

struct Walk<'a> {
    files: Files,
    options: Options<'a>,
    limits: Limits,
    /// What may still be unpacked beneath this path.
    left: u64,
    /// The files read, by their only name.
    seen: BTreeSet<PathBuf>,
    on_file: &'a mut dyn FnMut(&str),
    on_session: &'a mut dyn FnMut(Session),
}

impl Walk<'_> {
    fn path(&mut self, path: &Path, named: bool) {
        let shown = path.display().to_string();
        let done = if path.is_dir() {
            self.folder(path, named)
        } else {
            self.file(path, &shown, named)
        };
        if let Err(error) = done {
            self.files
                .failed
                .push((shown, format!("cannot be read: {error}")));
        }
    }

    fn folder(&mut self, path: &Path, named: bool) -> io::Result<()> {
        let mut entries: Vec<_> = path.read_dir()?.collect::<io::Result<_>>()?;
        entries.sort_by_key(|entry| entry.file_name());
        if named && entries.iter().all(|entry| is_hidden(&entry.file_name())) {
            self.fail(&path.display().to_string(), "an empty folder".to_owned());
        }
        for entry in entries {
            if is_hidden(&entry.file_name()) {
                continue;
            }
            let path = entry.path();
            // A folder that is linked to may lie above this one.
            if entry.file_type()?.is_symlink() && path.is_dir() {
                continue;
            }
            self.path(&path, false);
        }
        Ok(())
    }

    fn file(&mut self, path: &Path, shown: &str, named: bool) -> io::Result<()> {
        // Opening a pipe or a device could wait for ever.
        if !path.metadata()?.is_file() {
            return Err(io::Error::other(
                "neither a file nor a folder, but a pipe or a device",
            ));
        }
        if !self.seen.insert(path.canonicalize()?) {
            return Ok(());
        }
        let mut file = File::open(path)?;
        if head(&mut file)?.starts_with(ZIP) {
            (self.on_file)(shown);
            file.rewind()?;
            self.archive(file, shown, 1);
            return Ok(());
        }
        file.seek(SeekFrom::Start(0))?;
        let name = path.file_name().unwrap_or(OsStr::new("")).to_string_lossy();
        self.stream(&mut file, shown, &name, named, 0);
        Ok(())
    }

    /// A zip archive, by its table of contents.
    fn archive(&mut self, file: File, shown: &str, depth: u8) {
        let mut archive = match ZipArchive::new(BufReader::new(file)) {
            Ok(archive) => archive,
            Err(error) => return self.fail(shown, format!("damaged archive: {error}")),
        };
        let mut order: Vec<(String, usize)> = (0..archive.len())
            .filter_map(|index| {
                let name = archive.name_for_index(index)?.ok()?;
                Some((name.into_owned(), index))
            })
            .collect();
        order.sort();
        for (name, index) in order {
            let mut folders_and_file = Path::new(&name).components();
            if name.ends_with('/')
                || name.starts_with("__MACOSX/")
                || folders_and_file
                    .clone()
                    .any(|part| is_hidden(part.as_os_str()))
            {
                continue;
            }
            let shown = format!("{shown}: {name}");
            let last = folders_and_file.next_back();
            let last = last.map_or(name.as_str().into(), |part| {
                part.as_os_str().to_string_lossy()
            });
            match archive.by_index(index) {
                Ok(mut entry) => self.stream(&mut entry, &shown, &last, false, depth),
                Err(error) => {
                    self.fail(&shown, format!("cannot be taken from its archive: {error}"));
                }
            }
        }
    }

    /// One file, perhaps compressed, perhaps an archive within an archive.
    fn stream(&mut self, input: &mut dyn Read, shown: &str, name: &str, named: bool, depth: u8) {
        (self.on_file)(shown);
        let mut plain = LimitedReader {
            input,
            left: self.limits.file.min(self.left),
        };
        let first = match head(&mut plain) {
            Ok(first) => first,
            Err(error) => return self.fail(shown, format!("cannot be read: {error}")),
        };
        if first.starts_with(ZIP) {
            let spooled = spool(&first, &mut plain);
            self.spend(plain.left);
            return match spooled {
                Ok(spooled) if depth < DEEPEST => {
                    self.archive(spooled, shown, depth.saturating_add(1));
                }
                Ok(_) => self.fail(shown, "an archive too deep within others".to_owned()),
                Err(error) => self.fail(shown, format!("cannot be read: {error}")),
            };
        }
        if !first.starts_with(GZIP) {
            self.sessions(&first, &mut plain, shown, name, named);
            return self.spend(plain.left);
        }
        let left = plain.left;
        let mut unpacked = LimitedReader {
            input: MultiGzDecoder::new(Cursor::new(first).chain(plain)),
            left,
        };
        match head(&mut unpacked) {
            Ok(first) => self.sessions(&first, &mut unpacked, shown, name, named),
            Err(error) => self.fail(shown, format!("cannot be unpacked: {error}")),
        }
        self.spend(unpacked.left);
    }

    /// Takes what a file used of its allowance from that of the path.
    fn spend(&mut self, left: u64) {
        let used = self.limits.file.min(self.left).saturating_sub(left);
        self.left = self.left.saturating_sub(used);
    }

    fn sessions(
        &mut self,
        first: &[u8],
        rest: &mut dyn Read,
        shown: &str,
        name: &str,
        named: bool,
    ) {
        let mut rest = Cursor::new(first.to_vec()).chain(rest);
        let mut rest: Box<dyn Read + '_> = match encoding(first) {
            Some(encoding) => Box::new(
                DecodeReaderBytesBuilder::new()
                    .encoding(Some(encoding))
                    .build(&mut rest),
            ),
            None => Box::new(&mut rest),
        };
        let first = match head(&mut rest) {
            Ok(first) => first,
            Err(error) => return self.fail(shown, format!("cannot be read: {error}")),
        };
        let first = first.as_slice();
        let known = READERS.iter().find(|reader| (reader.recognises)(first));
        let as_list = || list::is_named(first, self.options).then_some(&list::READER);
        let Some(reader) = known.or_else(as_list) else {
            return self.unknown(first, shown, name, named);
        };
        let mut input = BufReader::new(Cursor::new(first).chain(rest));
        match (reader.read)(&mut input, name, self.options, self.on_session) {
            Ok(()) => self.files.read.push(shown.to_owned()),
            Err(ReadError::NoSession) => self.files.without_session.push(shown.to_owned()),
            Err(error @ ReadError::UnitUnknown(_)) => {
                self.files.unit_unknown.push(shown.to_owned());
                self.fail(shown, error.to_string());
            }
            Err(error @ (ReadError::Io(_) | ReadError::Damaged(_) | ReadError::Refused(_))) => {
                self.fail(shown, error.to_string());
            }
        }
    }

    /// A picture in an export is no fault; a file that was asked for, or is called a recording and is none, is.
    fn unknown(&mut self, head: &[u8], shown: &str, name: &str, named: bool) {
        let name = name.strip_suffix(".gz").unwrap_or(name);
        let claimed = Path::new(name).extension().and_then(OsStr::to_str);
        let claimed = claimed.filter(|ending| {
            ["fit", "gpx", "tcx"]
                .iter()
                .any(|known| known.eq_ignore_ascii_case(ending))
        });
        match (claimed, head.is_empty()) {
            (Some(_), true) => self.fail(shown, "empty".to_owned()),
            (Some(ending), false) => self.fail(
                shown,
                format!("is called .{ending}, and its contents are of no known format"),
            ),
            (None, true) if named => self.fail(shown, "empty".to_owned()),
            (None, false) if named => self.fail(shown, list::advice(head, self.options)),
            (None, _) => self.files.not_training.push(shown.to_owned()),
        }
    }

    fn fail(&mut self, shown: &str, reason: String) {
        self.files.failed.push((shown.to_owned(), reason));
    }
}

const ZIP: &[u8] = b"PK\x03\x04";
const GZIP: &[u8] = b"\x1f\x8b";

fn is_hidden(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".")
}

fn head(input: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    input.by_ref().take(HEAD).read_to_end(&mut head)?;
    Ok(head)
}

/// An archive is read from its end, so it needs a file; this one has no name and goes with its last reader.
fn spool(first: &[u8], rest: &mut dyn Read) -> io::Result<File> {
    let mut spooled = tempfile::tempfile()?;
    io::copy(&mut Cursor::new(first).chain(rest), &mut spooled)?;
    spooled.rewind()?;
    Ok(spooled)
}

/// Bytes up to a limit; where the limit is reached an error, lest a bomb look like a file that ends there.
struct LimitedReader<R> {
    input: R,
    left: u64,
}

impl<R: Read> Read for LimitedReader<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.input.read(buffer)?;
        self.left = u64::try_from(count)
            .ok()
            .and_then(|count| self.left.checked_sub(count))
            .ok_or_else(|| io::Error::other("unpacks to more than any export holds"))?;
        Ok(count)
    }
}
