//! Runs since onset: the longest, how many, how they felt and how far apart.
//!
//! A day without an entry is a rest day only while the log is declared complete; elsewhere a longer run may have been forgotten, so
//! a largest value reaches to the top of its range. Runs of unknown distance are runs.

use super::attributes::{
    ACTIVITY, BORNE, CLEAN, CLEAN_JOINS, CONFIRMED, DISTANCE, DOSE, EntryRule, LOG, LoadPart,
    LoadRow, MASKING, Needs, Recovery, SINCE, USUAL,
};
use super::evidence::{Certainty, Since};
use super::heel_raise::morning_after;
use super::hop::{calm_morning, known_morning};
use super::longest::Longest;
use super::pain::{above_baseline, next_morning, next_morning_above, recorded};
use super::reading::{Cause, Reading};
use super::run_log::{FARTHEST, MANY, Span, is_complete, log_cause, runs, since_injury};
use super::subject::GoalDistance;
use super::tellings::{no_better_than, run_pain};
use super::{Act, Better, Definition, Nature, Subject, Window, number, words, yes_no};
use crate::assessment::wire::{Gait, Run, RunKind, Speed};
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
    reads: &[LOG, SINCE, MASKING, DISTANCE, CONFIRMED],
    joins: BORNE,
    load_row: Some(LoadRow::new(LoadPart::Race, 1, "longest since onset")),
    derivation: "Longest distance of a run, walk-run or race after the day of onset, up to the day of the question. Of a walk-run, at least its share of minutes run. \
        An unknown distance, or days not covered by `log_complete_from`, may hide a longer one.",
    derive: |subject, _, _| longest(subject, since_injury(subject)),
    ..log(
        "load.longest_run_since_onset",
        Unit::Kilometres,
        FARTHEST,
        TEN_METRES,
    )
};

pub(crate) static LONGEST_30_DAYS: Definition = Definition {
    meaning: "Longest run of the 30 days before the day of the question; runs before the injury count.",
    reads: &[LOG, SINCE, MASKING, DISTANCE, CONFIRMED],
    joins: BORNE,
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
    reads: &[LOG, SINCE, MASKING, DOSE],
    derivation: "Runs, walk-runs and races after the day of onset, from 28 days to 1 day before the question; days not covered by `log_complete_from` may hide more.",
    derive: |subject, _, _| {
        count(
            subject,
            Span::days_before(subject, 28, 1).after_since(subject),
        )
    },
    ..log("load.runs_since_onset_28d", Unit::Runs, MANY, ONE)
};

static SESSION_RATIO: Definition = Definition {
    meaning: "The goal's distance in percent of the longest run of the 30 days before.",
    nature: Nature::Log,
    act: Act::Follows(&LONGEST_30_DAYS),
    may_not_apply: true,
    reads: &[LOG, SINCE, MASKING, DISTANCE, CONFIRMED, ACTIVITY],
    joins: BORNE,
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
        SINCE,
        MASKING,
        DOSE,
        CLEAN,
        &["runs[].walk_breaks", "runs[].sources"],
    ],
    joins: CLEAN_JOINS,
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
    reads: &[LOG, SINCE, MASKING, DOSE, &["runs[].pain_during"]],
    joins: &[&["runs[].pain_start", "runs[].pain_after"]],
    takes: EntryRule::Other,
    derivation: "`runs[].pain_during` of the last day with a run since onset; the worst of that day.",
    how_to: Some("Score the worst pain of the run."),
    derive: |subject, window, measure| {
        last_day(subject, window, measure, |run, date| {
            pain_of(run, date, measure)
        })
    },
    ..next_morning("load.last_run.pain")
};

static LAST_PAIN_START: Definition = Definition {
    meaning: "Pain at the start of the last run since the injury, 0 to 10.",
    may_not_apply: true,
    reads: &[LOG, SINCE, MASKING, DOSE, &["runs[].pain_start"]],
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
    reads: &[LOG, SINCE, MASKING, DOSE, &["runs[].pain_after"]],
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
        SINCE,
        MASKING,
        DOSE,
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
    reads: &[LOG, SINCE, MASKING, DOSE, &["runs[].gait"]],
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
    reads: &[LOG, SINCE, MASKING, DOSE, &["runs[].pain_next_morning"]],
    joins: &[&["pain[].morning"]],
    takes: EntryRule::Other,
    derivation: "`runs[].pain_next_morning` of the last day with a run since onset; unknown until that morning has come.",
    how_to: Some("On the morning after the run, score the pain of the first steps."),
    derive: |subject, window, measure| {
        last_day(subject, window, measure, |run, date| {
            morning_after(subject, run.pain_next_morning, date)
        })
    },
    ..next_morning("load.last_run.next_morning")
};

