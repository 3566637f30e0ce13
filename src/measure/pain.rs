//! Pain, stiffness and limp, off the diary.

use super::attributes::{EntryRule, Fields, MASKING, SIDE, SINCE, USUAL};
use super::diary::{
    WORST_PAIN, WORST_STIFFNESS, activity, count_days, daily, flag, score, stiffness, weekly_rise,
    worst,
};
use super::reading::{Cause, Reading};
use super::tellings::Fact;
use super::{Act, Better, Definition, Subject, blank, number, yes_no};
use crate::quantity::{Exact, Unit};

const DIARY: Fields = &["pain[].date"];
const DAILY: Fields = &[
    "pain[].worst",
    "pain[].rest",
    "pain[].walking",
    "pain[].stairs",
];
/// Walks that tell of their pain.
const WALKS: &[Fields] = &[&[
    "runs[].date",
    "runs[].kind",
    "runs[].pain_start",
    "runs[].pain_during",
    "runs[].pain_after",
]];
/// The mornings after runs and tests.
const MORNINGS: &[Fields] = &[&[
    "runs[].date",
    "runs[].pain_next_morning",
    "heel_raise[].date",
    "heel_raise[].pain_next_morning",
    "hop[].date",
    "hop[].pain_next_morning",
]];
const HALF_POINT: Exact = Exact::micro(500_000);

const fn pain(id: &'static str) -> Definition {
    Definition {
        act: Act::By(HALF_POINT),
        ..number(id, Unit::Nrs, 0, 10, Better::Lower)
    }
}

pub(super) static DAILY_WORST: Definition = Definition {
    meaning: "Worst pain in daily life (rest, walking, stairs), 0 to 10.",
    reads: &[DIARY, SINCE, MASKING, DAILY],
    joins: WALKS,
    takes: EntryRule::WorstOfDays,
    derivation: "The worst of `pain[].worst`, `rest`, `walking` and `stairs`; `worst` stands for those that are not recorded. Over a window, the worst day with an entry. A day of which a part is unknown reaches up to 10.",
    how_to: Some(
        "Each evening, score the worst pain of the day at rest, walking or on stairs: 0 none, 10 the worst imaginable.",
    ),
    derive: |subject, window, measure| worst(subject, window, measure, daily, Fact::DailyLife),
    ..pain("pain.daily.worst")
};

static REST: Definition = Definition {
    meaning: "Pain at rest, 0 to 10.",
    reads: &[DIARY, SINCE, MASKING, &["pain[].rest"]],
    takes: EntryRule::WorstOfDays,
    kept_for: Some("a part of `pain.daily.worst`, which a file may ask by itself"),
    derivation: "`pain[].rest`; the newest entry, or the worst over a window.",
    derive: |subject, window, measure| {
        worst(
            subject,
            window,
            measure,
            |pain| score(pain.rest),
            Fact::DiaryAlone,
        )
    },
    ..pain("pain.rest")
};

static WALKING: Definition = Definition {
    meaning: "Pain while walking, 0 to 10; as a test, in a 30 minute walk.",
    reads: &[DIARY, SINCE, MASKING, &["pain[].walking"]],
    joins: WALKS,
    takes: EntryRule::WorstOfDays,
    derivation: "`pain[].walking`; the newest entry that tells of walking, or the worst over a window.",
    how_to: Some(
        "Walk 30 minutes on flat ground at your usual pace, without tape or pain killers; score the worst pain on the way.",
    ),
    derive: |subject, window, measure| {
        worst(
            subject,
            window,
            measure,
            |pain| activity(pain.walking),
            Fact::DailyLife,
        )
    },
    ..pain("pain.walking")
};

static STAIRS: Definition = Definition {
    meaning: "Pain on stairs, 0 to 10.",
    reads: &[DIARY, SINCE, MASKING, &["pain[].stairs"]],
    takes: EntryRule::WorstOfDays,
    kept_for: Some("a part of `pain.daily.worst`, which a file may ask by itself"),
    derivation: "`pain[].stairs`; the newest entry that tells of stairs, or the worst over a window.",
    derive: |subject, window, measure| {
        worst(
            subject,
            window,
            measure,
            |pain| activity(pain.stairs),
            Fact::DiaryAlone,
        )
    },
    ..pain("pain.stairs")
};

