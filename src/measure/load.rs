//! Runs since onset: the longest, how many, how they felt and how far apart.
//!
//! A day without an entry is a rest day only while the log is declared complete; elsewhere a longer run may have been forgotten, so
//! a largest value reaches to the top of its range. Runs of unknown distance are runs.

use super::attributes::{
    ACTIVITY, CLEAN, DISTANCE, EntryRule, LOG, LoadPart, LoadRow, Needs, ONSET, Recovery, USUAL,
};
use super::heel_raise::morning_after;
use super::hop::{Certainty, calm_morning};
use super::pain::{above_baseline, next_morning, next_morning_above, recorded};
use super::reading::{Cause, Reading};
use super::run_log::{
    FARTHEST, MANY, Span, distance, is_complete, is_run, log_cause, runs, since_onset,
};
use super::subject::{GoalDistance, Onset};
use super::{Act, Better, Definition, Nature, Subject, Window, number, words, yes_no};
use crate::assessment::wire::{Gait, LastFlare, Run, RunKind, Speed};
use crate::assessment::{Dated, Day};
use crate::quantity::{Exact, Unit};

const fn log(id: &'static str, unit: Unit, high: i64, step: Exact) -> Definition {
    Definition {
        nature: Nature::Log,
        act: Act::By(step),
        ..number(id, unit, 0, high, Better::Higher)
    }
}

const TEN_METRES: Exact = Exact::micro(10_000);
const ONE: Exact = Exact::whole(1);

pub(crate) static LONGEST_SINCE_ONSET: Definition = Definition {
    meaning: "Longest run since the injury began.",
    reads: &[LOG, ONSET, DISTANCE],
    load_row: Some(LoadRow::new(LoadPart::Race, 1, "longest since onset")),
    derivation: "Longest distance of a run, walk-run or race after the day of onset, up to the day of the question. Of a walk-run, at least its share of minutes run. \
        An unknown distance, or days not covered by `log_complete_from`, may hide a longer one.",
    derive: |subject, _, _| longest(subject, since_onset(subject)),
    ..log(
        "load.longest_run_since_onset",
        Unit::Kilometres,
        FARTHEST,
        TEN_METRES,
    )
};

pub(crate) static LONGEST_30_DAYS: Definition = Definition {
    meaning: "Longest run of the 30 days before the day of the question; runs before the injury count.",
    reads: &[LOG, DISTANCE],
    load_row: Some(LoadRow::new(LoadPart::Month, 1, "longest of 30 days")),
    derivation: "Longest distance of a run, walk-run or race from 30 days to 1 day before the question.",
    derive: |subject, _, _| longest(subject, Span::days_before(subject, 30, 1)),
    ..log(
        "load.longest_run_30d",
        Unit::Kilometres,
        FARTHEST,
        TEN_METRES,
    )
};

static RUNS_28_DAYS: Definition = Definition {
    meaning: "Runs since the injury began, in the 28 days before the question.",
    reads: &[LOG, ONSET],
    derivation: "Runs, walk-runs and races after the day of onset, from 28 days to 1 day before the question; days not covered by `log_complete_from` may hide more.",
    derive: |subject, _, _| {
        let span = Span::days_before(subject, 28, 1).after_onset(subject.onset());
        let known = i64::try_from(runs(subject, span).count()).unwrap_or(MANY);
        let low = if subject.onset() == Onset::Unknown {
            0
        } else {
            known
        };
        let high = if is_complete(subject, span) {
            known
        } else {
            MANY
        };
        Reading::range(
            Exact::whole(low),
            Exact::whole(high),
            Some(subject.as_of),
            log_cause(subject),
        )
    },
    ..log("load.runs_since_onset_28d", Unit::Runs, MANY, ONE)
};

static SESSION_RATIO: Definition = Definition {
    meaning: "The goal's distance in percent of the longest run of the 30 days before.",
    nature: Nature::Log,
    act: Act::Follows(&LONGEST_30_DAYS),
    may_not_apply: true,
    reads: &[LOG, DISTANCE, ACTIVITY],
    load_row: Some(LoadRow::new(LoadPart::Month, 5, "goal to the longest").needs(Needs::Distance)),
    derivation: "100 x goal distance / `load.longest_run_30d`. With no run in those days there is nothing to compare with, which is unknown and not \"no spike\"; without a race or run as goal it does not apply.",
    derive: |subject, window, measure| {
        ratio_to_goal(subject, subject.read(&LONGEST_30_DAYS, window), measure)
    },
    ..number(
        "load.session_ratio",
        Unit::Percent,
        0,
        100_000,
        Better::Lower,
    )
};

