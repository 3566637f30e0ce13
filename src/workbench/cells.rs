//! The cells into which limits cut a measure: inside one, every value is placed alike, so one value stands for all of them.

use crate::measure::Definition;
use crate::protocol::{Bands, Bound, Condition, Criterion, Fact, Limit};
use crate::quantity::Exact;
use crate::verdict::Verdict;

/// Goals are looked at up to this distance, the longest that a record may state.
pub(super) const LONGEST_GOAL: Exact = Exact::whole(1_000);

/// One value of every cell that the bounds cut out of the measure's range, in ascending order.
///
/// The bounds themselves and the ends of the range are cells of their own; between two neighbours the middle stands for the rest, so
/// bounds and middles take turns. Words, yes and no, are each a cell.
///
/// # Errors
/// When two bounds lie so near that no number between them can be held exactly: a cell without a value would prove nothing.
pub fn representatives(
    measure: &Definition,
    bounds: impl IntoIterator<Item = Exact>,
) -> Result<Vec<Exact>, &'static str> {
    let (low, high) = measure.scale.range();
    let words = measure.scale.words();
    if !words.is_empty() {
        return Ok((0_i64..)
            .zip(words)
            .map(|(place, _)| Exact::whole(place))
            .collect());
    }
    let mut cuts: Vec<Exact> = bounds
        .into_iter()
        .filter(|bound| (low..=high).contains(bound))
        .chain([low, high])
        .collect();
    cuts.sort_unstable();
    cuts.dedup();
    let mut values = Vec::with_capacity(cuts.len().saturating_mul(2));
    for (place, cut) in cuts.iter().enumerate() {
        values.push(*cut);
        if let Some(next) = cuts.get(place.saturating_add(1)) {
            let middle = cut.plus(*next).over(2);
            if middle <= *cut || middle >= *next {
                return Err("two limits lie too near to each other to be told apart exactly");
            }
            values.push(middle);
        }
    }
    Ok(values)
}

/// The bounds of bands under a goal; a share of the goal has none while its distance is not stated.
///
/// # Errors
/// When a share of a stated distance cannot be held exactly.
pub fn bounds(bands: &Bands, goal: Option<Exact>) -> Result<Vec<Exact>, &'static str> {
    let limits = [Some(bands.go), bands.no_go];
    let mut bounds = Vec::with_capacity(limits.len());
    for limit in limits.into_iter().flatten() {
        match (limit.resolve(goal), goal) {
            (Some(bound), _) => bounds.push(bound),
            // Without a distance the limit says nothing: the band is the worst whatever the value.
            (None, None) => {}
            (None, Some(_)) => return Err("a share of the goal's distance cannot be held exactly"),
        }
    }
    Ok(bounds)
}

/// The bands that some value is placed in, for a goal of 10 km where a limit hangs on the goal: shares of any other goal lie in the same
/// order. Every band there is, where that cannot be told.
#[must_use]
pub fn places(measure: &Definition, bands: &Bands) -> Vec<Verdict> {
    let goal = Some(Exact::whole(10));
    match bounds(bands, goal).and_then(|bounds| representatives(measure, bounds)) {
        Ok(values) => values
            .into_iter()
            .filter_map(|value| bands.place(value, goal))
            .collect(),
        Err(_) => vec![Verdict::Go, Verdict::Caution, bands.worst()],
    }
}

/// Whether a limit hangs on the goal's distance.
#[must_use]
pub const fn hangs_on_goal(limit: &Limit) -> bool {
    matches!(limit.bound, Bound::GoalOver(_))
}

/// One goal of every cell of distances: where the limits of a criterion lie in another order, or `when` asks otherwise, is another cell.
///
/// Two goals stand for each open cell, so that what changes within one is seen; a criterion that hangs on no goal has the one cell of
/// none.
#[must_use]
pub fn goals(criterion: &Criterion, bands: &[&Bands]) -> Vec<Option<Exact>> {
    let limits: Vec<Limit> = bands
        .iter()
        .flat_map(|bands| [Some(bands.go), bands.no_go])
        .flatten()
        .collect();
    let mut cuts: Vec<Exact> = criterion
        .when
        .iter()
        .filter_map(|condition| match condition {
            Condition::Compares(Fact::GoalDistance, _, bound) => Some(*bound),
            Condition::Compares(..) | Condition::OneOf(..) => None,
        })
        .collect();
    if cuts.is_empty() && !limits.iter().any(hangs_on_goal) {
        return vec![None];
    }
    let (low, high) = criterion.measure.scale.range();
    for share in &limits {
        if let Bound::GoalOver(divisor) = share.bound {
            let fixed = limits.iter().filter_map(|limit| match limit.bound {
                Bound::Value(value) => Some(value),
                Bound::GoalOver(_) => None,
            });
            cuts.extend(
                fixed
                    .chain([low, high])
                    .filter_map(|value| value.product(divisor)),
            );
        }
    }
    cuts.extend([Exact::ZERO, LONGEST_GOAL]);
    cuts.retain(|cut| (Exact::ZERO..=LONGEST_GOAL).contains(cut));
    cuts.sort_unstable();
    cuts.dedup();
    let mut goals = Vec::new();
    for (place, cut) in cuts.iter().enumerate() {
        goals.push(Some(*cut));
        if let Some(next) = cuts.get(place.saturating_add(1)) {
            let third = next.minus(*cut).over(3);
            goals.push(Some(cut.plus(third)));
            goals.push(Some(cut.plus(third).plus(third)));
        }
    }
    goals
}
