//! What can be proved of a criteria file: exhaustively, exactly, without a solver.
//!
//! # The argument
//! *What is proved.* Of every reading of every measure (a value, a range of values where something is unknown, unable, not applicable),
//! every question and every fact: worse never helps, knowing less never helps, the clinic is never more lenient than home, a longer
//! goal never helps, a race is asked all that a run of its distance is.
//!
//! *One criterion at a time.* The verdict is the worst over what the criteria contribute, or NO-GO from `cautions = k` on; the best
//! case is the worst over their bests. Maximum and count of "at CAUTION or worse" are monotone: if no contribution gets better, neither
//! does the verdict, and if every contribution still allows what it allowed, so does the verdict. So it is enough that every criterion
//! keeps its contribution, whatever the others say. (Tested once against brute force on whole protocols.)
//!
//! *One value for a cell.* A band is a step at its limits, so all values between two neighbouring limits are placed alike; limits that
//! are a share of the goal are resolved for one distance of every cell of distances between which limits and ends of the scale keep
//! their order. Facts that `when` asks for are gone through likewise, unknown ones included. That makes some thousand cells a file, and
//! each of them is put to [the engine itself](crate::engine::evaluate), not to a copy of it.
//!
//! *Criteria that depend on one another.* The engine lets a criterion see only the bands of the one it depends on (`..._only_with`). So for
//! every combination of bands that those can have, its own readings are all gone through; and between any two combinations of which
//! one is no better, or allows more, the contribution is compared. Readings of different measures are taken as independent, which can only
//! ask for more than is needed.
//!
//! *Steps of training* (`step`) are gone through as they are placed. That they are lowered where everything else is GO for the race is
//! monotone in what the others contribute, and the same for a run and a race of one distance, so nothing is lost by it.
//!
//! *What is not proved here.* That a record with less known gives a reading that allows more, and that a measure which itself reads the
//! goal reads no better for a longer one, are promises of each measure's derivation, held by property tests. That something *exists* (a stage can be reached, a criterion can decide) is claimed only of an assessment whose
//! report was made; everything else is called undecided.

mod exists;
mod isolated;
pub mod json_v1;
pub mod page;
mod pair;
mod universal;
mod written;

pub(super) use isolated::TEMPLATES as READINGS;
pub(super) use pair::TEMPLATES as PAIRS;
pub(super) use universal::TEMPLATES as UNIVERSAL;
pub(super) use written::TEMPLATES as REFUTED;

pub use exists::{Existence, criteria, stages};
pub use pair::{Pair, pair};
pub use universal::{Failure, Property};
pub use written::{RefutedPromise, refute};

use crate::protocol::Protocol;
use crate::workbench::cases::{BandOutcome, Case, Run};
use crate::workbench::search::{Search, SearchGoal};

/// What was proved of a criteria file, and what was not.
#[derive(Clone, Debug)]
pub struct Proof {
    /// Deciding criteria gone through.
    pub deciding: usize,
    /// Cells put to the engine, in the order of [`Property::ALL`].
    pub cells: [usize; Property::ALL.len()],
    /// Where properties fail, by criterion.
    pub failures: Vec<Failure>,
    /// Criteria that could not be gone through, and why.
    pub stuck: Vec<(usize, &'static str)>,
    /// For each stage, whether it can be reached.
    pub stages: Vec<Existence>,
    /// For each deciding criterion, by its place, whether it can decide.
    pub criteria: Vec<(usize, Existence)>,
}

impl Proof {
    /// Goes through a protocol; the cases show what exists.
    #[must_use]
    pub fn of(protocol: &Protocol, runs: &[Run<'_>]) -> Self {
        let mut proof = Self {
            deciding: 0,
            cells: [0; Property::ALL.len()],
            failures: Vec::new(),
            stuck: Vec::new(),
            stages: stages(protocol, runs),
            criteria: criteria(protocol, runs),
        };
        for (place, criterion) in protocol.criteria.iter().enumerate() {
            if criterion.note {
                continue;
            }
            proof.deciding = proof.deciding.saturating_add(1);
            let gone = universal::criterion(protocol, place);
            for (all, own) in proof.cells.iter_mut().zip(gone.cells) {
                *all = all.saturating_add(own);
            }
            proof.failures.extend(gone.failures);
            proof.stuck.extend(gone.stuck.map(|reason| (place, reason)));
        }
        proof
    }

    /// Looks for assessments that show what no case does, setting out from these people.
    pub fn search(&mut self, protocol: &Protocol, people: &[Case]) {
        let mut search = Search::new(protocol, people);
        for (place, shown) in &mut self.criteria {
            if *shown == Existence::Undecided {
                let sides = [
                    BandOutcome::NoGo,
                    BandOutcome::Caution,
                    BandOutcome::Missing,
                ]
                .into_iter();
                let mut found = sides.filter_map(|side| {
                    search.find(&SearchGoal {
                        criterion: *place,
                        side,
                        within: None,
                        decisive: true,
                        alone: false,
                    })
                });
                if let Some(found) = found.next() {
                    *shown = Existence::By(found.told());
                }
            }
        }
        for (place, shown) in self.stages.iter_mut().enumerate() {
            let last = protocol
                .stages
                .get(place)
                .map_or(0, |stage| stage.criteria.end);
            let deciding = |at: &usize| {
                protocol
                    .criteria
                    .get(*at)
                    .is_some_and(|criterion| !criterion.note)
            };
            // The person who is GO by the last criterion of a stage, and by all before it, has reached the stage.
            let top = (0..last).rev().find(deciding);
            if let (Existence::Undecided, Some(criterion)) = (&*shown, top) {
                let wanted = SearchGoal {
                    criterion,
                    side: BandOutcome::Go,
                    within: None,
                    decisive: true,
                    alone: true,
                };
                let found = search
                    .find(&wanted)
                    .filter(|found| exists::clears(protocol, &found.record, place));
                if let Some(found) = found {
                    *shown = Existence::By(found.told());
                }
            }
        }
    }

    /// Whether a property holds of every criterion.
    #[must_use]
    pub fn holds(&self, property: Property) -> bool {
        self.stuck.is_empty()
            && self
                .failures
                .iter()
                .all(|failure| failure.property != property)
    }

    /// What is undecided: stages and criteria that no case shows, and criteria not gone through.
    #[must_use]
    pub fn undecided(&self) -> usize {
        let stages = self.stages.iter();
        let criteria = self.criteria.iter().map(|(_, shown)| shown);
        let open = stages
            .chain(criteria)
            .filter(|shown| **shown == Existence::Undecided);
        open.count().saturating_add(self.stuck.len())
    }
}
