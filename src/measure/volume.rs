//! Weekly distance and load, their ratios, and how evenly the week is loaded.
//!
//! *Why can the averages, monotony and strain only be shown?* In runners a higher ratio of acute to chronic load went with fewer
//! injuries in two cohorts, and the fixed limits of monotony failed wherever they were checked. They inform; they predict nothing.

use super::attributes::{COVERED, LOAD, LOG, LoadPart, LoadRow};
use super::reading::{Cause, Reading};
use super::run_log::{
    Span, SumRange, is_complete, is_run, kilometres, known_from, load, log_cause, logged, runs,
    session_load,
};
use super::{Act, Better, Definition, Nature, Scale, Subject, blank};
use crate::assessment::Day;
use crate::quantity::{Exact, MICRO, Unit};

/// More kilometres than a week holds: what an unknown week may be.
const MOST_KM: i64 = 10_000;
/// More load than a week holds.
const MOST_LOAD: i64 = 10_000_000;
/// The largest change or ratio shown, in percent.
const MOST_PERCENT: i64 = 100_000;

/// A sum or average of the log that is shown and never decides.
const fn shown(id: &'static str, unit: Unit, high: i64) -> Definition {
    Definition {
        scale: Scale::number(unit, 0, high),
        nature: Nature::Log,
        ..blank(id)
    }
}

static WEEK: Definition = Definition {
    meaning: "Distance of the 7 days before the question.",
    reads: &[LOG, COVERED],
    load_row: Some(LoadRow::new(LoadPart::Week, 1, "last 7 days")),
    derivation: "Sum of the distances of runs, walk-runs (walking included) and races from 7 days to 1 day before the question.",
    derive: |subject, _, measure| sum(subject, 7, 1, kilometres, measure),
    ..shown("load.km_7d", Unit::Kilometres, MOST_KM)
};

static WEEK_BEFORE: Definition = Definition {
    meaning: "Distance of the 7 days before those.",
    reads: &[LOG, COVERED],
    load_row: Some(LoadRow::new(LoadPart::Week, 2, "the 7 days before")),
    derivation: "As `load.km_7d`, from 14 to 8 days before the question.",
    derive: |subject, _, measure| sum(subject, 14, 8, kilometres, measure),
    ..shown("load.km_previous_7d", Unit::Kilometres, MOST_KM)
};

static WEEK_LOAD: Definition = Definition {
    meaning: "Session load of the 7 days before the question: perceived exertion times minutes.",
    reads: &[LOG, LOAD],
    load_row: Some(LoadRow::new(LoadPart::Week, 4, "session load, 7 days")),
    derivation: "Sum of `rpe` x `duration_min` of runs, walk-runs and races from 7 days to 1 day before the question. A session without one of the two leaves it open.",
    derive: |subject, _, measure| sum(subject, 7, 1, load, measure),
    ..shown("load.session_load_7d", Unit::Load, MOST_LOAD)
};

static WEEKLY_CHANGE: Definition = Definition {
    meaning: "Change of the weekly distance from the week before.",
    better: Some(Better::Lower),
    act: Act::No,
    scale: Scale::number(Unit::Percent, -100, MOST_PERCENT),
    may_not_apply: true,
    reads: &[LOG, COVERED],
    load_row: Some(LoadRow::new(LoadPart::Week, 3, "change").unless("both weeks empty")),
    derivation: "100 x (`load.km_7d` / `load.km_previous_7d` - 1). Unknown when the week before was empty and the last was not; not applicable when both were. Load is compared with load, so no worse leg and no memory can flatter it.",
    derive: weekly_change,
    ..shown("load.weekly_change", Unit::Percent, MOST_PERCENT)
};

static ACWR: Definition = Definition {
    meaning: "Distance of the last week in percent of the mean week of the three before (acute to chronic, uncoupled).",
    better: Some(Better::Lower),
    may_not_apply: true,
    reads: &[LOG, COVERED],
    load_row: Some(
        LoadRow::new(LoadPart::Month, 6, "acute to chronic").unless("too little was run before"),
    ),
    derivation: "100 x mean daily km from 7 to 1 days before the question / mean daily km from 28 to 8 days before. Needs 28 known days; not applicable when the three weeks before held less than 5 km a week.",
    derive: |subject, _, measure| {
        let floor = Exact::whole(15);
        acute_to_chronic(subject, kilometres, measure, floor, false)
    },
    ..shown("load.acwr", Unit::Percent, MOST_PERCENT)
};

