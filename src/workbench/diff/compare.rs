//! Goes through every region and every joint cell, and puts each to the engine with both files.

mod combined;
mod judged;
mod not_known;
mod sum;

use std::collections::BTreeSet;

use self::judged::JudgedAssessment;
use self::sum::Sum;
use crate::assessment::wire::Setting;
use crate::measure::Reading;
use crate::protocol::{Criterion, Protocol};
use crate::verdict::Verdict;

use super::joint::{
    Joint, Slot, cuts, days_alike, groups, joints, ordered, slots, windows_changed,
};
use super::matching::Pair;
use super::relation::{ReachedPairs, Relation};
use crate::workbench::partition::{self, Cell};
use crate::workbench::questions::{Region, deciding, regions, stages};

/// What a criterion of NEW contributes beside its counterpart in OLD, over all readings.
#[derive(Clone, Debug, Default)]
pub(super) struct Contribution {
    /// Where it is worse or better.
    pub(super) reached: ReachedPairs,
    /// The cells, with the bands before and now, at which the measure's contribution changes with it: elsewhere another criterion
    /// asks as much.
    pub(super) decided: Vec<(Cell, Verdict, Verdict)>,
    /// Whether a question that both files answer asks it.
    pub(super) compared: bool,
}

/// The verdicts up to one question in one setting.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) question: String,
    pub(super) setting: Setting,
    pub(super) reached: ReachedPairs,
}

/// What was found over all readings.
#[derive(Clone, Debug, Default)]
pub(super) struct Comparison {
    pub(super) rows: Vec<Row>,
    /// One for each pair of criteria, in their order.
    pub(super) contributions: Vec<Contribution>,
    pub(super) regions: usize,
    pub(super) cells: usize,
    /// Why not everything could be gone through.
    pub(super) stuck: Option<&'static str>,
}

impl Comparison {
    /// The verdicts of all questions.
    pub(super) fn reached(&self) -> ReachedPairs {
        let mut all = ReachedPairs::default();
        for row in &self.rows {
            all.join(row.reached);
        }
        all
    }

    /// The relation of NEW to OLD.
    pub(super) fn relation(&self) -> Relation {
        match self.stuck {
            Some(_) => Relation::Undecided,
            None => self.reached().relation(),
        }
    }
}

/// A pair of criteria, its place, and the slot of its measure.
#[derive(Clone, Copy)]
struct PairOf {
    place: usize,
    pair: Pair,
    slot: usize,
}

/// Everything that stays the same from region to region.
struct Comparer<'p> {
    old: JudgedAssessment,
    new: JudgedAssessment,
    criteria: Vec<&'p Criterion>,
    slots: Vec<Slot>,
    paired: Vec<(usize, usize)>,
    groups: Vec<Vec<usize>>,
    /// Stages of OLD and of NEW that are asked by the same question.
    counterparts: Vec<(usize, usize)>,
    /// The pairs of criteria of each group, with their places.
    pairs_of: Vec<Vec<PairOf>>,
}

/// Compares two files over all readings of all questions that both answer.
pub(super) fn compare<'p>(old: &'p Protocol, new: &'p Protocol, pairs: &'p [Pair]) -> Comparison {
    let mut comparison = Comparison {
        contributions: vec![Contribution::default(); pairs.len()],
        ..Comparison::default()
    };
    let regions = match regions(old, new) {
        Ok(regions) => regions,
        Err(reason) => {
            comparison.stuck = Some(reason);
            return comparison;
        }
    };
    let mut comparer = Comparer::new(old, new, pairs);
    comparison.regions = regions.len();
    for region in &regions {
        if let Err(reason) = comparer.region(region, &mut comparison) {
            comparison.stuck = Some(reason);
            break;
        }
    }
    comparison
}

/// Stages of the same name or demand; a file that routes out answers for any stage.
fn counterparts(old: &Protocol, new: &Protocol) -> Vec<(usize, usize)> {
    let routes = (old.route_out.is_some(), new.route_out.is_some());
    let pairs = stages(old, new).into_iter();
    let both = pairs.filter_map(|pair| match pair {
        (Some(one), Some(other)) => Some((one, other)),
        (Some(one), None) if routes.1 => Some((one, 0)),
        (None, Some(other)) if routes.0 => Some((0, other)),
        (Some(_) | None, None) | (None, Some(_)) => None,
    });
    both.collect()
}

impl<'p> Comparer<'p> {
    fn new(old: &'p Protocol, new: &'p Protocol, pairs: &'p [Pair]) -> Self {
        let slots = slots(old, new);
        let slot_of = |criterion: &Criterion, is_new: bool| {
            slots.iter().position(|slot| {
                (if is_new { slot.new } else { slot.old }) == Some(criterion.query)
            })
        };
        let place = |pair: &Pair| {
            let one = pair.old.and_then(|place| old.criteria.get(place));
            let other = pair.new.and_then(|place| new.criteria.get(place));
            let decides = |criterion: &&Criterion| !criterion.note;
            (
                one.filter(decides).and_then(|one| slot_of(one, false)),
                other.filter(decides).and_then(|other| slot_of(other, true)),
            )
        };
        let mut paired = windows_changed(&slots);
        paired.extend(days_alike(&slots));
        for pair in pairs {
            if let (Some(one), Some(other)) = place(pair)
                && one != other
                && !paired.contains(&(one, other))
            {
                paired.push((one, other));
            }
        }
        let groups = groups(old, new, &slots, &paired);
        let pairs_of = groups.iter().map(|group| {
            let of_group = pairs.iter().enumerate().filter_map(|(number, pair)| {
                let (one, other) = place(pair);
                let slot = other.or(one).filter(|slot| group.contains(slot))?;
                Some(PairOf {
                    place: number,
                    pair: *pair,
                    slot,
                })
            });
            of_group.collect()
        });
        Self {
            pairs_of: pairs_of.collect(),
            counterparts: counterparts(old, new),
            old: JudgedAssessment::new(old),
            new: JudgedAssessment::new(new),
            criteria: deciding(old).chain(deciding(new)).collect(),
            slots,
            paired,
            groups,
        }
    }

