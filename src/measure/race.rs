//! What a race of some distance asks of the weeks before it.
//!
//! The taper (2 weeks, 3 before a marathon) never counts as detraining: weekly distance is read from before it, and the longest run
//! from 42 days. *Why lines by distance and not one share?* Marathons are run from longest runs of 25 to 32 km and 10 km races from
//! 9 km; the lines between are drawn so that a longer goal is never easier.

use super::attributes::{
    BORNE, CONFIRMED, COVERED, DISTANCE, DOSE, GOAL, LOG, LoadPart, LoadRow, MASKING, Needs, SINCE,
};
use super::evidence::Certainty;
use super::longest::Longest;
use super::reading::{Cause, Reading};
use super::run_log::{
    FARTHEST, Span, covered, is_complete, kilometres, known_from, log_cause, runs,
};
use super::subject::GoalDistance;
use super::{Act, Better, Definition, Nature, Scale, Subject, Window, blank, number};
use crate::quantity::{Exact, Unit};

/// More days than any log covers.
const MANY_DAYS: i64 = 100_000;
/// The half marathon in millionths of a kilometre.
const HALF: i64 = 21_097_500;
/// The marathon in millionths of a kilometre.
const MARATHON: i64 = 42_195_000;
/// From this distance on three weeks of taper are usual: the marathon, rounded down so that no measuring of it falls below.
const LONG_TAPER: i64 = 42_000_000;
/// A gap that counts as a lay-off before a race, in days.
const LONG_GAP: i32 = 28;

const fn log(id: &'static str, unit: Unit, high: i64, better: Better) -> Definition {
    Definition {
        nature: Nature::Log,
        ..number(id, unit, 0, high, better)
    }
}

const TEN_METRES: Exact = Exact::micro(10_000);

pub(super) static LONGEST: Definition = Definition {
    meaning: "Longest run of the 42 days before the day of the question.",
    act: Act::By(TEN_METRES),
    reads: &[LOG, SINCE, MASKING, DISTANCE, CONFIRMED],
    joins: BORNE,
    load_row: Some(LoadRow::new(LoadPart::Race, 2, "longest of 42 days")),
    derivation: "As `load.longest_run_30d`, over 42 days, so that a taper does not hide the long run.",
    derive: |subject, _, _| {
        let span = Span::days_before(subject, 42, 1).after_since(subject);
        Longest::of(subject, span).reading(subject, span)
    },
    ..log(
        "load.longest_run_42d",
        Unit::Kilometres,
        FARTHEST,
        Better::Higher,
    )
};

static BELOW_LINE: Definition = Definition {
    meaning: "Distance by which the longest run of 42 days stays below the line for the race.",
    act: Act::Follows(&LONGEST),
    reads: &[LOG, SINCE, MASKING, DISTANCE, CONFIRMED, GOAL],
    joins: BORNE,
    load_row: Some(
        LoadRow::new(LoadPart::Race, 3, "long run below its line").needs(Needs::Distance),
    ),
    derivation: "The line for the goal's distance D minus `load.longest_run_42d`, at least zero. The line is 0.9 D to 10 km; min(0.9 D, 15.5 km) to the half marathon; from there to the marathon straight from 15.5 to 25 km; above, at least 25 km and 0.6 D, to 30 km at 50 km; from 60 km on 0.5 D.",
    derive: |subject, window, measure| {
        let longest = subject.read(&LONGEST, window);
        let (least, most) = measure.scale.range();
        let (Some((low, high)), Some(goal)) = (longest.span(&LONGEST), goal(subject)) else {
            return Reading::unknown(measure, Cause::Absent);
        };
        let below = |longest: Exact| line(goal).minus(longest).max(least).min(most);
        Reading::range(
            below(high),
            below(low),
            longest.date,
            longest.cause.unwrap_or(Cause::Incomplete),
        )
    },
    ..log(
        "race.long_run_below_line",
        Unit::Kilometres,
        FARTHEST,
        Better::Lower,
    )
};

static WEEKLY: Definition = Definition {
    meaning: "Mean weekly distance of the 8 weeks before the taper.",
    act: Act::By(TEN_METRES),
    reads: &[LOG, SINCE, MASKING, DOSE, COVERED, GOAL],
    load_row: Some(LoadRow::new(LoadPart::Race, 4, "weekly before the taper")),
    derivation: "Distance of the 56 days before the taper, over 8. The taper is the last 21 days before the question for a goal of 42 km or more; for a shorter one the last 14 or 21, whichever leaves more, so that a longer goal is never easier.",
    derive: |subject, _, measure| {
        let long = weekly(subject, 21, measure);
        let short = || more(weekly(subject, 14, measure), long, measure);
        match taper(subject) {
            Some(21) => long,
            Some(_) => short(),
            None => long.or(short(), measure),
        }
    },
    ..log(
        "load.weekly_km_before_taper",
        Unit::Kilometres,
        10_000,
        Better::Higher,
    )
};

