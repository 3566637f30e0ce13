//! What would change the verdict: the least changes, over measures a person can act on, each re-evaluated before it is shown.
//!
//! What is not known is answered, not changed: a way out names what it supposes to be answered well beside what it changes.
//!
//! A set of changes is least when no change can be left out and none can be smaller: every measure is lowered in the order of the
//! file until the verdict would fall, and verdicts are monotone, so one pass suffices.

use super::{Finding, Outcome, Question, Role, evaluate};
use crate::assessment::Day;
use crate::measure::{Act, Better, Cause, Change, Definition, Nature, Reading, Recovery, Subject};
use crate::protocol::{Criterion, Operator, Protocol};
use crate::quantity::{Exact, Toward, Unit};
use crate::verdict::Verdict;

/// One change: a measure, what it is, what it would have to be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    /// The measure a person can act on.
    pub measure: &'static Definition,
    /// What it is now; `None` when it is not one known value.
    pub from: Option<Exact>,
    /// What it would have to be at least (or at most, where less is better).
    pub to: Exact,
}

/// A way to a better verdict.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WayOut {
    /// The least changes.
    pub steps: Vec<Step>,
    /// Criteria whose readings are open, and are supposed to turn out as well as they still can: their places in the protocol.
    pub supposes: Vec<usize>,
}

/// What would change the verdict.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Remedy {
    /// The way to CAUTION; `None` when no change of today and no answer gives it.
    pub caution: Option<WayOut>,
    /// The way to GO; `None` when no change of today and no answer gives it.
    pub go: Option<WayOut>,
    /// The first day on which every criterion that only waits for the calendar could be GO; `None` when none waits.
    pub not_before: Option<Day>,
    /// The way to GO once that day has come; `None` when there is no such day, or no way.
    pub go_from_not_before: Option<WayOut>,
}

/// Finds the way out of a verdict.
#[must_use]
pub fn remedy(
    protocol: &Protocol,
    question: &Question<'_>,
    subject: &Subject<'_>,
    readings: &[Reading],
    findings: &[Finding],
    outcome: &Outcome,
) -> Remedy {
    if protocol.route_out.is_some() {
        return Remedy::default();
    }
    let search = Search {
        protocol,
        question,
        subject,
        readings,
        findings,
    };
    let (not_before, waits) = search.calendar();
    let to = |target: Verdict, waits: &[Change]| {
        if outcome.verdict <= target {
            Some(WayOut::default())
        } else {
            search.least(target, waits)
        }
    };
    // What only tomorrow tells cannot be answered today.
    let today = |target: Verdict| {
        let mut open = findings.iter().filter(|finding| tells_tomorrow(finding));
        let waits = open.any(|finding| finding.role.counts() && finding.envelope.worst() > target);
        if waits { None } else { to(target, &[]) }
    };
    Remedy {
        caution: today(Verdict::Caution),
        go: today(Verdict::Go),
        not_before,
        go_from_not_before: not_before.and_then(|_| to(Verdict::Go, &waits)),
    }
}

struct Search<'a> {
    protocol: &'a Protocol,
    question: &'a Question<'a>,
    subject: &'a Subject<'a>,
    readings: &'a [Reading],
    findings: &'a [Finding],
}

/// A measure a person can act on, with the values at which something changes, worst first.
struct Lever {
    measure: &'static Definition,
    values: Vec<Exact>,
    chosen: Option<Exact>,
}

impl<'a> Search<'a> {
    fn criteria(&self) -> impl Iterator<Item = (&'a Criterion, &'a Finding)> {
        let deciding = self
            .findings
            .iter()
            .filter(|finding| finding.role == Role::Decides);
        let protocol = self.protocol;
        deciding.filter_map(move |finding| {
            protocol
                .criteria
                .get(finding.criterion)
                .map(|criterion| (criterion, finding))
        })
    }

