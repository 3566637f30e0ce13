//! From TOML text to the raw tables, with every fault of shape: unknown keys, missing keys, wrong types.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "every other type of TOML value is the same fault"
)]

mod ladder;
mod rules;

use std::collections::BTreeMap;
use std::ops::Range;

use toml::Spanned as TomlSpanned;
use toml::de::{DeArray, DeTable, DeValue};

use super::raw::{self, Band, OneOrMore, Spanned, Text};
use crate::assessment::Day;
use crate::diagnostic::{Diagnostic, list, nearest};

/// A file's shape, as far as it can be read.
pub(super) struct Shape {
    /// None without `format`, `id` and the like: there is nothing to check further.
    pub(super) protocol: Option<raw::Protocol>,
    pub(super) faults: Vec<Diagnostic>,
    /// Ids of stages and criteria too faulty to be read on, so that who names them is not blamed.
    pub(super) lost: Vec<String>,
    /// Keys of the head that stand there and could not be read, so that they are not called missing.
    pub(super) unread: Vec<&'static str>,
}

/// Reads a file's shape.
pub(super) fn read(source: &str) -> Shape {
    let (table, errors) = DeTable::parse_recoverable(source);
    if !errors.is_empty() {
        // A bracket left open swallows what follows, and every line of it would be one more fault.
        let swallowed = errors
            .iter()
            .position(|error| error.message().starts_with("missing comma"));
        let faults = errors.iter().take(swallowed.map_or(errors.len(), |last| last.saturating_add(1))).map(|error| {
            let span = widened(source, error.span().unwrap_or_default());
            Diagnostic::new("syntax", span, format!("not readable as TOML: {}", error.message().replace(", expected nothing", "").replace('\n', ", ")))
                .help("texts stand in quotes, lists in `[ ]`, every key once, and every bracket is closed")
        });
        return Shape {
            protocol: None,
            faults: faults.collect(),
            lost: Vec::new(),
            unread: Vec::new(),
        };
    }
    if let Some(fault) = no_criteria(table.get_ref(), source) {
        return Shape {
            protocol: None,
            faults: vec![fault],
            lost: Vec::new(),
            unread: Vec::new(),
        };
    }
    let mut faults = Faults::default();
    let protocol = protocol(
        Table::new(table.get_ref(), first_line(source), "the file"),
        &mut faults,
    );
    Shape {
        protocol,
        faults: faults.found,
        lost: faults.lost,
        unread: faults.unread,
    }
}

/// That a file is of another kind altogether, so that not every key it lacks is one more fault.
fn no_criteria(table: &DeTable<'_>, source: &str) -> Option<Diagnostic> {
    let named = table.get("format").and_then(|format| {
        let name = format.get_ref().as_str()?;
        name.contains('/').then_some((name, format.span()))
    });
    if let Some((name, span)) = named {
        let (message, help) = if name.starts_with("cases/") {
            (
                format!("this is a table of cases (`{name}`), not a criteria file"),
                "name the criteria files themselves, or keep cases in a folder of their own; `rtr criteria test` reads them",
            )
        } else {
            (
                format!("this is a file of the format `{name}`, not a criteria file"),
                "a criteria file has `format = 1`",
            )
        };
        return Some(Diagnostic::new("unknown-format", span, message).help(help));
    }
    let is_known = |name: &str| raw::KEYS.iter().any(|key| key.name == name);
    let is_other = !table.is_empty() && !table.keys().any(|key| is_known(key.get_ref()));
    is_other.then(|| {
        let message = "this is no criteria file: it has none of the keys of one";
        Diagnostic::new("missing-key", first_line(source), message.to_owned()).help(
            "name the criteria files themselves, or a folder in which no other TOML files stand",
        )
    })
}

/// The file as written, when it can be read that far.
#[cfg(feature = "cli")]
pub(crate) fn written(source: &str) -> Option<raw::Protocol> {
    read(source).protocol
}

/// A place without width becomes the letter that stands there, or the last of the file.
fn widened(source: &str, span: Range<usize>) -> Range<usize> {
    if !span.is_empty() {
        return span;
    }
    let (before, after) = source.split_at_checked(span.start).unwrap_or((source, ""));
    match (after.chars().next(), before.char_indices().next_back()) {
        (Some(letter), _) => span.start..span.start.saturating_add(letter.len_utf8()),
        (None, Some((last, _))) => last..source.len(),
        (None, None) => 0..0,
    }
}

