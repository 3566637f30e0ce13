//! What was proved, as JSON: format `prove/1`.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::{Existence, Failure, Pair, Proof, Property, RefutedPromise};
use crate::protocol::Protocol;

/// What was proved of criteria files (format `prove/1`).
#[derive(Debug, Serialize, JsonSchema)]
pub struct ProveV1 {
    /// `prove/1`.
    pub format: &'static str,
    /// The files, in the order given.
    pub files: Vec<FileV1>,
}

/// What was proved of one file.
#[derive(Debug, Serialize, JsonSchema)]
pub struct FileV1 {
    /// Where it was found: a path, or the id of a shipped one.
    pub name: String,
    /// Whether it compiles; the bands of one that does not are taken as they are written.
    pub compiles: bool,
    /// What holds of every reading; empty for a file that does not compile.
    pub properties: Vec<PropertyV1>,
    /// Where a property fails.
    pub refuted: Vec<RefutedV1>,
    /// For each stage, what shows that it can be reached.
    pub stages: Vec<ExistsV1>,
    /// For each deciding criterion, what shows that it can decide.
    pub criteria: Vec<ExistsV1>,
    /// Criteria that could not be gone through.
    pub not_gone_through: Vec<String>,
}

/// One property.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PropertyV1 {
    /// `worse-never-helps`, `less-never-helps`, `clinic-never-more-lenient` or `longer-never-helps`.
    pub property: &'static str,
    /// Whether it is proved.
    pub proved: bool,
    /// Cells put to the engine.
    pub cells: usize,
}

/// Where a property fails.
#[derive(Debug, Serialize, JsonSchema)]
pub struct RefutedV1 {
    /// The property.
    pub property: &'static str,
    /// The criterion, as `stage/criterion`.
    pub criterion: String,
    /// What happens, in words.
    pub text: String,
    /// Two assessments, the second of which should not come out better and does; none when none was found.
    pub pair: Option<[WitnessV1; 2]>,
}

/// An assessment and what comes out of it.
#[derive(Debug, Serialize, JsonSchema)]
pub struct WitnessV1 {
    /// What matters in it, and what comes out.
    pub says: String,
    /// The assessment (`assessment/1`).
    pub assessment: Value,
}

/// Whether something exists.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ExistsV1 {
    /// The stage, or the criterion as `stage/criterion`.
    pub what: String,
    /// The case that shows it; `null` when none does.
    pub case: Option<String>,
    /// The criterion because of which it never does, where that is proved.
    pub never_because_of: Option<String>,
}

impl FileV1 {
    /// A file that compiles.
    #[must_use]
    pub fn proof(name: &str, protocol: &Protocol, proof: &Proof, pairs: &[Option<Pair>]) -> Self {
        let exists = |what: String, shown: &Existence| ExistsV1 {
            what,
            case: match shown {
                Existence::By(case) => Some(case.clone()),
                Existence::Never(_) | Existence::Undecided => None,
            },
            never_because_of: match shown {
                Existence::Never(because) => Some(protocol.name_of(*because)),
                Existence::By(_) | Existence::Undecided => None,
            },
        };
        Self {
            name: name.to_owned(),
            compiles: true,
            properties: Property::ALL
                .into_iter()
                .zip(proof.cells)
                .map(|(property, cells)| PropertyV1 {
                    property: property.word(),
                    proved: proof.holds(property),
                    cells,
                })
                .collect(),
            refuted: proof
                .failures
                .iter()
                .zip(pairs)
                .map(|(failure, pair)| failed(protocol, failure, pair.as_ref()))
                .collect(),
            stages: protocol
                .stages
                .iter()
                .zip(&proof.stages)
                .map(|(stage, shown)| exists(stage.id.clone(), shown))
                .collect(),
            criteria: proof
                .criteria
                .iter()
                .map(|(place, shown)| exists(protocol.name_of(*place), shown))
                .collect(),
            not_gone_through: proof
                .stuck
                .iter()
                .map(|(place, reason)| format!("{}: {reason}", protocol.name_of(*place)))
                .collect(),
        }
    }

    /// A file that does not compile.
    #[must_use]
    pub fn written(name: &str, refuted: &[RefutedPromise]) -> Self {
        Self {
            name: name.to_owned(),
            compiles: false,
            properties: Vec::new(),
            refuted: refuted
                .iter()
                .map(|refuted| RefutedV1 {
                    property: refuted.property.word(),
                    criterion: refuted.criterion.clone(),
                    text: refuted.says.to_string(),
                    pair: refuted.pair.as_ref().map(witnesses),
                })
                .collect(),
            stages: Vec::new(),
            criteria: Vec::new(),
            not_gone_through: Vec::new(),
        }
    }
}

fn failed(protocol: &Protocol, failure: &Failure, pair: Option<&Pair>) -> RefutedV1 {
    RefutedV1 {
        property: failure.property.word(),
        criterion: protocol.name_of(failure.criterion),
        text: failure.said().to_string(),
        pair: pair.map(witnesses),
    }
}

fn witnesses(pair: &Pair) -> [WitnessV1; 2] {
    [(&pair.from_says, &pair.from), (&pair.to_says, &pair.to)].map(|(says, assessment)| WitnessV1 {
        says: says.to_string(),
        assessment: assessment.clone(),
    })
}
