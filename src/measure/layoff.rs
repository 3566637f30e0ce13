//! Days off, and how much may be run after them.
//!
//! A coach's table (Daniels) gives the share of the former load by the length of the lay-off, for as many days after it as it lasted:
//! it speaks of fitness and says nothing about injured tissue. Of several lay-offs still in effect the strictest counts.

use super::attributes::{
    ACTIVITY, BORNE, CLEAN, CLEAN_JOINS, CONFIRMED, COVERED, DISTANCE, DOSE, LOG, LoadPart,
    LoadRow, MASKING, Needs, Recovery, SINCE,
};
use super::evidence::Certainty;
use super::longest::Longest;
use super::reading::{Cause, Reading};
use super::run_log::{
    FARTHEST, MANY, Span, SumRange, is_complete, kilometres, known_from, log_cause, runs,
};
use super::session::{clean_continuous_since, thirty_minutes};
use super::subject::GoalDistance;
use super::{Act, Better, Definition, Nature, Scale, Subject, blank, number, words};
use crate::assessment::Day;
use crate::assessment::wire::{LastLayoff, LayoffReason};
use crate::quantity::{Exact, Unit};

/// A lay-off shorter than this needs no return.
const SHORTEST: i32 = 6;
/// From this length on a lay-off for an injury starts again on the walk-run ladder.
const LADDER_FROM: i32 = 28;
/// Of the longest kind of lay-off, in the printed table.
const LONGEST_KIND: i32 = 57;
/// The days after the longest kind of lay-off during which it still counts: five steps of three weeks.
const LONGEST_EFFECT: i32 = 105;

/// The field that tells of a lay-off before the log.
pub(crate) const EARLIER_LAYOFF: &str = "injury.last_layoff";
/// The field that tells of the longest run before a lay-off.
pub(crate) const FORMER_LONGEST: &str = "injury.pre_injury_longest_km";

static DAYS_OFF: Definition = Definition {
    meaning: "Days without a run between the last run and the day of the question.",
    reads: &[LOG, DOSE],
    load_row: Some(LoadRow::new(LoadPart::LayOff, 1, "days off")),
    derivation: "Days strictly between the newest run, walk-run or race before the question and the question; days that `log_complete_from` does not cover may hide a run. Zero when a run of the day itself is logged.",
    derive: days_off,
    better: Some(Better::Lower),
    scale: Scale::number(Unit::Days, 0, MANY),
    nature: Nature::Log,
    ..blank("load.days_off")
};

pub(crate) static SESSION_CAP: Definition = Definition {
    meaning: "The longest run that a coach's table allows on this day after a lay-off.",
    may_not_apply: true,
    reads: &[
        LOG,
        SINCE,
        MASKING,
        DISTANCE,
        CONFIRMED,
        &[FORMER_LONGEST, EARLIER_LAYOFF],
    ],
    joins: BORNE,
    load_row: Some(
        LoadRow::new(LoadPart::LayOff, 2, "longest run allowed").unless("no lay-off in effect"),
    ),
    derivation: "The share of the table by days off (to 28 days 50 then 75 %, to 56 days 33, 50, 75 %, beyond that 33, 50, 70, 85, 100 % for three weeks each) x the longest run of the 30 days up to the lay-off, or `injury.pre_injury_longest_km` where the log does not reach. Not applicable when no lay-off of 6 days or more is still in effect. Of a lay-off before the log (`injury.last_layoff`) the length is not known, and is taken for the longest.",
    derive: |subject, _, measure| cap(subject, measure, longest_before),
    ..shown("load.session_cap")
};

static WEEKLY_CAP: Definition = Definition {
    meaning: "The weekly distance that a coach's table allows on this day after a lay-off.",
    may_not_apply: true,
    reads: &[
        LOG,
        DOSE,
        COVERED,
        &["injury.pre_injury_weekly_km", EARLIER_LAYOFF],
    ],
    load_row: Some(
        LoadRow::new(LoadPart::LayOff, 3, "weekly distance allowed").unless("no lay-off in effect"),
    ),
    derivation: "The same share x the mean weekly distance of the 4 weeks up to the lay-off, or `injury.pre_injury_weekly_km` where the log does not reach.",
    derive: |subject, _, measure| cap(subject, measure, weekly_before),
    ..shown("load.weekly_cap")
};

