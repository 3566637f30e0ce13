//! The verdict and the stage reached on each day that has an entry.

use crate::assessment::{Assessment, Day, Goal};
use crate::engine::contradictions::Held;
use crate::engine::report::Report;
use crate::engine::{Question, QuestionError};
use crate::protocol::Protocol;
use crate::verdict::Verdict;

/// One day of a timeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The day.
    pub day: Day,
    /// Days since onset, if onset is known.
    pub since_onset: Option<i32>,
    /// The verdict as of that day.
    pub verdict: Verdict,
    /// The best verdict still possible on that day.
    pub best_case: Verdict,
    /// How many stages were cleared, of how many asked.
    pub rungs: (usize, usize),
    /// The highest stage cleared.
    pub cleared: Option<String>,
    /// The criterion that weighs most against it.
    pub chief_reason: Option<String>,
    /// What in the record contradicted itself on that day.
    pub held: Held,
}

/// Judges an assessment as of each day that has an entry, from onset on, and as of its own day.
///
/// # Errors
/// When the question cannot be put to the protocol.
pub fn timeline(
    protocol: &Protocol,
    assessment: &Assessment,
    goal: Option<&Goal>,
) -> Result<Vec<Entry>, QuestionError> {
    let mut days = assessment.days_with_entries();
    days.retain(|day| assessment.onset().is_none_or(|onset| *day >= onset));
    if days.last() != Some(&assessment.as_of()) {
        days.push(assessment.as_of());
    }
    days.into_iter()
        .map(|day| entry(protocol, assessment, goal, day))
        .collect()
}

fn entry(
    protocol: &Protocol,
    assessment: &Assessment,
    goal: Option<&Goal>,
    day: Day,
) -> Result<Entry, QuestionError> {
    let question = Question::new(protocol, assessment, Some(day), goal.cloned())?;
    let report = Report::brief(protocol, assessment, question);
    let cleared = report.cleared().map(|stage| stage.id.clone());
    let reached = report
        .cleared()
        .and_then(|stage| protocol.stage(&stage.id))
        .map_or(0, |place| place.saturating_add(1));
    Ok(Entry {
        day,
        since_onset: assessment.onset().map(|onset| day.since(onset)),
        verdict: report.verdict(),
        best_case: report.judgement.outcome.best_case,
        rungs: (reached, report.ladder().count()),
        cleared,
        held: report.judgement.outcome.held,
        chief_reason: report.chief_reason().map(|line| line.name()),
    })
}
