//! At which values of its measure a criterion's band changes, in words.

use crate::document::{Sentence, sentences};
use crate::measure::{Definition, with_unit};
use crate::protocol::{Bound, Criterion};
use crate::quantity::{Exact, Kilometres, Toward};
use crate::verdict::Verdict;

use super::joint::cuts;
use super::relation::Relation;
use super::words::{Said, becomes};
use crate::workbench::partition::{self, Cell, distances, hangs_on_goal, limits};

sentences! {
    at_any_value() = "at any value";
    up_to(high: String) = "up to {high}";
    below(high: String) = "below {high}";
    from(low: String) = "from {low}";
    above(low: String) = "above {low}";
    at(low: String) = "at {low}";
    from_to(low: String, high: String) = "from {low} to {high}";
    from_to_below(low: String, high: String) = "from {low} to below {high}";
    above_to(low: String, high: String) = "above {low} to {high}";
    above_and_below(low: String, high: String) = "above {low} and below {high}";
}

/// Values of a measure that are next to one another and change alike.
#[derive(Clone, Debug)]
pub struct Interval {
    /// The least of them, or what they lie above.
    pub low: Exact,
    /// The greatest of them, or what they lie below.
    pub high: Exact,
    /// Whether `low` and `high` are among them.
    pub includes: (bool, bool),
    /// The band by OLD; GO where it does not ask.
    pub old: Verdict,
    /// The band by NEW; GO where it does not ask.
    pub new: Verdict,
    /// Whether a verdict can change there; else another criterion asks as much.
    pub decides: bool,
    /// A distance of the goal for which it is so; none when it does not depend on one.
    pub goal: Option<Kilometres>,
    /// The values in words: `from 3 to 5 nrs`.
    pub words: Sentence,
}

impl Interval {
    /// Whether the value lies in it.
    #[must_use]
    pub fn holds(&self, value: Exact) -> bool {
        let above = value > self.low || (self.includes.0 && value == self.low);
        let below = value < self.high || (self.includes.1 && value == self.high);
        above && below
    }

    /// The same, knowing at which cells, with which bands before and now, a verdict can change.
    pub(super) fn decided(self, cells: &[(Cell, Verdict, Verdict)]) -> Self {
        let within = |cell: &Cell| match cell {
            Cell::At(_) | Cell::Between(..) => cell
                .reading()
                .value()
                .is_some_and(|value| self.holds(value)),
            Cell::NotApplicable | Cell::Unable => false,
        };
        // A share of the goal lies elsewhere for every goal: there the bands tell.
        let decides = cells.iter().any(|(cell, old, new)| {
            (*old, *new) == (self.old, self.new) && (self.goal.is_some() || within(cell))
        });
        Self { decides, ..self }
    }

    /// `from 3 to 5 nrs: CAUTION becomes NO-GO (stricter)`, said of a criterion that stands in both files.
    #[must_use]
    pub fn said(&self) -> Said {
        let way = if self.new > self.old {
            Relation::Stricter
        } else {
            Relation::Laxer
        };
        becomes(self.words.clone(), self.old, self.new).going(way)
    }
}

/// The band of a criterion by itself, as if asked; GO where there is none.
fn band(criterion: Option<&Criterion>, cell: Cell, goal: Option<Exact>) -> Verdict {
    let Some(bands) = criterion
        .filter(|criterion| !criterion.note)
        .and_then(|criterion| criterion.bands)
    else {
        return Verdict::Go;
    };
    match cell {
        Cell::NotApplicable => Verdict::Go,
        Cell::Unable => bands.worst(),
        Cell::At(_) | Cell::Between(..) => {
            let value = cell.reading().value();
            let placed = value.and_then(|value| bands.place(value, goal));
            placed.unwrap_or(bands.worst())
        }
    }
}

