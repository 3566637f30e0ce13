//! The decision of `decision.toml` once more, with every limit written in Rust: what criteria from a file are measured against.
//!
//! Measures, ranges and findings are those of the engine, so that both say the same; only the rules are no data here.

use return_to_run::engine::contradictions::Held;
use return_to_run::engine::{Finding, Outcome, Role};
use return_to_run::measure::{Reading, State};
use return_to_run::quantity::Exact;
use return_to_run::{Envelope, Verdict};

/// What counts as GO, and what as NO-GO, for a value.
type Bands = (fn(Exact) -> bool, fn(Exact) -> bool);

macro_rules! bands {
    (<= $go:literal, > $no_go:literal) => {
        bands!(<=, $go, >, $no_go)
    };
    (<= $go:literal, >= $no_go:literal) => {
        bands!(<=, $go, >=, $no_go)
    };
    (>= $go:literal, < $no_go:literal) => {
        bands!(>=, $go, <, $no_go)
    };
    ($better:tt, $go:literal, $worse:tt, $no_go:literal) => {
        (
            |value| value $better const { Exact::whole($go) },
            |value| value $worse const { Exact::whole($no_go) },
        )
    };
}

/// All thirty criteria, in the order of the file, each with a reading of its own.
fn judged(readings: &[Reading; 30]) -> [Envelope; 30] {
    let [
        pop,
        push_off_loss,
        rise,
        swelling,
        fever,
        night_pain,
        bone_tenderness,
        daily_pain,
        walking_pain,
        walking_pain_week,
        morning_pain,
        morning_pain_week,
        stiffness,
        limp,
        masking,
        heel_raises,
        heel_raise_symmetry,
        heel_raise_pain,
        after_heel_raises,
        surface,
        outside_norms,
        hops,
        hop_pain,
        after_hops,
        single_hop,
        single_hop_symmetry,
        single_hop_mean,
        single_hop_mean_symmetry,
        single_hop_pain,
        visa_a,
    ] = readings;
    let red_flag: Bands = bands!(<= 0, >= 1);
    [
        place(pop, red_flag),
        place(push_off_loss, red_flag),
        place(rise, bands!(<= 0, >= 2)),
        place(swelling, red_flag),
        place(fever, red_flag),
        place(night_pain, red_flag),
        place(bone_tenderness, red_flag),
        place(daily_pain, bands!(<= 3, > 6)),
        place(walking_pain, bands!(<= 3, > 6)),
        place(walking_pain_week, bands!(<= 4, > 7)),
        place(morning_pain, bands!(<= 3, > 6)),
        place(morning_pain_week, bands!(<= 4, > 7)),
        place(stiffness, bands!(<= 20, > 40)),
        place(limp, red_flag),
        at_most_caution(masking),
        place(heel_raises, bands!(>= 25, < 19)),
        place(heel_raise_symmetry, bands!(>= 90, < 80)),
        place(heel_raise_pain, bands!(<= 2, > 5)),
        place(after_heel_raises, bands!(<= 2, > 5)),
        at_most_caution(surface),
        at_most_caution(outside_norms),
        place(hops, bands!(>= 25, < 12)),
        place(hop_pain, bands!(<= 2, > 5)),
        place(after_hops, bands!(<= 2, > 5)),
        place(single_hop, bands!(>= 90, < 60)),
        place(single_hop_symmetry, bands!(>= 90, < 75)),
        place(single_hop_mean, bands!(>= 85, < 55)),
        place(single_hop_mean_symmetry, bands!(>= 90, < 75)),
        place(single_hop_pain, bands!(<= 2, > 5)),
        at_least(visa_a, Exact::whole(80)),
    ]
}

#[inline]
fn place(reading: &Reading, (go, no_go): Bands) -> Envelope {
    let band = |value| {
        if go(value) {
            Verdict::Go
        } else if no_go(value) {
            Verdict::NoGo
        } else {
            Verdict::Caution
        }
    };
    spread(reading, Verdict::NoGo, band)
}

#[inline]
fn at_most_caution(reading: &Reading) -> Envelope {
    let band = |value| {
        if value <= Exact::ZERO {
            Verdict::Go
        } else {
            Verdict::Caution
        }
    };
    spread(reading, Verdict::Caution, band)
}

#[inline]
fn at_least(reading: &Reading, least: Exact) -> Envelope {
    let band = |value| {
        if value >= least {
            Verdict::Go
        } else {
            Verdict::Caution
        }
    };
    spread(reading, Verdict::Caution, band)
}

/// The bands from one end of a reading to the other.
#[inline]
fn spread(reading: &Reading, worst: Verdict, band: impl Fn(Exact) -> Verdict) -> Envelope {
    let placed = match reading.state {
        State::NotApplicable => return Envelope::GO,
        State::Unable => Envelope::of(worst, worst),
        State::Known { low, high } if low == high => {
            let band = band(low);
            Envelope::of(band, band)
        }
        State::Known { low, high } => Envelope::of(band(low), band(high)),
    };
    if reading.may_not_apply {
        placed.or_go()
    } else {
        placed
    }
}

/// What there is to say where readings are missing.
pub(crate) const UNJUDGED: Outcome = Outcome {
    verdict: Verdict::NoGo,
    best_case: Verdict::NoGo,
    cautions: 0,
    accumulated: false,
    refer: None,
    held: Held::NONE,
};

/// The same as `evaluate` by `decision.toml`, asked for its last stage.
pub(crate) fn evaluate(readings: &[Reading; 30], findings: &mut Vec<Finding>) -> Outcome {
    findings.clear();
    let mut all = Envelope::GO;
    let mut cautions = 0_u32;
    for (criterion, (reading, envelope)) in readings.iter().zip(judged(readings)).enumerate() {
        if envelope != Envelope::GO {
            all = all.and(envelope);
            cautions = cautions.saturating_add(u32::from(envelope.worst() != Verdict::Go));
        }
        findings.push(Finding {
            criterion,
            reading: *reading,
            envelope,
            lowered: false,
            role: Role::Decides,
            unknown_fact: false,
        });
    }
    Outcome {
        verdict: all.worst(),
        best_case: all.best(),
        cautions,
        accumulated: false,
        refer: None,
        held: Held::NONE,
    }
}
