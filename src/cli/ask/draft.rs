//! The record while it is being answered: its text, with each answer put where it belongs and all else left as it was.
//!
//! *Why text and not a tree?* The file is the runner's: its order, its spacing and its remarks stay, and each answer is one small change.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

use serde_json::value::RawValue;

use crate::assessment::{Assessment, Day};
use crate::cli::record::RecordText;
use crate::cli::{CliError, import, read, replace};
use crate::quantity::WrittenDecimal;

/// An answer: a field, as `pain[].morning` or `hop[single-hop].left.trials`, and its value as JSON.
#[derive(Clone, Debug)]
pub(in crate::cli) struct Edit {
    field: Cow<'static, str>,
    /// The entry of the list: that of a day, one by its place, or a new one.
    entry: Entry,
    json: String,
}

/// Which entry of a list an answer belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Entry {
    /// That of the day; `None` for the day of the record.
    Of(Option<Day>),
    /// The one at this place.
    At(usize),
    /// One more.
    New,
}

impl Edit {
    pub(in crate::cli) fn new(
        field: impl Into<Cow<'static, str>>,
        json: impl Into<String>,
    ) -> Self {
        Self {
            field: field.into(),
            entry: Entry::Of(None),
            json: json.into(),
        }
    }

    pub(in crate::cli) fn on(mut self, day: Day) -> Self {
        self.entry = Entry::Of(Some(day));
        self
    }

    pub(in crate::cli) const fn appended(mut self) -> Self {
        self.entry = Entry::New;
        self
    }

    pub(in crate::cli) const fn at(mut self, place: usize) -> Self {
        self.entry = Entry::At(place);
        self
    }
}

impl Edit {
    /// What was answered before and what is answered now, where that is better of a day that was told already.
    pub(in crate::cli) fn betters(&self, draft: &Draft) -> Option<(String, String)> {
        let of_today = self.entry == Entry::Of(None) && self.field.starts_with("pain[]");
        let earlier = draft.get(&self.field).filter(|_| of_today)?;
        let number = |text: &str| WrittenDecimal::read(text).and_then(WrittenDecimal::exact);
        let better = match (number(&earlier), number(&self.json)) {
            (Some(earlier), Some(now)) => now < earlier,
            _ => {
                earlier != self.json
                    && matches!(self.json.as_str(), "false" | "[]" | "\"not-done\"")
            }
        };
        better.then(|| (earlier, self.json.clone()))
    }

    /// Whether it would replace what a recalled entry of the same day tells of several: the worst of those days stays.
    pub(in crate::cli) fn is_covered(&self, draft: &Draft) -> bool {
        draft.get("pain[].covers_days").is_some() && self.betters(draft).is_some()
    }
}

