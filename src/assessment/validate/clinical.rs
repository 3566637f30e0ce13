//! What was felt and tested: the diary of pain, heel raises, hops and questionnaires.

use super::entries::{InFileOrder, Place, PlacedEntry, not_after, once, placed};
use super::faults::Faults;
use crate::assessment::{Day, wire};
use crate::quantity::{Exact, MICRO, Nrs, Trial};

pub(super) fn check_examinations(
    screening: &InFileOrder<wire::Screening>,
    as_of: Day,
    faults: &mut Faults,
) {
    for (index, entry) in screening.iter().flatten().enumerate() {
        let block = "screening";
        if let Some(day) = entry.examined.as_ref().and_then(|examined| examined.date) {
            let place = Place { block, index };
            not_after(|| place.at("/examined/date"), day, as_of, faults);
        }
    }
}

pub(super) fn check_diary(diary: &InFileOrder<wire::Pain>, faults: &mut Faults) {
    once("pain", diary, |_| Some(()), faults);
}

pub(super) fn check_heel_raises(
    tests: &InFileOrder<wire::HeelRaise>,
    as_of: Day,
    faults: &mut Faults,
) {
    once("heel_raise", tests, |_| Some(()), faults);
    for PlacedEntry { index, entry, date } in placed(tests) {
        let place = Place {
            block: "heel_raise",
            index,
        };
        check_leg(place, "left", entry.left.as_ref(), faults);
        check_leg(place, "right", entry.right.as_ref(), faults);
        check_morning(place, date, entry.pain_next_morning, as_of, faults);
    }
}

pub(super) fn check_hops(tests: &InFileOrder<wire::Hop>, as_of: Day, faults: &mut Faults) {
    once("hop", tests, |entry| entry.test, faults);
    // Also of an entry without a day: all faults at once.
    for (index, entry) in tests.iter().flatten().enumerate() {
        let block = "hop";
        check_hop(Place { block, index }, entry, faults);
    }
    for PlacedEntry { index, entry, date } in placed(tests) {
        let place = Place {
            block: "hop",
            index,
        };
        check_morning(place, date, entry.pain_next_morning, as_of, faults);
    }
}

pub(super) fn check_questionnaires(totals: &InFileOrder<wire::Questionnaire>, faults: &mut Faults) {
    once("questionnaires", totals, |entry| entry.instrument, faults);
    for (index, entry) in totals.iter().flatten().enumerate() {
        check_questionnaire(
            Place {
                block: "questionnaires",
                index,
            },
            entry,
            faults,
        );
    }
}

pub(super) fn check_observations(entries: &InFileOrder<wire::Observation>, faults: &mut Faults) {
    once(
        "observations",
        entries,
        |entry| entry.measure.clone(),
        faults,
    );
    for (index, entry) in entries.iter().flatten().enumerate() {
        let place = Place {
            block: "observations",
            index,
        };
        faults.required(
            entry.measure.as_ref(),
            || place.at("/measure"),
            "name the measure, as the criteria file does",
        );
        let whole = [("", entry.value.as_ref(), entry.unable)];
        let sides = [("/left", &entry.left), ("/right", &entry.right)];
        let sides = sides.into_iter().filter_map(|(field, side)| {
            let side = side.as_ref()?;
            Some((field, side.value.as_ref(), side.unable))
        });
        for (field, value, unable) in whole.into_iter().chain(sides) {
            if unable == Some(true) && value.is_some() {
                faults.add(place.at(field), UNABLE_WITH_RESULTS);
            }
        }
    }
}

/// Pain on the morning after is an observation of the day after.
pub(super) fn check_morning(
    place: Place,
    date: Day,
    pain: Option<Nrs>,
    as_of: Day,
    faults: &mut Faults,
) {
    if pain.is_some() && date.plus(1) > as_of {
        faults.add_own(place.at("/pain_next_morning"), |own| {
            let (next, as_of) = (own.of(&date.plus(1)), own.of(&as_of));
            format!("belongs to {next}, which lies after `as_of` {as_of}")
        });
    }
}

