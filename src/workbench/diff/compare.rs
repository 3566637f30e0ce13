//! Goes through every region and every joint cell, and puts each to the engine with both files.

use std::collections::BTreeSet;

use crate::assessment::wire::Setting;
use crate::engine::contradictions::Held;
use crate::engine::{Finding, Question, evaluate};
use crate::measure::{AskedLevel, Better, Definition, Reading};
use crate::protocol::{Clears, Criterion, Facts, GoalKind, Protocol, Query};
use crate::quantity::Exact;
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

/// One file being judged, its steps of training not lowered: that depends on all groups of measures at once.
struct JudgedAssessment {
    protocol: Protocol,
    /// Which criteria are steps of training; empty where none is, so that nothing need be told apart.
    steps: Vec<bool>,
    /// The criteria on each query.
    on_query: Vec<Vec<usize>>,
    readings: Vec<Reading>,
    findings: Vec<Finding>,
}

impl JudgedAssessment {
    fn new(protocol: &Protocol) -> Self {
        let on = |query| {
            let places = protocol.criteria.iter().enumerate();
            let on_it = places.filter(|(_, criterion)| criterion.query == query);
            on_it.map(|(place, _)| place).collect()
        };
        let steps = || protocol.criteria.iter().map(|criterion| criterion.step);
        let mut placed = protocol.clone();
        for criterion in &mut placed.criteria {
            criterion.step = false;
        }
        Self {
            protocol: placed,
            steps: if steps().any(|step| step) {
                steps().collect()
            } else {
                Vec::new()
            },
            on_query: (0..protocol.queries.len()).map(on).collect(),
            readings: vec![Reading::NOT_APPLICABLE; protocol.queries.len()],
            findings: Vec::with_capacity(protocol.criteria.len()),
        }
    }

    fn set(&mut self, query: Option<usize>, reading: Reading) {
        if let Some(slot) = query.and_then(|query| self.readings.get_mut(query)) {
            *slot = reading;
        }
    }

    fn judge(&mut self, region: &Region<'_>, asked: usize) {
        let question = Question {
            as_of: self.protocol.reviewed,
            setting: region.facts.setting,
            setting_stated: true,
            goal: None,
            asked,
            facts: region.facts,
            asked_level: AskedLevel::default(),
            held: Held::NONE,
        };
        evaluate(
            &self.protocol,
            &question,
            &self.readings,
            &mut self.findings,
        );
    }

    /// Judges a race of the same distance, where the steps of training depend on it.
    fn judge_race(&mut self, region: &Region<'_>) {
        let race = self.protocol.clearing(Clears::Race);
        let counts = matches!(region.facts.goal, GoalKind::Run | GoalKind::Race);
        match race.filter(|_| counts && !self.steps.is_empty()) {
            Some(race) => {
                let facts = Facts {
                    goal: GoalKind::Race,
                    ..region.facts
                };
                let region = Region {
                    facts,
                    ..region.clone()
                };
                self.judge(&region, race);
            }
            None => self.findings.clear(),
        }
    }

    /// Whether all criteria on one query but the steps of training are GO for the race judged; NO-GO where none was judged.
    fn others_on(&self, query: Option<usize>) -> Verdict {
        if self.findings.is_empty() {
            return Verdict::NoGo;
        }
        let on_it = query.and_then(|query| self.on_query.get(query));
        let mut others = on_it
            .into_iter()
            .flatten()
            .filter(|place| self.steps.get(**place) == Some(&false));
        // Only whether all are GO counts.
        if others.all(|place| self.worst(Some(*place)) == Verdict::Go) {
            Verdict::Go
        } else {
            Verdict::NoGo
        }
    }

    /// What a criterion contributes: GO when it does not decide.
    fn worst(&self, criterion: Option<usize>) -> Verdict {
        let finding = criterion.and_then(|place| self.findings.get(place));
        match finding {
            Some(finding) if finding.role.counts() => finding.envelope.worst(),
            Some(_) | None => Verdict::Go,
        }
    }

