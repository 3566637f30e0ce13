//! Today's session: what to run, or rest, hold, step back, and why.

use super::climb::Climb;
use super::future::{Future, ladder_stage, run_of};
use super::ladder::chosen;
use super::planned::{PlanError, SHORTEST};
use super::schedule::Pace;
use crate::assessment::{Assessment, Day, Goal};
use crate::engine::report::Report;
use crate::engine::{Question, QuestionError};
use crate::measure::Recovery;
use crate::protocol::Protocol;
use crate::verdict::Verdict;

/// What to do today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Today {
    /// Nothing on foot but daily life: a red flag or an unanswered question that decides whom to see.
    SeeSomebody,
    /// No running: the stage is not cleared.
    NotCleared {
        /// The first day within four weeks on which it would be, were nothing run until then and all that is open answered well.
        from: Option<Day>,
    },
    /// No running until this day: rest after the last session.
    Rest {
        /// The first day after it.
        until: Day,
    },
    /// No running until a clinician has looked at what the last session did.
    Stop,
    /// A level of the walk-run ladder.
    Level {
        /// Its place, from zero.
        level: usize,
        /// Metres in all, at the runner's pace.
        metres: i64,
        /// Minutes in all.
        minutes: i64,
    },
    /// A run of at most so far.
    Run {
        /// Metres, to a hundred.
        metres: i64,
        /// Minutes at the runner's pace.
        minutes: i64,
    },
}

/// The next session.
#[derive(Clone, Debug)]
pub struct Next<'a> {
    /// The day.
    pub day: Day,
    /// What to do on it.
    pub today: Today,
    /// Where the runner stands on the ladder; none when it is done, or the protocol has none.
    pub climb: Option<Climb<'a>>,
    /// The report that clears the session, or does not: of the stage, or of the run.
    pub report: Report<'a>,
    /// How fast the runner runs.
    pub pace: Pace,
}

/// Days that are looked ahead for the first on which running would be cleared.
const LOOK_AHEAD: i32 = 28;

/// What to do on the day of the question.
///
/// # Errors
/// When the protocol does not judge, has no such ladder, or the day lies before the injury.
pub fn next<'a>(
    protocol: &'a Protocol,
    assessment: &'a Assessment,
    day: Option<Day>,
    ladder: Option<&str>,
) -> Result<Next<'a>, PlanError> {
    let day = day.unwrap_or(assessment.as_of);
    let ladder = chosen(protocol, ladder)?;
    let runs = assessment.runs.as_deref().unwrap_or_default();
    let pace = Pace::of(runs);
    let report_of = |goal: Goal| -> Result<Report<'a>, QuestionError> {
        let question = Question::new(protocol, assessment, Some(day), Some(goal))?;
        Ok(Report::of(protocol, assessment, question))
    };
    let contradicts = |goal: &Goal| -> Result<bool, QuestionError> {
        let question = Question::new(protocol, assessment, Some(day), Some(goal.clone()))?;
        Ok(!question.held.is_empty())
    };
    let cleared_from = |future: &mut Future<'_>, goal: &Goal| -> Result<Option<Day>, PlanError> {
        if contradicts(goal)? {
            // Correcting the record is no matter of days.
            return Ok(None);
        }
        for offset in 0..=LOOK_AHEAD {
            if future.is_go(day.plus(offset), goal)? {
                return Ok(Some(day.plus(offset)));
            }
        }
        Ok(None)
    };
    let before = ladder_stage(protocol).ok_or(PlanError::NothingToRun)?;
    let mut future = Future::new(protocol, assessment);
    let allowed = future.longest_allowed(day);
    let run = run_of(allowed.max(SHORTEST)).map_err(PlanError::Range)?;
    let report = report_of(run.clone())?;
    let subject = report.judgement.question.subject(protocol, assessment);
    let climbing = ladder.filter(|_| needs_ladder(&report));
    if let Some(ladder) = climbing {
        let climb = Climb::of(ladder, &protocol.ladder_rules, &subject);
        let report = report_of(before.clone())?;
        let climb = if report.verdict() == Verdict::Go {
            climb
        } else {
            climb.held()
        };
        let mut today = on_the_ladder(&climb, &report, day, pace);
        if let Today::NotCleared { from } = &mut today {
            let day = cleared_from(&mut future, &before)?;
            *from = day.map(|day| climb.ready.map_or(day, |ready| day.max(ready)));
        }
        return Ok(Next {
            day,
            today,
            climb: Some(climb),
            report,
            pace,
        });
    }
    let today = match report.verdict() {
        _ if report.judgement.outcome.refer.is_some() => Today::SeeSomebody,
        Verdict::Go if allowed > 0 => Today::Run {
            metres: allowed,
            minutes: pace.minutes(allowed),
        },
        Verdict::Go | Verdict::Caution | Verdict::NoGo => Today::NotCleared {
            from: cleared_from(&mut future, &run)?,
        },
    };
    Ok(Next {
        day,
        today,
        climb: None,
        report,
        pace,
    })
}

/// Whether the way to running still leads over the ladder.
pub(super) fn needs_ladder(report: &Report<'_>) -> bool {
    report
        .reasons()
        .any(|line| line.criterion.measure.mends == Recovery::Ladder)
}

fn on_the_ladder(climb: &Climb<'_>, report: &Report<'_>, day: Day, pace: Pace) -> Today {
    if report.judgement.outcome.refer.is_some() {
        return Today::SeeSomebody;
    }
    if climb.step == super::climb::Step::Stop {
        return Today::Stop;
    }
    if let Some(ready) = climb.ready.filter(|ready| *ready > day) {
        return Today::Rest { until: ready };
    }
    match (report.verdict(), climb.next_level()) {
        (Verdict::Go | Verdict::Caution, Some(level)) => {
            let (metres, minutes, _) = pace.session(level);
            Today::Level {
                level: climb.level,
                metres,
                minutes,
            }
        }
        (Verdict::Go | Verdict::Caution | Verdict::NoGo, _) => Today::NotCleared { from: None },
    }
}
