//! Hop and jump tests: distance, time, counts, symmetry, pain, and hop sessions without symptoms.

use super::attributes::{EntryRule, Fields, MASKING, Recovery, SIDE, SINCE, USUAL};
use super::diary::WORST_PAIN;
use super::evidence::Certainty;
use super::heel_raise::morning_after;
use super::pain::{above_baseline, baseline, next_morning, next_morning_above};
use super::reading::{Cause, Reading};
use super::session::ends_of_pain;
use super::sides::{involved, symmetry};
use super::tellings::{Fact, diary_worst, no_better_than, scored};
use super::{Act, Better, Definition, MeasurementError, Subject, Window, number};
use crate::assessment::Day;
use crate::assessment::wire::{Hop, HopLeg, HopTest, Side};
use crate::quantity::{Exact, Unit};

const TEST: Fields = &["hop[].date", "hop[].test"];
const RESULTS: Fields = &[
    "hop[].left.trials",
    "hop[].right.trials",
    "hop[].left.unable",
    "hop[].right.unable",
];

/// The pain of hopping, as the diary and every other test on one leg tell it.
const OTHER_HOPS: &[Fields] = &[
    &[
        "pain[].hopping",
        "hop[].date",
        "hop[].test",
        "hop[].left.pain",
        "hop[].right.pain",
    ],
    SIDE,
];

const DISTANCE: &str = "Stand on one leg, toes at a line; hop forward as far as you can, land on the same leg and hold for 2 seconds; measure \
    toe to heel. Arms free. One practice hop on each leg at half effort and two at full effort, then three counted trials, other leg first, 30 seconds \
    between. A hop that is not held counts as 0. Stop at pain above 5 of 10.";
const REPEATED: &str = "On one leg on flat ground, arms free, hop on the spot at a steady rhythm, heel not touching; count up to 25, or stop at pain \
    above 5 of 10, or when a hop no longer leaves the ground. Five practice hops on both legs first. Other leg first. Score the worst pain.";
const JUMPS: &str = "Jump on both legs on the spot, 180 a minute (a metronome), for up to 60 seconds; stop at pain above 5 of 10. No practice needed.";

const fn distance(id: &'static str, high: i64) -> Definition {
    Definition {
        act: Act::By(Exact::whole(1)),
        how_to: Some(DISTANCE),
        ..number(id, Unit::Centimetres, 0, high, Better::Higher)
    }
}

const fn index(id: &'static str, tested: &'static Definition, how_to: &'static str) -> Definition {
    Definition {
        relative_to: Some(tested),
        act: Act::Follows(tested),
        how_to: Some(how_to),
        ..number(id, Unit::Percent, 0, 1000, Better::Higher)
    }
}

/// The largest of the errors of four hop tests, since the dossier gives their range and not the one of this test.
const INDEX_ERROR: Option<MeasurementError> = Some(MeasurementError {
    sem: Exact::micro(5_590_000),
    mdc: Exact::micro(12_960_000),
    about: "SEM 3.04 to 5.59 points, MDC90 7.05 to 12.96, over four hop tests after knee ligament surgery; the largest is used",
    source: "reid2007",
});

const DISTANCE_ERROR: Option<MeasurementError> = Some(MeasurementError {
    sem: Exact::micro(17_740_000),
    mdc: Exact::micro(49_170_000),
    about: "SEM 4.61 to 17.74 cm over distance hops, 18 men, 4 weeks apart; the largest is used, MDC95 = 1.96 x 1.414 x SEM",
    source: "ross2002",
});

static SINGLE: Definition = Definition {
    meaning: "Single hop for distance, hurt leg, best of three.",
    error: DISTANCE_ERROR,
    reads: &[TEST, SINCE, MASKING, RESULTS, SIDE],
    mends: Recovery::training(4_000_000, 2),
    derivation: "The best of three trials of the newest `single-hop`; a missing trial could be any. With both sides hurt the shorter.",
    derive: |subject, window, measure| hurt(subject, window, measure, HopTest::SingleHop, best),
    ..distance("hop.single.distance", 400)
};

