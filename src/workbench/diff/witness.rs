//! Assessments that two files judge differently, each replayed through the engine before it is shown.

use serde_json::{Value, json};

use crate::assessment::{Assessment, Goal};
use crate::engine::report::Report;
use crate::engine::{Finding, Outcome, Question, evaluate, read};
use crate::protocol::{Protocol, Query};
use crate::quantity::Exact;
use crate::verdict::Verdict;

use super::change::{Cause, Change, Witness};
use super::interval::Interval;
use super::relation::Relation;

/// A reading to look for: of this measure and window, between these two values.
pub type SearchGoal = (Query, Exact, Exact);

/// A search for an assessment that is accepted; what is wanted tells it where to look.
pub type Find<'f> =
    dyn FnMut(&mut dyn FnMut(&Assessment) -> bool, Option<SearchGoal>) -> Option<Value> + 'f;

/// One file's judgement of an assessment, without the way out.
struct JudgedAssessment {
    outcome: Outcome,
    findings: Vec<Finding>,
}

impl JudgedAssessment {
    fn of(protocol: &Protocol, assessment: &Assessment, goal: Option<&Goal>) -> Option<Self> {
        let question = Question::new(protocol, assessment, None, goal.cloned()).ok()?;
        let readings = read(protocol, &question.subject(protocol, assessment));
        let mut findings = Vec::with_capacity(protocol.criteria.len());
        let outcome = evaluate(protocol, &question, &readings, &mut findings);
        Some(Self { outcome, findings })
    }

    fn worst(&self, criterion: Option<usize>) -> Verdict {
        match criterion.and_then(|place| self.findings.get(place)) {
            Some(finding) if finding.role.counts() => finding.envelope.worst(),
            Some(_) | None => Verdict::Go,
        }
    }
}

/// Looks for a witness of each interval of a change, or of the change itself where it has none.
pub(super) fn witnesses(
    change: &Change,
    old: &Protocol,
    new: &Protocol,
    find: &mut Find<'_>,
) -> Vec<Witness> {
    // Of a stage that one file lacks, no question can be put to both.
    if !change.decides || change.cause == Cause::Stage {
        return Vec::new();
    }
    let wanted: Vec<(Option<usize>, Option<&Interval>)> = if change.intervals.is_empty() {
        vec![(None, None)]
    } else {
        let intervals = change.intervals.iter().enumerate();
        intervals
            .map(|(place, interval)| (Some(place), Some(interval)))
            .collect()
    };
    let wanted = wanted
        .into_iter()
        .filter(|(_, interval)| interval.is_none_or(|interval| interval.decides));
    // What a later stage asks as well shows only when no more than the criterion's own stage is asked.
    let stage = change.name.split_once('/').map(|(stage, _)| stage);
    let stage = stage.filter(|stage| old.stage(stage).is_some() && new.stage(stage).is_some());
    let goals = [None, stage.map(|stage| Goal::Stage(stage.to_owned()))];
    let goals = match &goals {
        [_, None] => goals.get(..1).unwrap_or_default(),
        [_, Some(_)] => &goals,
    };
    let mut found: Vec<Witness> = Vec::new();
    for (place, interval) in wanted {
        let shown_by = |assessment: &Assessment| {
            goals
                .iter()
                .find(|goal| shows(change, interval, assessment, goal.as_ref(), (old, new)))
        };
        let mut accept = |assessment: &Assessment| shown_by(assessment).is_some();
        let by_value = interval.filter(|interval| interval.goal.is_none());
        let ends = by_value.map(|interval| (interval.low, interval.high));
        let range = change.query.map(|query| {
            let (low, high) = ends.unwrap_or_else(|| query.measure.scale.range());
            (query, low, high)
        });
        let witness = find(&mut accept, range).and_then(|mut assessment| {
            let read = Assessment::from_json(&assessment.to_string()).ok()?;
            if let Some(Goal::Stage(stage)) = shown_by(&read)?
                && let Value::Object(fields) = &mut assessment
            {
                fields.insert("goal".to_owned(), json!({ "stage": stage }));
            }
            let (old, new) = replayed(&assessment, old, new)?;
            Some(Witness {
                assessment,
                old,
                new,
                interval: place,
            })
        });
        found.extend(witness.filter(|witness| witness.old != witness.new));
    }
    found
}

/// Whether the two files judge it differently, because of this change and with a reading in this interval.
fn shows(
    change: &Change,
    interval: Option<&Interval>,
    assessment: &Assessment,
    goal: Option<&Goal>,
    (old, new): (&Protocol, &Protocol),
) -> bool {
    // One reading tells most candidates apart, at a fraction of the cost.
    let by_value = interval.filter(|interval| interval.goal.is_none());
    let near = |protocol: &Protocol| {
        let (Some(interval), Some(query)) = (by_value, change.query) else {
            return true;
        };
        let question = Question::new(protocol, assessment, None, goal.cloned()).ok();
        let reading = question.map(|question| {
            let subject = question.subject(protocol, assessment);
            subject.read(query.measure, query.window)
        });
        reading
            .and_then(|reading| reading.value())
            .is_some_and(|value| interval.holds(value))
    };
    if !near(new) {
        return false;
    }
    let (Some(before), Some(now)) = (
        JudgedAssessment::of(old, assessment, goal),
        JudgedAssessment::of(new, assessment, goal),
    ) else {
        return false;
    };
    let moved = |one: Verdict, other: Verdict| match (interval, change.relation) {
        (Some(interval), _) => other.cmp(&one) == interval.new.cmp(&interval.old),
        (None, Some(Relation::Stricter)) => other > one,
        (None, Some(Relation::Laxer)) => other < one,
        (None, Some(Relation::Same | Relation::Incomparable | Relation::Undecided) | None) => {
            other != one
        }
    };
    if !moved(before.outcome.verdict, now.outcome.verdict) {
        return false;
    }
    match change.cause {
        Cause::Criterion => {
            let (one, other) = (before.worst(change.places.0), now.worst(change.places.1));
            // A share of the goal lies elsewhere for every goal: there the bands tell.
            let by_bands = interval.is_none_or(|interval| {
                interval.goal.is_none() || (one, other) == (interval.old, interval.new)
            });
            moved(one, other) && by_bands
        }
        Cause::Cautions => before.outcome.accumulated != now.outcome.accumulated,
        Cause::Ask => assessment.goal().is_none() && goal.is_none(),
        Cause::RouteOut | Cause::Stage => true,
        // Beside changed criteria nobody can tell which of the two it was.
        Cause::Evidence(_) => old.criteria == new.criteria,
    }
}

/// The verdicts of both files on the assessment as written, by the whole engine.
fn replayed(assessment: &Value, old: &Protocol, new: &Protocol) -> Option<(Verdict, Verdict)> {
    let assessment = Assessment::from_json(&assessment.to_string()).ok()?;
    let verdict = |protocol| Some(Report::new(protocol, &assessment).ok()?.verdict());
    Some((verdict(old)?, verdict(new)?))
}