    /// The day on which the calendar alone is satisfied, and the readings of that day.
    fn calendar(&self) -> (Option<Day>, Vec<Change>) {
        let mut latest = None;
        let mut waits: Vec<Change> = Vec::new();
        for (criterion, finding) in self.criteria() {
            if finding.envelope.worst() == Verdict::Go {
                continue;
            }
            if tells_tomorrow(finding) {
                latest = latest.max(Some(self.question.as_of.plus(1)));
                continue;
            }
            // What is told of today stays so today, and of another day nothing is promised.
            if is_told_of_today(criterion, finding, self.question.as_of) {
                latest = latest.max(Some(self.question.as_of.plus(1)));
                continue;
            }
            if criterion.measure.mends == Recovery::Rest {
                if let Some(days) = finding.reading.least_days().filter(|days| *days > 0) {
                    latest = latest.max(Some(self.question.as_of.plus(days)));
                }
                if !finding.reading.is_open() {
                    waits.push(Change {
                        measure: criterion.measure,
                        value: criterion.measure.scale.range().0,
                    });
                }
                continue;
            }
            if criterion.measure.nature != Nature::Calendar {
                continue;
            }
            let limit = criterion.bands.and_then(|bands| {
                Some((
                    bands.go.operator,
                    bands.go.resolve(self.question.goal_km())?,
                ))
            });
            // A day that is not known, such as the last flare, is taken at its best: it can only make it later.
            let best = finding
                .reading
                .span(criterion.measure)
                .map(|(_, high)| high);
            let (Some(value), Some((operator, bound))) = (best, limit) else {
                continue;
            };
            let days = if criterion.measure.scale.unit() == Unit::Weeks {
                7
            } else {
                1
            };
            let missing = (0..days).fold(Exact::ZERO, |sum, _| sum.plus(bound.minus(value)));
            let whole = missing.to_step(Exact::whole(1), Toward::Up);
            let whole = if operator == Operator::Above && whole == missing {
                whole.plus(Exact::whole(1))
            } else {
                whole
            };
            if whole > Exact::ZERO
                && let Ok(count) = i32::try_from(whole.terms().0)
            {
                latest = latest.max(Some(self.question.as_of.plus(count)));
            }
            if finding.reading.is_open() {
                // Nothing is promised for a day that depends on an unknown one.
                continue;
            }
            let value = bound
                .to_step(Exact::whole(1), Toward::Up)
                .plus(Exact::whole(1));
            match waits
                .iter_mut()
                .find(|wait| wait.measure == criterion.measure)
            {
                Some(wait) => wait.value = wait.value.max(value),
                None => waits.push(Change {
                    measure: criterion.measure,
                    value,
                }),
            }
        }
        (latest, waits)
    }

    /// The least changes that give the target, with what they suppose.
    fn least(&self, target: Verdict, waits: &[Change]) -> Option<WayOut> {
        let counting = || self.findings.iter().filter(|finding| finding.role.counts());
        for finding in counting().filter(|finding| finding.envelope.worst() > target) {
            let criterion = self.protocol.criteria.get(finding.criterion);
            let refers = criterion.is_some_and(|criterion| criterion.refer.is_some());
            if refers && !is_supposed(finding) {
                return None;
            }
        }
        let supposing = |least: Verdict| {
            let open = counting().filter(|one| is_supposed(one) && one.envelope.worst() > least);
            open.map(|finding| finding.criterion).collect::<Vec<_>>()
        };
        // Many a CAUTION together can be a NO-GO.
        [target, Verdict::Go]
            .into_iter()
            .find_map(|least| self.least_supposing(target, waits, supposing(least)))
    }

    fn least_supposing(
        &self,
        target: Verdict,
        waits: &[Change],
        supposes: Vec<usize>,
    ) -> Option<WayOut> {
        let mut levers: Vec<Lever> = Vec::new();
        for (criterion, finding) in self.criteria() {
            let worst = finding.envelope.worst();
            let Some(base) = base(criterion.measure) else {
                continue;
            };
            if worst == Verdict::Go || is_supposed(finding) || criterion.refer.is_some() {
                continue;
            }
            let values = [Verdict::Caution, Verdict::Go]
                .into_iter()
                .filter_map(|level| self.least_value(criterion, base, level));
            match levers.iter_mut().find(|lever| lever.measure == base) {
                Some(lever) => lever.values.extend(values),
                None => levers.push(Lever {
                    measure: base,
                    values: values.collect(),
                    chosen: None,
                }),
            }
        }
        for lever in &mut levers {
            lever.values.sort_unstable();
            lever.values.dedup();
            if lever.measure.better == Some(Better::Lower) {
                lever.values.reverse();
            }
            lever.chosen = lever.values.last().copied();
        }
        let mut room = TrialBuffers {
            readings: self.readings.to_vec(),
            findings: Vec::with_capacity(self.protocol.criteria.len()),
            supposed: self.queries_of(&supposes),
        };
        if self.verdict(&levers, waits, &mut room) > target {
            return None;
        }
        for place in 0..levers.len() {
            let candidates: Vec<Option<Exact>> = match levers.get(place) {
                Some(lever) => std::iter::once(None)
                    .chain(lever.values.iter().copied().map(Some))
                    .collect(),
                None => continue,
            };
            for candidate in candidates {
                if let Some(lever) = levers.get_mut(place) {
                    lever.chosen = candidate;
                }
                if self.verdict(&levers, waits, &mut room) <= target {
                    break;
                }
            }
        }
        let steps = levers.iter().filter_map(|lever| {
            let to = lever.chosen?;
            Some(Step {
                measure: lever.measure,
                from: self.now(lever.measure),
                to,
            })
        });
        Some(WayOut {
            steps: steps.collect(),
            supposes,
        })
    }

    /// Which queries the criteria at these places read.
    fn queries_of(&self, criteria: &[usize]) -> Vec<bool> {
        let mut supposed = vec![false; self.protocol.queries.len()];
        for criterion in criteria {
            let criterion = self.protocol.criteria.get(*criterion);
            if let Some(own) = criterion.and_then(|one| supposed.get_mut(one.query)) {
                *own = true;
            }
        }
        supposed
    }