fn check_leg(place: Place, side: &str, leg: Option<&wire::HeelRaiseLeg>, faults: &mut Faults) {
    let Some(leg) = leg else { return };
    let results = leg.reps.is_some() || leg.height_cm.is_some() || leg.work_j.is_some();
    if leg.unable == Some(true) && results {
        faults.add(place.at(&format!("/{side}")), UNABLE_WITH_RESULTS);
    }
}

const UNABLE_WITH_RESULTS: &str = "`unable` and results contradict each other; keep one";

fn check_hop(place: Place, hop: &wire::Hop, faults: &mut Faults) {
    let Some(test) = faults.required(
        hop.test,
        || place.at("/test"),
        "a hop entry must name its test",
    ) else {
        return;
    };
    let double = test == wire::HopTest::DoubleLegJumps;
    let legs = [
        ("left", &hop.left, !double),
        ("right", &hop.right, !double),
        ("both", &hop.both, double),
    ];
    for (side, leg, belongs) in legs {
        let Some(leg) = leg else { continue };
        let path = |field: &str| place.at(&format!("/{side}{field}"));
        if !belongs {
            faults.add(
                path(""),
                if double {
                    "double-leg jumps use `both`, not a side"
                } else {
                    "a single-leg test uses `left` and `right`"
                },
            );
            continue;
        }
        let results = leg.trials.iter().flatten().flatten().next().is_some();
        if leg.unable == Some(true) && results {
            faults.add(path(""), UNABLE_WITH_RESULTS);
        }
        let trials = leg.trials.as_deref().unwrap_or_default();
        let most = test.trials();
        if trials.len() > most {
            faults.add(
                path("/trials"),
                format!(
                    "this test has {most} trial(s), got {}; keep the counted ones",
                    trials.len()
                ),
            );
        }
        for (index, trial) in trials.iter().enumerate() {
            if let Some(trial) = trial
                && let Some(allowed) = refused(test, *trial)
            {
                faults.add_own(path(&format!("/trials/{index}")), |own| {
                    let trial = own.of(&trial);
                    format!("trial must be {allowed}, got {trial}")
                });
            }
        }
    }
}

/// What a trial of the test may be, when this one is not.
fn refused(test: wire::HopTest, trial: Trial) -> Option<&'static str> {
    use wire::HopTest::{
        CrossoverHop, DoubleLegJumps, RepeatedHops, SideHop, SingleHop, SixMetreTimedHop, TripleHop,
    };
    let value = trial.exact();
    let (allowed, most, whole) = match test {
        SingleHop => ("a distance of 0 to 400 cm", 400, false),
        TripleHop | CrossoverHop => ("a distance of 0 to 1200 cm", 1200, false),
        SixMetreTimedHop => ("a time above 0, to 120 s", 120, false),
        SideHop | RepeatedHops => ("a whole number of hops, 0 to 1000", 1000, true),
        DoubleLegJumps => ("seconds, 0 to 600", 600, false),
    };
    let timed_zero = test == SixMetreTimedHop && value <= Exact::ZERO;
    let broken = whole && trial.millionths().checked_rem(MICRO) != Some(0);
    (value > Exact::whole(most) || timed_zero || broken).then_some(allowed)
}

fn check_questionnaire(place: Place, entry: &wire::Questionnaire, faults: &mut Faults) {
    let Some(instrument) = faults.required(
        entry.instrument,
        || place.at("/instrument"),
        "name the questionnaire",
    ) else {
        return;
    };
    let (low, high) = instrument.range();
    if let Some(score) = entry.score
        && !(Exact::whole(low)..=Exact::whole(high)).contains(&score.exact())
    {
        faults.add_own(place.at("/score"), |own| {
            let score = own.of(&score);
            format!("score must be {low} to {high} for this questionnaire, got {score}")
        });
    }
}
