//! The single-leg heel-raise test: repetitions, height, work, symmetry, norms.

use super::attributes::{Fields, MASKING, NORM, Recovery, SIDE, SINCE, USUAL};
use super::hop::known_morning;
use super::pain::{above_baseline, next_morning, next_morning_above};
use super::reading::{Cause, Reading, State};
use super::sides::{involved, supposed, symmetry};
use super::tellings::{diary_worst, no_better_than, scored};
use super::{
    Act, Better, Definition, MeasurementError, Nature, Subject, Window, blank, norms, number, words,
};
use crate::assessment::Day;
use crate::assessment::wire::{HeelRaise, HeelRaiseLeg, HeelRaiseSurface};
use crate::quantity::{Exact, MICRO, Unit};

/// Repetitions that every grown runner is asked for, where the norm is not lower.
const TARGET: Exact = Exact::whole(25);

const TEST: Fields = &["heel_raise[].date"];
const CADENCE: Fields = &["heel_raise[].cadence_per_min"];
const REPETITIONS: Fields = &[
    "heel_raise[].cadence_per_min",
    "heel_raise[].left.reps",
    "heel_raise[].right.reps",
    "heel_raise[].left.unable",
    "heel_raise[].right.unable",
];

const HOW_TO: &str = "Stand on one leg on a 10 degree incline (the floor counts a few too many), knee straight, fingertips on a wall at \
    shoulder height. Warm up with 10 raises on both legs. Metronome at 60: one beat up, one down, 30 raises a minute, each to full height. \
    Stop when the heel no longer leaves the ground, the beat is lost, the knee bends or you lean, after two reminders. Rest 2 minutes, then \
    the other leg. No practice trial is counted.";

pub(super) static REPS: Definition = Definition {
    meaning: "Single-leg heel raises to fatigue, hurt leg, repetitions.",
    act: Act::By(Exact::whole(1)),
    error: Some(MeasurementError {
        sem: Exact::micro(2_070_000),
        mdc: Exact::micro(5_700_000),
        about: "SEM 2.07 repetitions, MDC95 5.7, 17 healthy adults a week apart; limits of agreement in 32 adults give 6",
        source: "ross2000",
    }),
    reads: &[TEST, SINCE, MASKING, REPETITIONS, SIDE],
    mends: Recovery::training(1_000_000, 1),
    derivation: "`heel_raise[].left|right.reps` of the newest test; with both sides hurt the lower. A test at another cadence than 30 a minute, or of unknown cadence, is unknown.",
    how_to: Some(HOW_TO),
    derive: |subject, window, measure| {
        let (left, right) = legs(subject, window, measure, &|test, leg| {
            at_cadence(test, leg.reps.map(|reps| reps.exact()))
        });
        involved(subject, left, right, measure)
    },
    ..number(
        "heel_raise.reps.involved",
        Unit::Reps,
        0,
        200,
        Better::Higher,
    )
};

static REPS_SYMMETRY: Definition = Definition {
    meaning: "Heel-raise repetitions of the hurt leg in percent of the other.",
    relative_to: Some(&REPS),
    act: Act::Follows(&REPS),
    may_not_apply: true,
    reads: &[TEST, SINCE, MASKING, REPETITIONS, SIDE],
    mends: Recovery::training(3_500_000, 1),
    derivation: "100 x involved / uninvolved; with both sides hurt the worse against the better.",
    how_to: Some(HOW_TO),
    derive: reps_symmetry,
    ..number(
        "heel_raise.reps.symmetry",
        Unit::Percent,
        0,
        1000,
        Better::Higher,
    )
};

static BELOW_TARGET: Definition = Definition {
    kept_for: Some("a clinic that takes the norm for sex and age as its target"),
    meaning: "Heel raises short of the target (25, or the norm for sex and age where that is lower).",
    act: Act::Follows(&REPS),
    reads: &[TEST, SINCE, MASKING, REPETITIONS, SIDE, NORM],
    mends: Recovery::training(1_000_000, 1),
    derivation: "min(25, norm) - `heel_raise.reps.involved`; unknown sex or age gives a range. The norm is interpolated between decades, ages clamped to 20 to 80.",
    how_to: Some(HOW_TO),
    derive: |subject, window, measure| {
        let (low, high) = norm(subject);
        short_of(
            subject,
            window,
            (low.min(TARGET), high.min(TARGET)),
            measure,
        )
    },
    ..number(
        "heel_raise.reps.below_target",
        Unit::Reps,
        -200,
        200,
        Better::Lower,
    )
};