static LONGEST_GAP: Definition = Definition {
    meaning: "The most days in a row without a run in the last 12 weeks.",
    act: Act::No,
    reads: &[LOG, DOSE],
    load_row: Some(LoadRow::new(LoadPart::Race, 7, "longest gap, 12 weeks")),
    derivation: "Of the 84 days before the question; days that `log_complete_from` does not cover may hide a run, which only shortens a gap.",
    derive: longest_gap,
    ..log("load.longest_gap_84d", Unit::Days, 84, Better::Lower)
};

static SINCE_GAP: Definition = Definition {
    meaning: "Days since the last 28 days in a row without a run.",
    act: Act::No,
    reads: &[LOG, DOSE],
    load_row: Some(LoadRow::new(LoadPart::Race, 8, "since a gap of 28 days")),
    derivation: "The question minus the last day of the newest gap of 28 days or more between runs. What lies before the first run of the log may have been such a gap.",
    derive: since_gap,
    ..log(
        "load.days_since_28_day_gap",
        Unit::Days,
        MANY_DAYS,
        Better::Higher,
    )
};

static STEPS: Definition = Definition {
    meaning: "Steps of a tenth from the longest run of 30 days to the line for the race.",
    scale: Scale::number(Unit::Runs, 0, 1000),
    nature: Nature::Log,
    reads: &[LOG, SINCE, MASKING, DISTANCE, CONFIRMED, GOAL],
    joins: BORNE,
    load_row: Some(LoadRow::new(LoadPart::Race, 5, "steps to that line").needs(Needs::Distance)),
    derivation: "The fewest long runs, each at most the session rule allows after the one before, that reach the line of `race.long_run_below_line`; zero when it is reached.",
    derive: |subject, _, measure| {
        steps(subject, measure).unwrap_or_else(|| Reading::unknown(measure, log_cause(subject)))
    },
    ..blank("race.steps_needed")
};

static STEPS_SHORT: Definition = Definition {
    meaning: "Long runs that no longer fit before the taper, at one a week.",
    scale: Scale::number(Unit::Runs, 0, 1000),
    nature: Nature::Log,
    reads: &[
        LOG,
        SINCE,
        MASKING,
        DISTANCE,
        CONFIRMED,
        GOAL,
        &["goal.date"],
    ],
    joins: BORNE,
    load_row: Some(LoadRow::new(LoadPart::Race, 6, "steps that do not fit").needs(Needs::Day)),
    derivation: "`race.steps_needed` minus the whole weeks from the question to the taper of the goal's date, at least zero; unknown without that date, unless no step is needed. Only shown: the goal's date never decides a verdict.",
    derive: |subject, window, _| {
        let steps = subject.read(&STEPS, window);
        let Some((low, high)) = steps.span(&STEPS) else {
            return steps;
        };
        let none = Exact::ZERO;
        let slots = match (subject.goal_date, taper(subject)) {
            (Some(date), Some(taper)) => {
                let days = date.since(subject.as_of).saturating_sub(taper).max(0);
                Some(Exact::whole(i64::from(days.div_euclid(7))))
            }
            (Some(_) | None, Some(_) | None) => None,
        };
        let cause = steps.cause.unwrap_or(Cause::Absent);
        match slots {
            Some(slots) => Reading::range(
                low.minus(slots).max(none),
                high.minus(slots).max(none),
                Some(subject.as_of),
                cause,
            ),
            None => Reading::range(none, high, Some(subject.as_of), cause),
        }
    },
    ..blank("race.steps_short")
};

static TWO_WEEKS: Definition = Definition {
    meaning: "The smaller of the last two weekly distances, in percent of the weekly distance before the injury.",
    scale: Scale::number(Unit::Percent, 0, 100_000),
    nature: Nature::Log,
    reads: &[LOG, COVERED, &["injury.pre_injury_weekly_km"]],
    load_row: Some(LoadRow::new(LoadPart::Race, 9, "two weeks to pre-injury")),
    derivation: "100 x the smaller of `load.km_7d` and `load.km_previous_7d` / `injury.pre_injury_weekly_km`.",
    derive: |subject, _, measure| {
        let weeks = (
            kilometres(subject, Span::days_before(subject, 7, 1)),
            kilometres(subject, Span::days_before(subject, 14, 8)),
        );
        let before = subject.assessment.injury.pre_injury_weekly_km;
        let (Some(before), (Some(last), Some(previous))) = (before, weeks) else {
            return Reading::unknown(measure, log_cause(subject));
        };
        let (least, most) = measure.scale.range();
        let share = |week: Exact| Exact::percent(week, before.exact());
        match (
            share(last.low.min(previous.low)),
            share(last.high.min(previous.high)),
        ) {
            (Some(low), Some(high)) => Reading::range(
                low.max(least).min(most),
                high.min(most),
                Some(subject.as_of),
                Cause::Incomplete,
            ),
            (Some(_) | None, Some(_) | None) => Reading::unknown(measure, Cause::Incomplete),
        }
    },
    ..blank("load.two_weeks_percent_of_pre_injury")
};

