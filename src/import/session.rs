//! One recorded session, as any reader gives it.

use super::refusals::short;
use super::start::Start;

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
    /// Training that is named and is none of these.
    Other,
    /// The recording does not say, or in a word that is not known: it may have been a run.
    Unknown,
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

/// What of a recording needs a person's hand, or a look.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Note {
    /// The word that it has for its sport is not known; empty where it has none.
    Sport(String),
    /// What was left out of it and why, as a sentence without its full stop.
    LeftOut(String),
}

/// A recorded session: what it was, when, how far and how long.
///
/// Distances are whole millimetres and times whole milliseconds, so that sums are exact; what a file does not say is `None`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Session {
    /// When it began.
    pub start: Start,
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
    /// What is not known of it, or was left out.
    pub notes: Vec<Note>,
}

impl Session {
    /// A session of which only this is known; a sport that is not known is noted with the word for it.
    #[must_use]
    pub(super) fn begun(start: impl Into<Start>, sport: Sport, called: &str, source: &str) -> Self {
        let mut session = Self {
            start: start.into(),
            sport,
            ground: None,
            distance_mm: None,
            moving_ms: None,
            elapsed_ms: None,
            samples: 0,
            source: source.to_owned(),
            notes: Vec::new(),
        };
        if sport == Sport::Unknown {
            session.notes.push(Note::Sport(short(called).into_owned()));
        }
        session
    }

    /// What a person who knows says it was; one that names its sport is believed.
    #[must_use]
    pub(super) fn or_sport(mut self, sport: Option<Sport>) -> Self {
        if let (Sport::Unknown, Some(sport)) = (self.sport, sport) {
            self.sport = sport;
            self.notes.retain(|note| !matches!(note, Note::Sport(_)));
        }
        self
    }

    pub(super) fn left_out(&mut self, what: impl Into<String>) {
        let note = Note::LeftOut(what.into());
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }
}

impl Sport {
    /// Whether its distance and pace are those of a person on foot, for all that is known.
    pub(super) const fn may_be_on_foot(self) -> bool {
        match self {
            Self::Running | Self::Walking | Self::Unknown => true,
            Self::Cycling | Self::Swimming | Self::AquaRunning | Self::Strength | Self::Other => {
                false
            }
        }
    }
}
