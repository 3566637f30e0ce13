//! The difference as GitHub-flavoured Markdown, for a review.

use super::Difference;
use super::outline::{Block, Shown, outline};
use super::text::table;
use crate::document::markdown::escaped;

/// Draws the difference.
#[must_use]
pub fn render(difference: &Difference<'_>, shown: Shown<'_>) -> String {
    let mut page = String::new();
    let mut in_list = false;
    for block in outline(difference, shown) {
        let is_list = matches!(block, Block::Item(..) | Block::Entry(..));
        let goes_on = in_list && is_list;
        if !goes_on && !page.is_empty() {
            page.push('\n');
        }
        in_list = is_list;
        match block {
            Block::Title(title) => page.push_str(&format!("# {}\n", escaped(&title))),
            Block::Heading(heading) => page.push_str(&format!("## {}\n", escaped(&heading))),
            Block::Paragraph(paragraph) => page.push_str(&format!("{}\n", escaped(&paragraph))),
            Block::Entry(label, entry) => {
                page.push_str(&format!("- **{label}**: {}\n", escaped(&entry)));
            }
            Block::Item(1, item) => page.push_str(&format!("- {}\n", escaped(&item))),
            Block::Item(_, item) => page.push_str(&format!("  - {}\n", escaped(&item))),
            Block::Table(rows) => page.push_str(&format!("{}\n", table(rows))),
        }
    }
    page
}