/// What is missing from the file as a whole has no place of its own, so the first line stands for it.
pub(super) fn first_line(source: &str) -> Range<usize> {
    let start = source
        .find(|letter: char| !letter.is_whitespace())
        .unwrap_or(0);
    let length = source.get(start..).and_then(|rest| rest.find(['\r', '\n']));
    start..length.map_or(source.len(), |length| start.saturating_add(length))
}

/// A table being taken apart: keys that nobody asks for are unknown.
struct Table<'a> {
    table: &'a DeTable<'a>,
    span: Range<usize>,
    what: &'static str,
    asked: Vec<&'static str>,
}

#[derive(Default)]
struct Faults {
    found: Vec<Diagnostic>,
    lost: Vec<String>,
    unread: Vec<&'static str>,
}

impl Faults {
    fn push(&mut self, fault: Diagnostic) {
        self.found.push(fault);
    }
}

impl<'a> Table<'a> {
    fn new(table: &'a DeTable<'a>, span: Range<usize>, what: &'static str) -> Self {
        Self {
            table,
            span,
            what,
            asked: Vec::new(),
        }
    }

    fn value(&mut self, key: &'static str) -> Option<&'a TomlSpanned<DeValue<'a>>> {
        self.asked.push(key);
        self.table
            .iter()
            .find(|(name, _)| name.get_ref() == key)
            .map(|(_, value)| value)
    }

    fn stands(&self, key: &str) -> bool {
        self.table.iter().any(|(name, _)| name.get_ref() == key)
    }

    fn required<T>(&self, key: &str, value: Option<T>, faults: &mut Faults) -> Option<T> {
        if value.is_none() && !self.stands(key) {
            faults.push(
                Diagnostic::new(
                    "missing-key",
                    self.span.clone(),
                    format!("{} has no `{key}`", self.what),
                )
                .help(format!("add `{key} = ...`")),
            );
        }
        value
    }

    fn text(&mut self, key: &'static str, faults: &mut Faults) -> Option<Text> {
        let value = self.value(key)?;
        text(key, value, faults)
    }

    fn required_text(&mut self, key: &'static str, faults: &mut Faults) -> Option<Text> {
        let value = self.text(key, faults);
        self.required(key, value, faults)
    }

    fn boolean(&mut self, key: &'static str, faults: &mut Faults) -> Option<Spanned<bool>> {
        let value = self.value(key)?;
        match value.get_ref() {
            DeValue::Boolean(answer) => Some(Spanned {
                value: *answer,
                span: value.span(),
            }),
            other => wrong_type(key, BOOLEAN, other, value.span(), faults),
        }
    }

    fn integer(&mut self, key: &'static str, faults: &mut Faults) -> Option<Spanned<i64>> {
        let value = self.value(key)?;
        match value.get_ref() {
            DeValue::Integer(number) => {
                match i64::from_str_radix(number.as_str(), number.radix()) {
                    Ok(number) => Some(Spanned {
                        value: number,
                        span: value.span(),
                    }),
                    Err(_) => {
                        faults.push(
                            Diagnostic::new(
                                "wrong-type",
                                value.span(),
                                format!("`{key}` is too large a number"),
                            )
                            .help(INTEGER.1),
                        );
                        None
                    }
                }
            }
            other => wrong_type(key, INTEGER, other, value.span(), faults),
        }
    }

    fn day(&mut self, key: &'static str, faults: &mut Faults) -> Option<Spanned<Day>> {
        let value = self.value(key)?;
        let day = match value.get_ref() {
            DeValue::Datetime(date) if date.time.is_none() && date.offset.is_none() => {
                date.to_string().parse::<Day>()
            }
            other => return wrong_type(key, DATE, other, value.span(), faults),
        };
        match day {
            Ok(day) => Some(Spanned {
                value: day,
                span: value.span(),
            }),
            Err(message) => {
                faults.push(Diagnostic::new("wrong-type", value.span(), message).help(DATE.1));
                None
            }
        }
    }

    fn texts(&mut self, key: &'static str, faults: &mut Faults) -> Option<Spanned<Vec<Text>>> {
        let value = self.value(key)?;
        match value.get_ref() {
            DeValue::Array(array) => Some(Spanned {
                value: texts(key, array, faults),
                span: value.span(),
            }),
            other => wrong_type(key, LIST, other, value.span(), faults),
        }
    }

