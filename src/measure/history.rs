//! The calendar, the diagnosis, treatments and the loading programme.

use super::attributes::{Recovery, SINCE, TREATMENT};
use super::evidence::{Certainty, Since};
use super::reading::{Cause, Reading};
use super::{Act, Better, Definition, Nature, Scale, Subject, blank, number, words, yes_no};
use crate::assessment::wire::{
    ConfirmedBy, CourseEnd, InjectionSite, Mask, Treatment, TreatmentKind,
};
use crate::assessment::{Dated, Day};
use crate::quantity::{Exact, Unit};

/// More days than any course of an injury: what an unknown date may be.
const MANY_DAYS: i64 = 100_000;

const fn calendar(id: &'static str) -> Definition {
    Definition {
        nature: Nature::Calendar,
        ..number(id, Unit::Days, 0, MANY_DAYS, Better::Higher)
    }
}

static SINCE_ONSET: Definition = Definition {
    meaning: "Days since the injury began.",
    reads: &[&["injury.onset"]],
    derivation: "The day of the question minus `injury.onset`.",
    derive: |subject, _, measure| match subject.assessment.injury.onset {
        Some(onset) => {
            let onset = onset.counted_on(subject.as_of);
            Reading::taken(days(subject.age_of(onset)), Some(subject.as_of))
        }
        None => Reading::unknown(measure, Cause::Absent),
    },
    ..calendar("time.days_since_onset")
};

static SINCE_FLARE: Definition = Definition {
    meaning: "Days since the injury began or last flared up, whichever is later.",
    reads: &[SINCE],
    derivation: "The day of the question minus the latest of `injury.onset`, `injury.last_flare` and the last flare that the record itself shows; a flare after the day of the question, or an unknown one, could be any day since onset.",
    derive: since_flare,
    ..calendar("time.days_since_onset_or_flare")
};

static LOADING_WEEKS: Definition = Definition {
    meaning: "Weeks of calf and tendon loading so far.",
    scale: Scale::number(Unit::Weeks, 0, 15_000),
    reads: &[&["loading.started"]],
    derivation: "The day of the question minus `loading.started`, in weeks; zero before it starts.",
    derive: |subject, _, measure| {
        let started = subject
            .assessment
            .loading
            .as_ref()
            .and_then(|loading| loading.started);
        match started {
            Some(started) => Reading::taken(
                days(subject.age_of(started).max(0)).over(7),
                Some(subject.as_of),
            ),
            None => Reading::unknown(measure, Cause::Absent),
        }
    },
    ..calendar("loading.weeks")
};

static LOADING_PAIN: Definition = Definition {
    meaning: "Worst pain in the loading exercises of the last week, 0 to 10.",
    scale: Scale::number(Unit::Nrs, 0, 10),
    better: Some(Better::Lower),
    nature: Nature::Fact,
    act: Act::By(Exact::micro(500_000)),
    reads: &[&["loading.pain"]],
    derivation: "`loading.pain`.",
    derive: |subject, _, measure| {
        let pain = subject
            .assessment
            .loading
            .as_ref()
            .and_then(|loading| loading.pain);
        pain.map_or_else(
            || Reading::unknown(measure, Cause::Absent),
            |pain| Reading::taken(pain.exact(), None),
        )
    },
    ..blank("loading.pain")
};

static BELOW_FLOOR: Definition = Definition {
    meaning: "Loading exercises let the heel drop below the level of the step.",
    nature: Nature::Fact,
    reads: &[&["loading.below_floor"]],
    derivation: "`loading.below_floor`.",
    derive: |subject, _, measure| {
        stated(
            subject
                .assessment
                .loading
                .as_ref()
                .and_then(|loading| loading.below_floor),
            measure,
        )
    },
    ..yes_no("loading.below_floor")
};

