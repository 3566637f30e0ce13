//! Nothing recorded is ignored: a field at its worse end keeps the verdict from GO, or the first screen warns of it by name.

use std::collections::BTreeSet;

use assert_cmd::Command;
use return_to_run::document::text;
use return_to_run::pages::screen::{About, document};
use return_to_run::protocol::Protocol;
use return_to_run::{Assessment, Report, Verdict};
use serde_json::{Map, Value, json};

use crate::support::{Tested, cases, protocol_for};

type Fallible<T> = Result<T, Box<dyn std::error::Error>>;

/// A field with a worse end: the way to it, `[]` for an entry of a list, and that end.
struct WorstEnd {
    way: Vec<String>,
    value: Value,
}

impl WorstEnd {
    /// As measures and pages name it: `pain[].worst`.
    fn name(&self) -> String {
        self.way.join(".").replace(".[]", "[]")
    }
}

/// The fields with a worse end, as the published schema declares them.
fn worst_ends() -> Fallible<Vec<WorstEnd>> {
    let output = Command::cargo_bin("rtr")?
        .args(["schema", "assessment"])
        .output()?;
    let schema: Value = serde_json::from_slice(&output.stdout)?;
    let mut found = Vec::new();
    gather(&schema, &schema, &[], &mut found);
    // No shipped criteria declare a measure; those of the tests show theirs.
    found.retain(|end| end.way.first().is_none_or(|block| block != "observations"));
    Ok(found)
}

fn gather(root: &Value, schema: &Value, way: &[String], found: &mut Vec<WorstEnd>) {
    if let Some(value) = schema.get("x-worst") {
        found.push(WorstEnd {
            way: way.to_vec(),
            value: value.clone(),
        });
    }
    if let Some(name) = schema.get("$ref").and_then(Value::as_str)
        && let Some(target) = root.pointer(name.trim_start_matches('#'))
    {
        gather(root, target, way, found);
    }
    let choices = schema.get("anyOf").and_then(Value::as_array);
    for choice in choices.into_iter().flatten() {
        gather(root, choice, way, found);
    }
    let extended = |name: &str| [way, &[name.to_owned()]].concat();
    if let Some(items) = schema.get("items") {
        gather(root, items, &extended("[]"), found);
    }
    let fields = schema.get("properties").and_then(Value::as_object);
    for (name, field) in fields.into_iter().flatten() {
        gather(root, field, &extended(name), found);
    }
}

/// The entry with the field at its worse end beside all else, and, where the rest of it speaks against that, the field alone.
fn worsened(entry: &Value, way: &[String], value: &Value, alone: bool) -> Value {
    let Some((name, rest)) = way.split_first() else {
        return value.clone();
    };
    let mut fields = match entry {
        Value::Object(fields) if !alone => fields.clone(),
        Value::Object(fields) => fields
            .iter()
            .filter(|(name, _)| ["date", "test", "kind"].contains(&name.as_str()))
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
            Map::new()
        }
    };
    let inner = entry.get(name).unwrap_or(&Value::Null);
    fields.insert(name.clone(), worsened(inner, rest, value, alone));
    Value::Object(fields)
}