    fn required_texts(
        &mut self,
        key: &'static str,
        faults: &mut Faults,
    ) -> Option<Spanned<Vec<Text>>> {
        let value = self.texts(key, faults);
        self.required(key, value, faults)
    }

    fn table(
        &mut self,
        key: &'static str,
        what: &'static str,
        faults: &mut Faults,
    ) -> Option<Table<'a>> {
        let value = self.value(key)?;
        match value.get_ref() {
            DeValue::Table(table) => Some(Table::new(table, value.span(), what)),
            other => wrong_type(key, TABLE, other, value.span(), faults),
        }
    }

    fn tables<T>(
        &mut self,
        key: &'static str,
        what: &'static str,
        faults: &mut Faults,
        read: fn(Table<'a>, &mut Faults) -> Option<T>,
    ) -> Option<Vec<T>> {
        let value = self.value(key)?;
        let DeValue::Array(array) = value.get_ref() else {
            return wrong_type(key, TABLES, value.get_ref(), value.span(), faults);
        };
        let mut tables = Vec::new();
        for entry in array {
            if let DeValue::Table(table) = entry.get_ref() {
                let read = read(Table::new(table, entry.span(), what), faults);
                if read.is_none() {
                    let id = table
                        .iter()
                        .find(|(name, _)| name.get_ref() == "id")
                        .and_then(|(_, id)| id.get_ref().as_str());
                    faults.lost.extend(id.map(str::to_owned));
                }
                tables.extend(read);
            } else {
                wrong_type::<()>(key, TABLES, entry.get_ref(), entry.span(), faults);
            }
        }
        Some(tables)
    }

    /// A table that is read as a whole, with its place.
    fn spanned<T>(
        &mut self,
        key: &'static str,
        what: &'static str,
        faults: &mut Faults,
        read: fn(Table<'a>, &mut Faults) -> Option<T>,
    ) -> Option<Spanned<T>> {
        let table = self.table(key, what, faults)?;
        let span = table.span.clone();
        read(table, faults).map(|value| Spanned { value, span })
    }

    /// Reports the keys that nobody asked for.
    fn finish(self, faults: &mut Faults) {
        for (name, _) in self.table {
            if !self.asked.iter().any(|asked| name.get_ref() == asked) {
                let help = match nearest(name.get_ref(), self.asked.iter().copied()) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("allowed here: {}", list(&self.asked)),
                };
                faults.push(
                    Diagnostic::new(
                        "unknown-key",
                        name.span(),
                        format!("{} has no key `{}`", self.what, name.get_ref()),
                    )
                    .help(help),
                );
            }
        }
    }
}

/// What a key takes, and how that is written.
type Wanted = (&'static str, &'static str);

const TEXT: Wanted = ("a text in quotes", "put it in quotes");
const BOOLEAN: Wanted = ("true or false", "write `true` or `false`, without quotes");
const INTEGER: Wanted = (
    "a whole number",
    "write a small whole number, without quotes",
);
const DATE: Wanted = (
    "a date such as 2026-11-21",
    "write year, month and day, 1950 to 2199, without quotes and without a time of day",
);
const LIST: Wanted = (
    "a list of texts in quotes",
    "write `[\"...\"]`, even for one",
);
const TABLE: Wanted = ("a table `{ ... }`", "write `{ key = \"...\" }`");
const TABLES: Wanted = (
    "tables `[[...]]`",
    "open each with its name in `[[ ]]`, on a line of its own",
);
const FACT: Wanted = (
    "a word, a list of words or a comparison in quotes",
    "write `side = \"one\"`, `goal = [\"run\", \"race\"]` or `age = \"> 60 years\"`",
);
const BAND: Wanted = (
    "a limit such as \">= 90 %\", a word or a list of words",
    "write sign, number and unit in quotes, or words in quotes",
);

fn wrong_type<T>(
    key: &str,
    wanted: Wanted,
    found: &DeValue<'_>,
    span: Range<usize>,
    faults: &mut Faults,
) -> Option<T> {
    let (what, help) = wanted;
    let message = format!("`{key}` must be {what}, found {}", found.type_str());
    faults.push(Diagnostic::new("wrong-type", span, message).help(help));
    None
}

