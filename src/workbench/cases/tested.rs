//! What the cases of one criteria file say of it.

use super::{BrokenCase, Cases, Coverage, MissingCases, Run, Stale, run, write_missing};
use crate::protocol::Protocol;
use crate::workbench::Source;
use crate::workbench::mutate::mutants;

/// A criteria file judged on its cases.
#[derive(Clone, Debug)]
pub struct TestedProtocol<'a> {
    /// The criteria file.
    pub source: &'a Source,
    /// Its protocol.
    pub protocol: &'a Protocol,
    /// The cases that could be judged, with what came out.
    pub runs: Vec<Run<'a>>,
    /// The cases that could not.
    pub broken: Vec<BrokenCase>,
    /// What was decided, when that is asked.
    pub covered: Option<CoverageResult>,
    /// Cases for what none decides, when they are asked for.
    pub written: Option<MissingCases>,
}

/// What the cases decide, and whether that is enough.
#[derive(Clone, Debug)]
pub struct CoverageResult {
    /// The sides.
    pub coverage: Coverage,
    /// Entries of `set_aside` that are not so any more.
    pub stale: Vec<Stale>,
    /// So many percent of the sides must be decided.
    pub min: usize,
}

impl<'a> TestedProtocol<'a> {
    /// Judges every case.
    #[must_use]
    pub fn of(source: &'a Source, protocol: &'a Protocol, cases: &'a Cases) -> Self {
        let (runs, broken) = run(protocol, cases);
        Self {
            source,
            protocol,
            runs,
            broken,
            covered: None,
            written: None,
        }
    }

    /// The same with the sides that the cases decide, of which there shall be so many percent.
    #[must_use]
    pub fn covering(mut self, cases: &Cases, min: usize) -> Self {
        let coverage = Coverage::of(self.protocol, &self.runs, &cases.set_aside);
        let names = || {
            let mutants = mutants(self.source, self.protocol).into_iter();
            mutants.map(|mutant| mutant.name).collect()
        };
        let stale = coverage.stale(self.protocol, &cases.set_aside, names);
        self.covered = Some(CoverageResult {
            coverage,
            stale,
            min,
        });
        self
    }

    /// The same with cases found for the sides that none decides.
    #[must_use]
    pub fn writing(mut self, cases: &Cases) -> Self {
        let coverage = Coverage::of(self.protocol, &self.runs, &cases.set_aside);
        self.written = Some(write_missing(self.protocol, &cases.sound, &coverage));
        self
    }

    /// The cases that came out otherwise.
    pub fn failed(&self) -> impl Iterator<Item = &Run<'a>> {
        self.runs.iter().filter(|run| !run.differs.is_empty())
    }

    /// How many cases came out as they must.
    #[must_use]
    pub fn passed(&self) -> usize {
        self.runs.len().saturating_sub(self.failed().count())
    }

    /// How many cases there are.
    #[must_use]
    pub fn cases(&self) -> usize {
        self.runs.len().saturating_add(self.broken.len())
    }

    /// Whether there are cases, all came out as they must, and what is asked of coverage is met.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.cases() > 0
            && self.passed() == self.cases()
            && self.covered.as_ref().is_none_or(CoverageResult::holds)
    }
}

impl CoverageResult {
    /// Whether enough is decided, and nothing is set aside that is not so.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.stale.is_empty() && self.coverage.percent() >= self.min
    }
}
