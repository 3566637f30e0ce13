//! Red flags and hands-on tests.

use super::attributes::{Fields, Recovery, SINCE};
use super::evidence::Since;
use super::reading::{Cause, Reading};
use super::tellings::{diary_worst, no_better_than};
use super::{Definition, Subject, Window, number, words, yes_no};
use crate::assessment::Day;
use crate::assessment::wire::{Ability, ConfirmedBy, Enthesitis, Finding, Screening, Wells};
use crate::measure::Better;
use crate::quantity::{Exact, Unit};

const ENTRY: Fields = &["screening[].date"];

/// Pain at rest of so much in the diary is pain at rest, whatever the screening answered: here the safe zone of pain ends (Thomeé 1997).
const PAIN_AT_REST: Exact = Exact::whole(2);

static POP: Definition = Definition {
    meaning: "A pop or the feeling of a kick in the calf at onset.",
    reads: &[ENTRY, SINCE, &["screening[].pop_at_onset"]],
    derivation: "`screening[].pop_at_onset` of the newest entry.",
    derive: |subject, window, measure| answer(subject, window, measure, |entry| entry.pop_at_onset),
    ..yes_no("screening.pop_at_onset")
};

static POP_UNEXAMINED: Definition = Definition {
    meaning: "A pop or the feeling of a kick in the calf at onset, and nobody has examined the tendon since.",
    reads: &[
        ENTRY,
        SINCE,
        &[
            "screening[].pop_at_onset",
            "screening[].examined.by",
            "screening[].examined.date",
            "injury.confirmed_by",
        ],
    ],
    derivation: "`screening[].pop_at_onset` of the newest entry, unless a `screening[].examined` is of the day of the injury or its last flare, or later; a diagnosis by a clinician or by imaging is an examination of what was there before any flare.",
    derive: |subject, window, measure| {
        let pop = subject.read(&POP, window);
        match examination(subject, pop.date) {
            Examination::Since => Reading::taken(Exact::ZERO, pop.date),
            Examination::None => pop,
            Examination::Perhaps(cause) => Reading {
                date: pop.date,
                ..Reading::unknown(measure, cause)
            },
        }
    },
    ..yes_no("screening.pop_unexamined")
};

static PUSH_OFF_LOSS: Definition = Definition {
    meaning: "Push-off was suddenly lost.",
    reads: &[ENTRY, SINCE, &["screening[].push_off_loss"]],
    derivation: "`screening[].push_off_loss` of the newest entry.",
    derive: |subject, window, measure| {
        answer(subject, window, measure, |entry| entry.push_off_loss)
    },
    ..yes_no("screening.push_off_loss")
};

static CALF_SQUEEZE: Definition = Definition {
    meaning: "Calf squeeze (Thompson, Simmonds): whether the foot moves.",
    reads: &[ENTRY, SINCE, &["screening[].calf_squeeze"]],
    derivation: "`screening[].calf_squeeze` of the newest entry.",
    how_to: Some(
        "Lie face down, feet over the edge; a second person squeezes the calf at its thickest. The foot points down a little: normal. It stays still, or moves less than the other: abnormal.",
    ),
    derive: |subject, window, measure| {
        finding(subject, window, measure, |entry| entry.calf_squeeze)
    },
    ..words("screening.calf_squeeze", FINDINGS)
};

static RESTING_ANGLE: Definition = Definition {
    meaning: "Resting angle of the foot, lying face down with bent knees (Matles).",
    reads: &[ENTRY, SINCE, &["screening[].resting_angle"]],
    derivation: "`screening[].resting_angle` of the newest entry.",
    how_to: Some(
        "Lie face down and bend both knees to a right angle: both feet point down alike (normal), or one hangs flatter (abnormal).",
    ),
    derive: |subject, window, measure| {
        finding(subject, window, measure, |entry| entry.resting_angle)
    },
    ..words("screening.resting_angle", FINDINGS)
};

static GAP: Definition = Definition {
    meaning: "A gap can be felt in the tendon.",
    reads: &[ENTRY, SINCE, &["screening[].palpable_gap"]],
    derivation: "`screening[].palpable_gap` of the newest entry.",
    derive: |subject, window, measure| answer(subject, window, measure, |entry| entry.palpable_gap),
    ..yes_no("screening.palpable_gap")
};

static ABILITY: Definition = Definition {
    meaning: "Rising on the toes of the hurt leg alone.",
    reads: &[ENTRY, SINCE, &["screening[].heel_raise_ability"]],
    mends: Recovery::retest(1),
    derivation: "`screening[].heel_raise_ability` of the newest entry. Being able does not exclude a rupture.",
    how_to: Some(
        "Stand on the hurt leg, fingertips on a wall, and rise once: able, reduced (lower or weaker than before), or newly unable.",
    ),
    derive: |subject, window, measure| {
        let place = |entry: &Screening| {
            entry.heel_raise_ability.map(|ability| match ability {
                Ability::Able => 0,
                Ability::Reduced => 1,
                Ability::NewlyUnable => 2,
            })
        };
        newest(subject, window, measure, place)
    },
    ..words("heel_raise.ability", &["able", "reduced", "newly-unable"])
};