fn text(key: &str, value: &TomlSpanned<DeValue<'_>>, faults: &mut Faults) -> Option<Text> {
    match value.get_ref() {
        DeValue::String(text) if text.trim().is_empty() => {
            faults.push(
                Diagnostic::new("wrong-type", value.span(), format!("`{key}` is empty"))
                    .help("write what it should say"),
            );
            None
        }
        DeValue::String(text) => Some(Spanned {
            value: text.to_string(),
            span: value.span(),
        }),
        other => wrong_type(key, TEXT, other, value.span(), faults),
    }
}

fn texts(key: &str, array: &DeArray<'_>, faults: &mut Faults) -> Vec<Text> {
    array
        .iter()
        .filter_map(|entry| text(key, entry, faults))
        .collect()
}

fn protocol(mut table: Table<'_>, faults: &mut Faults) -> Option<raw::Protocol> {
    let format = table.integer("format", faults);
    let format = table.required("format", format, faults);
    let id = table.required_text("id", faults);
    let title = table.required_text("title", faults);
    let version = table.required_text("version", faults);
    let reviewed = table.day("reviewed", faults);
    let reviewed = table.required("reviewed", reviewed, faults);
    let status = table.required_text("status", faults);
    let approved = table
        .table("approved", "`approved`", faults)
        .and_then(|mut table| {
            let by = table.required_text("by", faults);
            let on = table.day("on", faults);
            let on = table.required("on", on, faults);
            table.finish(faults);
            Some(raw::Approved { by: by?, on: on? })
        });
    let conditions = table.required_texts("conditions", faults);
    let extends = table.text("extends", faults);
    let remove = table.texts("remove", faults);
    let ask = table.text("ask", faults);
    let cautions = table.integer("cautions", faults);
    let route_out = table.boolean("route_out", faults);
    let text = table.text("text", faults);
    let refer = table.text("refer", faults);
    let sources = table.texts("sources", faults);
    let clean = table.spanned("clean", "`clean`", faults, rules::clean);
    let least_run = table.spanned("least_run", "`least_run`", faults, rules::least_run);
    let flare = table.spanned("flare", "`flare`", faults, rules::flare);
    let not_asked = table.texts("not_asked", faults);
    let stop_rule = table.tables("stop_rule", "a stop rule", faults, |mut table, faults| {
        let text = table.required_text("text", faults);
        let sources = table.required_texts("sources", faults);
        table.finish(faults);
        Some(raw::StopRule {
            text: text?,
            sources: sources?,
        })
    });
    let remark = table.tables("remark", "a remark", faults, |mut table, faults| {
        let beside = table.required_text("beside", faults);
        let text = table.required_text("text", faults);
        let sources = table.required_texts("sources", faults);
        table.finish(faults);
        Some(raw::Remark {
            beside: beside?,
            text: text?,
            sources: sources?,
        })
    });
    let stage = table.tables("stage", "a stage", faults, stage);
    let (ladder, ladder_rule) = ladder::ladders(&mut table, faults);
    let read = [
        ("approved", approved.is_some()),
        ("ask", ask.is_some()),
        ("route_out", route_out.is_some()),
        ("text", text.is_some()),
        ("refer", refer.is_some()),
        ("sources", sources.is_some()),
        ("stage", stage.is_some()),
    ];
    faults.unread.extend(
        read.into_iter()
            .filter(|(key, read)| !read && table.stands(key))
            .map(|(key, _)| key),
    );
    table.finish(faults);
    Some(raw::Protocol {
        format: format?,
        id: id?,
        title: title?,
        version: version?,
        reviewed: reviewed?,
        status: status?,
        approved,
        conditions: conditions?,
        extends,
        remove,
        ask,
        cautions,
        route_out,
        text,
        refer,
        sources,
        clean,
        least_run,
        flare,
        not_asked,
        stop_rule,
        remark,
        stage,
        ladder,
        ladder_rule,
    })
}

fn stage(mut table: Table<'_>, faults: &mut Faults) -> Option<raw::Stage> {
    let id = table.required_text("id", faults);
    let title = table.required_text("title", faults);
    let clears = table.required_text("clears", faults);
    let before = faults.found.len();
    let criterion = table
        .tables("criterion", "a criterion", faults, criterion)
        .unwrap_or_default();
    let all_read = faults.found.len() == before;
    table.finish(faults);
    let id = id?;
    if criterion.is_empty() && all_read {
        faults.push(
            Diagnostic::new("empty-stage", id.span.clone(), format!("stage `{}` has no criteria", id.value))
                .help("add `[[stage.criterion]]`, or remove the stage: a stage that asks nothing would clear everybody"),
        );
    }
    Some(raw::Stage {
        id,
        title: title?,
        clears: clears?,
        criterion,
    })
}

