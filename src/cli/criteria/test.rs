//! `rtr criteria test`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::files::{protocols, sources};
use super::rows::{each_cases, print_beside, refuse_table, write_rows};
use crate::cli::format::Format;
use crate::cli::{CliError, Exit, print, print_json};
use crate::workbench::cases::json_v1::TestV1;
use crate::workbench::cases::page::document;
use crate::workbench::cases::{TestedProtocol, junit};

const EXIT_CODES: &str = "Exit codes: 0 all cases came out as they must, 3 no cases or they cannot be read, 4 a criteria file does not compile, 5 a case \
    failed, too little is decided, or something is set aside that is not so. What would be 0 \
    is 141 when not all of the output could be written.";

#[derive(Debug, Args)]
#[command(after_help = EXIT_CODES)]
pub(super) struct Arguments {
    /// Criteria files, folders of them, or shipped ids; all that ship when none is named.
    #[arg(value_name = "FILE|DIR|ID")]
    files: Vec<PathBuf>,
    /// A folder of cases, or one with a folder of cases for each protocol.
    #[arg(long, value_name = "DIR")]
    cases: Option<PathBuf>,
    /// Show which sides of which criteria (go, caution, no-go, missing) decided some case.
    #[arg(long)]
    coverage: bool,
    /// Fail when fewer percent of the sides of any file decided some case; shows the coverage.
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u8).range(0..=100))]
    min: Option<u8>,
    /// Write a case for each side that decided none, to review and to add; to standard output when no file is named.
    #[arg(
        long,
        value_name = "FILE",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "-"
    )]
    write_missing: Option<PathBuf>,
    /// Name the cases that came out as they must, too.
    #[arg(long)]
    all: bool,
    /// How to show what came out.
    #[arg(long, default_value = "text")]
    format: Format<Data>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Data {
    /// For programs (`test/1`).
    Json,
    /// For code hosts (junit, as XML).
    Junit,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, CliError> {
    let sources = sources(&arguments.files)?;
    let protocols = protocols(&sources)?;
    let table = arguments.write_missing.as_deref();
    refuse_table(table, &arguments.format, sources.len())?;
    let (found, unread) = each_cases(&sources, &protocols, arguments.cases.as_deref())?;
    let tested: Vec<TestedProtocol<'_>> = found
        .iter()
        .map(|(source, protocol, cases)| {
            let mut tested = TestedProtocol::of(source, protocol, cases);
            if arguments.coverage || arguments.min.is_some() {
                tested = tested.covering(cases, arguments.min.unwrap_or(0).into());
            }
            if table.is_some() {
                tested = tested.writing(cases);
            }
            tested
        })
        .collect();
    match arguments.format {
        Format::Page(medium) => {
            print_beside(table, medium, &document(&tested, arguments.all))?;
        }
        Format::Data(Data::Json) => print_json(&TestV1::of(&tested))?,
        Format::Data(Data::Junit) => {
            let xml = junit::write(&tested);
            print(&xml.map_err(|error| CliError::Internal(error.to_string()))?);
        }
    }
    for (table, written) in table
        .iter()
        .zip(tested.iter().filter_map(|one| one.written.as_ref()))
    {
        write_rows(table, &written.rows)?;
    }
    let holds = tested.iter().all(TestedProtocol::holds);
    let exit = if holds { Exit::Done } else { Exit::NotMet };
    Ok(unread.unwrap_or(exit))
}
