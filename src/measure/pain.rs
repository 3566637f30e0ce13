//! Pain, stiffness, limp and what hides pain: the diary of one entry a day.

use super::attributes::{EntryRule, Fields, TREATMENT, USUAL};
use super::reading::{Cause, Reading};
use super::subject::Newest;
use super::{Act, Better, Definition, Subject, Window, blank, number, yes_no};
use crate::assessment::wire::{self, ActivityPain, TreatmentKind};
use crate::assessment::{Dated, Day};
use crate::quantity::{Exact, Unit};

/// What a diary entry tells of one thing.
enum DiaryScore {
    /// Anything from low to high.
    Value(Exact, Exact),
    /// Not done that day: nothing to tell, nothing unknown.
    NotDone,
}

const DIARY: Fields = &["pain[].date"];
const DAILY: Fields = &[
    "pain[].worst",
    "pain[].rest",
    "pain[].walking",
    "pain[].stairs",
];
const HALF_POINT: Exact = Exact::micro(500_000);
const WORST_PAIN: Exact = Exact::whole(10);

const fn pain(id: &'static str) -> Definition {
    Definition {
        act: Act::By(HALF_POINT),
        ..number(id, Unit::Nrs, 0, 10, Better::Lower)
    }
}

pub(super) static DAILY_WORST: Definition = Definition {
    meaning: "Worst pain in daily life (rest, walking, stairs), 0 to 10.",
    reads: &[DIARY, DAILY],
    takes: EntryRule::WorstOfDays,
    derivation: "`pain[].worst`, or else the worst of `rest`, `walking` and `stairs`; over a window, the worst day with an entry. A day of which a part is unknown reaches up to 10.",
    how_to: Some(
        "Each evening, score the worst pain of the day at rest, walking or on stairs: 0 none, 10 the worst imaginable.",
    ),
    derive: |subject, window, measure| worst(subject, window, measure, daily),
    ..pain("pain.daily.worst")
};

static REST: Definition = Definition {
    meaning: "Pain at rest, 0 to 10.",
    reads: &[DIARY, &["pain[].rest"]],
    takes: EntryRule::WorstOfDays,
    kept_for: Some("a part of `pain.daily.worst`, which a file may ask by itself"),
    derivation: "`pain[].rest`; the newest entry, or the worst over a window.",
    derive: |subject, window, measure| worst(subject, window, measure, |pain| score(pain.rest)),
    ..pain("pain.rest")
};

static WALKING: Definition = Definition {
    meaning: "Pain while walking, 0 to 10; as a test, in a 30 minute walk.",
    reads: &[DIARY, &["pain[].walking"]],
    takes: EntryRule::WorstOfDays,
    derivation: "`pain[].walking`; the newest entry that tells of walking, or the worst over a window.",
    how_to: Some(
        "Walk 30 minutes on flat ground at your usual pace, without tape or pain killers; score the worst pain on the way.",
    ),
    derive: |subject, window, measure| {
        worst(subject, window, measure, |pain| activity(pain.walking))
    },
    ..pain("pain.walking")
};

static STAIRS: Definition = Definition {
    meaning: "Pain on stairs, 0 to 10.",
    reads: &[DIARY, &["pain[].stairs"]],
    takes: EntryRule::WorstOfDays,
    kept_for: Some("a part of `pain.daily.worst`, which a file may ask by itself"),
    derivation: "`pain[].stairs`; the newest entry that tells of stairs, or the worst over a window.",
    derive: |subject, window, measure| {
        worst(subject, window, measure, |pain| activity(pain.stairs))
    },
    ..pain("pain.stairs")
};

static HEEL_RAISE: Definition = Definition {
    meaning: "Pain in everyday heel raises, 0 to 10.",
    reads: &[DIARY, &["pain[].heel_raise"]],
    takes: EntryRule::WorstOfDays,
    kept_for: Some("the pain of an exercise as the diary tells it, beside that of the test"),
    derivation: "`pain[].heel_raise`; the newest entry that tells of it, or the worst over a window.",
    derive: |subject, window, measure| {
        worst(subject, window, measure, |pain| activity(pain.heel_raise))
    },
    ..pain("pain.heel_raise")
};

