//! What counts as evidence: clean sessions, the least run and flares, each limit held against the measure of which it speaks.

use std::ops::RangeInclusive;

use super::bands::{LimitKind, limit};
use super::criterion::evidence;
use super::faults::Compiler;
use super::ladder::{stretch, within};
use crate::diagnostic::Diagnostic;
use crate::measure::{Better, Clean, EvidenceRules, Flare, LeastRun, SessionRule, find};
use crate::protocol::comparator::{Bound, Operator};
use crate::protocol::raw::{self, Band, Spanned, Text};
use crate::protocol::{Evidence, Ladder, Rule, SourcesOfRules, Stretch};
use crate::quantity::{Exact, Toward};

/// A flare longer ago than its `of` days is no longer one of these days; four weeks hold every window of a diary.
const DAYS: RangeInclusive<u16> = 1..=28;

/// The rules that passed, with what they rest on.
pub(super) fn rules(
    compiler: &mut Compiler<'_>,
    raw: &raw::Protocol,
    ladders: &[Ladder],
    session_rules: &[Rule],
) -> (EvidenceRules, SourcesOfRules) {
    let clean = raw.clean.as_ref();
    let least_run = raw.least_run.as_ref();
    let flare = raw.flare.as_ref();
    let rules = EvidenceRules {
        clean: clean.map(|raw| self::clean(compiler, raw)),
        least_run: least_run.and_then(|raw| self::least_run(compiler, raw, ladders)),
        flare: flare.and_then(|raw| self::flare(compiler, &raw.value)),
        ladders: ladders.iter().map(Ladder::steps).collect(),
        session_rules: by_measure(session_rules),
    };
    let sources = SourcesOfRules {
        clean: sources(compiler, clean.and_then(|raw| raw.value.evidence.as_ref())),
        least_run: sources(
            compiler,
            least_run.and_then(|raw| raw.value.evidence.as_ref()),
        ),
        flare: sources(compiler, flare.and_then(|raw| raw.value.evidence.as_ref())),
    };
    (rules, sources)
}

/// The rules for sessions, those of one measure beside one another: it is then read once for all of them.
fn by_measure(rules: &[Rule]) -> Vec<SessionRule> {
    let places = rules.iter().enumerate();
    let mut of_session: Vec<SessionRule> = places
        .filter_map(|(place, rule)| rule.of_session(place))
        .collect();
    of_session.sort_by_key(|rule| (rule.measure.id, rule.place));
    of_session
}

fn sources(compiler: &mut Compiler<'_>, raw: Option<&raw::Evidence>) -> Option<Evidence> {
    evidence(compiler, raw?)
}

fn clean(compiler: &mut Compiler<'_>, raw: &Spanned<raw::Clean>) -> Clean {
    let raw::Clean {
        pain,
        rise,
        next_morning,
        next_morning_above_baseline,
        gait,
        evidence: _,
    } = &raw.value;
    let mut most = |key, measure, band: &Option<Spanned<Band>>| {
        let band = band.as_ref()?;
        bound(compiler, band, measure, LimitKind::Most(key))
    };
    let clean = Clean {
        pain: most("pain", "load.last_run.pain", pain),
        rise: most("rise", "load.last_run.rise", rise),
        next_morning: most("next_morning", "load.last_run.next_morning", next_morning),
        next_morning_above_baseline: most(
            "next_morning_above_baseline",
            "load.last_run.next_morning_above_baseline",
            next_morning_above_baseline,
        ),
        normal_gait: holds(compiler, gait.as_ref(), "normal"),
    };
    let limits = [pain, rise, next_morning, next_morning_above_baseline];
    if limits.iter().all(|limit| limit.is_none()) && gait.is_none() {
        compiler.add(
            Diagnostic::new(
                "clean-asks-nothing",
                raw.span.clone(),
                "every session would be clean",
            )
            .help("say what a clean session must not bring, such as `pain = \"<= 5 nrs\"`"),
        );
    }
    clean
}

/// The one word that a key takes, if it stands there.
fn holds(compiler: &mut Compiler<'_>, text: Option<&Text>, word: &'static str) -> bool {
    text.and_then(|text| compiler.word("unknown-word", text, [(word, ())]))
        .is_some()
}