static ACWR_LOAD: Definition = Definition {
    meaning: "Session load of the last week in percent of the mean week of the three before (acute to chronic, uncoupled).",
    may_not_apply: true,
    reads: &[LOG, COVERED, LOAD],
    load_row: Some(
        LoadRow::new(LoadPart::Month, 9, "the same, of load").unless("too little was run before"),
    ),
    derivation: "As `load.acwr`, of `rpe` x `duration_min`; not applicable when the three weeks before held no load, or less than 5 km a week.",
    derive: |subject, _, measure| {
        let distance = kilometres(subject, Span::days_before(subject, 28, 8));
        let floor = Exact::whole(15);
        let reading = acute_to_chronic(subject, load, measure, Exact::ZERO, false);
        match distance {
            Some(distance) if distance.high < floor => Reading::NOT_APPLICABLE,
            Some(distance) if distance.low >= floor => reading,
            Some(_) | None => reading.maybe_not_applicable(),
        }
    },
    ..shown("load.acwr_load", Unit::Percent, MOST_PERCENT)
};

static ACWR_COUPLED: Definition = Definition {
    meaning: "Distance of the last week in percent of the mean week of the last four (acute to chronic, coupled).",
    may_not_apply: true,
    reads: &[LOG, COVERED],
    load_row: Some(
        LoadRow::new(LoadPart::Month, 7, "the same, coupled").unless("too little was run before"),
    ),
    derivation: "100 x mean daily km from 7 to 1 days before the question / mean daily km from 28 to 1 days before: 4u / (3 + u) for an uncoupled ratio u. Needs 28 known days; not applicable under 5 km a week, as `load.acwr`.",
    derive: |subject, _, measure| {
        let floor = Exact::whole(15);
        acute_to_chronic(subject, kilometres, measure, floor, true)
    },
    ..shown("load.acwr_coupled", Unit::Percent, 400)
};

static ACWR_EWMA: Definition = Definition {
    meaning: "Daily distance weighted towards the last days, in percent of the same over four times as long (acute to chronic, exponential).",
    may_not_apply: true,
    reads: &[LOG, COVERED],
    load_row: Some(LoadRow::new(LoadPart::Month, 8, "the same, exponential").unless("no distance")),
    derivation: "E(t) = k x km(t) + (1 - k) x E(t - 1), from the first known day on, with k = 2/8 (acute) and 2/29 (chronic); to the nearest millionth. Needs 28 known days and known distances.",
    derive: ewma,
    ..shown("load.acwr_ewma", Unit::Percent, MOST_PERCENT)
};

static MONOTONY: Definition = Definition {
    meaning: "How evenly the last week was loaded: mean over spread of the daily load.",
    may_not_apply: true,
    reads: &[LOG, LOAD],
    load_row: Some(LoadRow::new(LoadPart::Week, 5, "monotony").unless("all days alike")),
    derivation: "Mean of the daily `rpe` x `duration_min` from 7 to 1 days before the question, rest days zero, over their sample standard deviation (n - 1); to the nearest millionth. Not applicable when all days are equal.",
    derive: |subject, _, measure| evenness(subject, measure, |week| week.monotony),
    ..shown("load.monotony", Unit::None, MOST_LOAD)
};

static STRAIN: Definition = Definition {
    meaning: "Load of the last week times its monotony.",
    may_not_apply: true,
    reads: &[LOG, LOAD],
    load_row: Some(LoadRow::new(LoadPart::Week, 6, "strain").unless("all days alike")),
    derivation: "`load.session_load_7d` x `load.monotony`, to the nearest millionth.",
    derive: |subject, _, measure| evenness(subject, measure, |week| week.strain),
    ..shown("load.strain", Unit::Load, MOST_LOAD)
};

pub(super) static MEASURES: &[&Definition] = &[
    &WEEK,
    &WEEK_BEFORE,
    &WEEK_LOAD,
    &WEEKLY_CHANGE,
    &ACWR,
    &ACWR_LOAD,
    &ACWR_COUPLED,
    &ACWR_EWMA,
    &MONOTONY,
    &STRAIN,
];

