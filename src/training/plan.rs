//! The way to the goal: the tests to pass, the ladder, the growing long run, the taper, and the earliest day.
//!
//! A day is planned only when the engine answers GO for it on the record carried so far. *Why greedy?* The criteria are monotone:
//! running as far as they allow, as early as they allow, is the earliest there is for a fixed week; a later start never gains a day.

use super::future::weeks_of_training;
use super::ladder::chosen;
use super::planned::{PlanError, Planned};
use super::planner::{PlannedCourse, Planner};
use super::schedule::{Pace, Part};
use crate::assessment::{Assessment, Day, Goal, NO_INJURY};
use crate::engine::report::{Line, Report};
use crate::engine::{Judgement, Question};
use crate::measure::{Nature, Recovery};
use crate::protocol::{Ladder, Protocol, Refer};
use crate::quantity::Kilometres;
use crate::verdict::Verdict;

/// A criterion that the plan assumes to be met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CriterionToPass {
    /// Its place in the protocol.
    pub criterion: usize,
    /// The day it is first needed.
    pub by: Day,
    /// Whether it is met today.
    pub met_today: bool,
    /// Weeks of training that it takes from what was measured last; zero where it is met, not trained, or not known.
    pub weeks: i32,
}

/// The wanted date of the goal, held against the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wish {
    /// The wanted date.
    pub day: Day,
    /// Days by which the plan comes later; `None` when there is no plan.
    pub missed_by: Option<i32>,
    /// The longest race, in metres, that could be run on that day; `None` when none could, or the wish is met.
    pub fits: Option<i64>,
    /// Whether it lies before the day of the plan, which then looks for another.
    pub is_past: bool,
}

/// A plan, "if every session is symptom-free".
#[derive(Clone, Debug)]
pub struct Plan<'a> {
    /// The day it was made for.
    pub as_of: Day,
    /// Its goal.
    pub goal: Goal,
    /// The ladder climbed, if any session is of it.
    pub ladder: Option<&'a Ladder>,
    /// The sessions, in order; the last is the goal when it is a run or a race.
    pub sessions: Vec<Planned>,
    /// The earliest day of the goal; `None` when none was found in two years.
    pub earliest: Option<Day>,
    /// The day planned: the wanted one, or the earliest when that is later.
    pub on: Option<Day>,
    /// The wanted date.
    pub wish: Option<Wish>,
    /// What must be passed, answered or kept, by the day it is needed.
    pub to_pass: Vec<CriterionToPass>,
    /// Criteria that stood in the way until a day, in order of the file.
    pub waited_for: Vec<(usize, Day)>,
    /// Criteria that no planned session can meet; why there is no plan.
    pub blocked_by: Vec<usize>,
    /// How fast the runner runs.
    pub pace: Pace,
    /// Who should see the runner before anything else.
    pub refer: Option<Refer>,
    /// The fields of what is not stated today, without which no day is surely GO.
    pub to_state: Vec<&'static str>,
    /// The fields whose answers hold sessions back, each once: the plan counts the worst of them.
    pub to_answer: Vec<String>,
    /// Whether the last flare is not stated and was counted as today's.
    pub flare_assumed: bool,
    /// Whether the log is not declared complete and was counted as complete from today.
    pub log_assumed: bool,
}

impl Plan<'_> {
    /// Minutes of the longest run before the goal.
    #[must_use]
    pub fn longest_run_minutes(&self) -> i64 {
        let runs = self
            .sessions
            .iter()
            .filter(|session| session.part != Part::Goal);
        runs.map(|session| session.minutes).max().unwrap_or(0)
    }
}

