//! What an import did: kept, merged, dropped and why, not read, and what is left to do by hand.

use std::collections::BTreeMap;

use serde::Serialize;
use textwrap::{Options, WordSeparator, WordSplitter, fill};

use crate::assessment::Day;
use crate::cli::CliError;
use crate::document::counted;
use crate::import::merge::{
    DropReason, DroppedRecording, Entry, KeptSession, MergeResult, kilometres, minutes,
};
use crate::import::{Files, Session, Sport};
use crate::quantity::{Exact, Toward};

/// More lines than this of one kind are counted, not shown.
const MOST: usize = 10;

/// What became of the assessment.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case", tag = "outcome")]
pub(super) enum ImportOutcome {
    /// There was none; the sessions were printed.
    Printed,
    /// It had everything already.
    Unchanged { file: String },
    /// It would be begun with nothing in it.
    NotBegun { file: String },
    /// It would change.
    DryRun { file: String },
    /// It changed.
    Written {
        file: String,
        backup: Option<String>,
    },
}

/// Everything that is reported.
pub(super) struct Report<'a> {
    pub(super) files: &'a Files,
    pub(super) merged: &'a MergeResult,
    pub(super) log: &'a [Entry],
    pub(super) done: &'a ImportOutcome,
    pub(super) complete_from: Option<Day>,
    pub(super) all: bool,
}