static CONFIRMED_BY: Definition = Definition {
    meaning: "Who diagnosed the injury.",
    nature: Nature::Fact,
    reads: &[&["injury.confirmed_by"]],
    derivation: "`injury.confirmed_by`.",
    derive: |subject, _, measure| {
        subject.assessment.injury.confirmed_by.map_or_else(
            || Reading::unknown(measure, Cause::Absent),
            |who| {
                let place = match who {
                    ConfirmedBy::Imaging => 0,
                    ConfirmedBy::Clinician => 1,
                    ConfirmedBy::Runner => 2,
                };
                Reading::taken(Exact::whole(place), None)
            },
        )
    },
    ..words("diagnosis.confirmed_by", &["imaging", "clinician", "self"])
};

/// Days without a flare after which a runner's own diagnosis counts as settled.
const SETTLED: i64 = 98;

static STANDING: Definition = Definition {
    meaning: "Who diagnosed the injury; the runner's own diagnosis is settled after 14 weeks without a flare.",
    nature: Nature::Fact,
    mends: Recovery::Waiting,
    reads: &[&["injury.confirmed_by"], SINCE],
    derivation: "`injury.confirmed_by`; self becomes self-settled from 98 days of `time.days_since_onset_or_flare` on.",
    derive: standing,
    ..words(
        "diagnosis.standing",
        &["imaging", "clinician", "self-settled", "self"],
    )
};

static SAME_SITE: Definition = Definition {
    meaning: "The same site was hurt in the 12 months before onset.",
    nature: Nature::Fact,
    reads: &[&["injury.same_site_last_12_months"]],
    derivation: "`injury.same_site_last_12_months`.",
    derive: |subject, _, measure| {
        stated(subject.assessment.injury.same_site_last_12_months, measure)
    },
    ..yes_no("history.same_site_last_12_months")
};

static FLUOROQUINOLONE: Definition = Definition {
    meaning: "Fluoroquinolone antibiotics in the last 60 days.",
    nature: Nature::Fact,
    reads: &[TREATMENT, &["treatments[].tendon_pain_since"]],
    mends: Recovery::Waiting,
    derivation: "Courses of kind fluoroquinolone that end at most 60 days before the question; `tendon_pain_since` or an overlapping course of oral-corticosteroid makes it with-symptoms-or-steroid. An unknown end could be today.",
    derive: fluoroquinolone,
    ..words(
        "drug.fluoroquinolone_state",
        &["none", "within-60-days", "with-symptoms-or-steroid"],
    )
};

static ORAL_STEROID: Definition = Definition {
    meaning: "Cortisone tablets are being taken.",
    nature: Nature::Fact,
    reads: &[TREATMENT],
    mends: Recovery::Waiting,
    derivation: "A course of kind oral-corticosteroid covers the day of the question.",
    derive: |subject, _, measure| {
        let course = |dated: &Dated<Treatment>| {
            if dated.entry.kind == Some(TreatmentKind::OralCorticosteroid) {
                running(subject, dated, 0)
            } else {
                Some(false)
            }
        };
        any(subject, measure, course)
    },
    ..yes_no("drug.oral_corticosteroid")
};

static STRETCHING: Definition = Definition {
    meaning: "Stretching in the last 7 days.",
    nature: Nature::Fact,
    reads: &[TREATMENT],
    derivation: "A treatment of kind stretching in the 7 days up to the question.",
    derive: |subject, _, measure| {
        let stretched = |dated: &Dated<Treatment>| {
            if dated.entry.kind == Some(TreatmentKind::Stretching) {
                running(subject, dated, 6)
            } else {
                Some(false)
            }
        };
        any(subject, measure, stretched)
    },
    ..yes_no("treatment.stretching")
};

static PAINKILLER_TODAY: Definition = Definition {
    meaning: "A pain killer or anti-inflammatory is taken on the day of the question.",
    nature: Nature::Fact,
    reads: &[TREATMENT, &["pain[].date", "pain[].masked_by"]],
    mends: Recovery::Waiting,
    derivation: "Yes when `pain[].masked_by` of that day names an analgesic, or a treatment of kind nsaid or analgesic covers the day; no when either block tells and neither does.",
    derive: painkiller_today,
    ..yes_no("treatment.painkiller_today")
};

