//! What the log tells of one session: how it went and on which level, each from its worst to its best.

use super::credits::Class;
use super::rules::{LadderSteps, LevelStep, RuleStanding, Running};
use crate::assessment::Dated;
use crate::assessment::wire::{Gait, Run, RunKind};
use crate::measure::evidence::Certainty;
use crate::measure::last_run::LAST_PAIN_AFTER;
use crate::measure::run_log::distance;
use crate::measure::session::{continuous, went_cleanly};
use crate::measure::subject::GoalDistance;
use crate::measure::tellings::run_pain;
use crate::measure::{Definition, Subject};
use crate::quantity::{Exact, MICRO};

/// Nine tenths of the half hour that ends a ladder are taken for it, as clocks are read late: this project proposes it.
const NEARLY: Exact = Exact::whole(90);
/// Longer than any session: what an unknown duration may be, in minutes.
const LONGEST: Exact = Exact::whole(6000);

/// One session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Told {
    /// How it went, at worst and at best.
    pub(crate) class: (Class, Class),
    /// Its level, at worst and at best: 0 below the first, one above the top past the ladder.
    pub(crate) level: (usize, usize),
    /// Whether it is a session at all, so that it ends a pause.
    pub(crate) is_session: (bool, bool),
    /// Days of rest after it, at least and at most; none where it is no session.
    pub(crate) rest: (Option<u16>, Option<u16>),
    /// Those of them that rules ask for after a sore session, at most and at least.
    pub(crate) sore_rest: (u16, u16),
}

impl Told {
    pub(crate) fn of(subject: &Subject<'_>, steps: &LadderSteps, run: &Dated<Run>) -> Self {
        if run.entry.kind == Some(RunKind::Walk) {
            return Self::of_walk(subject, run);
        }
        let dose = subject.is_dose(&run.entry);
        let counts = subject.qualifies_by(dose, run.date);
        let level = level(subject, steps, &run.entry);
        let (mut certain, mut possible): (Option<Class>, Option<Class>) = (None, None);
        let mut rest = rest_of(steps, level);
        let mut sore_rest = (0, 0);
        // The rules of one measure stand beside one another, and reading it costs more than holding it against a bound.
        let mut last: Option<(&Definition, (Exact, Exact))> = None;
        for rule in &subject.rules.session_rules {
            let Some(read) = rule.measure.of_run else {
                continue;
            };
            // Nobody need score the hours after a run, but a bad score counts.
            if run.entry.pain_after.is_none() && *rule.measure == LAST_PAIN_AFTER {
                continue;
            }
            let ends = match last {
                Some((measure, ends)) if std::ptr::eq(measure, rule.measure) => ends,
                Some(_) | None => read(subject, &run.entry, run.date),
            };
            last = Some((rule.measure, ends));
            let standing = rule.stands(ends);
            let class = if rule.drops { Class::Drop } else { Class::Hold };
            let worse =
                |so_far: Option<Class>| Some(so_far.map_or(class, |other| other.min(class)));
            if standing == RuleStanding::Certain {
                certain = worse(certain);
                rest.0 = rest.0.max(rule.rest_days);
                sore_rest.1 = rule.rest_days.max(sore_rest.1);
            }
            if standing != RuleStanding::No {
                possible = worse(possible);
                rest.1 = rest.1.max(rule.rest_days);
                sore_rest.0 = rule.rest_days.max(sore_rest.0);
            }
        }
        let clean = if counts.possible && possible.is_none() {
            counts.and(went_cleanly(subject, run))
        } else if counts.possible && certain.is_none() {
            Certainty {
                certain: false,
                possible: went_cleanly(subject, run).possible,
            }
        } else {
            Certainty::NO
        };
        let or_clean = |class: Option<Class>, clean: bool| {
            class.unwrap_or(if clean { Class::Clean } else { Class::Nothing })
        };
        // Taken at its best it is not sore, and so no session where it is none by its length.
        let is_session = (
            dose.certain || certain.is_some(),
            dose.possible || certain.is_some(),
        );
        let may_ask_for_rest = dose.possible || possible.is_some();
        Self {
            class: (
                or_clean(possible, clean.certain),
                or_clean(certain, clean.possible),
            ),
            level,
            is_session,
            rest: (
                is_session.0.then_some(rest.0),
                may_ask_for_rest.then_some(rest.1),
            ),
            sore_rest,
        }
    }

