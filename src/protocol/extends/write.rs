//! The whole file as a text, with where each part of it was written.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeString, DeValue};

use super::merge::{Entry, Field, Merged, entries, in_order};
use crate::diagnostic::File;

/// A part of the whole text and where it was written.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    pub(super) at: Range<usize>,
    pub(super) file: File,
    pub(super) from: Range<usize>,
}

struct Writer<'a> {
    text: String,
    pieces: Vec<Piece>,
    own: &'a str,
    extended: &'a str,
}

/// The whole text of a file over the one of that id.
pub(super) fn whole(
    id: &str,
    merged: &Merged<'_>,
    own: &str,
    extended: &str,
) -> (String, Vec<Piece>) {
    let mut writer = Writer {
        text: format!("# With what it takes from {id}; `--own` shows what it says itself.\n"),
        pieces: Vec::new(),
        own,
        extended,
    };
    writer.fields(&merged.head);
    for (name, tables) in &merged.lists {
        for table in tables {
            writer.table(name, table);
        }
    }
    for stage in &merged.stages {
        writer.header("stage", stage.file, stage.span.clone());
        writer.fields(&stage.fields);
        for criterion in &stage.criteria {
            writer.table("stage.criterion", criterion);
        }
    }
    for measure in &merged.measures {
        writer.table("measure", measure);
    }
    for ladder in &merged.ladders {
        writer.table("ladder", ladder);
    }
    for rule in &merged.ladder_rules {
        writer.table("ladder_rule", rule);
    }
    (writer.text, writer.pieces)
}

impl Writer<'_> {
    fn source(&self, file: File, span: &Range<usize>) -> &str {
        let source = match file {
            File::Own => self.own,
            File::Extended => self.extended,
            // Merging knows the two texts, in which what measure files say stands already.
            File::Measures(_) => "",
        };
        source.get(span.clone()).unwrap_or_default()
    }

    /// What was written since a place of the text.
    fn piece(&mut self, start: usize, file: File, from: Range<usize>) {
        self.pieces.push(Piece {
            at: start..self.text.len(),
            file,
            from,
        });
    }

    fn copy(&mut self, file: File, span: Range<usize>) {
        let start = self.text.len();
        let copied = self.source(file, &span).to_owned();
        self.text.push_str(&copied);
        self.piece(start, file, span);
    }

    fn header(&mut self, name: &str, file: File, span: Range<usize>) {
        self.text.push('\n');
        let start = self.text.len();
        self.text.push_str(&format!("[[{name}]]"));
        self.piece(start, file, span);
        self.text.push('\n');
    }

    fn fields(&mut self, fields: &[Field<'_>]) {
        for field in fields {
            self.field(field.file, field.key, field.value);
            self.text.push('\n');
        }
    }

    fn field(&mut self, file: File, key: &Spanned<DeString<'_>>, value: &Spanned<DeValue<'_>>) {
        self.copy(file, key.span());
        self.text.push_str(" = ");
        self.value(file, value);
    }

    /// A table under its header; the levels of a ladder stand below it under headers of their own.
    fn table(&mut self, name: &str, entry: &Entry<'_>) {
        self.header(name, entry.file, entry.span.clone());
        let levels = |key: &Spanned<DeString<'_>>| name == "ladder" && key.get_ref() == "level";
        let fields = in_order(entry.table);
        for (key, value) in &fields {
            if key.get_ref() != "before" && !(levels(key) && entries(value).is_some()) {
                self.field(entry.file, key, value);
                self.text.push('\n');
            }
        }
        for (key, value) in &fields {
            for (table, span) in entries(value).into_iter().flatten().filter(|_| levels(key)) {
                let file = entry.file;
                self.table("ladder.level", &Entry { table, span, file });
            }
        }
    }

    /// A value as it was written; what was spread over headers or dotted keys stands in braces.
    fn value(&mut self, file: File, value: &Spanned<DeValue<'_>>) {
        let span = value.span();
        let written = self.source(file, &span);
        let (start, braced) = (self.text.len(), written.starts_with('{'));
        match value.get_ref() {
            DeValue::Table(table) if !braced => {
                self.text.push_str("{ ");
                for (place, (key, value)) in in_order(table).into_iter().enumerate() {
                    self.text.push_str(if place > 0 { ", " } else { "" });
                    self.field(file, key, value);
                }
                self.text.push_str(" }");
                self.piece(start, file, span);
            }
            DeValue::Array(array) if written.starts_with("[[") || !written.ends_with(']') => {
                self.text.push('[');
                for (place, entry) in array.iter().enumerate() {
                    self.text.push_str(if place > 0 { ", " } else { "" });
                    self.value(file, entry);
                }
                self.text.push(']');
                self.piece(start, file, span);
            }
            DeValue::String(_)
            | DeValue::Integer(_)
            | DeValue::Float(_)
            | DeValue::Boolean(_)
            | DeValue::Datetime(_)
            | DeValue::Array(_)
            | DeValue::Table(_) => self.copy(file, span),
        }
    }
}
