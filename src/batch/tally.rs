//! What a batch came to: verdicts, what blocked most often, what was missing most.

use serde::{Deserialize, Serialize};

use super::judge::{JudgedRecord, Scratch};
use super::line::{blocks, is_missing, keeps_from_go};
use crate::verdict::Verdict;

/// How often a criterion stood against GO.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CriterionCount {
    /// So often it was not GO whatever was still to be measured.
    pub blocking: u64,
    /// So often it depended on something unknown.
    pub missing: u64,
}

/// Counts over the records of a batch; two of them add up.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Records judged GO.
    pub go: u64,
    /// Records judged CAUTION.
    pub caution: u64,
    /// Records judged NO-GO.
    pub no_go: u64,
    /// Records that were refused.
    pub refused: u64,
    /// One list for each protocol of the judge, one entry for each criterion.
    pub criteria: Vec<Vec<CriterionCount>>,
}

impl Tally {
    /// Records in all.
    #[must_use]
    pub const fn records(&self) -> u64 {
        self.judged().saturating_add(self.refused)
    }

    /// Records that have a verdict.
    #[must_use]
    pub const fn judged(&self) -> u64 {
        self.go
            .saturating_add(self.caution)
            .saturating_add(self.no_go)
    }

    /// Counts a record that was refused.
    pub const fn refuse(&mut self) {
        self.refused = self.refused.saturating_add(1);
    }

    /// Counts a record that was judged.
    pub fn add(&mut self, judged: &JudgedRecord, scratch: &Scratch) {
        let count = match judged.outcome.verdict {
            Verdict::Go => &mut self.go,
            Verdict::Caution => &mut self.caution,
            Verdict::NoGo => &mut self.no_go,
        };
        *count = count.saturating_add(1);
        let criteria = at(&mut self.criteria, judged.place);
        for reason in scratch.findings().iter().filter(|one| keeps_from_go(one)) {
            let counted = at(criteria, reason.criterion);
            counted.blocking = counted.blocking.saturating_add(u64::from(blocks(reason)));
            counted.missing = counted
                .missing
                .saturating_add(u64::from(is_missing(reason)));
        }
    }

    /// Adds the counts of other records.
    pub fn merge(&mut self, other: &Self) {
        self.go = self.go.saturating_add(other.go);
        self.caution = self.caution.saturating_add(other.caution);
        self.no_go = self.no_go.saturating_add(other.no_go);
        self.refused = self.refused.saturating_add(other.refused);
        for (place, theirs) in other.criteria.iter().enumerate() {
            let ours = at(&mut self.criteria, place);
            for (criterion, counted) in theirs.iter().enumerate() {
                let sum = at(ours, criterion);
                sum.blocking = sum.blocking.saturating_add(counted.blocking);
                sum.missing = sum.missing.saturating_add(counted.missing);
            }
        }
    }

    /// Forgets all counts, and keeps the memory.
    pub fn clear(&mut self) {
        (self.go, self.caution, self.no_go, self.refused) = (0, 0, 0, 0);
        for criteria in &mut self.criteria {
            criteria.fill(CriterionCount::default());
        }
    }
}

/// The entry of a list at a place; the list grows up to it.
fn at<T: Clone + Default>(list: &mut Vec<T>, place: usize) -> &mut T {
    if list.len() <= place {
        list.resize(place.saturating_add(1), T::default());
    }
    // INVARIANT: the list was grown past the place.
    #[expect(clippy::indexing_slicing, reason = "grown past the place just now")]
    &mut list[place]
}
