//! What one session of running says: how it hurt, whether it went cleanly, whether it was run without walking.

use super::diary::WORST_PAIN;
use super::evidence::Certainty;
use super::hop::{calm_morning, known_morning};
use super::reading::Cause;
use super::run_log::{Span, runs};
use super::subject::Subject;
use super::tellings::run_pain;
use crate::assessment::Dated;
use crate::assessment::wire::{Gait, Run, RunKind};
use crate::quantity::{Exact, Nrs};

/// What a score can be: anything while it is not told.
pub(super) fn ends_of_pain(pain: Option<Nrs>) -> (Exact, Exact) {
    pain.map_or((Exact::ZERO, WORST_PAIN), |pain| {
        (pain.exact(), pain.exact())
    })
}

/// The pain of a run: the worst during it, and anything worse that is told of its start or of the hours after.
pub(super) fn pain_of(run: &Run) -> (Exact, Exact) {
    let told = run_pain(run).unwrap_or(Exact::ZERO);
    (told, run.pain_during.map_or(WORST_PAIN, |_| told))
}

pub(super) fn rise(run: &Run) -> (Exact, Exact) {
    if run.rising == Some(true) {
        return (WORST_PAIN, WORST_PAIN);
    }
    let score = |pain: Option<Nrs>| pain.map(|pain| pain.exact());
    let (start, during) = (score(run.pain_start), score(run.pain_during));
    let least = during.map_or(Exact::ZERO, |during| during.minus(start.unwrap_or(during)));
    let most = during
        .unwrap_or(WORST_PAIN)
        .minus(start.unwrap_or(Exact::ZERO));
    // Pain that ends where it began has not risen; any other may have risen all the way.
    let most = if run.rising.is_none() && most > Exact::ZERO {
        WORST_PAIN
    } else {
        most
    };
    (least.max(Exact::ZERO), most)
}

/// By what the criteria file calls a clean session.
pub(super) fn went_cleanly(subject: &Subject<'_>, run: &Dated<Run>) -> Certainty {
    let Some(clean) = &subject.rules.clean else {
        return Certainty::NO;
    };
    let entry = &run.entry;
    let mut all = Certainty::YES;
    if let Some(limit) = clean.pain {
        // What is told of the start and the hours after joins, and asks nothing where it is not told.
        all = all.and(Certainty::at_most(pain_of(entry), limit));
    }
    if let Some(limit) = clean.rise {
        all = all.and(Certainty::at_most(rise(entry), limit));
    }
    if let Some(limit) = clean.next_morning {
        let morning = known_morning(subject, entry.pain_next_morning, run.date);
        all = all.and(Certainty::at_most(morning, limit));
    }
    if let Some(limit) = clean.next_morning_above_baseline {
        all = all.and(calm_morning(
            subject,
            entry.pain_next_morning,
            run.date,
            limit,
        ));
    }
    if clean.normal_gait {
        all = all.and(Certainty::of(entry.gait.map(|gait| gait == Gait::Normal)));
    }
    all
}

/// Whether a run counts and went cleanly.
pub(super) fn clean(subject: &Subject<'_>, run: &Dated<Run>) -> Certainty {
    let counts = subject.qualifies(run);
    if counts.possible {
        counts.and(went_cleanly(subject, run))
    } else {
        counts
    }
}

/// Slower than this is a walk, in minutes for a kilometre: 5 km an hour.
const WALK: i64 = 12;

/// A run of which its pace, or its pauses, say that it may have been none without walking.
///
/// *Why half as long again?* A traffic light and a shoelace are no break; this project proposes it, as far as that of a slip.
pub(super) fn looks_walked(run: &Run) -> bool {
    if !matches!(run.kind, Some(RunKind::Run | RunKind::Race)) {
        return false;
    }
    let minutes = run.duration_min.or(run.elapsed_min);
    let slow = run
        .distance_km
        .zip(minutes)
        .is_some_and(|(far, minutes)| minutes.millionths() > far.millionths().saturating_mul(WALK));
    let paused = run.duration_min.zip(run.elapsed_min);
    let paused = paused.is_some_and(|(moving, elapsed)| {
        elapsed.millionths().saturating_mul(2) > moving.millionths().saturating_mul(3)
    });
    slow || paused
}

/// Faster than this is a run, in minutes for a kilometre: 7.5 km an hour, at which people begin to run; this project's choice.
const RUN: i64 = 8;

/// A walk of which its pace says that it was a run, and by which the runner does not stand.
pub(crate) fn looks_run(walk: &Run) -> bool {
    let minutes = walk.duration_min.or(walk.elapsed_min);
    walk.kind == Some(RunKind::Walk)
        && walk.confirmed != Some(true)
        && walk.distance_km.zip(minutes).is_some_and(|(far, minutes)| {
            minutes.millionths() < far.millionths().saturating_mul(RUN)
        })
}

/// A run of which nobody says whether there were walking breaks: a watch recorded it, or it looks as if there were.
pub(super) fn unconfirmed(run: &Run) -> Option<Cause> {
    is_unconfirmed(run).then_some(Cause::Unconfirmed)
}

/// Whether its walking breaks are asked for.
pub(crate) fn is_unconfirmed(run: &Run) -> bool {
    if run.walk_breaks.is_some() || !matches!(run.kind, Some(RunKind::Run | RunKind::Race)) {
        return false;
    }
    let sources = run.sources.as_ref();
    sources.is_some_and(|sources| !sources.is_empty()) || looks_walked(run)
}

/// Whether it was run without walking: a watch cannot tell, and a person who writes a run down is taken at their word where pace and
/// pauses are those of a run.
pub(super) fn continuous(run: &Run) -> Certainty {
    match (run.kind, run.walk_breaks) {
        (_, Some(true)) => Certainty::NO,
        (Some(RunKind::Unknown), _) => Certainty::UNKNOWN,
        // The top level of a ladder has none, and is of the ladder all the same.
        (Some(RunKind::WalkRun), None) => {
            let minutes = run.run_min.zip(run.duration_min);
            Certainty::of(minutes.map(|(running, whole)| running >= whole))
        }
        (_, None) if is_unconfirmed(run) => Certainty::UNKNOWN,
        (_, None | Some(false)) => Certainty::YES,
    }
}

/// Clean runs without walking in those days that also are so: certainly, and possibly.
pub(super) fn clean_continuous_since(
    subject: &Subject<'_>,
    span: Span,
    also: impl Fn(&Dated<Run>) -> Certainty,
) -> (i64, i64) {
    runs(subject, span).fold((0, 0), |(certain, possible), run| {
        let counts = continuous(&run.entry)
            .and(also(run))
            .and(clean(subject, run));
        (
            i64::from(counts.certain).saturating_add(certain),
            i64::from(counts.possible).saturating_add(possible),
        )
    })
}

/// Half an hour or longer.
pub(super) fn thirty_minutes(run: &Dated<Run>) -> Certainty {
    let minutes = run
        .entry
        .duration_min
        .map_or((Exact::ZERO, Exact::whole(6000)), |minutes| {
            (minutes.exact(), minutes.exact())
        });
    let long = Exact::whole(30);
    Certainty {
        certain: minutes.0 >= long,
        possible: minutes.1 >= long,
    }
}