    /// Whether the question reaches up to the criterion.
    fn asks(&self, criterion: Option<usize>) -> bool {
        criterion.is_some_and(|place| place < self.findings.len())
    }

    /// What all criteria on one query contribute.
    fn worst_on(&self, query: Option<usize>) -> Verdict {
        let on_it = query.and_then(|query| self.on_query.get(query));
        let worst = on_it
            .into_iter()
            .flatten()
            .map(|place| self.worst(Some(*place)));
        worst.max().unwrap_or(Verdict::Go)
    }

    fn verdict(&self, worst: Verdict, cautions: u32, others: Verdict) -> Verdict {
        if others == Verdict::Go && self.protocol.route_out.is_none() {
            // Only steps of training are in the way, and they are lowered.
            return Verdict::Go;
        }
        let too_many = self.protocol.cautions.is_some_and(|most| cautions >= most);
        if too_many || self.protocol.route_out.is_some() {
            Verdict::NoGo
        } else {
            worst
        }
    }

    fn capped(&self, cautions: u32) -> u32 {
        cautions.min(self.protocol.cautions.unwrap_or(0))
    }
}

/// What readings of some measures make of both files: the worst band, and how many are at CAUTION or worse.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Sum {
    worst: (Verdict, Verdict),
    cautions: (u32, u32),
    /// Without the steps of training, for a race of the distance; NO-GO where there are none to be lowered.
    others: (Verdict, Verdict),
}

impl Sum {
    const NOTHING: Self = Self {
        worst: (Verdict::Go, Verdict::Go),
        cautions: (0, 0),
        others: (Verdict::Go, Verdict::Go),
    };

    fn and(self, other: Self) -> Self {
        Self {
            worst: (
                self.worst.0.max(other.worst.0),
                self.worst.1.max(other.worst.1),
            ),
            cautions: (
                self.cautions.0.saturating_add(other.cautions.0),
                self.cautions.1.saturating_add(other.cautions.1),
            ),
            others: (
                self.others.0.max(other.others.0),
                self.others.1.max(other.others.1),
            ),
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

/// Whether both files make the same of every reading of a measure.
fn same_on(old: &Protocol, new: &Protocol, measure: &Definition) -> bool {
    let of = |protocol: &'_ Protocol| -> Option<Vec<Criterion>> {
        let own = deciding(protocol).filter(|criterion| criterion.measure == measure);
        own.map(|criterion| {
            let alone =
                criterion.no_go_only_with.is_none() && criterion.caution_only_with.is_none();
            alone.then(|| Criterion {
                id: String::new(),
                query: 0,
                counted: 0,
                why: String::new(),
                advice: None,
                allow: Vec::new(),
                ..criterion.clone()
            })
        })
        .collect()
    };
    old.criteria == new.criteria
        || matches!((of(old), of(new)), (Some(one), Some(other)) if one == other)
}

/// The criteria up to a stage that may apply, with what they read.
fn may_apply<'p>(
    protocol: &'p Protocol,
    stage: usize,
    facts: &Facts<'_>,
) -> Vec<(Query, &'p Criterion)> {
    let last = protocol
        .stages
        .get(stage)
        .map_or(0, |stage| stage.criteria.end);
    let applies = |criterion: &&Criterion| {
        let mut when = criterion.when.iter();
        !criterion.note && when.all(|condition| condition.holds(facts) != Some(false))
    };
    let criteria = protocol.criteria.iter().take(last).filter(applies);
    criteria
        .filter_map(|criterion| Some((*protocol.queries.get(criterion.query)?, criterion)))
        .collect()
}

/// Those that read the measure of a query on its days.
fn on_days_of<'p>(query: &Query, criteria: &[(Query, &'p Criterion)]) -> Vec<&'p Criterion> {
    let own = criteria
        .iter()
        .filter(|(other, _)| other.counts_with(query));
    own.map(|(_, criterion)| *criterion).collect()
}