static SINGLE_SYMMETRY: Definition = Definition {
    meaning: "Single hop of the hurt leg in percent of the other, best of three.",
    error: INDEX_ERROR,
    may_not_apply: true,
    reads: &[TEST, SINCE, MASKING, RESULTS, SIDE],
    mends: Recovery::training(3_000_000, 2),
    derivation: "100 x best involved / best uninvolved; with both sides hurt the worse against the better.",
    derive: |subject, window, measure| {
        lsi(
            subject,
            window,
            measure,
            (&SINGLE, HopTest::SingleHop),
            best,
        )
    },
    ..index("hop.single.symmetry", &SINGLE, DISTANCE)
};

static SINGLE_MEAN: Definition = Definition {
    meaning: "Single hop for distance, hurt leg, mean of three.",
    error: DISTANCE_ERROR,
    reads: &[TEST, SINCE, MASKING, RESULTS, SIDE],
    mends: Recovery::training(4_000_000, 2),
    kept_for: Some("`benches/decision.toml` asks it, which other engines decide, too"),
    derivation: "The mean of three trials of the newest `single-hop`; a missing trial could be any.",
    derive: |subject, window, measure| hurt(subject, window, measure, HopTest::SingleHop, mean),
    ..distance("hop.single.mean_distance", 400)
};

static SINGLE_MEAN_SYMMETRY: Definition = Definition {
    meaning: "Single hop of the hurt leg in percent of the other, mean of three.",
    error: INDEX_ERROR,
    may_not_apply: true,
    reads: &[TEST, SINCE, MASKING, RESULTS, SIDE],
    mends: Recovery::training(3_000_000, 2),
    kept_for: Some("`benches/decision.toml` asks it, which other engines decide, too"),
    derivation: "100 x mean involved / mean uninvolved; with both sides hurt the worse against the better.",
    derive: |subject, window, measure| {
        lsi(
            subject,
            window,
            measure,
            (&SINGLE_MEAN, HopTest::SingleHop),
            mean,
        )
    },
    ..index("hop.single.mean_symmetry", &SINGLE_MEAN, DISTANCE)
};

static SINGLE_PAIN: Definition = Definition {
    meaning: "Worst pain in the single hop, hurt leg, 0 to 10.",
    reads: &[
        TEST,
        SINCE,
        MASKING,
        &["hop[].left.pain", "hop[].right.pain"],
        SIDE,
    ],
    joins: OTHER_HOPS,
    mends: Recovery::retest(2),
    kept_for: Some("the pain of a test, beside what the diary tells of that day"),
    derivation: "`hop[].left|right.pain` of the newest `single-hop`, or more that another test on one leg or the diary tells of hopping from that day on; with both sides hurt the worse.",
    how_to: Some(DISTANCE),
    derive: |subject, window, measure| {
        with_other_hops(
            subject,
            hurt(subject, window, measure, HopTest::SingleHop, pain),
            measure,
        )
    },
    ..next_morning("hop.single.pain")
};

static REPEATED_COUNT: Definition = Definition {
    meaning: "Single-leg hops on the spot, hurt leg, counted.",
    vouches_for: Some(&SINGLE),
    act: Act::By(Exact::whole(1)),
    reads: &[TEST, SINCE, MASKING, RESULTS, SIDE],
    mends: Recovery::training(2_000_000, 2),
    derivation: "The count of the newest `repeated-hops`; with both sides hurt the lower.",
    how_to: Some(REPEATED),
    derive: |subject, window, measure| hurt(subject, window, measure, HopTest::RepeatedHops, best),
    ..number("hop.repeated.count", Unit::Hops, 0, 1000, Better::Higher)
};

