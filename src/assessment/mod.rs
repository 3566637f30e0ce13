//! The assessment: what is known of one person up to one day.
//!
//! [`Assessment::from_json`] is the only way to make one (and [`Record::from_json`], without a digest), so a value of this type holds
//! nothing impossible: every number is in range, nothing is dated after `as_of`, no two parts of one entry exclude each other. What is
//! not known is `None`, never a default.

mod adverse;
mod best_ever;
mod day;
mod goal;
mod moment;
mod period;
pub mod predictive;
mod read;
mod shape_faults;
mod validate;
pub mod wire;

pub use adverse::AdverseField;
#[cfg(feature = "import")]
pub(crate) use best_ever::{is_slower_than_walking, longer_needed};
pub use day::Day;
pub use goal::Goal;
pub use moment::Moment;
pub use period::Period;
pub use read::{Fault, record_bytes};
#[cfg(feature = "import")]
pub(crate) use validate::FULL_DAY;
pub(crate) use validate::is_kebab;
#[cfg(feature = "cli")]
pub(crate) use validate::{goal_of, injury_faults};

use std::ops::Deref;

use thiserror::Error;

use crate::digest::Digest;

/// Why a record was not judged: all of its faults.
#[derive(Clone, Debug, Error)]
#[error("{}", summary(.faults))]
#[non_exhaustive]
pub struct InputError {
    /// The sender's name for the record, when it could be read.
    pub id: Option<String>,
    /// Every fault found, in the order found; after two hundred one more that says so, and no others.
    pub faults: Vec<Fault>,
}

fn summary(faults: &[Fault]) -> String {
    match faults {
        [only] => format!("{}: {}", only.path, only.message),
        [first, rest @ ..] => format!(
            "{}: {} (and {} more)",
            first.path,
            first.message,
            rest.len()
        ),
        [] => "the record was refused".to_owned(),
    }
}

/// The condition of a runner whose injury none of the criteria judges.
pub const OTHER_INJURY: &str = "other";
/// The condition of a runner with no injury.
pub const NO_INJURY: &str = "none";

/// An entry with its day.
#[derive(Clone, Debug)]
pub struct Dated<T> {
    pub(crate) date: Day,
    /// Its place among the entries of its block in the file, from zero.
    pub(crate) place: u32,
    pub(crate) entry: T,
}

/// A block of dated entries, newest first; `None` when the block is absent.
pub(crate) type Log<T> = Option<Box<[Dated<T>]>>;

/// What is known of one person up to one day: all that a verdict needs.
///
/// Made by [`Record::from_json`], or as a part of an [`Assessment`].
#[derive(Clone, Debug)]
pub struct Record {
    pub(crate) id: Option<String>,
    pub(crate) as_of: Day,
    pub(crate) setting: Option<wire::Setting>,
    pub(crate) sex: Option<wire::Sex>,
    pub(crate) age: Option<crate::quantity::Age>,
    pub(crate) condition: String,
    /// Its `condition` is moved to the field above.
    pub(crate) injury: wire::Injury,
    pub(crate) goal: Option<Goal>,
    pub(crate) baseline: Option<wire::Baseline>,
    pub(crate) screening: Log<wire::Screening>,
    pub(crate) treatments: Log<wire::Treatment>,
    pub(crate) pain: Log<wire::Pain>,
    pub(crate) heel_raise: Log<wire::HeelRaise>,
    pub(crate) hop: Log<wire::Hop>,
    pub(crate) questionnaires: Log<wire::Questionnaire>,
    pub(crate) observations: Log<wire::Observation>,
    pub(crate) loading: Option<wire::Loading>,
    pub(crate) other_training: Log<wire::OtherTraining>,
    pub(crate) sleep: Log<wire::Sleep>,
    pub(crate) log_complete_from: Option<Day>,
    pub(crate) runs: Log<wire::Run>,
    pub(crate) plan: Option<wire::Plan>,
}

/// A record, and the digest of the text that it was read from.
///
/// Made by [`Assessment::from_json`] alone. Only of an assessment is there a report, so that every report tells what it was made from;
/// where nobody asks for it, [`Record::from_json`] spares the digest.
#[derive(Clone, Debug)]
pub struct Assessment {
    record: Record,
    pub(crate) digest: Digest,
}

impl Deref for Assessment {
    type Target = Record;

    fn deref(&self) -> &Record {
        &self.record
    }
}