/// The worst band over criteria for a reading that may be anything from the best to the worst of two values: where it is asked the worst
/// counts, where it is volunteered the best.
fn placed(criteria: &[&Criterion], best: Exact, worst: Exact, facts: &Facts<'_>) -> Verdict {
    let goal = facts.goal_distance.map(crate::quantity::Quantity::exact);
    let bands = criteria.iter().filter_map(|criterion| {
        let bands = criterion.bands.as_ref()?;
        let place = |value| bands.place(value, goal).unwrap_or(bands.worst());
        if criterion.asked.in_setting(facts.setting) {
            return Some(place(worst));
        }
        let most = match criterion.refer {
            Some(_) => Verdict::NoGo,
            None => Verdict::Caution,
        };
        Some(place(best).min(most))
    });
    bands.max().unwrap_or(Verdict::Go)
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

    /// What a reading that is not known could make of the verdict: where it is asked it counts by its worst value, where it is volunteered
    /// by its best. No point stands for that, so where the files differ on such a range it is not excluded that NEW is worse, or better.
    fn not_known(
        &self,
        region: &Region<'_>,
        goal: Option<Exact>,
    ) -> Result<(bool, bool), &'static str> {
        let (old, new) = (&self.old.protocol, &self.new.protocol);
        let one = may_apply(old, region.asked.0, &region.facts);
        let other = may_apply(new, region.asked.1, &region.facts);
        let mut found = (false, false);
        let mut read: Vec<Query> = Vec::new();
        for (query, _) in one.iter().chain(&other) {
            if read.iter().any(|read| read.counts_with(query)) || same_on(old, new, query.measure) {
                continue;
            }
            read.push(*query);
            let (one, other) = (on_days_of(query, &one), on_days_of(query, &other));
            let mut all = one.iter().chain(&other);
            if all.all(|criterion| criterion.asked.in_setting(region.facts.setting)) {
                continue;
            }
            let cuts = cuts(&self.criteria, query.measure, goal)?;
            let mut values = partition::representatives(query.measure, cuts)?;
            if query.measure.better == Some(Better::Higher) {
                values.reverse();
            }
            for (place, best) in values.iter().enumerate() {
                for worst in values.iter().skip(place) {
                    let before = placed(&one, *best, *worst, &region.facts);
                    let now = placed(&other, *best, *worst, &region.facts);
                    found.0 |= now > before;
                    found.1 |= now < before;
                }
            }
        }
        Ok(found)
    }

    /// The same of each pair of criteria.
    fn not_known_of_pairs(&self, setting: Setting, all: &mut [Contribution]) {
        for PairOf { place, pair, .. } in self.pairs_of.iter().flatten() {
            let one = pair
                .old
                .and_then(|place| self.old.protocol.criteria.get(place));
            let other = pair
                .new
                .and_then(|place| self.new.protocol.criteria.get(place));
            if let (Some(one), Some(other), Some(contribution)) = (one, other, all.get_mut(*place))
            {
                let asked = (
                    one.asked.in_setting(setting),
                    other.asked.in_setting(setting),
                );
                contribution
                    .reached
                    .may(asked == (false, true), asked == (true, false));
            }
        }
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

    /// What a group contributes to the race judged beside, without the steps of training.
    fn others(&self, group: usize) -> (Verdict, Verdict) {
        let members = self.groups.get(group).map_or(&[][..], Vec::as_slice);
        let slots = members.iter().filter_map(|slot| self.slots.get(*slot));
        // A file without steps says NO-GO whatever its groups, also where it has none on these measures.
        slots
            .map(|slot| (self.old.others_on(slot.old), self.new.others_on(slot.new)))
            .fold((Verdict::Go, Verdict::Go), |all, one| {
                (all.0.max(one.0), all.1.max(one.1))
            })
    }

    fn sum(&self, group: usize) -> Sum {
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

    /// Every pair of verdicts that readings of all measures together can reach.
    fn combine(&self, sums: &[BTreeSet<(Sum, bool)>]) -> ReachedPairs {
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
