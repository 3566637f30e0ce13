//! One input: a file or standard input, unpacked when it is packed.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use flate2::read::MultiGzDecoder;

/// Where records come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// Standard input.
    Standard,
    /// A file, gzip- or zstd-compressed or not, whatever its name.
    File(PathBuf),
}

impl Input {
    /// Its name in messages.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::Standard => "standard input".to_owned(),
            Self::File(path) => path.display().to_string(),
        }
    }
}

/// The bytes of an input, unpacked.
pub struct UnpackedInput {
    reader: Box<dyn Read + Send>,
    /// Whether a short read means that the sender waits, and not that there is more.
    pub(super) live: bool,
}

const GZIP: &[u8] = &[0x1f, 0x8b];
const ZSTD: &[u8] = &[0x28, 0xb5, 0x2f, 0xfd];
const PARQUET: &[u8] = b"PAR1";
const ARROW: &[u8] = b"ARROW1";

/// A frame of zstd that asks for more memory than 8 MiB is refused.
const LARGEST_WINDOW: u32 = 23;

impl UnpackedInput {
    /// Opens an input so many unpacked bytes from its start; what is read of it is counted as it lies on the disk.
    ///
    /// # Errors
    /// When it cannot be read, or is of a kind that is none of JSON.
    pub fn open(input: &Input, skip: u64, counted: &Arc<AtomicU64>) -> io::Result<Self> {
        let (mut raw, live): (Box<dyn Source>, bool) = match input {
            Input::Standard => (Box::new(io::stdin()), true),
            Input::File(path) => (Box::new(File::open(path)?), false),
        };
        let mut magic = Vec::new();
        raw.by_ref().take(6).read_to_end(&mut magic)?;
        if magic.starts_with(PARQUET) || magic.starts_with(ARROW) {
            return Err(io::Error::other(
                "this is a table of columns, not JSON; name it with --input-format",
            ));
        }
        let packed = magic.starts_with(GZIP) || magic.starts_with(ZSTD);
        if !packed && let Some(seeking) = raw.seeking() {
            seeking.seek(SeekFrom::Start(skip))?;
            counted.fetch_add(skip, Ordering::Relaxed);
            let reader = Box::new(CountingReader(raw, Arc::clone(counted)));
            return Ok(Self { reader, live });
        }
        let whole = CountingReader(
            io::Cursor::new(magic.clone()).chain(raw),
            Arc::clone(counted),
        );
        let mut reader: Box<dyn Read + Send> = if magic.starts_with(GZIP) {
            Box::new(MultiGzDecoder::new(BufReader::new(whole)))
        } else if magic.starts_with(ZSTD) {
            let mut decoder = zstd::Decoder::new(whole)?;
            decoder.window_log_max(LARGEST_WINDOW)?;
            Box::new(decoder)
        } else {
            Box::new(whole)
        };
        let skipped = io::copy(&mut reader.by_ref().take(skip), &mut io::sink())?;
        if skipped < skip {
            return Err(io::Error::new(
                io::ErrorKind::UnexpectedEof,
                "it is shorter than it was",
            ));
        }
        Ok(Self {
            reader,
            live: live && !packed,
        })
    }
}

impl Read for UnpackedInput {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.reader.read(buffer)
    }
}

trait Source: Read + Send {
    /// The same, when it can go to a place at once.
    fn seeking(&mut self) -> Option<&mut File>;
}

impl Source for File {
    fn seeking(&mut self) -> Option<&mut File> {
        // A pipe that is named as a file has no places.
        self.metadata()
            .is_ok_and(|data| data.is_file())
            .then_some(self)
    }
}

impl Source for io::Stdin {
    fn seeking(&mut self) -> Option<&mut File> {
        None
    }
}

/// Counts what is read through it.
struct CountingReader<R>(R, Arc<AtomicU64>);

impl<R: Read> Read for CountingReader<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.0.read(buffer)?;
        self.1
            .fetch_add(u64::try_from(read).unwrap_or(0), Ordering::Relaxed);
        Ok(read)
    }
}
