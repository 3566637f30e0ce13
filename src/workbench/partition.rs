//! The one partition of readings and goals into cells, for `diff`, `prove`, `search`, `mutate` and the cases.
//!
//! Limits cut a measure, and the distances of goals, into cells: inside one, every value is placed alike, so one value stands for all of
//! them.

use crate::measure::{Definition, Reading};
use crate::protocol::{Bands, Bound, Condition, Criterion, Fact, Limit};
use crate::quantity::{Exact, Kilometres};
use crate::verdict::Verdict;

/// Goals are looked at up to this distance, the longest that a record may state.
pub(super) const LONGEST_GOAL: Exact = Exact::whole(1_000);

/// Readings that no limit tells apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cell {
    /// The measure does not apply.
    NotApplicable,
    /// This one value.
    At(Exact),
    /// Every value between these two, neither included.
    Between(Exact, Exact),
    /// Tried and could not.
    Unable,
}

impl Cell {
    /// The value that stands for the cell; none where there is no value.
    #[must_use]
    pub fn value(self) -> Option<Exact> {
        match self {
            Self::At(value) => Some(value),
            Self::Between(low, high) => Some(low.plus(high).over(2)),
            Self::NotApplicable | Self::Unable => None,
        }
    }

    /// A reading that stands for the cell.
    #[must_use]
    pub fn reading(self) -> Reading {
        match self {
            Self::NotApplicable => Reading::NOT_APPLICABLE,
            Self::At(value) => Reading::taken(value, None),
            Self::Between(low, high) => Reading::taken(low.plus(high).over(2), None),
            Self::Unable => Reading::unable(None),
        }
    }
}

/// The cells of values that the bounds cut out of the measure's range, in ascending order.
///
/// The bounds themselves and the ends of the range are cells of their own, and so is what lies between two neighbours. Words, yes and
/// no, are each a cell.
///
/// # Errors
/// When two bounds lie so near that no number between them can be held exactly: a cell without a value would prove nothing.
pub fn cells(
    measure: &Definition,
    bounds: impl IntoIterator<Item = Exact>,
) -> Result<Vec<Cell>, &'static str> {
    let (low, high) = measure.scale.range();
    let words = measure.scale.words();
    if !words.is_empty() {
        let places = (0_i64..).zip(words);
        return Ok(places
            .map(|(place, _)| Cell::At(Exact::whole(place)))
            .collect());
    }
    let mut cuts: Vec<Exact> = bounds
        .into_iter()
        .filter(|bound| (low..=high).contains(bound))
        .chain([low, high])
        .collect();
    cuts.sort_unstable();
    cuts.dedup();
    let mut cells = Vec::with_capacity(cuts.len().saturating_mul(2));
    let mut cuts = cuts.into_iter().peekable();
    while let Some(cut) = cuts.next() {
        cells.push(Cell::At(cut));
        if let Some(next) = cuts.peek() {
            let between = Cell::Between(cut, *next);
            if between
                .value()
                .is_none_or(|middle| middle <= cut || middle >= *next)
            {
                return Err("two limits lie too near to each other to be told apart exactly");
            }
            cells.push(between);
        }
    }
    Ok(cells)
}

/// One value of every cell: each bound, and the middle between two neighbours.
///
/// # Errors
/// As of [`cells`].
pub fn representatives(
    measure: &Definition,
    bounds: impl IntoIterator<Item = Exact>,
) -> Result<Vec<Exact>, &'static str> {
    let cells = cells(measure, bounds)?;
    Ok(cells.into_iter().filter_map(Cell::value).collect())
}

/// The limits of bands: GO, and NO-GO if there is one.
pub(super) fn limits(bands: &Bands) -> impl Iterator<Item = Limit> + use<> {
    [Some(bands.go), bands.no_go].into_iter().flatten()
}

