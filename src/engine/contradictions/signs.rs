//! What only an injured leg has, told of a runner without an injury.

use super::legs::{hopped_never, newest_of_each, rose_never};
use super::{Contradiction, Known, Pair, Place};
use crate::assessment::wire::{
    Ability, ActivityPain, Enthesitis, Finding, Gait, HeelRaise, HeelRaiseLeg, Hop, HopLeg,
    HopTest, InjectionSite, Instrument, Screening, TreatmentKind,
};
use crate::assessment::{Dated, NO_INJURY};
use crate::quantity::{Exact, MICRO, Nrs};

/// So many days, up to and with the day of the question, do diary, runs and tests speak of the leg of today: as far as the longest run
/// counts. Answers of a screening stand until a newer one, as those that refer do.
const SIGN_DAYS: i32 = 42;

/// A test that hurts more than this is a sign (Thomeé 1997: up to 2 is safe).
const MOST_IN_A_TEST: i64 = 2 * MICRO;

/// A loading that hurts more than this, or a run that leaves more, is a sign (Thomeé 1997: above 5 is high).
const MOST_IN_LOADING: i64 = 5 * MICRO;

/// Pain during a run, or on the morning after, speaks of the leg of today for four weeks, as recent runs are counted.
const RUN_DAYS: i32 = 28;

/// An injection of which nobody says where is taken for one at the tendon for so long: after one there, running was reduced for three
/// months (Johannsen 2022).
const INJECTION_DAYS: i32 = 90;

/// A score far below that of people without tendon trouble, who score 94 to 99, is a sign; the limit is this project's proposal.
const LEAST_VISA_A: i64 = 60;

/// Stiffness of more minutes, on so many days of so many, is a sign: this project's proposal.
const MOST_STIFFNESS: i64 = 30 * MICRO;
const STIFF_DAYS: usize = 3;
const STIFF_OF: i32 = 14;

pub(super) fn find(known: Known<'_>, found: &mut impl FnMut(Pair)) {
    if known.record.condition != NO_INJURY {
        return;
    }
    let mut sign = |place: Place| {
        found(Pair {
            kind: Contradiction::SignsWithoutInjury,
            places: [Place::of_injury("condition"), place],
        });
    };
    screening(known, &mut sign);
    treatments(known, &mut sign);
    tests(known, &mut sign);
    questionnaires(known, &mut sign);
    diary(known, &mut sign);
    stiffness(known, &mut sign);
    runs(known, &mut sign);
}

/// An answer of a screening, when it is adverse; none when it is not given.
type Answer = fn(&Screening) -> Option<bool>;

const ANSWERS: [(&str, Answer); 11] = [
    ("calf_squeeze", |answers| answers.calf_squeeze.map(abnormal)),
    ("resting_angle", |answers| {
        answers.resting_angle.map(abnormal)
    }),
    ("palpable_gap", |answers| answers.palpable_gap),
    ("pop_at_onset", |answers| answers.pop_at_onset),
    ("push_off_loss", |answers| answers.push_off_loss),
    ("heel_raise_ability", |answers| {
        let ability = answers.heel_raise_ability?;
        Some(ability == Ability::NewlyUnable)
    }),
    ("night_pain", |answers| answers.night_pain),
    ("bone_tenderness", |answers| answers.bone_tenderness),
    ("calf_swelling_warmth", |answers| {
        answers.calf_swelling_warmth
    }),
    ("fever", |answers| answers.fever),
    ("enthesitis.both_sides", |answers| {
        let Enthesitis { both_sides, .. } = answers.enthesitis.as_ref()?;
        *both_sides
    }),
];

fn abnormal(finding: Finding) -> bool {
    finding == Finding::Abnormal
}

fn screening(known: Known<'_>, sign: &mut impl FnMut(Place)) {
    let entries = known.entries(known.record.screening.as_deref());
    for (field, answer) in ANSWERS {
        let newest = entries
            .iter()
            .find_map(|dated| answer(&dated.entry).map(|adverse| (dated, adverse)));
        if let Some((dated, true)) = newest {
            sign(Place::of("screening", dated, field));
        }
    }
}

fn treatments(known: Known<'_>, sign: &mut impl FnMut(Place)) {
    for dated in known.entries(known.record.treatments.as_deref()) {
        let treatment = &dated.entry;
        let injected = matches!(
            treatment.kind,
            Some(TreatmentKind::CorticosteroidInjection | TreatmentKind::PrpInjection)
        );
        // Where it says nothing of the place, the tendon is the worse of the two.
        let nowhere = treatment.site.is_none() && known.as_of.since(dated.date) < INJECTION_DAYS;
        if treatment.kind == Some(TreatmentKind::CorticosteroidInjection) && nowhere {
            sign(Place::of("treatments", dated, "kind"));
        }
        if injected && treatment.site == Some(InjectionSite::Achilles) {
            sign(Place::of("treatments", dated, "site"));
        }
        if treatment.tendon_pain_since == Some(true) {
            sign(Place::of("treatments", dated, "tendon_pain_since"));
        }
    }
}

