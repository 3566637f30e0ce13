//! Which criterion of OLD is which of NEW.

use crate::protocol::{Criterion, Protocol};

use crate::workbench::questions::stages;

/// A criterion in both files, or in one of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pair {
    pub(super) old: Option<usize>,
    pub(super) new: Option<usize>,
}

/// How two criteria are recognised as one, the surest first.
type Same = fn(&Sides<'_>, (usize, &Criterion), (usize, &Criterion)) -> bool;

struct Sides<'p> {
    old: &'p Protocol,
    new: &'p Protocol,
}

impl Sides<'_> {
    fn same_stage(&self, one: usize, other: usize) -> bool {
        let place = |protocol: &Protocol, criterion: usize| {
            protocol
                .stages
                .iter()
                .position(|stage| stage.criteria.contains(&criterion))
        };
        let (one, other) = (place(self.old, one), place(self.new, other));
        stages(self.old, self.new).contains(&(one, other))
    }

    fn same_query(&self, one: &Criterion, other: &Criterion) -> bool {
        self.old.queries.get(one.query) == self.new.queries.get(other.query)
    }
}

/// By stage and id; else, within a stage, by measure, window and when (renamed); else by id and measure in another stage (moved).
const WAYS: [Same; 3] = [
    |sides, one, other| {
        one.1.id == other.1.id
            && one.1.measure == other.1.measure
            && sides.same_stage(one.0, other.0)
    },
    |sides, one, other| {
        sides.same_query(one.1, other.1)
            && one.1.when == other.1.when
            && one.1.asked == other.1.asked
            && one.1.note == other.1.note
            && sides.same_stage(one.0, other.0)
    },
    |_, one, other| one.1.id == other.1.id && one.1.measure == other.1.measure,
];

/// Every criterion of either file once, those of NEW in its order, then those that are gone.
pub(super) fn pairs(old: &Protocol, new: &Protocol) -> Vec<Pair> {
    let sides = Sides { old, new };
    let mut counterpart: Vec<Option<usize>> = vec![None; new.criteria.len()];
    let mut taken = vec![false; old.criteria.len()];
    for same in WAYS {
        for (place, criterion) in new.criteria.iter().enumerate() {
            if counterpart.get(place).copied().flatten().is_some() {
                continue;
            }
            let found = old.criteria.iter().enumerate().find(|(other, candidate)| {
                taken.get(*other) == Some(&false)
                    && same(&sides, (*other, candidate), (place, criterion))
            });
            if let Some((other, _)) = found {
                if let Some(slot) = counterpart.get_mut(place) {
                    *slot = Some(other);
                }
                if let Some(slot) = taken.get_mut(other) {
                    *slot = true;
                }
            }
        }
    }
    let kept = counterpart.into_iter().enumerate();
    let gone = taken.into_iter().enumerate().filter(|(_, taken)| !taken);
    kept.map(|(new, old)| Pair {
        old,
        new: Some(new),
    })
    .chain(gone.map(|(old, _)| Pair {
        old: Some(old),
        new: None,
    }))
    .collect()
}
