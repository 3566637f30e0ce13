//! The next session against the longest of the last 30 days.
//!
//! *Why lift small baselines?* A tenth of two kilometres is a lap of a track. Below 3 km, half a kilometre more counts as a tenth
//! (expert choice); above, the rule is the published one.

use super::attributes::{
    ACTIVITY, BORNE, CONFIRMED, DISTANCE, DOSE, LOG, LoadPart, LoadRow, MASKING, Needs, Recovery,
    SINCE,
};
use super::load::{LONGEST_30_DAYS, count};
use super::reading::{Cause, Reading};
use super::run_log::{FARTHEST, MANY, Span};
use super::subject::GoalDistance;
use super::{Act, Better, Definition, Nature, Subject, Window, number, words};
use crate::quantity::{Exact, Unit};

static RUNS: Definition = Definition {
    meaning: "Runs in the 30 days before the day of the question.",
    nature: Nature::Log,
    act: Act::By(Exact::whole(1)),
    reads: &[LOG, SINCE, MASKING, DOSE],
    mends: Recovery::Ladder,
    load_row: Some(LoadRow::new(LoadPart::Month, 3, "runs in 30 days")),
    derivation: "Runs, walk-runs and races from 30 days to 1 day before the question; days not covered by `log_complete_from` may hide more. With fewer than 3 the longest of them is a thin baseline.",
    derive: |subject, _, _| count(subject, Span::days_before(subject, 30, 1)),
    ..number("load.runs_30d", Unit::Runs, 0, MANY, Better::Higher)
};

pub(crate) static SESSION_BASELINE: Definition = Definition {
    meaning: "Longest run of the 30 days before the question, as the baseline of the next.",
    nature: Nature::Log,
    act: Act::Follows(&LONGEST_30_DAYS),
    may_not_apply: true,
    reads: &[LOG, SINCE, MASKING, DISTANCE, CONFIRMED],
    joins: BORNE,
    load_row: Some(
        LoadRow::new(LoadPart::Month, 2, "baseline of the next run").unless("no run in 30 days"),
    ),
    derivation: "With L = `load.longest_run_30d`: the larger of L and min(L + 0.5 km, 3.3 km) / 1.10, so that a run of 1.10 times this is the longest that counts as no spike. Without a run in those days there is no baseline, so it does not apply: how many runs there were, and what a lay-off allows, are asked apart.",
    derive: |subject, window, measure| {
        let longest = subject.read(&LONGEST_30_DAYS, window);
        let Some((low, high)) = longest.span(&LONGEST_30_DAYS) else {
            return longest;
        };
        let top = measure.scale.range().1;
        let cause = longest.cause.unwrap_or(Cause::Incomplete);
        if high <= Exact::ZERO {
            return Reading::NOT_APPLICABLE;
        }
        let none_for_certain = low <= Exact::ZERO;
        let (low, high) = (lifted(low).min(top), lifted(high).min(top));
        let baseline = Reading::range(low, high, longest.date, cause);
        if none_for_certain {
            baseline.maybe_not_applicable()
        } else {
            baseline
        }
    },
    ..number(
        "load.session_baseline_30d",
        Unit::Kilometres,
        0,
        FARTHEST,
        Better::Higher,
    )
};

pub(crate) static BAND: Definition = Definition {
    meaning: "The goal's distance as a step from the longest run of the 30 days before: reference (to 10 % more), small (to 30 %), moderate (to 100 %) or large.",
    nature: Nature::Log,
    may_not_apply: true,
    reads: &[LOG, SINCE, MASKING, DISTANCE, CONFIRMED, ACTIVITY],
    joins: BORNE,
    load_row: Some(LoadRow::new(LoadPart::Month, 4, "goal, as a step").needs(Needs::Distance)),
    derivation: "The goal's distance over `load.session_baseline_30d`; each band includes its upper end. The published rates of injury do not rise from band to band, so small and moderate are not grades of risk. Without a run in those days it is unknown, not \"no spike\".",
    derive: |subject, window, measure| {
        let goal = match subject.goal {
            GoalDistance::None => return Reading::NOT_APPLICABLE,
            GoalDistance::Unknown => return Reading::unknown(measure, Cause::Absent),
            GoalDistance::Known(distance) => distance.exact(),
        };
        against(subject.read(&SESSION_BASELINE, window), (goal, goal))
    },
    ..words(
        "load.session_band",
        &["reference", "small", "moderate", "large"],
    )
};