    /// The verdict, were these changes so.
    fn verdict(&self, levers: &[Lever], waits: &[Change], room: &mut TrialBuffers) -> Verdict {
        let chosen = levers.iter().filter_map(|lever| {
            lever.chosen.map(|value| Change {
                measure: lever.measure,
                value,
            })
        });
        let changes: Vec<Change> = waits.iter().copied().chain(chosen).collect();
        let supposed = self.subject.supposing(&changes);
        for (((query, now), reading), is_supposed) in self
            .protocol
            .queries
            .iter()
            .zip(self.readings)
            .zip(&mut room.readings)
            .zip(&room.supposed)
        {
            let touched = changes.iter().any(|change| {
                change.measure == query.measure
                    || base(query.measure).is_some_and(|base| base == change.measure)
            });
            *reading = if touched {
                supposed.read(query.measure, query.window)
            } else {
                *now
            };
            if *is_supposed {
                *reading = reading.at_best(query.measure);
            }
        }
        evaluate(
            self.protocol,
            self.question,
            &room.readings,
            &mut room.findings,
        )
        .verdict
    }

    /// The least value of the base, on its steps, at which the criterion is no worse than the level; `None` when none is.
    fn least_value(
        &self,
        criterion: &Criterion,
        base: &'static Definition,
        level: Verdict,
    ) -> Option<Exact> {
        let Act::By(step) = base.act else { return None };
        let window = self.protocol.queries.get(criterion.query)?.window;
        let bands = criterion.bands?;
        let goal = self.question.goal_km();
        let meets = |value: Exact| {
            let change = [Change {
                measure: base,
                value,
            }];
            let reading = self
                .subject
                .supposing(&change)
                .read(criterion.measure, window);
            // Against an unknown other leg every hop would have to be the longest there is: that leg comes first.
            let ratio = criterion.measure.relative_to.is_some()
                && criterion.measure.scale.unit() == Unit::Percent;
            if ratio && reading.is_open() {
                return false;
            }
            let Some((low, high)) = reading.span(criterion.measure) else {
                return true;
            };
            let worse = if criterion.measure.better == Some(Better::Higher) {
                low
            } else {
                high
            };
            bands
                .place(worse, goal)
                .is_some_and(|verdict| verdict <= level)
        };
        let (low, high) = base.scale.range();
        let count = high
            .minus(low)
            .millionths()
            .checked_div(step.millionths())?;
        let at = |steps: i64| {
            let offset = Exact::micro(step.millionths().saturating_mul(steps));
            match base.better {
                Some(Better::Higher) => low.plus(offset),
                Some(Better::Lower) | None => high.minus(offset),
            }
        };
        let (mut fails, mut holds) = (-1_i64, count);
        if !meets(at(count)) {
            return None;
        }
        while holds.saturating_sub(fails) > 1 {
            let middle = fails.saturating_add(holds.saturating_sub(fails).div_euclid(2));
            if meets(at(middle)) {
                holds = middle;
            } else {
                fails = middle;
            }
        }
        Some(at(holds))
    }

    /// The base measure's value now, read as the first criterion that depends on it reads it.
    fn now(&self, base_measure: &'static Definition) -> Option<Exact> {
        let mut windows = self
            .criteria()
            .filter(|(criterion, _)| base(criterion.measure) == Some(base_measure));
        let (criterion, _) = windows.next()?;
        let window = self.protocol.queries.get(criterion.query)?.window;
        self.subject.read(base_measure, window).value()
    }
}

/// Buffers that every trial evaluation uses again.
struct TrialBuffers {
    readings: Vec<Reading>,
    findings: Vec<Finding>,
    /// Queries whose readings are supposed to turn out well.
    supposed: Vec<bool>,
}

/// Whether the reading waits for a morning that is still to come, and may turn out at GO.
fn tells_tomorrow(finding: &Finding) -> bool {
    finding.reading.cause == Some(Cause::NotYet) && is_supposed(finding)
}

/// Whether it certainly fails by what is told of the day itself, and another day may tell otherwise.
fn is_told_of_today(criterion: &Criterion, finding: &Finding, as_of: Day) -> bool {
    let measure = criterion.measure;
    measure.mends == Recovery::AnotherDay
        && measure.nature == Nature::Observation
        && criterion.refer.is_none()
        && finding.reading.date == Some(as_of)
        && finding.envelope.best() != Verdict::Go
}

/// Whether what is not known of the reading may turn out at GO; what certainly misses it must be changed.
fn is_supposed(finding: &Finding) -> bool {
    finding.reading.is_open() && finding.envelope.best() == Verdict::Go
}

/// The measure a person acts on to change this one.
fn base(measure: &'static Definition) -> Option<&'static Definition> {
    match measure.act {
        Act::No => None,
        Act::By(_) => Some(measure),
        Act::Follows(base) => Some(base),
    }
}
