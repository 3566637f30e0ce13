//! From TOML text to the raw tables, with every fault of shape: unknown keys, missing keys, wrong types.

use std::collections::BTreeMap;
use std::ops::Range;

use toml::Spanned as TomlSpanned;
use toml::de::{DeArray, DeTable, DeValue};

use super::raw::{self, Band, OneOrMore, Spanned, Text};
use crate::assessment::Day;
use crate::diagnostic::{Diagnostic, list, nearest};

/// Reads a file's shape. Without `format`, `id` and the like there is nothing to check further, hence the option.
pub(super) fn read(source: &str) -> (Option<raw::Protocol>, Vec<Diagnostic>) {
    let (table, errors) = DeTable::parse_recoverable(source);
    if !errors.is_empty() {
        let faults = errors.iter().map(|error| {
            let span = error.span().unwrap_or(0..source.len().min(1));
            Diagnostic::new("syntax", span, format!("not readable as TOML: {}", error.message().replace('\n', ", ")))
        });
        return (None, faults.collect());
    }
    let mut faults = Vec::new();
    let span = 0..0;
    let protocol = protocol(Table::new(table.get_ref(), span, "the file"), &mut faults);
    (protocol, faults)
}

/// A table being taken apart: keys that nobody asks for are unknown.
struct Table<'a> {
    table: &'a DeTable<'a>,
    span: Range<usize>,
    what: &'static str,
    asked: Vec<&'static str>,
}

type Faults = Vec<Diagnostic>;

impl<'a> Table<'a> {
    fn new(table: &'a DeTable<'a>, span: Range<usize>, what: &'static str) -> Self {
        Self { table, span, what, asked: Vec::new() }
    }

    fn value(&mut self, key: &'static str) -> Option<&'a TomlSpanned<DeValue<'a>>> {
        self.asked.push(key);
        self.table.iter().find(|(name, _)| name.get_ref() == key).map(|(_, value)| value)
    }

    fn required<T>(&self, key: &str, value: Option<T>, faults: &mut Faults) -> Option<T> {
        let stands = self.table.iter().any(|(name, _)| name.get_ref() == key);
        if value.is_none() && !stands {
            faults.push(
                Diagnostic::new("missing-key", self.span.clone(), format!("{} has no `{key}`", self.what))
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
            DeValue::Boolean(answer) => Some(Spanned { value: *answer, span: value.span() }),
            other => wrong_type(key, "true or false", other, value.span(), faults),
        }
    }

    fn integer(&mut self, key: &'static str, faults: &mut Faults) -> Option<Spanned<i64>> {
        let value = self.value(key)?;
        match value.get_ref() {
            DeValue::Integer(number) => match i64::from_str_radix(number.as_str(), number.radix()) {
                Ok(number) => Some(Spanned { value: number, span: value.span() }),
                Err(_) => {
                    faults.push(Diagnostic::new("wrong-type", value.span(), format!("`{key}` is too large a number")));
                    None
                }
            },
            other => wrong_type(key, "a whole number", other, value.span(), faults),
        }
    }

    fn day(&mut self, key: &'static str, faults: &mut Faults) -> Option<Spanned<Day>> {
        let value = self.value(key)?;
        let day = match value.get_ref() {
            DeValue::Datetime(date) if date.time.is_none() && date.offset.is_none() => date.to_string().parse::<Day>(),
            other => return wrong_type(key, "a date such as 2026-11-21", other, value.span(), faults),
        };
        match day {
            Ok(day) => Some(Spanned { value: day, span: value.span() }),
            Err(message) => {
                faults.push(Diagnostic::new("wrong-type", value.span(), message));
                None
            }
        }
    }

    fn texts(&mut self, key: &'static str, faults: &mut Faults) -> Option<Spanned<Vec<Text>>> {
        let value = self.value(key)?;
        match value.get_ref() {
            DeValue::Array(array) => Some(Spanned { value: texts(key, array, faults), span: value.span() }),
            other => wrong_type(key, "a list of texts in quotes", other, value.span(), faults),
        }
    }

    fn required_texts(&mut self, key: &'static str, faults: &mut Faults) -> Option<Spanned<Vec<Text>>> {
        let value = self.texts(key, faults);
        self.required(key, value, faults)
    }

    fn table(&mut self, key: &'static str, what: &'static str, faults: &mut Faults) -> Option<Table<'a>> {
        let value = self.value(key)?;
        match value.get_ref() {
            DeValue::Table(table) => Some(Table::new(table, value.span(), what)),
            other => wrong_type(key, "a table `{ ... }`", other, value.span(), faults),
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
            return wrong_type(key, "tables `[[...]]`", value.get_ref(), value.span(), faults);
        };
        let mut tables = Vec::new();
        for entry in array.iter() {
            if let DeValue::Table(table) = entry.get_ref() {
                tables.extend(read(Table::new(table, entry.span(), what), faults));
            } else {
                wrong_type::<()>(key, "tables `[[...]]`", entry.get_ref(), entry.span(), faults);
            }
        }
        Some(tables)
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
                    Diagnostic::new("unknown-key", name.span(), format!("{} has no key `{}`", self.what, name.get_ref())).help(help),
                );
            }
        }
    }
}

