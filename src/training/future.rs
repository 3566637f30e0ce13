//! A record carried into the future, and the engine asked there.
//!
//! Load is read off the planned sessions by the same derivations as off a real log. A test, a diary or an answer cannot be known
//! beforehand: it is assumed to be passed by the day it is needed, and the plan lists it. What certainly fails and only time can
//! mend is waited for.

use std::collections::BTreeMap;

use crate::assessment::wire::{Activity, CourseEnd, LastFlare, Run};
use crate::assessment::{Dated, Day, Goal, Record};
use crate::engine::{Finding, Question, QuestionError, evaluate, read};
use crate::measure::{
    Act, AskedLevel, Better, Cause, Change, Definition, Nature, Reading, Recovery, State, Subject,
    Window, hides_pain, open,
};
use crate::measure::{LONGEST_SINCE_ONSET, PERCENT_OF_CAP, SESSION_BASELINE, SESSION_CAP};
use crate::protocol::{Criterion, Ladder, Protocol};
use crate::quantity::{Exact, Kilometres, Toward};
use crate::verdict::Verdict;

/// What the engine says of a day to come.
#[derive(Clone, Debug)]
pub(super) struct Outlook {
    /// The verdict, with what is assumed.
    pub(super) verdict: Verdict,
    /// Criteria that keep it from GO and that only running, or time, can mend.
    pub(super) blocked_by: Vec<usize>,
    /// Criteria assumed to be met by then.
    pub(super) assumed: Vec<usize>,
}

/// A runner and the sessions planned so far.
#[derive(Clone, Debug)]
pub(super) struct Future<'a> {
    protocol: &'a Protocol,
    record: Record,
    /// The day of the record, before any planned session.
    start: Day,
    /// What the record itself tells, by query: a test grows old, and the leg is no stronger for it.
    told: Vec<Reading>,
    /// When each criterion that is assumed to be met is first needed.
    pub(super) needed: BTreeMap<usize, Day>,
}

impl<'a> Future<'a> {
    /// An unstated last flare is counted as on the record's own day: planned sessions then come after it, and no day is promised
    /// that an earlier one would not allow.
    pub(super) fn new(protocol: &'a Protocol, assessment: &Record) -> Self {
        let mut record = assessment.clone();
        let injured = record.condition != crate::assessment::NO_INJURY;
        if injured && record.injury.onset.is_some() && record.injury.last_flare.is_none() {
            record.injury.last_flare = Some(LastFlare::On(record.as_of.into()));
        }
        // From now on every run is logged, and nothing hides pain, or the plan means nothing.
        let as_of = record.as_of;
        let treatments = record.treatments.get_or_insert_default();
        for treatment in treatments
            .iter_mut()
            .filter(|dated| hides_pain(dated.entry.kind))
        {
            if treatment.entry.start.is_some() {
                treatment.entry.end = match treatment.entry.end {
                    Some(CourseEnd::On(end)) if end < as_of => Some(CourseEnd::On(end)),
                    Some(CourseEnd::On(_) | CourseEnd::Ongoing) | None => {
                        Some(CourseEnd::On(as_of))
                    }
                };
            }
        }
        record.log_complete_from.get_or_insert(record.as_of);
        record.runs.get_or_insert_default();
        // Hops not yet recorded are to be tested on days that leave the tendon its rest before a run.
        record.hop.get_or_insert_default();
        let rules = &protocol.evidence;
        let start = record.as_of;
        let today = Subject::under(rules, &record, start, crate::measure::GoalDistance::None);
        Self {
            protocol,
            start,
            told: read(protocol, &today),
            record,
            needed: BTreeMap::new(),
        }
    }