    fn region(
        &mut self,
        region: &Region<'_>,
        comparison: &mut Comparison,
    ) -> Result<(), &'static str> {
        let goal = region
            .facts
            .goal_distance
            .map(crate::quantity::Quantity::exact);
        let mut cells: Vec<Vec<Cell>> = Vec::new();
        for slot in &self.slots {
            let cuts = cuts(&self.criteria, slot.query.measure, goal)?;
            cells.push(ordered(slot, partition::cells(slot.query.measure, cuts)?));
        }
        let mut all: Vec<Vec<Joint>> = Vec::new();
        for group in &self.groups {
            all.push(joints(group, &self.slots, &cells, &self.paired)?);
        }
        let mut sums: Vec<BTreeSet<(Sum, bool)>> = vec![BTreeSet::new(); self.groups.len()];
        // Groups do not touch one another, so the same step puts the next joint cell of each to the engine.
        let steps = all.iter().map(Vec::len).max().unwrap_or(0);
        for step in 0..steps {
            self.put(step, &all, &cells);
            self.old.judge_race(region);
            self.new.judge_race(region);
            let others: Vec<(Verdict, Verdict)> =
                (0..all.len()).map(|place| self.others(place)).collect();
            self.old.judge(region, region.asked.0);
            self.new.judge(region, region.asked.1);
            for ((place, joints), others) in all.iter().enumerate().zip(others) {
                let Some(joint) = joints.get(step) else {
                    continue;
                };
                comparison.cells = comparison.cells.saturating_add(1);
                let sum = Sum {
                    others,
                    ..self.sum(place)
                };
                if let Some(sums) = sums.get_mut(place) {
                    sums.insert((sum, joint.sure));
                }
                // Without a goal the files may judge different stages: no criterion is the cause of that.
                if self.counterparts.contains(&region.asked) {
                    let at = (joint, cells.as_slice());
                    self.contributions(place, sum, at, &mut comparison.contributions);
                }
            }
        }
        let mut reached = self.combine(&sums);
        let (worse, better) = self.not_known(region, goal)?;
        reached.may(worse, better);
        if self.counterparts.contains(&region.asked) {
            self.not_known_of_pairs(region.facts.setting, &mut comparison.contributions);
        }
        let known = comparison
            .rows
            .iter_mut()
            .find(|row| row.question == region.question && row.setting == region.facts.setting);
        match known {
            Some(row) => row.reached.join(reached),
            None => comparison.rows.push(Row {
                question: region.question.clone(),
                setting: region.facts.setting,
                reached,
            }),
        }
        Ok(())
    }

    /// Gives every measure its reading of this step; those that have no more do not apply.
    fn put(&mut self, step: usize, all: &[Vec<Joint>], cells: &[Vec<Cell>]) {
        for (group, joints) in self.groups.iter().zip(all) {
            for (place, slot) in group.iter().enumerate() {
                let cell = joints.get(step).and_then(|joint| joint.cells.get(place));
                let reading = cell
                    .and_then(|cell| cells.get(*slot)?.get(*cell))
                    .map_or(Reading::NOT_APPLICABLE, |cell| cell.reading());
                if let Some(slot) = self.slots.get(*slot) {
                    self.old.set(slot.old, reading);
                    self.new.set(slot.new, reading);
                }
            }
        }
    }

    fn contributions(
        &self,
        group: usize,
        sum: Sum,
        (joint, cells): (&Joint, &[Vec<Cell>]),
        all: &mut [Contribution],
    ) {
        let members = self.groups.get(group).map_or(&[][..], Vec::as_slice);
        for PairOf { place, pair, slot } in self.pairs_of.get(group).into_iter().flatten() {
            let Some(contribution) = all.get_mut(*place) else {
                continue;
            };
            contribution.compared |= self.old.asks(pair.old) || self.new.asks(pair.new);
            let (old, new) = (self.old.worst(pair.old), self.new.worst(pair.new));
            if old == new {
                continue;
            }
            contribution.reached.add(old, new, joint.sure);
            let member = members.iter().position(|member| member == slot);
            let cell = member.and_then(|member| joint.cells.get(member));
            let cell = cell.and_then(|cell| cells.get(*slot)?.get(*cell)).copied();
            let decides = sum.worst.0 != sum.worst.1 || sum.cautions.0 != sum.cautions.1;
            if let (true, Some(cell)) = (decides, cell)
                && !contribution.decided.contains(&(cell, old, new))
            {
                contribution.decided.push((cell, old, new));
            }
        }
    }
}