static NIGHT_PAIN: Definition = Definition {
    meaning: "Pain at rest or at night.",
    reads: &[ENTRY, SINCE, &["screening[].night_pain"]],
    joins: &[&["pain[].date", "pain[].rest"]],
    derivation: "`screening[].night_pain` of the newest entry; yes where a `pain[].rest` of that day or later, or of any day where none answers it, is 2 or more.",
    derive: |subject, window, measure| {
        let answered = answer(subject, window, measure, |entry| entry.night_pain);
        // An answer to this question takes the place of what was felt before it; without one nothing does.
        let screening = subject.known(subject.assessment.screening.as_deref());
        let mut entries = screening.unwrap_or_default().iter();
        let newest = entries.find(|dated| dated.entry.night_pain.is_some());
        let newest = newest.map(|dated| dated.date);
        let oldest = || {
            subject
                .assessment
                .pain
                .as_deref()?
                .last()
                .map(|dated| dated.date)
        };
        let first = newest.or_else(oldest);
        let days = first.map(|first| (first, subject.as_of));
        let rest = days
            .and_then(|days| diary_worst(subject, days, |pain| pain.rest.map(|pain| pain.exact())));
        match rest {
            Some((worst, day)) if worst >= PAIN_AT_REST => {
                no_better_than(answered, Exact::whole(1), day, measure)
            }
            Some(_) | None => answered,
        }
    },
    ..yes_no("screening.night_pain")
};

static BONE: Definition = Definition {
    meaning: "Bone that hurts: the heel bone squeezed from both sides, or a spot of the shin or forefoot pressed; not the back of the heel, where the tendon ends.",
    reads: &[ENTRY, SINCE, &["screening[].bone_tenderness"]],
    derivation: "`screening[].bone_tenderness` of the newest entry.",
    derive: |subject, window, measure| {
        answer(subject, window, measure, |entry| entry.bone_tenderness)
    },
    ..yes_no("screening.bone_tenderness")
};

static CALF_SWELLING: Definition = Definition {
    meaning: "Swelling or warmth of the calf.",
    reads: &[ENTRY, SINCE, &["screening[].calf_swelling_warmth"]],
    joins: &[&[
        "screening[].wells.whole_leg_swelling",
        "screening[].wells.calf_3_cm_larger",
        "screening[].wells.pitting_oedema",
    ]],
    derivation: "`screening[].calf_swelling_warmth` of the newest entry; yes where an item of the Wells score there says so.",
    derive: |subject, window, measure| {
        answer(subject, window, measure, |entry| {
            let swollen = entry.wells.as_ref().is_some_and(|wells| {
                let items = [
                    wells.whole_leg_swelling,
                    wells.calf_3_cm_larger,
                    wells.pitting_oedema,
                ];
                items.contains(&Some(true))
            });
            if swollen {
                Some(true)
            } else {
                entry.calf_swelling_warmth
            }
        })
    },
    ..yes_no("screening.calf_swelling_warmth")
};

static FEVER: Definition = Definition {
    meaning: "Fever, or a red, hot or open wound at the tendon.",
    reads: &[ENTRY, SINCE, &["screening[].fever"]],
    derivation: "`screening[].fever` of the newest entry.",
    derive: |subject, window, measure| answer(subject, window, measure, |entry| entry.fever),
    ..yes_no("screening.fever")
};

static WELLS: Definition = Definition {
    meaning: "Wells score for deep-vein thrombosis.",
    reads: &[
        ENTRY,
        SINCE,
        &[
            "screening[].wells.active_cancer",
            "screening[].wells.paralysis_or_cast",
            "screening[].wells.bedridden_or_surgery",
            "screening[].wells.deep_vein_tenderness",
            "screening[].wells.whole_leg_swelling",
            "screening[].wells.calf_3_cm_larger",
            "screening[].wells.pitting_oedema",
            "screening[].wells.collateral_veins",
            "screening[].wells.previous_dvt",
            "screening[].wells.alternative_as_likely",
        ],
    ],
    derivation: "1 for each item answered yes, -2 when another diagnosis is as likely; an unanswered item counts either way.",
    derive: |subject, window, measure| {
        let screening = subject.assessment.screening.as_deref();
        subject.newest_answer(screening, window, measure, |entry| {
            let (low, high) = wells(entry.wells.as_ref()?);
            Some((Exact::whole(low), Exact::whole(high)))
        })
    },
    ..number("wells.score", Unit::Points, -2, 9, Better::Lower)
};

static ENTHESITIS: Definition = Definition {
    meaning: "Signs of an inflammatory enthesitis.",
    reads: &[
        ENTRY,
        SINCE,
        &[
            "screening[].enthesitis.both_sides",
            "screening[].enthesitis.stiffness_over_30_min",
            "screening[].enthesitis.associated_disease",
        ],
    ],
    derivation: "Pattern when both insertions hurt and morning stiffness lasts more than 30 minutes; some-signs when any one sign is there.",
    derive: |subject, window, measure| {
        let screening = subject.assessment.screening.as_deref();
        subject.newest_answer(screening, window, measure, |entry| {
            let (low, high) = enthesitis(entry.enthesitis.as_ref()?);
            Some((Exact::whole(low), Exact::whole(high)))
        })
    },
    ..words("screening.enthesitis", &["none", "some-signs", "pattern"])
};