static BELOW_NORM: Definition = Definition {
    meaning: "Heel raises short of the norm for sex and age.",
    act: Act::Follows(&REPS),
    reads: &[TEST, SINCE, MASKING, REPETITIONS, SIDE, NORM],
    mends: Recovery::training(1_000_000, 1),
    derivation: "norm - `heel_raise.reps.involved`; unknown sex or age gives a range.",
    how_to: Some(HOW_TO),
    derive: |subject, window, measure| short_of(subject, window, norm(subject), measure),
    ..number(
        "heel_raise.reps.below_norm",
        Unit::Reps,
        -200,
        200,
        Better::Lower,
    )
};

static HEIGHT: Definition = Definition {
    meaning: "Peak height of the heel in the test, hurt leg.",
    act: Act::By(Exact::micro(100_000)),
    reads: &[
        TEST,
        SINCE,
        MASKING,
        CADENCE,
        &[
            "heel_raise[].left.height_cm",
            "heel_raise[].right.height_cm",
            "heel_raise[].left.unable",
            "heel_raise[].right.unable",
        ],
        SIDE,
    ],
    mends: Recovery::training(300_000, 1),
    derivation: "`heel_raise[].left|right.height_cm` of the newest test at 30 a minute; with both sides hurt the lower.",
    how_to: Some(HOW_TO),
    derive: |subject, window, measure| {
        let (left, right) = legs(subject, window, measure, &height);
        involved(subject, left, right, measure)
    },
    ..number(
        "heel_raise.height.involved",
        Unit::Centimetres,
        0,
        40,
        Better::Higher,
    )
};

static HEIGHT_SYMMETRY: Definition = Definition {
    meaning: "Peak heel-raise height of the hurt leg in percent of the other.",
    relative_to: Some(&HEIGHT),
    act: Act::Follows(&HEIGHT),
    may_not_apply: true,
    reads: &[
        TEST,
        SINCE,
        MASKING,
        CADENCE,
        &[
            "heel_raise[].left.height_cm",
            "heel_raise[].right.height_cm",
            "heel_raise[].left.unable",
            "heel_raise[].right.unable",
        ],
        SIDE,
    ],
    mends: Recovery::training(3_500_000, 1),
    derivation: "100 x involved / uninvolved; with both hurt the worse leg against the better.",
    how_to: Some(HOW_TO),
    derive: |subject, window, measure| {
        let pair = supposed(
            subject,
            legs(subject, window, &HEIGHT, &height),
            &HEIGHT,
            window,
        );
        symmetry(subject, pair, &HEIGHT, measure)
    },
    ..number(
        "heel_raise.height.symmetry",
        Unit::Percent,
        0,
        1000,
        Better::Higher,
    )
};

static WORK: Definition = Definition {
    meaning: "Total work in the test, hurt leg.",
    act: Act::By(Exact::whole(1)),
    reads: &[
        TEST,
        SINCE,
        MASKING,
        CADENCE,
        &[
            "heel_raise[].left.work_j",
            "heel_raise[].right.work_j",
            "heel_raise[].left.unable",
            "heel_raise[].right.unable",
        ],
        SIDE,
    ],
    mends: Recovery::training(70_000_000, 1),
    kept_for: Some("a deficit that repetitions hide, which the strength stage is to ask in clinic"),
    derivation: "`heel_raise[].left|right.work_j` of the newest test at 30 a minute; with both sides hurt the lower.",
    how_to: Some(HOW_TO),
    derive: |subject, window, measure| {
        let (left, right) = legs(subject, window, measure, &work);
        involved(subject, left, right, measure)
    },
    ..number(
        "heel_raise.work.involved",
        Unit::Joules,
        0,
        20_000,
        Better::Higher,
    )
};

static WORK_SYMMETRY: Definition = Definition {
    meaning: "Total heel-raise work of the hurt leg in percent of the other.",
    relative_to: Some(&WORK),
    act: Act::Follows(&WORK),
    may_not_apply: true,
    reads: &[
        TEST,
        SINCE,
        MASKING,
        CADENCE,
        &[
            "heel_raise[].left.work_j",
            "heel_raise[].right.work_j",
            "heel_raise[].left.unable",
            "heel_raise[].right.unable",
        ],
        SIDE,
    ],
    mends: Recovery::training(3_500_000, 1),
    kept_for: Some("a deficit that repetitions hide, which the strength stage is to ask in clinic"),
    derivation: "100 x involved / uninvolved; with both hurt the worse leg against the better. Work shows a deficit that repetitions hide.",
    how_to: Some(HOW_TO),
    derive: |subject, window, measure| {
        let pair = supposed(subject, legs(subject, window, &WORK, &work), &WORK, window);
        symmetry(subject, pair, &WORK, measure)
    },
    ..number(
        "heel_raise.work.symmetry",
        Unit::Percent,
        0,
        1000,
        Better::Higher,
    )
};