pub(super) static MEASURES: &[&Definition] = &[
    &LONGEST,
    &BELOW_LINE,
    &WEEKLY,
    &LONGEST_GAP,
    &SINCE_GAP,
    &STEPS,
    &STEPS_SHORT,
    &TWO_WEEKS,
];

fn goal(subject: &Subject<'_>) -> Option<Exact> {
    match subject.goal {
        GoalDistance::Known(distance) => Some(distance.exact()),
        GoalDistance::None | GoalDistance::Unknown => None,
    }
}

/// Days of taper before a race of the goal's distance.
fn taper(subject: &Subject<'_>) -> Option<i32> {
    goal(subject).map(taper_days)
}

/// Days of taper before a race of that many kilometres.
pub(crate) fn taper_days(distance: Exact) -> i32 {
    if distance >= Exact::micro(LONG_TAPER) {
        21
    } else {
        14
    }
}

/// The longest run that a race of that many kilometres asks for in the 42 days before it.
pub(crate) fn line(distance: Exact) -> Exact {
    let share = |tenths: i128| {
        let (numerator, denominator) = distance.terms();
        Exact::fraction(
            i128::from(numerator).saturating_mul(tenths),
            i128::from(denominator).saturating_mul(10),
        )
        .unwrap_or(distance)
    };
    let (half, marathon) = (Exact::micro(HALF), Exact::micro(MARATHON));
    let (before_half, twenty_five) = (Exact::micro(15_500_000), Exact::whole(25));
    if distance <= half {
        return share(9).min(before_half);
    }
    if distance > marathon {
        // Nobody trains six tenths of a very long race in one run.
        let thirty = Exact::whole(30);
        return share(6).max(twenty_five).min(thirty).max(share(5));
    }
    let (numerator, denominator) = distance.minus(half).terms();
    let rise = Exact::fraction(
        i128::from(numerator).saturating_mul(9_500_000),
        i128::from(denominator).saturating_mul(i128::from(MARATHON.saturating_sub(HALF))),
    );
    rise.map_or(twenty_five, |rise| before_half.plus(rise))
}

fn weekly(subject: &Subject<'_>, taper: i32, measure: &'static Definition) -> Reading {
    let top = measure.scale.range().1;
    let span = Span::days_before(subject, taper.saturating_add(56), taper.saturating_add(1));
    let known = runs(subject, span)
        .filter(|run| subject.qualifies(run).certain)
        .fold(Exact::ZERO, |sum, run| sum.plus(covered(&run.entry).0));
    let high = kilometres(subject, span).map_or(top, |sum| sum.high.over(8));
    Reading::range(
        known.over(8).min(top),
        high.min(top),
        Some(subject.as_of),
        log_cause(subject),
    )
}

/// The larger of two readings of one measure.
fn more(one: Reading, other: Reading, measure: &'static Definition) -> Reading {
    match (one.span(measure), other.span(measure)) {
        (Some(first), Some(second)) => Reading::range(
            first.0.max(second.0),
            first.1.max(second.1),
            one.date,
            one.cause.or(other.cause).unwrap_or(Cause::Incomplete),
        ),
        (Some(_), None) => one,
        (None, _) => other,
    }
}

fn longest_gap(subject: &Subject<'_>, _: Window, measure: &'static Definition) -> Reading {
    let span = Span::days_before(subject, 84, 1);
    let gap = |ends: fn(Certainty) -> bool| {
        let (mut later, mut longest) = (subject.as_of, 0_i32);
        for run in runs(subject, span).filter(|run| ends(subject.is_dose(&run.entry))) {
            longest = longest.max(later.since(run.date).saturating_sub(1));
            later = run.date;
        }
        longest = longest.max(later.since(subject.as_of.plus(-84)));
        Exact::whole(i64::from(longest))
    };
    if subject.assessment.runs.is_none() {
        return Reading::unknown(measure, Cause::Absent);
    }
    let least = if is_complete(subject, span) {
        gap(|dose| dose.possible)
    } else {
        Exact::ZERO
    };
    let most = gap(|dose| dose.certain);
    Reading::range(least, most, Some(subject.as_of), Cause::Incomplete)
}

/// A run too short to be one breaks no gap; one that may be is taken both ways.
fn since_gap(subject: &Subject<'_>, _: Window, measure: &'static Definition) -> Reading {
    let certain = since_gap_between(subject, measure, |dose| dose.certain);
    let possible = since_gap_between(subject, measure, |dose| dose.possible);
    certain.or(possible, measure)
}