    /// A walk is no session, but one that hurt more than a session may is taken for a sore one of the lowest level: a run may be called a walk.
    fn of_walk(subject: &Subject<'_>, walk: &Dated<Run>) -> Self {
        let clean = subject.rules.clean.as_ref();
        let limit = clean.and_then(|clean| clean.pain);
        let hurt =
            limit.is_some_and(|limit| run_pain(&walk.entry).is_some_and(|pain| pain > limit));
        let limped =
            clean.is_some_and(|clean| clean.normal_gait) && walk.entry.gait == Some(Gait::Altered);
        let class = if hurt || limped {
            Class::Drop
        } else {
            Class::Nothing
        };
        Self {
            class: (class, class),
            level: (0, 0),
            is_session: (false, false),
            rest: (None, None),
            sore_rest: (0, 0),
        }
    }
}

/// The rest that a level asks for, of a session below the first that of the first.
///
/// A run past the ladder asks for one day where the top level asks for any: it loads the tendon no less than that level, while whoever is
/// past the ladder may run every other day.
fn rest_of(steps: &LadderSteps, (low, high): (usize, usize)) -> (u16, u16) {
    let rest = |level: usize| {
        let place = level.max(1).saturating_sub(1);
        let past = || steps.levels.last().map_or(0, |top| top.rest_days.min(1));
        let level = steps.levels.get(place);
        level.map_or_else(past, |level| level.rest_days)
    };
    (low..=high)
        .map(rest)
        .fold((u16::MAX, 0), |(least, most), days| {
            (least.min(days), most.max(days))
        })
}

/// The level of a session: that of its minutes, and of a walk-run the stated one when it is higher.
fn level(subject: &Subject<'_>, steps: &LadderSteps, run: &Run) -> (usize, usize) {
    let top = steps.levels.len();
    let (least, most) = reached(subject, steps, run);
    if run.kind != Some(RunKind::WalkRun) {
        return (least, most);
    }
    // A level that the ladder does not have says nothing.
    let stated = run
        .level
        .map(|level| level.millionths().div_euclid(MICRO))
        .and_then(|level| usize::try_from(level).ok())
        .filter(|level| *level <= top);
    match stated {
        Some(level) => (level.max(least), level.max(most)),
        None => (least, top.max(most)),
    }
}

/// The highest level whose running it was, for certain and possibly; one above the top past the ladder.
fn reached(subject: &Subject<'_>, steps: &LadderSteps, run: &Run) -> (usize, usize) {
    let Some((top, lower)) = steps.levels.split_last() else {
        return (0, 0);
    };
    let highest = |without_walking: bool, minutes: Exact, kilometres: Exact| {
        let of = |level: &LevelStep| match level.running {
            Running::Minutes(needed) => (minutes, needed),
            Running::Kilometres(needed) => (kilometres, needed),
        };
        let (value, needed) = of(top);
        // A run of the goal's own length shows as much as half an hour does.
        let is_own = || match subject.goal {
            GoalDistance::Known(goal) => is_nearly(kilometres, goal.exact()),
            GoalDistance::None | GoalDistance::Unknown => false,
        };
        let reaches_top = if top.is_continuous {
            without_walking && (is_nearly(value, needed) || is_own())
        } else {
            value >= needed
        };
        if reaches_top {
            let past = usize::from(value > needed);
            return steps.levels.len().saturating_add(past);
        }
        let reached = lower.iter().rposition(|level| {
            let (value, needed) = of(level);
            value >= needed
        });
        reached.map_or(0, |place| place.saturating_add(1))
    };
    let without_walking = continuous(run);
    let minutes = running_minutes(run, without_walking);
    let kilometres = distance(run);
    (
        highest(without_walking.certain, minutes.0, kilometres.0),
        highest(without_walking.possible, minutes.1, kilometres.1),
    )
}

fn is_nearly(value: Exact, needed: Exact) -> bool {
    value >= needed || Exact::percent(value, needed).is_some_and(|share| share >= NEARLY)
}

/// Minutes run, from and to.
fn running_minutes(run: &Run, without_walking: Certainty) -> (Exact, Exact) {
    let known = |minutes: Option<crate::quantity::Minutes>| minutes.map(|minutes| minutes.exact());
    let whole = known(run.duration_min);
    if let Some(running) = known(run.run_min) {
        return (running, running);
    }
    match whole {
        Some(whole) if without_walking.certain => (whole, whole),
        Some(whole) => (Exact::ZERO, whole),
        None => (Exact::ZERO, LONGEST),
    }
}