static CONTINUOUS: Definition = Definition {
    meaning: "Runs of 30 minutes without walking in the last 28 days, since the last flare, with a calm tendon.",
    reads: &[
        LOG,
        ONSET,
        CLEAN,
        &["runs[].duration_min", "injury.last_flare"],
    ],
    mends: Recovery::Ladder,
    derivation: "Runs and races of the 28 days up to the question, after onset and the last flare, of at least 30 minutes, pain during at most 5, gait normal, and next-morning pain at most 1 above the usual. A run of which something is unknown may be one.",
    how_to: Some(
        "Run 30 minutes easy on the flat without walking; score the worst pain and the next morning. Leave a day between.",
    ),
    derive: continuous_runs,
    ..log("load.continuous_30_min_runs_28d", Unit::Runs, MANY, ONE)
};

static LAST_PAIN: Definition = Definition {
    meaning: "Worst pain during the last run since the injury, 0 to 10.",
    may_not_apply: true,
    reads: &[LOG, ONSET, &["runs[].pain_during"]],
    takes: EntryRule::Other,
    derivation: "`runs[].pain_during` of the last day with a run since onset; the worst of that day.",
    how_to: Some("Score the worst pain of the run."),
    derive: |subject, window, measure| {
        last_day(subject, window, measure, |run, date| {
            recorded(run.pain_during, date, measure)
        })
    },
    ..next_morning("load.last_run.pain")
};

static LAST_PAIN_START: Definition = Definition {
    meaning: "Pain at the start of the last run since the injury, 0 to 10.",
    may_not_apply: true,
    reads: &[LOG, ONSET, &["runs[].pain_start"]],
    takes: EntryRule::Other,
    derivation: "`runs[].pain_start` of the last day with a run since onset; the worst of that day.",
    how_to: Some("Score the pain of the first minutes of the run."),
    derive: |subject, window, measure| {
        last_day(subject, window, measure, |run, date| {
            recorded(run.pain_start, date, measure)
        })
    },
    ..next_morning("load.last_run.pain_start")
};

static LAST_PAIN_AFTER: Definition = Definition {
    meaning: "Worst pain in the hours after the last run since the injury, 0 to 10.",
    may_not_apply: true,
    reads: &[LOG, ONSET, &["runs[].pain_after"]],
    takes: EntryRule::Other,
    derivation: "`runs[].pain_after` of the last day with a run since onset; the worst of that day.",
    how_to: Some("Score the worst pain of the rest of the day."),
    derive: |subject, window, measure| {
        last_day(subject, window, measure, |run, date| {
            recorded(run.pain_after, date, measure)
        })
    },
    ..next_morning("load.last_run.pain_after")
};

static LAST_RISE: Definition = Definition {
    meaning: "Rise of pain within the last run since the injury, in points.",
    act: Act::By(Exact::micro(500_000)),
    may_not_apply: true,
    reads: &[
        LOG,
        ONSET,
        &["runs[].pain_start", "runs[].pain_during", "runs[].rising"],
    ],
    takes: EntryRule::Other,
    derivation: "`runs[].pain_during` minus `pain_start`; a run noted as `rising` counts as the worst.",
    how_to: Some("Score the pain of the first minutes and the worst pain of the run."),
    derive: |subject, window, measure| {
        last_day(subject, window, measure, |run, date| {
            rise(run, date, measure)
        })
    },
    ..number("load.last_run.rise", Unit::Nrs, 0, 10, Better::Lower)
};

static LAST_GAIT: Definition = Definition {
    meaning: "How the runner moved in the last run since the injury.",
    may_not_apply: true,
    reads: &[LOG, ONSET, &["runs[].gait"]],
    takes: EntryRule::Other,
    derivation: "`runs[].gait` of the last day with a run since onset; the worst of that day.",
    derive: |subject, window, measure| {
        last_day(subject, window, measure, |run, date| match run.gait {
            Some(gait) => {
                Reading::taken(Exact::whole(i64::from(gait == Gait::Altered)), Some(date))
            }
            None => Reading::unknown(measure, Cause::Incomplete).on(date),
        })
    },
    ..words("load.last_run.gait", &["normal", "altered"])
};