pub(super) static MEASURES: &[&Definition] = &[
    &POP,
    &POP_UNEXAMINED,
    &PUSH_OFF_LOSS,
    &CALF_SQUEEZE,
    &RESTING_ANGLE,
    &GAP,
    &ABILITY,
    &NIGHT_PAIN,
    &BONE,
    &CALF_SWELLING,
    &FEVER,
    &WELLS,
    &ENTHESITIS,
];

const FINDINGS: &[&str] = &["normal", "abnormal"];

/// What is known of an examination of the injury as it is now.
enum Examination {
    /// There was one.
    Since,
    /// There was one, and it is not known of what day the injury or its last flare is.
    Perhaps(Cause),
    /// There was none.
    None,
}

fn examination(subject: &Subject<'_>, told: Option<Day>) -> Examination {
    // Who diagnosed the injury examined it, but not what came with a later flare.
    let diagnosed = matches!(
        subject.assessment.injury.confirmed_by,
        Some(ConfirmedBy::Clinician | ConfirmedBy::Imaging)
    );
    let screening = subject.known(subject.assessment.screening.as_deref());
    let mut days = screening.unwrap_or_default().iter().filter_map(|dated| {
        let examined = dated.entry.examined.as_ref()?;
        examined.by.and(examined.date)
    });
    match subject.since {
        Since::Unknown(cause) if diagnosed || days.next().is_some() => Examination::Perhaps(cause),
        Since::Injury(_) if diagnosed => Examination::Since,
        Since::Unknown(_) => Examination::None,
        Since::Always | Since::Injury(_) | Since::Flare(_) => {
            // Without an injury there is no day that it began; an examination before it was told of is none of it.
            let is_of_it = |day: Day| match subject.since {
                Since::Always => told.is_some_and(|told| day >= told),
                Since::Injury(_) | Since::Flare(_) | Since::Unknown(_) => {
                    subject.answered_before(day).is_none()
                }
            };
            let since = days.any(|day| day <= subject.as_of && is_of_it(day));
            if since {
                Examination::Since
            } else {
                Examination::None
            }
        }
    }
}

fn newest(
    subject: &Subject<'_>,
    window: Window,
    measure: &'static Definition,
    place: impl Fn(&Screening) -> Option<i64>,
) -> Reading {
    let screening = subject.assessment.screening.as_deref();
    subject.newest_answer(screening, window, measure, |entry| {
        let place = Exact::whole(place(entry)?);
        Some((place, place))
    })
}

fn answer(
    subject: &Subject<'_>,
    window: Window,
    measure: &'static Definition,
    field: fn(&Screening) -> Option<bool>,
) -> Reading {
    newest(subject, window, measure, |entry| {
        field(entry).map(i64::from)
    })
}

fn finding(
    subject: &Subject<'_>,
    window: Window,
    measure: &'static Definition,
    field: fn(&Screening) -> Option<Finding>,
) -> Reading {
    newest(subject, window, measure, |entry| {
        field(entry).map(|finding| i64::from(finding == Finding::Abnormal))
    })
}

fn wells(items: &Wells) -> (i64, i64) {
    let Wells {
        active_cancer,
        paralysis_or_cast,
        bedridden_or_surgery,
        deep_vein_tenderness,
        whole_leg_swelling,
        calf_3_cm_larger,
        pitting_oedema,
        collateral_veins,
        previous_dvt,
        alternative_as_likely,
        note: _,
    } = items;
    let ones = [
        active_cancer,
        paralysis_or_cast,
        bedridden_or_surgery,
        deep_vein_tenderness,
        whole_leg_swelling,
        calf_3_cm_larger,
        pitting_oedema,
        collateral_veins,
        previous_dvt,
    ];
    let certain = ones.iter().filter(|item| ***item == Some(true)).count();
    let possible = ones.iter().filter(|item| ***item != Some(false)).count();
    let less = |yes: bool| if yes { 2 } else { 0 };
    let points = |count: usize| i64::try_from(count).unwrap_or(9);
    (
        points(certain).saturating_sub(less(*alternative_as_likely != Some(false))),
        points(possible).saturating_sub(less(*alternative_as_likely == Some(true))),
    )
}

fn enthesitis(signs: &Enthesitis) -> (i64, i64) {
    let Enthesitis {
        both_sides,
        stiffness_over_30_min,
        associated_disease,
        note: _,
    } = signs;
    let place = |unknown: bool| {
        let (both, stiff, disease) = (
            both_sides.unwrap_or(unknown),
            stiffness_over_30_min.unwrap_or(unknown),
            associated_disease.unwrap_or(unknown),
        );
        if both && stiff {
            2
        } else {
            i64::from(both || stiff || disease)
        }
    };
    (place(false), place(true))
}