fn wrong_type<T>(key: &str, wanted: &str, found: &DeValue<'_>, span: Range<usize>, faults: &mut Faults) -> Option<T> {
    let message = format!("`{key}` must be {wanted}, found {}", found.type_str());
    faults.push(Diagnostic::new("wrong-type", span, message));
    None
}

fn text(key: &str, value: &TomlSpanned<DeValue<'_>>, faults: &mut Faults) -> Option<Text> {
    match value.get_ref() {
        DeValue::String(text) if text.trim().is_empty() => {
            faults.push(Diagnostic::new("wrong-type", value.span(), format!("`{key}` is empty")).help("write what it should say"));
            None
        }
        DeValue::String(text) => Some(Spanned { value: text.to_string(), span: value.span() }),
        other => wrong_type(key, "a text in quotes", other, value.span(), faults),
    }
}

fn texts(key: &str, array: &DeArray<'_>, faults: &mut Faults) -> Vec<Text> {
    array.iter().filter_map(|entry| text(key, entry, faults)).collect()
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
    let approved = table.table("approved", "`approved`", faults).and_then(|mut table| {
        let by = table.required_text("by", faults);
        let on = table.day("on", faults);
        let on = table.required("on", on, faults);
        table.finish(faults);
        Some(raw::Approved { by: by?, on: on? })
    });
    let conditions = table.required_texts("conditions", faults);
    let ask = table.text("ask", faults);
    let cautions = table.integer("cautions", faults);
    let route_out = table.boolean("route_out", faults);
    let text = table.text("text", faults);
    let refer = table.text("refer", faults);
    let sources = table.texts("sources", faults);
    let stop_rule = table.tables("stop_rule", "a stop rule", faults, |mut table, faults| {
        let text = table.required_text("text", faults);
        let sources = table.required_texts("sources", faults);
        table.finish(faults);
        Some(raw::StopRule { text: text?, sources: sources? })
    });
    let remark = table.tables("remark", "a remark", faults, |mut table, faults| {
        let beside = table.required_text("beside", faults);
        let text = table.required_text("text", faults);
        let sources = table.required_texts("sources", faults);
        table.finish(faults);
        Some(raw::Remark { beside: beside?, text: text?, sources: sources? })
    });
    let stage = table.tables("stage", "a stage", faults, stage);
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
        ask,
        cautions,
        route_out,
        text,
        refer,
        sources,
        stop_rule,
        remark,
        stage,
    })
}

