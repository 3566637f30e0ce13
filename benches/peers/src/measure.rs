//! How fast each engine is: every engine in turn, again and again, by the CPU time of the thread, the median of each.

use cpu_time::ThreadTime;

use crate::Result;
use crate::peers::Peer;
use crate::scripts::Script;

/// What took how long, in seconds for all records; one entry for each repetition.
#[derive(Debug, Default)]
pub struct Times {
    whole: Vec<f64>,
    reading: Vec<f64>,
}

impl Times {
    /// From the bytes to the line, in the median.
    #[must_use]
    pub fn whole(&self) -> f64 {
        median(&self.whole)
    }

    /// Without reading the record, in the median of each; none where the two cannot be told apart.
    #[must_use]
    pub fn deciding(&self) -> Option<f64> {
        (!self.reading.is_empty()).then(|| median(&self.whole) - median(&self.reading))
    }
}

/// Everything once to warm up, then so many times; first the engines, then the scripts.
///
/// # Errors
/// When an engine refuses a record.
pub fn measure(
    peers: &mut [Box<dyn Peer>],
    scripts: &[Script],
    records: &[String],
    repetitions: usize,
) -> Result<Vec<Times>> {
    let mut times: Vec<Times> = (0..peers.len() + scripts.len())
        .map(|_| Times::default())
        .collect();
    let mut lines = Vec::with_capacity(1 << 19);
    for repetition in 0..=repetitions {
        let counts = repetition > 0;
        for (peer, times) in peers.iter_mut().zip(&mut times) {
            let started = ThreadTime::now();
            for record in records {
                peer.judge(record, &mut lines)?;
                if lines.len() > 1 << 18 {
                    lines.clear();
                }
            }
            let whole = started.elapsed().as_secs_f64();
            let started = ThreadTime::now();
            let mut read = true;
            for record in records {
                read = peer.read(record)?;
                if !read {
                    break;
                }
            }
            if counts {
                times.whole.push(whole);
                if read {
                    times.reading.push(started.elapsed().as_secs_f64());
                }
            }
        }
        for (script, times) in scripts.iter().zip(times.iter_mut().skip(peers.len())) {
            let (whole, reading) = script.judge()?;
            if counts {
                times.whole.push(whole);
                times.reading.push(reading);
            }
        }
    }
    Ok(times)
}

fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or(f64::NAN)
}
