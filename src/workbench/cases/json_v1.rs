//! Judged cases as JSON (`test/1`), for other programs.

use schemars::JsonSchema;
use serde::Serialize;

use super::{
    BandOutcome, BrokenCase, CoverageResult, Mismatch, Run, SideCovered, Stale, TestedProtocol,
};
use crate::protocol::Protocol;

/// What the cases say of criteria files (`test/1`).
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct TestV1 {
    /// The version of the format: `test/1`.
    format: &'static str,
    /// The program that judged.
    engine: String,
    /// Whether every case of every file came out as it must, and what is asked of coverage is met.
    holds: bool,
    /// The files, in the order in which they were named.
    files: Vec<FileV1>,
}

/// One criteria file.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct FileV1 {
    /// Its path, or the id of a shipped one.
    file: String,
    /// The id of its protocol.
    protocol: String,
    /// Whether it holds.
    holds: bool,
    /// How many cases came out as they must.
    passed: usize,
    /// The cases, in the order of the table.
    cases: Vec<CaseV1>,
    /// Cases that could not be judged.
    broken: Vec<BrokenCase>,
    /// Which sides the cases decide; null when that was not asked.
    coverage: Option<CoverageV1>,
}

/// A case that was judged.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct CaseV1 {
    /// Its name.
    name: String,
    /// Everything that came out otherwise; empty when it came out as it must.
    differs: Vec<Mismatch>,
}

/// Which sides of which criteria the cases decide.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct CoverageV1 {
    /// Whole percent of the sides that some case decides, rounded down; 100 means all.
    percent: usize,
    /// So many percent are asked.
    min: usize,
    /// How many sides some case decides.
    decided: usize,
    /// How many there are; what never decides and what is set aside does not count.
    sides: usize,
    /// Every side of every criterion that decides, in the order of the file.
    each: Vec<SideV1>,
    /// Entries of `set_aside` that are not so.
    stale: Vec<Stale>,
}

/// One side of one criterion.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct SideV1 {
    /// The criterion, as `stage/criterion`.
    criterion: String,
    /// The side.
    side: BandOutcome,
    /// What is known of it.
    state: StateV1,
    /// The first case that it decides.
    case: Option<String>,
    /// The criterion because of which it never decides.
    because_of: Option<String>,
    /// Why it is set aside.
    because: Option<String>,
}

/// What is known of a side.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum StateV1 {
    /// Some case is decided by it.
    Decided,
    /// No case is.
    Uncovered,
    /// It is proved never to decide.
    NeverDecides,
    /// The table sets it aside.
    SetAside,
}

impl TestV1 {
    /// What the cases of these files say.
    #[must_use]
    pub fn of(tested: &[TestedProtocol<'_>]) -> Self {
        Self {
            format: "test/1",
            engine: format!("rtr {}", env!("CARGO_PKG_VERSION")),
            holds: tested.iter().all(TestedProtocol::holds),
            files: tested.iter().map(file).collect(),
        }
    }
}

fn file(tested: &TestedProtocol<'_>) -> FileV1 {
    let covered = tested.covered.as_ref();
    FileV1 {
        file: tested.source.name.clone(),
        protocol: tested.protocol.id.clone(),
        holds: tested.holds(),
        passed: tested.passed(),
        cases: tested.runs.iter().map(case).collect(),
        broken: tested.broken.clone(),
        coverage: covered.map(|covered| coverage(tested.protocol, covered)),
    }
}

fn case(run: &Run<'_>) -> CaseV1 {
    CaseV1 {
        name: run.ready.case.name.clone(),
        differs: run.differs.clone(),
    }
}

fn coverage(protocol: &Protocol, covered: &CoverageResult) -> CoverageV1 {
    let coverage = &covered.coverage;
    let side = |one: &SideCovered, state: StateV1| SideV1 {
        criterion: protocol.name_of(one.criterion),
        side: one.side,
        state,
        case: one.case.clone(),
        because_of: None,
        because: None,
    };
    let mut each: Vec<(usize, SideV1)> = Vec::new();
    for one in &coverage.sides {
        let state = match one.case {
            Some(_) => StateV1::Decided,
            None => StateV1::Uncovered,
        };
        each.push((one.criterion, side(one, state)));
    }
    for (one, because) in &coverage.set_aside {
        let because = Some(because.clone());
        let aside = side(one, StateV1::SetAside);
        each.push((one.criterion, SideV1 { because, ..aside }));
    }
    for never in &coverage.never {
        let criterion = protocol.name_of(never.criterion);
        each.push((
            never.criterion,
            SideV1 {
                criterion,
                side: never.side,
                state: StateV1::NeverDecides,
                case: None,
                because_of: Some(protocol.name_of(never.because_of)),
                because: None,
            },
        ));
    }
    each.sort_by_key(|(place, one)| (*place, one.side));
    CoverageV1 {
        percent: coverage.percent(),
        min: covered.min,
        decided: coverage.covered(),
        sides: coverage.sides.len(),
        each: each.into_iter().map(|(_, one)| one).collect(),
        stale: covered.stale.clone(),
    }
}