    pub(super) const fn protocol(&self) -> &'a Protocol {
        self.protocol
    }

    /// Adds a planned session, newest first.
    pub(super) fn add(&mut self, session: Dated<Run>) {
        let mut runs = self.record.runs.take().unwrap_or_default().into_vec();
        let place = runs.partition_point(|run| run.date > session.date);
        self.record.as_of = self.record.as_of.max(session.date);
        runs.insert(place, session);
        self.record.runs = Some(runs.into_boxed_slice());
    }

    /// The runner as of a day, with what is planned until then.
    pub(super) fn on(&mut self, day: Day) -> &mut Self {
        self.record.as_of = self.record.as_of.max(day);
        self
    }

    /// Asks the engine about a day.
    pub(super) fn outlook(&mut self, day: Day, goal: &Goal) -> Result<Outlook, QuestionError> {
        self.on(day);
        let question = Question::new(self.protocol, &self.record, Some(day), Some(goal.clone()))?;
        let subject = question.subject(self.protocol, &self.record);
        let mut readings = read(self.protocol, &subject);
        let mut findings = Vec::with_capacity(self.protocol.criteria.len());
        let first = evaluate(self.protocol, &question, &readings, &mut findings);
        if first.verdict == Verdict::Go {
            return Ok(Outlook {
                verdict: first.verdict,
                blocked_by: Vec::new(),
                assumed: Vec::new(),
            });
        }
        let mut assumed = Vec::new();
        for finding in &findings {
            let Some(criterion) = self.protocol.criteria.get(finding.criterion) else {
                continue;
            };
            let told = self.told.get(criterion.query);
            let trained = told.map_or(0, |told| {
                weeks_of_training(criterion, *told, question.goal_km())
            });
            let soonest = trained
                .saturating_mul(7)
                .max(soonest(criterion, finding, self.start));
            let waited = day.since(self.start) >= soonest;
            if is_short(finding) && waited && may_be_assumed(criterion, finding, self.protocol) {
                assumed.push(finding.criterion);
                if let Some(reading) = readings.get_mut(criterion.query) {
                    *reading = Reading::NOT_APPLICABLE;
                }
            }
        }
        let second = evaluate(self.protocol, &question, &readings, &mut findings);
        let blocked_by = findings
            .iter()
            .filter(|finding| is_short(finding))
            .map(|finding| finding.criterion)
            .collect();
        Ok(Outlook {
            verdict: second.verdict,
            blocked_by,
            assumed,
        })
    }

    /// Asks about a day; if it is GO, what that assumes is noted as needed by then.
    pub(super) fn ask(&mut self, day: Day, goal: &Goal) -> Result<Outlook, QuestionError> {
        let outlook = self.outlook(day, goal)?;
        if outlook.verdict == Verdict::Go {
            for criterion in &outlook.assumed {
                self.needed.entry(*criterion).or_insert(day);
            }
        }
        Ok(outlook)
    }

    /// Whether the day is GO.
    pub(super) fn is_go(&mut self, day: Day, goal: &Goal) -> Result<bool, QuestionError> {
        Ok(self.ask(day, goal)?.verdict == Verdict::Go)
    }

    /// The subject of a day, for measures.
    pub(super) fn subject(&mut self, day: Day) -> Subject<'_> {
        self.on(day);
        let rules = &self.protocol.evidence;
        Subject::under(rules, &self.record, day, crate::measure::GoalDistance::None)
    }

    /// Place of the level that is certainly open on a day, or of the top one once the ladder is climbed.
    pub(super) fn open_level(&mut self, day: Day, ladder: &Ladder) -> Option<usize> {
        let place = self.protocol.ladder_place(Some(&ladder.id))?;
        let subject = self.subject(day).asked_level(AskedLevel {
            ladder: place,
            level: None,
        });
        let top = ladder.levels.len().checked_sub(1)?;
        Some(open(&subject)?.open.0.saturating_sub(1).min(top))
    }

    /// The metres of a longest run with which all that the goal asks of it is GO; none where nothing is asked, or nothing suffices.
    pub(super) fn longest_needed(
        &mut self,
        day: Day,
        goal: &Goal,
    ) -> Result<Option<i64>, QuestionError> {
        self.on(day);
        let question = Question::new(self.protocol, &self.record, Some(day), Some(goal.clone()))?;
        let subject = question.subject(self.protocol, &self.record);
        let last = self.protocol.stages.get(question.asked);
        let criteria = self.protocol.criteria.iter();
        let criteria = criteria.take(last.map_or(0, |stage| stage.criteria.end));
        let mut needed = None;
        for criterion in criteria.filter(|criterion| !criterion.step && !criterion.note) {
            let applies = criterion
                .when
                .iter()
                .all(|one| one.holds(&question.facts) != Some(false));
            let base = criterion.measure.longest_run().filter(|_| applies);
            let query = self.protocol.queries.get(criterion.query);
            let (Some(base), Some(query), Some(bands)) = (base, query, criterion.bands) else {
                continue;
            };
            let is_enough = |hundreds: i64| {
                let value = Exact::micro(hundreds.saturating_mul(100_000));
                let change = [Change {
                    measure: base,
                    value,
                }];
                let reading = subject.supposing(&change).read(query.measure, query.window);
                let value = reading.value();
                value.and_then(|value| bands.place(value, question.goal_km())) == Some(Verdict::Go)
            };
            let (mut short, mut enough) = (-1_i64, LONGEST);
            if !is_enough(enough) {
                return Ok(None);
            }
            while enough.saturating_sub(short) > 1 {
                let middle = short.saturating_add(enough.saturating_sub(short).div_euclid(2));
                if is_enough(middle) {
                    enough = middle;
                } else {
                    short = middle;
                }
            }
            needed = needed.max(Some(enough.saturating_mul(100)));
        }
        Ok(needed)
    }

    /// Metres of the longest run of so many days before a day.
    pub(super) fn longest_of(&self, day: Day, days: i32) -> i64 {
        let runs = self.record.runs.as_deref().unwrap_or_default();
        runs.iter()
            .filter(|run| run.date < day && day.since(run.date) <= days)
            .filter_map(|run| run.entry.distance_km)
            .map(|distance| distance.millionths().div_euclid(1000))
            .max()
            .unwrap_or(0)
    }

    /// The metres of the longest run that is no spike on a day: to a hundred metres, rounded down.
    pub(super) fn longest_allowed(&mut self, day: Day) -> i64 {
        let injured = self.record.condition != crate::assessment::NO_INJURY;
        let mut criteria = self.protocol.criteria.iter();
        let capped = criteria.any(|criterion| *criterion.measure == PERCENT_OF_CAP);
        let subject = self.subject(day);
        let low = |measure: &'static Definition| {
            let reading = subject.read(measure, Window::default());
            reading.span(measure).map(|(low, _)| low)
        };
        let baseline = low(&SESSION_BASELINE).unwrap_or(Exact::ZERO);
        let since_onset = low(&LONGEST_SINCE_ONSET).filter(|_| injured);
        let longest = baseline.min(since_onset.unwrap_or(baseline));
        let metres = |kilometres: Exact| kilometres.millionths().div_euclid(1000);
        let step = metres(longest).saturating_mul(11).div_euclid(10);
        // After a lay-off the table caps the step where the criteria ask for it; without runs to compare with, it alone says how far.
        let cap = low(&SESSION_CAP).filter(|_| capped);
        let allowed = match cap.map(metres) {
            Some(cap) if longest > Exact::ZERO => step.min(cap),
            Some(cap) => cap,
            None => step,
        };
        hundreds(allowed)
    }
}