static LAST_MORNING: Definition = Definition {
    meaning: "Pain on the first steps of the morning after the last run since the injury, 0 to 10.",
    may_not_apply: true,
    reads: &[LOG, ONSET, &["runs[].pain_next_morning"]],
    takes: EntryRule::Other,
    derivation: "`runs[].pain_next_morning` of the last day with a run since onset; unknown until that morning has come.",
    how_to: Some("On the morning after the run, score the pain of the first steps."),
    derive: |subject, window, measure| {
        last_day(subject, window, measure, |run, date| {
            morning_after(subject, run.pain_next_morning, date, measure)
        })
    },
    ..next_morning("load.last_run.next_morning")
};

static LAST_MORNING_ABOVE: Definition = Definition {
    meaning: "Morning pain after the last run since the injury, above what is usual, in points.",
    may_not_apply: true,
    reads: &[LOG, ONSET, &["runs[].pain_next_morning"], USUAL],
    takes: EntryRule::Other,
    derivation: "`load.last_run.next_morning` minus `baseline.morning_pain`.",
    how_to: Some("On the morning after the run, score the pain of the first steps."),
    derive: |subject, window, measure| {
        above_baseline(subject, subject.read(&LAST_MORNING, window), measure)
    },
    ..next_morning_above("load.last_run.next_morning_above_baseline", &LAST_MORNING)
};

static LAST_HARD: Definition = Definition {
    meaning: "The last run since the injury had hills or was faster than easy.",
    may_not_apply: true,
    reads: &[LOG, ONSET, &["runs[].hills", "runs[].speed"]],
    takes: EntryRule::Other,
    derivation: "`runs[].hills` and `runs[].speed` of the last day with a run since onset.",
    derive: |subject, window, measure| {
        last_day(subject, window, measure, |run, date| {
            let (no, yes) = (Exact::ZERO, ONE);
            match (run.hills, run.speed) {
                (Some(true), _) | (_, Some(Speed::Fast)) => Reading::taken(yes, Some(date)),
                (Some(false), Some(Speed::Easy)) => Reading::taken(no, Some(date)),
                (Some(false) | None, Some(Speed::Easy) | None) => {
                    Reading::range(no, yes, Some(date), Cause::Incomplete)
                }
            }
        })
    },
    ..yes_no("load.last_run.hills_or_speed")
};

static DAYS_BETWEEN: Definition = Definition {
    meaning: "Days from the run before the last to the last run since the injury.",
    act: Act::By(ONE),
    may_not_apply: true,
    reads: &[LOG, ONSET],
    takes: EntryRule::Other,
    derivation: "Difference of the dates of the last two runs since onset; 0 for two on one day. Days in between that `log_complete_from` does not cover may hide a run.",
    derive: days_between,
    ..number(
        "load.days_between_runs",
        Unit::Days,
        0,
        MANY,
        Better::Higher,
    )
};

static PAIN_LAST_3: Definition = Definition {
    meaning: "Worst pain during the last three runs since the injury, 0 to 10.",
    may_not_apply: true,
    reads: &[LOG, ONSET, &["runs[].pain_during"]],
    takes: EntryRule::Other,
    derivation: "The worst `runs[].pain_during` of the last three runs since onset, and of any on the same day as the third.",
    how_to: Some("Score the worst pain of each run."),
    derive: |subject, window, measure| {
        let Some(log) = recent(subject, window) else {
            return no_run(subject, window, measure);
        };
        let third = log
            .iter()
            .filter(|run| is_run(run))
            .nth(2)
            .map(|run| run.date);
        let counted = log
            .iter()
            .filter(|run| is_run(run))
            .take_while(|run| third.is_none_or(|third| run.date >= third));
        worst_of(
            counted.map(|run| recorded(run.entry.pain_during, run.date, measure)),
            subject,
            window,
            measure,
        )
    },
    ..next_morning("load.pain_last_3_runs")
};

pub(super) static MEASURES: &[&Definition] = &[
    &LONGEST_SINCE_ONSET,
    &LONGEST_30_DAYS,
    &RUNS_28_DAYS,
    &SESSION_RATIO,
    &CONTINUOUS,
    &LAST_PAIN,
    &LAST_PAIN_START,
    &LAST_PAIN_AFTER,
    &LAST_RISE,
    &LAST_GAIT,
    &LAST_MORNING,
    &LAST_MORNING_ABOVE,
    &LAST_HARD,
    &DAYS_BETWEEN,
    &PAIN_LAST_3,
];

