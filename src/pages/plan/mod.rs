//! A plan in words, once for all renderers.

pub mod html;
pub mod text;

use super::words::refer_in_words;
use crate::assessment::wire::Activity;
use crate::assessment::{Day, Goal};
use crate::protocol::{Action, Criterion, Protocol, Rule};
use crate::quantity::{Decimal, Exact, Toward};
use crate::training::{Part, Plan, Planned};

/// What a plan can never promise.
pub(crate) const DISCLAIMER: &str = "A plan, not a promise: it holds if every session is symptom-free and what is listed is passed when it is due. After each session ask again (`rtr next`); pain changes the plan.";

/// Kilometres of so many metres.
pub(crate) fn kilometres(metres: i64) -> Decimal {
    Exact::micro(metres.saturating_mul(1000)).decimal(Toward::Down)
}

/// Kilometres to a tenth.
pub(crate) fn tenths(metres: i64) -> Decimal {
    Exact::micro(metres.saturating_mul(1000)).shown(Toward::Down, 1)
}

/// `a race of 21.0975 km`, `a run of 8 km`, `running`.
pub(crate) fn goal_in_words(goal: &Goal) -> String {
    match goal {
        Goal::Activity {
            activity, distance, ..
        } => {
            let what = match activity {
                Activity::Race => "a race",
                Activity::Run => "a run",
            };
            match distance {
                Some(distance) => format!("{what} of {} km", distance.exact().decimal(Toward::Up)),
                None => what.to_owned(),
            }
        }
        Goal::Stage(stage) => stage.clone(),
    }
}

/// `84 days from now`, `today`.
fn away(from: Day, to: Day) -> String {
    match to.since(from) {
        0 => "today".to_owned(),
        1 => "tomorrow".to_owned(),
        days => format!("{days} days from now"),
    }
}

fn days(count: i32) -> String {
    if count == 1 {
        "1 day".to_owned()
    } else {
        format!("{count} days")
    }
}

/// What the plan comes to, sentence by sentence.
pub(crate) fn summary(plan: &Plan<'_>, protocol: &Protocol) -> Vec<String> {
    let mut sentences: Vec<String> = plan
        .refer
        .map(|refer| refer_in_words(refer).to_string())
        .into_iter()
        .collect();
    match plan.earliest {
        Some(day) => sentences.push(format!(
            "Earliest day, if every session is symptom-free: {} {day} ({}).",
            day.weekday(),
            away(plan.as_of, day)
        )),
        None => {
            let none = match plan.refer {
                Some(_) => "Until then there is no plan.",
                None => "No day was found within two years on which the criteria allow it.",
            };
            sentences.push(none.to_owned());
            for place in &plan.blocked_by {
                let criterion = protocol.criteria.get(*place);
                let advice = criterion.and_then(|criterion| criterion.advice.as_deref());
                let asked = needed(protocol, *place, plan).unwrap_or_default();
                let sentence = format!(
                    "In the way is {}: {asked} {}",
                    protocol.name_of(*place),
                    advice.unwrap_or_default()
                );
                sentences.push(sentence.trim_end().to_owned());
            }
        }
    }
    if let Some(wish) = plan.wish {
        match wish.missed_by {
            Some(0) => sentences.push(format!("The wished day, {}, can be kept.", wish.day)),
            Some(missed) => sentences.push(format!(
                "The wished day, {}, comes {} too early.",
                wish.day,
                days(missed)
            )),
            None => {}
        }
        match (wish.missed_by, wish.fits) {
            (Some(0), _) => {}
            (_, Some(metres)) => sentences.push(format!(
                "The longest that fits the wished day: {} km.",
                kilometres(metres)
            )),
            (_, None) => {
                sentences.push("No distance at all fits the wished day.".to_owned());
            }
        }
    }
    if plan.log_assumed {
        sentences.push("The log is not declared complete (`log_complete_from`), so the plan counts it as complete from today only; that may cost weeks.".to_owned());
    }
    if plan.flare_assumed {
        sentences.push("The last flare is not stated (`injury.last_flare`), so the plan counts from today as if it were today.".to_owned());
    }
    if !plan.sessions.is_empty() {
        let (minutes, seconds) = (
            plan.pace.seconds.div_euclid(60),
            plan.pace.seconds.rem_euclid(60),
        );
        let whose = if plan.pace.from_log {
            "the mean of the log"
        } else {
            "an easy jog, assumed because the log tells none"
        };
        sentences.push(format!(
            "Distances of timed sessions are at {minutes}:{seconds:02} a kilometre, {whose}."
        ));
    }
    sentences
}

/// What a criterion asks, and what to do about it.
pub(crate) fn needed(protocol: &Protocol, place: usize, plan: &Plan<'_>) -> Option<String> {
    let criterion = protocol.criteria.get(place)?;
    let go = go_of(criterion, &plan.goal).unwrap_or_default();
    let meaning = criterion.measure.meaning.trim_end_matches('.');
    Some(format!("{meaning}: {go}."))
}

/// The GO band in words.
pub(crate) fn go_of(criterion: &Criterion, goal: &Goal) -> Option<String> {
    let kilometres = match goal {
        Goal::Activity { distance, .. } => distance.map(|distance| distance.exact()),
        Goal::Stage(_) => None,
    };
    let bands = criterion.bands?;
    Some(
        bands
            .go
            .show(criterion.measure, kilometres)
            .replace(" nrs", ""),
    )
}

/// What to do in a session.
pub(crate) fn what(plan: &Plan<'_>, session: &Planned) -> String {
    let distance = kilometres(session.metres);
    match session.part {
        Part::Ladder => {
            let level = session.level.and_then(|place| {
                let level = plan.ladder?.levels.get(place)?;
                let text = level.text.trim_end_matches('.');
                Some(format!("Level {}: {text}", place.saturating_add(1)))
            });
            level.unwrap_or_else(|| "Half an hour of easy running without walking".to_owned())
        }
        Part::Long => format!("Long run of {distance} km, easy"),
        Part::Easy => format!("Run of {distance} km, easy"),
        Part::Taper => format!("Run of {distance} km, easy (taper)"),
        Part::Goal => {
            let goal = goal_in_words(&plan.goal);
            format!("The goal: {goal}")
        }
    }
}

/// The rules that change the plan, while it is on the ladder.
pub(crate) fn rules<'p>(plan: &Plan<'_>, protocol: &'p Protocol) -> &'p [Rule] {
    if plan.ladder.is_some() {
        &protocol.ladder_rules
    } else {
        &[]
    }
}

/// A rule with what it asks.
pub(crate) fn rule_in_words(rule: &Rule) -> String {
    let then = match rule.then {
        Action::Hold => "the same level again",
        Action::Drop => "one level down",
        Action::Stop => {
            "no running until it has settled or somebody has examined it, then one level down"
        }
    };
    let rest = match rule.rest_days {
        0 => String::new(),
        1 => ", after a day off at least".to_owned(),
        days => format!(", after {days} days off at least"),
    };
    format!("{} Then: {then}{rest}.", rule.text)
}

/// The sessions by weeks since the plan was made, counted from 1.
pub(crate) fn weeks<'p>(plan: &'p Plan<'_>) -> Vec<(i32, Vec<&'p Planned>)> {
    let mut weeks: Vec<(i32, Vec<&Planned>)> = Vec::new();
    for session in &plan.sessions {
        let week = session
            .day
            .since(plan.as_of)
            .div_euclid(7)
            .saturating_add(1);
        match weeks.last_mut() {
            Some((last, sessions)) if *last == week => sessions.push(session),
            Some(_) | None => weeks.push((week, vec![session])),
        }
    }
    weeks
}