impl Report<'_> {
    /// For a terminal of 80 columns.
    pub(super) fn text(&self) -> String {
        let mut page = Page {
            text: String::new(),
            all: self.all,
        };
        page.line("", &self.headline());
        page.section("Kept", &self.kept());
        page.section(
            "Merged, a pause of 30 minutes or less between",
            &self.joined(),
        );
        page.section(
            "Already in the log by hand, now with what it lacked",
            &self.recorded(),
        );
        for (heading, lines) in self.dropped() {
            page.section(&heading, &lines);
        }
        page.section(
            "Not read",
            &self
                .files
                .failed
                .iter()
                .map(|(file, reason)| format!("{file}: {reason}"))
                .collect::<Vec<_>>(),
        );
        page.section("Not a training file", &self.files.not_training);
        page.section("Holds no session", &self.files.without_session);
        page.section("What only you can fill in", &self.left_to_do());
        page.text
    }

    fn headline(&self) -> String {
        let Files {
            read,
            without_session,
            not_training,
            failed,
            unit_unknown: _,
        } = self.files;
        let files = [read, without_session, not_training]
            .iter()
            .fold(failed.len(), |sum, files| sum.saturating_add(files.len()));
        let new = counted(self.merged.kept.len(), "new session", "new sessions");
        let files = counted(files, "file", "files");
        let outcome = match self.done {
            ImportOutcome::Printed => "printed, and written nowhere".to_owned(),
            ImportOutcome::Unchanged { file } => {
                format!("{file} was not touched")
            }
            ImportOutcome::NotBegun { file } => format!("{file} was not begun"),
            ImportOutcome::DryRun { file } => {
                format!("{file} would change; a dry run writes nothing")
            }
            ImportOutcome::Written {
                file,
                backup: Some(backup),
            } => format!("{file} is written, what it held is kept as {backup}"),
            ImportOutcome::Written { file, backup: None } => format!("{file} is begun"),
        };
        format!("{new} from {files}: {outcome}.")
    }

    fn kept(&self) -> Vec<String> {
        let mut by_sport: BTreeMap<Sport, Vec<&KeptSession>> = BTreeMap::new();
        for kept in &self.merged.kept {
            by_sport.entry(kept.session.sport).or_default().push(kept);
        }
        by_sport
            .into_iter()
            .map(|(sport, sessions)| {
                let metres = sessions
                    .iter()
                    .filter_map(|kept| kept.session.distance_mm)
                    .fold(0_u64, u64::saturating_add);
                let unknown = sessions
                    .iter()
                    .filter(|kept| kept.session.distance_mm.is_none())
                    .count();
                let days = sessions.iter().filter_map(|kept| kept.day());
                let span = match (days.clone().min(), days.max()) {
                    (Some(first), Some(last)) if first == last => format!("on {first}"),
                    (Some(first), Some(last)) => format!("{first} to {last}"),
                    (_, _) => String::new(),
                };
                let distance = if unknown == sessions.len() {
                    "no distance".to_owned()
                } else {
                    shown_km(metres)
                };
                let also = if unknown > 0 && unknown < sessions.len() {
                    format!(", {unknown} without distance")
                } else {
                    String::new()
                };
                format!(
                    "{:<12} {:>12} {distance:>12}  {span}{also}",
                    sport.word(),
                    counted(sessions.len(), "session", "sessions"),
                )
            })
            .collect()
    }

    fn joined(&self) -> Vec<String> {
        let recorded = self.merged.recorded.iter().map(|(_, kept)| kept);
        self.merged
            .kept
            .iter()
            .chain(recorded)
            .filter(|kept| kept.recordings > 1)
            .map(|kept| {
                format!(
                    "{} {}, {} recordings: {}",
                    when(&kept.session),
                    kept.session.sport.word(),
                    kept.recordings,
                    kept.sources.join(" + ")
                )
            })
            .collect()
    }

    fn recorded(&self) -> Vec<String> {
        self.merged
            .recorded
            .iter()
            .filter_map(|(index, kept)| {
                let entry = self.log.get(*index)?;
                Some(format!(
                    "{} {}: {}",
                    entry.date,
                    entry.sport.word(),
                    kept.sources.join(" + ")
                ))
            })
            .collect()
    }

    fn dropped(&self) -> Vec<(String, Vec<String>)> {
        let mut by_reason: BTreeMap<u8, (&str, Vec<String>)> = BTreeMap::new();
        for DroppedRecording { why, session } in &self.merged.dropped {
            let what = format!(
                "{} {}: {}",
                when(session),
                session.sport.word(),
                session.source
            );
            let (rank, heading, line) = match why {
                DropReason::Duplicate(of) => (
                    0,
                    "Dropped, the same recording again",
                    format!("{what} (as {of})"),
                ),
                DropReason::Overlap(of) => (
                    1,
                    "Dropped, at the same time as a fuller recording",
                    format!("{what} (as {of})"),
                ),
                DropReason::AlreadyThere => (2, "Already in the log", what),
                DropReason::BeforeSince => (3, "Left out, before --since", what),
                DropReason::AfterAsOf(_) => (
                    4,
                    "Left out, after the day of the assessment; --as-of moves it on",
                    what,
                ),
                DropReason::Impossible(reason) => (
                    5,
                    "Rejected: impossible values",
                    format!("{what}: {reason}"),
                ),
            };
            by_reason
                .entry(rank)
                .or_insert((heading, Vec::new()))
                .1
                .push(line);
        }
        by_reason
            .into_values()
            .map(|(heading, lines)| (heading.to_owned(), lines))
            .collect()
    }

    fn left_to_do(&self) -> Vec<String> {
        let files_of_unknown_unit = self.files.unit_unknown.iter();
        let mut left: Vec<String> = files_of_unknown_unit
            .map(|file| {
                format!(
                    "{file} does not tell whether its distances are kilometres or miles, so they are left out. Import it again with \
                     --units km or --units mi, whichever your account shows."
                )
            })
            .collect();
        let new = &self.merged.kept;
        if new.iter().any(|kept| kept.session.sport == Sport::Running) {
            left.push(
                "A watch cannot know pain, a race or walking breaks: of each run that counts, score `pain_during` and \
                 `pain_next_morning`, and set `kind` to race or walk-run (with its `level`) where it was one. A later import keeps that."
                    .to_owned(),
            );
        }
        if self.complete_from.is_none() && !new.is_empty() {
            left.push(
                "Nothing says from which day on the log is complete, so a day without a run is unknown and no rest day. If every run \
                 since a day is in it, say so with --complete-from."
                    .to_owned(),
            );
        }
        let utc = new
            .iter()
            .filter(|kept| kept.session.start.wall().is_none())
            .count();
        if utc > 0 {
            left.push(format!(
                "{} no local time, so the day is that in UTC; --time-zone gives the local one.",
                counted(utc, "session carries", "sessions carry")
            ));
        }
        left
    }

    /// For programs: the format `import/1`.
    pub(super) fn json(&self) -> Result<String, CliError> {
        let kept = |kept: &KeptSession| KeptV1 {
            date: kept.day(),
            start: kept.session.start.to_string(),
            sport: kept.session.sport.word(),
            distance_km: kept
                .session
                .distance_mm
                .and_then(kilometres)
                .map(|km| km.exact().decimal(Toward::Down)),
            duration_min: kept
                .session
                .moving_ms
                .and_then(minutes)
                .map(|minutes| minutes.exact().decimal(Toward::Down)),
            recordings: kept.recordings,
            sources: kept.sources.clone(),
        };
        let report = ReportV1 {
            format: "import/1",
            assessment: self.done,
            kept: self.merged.kept.iter().map(kept).collect(),
            recorded: self
                .merged
                .recorded
                .iter()
                .map(|(_, session)| kept(session))
                .collect(),
            dropped: self
                .merged
                .dropped
                .iter()
                .map(|DroppedRecording { why, session }| DroppedV1::of(why, session))
                .collect(),
            not_read: self
                .files
                .failed
                .iter()
                .map(|(file, reason)| NotReadV1 { file, reason })
                .collect(),
            not_training: &self.files.not_training,
            without_session: &self.files.without_session,
            left_to_do: self.left_to_do(),
        };
        serde_json::to_string_pretty(&report)
            .map(|text| text + "\n")
            .map_err(|error| CliError::Internal(error.to_string()))
    }
}

