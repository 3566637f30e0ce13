//! Judged mutants as JSON (`mutate/1`), for other programs.

use schemars::JsonSchema;
use serde::Serialize;

use super::{Counts, MutantStatus, MutatedProtocol, MutationOperator, Outcome};
use crate::workbench::cases::{Row, Stale};

/// What became of the mutants of criteria files (`mutate/1`).
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct MutateV1 {
    /// The version of the format: `mutate/1`.
    format: &'static str,
    /// The program that judged.
    engine: String,
    /// Whether every file holds.
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
    /// Whether its cases come out as they must, nothing is set aside that is not so, and no more survives than is asked.
    holds: bool,
    /// Cases that do not come out as they must, by name; the mutants are judged by the others.
    not_as_expected: Vec<String>,
    /// Killed in whole percent of those that compile and are not equivalent, rounded down; 100 means all.
    score: usize,
    /// So many percent are asked; null when nothing may survive.
    min: Option<usize>,
    /// All mutants, counted.
    all: Counts,
    /// The same for each kind of mistake.
    by_operator: Vec<MutationOperatorV1>,
    /// Every mutant, in the order of the file.
    mutants: Vec<MutantV1>,
    /// Entries of `set_aside` that are not so.
    stale: Vec<Stale>,
}

/// One kind of mistake, counted.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct MutationOperatorV1 {
    /// Which.
    operator: MutationOperator,
    /// How many met which fate.
    counts: Counts,
}

/// One mutant.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct MutantV1 {
    /// Its name: the criterion, and what was made of what.
    name: String,
    /// The kind of mistake.
    operator: MutationOperator,
    /// What became of it.
    status: MutantStatusV1,
    /// The first case that notices it.
    killed_by: Option<String>,
    /// Why the table sets it aside.
    because: Option<String>,
    /// A case that was found and would notice it, as a row for a table; null when none was found or looked for.
    killer: Option<Row>,
}

/// What became of a mutant.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum MutantStatusV1 {
    /// The compiler refuses it.
    Refused,
    /// Some case notices it.
    Killed,
    /// It is proved to judge as the file does.
    Equivalent,
    /// No case notices it.
    Survived,
    /// No case notices it, and the table says why.
    SetAside,
}

impl MutateV1 {
    /// What became of the mutants of these files.
    #[must_use]
    pub fn of(mutated: &[MutatedProtocol<'_>]) -> Self {
        Self {
            format: "mutate/1",
            engine: format!("rtr {}", env!("CARGO_PKG_VERSION")),
            holds: mutated.iter().all(MutatedProtocol::holds),
            files: mutated.iter().map(file).collect(),
        }
    }
}

fn file(mutated: &MutatedProtocol<'_>) -> FileV1 {
    let tested = &mutated.tested;
    let failed = tested.failed().map(|run| run.ready.case.name.clone());
    let broken = tested.broken.iter().map(|broken| broken.name.clone());
    let all = mutated.counts(None);
    FileV1 {
        file: tested.source.name.clone(),
        protocol: tested.protocol.id.clone(),
        holds: mutated.holds(),
        not_as_expected: failed.chain(broken).collect(),
        score: all.score(),
        min: mutated.min,
        by_operator: MutationOperator::ALL
            .map(|operator| MutationOperatorV1 {
                operator,
                counts: mutated.counts(Some(operator)),
            })
            .into(),
        all,
        mutants: mutated
            .outcomes
            .iter()
            .map(|outcome| mutant(mutated, outcome))
            .collect(),
        stale: mutated.stale.clone(),
    }
}

fn mutant(mutated: &MutatedProtocol<'_>, outcome: &Outcome) -> MutantV1 {
    let name = &outcome.mutant.name;
    let aside = mutated.set_aside.iter().find(|entry| entry.what == *name);
    let (status, killed_by) = match &outcome.status {
        MutantStatus::Refused => (MutantStatusV1::Refused, None),
        MutantStatus::Killed(case) => (MutantStatusV1::Killed, Some(case.clone())),
        MutantStatus::Equivalent => (MutantStatusV1::Equivalent, None),
        MutantStatus::Survived if aside.is_some() => (MutantStatusV1::SetAside, None),
        MutantStatus::Survived => (MutantStatusV1::Survived, None),
    };
    MutantV1 {
        name: name.clone(),
        operator: outcome.mutant.operator,
        status,
        killed_by,
        because: aside.map(|entry| entry.because.clone()),
        killer: mutated.killer(outcome).cloned(),
    }
}
