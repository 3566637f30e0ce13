//! The search for witnesses: known cases as they are, then changed until a criterion of either file reads what is wanted.

use serde_json::{Value, json};

use crate::assessment::Assessment;
use crate::protocol::Protocol;
use crate::verdict::Verdict;
use crate::workbench::cases::{BandOutcome, Case, patched};
use crate::workbench::search::{Search, SearchGoal};

use super::witness;

/// So often a record is looked for in all; what is still not shown then stays undecided.
const MOST_SEARCHES: usize = 60;

/// Cases to start from, and a search by each file.
pub struct NearbyCases<'a> {
    cases: Vec<Case>,
    files: [(&'a Protocol, Search<'a>); 2],
    searched: usize,
}

impl<'a> NearbyCases<'a> {
    /// A search from these cases, in this order.
    #[must_use]
    pub fn new(old: &'a Protocol, new: &'a Protocol, cases: Vec<Case>) -> Self {
        let files = [old, new].map(|protocol| (protocol, Search::new(protocol, &cases)));
        Self {
            cases,
            files,
            searched: 0,
        }
    }

    /// The first assessment that is accepted: a case, in either setting, or one changed until it has the reading that is wanted.
    pub fn find(
        &mut self,
        accept: &mut dyn FnMut(&Assessment) -> bool,
        wanted: Option<witness::SearchGoal>,
    ) -> Option<Value> {
        let cases = self
            .cases
            .iter()
            .flat_map(|case| in_both_settings(&case.record));
        if let Some(known) = accepted(cases, accept) {
            return Some(known);
        }
        let wanted = wanted?;
        for (protocol, search) in &mut self.files {
            for wish in wishes(protocol, wanted) {
                if self.searched >= MOST_SEARCHES {
                    return None;
                }
                self.searched = self.searched.saturating_add(1);
                let Some(found) = search.find_near(&wish) else {
                    continue;
                };
                let found = in_both_settings(&found.record).into_iter();
                if let Some(witness) = accepted(found, accept) {
                    return Some(witness);
                }
            }
        }
        None
    }
}

fn accepted(
    mut records: impl Iterator<Item = Value>,
    accept: &mut dyn FnMut(&Assessment) -> bool,
) -> Option<Value> {
    records.find(|record| Assessment::tried(record).is_some_and(|assessment| accept(&assessment)))
}

/// What a criterion on the reading would have to say, alone where that can be had.
fn wishes(protocol: &Protocol, (query, low, high): witness::SearchGoal) -> Vec<SearchGoal> {
    let middle = low.plus(high.minus(low).over(2));
    let mut wishes = Vec::new();
    for (criterion, own) in protocol.criteria.iter().enumerate() {
        let (Some(bands), Some(read)) = (own.bands, protocol.queries.get(own.query)) else {
            continue;
        };
        if own.note || *read != query {
            continue;
        }
        for alone in [true, false] {
            for value in [middle, low, high] {
                let side = bands.place(value, None).map(|band| match band {
                    Verdict::Go => BandOutcome::Go,
                    Verdict::Caution => BandOutcome::Caution,
                    Verdict::NoGo => BandOutcome::NoGo,
                });
                wishes.extend(side.map(|side| SearchGoal {
                    criterion,
                    side,
                    within: Some((low, high)),
                    decisive: false,
                    alone,
                }));
            }
        }
        wishes.dedup_by_key(|wish: &mut SearchGoal| (wish.criterion, wish.side, wish.alone));
    }
    wishes
}

/// The record as it stands, and in the other setting.
fn in_both_settings(record: &Value) -> Vec<Value> {
    let clinic = record.get("setting").and_then(Value::as_str) == Some("clinic");
    let other = json!({ "/setting": if clinic { "home" } else { "clinic" } });
    let other = other.as_object().and_then(|set| patched(record, set).ok());
    std::iter::once(record.clone()).chain(other).collect()
}