/// A step into a record.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Step {
    Key(String),
    /// The entry in which these fields hold these values, as JSON.
    Where(Vec<(&'static str, String)>),
    At(usize),
    New,
}

/// A record that is being answered, and the file it is kept in.
#[derive(Clone, Debug)]
pub(in crate::cli) struct Draft {
    pub(in crate::cli) path: PathBuf,
    text: String,
    /// The text without comments, each letter where it stood.
    bare: String,
    /// What the file holds; `None` while there is none.
    saved: Option<String>,
    /// The day of the answers. The record may be of an earlier one until it is said what happened since.
    pub(in crate::cli) as_of: Day,
}

/// What a record says of every day up to its own: that its log has every run, that these are all treatments, that this was the last flare.
/// Of the days since nobody has said so.
pub(in crate::cli) const TO_ITS_DAY: [&str; 3] =
    ["log_complete_from", "treatments", "injury.last_flare"];

impl Draft {
    /// The record in the file; a new one where there is no file. One of an earlier day becomes one of this day, unless it says something
    /// `TO_ITS_DAY`.
    pub(in crate::cli) fn open(path: &Path, as_of: Day) -> Result<Self, CliError> {
        if path.extension().is_some_and(|ending| ending == "toml") {
            return Err(CliError::Usage(format!(
                "{}: answers are written into JSON only; `rtr check` reads TOML, too",
                path.display()
            )));
        }
        let saved = if path.try_exists().unwrap_or(true) {
            Some(read(Some(path))?.1)
        } else {
            None
        };
        let text = saved.clone().unwrap_or_else(|| {
            format!("{{\n  \"format\": \"assessment/1\",\n  \"as_of\": \"{as_of}\"\n}}\n")
        });
        let mut draft = Self::of(path, text, saved, as_of);
        if let Some(stated) = draft.stated()
            && stated > as_of
        {
            return Err(CliError::Usage(format!(
                "{} is of {stated}, which is after {as_of}; say the day with --as-of",
                path.display()
            )));
        }
        // A day that is none is told with the other faults.
        let is_none = draft.get("as_of").is_some() && draft.stated().is_none();
        if !is_none && draft.days_since().is_none() {
            let today = draft.today();
            draft.put(&[today])?;
        }
        Ok(draft)
    }

    fn of(path: &Path, text: String, saved: Option<String>, as_of: Day) -> Self {
        Self {
            path: path.to_owned(),
            bare: bare(&text),
            text,
            saved,
            as_of,
        }
    }

    /// The day of the record.
    fn stated(&self) -> Option<Day> {
        self.get("as_of")?.trim_matches('"').parse().ok()
    }

    /// Makes the record one of the day of the answers.
    pub(in crate::cli) fn today(&self) -> Edit {
        Edit::new("as_of", format!("\"{}\"", self.as_of))
    }

    /// The earlier day of the record, where it says something `TO_ITS_DAY`.
    pub(in crate::cli) fn days_since(&self) -> Option<Day> {
        let stated = self.stated().filter(|stated| *stated < self.as_of)?;
        let mut said = TO_ITS_DAY.into_iter();
        said.any(|field| self.get(field).is_some())
            .then_some(stated)
    }

    pub(in crate::cli) fn text(&self) -> &str {
        &self.text
    }

    /// Puts back a text that was there before.
    pub(in crate::cli) fn restore(&mut self, text: String) {
        self.bare = bare(&text);
        self.text = text;
    }

    /// The record, once it says what is hurt.
    pub(in crate::cli) fn assessment(&self) -> Result<Assessment, CliError> {
        let record = RecordText::of_json(self.path.display().to_string(), self.text.clone());
        Assessment::from_json(record.json()).map_err(|error| {
            let faults = error.faults.iter().map(|fault| record.placed(fault));
            CliError::Refused {
                faults: faults.collect(),
                record: Box::new(record),
            }
        })
    }

    /// What stands in a field of the record, or of the entry of its day; nothing where it is `null`.
    pub(in crate::cli) fn get(&self, field: &str) -> Option<String> {
        let mut place = whole(&self.bare);
        for step in steps(field, Entry::Of(None), self.as_of) {
            place = child(&self.bare, &place, &step)?;
        }
        let value = self.bare.get(place)?;
        (value != "null").then(|| value.to_owned())
    }

    /// The entries of a list, each by its fields: what stands in them, without those that are `null`.
    pub(in crate::cli) fn list(&self, name: &str) -> Vec<BTreeMap<String, String>> {
        let root = fields(&self.bare, &whole(&self.bare)).unwrap_or_default();
        let list = root
            .get(name)
            .and_then(|list| serde_json::from_str::<Vec<&RawValue>>(list.get()).ok());
        let entries = list.unwrap_or_default().into_iter().map(|entry| {
            let entry: BTreeMap<String, &RawValue> =
                serde_json::from_str(entry.get()).unwrap_or_default();
            let known = entry.into_iter().filter(|(_, value)| value.get() != "null");
            known
                .map(|(key, value)| (key, value.get().to_owned()))
                .collect()
        });
        entries.collect()
    }

    /// Puts answers into the text.
    pub(in crate::cli) fn put(&mut self, edits: &[Edit]) -> Result<(), CliError> {
        for edit in edits {
            let steps = steps(&edit.field, edit.entry, self.as_of);
            let text = with(&self.text, &self.bare, &steps, &edit.json);
            self.restore(text.ok_or_else(|| CliError::NotJudged {
                path: "".into(),
                message: format!("{}: no JSON object", self.path.display()),
            })?);
        }
        Ok(())
    }

    /// Writes the file, whole or not at all; what another program wrote meanwhile is not lost.
    pub(in crate::cli) fn save(&mut self) -> Result<(), CliError> {
        if self.saved.as_ref() == Some(&self.text) {
            return Ok(());
        }
        let failed = |source| CliError::File {
            action: "writing",
            path: self.path.clone(),
            source,
        };
        match &self.saved {
            None => import::create(&self.path, &self.text).map_err(failed)?,
            Some(saved) => {
                if std::fs::read(&self.path).map_err(failed)? != saved.as_bytes() {
                    let changed = "it changed since it was read; run the command again";
                    return Err(failed(std::io::Error::other(changed)));
                }
                replace(&self.path, &self.text)?;
            }
        }
        self.saved = Some(self.text.clone());
        Ok(())
    }

    /// Reads the file again after another verb wrote it.
    pub(in crate::cli) fn reload(&mut self) -> Result<(), CliError> {
        let (_, text) = read(Some(&self.path))?;
        self.saved = Some(text.clone());
        self.restore(text);
        Ok(())
    }
}

fn bare(text: &str) -> String {
    RecordText::of_json(String::new(), text.to_owned())
        .json()
        .to_owned()
}

fn steps(field: &str, entry: Entry, as_of: Day) -> Vec<Step> {
    let mut steps = Vec::new();
    for part in field.split('.') {
        let Some((name, rest)) = part.split_once('[') else {
            steps.push(Step::Key(part.to_owned()));
            continue;
        };
        steps.push(Step::Key(name.to_owned()));
        let word = rest.trim_end_matches(']');
        steps.push(match entry {
            Entry::At(place) => Step::At(place),
            Entry::New => Step::New,
            Entry::Of(day) => {
                let day = day.unwrap_or(as_of);
                let mut holds = vec![("date", format!("\"{day}\""))];
                if !word.is_empty() {
                    let key = if name == "hop" { "test" } else { "instrument" };
                    holds.push((key, format!("\"{word}\"")));
                }
                Step::Where(holds)
            }
        });
    }
    steps
}

/// The place of the record in its text.
fn whole(text: &str) -> Range<usize> {
    let bare = text.trim_start_matches('\u{feff}').trim_start();
    let start = text.len().saturating_sub(bare.len());
    start..start.saturating_add(bare.trim_end().len())
}

fn place(text: &str, raw: &RawValue) -> Range<usize> {
    let start = raw.get().as_ptr().addr();
    let start = start.saturating_sub(text.as_ptr().addr());
    start..start.saturating_add(raw.get().len())
}

fn fields<'t>(text: &'t str, of: &Range<usize>) -> Option<BTreeMap<String, &'t RawValue>> {
    serde_json::from_str(text.get(of.clone())?).ok()
}