pub(super) static MEASURES: &[&Definition] = &[&RUNS, &SESSION_BASELINE, &BAND];

/// The baseline for a longest run: itself, or lifted when it is small.
pub(crate) fn lifted(longest: Exact) -> Exact {
    if longest <= Exact::ZERO {
        return Exact::ZERO;
    }
    let half_more = longest.plus(Exact::micro(500_000));
    let allowed = half_more.min(Exact::micro(3_300_000));
    let (numerator, denominator) = allowed.terms();
    let small = Exact::fraction(
        i128::from(numerator).saturating_mul(10),
        i128::from(denominator).saturating_mul(11),
    );
    small.map_or(longest, |small| longest.max(small))
}

/// The band of a run on the subject's day, of a distance between two ends: the run itself is not in its own baseline.
pub(crate) fn session_band(subject: &Subject<'_>, distance: (Exact, Exact)) -> Reading {
    against(subject.read(&SESSION_BASELINE, Window::default()), distance)
}

/// The band of a distance between two ends against a baseline.
fn against(baseline: Reading, (shortest, farthest): (Exact, Exact)) -> Reading {
    let Some((low, high)) = baseline.span(&SESSION_BASELINE) else {
        return Reading::unknown(&BAND, Cause::Incomplete);
    };
    let cause = baseline.cause.unwrap_or(Cause::Incomplete);
    if low <= Exact::ZERO {
        // With no run for certain there may be nothing to compare with, which could be anything.
        let (best, worst) = BAND.scale.range();
        return Reading::range(best, worst, baseline.date, cause);
    }
    Reading::range(
        band(shortest, high),
        band(farthest, low),
        baseline.date,
        cause,
    )
}

/// The place of a step among the bands.
fn band(goal: Exact, baseline: Exact) -> Exact {
    let limits = [1_100_000, 1_300_000, 2_000_000].map(Exact::micro);
    let above = limits
        .into_iter()
        .filter(|limit| baseline.times_against(*limit, goal).is_lt());
    Exact::whole(i64::try_from(above.count()).unwrap_or(3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_band_includes_its_upper_end() {
        let baseline = Exact::whole(10);
        for (metres, place) in [
            (9_000, 0),
            (10_500, 0),
            (11_000, 0),
            (11_001, 1),
            (12_000, 1),
            (13_000, 1),
            (13_001, 2),
            (15_000, 2),
            (20_000, 2),
            (20_001, 3),
            (22_000, 3),
        ] {
            assert_eq!(
                band(Exact::micro(metres * 1000), baseline),
                Exact::whole(place),
                "{metres} m"
            );
        }
    }

    #[test]
    fn half_a_kilometre_more_is_a_tenth_of_a_small_baseline() {
        for (longest, allowed) in [
            (1_000, 1_500),
            (2_000, 2_500),
            (2_800, 3_300),
            (2_900, 3_300),
        ] {
            let baseline = lifted(Exact::micro(longest * 1000));
            assert_eq!(band(Exact::micro(allowed * 1000), baseline), Exact::ZERO);
            assert!(band(Exact::micro(allowed * 1000 + 1), baseline) > Exact::ZERO);
        }
        assert_eq!(lifted(Exact::whole(3)), Exact::whole(3));
        assert_eq!(lifted(Exact::ZERO), Exact::ZERO);
    }
}
