//! Runs since onset: the longest, how many, how they felt, how far apart, and the ladder.
//!
//! A day without an entry is a rest day only while the log is declared complete; elsewhere a longer run may have been forgotten, so
//! a largest value reaches to the top of its range. Runs of unknown distance are runs.

use super::heel_raise::morning_after;
use super::hop::{Likely, calm_morning};
use super::pain::{above_baseline, next_morning, next_morning_above, recorded};
use super::reading::{Cause, Reading};
use super::subject::GoalDistance;
use super::{Act, Better, Definition, Nature, Subject, Window, number, words, yes_no};
use crate::assessment::wire::{Gait, LastFlare, Run, RunKind, Speed};
use crate::assessment::{Dated, Day};
use crate::quantity::{Exact, Unit};

/// The longest run anybody logs, in kilometres: what an unknown distance may be.
const FARTHEST: i64 = 1000;
/// More runs than a log holds: what an unknown count may be.
const MANY: i64 = 100_000;

const fn log(id: &'static str, unit: Unit, high: i64, step: Exact) -> Definition {
    Definition {
        nature: Nature::Log,
        act: Act::By(step),
        ..number(id, unit, 0, high, Better::Higher)
    }
}

const TEN_METRES: Exact = Exact::micro(10_000);
const ONE: Exact = Exact::whole(1);

