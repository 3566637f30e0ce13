//! From readings to a verdict, the way out, and what to measure next.
//!
//! Data flows one way: a [`Question`] and an assessment give readings, [`evaluate`] turns readings into findings, and nothing after
//! it decides anything. The engine has no clock, no files, no randomness.

mod evaluate;
mod measure_next;
mod question;
mod way_out;

pub use evaluate::{Finding, Outcome, Role, evaluate};
pub use measure_next::measure_next;
pub use question::{Question, QuestionError, Stated};
pub use way_out::{Step, WayOut, way_out};

use evaluate::role;

use crate::assessment::Record;
use crate::assessment::wire::Setting;
use crate::measure::{Reading, Subject};
use crate::protocol::Protocol;

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
    pub way_out: WayOut,
    /// Which missing readings could still change it, most decisive first.
    pub to_measure: Vec<&'static str>,
}

/// Reads, evaluates and explains.
#[must_use]
pub fn judge<'a>(
    protocol: &Protocol,
    assessment: &'a Record,
    question: Question<'a>,
) -> Judgement<'a> {
    let subject = question.subject(assessment);
    let readings = read(protocol, &subject);
    let mut findings = Vec::with_capacity(protocol.criteria.len());
    let outcome = evaluate(protocol, &question, &readings, &mut findings);
    let way_out = way_out(
        protocol, &question, &subject, &readings, &findings, &outcome,
    );
    let to_measure = measure_next(protocol, &question, &readings, &outcome);
    Judgement {
        question,
        readings,
        findings,
        outcome,
        way_out,
        to_measure,
    }
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

/// The places of the queries that decide up to a stage in a setting: all that a verdict and its reasons hang on.
#[must_use]
pub fn deciding_queries(protocol: &Protocol, asked: usize, setting: Setting) -> Box<[usize]> {
    let last = protocol
        .stages
        .get(asked)
        .map_or(0, |stage| stage.criteria.end);
    let criteria = || protocol.criteria.iter().take(last);
    let leaned_on = |place: usize| {
        criteria().any(|criterion| {
            criterion.no_go_only_with == Some(place) || criterion.caution_only_with == Some(place)
        })
    };
    let mut queries: Vec<usize> = criteria()
        .enumerate()
        .filter(|(place, criterion)| role(criterion, setting) == Role::Decides || leaned_on(*place))
        .map(|(_, criterion)| criterion.query)
        .collect();
    queries.sort_unstable();
    queries.dedup();
    queries.into()
}

/// The readings of some queries, each at its place, in memory that is used again; the others are left out as not applicable.
pub fn read_some(
    protocol: &Protocol,
    subject: &Subject<'_>,
    queries: &[usize],
    readings: &mut Vec<Reading>,
) {
    readings.clear();
    readings.resize(protocol.queries.len(), Reading::NOT_APPLICABLE);
    for place in queries {
        if let (Some(query), Some(reading)) =
            (protocol.queries.get(*place), readings.get_mut(*place))
        {
            *reading = subject.read(query.measure, query.window);
        }
    }
}
