//! What a batch came to: for people on standard error, in any format in a file.

use std::cmp::Reverse;
use std::path::Path;

use clap::ValueEnum;
use indicatif::HumanCount;
use serde::Serialize;

use crate::batch::{CriterionCount, Judge, Tally};
use crate::cli::format::Format;
use crate::cli::{CliError, Json, replace};
use crate::document::{Amount, Block, Document, Inline, Item, Section, Sentence, sentences};
use crate::quantity::Distances;
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
    complete: bool,
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
    /// Records in which it depended on something unknown.
    missing: u64,
}

impl SummaryV1 {
    fn of(judge: &Judge, tally: &Tally, complete: bool) -> Self {
        Self {
            format: "summary/1",
            engine: env!("CARGO_PKG_VERSION"),
            complete,
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
        let protocol = judge.protocols().protocol(place).ok()?;
        let stood = |counted: &CriterionCount| *counted != CriterionCount::default();
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

/// How the summary is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Data {
    /// The format `summary/1`.
    Json,
}

/// Writes it to a file.
pub(super) fn write(
    path: &Path,
    format: Format<Data>,
    judge: &Judge,
    tally: &Tally,
    complete: bool,
) -> Result<(), CliError> {
    let text = match format {
        Format::Page(medium) => {
            let mut page = document(judge, tally);
            let stopped = (!complete).then(|| Block::Call(incomplete()));
            page.lead.extend(stopped);
            medium.draw(&page, Distances::Kilometres, &[])?
        }
        Format::Data(Data::Json) => Json::Pretty.text(&SummaryV1::of(judge, tally, complete))?,
    };
    replace(path, &text)
}

/// So many criteria are shown at most; the file has all of them.
const SHOWN: usize = 5;

sentences! {
    judged(records: Sentence, go: Sentence, caution: Sentence, no_go: Sentence, refused: String) = "{records}: {go}, {caution}, {no_go}; {refused} refused";
    incomplete() = "Not all of the input was gone through.";
    one_record() = "1 record";
    records(count: String) = "{count} records";
    part(count: String, verdict: Verdict, share: Amount) = "{count} {verdict} ({share})";
    of_all(count: String, share: Amount) = "{count} ({share})";
    blocking_most() = "Blocking most often";
    missing_most() = "Missing most often";
}

/// As a page: how many, and what stood in the way most often.
pub(super) fn document(judge: &Judge, tally: &Tally) -> Document {
    let all = tally.judged();
    let part = |count: u64, verdict: Verdict| {
        part(HumanCount(count).to_string(), verdict, share(count, all))
    };
    let records = match tally.records() {
        1 => one_record(),
        count => records(HumanCount(count).to_string()),
    };
    let mut page = Document {
        title: judged(
            records,
            part(tally.go, Verdict::Go),
            part(tally.caution, Verdict::Caution),
            part(tally.no_go, Verdict::NoGo),
            HumanCount(tally.refused).to_string(),
        ),
        ..Document::default()
    };
    let protocols = protocols(judge, tally);
    page.section(most(blocking_most(), &protocols, all, |one| one.blocking));
    page.section(most(missing_most(), &protocols, all, |one| one.missing));
    page
}

/// The criteria with the highest counts.
fn most(
    heading: Sentence,
    protocols: &[ProtocolV1],
    all: u64,
    count: fn(&CriterionV1) -> u64,
) -> Section {
    let mut rows: Vec<(u64, String)> = Vec::new();
    for protocol in protocols {
        let counted = protocol.criteria.iter().filter(|one| count(one) > 0);
        rows.extend(counted.map(|one| {
            let name = format!("{} {}", protocol.protocol, one.criterion);
            (count(one), name)
        }));
    }
    rows.sort_by_key(|(count, _)| Reverse(*count));
    let rows = rows.into_iter().take(SHOWN).map(|(count, name)| {
        let label = of_all(HumanCount(count).to_string(), share(count, all));
        (label, Inline::Name(name).into())
    });
    let rows: Vec<(Sentence, Item)> = rows.collect();
    let blocks = (!rows.is_empty()).then_some(Block::Entries(rows));
    Section::new(heading, blocks.into_iter().collect())
}

/// Whole percent; at most 99 of what is not all, at least 1 of what is not nothing.
fn share(part: u64, all: u64) -> Amount {
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
    Amount::percent(usize::try_from(percent).unwrap_or(100))
}
