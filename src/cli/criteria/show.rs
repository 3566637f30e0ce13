//! `rtr criteria show`.

use clap::Args;

use crate::cli::{CliError, Exit, print};
use crate::protocol::builtin::SHIPPED;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The protocol.
    id: String,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, CliError> {
    let id = &arguments.id;
    let shipped = SHIPPED.iter().find(|shipped| shipped.id == id);
    let ids: Vec<&str> = SHIPPED.iter().map(|shipped| shipped.id).collect();
    let message = || {
        format!(
            "no shipped protocol `{id}`; {}",
            crate::diagnostic::suggest(id, &ids)
        )
    };
    print(shipped.ok_or_else(|| CliError::Usage(message()))?.text)?;
    Ok(Exit::Done)
}
