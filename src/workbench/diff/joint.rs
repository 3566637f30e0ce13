//! The joint cells of measures that two files cannot be compared by one by one.

use crate::measure::{Better, Definition};
use crate::protocol::{Criterion, Protocol, Query};
use crate::quantity::Exact;
use crate::workbench::partition::{Cell, bounds};
use crate::workbench::questions::deciding;

use super::window;

/// More joint cells than this are not gone through.
const MOST: usize = 20_000;

/// The limits of both files on a measure, for a goal of this distance.
pub(super) fn cuts(
    criteria: &[&Criterion],
    measure: &Definition,
    goal: Option<Exact>,
) -> Result<Vec<Exact>, &'static str> {
    let on_it = criteria.iter().filter(|other| other.measure == measure);
    let cuts: Result<Vec<Vec<Exact>>, &'static str> = on_it
        .filter_map(|criterion| Some(bounds(criterion.bands.as_ref()?, goal)))
        .collect();
    Ok(cuts?.concat())
}

/// A measure in a window that at least one file decides by.
#[derive(Clone, Copy, Debug)]
pub(super) struct Slot {
    pub(super) query: Query,
    pub(super) old: Option<usize>,
    pub(super) new: Option<usize>,
}

/// What both files decide by, each once.
pub(super) fn slots(old: &Protocol, new: &Protocol) -> Vec<Slot> {
    let mut slots: Vec<Slot> = Vec::new();
    for (protocol, is_new) in [(old, false), (new, true)] {
        for criterion in deciding(protocol) {
            let Some(query) = protocol.queries.get(criterion.query) else {
                continue;
            };
            let known = slots.iter().position(|slot| slot.query == *query);
            let place = known.unwrap_or(slots.len());
            if known.is_none() {
                slots.push(Slot {
                    query: *query,
                    old: None,
                    new: None,
                });
            }
            if let Some(slot) = slots.get_mut(place) {
                let side = if is_new { &mut slot.new } else { &mut slot.old };
                *side = Some(criterion.query);
            }
        }
    }
    slots
}

/// Slots that must be taken together: one depends on the other, or both read one measure in two windows.
pub(super) fn groups(
    old: &Protocol,
    new: &Protocol,
    slots: &[Slot],
    paired: &[(usize, usize)],
) -> Vec<Vec<usize>> {
    let mut group: Vec<usize> = (0..slots.len()).collect();
    let mut join = |one: usize, other: usize| {
        if let (Some(one), Some(other)) = (group.get(one).copied(), group.get(other).copied()) {
            for place in &mut group {
                if *place == other {
                    *place = one;
                }
            }
        }
    };
    for (protocol, is_new) in [(old, false), (new, true)] {
        let slot_of = |query: usize| {
            slots
                .iter()
                .position(|slot| (if is_new { slot.new } else { slot.old }) == Some(query))
        };
        for criterion in deciding(protocol) {
            for partner in [criterion.no_go_only_with, criterion.caution_only_with] {
                let partner = partner.and_then(|place| protocol.criteria.get(place));
                let partner = partner.and_then(|partner| slot_of(partner.query));
                if let (Some(one), Some(other)) = (slot_of(criterion.query), partner) {
                    join(one, other);
                }
            }
        }
    }
    for (one, other) in paired {
        join(*one, *other);
    }
    let mut groups: Vec<Vec<usize>> = vec![Vec::new(); slots.len()];
    for (slot, name) in group.iter().enumerate() {
        if let Some(members) = groups.get_mut(*name) {
            members.push(slot);
        }
    }
    groups.retain(|members| !members.is_empty());
    groups
}

/// The pairs of slots that read one measure in two windows, one of them for OLD only and one for NEW only.
pub(super) fn windows_changed(slots: &[Slot]) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    for (place, old) in slots.iter().enumerate() {
        for (other, new) in slots.iter().enumerate() {
            let one_measure = old.query.measure == new.query.measure;
            if one_measure && old.new.is_none() && new.old.is_none() {
                pairs.push((place, other));
            }
        }
    }
    pairs
}

