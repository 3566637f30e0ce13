//! Ladders and the rules of their sessions, each held against what a ladder promises.

use std::ops::{Range, RangeInclusive};

use super::bands::{LimitKind, limit};
use super::criterion::{evidence, measure};
use super::faults::Compiler;
use super::window::{Days, time_window};
use crate::diagnostic::Diagnostic;
use crate::protocol::comparator::{self, Bound};
use crate::protocol::ladder::{Ladder, Level, Rule, Stretch};
use crate::protocol::raw::{self, Spanned, Text};
use crate::quantity::{Exact, Level as LevelNumber, MICRO, Toward};
use crate::words::words;

const SESSIONS: RangeInclusive<u16> = 1..=10;
const LEVELS_PER_7_DAYS: RangeInclusive<u16> = 1..=7;
const REPEATS: RangeInclusive<u16> = 1..=30;
const REST_DAYS: RangeInclusive<u16> = 0..=14;
const MOST_MINUTES: Exact = Exact::whole(120);
/// About what is run in so many minutes.
const MOST_KILOMETRES: Exact = Exact::whole(20);

/// The ladders that passed.
pub(super) fn ladders(compiler: &mut Compiler<'_>, raw: &raw::Protocol) -> Box<[Ladder]> {
    let mut ladders: Vec<Ladder> = Vec::new();
    for raw in raw.ladder.iter().flatten() {
        compiler.id(&raw.id);
        if ladders.iter().any(|ladder| ladder.id == raw.id.value) {
            compiler.add(
                Diagnostic::new(
                    "duplicate-id",
                    raw.id.span.clone(),
                    format!("a second ladder `{}`", raw.id.value),
                )
                .help("every ladder has a name of its own"),
            );
        }
        ladders.extend(ladder(compiler, raw));
    }
    ladders.into()
}

/// The rules that passed.
pub(super) fn rules(compiler: &mut Compiler<'_>, raw: &raw::Protocol) -> Box<[Rule]> {
    raw.ladder_rule
        .iter()
        .flatten()
        .filter_map(|raw| rule(compiler, raw))
        .collect()
}

fn ladder(compiler: &mut Compiler<'_>, raw: &raw::Ladder) -> Option<Ladder> {
    let sessions = within(compiler, "sessions", &raw.sessions, SESSIONS);
    let levels_per_7_days = raw
        .levels_per_7_days
        .as_ref()
        .and_then(|levels| within(compiler, "levels_per_7_days", levels, LEVELS_PER_7_DAYS));
    let evidence = evidence(compiler, &raw.evidence);
    let most = i64::try_from(raw.level.len()).unwrap_or(i64::MAX);
    if let (1.., Err(message)) = (most, LevelNumber::new(most.saturating_mul(MICRO))) {
        compiler.add(
            Diagnostic::new("bad-number", raw.id.span.clone(), message).help(
                "a run log could not name the levels beyond; make steps of several levels one",
            ),
        );
    }
    let mut levels: Vec<(Level, Range<usize>)> = Vec::new();
    for raw in &raw.level {
        // A fault of the ladder's own number must not hide those of its levels.
        let Some(level) = level(compiler, raw, sessions.unwrap_or(1)) else {
            continue;
        };
        if let Some((before, span)) = levels.last() {
            ordered(compiler, (before, span), (&level, &raw.run.span));
        }
        levels.push((level, raw.run.span.clone()));
    }
    sessions?;
    Some(Ladder {
        id: raw.id.value.clone(),
        title: raw.title.value.clone(),
        levels_per_7_days,
        why: raw.why.value.clone(),
        evidence: evidence?,
        levels: levels.into_iter().map(|(level, _)| level).collect(),
    })
}

fn level(compiler: &mut Compiler<'_>, raw: &raw::Level, sessions: u16) -> Option<Level> {
    let walk = raw
        .walk
        .as_ref()
        .map(|walk| stretch(compiler, "walk", walk));
    let run = stretch(compiler, "run", &raw.run);
    let repeats = match &raw.repeats {
        Some(repeats) => within(compiler, "repeats", repeats, REPEATS),
        None => Some(1),
    };
    let rest_days = within(compiler, "rest_days", &raw.rest_days, REST_DAYS);
    let sessions = match &raw.sessions {
        Some(sessions) => within(compiler, "sessions", sessions, SESSIONS),
        None => Some(sessions),
    };
    if let (Some(written), Some(2..), None) = (&raw.repeats, repeats, &raw.walk) {
        compiler.add(
            Diagnostic::new(
                "bad-number",
                written.span.clone(),
                "`repeats` without `walk` is one long run",
            )
            .help("say how long to walk in between, or give `run` in one piece"),
        );
    }
    if let (Some(Some(walk)), Some(run), Some(written)) = (walk, run, &raw.walk)
        && walk.unit() != run.unit()
    {
        mixed(compiler, &written.span, walk, (run, &raw.run.span));
        return None;
    }
    Some(Level {
        text: raw.text.value.clone(),
        walk: match walk {
            Some(walk) => Some(walk?),
            None => None,
        },
        run: run?,
        repeats: repeats?,
        rest_days: rest_days?,
        sessions: sessions?,
    })
}