/// Where the bands of two criteria on one measure differ, for every distance of the goal that makes a difference.
pub(super) fn intervals(old: Option<&Criterion>, new: Option<&Criterion>) -> Vec<Interval> {
    let Some(measure) = new.or(old).map(|criterion| criterion.measure) else {
        return Vec::new();
    };
    let both: Vec<&Criterion> = old.into_iter().chain(new).collect();
    let share = |criterion: &&Criterion| {
        let mut limits = criterion.bands.iter().flat_map(limits);
        limits.any(|limit| hangs_on_goal(&limit))
    };
    let goals: Vec<Option<Kilometres>> = if both.iter().any(share) {
        // Of the unknown distance only one thing can be said: it is the worst band.
        let known = distances(&both).unwrap_or_default();
        known.into_iter().flatten().map(Some).collect()
    } else {
        vec![None]
    };
    let mut all: Vec<Interval> = Vec::new();
    for goal in goals {
        let distance = goal.map(crate::quantity::Quantity::exact);
        let cuts = cuts(&both, measure, distance).unwrap_or_default();
        let Ok(cells) = partition::cells(measure, cuts) else {
            continue;
        };
        let mut run: Vec<(Cell, Verdict, Verdict)> = Vec::new();
        for cell in cells.into_iter().map(Some).chain([None]) {
            let next =
                cell.map(|cell| (cell, band(old, cell, distance), band(new, cell, distance)));
            let goes_on = match (run.last(), next) {
                (Some((_, old, new)), Some((_, next_old, next_new))) => {
                    (*old, *new) == (next_old, next_new)
                }
                (None, Some(_)) => true,
                (Some(_) | None, None) => false,
            };
            if !goes_on {
                all.extend(interval(&run, measure, &both, goal));
                run.clear();
            }
            run.extend(next);
        }
    }
    let mut once: Vec<Interval> = Vec::new();
    for interval in all {
        let same = |other: &Interval| other.said() == interval.said();
        if !once.iter().any(same) {
            once.push(interval);
        }
    }
    once
}

fn interval(
    run: &[(Cell, Verdict, Verdict)],
    measure: &'static Definition,
    criteria: &[&Criterion],
    goal: Option<Kilometres>,
) -> Option<Interval> {
    let (first, old, new) = run.first().copied()?;
    let (last, ..) = run.last().copied()?;
    if old == new {
        return None;
    }
    let (low, from) = match first {
        Cell::At(value) => (value, true),
        Cell::Between(low, _) => (low, false),
        Cell::NotApplicable | Cell::Unable => return None,
    };
    let (high, to) = match last {
        Cell::At(value) => (value, true),
        Cell::Between(_, high) => (high, false),
        Cell::NotApplicable | Cell::Unable => return None,
    };
    let mut interval = Interval {
        low,
        high,
        includes: (from, to),
        old,
        new,
        decides: false,
        goal,
        words: Sentence::EMPTY,
    };
    interval.words = words(&interval, measure, criteria);
    Some(interval)
}

fn words(interval: &Interval, measure: &'static Definition, criteria: &[&Criterion]) -> Sentence {
    let scale = measure.scale.words();
    if !scale.is_empty() {
        let held = scale.iter().enumerate().filter(|(place, _)| {
            i64::try_from(*place).is_ok_and(|place| interval.holds(Exact::whole(place)))
        });
        return Sentence::join(held.map(|(_, word)| Sentence::from(*word)), " or ");
    }
    let goal = interval.goal.map(crate::quantity::Quantity::exact);
    let share = |value: Exact| {
        let limits = criteria
            .iter()
            .filter_map(|criterion| criterion.bands.as_ref())
            .flat_map(limits);
        limits
            .filter(|limit| limit.resolve(goal) == Some(value))
            .find_map(|limit| match limit.bound {
                Bound::GoalOver(divisor) => {
                    Some(format!("goal / {}", divisor.decimal(Toward::Down)))
                }
                Bound::Value(_) => None,
            })
    };
    let (floor, ceiling) = measure.scale.range();
    let unit = measure.scale.unit();
    let shown =
        |value: Exact| share(value).unwrap_or_else(|| with_unit(value.decimal(Toward::Down), unit));
    let (low, high) = (shown(interval.low), shown(interval.high));
    let bare = if share(interval.low).is_none() && share(interval.high).is_none() {
        interval.low.decimal(Toward::Down).to_string()
    } else {
        low.clone()
    };
    let open_below = interval.low == floor && interval.includes.0;
    let open_above = interval.high == ceiling && interval.includes.1;
    match (open_below, open_above, interval.includes) {
        (true, true, _) => at_any_value(),
        (true, false, (_, true)) => up_to(high),
        (true, false, (_, false)) => below(high),
        (false, true, (true, _)) => from(low),
        (false, true, (false, _)) => above(low),
        (false, false, (true, true)) if interval.low == interval.high => at(low),
        (false, false, (true, true)) => from_to(bare, high),
        (false, false, (true, false)) => from_to_below(bare, high),
        (false, false, (false, true)) => above_to(bare, high),
        (false, false, (false, false)) => above_and_below(bare, high),
    }
}
