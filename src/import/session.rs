//! One recorded session, as any reader gives it.

use crate::assessment::Moment;

/// What a recording says it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum Sport {
    /// Running of any kind: road, trail, track, treadmill.
    Running,
    /// Walking or hiking; never counts as a run.
    Walking,
    /// Cycling of any kind, indoors too.
    Cycling,
    /// Swimming.
    Swimming,
    /// Running in water.
    AquaRunning,
    /// Strength training.
    Strength,
    /// Anything else that is training.
    Other,
}

word!(Sport);

/// Where a running session was run, when the recording says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ground {
    /// A treadmill; its distance depends on calibration.
    Treadmill,
    /// A track.
    Track,
    /// Trails.
    Trail,
}

/// A recorded session: what it was, when, how far and how long.
///
/// Distances are whole millimetres and times whole milliseconds, so that sums are exact; what a file does not say is `None`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Session {
    /// When it began.
    pub start: Moment,
    /// What it was.
    pub sport: Sport,
    /// Where it was run, if the recording says so.
    pub ground: Option<Ground>,
    /// Distance in millimetres. `None` when not recorded; zero indoors is not recorded.
    pub distance_mm: Option<u64>,
    /// Time in motion, in milliseconds.
    pub moving_ms: Option<u64>,
    /// From the first moment to the last, pauses included, in milliseconds.
    pub elapsed_ms: Option<u64>,
    /// How many samples stand behind it: of two recordings of one session, the one with more is the richer.
    pub samples: u32,
    /// The file it was read from, without its folder; within an archive, the name inside.
    pub source: String,
}
