//! Promises of batches: each line is what a single check says, whatever stands around it, in whatever file, by however many threads.

mod lines;
mod odd;
mod order;
mod places;
mod program;

use std::error::Error;
use std::io::Write;
use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use return_to_run::batch::stream::{self, Input, StopReason};
use return_to_run::batch::{Judge, Options, Shape, Tally};
use return_to_run::protocol::set::ProtocolSet;

/// Judges by the shipped criteria.
fn judge(shape: Shape) -> Result<Judge, Box<dyn Error>> {
    let options = Options {
        shape,
        ..Options::default()
    };
    Ok(Judge::new(ProtocolSet::with(Vec::new()), options)?)
}

/// What a batch over bytes came to.
struct Ran {
    out: String,
    tally: Tally,
    broken: Vec<String>,
    stopped: StopReason,
}

/// Runs a batch over bytes in a file.
fn ran(judge: &Judge, bytes: &[u8], threads: usize) -> Result<Ran, Box<dyn Error>> {
    let mut file = tempfile::NamedTempFile::new()?;
    file.write_all(bytes)?;
    ran_over(judge, file.path(), threads, None)
}

fn ran_over(
    judge: &Judge,
    path: &Path,
    threads: usize,
    most_refused: Option<u64>,
) -> Result<Ran, Box<dyn Error>> {
    let options = stream::Options {
        threads: NonZeroUsize::new(threads).unwrap_or(NonZeroUsize::MIN),
        apart: false,
        most_refused,
        refused: 0,
        from: None,
    };
    let (mut out, mut tally, mut broken) = (Vec::new(), Tally::default(), Vec::new());
    let inputs = vec![Input::File(path.to_owned())];
    let counted = Arc::new(AtomicU64::new(0));
    let stopped = stream::run::<Vec<u8>, _>(judge, inputs, options, &counted, |done| {
        out.extend_from_slice(&done.out);
        tally.merge(&done.tally);
        broken.extend(done.broken.clone());
        Ok(())
    })?;
    let name = path.display().to_string();
    Ok(Ran {
        // The name of a temporary file is another each time.
        out: String::from_utf8(out)?.replace(&name, "FILE"),
        tally,
        broken,
        stopped,
    })
}