fn since_gap_between(
    subject: &Subject<'_>,
    measure: &'static Definition,
    ends: fn(Certainty) -> bool,
) -> Reading {
    let all = Span {
        first: None,
        last: subject.as_of.plus(-1),
    };
    let most = measure.scale.range().1;
    let today = Some(subject.as_of);
    let days = |day: crate::assessment::Day| Exact::whole(i64::from(subject.age_of(day)));
    let mut later = subject.as_of;
    for run in runs(subject, all).filter(|run| ends(subject.is_dose(&run.entry))) {
        if later.since(run.date).saturating_sub(1) >= LONG_GAP {
            let gap = Span {
                first: Some(run.date.plus(1)),
                last: later.plus(-1),
            };
            let since = days(later.plus(-1));
            // A run that is not in the log may have broken the gap.
            let high = if is_complete(subject, gap) {
                since
            } else {
                most
            };
            return Reading::range(since, high, today, log_cause(subject));
        }
        later = run.date;
    }
    let since = days(later.plus(-1));
    let known_gap =
        known_from(subject).is_some_and(|from| later.since(from) >= LONG_GAP && from < later);
    let high = if known_gap { since } else { most };
    Reading::range(since, high, today, log_cause(subject))
}

fn steps(subject: &Subject<'_>, measure: &'static Definition) -> Option<Reading> {
    let goal = goal(subject)?;
    let longest = subject.read(&super::load::LONGEST_30_DAYS, Window::default());
    let (low, high) = longest.span(&super::load::LONGEST_30_DAYS)?;
    let most = measure.scale.range().1;
    let count = |longest: Exact| {
        steps_to(longest, line(goal)).map_or(most, |steps| Exact::whole(i64::from(steps)))
    };
    // Without a run for certain there may be nothing to start from.
    Some(Reading::range(
        count(high),
        count(low),
        Some(subject.as_of),
        longest.cause.unwrap_or(Cause::Incomplete),
    ))
}

/// Twenty places below the millionth: the first twenty steps are exact, and no target within this crate's limits is met exactly
/// after nine (11 to the 9th is more than a thousand kilometres in millionths), so that rounding down later changes no count.
const PLACES: i128 = 100_000_000_000_000_000_000;

/// The fewest runs, each at most what the session rule allows after the one before, that reach the target; `None` from zero.
pub(crate) fn steps_to(longest: Exact, target: Exact) -> Option<u16> {
    if longest >= target {
        return Some(0);
    }
    if longest <= Exact::ZERO {
        return None;
    }
    let fine = |value: Exact| {
        let (numerator, denominator) = value.terms();
        i128::from(numerator)
            .saturating_mul(i128::from(crate::quantity::MICRO))
            .div_euclid(i128::from(denominator).max(1))
            .saturating_mul(PLACES)
    };
    let half = PLACES.saturating_mul(500_000);
    let small = PLACES.saturating_mul(3_300_000);
    let (mut reach, target, mut steps) = (fine(longest), fine(target), 0_u16);
    while reach < target && steps < 1000 {
        let tenth = reach.saturating_mul(11).div_euclid(10);
        reach = tenth.max(reach.saturating_add(half).min(small));
        steps = steps.saturating_add(1);
    }
    Some(steps)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_of_a_tenth_are_counted_exactly() {
        for (from, to, steps) in [
            (10_000, 16_000, 5),
            (8_000, 25_300, 13),
            (18_500, 21_100, 2),
            (5_000, 10_000, 8),
            (10_000, 11_000, 1),
            (10_000, 12_100, 2),
            (10_000, 12_101, 3),
            (10_000, 13_310, 3),
            (25_000, 25_000, 0),
            (1_000, 3_300, 5),
        ] {
            assert_eq!(
                steps_to(Exact::micro(from * 1000), Exact::micro(to * 1000)),
                Some(steps),
                "{from} m to {to} m"
            );
        }
        assert_eq!(steps_to(Exact::ZERO, Exact::whole(5)), None);
    }

    #[test]
    fn a_longer_race_never_asks_for_a_shorter_long_run() {
        let mut before = Exact::ZERO;
        for metres in (100..=100_000).step_by(100) {
            let now = line(Exact::micro(metres * 1000));
            assert!(now >= before, "{metres} m");
            before = now;
        }
        for (distance, longest) in [
            (5_000_000, 4_500_000),
            (10_000_000, 9_000_000),
            (HALF, 15_500_000),
            (MARATHON, 25_000_000),
            (50_000_000, 30_000_000),
            (100_000_000, 50_000_000),
        ] {
            assert_eq!(line(Exact::micro(distance)), Exact::micro(longest));
        }
    }
}