pub(crate) static PERCENT_OF_CAP: Definition = Definition {
    meaning: "The goal's distance in percent of the longest run that a coach's table allows after a lay-off.",
    nature: Nature::Log,
    may_not_apply: true,
    reads: &[
        LOG,
        SINCE,
        MASKING,
        DISTANCE,
        CONFIRMED,
        &[FORMER_LONGEST, EARLIER_LAYOFF],
        ACTIVITY,
    ],
    joins: BORNE,
    load_row: Some(
        LoadRow::new(LoadPart::LayOff, 4, "goal to the allowed")
            .needs(Needs::Distance)
            .unless("no lay-off in effect"),
    ),
    derivation: "100 x goal distance / `load.session_cap`. Without a lay-off in effect, or without a race or run as goal, it does not apply.",
    derive: plan,
    ..number(
        "load.plan_percent_of_cap",
        Unit::Percent,
        0,
        100_000,
        Better::Lower,
    )
};

static LADDER: Definition = Definition {
    meaning: "Whether a lay-off of 28 days or more for an injury was ended by the walk-run ladder.",
    nature: Nature::Log,
    act: Act::No,
    reads: &[
        LOG,
        SINCE,
        MASKING,
        DOSE,
        CLEAN,
        &[
            "runs[].walk_breaks",
            "runs[].sources",
            "injury.layoff_reason",
            EARLIER_LAYOFF,
        ],
    ],
    joins: CLEAN_JOINS,
    mends: Recovery::Ladder,
    load_row: Some(LoadRow::new(LoadPart::LayOff, 5, "walk-run ladder")),
    derivation: "not-needed without such a lay-off in effect, or when `injury.layoff_reason` is not an injury; done with 3 clean runs of 30 minutes without walking since its end; else not-done. A lay-off that the log does not show ended with its first run.",
    derive: ladder,
    ..words(
        "load.ladder_after_layoff",
        &["not-needed", "done", "not-done"],
    )
};

pub(super) static MEASURES: &[&Definition] = &[
    &DAYS_OFF,
    &SESSION_CAP,
    &WEEKLY_CAP,
    &PERCENT_OF_CAP,
    &LADDER,
];

const fn shown(id: &'static str) -> Definition {
    Definition {
        scale: Scale::number(Unit::Kilometres, 0, FARTHEST),
        is_allowance: true,
        nature: Nature::Log,
        ..blank(id)
    }
}

/// A run too short to be one ends no lay-off; one that may be is taken both ways.
fn days_off(subject: &Subject<'_>, _: super::Window, measure: &'static Definition) -> Reading {
    let all = Span {
        first: None,
        last: subject.as_of,
    };
    let newest = |ends: fn(Certainty) -> bool| {
        let mut runs = runs(subject, all).filter(|run| ends(subject.is_dose(&run.entry)));
        runs.next().map(|run| run.date)
    };
    let (possible, certain) = (newest(|dose| dose.possible), newest(|dose| dose.certain));
    let Some(last) = possible else {
        return Reading::unknown(measure, log_cause(subject));
    };
    let days = |last: Day| Exact::whole(i64::from(subject.age_of(last).saturating_sub(1).max(0)));
    let since = Span {
        first: Some(last.plus(1)),
        last: subject.as_of.plus(-1),
    };
    let least = if since.last < last.plus(1) || is_complete(subject, since) {
        days(last)
    } else {
        Exact::ZERO
    };
    let most = certain.map_or(measure.worst_end(), days);
    Reading::range(least, most, Some(last), log_cause(subject))
}

/// A lay-off: days without a run between two runs, or between the last run and the question.
#[derive(Clone, Copy)]
pub(crate) struct Layoff {
    /// The last run before it.
    last_run: Day,
    /// Its length in days.
    days: i32,
    /// The day of the question, counted from 1 on the first day of running after it.
    day_after: i32,
}