fn entries<'t>(text: &'t str, of: &Range<usize>) -> Option<Vec<&'t RawValue>> {
    serde_json::from_str(text.get(of.clone())?).ok()
}

/// The place of what a step leads to.
fn child(text: &str, of: &Range<usize>, step: &Step) -> Option<Range<usize>> {
    match step {
        Step::Key(key) => Some(place(text, fields(text, of)?.get(key)?)),
        Step::New => None,
        Step::At(at) => Some(place(text, entries(text, of)?.get(*at)?)),
        Step::Where(holds) => {
            let entries = entries(text, of)?;
            let found = entries.into_iter().find(|raw| {
                let within = fields(text, &place(text, raw)).unwrap_or_default();
                holds.iter().all(|(key, value)| {
                    let there = within.get(*key).map(|raw| raw.get());
                    there == Some(value.as_str())
                })
            });
            found.map(|raw| place(text, raw))
        }
    }
}

/// The text with a value at the end of the steps; `bare` is the same without comments.
fn with(text: &str, bare: &str, steps: &[Step], json: &str) -> Option<String> {
    let mut here = whole(bare);
    let mut depth = 0_usize;
    let mut left = steps;
    while let Some((step, rest)) = left.split_first() {
        let Some(next) = child(bare, &here, step) else {
            let built = built(rest, json);
            let (addition, last) = match step {
                Step::Key(key) => {
                    let ends = fields(bare, &here)?;
                    let ends = ends.values().map(|raw| place(bare, raw).end);
                    (format!("\"{key}\": {built}"), ends.max())
                }
                Step::Where(holds) => {
                    let ends = entries(bare, &here)?;
                    let ends = ends.iter().map(|raw| place(bare, raw).end);
                    (entry(holds, rest, json), ends.max())
                }
                Step::New => {
                    let ends = entries(bare, &here)?;
                    let ends = ends.iter().map(|raw| place(bare, raw).end);
                    (built, ends.max())
                }
                Step::At(_) => return None,
            };
            let lines = bare.get(here.clone())?.contains('\n');
            let indent = match depth {
                _ if depth > 0 && !lines && last.is_some() => " ",
                0 => "\n  ",
                1 => "\n    ",
                _ => " ",
            };
            return Some(match last {
                Some(end) => splice(text, end..end, &format!(",{indent}{addition}")),
                None => {
                    let open = bare.get(here.clone())?.chars().next()?;
                    let close = if open == '{' { '}' } else { ']' };
                    let end = if depth < 2 { "\n  " } else { " " };
                    splice(text, here, &format!("{open}{indent}{addition}{end}{close}"))
                }
            });
        };
        if rest.is_empty() || bare.get(next.clone()) == Some("null") {
            return Some(splice(text, next, &built(rest, json)));
        }
        here = next;
        left = rest;
        depth = depth.saturating_add(1);
    }
    None
}

