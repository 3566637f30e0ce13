//! Drafts of criteria that do not ship yet: what is asked of shipped ones is asked of them, and no line of the program knows them.

use std::fs;
use std::path::{Path, PathBuf};

use crate::cli::program::{rtr, shown, text_of};
use crate::support::Tested;

const DRAFTS: &str = "criteria/drafts";

/// The TOML files of a folder.
fn files(folder: &Path) -> Result<Vec<PathBuf>, Box<dyn std::error::Error>> {
    let entries = folder.read_dir()?.map(|entry| Ok(entry?.path()));
    let paths: Vec<PathBuf> = entries.collect::<Result<_, std::io::Error>>()?;
    let mut found: Vec<PathBuf> = paths
        .into_iter()
        .filter(|path| path.extension().is_some_and(|ending| ending == "toml"))
        .collect();
    found.sort();
    assert!(!found.is_empty(), "{}", folder.display());
    Ok(found)
}

#[test]
fn each_draft_is_clean_laid_out_proved_and_decided_on_every_side_by_its_cases() -> Tested {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(DRAFTS);
    let cases = text_of(&root.join("cases"));
    for file in files(&root)? {
        let file = text_of(&file);
        for arguments in [
            &["lint", "--fail-level", "note", "--today", "2026-11-28"][..],
            &["fmt", "--check"],
            &["test", "--min", "100", "--cases", &cases],
            &["prove", "--cases", &cases],
            &["mutate", "--no-killers", "--cases", &cases],
            &["manual"],
        ] {
            let all: Vec<&str> = ["criteria"]
                .iter()
                .chain(arguments)
                .chain([&file.as_str()])
                .copied()
                .collect();
            let out = rtr(&all)?;
            assert_eq!(out.status.code(), Some(0), "{all:?}: {}", shown(&out));
        }
        let proof = shown(&rtr(&["criteria", "prove", "--cases", &cases, &file])?);
        assert!(!proof.contains("undecided"), "{proof}");
    }
    for file in files(&root.join("measures"))? {
        let out = rtr(&["criteria", "fmt", "--check", &text_of(&file)])?;
        assert_eq!(out.status.code(), Some(0), "{}", shown(&out));
    }
    Ok(())
}

/// Every Rust file below a folder, with its text.
fn sources(folder: &Path, found: &mut Vec<(PathBuf, String)>) -> Tested {
    for entry in folder.read_dir()? {
        let path = entry?.path();
        if path.is_dir() {
            sources(&path, found)?;
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let text = fs::read_to_string(&path)?;
            found.push((path, text));
        }
    }
    Ok(())
}

#[test]
fn no_rust_file_names_a_condition_or_a_measure_of_a_draft() -> Tested {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut names: Vec<String> = Vec::new();
    let folder = root.join(DRAFTS);
    for file in files(&folder)?
        .into_iter()
        .chain(files(&folder.join("measures"))?)
    {
        let table: toml::Table = fs::read_to_string(&file)?.parse()?;
        let list = |key: &str| table.get(key).and_then(toml::Value::as_array).cloned();
        let conditions = list("conditions").into_iter().flatten();
        names.extend(conditions.filter_map(|one| one.as_str().map(str::to_owned)));
        let measures = list("measure").into_iter().flatten();
        let ids = measures.filter_map(|one| Some(one.get("id")?.as_str()?.to_owned()));
        names.extend(ids);
    }
    assert!(names.len() > 5, "{names:?}");
    let mut rust = Vec::new();
    sources(&root.join("src"), &mut rust)?;
    for (path, text) in rust {
        for name in &names {
            assert!(!text.contains(name.as_str()), "{}: {name}", path.display());
        }
    }
    Ok(())
}
