//! The walk-run ladder: which levels were done cleanly, and how fast it is climbed.

use super::attributes::{
    CLEAN, CLEAN_JOINS, DOSE, LOG, LoadPart, LoadRow, MASKING, Recovery, SINCE,
};
use super::load::clean;
use super::reading::{Cause, Reading};
use super::run_log::{MANY, is_complete, log_cause, runs, since_injury};
use super::{Act, Better, Definition, Nature, Scale, Subject, Window, blank, number};
use crate::assessment::wire::{Run, RunKind};
use crate::assessment::{Dated, Day};
use crate::quantity::{Exact, MICRO, Unit};

static LADDER: Definition = Definition {
    meaning: "Clean sessions on every level of the walk-run ladder below the highest one reached: the fewest on any.",
    nature: Nature::Log,
    act: Act::By(Exact::whole(1)),
    may_not_apply: true,
    reads: &[LOG, SINCE, MASKING, DOSE, &["runs[].level"], CLEAN],
    joins: CLEAN_JOINS,
    mends: Recovery::Ladder,
    load_row: Some(
        LoadRow::new(LoadPart::Ladder, 3, "fewest on a level below").unless("no level below"),
    ),
    derivation: "Over walk-runs since onset, by `level`: for each level below the highest, sessions with pain during at most 5, normal gait and a calm next morning; the fewest of them, so a skipped level gives 0. Not applicable on the first level, or with a complete log and no walk-run.",
    how_to: Some(
        "Note the level of each walk-run session; do every level twice with a calm next morning before the next.",
    ),
    derive: ladder,
    ..number(
        "ladder.clean_sessions_per_level",
        Unit::Sessions,
        0,
        MANY,
        Better::Higher,
    )
};

static CREDIT: Definition = Definition {
    meaning: "Clean sessions on the highest level of the walk-run ladder reached.",
    scale: Scale::number(Unit::Sessions, 0, MANY),
    nature: Nature::Log,
    may_not_apply: true,
    reads: &[LOG, SINCE, MASKING, DOSE, &["runs[].level"], CLEAN],
    joins: CLEAN_JOINS,
    load_row: Some(
        LoadRow::new(LoadPart::Ladder, 1, "clean on the top level").unless("no walk-run"),
    ),
    derivation: "Walk-runs since onset on the highest `level`, with pain during at most 5, normal gait and a calm next morning; a session of which something is not recorded may be one, and earns nothing until it is. Not applicable without a walk-run.",
    derive: credit,
    ..blank("ladder.credit")
};

static GAINED: Definition = Definition {
    meaning: "Levels of the walk-run ladder gained in the last 7 days.",
    scale: Scale::number(Unit::None, 0, 30),
    nature: Nature::Log,
    may_not_apply: true,
    reads: &[LOG, SINCE, &["runs[].level"]],
    load_row: Some(
        LoadRow::new(LoadPart::Ladder, 2, "levels gained, 7 days").unless("no walk-run"),
    ),
    derivation: "The highest `level` of the 7 days up to the question minus the level of the last walk-run before them, or of the first among them; at least zero. Not applicable without a walk-run in those days.",
    derive: gained,
    ..blank("ladder.levels_gained_7d")
};

pub(super) static MEASURES: &[&Definition] = &[&LADDER, &CREDIT, &GAINED];

/// Walk-runs since onset, newest first.
fn walk_runs<'a>(subject: &Subject<'a>) -> impl Iterator<Item = &'a Dated<Run>> {
    runs(subject, since_injury(subject)).filter(|run| run.entry.kind == Some(RunKind::WalkRun))
}

fn level(run: &Run) -> Option<i64> {
    run.level.map(|level| level.millionths().div_euclid(MICRO))
}

/// When the log does not tell of every walk-run and its level.
fn untold(subject: &Subject<'_>, measure: &'static Definition) -> Option<Reading> {
    let unknown = |cause| Reading::unknown(measure, cause).maybe_not_applicable();
    if !is_complete(subject, since_injury(subject)) {
        return Some(unknown(log_cause(subject)));
    }
    walk_runs(subject)
        .find(|run| level(&run.entry).is_none())
        .map(|run| unknown(Cause::Incomplete).on(run.date))
}

fn credit(subject: &Subject<'_>, _: Window, measure: &'static Definition) -> Reading {
    if let Some(unknown) = untold(subject, measure) {
        return unknown;
    }
    let Some(top) = walk_runs(subject).filter_map(|run| level(&run.entry)).max() else {
        return Reading::NOT_APPLICABLE;
    };
    let (mut certain, mut possible, mut newest): (i64, i64, Option<Day>) = (0, 0, None);
    for run in walk_runs(subject).filter(|run| level(&run.entry) == Some(top)) {
        let clean = clean(subject, run);
        certain = certain.saturating_add(i64::from(clean.certain));
        possible = possible.saturating_add(i64::from(clean.possible));
        newest = newest.or(Some(run.date));
    }
    Reading::range(
        Exact::whole(certain),
        Exact::whole(possible),
        newest,
        Cause::Incomplete,
    )
}

fn gained(subject: &Subject<'_>, _: Window, measure: &'static Definition) -> Reading {
    if let Some(unknown) = untold(subject, measure) {
        return unknown;
    }
    let recent = |run: &&Dated<Run>| subject.age_of(run.date) < 7;
    let levels = || {
        walk_runs(subject)
            .filter(recent)
            .filter_map(|run| level(&run.entry))
    };
    let Some(top) = levels().max() else {
        return Reading::NOT_APPLICABLE;
    };
    let before = walk_runs(subject)
        .find(|run| !recent(run))
        .and_then(|run| level(&run.entry))
        .or_else(|| levels().last())
        .unwrap_or(top);
    let gained = top.saturating_sub(before).max(0);
    Reading::taken(Exact::whole(gained), Some(subject.as_of))
}

fn ladder(subject: &Subject<'_>, _: Window, measure: &'static Definition) -> Reading {
    const LEVELS: usize = 31;
    let span = since_injury(subject);
    if !is_complete(subject, span) {
        return Reading::unknown(measure, log_cause(subject)).maybe_not_applicable();
    }
    let mut sessions = [(0_i64, 0_i64); LEVELS];
    let (mut top, mut newest) = (0_usize, None);
    for run in runs(subject, span) {
        if run.entry.kind != Some(RunKind::WalkRun) {
            continue;
        }
        let Some(level) = run.entry.level else {
            return Reading::unknown(measure, Cause::Incomplete)
                .on(run.date)
                .maybe_not_applicable();
        };
        let level =
            usize::try_from(level.millionths().div_euclid(crate::quantity::MICRO)).unwrap_or(0);
        let clean = clean(subject, run);
        if let Some(count) = sessions.get_mut(level) {
            count.0 = count.0.saturating_add(i64::from(clean.certain));
            count.1 = count.1.saturating_add(i64::from(clean.possible));
        }
        top = top.max(level);
        newest = newest.or(Some(run.date));
    }
    let below = sessions.get(1..top).unwrap_or_default();
    let fewest = below
        .iter()
        .copied()
        .reduce(|one, other| (one.0.min(other.0), one.1.min(other.1)));
    match fewest {
        Some((certain, possible)) => Reading::range(
            Exact::whole(certain),
            Exact::whole(possible),
            newest,
            Cause::Incomplete,
        ),
        None => Reading::NOT_APPLICABLE,
    }
}
