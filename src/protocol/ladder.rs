//! Walk-run ladders: what is done on each level, and what the last session says about the next.
//!
//! *Why data and not code?* No published ladder has been tested against another, so which one a runner climbs is a clinician's
//! choice. *Why rules beside criteria?* A criterion says whether somebody may run; a rule says what to run instead.

use super::comparator::{self, Limit};
use super::compile::{Compiler, duration};
use super::raw::{self, Spanned, Text};
use super::{Evidence, bands, check};
use crate::diagnostic::{Diagnostic, list, suggest};
use crate::measure::{Definition, Reading, Window, catalog, find};
use crate::quantity::{Exact, MICRO};

/// How long or how far a part of a session is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stretch {
    /// So many minutes.
    Minutes(Exact),
    /// So many kilometres.
    Kilometres(Exact),
}

impl Stretch {
    /// The number, of minutes or kilometres.
    #[must_use]
    pub const fn amount(self) -> Exact {
        match self {
            Self::Minutes(amount) | Self::Kilometres(amount) => amount,
        }
    }

    /// The same so many times over.
    #[must_use]
    pub fn times(self, count: u8) -> Self {
        let sum = |amount: Exact| {
            let (numerator, denominator) = amount.terms();
            Exact::fraction(
                i128::from(numerator).saturating_mul(i128::from(count)),
                i128::from(denominator),
            )
            .unwrap_or(amount)
        };
        match self {
            Self::Minutes(amount) => Self::Minutes(sum(amount)),
            Self::Kilometres(amount) => Self::Kilometres(sum(amount)),
        }
    }

    const fn is_same_kind(self, other: Self) -> bool {
        matches!(
            (self, other),
            (Self::Minutes(_), Self::Minutes(_)) | (Self::Kilometres(_), Self::Kilometres(_))
        )
    }
}

/// One level: rounds of walking and running, and the rest after them.
#[derive(Clone, Debug)]
pub struct Level {
    /// What to do, in words.
    pub text: String,
    /// Walk so long in each round; without, the running is not broken.
    pub walk: Option<Stretch>,
    /// Run so long in each round.
    pub run: Stretch,
    /// So many rounds.
    pub times: u8,
    /// Days without running before the next session, at least.
    pub rest_days: u8,
    /// Clean sessions before the next level.
    pub sessions: u8,
}

impl Level {
    /// All of its running.
    #[must_use]
    pub fn running(&self) -> Stretch {
        self.run.times(self.times)
    }

    /// All of its walking.
    #[must_use]
    pub fn walking(&self) -> Option<Stretch> {
        self.walk.map(|walk| walk.times(self.times))
    }

    /// Whether it is run without walking.
    #[must_use]
    pub const fn is_continuous(&self) -> bool {
        self.walk.is_none()
    }
}

/// What to do about the last session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Action {
    /// The same level again.
    Hold,
    /// One level down.
    Drop,
    /// No running until somebody has looked at it.
    Stop,
}

impl Action {
    /// The word in files and reports.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Hold => "hold",
            Self::Drop => "drop",
            Self::Stop => "stop",
        }
    }
}

/// When a rule holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fires {
    /// Whatever the truth is.
    Certainly,
    /// For all that is known.
    Possibly,
    /// Not.
    No,
}

/// What a reading of the last session says about the next.
#[derive(Clone, Debug)]
pub struct Rule {
    /// What is read.
    pub measure: &'static Definition,
    /// It holds on this side.
    pub limit: Limit,
    /// What to do then.
    pub then: Action,
    /// Days without running before the next session.
    pub rest_days: u8,
    /// The rule in words.
    pub text: String,
    /// Where it comes from.
    pub evidence: Evidence,
}

impl Rule {
    /// How far back a session still speaks about the next, in days.
    const FRESH: u16 = 14;

    /// The window in which the last session is looked for.
    #[must_use]
    pub const fn window() -> Window {
        Window {
            fresh: Some(Self::FRESH),
            over: None,
            at_least: 0,
        }
    }

    /// Whether it holds for a reading.
    #[must_use]
    pub fn fires(&self, reading: Reading) -> Fires {
        let Some((low, high)) = reading.span(self.measure) else {
            return Fires::No;
        };
        let holds = |value| self.limit.holds(value, None) == Some(true);
        match (holds(low), holds(high)) {
            (true, true) if !reading.may_not_apply => Fires::Certainly,
            (false, false) => Fires::No,
            (true | false, true | false) => Fires::Possibly,
        }
    }
}