const INJECTION: super::Fields = &[
    "treatments[].kind",
    "treatments[].date",
    "treatments[].site",
];

static SINCE_CORTISONE: Definition = Definition {
    meaning: "Days since the last cortisone injection at the Achilles tendon.",
    may_not_apply: true,
    reads: &[INJECTION],
    derivation: "The day of the question minus the newest treatment of kind corticosteroid-injection whose site is not elsewhere; not applicable when the list of treatments has none.",
    derive: |subject, _, measure| {
        since_injection(subject, measure, TreatmentKind::CorticosteroidInjection)
    },
    ..calendar("treatment.days_since_cortisone_injection")
};

static SINCE_PRP: Definition = Definition {
    meaning: "Days since the last PRP injection at the Achilles tendon.",
    may_not_apply: true,
    reads: &[INJECTION],
    derivation: "The day of the question minus the newest treatment of kind prp-injection whose site is not elsewhere; not applicable when the list of treatments has none.",
    derive: |subject, _, measure| since_injection(subject, measure, TreatmentKind::PrpInjection),
    ..calendar("treatment.days_since_prp_injection")
};

static SLEEP: Definition = Definition {
    meaning: "Hours slept in the newest night recorded.",
    better: None,
    scale: Scale::number(Unit::Hours, 0, 24),
    reads: &[&["sleep[].date", "sleep[].hours"]],
    derivation: "`sleep[].hours` of the newest entry.",
    derive: |subject, window, measure| {
        subject
            .newest(subject.assessment.sleep.as_deref(), window, |_| true)
            .read(measure, |night, date| {
                night.hours.map_or_else(
                    || Reading::unknown(measure, Cause::Absent).on(date),
                    |hours| Reading::taken(hours.exact(), Some(date)),
                )
            })
    },
    ..blank("sleep.hours")
};

/// A measure of the tests: a new one in a family needs its row and its place in the list below, and no other file.
#[cfg(test)]
static SHORT_OF_SLEEP: Definition = Definition {
    meaning: "Hours short of eight in the newest night recorded.",
    reads: &[&["sleep[].date", "sleep[].hours"]],
    derivation: "8 minus `sleep[].hours` of the newest entry, at least zero.",
    derive: |subject, window, measure| {
        let most = measure.scale.range().1;
        subject
            .newest(subject.assessment.sleep.as_deref(), window, |_| true)
            .read(measure, |night, date| {
                night.hours.map_or_else(
                    || Reading::unknown(measure, Cause::Absent).on(date),
                    |hours| {
                        let short = most.minus(hours.exact()).max(Exact::ZERO);
                        Reading::taken(short, Some(date))
                    },
                )
            })
    },
    ..number("sleep.short_of_eight", Unit::Hours, 0, 8, Better::Lower)
};

pub(super) static MEASURES: &[&Definition] = &[
    &SINCE_ONSET,
    &SINCE_FLARE,
    &LOADING_WEEKS,
    &LOADING_PAIN,
    &BELOW_FLOOR,
    &CONFIRMED_BY,
    &STANDING,
    &SAME_SITE,
    &FLUOROQUINOLONE,
    &ORAL_STEROID,
    &STRETCHING,
    &PAINKILLER_TODAY,
    &SINCE_CORTISONE,
    &SINCE_PRP,
    &SLEEP,
    #[cfg(test)]
    &SHORT_OF_SLEEP,
];

fn days(count: i32) -> Exact {
    Exact::whole(i64::from(count))
}

fn stated(answer: Option<bool>, measure: &'static Definition) -> Reading {
    answer.map_or_else(
        || Reading::unknown(measure, Cause::Absent),
        |yes| Reading::taken(Exact::whole(i64::from(yes)), None),
    )
}

