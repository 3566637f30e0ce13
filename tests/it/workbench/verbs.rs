//! The small verbs of the workbench: what a list and a table show is what the files hold, and nothing is ever overwritten unasked.

use return_to_run::protocol::builtin::SHIPPED;
use return_to_run::protocol::set::ProtocolSet;
use return_to_run::protocol::{Protocol, compile};
use return_to_run::workbench::layout::lay_out;
use serde_json::Value;

use crate::cli::program::{rtr, scratch, text_of};
use crate::support::Tested;

fn printed(arguments: &[&str]) -> Result<String, Box<dyn std::error::Error>> {
    let output = rtr(arguments)?;
    assert_eq!(
        output.status.code(),
        Some(0),
        "{arguments:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    Ok(String::from_utf8(output.stdout)?)
}

#[test]
fn the_list_names_each_protocol_with_what_it_holds_in_80_columns() -> Tested {
    let list = printed(&["criteria", "list"])?;
    assert!(
        list.lines().all(|line| line.chars().count() <= 80),
        "{list}"
    );
    assert_eq!(list.matches("2026-11-21").count(), SHIPPED.len());
    insta::assert_snapshot!(list);
    let json: Value = serde_json::from_str(&printed(&["criteria", "list", "--format", "json"])?)?;
    let rows = json
        .get("protocols")
        .and_then(Value::as_array)
        .ok_or("no list")?;
    assert_eq!(rows.len(), SHIPPED.len());
    for (row, shipped) in rows.iter().zip(SHIPPED) {
        let protocol = shipped.compile().map_err(|faults| format!("{faults:?}"))?;
        let count = |key: &str| {
            row.get(key)
                .and_then(Value::as_u64)
                .and_then(|count| usize::try_from(count).ok())
        };
        assert_eq!(row.get("id").and_then(Value::as_str), Some(shipped.id));
        assert_eq!(
            count("criteria")
                .zip(count("notes"))
                .map(|(one, other)| one.saturating_add(other)),
            Some(protocol.criteria.len())
        );
    }
    Ok(())
}

#[test]
fn the_table_shows_every_criterion_and_measure_in_80_columns() -> Tested {
    for shipped in SHIPPED {
        let table = printed(&["criteria", "show", shipped.id, "--format", "text"])?;
        assert!(
            table.lines().all(|line| line.chars().count() <= 80),
            "{table}"
        );
        let protocol = shipped.compile().map_err(|faults| format!("{faults:?}"))?;
        // A long name goes on in the line below it, in the first column.
        let names: String = table
            .lines()
            .map(|line| line.chars().take(32).collect::<String>().trim().to_owned())
            .collect();
        for criterion in &protocol.criteria {
            assert!(
                names.contains(&criterion.id) && names.contains(criterion.measure.id),
                "{}",
                criterion.id
            );
        }
    }
    insta::assert_snapshot!(printed(&[
        "criteria",
        "show",
        "race-preparation",
        "--format",
        "text"
    ])?);
    Ok(())
}

#[test]
fn a_file_is_shown_as_it_stands_and_its_json_says_the_same() -> Tested {
    for shipped in SHIPPED {
        let own = printed(&["criteria", "show", shipped.id, "--own"])?;
        assert_eq!(own, shipped.text);
        let whole = printed(&["criteria", "show", shipped.id])?;
        if !own.contains("\nextends ") {
            assert_eq!(whole, own);
            continue;
        }
        // The whole is a file of its own, laid out, and asks the same.
        assert_eq!(lay_out(&whole)?, whole);
        let protocol = |text: &str| compile(text, Some(shipped.id), None);
        let [one, other] = [own, whole].map(|text| protocol(&text));
        let other = other.map_err(|faults| format!("{faults:?}"))?;
        let one = one.map_err(|faults| format!("{faults:?}"))?;
        assert_ne!(one.digest, other.digest);
        let digest = one.digest;
        assert_eq!(one, Protocol { digest, ..other });
    }
    let text = "nonsense = ";
    let (_folder, path) = scratch("odd.toml", text)?;
    assert_eq!(printed(&["criteria", "show", &text_of(&path)])?, text);
    for format in ["text", "json"] {
        let refused = rtr(&["criteria", "show", &text_of(&path), "--format", format])?;
        assert_eq!(
            (refused.status.code(), refused.stdout.len()),
            (Some(4), 0),
            "{format}"
        );
    }
    let json: Value = serde_json::from_str(&printed(&[
        "criteria",
        "show",
        "achilles-rupture",
        "--format",
        "json",
    ])?)?;
    assert_eq!(json.pointer("/reviewed"), Some(&"2026-11-21".into()));
    assert_eq!(
        json.pointer("/conditions/1"),
        Some(&"achilles-rupture-repair".into())
    );
    Ok(())
}

#[test]
fn codes_are_places_in_the_file_bound_to_its_digest() -> Tested {
    let set = ProtocolSet::with(Vec::new());
    for shipped in SHIPPED {
        // Codes are those of a judged record, in which the red flags have their places.
        let protocol = set.of_id(shipped.id)?;
        let text = printed(&["criteria", "show", shipped.id, "--codes"])?;
        let mut lines = text.lines();
        let red_flags = protocol
            .red_flags
            .map_or_else(String::new, |digest| format!(", red flags sha256 {digest}"));
        let wanted = format!(
            "# {} {} sha256 {}{red_flags}",
            protocol.id, protocol.version, protocol.digest
        );
        assert_eq!(lines.next(), Some(wanted.as_str()));
        let mut count = 0_usize;
        for (place, line) in lines.enumerate() {
            let (code, name) = line.split_once('\t').ok_or("no tab")?;
            assert_eq!(
                (code.parse(), protocol.criterion(name)),
                (Ok(place), Some(place))
            );
            count = count.saturating_add(1);
        }
        assert_eq!(count, protocol.criteria.len());
        let json: Value = serde_json::from_str(&printed(&[
            "criteria", "show", shipped.id, "--codes", "--format", "json",
        ])?)?;
        assert_eq!(
            json.pointer("/criteria_sha256").and_then(Value::as_str),
            Some(protocol.digest.to_string().as_str())
        );
        assert_eq!(
            json.pointer("/codes")
                .and_then(Value::as_array)
                .map(Vec::len),
            Some(count)
        );
    }
    Ok(())
}

#[test]
fn a_starter_takes_the_name_of_its_file_and_replaces_nothing_unasked() -> Tested {
    let (folder, path) = scratch("soleus-strain.toml", "mine")?;
    let file = text_of(&path);
    let refused = rtr(&["criteria", "init", "--out", &file])?;
    assert_eq!(refused.status.code(), Some(2));
    assert_eq!(std::fs::read_to_string(&path)?, "mine");
    assert_eq!(
        rtr(&["criteria", "init", "--out", &file, "--force"])?
            .status
            .code(),
        Some(0)
    );
    assert!(std::fs::read_to_string(&path)?.contains("id         = \"soleus-strain\""));
    printed(&["criteria", "lint", &file])?;
    for (arguments, code) in [
        (["criteria", "init", "Calf Strain", "--force"], 2),
        (["criteria", "init", "calf", "--out=other.toml"], 2),
    ] {
        assert_eq!(rtr(&arguments)?.status.code(), Some(code), "{arguments:?}");
    }
    let fresh = text_of(&folder.path().join("gastrocnemius.toml"));
    assert_eq!(
        rtr(&["criteria", "init", "gastrocnemius", "--out", &fresh])?
            .status
            .code(),
        Some(0)
    );
    printed(&["criteria", "lint", &fresh])?;
    assert_eq!(
        printed(&["criteria", "init", "--out", "-"])?,
        printed(&["init", "criteria"])?
    );
    Ok(())
}

#[test]
fn every_page_of_the_workbench_is_drawn_for_every_medium() -> Tested {
    let verbs: [&[&str]; 5] = [
        &["diff", "achilles-midportion", "achilles-partial-tear"],
        &["lint", "fixtures/faulty/laxer-later.toml"],
        &["prove", "fixtures/refuted/longer-never-helps.toml"],
        &["test", "race-preparation", "--coverage"],
        &["mutate", "achilles-rupture"],
    ];
    for verb in verbs {
        let drawn = |format: &str| -> Result<String, Box<dyn std::error::Error>> {
            let output = rtr(&[&["criteria"], verb, &["--format", format]].concat())?;
            assert!(
                matches!(output.status.code(), Some(0 | 5)),
                "{verb:?}: {}",
                String::from_utf8_lossy(&output.stderr)
            );
            Ok(String::from_utf8(output.stdout)?)
        };
        let text = drawn("text")?;
        assert!(
            text.lines().all(|line| line.chars().count() <= 80),
            "{text}"
        );
        assert!(
            !text.starts_with('\n') && !text.contains("\n\n\n"),
            "{text}"
        );
        assert!(drawn("markdown")?.starts_with("# "), "{verb:?}");
        let html = drawn("html")?;
        assert!(html.starts_with("<!DOCTYPE html>"), "{verb:?}");
        assert!(!html.contains("<title></title>"), "{verb:?}");
    }
    Ok(())
}
