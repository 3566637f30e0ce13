//! `rtr completions`: what a shell needs to complete the command line, from the command line itself.

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::{Cli, CliError, Exit, print};

#[derive(Debug, Args)]
#[command(after_long_help = HOW)]
pub(super) struct Arguments {
    /// For which shell.
    #[arg(value_enum)]
    shell: Shell,
}

const HOW: &str = "bash: rtr completions bash > ~/.local/share/bash-completion/completions/rtr
zsh: rtr completions zsh > a file _rtr in a folder of $fpath
fish: rtr completions fish > ~/.config/fish/completions/rtr.fish
PowerShell: rtr completions powershell >> $PROFILE";

pub(super) fn run(arguments: &Arguments) -> Result<Exit, CliError> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut Cli::command(), "rtr", &mut script);
    let script =
        String::from_utf8(script).map_err(|error| CliError::Internal(error.to_string()))?;
    print(&script);
    Ok(Exit::Done)
}
