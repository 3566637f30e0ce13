//! Runs since onset: the longest, how many, and how many of half an hour.
//!
//! A day without an entry is a rest day only while the log is declared complete; elsewhere a longer run may have been forgotten, so
//! a largest value reaches to the top of its range. Runs of unknown distance are runs.

use super::attributes::{
    ACTIVITY, BORNE, CLEAN, CLEAN_JOINS, CONFIRMED, DISTANCE, DOSE, LOG, LoadPart, LoadRow,
    MASKING, Needs, Recovery, SINCE,
};
use super::evidence::Since;
use super::longest::Longest;
use super::reading::{Cause, Reading};
use super::run_log::{
    FARTHEST, MANY, Span, distance, is_complete, is_run, log_cause, logged, runs, since_injury,
};
use super::session::{clean, continuous, unconfirmed};
use super::subject::GoalDistance;
use super::{Act, Better, Definition, Nature, Subject, Window, number};
use crate::assessment::wire::Run;
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
        An unknown distance, or days not covered by `log_complete_from`, may hide a longer one. A distance without a time, and one at the pace of a walk or with long pauses, stands out when it is more than one and a half times the longest that a time, the runner, or five such runs stand by, and counts as that until `confirmed` is true, or `walk_breaks` false.",
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

static HALF_HOURS: Definition = Definition {
    meaning: "The third-longest clean run without walking of the last 28 days, in percent of 30 minutes or of the goal's own length.",
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
    derivation: "Runs and races without walking (at the pace of a walk, or with an elapsed time above 1.5 times the duration, once `walk_breaks` is false) of the 28 days up to the question, after onset and the last flare, clean by the criteria file's own rules. Each is its share of 30 minutes or, of a run or race of a known distance, of that distance, whichever is more, to at most 100 %; the third largest of them with a day between. With fewer than three it is nought. A run of which something is unknown may be one.",
    how_to: Some(
        "Run 30 minutes easy on the flat without walking, three times; score the worst pain and the next morning. Leave a day between.",
    ),
    derive: half_hours,
    ..log(
        "load.third_half_hour_28d",
        Unit::Percent,
        100,
        Exact::whole(5),
    )
};

pub(super) static MEASURES: &[&Definition] = &[
    &LONGEST_SINCE_ONSET,
    &LONGEST_30_DAYS,
    &RUNS_28_DAYS,
    &SESSION_RATIO,
    &HALF_HOURS,
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

fn half_hours(subject: &Subject<'_>, _: Window, measure: &'static Definition) -> Reading {
    let span = Span::days_before(subject, 28, 0).after_since(subject);
    let (mut certain, mut possible) = (ThirdOf::NONE, ThirdOf::NONE);
    for of_day in logged(subject, span).chunk_by(|one, other| one.date == other.date) {
        let Some(Dated { date: day, .. }) = of_day.first() else {
            continue;
        };
        let mut longest = (Exact::ZERO, Exact::ZERO);
        for run in of_day.iter().filter(|run| is_run(run)) {
            let counts = continuous(&run.entry);
            let counts = if counts.possible {
                counts.and(clean(subject, run))
            } else {
                counts
            };
            let (least, most) = share_of_half_hour(subject, &run.entry);
            if counts.certain {
                longest.0 = longest.0.max(least);
            }
            if counts.possible {
                longest.1 = longest.1.max(most);
            }
        }
        certain.add(*day, longest.0);
        possible.add(*day, longest.1);
    }
    let high = if is_complete(subject, span) {
        possible.value()
    } else {
        measure.scale.range().1
    };
    Reading::range(
        certain.value(),
        high,
        Some(subject.as_of),
        run_cause(subject, span, log_cause(subject)),
    )
}

/// The third largest of the days so far, newest first, no two of them adjacent.
///
/// Held for one, two and three days, each the most that the least of so many days can be.
#[derive(Clone, Copy)]
struct ThirdOf {
    all: [Exact; 3],
    /// Without the oldest day, for an older one that is adjacent to it.
    but_oldest: [Exact; 3],
    oldest: Option<Day>,
}

impl ThirdOf {
    const NONE: Self = Self {
        all: [Exact::ZERO; 3],
        but_oldest: [Exact::ZERO; 3],
        oldest: None,
    };

    fn add(&mut self, day: Day, value: Exact) {
        let is_adjacent = self.oldest.is_some_and(|oldest| oldest.since(day) <= 1);
        let [one, two, _] = if is_adjacent {
            self.but_oldest
        } else {
            self.all
        };
        let with = [value, value.min(one), value.min(two)];
        self.but_oldest = self.all;
        for (so_far, with) in self.all.iter_mut().zip(with) {
            *so_far = with.max(*so_far);
        }
        self.oldest = Some(day);
    }

    const fn value(&self) -> Exact {
        let [.., third] = self.all;
        third
    }
}

/// A run in percent of half an hour or of the goal's own length, from and to, at most 100.
fn share_of_half_hour(subject: &Subject<'_>, run: &Run) -> (Exact, Exact) {
    let whole = Exact::whole(100);
    let share = |part: Exact, of: Exact| Exact::percent(part, of).unwrap_or(whole).min(whole);
    let minutes = run.duration_min.map_or((Exact::ZERO, whole), |minutes| {
        let share = share(minutes.exact(), Exact::whole(30));
        (share, share)
    });
    let GoalDistance::Known(goal) = subject.goal else {
        return minutes;
    };
    let (least, most) = distance(run);
    (
        minutes.0.max(share(least, goal.exact())),
        minutes.1.max(share(most, goal.exact())),
    )
}

/// Why runs of those days do not count: what is missing of the newest of them, or what is missing of the log.
pub(super) fn run_cause(subject: &Subject<'_>, span: Span, otherwise: Cause) -> Cause {
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
