//! Which inputs and outputs of a batch are tables of columns, and what goes together.

use std::path::Path;

use clap::{Args, ValueEnum};

use super::Arguments;
use crate::cli::CliError;

/// What of a batch is a table.
#[derive(Clone, Debug, Args)]
pub(super) struct TableArguments {
    /// What the inputs are: records, or tables of readings (`rtr schema columns`).
    #[arg(long, value_enum, default_value_t)]
    input_format: InputFormat,
    /// What the output is; by the ending of --out when absent: `.parquet`, `.arrow`, or else lines.
    #[arg(long, value_enum)]
    output_format: Option<OutputFormat>,
    /// What a row of a Parquet or Arrow output says.
    #[arg(long, value_enum, default_value_t)]
    pub(super) table: Table,
    /// Let a column be that is none of `rtr schema columns`. May be repeated.
    #[arg(long = "ignore-column", value_name = "NAME")]
    pub(super) ignored: Vec<String>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum InputFormat {
    /// Records (`assessment/1`).
    #[default]
    Json,
    /// Tables of readings in Parquet.
    Parquet,
    /// Tables of readings in Arrow, files or streams.
    Arrow,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum OutputFormat {
    /// Lines, as --format says.
    Lines,
    /// A table in Parquet.
    Parquet,
    /// A table in an Arrow file.
    Arrow,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum Table {
    /// Verdict, stages, and masks of what blocks and what is missing (`verdicts/1`).
    #[default]
    Verdicts,
    /// The readings of each record (`columns/1`), from which the same verdicts come out.
    Readings,
}

impl TableArguments {
    pub(super) const fn from(&self) -> InputFormat {
        self.input_format
    }

    pub(super) fn to(&self, out: Option<&Path>) -> OutputFormat {
        let ending = out.and_then(Path::extension);
        self.output_format
            .unwrap_or_else(|| match ending.and_then(|ending| ending.to_str()) {
                Some("parquet") => OutputFormat::Parquet,
                Some("arrow") => OutputFormat::Arrow,
                Some(_) | None => OutputFormat::Lines,
            })
    }

    /// Holds to what the name of the output says, whatever a link of that name leads to.
    pub(super) fn settle(&mut self, out: Option<&Path>) {
        self.output_format = Some(self.to(out));
    }

    /// Whether neither input nor output is a table.
    #[cfg(feature = "columnar")]
    pub(super) fn is_none(&self, out: Option<&Path>) -> bool {
        self.from() == InputFormat::Json && self.to(out) == OutputFormat::Lines
    }
}

/// Refuses what does not go together, each with the reason.
pub(super) fn check(arguments: &Arguments) -> Result<(), CliError> {
    let tables = &arguments.tables;
    let to_table = tables.to(arguments.out.as_deref()) != OutputFormat::Lines;
    let from_table = tables.from() != InputFormat::Json;
    let readings = tables.table == Table::Readings;
    let question = &arguments.question;
    let whole_report = arguments.format == Some(crate::batch::Shape::Report);
    let wrong = [
        (
            cfg!(not(feature = "columnar")) && (from_table || to_table),
            "this build of rtr reads and writes no tables; build it with `--features columnar`",
        ),
        (
            readings && !to_table,
            "--table readings needs an output that is a table: --out FILE.parquet or FILE.arrow",
        ),
        (
            to_table && arguments.out.is_none(),
            "a table is written to a file; name it with --out",
        ),
        (
            to_table && arguments.format.is_some(),
            "--format is of lines, and the output is a table",
        ),
        (
            readings && from_table,
            "--table readings makes a table of records; the input is one already",
        ),
        (
            readings && arguments.errors.is_none(),
            "a table of readings has no place for refused records; name one with --errors",
        ),
        (
            from_table && question.as_of.is_some(),
            "readings are of a day already; --as-of needs the records they were made from",
        ),
        (
            from_table && question.goal.is_some(),
            "readings depend on the goal, so --goal needs the records they were made from",
        ),
        (
            from_table && whole_report,
            "a whole report needs the records; a table of readings has no more than --format mid, compact or csv say",
        ),
        (
            !from_table && !tables.ignored.is_empty(),
            "--ignore-column is of tables, and the input is none; name it with --input-format",
        ),
        (
            arguments.resume && (from_table || to_table),
            "--resume goes on from lines to lines; a table is made in one run",
        ),
    ];
    match wrong.iter().find(|(wrong, _)| *wrong) {
        Some((_, why)) => Err(CliError::Usage((*why).to_owned())),
        None => Ok(()),
    }
}