/// A walk-run ladder: from the first minutes of running to running without breaks.
#[derive(Clone, Debug)]
pub struct Ladder {
    /// Its name.
    pub id: String,
    /// Its title.
    pub title: String,
    /// At most so many levels gained in any 7 days.
    pub levels_per_7_days: Option<u8>,
    /// Why it is climbed.
    pub why: String,
    /// Where it comes from.
    pub evidence: Evidence,
    /// Its levels, lowest first; never empty.
    pub levels: Vec<Level>,
    /// What the last session says about the next.
    pub rules: Vec<Rule>,
}

/// Checks the ladders of a file.
pub(super) fn ladders(compiler: &mut Compiler<'_>, raw: &[raw::Ladder]) -> Vec<Ladder> {
    let mut ladders: Vec<Ladder> = Vec::new();
    for one in raw {
        compiler.id(&one.id);
        if ladders.iter().any(|ladder| ladder.id == one.id.value) {
            compiler.add(
                Diagnostic::new(
                    "duplicate-id",
                    one.id.span.clone(),
                    format!("a second ladder `{}`", one.id.value),
                )
                .help("every ladder has a name of its own"),
            );
        }
        ladders.extend(ladder(compiler, one));
    }
    ladders
}

fn ladder(compiler: &mut Compiler<'_>, raw: &raw::Ladder) -> Option<Ladder> {
    let evidence = check::evidence(compiler, &raw.evidence);
    let sessions = count(compiler, "sessions", &raw.sessions, 10);
    let gained = raw
        .levels_per_7_days
        .as_ref()
        .map(|levels| count(compiler, "levels_per_7_days", levels, 7));
    let written: Vec<Option<Level>> = raw
        .level
        .iter()
        .map(|raw| level(compiler, raw, sessions.unwrap_or(1)))
        .collect();
    for pair in raw
        .level
        .iter()
        .zip(&written)
        .collect::<Vec<_>>()
        .windows(2)
    {
        let [(_, Some(before)), (raw, Some(after))] = pair else {
            continue;
        };
        falls(compiler, raw, before, after);
    }
    if raw.level.is_empty() {
        compiler.add(
            Diagnostic::new(
                "empty-ladder",
                raw.id.span.clone(),
                format!("ladder `{}` has no levels", raw.id.value),
            )
            .help("add `[[ladder.level]]`, or remove the ladder"),
        );
    }
    let rules: Vec<Option<Rule>> = raw
        .rule
        .iter()
        .flatten()
        .map(|raw| rule(compiler, raw))
        .collect();
    Some(Ladder {
        id: raw.id.value.clone(),
        title: raw.title.value.clone(),
        levels_per_7_days: match gained {
            Some(gained) => Some(gained?),
            None => None,
        },
        why: raw.why.value.clone(),
        evidence: evidence?,
        levels: written.into_iter().collect::<Option<_>>()?,
        rules: rules.into_iter().collect::<Option<_>>()?,
    })
}

/// A level that runs less than the one before it is no way up.
fn falls(compiler: &mut Compiler<'_>, raw: &raw::Level, before: &Level, after: &Level) {
    let (one, other) = (before.running(), after.running());
    let message = if !one.is_same_kind(other) {
        "one level is in minutes and the next in kilometres"
    } else if other.amount() < one.amount() {
        "this level runs less than the one before it"
    } else {
        return;
    };
    compiler.add(
        Diagnostic::new("falling-ladder", raw.run.span.clone(), message).help(
            "levels go from the least running to the most, all in minutes or all in distance",
        ),
    );
}

fn level(compiler: &mut Compiler<'_>, raw: &raw::Level, sessions: u8) -> Option<Level> {
    let walk = raw.walk.as_ref().map(|walk| stretch(compiler, walk));
    let run = stretch(compiler, &raw.run);
    let times = match &raw.times {
        Some(times) => count(compiler, "times", times, 30),
        None => Some(1),
    };
    let rest_days = rest(compiler, &raw.rest);
    let sessions = match &raw.sessions {
        Some(sessions) => count(compiler, "sessions", sessions, 10),
        None => Some(sessions),
    };
    if let (Some(Some(walk)), Some(run), Some(written)) = (walk, run, &raw.walk)
        && !walk.is_same_kind(run)
    {
        compiler.add(
            Diagnostic::new(
                "bad-stretch",
                written.span.clone(),
                "walking and running of one level in different units",
            )
            .help("give both in minutes or both in distance"),
        );
        return None;
    }
    Some(Level {
        text: raw.text.value.clone(),
        walk: match walk {
            Some(walk) => Some(walk?),
            None => None,
        },
        run: run?,
        times: times?,
        rest_days: rest_days?,
        sessions: sessions?,
    })
}