/// Lays out the way to the goal: that given, or the record's, or the stage the protocol asks.
///
/// # Errors
/// When the protocol does not judge, the ladder is unknown, or the goal cannot be put to the protocol.
pub fn plan<'a>(
    protocol: &'a Protocol,
    assessment: &Assessment,
    as_of: Option<Day>,
    goal: Option<Goal>,
    ladder: Option<&str>,
) -> Result<Plan<'a>, PlanError> {
    let as_of = as_of.unwrap_or(assessment.as_of);
    let ladder = chosen(protocol, ladder)?;
    let asked = || {
        protocol
            .stages
            .get(protocol.ask)
            .map(|stage| Goal::Stage(stage.id.clone()))
    };
    let goal = goal
        .or_else(|| assessment.goal.clone())
        .or_else(asked)
        .ok_or(PlanError::NothingToRun)?;
    let question = Question::new(protocol, assessment, Some(as_of), Some(goal.clone()))?;
    if let Some(codes) = question.held.codes() {
        return Err(PlanError::Contradiction(codes));
    }
    let report = Report::of(protocol, assessment, question);
    let to_state = report.to_state();
    let red_flags = red_flags(protocol, &report.judgement);
    let mut record = assessment.known_on(as_of);
    if as_of > assessment.as_of {
        // Of the days between, nobody has said that every run is logged.
        record.log_complete_from = None;
    }
    let wanted = match &goal {
        Goal::Activity { distance: None, .. } => return Err(PlanError::NoDistance),
        Goal::Activity { date, .. } => *date,
        Goal::Session { .. } | Goal::Stage(_) => None,
    };
    let course_to =
        |goal: &Goal, wanted: (Option<Day>, bool)| -> Result<PlannedCourse, PlanError> {
            if red_flags.is_empty() {
                return Planner::new(protocol, &record, as_of, goal, ladder, wanted).run();
            }
            Ok(PlannedCourse {
                blocked_by: red_flags.clone(),
                ..PlannedCourse::default()
            })
        };
    let course = |goal: &Goal| course_to(goal, (None, false));
    let earliest = course(&goal)?;
    let later = wanted.filter(|day| earliest.reached.is_some_and(|reached| *day > reached));
    let chosen = match later {
        Some(day) => {
            // Better on the wanted day than with its weekday kept.
            let kept = course_to(&goal, (Some(day), true))?;
            if kept.reached == Some(day) {
                kept
            } else {
                course_to(&goal, (Some(day), false))?
            }
        }
        None => earliest.clone(),
    };
    // A wanted date on which the goal is not GO, though an earlier one is, is no plan.
    let chosen = if chosen.reached.is_some() {
        chosen
    } else {
        earliest.clone()
    };
    let wish = wanted.map(|day| {
        let reached_by = |goal: &Goal| {
            let reached = course(goal)?.reached;
            Ok(reached.is_some_and(|reached| reached <= day))
        };
        wish(&goal, day, (as_of, earliest.reached), reached_by)
    });
    let wish = wish.transpose()?;
    let to_answer = to_answer(&report, &chosen);
    let to_pass = to_pass(protocol, &chosen, &report.judgement);
    let climbs = chosen
        .sessions
        .iter()
        .any(|session| session.part == Part::Ladder);
    let injured = record.condition != NO_INJURY;
    Ok(Plan {
        as_of,
        goal,
        ladder: ladder.filter(|_| climbs),
        earliest: earliest.reached,
        on: chosen.reached,
        wish,
        to_pass,
        waited_for: chosen.waited_for.into_iter().collect(),
        blocked_by: chosen.blocked_by,
        sessions: chosen.sessions,
        pace: Pace::of(record.runs.as_deref().unwrap_or_default()),
        refer: report.judgement.outcome.refer,
        to_state,
        to_answer,
        flare_assumed: injured
            && record.injury.onset.is_some()
            && record.injury.last_flare.is_none(),
        log_assumed: record.log_complete_from.is_none(),
    })
}

/// The wanted date beside the earliest day, and what else could be run on it.
fn wish(
    goal: &Goal,
    day: Day,
    (as_of, earliest): (Day, Option<Day>),
    reached_by: impl FnMut(&Goal) -> Result<bool, PlanError>,
) -> Result<Wish, PlanError> {
    let is_past = day < as_of;
    let missed_by = earliest.map(|earliest| earliest.since(day).max(0));
    let missed_by = missed_by.filter(|_| !is_past);
    let fits = if is_past || missed_by == Some(0) {
        None
    } else {
        longest_by(goal, reached_by)?
    };
    Ok(Wish {
        day,
        missed_by,
        fits,
        is_past,
    })
}