fn stage(mut table: Table<'_>, faults: &mut Faults) -> Option<raw::Stage> {
    let id = table.required_text("id", faults);
    let title = table.required_text("title", faults);
    let clears = table.required_text("clears", faults);
    let criterion = table.tables("criterion", "a criterion", faults, criterion);
    let span = table.span.clone();
    table.finish(faults);
    let criterion = criterion.unwrap_or_default();
    let id = id?;
    if criterion.is_empty() && !faults.iter().any(|fault| span.contains(&fault.span.start)) {
        faults.push(
            Diagnostic::new("empty-stage", id.span.clone(), format!("stage `{}` has no criteria", id.value))
                .help("add `[[stage.criterion]]`, or remove the stage: a stage that asks nothing would clear everybody"),
        );
    }
    Some(raw::Stage { id, title: title?, clears: clears?, criterion })
}

fn criterion(mut table: Table<'_>, faults: &mut Faults) -> Option<raw::Criterion> {
    let id = table.required_text("id", faults);
    let measure = table.required_text("measure", faults);
    let when = when(&mut table, faults);
    let go = band(&mut table, "go", faults);
    let no_go = band(&mut table, "no-go", faults);
    let fresh = table.text("fresh", faults);
    let over = table.text("over", faults);
    let at_least = table.integer("at_least", faults);
    let certainty = table.integer("certainty", faults);
    let note = table.boolean("note", faults);
    let refer = table.text("refer", faults);
    let refer_if_unknown = table.boolean("refer_if_unknown", faults);
    let no_go_only_with = table.text("no_go_only_with", faults);
    let caution_only_with = table.text("caution_only_with", faults);
    let why = table.required_text("why", faults);
    let advice = table.text("do", faults);
    let evidence = table.table("evidence", "`evidence`", faults).map(|mut table| {
        let sources = table.required_texts("sources", faults);
        let confidence = table.required_text("confidence", faults);
        let kind = table.required_text("kind", faults);
        table.finish(faults);
        Some(raw::Evidence { sources: sources?, confidence: confidence?, kind: kind? })
    });
    let evidence = table.required("evidence", evidence, faults).flatten();
    table.finish(faults);
    Some(raw::Criterion {
        id: id?,
        measure: measure?,
        when,
        go,
        no_go,
        fresh,
        over,
        at_least,
        certainty,
        note,
        refer,
        refer_if_unknown,
        no_go_only_with,
        caution_only_with,
        why: why?,
        advice,
        evidence: evidence?,
    })
}

fn when(table: &mut Table<'_>, faults: &mut Faults) -> Option<Spanned<BTreeMap<String, Spanned<OneOrMore>>>> {
    let value = table.value("when")?;
    let DeValue::Table(facts) = value.get_ref() else {
        return wrong_type("when", "a table `{ ... }`", value.get_ref(), value.span(), faults);
    };
    let mut conditions = BTreeMap::new();
    for (name, value) in facts {
        let words = match value.get_ref() {
            DeValue::Array(array) => Some(OneOrMore::More(texts(name.get_ref(), array, faults))),
            DeValue::String(_) => text(name.get_ref(), value, faults).map(|text| OneOrMore::One(text.value)),
            other => wrong_type(name.get_ref(), "a word, a list of words or a comparison in quotes", other, value.span(), faults),
        };
        if let Some(words) = words {
            conditions.insert(name.get_ref().to_string(), Spanned { value: words, span: value.span() });
        }
    }
    Some(Spanned { value: conditions, span: value.span() })
}

fn band(table: &mut Table<'_>, key: &'static str, faults: &mut Faults) -> Option<Spanned<Band>> {
    let value = table.value(key)?;
    let band = match value.get_ref() {
        DeValue::String(_) => Band::Text(text(key, value, faults)?.value),
        DeValue::Array(array) => Band::Words(texts(key, array, faults)),
        DeValue::Boolean(answer) => Band::Bool(*answer),
        other => return wrong_type(key, "a limit such as \">= 90 %\", a word or a list of words", other, value.span(), faults),
    };
    Some(Spanned { value: band, span: value.span() })
}