/// The bounds of bands under a goal; a share of the goal has none while its distance is not stated.
///
/// # Errors
/// When a share of a stated distance cannot be held exactly.
pub fn bounds(bands: &Bands, goal: Option<Exact>) -> Result<Vec<Exact>, &'static str> {
    let mut bounds = Vec::with_capacity(2);
    for limit in limits(bands) {
        match (limit.resolve(goal), goal) {
            (Some(bound), _) => bounds.push(bound),
            // Without a distance the limit says nothing: the band is the worst whatever the value.
            (None, None) => {}
            (None, Some(_)) => return Err("a share of the goal's distance cannot be held exactly"),
        }
    }
    Ok(bounds)
}

/// The bands that some value is placed in, for a goal of 10 km where a limit depends on the goal: shares of any other goal lie in the same
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

/// Whether a limit depends on the goal's distance.
#[must_use]
pub const fn hangs_on_goal(limit: &Limit) -> bool {
    matches!(limit.bound, Bound::GoalOver(_))
}

/// Distances of the goal at which `when` asks otherwise, or the limits of a measure lie in another order; `None` for one that cannot be
/// held exactly. None at all where nothing depends on the goal.
fn goal_cuts<'c>(
    when: impl Iterator<Item = &'c Condition>,
    limits: &[(&'static Definition, Limit)],
) -> Vec<Option<Exact>> {
    let mut cuts: Vec<Option<Exact>> = when
        .filter_map(|condition| match condition {
            Condition::Compares(Fact::GoalDistance, _, bound) => Some(Some(*bound)),
            Condition::Compares(..) | Condition::OneOf(..) => None,
        })
        .collect();
    for (measure, limit) in limits {
        if let Bound::GoalOver(divisor) = limit.bound {
            let (low, high) = measure.scale.range();
            let fixed = limits
                .iter()
                .filter_map(|(other, limit)| match limit.bound {
                    Bound::Value(value) if other == measure => Some(value),
                    Bound::Value(_) | Bound::GoalOver(_) => None,
                });
            cuts.extend(fixed.chain([low, high]).map(|value| value.product(divisor)));
        }
    }
    cuts
}

/// One goal of every cell of distances of one criterion under these bands; the one cell of none where it depends on no goal.
///
/// Two goals stand for each open cell, so that what changes within one is seen.
#[must_use]
pub fn goals(criterion: &Criterion, bands: &[&Bands]) -> Vec<Option<Exact>> {
    let limits: Vec<(&'static Definition, Limit)> = bands
        .iter()
        .flat_map(|bands| limits(bands))
        .map(|limit| (criterion.measure, limit))
        .collect();
    let cuts = goal_cuts(criterion.when.iter(), &limits);
    if cuts.is_empty() {
        return vec![None];
    }
    let ends = [Exact::ZERO, LONGEST_GOAL];
    let mut cuts: Vec<Exact> = cuts.into_iter().flatten().chain(ends).collect();
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

/// One distance of each cell that all these criteria tell apart, and the unknown one.
///
/// Between two cuts every limit and every end of a scale stand in the same order. Distances are whole millionths of a kilometre, so
/// a cut itself, if it is one, and the first distance above it stand for all.
///
/// # Errors
/// When a share of the goal cannot be held exactly.
pub(super) fn distances(criteria: &[&Criterion]) -> Result<Vec<Option<Kilometres>>, &'static str> {
    let limits: Vec<(&'static Definition, Limit)> = criteria
        .iter()
        .flat_map(|criterion| {
            let limits = criterion.bands.iter().flat_map(limits);
            limits.map(|limit| (criterion.measure, limit))
        })
        .collect();
    let when = criteria.iter().flat_map(|criterion| &criterion.when);
    let cuts = goal_cuts(when, &limits);
    if cuts.is_empty() {
        return Ok(vec![None]);
    }
    let mut distances = vec![1_i64];
    for cut in cuts {
        let cut =
            cut.ok_or("a share of the goal's distance has too many digits to be compared exactly")?;
        let floor = cut.millionths();
        distances.extend((Exact::micro(floor) == cut).then_some(floor));
        distances.push(floor.saturating_add(1));
    }
    distances.sort_unstable();
    distances.dedup();
    // A distance of zero or beyond the limit of distances is never read.
    let known = distances
        .into_iter()
        .filter(|distance| *distance > 0)
        .filter_map(|distance| Kilometres::new(distance).ok());
    Ok(known.map(Some).chain([None]).collect())
}
