//! What groups of measures contribute to a verdict, put together group by group.

use std::collections::BTreeSet;

use super::Comparer;
use super::sum::Sum;
use crate::verdict::Verdict;
use crate::workbench::diff::joint::Slot;
use crate::workbench::diff::relation::ReachedPairs;

impl Comparer<'_> {
    /// What a group contributes to the race judged beside, without the steps of training.
    pub(super) fn others(&self, group: usize) -> (Verdict, Verdict) {
        let members = self.groups.get(group).map_or(&[][..], Vec::as_slice);
        let slots = members.iter().filter_map(|slot| self.slots.get(*slot));
        // A file without steps says NO-GO whatever its groups, also where it has none on these measures.
        slots
            .map(|slot| (self.old.others_on(slot.old), self.new.others_on(slot.new)))
            .fold((Verdict::Go, Verdict::Go), |all, one| {
                (all.0.max(one.0), all.1.max(one.1))
            })
    }

    pub(super) fn sum(&self, group: usize) -> Sum {
        let members = self.groups.get(group).map_or(&[][..], Vec::as_slice);
        let slots: Vec<&Slot> = members
            .iter()
            .filter_map(|slot| self.slots.get(*slot))
            .collect();
        let worst = |slot: &Slot| (self.old.worst_on(slot.old), self.new.worst_on(slot.new));
        let mut sum = Sum::NOTHING;
        for (place, slot) in slots.iter().enumerate() {
            let own = worst(slot);
            // Of slots on the same days the first that is at CAUTION counts.
            let mut counted = (own.0 == Verdict::Go, own.1 == Verdict::Go);
            for before in slots
                .iter()
                .take(place)
                .filter(|before| before.query.counts_with(&slot.query))
            {
                let theirs = worst(before);
                counted.0 |= theirs.0 != Verdict::Go;
                counted.1 |= theirs.1 != Verdict::Go;
            }
            sum = sum.and(Sum {
                worst: own,
                others: Sum::NOTHING.others,
                cautions: (u32::from(!counted.0), u32::from(!counted.1)),
            });
        }
        Sum {
            worst: sum.worst,
            others: sum.others,
            cautions: (
                self.old.capped(sum.cautions.0),
                self.new.capped(sum.cautions.1),
            ),
        }
    }

    /// Every pair of verdicts that readings of all measures together can reach.
    pub(super) fn combine(&self, sums: &[BTreeSet<(Sum, bool)>]) -> ReachedPairs {
        let mut all = BTreeSet::from([(Sum::NOTHING, true)]);
        for group in sums {
            let mut next = BTreeSet::new();
            for (one, sure) in &all {
                for (other, also) in group {
                    let both = one.and(*other);
                    let sum = Sum {
                        worst: both.worst,
                        others: both.others,
                        cautions: (
                            self.old.capped(both.cautions.0),
                            self.new.capped(both.cautions.1),
                        ),
                    };
                    next.insert((sum, *sure && *also));
                }
            }
            all = next;
        }
        let mut reached = ReachedPairs::default();
        for (sum, sure) in all {
            reached.add(
                self.old.verdict(sum.worst.0, sum.cautions.0, sum.others.0),
                self.new.verdict(sum.worst.1, sum.cautions.1, sum.others.1),
                sure,
            );
        }
        reached
    }
}