static HEEL_RAISE: Definition = Definition {
    meaning: "Pain in everyday heel raises, 0 to 10.",
    reads: &[DIARY, SINCE, MASKING, &["pain[].heel_raise"]],
    joins: &[
        &[
            "heel_raise[].date",
            "heel_raise[].left.pain",
            "heel_raise[].right.pain",
        ],
        SIDE,
    ],
    takes: EntryRule::WorstOfDays,
    kept_for: Some("the pain of an exercise as the diary tells it, beside that of the test"),
    derivation: "`pain[].heel_raise`; the newest entry that tells of it, or the worst over a window.",
    derive: |subject, window, measure| {
        worst(
            subject,
            window,
            measure,
            |pain| activity(pain.heel_raise),
            Fact::HeelRaise,
        )
    },
    ..pain("pain.heel_raise")
};

static HOPPING: Definition = Definition {
    meaning: "Pain in everyday hopping or skipping, 0 to 10.",
    reads: &[DIARY, SINCE, MASKING, &["pain[].hopping"]],
    joins: &[
        &[
            "hop[].date",
            "hop[].left.pain",
            "hop[].right.pain",
            "hop[].both.pain",
        ],
        SIDE,
    ],
    takes: EntryRule::WorstOfDays,
    kept_for: Some("the pain of an exercise as the diary tells it, beside that of the test"),
    derivation: "`pain[].hopping`; the newest entry that tells of it, or the worst over a window.",
    derive: |subject, window, measure| {
        worst(
            subject,
            window,
            measure,
            |pain| activity(pain.hopping),
            Fact::Hopping,
        )
    },
    ..pain("pain.hopping")
};

static PALPATION: Definition = Definition {
    meaning: "Pain on pressing or pinching the tendon, 0 to 10.",
    reads: &[DIARY, SINCE, MASKING, &["pain[].palpation"]],
    takes: EntryRule::WorstOfDays,
    kept_for: Some("tenderness of an insertion, which the criteria for it are to ask"),
    derivation: "`pain[].palpation`; the newest entry that tells of it, or the worst over a window.",
    derive: |subject, window, measure| {
        worst(
            subject,
            window,
            measure,
            |pain| activity(pain.palpation),
            Fact::DiaryAlone,
        )
    },
    ..pain("pain.palpation")
};

pub(super) static MORNING: Definition = Definition {
    meaning: "Pain on the first steps of the morning, 0 to 10.",
    reads: &[DIARY, SINCE, MASKING, &["pain[].morning"]],
    joins: MORNINGS,
    takes: EntryRule::WorstOfDays,
    derivation: "`pain[].morning`; the newest entry, or the worst over a window.",
    how_to: Some(
        "Score the pain of the first steps after getting up, before any tape, ice or tablet.",
    ),
    derive: |subject, window, measure| {
        worst(
            subject,
            window,
            measure,
            |pain| score(pain.morning),
            Fact::Morning,
        )
    },
    ..pain("pain.morning")
};

static MORNING_ABOVE_BASELINE: Definition = Definition {
    meaning: "Morning pain above what is usual for this runner, in points.",
    relative_to: Some(&MORNING),
    act: Act::Follows(&MORNING),
    reads: &[DIARY, SINCE, MASKING, &["pain[].morning"], USUAL],
    joins: MORNINGS,
    takes: EntryRule::WorstOfDays,
    derivation: "`pain.morning` minus `baseline.morning_pain`; an unknown baseline could be zero.",
    derive: |subject, window, measure| {
        above_baseline(subject, subject.read(&MORNING, window), measure)
    },
    ..number(
        "pain.morning_above_baseline",
        Unit::Nrs,
        -10,
        10,
        Better::Lower,
    )
};

static WEEKLY_TREND: Definition = Definition {
    meaning: "Rise of the mean daily worst pain from one week to the next, in points.",
    relative_to: Some(&DAILY_WORST),
    act: Act::By(HALF_POINT),
    reads: &[DIARY, SINCE, MASKING, DAILY],
    takes: EntryRule::NewestOfWeeks,
    averaged: true,
    derivation: "Mean of `pain.daily.worst` over the 7 days up to the day of the question, minus the mean of the 7 days before; over days with an entry. A week without entries could be anything.",
    derive: |subject, window, measure| weekly_rise(subject, window, measure, daily, WORST_PAIN),
    ..number("pain.weekly_trend", Unit::Nrs, -10, 10, Better::Lower)
};

