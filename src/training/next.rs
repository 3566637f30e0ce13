//! Today's session: the hardest one that the criteria answer with GO today, or what to do instead, and why.
//!
//! Every session that is offered was put to the same criteria as `rtr check` puts it, so the two can never disagree.

use super::climb::Climb;
use super::future::Future;
use super::ladder::chosen;
use super::plan::plan;
use super::planned::{PlanError, SHORTEST};
use super::schedule::Pace;
use super::session::{Session, Sessions};
use crate::assessment::{Assessment, Day, Goal};
use crate::engine::Question;
use crate::engine::report::Report;
use crate::measure::{AskedLevel, Recovery, clean_level};
use crate::protocol::{Clears, Ladder, Protocol};
use crate::verdict::Verdict;

/// What to do today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Today {
    /// Nothing on foot but daily life: a red flag or an unanswered question that decides whom to see.
    SeeSomebody,
    /// No running: not even the least session is cleared.
    NotCleared {
        /// The first day within four weeks on which it would be, were nothing run until then and all that is open answered well.
        from: Option<Day>,
    },
    /// No running until this day: rest after the last sessions.
    Rest {
        /// The first day after it.
        until: Day,
    },
    /// No running: the plan for the goal has none today.
    Taper {
        /// The day of the goal.
        goal: Day,
    },
    /// A level of the walk-run ladder, or a run of at most so far.
    Session {
        /// Which.
        session: Session,
        /// Metres in all, at the runner's pace.
        metres: i64,
        /// Minutes in all.
        minutes: i64,
        /// Why it is no harder one.
        because: Because,
    },
}

/// Why no harder session is offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Because {
    /// It is the hardest that is GO.
    Hardest,
    /// More would not fit the plan for the goal of this day.
    Plan(Day),
    /// It is the goal itself, which is today.
    Goal,
    /// The criteria say CAUTION: no more than the last session that went well, until what is named is settled.
    Caution,
}

/// The next session.
#[derive(Clone, Debug)]
pub struct Next<'a> {
    /// The day.
    pub day: Day,
    /// What to do on it.
    pub today: Today,
    /// Where the runner stands on the ladder; none when it is climbed, or the protocol has none.
    pub climb: Option<Climb<'a>>,
    /// The ladder, if the protocol has one.
    pub ladder: Option<&'a Ladder>,
    /// The report on the session, or on the least one where none is offered.
    pub report: Report<'a>,
    /// The fields that wait for an answer before more than a session of the ladder can be cleared, where it is not asked to be climbed.
    pub to_state: Vec<String>,
    /// How fast the runner runs.
    pub pace: Pace,
}

/// Days that are looked ahead for the first on which running would be cleared.
const LOOK_AHEAD: i32 = 28;
/// A run is waited for so many days, rather than do the top of the ladder once more.
const SOON: i32 = 7;
/// A clean session of so many days ago is one that may be done again.
const STILL_LAST: i32 = 28;