fn standing(subject: &Subject<'_>, window: super::Window, measure: &'static Definition) -> Reading {
    let place = |place: i64| Reading::taken(Exact::whole(place), None);
    let (settled, unsettled) = (2, 3);
    match subject.assessment.injury.confirmed_by {
        None => Reading::unknown(measure, Cause::Absent),
        Some(ConfirmedBy::Imaging) => place(0),
        Some(ConfirmedBy::Clinician) => place(1),
        Some(ConfirmedBy::Runner) => {
            let quiet = since_flare(subject, window, &SINCE_FLARE);
            match quiet.span(&SINCE_FLARE) {
                Some((shortest, _)) if shortest >= Exact::whole(SETTLED) => place(settled),
                Some((_, longest)) if longest < Exact::whole(SETTLED) => place(unsettled),
                Some(_) | None => Reading::range(
                    Exact::whole(settled),
                    Exact::whole(unsettled),
                    None,
                    Cause::Incomplete,
                ),
            }
        }
    }
}

fn since_flare(subject: &Subject<'_>, _: super::Window, measure: &'static Definition) -> Reading {
    let today = Some(subject.as_of);
    let age = |day: Day| days(subject.age_of(day));
    match (subject.since, subject.assessment.injury.onset) {
        (Since::Injury(day) | Since::Flare(day), _) => Reading::taken(age(day), today),
        (Since::Unknown(cause), Some(onset)) => {
            let onset = age(onset.counted_on(subject.as_of));
            Reading::range(Exact::ZERO, onset, today, cause)
        }
        (Since::Unknown(cause), None) => Reading::unknown(measure, cause),
        (Since::Always, _) => Reading::unknown(measure, Cause::Absent),
    }
}

/// Whether a pain killer is taken on the day of the question, by the diary of that day and the treatments.
fn painkiller_today(
    subject: &Subject<'_>,
    _: super::Window,
    measure: &'static Definition,
) -> Reading {
    let today = subject
        .known(subject.assessment.pain.as_deref())
        .and_then(|diary| diary.iter().find(|dated| dated.date == subject.as_of))
        .and_then(|dated| dated.entry.masked_by.as_ref())
        .map(|by| by.contains(&Mask::Analgesic));
    let listed = subject.known(subject.assessment.treatments.as_deref());
    let listed = listed.map(|treatments| {
        let taken = treatments
            .iter()
            .filter(|dated| {
                matches!(
                    dated.entry.kind,
                    Some(TreatmentKind::Nsaid | TreatmentKind::Analgesic)
                )
            })
            .map(|dated| Certainty::of(running(subject, dated, 0)));
        taken.fold(Certainty::NO, Certainty::or)
    });
    let taken = match (today, listed) {
        (Some(today), Some(listed)) => Certainty::known(today).or(listed),
        (Some(today), None) => Certainty::known(today),
        (None, Some(listed)) => listed,
        (None, None) => return Reading::unknown(measure, Cause::MaskingUnknown),
    };
    let place = |yes| Exact::whole(i64::from(yes));
    let date = Some(subject.as_of);
    Reading::range(
        place(taken.certain),
        place(taken.possible),
        date,
        Cause::Incomplete,
    )
}

/// Whether a treatment was going on in the days up to the question; `None` when its end does not tell.
fn running(subject: &Subject<'_>, dated: &Dated<Treatment>, days_back: i32) -> Option<bool> {
    let recent = |day: Day| subject.age_of(day) <= days_back;
    match (dated.entry.start, dated.entry.end) {
        (None, _) => Some(recent(dated.date)),
        (Some(_), Some(CourseEnd::Ongoing)) => Some(true),
        (Some(_), Some(CourseEnd::On(end))) => Some(recent(end)),
        (Some(start), None) => {
            if recent(start) {
                Some(true)
            } else {
                None
            }
        }
    }
}