/// A sum over days of the log, when every day is known.
type Sum = fn(&Subject<'_>, Span) -> Option<SumRange>;

fn sum(
    subject: &Subject<'_>,
    first: i32,
    last: i32,
    sum: Sum,
    measure: &'static Definition,
) -> Reading {
    let top = measure.scale.range().1;
    match sum(subject, Span::days_before(subject, first, last)) {
        Some(sum) => Reading::range(
            sum.low.min(top),
            sum.high.min(top),
            Some(subject.as_of),
            Cause::Incomplete,
        ),
        None => Reading::unknown(measure, log_cause(subject)),
    }
}

/// `factor * part / whole - less` in percent, between the ends that the parts allow.
fn percent_between(
    part: SumRange,
    whole: SumRange,
    factor: i64,
    less: i64,
    subject: &Subject<'_>,
    measure: &'static Definition,
) -> Reading {
    let (least, most) = measure.scale.range();
    let percent = |part: Exact, whole: Exact| {
        let (numerator, denominator) = part.terms();
        let part = Exact::fraction(
            i128::from(numerator).saturating_mul(i128::from(factor)),
            i128::from(denominator),
        )?;
        Some(Exact::percent(part, whole)?.minus(Exact::whole(less)))
    };
    let low = percent(part.low, whole.high).unwrap_or(least);
    let high = percent(part.high, whole.low).unwrap_or(most);
    Reading::range(
        low.max(least).min(most),
        high.max(least).min(most),
        Some(subject.as_of),
        Cause::Incomplete,
    )
}

fn weekly_change(subject: &Subject<'_>, _: super::Window, measure: &'static Definition) -> Reading {
    let week = kilometres(subject, Span::days_before(subject, 7, 1));
    let before = kilometres(subject, Span::days_before(subject, 14, 8));
    let (Some(week), Some(before)) = (week, before) else {
        return Reading::unknown(measure, log_cause(subject)).maybe_not_applicable();
    };
    if week.high <= Exact::ZERO && before.high <= Exact::ZERO {
        return Reading::NOT_APPLICABLE;
    }
    let change = if before.low <= Exact::ZERO && week.high > Exact::ZERO {
        Reading::unknown(measure, Cause::Incomplete)
    } else {
        percent_between(week, before, 1, 100, subject, measure)
    };
    if before.low <= Exact::ZERO && week.low <= Exact::ZERO {
        return change.maybe_not_applicable();
    }
    change
}

/// Acute over chronic; `floor` is the least sum of the 21 days before the last 7 that makes a ratio.
fn acute_to_chronic(
    subject: &Subject<'_>,
    sum: Sum,
    measure: &'static Definition,
    floor: Exact,
    coupled: bool,
) -> Reading {
    let week = sum(subject, Span::days_before(subject, 7, 1));
    let before = sum(subject, Span::days_before(subject, 28, 8));
    let (Some(week), Some(before)) = (week, before) else {
        return Reading::unknown(measure, log_cause(subject)).maybe_not_applicable();
    };
    let too_little = |weeks: Exact| weeks < floor || weeks <= Exact::ZERO;
    if too_little(before.high) {
        return Reading::NOT_APPLICABLE;
    }
    // Four times the week over all four weeks, or three times the week over the three before.
    let reading = if coupled {
        let ends = |week: Exact, before: Exact| SumRange {
            low: week.plus(before),
            high: week.plus(before),
        };
        let single = |end: Exact| SumRange {
            low: end,
            high: end,
        };
        let low = percent_between(
            single(week.low),
            ends(week.low, before.high),
            4,
            0,
            subject,
            measure,
        );
        let high = percent_between(
            single(week.high),
            ends(week.high, before.low.max(floor)),
            4,
            0,
            subject,
            measure,
        );
        match (low.span(measure), high.span(measure)) {
            (Some((low, _)), Some((_, high))) => {
                Reading::range(low, high, Some(subject.as_of), Cause::Incomplete)
            }
            (Some(_) | None, Some(_) | None) => Reading::unknown(measure, Cause::Incomplete),
        }
    } else {
        let before = SumRange {
            low: before.low.max(floor),
            high: before.high,
        };
        percent_between(week, before, 3, 0, subject, measure)
    };
    if too_little(before.low) {
        reading.maybe_not_applicable()
    } else {
        reading
    }
}

/// A float of the statistics, back as the nearest millionth.
#[expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::float_arithmetic,
    reason = "statistics that are shown and never decide"
)]
fn nearest(value: f64) -> Exact {
    Exact::micro((value * MICRO as f64).round() as i64)
}

/// The daily kilometres of those days, oldest first, when every distance is known.
fn days(first: Day, last: Day) -> impl Iterator<Item = Day> {
    (0..=last.since(first)).map(move |offset| first.plus(offset))
}

#[expect(
    clippy::float_arithmetic,
    reason = "statistics that are shown and never decide"
)]
fn ewma(subject: &Subject<'_>, _: super::Window, measure: &'static Definition) -> Reading {
    let unknown = |cause| Reading::unknown(measure, cause).maybe_not_applicable();
    let last = subject.as_of.plus(-1);
    let Some(first) = known_from(subject).filter(|first| last.since(*first) >= 27) else {
        return unknown(log_cause(subject));
    };
    let span = Span {
        first: Some(first),
        last,
    };
    if !is_complete(subject, span) {
        return unknown(log_cause(subject));
    }
    let mut log = logged(subject, span)
        .iter()
        .rev()
        .filter(|run| is_run(run))
        .peekable();
    let mut averages = None;
    for day in days(first, last) {
        let mut total = SumRange::ZERO;
        while let Some(run) = log.next_if(|run| run.date == day) {
            total = total.plus(super::run_log::covered(&run.entry));
        }
        if !total.is_known() {
            return unknown(Cause::Incomplete);
        }
        averages = Some(follow(averages, total.low.approximate()));
    }
    match averages {
        Some((acute, chronic)) if chronic > 0.0 => {
            let most = measure.scale.range().1;
            Reading::taken(
                nearest(100.0 * acute / chronic).min(most),
                Some(subject.as_of),
            )
        }
        Some(_) => Reading::NOT_APPLICABLE,
        None => unknown(Cause::Incomplete),
    }
}

