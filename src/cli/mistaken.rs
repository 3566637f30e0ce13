//! What a file is that is no assessment, and which verb takes it: named by what it holds, never by what it is called.

use serde::Deserialize;

use crate::document::visible;
use crate::import::READERS;

/// How zip archives and gzip begin.
const PACKED: [&[u8]; 2] = [b"PK\x03\x04", &[0x1f, 0x8b]];

/// What the file is, and what to type instead; nothing when it is not known.
pub(super) fn instead(bytes: &[u8], name: &str) -> Option<String> {
    let name = visible(name);
    if let Some(reader) = READERS.iter().find(|reader| (reader.recognises)(bytes)) {
        return Some(format!(
            "this is {}, a recording or a list of a watch: `rtr import {name} --into me.json`",
            reader.name
        ));
    }
    if PACKED.iter().any(|magic| bytes.starts_with(magic)) {
        return Some(format!(
            "this is packed: `rtr import {name} --into me.json` takes an export as it is, `rtr batch {name}` packed records"
        ));
    }
    let text = std::str::from_utf8(bytes)
        .ok()?
        .trim_start_matches('\u{feff}');
    of_json(text, &name).or_else(|| of_criteria(text, &name))
}

/// The format that a file says it has.
#[derive(Deserialize)]
struct Named {
    format: Option<String>,
}

fn of_json(text: &str, name: &str) -> Option<String> {
    let start = text.trim_start();
    let many = || format!("this holds several records: `rtr batch {name}`");
    if start.starts_with('[') && serde_json::from_str::<Vec<serde::de::IgnoredAny>>(start).is_ok() {
        return Some(many());
    }
    let mut values = serde_json::Deserializer::from_str(start).into_iter::<Named>();
    let first = values.next()?.ok()?;
    if values.next().is_some_and(|second| second.is_ok()) {
        return Some(many());
    }
    let format = first.format.filter(|format| format != "assessment/1")?;
    let takes = match format.as_str() {
        "report/1" => {
            format!(": `rtr verify {name} --assessment me.json` compares it with its record")
        }
        "lint/1" | "prove/1" | "test/1" | "mutate/1" | "diff/1" | "page/1" => {
            ", an answer of the workbench".to_owned()
        }
        _ => String::new(),
    };
    Some(format!(
        "this has the format `{}`, and is no assessment{takes}",
        visible(&format)
    ))
}

fn of_criteria(text: &str, name: &str) -> Option<String> {
    let table: toml::Table = text.parse().ok()?;
    let is_criteria = ["stage", "conditions", "extends"]
        .iter()
        .any(|key| table.contains_key(*key));
    is_criteria.then(|| {
        format!("this is a criteria file: `rtr criteria lint {name}`, or `rtr check me.json --criteria {name}`")
    })
}