/// Longer than any long run of a plan, in hundreds of metres.
const LONGEST: i64 = 3_000;

/// Rounded down to whole hundreds of metres.
pub(super) const fn hundreds(metres: i64) -> i64 {
    metres.div_euclid(100).saturating_mul(100)
}

/// A run of so many metres, as a goal.
pub(super) fn run_of(metres: i64) -> Result<Goal, String> {
    Ok(Goal::Activity {
        activity: Activity::Run,
        distance: Some(Kilometres::new(metres.saturating_mul(1000))?),
        date: None,
    })
}

fn is_short(finding: &Finding) -> bool {
    finding.role.counts() && finding.envelope.worst() != Verdict::Go
}

/// Days from the record's own day until what it certainly fails can be passed at the soonest; what is only unknown may have been done.
///
/// A score that failed today stands for today, and a test tells only on the next morning. Hops leave the tendon a day of rest before a
/// run, and calm sessions of them are two days apart.
fn soonest(criterion: &Criterion, finding: &Finding, start: Day) -> i32 {
    let certain = finding.envelope.best() != Verdict::Go;
    let measure = criterion.measure;
    match measure.mends {
        _ if finding.reading.cause == Some(Cause::NotYet) => 1,
        _ if !certain || measure.nature == Nature::Fact => 0,
        Recovery::Training { rest, .. } => i32::from(rest),
        Recovery::Retest { from_no_go, .. } if finding.envelope.best() == Verdict::NoGo => {
            i32::from(from_no_go)
        }
        Recovery::Retest { from_caution, .. } => i32::from(from_caution),
        Recovery::AnotherDay | Recovery::Ladder | Recovery::Rest | Recovery::Waiting => {
            i32::from(finding.reading.date.is_none_or(|date| date >= start))
        }
    }
}

/// Whole weeks of training until what certainly misses the GO limit can meet it; none for what is not trained, or not known to miss it.
///
/// Who is unable to do a test starts from its worst end.
pub(super) fn weeks_of_training(criterion: &Criterion, told: Reading, goal: Option<Exact>) -> i32 {
    let measure = criterion.measure;
    let Recovery::Training { a_week, .. } = measure.mends else {
        return 0;
    };
    let limit = criterion.bands.and_then(|bands| bands.go.resolve(goal));
    let now = match told.state {
        State::NotApplicable => None,
        State::Unable => Some(measure.worst_end()),
        State::Known { .. } => told.at_best(measure).value(),
    };
    let Some((limit, now)) = limit.zip(now) else {
        return 0;
    };
    let missing = match measure.better {
        Some(Better::Higher) => limit.minus(now),
        Some(Better::Lower) | None => now.minus(limit),
    };
    let weeks = missing
        .max(Exact::ZERO)
        .to_step(a_week, Toward::Up)
        .millionths()
        .checked_div(a_week.millionths());
    weeks.map_or(0, |weeks| i32::try_from(weeks).unwrap_or(i32::MAX / 7))
}

/// Whether a criterion can be assumed to be met by the day it is needed.
fn may_be_assumed(criterion: &Criterion, finding: &Finding, protocol: &Protocol) -> bool {
    let measure = criterion.measure;
    let open = finding.envelope.best() == Verdict::Go;
    let of_the_log = measure.is_of_the_log();
    if of_the_log && measure.nature == Nature::Log {
        // Load is what the plan is about; a log that does not reach back far enough cannot be planned away.
        return false;
    }
    if open {
        return true;
    }
    if measure.nature == Nature::Calendar {
        return false;
    }
    // What went wrong within a window must first fall out of it; what was not yet done in it can be done.
    let to_outlive = measure.better == Some(Better::Lower)
        && protocol
            .queries
            .get(criterion.query)
            .is_some_and(|query| query.window.over.is_some());
    let can_improve = match measure.act {
        Act::By(_) | Act::Follows(_) => true,
        Act::No => measure.nature == Nature::Fact,
    };
    !to_outlive && !of_the_log && can_improve && criterion.refer.is_none()
}
