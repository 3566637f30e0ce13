//! What tests of the legs say of one another and of the side that is hurt.

use super::{Contradiction, Known, Pair, Place};
use crate::assessment::Dated;
use crate::assessment::wire::{Ability, HeelRaise, HeelRaiseLeg, Hop, HopLeg, HopTest, Side};
use crate::quantity::{Exact, MICRO, Nrs};

/// A screening and a test that lie further apart speak of two different states of one leg: two weeks, as a diary is judged.
const SAME_STATE_DAYS: i32 = 14;

/// Pain in a test of the sound leg above this is none of a sound leg (Thomeé 1997: up to 2 is safe).
const MOST_OF_A_SOUND_LEG: i64 = 2 * MICRO;

/// The hopping test of the Achilles battery is 25 hops (silbernagel2006).
const ENOUGH_HOPS: Exact = Exact::whole(25);

/// More than this percentage of the sound leg, and the other leg is the weak one.
const MOST_SYMMETRY: u16 = 120;

pub(super) fn find(known: Known<'_>, found: &mut impl FnMut(Pair)) {
    let raises = known.entries(known.record.heel_raise.as_deref()).first();
    if let Some(raises) = raises {
        able_and_unable(known, raises, found);
        without_height(raises, found);
    }
    let sound = match known.record.injury.side {
        Some(Side::Left) => Leg::Right,
        Some(Side::Right) => Leg::Left,
        Some(Side::Both) | None => return,
    };
    // A leg that was once hurt itself may well be the weaker one; that it hurts or cannot today is another thing.
    let was_hurt = known.record.injury.other_side_history == Some(true);
    if let Some(raises) = raises {
        sound_in_raises(raises, sound, was_hurt, found);
    }
    for hops in newest_of_each(known.entries(known.record.hop.as_deref())) {
        sound_in_hops(hops, sound, was_hurt, found);
    }
}

/// A side of the body.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Leg {
    Left,
    Right,
}

impl Leg {
    /// The one of two fields that is of this leg.
    const fn of(self, left: &'static str, right: &'static str) -> &'static str {
        match self {
            Self::Left => left,
            Self::Right => right,
        }
    }
}

fn able_and_unable(known: Known<'_>, raises: &Dated<HeelRaise>, found: &mut impl FnMut(Pair)) {
    let screening = known.entries(known.record.screening.as_deref());
    let told = screening
        .iter()
        .find(|dated| dated.entry.heel_raise_ability.is_some());
    let Some(able) = told.filter(|dated| {
        dated.entry.heel_raise_ability == Some(Ability::Able)
            && dated.date.since(raises.date).abs() <= SAME_STATE_DAYS
    }) else {
        return;
    };
    let unable =
        |leg: &Option<HeelRaiseLeg>| leg.as_ref().is_some_and(|leg| leg.unable == Some(true));
    let (left, right) = (unable(&raises.entry.left), unable(&raises.entry.right));
    // Of an unknown side only both legs together surely hold the hurt one.
    let leg = match known.record.injury.side {
        Some(Side::Left) => left.then_some(Leg::Left),
        Some(Side::Both) if left => Some(Leg::Left),
        Some(Side::Right | Side::Both) => right.then_some(Leg::Right),
        None => (left && right).then_some(Leg::Left),
    };
    if let Some(leg) = leg {
        found(Pair {
            kind: Contradiction::AbleAndUnable,
            places: [
                Place::of("screening", able, "heel_raise_ability"),
                Place::of("heel_raise", raises, leg.of("left.unable", "right.unable")),
            ],
        });
    }
}

fn without_height(raises: &Dated<HeelRaise>, found: &mut impl FnMut(Pair)) {
    let rose_by_nothing = |leg: &Option<HeelRaiseLeg>| {
        leg.as_ref().is_some_and(|leg| {
            leg.reps.is_some_and(|reps| reps.millionths() > 0)
                && leg.height_cm.is_some_and(|height| height.millionths() == 0)
        })
    };
    for (leg, fields) in [
        (&raises.entry.left, ["left.reps", "left.height_cm"]),
        (&raises.entry.right, ["right.reps", "right.height_cm"]),
    ] {
        if rose_by_nothing(leg) {
            found(Pair {
                kind: Contradiction::RepetitionsWithoutHeight,
                places: fields.map(|field| Place::of("heel_raise", raises, field)),
            });
        }
    }
}

/// Calls for a field of the sound leg.
fn not_sound(place: Place, found: &mut impl FnMut(Pair)) {
    found(Pair {
        kind: Contradiction::SoundLegNotSound,
        places: [place, Place::of_injury("side")],
    });
}

fn hurts(pain: Option<Nrs>) -> bool {
    pain.is_some_and(|pain| pain.millionths() > MOST_OF_A_SOUND_LEG)
}

