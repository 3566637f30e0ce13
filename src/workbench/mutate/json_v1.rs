//! Judged mutants as JSON (`mutate/1`), for other programs.

use schemars::JsonSchema;
use serde::Serialize;

use super::{Counts, Fate, Mistake, Mutated, Outcome};
use crate::workbench::cases::Row;

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
    all: CountsV1,
    /// The same for each kind of mistake.
    by_mistake: Vec<MistakeV1>,
    /// Every mutant, in the order of the file.
    mutants: Vec<MutantV1>,
    /// Entries of `set_aside` that are not so.
    stale: Vec<StaleV1>,
}

/// How many mutants met which fate.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct CountsV1 {
    /// All of them.
    made: usize,
    /// The compiler refuses them.
    refused: usize,
    /// Some case notices them.
    killed: usize,
    /// Proved to judge as the file does.
    equivalent: usize,
    /// No case notices them.
    survived: usize,
    /// No case notices them, and the table says why.
    set_aside: usize,
}

/// One kind of mistake, counted.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct MistakeV1 {
    /// Which.
    mistake: MistakeKindV1,
    /// How many met which fate.
    counts: CountsV1,
}

/// A kind of mistake.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum MistakeKindV1 {
    /// A limit moved by the last place it is written in, or by the next word.
    Step,
    /// A limit moved by the smallest detectable change.
    Error,
    /// At the limit or beyond it, the other way round.
    Flip,
    /// GO and NO-GO in each other's place.
    Swap,
    /// A criterion left out.
    Drop,
}

/// One mutant.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct MutantV1 {
    /// Its name: the criterion, and what was made of what.
    name: String,
    /// The kind of mistake.
    mistake: MistakeKindV1,
    /// What became of it.
    fate: FateV1,
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
enum FateV1 {
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

/// An entry of `set_aside` that is not so.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct StaleV1 {
    /// What it names.
    what: String,
    /// Why it sets nothing aside.
    why: String,
}

impl MutateV1 {
    /// What became of the mutants of these files.
    #[must_use]
    pub fn of(mutated: &[Mutated<'_>]) -> Self {
        Self {
            format: "mutate/1",
            engine: format!("rtr {}", env!("CARGO_PKG_VERSION")),
            holds: mutated.iter().all(Mutated::holds),
            files: mutated.iter().map(file).collect(),
        }
    }
}

fn file(mutated: &Mutated<'_>) -> FileV1 {
    let tested = &mutated.tested;
    let failed = tested.failed().map(|run| run.ready.case.name.clone());
    let broken = tested.broken.iter().map(|broken| broken.name.clone());
    let all = mutated.counts(None);
    let stale = mutated.stale.iter().map(|stale| StaleV1 {
        what: stale.what.clone(),
        why: stale.why.clone(),
    });
    FileV1 {
        file: tested.source.name.clone(),
        protocol: tested.protocol.id.clone(),
        holds: mutated.holds(),
        not_as_expected: failed.chain(broken).collect(),
        score: all.score(),
        min: mutated.min,
        by_mistake: Mistake::ALL
            .map(|mistake| MistakeV1 {
                mistake: kind(mistake),
                counts: counts(&mutated.counts(Some(mistake))),
            })
            .into(),
        all: counts(&all),
        mutants: mutated
            .outcomes
            .iter()
            .map(|outcome| mutant(mutated, outcome))
            .collect(),
        stale: stale.collect(),
    }
}

fn mutant(mutated: &Mutated<'_>, outcome: &Outcome) -> MutantV1 {
    let name = &outcome.mutant.name;
    let aside = mutated.set_aside.iter().find(|entry| entry.what == *name);
    let (fate, killed_by) = match &outcome.fate {
        Fate::Refused => (FateV1::Refused, None),
        Fate::Killed(case) => (FateV1::Killed, Some(case.clone())),
        Fate::Equivalent => (FateV1::Equivalent, None),
        Fate::Survived if aside.is_some() => (FateV1::SetAside, None),
        Fate::Survived => (FateV1::Survived, None),
    };
    MutantV1 {
        name: name.clone(),
        mistake: kind(outcome.mutant.mistake),
        fate,
        killed_by,
        because: aside.map(|entry| entry.because.clone()),
        killer: mutated.killer(outcome).cloned(),
    }
}

const fn counts(counts: &Counts) -> CountsV1 {
    CountsV1 {
        made: counts.made,
        refused: counts.refused,
        killed: counts.killed,
        equivalent: counts.equivalent,
        survived: counts.survived,
        set_aside: counts.set_aside,
    }
}

const fn kind(mistake: Mistake) -> MistakeKindV1 {
    match mistake {
        Mistake::Step => MistakeKindV1::Step,
        Mistake::Error => MistakeKindV1::Error,
        Mistake::Flip => MistakeKindV1::Flip,
        Mistake::Swap => MistakeKindV1::Swap,
        Mistake::Drop => MistakeKindV1::Drop,
    }
}