fn longest(subject: &Subject<'_>, span: Span) -> Reading {
    let most = Exact::whole(FARTHEST);
    let (mut low, mut high, mut date) = (Exact::ZERO, Exact::ZERO, None);
    for run in runs(subject, span) {
        let (least, farthest) = distance(&run.entry);
        if least > low {
            (low, date) = (least, Some(run.date));
        }
        high = high.max(farthest);
    }
    let low = if span.first.is_some() || subject.onset() == Onset::NoInjury {
        low
    } else {
        Exact::ZERO
    };
    let high = if is_complete(subject, span) {
        high
    } else {
        most
    };
    Reading::range(low, high, date.or(Some(subject.as_of)), log_cause(subject))
}

fn ratio_to_goal(subject: &Subject<'_>, longest: Reading, measure: &'static Definition) -> Reading {
    let goal = match subject.goal {
        GoalDistance::None => return Reading::NOT_APPLICABLE,
        GoalDistance::Unknown => return Reading::unknown(measure, Cause::Absent),
        GoalDistance::Known(distance) => distance.exact(),
    };
    let Some((low, high)) = longest.span(&LONGEST_30_DAYS) else {
        return longest;
    };
    let (least, most) = measure.scale.range();
    if high <= Exact::ZERO {
        return Reading::range(least, most, longest.date, Cause::Incomplete);
    }
    let smallest = Exact::percent(goal, high).unwrap_or(least).min(most);
    let largest = Exact::percent(goal, low).unwrap_or(most).min(most);
    // With no run for certain there may be nothing to compare with, which could be anything.
    let smallest = if low <= Exact::ZERO { least } else { smallest };
    Reading::range(
        smallest,
        largest,
        longest.date,
        longest.cause.unwrap_or(Cause::Incomplete),
    )
}

/// The runs since onset that the window accepts, newest first; `None` when there is none for certain.
fn recent<'a>(subject: &Subject<'a>, window: Window) -> Option<&'a [Dated<Run>]> {
    let log = subject.known(subject.assessment.runs.as_deref())?;
    let after = match subject.onset() {
        Onset::On(onset) => Some(onset),
        Onset::NoInjury => None,
        Onset::Unknown => return None,
    };
    let end = log.partition_point(|run| {
        after.is_none_or(|onset| run.date > onset) && subject.in_window(run.date, window)
    });
    let log = log.get(..end)?;
    log.iter().any(is_run).then_some(log)
}

/// No run since onset in the window: not applicable when the log is complete there, else unknown.
///
/// *Why is an old session not "stale"?* A person who rightly stopped running could then never be cleared to start again.
fn no_run(subject: &Subject<'_>, window: Window, measure: &'static Definition) -> Reading {
    let days = window
        .over
        .or(window.fresh.map(|days| days.saturating_add(1)));
    let span = Span {
        first: days.map(|days| subject.as_of.plus(1_i32.saturating_sub(i32::from(days)))),
        last: subject.as_of,
    };
    let span = span.after_onset(subject.onset());
    if subject.onset() != Onset::Unknown && is_complete(subject, span) {
        return Reading::NOT_APPLICABLE;
    }
    Reading::unknown(measure, log_cause(subject)).maybe_not_applicable()
}

fn worst_of(
    readings: impl Iterator<Item = Reading>,
    subject: &Subject<'_>,
    window: Window,
    measure: &'static Definition,
) -> Reading {
    readings
        .reduce(|one, other| one.worse(other, measure))
        .unwrap_or_else(|| no_run(subject, window, measure))
}

/// The worst reading of the last day with a run.
fn last_day(
    subject: &Subject<'_>,
    window: Window,
    measure: &'static Definition,
    read: impl Fn(&Run, Day) -> Reading,
) -> Reading {
    let Some(log) = recent(subject, window) else {
        return no_run(subject, window, measure);
    };
    let last = log.iter().find(|run| is_run(run)).map(|run| run.date);
    let day = log
        .iter()
        .filter(|run| is_run(run) && Some(run.date) == last);
    worst_of(
        day.map(|run| read(&run.entry, run.date)),
        subject,
        window,
        measure,
    )
}

