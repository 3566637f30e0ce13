//! Which sides of which criteria the cases show as decisive.

use super::{BandOutcome, Run, SetAside, is_decisive, never_decides};
use crate::protocol::Protocol;

/// One side of one criterion, and a case that it decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SideCovered {
    /// Place of the criterion.
    pub criterion: usize,
    /// The side.
    pub side: BandOutcome,
    /// The first case that it decided.
    pub case: Option<String>,
}

impl SideCovered {
    /// `stage/criterion side`.
    #[must_use]
    pub fn name(&self, protocol: &Protocol) -> String {
        format!("{} {}", protocol.name_of(self.criterion), self.side.word())
    }
}

/// A side that can never decide, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NeverDecides {
    /// Place of the criterion.
    pub criterion: usize,
    /// The side.
    pub side: BandOutcome,
    /// Place of the criterion that is as bad whenever this one has the side.
    pub because_of: usize,
}

impl NeverDecides {
    /// `stage/criterion side`.
    #[must_use]
    pub fn name(&self, protocol: &Protocol) -> String {
        format!("{} {}", protocol.name_of(self.criterion), self.side.word())
    }
}

/// The sides of every deciding criterion.
#[derive(Clone, Debug, Default)]
pub struct Coverage {
    /// Those that may decide, in the order of the file.
    pub sides: Vec<SideCovered>,
    /// Those that are proved never to decide.
    pub never: Vec<NeverDecides>,
    /// Those that the table sets aside, with its reason.
    pub set_aside: Vec<(SideCovered, String)>,
}

impl Coverage {
    /// What the cases that came out as expected show.
    #[must_use]
    pub fn of(protocol: &Protocol, runs: &[Run<'_>], set_aside: &[SetAside]) -> Self {
        let (mut sides, mut never) = (Vec::new(), Vec::new());
        for (place, criterion) in protocol.criteria.iter().enumerate() {
            for side in BandOutcome::all(criterion) {
                match never_decides(protocol, place, side) {
                    Some(because_of) => never.push(NeverDecides {
                        criterion: place,
                        side,
                        because_of,
                    }),
                    None => sides.push(SideCovered {
                        criterion: place,
                        side,
                        case: None,
                    }),
                }
            }
        }
        for run in runs.iter().filter(|run| run.differs.is_empty()) {
            for covered in sides.iter_mut().filter(|covered| covered.case.is_none()) {
                let finding = run.got.findings.get(covered.criterion);
                let shown = finding
                    .is_some_and(|finding| BandOutcome::of(finding.envelope) == covered.side);
                if shown && is_decisive(protocol, &run.got.findings, covered.criterion) {
                    covered.case = Some(run.ready.case.name.clone());
                }
            }
        }
        let mut coverage = Self {
            sides: Vec::new(),
            never,
            set_aside: Vec::new(),
        };
        for side in sides {
            let name = side.name(protocol);
            let aside = set_aside.iter().find(|aside| aside.what == name);
            match aside.filter(|_| side.case.is_none()) {
                Some(aside) => coverage.set_aside.push((side, aside.because.clone())),
                None => coverage.sides.push(side),
            }
        }
        coverage
    }

    /// How many sides are covered.
    #[must_use]
    pub fn covered(&self) -> usize {
        self.sides.iter().filter(|side| side.case.is_some()).count()
    }

    /// The share covered in whole percent, rounded down, so that 100 means all; 100 when there is nothing to cover.
    #[must_use]
    pub fn percent(&self) -> usize {
        self.covered()
            .saturating_mul(100)
            .checked_div(self.sides.len())
            .unwrap_or(100)
    }

    /// What no case shows.
    pub fn missing(&self) -> impl Iterator<Item = &SideCovered> {
        self.sides.iter().filter(|side| side.case.is_none())
    }
}