/// The acute and the chronic average after one more day; the first day is both.
#[expect(
    clippy::float_arithmetic,
    reason = "statistics that are shown and never decide"
)]
fn follow(averages: Option<(f64, f64)>, today: f64) -> (f64, f64) {
    averages.map_or((today, today), |(acute, chronic)| {
        let weighted = |average: f64, days: f64| {
            let weight = 2.0 / (days + 1.0);
            weight * today + (1.0 - weight) * average
        };
        (weighted(acute, 7.0), weighted(chronic, 28.0))
    })
}

/// Foster's two figures of one week.
struct Week {
    monotony: f64,
    strain: f64,
}

fn evenness(
    subject: &Subject<'_>,
    measure: &'static Definition,
    figure: impl Fn(&Week) -> f64,
) -> Reading {
    let unknown = |cause| Reading::unknown(measure, cause).maybe_not_applicable();
    let span = Span::days_before(subject, 7, 1);
    if !is_complete(subject, span) {
        return unknown(log_cause(subject));
    }
    let mut loads = [Exact::ZERO; 7];
    for run in runs(subject, span) {
        let (low, high) = session_load(&run.entry);
        let day = usize::try_from(subject.age_of(run.date).saturating_sub(1)).ok();
        let Some(load) = day.and_then(|day| loads.get_mut(day)) else {
            continue;
        };
        if low != high {
            return unknown(Cause::Incomplete);
        }
        *load = load.plus(low);
    }
    let top = measure.scale.range().1;
    match week(&loads) {
        Some(week) => Reading::taken(nearest(figure(&week)).min(top), Some(subject.as_of)),
        None => Reading::NOT_APPLICABLE,
    }
}

/// Monotony and strain; `None` when all days are equal.
#[expect(
    clippy::float_arithmetic,
    reason = "statistics that are shown and never decide"
)]
fn week(loads: &[Exact; 7]) -> Option<Week> {
    if loads
        .windows(2)
        .all(|pair| matches!(pair, [one, other] if one == other))
    {
        return None;
    }
    let loads = loads.map(Exact::approximate);
    let total: f64 = loads.iter().sum();
    let mean = total / 7.0;
    let squares: f64 = loads.iter().map(|load| (load - mean) * (load - mean)).sum();
    let monotony = mean / (squares / 6.0).sqrt();
    Some(Week {
        monotony,
        strain: total * monotony,
    })
}

#[cfg(test)]
mod tests {
    use super::follow;

    /// The averages after each day.
    fn course(days: &[u32]) -> Vec<(f64, f64)> {
        let mut averages = None;
        days.iter()
            .map(|day| {
                let now = follow(averages, f64::from(*day));
                averages = Some(now);
                now
            })
            .collect()
    }

    #[test]
    fn exponential_averages_agree_with_the_printed_ones() {
        let mut first = vec![30; 21];
        first.extend([50; 7]);
        let second = [
            15, 15, 20, 20, 20, 25, 25, 25, 25, 30, 30, 30, 35, 35, 35, 35, 35, 40, 45, 45, 45, 40,
            40, 45, 45, 50, 60, 70,
        ];
        let near = |one: f64, other: f64| (one - other).abs() < 5.1e-7;
        let first = course(&first);
        for (day, acute, chronic, ratio) in [
            (22, 35.0, 31.379_310, 1.115_385),
            (28, 47.330_322, 37.871_967, 1.249_746),
        ] {
            let found = first.get(day - 1).copied();
            assert!(
                found
                    .is_some_and(|(a, c)| near(a, acute) && near(c, chronic) && near(a / c, ratio)),
                "day {day}: {found:?}"
            );
        }
        let second = course(&second);
        for (day, ratio) in [
            (7, 1.223_260),
            (14, 1.359_005),
            (21, 1.376_117),
            (28, 1.406_202),
        ] {
            let found = second.get(day - 1).copied();
            assert!(
                found.is_some_and(|(a, c)| near(a / c, ratio)),
                "day {day}: {found:?}"
            );
        }
        let last = second.last().copied();
        assert!(last.is_some_and(|(a, c)| near(a, 53.673_012) && near(c, 38.168_765)));
    }
}
