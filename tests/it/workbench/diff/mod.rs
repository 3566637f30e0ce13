//! What a change of criteria changes is shown exactly, and no claim about it is ever contradicted by a reading.

mod brute_force;
mod claims;
mod cohort;
mod program;
mod random;
mod undecided;
mod windows;
mod words;

use std::path::PathBuf;

use return_to_run::protocol::builtin::SHIPPED;
use return_to_run::protocol::{Protocol, compile};
use return_to_run::workbench::diff::{ChangeKind, Difference, Relation};

fn shipped(id: &str) -> Result<&'static str, Box<dyn std::error::Error>> {
    let found = SHIPPED.iter().find(|shipped| shipped.id == id);
    Ok(found.ok_or("no such protocol")?.text)
}

fn compiled(text: &str) -> Result<Protocol, Box<dyn std::error::Error>> {
    compile(text, None, None).map_err(|faults| format!("{faults:?}").into())
}

/// The criterion of that id with something in it replaced, in a whole file.
fn edited(
    text: &str,
    id: &str,
    from: &str,
    to: &str,
) -> Result<String, Box<dyn std::error::Error>> {
    let parts: Vec<&str> = text.split_inclusive("[[stage.criterion]]").collect();
    let named = format!("\"{id}\"");
    let mut hit = false;
    let parts = parts.into_iter().map(|part| {
        let names = part
            .lines()
            .any(|line| line.starts_with("id ") && line.trim_end().ends_with(&named));
        let part_of_stage = part
            .rfind("[[stage]]")
            .is_some_and(|place| place < part.find(&named).unwrap_or(0));
        if names && !part_of_stage && part.contains(from) {
            hit = true;
            return part.replacen(from, to, 1);
        }
        part.to_owned()
    });
    let changed: String = parts.collect();
    if hit {
        Ok(changed)
    } else {
        Err(format!("{id} has no `{from}`").into())
    }
}

/// What is said of one edit: the relation and every sentence.
fn told(old: &str, new: &str) -> Result<String, Box<dyn std::error::Error>> {
    let (old, new) = (compiled(old)?, compiled(new)?);
    let difference = Difference::of(&old, &new);
    let mut lines = vec![difference.relation.word().to_owned()];
    lines.extend(
        difference
            .reason
            .map(|reason| format!("  because {reason}")),
    );
    for change in &difference.changes {
        let relation = change.relation.map_or("", Relation::word);
        let what = match change.what {
            ChangeKind::New => "new ",
            ChangeKind::Gone => "gone ",
            ChangeKind::Changed | ChangeKind::Protocol => "",
        };
        let covered = if change.decides || change.relation == Some(Relation::Same) {
            ""
        } else {
            " (decides nothing)"
        };
        lines.push(format!("  {what}{} {relation}{covered}", change.name));
        lines.extend(change.was.iter().map(|was| format!("    was {was}")));
        lines.extend(
            change
                .sentences
                .iter()
                .map(|sentence| format!("    {sentence}")),
        );
    }
    lines.extend(
        difference
            .cosmetic
            .iter()
            .map(|apart| format!("  apart: {apart}")),
    );
    Ok(lines.join("\n"))
}

/// A folder with OLD and NEW under one name each, as a clinician would keep two versions.
fn two_files(
    old: &str,
    new: &str,
) -> Result<(tempfile::TempDir, PathBuf, PathBuf), Box<dyn std::error::Error>> {
    let folder = tempfile::tempdir()?;
    let mut paths = Vec::new();
    for (name, text) in [("before", old), ("now", new)] {
        let path = folder.path().join(name);
        std::fs::create_dir(&path)?;
        paths.push(path.join("achilles-midportion.toml"));
        std::fs::write(path.join("achilles-midportion.toml"), text)?;
    }
    let (Some(now), Some(before)) = (paths.pop(), paths.pop()) else {
        return Err("no files".into());
    };
    Ok((folder, before, now))
}

/// A version in which hop pain is a NO-GO sooner and a heel raise short of the target is not.
fn second_version() -> Result<String, Box<dyn std::error::Error>> {
    let text = edited(
        shipped("achilles-midportion")?,
        "hop-pain",
        "> 5 nrs",
        ">= 3 nrs",
    )?;
    let text = edited(&text, "hop-pain", "<= 2 nrs", "<= 2.5 nrs")?;
    let text = edited(&text, "heel-raises-for-a-race", ">= 25 reps", ">= 23 reps")?;
    Ok(text.replacen("version    = \"1.0.0\"", "version    = \"2.0.0\"", 1))
}