impl Assessment {
    /// Reads and checks one assessment (format `assessment/1`).
    ///
    /// # Errors
    /// Every fault of the record, each with its JSON pointer, what was found and what is allowed.
    pub fn from_json(text: &str) -> Result<Self, InputError> {
        Ok(Self {
            record: Record::from_json(text)?,
            digest: Digest::of(record_bytes(text).as_bytes()),
        })
    }

    /// The assessment that a JSON value is, without a list of faults when it is none: for trying many that nobody will report on.
    #[cfg(feature = "cli")]
    pub(crate) fn tried(record: &serde_json::Value) -> Option<Self> {
        let wire = serde::Deserialize::deserialize(record).ok()?;
        Some(Self {
            record: validate::validate(Some(wire), Vec::new()).ok()?,
            digest: Digest::of(b""),
        })
    }
}

impl Record {
    /// Reads and checks one record (format `assessment/1`), without its digest.
    ///
    /// # Errors
    /// Every fault of the record, each with its JSON pointer, what was found and what is allowed.
    pub fn from_json(text: &str) -> Result<Self, InputError> {
        let (wire, faults) = read::read(text);
        validate::validate(wire, faults)
    }

    /// The sender's name for the record.
    #[must_use]
    pub fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    /// The day the file speaks of.
    #[must_use]
    pub const fn as_of(&self) -> Day {
        self.as_of
    }

    /// The condition, as the criteria files name it.
    #[must_use]
    pub fn condition(&self) -> &str {
        &self.condition
    }

    /// What the runner wants to do, if stated.
    #[must_use]
    pub const fn goal(&self) -> Option<&Goal> {
        self.goal.as_ref()
    }

    /// The day of onset, if known: of a month or a year the last day up to that of the record.
    #[must_use]
    pub fn onset(&self) -> Option<Day> {
        let onset = self.injury.onset?;
        Some(onset.counted_on(self.as_of))
    }

    /// The days that have a dated observation, oldest first, each once.
    #[must_use]
    pub fn days_with_entries(&self) -> Vec<Day> {
        let mut days: Vec<Day> = self.entry_days().collect();
        days.sort_unstable();
        days.dedup();
        days
    }

    /// How many dated observations lie after the day.
    #[must_use]
    pub fn entries_after(&self, day: Day) -> usize {
        self.entry_days().filter(|date| *date > day).count()
    }

    /// The record as it was known on a day: what is dated later is set aside.
    ///
    /// Facts hold whatever the day; a measure that reads a dated one (a flare, an injection) looks at its day itself.
    pub(crate) fn known_on(&self, day: Day) -> Self {
        let mut known = self.clone();
        // Every field is named, so that a new block cannot tell of the future before its dates have been considered.
        let Self {
            id: _,
            as_of,
            setting: _,
            sex: _,
            age: _,
            condition: _,
            injury: _,
            goal: _,
            baseline: _,
            screening,
            treatments,
            pain,
            heel_raise,
            hop,
            questionnaires,
            observations,
            loading: _,
            other_training,
            sleep,
            log_complete_from: _,
            runs,
            plan: _,
        } = &mut known;
        *as_of = day;
        until(screening, day);
        until(treatments, day);
        until(pain, day);
        until(heel_raise, day);
        until(hop, day);
        until(questionnaires, day);
        until(observations, day);
        until(other_training, day);
        until(sleep, day);
        until(runs, day);
        known
    }

    /// The day of every dated observation.
    fn entry_days(&self) -> impl Iterator<Item = Day> {
        // Every field is named, for the same reason as in `known_on`.
        let Self {
            id: _,
            as_of: _,
            setting: _,
            sex: _,
            age: _,
            condition: _,
            injury: _,
            goal: _,
            baseline: _,
            screening,
            treatments,
            pain,
            heel_raise,
            hop,
            questionnaires,
            observations,
            loading: _,
            other_training,
            sleep,
            log_complete_from: _,
            runs,
            plan: _,
        } = self;
        dates(screening)
            .chain(dates(treatments))
            .chain(dates(pain))
            .chain(dates(heel_raise))
            .chain(dates(hop))
            .chain(dates(questionnaires))
            .chain(dates(observations))
            .chain(dates(other_training))
            .chain(dates(sleep))
            .chain(dates(runs))
    }
}

fn dates<T>(log: &Log<T>) -> impl Iterator<Item = Day> {
    log.iter().flatten().map(|entry| entry.date)
}

/// Keeps the entries up to a day.
fn until<T>(log: &mut Log<T>, day: Day) {
    if let Some(entries) = log.take() {
        let known = entries.into_vec().into_iter();
        *log = Some(known.filter(|entry| entry.date <= day).collect());
    }
}
