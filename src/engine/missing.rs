//! Which field an open reading waits for, where its cause alone does not name it.

use super::report::Report;
use super::{Finding, Question};
use crate::assessment::wire::RunKind;
use crate::assessment::{Day, Record};
use crate::measure::{
    Cause, EARLIER_LAYOFF, Earlier, FORMER_LONGEST, Subject, Untold, diary_days, earlier_layoff,
    is_unconfirmed, untold,
};
use crate::protocol::{Protocol, Query};

/// What is not there, and can be given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// The diary has too few days that count.
    DiaryDays {
        /// So many days it has.
        told: u16,
        /// So many it needs.
        needed: u16,
        /// So many days the window has.
        of: u16,
    },
    /// There is no log of runs at all.
    Runs,
    /// Runs are recorded, and nothing says from which day on all of them are.
    LogStart,
    /// Nobody says whether the run of the day had walking breaks.
    WalkBreaks(Day),
    /// Nobody says what the session of the day was.
    Kind(Day),
    /// Nobody says how far the run of the day was.
    Distance(Day),
    /// A session does not tell how it went, or what it was.
    Session(Untold),
    /// Nobody says whether there was a lay-off before the log.
    EarlierLayoff,
    /// There was a lay-off before the log, and nobody says how far was run before it.
    FormerLongest,
    /// The record ends before the day asked about, and nothing says what was run since.
    LogEnd(Day),
}

impl Missing {
    /// The field to fill in; `None` where it is days that are missing, of the measure's own fields.
    #[must_use]
    pub fn field(self) -> Option<String> {
        Some(match self {
            Self::DiaryDays { .. } => return None,
            Self::Runs => "runs".to_owned(),
            Self::LogStart => "log_complete_from".to_owned(),
            Self::WalkBreaks(day) => format!("runs[{day}].walk_breaks"),
            Self::Kind(day) => format!("runs[{day}].kind"),
            Self::Distance(day) => format!("runs[{day}].distance_km"),
            Self::Session(Untold::OfRun(day, name)) => format!("runs[{day}].{name}"),
            Self::Session(Untold::Usual) => "baseline.morning_pain".to_owned(),
            Self::EarlierLayoff => EARLIER_LAYOFF.to_owned(),
            Self::FormerLongest => FORMER_LONGEST.to_owned(),
            Self::LogEnd(_) => "as_of".to_owned(),
        })
    }

    /// What the reading of a finding waits for; `None` where nothing of these is missing.
    pub(super) fn of(report: &Report<'_>, finding: &Finding) -> Option<Self> {
        // Where much waits for one statement, that one is asked for first.
        let waits = finding.reading.cause.and_then(Cause::waits_for);
        if !finding.reading.is_open() || waits.is_some() {
            return None;
        }
        let (protocol, record): (&Protocol, &Record) = (report.protocol, report.assessment);
        let criterion = protocol.criteria.get(finding.criterion)?;
        let query = protocol.queries.get(criterion.query)?;
        let question = &report.judgement.question;
        let reads = |field: &str| query.measure.reads().any(|read| read == field);
        if finding.reading.cause == Some(Cause::PerhapsWalked) {
            return finding.reading.date.map(Self::WalkBreaks);
        }
        if finding.reading.cause == Some(Cause::Unconfirmed) {
            // Of a distance that stands out, the reading itself says what to confirm.
            let distance = reads("runs[].confirmed");
            return (!distance).then(|| unconfirmed(record, question)).flatten();
        }
        if reads("log_complete_from") && question.as_of > record.as_of && record.runs.is_some() {
            return Some(Self::LogEnd(record.as_of));
        }
        if reads("log_complete_from") && record.runs.is_none() {
            return Some(Self::Runs);
        }
        let log = reads("log_complete_from") && record.log_complete_from.is_none();
        if log && record.runs.is_some() {
            return Some(Self::LogStart);
        }
        if reads(EARLIER_LAYOFF) {
            let subject = question.subject(protocol, record);
            match earlier_layoff(&subject) {
                Earlier::Unknown => return Some(Self::EarlierLayoff),
                Earlier::Ended(_)
                    if reads(FORMER_LONGEST) && record.injury.pre_injury_longest_km.is_none() =>
                {
                    return Some(Self::FormerLongest);
                }
                Earlier::Ended(_) | Earlier::None => {}
            }
        }
        if query.measure.is_of_the_log() {
            if let Some(day) = unnamed(record, question) {
                return Some(Self::Kind(day));
            }
            let untold = untold(&question.subject(protocol, record), query.measure);
            let distance = || {
                let reads = reads("runs[].distance_km");
                reads.then(|| unmeasured(record, question)).flatten()
            };
            return untold.map(Self::Session).or_else(distance);
        }
        if query.measure.is_of_the_diary() && record.pain.is_some() {
            return few_days(query, &question.subject(protocol, record));
        }
        None
    }
}

fn few_days(query: &Query, subject: &Subject<'_>) -> Option<Missing> {
    let of = query.window.over?;
    let needed = query.window.at_least;
    let told = u16::try_from(diary_days(subject, query.window)).unwrap_or(u16::MAX);
    (needed > 1 && told < needed).then_some(Missing::DiaryDays { told, needed, of })
}

/// Days before the question within which a session may still decide something.
const RECENT: i32 = 84;

/// The newest session of which nobody says what it was: until then nothing else can be told of it.
fn unnamed(record: &Record, question: &Question<'_>) -> Option<Day> {
    let runs = record.runs.as_deref().unwrap_or_default().iter();
    let mut known = runs.filter(|run| (0..=RECENT).contains(&question.as_of.since(run.date)));
    let newest = known.find(|run| run.entry.kind == Some(RunKind::Unknown));
    newest.map(|run| run.date)
}

/// The newest run of which nobody says how far it was.
fn unmeasured(record: &Record, question: &Question<'_>) -> Option<Missing> {
    let runs = record.runs.as_deref().unwrap_or_default().iter();
    let mut known = runs.filter(|run| run.date <= question.as_of);
    let newest =
        known.find(|run| run.entry.distance_km.is_none() && run.entry.kind != Some(RunKind::Walk));
    newest.map(|run| Missing::Distance(run.date))
}

/// The newest run of which nobody says whether there were walking breaks.
fn unconfirmed(record: &Record, question: &Question<'_>) -> Option<Missing> {
    let runs = record.runs.as_deref().unwrap_or_default().iter();
    let mut known = runs.filter(|run| run.date <= question.as_of);
    let newest = known.find(|run| is_unconfirmed(&run.entry));
    newest.map(|run| Missing::WalkBreaks(run.date))
}
