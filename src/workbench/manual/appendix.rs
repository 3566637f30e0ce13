//! The decisions that are no limit of one criterion, from criteria/DECISIONS.md, so that a printed manual needs no link.

use maud::{Markup, html};

use crate::document::html::prose;

const DECISIONS: &str = include_str!("../../../criteria/DECISIONS.md");

/// A part of the text, as far as that file uses Markdown.
enum Block {
    Heading(String),
    Paragraph(String),
    /// Rows of cells, the headings first.
    Table(Vec<Vec<String>>),
}

/// The text but for its title, which the manual gives its own.
pub(super) fn decisions() -> Markup {
    html! {
        @for block in blocks(DECISIONS) {
            @match block {
                Block::Heading(title) => h3 { (title) },
                Block::Paragraph(text) => p { (prose(&text)) },
                Block::Table(rows) => {
                    table {
                        @for (place, row) in rows.iter().enumerate() {
                            @if place == 0 { thead { tr { @for cell in row { th { (prose(cell)) } } } } }
                            @else { tr { @for cell in row { td { (prose(cell)) } } } }
                        }
                    }
                }
            }
        }
    }
}

fn blocks(text: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut open = false;
    for line in text.lines().map(str::trim) {
        let continues = std::mem::replace(&mut open, !line.is_empty());
        if line.is_empty() || line.starts_with("# ") || line.starts_with("|---") {
            continue;
        }
        if let Some(title) = line.strip_prefix("## ") {
            blocks.push(Block::Heading(title.to_owned()));
        } else if line.starts_with('|') {
            let row: Vec<String> = line
                .trim_matches('|')
                .split('|')
                .map(|cell| cell.trim().to_owned())
                .collect();
            match blocks.last_mut() {
                Some(Block::Table(rows)) if continues => rows.push(row),
                Some(_) | None => blocks.push(Block::Table(vec![row])),
            }
        } else {
            match blocks.last_mut() {
                Some(Block::Paragraph(before)) if continues => {
                    before.push(' ');
                    before.push_str(line);
                }
                Some(_) | None => blocks.push(Block::Paragraph(line.to_owned())),
            }
        }
    }
    blocks
}

#[cfg(test)]
mod tests {
    use super::{Block, DECISIONS, blocks, decisions};

    #[test]
    fn every_row_of_the_decisions_is_in_the_page_and_none_of_its_signs() {
        let rows = DECISIONS
            .lines()
            .filter(|line| line.starts_with('|') && !line.starts_with("|---"))
            .count();
        let told: usize = blocks(DECISIONS)
            .iter()
            .map(|block| match block {
                Block::Table(rows) => rows.len(),
                Block::Heading(_) | Block::Paragraph(_) => 0,
            })
            .sum();
        assert!(rows > 60 && told == rows, "{told} of {rows}");
        let page = decisions().into_string();
        assert!(!page.contains('|') && !page.contains("##") && !page.contains('`'));
    }
}