static LAST_MORNING_ABOVE: Definition = Definition {
    meaning: "Morning pain after the last run since the injury, above what is usual, in points.",
    may_not_apply: true,
    reads: &[
        LOG,
        SINCE,
        MASKING,
        DOSE,
        &["runs[].pain_next_morning"],
        USUAL,
    ],
    joins: &[&["pain[].morning"]],
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
    reads: &[LOG, SINCE, MASKING, DOSE, &["runs[].hills", "runs[].speed"]],
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
    reads: &[LOG, SINCE, MASKING, DOSE],
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
    reads: &[LOG, SINCE, MASKING, DOSE, &["runs[].pain_during"]],
    joins: &[&["runs[].pain_start", "runs[].pain_after"]],
    takes: EntryRule::Other,
    derivation: "The worst `runs[].pain_during` of the last three runs since onset, and of any on the same day as the third.",
    how_to: Some("Score the worst pain of each run."),
    derive: |subject, window, measure| {
        last_three(subject, window, measure, |run, date| {
            pain_of(run, date, measure)
        })
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
    Longest::of(subject, span).reading(subject, span)
}

/// How many runs of those days count.
pub(super) fn count(subject: &Subject<'_>, span: Span) -> Reading {
    let (mut certain, mut possible) = (0_i64, 0_i64);
    for run in runs(subject, span) {
        let counts = subject.qualifies(run);
        certain = certain.saturating_add(i64::from(counts.certain));
        possible = possible.saturating_add(i64::from(counts.possible));
    }
    let high = if is_complete(subject, span) {
        possible
    } else {
        MANY
    };
    Reading::range(
        Exact::whole(certain),
        Exact::whole(high),
        Some(subject.as_of),
        run_cause(subject, span, log_cause(subject)),
    )
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

/// The runs that the window accepts, newest first, those from before the injury too: bad news of them counts.
fn recent<'a>(subject: &Subject<'a>, window: Window) -> impl Iterator<Item = &'a Dated<Run>> {
    let span = Span {
        first: subject.first_of(window),
        last: subject.as_of,
    };
    runs(subject, span)
}

/// No run since the injury in the window: not applicable when the log is complete there, else unknown.
///
/// *Why is an old session not "stale"?* A person who rightly stopped running could then never be cleared to start again.
fn no_run(subject: &Subject<'_>, window: Window, measure: &'static Definition) -> Reading {
    let span = Span {
        first: subject.first_of(window),
        last: subject.as_of,
    };
    match subject.since {
        Since::Unknown(cause) => Reading::unknown(measure, cause).maybe_not_applicable(),
        Since::Always | Since::Injury(_) | Since::Flare(_) => {
            if is_complete(subject, span.after_since(subject)) {
                Reading::NOT_APPLICABLE
            } else {
                Reading::unknown(measure, log_cause(subject)).maybe_not_applicable()
            }
        }
    }
}

