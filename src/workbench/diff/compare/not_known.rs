//! What readings that are not known could make of the relation.

use super::{Comparer, Contribution, PairOf};
use crate::assessment::wire::Setting;
use crate::measure::{Better, Definition};
use crate::protocol::{Criterion, Facts, Protocol, Query};
use crate::quantity::Exact;
use crate::verdict::Verdict;
use crate::workbench::diff::joint::cuts;
use crate::workbench::partition;
use crate::workbench::questions::{Region, deciding};

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

impl Comparer<'_> {
    /// What a reading that is not known could make of the verdict: where it is asked it counts by its worst value, where it is volunteered
    /// by its best. No point stands for that, so where the files differ on such a range it is not excluded that NEW is worse, or better.
    pub(super) fn not_known(
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
    pub(super) fn not_known_of_pairs(&self, setting: Setting, all: &mut [Contribution]) {
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
}
