//! `rtr explain` knows the language of criteria files, and a page shows what a criterion can come to.

use std::collections::BTreeSet;

use assert_cmd::Command;
use return_to_run::document::text;
use return_to_run::pages::criteria::show;
use return_to_run::pages::explain::key;
use return_to_run::protocol::builtin::SHIPPED;
use return_to_run::protocol::compile;
use serde_json::Value;

use crate::support::Tested;

/// Every key that the published schema lets a criteria file have.
fn gather(schema: &Value, keys: &mut BTreeSet<String>) {
    match schema {
        Value::Object(fields) => {
            let known = fields.get("properties").and_then(Value::as_object);
            keys.extend(known.into_iter().flat_map(|known| known.keys().cloned()));
            fields.values().for_each(|inner| gather(inner, keys));
        }
        Value::Array(entries) => entries.iter().for_each(|inner| gather(inner, keys)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[test]
fn every_key_of_the_language_has_a_page_and_no_other_word_has_one() -> Tested {
    let output = Command::cargo_bin("rtr")?
        .args(["schema", "criteria"])
        .output()?;
    let mut keys = BTreeSet::new();
    gather(&serde_json::from_slice(&output.stdout)?, &mut keys);
    // The facts that `when` asks are keys of its table, and no keys of the language.
    let facts: BTreeSet<String> = return_to_run::protocol::FACTS
        .iter()
        .map(|fact| fact.key.to_owned())
        .collect();
    assert!(keys.len() > 60, "only {} keys", keys.len());
    for name in keys.difference(&facts) {
        assert!(!key(name).is_empty(), "{name} has no page");
    }
    for name in ["asked", "flare", "clean", "least_run", "no-go", "do", "if"] {
        assert!(keys.contains(name), "{name} is no key");
    }
    assert!(key("no-such-key").is_empty());
    assert!(key("no_go").is_empty(), "as a file writes it: `no-go`");
    Ok(())
}

#[test]
fn what_is_asked_of_nobody_and_refers_nobody_is_shown_as_a_caution_at_most() -> Tested {
    let midportion = SHIPPED
        .iter()
        .find(|shipped| shipped.id == "achilles-midportion")
        .ok_or("it is gone")?;
    let asked = "asked    = \"if-recorded\"\n";
    let with = |more: &str| {
        midportion
            .text
            .replacen(asked, &format!("{asked}{more}"), 1)
    };
    let shown = |source: &str| -> Result<String, Box<dyn std::error::Error>> {
        let protocol = compile(source, None, None).map_err(|faults| format!("{faults:?}"))?;
        let page = text::render(&show(&protocol), text::Options::default());
        Ok(page.split_whitespace().collect::<Vec<_>>().join(" "))
    };
    let capped = "Its NO-GO counts as a CAUTION, because it refers nobody.";
    let no_go = "no-go    = \"> 7 nrs\"\n";
    let page = shown(&with(no_go))?;
    assert!(page.contains(capped), "{page}");
    assert!(!page.contains("above 7"), "{page}");
    let page = shown(&with(&format!("{no_go}refer    = \"clinician\"\n")))?;
    assert!(
        !page.contains(capped) && page.contains("NO-GO above 7"),
        "{page}"
    );
    Ok(())
}

#[test]
fn a_file_that_is_none_of_criteria_is_called_what_it_is() {
    let said = |source: &str| {
        let faults = compile(source, None, None).err().unwrap_or_default();
        let faults: Vec<String> = faults.into_iter().map(|fault| fault.message).collect();
        faults.join("; ")
    };
    assert_eq!(
        said("format = \"cases/1\"\n\n[[case]]\nname = \"one\"\n"),
        "this is a table of cases (`cases/1`), not a criteria file"
    );
    assert_eq!(
        said("format = \"report/1\"\n"),
        "this is a file of the format `report/1`, not a criteria file"
    );
    assert_eq!(
        said("[package]\nname = \"one\"\n"),
        "this is no criteria file: it has none of the keys of one"
    );
    // What misses its target by one word is still told what it lacks.
    assert!(said("format = \"1\"\n").contains("has no `id`"));
}

#[test]
fn red_flags_of_ones_own_are_a_copy_whichever_way_one_goes_about_them() {
    let help = |source: &str, stem: &str| {
        let faults = compile(source, Some(stem), None).err().unwrap_or_default();
        let helps: Vec<String> = faults.into_iter().filter_map(|fault| fault.help).collect();
        helps.join("; ")
    };
    let copy = "`rtr criteria show red-flags > red-flags.toml`";
    let extends = "format = 1\nid = \"red-flags\"\nextends = \"red-flags\"\n";
    assert!(help(extends, "red-flags").contains(copy));
    let red_flags = SHIPPED.iter().find(|shipped| shipped.id == "red-flags");
    let text = red_flags.map_or("", |shipped| shipped.text);
    let own = text.replacen("\"red-flags\"", "\"my-flags\"", 1);
    assert!(help(&own, "my-flags").contains(copy));
}
