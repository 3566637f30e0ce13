//! The assessment that a verb is asked about: read from a file or standard input, or refused with all that is wrong with it.

use std::io::IsTerminal;
use std::path::Path;

use super::record::{PlacedFault, RecordText};
use super::{CliError, Json, mistaken, read, say};
use crate::assessment::{Assessment, Fault, InputError};
use crate::formats::json_v1::report::ErrorV1;

/// What is said where a record is waited for at the keyboard.
const WAITING: &str = "Waiting for an assessment: paste it here and end with Ctrl-D. To read a file: rtr check me.json\n\
    To start one: rtr init assessment > me.json\n";

/// Reads one assessment; with `json` its faults are printed as `error/1`.
pub(super) fn assessment(path: Option<&Path>, json: Option<Json>) -> Result<Assessment, CliError> {
    let path = path.filter(|path| *path != Path::new("-"));
    if path.is_none() && std::io::stdin().is_terminal() {
        say(WAITING);
    }
    let mistaken = |text: &[u8]| {
        let name = path?.display().to_string();
        let message = mistaken::instead(text, &name)?;
        Some(CliError::Mistaken { name, message })
    };
    let (name, text) = match read(path) {
        Ok(read) => read,
        // What is no text at all is mostly what a watch wrote.
        Err(error) => {
            let bytes = path.and_then(|path| std::fs::read(path).ok());
            let mistaken = bytes.and_then(|bytes| mistaken(&bytes));
            return Err(told(mistaken.unwrap_or(error), json));
        }
    };
    let is_toml = path.is_some_and(|path| path.extension().is_some_and(|ending| ending == "toml"));
    let refused = |record: RecordText, error: &InputError, faults: Vec<PlacedFault>| {
        if let Some(mistaken) = mistaken(record.text.as_bytes()) {
            return told(mistaken, json);
        }
        if let Some(json) = json
            && let Err(internal) = json.print(&ErrorV1::of(error))
        {
            return internal;
        }
        CliError::Refused {
            record: Box::new(record),
            faults,
        }
    };
    let record = if is_toml {
        let written = RecordText::of_toml(name, text);
        written.map_err(|(record, faults)| {
            let told = faults.iter().map(|fault| Fault {
                path: fault.path.clone(),
                message: fault.message.clone(),
                redacted: fault.message.clone(),
            });
            let error = InputError {
                id: None,
                faults: told.collect(),
            };
            refused(record, &error, faults)
        })?
    } else {
        RecordText::of_json(name, text)
    };
    Assessment::from_json(record.json()).map_err(|error| {
        let faults = error.faults.iter().map(|fault| record.placed(fault));
        let faults = faults.collect();
        refused(record, &error, faults)
    })
}

/// The error, with JSON as `error/1` too when it is another file than it was taken for.
fn told(error: CliError, json: Option<Json>) -> CliError {
    match (&error, json) {
        (CliError::Mistaken { message, .. }, Some(json)) => {
            let printed = json.print(&ErrorV1::one(None, "", message));
            printed.err().unwrap_or(error)
        }
        _ => error,
    }
}
