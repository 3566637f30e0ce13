//! What an import did, as JSON (format `import/1`): output-only structs.

use serde::Serialize;

use super::page::{left_to_do, note};
use super::report::{ImportOutcome, Report};
use crate::assessment::Day;
use crate::import::Session;
use crate::import::merge::{DropReason, DroppedRecording, KeptSession, kilometres, minutes};
use crate::quantity::{Decimal, Toward};

/// What an import did (format `import/1`).
#[derive(Clone, Debug, Serialize, schemars::JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(in crate::cli) struct ImportV1<'a> {
    /// `import/1`.
    format: &'static str,
    /// What became of the assessment.
    assessment: &'a ImportOutcome,
    /// Sessions that are new.
    kept: Vec<KeptV1>,
    /// Entries written by hand that gained what they lacked.
    recorded: Vec<KeptV1>,
    /// Entries of unknown sport of which a recording now says what they were.
    named: Vec<KeptV1>,
    /// Recordings that were left out.
    dropped: Vec<DroppedV1<'a>>,
    /// Files that could not be read, or not in full.
    not_read: Vec<NotReadV1<'a>>,
    /// Files that are no training files.
    not_training: &'a [String],
    /// Training files that hold no session.
    without_session: &'a [String],
    /// What only the runner can fill in.
    left_to_do: Vec<String>,
}

/// A session that was kept.
#[derive(Clone, Debug, Serialize, schemars::JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(in crate::cli) struct KeptV1 {
    /// Its day.
    date: Option<Day>,
    /// When it began, with the local time where it is known.
    start: String,
    /// Its sport.
    sport: &'static str,
    /// Its distance.
    distance_km: Option<Decimal>,
    /// Its time in motion.
    duration_min: Option<Decimal>,
    /// How many recordings it was put together from.
    recordings: usize,
    /// The names of their files.
    sources: Vec<String>,
    /// What is not known of it, or was left out.
    notes: Vec<String>,
}

/// A recording that was left out.
#[derive(Clone, Debug, Serialize, schemars::JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(in crate::cli) struct DroppedV1<'a> {
    /// When it began.
    start: String,
    /// Its sport.
    sport: &'static str,
    /// Its file.
    source: &'a str,
    /// `already-there`, `duplicate`, `overlap`, `before-since`, `after-as-of` or `undated`.
    reason: &'static str,
    /// The file kept instead, or why it cannot have been so.
    detail: Option<&'a str>,
}

/// A file that could not be read, or not in full.
#[derive(Clone, Debug, Serialize, schemars::JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(in crate::cli) struct NotReadV1<'a> {
    /// The file.
    file: &'a str,
    /// Why not.
    reason: &'a str,
}

impl<'a> ImportV1<'a> {
    pub(super) fn of(report: &Report<'a>) -> Self {
        let Report {
            files,
            merged,
            log: _,
            done,
            complete_from: _,
            walk_breaks: _,
            all: _,
        } = *report;
        let recorded = merged.recorded.iter().map(|(_, session)| session);
        let dropped = merged.dropped.iter();
        let failed = files.failed.iter();
        Self {
            format: "import/1",
            assessment: done,
            kept: merged.kept.iter().map(KeptV1::of).collect(),
            recorded: recorded.map(KeptV1::of).collect(),
            named: merged
                .named
                .iter()
                .map(|(_, kept)| KeptV1::of(kept))
                .collect(),
            dropped: dropped.map(DroppedV1::of).collect(),
            not_read: failed
                .map(|(file, reason)| NotReadV1 { file, reason })
                .collect(),
            not_training: &files.not_training,
            without_session: &files.without_session,
            left_to_do: left_to_do(report).iter().map(ToString::to_string).collect(),
        }
    }
}

impl KeptV1 {
    fn of(kept: &KeptSession) -> Self {
        let session = &kept.session;
        let distance = session.distance_mm.and_then(kilometres);
        let duration = session.moving_ms.and_then(minutes);
        Self {
            date: kept.day(),
            start: session.start.to_string(),
            sport: session.sport.word(),
            distance_km: distance.map(|distance| distance.exact().decimal(Toward::Down)),
            duration_min: duration.map(|duration| duration.exact().decimal(Toward::Down)),
            recordings: kept.recordings,
            sources: kept.sources.clone(),
            notes: session.notes.iter().map(note).collect(),
        }
    }
}

impl<'a> DroppedV1<'a> {
    fn of(DroppedRecording { why, session }: &'a DroppedRecording) -> Self {
        let (reason, detail) = match why {
            DropReason::AlreadyThere => ("already-there", None),
            DropReason::Duplicate(of) => ("duplicate", Some(of.as_str())),
            DropReason::Overlap(of) => ("overlap", Some(of.as_str())),
            DropReason::BeforeSince => ("before-since", None),
            DropReason::AfterAsOf(_) => ("after-as-of", None),
            DropReason::Undated(reason) => ("undated", Some(*reason)),
        };
        let Session {
            start,
            sport,
            source,
            ..
        } = session;
        Self {
            start: start.to_string(),
            sport: sport.word(),
            source,
            reason,
            detail,
        }
    }
}