/// The records in which the field is at its worse end: in the newest entry, beside all it tells and alone, and in an entry of today.
fn variants(record: &Value, end: &WorstEnd) -> Fallible<Vec<(String, Value)>> {
    let (block, inside) = end.way.split_first().ok_or("no block")?;
    let recorded = record.get(block).unwrap_or(&Value::Null);
    let with = |value: Value| {
        let mut record = record.clone();
        if let Some(fields) = record.as_object_mut() {
            fields.insert(block.clone(), value);
        }
        record
    };
    let Some((_, inside)) = inside.split_first().filter(|(first, _)| *first == "[]") else {
        let worsened = worsened(recorded, inside, &end.value, false);
        return Ok(vec![(end.name(), with(worsened))]);
    };
    let today = record.get("as_of").ok_or("no day")?;
    let entries = recorded.as_array().cloned().unwrap_or_default();
    let is_today = |entry: &Value| entry.get("date") == Some(today);
    let newest = |entry: &Value| {
        let of_kind = ["test", "kind"].iter().filter(|_| block != "runs");
        let of_kind: Vec<&&str> = of_kind.collect();
        let same = entries.iter().filter(|other| {
            of_kind
                .iter()
                .all(|key| other.get(**key) == entry.get(**key))
        });
        let newest = same.filter_map(|other| other.get("date")?.as_str()).max();
        entry.get("date").and_then(Value::as_str) == newest
    };
    // Of tests and treatments the kind decides who reads them.
    let named = |entry: &Value| match (block.as_str(), entry.get("test"), entry.get("kind")) {
        ("hop" | "treatments", Some(Value::String(kind)), _)
        | ("hop" | "treatments", None, Some(Value::String(kind))) => {
            end.name().replace("[]", &format!("[{kind}]"))
        }
        _ => end.name(),
    };
    let mut lists = Vec::new();
    for (place, entry) in entries
        .iter()
        .enumerate()
        .filter(|(_, entry)| newest(entry))
    {
        for alone in [false, true] {
            let mut list = entries.clone();
            if let Some(slot) = list.get_mut(place) {
                *slot = worsened(entry, inside, &end.value, alone);
            }
            lists.push((named(entry), list));
        }
    }
    let heads = match block.as_str() {
        "runs" => vec![json!({ "date": today, "kind": "run" })],
        "hop" => ["repeated-hops", "single-hop"]
            .map(|test| json!({ "date": today, "test": test }))
            .to_vec(),
        "treatments" => vec![json!({ "date": today, "kind": "fluoroquinolone" })],
        _ => vec![json!({ "date": today })],
    };
    if !entries.iter().any(is_today) {
        for head in heads {
            let mut list = entries.clone();
            list.push(worsened(&head, inside, &end.value, false));
            lists.push((named(&head), list));
        }
    }
    let whole = lists
        .into_iter()
        .map(|(name, list)| (name, with(json!(list))));
    Ok(whole.collect())
}

/// Whether the record is kept from GO, or warned of by the name of the field on the first screen; `None` when it is refused.
fn is_seen(protocol: &Protocol, record: &Value, name: &str) -> Fallible<Option<bool>> {
    let Ok(assessment) = Assessment::from_json(&record.to_string()) else {
        return Ok(None);
    };
    let report = Report::new(protocol, &assessment)?;
    if report.verdict() != Verdict::Go {
        return Ok(Some(true));
    }
    let page = document(&report, &About::default());
    let page = text::render(&page, text::Options::default());
    let first = page.lines().collect::<Vec<_>>().join(" ");
    // Of an entry it is told by its day: `pain[2026-11-20].worst`.
    let (block, field) = name.split_once("[]").unwrap_or(("", name));
    let mut told = first
        .match_indices(field)
        .map(|(place, _)| first.split_at(place).0);
    let is_told = told.any(|before| {
        let of_day = before
            .rsplit_once('[')
            .is_some_and(|(entry, _)| entry.ends_with(block));
        block.is_empty() || of_day
    });
    Ok(Some(is_told))
}

#[test]
fn a_field_at_its_worse_end_is_never_ignored() -> Tested {
    let ends = worst_ends()?;
    let (mut ignored, mut judged) = (BTreeSet::new(), BTreeSet::new());
    for (path, text) in cases()? {
        let record: Value = serde_json::from_str(&text)?;
        let assessment = Assessment::from_json(&text)?;
        let protocol = protocol_for(assessment.condition())?;
        if protocol.route_out.is_some() {
            continue;
        }
        let report = Report::new(&protocol, &assessment)?;
        if report.verdict() != Verdict::Go {
            continue;
        }
        for end in &ends {
            for (name, variant) in variants(&record, end)? {
                let Some(seen) = is_seen(&protocol, &variant, &end.name())? else {
                    continue;
                };
                judged.insert(end.name());
                if seen {
                    continue;
                }
                ignored.insert(format!("{name}: {}", path.display()));
            }
        }
    }
    let ignored: Vec<String> = ignored.into_iter().collect();
    assert!(
        ignored.is_empty(),
        "GO all the same:\n{}",
        ignored.join("\n")
    );
    assert!(ends.len() > 50, "only {} fields", ends.len());
    for end in ends {
        let name = end.name();
        assert!(judged.contains(&name), "{name} was refused at its end");
    }
    Ok(())
}