/// `4 min`, `0.5 km` or `0.1 mi`.
fn stretch(compiler: &mut Compiler<'_>, text: &Text) -> Option<Stretch> {
    let parsed = text
        .value
        .trim()
        .split_once(' ')
        .and_then(|(number, unit)| {
            let number = comparator::number(number).ok()?;
            let (stretch, most) = match unit.trim() {
                "min" => (Stretch::Minutes(number), 180),
                "km" => (Stretch::Kilometres(number), 50),
                "mi" => (Stretch::Kilometres(miles(number)?), 50),
                _ => return None,
            };
            (number > Exact::ZERO && stretch.amount() <= Exact::whole(most)).then_some(stretch)
        });
    if parsed.is_none() {
        compiler.add(
            Diagnostic::new(
                "bad-stretch",
                text.span.clone(),
                format!("`{}` is not a time or a distance", text.value),
            )
            .help("write minutes or a distance, such as `4 min`, `0.5 km` or `0.1 mi`; at most 180 minutes or 50 km"),
        );
    }
    parsed
}

fn miles(number: Exact) -> Option<Exact> {
    let (numerator, denominator) = number.terms();
    Exact::fraction(
        i128::from(numerator).saturating_mul(1_609_344),
        i128::from(denominator).saturating_mul(i128::from(MICRO)),
    )
}

fn rest(compiler: &mut Compiler<'_>, text: &Text) -> Option<u8> {
    let days = match duration(text) {
        Ok(days) => days,
        Err(fault) => {
            compiler.add(*fault);
            return None;
        }
    };
    let short = u8::try_from(days).ok().filter(|days| *days <= 28);
    if short.is_none() {
        compiler.add(
            Diagnostic::new(
                "out-of-range",
                text.span.clone(),
                format!("`rest` of {days} days"),
            )
            .help("a rest between sessions is 0 to 28 days"),
        );
    }
    short
}

/// A whole number from 1 to the most.
fn count(compiler: &mut Compiler<'_>, key: &str, number: &Spanned<i64>, most: u8) -> Option<u8> {
    let count = u8::try_from(number.value)
        .ok()
        .filter(|count| (1..=most).contains(count));
    if count.is_none() {
        compiler.add(
            Diagnostic::new(
                "out-of-range",
                number.span.clone(),
                format!("`{key}` must be 1 to {most}, found {}", number.value),
            )
            .help("write a small whole number"),
        );
    }
    count
}

fn rule(compiler: &mut Compiler<'_>, raw: &raw::Rule) -> Option<Rule> {
    let evidence = check::evidence(compiler, &raw.evidence);
    let then = compiler.word(
        "unknown-word",
        &raw.then,
        &[
            ("hold", Action::Hold),
            ("drop", Action::Drop),
            ("stop", Action::Stop),
        ],
    );
    let rest_days = match &raw.rest {
        Some(text) => rest(compiler, text),
        None => Some(0),
    };
    let Some(measure) = find(&raw.measure.value) else {
        let ids: Vec<&str> = catalog().map(|measure| measure.id).collect();
        compiler.add(
            Diagnostic::new(
                "unknown-measure",
                raw.measure.span.clone(),
                format!("no measure `{}`", raw.measure.value),
            )
            .help(suggest(&raw.measure.value, &ids)),
        );
        return None;
    };
    let Some(better) = measure.better.filter(|_| is_of_a_session(measure)) else {
        let allowed: Vec<&str> = catalog()
            .filter(|measure| measure.better.is_some() && is_of_a_session(measure))
            .map(|measure| measure.id)
            .collect();
        compiler.add(
            Diagnostic::new(
                "not-of-a-session",
                raw.measure.span.clone(),
                format!("`{}` tells nothing about the last session", measure.id),
            )
            .help(format!("a rule reads one of {}", list(&allowed))),
        );
        return None;
    };
    let limit = bands::limit(compiler, &raw.when, measure, better, false)?;
    Some(Rule {
        measure,
        limit,
        then: then?,
        rest_days: rest_days?,
        text: raw.text.value.clone(),
        evidence: evidence?,
    })
}

/// Whether the measure speaks of how the last session went.
fn is_of_a_session(measure: &Definition) -> bool {
    measure.id.starts_with("load.last_run.")
}