/// The worst reading of the last day with a run that is good news if it went well.
///
/// A newer run that is none (too short, masked, from before the injury) is not the last one, but what it tells that is bad still counts.
/// Where the newest may or may not be one, an older day may be the last, and the reading can be that of either.
fn last_day(
    subject: &Subject<'_>,
    window: Window,
    measure: &'static Definition,
    read: impl Fn(&Run, Day) -> Reading,
) -> Reading {
    let mut newest: Option<(Day, Reading)> = None;
    let (mut older, mut bad): (Option<Reading>, Option<(Exact, Day)>) = (None, None);
    let mut last: Option<Day> = None;
    for run in recent(subject, window) {
        if last.is_some_and(|day| day > run.date) {
            break;
        }
        let reading = read(&run.entry, run.date);
        let counts = subject.qualifies(run);
        if counts.certain {
            last = Some(run.date);
        }
        let is_newest = newest.is_none_or(|(day, _)| day == run.date);
        match newest {
            _ if !is_newest => {
                older = Some(older.map_or(reading, |worst| worst.worse(reading, measure)));
            }
            _ if !counts.possible => {}
            Some((day, worst)) => newest = Some((day, worst.worse(reading, measure))),
            None => newest = Some((run.date, reading)),
        }
        if let (true, false, Some((low, _))) = (is_newest, counts.certain, reading.span(measure))
            && bad.is_none_or(|(worst, _)| low > worst)
        {
            bad = Some((low, run.date));
        }
    }
    let none = || no_run(subject, window, measure);
    let either = match (newest, older) {
        (Some((day, reading)), _) if last == Some(day) => reading,
        (Some((_, reading)), Some(older)) if last.is_some() => reading.or(older, measure),
        (Some((_, reading)), Some(older)) => reading.or(older, measure).or(none(), measure),
        (Some((_, reading)), None) => reading.or(none(), measure),
        (None, _) => none(),
    };
    match bad {
        Some((value, day)) => no_better_than(either, value, day, measure),
        None => either,
    }
}

/// The worst over the last three runs that are good news if they went well, and what is bad of any among them.
fn last_three(
    subject: &Subject<'_>,
    window: Window,
    measure: &'static Definition,
    read: impl Fn(&Run, Day) -> Reading,
) -> Reading {
    let mut certain = ThreeRuns::default();
    let mut possible = ThreeRuns::default();
    let mut worst: Option<Reading> = None;
    let mut bad: Option<(Exact, Day)> = None;
    for run in recent(subject, window) {
        if certain.are_over(run.date) {
            break;
        }
        let reading = read(&run.entry, run.date);
        let counts = subject.qualifies(run);
        let Some((low, high)) = reading.span(measure) else {
            continue;
        };
        // One that may be among the three makes it no worse for certain once three others may be.
        let low = if possible.are_over(run.date) {
            Exact::ZERO
        } else {
            low
        };
        if counts.possible {
            let reading = Reading::range(low, high, Some(run.date), Cause::Incomplete);
            worst = Some(worst.map_or(reading, |worst| worst.worse(reading, measure)));
        } else if bad.is_none_or(|(worst, _)| low > worst) {
            bad = Some((low, run.date));
        }
        certain.add(run.date, counts.certain);
        possible.add(run.date, counts.possible);
    }
    let none = no_run(subject, window, measure);
    let told = match worst {
        Some(worst) if certain.runs > 0 => worst,
        Some(worst) => none.or(worst, measure),
        None => none,
    };
    match bad {
        Some((value, day)) => no_better_than(told, value, day, measure),
        None => told,
    }
}

/// Three runs counted from the newest, and any on the day of the third.
#[derive(Default)]
struct ThreeRuns {
    runs: u8,
    third: Option<Day>,
}

impl ThreeRuns {
    fn add(&mut self, day: Day, counts: bool) {
        if counts {
            self.runs = self.runs.saturating_add(1);
            if self.runs == 3 {
                self.third = Some(day);
            }
        }
    }

    fn are_over(&self, day: Day) -> bool {
        self.third.is_some_and(|third| day < third)
    }
}