fn rise(run: &Run, date: Day, measure: &'static Definition) -> Reading {
    let worst = measure.worst_end();
    if run.rising == Some(true) {
        return Reading::taken(worst, Some(date));
    }
    let score = |pain: Option<crate::quantity::Nrs>| pain.map(|pain| pain.exact());
    let (start, during) = (score(run.pain_start), score(run.pain_during));
    let least = during.map_or(Exact::ZERO, |during| during.minus(start.unwrap_or(during)));
    let most = during.unwrap_or(worst).minus(start.unwrap_or(Exact::ZERO));
    // Pain that ends where it began has not risen; any other may have risen all the way.
    let most = if run.rising.is_none() && most > Exact::ZERO {
        worst
    } else {
        most
    };
    Reading::range(least.max(Exact::ZERO), most, Some(date), Cause::Incomplete)
}

fn days_between(subject: &Subject<'_>, window: Window, measure: &'static Definition) -> Reading {
    let Some(log) = recent(subject, window) else {
        return no_run(subject, window, measure);
    };
    let Some(last) = log.iter().find(|run| is_run(run)) else {
        return no_run(subject, window, measure);
    };
    let mut earlier = runs(subject, since_onset(subject)).filter(|run| run.date <= last.date);
    let before = earlier.nth(1);
    let first = before
        .map(|run| run.date)
        .or(since_onset(subject).first)
        .or(super::run_log::known_from(subject));
    let complete = is_complete(
        subject,
        Span {
            first,
            last: last.date,
        },
    );
    match before {
        Some(run) => {
            let days = Exact::whole(i64::from(last.date.since(run.date)));
            let low = if complete { days } else { Exact::ZERO };
            Reading::range(low, days, Some(last.date), Cause::Incomplete)
        }
        None if complete => Reading::NOT_APPLICABLE,
        None => Reading::unknown(measure, Cause::Incomplete)
            .on(last.date)
            .maybe_not_applicable(),
    }
}

/// Pain during at most 5, gait normal, next morning calm.
pub(super) fn clean(subject: &Subject<'_>, run: &Dated<Run>) -> Certainty {
    let pain = run
        .entry
        .pain_during
        .map_or((Exact::ZERO, Exact::whole(10)), |pain| {
            (pain.exact(), pain.exact())
        });
    let gait = Certainty {
        certain: run.entry.gait == Some(Gait::Normal),
        possible: run.entry.gait != Some(Gait::Altered),
    };
    let calm = calm_morning(subject, run.entry.pain_next_morning, run.date);
    Certainty::at_most(pain, Exact::whole(5))
        .and(gait)
        .and(calm)
}

fn continuous_runs(subject: &Subject<'_>, _: Window, _: &'static Definition) -> Reading {
    let span = Span::days_before(subject, 28, 0).after_onset(subject.onset());
    let (certain, possible) = clean_continuous_since(subject, span, |run| {
        thirty_minutes(run).and(after_flare(subject, run.date))
    });
    let low = if subject.onset() == Onset::Unknown {
        0
    } else {
        certain
    };
    let high = if is_complete(subject, span) {
        possible
    } else {
        MANY
    };
    Reading::range(
        Exact::whole(low),
        Exact::whole(high),
        Some(subject.as_of),
        log_cause(subject),
    )
}

/// Clean runs without walking in those days that also are so: certainly, and possibly.
pub(super) fn clean_continuous_since(
    subject: &Subject<'_>,
    span: Span,
    also: impl Fn(&Dated<Run>) -> Certainty,
) -> (i64, i64) {
    runs(subject, span)
        .filter(|run| run.entry.kind != Some(RunKind::WalkRun))
        .fold((0, 0), |(certain, possible), run| {
            let counts = also(run).and(clean(subject, run));
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

/// After the last flare. A flare on a day that is not known may have come after any run; without an injury there is none.
fn after_flare(subject: &Subject<'_>, date: Day) -> Certainty {
    let both = |holds| Certainty {
        certain: holds,
        possible: holds,
    };
    match subject.assessment.injury.last_flare {
        Some(LastFlare::Never) => both(true),
        None if subject.onset() == Onset::NoInjury => both(true),
        Some(LastFlare::On(flare)) if flare.first() <= subject.as_of => {
            both(date > flare.counted_on(subject.as_of))
        }
        Some(LastFlare::On(_)) | None => Certainty {
            certain: false,
            possible: true,
        },
    }
}

/// Whether a session certainly went cleanly: pain during at most 5, gait normal, next morning calm.
pub(crate) fn clean_session(subject: &Subject<'_>, run: &Dated<Run>) -> bool {
    clean(subject, run).certain
}

/// The runs since the injury began, newest first.
pub(crate) fn runs_since_onset<'a>(subject: &Subject<'a>) -> impl Iterator<Item = &'a Dated<Run>> {
    runs(subject, since_onset(subject))
}