fn when(session: &Session) -> String {
    session.start.to_string()
}

fn shown_km(millimetres: u64) -> String {
    let kilometres = i64::try_from(millimetres).unwrap_or(i64::MAX);
    format!("{} km", Exact::micro(kilometres).shown(Toward::Down, 2))
}

/// Lines gathered under headings.
struct Page {
    text: String,
    all: bool,
}

impl Page {
    fn line(&mut self, indent: &str, line: &str) {
        let hanging = format!("{indent}  ");
        let options = Options::new(80)
            .initial_indent(indent)
            .subsequent_indent(if indent.is_empty() { "" } else { &hanging })
            // A path stays whole, to be copied.
            .word_separator(WordSeparator::AsciiSpace)
            .break_words(false)
            .word_splitter(WordSplitter::NoHyphenation);
        self.text.push_str(&fill(line, options));
        self.text.push('\n');
    }

    fn section(&mut self, heading: &str, lines: &[String]) {
        if lines.is_empty() {
            return;
        }
        let count = lines.len();
        self.text.push('\n');
        self.line("", heading);
        let shown = if self.all || count <= MOST.saturating_add(1) {
            count
        } else {
            MOST
        };
        for line in lines.iter().take(shown) {
            self.line("  ", line);
        }
        let more = count.saturating_sub(shown);
        if more > 0 {
            self.line("  ", &format!("and {more} more; --all lists them"));
        }
    }
}

#[derive(Serialize)]
struct ReportV1<'a> {
    format: &'static str,
    assessment: &'a ImportOutcome,
    kept: Vec<KeptV1>,
    recorded: Vec<KeptV1>,
    dropped: Vec<DroppedV1<'a>>,
    not_read: Vec<NotReadV1<'a>>,
    not_training: &'a [String],
    without_session: &'a [String],
    left_to_do: Vec<String>,
}

#[derive(Serialize)]
struct KeptV1 {
    date: Option<Day>,
    start: String,
    sport: &'static str,
    distance_km: Option<crate::quantity::Decimal>,
    duration_min: Option<crate::quantity::Decimal>,
    recordings: usize,
    sources: Vec<String>,
}

#[derive(Serialize)]
struct DroppedV1<'a> {
    start: String,
    sport: &'static str,
    source: &'a str,
    reason: &'static str,
    /// The file kept instead, or why it cannot have been so.
    detail: Option<&'a str>,
}

impl<'a> DroppedV1<'a> {
    fn of(why: &'a DropReason, session: &'a Session) -> Self {
        let (reason, detail) = match why {
            DropReason::AlreadyThere => ("already-there", None),
            DropReason::Duplicate(of) => ("duplicate", Some(of.as_str())),
            DropReason::Overlap(of) => ("overlap", Some(of.as_str())),
            DropReason::BeforeSince => ("before-since", None),
            DropReason::AfterAsOf(_) => ("after-as-of", None),
            DropReason::Impossible(reason) => ("impossible", Some(*reason)),
        };
        Self {
            start: when(session),
            sport: session.sport.word(),
            source: &session.source,
            reason,
            detail,
        }
    }
}

#[derive(Serialize)]
struct NotReadV1<'a> {
    file: &'a str,
    reason: &'a str,
}
