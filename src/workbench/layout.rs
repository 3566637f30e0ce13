//! One layout for every criteria file: the order of keys, their alignment and the blank lines, with every comment where it stands.
//!
//! *Why a fixed width for the keys of each kind of table?* Aligned to the longest key that happens to stand there, one added line
//! would move all others, and a change of one limit would look like a change of ten.
//!
//! *Why are tables never moved?* Their order is the order of the ladder and of the reasons in a report: it means something.

mod comments;
mod nested;

use thiserror::Error;
use toml_edit::{DocumentMut, Item, KeyMut, Table, Value};

use self::comments::{above, trailing};
use crate::diagnostic::Diagnostic;
use crate::protocol::{Protocol, compile};

/// Why a file was not laid out.
#[derive(Clone, Debug, Error)]
pub enum NotLaidOut {
    /// It is not TOML; these are its faults.
    #[error("not readable as TOML")]
    Unreadable(Vec<Diagnostic>),
    /// Laid out it would say something else; tests rule this out, and nothing is written.
    #[error("laid out it would say something else")]
    ChangesMeaning,
}

/// The same criteria in the one layout.
///
/// # Errors
/// When the text is not TOML, or when what is laid out would not mean the same.
pub fn lay_out(text: &str) -> Result<String, NotLaidOut> {
    let text = text.replace("\r\n", "\n");
    let mut document: DocumentMut = text.parse().map_err(|error| unreadable(&text, &error))?;
    let end = comments::end(document.trailing().as_str().unwrap_or_default());
    document.set_trailing(end);
    let top = keep_top(document.as_table_mut());
    table(document.as_table_mut(), &ROOT);
    put_top(document.as_table_mut(), top.as_deref());
    let laid_out = document.to_string();
    let laid_out = laid_out.trim_start_matches('\n').to_owned();
    if means_the_same(&text, &laid_out) {
        Ok(laid_out)
    } else {
        Err(NotLaidOut::ChangesMeaning)
    }
}

fn unreadable(text: &str, error: &toml_edit::TomlError) -> NotLaidOut {
    let faults = compile(text, None, None).err().unwrap_or_default();
    let syntax: Vec<Diagnostic> = faults
        .into_iter()
        .filter(|fault| fault.code == "syntax")
        .collect();
    if !syntax.is_empty() {
        return NotLaidOut::Unreadable(syntax);
    }
    let message = format!("not readable as TOML: {}", error.message());
    NotLaidOut::Unreadable(vec![Diagnostic::new(
        "syntax",
        error.span().unwrap_or_default(),
        message,
    )])
}

/// Whether two texts hold the same values and, where they compile, are the same protocol.
fn means_the_same(one: &str, other: &str) -> bool {
    let values = |text: &str| toml::from_str::<toml::Table>(text).ok();
    let protocol = |text: &str| {
        compile(text, None, None).ok().map(|protocol| Protocol {
            digest: crate::digest::Digest::of_text(""),
            ..protocol
        })
    };
    let one_values = values(one);
    one_values.is_some() && one_values == values(other) && protocol(one) == protocol(other)
}

/// One kind of table: its keys in order, and the width they are aligned to; longer keys jut out.
struct Kind {
    keys: &'static [&'static str],
    width: usize,
}

const ROOT: Kind = Kind {
    keys: &[
        "format",
        "id",
        "title",
        "version",
        "reviewed",
        "status",
        "approved",
        "conditions",
        "extends",
        "remove",
        "measures",
        "ask",
        "cautions",
        "not_asked",
        "route_out",
        "text",
        "refer",
        "sources",
        "clean",
        "least_run",
        "flare",
    ],
    width: 10,
};

