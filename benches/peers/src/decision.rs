//! The decision of `decision.toml`, compiled once by this project, as plain rows that the rules of every other engine are made from.
//!
//! So no limit is written twice. How a measure is read off a record is written in each engine's own language, in its file.

use return_to_run::Verdict;
use return_to_run::measure::Scale;
use return_to_run::protocol::{Bands, Bound, Limit, Protocol};

use crate::Result;

/// The stages, from the least demanding to the most.
pub const STAGES: [&str; 4] = ["screening", "daily-life", "strength", "hopping"];

const SOURCE: &str = include_str!("../../decision.toml");

/// The criteria file, compiled.
///
/// # Errors
/// With every fault of the file.
pub fn protocol() -> Result<Protocol> {
    return_to_run::compile(SOURCE, Some("decision"), None)
        .map_err(|faults| format!("decision.toml does not compile: {faults:?}").into())
}

/// One criterion, as another engine needs it.
#[derive(Clone, Debug)]
pub struct Row {
    /// Its name.
    pub id: String,
    /// Place of its stage.
    pub stage: usize,
    /// Its limits.
    pub limits: Limits,
    /// What not knowing comes to: its worst band.
    pub unknown: Verdict,
}

/// The limits of a criterion.
#[derive(Clone, Debug)]
pub enum Limits {
    /// Yes comes to this.
    Yes(Verdict),
    /// Each word comes to its verdict.
    Words(Vec<(&'static str, Verdict)>),
    /// What is not GO, and which of that is NO-GO.
    Number(Comparison, Option<Comparison>),
}

/// A sign and a number, such as `>` and `6`; every language here writes it so.
#[derive(Clone, Copy, Debug)]
pub struct Comparison {
    /// The sign.
    pub sign: &'static str,
    /// The bound.
    pub bound: f64,
}

impl Row {
    /// The name with the row's dashes as a variable's name.
    #[must_use]
    pub fn variable(&self) -> String {
        variable(&self.id)
    }

    /// What an engine says where nothing is known.
    #[must_use]
    pub fn missing(&self) -> String {
        format!("{}?:{}", self.unknown.word(), self.id)
    }

    /// What an engine says of a value at CAUTION or NO-GO.
    #[must_use]
    pub fn reason(&self, verdict: Verdict) -> String {
        format!("{}:{}", verdict.word(), self.id)
    }
}

/// A name that every language takes as a variable's.
#[must_use]
pub fn variable(id: &str) -> String {
    id.replace('-', "_")
}

/// Every criterion in the order of the file.
///
/// # Errors
/// When a criterion asks for something that these engines are not asked here.
pub fn rows(protocol: &Protocol) -> Result<Vec<Row>> {
    let mut rows = Vec::with_capacity(protocol.criteria.len());
    for (stage, name) in protocol.stages.iter().zip(STAGES) {
        if stage.id != name {
            return Err(format!("stage `{}` where `{name}` is expected", stage.id).into());
        }
    }
    for (place, criterion) in protocol.criteria.iter().enumerate() {
        let stage = protocol
            .stages
            .iter()
            .position(|stage| stage.criteria.contains(&place));
        let bands = criterion
            .bands
            .as_ref()
            .ok_or("a criterion without bands")?;
        rows.push(Row {
            id: criterion.id.clone(),
            stage: stage.ok_or("a criterion without a stage")?,
            limits: limits(&criterion.measure.scale, bands)?,
            unknown: bands.worst(),
        });
    }
    Ok(rows)
}

fn limits(scale: &Scale, bands: &Bands) -> Result<Limits> {
    let at = |place: usize| -> Result<Verdict> {
        let value = return_to_run::quantity::Exact::whole(i64::try_from(place)?);
        Ok(bands.place(value, None).ok_or("a limit on the goal")?)
    };
    Ok(match scale {
        Scale::YesNo => Limits::Yes(at(1)?),
        Scale::Words(words) => {
            let placed = words.iter().enumerate();
            let placed: Result<Vec<_>> = placed
                .map(|(place, word)| Ok((*word, at(place)?)))
                .collect();
            Limits::Words(placed?)
        }
        Scale::Number { .. } => {
            let go = comparison(&bands.go)?;
            let sign = match go.sign {
                "<=" => ">",
                ">=" => "<",
                other => return Err(format!("a GO limit with `{other}`").into()),
            };
            let no_go = bands.no_go.as_ref().map(comparison).transpose()?;
            Limits::Number(Comparison { sign, ..go }, no_go)
        }
    })
}

fn comparison(limit: &Limit) -> Result<Comparison> {
    let Bound::Value(bound) = limit.bound else {
        return Err("a limit on the goal".into());
    };
    let (sign, bound) = (limit.operator.sign(), bound.approximate());
    Ok(Comparison { sign, bound })
}