static PAIN: Definition = Definition {
    meaning: "Worst pain in the heel-raise test, hurt leg, 0 to 10.",
    reads: &[
        TEST,
        SINCE,
        MASKING,
        &["heel_raise[].left.pain", "heel_raise[].right.pain"],
        SIDE,
    ],
    joins: &[&["pain[].heel_raise"]],
    mends: Recovery::retest(1),
    derivation: "`heel_raise[].left|right.pain` of the newest test; with both sides hurt the worse.",
    how_to: Some(HOW_TO),
    derive: |subject, window, measure| {
        let (left, right) = legs(subject, window, measure, &|_, leg| {
            leg.pain.map(|pain| pain.exact())
        });
        // A person who could not rise has not told how much it hurt.
        let told = |leg: Reading| match leg.state {
            State::Unable => Reading {
                date: leg.date,
                ..Reading::unknown(measure, Cause::Incomplete)
            },
            State::Known { .. } | State::NotApplicable => leg,
        };
        let pain = involved(subject, told(left), told(right), measure);
        let first = pain.date.unwrap_or(subject.as_of);
        let diary = diary_worst(subject, (first, subject.as_of), |diary| {
            scored(diary.heel_raise)
        });
        diary.map_or(pain, |(worst, day)| {
            no_better_than(pain, worst, day, measure)
        })
    },
    ..next_morning("heel_raise.pain")
};

static NEXT_MORNING: Definition = Definition {
    meaning: "Pain on the first steps of the morning after the heel-raise test, 0 to 10.",
    reads: &[TEST, SINCE, MASKING, &["heel_raise[].pain_next_morning"]],
    joins: &[&["pain[].morning"]],
    mends: Recovery::retest(1),
    derivation: "`heel_raise[].pain_next_morning` of the newest test.",
    how_to: Some("On the morning after the test, score the pain of the first steps."),
    derive: |subject, window, measure| {
        let newest =
            subject.newest_test(subject.assessment.heel_raise.as_deref(), window, |_| true);
        newest.read(measure, |test, date| {
            morning_after(subject, test.pain_next_morning, date)
        })
    },
    ..next_morning("heel_raise.next_morning")
};

static NEXT_MORNING_ABOVE: Definition = Definition {
    meaning: "Morning pain after the heel-raise test above what is usual, in points.",
    reads: &[
        TEST,
        SINCE,
        MASKING,
        &["heel_raise[].pain_next_morning"],
        USUAL,
    ],
    joins: &[&["pain[].morning"]],
    mends: Recovery::retest(1),
    derivation: "`heel_raise.next_morning` minus `baseline.morning_pain`.",
    how_to: Some("On the morning after the test, score the pain of the first steps."),
    derive: |subject, window, measure| {
        above_baseline(subject, subject.read(&NEXT_MORNING, window), measure)
    },
    ..next_morning_above("heel_raise.next_morning_above_baseline", &NEXT_MORNING)
};

static SURFACE: Definition = Definition {
    meaning: "What the heel-raise test stood on; the floor or a step is easier or harder than the incline of the norms.",
    reads: &[TEST, SINCE, MASKING, &["heel_raise[].surface"]],
    mends: Recovery::retest(1),
    derivation: "`heel_raise[].surface` of the newest test.",
    derive: |subject, window, measure| {
        let newest =
            subject.newest_test(subject.assessment.heel_raise.as_deref(), window, |_| true);
        newest.read(measure, |test, date| {
            let place = match test.surface {
                Some(HeelRaiseSurface::Incline10) => 0,
                Some(HeelRaiseSurface::Step) => 1,
                Some(HeelRaiseSurface::Floor) => 2,
                None => return Reading::unknown(measure, Cause::Incomplete).on(date),
            };
            Reading::taken(Exact::whole(place), Some(date))
        })
    },
    ..words("heel_raise.surface", &["incline-10", "step", "floor"])
};

static BEYOND_NORMS: Definition = Definition {
    kept_for: Some("a file that judges by the norms for sex and age"),
    meaning: "Years by which the runner's age lies outside the ages of the norms, 20 to 80.",
    scale: super::Scale::number(Unit::None, 0, 100),
    better: Some(Better::Lower),
    nature: Nature::Fact,
    reads: &[&["athlete.age"]],
    derivation: "From `athlete.age`; the norm of the nearest age is used.",
    derive: |subject, _, measure| {
        let Some(age) = subject.assessment.age else {
            return Reading::unknown(measure, Cause::Absent);
        };
        let years = age.millionths().div_euclid(MICRO);
        let beyond = norms::AGES
            .0
            .saturating_sub(years)
            .max(years.saturating_sub(norms::AGES.1))
            .max(0);
        Reading::taken(Exact::whole(beyond), None)
    },
    ..blank("athlete.years_outside_norms")
};