/// Every other kind of table by the key it stands under.
const KINDS: [(&str, Kind); 17] = [
    (
        "approved",
        Kind {
            keys: &["by", "on"],
            width: 2,
        },
    ),
    (
        "clean",
        Kind {
            keys: &[
                "pain",
                "rise",
                "next_morning",
                "next_morning_above_baseline",
                "gait",
                "evidence",
            ],
            width: 8,
        },
    ),
    (
        "least_run",
        Kind {
            keys: &["distance", "minutes", "evidence"],
            width: 8,
        },
    ),
    (
        "flare",
        Kind {
            keys: &["daily", "morning", "limp", "days", "of", "evidence"],
            width: 8,
        },
    ),
    (
        "stop_rule",
        Kind {
            keys: &["text", "sources"],
            width: 7,
        },
    ),
    (
        "remark",
        Kind {
            keys: &["beside", "text", "sources"],
            width: 7,
        },
    ),
    (
        "phase",
        Kind {
            keys: &["until", "text", "sources"],
            width: 7,
        },
    ),
    (
        "stage",
        Kind {
            keys: &["id", "title", "clears"],
            width: 6,
        },
    ),
    (
        "criterion",
        Kind {
            keys: &[
                "id",
                "before",
                "measure",
                "asked",
                "when",
                "go",
                "no-go",
                "fresh",
                "over",
                "at_least",
                "certainty",
                "note",
                "step",
                "refer",
                "refer_if_unknown",
                "no_go_only_with",
                "caution_only_with",
                "why",
                "do",
                "evidence",
            ],
            width: 8,
        },
    ),
    (
        "when",
        Kind {
            keys: &[
                "side",
                "site",
                "sex",
                "age",
                "condition",
                "goal",
                "goal_distance",
                "sudden_onset",
                "same_site_last_12_months",
                "other_side_history",
            ],
            width: 0,
        },
    ),
    (
        "evidence",
        Kind {
            keys: &["sources", "confidence", "kind"],
            width: 10,
        },
    ),
    (
        "measure",
        Kind {
            keys: &[
                "id", "meaning", "shape", "of", "range", "step", "words", "better", "sides",
                "change", "error", "how",
            ],
            width: 8,
        },
    ),
    (
        "error",
        Kind {
            keys: &["sem", "mdc", "about", "source"],
            width: 6,
        },
    ),
    (
        "ladder",
        Kind {
            keys: &[
                "id",
                "title",
                "sessions",
                "levels_per_7_days",
                "why",
                "evidence",
            ],
            width: 8,
        },
    ),
    (
        "level",
        Kind {
            keys: &["text", "walk", "run", "repeats", "rest_days", "sessions"],
            width: 9,
        },
    ),
    (
        "ladder_rule",
        Kind {
            keys: &[
                "measure",
                "if",
                "fresh",
                "over",
                "at_least",
                "then",
                "rest_days",
                "text",
                "evidence",
            ],
            width: 9,
        },
    ),
    ("", OTHER),
];

/// What the language does not know: left in its order.
const OTHER: Kind = Kind {
    keys: &[],
    width: 0,
};

impl Kind {
    fn of(key: &str) -> &'static Self {
        KINDS
            .iter()
            .find(|(name, _)| *name == key)
            .map_or(&OTHER, |(_, kind)| kind)
    }

    /// The place of a key; what is not known comes last, as it stands.
    fn place(&self, key: &str) -> usize {
        self.keys
            .iter()
            .position(|known| *known == key)
            .unwrap_or(self.keys.len())
    }
}

/// Takes what stands above the first key: it belongs to the file, whichever key comes first.
fn keep_top(root: &mut Table) -> Option<String> {
    let (mut key, item) = root.iter_mut().next()?;
    if !item.is_value() {
        return None;
    }
    let top = key.leaf_decor_mut().prefix()?.as_str()?.to_owned();
    key.leaf_decor_mut().set_prefix("");
    Some(top)
}

fn put_top(root: &mut Table, top: Option<&str>) {
    let first = root.iter_mut().next();
    if let (Some((mut key, _)), Some(top)) = (first, top) {
        let own = prefix(&key);
        let gap = if own.is_empty() || own.starts_with('\n') {
            ""
        } else {
            "\n"
        };
        key.leaf_decor_mut()
            .set_prefix(format!("{}{gap}{own}", above(top, true)));
    }
}

fn prefix(key: &KeyMut<'_>) -> String {
    let prefix = key.leaf_decor().prefix();
    prefix
        .and_then(|prefix| prefix.as_str())
        .unwrap_or_default()
        .to_owned()
}

fn table(table: &mut Table, kind: &Kind) {
    table.sort_values_by(|one, _, other, _| kind.place(one).cmp(&kind.place(other)));
    lines(table, kind);
    for (mut key, item) in table.iter_mut() {
        let kind = Kind::of(key.get());
        match item {
            Item::Table(inner) if !inner.is_dotted() => {
                key.fmt();
                opened(inner, kind);
            }
            Item::ArrayOfTables(array) => {
                key.fmt();
                for inner in array.iter_mut() {
                    opened(inner, kind);
                }
            }
            Item::None | Item::Value(_) | Item::Table(_) => {}
        }
    }
}

