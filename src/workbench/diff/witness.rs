//! Assessments that two files judge differently, each replayed through the engine before it is shown.

use serde_json::Value;

use crate::assessment::Assessment;
use crate::engine::{Finding, Question, Role, evaluate, read};
use crate::measure::Reading;
use crate::protocol::{Protocol, Query};
use crate::quantity::Exact;
use crate::report::Report;
use crate::verdict::Verdict;

use super::change::Change;
use super::interval::Interval;
use super::relation::Relation;

/// An assessment judged differently by OLD and NEW.
#[derive(Clone, Debug)]
pub struct Witness {
    /// The assessment, ready for `rtr check`.
    pub assessment: Value,
    /// The verdict by OLD.
    pub old: Verdict,
    /// The verdict by NEW.
    pub new: Verdict,
    /// The place of the interval it shows, among those of its change.
    pub interval: Option<usize>,
}

/// A reading to look for: of this measure and window, between these two values.
pub type Wanted = (Query, Exact, Exact);

/// A search for an assessment that is accepted; what is wanted tells it where to look.
pub type Find<'f> =
    dyn FnMut(&mut dyn FnMut(&Assessment) -> bool, Option<Wanted>) -> Option<Value> + 'f;

/// One file's judgement of an assessment, without the way out.
struct Judged {
    verdict: Verdict,
    findings: Vec<Finding>,
    readings: Vec<Reading>,
}

impl Judged {
    fn of(protocol: &Protocol, assessment: &Assessment) -> Option<Self> {
        let question = Question::new(protocol, assessment, None, None).ok()?;
        let readings = read(protocol, &question.subject(assessment));
        let mut findings = Vec::with_capacity(protocol.criteria.len());
        let outcome = evaluate(protocol, &question, &readings, &mut findings);
        Some(Self {
            verdict: outcome.verdict,
            findings,
            readings,
        })
    }

    fn worst(&self, criterion: Option<usize>) -> Verdict {
        match criterion.and_then(|place| self.findings.get(place)) {
            Some(finding) if finding.role == Role::Decides => finding.envelope.worst(),
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
    if !change.decides {
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
    let mut found: Vec<Witness> = Vec::new();
    for (place, interval) in wanted {
        let mut accept = |assessment: &Assessment| shows(change, interval, assessment, old, new);
        let ends = interval.map(|interval| (interval.low, interval.high));
        let range = change.query.map(|query| {
            let (low, high) = ends.unwrap_or_else(|| query.measure.scale.range());
            (query, low, high)
        });
        let witness = find(&mut accept, range).and_then(|assessment| {
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
    old: &Protocol,
    new: &Protocol,
) -> bool {
    let (Some(before), Some(now)) = (Judged::of(old, assessment), Judged::of(new, assessment))
    else {
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
    if !moved(before.verdict, now.verdict) {
        return false;
    }
    if change.places == (None, None) {
        return true;
    }
    let (one, other) = (before.worst(change.places.0), now.worst(change.places.1));
    let Some(interval) = interval else {
        return moved(one, other);
    };
    let reading = |judged: &Judged, protocol: &Protocol, place: Option<usize>| {
        let criterion = place.and_then(|place| protocol.criteria.get(place));
        let reading = criterion.and_then(|criterion| judged.readings.get(criterion.query));
        reading.and_then(Reading::value)
    };
    let value = reading(&now, new, change.places.1).or(reading(&before, old, change.places.0));
    moved(one, other) && value.is_some_and(|value| interval.holds(value))
}

/// The verdicts of both files on the assessment as written, by the whole engine.
fn replayed(assessment: &Value, old: &Protocol, new: &Protocol) -> Option<(Verdict, Verdict)> {
    let assessment = Assessment::from_json(&assessment.to_string()).ok()?;
    let verdict = |protocol| Some(Report::new(protocol, &assessment).ok()?.verdict());
    Some((verdict(old)?, verdict(new)?))
}