static DAYS_ABOVE_2: Definition = Definition {
    meaning: "Days on which the worst daily pain was above 2.",
    act: Act::By(Exact::whole(1)),
    reads: &[DIARY, SINCE, MASKING, DAILY],
    joins: WALKS,
    takes: EntryRule::Other,
    derivation: "Days with an entry in the window whose `pain.daily.worst` is above 2; a day of unknown pain may be one.",
    derive: |subject, window, measure| {
        let limit = Exact::whole(2);
        count_days(
            subject,
            window,
            measure,
            Fact::DailyLife,
            (limit, limit),
            daily,
        )
    },
    ..number("pain.days_above_2", Unit::Days, 0, 400, Better::Lower)
};

static MORNINGS_ABOVE_2: Definition = Definition {
    meaning: "Mornings on which the pain of the first steps was above 2.",
    act: Act::By(Exact::whole(1)),
    reads: &[DIARY, SINCE, MASKING, &["pain[].morning"]],
    joins: MORNINGS,
    takes: EntryRule::Other,
    derivation: "Days with an entry in the window whose `pain[].morning` is above 2, and mornings after runs or tests that were; a morning of unknown pain may be one.",
    derive: |subject, window, measure| {
        let limit = Exact::whole(2);
        count_days(
            subject,
            window,
            measure,
            Fact::Morning,
            (limit, limit),
            |pain| score(pain.morning),
        )
    },
    ..number("pain.mornings_above_2", Unit::Days, 0, 400, Better::Lower)
};

static MORNINGS_ABOVE_BASELINE: Definition = Definition {
    meaning: "Mornings with more pain than is usual for this runner.",
    relative_to: Some(&MORNINGS_ABOVE_2),
    act: Act::By(Exact::whole(1)),
    reads: &[DIARY, SINCE, MASKING, &["pain[].morning"], USUAL],
    joins: MORNINGS,
    takes: EntryRule::Other,
    derivation: "Days with an entry in the window whose `pain[].morning` is above `baseline.morning_pain`; a morning of unknown pain may be one, an unknown baseline could be zero.",
    derive: |subject, window, measure| {
        let usual = baseline(subject);
        count_days(subject, window, measure, Fact::Morning, usual, |pain| {
            score(pain.morning)
        })
    },
    ..number(
        "pain.mornings_above_baseline",
        Unit::Days,
        0,
        400,
        Better::Lower,
    )
};

static LIMP: Definition = Definition {
    meaning: "Limping in daily life.",
    reads: &[DIARY, SINCE, MASKING, &["pain[].limp"]],
    joins: &[&["runs[].date", "runs[].kind", "runs[].gait"]],
    takes: EntryRule::WorstOfDays,
    derivation: "`pain[].limp`; the newest entry, or any day over a window.",
    derive: |subject, window, measure| {
        worst(subject, window, measure, |pain| flag(pain.limp), Fact::Limp)
    },
    ..yes_no("gait.limp")
};

static STIFFNESS: Definition = Definition {
    meaning: "Minutes until morning stiffness of the tendon is gone.",
    act: Act::By(Exact::whole(1)),
    reads: &[DIARY, SINCE, MASKING, &["pain[].morning_stiffness_min"]],
    takes: EntryRule::WorstOfDays,
    derivation: "`pain[].morning_stiffness_min`; the newest entry, or the worst over a window.",
    how_to: Some(
        "From the first steps, count the minutes until the tendon moves as freely as it will; 0 if it is not stiff.",
    ),
    derive: |subject, window, measure| worst(subject, window, measure, stiffness, Fact::DiaryAlone),
    ..number("stiffness.morning", Unit::Minutes, 0, 6000, Better::Lower)
};