static REPEATED_PAIN: Definition = Definition {
    meaning: "Worst pain in single-leg hops on the spot, hurt leg, 0 to 10.",
    reads: &[
        TEST,
        SINCE,
        MASKING,
        &["hop[].left.pain", "hop[].right.pain"],
        SIDE,
    ],
    joins: OTHER_HOPS,
    mends: Recovery::retest(2),
    derivation: "`hop[].left|right.pain` of the newest `repeated-hops`, or more that another test on one leg or the diary tells of hopping from that day on; with both sides hurt the worse.",
    how_to: Some(REPEATED),
    derive: |subject, window, measure| {
        with_other_hops(
            subject,
            hurt(subject, window, measure, HopTest::RepeatedHops, pain),
            measure,
        )
    },
    ..next_morning("hop.repeated.pain")
};

static DOUBLE_SECONDS: Definition = Definition {
    meaning: "Jumps on both legs at 180 a minute, seconds kept up.",
    act: Act::By(Exact::whole(1)),
    reads: &[
        TEST,
        SINCE,
        MASKING,
        &["hop[].both.trials", "hop[].both.unable"],
    ],
    mends: Recovery::training(2_000_000, 2),
    derivation: "The seconds of the newest `double-leg-jumps`.",
    how_to: Some(JUMPS),
    derive: |subject, window, measure| both_legs(subject, window, measure, best),
    ..number(
        "hop.double_leg.seconds",
        Unit::Seconds,
        0,
        600,
        Better::Higher,
    )
};

static DOUBLE_PAIN: Definition = Definition {
    meaning: "Worst pain in jumps on both legs, 0 to 10.",
    reads: &[TEST, SINCE, MASKING, &["hop[].both.pain"]],
    joins: &[&["pain[].hopping"]],
    mends: Recovery::retest(2),
    derivation: "`hop[].both.pain` of the newest `double-leg-jumps`, or more that the diary tells of hopping from that day on.",
    how_to: Some(JUMPS),
    derive: |subject, window, measure| {
        with_diary(subject, both_legs(subject, window, measure, pain), measure)
    },
    ..next_morning("hop.double_leg.pain")
};

static NEXT_MORNING: Definition = Definition {
    meaning: "Pain on the first steps of the morning after the newest hop session, 0 to 10.",
    reads: &[SINCE, MASKING, &["hop[].date", "hop[].pain_next_morning"]],
    joins: &[&["pain[].morning"]],
    mends: Recovery::retest(2),
    derivation: "`hop[].pain_next_morning` of the newest day with a hop test; the worst of that day's tests.",
    how_to: Some("On the morning after hopping, score the pain of the first steps."),
    derive: |subject, window, measure| {
        let hops = subject.known(subject.assessment.hop.as_deref());
        let newest = subject.newest_test(subject.assessment.hop.as_deref(), window, |_| true);
        newest.read(measure, |_, date| {
            let day = hops
                .unwrap_or_default()
                .iter()
                .filter(|dated| dated.date == date);
            let mornings =
                day.map(|dated| morning_after(subject, dated.entry.pain_next_morning, date));
            mornings
                .reduce(|one, other| one.worse(other, measure))
                .unwrap_or(Reading::unknown(measure, Cause::Absent))
        })
    },
    ..next_morning("hop.next_morning")
};

static NEXT_MORNING_ABOVE: Definition = Definition {
    meaning: "Morning pain after the newest hop session above what is usual, in points.",
    reads: &[
        SINCE,
        MASKING,
        &["hop[].date", "hop[].pain_next_morning"],
        USUAL,
    ],
    joins: &[&["pain[].morning"]],
    mends: Recovery::retest(2),
    derivation: "`hop.next_morning` minus `baseline.morning_pain`.",
    how_to: Some("On the morning after hopping, score the pain of the first steps."),
    derive: |subject, window, measure| {
        above_baseline(subject, subject.read(&NEXT_MORNING, window), measure)
    },
    ..next_morning_above("hop.next_morning_above_baseline", &NEXT_MORNING)
};

