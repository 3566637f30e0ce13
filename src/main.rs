//! The program `rtr`: reads its arguments, hands them to the library, exits with what it says.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(return_to_run::cli::run(std::env::args_os()).code())
}