impl Layoff {
    /// The percent of the former load on that day; `None` when it is no longer in effect.
    pub(crate) fn share(days: i32, day_after: i32) -> Option<i64> {
        let part = |parts: i32| days.div_euclid(parts.max(1));
        if days < SHORTEST {
            return None;
        }
        if days <= 28 {
            let first = part(2);
            return match day_after {
                day if day <= first => Some(50),
                day if day <= days => Some(75),
                _ => None,
            };
        }
        if days <= 56 {
            // As printed, 29 days are 9 + 10 + 10 and 56 days 18 + 19 + 19: what is left over goes to the later parts.
            let first = part(3);
            let second = days.saturating_sub(first).div_euclid(2);
            return match day_after {
                day if day <= first => Some(33),
                day if day <= first.saturating_add(second) => Some(50),
                day if day <= days => Some(75),
                _ => None,
            };
        }
        match day_after {
            ..=21 => Some(33),
            22..=42 => Some(50),
            43..=63 => Some(70),
            64..=84 => Some(85),
            85..=LONGEST_EFFECT => Some(100),
            _ => None,
        }
    }
}

/// The lay-offs still in effect, newest first; whether the log leaves room for one that it does not show, and what is known of one before it.
fn layoffs(subject: &Subject<'_>, mut each: impl FnMut(Layoff, i64)) -> (bool, Earlier) {
    let all = Span {
        first: None,
        last: subject.as_of,
    };
    let (mut later, mut sure) = (subject.as_of, true);
    for run in runs(subject, all) {
        let dose = subject.is_dose(&run.entry);
        if !dose.possible {
            continue;
        }
        // One that may be too short may have ended no lay-off.
        sure &= dose.certain;
        let days = later.since(run.date).saturating_sub(1);
        let day_after = subject.age_of(later).saturating_add(1);
        if day_after > LONGEST_EFFECT {
            return (sure, Earlier::None);
        }
        if days >= SHORTEST {
            let between = Span {
                first: Some(run.date.plus(1)),
                last: later.plus(-1),
            };
            sure &= is_complete(subject, between);
            if let Some(share) = Layoff::share(days, day_after) {
                let layoff = Layoff {
                    last_run: run.date,
                    days,
                    day_after,
                };
                each(layoff, share);
            }
        }
        later = run.date;
    }
    (sure, earlier(subject, later))
}

/// A lay-off before the first run of the log.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Earlier {
    /// There was none that still has an effect.
    None,
    /// One whose last day this was.
    Ended(Day),
    /// Nobody says.
    Unknown,
}

/// What is known of a lay-off before the first run of the log: by the days that the log declares to be without a run, or as stated.
fn earlier(subject: &Subject<'_>, first_run: Day) -> Earlier {
    let is_over = |day: Day| subject.age_of(day) > LONGEST_EFFECT;
    if is_over(first_run.plus(-1)) {
        return Earlier::None;
    }
    let unrun = known_from(subject).map_or(0, |from| first_run.since(from));
    if unrun >= SHORTEST {
        return Earlier::Ended(first_run.plus(-1));
    }
    match subject.assessment.injury.last_layoff {
        None => Earlier::Unknown,
        Some(LastLayoff::Never) => Earlier::None,
        Some(LastLayoff::On(ended)) => {
            let ended = ended.counted_on(subject.as_of);
            if is_over(ended) {
                Earlier::None
            } else {
                Earlier::Ended(ended)
            }
        }
    }
}

/// What is known of a lay-off before the log, where that decides anything.
pub(crate) fn earlier_layoff(subject: &Subject<'_>) -> Earlier {
    first_run(subject).map_or(Earlier::Unknown, |first| earlier(subject, first))
}