static SYMPTOM_FREE: Definition = Definition {
    meaning: "Hop sessions without symptoms, at least two days apart.",
    act: Act::By(Exact::whole(1)),
    reads: &[
        SINCE,
        MASKING,
        &["hop[].date"],
        &[
            "hop[].left.pain",
            "hop[].left.unable",
            "hop[].right.pain",
            "hop[].right.unable",
            "hop[].both.pain",
            "hop[].both.unable",
            "hop[].pain_next_morning",
        ],
        USUAL,
        SIDE,
    ],
    joins: &[&["pain[].morning"]],
    takes: EntryRule::Sessions,
    // Calm sessions are two days apart, and the last one tells on the morning after.
    mends: Recovery::Retest {
        from_caution: 3,
        from_no_go: 4,
    },
    derivation: "Days in the window with a hop test whose worst pain (hurt leg) was at most 2 and whose next morning was at most 1 above the usual, \
        counted so that two of them lie at least 2 days apart. A session with pain above 5, or that the hurt leg could not do, begins the count anew. \
        A session with something unknown may be one, or may be sore.",
    how_to: Some(
        "Do the hops on the spot, score the pain, score the next morning; leave two days before the next session.",
    ),
    derive: symptom_free_sessions,
    ..number(
        "hop.symptom_free_sessions",
        Unit::Sessions,
        0,
        400,
        Better::Higher,
    )
};

pub(super) static MEASURES: &[&Definition] = &[
    &SINGLE,
    &SINGLE_SYMMETRY,
    &SINGLE_MEAN,
    &SINGLE_MEAN_SYMMETRY,
    &SINGLE_PAIN,
    &REPEATED_COUNT,
    &REPEATED_PAIN,
    &DOUBLE_SECONDS,
    &DOUBLE_PAIN,
    &NEXT_MORNING,
    &NEXT_MORNING_ABOVE,
    &SYMPTOM_FREE,
];

/// The pain of a test, no better than what the diary tells of hopping from that day on.
fn with_diary(subject: &Subject<'_>, pain: Reading, measure: &'static Definition) -> Reading {
    let first = pain.date.unwrap_or(subject.as_of);
    let diary = diary_worst(subject, (first, subject.as_of), |diary| {
        scored(diary.hopping)
    });
    diary.map_or(pain, |(worst, day)| {
        no_better_than(pain, worst, day, measure)
    })
}

/// The pain of a test on one leg, no better than what the diary and the other tests on one leg tell of hopping from that day on.
///
/// *Why the other tests?* The tendon is one: a hop for distance that hurt is not made good by hops on the spot of the same day. Jumps on
/// both legs are another load, and have measures of their own.
fn with_other_hops(subject: &Subject<'_>, pain: Reading, measure: &'static Definition) -> Reading {
    let first = pain.date.unwrap_or(subject.as_of);
    let days = (Some(first), subject.as_of);
    let pain = with_diary(subject, pain, measure);
    Fact::OneLegHop.join(subject, pain, days, measure)
}

