//! Lists and tables in braces: on one line, unless a comment or a sentence stands in them.

use toml_edit::{Array, Decor, InlineTable, RawString, Value};

use super::Kind;
use super::comments::between;

/// What one more level is indented by.
const STEP: &str = "    ";

/// A text longer than this is a sentence, and sentences are read one a line.
const LONGEST_WORD: usize = 60;

/// Spaces the inside of a value; what is neither a list nor a table stays as it is written.
pub(super) fn value(value: &mut Value, kind: &Kind, indent: &str) {
    match value {
        Value::Array(entries) => array(entries, kind, indent),
        Value::InlineTable(entries) if !has_dotted(entries) => {
            entries.sort_values_by(|one, _, other, _| kind.place(one).cmp(&kind.place(other)));
            table(entries, indent);
        }
        Value::InlineTable(_)
        | Value::String(_)
        | Value::Integer(_)
        | Value::Float(_)
        | Value::Boolean(_)
        | Value::Datetime(_) => {}
    }
}

fn text(raw: Option<&RawString>) -> String {
    raw.and_then(RawString::as_str)
        .unwrap_or_default()
        .to_owned()
}

/// What stands around a value.
fn around(decor: &Decor) -> (String, String) {
    (text(decor.prefix()), text(decor.suffix()))
}

fn has_dotted(table: &InlineTable) -> bool {
    table
        .iter()
        .any(|(_, value)| value.as_inline_table().is_some_and(InlineTable::is_dotted))
}

fn is_comment(raw: &str) -> bool {
    raw.contains('#')
}

/// Whether a comment stands anywhere inside.
fn commented(value: &Value) -> bool {
    let outside = |decor: &Decor| {
        let (before, after) = around(decor);
        is_comment(&before) || is_comment(&after)
    };
    match value {
        Value::Array(entries) => {
            is_comment(&text(Some(entries.trailing())))
                || entries
                    .iter()
                    .any(|entry| outside(entry.decor()) || commented(entry))
        }
        Value::InlineTable(entries) => {
            let keys = entries.iter().any(|(key, _)| {
                entries
                    .key(key)
                    .is_some_and(|key| outside(key.leaf_decor()))
            });
            keys || is_comment(&text(Some(entries.trailing())))
                || entries
                    .iter()
                    .any(|(_, entry)| outside(entry.decor()) || commented(entry))
        }
        Value::String(_)
        | Value::Integer(_)
        | Value::Float(_)
        | Value::Boolean(_)
        | Value::Datetime(_) => false,
    }
}

fn array(entries: &mut Array, kind: &Kind, indent: &str) {
    let holds_tables = entries.iter().any(Value::is_inline_table);
    let holds_sentences = entries
        .iter()
        .any(|entry| entry.as_str().is_some_and(|text| text.len() > LONGEST_WORD));
    let broken = holds_tables || holds_sentences || commented(&Value::Array(entries.clone()));
    let inner = format!("{indent}{STEP}");
    let mut gap = String::new();
    for (place, entry) in entries.iter_mut().enumerate() {
        let (before, after) = around(entry.decor());
        value(entry, kind, &inner);
        let before = match (broken, place) {
            (true, _) => between(&(gap + &before), &inner) + &inner,
            (false, 0) => String::new(),
            (false, _) => " ".to_owned(),
        };
        *entry.decor_mut() = Decor::new(before, "");
        gap = after;
    }
    let last = gap + &text(Some(entries.trailing()));
    let end = if broken {
        between(&last, &inner) + indent
    } else {
        String::new()
    };
    entries.set_trailing_comma(broken && !entries.is_empty());
    entries.set_trailing(end);
}

fn table(entries: &mut InlineTable, indent: &str) {
    let broken = commented(&Value::InlineTable(entries.clone()));
    let inner = format!("{indent}{STEP}");
    let mut gap = String::new();
    let count = entries.len();
    for (place, (mut key, entry)) in entries.iter_mut().enumerate() {
        let before = text(key.leaf_decor().prefix());
        let after = text(entry.decor().suffix());
        value(entry, Kind::of(key.get()), &inner);
        key.fmt();
        let before = if broken {
            between(&(gap + &before), &inner) + &inner
        } else {
            " ".to_owned()
        };
        *key.leaf_decor_mut() = Decor::new(before, " ");
        let last = place.saturating_add(1) == count;
        *entry.decor_mut() = Decor::new(" ", if last && !broken { " " } else { "" });
        gap = after;
    }
    let last = gap + &text(Some(entries.trailing()));
    let end = if broken {
        between(&last, &inner) + indent
    } else {
        String::new()
    };
    entries.set_trailing_comma(broken && count > 0);
    entries.set_trailing(end);
}
