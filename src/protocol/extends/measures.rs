//! Measure files: their tables put behind the text of the file that names them.

use std::ops::Range;

use toml::de::{DeTable, DeValue};

use super::{Find, Wanted};
use crate::assessment::is_kebab;
use crate::diagnostic::{Diagnostic, File, list, nearest};
use crate::protocol::builtin::SHIPPED_MEASURES;
use crate::protocol::read::{first_line, syntax};

/// What a measure file gives as its format.
const FORMAT: &str = "measures/1";

/// The header of the tables that are taken.
const HEADER: &str = "[[measure]]";

/// The keys that stand at the head of a measure file.
const HEAD: [&str; 5] = ["format", "title", "version", "reviewed", "measure"];

/// A measure file that a criteria file names.
#[derive(Clone, Debug)]
pub struct MeasureFile {
    /// Its stem.
    pub id: String,
    /// Its text.
    pub text: String,
}

/// A text behind which the tables of its measure files stand.
#[derive(Clone, Debug, Default)]
pub(super) struct TakenIn {
    pub(super) text: String,
    parts: Vec<Part>,
}

/// Where the tables of a measure file stand in the text, and where they begin in the file.
#[derive(Clone, Debug)]
struct Part {
    at: Range<usize>,
    file: usize,
    from: usize,
}

impl TakenIn {
    /// The text with the tables of the files that it names. What cannot be read stays as it is: compiling it says why.
    ///
    /// # Errors
    /// Every measure file that is not there, or is none.
    pub(super) fn of(
        source: &str,
        files: &mut Vec<MeasureFile>,
        find: Find<'_>,
    ) -> Result<Self, Vec<Diagnostic>> {
        let mut taken = Self {
            text: source.to_owned(),
            parts: Vec::new(),
        };
        let (table, errors) = DeTable::parse_recoverable(source);
        let head = table.get_ref().iter();
        let mut named = head.filter(|(key, _)| key.get_ref() == "measures" && errors.is_empty());
        let Some((key, value)) = named.next() else {
            return Ok(taken);
        };
        let DeValue::Array(names) = value.get_ref() else {
            return Ok(taken);
        };
        let mut faults = Vec::new();
        for name in names {
            let Some(id) = name.get_ref().as_str() else {
                return Ok(taken);
            };
            let text = is_kebab(id).then(|| find(Wanted::Measures, id)).flatten();
            let Some(text) = text else {
                faults.push(missing(id, name.span()));
                continue;
            };
            let found = faults_of(&text);
            if found.is_empty() {
                taken.add(&text, files.len());
            }
            let file = File::Measures(files.len());
            faults.extend(found.into_iter().map(|fault| Diagnostic { file, ..fault }));
            files.push(MeasureFile {
                id: id.to_owned(),
                text,
            });
        }
        if faults.is_empty() {
            // What is taken in need not be named any more; blanks leave all that follows in its place.
            blank(&mut taken.text, key.span().start..value.span().end);
            Ok(taken)
        } else {
            Err(faults)
        }
    }

    fn add(&mut self, text: &str, file: usize) {
        let from = begin(text).unwrap_or(text.len());
        self.text.push('\n');
        let start = self.text.len();
        self.text.push_str(text.get(from..).unwrap_or_default());
        let at = start..self.text.len();
        self.parts.push(Part { at, file, from });
    }

    /// Where a place behind the text was written.
    pub(super) fn written(&self, span: &Range<usize>) -> Option<(File, Range<usize>)> {
        let mut parts = self.parts.iter();
        let part = parts.find(|part| part.at.contains(&span.start))?;
        let moved = |byte: usize| byte.saturating_sub(part.at.start).saturating_add(part.from);
        let place = moved(span.start)..moved(span.end.min(part.at.end));
        Some((File::Measures(part.file), place))
    }
}

fn blank(text: &mut String, span: Range<usize>) {
    let blanks = text.get(span.clone()).map(|named| {
        let blank = |byte: u8| if byte == b'\n' { '\n' } else { ' ' };
        named.bytes().map(blank).collect::<String>()
    });
    if let Some(blanks) = blanks {
        text.replace_range(span, &blanks);
    }
}

/// Where the first table begins.
fn begin(text: &str) -> Option<usize> {
    let mut start = 0_usize;
    for line in text.split_inclusive('\n') {
        if line.trim_start().starts_with(HEADER) {
            return Some(start);
        }
        start = start.saturating_add(line.len());
    }
    None
}

fn missing(id: &str, span: Range<usize>) -> Diagnostic {
    let shipped = SHIPPED_MEASURES.iter().map(|(id, _)| *id);
    let help = nearest(id, shipped).map_or_else(
        || format!("put `{id}.toml` into the folder `measures` beside this file"),
        |near| format!("did you mean `{near}`?"),
    );
    Diagnostic::new("unknown-measures", span, format!("no measure file `{id}`")).help(help)
}

/// What is wrong with a measure file as a whole; of its tables compiling them says it.
fn faults_of(text: &str) -> Vec<Diagnostic> {
    let (table, errors) = DeTable::parse_recoverable(text);
    if !errors.is_empty() {
        return syntax(text, &errors);
    }
    let table = table.get_ref();
    let mut faults = Vec::new();
    let format = table.get("format");
    if format.and_then(|format| format.get_ref().as_str()) != Some(FORMAT) {
        let span = format.map_or_else(|| first_line(text), |format| format.span());
        let message = "this is no measure file";
        let fault = Diagnostic::new("unknown-format", span, message);
        faults.push(fault.help(format!("write `format = \"{FORMAT}\"` at its head")));
    }
    for (key, _) in table {
        if !HEAD.contains(&key.get_ref().as_ref()) {
            let message = format!("a measure file has no key `{}`", key.get_ref());
            let fault = Diagnostic::new("unknown-key", key.span(), message);
            faults.push(fault.help(format!("allowed here: {}", list(&HEAD))));
        }
    }
    if begin(text).is_none() {
        let message = "the measure file declares no measure";
        let fault = Diagnostic::new("missing-key", first_line(text), message);
        faults.push(fault.help(format!("open each with `{HEADER}`, on a line of its own")));
    }
    faults
}
