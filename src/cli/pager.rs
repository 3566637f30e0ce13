//! A long page on a terminal goes through a pager, as `git` does it; anywhere else it is printed.
//!
//! *Why no crate?* Those there are either draw a pager of their own, or fork the program by hand. A runner's own `less` knows their keys.

use std::env;
use std::ffi::OsString;
use std::io::{self, IsTerminal, Write};
use std::process::{Child, Command, Stdio};

use anstream::AutoStream;

use super::print;

/// Prints a page: through `$PAGER`, or else `less`, where standard output is a terminal.
pub(super) fn print_page(page: &str) {
    let pager = io::stdout().is_terminal().then(start).flatten();
    match pager {
        Some(pager) => {
            // Whoever leaves the pager before the end has read enough.
            drop(shown_in(pager, page));
        }
        None => print(page),
    }
}

fn shown_in(mut pager: Child, page: &str) -> io::Result<()> {
    let colour = AutoStream::choice(&io::stdout());
    let written = pager.stdin.take().map_or(Ok(()), |pipe| {
        let mut text = AutoStream::new(Vec::new(), colour);
        text.write_all(page.as_bytes())?;
        let mut pipe = pipe;
        pipe.write_all(&text.into_inner())
    });
    pager.wait()?;
    written
}

/// The pager, ready to be written to; none when it is said to be none, or is not there.
fn start() -> Option<Child> {
    let mut pager = command(env::var_os("PAGER"))?;
    if env::var_os("LESS").is_none() {
        // Leave at once what fits the screen, show colours, and keep the page when left.
        pager.env("LESS", "FRX");
    }
    pager.stdin(Stdio::piped()).spawn().ok()
}

/// The command that `$PAGER` names, with its arguments; an empty one, or `cat`, is none.
fn command(named: Option<OsString>) -> Option<Command> {
    let Some(named) = named else {
        return Some(Command::new("less"));
    };
    if named.is_empty() || named == "cat" {
        return None;
    }
    if cfg!(unix) {
        let mut shell = Command::new("sh");
        shell.arg("-c").arg(named);
        return Some(shell);
    }
    Some(Command::new(named))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_pager_is_none_and_less_is_the_one_that_nobody_named() {
        assert!(command(Some(OsString::new())).is_none());
        assert!(command(Some("cat".into())).is_none());
        let least = command(None).map(|command| command.get_program().to_owned());
        assert_eq!(least, Some("less".into()));
    }
}