/// What one leg of a test gives: a result from its trials, or its pain.
type Leg = fn(&HopLeg, HopTest, Day, &'static Definition) -> Reading;

fn hurt(
    subject: &Subject<'_>,
    window: Window,
    measure: &'static Definition,
    test: HopTest,
    read: Leg,
) -> Reading {
    let (left, right) = legs(subject, window, measure, test, read);
    involved(subject, left, right, measure)
}

fn legs(
    subject: &Subject<'_>,
    window: Window,
    measure: &'static Definition,
    test: HopTest,
    read: Leg,
) -> (Reading, Reading) {
    let leg = |pick: fn(&Hop) -> Option<&HopLeg>| {
        let newest = subject.newest_test(subject.assessment.hop.as_deref(), window, |hop| {
            hop.test == Some(test)
        });
        newest.read(measure, |hop, date| {
            pick(hop).map_or_else(
                || Reading::unknown(measure, Cause::Incomplete).on(date),
                |leg| read(leg, test, date, measure),
            )
        })
    };
    (leg(|hop| hop.left.as_ref()), leg(|hop| hop.right.as_ref()))
}

fn lsi(
    subject: &Subject<'_>,
    window: Window,
    measure: &'static Definition,
    (tested, test): (&'static Definition, HopTest),
    read: Leg,
) -> Reading {
    let (mut left, mut right) = legs(subject, window, tested, test, read);
    if !subject.changes.is_empty() {
        match subject.side() {
            Some(Side::Left) => left = subject.read(tested, window),
            Some(Side::Right) => right = subject.read(tested, window),
            Some(Side::Both) | None => {}
        }
    }
    symmetry(subject, (left, right), tested, measure)
}

fn both_legs(
    subject: &Subject<'_>,
    window: Window,
    measure: &'static Definition,
    read: Leg,
) -> Reading {
    let newest = subject.newest_test(subject.assessment.hop.as_deref(), window, |hop| {
        hop.test == Some(HopTest::DoubleLegJumps)
    });
    newest.read(measure, |hop, date| {
        hop.both.as_ref().map_or_else(
            || Reading::unknown(measure, Cause::Incomplete).on(date),
            |leg| read(leg, HopTest::DoubleLegJumps, date, measure),
        )
    })
}

fn results(leg: &HopLeg) -> impl Iterator<Item = Exact> {
    leg.trials
        .iter()
        .flatten()
        .flatten()
        .map(|trial| trial.exact())
}

/// The best trial; more is better in every test.
fn best(leg: &HopLeg, test: HopTest, date: Day, measure: &'static Definition) -> Reading {
    let known = results(leg).count();
    let most = measure.scale.range().1;
    match results(leg).max() {
        None if leg.unable == Some(true) => Reading::unable(Some(date)),
        None => Reading::unknown(measure, Cause::Incomplete).on(date),
        Some(best) if known >= test.trials() => Reading::taken(best.min(most), Some(date)),
        Some(best) => Reading::range(best, most, Some(date), Cause::Incomplete),
    }
}

fn mean(leg: &HopLeg, test: HopTest, date: Day, measure: &'static Definition) -> Reading {
    let known = results(leg).count();
    if known == 0 {
        return best(leg, test, date, measure);
    }
    let all = test.trials();
    let (_, most) = measure.scale.range();
    let sum = results(leg).fold(Exact::ZERO, Exact::plus);
    let missing = all.saturating_sub(known);
    let highest = (0..missing).fold(sum, |sum, _| sum.plus(most));
    let count = u32::try_from(all).unwrap_or(1);
    Reading::range(
        sum.over(count),
        highest.over(count),
        Some(date),
        Cause::Incomplete,
    )
}

fn pain(leg: &HopLeg, _: HopTest, date: Day, measure: &'static Definition) -> Reading {
    match leg.pain {
        Some(pain) => Reading::taken(pain.exact(), Some(date)),
        // A hop that could not be done has no pain score either.
        None => Reading::unknown(measure, Cause::Incomplete).on(date),
    }
}

/// What is known of the morning after a session; one that has not come yet could be anything.
pub(super) fn known_morning(
    subject: &Subject<'_>,
    pain: Option<crate::quantity::Nrs>,
    date: Day,
) -> (Exact, Exact) {
    let morning = date.plus(1);
    let pain = pain.filter(|_| morning <= subject.as_of);
    let (low, high) = ends_of_pain(pain);
    let diary = diary_worst(subject, (morning, morning.min(subject.as_of)), |pain| {
        pain.morning.map(|pain| pain.exact())
    });
    diary.map_or((low, high), |(worst, _)| (low.max(worst), high.max(worst)))
}

/// How far the morning after was above the usual.
pub(super) fn morning_above(
    subject: &Subject<'_>,
    pain: Option<crate::quantity::Nrs>,
    date: Day,
) -> (Exact, Exact) {
    let (low, high) = known_morning(subject, pain, date);
    let usual = baseline(subject);
    (low.minus(usual.1), high.minus(usual.0))
}

/// Whether it was at most so far.
pub(super) fn calm_morning(
    subject: &Subject<'_>,
    pain: Option<crate::quantity::Nrs>,
    date: Day,
    limit: Exact,
) -> Certainty {
    Certainty::at_most(morning_above(subject, pain, date), limit)
}

fn symptom_free_sessions(
    subject: &Subject<'_>,
    window: Window,
    measure: &'static Definition,
) -> Reading {
    let Some(hops) = subject.known(subject.assessment.hop.as_deref()) else {
        return Reading::unknown(measure, Cause::Absent);
    };
    let mut certain = SpacedSessions::default();
    let mut possible = SpacedSessions::default();
    let mut rest = hops;
    while let Some(first) = rest.first() {
        let day = rest.partition_point(|dated| dated.date == first.date);
        let (session, older) = rest.split_at(day);
        rest = older;
        if !subject.in_window(first.date, window) {
            break;
        }
        let hops = session.iter().map(|hop| worst_hop(subject, &hop.entry));
        let mornings = session.iter().map(|hop| {
            // At most 1 point above the usual (dossier 1.3).
            calm_morning(subject, hop.entry.pain_next_morning, hop.date, CALM_MORNING)
        });
        let of_session = |at_most: Exact| {
            let calm = hops.clone().map(|worst| Certainty::at_most(worst, at_most));
            calm.fold(Certainty::YES, Certainty::and)
        };
        let free = mornings
            .fold(of_session(CALM_HOPS), Certainty::and)
            .and(subject.day_qualifies(first.date));
        let bearable = of_session(BEARABLE_HOPS);
        certain.count(first.date, free.certain, bearable.certain);
        possible.count(first.date, free.possible, bearable.possible);
    }
    let newest = hops.first().map(|dated| dated.date);
    Reading::range(
        Exact::whole(certain.sessions),
        Exact::whole(possible.sessions),
        newest,
        Cause::Incomplete,
    )
}

/// Pain of a calm session (Thomeé 1997: up to 2 is safe), and what a session may hurt without beginning the count anew (up to 5 is
/// acceptable in loading).
const CALM_HOPS: Exact = Exact::whole(2);
const BEARABLE_HOPS: Exact = Exact::whole(5);

/// A calm morning is at most so much above the usual.
const CALM_MORNING: Exact = Exact::whole(1);

/// Calm sessions counted from the newest backwards, each at least two days before the last one counted: the most that fit, back to the
/// last session that was more than bearable.
///
/// *Why only back to there?* Calm sessions before a sore one speak of a tendon that could still be hurt so; those after it show that it
/// recovered.
#[derive(Default)]
struct SpacedSessions {
    last: Option<Day>,
    sessions: i64,
    ended: bool,
}

impl SpacedSessions {
    fn count(&mut self, date: Day, free: bool, bearable: bool) {
        self.ended |= !bearable;
        if free && !self.ended && self.last.is_none_or(|last| last.since(date) >= 2) {
            self.last = Some(date);
            self.sessions = self.sessions.saturating_add(1);
        }
    }
}

/// The least and the most that the worst hop of a test can have hurt on the hurt leg; a leg that could not is the worst there is.
fn worst_hop(subject: &Subject<'_>, hop: &Hop) -> (Exact, Exact) {
    let leg = |leg: Option<&HopLeg>| {
        let unable = leg.is_some_and(|leg| leg.unable == Some(true));
        // Who did not hop says nothing of how hops feel.
        let stood_still = leg.is_some_and(|leg| {
            let trials = || leg.trials.iter().flatten().flatten();
            trials().next().is_some() && trials().all(|trial| trial.exact() == Exact::ZERO)
        });
        let pain = leg
            .filter(|_| !stood_still)
            .and_then(|leg| leg.pain)
            .map(|pain| pain.exact());
        match pain {
            _ if unable => (WORST_PAIN, WORST_PAIN),
            Some(pain) => (pain, pain),
            None => (Exact::ZERO, WORST_PAIN),
        }
    };
    let (left, right) = (leg(hop.left.as_ref()), leg(hop.right.as_ref()));
    if hop.test == Some(HopTest::DoubleLegJumps) {
        return leg(hop.both.as_ref());
    }
    match subject.side() {
        Some(Side::Left) => left,
        Some(Side::Right) => right,
        Some(Side::Both) => (left.0.max(right.0), left.1.max(right.1)),
        None => (left.0.min(right.0), left.1.max(right.1)),
    }
}