/// A value within all that leads to it and is not there yet.
fn built(steps: &[Step], json: &str) -> String {
    match steps.split_first() {
        None => json.to_owned(),
        Some((Step::Key(key), rest)) => format!("{{ \"{key}\": {} }}", built(rest, json)),
        Some((Step::Where(holds), rest)) => format!("[\n    {}\n  ]", entry(holds, rest, json)),
        Some((Step::New, rest)) => format!("[\n    {}\n  ]", built(rest, json)),
        Some((Step::At(_), rest)) => built(rest, json),
    }
}

/// A new entry of a list.
fn entry(holds: &[(&str, String)], steps: &[Step], json: &str) -> String {
    let mut fields: Vec<String> = holds
        .iter()
        .map(|(key, value)| format!("\"{key}\": {value}"))
        .collect();
    if let Some((Step::Key(key), rest)) = steps.split_first() {
        fields.push(format!("\"{key}\": {}", built(rest, json)));
    }
    format!("{{ {} }}", fields.join(", "))
}

fn splice(text: &str, place: Range<usize>, with: &str) -> String {
    let mut text = text.to_owned();
    if text.is_char_boundary(place.start) && text.is_char_boundary(place.end) {
        text.replace_range(place, with);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn put(
        text: &str,
        field: &'static str,
        json: &str,
    ) -> Result<String, Box<dyn std::error::Error>> {
        let today = "2026-11-21".parse()?;
        let mut draft = Draft::of(Path::new("me.json"), text.to_owned(), None, today);
        draft.put(&[Edit::new(field, json)])?;
        Ok(draft.text)
    }

    #[test]
    fn an_answer_changes_its_field_and_nothing_else() -> Result<(), Box<dyn std::error::Error>> {
        for (text, field, json, becomes) in [
            (
                "{ \"injury\": { \"condition\": \"none\" } }",
                "injury.side",
                "\"left\"",
                "{ \"injury\": { \"condition\": \"none\", \"side\": \"left\" } }",
            ),
            (
                "{\n  // mine\n  \"pain\": [\n    { \"date\": \"2026-11-21\", \"worst\": null }, // today\n  ]\n}",
                "pain[].worst",
                "2",
                "{\n  // mine\n  \"pain\": [\n    { \"date\": \"2026-11-21\", \"worst\": 2 }, // today\n  ]\n}",
            ),
            (
                "{\n  \"hop\": [\n    { \"date\": \"2026-11-21\", \"test\": \"single-hop\" }\n  ]\n}",
                "hop[repeated-hops].left.trials",
                "[25]",
                "{\n  \"hop\": [\n    { \"date\": \"2026-11-21\", \"test\": \"single-hop\" },\n    { \"date\": \"2026-11-21\", \
                 \"test\": \"repeated-hops\", \"left\": { \"trials\": [25] } }\n  ]\n}",
            ),
            (
                "{\n  \"plan\": null\n}",
                "plan.exit_plan",
                "true",
                "{\n  \"plan\": { \"exit_plan\": true }\n}",
            ),
        ] {
            assert_eq!(put(text, field, json)?, becomes);
        }
        Ok(())
    }
}
