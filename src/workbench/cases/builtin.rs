//! The cases of the shipped criteria, at hand wherever the program runs.

use std::collections::BTreeMap;

use include_dir::{Dir, include_dir};
use serde_json::Value;

use super::{Case, Cases, TABLE, Table};
use crate::assessment::NO_INJURY;
use crate::protocol::red_flags::EVERY_CONDITION;

static CASES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/fixtures/cases");

/// The cases of a shipped protocol; `None` for any other.
#[must_use]
pub fn shipped_cases(id: &str) -> Option<Cases> {
    let folder = CASES.get_dir(id)?;
    let mut files = BTreeMap::new();
    let mut table = None;
    for file in folder.files() {
        let text = file.contents_utf8()?;
        let path = file.path();
        if path.file_name().is_some_and(|name| name == TABLE) {
            table = Some(Table::parse(text).ok()?);
        } else {
            files.insert(path.file_stem()?.to_str()?.to_owned(), text.to_owned());
        }
    }
    Some(Cases::of(&table?, &files))
}

/// Records of runners who meet all that a shipped protocol asks, as if they had another condition: somewhere to set out from for criteria
/// that have no cases of their own.
#[must_use]
pub fn runners_with(condition: &str) -> Vec<Case> {
    let condition = if condition == EVERY_CONDITION {
        NO_INJURY
    } else {
        condition
    };
    let from = if condition == NO_INJURY {
        "race-preparation"
    } else {
        "achilles-midportion"
    };
    let cases = shipped_cases(from).map_or_else(Vec::new, |cases| cases.sound);
    let plain = cases.into_iter().filter(|case| case.set.is_empty());
    plain
        .filter_map(|mut case| {
            let injury = case.record.get_mut("injury")?.as_object_mut()?;
            injury.insert("condition".to_owned(), Value::from(condition));
            case.assessment = crate::assessment::Assessment::tried(&case.record)?;
            Some(case)
        })
        .collect()
}