/// The pain of a run: the worst during it, and anything worse that is told of its start or of the hours after.
fn pain_of(run: &Run, date: Day, measure: &'static Definition) -> Reading {
    let during = recorded(run.pain_during, date, measure);
    run_pain(run).map_or(during, |worst| no_better_than(during, worst, date, measure))
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

/// The shortest step between runs from the last that counts to the one before it. A run too short to count still shortens a step.
fn days_between(subject: &Subject<'_>, window: Window, measure: &'static Definition) -> Reading {
    let span = Span {
        first: None,
        last: subject.as_of,
    };
    let span = span.after_since(subject);
    let (mut later, mut newest, mut last): (Option<Day>, Option<Day>, Option<Day>) =
        (None, None, None);
    let (mut shortest, mut doubtful) = (measure.scale.range().1, false);
    for run in runs(subject, span) {
        if last.is_none() && !subject.in_window(run.date, window) {
            break;
        }
        if let Some(later) = later {
            shortest = shortest.min(Exact::whole(i64::from(later.since(run.date))));
        }
        later = Some(run.date);
        newest = newest.or(later);
        let counts = subject.qualifies(run);
        doubtful |= counts.possible && !counts.certain;
        if !counts.certain {
            continue;
        }
        let Some(last) = last else {
            last = Some(run.date);
            continue;
        };
        let complete = is_complete(
            subject,
            Span {
                first: Some(run.date),
                last: subject.as_of,
            },
        );
        let low = if complete { shortest } else { Exact::ZERO };
        let high = if doubtful {
            newest.map_or(shortest, |newest| {
                Exact::whole(i64::from(newest.since(run.date)))
            })
        } else {
            shortest
        };
        return Reading::range(low, high, Some(last), Cause::Incomplete);
    }
    match last {
        None if !doubtful => no_run(subject, window, measure),
        _ if !doubtful && is_complete(subject, span) => Reading::NOT_APPLICABLE,
        _ => {
            let unknown = Reading::unknown(measure, Cause::Incomplete).maybe_not_applicable();
            Reading {
                date: last,
                ..unknown
            }
        }
    }
}

/// By what the criteria file calls a clean session.
pub(super) fn went_cleanly(subject: &Subject<'_>, run: &Dated<Run>) -> Certainty {
    let Some(clean) = &subject.rules.clean else {
        return Certainty::NO;
    };
    let entry = &run.entry;
    let most = Exact::whole(10);
    let known = |pain: Option<crate::quantity::Nrs>| {
        pain.map_or((Exact::ZERO, most), |pain| (pain.exact(), pain.exact()))
    };
    let mut all = Certainty::YES;
    if let Some(limit) = clean.pain {
        // What is told of the start and the hours after joins, and asks nothing where it is not told.
        let told = run_pain(entry).unwrap_or(Exact::ZERO);
        let (low, high) = known(entry.pain_during);
        all = all.and(Certainty::at_most((low.max(told), high.max(told)), limit));
    }
    if let Some(limit) = clean.rise {
        let rise = rise(entry, run.date, &LAST_RISE).span(&LAST_RISE);
        all = all.and(rise.map_or(Certainty::UNKNOWN, |rise| Certainty::at_most(rise, limit)));
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

fn continuous_runs(subject: &Subject<'_>, _: Window, _: &'static Definition) -> Reading {
    let span = Span::days_before(subject, 28, 0).after_since(subject);
    let (certain, possible) = clean_continuous_since(subject, span, thirty_minutes);
    let high = if is_complete(subject, span) {
        possible
    } else {
        MANY
    };
    Reading::range(
        Exact::whole(certain),
        Exact::whole(high),
        Some(subject.as_of),
        run_cause(subject, span, log_cause(subject)),
    )
}

/// Why runs of those days do not count: what is missing of the newest of them, or what is missing of the log.
fn run_cause(subject: &Subject<'_>, span: Span, otherwise: Cause) -> Cause {
    if let Since::Unknown(cause) = subject.since {
        return cause;
    }
    let mut newest = runs(subject, span);
    newest
        .find_map(|run| {
            subject
                .disqualified(run.date)
                .or_else(|| unconfirmed(&run.entry))
        })
        .unwrap_or(otherwise)
}

/// An imported run of which nobody says whether there were walking breaks.
fn unconfirmed(run: &Run) -> Option<Cause> {
    let imported = run
        .sources
        .as_ref()
        .is_some_and(|sources| !sources.is_empty());
    (imported && run.walk_breaks.is_none()).then_some(Cause::Unconfirmed)
}

/// Whether it was run without walking: a watch cannot tell, and a person who writes a run down is taken at their word.
fn continuous(run: &Run) -> Certainty {
    match (run.kind, run.walk_breaks) {
        (Some(RunKind::WalkRun), _) | (_, Some(true)) => Certainty::NO,
        (_, None) if unconfirmed(run).is_some() => Certainty::UNKNOWN,
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

/// Whether a session certainly counts and went cleanly.
pub(crate) fn clean_session(subject: &Subject<'_>, run: &Dated<Run>) -> bool {
    clean(subject, run).certain
}

/// The runs since the injury and its last flare, newest first.
pub(crate) fn runs_since_injury<'a>(subject: &Subject<'a>) -> impl Iterator<Item = &'a Dated<Run>> {
    runs(subject, since_injury(subject))
}