/// A table with its header: one blank line before it, and its comments between.
fn opened(inner: &mut Table, kind: &Kind) {
    if !inner.is_implicit() {
        let decor = inner.decor_mut();
        let before = decor.prefix().and_then(|raw| raw.as_str());
        let before = format!("\n{}", above(before.unwrap_or_default(), true));
        let after = decor.suffix().and_then(|raw| raw.as_str());
        let after = comment(trailing(after.unwrap_or_default()).as_deref(), 2);
        decor.set_prefix(before);
        decor.set_suffix(after);
    }
    table(inner, kind);
}

fn comment(comment: Option<&str>, spaces: usize) -> String {
    comment.map_or_else(String::new, |comment| {
        format!("{}{comment}", " ".repeat(spaces))
    })
}

/// Comments behind values that end further right stand right behind them and move no others.
const FAR: usize = 60;

/// The lines of a table: keys aligned, values spaced, comments behind them in one column.
fn lines(table: &mut Table, kind: &Kind) {
    let mut column = 0;
    let mut first = true;
    each_line(table, &mut |key, width_before, value| {
        let before = above(&prefix(key), first);
        first = false;
        let after = value.decor().suffix().and_then(|raw| raw.as_str());
        let after = trailing(after.unwrap_or_default());
        let inner = Kind::of(key.get());
        nested::value(value, inner, "");
        let repr = key_repr(key);
        key.fmt();
        let length = width_before.saturating_add(repr.chars().count());
        let padding = kind.width.saturating_sub(length).saturating_add(1);
        key.leaf_decor_mut().set_prefix(before);
        key.leaf_decor_mut().set_suffix(" ".repeat(padding));
        value.decor_mut().set_prefix(" ");
        value.decor_mut().set_suffix(comment(after.as_deref(), 2));
        let end = end_of(length.saturating_add(padding), value);
        if after.is_some() && end <= FAR {
            column = column.max(end);
        }
    });
    each_line(table, &mut |key, width_before, value| {
        let after = value.decor().suffix().and_then(|raw| raw.as_str());
        if let Some(after) = trailing(after.unwrap_or_default()) {
            let length = width_before.saturating_add(key_repr(key).chars().count());
            let padding = kind.width.saturating_sub(length).saturating_add(1);
            let end = end_of(length.saturating_add(padding), value);
            let spaces = column.saturating_sub(end).saturating_add(2);
            value.decor_mut().set_suffix(comment(Some(&after), spaces));
        }
    });
}

/// How the key is written without needless quotes.
fn key_repr(key: &KeyMut<'_>) -> String {
    let mut bare = toml_edit::Key::new(key.get());
    bare.fmt();
    bare.display_repr().into_owned()
}

/// The column in which a value ends.
fn end_of(key: usize, value: &Value) -> usize {
    let mut bare = value.clone();
    bare.decor_mut().clear();
    let text = bare.to_string();
    let last = text.rsplit('\n').next().unwrap_or_default();
    let length = last.trim_start().chars().count();
    if text.contains('\n') {
        last.chars().count()
    } else {
        key.saturating_add(2).saturating_add(length)
    }
}

/// Calls for each line `key = value` of a table, with what a dotted key has before its last part.
fn each_line(table: &mut Table, visit: &mut dyn FnMut(&mut KeyMut<'_>, usize, &mut Value)) {
    each_dotted(table, 0, visit);
}

fn each_dotted(
    table: &mut Table,
    before: usize,
    visit: &mut dyn FnMut(&mut KeyMut<'_>, usize, &mut Value),
) {
    for (mut key, item) in table.iter_mut() {
        match item {
            Item::Value(value) => visit(&mut key, before, value),
            Item::Table(inner) if inner.is_dotted() => {
                let length = key_repr(&key).chars().count().saturating_add(1);
                key.fmt();
                each_dotted(inner, before.saturating_add(length), visit);
            }
            Item::None | Item::Table(_) | Item::ArrayOfTables(_) => {}
        }
    }
}