static HOPPING: Definition = Definition {
    meaning: "Pain in everyday hopping or skipping, 0 to 10.",
    reads: &[DIARY, &["pain[].hopping"]],
    takes: EntryRule::WorstOfDays,
    kept_for: Some("the pain of an exercise as the diary tells it, beside that of the test"),
    derivation: "`pain[].hopping`; the newest entry that tells of it, or the worst over a window.",
    derive: |subject, window, measure| {
        worst(subject, window, measure, |pain| activity(pain.hopping))
    },
    ..pain("pain.hopping")
};

static PALPATION: Definition = Definition {
    meaning: "Pain on pressing or pinching the tendon, 0 to 10.",
    reads: &[DIARY, &["pain[].palpation"]],
    takes: EntryRule::WorstOfDays,
    kept_for: Some("tenderness of an insertion, which the criteria for it are to ask"),
    derivation: "`pain[].palpation`; the newest entry that tells of it, or the worst over a window.",
    derive: |subject, window, measure| {
        worst(subject, window, measure, |pain| activity(pain.palpation))
    },
    ..pain("pain.palpation")
};

pub(super) static MORNING: Definition = Definition {
    meaning: "Pain on the first steps of the morning, 0 to 10.",
    reads: &[DIARY, &["pain[].morning"]],
    takes: EntryRule::WorstOfDays,
    derivation: "`pain[].morning`; the newest entry, or the worst over a window.",
    how_to: Some(
        "Score the pain of the first steps after getting up, before any tape, ice or tablet.",
    ),
    derive: |subject, window, measure| worst(subject, window, measure, |pain| score(pain.morning)),
    ..pain("pain.morning")
};

static MORNING_ABOVE_BASELINE: Definition = Definition {
    meaning: "Morning pain above what is usual for this runner, in points.",
    relative_to: Some(&MORNING),
    act: Act::Follows(&MORNING),
    reads: &[DIARY, &["pain[].morning"], USUAL],
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
    reads: &[DIARY, DAILY],
    takes: EntryRule::NewestOfWeeks,
    averaged: true,
    derivation: "Mean of `pain.daily.worst` over the 7 days up to the day of the question, minus the mean of the 7 days before; over days with an entry. A week without entries could be anything.",
    derive: |subject, window, measure| weekly_rise(subject, window, measure, daily, WORST_PAIN),
    ..number("pain.weekly_trend", Unit::Nrs, -10, 10, Better::Lower)
};

static DAYS_ABOVE_2: Definition = Definition {
    meaning: "Days on which the worst daily pain was above 2.",
    act: Act::By(Exact::whole(1)),
    reads: &[DIARY, DAILY],
    takes: EntryRule::Other,
    derivation: "Days with an entry in the window whose `pain.daily.worst` is above 2; a day of unknown pain may be one.",
    derive: days_above_2,
    ..number("pain.days_above_2", Unit::Days, 0, 400, Better::Lower)
};

static MORNINGS_ABOVE_BASELINE: Definition = Definition {
    meaning: "Mornings with more pain than is usual for this runner.",
    relative_to: Some(&MORNING),
    act: Act::By(Exact::whole(1)),
    reads: &[DIARY, &["pain[].morning"], USUAL],
    takes: EntryRule::Other,
    derivation: "Days with an entry in the window whose `pain[].morning` is above `baseline.morning_pain`; a morning of unknown pain may be one, an unknown baseline could be zero.",
    derive: mornings_above_baseline,
    ..number(
        "pain.mornings_above_baseline",
        Unit::Days,
        0,
        400,
        Better::Lower,
    )
};

static MASKED: Definition = Definition {
    meaning: "Pain may have been hidden by pain killers, ice or tape on the day of the newest pain entry.",
    reads: &[DIARY, &["pain[].masked_by"], TREATMENT],
    derivation: "Yes when `pain[].masked_by` of the newest entry names something, or a treatment of kind nsaid, analgesic, ice or tape covers that day; no when both are known and neither does.",
    how_to: Some(
        "Score a day without pain killers, ice or tape, and say so with an empty `masked_by`.",
    ),
    derive: masked,
    ..yes_no("pain.masked")
};