impl Sessions<'_> {
    /// The session as what to do today.
    fn offer(&self, session: Session, because: Because) -> Today {
        let minutes = match session {
            Session::Level(place) => {
                let level = self.ladder.and_then(|ladder| ladder.levels.get(place));
                level.map_or(0, |level| self.pace.session(level).1)
            }
            Session::Run(metres) => self.pace.minutes(metres),
        };
        Today::Session {
            session,
            metres: self.metres(session),
            minutes,
            because,
        }
    }

    /// Of a ladder that is climbed: the day on which a run would be GO after days of rest, soon enough to wait for it.
    ///
    /// *Why rest, where a session is GO?* A run may ask for more days of rest than a session of the ladder: whoever does every session that is
    /// offered would never run.
    fn run_after_rest(&self, climb: Option<&Climb<'_>>) -> Result<Option<Day>, PlanError> {
        if !climb.is_some_and(Climb::is_climbed) {
            return Ok(None);
        }
        let run = self.goal(Session::Run(SHORTEST))?;
        let from = cleared_from(self.protocol, self.record, self.day, &run)?;
        Ok(from.filter(|from| from.since(self.day) <= SOON))
    }

    /// The session that is offered, no harder than the plan for a dated goal has it; the day of the goal where the plan has none.
    fn fitted(
        &self,
        (session, because): (Session, Because),
        planned: Option<(Day, Option<Session>)>,
    ) -> Result<(Session, Because), Day> {
        let Some((goal, planned)) = planned else {
            return Ok((session, because));
        };
        let planned = planned.ok_or(goal)?;
        if goal == self.day {
            Ok((planned, Because::Goal))
        } else if self.minutes(planned) < self.minutes(session) {
            Ok((planned, Because::Plan(goal)))
        } else {
            Ok((session, because))
        }
    }
}

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
    let pace = Pace::of(assessment.runs.as_deref().unwrap_or_default());
    let mut sessions = Sessions {
        protocol,
        record: assessment,
        day,
        ladder,
        pace,
    };
    let ladder_first = protocol.clearing(Clears::WalkRun).is_some() || sessions.need_ladder()?;
    let hardest = sessions.hardest(Verdict::Go)?;
    // Whoever need not climb it is told of it only where it is all that is cleared.
    if !ladder_first && !matches!(hardest, Some(Session::Level(_))) {
        sessions.ladder = None;
    }
    let (ladder, sessions) = (sessions.ladder, sessions);
    let to_state = if ladder_first || ladder.is_none() {
        Vec::new()
    } else {
        sessions.open_fields(Session::Run(SHORTEST))?
    };
    let least = sessions.least().ok_or(PlanError::NothingToRun)?;
    let report_of = |session: Session| -> Result<Report<'a>, PlanError> {
        let goal = sessions.goal(session)?;
        let question = Question::new(protocol, assessment, Some(day), Some(goal))?;
        Ok(Report::of(protocol, assessment, question))
    };
    let on_ladder = AskedLevel {
        ladder: ladder
            .and_then(|ladder| protocol.ladder_place(Some(&ladder.id)))
            .unwrap_or(0),
        level: None,
    };
    let report = report_of(least)?;
    let subject = report.judgement.question.subject(protocol, assessment);
    let subject = subject.asked_level(on_ladder);
    let climb = ladder.and_then(|ladder| Climb::of(ladder, &protocol.ladder_rules, &subject));
    let offered = match hardest {
        Some(session) => Some((session, Because::Hardest)),
        None if report.verdict() == Verdict::Caution => {
            let last = clean_level(&subject, STILL_LAST);
            let last = last.map(|(run, level)| sessions.like(&run.entry, level));
            let again = sessions.hardest(Verdict::Caution)?.zip(last);
            again.map(|(hardest, last)| (sessions.easier(hardest, last), Because::Caution))
        }
        None => None,
    };
    let rest = report
        .lines()
        .filter(|line| line.criterion.measure.mends == Recovery::Rest && line.finding.role.counts())
        .filter_map(|line| line.finding.reading.least_days())
        .max()
        .filter(|days| *days > 0);
    let refers = report.judgement.outcome.refer.is_some();
    let (today, report) = match offered {
        _ if refers => (Today::SeeSomebody, report),
        _ if rest.is_some() => {
            let until = day.plus(rest.unwrap_or(0));
            (Today::Rest { until }, report)
        }
        // The ladder is climbed, and its top once more would only put the first run off.
        Some((Session::Level(_), Because::Hardest))
            if let Some(until) = sessions.run_after_rest(climb.as_ref())? =>
        {
            (Today::Rest { until }, report_of(Session::Run(SHORTEST))?)
        }
        Some(offered) => {
            let ladder = ladder.map(|one| one.id.as_str());
            let planned = planned_today(protocol, assessment, day, ladder)?;
            match sessions.fitted(offered, planned) {
                Ok((session, because)) => (sessions.offer(session, because), report_of(session)?),
                Err(goal) => (Today::Taper { goal }, report_of(offered.0)?),
            }
        }
        None => {
            let goal = sessions.goal(least)?;
            // Correcting the record is no matter of days.
            let open = report.contradictions().is_empty();
            let from = open.then(|| cleared_from(protocol, assessment, day, &goal));
            let from = from.transpose()?.flatten();
            (Today::NotCleared { from }, report)
        }
    };
    Ok(Next {
        day,
        today,
        climb: climb.filter(|climb| !climb.is_climbed()),
        ladder,
        report,
        to_state,
        pace,
    })
}

/// The first day within four weeks on which a goal would be GO, were nothing run until then.
fn cleared_from(
    protocol: &Protocol,
    assessment: &Assessment,
    day: Day,
    goal: &Goal,
) -> Result<Option<Day>, PlanError> {
    let mut future = Future::new(protocol, assessment);
    for offset in 0..=LOOK_AHEAD {
        if future.is_go(day.plus(offset), goal)? {
            return Ok(Some(day.plus(offset)));
        }
    }
    Ok(None)
}

/// The day for which the record's dated goal is planned, be it a later one, and what the plan has on this day; none without such a goal or
/// a plan.
fn planned_today(
    protocol: &Protocol,
    assessment: &Assessment,
    day: Day,
    ladder: Option<&str>,
) -> Result<Option<(Day, Option<Session>)>, PlanError> {
    let Some(
        goal @ Goal::Activity {
            date: Some(date),
            distance: Some(_),
            ..
        },
    ) = &assessment.goal
    else {
        return Ok(None);
    };
    if *date < day {
        return Ok(None);
    }
    let plan = plan(protocol, assessment, Some(day), Some(goal.clone()), ladder)?;
    // A plan that waits for an answer says nothing of today.
    let Some(on) = plan.on.filter(|_| plan.to_answer.is_empty()) else {
        return Ok(None);
    };
    let mut of_day = plan.sessions.iter().filter(|session| session.day == day);
    let session = of_day.next();
    let session = session.map(|session| {
        let run = Session::Run(session.metres);
        session.level.map_or(run, Session::Level)
    });
    Ok(Some((on, session)))
}
