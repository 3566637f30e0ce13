//! What exists: shown by an assessment that the report itself was made of, or else undecided.

use serde_json::Value;

use crate::assessment::Assessment;
use crate::engine::report::Report;
use crate::protocol::Protocol;
use crate::workbench::cases::{BandOutcome, Coverage, Run};

/// Whether something exists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Existence {
    /// This case shows it.
    By(String),
    /// It never does, because of this criterion; proved over all readings.
    Never(usize),
    /// No case shows it.
    Undecided,
}

/// For each stage, a case whose report clears it.
#[must_use]
pub fn stages(protocol: &Protocol, runs: &[Run<'_>]) -> Vec<Existence> {
    let cleared: Vec<(Option<usize>, &str)> = runs
        .iter()
        .filter_map(|run| {
            let report = Report::new(protocol, &run.ready.case.assessment).ok()?;
            let stage = report.cleared().and_then(|stage| protocol.stage(&stage.id));
            Some((stage, run.ready.case.name.as_str()))
        })
        .collect();
    (0..protocol.stages.len())
        .map(|stage| {
            let shown = cleared.iter().find(|(cleared, _)| *cleared >= Some(stage));
            shown.map_or(Existence::Undecided, |(_, name)| {
                Existence::By((*name).to_owned())
            })
        })
        .collect()
}

/// For each deciding criterion, by its place, a case in which it alone keeps the verdict from being better.
#[must_use]
pub fn criteria(protocol: &Protocol, runs: &[Run<'_>]) -> Vec<(usize, Existence)> {
    let coverage = Coverage::of(protocol, runs, &[]);
    let deciding = protocol.criteria.iter().enumerate();
    deciding
        .filter(|(_, criterion)| !BandOutcome::all(criterion).is_empty())
        .map(|(place, _)| {
            let of =
                |criterion: usize, side: BandOutcome| criterion == place && side != BandOutcome::Go;
            let mut sides = coverage
                .sides
                .iter()
                .filter(|side| of(side.criterion, side.side));
            let open = sides.clone().count();
            let shown = sides.find_map(|side| side.case.clone());
            let mut never = coverage
                .never
                .iter()
                .filter(|never| of(never.criterion, never.side));
            let shown = match (shown, never.next(), open) {
                (Some(case), _, _) => Existence::By(case),
                (None, Some(never), 0) => Existence::Never(never.because_of),
                (None, Some(_) | None, _) => Existence::Undecided,
            };
            (place, shown)
        })
        .collect()
}

/// Whether the report of a record clears the stage.
pub(super) fn clears(protocol: &Protocol, record: &Value, stage: usize) -> bool {
    let Some(assessment) = Assessment::tried(record) else {
        return false;
    };
    let report = Report::new(protocol, &assessment).ok();
    let cleared = report.as_ref().and_then(Report::cleared);
    cleared.and_then(|cleared| protocol.stage(&cleared.id)) >= Some(stage)
}
