//! What is asked, and of which injury.

use super::faults::Faults;
use super::is_kebab;
#[cfg(feature = "cli")]
use crate::assessment::Fault;
use crate::assessment::wire::{Activity, GoalActivity};
use crate::assessment::{Day, Goal, NO_INJURY, Period, wire};
use crate::quantity::Exact;

pub(super) fn check_condition(injury: &wire::Injury, faults: &mut Faults) {
    let condition = faults.required(
        injury.condition.as_deref(),
        || "/injury/condition".to_owned(),
        "the condition: as the criteria files name it (`rtr criteria list`), `none` for no injury, `other` for any that they do not judge",
    );
    if let Some(condition) = condition
        && !is_kebab(condition)
    {
        faults.add_own("/injury/condition", |own| {
            let condition = own.of(&format_args!("{condition}"));
            format!("condition must be words in small letters joined by `-`, got `{condition}`")
        });
    }
}

/// The goal of a row of a table, checked as that of a record.
#[cfg(feature = "cli")]
pub(crate) fn goal_of(goal: wire::Goal) -> (Option<Goal>, Vec<Fault>) {
    let mut faults = Faults(Vec::new());
    let goal = check_goal(goal, &mut faults);
    (goal, faults.0)
}

/// The faults of what a row of a table says of an injury, checked as that of a record.
#[cfg(feature = "cli")]
pub(crate) fn injury_faults(injury: &wire::Injury, as_of: Day) -> Vec<Fault> {
    let mut faults = Faults(Vec::new());
    check_condition(injury, &mut faults);
    check_injury(injury, as_of, &mut faults);
    faults.0
}

pub(super) fn check_injury(injury: &wire::Injury, as_of: Day, faults: &mut Faults) {
    if injury.condition.as_deref() == Some(NO_INJURY) {
        let stated = [
            (injury.side.is_some(), "side"),
            (injury.site.is_some(), "site"),
            (injury.onset.is_some(), "onset"),
            (injury.sudden_onset.is_some(), "sudden_onset"),
            (injury.confirmed_by.is_some(), "confirmed_by"),
            (injury.last_flare.is_some(), "last_flare"),
        ];
        for (_, field) in stated.iter().filter(|(stated, _)| *stated) {
            faults.add(
                format!("/injury/{field}"),
                format!("condition `{NO_INJURY}` means no injury, which has no `{field}`; name the condition or leave it out"),
            );
        }
    }
    if let Some(onset) = injury.onset {
        begun_by(|| "/injury/onset".to_owned(), onset, as_of, faults);
    }
    if let Some(wire::LastLayoff::On(ended)) = injury.last_layoff {
        begun_by(|| "/injury/last_layoff".to_owned(), ended, as_of, faults);
    }
    if let Some(wire::LastFlare::On(flare)) = injury.last_flare {
        begun_by(|| "/injury/last_flare".to_owned(), flare, as_of, faults);
        if let Some(onset) = injury.onset
            && flare.counted_on(as_of) < onset.first()
        {
            faults.add_own("/injury/last_flare", |own| { let (flare, onset) = (own.of(&flare), own.of(&onset)); format!("{flare} lies before `onset` {onset}; a flare follows the onset, or write `none`") });
        }
    }
}

/// The day of the question, or the month or year that it lies in, is not too late.
fn begun_by(path: impl FnOnce() -> String, period: Period, as_of: Day, faults: &mut Faults) {
    if period.first() > as_of {
        faults.add_own(path(), |own| {
            let (period, as_of) = (own.of(&period), own.of(&as_of));
            format!("{period} lies after `as_of` {as_of}; leave it out or ask later")
        });
    }
}

pub(super) fn check_goal(goal: wire::Goal, faults: &mut Faults) -> Option<Goal> {
    let wire::Goal {
        activity,
        distance_km,
        date,
        ladder,
        level,
        stage,
        note: _,
    } = goal;
    if activity != Some(GoalActivity::Session) && (ladder.is_some() || level.is_some()) {
        faults.add(
            "/goal",
            "`ladder` and `level` belong to the activity `session`",
        );
    }
    match (activity, stage) {
        (Some(_), Some(_)) => {
            faults.add("/goal", "give `activity` or `stage`, not both");
            None
        }
        (None, None) => {
            faults.add(
                "/goal",
                "give `activity` (`race`, `run` or `session`) or `stage`",
            );
            None
        }
        (None, Some(stage)) => {
            if distance_km.is_some() || date.is_some() {
                faults.add("/goal", "a `stage` has no `distance_km` and no `date`");
            }
            Some(Goal::Stage(stage))
        }
        (Some(GoalActivity::Session), None) => {
            if distance_km.is_some() || date.is_some() {
                faults.add("/goal", "a `session` has no `distance_km` and no `date`");
            }
            if level.is_none() {
                faults.add("/goal/level", "a `session` needs its level, from 1");
            }
            level.map(|level| Goal::Session { ladder, level })
        }
        (Some(activity), None) => {
            let activity = match activity {
                GoalActivity::Race => Activity::Race,
                GoalActivity::Run | GoalActivity::Session => Activity::Run,
            };
            if distance_km.is_some_and(|distance| distance.exact() <= Exact::ZERO) {
                faults.add("/goal/distance_km", "distance must be above 0 km, got 0");
            }
            Some(Goal::Activity {
                activity,
                distance: distance_km,
                date,
            })
        }
    }
}
