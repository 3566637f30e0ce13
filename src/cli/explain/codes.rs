//! The codes of `rtr criteria lint`, and the page of one.

use crate::diagnostic::{Level, Page};
use crate::workbench::lint;

/// The page of a code; none when nothing is called so.
pub(super) fn of(code: &str) -> Option<String> {
    lint::find(code).map(|(page, level)| shown(page, level))
}

fn shown(page: &Page, level: Level) -> String {
    let head = super::page(
        &format!("{}[{}]", level.word(), page.code),
        &[page.what.to_owned(), format!("Why: {}", page.why)],
    );
    format!(
        "{head}    Faulty:\n{}    Mended:\n{}",
        snippet(page.faulty),
        snippet(page.mended)
    )
}

/// Lines of a criteria file, drawn in; they are shown as they stand, however long.
fn snippet(lines: &str) -> String {
    let lines = lines.lines().map(|line| format!("        {line}"));
    let lines = lines.map(|line| format!("{}\n", line.trim_end()));
    lines.collect()
}

/// Every code with its level and what is wrong.
pub(super) fn list() -> String {
    let mut text = String::new();
    for (page, level) in lint::codes() {
        text.push_str(&super::page(
            &format!("{}[{}]", level.word(), page.code),
            &[page.what.to_owned()],
        ));
    }
    text
}