fn tests(known: Known<'_>, sign: &mut impl FnMut(Place)) {
    let leg = |sign: &mut dyn FnMut(Place),
               place: [Place; 3],
               pain: Option<Nrs>,
               unable: Option<bool>,
               never: bool| {
        let [of_unable, of_pain, of_result] = place;
        if unable == Some(true) {
            sign(of_unable);
        }
        if never {
            sign(of_result);
        }
        if above(pain, MOST_IN_A_TEST) {
            sign(of_pain);
        }
    };
    let raises: &[Dated<HeelRaise>] = known.of_days(known.record.heel_raise.as_deref(), SIGN_DAYS);
    if let Some(dated) = raises.first() {
        let HeelRaise { left, right, .. } = &dated.entry;
        for (fields, of_leg) in [
            (["left.unable", "left.pain", "left.reps"], left),
            (["right.unable", "right.pain", "right.reps"], right),
        ] {
            if let Some(of_leg) = of_leg {
                let places = fields.map(|field| Place::of("heel_raise", dated, field));
                leg(sign, places, of_leg.pain, of_leg.unable, rose_never(of_leg));
            }
        }
        let reps = |leg: &Option<HeelRaiseLeg>| leg.as_ref()?.reps.map(|reps| reps.exact());
        if let Some(field) = far_weaker(reps(left), reps(right), ["left.reps", "right.reps"]) {
            sign(Place::of("heel_raise", dated, field));
        }
    }
    let hops: &[Dated<Hop>] = known.of_days(known.record.hop.as_deref(), SIGN_DAYS);
    for dated in newest_of_each(hops) {
        let Hop {
            test,
            left,
            right,
            both,
            ..
        } = &dated.entry;
        for (fields, of_leg) in [
            (["left.unable", "left.pain", "left.trials"], left),
            (["right.unable", "right.pain", "right.trials"], right),
            (["both.unable", "both.pain", "both.trials"], both),
        ] {
            if let Some(of_leg) = of_leg {
                let places = fields.map(|field| Place::of("hop", dated, field));
                let never = test.is_some_and(|test| hopped_never(test, of_leg));
                leg(sign, places, of_leg.pain, of_leg.unable, never);
            }
        }
        let fields = ["left.trials", "right.trials"];
        if *test == Some(HopTest::SingleHop)
            && let Some(field) =
                far_weaker(best_of_all(*test, left), best_of_all(*test, right), fields)
        {
            sign(Place::of("hop", dated, field));
        }
    }
}

/// The field of the leg that did less than half of what the other did. One that did nothing at all is a sign of its own.
fn far_weaker(
    left: Option<Exact>,
    right: Option<Exact>,
    [of_left, of_right]: [&'static str; 2],
) -> Option<&'static str> {
    let (left, right) = left.zip(right)?;
    if left > Exact::ZERO && left.times(2) < right {
        Some(of_left)
    } else if right > Exact::ZERO && right.times(2) < left {
        Some(of_right)
    } else {
        None
    }
}

/// The best trial of a leg whose trials are all known: one that is not might have been better.
fn best_of_all(test: Option<HopTest>, leg: &Option<HopLeg>) -> Option<Exact> {
    let trials = leg.as_ref()?.trials.as_deref().unwrap_or_default();
    let known = trials.iter().flatten();
    let all = known.clone().count() >= test?.trials();
    known.map(|trial| trial.exact()).max().filter(|_| all)
}

fn questionnaires(known: Known<'_>, sign: &mut impl FnMut(Place)) {
    let scores = known.of_days(known.record.questionnaires.as_deref(), SIGN_DAYS);
    let newest = scores
        .iter()
        .find(|dated| dated.entry.instrument == Some(Instrument::VisaA));
    let low = newest.filter(|dated| {
        let score = dated.entry.score.map(|score| score.exact());
        score.is_some_and(|score| score < Exact::whole(LEAST_VISA_A))
    });
    if let Some(dated) = low {
        sign(Place::of("questionnaires", dated, "score"));
    }
}

fn diary(known: Known<'_>, sign: &mut impl FnMut(Place)) {
    for dated in known.of_days(known.record.pain.as_deref(), SIGN_DAYS) {
        let pain = &dated.entry;
        for (field, score) in [
            ("hopping", pain.hopping),
            ("heel_raise", pain.heel_raise),
            ("palpation", pain.palpation),
        ] {
            if above(score.and_then(ActivityPain::score), MOST_IN_LOADING) {
                sign(Place::of("pain", dated, field));
            }
        }
    }
}

/// Stiff mornings, where there are enough of them.
fn stiffness(known: Known<'_>, sign: &mut impl FnMut(Place)) {
    let days = known.of_days(known.record.pain.as_deref(), STIFF_OF).iter();
    let stiff = days.filter(|dated| {
        let minutes = dated.entry.morning_stiffness_min;
        minutes.is_some_and(|minutes| minutes.millionths() > MOST_STIFFNESS)
    });
    if stiff.clone().count() >= STIFF_DAYS {
        stiff.for_each(|dated| sign(Place::of("pain", dated, "morning_stiffness_min")));
    }
}

fn runs(known: Known<'_>, sign: &mut impl FnMut(Place)) {
    for dated in known.of_days(known.record.runs.as_deref(), SIGN_DAYS) {
        let run = &dated.entry;
        if run.gait == Some(Gait::Altered) {
            sign(Place::of("runs", dated, "gait"));
        }
        if run.rising == Some(true) {
            sign(Place::of("runs", dated, "rising"));
        }
        if above(run.pain_after, MOST_IN_LOADING) {
            sign(Place::of("runs", dated, "pain_after"));
        }
        if known.as_of.since(dated.date) >= RUN_DAYS {
            continue;
        }
        for (field, pain) in [
            ("pain_start", run.pain_start),
            ("pain_during", run.pain_during),
            ("pain_next_morning", run.pain_next_morning),
        ] {
            if above(pain, MOST_IN_LOADING) {
                sign(Place::of("runs", dated, field));
            }
        }
    }
}

fn above(score: Option<Nrs>, most: i64) -> bool {
    score.is_some_and(|score| score.millionths() > most)
}
