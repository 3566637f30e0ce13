//! Standard output and standard error. A reader that has left does not stop the work: what could not be written is remembered, and the
//! exit code tells it where the work alone would have ended with 0, because 0 means GO.

use std::cell::Cell;
use std::io::{self, ErrorKind, IsTerminal, Write};

use super::{CliError, Exit, draw};
use crate::document::visible;

thread_local! {
    static UNWRITTEN: Cell<Option<io::Error>> = const { Cell::new(None) };
}

/// Writes data to standard output; colour is stripped unless a terminal shows it.
pub(super) fn print(text: &str) {
    let mut out = anstream::stdout().lock();
    remember(out.write_all(text.as_bytes()).and_then(|()| out.flush()));
}

/// Writes to standard error.
pub(super) fn say(text: &str) {
    remember(anstream::stderr().lock().write_all(text.as_bytes()));
}

/// Says on standard error what went wrong.
pub(super) fn complain(error: &CliError) {
    let mut lines = vec![format!("error: {}", visible(&error.to_string()))];
    if let CliError::Input { error, .. } = error {
        lines.extend(error.faults.iter().map(|fault| {
            let path = if fault.path.is_empty() {
                "the record"
            } else {
                fault.path.as_str()
            };
            format!("  {}: {}", visible(path), visible(&fault.message))
        }));
    }
    if let CliError::Refused { record, faults } = error {
        let colour = io::stderr().is_terminal();
        lines.push(draw::faults_of_record(record, faults, colour));
    }
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        lines.push(format!("  because: {}", visible(&cause.to_string())));
        source = cause.source();
    }
    say(&(lines.join("\n") + "\n"));
}

/// Remembers that something could not be written.
pub(super) fn remember(written: io::Result<()>) {
    if let Err(error) = written {
        UNWRITTEN.set(Some(error));
    }
}

/// How the program ends: as the verb does, but never with 0 when something could not be written.
pub(super) fn end(exit: Exit) -> Exit {
    let Some(error) = UNWRITTEN.take() else {
        return exit;
    };
    // The person who has left wants to hear no more.
    if error.kind() != ErrorKind::BrokenPipe {
        complain(&CliError::Output(error));
        drop(UNWRITTEN.take());
    }
    if exit == Exit::Done {
        Exit::Unwritten
    } else {
        exit
    }
}

/// How JSON is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Json {
    /// Over several lines, for people.
    Pretty,
    /// On one line, for programs.
    Line,
}

impl Json {
    /// A value as JSON, with the end of its last line.
    pub(super) fn text(self, value: &impl serde::Serialize) -> Result<String, CliError> {
        let text = match self {
            Self::Pretty => serde_json::to_string_pretty(value),
            Self::Line => serde_json::to_string(value),
        };
        let text = text.map_err(|error| CliError::Internal(error.to_string()))?;
        Ok(text + "\n")
    }

    pub(super) fn print(self, value: &impl serde::Serialize) -> Result<(), CliError> {
        print(&self.text(value)?);
        Ok(())
    }
}

/// Prints a value as JSON over several lines.
pub(super) fn print_json(value: &impl serde::Serialize) -> Result<(), CliError> {
    Json::Pretty.print(value)
}