fn sound_in_raises(
    raises: &Dated<HeelRaise>,
    sound: Leg,
    was_hurt: bool,
    found: &mut impl FnMut(Pair),
) {
    let HeelRaise { left, right, .. } = &raises.entry;
    let (leg, hurt) = match sound {
        Leg::Left => (left, right),
        Leg::Right => (right, left),
    };
    let Some(leg) = leg else { return };
    let place = |left, right| Place::of("heel_raise", raises, sound.of(left, right));
    if hurts(leg.pain) {
        not_sound(place("left.pain", "right.pain"), found);
    }
    if leg.unable == Some(true) {
        not_sound(place("left.unable", "right.unable"), found);
    }
    if rose_never(leg) {
        not_sound(place("left.reps", "right.reps"), found);
    }
    if was_hurt || rose_never(leg) {
        return;
    }
    let Some(hurt) = hurt else { return };
    let parts = [
        (
            hurt.reps.map(|reps| reps.exact()),
            leg.reps.map(|reps| reps.exact()),
            place("left.reps", "right.reps"),
        ),
        (
            hurt.height_cm.map(|height| height.exact()),
            leg.height_cm.map(|height| height.exact()),
            place("left.height_cm", "right.height_cm"),
        ),
        (
            hurt.work_j.map(|work| work.exact()),
            leg.work_j.map(|work| work.exact()),
            place("left.work_j", "right.work_j"),
        ),
    ];
    for (hurt, sound, place) in parts {
        if let (Some(hurt), Some(sound)) = (hurt, sound)
            && is_beaten(sound, hurt)
        {
            not_sound(place, found);
        }
    }
}

fn sound_in_hops(hops: &Dated<Hop>, sound: Leg, was_hurt: bool, found: &mut impl FnMut(Pair)) {
    let Hop {
        test, left, right, ..
    } = &hops.entry;
    let (leg, hurt) = match sound {
        Leg::Left => (left, right),
        Leg::Right => (right, left),
    };
    let (Some(test), Some(leg)) = (*test, leg) else {
        return;
    };
    let place = |left, right| Place::of("hop", hops, sound.of(left, right));
    if hurts(leg.pain) {
        not_sound(place("left.pain", "right.pain"), found);
    }
    if leg.unable == Some(true) {
        not_sound(place("left.unable", "right.unable"), found);
    }
    let beaten = hurt
        .as_ref()
        .is_some_and(|hurt| !was_hurt && is_beaten_at(test, leg, hurt));
    if hopped_never(test, leg) || beaten {
        not_sound(place("left.trials", "right.trials"), found);
    }
}

/// Whether not one repetition was done: the leg could not, in other words.
pub(super) fn rose_never(leg: &HeelRaiseLeg) -> bool {
    leg.reps.is_some_and(|reps| reps.millionths() == 0)
}

/// Whether every trial of the test is recorded as nothing: the leg could not, in other words.
pub(super) fn hopped_never(test: HopTest, leg: &HopLeg) -> bool {
    let trials = leg.trials.as_deref().unwrap_or_default();
    let mut known = trials.iter().flatten();
    known.clone().count() >= test.trials() && known.all(|trial| trial.millionths() == 0)
}

/// The newest entry of each hop test.
pub(super) fn newest_of_each(hops: &[Dated<Hop>]) -> impl Iterator<Item = &Dated<Hop>> {
    let newer = |place: usize, test: Option<HopTest>| {
        let before = hops.get(..place).unwrap_or_default();
        before.iter().any(|dated| dated.entry.test == test)
    };
    let entries = hops.iter().enumerate();
    entries
        .filter(move |(place, dated)| !newer(*place, dated.entry.test))
        .map(|(_, dated)| dated)
}

/// Whether the sound leg is surely beaten: whatever its trials that are not recorded were.
fn is_beaten_at(test: HopTest, sound: &HopLeg, hurt: &HopLeg) -> bool {
    let trials = |leg: &HopLeg| {
        let trials = leg.trials.as_deref().unwrap_or_default();
        let known = trials.iter().flatten().map(|trial| trial.exact());
        (known.clone().count(), known.clone().max(), known.min())
    };
    let (known, best, quickest) = trials(sound);
    let (_, best_of_hurt, quickest_of_hurt) = trials(hurt);
    if known < test.trials() {
        return false;
    }
    match test {
        HopTest::SingleHop | HopTest::TripleHop | HopTest::CrossoverHop | HopTest::SideHop => {
            matches!((best, best_of_hurt), (Some(sound), Some(hurt)) if is_beaten(sound, hurt))
        }
        HopTest::SixMetreTimedHop => {
            matches!((quickest, quickest_of_hurt), (Some(sound), Some(hurt)) if is_beaten(hurt, sound))
        }
        // Hops on the spot are counted up to enough, and the sound leg may stop there.
        HopTest::RepeatedHops => {
            matches!((best, best_of_hurt), (Some(sound), Some(hurt)) if sound < ENOUGH_HOPS && is_beaten(sound, hurt))
        }
        HopTest::DoubleLegJumps => false,
    }
}

/// Whether one is more than a fifth above the other.
fn is_beaten(other: Exact, one: Exact) -> bool {
    one.times(100) > other.times(MOST_SYMMETRY)
}
