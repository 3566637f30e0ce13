//! Sides that can never decide, with the proof.

use crate::protocol::{Asked, Bands, Condition, Criterion, Fact, GoalKind, Protocol};
use crate::verdict::Verdict;
use crate::workbench::cases::BandOutcome;
use crate::workbench::partition::{bounds, goals, hangs_on_goal, representatives};

/// The criterion because of which this side of this one can never decide the verdict; `None` when that is not proved.
///
/// Two proofs are tried. One on the same reading, asked whenever this one is, that is as bad on every value where this one has the
/// side: taking this one away changes nothing. And one that a CAUTION counts only beside: while the CAUTION counts, that one is not met
/// either, and no number of cautions is counted.
#[must_use]
pub fn never_decides(protocol: &Protocol, place: usize, side: BandOutcome) -> Option<usize> {
    let one = protocol.criteria.get(place)?;
    let bands = one.bands?;
    let band = match side {
        BandOutcome::Caution => Verdict::Caution,
        BandOutcome::NoGo => Verdict::NoGo,
        BandOutcome::Go | BandOutcome::Missing => return None,
    };
    if side == BandOutcome::Caution && bands.no_go.is_none() && protocol.cautions.is_none() {
        let beside = one.caution_only_with.filter(|beside| {
            let other = protocol.criteria.get(*beside);
            // A step that is in the way only beside this one would be lowered without it.
            other.is_some_and(|other| {
                (one.step || !other.step) && asked_with(protocol, (*beside, other), (place, one))
            })
        });
        if beside.is_some() {
            return beside;
        }
    }
    // A share of the goal is placed only of a run or a race, and `goal = "run"` holds of both.
    let mut placed = one.clone();
    if hangs_on_goal(&bands.go) {
        let run = vec![GoalKind::Run.word().to_owned()];
        placed.when.push(Condition::OneOf(Fact::Goal, run));
    }
    let mut others = protocol.criteria.iter().enumerate();
    others.find_map(|(at, other)| {
        let leans = other.no_go_only_with.is_some() || other.caution_only_with.is_some();
        let alike = at != place && other.query == one.query && !leans && (one.step || !other.step);
        let implied = alike
            && counts_as_bad(other, band)
            && stands_with(protocol, (at, other), (place, &placed))
            && other
                .bands
                .is_some_and(|others| as_bad(one, &bands, &others, band));
        implied.then_some(at)
    })
}

/// Whether one criterion counts whenever another does.
#[must_use]
pub fn asked_with(
    protocol: &Protocol,
    (at, one): (usize, &Criterion),
    (place, other): (usize, &Criterion),
) -> bool {
    one.counts_wherever(other) && stands_with(protocol, (at, one), (place, other))
}

/// Whether a criterion that places a value so counts by it in every setting: a CAUTION always does, a NO-GO that is volunteered only where
/// it refers.
fn counts_as_bad(criterion: &Criterion, band: Verdict) -> bool {
    band <= Verdict::Caution || criterion.asked == Asked::Always || criterion.refer.is_some()
}

/// Whether one criterion has its say, asked or volunteered, whenever another does.
fn stands_with(
    protocol: &Protocol,
    (at, one): (usize, &Criterion),
    (place, other): (usize, &Criterion),
) -> bool {
    let stage = |place: usize| {
        let mut stages = protocol.stages.iter();
        stages.position(|stage| stage.criteria.contains(&place))
    };
    !one.note
        && one
            .when
            .iter()
            .all(|condition| other.when.contains(condition))
        && stage(at) <= stage(place)
}

/// Whether on every value that the first bands place so, the others are no better: on every cell of values under every cell of goals.
fn as_bad(criterion: &Criterion, bands: &Bands, others: &Bands, band: Verdict) -> bool {
    goals(criterion, &[bands, others]).into_iter().all(|goal| {
        let cuts = bounds(bands, goal).and_then(|own| Ok([own, bounds(others, goal)?].concat()));
        let values = cuts.and_then(|cuts| representatives(criterion.measure, cuts));
        // What cannot be gone through is not proved.
        values.is_ok_and(|values| {
            values.into_iter().all(|value| {
                let placed = bands.place(value, goal);
                placed != Some(band) || others.place(value, goal).is_some_and(|other| other >= band)
            })
        })
    })
}
