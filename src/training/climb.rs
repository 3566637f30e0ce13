//! Where a runner stands on a walk-run ladder, and what the last session says about the next.

use crate::assessment::wire::{Run, RunKind};
use crate::assessment::{Dated, Day};
use crate::measure::{Subject, clean_session, runs_since_injury};
use crate::protocol::{Action, Ladder, Level, Rule, RuleStanding};
use crate::quantity::{Exact, MICRO};

/// A rule that holds, or may hold, for the last session.
#[derive(Clone, Copy, Debug)]
pub struct RuleThatHolds<'a> {
    /// The rule.
    pub rule: &'a Rule,
    /// Whether it certainly holds; otherwise the session's record leaves it open.
    pub certain: bool,
}

/// What is next on the ladder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The first session of all.
    First,
    /// The next level.
    Up,
    /// The same level: more clean sessions are needed, or not more than so many levels may be gained in a week.
    Again,
    /// The same level, because of the last session.
    Hold,
    /// One level down, because of the last session.
    Down,
    /// No running until a clinician has looked at it.
    Stop,
    /// The ladder is climbed.
    Done,
}

/// A runner on a ladder.
#[derive(Clone, Debug)]
pub struct Climb<'a> {
    /// The ladder.
    pub ladder: &'a Ladder,
    /// What is next.
    pub step: Step,
    /// Place of the level to do next, from zero; the top one when done.
    pub level: usize,
    /// The last session, if there was one.
    pub last: Option<Day>,
    /// The first day on which the rest after it is over.
    pub ready: Option<Day>,
    /// Clean sessions in a row on the last level.
    pub credit: u16,
    /// The rules that hold for the last session, or may.
    pub fired: Vec<RuleThatHolds<'a>>,
}

impl<'a> Climb<'a> {
    /// The level to do next.
    #[must_use]
    pub fn next_level(&self) -> Option<&'a Level> {
        self.ladder.levels.get(self.level)
    }

    /// The same, without going up: what is not GO holds the level.
    #[must_use]
    pub fn held(self) -> Self {
        match self.step {
            Step::Up => Self {
                step: Step::Hold,
                level: self.level.saturating_sub(1),
                ..self
            },
            Step::Done => Self {
                step: Step::Hold,
                ..self
            },
            Step::First | Step::Again | Step::Hold | Step::Down | Step::Stop => self,
        }
    }

    /// Reads the log up to the day of the question.
    ///
    /// A session whose record leaves a rule open does not count, and holds its level.
    #[must_use]
    pub fn of(ladder: &'a Ladder, rules: &'a [Rule], subject: &Subject<'_>) -> Self {
        let top = ladder.levels.len().saturating_sub(1);
        let place = |run: &Run| match level_of(run) {
            Some(level) => Some(level.saturating_sub(1).min(top)),
            None => reaches_top(ladder, run).then_some(top),
        };
        let sessions = since_lay_off(subject);
        let Some(newest) = sessions.first() else {
            return Self {
                ladder,
                step: Step::First,
                level: 0,
                last: None,
                ready: None,
                credit: 0,
                fired: Vec::new(),
            };
        };
        let fired: Vec<RuleThatHolds<'a>> = rules
            .iter()
            .filter_map(|rule| {
                let reading = subject.read(rule.measure, rule.window);
                match rule.fires(reading) {
                    RuleStanding::Certain => Some(RuleThatHolds {
                        rule,
                        certain: true,
                    }),
                    // What is not known of the leg beside the run is for the criteria of a stage, which then do not clear it.
                    RuleStanding::Possible if rule.measure.is_of_the_log() => Some(RuleThatHolds {
                        rule,
                        certain: false,
                    }),
                    RuleStanding::Possible | RuleStanding::No => None,
                }
            })
            .collect();
        // A run of no stated level, and shorter than the top, stands for none: the ladder begins again, so that no level is skipped.
        let stated = place(&newest.entry);
        let at = stated.unwrap_or(0);
        let level = ladder.levels.get(at);
        let needed = level.map_or(1, |level| level.sessions);
        let in_a_row = sessions
            .iter()
            .take_while(|run| {
                stated.is_some() && place(&run.entry) == stated && clean_session(subject, run)
            })
            .count();
        let credit = if fired.is_empty() {
            u16::try_from(in_a_row).unwrap_or(u16::MAX)
        } else {
            0
        };
        // A rule that is left open holds the level; only one that certainly holds leads down.
        let action = fired
            .iter()
            .map(|fired| {
                if fired.certain {
                    fired.rule.then
                } else {
                    Action::Hold
                }
            })
            .max();
        let gained = |next: usize| {
            let week_ago = subject.as_of().plus(-7);
            let before = sessions
                .iter()
                .find(|run| run.date <= week_ago)
                .or(sessions.last())
                .and_then(|run| place(&run.entry))
                .unwrap_or(0);
            next.saturating_sub(before)
        };
        let may_gain = ladder
            .levels_per_7_days
            .is_none_or(|most| gained(at.saturating_add(1)) <= usize::from(most));
        let (step, next) = match action {
            Some(Action::Stop) => (Step::Stop, at),
            Some(Action::Drop) => (Step::Down, at.saturating_sub(1)),
            Some(Action::Hold) => (Step::Hold, at),
            None if credit < needed => (Step::Again, at),
            None if at >= top => (Step::Done, top),
            None if may_gain => (Step::Up, at.saturating_add(1)),
            None => (Step::Again, at),
        };
        let rest = fired
            .iter()
            .filter(|fired| fired.certain)
            .map(|fired| fired.rule.rest_days)
            .chain(level.map(|level| level.rest_days))
            .max()
            .unwrap_or(0);
        Self {
            ladder,
            step,
            level: next,
            last: Some(newest.date),
            ready: Some(newest.date.plus(i32::from(rest).saturating_add(1))),
            credit,
            fired,
        }
    }
}

/// After so many days without a run the ladder starts again.
const LAY_OFF: i32 = 28;

/// The sessions since the injury and since the last lay-off, newest first.
fn since_lay_off<'a>(subject: &Subject<'a>) -> Vec<&'a Dated<Run>> {
    let mut sessions: Vec<&Dated<Run>> = Vec::new();
    let mut later = subject.as_of();
    for run in runs_since_injury(subject) {
        if later.since(run.date) > LAY_OFF {
            break;
        }
        later = run.date;
        sessions.push(run);
    }
    sessions
}

/// Whether a run without walking is as long as the last level of the ladder; ten metres are no difference.
fn reaches_top(ladder: &Ladder, run: &Run) -> bool {
    let Some(last) = ladder.levels.last().filter(|last| last.is_continuous()) else {
        return false;
    };
    let minutes = run
        .duration_min
        .map_or(Exact::ZERO, |minutes| minutes.exact());
    let kilometres = run
        .distance_km
        .map_or(Exact::ZERO, |distance| distance.exact())
        .plus(Exact::micro(10_000));
    let long_enough = last.run_minutes().is_some_and(|needed| minutes >= needed)
        || last
            .run_kilometres()
            .is_some_and(|needed| kilometres >= needed);
    run.kind != Some(RunKind::WalkRun) && long_enough
}

fn level_of(run: &Run) -> Option<usize> {
    let level = run.level?.millionths().div_euclid(MICRO);
    usize::try_from(level).ok()
}
