//! From readings to a verdict, the way out, and what to measure next.
//!
//! Data flows one way: a [`Question`] and an assessment give readings, [`evaluate`] turns readings into findings, and nothing after
//! it decides anything. The engine has no clock, no files, no randomness.

pub mod contradictions;
mod evaluate;
mod measure_next;
mod missing;
mod question;
mod remedy;
pub mod report;
pub mod timeline;

pub use evaluate::{Finding, Outcome, Role, evaluate};
pub use measure_next::measure_next;
pub use missing::Missing;
pub use question::{Question, QuestionError, StatedQuestion};
pub use remedy::{Remedy, Step, WayOut, remedy};

use evaluate::role;

use crate::assessment::Record;
use crate::assessment::wire::Setting;
use crate::measure::{Cause, Definition, Reading, Subject};
use crate::protocol::Protocol;
use crate::verdict::Verdict;

/// Everything the engine says about one assessment.
#[derive(Clone, Debug)]
pub struct Judgement<'a> {
    /// The question answered.
    pub question: Question<'a>,
    /// One reading for each query of the protocol.
    pub readings: Vec<Reading>,
    /// One finding for each criterion up to the stage asked.
    pub findings: Vec<Finding>,
    /// The verdict.
    pub outcome: Outcome,
    /// What would change it.
    pub remedy: Remedy,
    /// Which missing readings could still change it, most decisive first.
    pub to_measure: Vec<&'static Definition>,
}

/// Reads, evaluates and explains.
#[must_use]
pub fn judge<'a>(
    protocol: &Protocol,
    assessment: &'a Record,
    question: Question<'a>,
) -> Judgement<'a> {
    let mut judgement = judge_briefly(protocol, assessment, question);
    let Judgement {
        question,
        readings,
        findings,
        outcome,
        ..
    } = &judgement;
    let subject = question.subject(protocol, assessment);
    let remedy = remedy(protocol, question, &subject, readings, findings, outcome);
    // What is missing is worth measuring whether or not the record must be corrected, too.
    let to_measure = if question.held.is_empty() {
        measure_next(protocol, question, readings, outcome)
    } else {
        let unheld = question.without_hold();
        let outcome = evaluate(protocol, &unheld, readings, &mut Vec::new());
        measure_next(protocol, &unheld, readings, &outcome)
    };
    judgement.remedy = remedy;
    judgement.to_measure = to_measure;
    judgement
}

/// Reads and evaluates, and looks for no way out and for nothing to measure: for a day among many.
#[must_use]
pub fn judge_briefly<'a>(
    protocol: &Protocol,
    assessment: &'a Record,
    question: Question<'a>,
) -> Judgement<'a> {
    let readings = read(protocol, &question.subject(protocol, assessment));
    let mut findings = Vec::with_capacity(protocol.criteria.len());
    let outcome = evaluate(protocol, &question, &readings, &mut findings);
    Judgement {
        question,
        readings,
        findings,
        outcome,
        remedy: Remedy::default(),
        to_measure: Vec::new(),
    }
}

/// The verdict alone, by the same path.
#[must_use]
pub fn verdict_of(protocol: &Protocol, assessment: &Record, question: &Question<'_>) -> Verdict {
    let readings = read(protocol, &question.subject(protocol, assessment));
    let mut findings = Vec::with_capacity(protocol.criteria.len());
    evaluate(protocol, question, &readings, &mut findings).verdict
}

/// One reading for each query of the protocol, in their order.
#[must_use]
pub fn read(protocol: &Protocol, subject: &Subject<'_>) -> Vec<Reading> {
    protocol
        .queries
        .iter()
        .map(|query| subject.read(query.measure, query.window))
        .collect()
}

/// What must be read for a verdict and its reasons, and no more: the queries that decide up to a stage in a setting.
#[derive(Debug)]
pub struct Deciding {
    queries: Box<[usize]>,
    /// One reading for each query up to the last that is met: unknown.
    unknown: Box<[Reading]>,
}

impl Deciding {
    /// The queries that decide up to the stage at a place.
    #[must_use]
    pub fn of(protocol: &Protocol, asked: usize, setting: Setting) -> Self {
        let last = protocol
            .stages
            .get(asked)
            .map_or(0, |stage| stage.criteria.end);
        let criteria = || protocol.criteria.iter().take(last);
        let leaned_on = |place: usize| {
            criteria().any(|criterion| {
                criterion.no_go_only_with == Some(place)
                    || criterion.caution_only_with == Some(place)
            })
        };
        let mut queries: Vec<usize> = criteria()
            .enumerate()
            .filter(|(place, criterion)| role(criterion, setting).counts() || leaned_on(*place))
            .map(|(_, criterion)| criterion.query)
            .collect();
        queries.sort_unstable();
        queries.dedup();
        let met = criteria().map(|criterion| criterion.query.saturating_add(1));
        let unknown = protocol.queries.iter().take(met.max().unwrap_or(0));
        let unknown = unknown.map(|query| Reading::unknown(query.measure, Cause::Absent));
        Self {
            queries: queries.into(),
            unknown: unknown.collect(),
        }
    }

    /// Their places, in order.
    #[must_use]
    pub const fn queries(&self) -> &[usize] {
        &self.queries
    }

    /// Their readings, each at its place in memory that is used again; every other reading is unknown.
    ///
    /// *Why unknown?* Should a query that decides be left out by mistake, what depends on it is not GO.
    pub fn read(&self, protocol: &Protocol, subject: &Subject<'_>, readings: &mut Vec<Reading>) {
        readings.clear();
        readings.extend_from_slice(&self.unknown);
        for place in &self.queries {
            if let (Some(query), Some(reading)) =
                (protocol.queries.get(*place), readings.get_mut(*place))
            {
                *reading = subject.read(query.measure, query.window);
            }
        }
    }
}