static LIMP: Definition = Definition {
    meaning: "Limping in daily life.",
    reads: &[DIARY, &["pain[].limp"]],
    takes: EntryRule::WorstOfDays,
    derivation: "`pain[].limp`; the newest entry, or any day over a window.",
    derive: |subject, window, measure| worst(subject, window, measure, |pain| flag(pain.limp)),
    ..yes_no("gait.limp")
};

static STIFFNESS: Definition = Definition {
    meaning: "Minutes until morning stiffness of the tendon is gone.",
    act: Act::By(Exact::whole(1)),
    reads: &[DIARY, &["pain[].morning_stiffness_min"]],
    takes: EntryRule::WorstOfDays,
    derivation: "`pain[].morning_stiffness_min`; the newest entry, or the worst over a window.",
    how_to: Some(
        "From the first steps, count the minutes until the tendon moves as freely as it will; 0 if it is not stiff.",
    ),
    derive: |subject, window, measure| worst(subject, window, measure, stiffness),
    ..number("stiffness.morning", Unit::Minutes, 0, 6000, Better::Lower)
};

static STIFFNESS_ABOVE_ALLOWANCE: Definition = Definition {
    meaning: "Minutes of morning stiffness above the runner's usual, or above 10 if that is more.",
    relative_to: Some(&STIFFNESS),
    act: Act::Follows(&STIFFNESS),
    reads: &[
        DIARY,
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
        let allowance = usual.map_or((least, Exact::whole(6000)), |usual| {
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
    reads: &[DIARY, &["pain[].morning_stiffness_min"]],
    takes: EntryRule::NewestOfWeeks,
    averaged: true,
    derivation: "Mean of `morning_stiffness_min` over the 7 days up to the day of the question, minus the mean of the 7 days before; over days with an entry. A week without entries could be anything, so little stiffness now passes alone.",
    derive: |subject, window, measure| {
        weekly_rise(subject, window, measure, stiffness, Exact::whole(6000))
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
    &MORNINGS_ABOVE_BASELINE,
    &MASKED,
    &LIMP,
    &STIFFNESS,
    &STIFFNESS_ABOVE_ALLOWANCE,
    &STIFFNESS_WEEKLY_RISE,
];

fn score(pain: Option<crate::quantity::Nrs>) -> DiaryScore {
    pain.map_or(DiaryScore::Value(Exact::ZERO, WORST_PAIN), |pain| {
        DiaryScore::Value(pain.exact(), pain.exact())
    })
}

fn activity(pain: Option<ActivityPain>) -> DiaryScore {
    match pain {
        Some(ActivityPain::NotDone) => DiaryScore::NotDone,
        Some(ActivityPain::Score(pain)) => score(Some(pain)),
        None => score(None),
    }
}

fn flag(answer: Option<bool>) -> DiaryScore {
    let (no, yes) = (Exact::ZERO, Exact::whole(1));
    match answer {
        Some(true) => DiaryScore::Value(yes, yes),
        Some(false) => DiaryScore::Value(no, no),
        None => DiaryScore::Value(no, yes),
    }
}

fn stiffness(pain: &wire::Pain) -> DiaryScore {
    pain.morning_stiffness_min.map_or(
        DiaryScore::Value(Exact::ZERO, Exact::whole(6000)),
        |minutes| DiaryScore::Value(minutes.exact(), minutes.exact()),
    )
}

fn daily(pain: &wire::Pain) -> DiaryScore {
    if let Some(worst) = pain.worst {
        return score(Some(worst));
    }
    let parts = [
        score(pain.rest),
        activity(pain.walking),
        activity(pain.stairs),
    ];
    parts
        .into_iter()
        .fold(DiaryScore::NotDone, |worst, part| match (worst, part) {
            (DiaryScore::NotDone, part) => part,
            (worst, DiaryScore::NotDone) => worst,
            (DiaryScore::Value(low, high), DiaryScore::Value(other_low, other_high)) => {
                DiaryScore::Value(low.max(other_low), high.max(other_high))
            }
        })
}

/// The worst over a window, or the newest entry that tells of it. Lower is better for everything in the diary.
fn worst(
    subject: &Subject<'_>,
    window: Window,
    measure: &'static Definition,
    tell: fn(&wire::Pain) -> DiaryScore,
) -> Reading {
    let diary = subject.assessment.pain.as_deref();
    let told = |pain: &wire::Pain| !matches!(tell(pain), DiaryScore::NotDone);
    let newest = subject.newest(diary, window, told);
    if window.over.is_none() {
        return newest.read(measure, |pain, date| match tell(pain) {
            DiaryScore::Value(low, high) => {
                Reading::range(low, high, Some(date), Cause::Incomplete)
            }
            DiaryScore::NotDone => Reading::unknown(measure, Cause::Absent),
        });
    }
    let (least, most) = measure.scale.range();
    let mut days = 0_u16;
    let mut span: Option<(Exact, Exact)> = None;
    let mut date = None;
    for dated in in_window(subject, window) {
        if let DiaryScore::Value(low, high) = tell(&dated.entry) {
            days = days.saturating_add(1);
            if span.is_none_or(|(worst, _)| low > worst) {
                date = Some(dated.date);
            }
            span = Some(span.map_or((low, high), |(worst_low, worst_high)| {
                (worst_low.max(low), worst_high.max(high))
            }));
        }
    }
    let Some((low, high)) = span else {
        return newest.read(measure, |_, _| Reading::unknown(measure, Cause::Absent));
    };
    if matches!(newest, Newest::Stale(_)) {
        return Reading::range(low.max(least), most, date, Cause::Stale);
    }
    if days < window.at_least.max(1) {
        return Reading::range(low, most, date, Cause::Incomplete);
    }
    Reading::range(low, high, date, Cause::Incomplete)
}

fn in_window<'a>(
    subject: &Subject<'a>,
    window: Window,
) -> impl Iterator<Item = &'a Dated<wire::Pain>> {
    let subject = *subject;
    let diary = subject
        .known(subject.assessment.pain.as_deref())
        .unwrap_or_default();
    diary
        .iter()
        .take_while(move |dated| subject.in_window(dated.date, window))
}

/// Sum and number of the days with an entry, from `first` to `last` days before the question.
fn mean(
    subject: &Subject<'_>,
    tell: fn(&wire::Pain) -> DiaryScore,
    (last, first): (i32, i32),
) -> Option<(Exact, Exact, u32)> {
    let diary = subject
        .known(subject.assessment.pain.as_deref())
        .unwrap_or_default();
    let mut sums = (Exact::ZERO, Exact::ZERO);
    let mut days = 0_u32;
    for dated in diary {
        if !(last..=first).contains(&subject.age_of(dated.date)) {
            continue;
        }
        if let DiaryScore::Value(low, high) = tell(&dated.entry) {
            sums = (sums.0.plus(low), sums.1.plus(high));
            days = days.saturating_add(1);
        }
    }
    (days > 0).then(|| (sums.0.over(days), sums.1.over(days), days))
}

fn weekly_rise(
    subject: &Subject<'_>,
    window: Window,
    measure: &'static Definition,
    tell: fn(&wire::Pain) -> DiaryScore,
    most: Exact,
) -> Reading {
    let told = |pain: &wire::Pain| !matches!(tell(pain), DiaryScore::NotDone);
    let newest = match subject.newest(subject.assessment.pain.as_deref(), window, told) {
        Newest::Absent => return Reading::unknown(measure, Cause::Absent),
        Newest::Stale(date) => return Reading::unknown(measure, Cause::Stale).on(date),
        Newest::Entry(dated) => dated.date,
    };
    let enough = u32::from(window.at_least.max(1));
    let full = |week: Option<(Exact, Exact, u32)>| match week {
        Some((low, high, days)) if days >= enough => (low, high),
        Some(_) | None => (Exact::ZERO, most),
    };
    let (this, last) = (
        full(mean(subject, tell, (0, 6))),
        full(mean(subject, tell, (7, 13))),
    );
    Reading::range(
        this.0.minus(last.1),
        this.1.minus(last.0),
        Some(newest),
        Cause::Incomplete,
    )
}

fn days_above_2(subject: &Subject<'_>, window: Window, measure: &'static Definition) -> Reading {
    let limit = Exact::whole(2);
    count_days(subject, window, measure, |pain| match daily(pain) {
        DiaryScore::Value(low, high) => Some((low > limit, high > limit)),
        DiaryScore::NotDone => None,
    })
}

fn mornings_above_baseline(
    subject: &Subject<'_>,
    window: Window,
    measure: &'static Definition,
) -> Reading {
    let (least_usual, most_usual) = baseline(subject);
    count_days(subject, window, measure, |pain| {
        let (low, high) = pain.morning.map_or((Exact::ZERO, WORST_PAIN), |pain| {
            (pain.exact(), pain.exact())
        });
        Some((low > most_usual, high > least_usual))
    })
}

/// Days of the window that count: certainly, and possibly; `None` for a day that tells nothing.
fn count_days(
    subject: &Subject<'_>,
    window: Window,
    measure: &'static Definition,
    counts: impl Fn(&wire::Pain) -> Option<(bool, bool)>,
) -> Reading {
    let (mut certain, mut possible, mut days) = (0_i64, 0_i64, 0_u16);
    let mut date = None;
    for dated in in_window(subject, window) {
        if let Some((surely, maybe)) = counts(&dated.entry) {
            days = days.saturating_add(1);
            certain = certain.saturating_add(i64::from(surely));
            possible = possible.saturating_add(i64::from(maybe));
            date = date.or(Some(dated.date));
        }
    }
    let high = if days < window.at_least.max(1) {
        measure.worst_end()
    } else {
        Exact::whole(possible)
    };
    let cause = if days == 0 {
        Cause::Absent
    } else {
        Cause::Incomplete
    };
    Reading::range(Exact::whole(certain), high, date, cause)
}

fn masked(subject: &Subject<'_>, window: Window, measure: &'static Definition) -> Reading {
    let newest = subject.newest(subject.assessment.pain.as_deref(), window, |_| true);
    newest.read(measure, |pain, date| {
        let told = pain.masked_by.as_ref().map(|masks| !masks.is_empty());
        let treated = masked_by_treatment(subject, date);
        let (no, yes) = (Exact::ZERO, Exact::whole(1));
        match (told, treated) {
            (Some(true), _) | (_, Some(true)) => Reading::taken(yes, Some(date)),
            (Some(false), Some(false)) => Reading::taken(no, Some(date)),
            (Some(false) | None, Some(false) | None) => {
                Reading::range(no, yes, Some(date), Cause::Incomplete)
            }
        }
    })
}

/// Whether a treatment that hides pain covers the day; `None` when the treatments do not tell.
fn masked_by_treatment(subject: &Subject<'_>, day: Day) -> Option<bool> {
    let treatments = subject.known(subject.assessment.treatments.as_deref())?;
    let mut answer = Some(false);
    for dated in treatments.iter().filter(|dated| dated.date <= day) {
        let masks = dated.entry.kind.is_some_and(|kind| {
            matches!(
                kind,
                TreatmentKind::Nsaid
                    | TreatmentKind::Analgesic
                    | TreatmentKind::Ice
                    | TreatmentKind::Tape
            )
        });
        if !masks {
            continue;
        }
        match (dated.entry.start, dated.entry.end) {
            (None, _) if dated.date < day => {}
            (Some(_), Some(wire::CourseEnd::On(end))) if end < day => {}
            (None, _) | (Some(_), Some(_)) => return Some(true),
            (Some(start), None) if start == day => return Some(true),
            (Some(_), None) => answer = None,
        }
    }
    answer
}

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

/// Pain from a field of an entry that is not the diary.
pub(super) fn recorded(
    pain: Option<crate::quantity::Nrs>,
    date: Day,
    measure: &'static Definition,
) -> Reading {
    pain.map_or_else(
        || Reading::unknown(measure, Cause::Incomplete).on(date),
        |pain| Reading::taken(pain.exact(), Some(date)),
    )
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
