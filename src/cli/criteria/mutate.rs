//! `rtr criteria mutate`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::files::{protocols, sources};
use super::rows::{each_cases, print_beside, refuse_table, write_rows};
use crate::cli::format::Format;
use crate::cli::{CliError, Exit, print_json};
use crate::workbench::mutate::MutatedProtocol;
use crate::workbench::mutate::json_v1::MutateV1;
use crate::workbench::mutate::page::document;

const EXIT_CODES: &str = "Exit codes: 0 every mutant is noticed, proved equivalent or set aside with a reason, 3 no cases or they cannot be read, 4 a \
    criteria file does not compile, 5 a mutant survives, a case does not come out as it must, or something is set aside that is not so. What would be 0 \
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
    /// Write the cases that would notice the survivors, to review and to add; to standard output when no file is named.
    #[arg(
        long,
        value_name = "FILE",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "-"
    )]
    killers: Option<PathBuf>,
    /// Look for no case that would notice a survivor, which takes a while for many.
    #[arg(long, conflicts_with = "killers")]
    no_killers: bool,
    /// Let mutants survive as long as so many percent are killed.
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u8).range(0..=100))]
    min: Option<u8>,
    /// How to show what became of the mutants.
    #[arg(long, default_value = "text")]
    format: Format<Data>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Data {
    /// For programs (`mutate/1`).
    Json,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, CliError> {
    let sources = sources(&arguments.files)?;
    let protocols = protocols(&sources)?;
    let table = arguments.killers.as_deref();
    refuse_table(table, &arguments.format, sources.len())?;
    let (found, unread) = each_cases(&sources, &protocols, arguments.cases.as_deref())?;
    let mutated: Vec<MutatedProtocol<'_>> = found
        .iter()
        .map(|(source, protocol, cases)| {
            let mutated =
                MutatedProtocol::of(source, protocol, cases, arguments.min.map(usize::from));
            if arguments.no_killers {
                mutated
            } else {
                mutated.with_killers(cases)
            }
        })
        .collect();
    match arguments.format {
        Format::Page(medium) => print_beside(table, medium, &document(&mutated))?,
        Format::Data(Data::Json) => print_json(&MutateV1::of(&mutated))?,
    }
    let killers = mutated.iter().filter_map(|one| one.killers.as_ref());
    for (table, killers) in table.iter().zip(killers) {
        write_rows(table, &killers.rows)?;
    }
    let holds = mutated.iter().all(MutatedProtocol::holds);
    let exit = if holds { Exit::Done } else { Exit::NotMet };
    Ok(unread.unwrap_or(exit))
}