static STIFFNESS_ABOVE_ALLOWANCE: Definition = Definition {
    meaning: "Minutes of morning stiffness above the runner's usual, or above 10 if that is more.",
    relative_to: Some(&STIFFNESS),
    act: Act::Follows(&STIFFNESS),
    reads: &[
        DIARY,
        SINCE,
        MASKING,
        &[
            "pain[].morning_stiffness_min",
            "baseline.morning_stiffness_min",
        ],
    ],
    takes: EntryRule::WorstOfDays,
    derivation: "`stiffness.morning` minus the larger of `baseline.morning_stiffness_min` and 10 minutes; an unknown baseline allows 10.",
    derive: |subject, window, measure| {
        let usual = subject
            .assessment
            .baseline
            .as_ref()
            .and_then(|baseline| baseline.morning_stiffness_min);
        let least = Exact::whole(10);
        let allowance = usual.map_or((least, WORST_STIFFNESS), |usual| {
            (usual.exact().max(least), usual.exact().max(least))
        });
        minus(
            subject.read(&STIFFNESS, window),
            allowance,
            &STIFFNESS,
            measure,
        )
    },
    ..number(
        "stiffness.above_allowance",
        Unit::Minutes,
        -6000,
        6000,
        Better::Lower,
    )
};

static STIFFNESS_WEEKLY_RISE: Definition = Definition {
    meaning: "Rise of mean morning stiffness from one week to the next.",
    relative_to: Some(&STIFFNESS),
    act: Act::By(Exact::whole(1)),
    reads: &[DIARY, SINCE, MASKING, &["pain[].morning_stiffness_min"]],
    takes: EntryRule::NewestOfWeeks,
    averaged: true,
    derivation: "Mean of `morning_stiffness_min` over the 7 days up to the day of the question, minus the mean of the 7 days before; over days with an entry. A week without entries could be anything, so little stiffness now passes alone.",
    derive: |subject, window, measure| {
        weekly_rise(subject, window, measure, stiffness, WORST_STIFFNESS)
    },
    ..number(
        "stiffness.weekly_rise",
        Unit::Minutes,
        -6000,
        6000,
        Better::Lower,
    )
};

pub(super) static MEASURES: &[&Definition] = &[
    &DAILY_WORST,
    &REST,
    &WALKING,
    &STAIRS,
    &HEEL_RAISE,
    &HOPPING,
    &PALPATION,
    &MORNING,
    &MORNING_ABOVE_BASELINE,
    &WEEKLY_TREND,
    &DAYS_ABOVE_2,
    &MORNINGS_ABOVE_2,
    &MORNINGS_ABOVE_BASELINE,
    &LIMP,
    &STIFFNESS,
    &STIFFNESS_ABOVE_ALLOWANCE,
    &STIFFNESS_WEEKLY_RISE,
];

/// A reading minus a range, within the measure's range.
pub(super) fn minus(
    reading: Reading,
    (low, high): (Exact, Exact),
    tested: &Definition,
    measure: &'static Definition,
) -> Reading {
    if reading.state == super::State::Unable {
        return reading;
    }
    let Some((least, most)) = reading.span(tested) else {
        return reading;
    };
    let cause = reading.cause.unwrap_or(Cause::Incomplete);
    let (floor, ceiling) = measure.scale.range();
    let difference = |one: Exact, other: Exact| one.minus(other).clamp(floor, ceiling);
    let result = Reading::range(
        difference(least, high),
        difference(most, low),
        reading.date,
        cause,
    );
    Reading {
        may_not_apply: reading.may_not_apply,
        ..result
    }
}

/// Pain above the runner's usual morning pain; an unknown usual could be anything, so it helps nobody.
pub(super) fn above_baseline(
    subject: &Subject<'_>,
    pain: Reading,
    measure: &'static Definition,
) -> Reading {
    minus(pain, baseline(subject), &MORNING, measure)
}

/// The runner's usual morning pain.
pub(super) fn baseline(subject: &Subject<'_>) -> (Exact, Exact) {
    let usual = subject
        .assessment
        .baseline
        .as_ref()
        .and_then(|baseline| baseline.morning_pain);
    usual.map_or((Exact::ZERO, WORST_PAIN), |usual| {
        (usual.exact(), usual.exact())
    })
}

/// A row for pain on the morning after something.
pub(super) const fn next_morning(id: &'static str) -> Definition {
    Definition {
        act: Act::By(HALF_POINT),
        ..number(id, Unit::Nrs, 0, 10, Better::Lower)
    }
}

/// A row for morning pain after something, above the usual.
pub(super) const fn next_morning_above(id: &'static str, pain: &'static Definition) -> Definition {
    Definition {
        relative_to: Some(pain),
        act: Act::Follows(pain),
        better: Some(Better::Lower),
        scale: super::Scale::number(Unit::Nrs, -10, 10),
        ..blank(id)
    }
}