static LONGEST_SINCE_ONSET: Definition = Definition {
    meaning: "Longest run since the injury began, in kilometres.",
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

static LONGEST_30_DAYS: Definition = Definition {
    meaning: "Longest run of the 30 days before the day of the question, in kilometres; runs before the injury count.",
    derivation: "Longest distance of a run, walk-run or race from 30 days to 1 day before the question.",
    derive: |subject, _, _| {
        let span = Span {
            first: Some(subject.as_of.plus(-30)),
            last: subject.as_of.plus(-1),
        };
        longest(subject, span)
    },
    ..log(
        "load.longest_run_30d",
        Unit::Kilometres,
        FARTHEST,
        TEN_METRES,
    )
};

static RUNS_28_DAYS: Definition = Definition {
    meaning: "Runs since the injury began, in the 28 days before the question.",
    derivation: "Runs, walk-runs and races after the day of onset, from 28 days to 1 day before the question; days not covered by `log_complete_from` may hide more.",
    derive: |subject, _, _| {
        let window = Span {
            first: Some(subject.as_of.plus(-28)),
            last: subject.as_of.plus(-1),
        };
        let span = window.after_onset(subject.assessment.injury.onset);
        let known = i64::try_from(runs(subject, span).count()).unwrap_or(MANY);
        let low = if subject.assessment.injury.onset.is_some() {
            known
        } else {
            0
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

static RATIO_SINCE_ONSET: Definition = Definition {
    meaning: "The goal's distance in percent of the longest run since the injury began.",
    nature: Nature::Log,
    act: Act::Follows(&LONGEST_SINCE_ONSET),
    derivation: "100 x goal distance / `load.longest_run_since_onset`; with no run since onset, unknown.",
    derive: |subject, window, measure| {
        ratio_to_goal(subject, subject.read(&LONGEST_SINCE_ONSET, window), measure)
    },
    ..number(
        "load.ratio_since_onset",
        Unit::Percent,
        0,
        100_000,
        Better::Lower,
    )
};

static CONTINUOUS: Definition = Definition {
    meaning: "Runs of 30 minutes without walking in the last 28 days, since the last flare, with a calm tendon.",
    derivation: "Runs and races of the 28 days up to the question, after onset and the last flare, of at least 30 minutes, pain during at most 5, gait normal, and next-morning pain at most 1 above the usual. A run of which something is unknown may be one.",
    how_to: Some(
        "Run 30 minutes easy on the flat without walking; score the worst pain and the next morning. Leave a day between.",
    ),
    derive: continuous_runs,
    ..log("load.continuous_30_min_runs_28d", Unit::Runs, MANY, ONE)
};

static LAST_PAIN: Definition = Definition {
    meaning: "Worst pain during the last run since the injury, 0 to 10.",
    derivation: "`runs[].pain_during` of the last day with a run since onset; the worst of that day.",
    how_to: Some("Score the worst pain of the run."),
    derive: |subject, window, measure| {
        last_day(subject, window, measure, |run, date| {
            recorded(run.pain_during, date, measure)
        })
    },
    ..next_morning("load.last_run.pain")
};

static LAST_PAIN_AFTER: Definition = Definition {
    meaning: "Worst pain in the hours after the last run since the injury, 0 to 10.",
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
    derivation: "`load.last_run.next_morning` minus `baseline.morning_pain`.",
    how_to: Some("On the morning after the run, score the pain of the first steps."),
    derive: |subject, window, measure| {
        above_baseline(subject, subject.read(&LAST_MORNING, window), measure)
    },
    ..next_morning_above("load.last_run.next_morning_above_baseline", &LAST_MORNING)
};

static LAST_HARD: Definition = Definition {
    meaning: "The last run since the injury had hills or was faster than easy.",
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

static LADDER: Definition = Definition {
    meaning: "Clean sessions on every level of the walk-run ladder below the highest one reached: the fewest on any.",
    nature: Nature::Log,
    act: Act::By(ONE),
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

pub(super) static MEASURES: &[&Definition] = &[
    &LONGEST_SINCE_ONSET,
    &LONGEST_30_DAYS,
    &RUNS_28_DAYS,
    &SESSION_RATIO,
    &RATIO_SINCE_ONSET,
    &CONTINUOUS,
    &LAST_PAIN,
    &LAST_PAIN_AFTER,
    &LAST_RISE,
    &LAST_GAIT,
    &LAST_MORNING,
    &LAST_MORNING_ABOVE,
    &LAST_HARD,
    &DAYS_BETWEEN,
    &PAIN_LAST_3,
    &LADDER,
];

/// Days from first to last, both included; without a first day, every day that may be since onset.
#[derive(Clone, Copy)]
struct Span {
    first: Option<Day>,
    last: Day,
}

impl Span {
    fn after_onset(self, onset: Option<Day>) -> Self {
        let first = onset.map(|onset| {
            self.first
                .map_or(onset.plus(1), |first| first.max(onset.plus(1)))
        });
        Self {
            first: first.or(self.first),
            last: self.last,
        }
    }
}

fn since_onset(subject: &Subject<'_>) -> Span {
    Span {
        first: None,
        last: subject.as_of,
    }
    .after_onset(subject.assessment.injury.onset)
}

fn is_run(run: &Dated<Run>) -> bool {
    match run.entry.kind {
        Some(RunKind::Run | RunKind::WalkRun | RunKind::Race) => true,
        Some(RunKind::Walk) | None => false,
    }
}

fn runs<'a>(subject: &Subject<'a>, span: Span) -> impl Iterator<Item = &'a Dated<Run>> {
    let log = subject
        .known(subject.assessment.runs.as_deref())
        .unwrap_or_default();
    log.iter()
        .skip_while(move |run| run.date > span.last)
        .take_while(move |run| span.first.is_none_or(|first| run.date >= first))
        .filter(|run| is_run(run))
}

/// Whether every run of those days is in the log. Days before the first are nobody's concern, an empty span is complete.
fn is_complete(subject: &Subject<'_>, span: Span) -> bool {
    let Some(first) = span.first else {
        return false;
    };
    let declared = subject.assessment.runs.is_some()
        && subject
            .assessment
            .log_complete_from
            .is_some_and(|from| from <= first)
        && span.last <= subject.assessment.as_of;
    declared || (span.last < first && subject.assessment.injury.onset.is_some())
}

fn log_cause(subject: &Subject<'_>) -> Cause {
    if subject.assessment.runs.is_some() {
        Cause::Incomplete
    } else {
        Cause::Absent
    }
}

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
    let low = if span.first.is_some() {
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

/// The distance run. Walking is slower than running, so of a walk-run at least the share of its minutes was run.
fn distance(run: &Run) -> (Exact, Exact) {
    let Some(distance) = run.distance_km.map(|distance| distance.exact()) else {
        return (Exact::ZERO, Exact::whole(FARTHEST));
    };
    if run.kind != Some(RunKind::WalkRun) {
        return (distance, distance);
    }
    let share = match (run.run_min, run.duration_min) {
        (Some(running), Some(duration)) => {
            let whole = i128::from(duration.millionths());
            let part =
                i128::from(distance.terms().0).saturating_mul(i128::from(running.millionths()));
            Exact::fraction(part, whole.saturating_mul(i128::from(distance.terms().1)))
        }
        (Some(_) | None, Some(_) | None) => None,
    };
    (share.unwrap_or(Exact::ZERO).min(distance), distance)
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
    let onset = subject.assessment.injury.onset?;
    let end = log.partition_point(|run| run.date > onset && subject.in_window(run.date, window));
    let log = log.get(..end)?;
    log.iter().any(is_run).then_some(log)
}

/// No run since onset in the window: not applicable when the log is complete there, else unknown.
///
/// *Why is an old session not "stale"?* Somebody who rightly stopped running could then never be cleared to start again.
fn no_run(subject: &Subject<'_>, window: Window, measure: &'static Definition) -> Reading {
    let days = window
        .over
        .or(window.fresh.map(|days| days.saturating_add(1)));
    let span = Span {
        first: days.map(|days| subject.as_of.plus(1_i32.saturating_sub(i32::from(days)))),
        last: subject.as_of,
    };
    let span = span.after_onset(subject.assessment.injury.onset);
    if subject.assessment.injury.onset.is_some() && is_complete(subject, span) {
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
    let first =
        before
            .map(|run| run.date)
            .or(subject.assessment.injury.onset.map(|onset| onset.plus(1)));
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
fn clean(subject: &Subject<'_>, run: &Dated<Run>) -> Likely {
    let pain = run
        .entry
        .pain_during
        .map_or((Exact::ZERO, Exact::whole(10)), |pain| {
            (pain.exact(), pain.exact())
        });
    let gait = Likely {
        certain: run.entry.gait == Some(Gait::Normal),
        possible: run.entry.gait != Some(Gait::Altered),
    };
    let calm = calm_morning(subject, run.entry.pain_next_morning, run.date);
    Likely::at_most(pain, Exact::whole(5)).and(gait).and(calm)
}

fn continuous_runs(subject: &Subject<'_>, _: Window, _: &'static Definition) -> Reading {
    let recent = Span {
        first: Some(subject.as_of.plus(-28)),
        last: subject.as_of,
    };
    let span = recent.after_onset(subject.assessment.injury.onset);
    let flare = subject.assessment.injury.last_flare;
    let (mut certain, mut possible) = (0_i64, 0_i64);
    for run in runs(subject, span).filter(|run| run.entry.kind != Some(RunKind::WalkRun)) {
        let minutes = run
            .entry
            .duration_min
            .map_or((Exact::ZERO, Exact::whole(6000)), |minutes| {
                (minutes.exact(), minutes.exact())
            });
        let long = Exact::whole(30);
        let long_enough = Likely {
            certain: minutes.0 >= long,
            possible: minutes.1 >= long,
        };
        // A flare on a day that is not known may have come after any run.
        let after_flare = match flare {
            Some(LastFlare::Never) => Likely {
                certain: true,
                possible: true,
            },
            Some(LastFlare::On(day)) if day <= subject.as_of => Likely {
                certain: run.date > day,
                possible: run.date > day,
            },
            Some(LastFlare::On(_)) | None => Likely {
                certain: false,
                possible: true,
            },
        };
        let counts = long_enough.and(after_flare).and(clean(subject, run));
        certain = certain.saturating_add(i64::from(counts.certain));
        possible = possible.saturating_add(i64::from(counts.possible));
    }
    let low = if subject.assessment.injury.onset.is_some() {
        certain
    } else {
        0
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

fn ladder(subject: &Subject<'_>, _: Window, measure: &'static Definition) -> Reading {
    const LEVELS: usize = 31;
    let span = since_onset(subject);
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