fn cap(
    subject: &Subject<'_>,
    measure: &'static Definition,
    before: fn(&Subject<'_>, Option<Day>) -> Option<SumRange>,
) -> Reading {
    let top = measure.scale.range().1;
    let mut least: Option<SumRange> = None;
    let mut unknown = false;
    let part = |end: Exact, share: i64| {
        let (numerator, denominator) = end.terms();
        Exact::fraction(
            i128::from(numerator).saturating_mul(i128::from(share)),
            i128::from(denominator).saturating_mul(100),
        )
        .unwrap_or(Exact::ZERO)
    };
    let (sure, earlier) = layoffs(subject, |layoff, share| {
        let Some(former) = before(subject, Some(layoff.last_run)) else {
            unknown = true;
            return;
        };
        let cap = SumRange {
            low: part(former.low, share),
            high: part(former.high, share),
        };
        least = Some(least.map_or(cap, |least| SumRange {
            low: least.low.min(cap.low),
            high: least.high.min(cap.high),
        }));
    });
    // Of a lay-off before the log the length is not known: the longest kind allows least, and a short one may be over.
    let before_log = match earlier {
        Earlier::None => None,
        Earlier::Ended(last) => {
            let share = Layoff::share(LONGEST_KIND, subject.age_of(last));
            let former = before(subject, None);
            unknown |= share.is_some() && former.is_none();
            share
                .zip(former)
                .map(|(share, former)| part(former.low, share))
        }
        Earlier::Unknown => {
            unknown = true;
            None
        }
    };
    let today = Some(subject.as_of);
    if !sure || unknown {
        // A run that is not in the log may have shortened the lay-off, or there was one more.
        return Reading::unknown(measure, log_cause(subject)).maybe_not_applicable();
    }
    let known = |low: Exact, high: Exact| {
        Reading::range(low.min(top), high.min(top), today, Cause::Incomplete)
    };
    match (least, before_log) {
        (None, None) => Reading::NOT_APPLICABLE,
        (Some(cap), None) => known(cap.low, cap.high),
        (Some(cap), Some(low)) => known(cap.low.min(low), cap.high),
        (None, Some(low)) => known(low, top).maybe_not_applicable(),
    }
}

/// The longest run of the 30 days up to a run; as stated where the log does not reach.
fn longest_before(subject: &Subject<'_>, last_run: Option<Day>) -> Option<SumRange> {
    let span = last_run.map(|last| Span {
        first: Some(last.plus(-29)),
        last,
    });
    match span.filter(|span| is_complete(subject, *span)) {
        Some(span) => {
            let (low, high) = Longest::of(subject, span).ends();
            Some(SumRange { low, high })
        }
        None => stated(subject.assessment.injury.pre_injury_longest_km),
    }
}

/// A week of the four up to a run; as stated where the log does not reach.
fn weekly_before(subject: &Subject<'_>, last_run: Option<Day>) -> Option<SumRange> {
    let span = last_run.map(|last| Span {
        first: Some(last.plus(-27)),
        last,
    });
    match span.and_then(|span| kilometres(subject, span)) {
        Some(month) => Some(SumRange {
            low: month.low.over(4),
            high: month.high.over(4),
        }),
        None => stated(subject.assessment.injury.pre_injury_weekly_km),
    }
}

fn stated(kilometres: Option<crate::quantity::Kilometres>) -> Option<SumRange> {
    kilometres.map(|kilometres| SumRange {
        low: kilometres.exact(),
        high: kilometres.exact(),
    })
}

fn plan(subject: &Subject<'_>, window: super::Window, measure: &'static Definition) -> Reading {
    let goal = match subject.goal {
        GoalDistance::None => return Reading::NOT_APPLICABLE,
        GoalDistance::Unknown => None,
        GoalDistance::Known(distance) => Some(distance.exact()),
    };
    let cap = subject.read(&SESSION_CAP, window);
    let Some((low, high)) = cap.span(&SESSION_CAP) else {
        return cap;
    };
    let (least, most) = measure.scale.range();
    let percent = match goal {
        Some(goal) if high > Exact::ZERO => Reading::range(
            Exact::percent(goal, high).unwrap_or(least).min(most),
            Exact::percent(goal, low).unwrap_or(most).min(most),
            cap.date,
            cap.cause.unwrap_or(Cause::Incomplete),
        ),
        Some(_) | None => Reading::unknown(measure, Cause::Incomplete),
    };
    Reading {
        may_not_apply: cap.may_not_apply,
        ..percent
    }
}

fn ladder(subject: &Subject<'_>, _: super::Window, _: &'static Definition) -> Reading {
    const NOT_NEEDED: Exact = Exact::ZERO;
    let (done, not_done) = (Exact::whole(1), Exact::whole(2));
    let mut longest_ago: Option<Day> = None;
    let (sure, earlier) = layoffs(subject, |layoff, _| {
        if layoff.days >= LADDER_FROM {
            let ended = subject.as_of.plus(1_i32.saturating_sub(layoff.day_after));
            longest_ago = Some(longest_ago.map_or(ended, |other| other.max(ended)));
        }
    });
    let sure = sure && earlier == Earlier::None;
    let today = Some(subject.as_of);
    match (longest_ago, subject.assessment.injury.layoff_reason) {
        (_, Some(LayoffReason::Illness | LayoffReason::Other)) => Reading::taken(NOT_NEEDED, today),
        (None, Some(LayoffReason::Injury) | None) if sure => Reading::taken(NOT_NEEDED, today),
        // What the log does not show ended with its first run at the latest, and clean runs since then are as good as after one it shows.
        (None, Some(LayoffReason::Injury) | None) => {
            let worst = first_run(subject).map_or(not_done, |first| {
                let since = Span {
                    first: Some(first),
                    last: subject.as_of,
                };
                // One that may be too short to end a lay-off may stand amid a longer one.
                let known = runs(subject, since).all(|run| {
                    let dose = subject.is_dose(&run.entry);
                    dose.certain || !dose.possible
                });
                if !known {
                    return not_done;
                }
                let (certain, _) = clean_continuous_since(subject, since, thirty_minutes);
                if certain >= 3 { done } else { not_done }
            });
            Reading::range(NOT_NEEDED, worst, today, Cause::Incomplete)
        }
        (Some(ended), reason) => {
            let since = Span {
                first: Some(ended),
                last: subject.as_of,
            };
            let (certain, possible) = clean_continuous_since(subject, since, thirty_minutes);
            let possible = if is_complete(subject, since) {
                possible
            } else {
                MANY
            };
            let best = if possible >= 3 { done } else { not_done };
            let worst = if certain >= 3 { done } else { not_done };
            let known = sure && reason.is_some();
            let best = if known { best } else { NOT_NEEDED };
            Reading::range(best, worst, today, Cause::Incomplete)
        }
    }
}

/// The first run from which on the log is complete.
fn first_run(subject: &Subject<'_>) -> Option<Day> {
    let span = Span {
        first: Some(known_from(subject)?),
        last: subject.as_of,
    };
    runs(subject, span).last().map(|run| run.date)
}

#[cfg(test)]
mod tests {
    use super::Layoff;

    #[test]
    fn shares_and_blocks_are_those_of_the_printed_table() {
        // Days off, then the first and the last day of each block with its share.
        for (days, blocks) in [
            (5, vec![]),
            (6, vec![(1, 3, 50), (4, 6, 75)]),
            (17, vec![(1, 8, 50), (9, 17, 75)]),
            (28, vec![(1, 14, 50), (15, 28, 75)]),
            (29, vec![(1, 9, 33), (10, 19, 50), (20, 29, 75)]),
            (56, vec![(1, 18, 33), (19, 37, 50), (38, 56, 75)]),
            (
                57,
                vec![
                    (1, 21, 33),
                    (22, 42, 50),
                    (43, 63, 70),
                    (64, 84, 85),
                    (85, 105, 100),
                ],
            ),
        ] {
            let mut next = 1;
            for (first, last, share) in blocks {
                assert_eq!(first, next);
                for day in first..=last {
                    assert_eq!(
                        Layoff::share(days, day),
                        Some(share),
                        "{days} days, day {day}"
                    );
                }
                next = last + 1;
            }
            assert_eq!(Layoff::share(days, next), None, "{days} days, day {next}");
        }
    }
}
