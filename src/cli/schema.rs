//! `rtr schema`: the JSON Schema of each format, generated from the types that read and write it.

#[cfg(test)]
mod added;
mod columns;
mod criteria;
mod observations;

use clap::{Args, ValueEnum};
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};

use super::batch::SummaryV1;
use super::criteria::{ProtocolsV1, declared};
use super::import::ImportV1;
use super::measures::MeasuresV1;
use super::references::shipped_references;
use super::verify::VerifyV1;
use super::{CliError, CriteriaArguments, Exit, print_json};
use crate::assessment::wire::Wire;
use crate::batch::line::{CompactV1, MidV1};
use crate::formats::json_v1::load::LoadV1;
use crate::formats::json_v1::next::NextV1;
use crate::formats::json_v1::page::PageV1;
use crate::formats::json_v1::plan::PlanV1;
use crate::formats::json_v1::report::{ErrorV1, ReportV1};
use crate::formats::json_v1::timeline::TimelineV1;
use crate::protocol::raw;
use crate::workbench::cases::TableV1;
use crate::workbench::cases::json_v1::TestV1;
use crate::workbench::diff::json_v1::DiffV1;
use crate::workbench::lint::json_v1::LintV1;
use crate::workbench::mutate::json_v1::MutateV1;
use crate::workbench::prove::json_v1::ProveV1;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Which format.
    #[arg(value_enum)]
    kind: Kind,
    #[command(flatten)]
    criteria: CriteriaArguments,
}

/// A published format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// What is known of a runner (`assessment/1`).
    Assessment,
    /// A criteria file (format 1), for editors that complete TOML by JSON Schema.
    #[value(alias = "protocol")]
    Criteria,
    /// A report (`report/1`).
    Report,
    /// The next session (`next/1`).
    Next,
    /// A plan (`plan/1`).
    Plan,
    /// A page of words, such as the manual (`page/1`).
    Page,
    /// The training log (`load/1`).
    Load,
    /// The verdict of each day (`timeline/1`).
    Timeline,
    /// What an import did (`import/1`).
    Import,
    /// How a replay stands to its report (`verify/1`).
    Verify,
    /// The vocabulary (`measures/1`).
    Measures,
    /// The protocols that there are (`protocols/1`).
    Protocols,
    /// What was found in criteria files (`lint/1`).
    Lint,
    /// The difference of two criteria files (`diff/1`).
    Diff,
    /// What was proved of criteria files (`prove/1`).
    Prove,
    /// What must come out of cases, a table as it is written by hand (`cases/1`).
    Cases,
    /// What the cases say of criteria files (`test/1`).
    Test,
    /// What became of the mutants of criteria files (`mutate/1`).
    Mutate,
    /// A record judged, with its reasons (`mid/1`), a line of a batch.
    Mid,
    /// A record judged, in short (`compact/1`), a line of a batch.
    Compact,
    /// What a batch came to (`summary/1`).
    Summary,
    /// A refused record (`error/1`).
    Error,
    /// The columns of a table of readings (`columns/1`), and the criteria that ask for them: a list, and no JSON Schema.
    Columns,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, CliError> {
    let CriteriaArguments { files, protocol } = &arguments.criteria;
    let takes_files = matches!(arguments.kind, Kind::Columns | Kind::Assessment);
    let takes_one = arguments.kind == Kind::Columns;
    if (!takes_files && !files.is_empty()) || (!takes_one && protocol.is_some()) {
        return Err(CliError::Usage(
            "only `columns` and `assessment` depend on criteria, and on one protocol only `columns`"
                .to_owned(),
        ));
    }
    let read = SchemaSettings::draft2020_12().for_deserialize();
    let written = SchemaSettings::draft2020_12().for_serialize();
    let schema = match arguments.kind {
        Kind::Assessment => {
            let mut schema = generate::<Wire>(read, "assessment/1").to_value();
            if !files.is_empty() {
                observations::complete(&mut schema, &declared(files)?);
            }
            return print_json(&schema).map(|()| Exit::Done);
        }
        Kind::Criteria => {
            let shape = generate::<raw::Protocol>(read, "return-to-run criteria, format 1");
            let mut schema = shape.to_value();
            criteria::complete(&mut schema, shipped_references()?.iter());
            return print_json(&schema).map(|()| Exit::Done);
        }
        Kind::Report => generate::<ReportV1>(written, "report/1"),
        Kind::Next => generate::<NextV1>(written, "next/1"),
        Kind::Plan => generate::<PlanV1>(written, "plan/1"),
        Kind::Page => generate::<PageV1>(written, "page/1"),
        Kind::Load => generate::<LoadV1>(written, "load/1"),
        Kind::Timeline => generate::<TimelineV1>(written, "timeline/1"),
        Kind::Import => generate::<ImportV1>(written, "import/1"),
        Kind::Verify => generate::<VerifyV1>(written, "verify/1"),
        Kind::Measures => generate::<MeasuresV1>(written, "measures/1"),
        Kind::Protocols => generate::<ProtocolsV1<'_>>(written, "protocols/1"),
        Kind::Lint => generate::<LintV1>(written, "lint/1"),
        Kind::Prove => generate::<ProveV1>(written, "prove/1"),
        Kind::Diff => generate::<DiffV1>(written, "diff/1"),
        Kind::Cases => generate::<TableV1>(read, "cases/1"),
        Kind::Test => generate::<TestV1>(written, "test/1"),
        Kind::Mutate => generate::<MutateV1>(written, "mutate/1"),
        Kind::Mid => generate::<MidV1>(written, "mid/1"),
        Kind::Compact => generate::<CompactV1>(written, "compact/1"),
        Kind::Summary => generate::<SummaryV1>(written, "summary/1"),
        Kind::Error => generate::<ErrorV1>(written, "error/1"),
        Kind::Columns => return columns::run(&arguments.criteria),
    };
    print_json(&schema)?;
    Ok(Exit::Done)
}

fn generate<T: JsonSchema>(settings: SchemaSettings, title: &str) -> Schema {
    let mut schema = settings.into_generator().into_root_schema_for::<T>();
    schema.insert("title".to_owned(), title.into());
    schema
}
