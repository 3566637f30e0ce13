//! Which missing readings could still change the verdict, and which to take first.

use super::{Finding, Outcome, Question, Role, evaluate};
use crate::measure::{Cause, Definition, Reading};
use crate::protocol::Protocol;
use crate::verdict::Verdict;

/// How much depends on one missing measure.
struct Weight {
    measure: &'static Definition,
    /// The worst it can force by itself, all else turning out well.
    forces: Verdict,
    /// The best it can bring by itself, all else staying unknown.
    brings: Verdict,
    /// Criteria that wait for it.
    criteria: usize,
}

/// The measures that are missing and could still change the verdict, most decisive first.
///
/// First what can by itself force the worst verdict, then what by itself brings the best, then what most criteria wait for, then the
/// order of the file. Empty when the verdict no longer depends on anything missing.
#[must_use]
pub fn measure_next(
    protocol: &Protocol,
    question: &Question<'_>,
    readings: &[Reading],
    outcome: &Outcome,
) -> Vec<&'static Definition> {
    if outcome.verdict == outcome.best_case || protocol.route_out.is_some() {
        return Vec::new();
    }
    let mut findings: Vec<Finding> = Vec::with_capacity(protocol.criteria.len());
    let hopeful: Vec<Reading> = protocol
        .queries
        .iter()
        .zip(readings)
        .map(|(query, reading)| reading.at_best(query.measure))
        .collect();
    // What is volunteered is never asked for: not telling it costs nothing.
    evaluate(protocol, question, readings, &mut findings);
    let decides: Vec<bool> = findings
        .iter()
        .map(|finding| finding.role == Role::Decides)
        .collect();
    let asked = || {
        let criteria = protocol.criteria.iter().zip(&decides);
        criteria.filter_map(|(criterion, decides)| decides.then_some(criterion))
    };
    let mut weights: Vec<Weight> = Vec::new();
    for query in &protocol.queries {
        let measure = query.measure;
        if weights.iter().any(|weight| weight.measure == measure) {
            continue;
        }
        let of_it = |place: usize| {
            asked().any(|criterion| criterion.query == place && criterion.measure == measure)
        };
        let open = readings.iter().enumerate().any(|(place, reading)| {
            let told_today = reading.cause != Some(Cause::NotYet);
            of_it(place) && reading.is_open() && told_today
        });
        if !open {
            continue;
        }
        let mixed = |base: &[Reading], end: fn(Reading, &Definition) -> Reading| {
            let ends = base.iter().zip(readings).enumerate();
            let mix = ends.map(|(place, (base, own))| {
                if of_it(place) {
                    end(*own, measure)
                } else {
                    *base
                }
            });
            mix.collect::<Vec<Reading>>()
        };
        let forces = evaluate(
            protocol,
            question,
            &mixed(&hopeful, Reading::at_worst),
            &mut findings,
        )
        .verdict;
        if forces <= outcome.best_case {
            continue;
        }
        let brings = evaluate(
            protocol,
            question,
            &mixed(readings, Reading::at_best),
            &mut findings,
        )
        .verdict;
        let criteria = asked()
            .filter(|criterion| criterion.measure == measure)
            .count();
        weights.push(Weight {
            measure,
            forces,
            brings,
            criteria,
        });
    }
    weights.sort_by(|one, other| {
        let by_force = other.forces.cmp(&one.forces);
        by_force
            .then(one.brings.cmp(&other.brings))
            .then(other.criteria.cmp(&one.criteria))
    });
    weights.into_iter().map(|weight| weight.measure).collect()
}
