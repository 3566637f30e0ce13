//! A session as a question, in the order of what is run in it.

use super::future::{hundreds, run_of};
use super::planned::{PlanError, SHORTEST};
use super::schedule::Pace;
use crate::assessment::wire::Run;
use crate::assessment::{Assessment, Day, Goal};
use crate::engine::report::{Line, Report};
use crate::engine::{Question, verdict_of};
use crate::measure::Recovery;
use crate::protocol::{Clears, Ladder, Protocol};
use crate::verdict::Verdict;

/// A session that can be asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Session {
    /// A level of the ladder, its place from zero.
    Level(usize),
    /// A run of so many metres, to a hundred.
    Run(i64),
}

/// Longer than any run that is asked about, in hundreds of metres.
const LONGEST: i64 = 3_000;

/// One runner on one day, asked about one session after another.
pub(super) struct Sessions<'a> {
    pub(super) protocol: &'a Protocol,
    pub(super) record: &'a Assessment,
    pub(super) day: Day,
    pub(super) ladder: Option<&'a Ladder>,
    pub(super) pace: Pace,
}

impl Sessions<'_> {
    /// The session as a goal.
    pub(super) fn goal(&self, session: Session) -> Result<Goal, PlanError> {
        let goal = match session {
            Session::Level(place) => {
                let ladder = self.ladder.ok_or(PlanError::NothingToRun)?;
                Goal::session(Some(ladder.id.clone()), place.saturating_add(1))
            }
            Session::Run(metres) => run_of(metres),
        };
        goal.map_err(PlanError::Range)
    }

    fn verdict(&self, session: Session) -> Result<Verdict, PlanError> {
        let goal = self.goal(session)?;
        let question = Question::new(self.protocol, self.record, Some(self.day), Some(goal))?;
        Ok(verdict_of(self.protocol, self.record, &question))
    }

    /// Whether the way to running leads over the ladder, where the criteria ask it of some runners only.
    pub(super) fn need_ladder(&self) -> Result<bool, PlanError> {
        let goal = self.goal(Session::Run(SHORTEST))?;
        let question = Question::new(self.protocol, self.record, Some(self.day), Some(goal))?;
        let report = Report::of(self.protocol, self.record, question);
        let mut reasons = report.reasons();
        // What is only not known is to be answered first.
        Ok(reasons.any(|line| !line.is_open() && line.criterion.measure.mends == Recovery::Ladder))
    }

    /// The fields of the record that keep a session open, each once: what all else waits for, or else in the order of the file.
    pub(super) fn open_fields(&self, session: Session) -> Result<Vec<String>, PlanError> {
        let goal = self.goal(session)?;
        let question = Question::new(self.protocol, self.record, Some(self.day), Some(goal))?;
        let report = Report::of(self.protocol, self.record, question);
        // One statement may settle much of the rest.
        let mut fields: Vec<String> = report.to_state().into_iter().map(str::to_owned).collect();
        if !fields.is_empty() {
            return Ok(fields);
        }
        for field in report
            .reasons()
            .filter(Line::is_open)
            .flat_map(|line| line.fields())
        {
            if !fields.contains(&field) {
                fields.push(field);
            }
        }
        Ok(fields)
    }

    /// Minutes that are run in it.
    pub(super) fn minutes(&self, session: Session) -> i64 {
        match session {
            Session::Level(place) => {
                let level = self.ladder.and_then(|ladder| ladder.levels.get(place));
                level.map_or(0, |level| self.pace.session(level).2)
            }
            Session::Run(metres) => self.pace.minutes(metres),
        }
    }

    /// The hardest session whose verdict is no worse than that; of a level and a run the one in which more is run.
    pub(super) fn hardest(&self, worst: Verdict) -> Result<Option<Session>, PlanError> {
        let run = self.longest_run(worst)?.map(Session::Run);
        let level = self.highest_level(worst)?.map(Session::Level);
        Ok(match (level, run) {
            (Some(level), Some(run)) if self.minutes(level) > self.minutes(run) => Some(level),
            (level, run) => run.or(level),
        })
    }

    fn longest_run(&self, worst: Verdict) -> Result<Option<i64>, PlanError> {
        let holds = |hundreds: i64| -> Result<bool, PlanError> {
            let session = Session::Run(hundreds.saturating_mul(100));
            Ok(self.verdict(session)? <= worst)
        };
        let (mut good, mut bad) = (0_i64, 1_i64);
        while bad <= LONGEST && holds(bad)? {
            good = bad;
            bad = bad.saturating_mul(2);
        }
        while bad.saturating_sub(good) > 1 {
            let middle = good.saturating_add(bad.saturating_sub(good).div_euclid(2));
            if holds(middle)? {
                good = middle;
            } else {
                bad = middle;
            }
        }
        Ok((good > 0).then(|| good.saturating_mul(100)))
    }

    fn highest_level(&self, worst: Verdict) -> Result<Option<usize>, PlanError> {
        let levels = self.ladder.map_or(0, |ladder| ladder.levels.len());
        let (mut good, mut bad) = (0, levels.saturating_add(1));
        while bad.saturating_sub(good) > 1 {
            let middle = good.midpoint(bad);
            if self.verdict(Session::Level(middle.saturating_sub(1)))? <= worst {
                good = middle;
            } else {
                bad = middle;
            }
        }
        Ok(good.checked_sub(1))
    }

    /// The least session there is; none when the protocol clears no running.
    pub(super) fn least(&self) -> Option<Session> {
        if self.ladder.is_some() {
            return Some(Session::Level(0));
        }
        let runs = self.protocol.clearing(Clears::Running);
        runs.map(|_| Session::Run(SHORTEST))
    }

    /// The session that a run was: a level of the ladder, or a run past it.
    pub(super) fn like(&self, run: &Run, level: usize) -> Session {
        let levels = self.ladder.map_or(0, |ladder| ladder.levels.len());
        let metres = run
            .distance_km
            .map_or(0, |distance| distance.millionths().div_euclid(1000));
        if level > levels && metres >= 100 {
            Session::Run(hundreds(metres))
        } else {
            Session::Level(level.clamp(1, levels.max(1)).saturating_sub(1))
        }
    }

    /// Of two sessions the one in which less is run.
    pub(super) fn easier(&self, one: Session, other: Session) -> Session {
        if self.minutes(other) < self.minutes(one) {
            other
        } else {
            one
        }
    }

    /// Metres of a session in all.
    pub(super) fn metres(&self, session: Session) -> i64 {
        match session {
            Session::Level(place) => {
                let level = self.ladder.and_then(|ladder| ladder.levels.get(place));
                level.map_or(0, |level| self.pace.session(level).0)
            }
            Session::Run(metres) => metres,
        }
    }
}