/// The bound of a limit on that measure, written with the one sign that its key takes.
fn bound(
    compiler: &mut Compiler<'_>,
    band: &Spanned<Band>,
    measure: &str,
    which: LimitKind,
) -> Option<Exact> {
    let measure = find(measure)?;
    let better = measure.better.unwrap_or(Better::Lower);
    let limit = limit(compiler, band, measure, better, which)?;
    let operator = match which {
        LimitKind::Above(_) => Operator::Above,
        LimitKind::Go | LimitKind::NoGo | LimitKind::Rule | LimitKind::Most(_) => Operator::AtMost,
    };
    match limit.bound {
        Bound::Value(bound) if limit.operator == operator => Some(bound),
        Bound::Value(_) | Bound::GoalOver(_) => {
            let message = format!("`{}` is written with `{}`", which.key(), operator.sign());
            compiler.add(
                Diagnostic::new("bad-comparison", band.span.clone(), message).help(format!(
                    "write it so, such as `{} = \"{} 5 nrs\"`",
                    which.key(),
                    operator.sign()
                )),
            );
            None
        }
    }
}

fn least_run(
    compiler: &mut Compiler<'_>,
    raw: &Spanned<raw::LeastRun>,
    ladders: &[Ladder],
) -> Option<LeastRun> {
    let raw::LeastRun {
        distance,
        minutes,
        evidence: _,
    } = &raw.value;
    let mut length = |key, text: &Text, wanted: &str| {
        let stretch = stretch(compiler, key, text)?;
        if stretch.unit() == wanted {
            return Some(stretch.length());
        }
        let message = format!("`{key}` is in `{wanted}`, found `{}`", stretch.unit());
        compiler.add(
            Diagnostic::new("wrong-unit", text.span.clone(), message)
                .help("write `distance = \"1 km\"` and `minutes = \"5 min\"`"),
        );
        None
    };
    let far = length("distance", distance, "km");
    let long = length("minutes", minutes, "min");
    let least = LeastRun {
        distance: far?,
        minutes: long?,
    };
    reached(compiler, &least, raw, ladders);
    Some(least)
}

/// The first session of a ladder must count, or nobody who does it ever leaves its first level.
fn reached(
    compiler: &mut Compiler<'_>,
    least: &LeastRun,
    raw: &Spanned<raw::LeastRun>,
    ladders: &[Ladder],
) {
    for ladder in ladders {
        let Some(first) = ladder.levels.first() else {
            continue;
        };
        let (asked, given, key) = match first.run {
            Stretch::Minutes(_) => (least.minutes, first.minutes(), &raw.value.minutes),
            Stretch::Kilometres(_) => (least.distance, first.kilometres(), &raw.value.distance),
        };
        let Some(given) = given.filter(|given| *given < asked) else {
            continue;
        };
        let message = format!(
            "the first level of the ladder `{}` is shorter: {} {}",
            ladder.id,
            given.decimal(Toward::Down),
            first.run.unit()
        );
        compiler.add(
            Diagnostic::new("least-run-above-ladder", key.span.clone(), message).help(
                "lower it to the shortest session of the ladders, or begin the ladder with more",
            ),
        );
    }
}

fn flare(compiler: &mut Compiler<'_>, raw: &raw::Flare) -> Option<Flare> {
    let raw::Flare {
        daily,
        morning,
        limp,
        days,
        of,
        evidence: _,
    } = raw;
    let daily_above = bound(
        compiler,
        daily,
        "pain.daily.worst",
        LimitKind::Above("daily"),
    );
    let morning_above = bound(
        compiler,
        morning,
        "pain.morning",
        LimitKind::Above("morning"),
    );
    let limp = holds(compiler, limp.as_ref(), "yes");
    let count = within(compiler, "days", days, DAYS);
    let within_days = within(compiler, "of", of, DAYS);
    let (count, within_days) = (count?, within_days?);
    if count > within_days {
        let message = format!("{count} days within {within_days}");
        compiler.add(
            Diagnostic::new("bad-number", days.span.clone(), message)
                .related(of.span.clone(), "so many days are looked at")
                .help("raise `of`, or lower `days`: such a flare could never be"),
        );
    }
    Some(Flare {
        daily_above: daily_above?,
        morning_above: morning_above?,
        limp,
        days: count,
        of: within_days,
    })
}