fn criterion(mut table: Table<'_>, faults: &mut Faults) -> Option<raw::Criterion> {
    let before = faults.found.len();
    let id = table.required_text("id", faults);
    let before_which = table.text("before", faults);
    let measure = table.required_text("measure", faults);
    let asked = table.text("asked", faults);
    let when = when(&mut table, faults);
    let go = band(&mut table, "go", faults);
    let no_go = band(&mut table, "no-go", faults);
    let fresh = table.text("fresh", faults);
    let over = table.text("over", faults);
    let at_least = table.integer("at_least", faults);
    let certainty = table.integer("certainty", faults);
    let note = table.boolean("note", faults);
    let step = table.boolean("step", faults);
    let refer = table.text("refer", faults);
    let refer_if_unknown = table.boolean("refer_if_unknown", faults);
    let no_go_only_with = table.text("no_go_only_with", faults);
    let caution_only_with = table.text("caution_only_with", faults);
    let allow = table.tables("allow", "an exception", faults, allow);
    let why = table.required_text("why", faults);
    let advice = table.text("do", faults);
    let evidence = evidence(&mut table, faults);
    // A key that could not be read would seem missing further on.
    let all_read = faults.found.len() == before;
    table.finish(faults);
    if !all_read {
        return None;
    }
    Some(raw::Criterion {
        id: id?,
        before: before_which,
        measure: measure?,
        asked,
        when,
        go,
        no_go,
        fresh,
        over,
        at_least,
        certainty,
        note,
        step,
        refer,
        refer_if_unknown,
        no_go_only_with,
        caution_only_with,
        allow,
        why: why?,
        advice,
        evidence: evidence?,
    })
}

fn allow(mut table: Table<'_>, faults: &mut Faults) -> Option<raw::Allow> {
    let lint = table.required_text("lint", faults);
    let because = table.required_text("because", faults);
    table.finish(faults);
    Some(raw::Allow {
        lint: lint?,
        because: because?,
    })
}

fn evidence(table: &mut Table<'_>, faults: &mut Faults) -> Option<raw::Evidence> {
    let evidence = evidence_if_given(table, faults);
    table.required("evidence", evidence, faults)
}

fn evidence_if_given(table: &mut Table<'_>, faults: &mut Faults) -> Option<raw::Evidence> {
    let mut table = table.table("evidence", "`evidence`", faults)?;
    let sources = table.required_texts("sources", faults);
    let confidence = table.required_text("confidence", faults);
    let kind = table.required_text("kind", faults);
    table.finish(faults);
    Some(raw::Evidence {
        sources: sources?,
        confidence: confidence?,
        kind: kind?,
    })
}

fn when(
    table: &mut Table<'_>,
    faults: &mut Faults,
) -> Option<Spanned<BTreeMap<String, Spanned<OneOrMore>>>> {
    let value = table.value("when")?;
    let DeValue::Table(facts) = value.get_ref() else {
        return wrong_type("when", TABLE, value.get_ref(), value.span(), faults);
    };
    let mut conditions = BTreeMap::new();
    for (name, value) in facts {
        let words = match value.get_ref() {
            DeValue::Array(array) => Some(OneOrMore::More(texts(name.get_ref(), array, faults))),
            DeValue::String(_) => {
                text(name.get_ref(), value, faults).map(|text| OneOrMore::One(text.value))
            }
            other => wrong_type(name.get_ref(), FACT, other, value.span(), faults),
        };
        if let Some(words) = words {
            conditions.insert(
                name.get_ref().to_string(),
                Spanned {
                    value: words,
                    span: value.span(),
                },
            );
        }
    }
    Some(Spanned {
        value: conditions,
        span: value.span(),
    })
}

fn band(table: &mut Table<'_>, key: &'static str, faults: &mut Faults) -> Option<Spanned<Band>> {
    let value = table.value(key)?;
    let band = match value.get_ref() {
        DeValue::String(_) => Band::Text(text(key, value, faults)?.value),
        DeValue::Array(array) => Band::Words(texts(key, array, faults)),
        DeValue::Boolean(answer) => Band::Bool(*answer),
        other => return wrong_type(key, BAND, other, value.span(), faults),
    };
    Some(Spanned {
        value: band,
        span: value.span(),
    })
}
