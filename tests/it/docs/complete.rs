//! Nothing that there is to look up is missing from the reference, and the README stays a door.

use std::collections::BTreeSet;

use super::{chapters, root};
use crate::cli::program::rtr;
use crate::support::Tested;

type Fallible<T> = Result<T, Box<dyn std::error::Error>>;

fn chapter(name: &str) -> Fallible<String> {
    Ok(std::fs::read_to_string(root().join("docs/src").join(name))?)
}

fn printed(arguments: &[&str]) -> Fallible<String> {
    Ok(String::from_utf8(rtr(arguments)?.stdout)?)
}

#[test]
fn the_readme_is_one_door_and_names_the_two_commands() -> Tested {
    let readme = std::fs::read_to_string(root().join("README.md"))?;
    let lines = readme.lines().count();
    assert!(lines <= 150, "{lines} lines");
    for command in [
        "cargo run -- check fixtures/cases/achilles-partial-tear/story.json",
        "cargo test",
    ] {
        assert!(readme.lines().any(|line| line == command), "{command}");
    }
    let checks = std::fs::read_to_string(root().join(".ci/run"))?;
    assert!(checks.lines().any(|line| line == "cargo test"));
    Ok(())
}

#[test]
fn every_verb_is_among_the_commands() -> Tested {
    let commands = chapter("commands.md")?;
    let mut verbs = Vec::new();
    let help = printed(&["--help"])?;
    for line in help.lines() {
        let Some(verb) = line.strip_prefix("  ").filter(|line| {
            line.starts_with(|letter: char| letter.is_ascii_lowercase()) && line.contains("  ")
        }) else {
            continue;
        };
        let verb = verb.split_whitespace().next().unwrap_or_default();
        assert!(
            commands.contains(&format!("`rtr {verb}")),
            "docs/src/commands.md lacks `rtr {verb}`"
        );
        verbs.push(verb);
    }
    assert!(verbs.len() > 15, "only {verbs:?}");
    Ok(())
}

#[test]
fn every_format_is_listed_with_its_schema() -> Tested {
    let formats = chapter("formats.md")?;
    let help = printed(&["schema", "--help"])?;
    let kinds: Vec<&str> = help
        .lines()
        .filter_map(|line| line.trim_start().strip_prefix("- "))
        .filter_map(|line| line.split_once(':'))
        .map(|(kind, _)| kind)
        .collect();
    assert!(kinds.len() > 20, "only {kinds:?}");
    for kind in kinds {
        let command = format!("`rtr schema {kind}`");
        assert!(
            formats.contains(&command),
            "docs/src/formats.md lacks {command}"
        );
    }
    Ok(())
}

#[test]
fn every_exit_code_of_the_help_is_explained() -> Tested {
    let codes = chapter("exit-codes.md")?;
    let rows: BTreeSet<u8> = codes
        .lines()
        .filter_map(|line| line.strip_prefix("| "))
        .filter_map(|line| line.split(' ').next())
        .filter_map(|code| code.parse().ok())
        .collect();
    let help = printed(&["--help"])?;
    let (_, told) = help.split_once("Exit codes:").ok_or("no exit codes")?;
    let told: BTreeSet<u8> = told
        .split(|letter: char| !letter.is_ascii_digit())
        .filter_map(|code| code.parse().ok())
        .collect();
    assert_eq!(rows, told);
    Ok(())
}

#[test]
fn every_family_of_measures_and_every_shipped_protocol_is_listed() -> Tested {
    let measures = chapter("measures.md")?;
    let families: BTreeSet<String> = printed(&["measures"])?
        .lines()
        .filter(|line| !line.starts_with(' '))
        .filter_map(|line| line.split_once('.'))
        .map(|(family, _)| family.to_owned())
        .collect();
    assert!(families.len() > 15, "only {families:?}");
    for family in families {
        let row = format!("`{family}`");
        assert!(
            measures.contains(&row),
            "docs/src/measures.md lacks {family}"
        );
    }
    let clinician = chapter("clinician.md")?;
    for shipped in return_to_run::protocol::builtin::SHIPPED {
        assert!(
            clinician.contains(&format!("| `{}` |", shipped.id)),
            "docs/src/clinician.md lacks {}",
            shipped.id
        );
    }
    Ok(())
}

/// Words that a reader stumbles over.
const TERMS: [&str; 17] = [
    "onset",
    "gait",
    "ladder",
    "level",
    "stage",
    "enthesitis",
    "Thompson",
    "Matles",
    "Wells score",
    "fluoroquinolone",
    "PRP",
    "NRS",
    "AU",
    "monotony",
    "coupled",
    "masked",
    "flare",
];

#[test]
fn the_glossary_explains_each_hard_word_in_a_sentence_or_two_and_in_order() -> Tested {
    let glossary = chapter("glossary.md")?;
    let entries: Vec<(String, &str)> = glossary
        .split("\n\n")
        .filter_map(|entry| entry.strip_prefix("**")?.split_once("**"))
        .map(|(term, told)| (term.to_lowercase(), told))
        .collect();
    for term in TERMS {
        let term = term.to_lowercase();
        assert!(
            entries.iter().any(|(entry, _)| entry.contains(&term)),
            "docs/src/glossary.md lacks {term}"
        );
    }
    for (term, told) in &entries {
        let sentences = told.trim_end().split(['.', '?']).count();
        assert!(sentences <= 5, "{term}: {told}");
    }
    let order: Vec<&String> = entries.iter().map(|(term, _)| term).collect();
    assert!(order.is_sorted(), "{order:?}");
    Ok(())
}

/// Phrases that puzzled new readers.
const PUZZLING: [&str; 18] = [
    "hang on",
    "hangs on",
    "lean on",
    "leans on",
    "is told",
    "nought",
    "stands twice",
    "stand twice",
    "somebody",
    "anybody",
    "nobody",
    "earns nothing",
    "for all that is known",
    "wished",
    "the safe side",
    "in the way is",
    "left to do by hand",
    "cannot have been so",
];

#[test]
fn no_phrase_that_puzzled_new_readers_is_back() -> Tested {
    let mut pages = chapters()?;
    pages.push(root().join("README.md"));
    for path in pages {
        let text = std::fs::read_to_string(&path)?;
        // What the program prints has tests of its own words.
        let own = text.split("```").step_by(2).collect::<String>();
        let own = own.to_lowercase().replace('\n', " ");
        for phrase in PUZZLING {
            assert!(!own.contains(phrase), "{}: {phrase}", path.display());
        }
    }
    Ok(())
}