/// The pairs of slots that read one measure on the same days, of which one keeps bad news for longer.
pub(super) fn days_alike(slots: &[Slot]) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    for (place, one) in slots.iter().enumerate() {
        for (other, two) in slots.iter().enumerate().skip(place.saturating_add(1)) {
            if one.query.counts_with(&two.query) {
                pairs.push((place, other));
            }
        }
    }
    pairs
}

/// One cell of each slot of a group, by place.
#[derive(Clone, Debug)]
pub(super) struct Joint {
    /// The cell of each slot of the group, in its order.
    pub(super) cells: Vec<usize>,
    /// Whether readings can surely be so; else it is only not excluded.
    pub(super) sure: bool,
}

/// The cells of each slot, best first: not applicable, the values from the best end, unable.
pub(super) fn ordered(slot: &Slot, mut values: Vec<Cell>) -> Vec<Cell> {
    if slot.query.measure.better == Some(Better::Higher) {
        values.reverse();
    }
    let mut cells = vec![Cell::NotApplicable];
    cells.append(&mut values);
    cells.push(Cell::Unable);
    cells
}

/// Every joint cell of a group that is not excluded.
pub(super) fn joints(
    group: &[usize],
    slots: &[Slot],
    cells: &[Vec<Cell>],
    paired: &[(usize, usize)],
) -> Result<Vec<Joint>, &'static str> {
    let mut all = vec![Joint {
        cells: Vec::new(),
        sure: true,
    }];
    for (place, slot) in group.iter().enumerate() {
        let count = cells.get(*slot).map_or(0, Vec::len);
        let mut longer = Vec::new();
        for joint in &all {
            for cell in 0..count {
                let mut sure = joint.sure;
                let mut possible = true;
                for (before, other) in group.iter().take(place).enumerate() {
                    let linked =
                        paired.contains(&(*slot, *other)) || paired.contains(&(*other, *slot));
                    if let (true, Some(one)) = (linked, joint.cells.get(before)) {
                        let link = Link {
                            measure: (slots.get(*other), slots.get(*slot)),
                            last: count.saturating_sub(1),
                        };
                        let (may, does) = link.allows(*one, cell);
                        possible &= may;
                        sure &= does;
                    }
                }
                if possible {
                    let mut cells = joint.cells.clone();
                    cells.push(cell);
                    longer.push(Joint { cells, sure });
                }
                if longer.len() > MOST {
                    return Err("too many criteria depend on one another to go through them all");
                }
            }
        }
        all = longer;
    }
    Ok(all)
}

/// Two windows of one measure: which cells can be read in the two at once.
struct Link<'s> {
    measure: (Option<&'s Slot>, Option<&'s Slot>),
    /// The place of the last cell: unable.
    last: usize,
}

impl Link<'_> {
    /// Whether it may be so, and whether it surely can be so.
    fn allows(&self, one: usize, other: usize) -> (bool, bool) {
        let (Some(first), Some(second)) = self.measure else {
            return (true, false);
        };
        let (measure, windows) = (
            first.query.measure,
            (first.query.window, second.query.window),
        );
        let worst = self.last.saturating_sub(1);
        // An entry that is too old reads as unknown, and so up to the worst value, even if it told of not being able.
        let no_better =
            |one: usize, other: usize| one >= other || (one == worst && other == self.last);
        let stale = |one: usize, other: usize| one == other || (one == worst && other != 0);
        let first_is_worse = window::never_better(measure, windows.0, windows.1);
        let second_is_worse = window::never_better(measure, windows.1, windows.0);
        match (first_is_worse, second_is_worse) {
            (true, true) => (one == other, one == other),
            (true, false) => (no_better(one, other), stale(one, other)),
            (false, true) => (no_better(other, one), stale(other, one)),
            (false, false) => {
                let either = window::either_worse(measure, windows.0, windows.1);
                (true, either && (stale(one, other) || stale(other, one)))
            }
        }
    }
}