pub(super) static MEASURES: &[&Definition] = &[
    &REPS,
    &REPS_SYMMETRY,
    &BELOW_TARGET,
    &BELOW_NORM,
    &HEIGHT,
    &HEIGHT_SYMMETRY,
    &WORK,
    &WORK_SYMMETRY,
    &PAIN,
    &NEXT_MORNING,
    &NEXT_MORNING_ABOVE,
    &SURFACE,
    &BEYOND_NORMS,
];

/// A result counts only at the cadence of the norms; an unknown cadence could be any.
fn at_cadence(test: &HeelRaise, value: Option<Exact>) -> Option<Exact> {
    let cadence = test.cadence_per_min?;
    if cadence.exact() == Exact::whole(30) {
        value
    } else {
        None
    }
}

fn height(test: &HeelRaise, leg: &HeelRaiseLeg) -> Option<Exact> {
    at_cadence(test, leg.height_cm.map(|height| height.exact()))
}

fn work(test: &HeelRaise, leg: &HeelRaiseLeg) -> Option<Exact> {
    at_cadence(test, leg.work_j.map(|work| work.exact()))
}

/// Both legs of the newest test.
fn legs(
    subject: &Subject<'_>,
    window: Window,
    measure: &'static Definition,
    value: &dyn Fn(&HeelRaise, &HeelRaiseLeg) -> Option<Exact>,
) -> (Reading, Reading) {
    let one = |pick: fn(&HeelRaise) -> Option<&HeelRaiseLeg>| {
        let newest =
            subject.newest_test(subject.assessment.heel_raise.as_deref(), window, |_| true);
        newest.read(measure, |test, date| {
            leg(test, pick(test), date, measure, value)
        })
    };
    (
        one(|test| test.left.as_ref()),
        one(|test| test.right.as_ref()),
    )
}

fn leg(
    test: &HeelRaise,
    leg: Option<&HeelRaiseLeg>,
    date: Day,
    measure: &'static Definition,
    value: &dyn Fn(&HeelRaise, &HeelRaiseLeg) -> Option<Exact>,
) -> Reading {
    let Some(leg) = leg else {
        return Reading::unknown(measure, Cause::Incomplete).on(date);
    };
    match value(test, leg) {
        Some(value) => Reading::taken(value, Some(date)),
        None if leg.unable == Some(true) => Reading::unable(Some(date)),
        None => Reading::unknown(measure, Cause::Incomplete).on(date),
    }
}

fn reps_symmetry(subject: &Subject<'_>, window: Window, measure: &'static Definition) -> Reading {
    let reps = legs(subject, window, &REPS, &|test, leg| {
        at_cadence(test, leg.reps.map(|reps| reps.exact()))
    });
    symmetry(
        subject,
        supposed(subject, reps, &REPS, window),
        &REPS,
        measure,
    )
}

fn norm(subject: &Subject<'_>) -> (Exact, Exact) {
    norms::heel_raise_reps(subject.assessment.sex, subject.assessment.age)
}

fn short_of(
    subject: &Subject<'_>,
    window: Window,
    (low, high): (Exact, Exact),
    measure: &'static Definition,
) -> Reading {
    let reps = subject.read(&REPS, window);
    if reps.state == State::Unable {
        return reps;
    }
    let Some((least, most)) = reps.span(&REPS) else {
        return reps;
    };
    let cause = reps.cause.unwrap_or(Cause::Incomplete);
    // Repetitions that are not known may turn out to be "unable", which is worse than any number of them.
    let longest = if reps.is_open() {
        measure.worst_end()
    } else {
        high.minus(least)
    };
    let shortfall = Reading::range(low.minus(most), longest, reps.date, cause);
    Reading {
        may_not_apply: reps.may_not_apply,
        ..shortfall
    }
}

/// Pain on the morning after a session, the worse of what its entry and the diary tell; a morning that has not come yet is unknown.
pub(super) fn morning_after(
    subject: &Subject<'_>,
    pain: Option<crate::quantity::Nrs>,
    date: Day,
) -> Reading {
    let (low, high) = known_morning(subject, pain, date);
    let cause = if date < subject.as_of {
        Cause::Incomplete
    } else {
        Cause::NotYet
    };
    Reading::range(low, high, Some(date), cause)
}