/// The fields that keep open what a course waits for or is blocked by, each once, but those that the plan speaks of anyway.
fn to_answer(report: &Report<'_>, course: &PlannedCourse) -> Vec<String> {
    let mut fields: Vec<String> = Vec::new();
    let stands_in_the_way = |line: &Line<'_>| {
        let place = line.finding.criterion;
        course.waited_for.contains_key(&place) || course.blocked_by.contains(&place)
    };
    // A test is passed when it is due, and the plan lists it.
    let is_test = |line: &Line<'_>| line.criterion.measure.nature == Nature::Observation;
    let open = report
        .reasons()
        .filter(|line| line.is_open() && stands_in_the_way(line) && !is_test(line));
    for field in open.flat_map(|line| line.fields()) {
        let is_told = field == "log_complete_from" || report.to_state().contains(&field.as_str());
        if !is_told && !fields.contains(&field) {
            fields.push(field);
        }
    }
    fields
}

/// What a course assumes to be met, and whether it is met today.
fn to_pass(
    protocol: &Protocol,
    course: &PlannedCourse,
    judgement: &Judgement<'_>,
) -> Vec<CriterionToPass> {
    let goal = judgement.question.goal_km();
    let passes = course.needed.iter().map(|(place, by)| {
        let mut findings = judgement.findings.iter();
        let finding = findings.find(|finding| finding.criterion == *place);
        let criterion = protocol.criteria.get(*place);
        CriterionToPass {
            criterion: *place,
            by: *by,
            met_today: finding.is_some_and(|finding| finding.envelope.worst() == Verdict::Go),
            weeks: criterion.zip(finding).map_or(0, |(criterion, finding)| {
                weeks_of_training(criterion, finding.reading, goal)
            }),
        }
    });
    passes.collect()
}

/// Criteria that certainly send the runner to be examined, and that waiting does not mend.
///
/// An answer falls out of date, but a swollen calf is not well because nobody looked again; a drug's days do run out.
fn red_flags(protocol: &Protocol, judgement: &Judgement<'_>) -> Vec<usize> {
    judgement
        .findings
        .iter()
        .filter(|finding| finding.role.counts() && finding.envelope.best() == Verdict::NoGo)
        .map(|finding| finding.criterion)
        .filter(|place| {
            protocol.criteria.get(*place).is_some_and(|criterion| {
                let of_the_calendar = criterion.measure.mends == Recovery::Waiting
                    || criterion.measure.nature == Nature::Calendar;
                criterion.refer.is_some() && !of_the_calendar
            })
        })
        .collect()
}

/// The longest race that could be run on the wanted date, in metres; to half a kilometre.
fn longest_by(
    goal: &Goal,
    mut fits: impl FnMut(&Goal) -> Result<bool, PlanError>,
) -> Result<Option<i64>, PlanError> {
    const STEP: i64 = 500;
    let Goal::Activity {
        activity,
        distance: Some(distance),
        ..
    } = goal
    else {
        return Ok(None);
    };
    let mut fits = |metres: i64| -> Result<bool, PlanError> {
        let goal = Goal::Activity {
            activity: *activity,
            distance: Some(Kilometres::new(metres.saturating_mul(1000)).map_err(PlanError::Range)?),
            date: None,
        };
        fits(&goal)
    };
    let whole = distance.millionths().div_euclid(1000).div_euclid(STEP);
    let (mut holds, mut fails) = (0_i64, whole.saturating_add(1));
    while fails.saturating_sub(holds) > 1 {
        let middle = holds.saturating_add(fails.saturating_sub(holds).div_euclid(2));
        if fits(middle.saturating_mul(STEP))? {
            holds = middle;
        } else {
            fails = middle;
        }
    }
    Ok((holds > 0).then(|| holds.saturating_mul(STEP)))
}
