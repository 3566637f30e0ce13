//! What a batch came to: for people on standard error, as JSON in a file.

use std::cmp::Reverse;
use std::path::Path;

use indicatif::HumanCount;
use serde::Serialize;

use crate::batch::{Counted, Judge, Tally};
use crate::cli::{CliError, replace};
use crate::verdict::Verdict;

/// What a batch came to (format `summary/1`).
#[derive(Clone, Debug, Serialize, schemars::JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(in crate::cli) struct SummaryV1 {
    /// `summary/1`.
    format: &'static str,
    /// Version of this program.
    engine: &'static str,
    /// Whether all of the input was gone through.
    whole: bool,
    /// Records in all.
    records: u64,
    /// Records judged GO.
    go: u64,
    /// Records judged CAUTION.
    caution: u64,
    /// Records judged NO-GO.
    no_go: u64,
    /// Records that were refused.
    refused: u64,
    /// The protocols that stood against a GO, and how often each of their criteria did.
    protocols: Vec<ProtocolV1>,
}

/// How often the criteria of a protocol stood against a GO.
#[derive(Clone, Debug, Serialize, schemars::JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(in crate::cli) struct ProtocolV1 {
    /// Its id.
    protocol: String,
    /// Its version.
    version: String,
    /// Digest of the criteria file, with LF line ends.
    criteria_sha256: String,
    /// Its criteria that stood against a GO at least once, in the order of the file.
    criteria: Vec<CriterionV1>,
}

/// How often a criterion stood against a GO.
#[derive(Clone, Debug, Serialize, schemars::JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(in crate::cli) struct CriterionV1 {
    /// `stage/criterion`.
    criterion: String,
    /// Records in which it was not GO whatever was still to be measured.
    blocking: u64,
    /// Records in which it hung on something unknown.
    missing: u64,
}

impl SummaryV1 {
    fn of(judge: &Judge, tally: &Tally, whole: bool) -> Self {
        Self {
            format: "summary/1",
            engine: env!("CARGO_PKG_VERSION"),
            whole,
            records: tally.records(),
            go: tally.go,
            caution: tally.caution,
            no_go: tally.no_go,
            refused: tally.refused,
            protocols: protocols(judge, tally),
        }
    }
}

fn protocols(judge: &Judge, tally: &Tally) -> Vec<ProtocolV1> {
    let counts = tally.criteria.iter().enumerate();
    let protocols = counts.filter_map(|(place, counts)| {
        let protocol = judge.shelf().protocol(place).ok()?;
        let stood = |counted: &Counted| *counted != Counted::default();
        let criteria: Vec<CriterionV1> = counts
            .iter()
            .enumerate()
            .filter(|(_, counted)| stood(counted))
            .map(|(place, counted)| CriterionV1 {
                criterion: protocol.name_of(place),
                blocking: counted.blocking,
                missing: counted.missing,
            })
            .collect();
        (!criteria.is_empty()).then(|| ProtocolV1 {
            protocol: protocol.id.clone(),
            version: protocol.version.clone(),
            criteria_sha256: protocol.digest.to_string(),
            criteria,
        })
    });
    protocols.collect()
}

/// Writes it as JSON.
pub(super) fn write(
    path: &Path,
    judge: &Judge,
    tally: &Tally,
    whole: bool,
) -> Result<(), CliError> {
    let text = serde_json::to_string_pretty(&SummaryV1::of(judge, tally, whole))
        .map_err(|error| CliError::Internal(error.to_string()))?;
    replace(path, &(text + "\n"))
}

/// So many criteria are told of at most; the file has all of them.
const SHOWN: usize = 5;

/// In words: how many, and what stood in the way most often.
pub(super) fn text(judge: &Judge, tally: &Tally) -> String {
    let judged = tally.judged();
    let part = |count: u64, verdict: Verdict| {
        let (count, share) = (HumanCount(count), share(count, judged));
        format!("{count} {} ({share})", verdict.label())
    };
    let mut text = format!(
        "{} {}: {}, {}, {}; {} refused\n",
        HumanCount(tally.records()),
        if tally.records() == 1 {
            "record"
        } else {
            "records"
        },
        part(tally.go, Verdict::Go),
        part(tally.caution, Verdict::Caution),
        part(tally.no_go, Verdict::NoGo),
        HumanCount(tally.refused)
    );
    let protocols = protocols(judge, tally);
    let mut most = |heading, count: fn(&CriterionV1) -> u64| {
        let mut rows: Vec<(u64, String)> = Vec::new();
        for protocol in &protocols {
            let counted = protocol.criteria.iter().filter(|one| count(one) > 0);
            rows.extend(counted.map(|one| {
                let name = format!("{} {}", protocol.protocol, one.criterion);
                (count(one), name)
            }));
        }
        rows.sort_by_key(|(count, _)| Reverse(*count));
        if !rows.is_empty() {
            text.push_str(&format!("\n{heading}\n"));
        }
        for (count, name) in rows.into_iter().take(SHOWN) {
            let records = HumanCount(count).to_string();
            text.push_str(&format!(
                "{records:>14} {:>5}  {name}\n",
                share(count, judged)
            ));
        }
    };
    most("Blocking most often", |one| one.blocking);
    most("Missing most often", |one| one.missing);
    text
}

/// Whole percent; at most 99 of what is not all, at least 1 of what is not nothing.
fn share(part: u64, all: u64) -> String {
    let percent = part
        .saturating_mul(100)
        .saturating_add(all.div_euclid(2))
        .checked_div(all)
        .unwrap_or(0);
    let percent = match (part, percent) {
        (1.., 0) => 1,
        (_, 100) if part < all => 99,
        (_, percent) => percent,
    };
    format!("{percent} %")
}