fn any(
    subject: &Subject<'_>,
    measure: &'static Definition,
    holds: impl Fn(&Dated<Treatment>) -> Option<bool>,
) -> Reading {
    let Some(treatments) = subject.known(subject.assessment.treatments.as_deref()) else {
        return Reading::unknown(measure, Cause::Absent);
    };
    let (mut certain, mut possible) = (false, false);
    for dated in treatments {
        let holds = holds(dated);
        certain |= holds == Some(true);
        possible |= holds != Some(false);
    }
    let place = |yes| Exact::whole(i64::from(yes));
    Reading::range(place(certain), place(possible), None, Cause::Incomplete)
}

fn fluoroquinolone(
    subject: &Subject<'_>,
    _: super::Window,
    measure: &'static Definition,
) -> Reading {
    let Some(treatments) = subject.known(subject.assessment.treatments.as_deref()) else {
        return Reading::unknown(measure, Cause::Absent);
    };
    let (mut low, mut high) = (0_i64, 0_i64);
    for course in treatments
        .iter()
        .filter(|dated| dated.entry.kind == Some(TreatmentKind::Fluoroquinolone))
    {
        let recent = running(subject, course, 60);
        if recent == Some(false) {
            continue;
        }
        let pain = course.entry.tendon_pain_since;
        let steroid = with_steroid(treatments, course);
        let certain = if pain == Some(true) || steroid == Some(true) {
            2
        } else {
            1
        };
        let possible = if pain == Some(false) && steroid == Some(false) {
            1
        } else {
            2
        };
        low = low.max(if recent == Some(true) { certain } else { 0 });
        high = high.max(possible);
    }
    Reading::range(
        Exact::whole(low),
        Exact::whole(high),
        None,
        Cause::Incomplete,
    )
}

/// Whether a course of cortisone tablets overlaps a course; `None` when the ends do not tell.
fn with_steroid(treatments: &[Dated<Treatment>], course: &Dated<Treatment>) -> Option<bool> {
    let mut answer = Some(false);
    for steroid in treatments
        .iter()
        .filter(|dated| dated.entry.kind == Some(TreatmentKind::OralCorticosteroid))
    {
        let after = |first: &Dated<Treatment>, second: &Dated<Treatment>| match (
            first.entry.start,
            first.entry.end,
        ) {
            (None, _) => Some(second.date > first.date),
            (Some(_), Some(CourseEnd::Ongoing)) => Some(false),
            (Some(_), Some(CourseEnd::On(end))) => Some(second.date > end),
            (Some(start), None) => {
                if second.date <= start {
                    Some(false)
                } else {
                    None
                }
            }
        };
        match (after(course, steroid), after(steroid, course)) {
            (Some(true), _) | (_, Some(true)) => {}
            (Some(false), Some(false)) => return Some(true),
            (Some(false) | None, Some(false) | None) => answer = None,
        }
    }
    answer
}

fn since_injection(
    subject: &Subject<'_>,
    measure: &'static Definition,
    kind: TreatmentKind,
) -> Reading {
    let Some(treatments) = subject.known(subject.assessment.treatments.as_deref()) else {
        return Reading::unknown(measure, Cause::Absent).maybe_not_applicable();
    };
    let injections = treatments.iter().filter(|dated| {
        dated.entry.kind == Some(kind) && dated.entry.site != Some(InjectionSite::Elsewhere)
    });
    let mut possible: Option<Day> = None;
    for injection in injections {
        if injection.entry.site == Some(InjectionSite::Achilles) {
            let certain = days(subject.age_of(injection.date));
            return match possible {
                None => Reading::taken(certain, Some(injection.date)),
                Some(day) => Reading::range(
                    days(subject.age_of(day)),
                    certain,
                    Some(day),
                    Cause::Incomplete,
                ),
            };
        }
        possible = possible.or(Some(injection.date));
    }
    match possible {
        Some(day) => {
            let most = measure.scale.range().1;
            Reading::range(
                days(subject.age_of(day)),
                most,
                Some(day),
                Cause::Incomplete,
            )
            .maybe_not_applicable()
        }
        None => Reading::NOT_APPLICABLE,
    }
}