fn mixed(
    compiler: &mut Compiler<'_>,
    span: &Range<usize>,
    found: Stretch,
    (other, other_span): (Stretch, &Range<usize>),
) {
    let message = format!("`{}` beside `{}`", found.unit(), other.unit());
    compiler.add(
        Diagnostic::new("mixed-stretches", span.clone(), message)
            .related(other_span.clone(), format!("in `{}` here", other.unit()))
            .help("give every stretch of a ladder in the same unit"),
    );
}

/// One level back must never be more, or dropping a level would load a tendon that asked for less.
fn ordered(
    compiler: &mut Compiler<'_>,
    (before, before_span): (&Level, &Range<usize>),
    (level, span): (&Level, &Range<usize>),
) {
    if before.run.unit() != level.run.unit() {
        mixed(compiler, span, level.run, (before.run, before_span));
        return;
    }
    let run = |level: &Level| level.run.length().times(level.repeats);
    let shown =
        |level: &Level| format!("{} {}", run(level).decimal(Toward::Down), level.run.unit());
    let message = if run(level) < run(before) {
        format!("{} of running after {}", shown(level), shown(before))
    } else if level.run_share() < before.run_share() {
        "a smaller share of running than on the level before".to_owned()
    } else {
        return;
    };
    compiler.add(
        Diagnostic::new("level-order", span.clone(), message)
            .related(before_span.clone(), "the level before")
            .help("raise `run` or `repeats`, walk less, or move the level down"),
    );
}

/// A mile is 1.609344 km by definition, so that a programme in miles is neither rounded nor rewritten.
fn kilometres(miles: Exact) -> Stretch {
    Stretch::Kilometres(miles.times(25_146).over(15_625))
}

/// `5 min`, `0.8 km` or `0.5 mi`.
pub(super) fn stretch(
    compiler: &mut Compiler<'_>,
    key: &'static str,
    text: &Text,
) -> Option<Stretch> {
    let (written, unit) = text.value.split_once(' ').unwrap_or((&text.value, ""));
    let read = match (comparator::number(written), unit) {
        (Ok(length), "min") => Some((Stretch::Minutes(length), MOST_MINUTES)),
        (Ok(length), "km") => Some((Stretch::Kilometres(length), MOST_KILOMETRES)),
        (Ok(length), "mi") => Some((kilometres(length), MOST_KILOMETRES)),
        (Ok(_) | Err(_), _) => None,
    };
    let Some((stretch, most)) = read else {
        let message = format!("`{}` is neither minutes nor a distance", text.value);
        compiler.add(
            Diagnostic::new("bad-stretch", text.span.clone(), message).help(
                "write a number with at most 6 decimals and its unit, such as `5 min`, `0.8 km` or `0.5 mi`",
            ),
        );
        return None;
    };
    if stretch.length() <= Exact::ZERO || stretch.length() > most {
        let most = most.decimal(Toward::Down);
        compiler.add(
            Diagnostic::new(
                "bad-number",
                text.span.clone(),
                format!("`{key}` cannot be {}", text.value),
            )
            .help(format!(
                "choose more than 0 and at most {most} {}; leave `walk` out where nobody walks",
                stretch.unit()
            )),
        );
        return None;
    }
    Some(stretch)
}

pub(super) fn within(
    compiler: &mut Compiler<'_>,
    key: &'static str,
    number: &Spanned<i64>,
    allowed: RangeInclusive<u16>,
) -> Option<u16> {
    let within = u16::try_from(number.value)
        .ok()
        .filter(|number| allowed.contains(number));
    if within.is_none() {
        let (least, most) = allowed.into_inner();
        let message = format!("`{key}` cannot be {}", number.value);
        compiler.add(
            Diagnostic::new("bad-number", number.span.clone(), message)
                .help(format!("choose {least} to {most}")),
        );
    }
    within
}

fn rule(compiler: &mut Compiler<'_>, raw: &raw::LadderRule) -> Option<Rule> {
    let evidence = evidence(compiler, &raw.evidence);
    let then = compiler.word("unknown-word", &raw.then, words());
    let rest_days = match &raw.rest_days {
        Some(days) => within(compiler, "rest_days", days, REST_DAYS),
        None => Some(0),
    };
    let measure = measure(compiler, &raw.measure)?;
    let window = time_window(
        compiler,
        &Days {
            measure: &raw.measure,
            fresh: raw.fresh.as_ref(),
            over: raw.over.as_ref(),
            at_least: raw.at_least.as_ref(),
        },
        measure,
    );
    let Some(better) = measure.better else {
        let message = format!("`{}` has no better direction, so none is worse", measure.id);
        compiler.add(
            Diagnostic::new("no-direction", raw.measure.span.clone(), message)
                .help("choose a measure of which more or less is worse"),
        );
        return None;
    };
    let limit = limit(compiler, &raw.holds, measure, better, LimitKind::Rule)?;
    let Bound::Value(bound) = limit.bound else {
        let message = "a session is not compared with the goal";
        compiler.add(
            Diagnostic::new("bad-comparison", raw.holds.span.clone(), message)
                .help("write a number with its unit, such as `if = \"> 5 km\"`"),
        );
        return None;
    };
    Some(Rule {
        measure,
        window: window?,
        operator: limit.operator,
        bound,
        then: then?,
        rest_days: rest_days?,
        text: raw.text.value.clone(),
        evidence: evidence?,
    })
}
