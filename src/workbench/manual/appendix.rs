//! The decisions that are no limit of one criterion, from criteria/DECISIONS.md, so that a printed manual needs no link.

use crate::document::{Block, Column, Sentence};

const DECISIONS: &str = include_str!("../../../criteria/DECISIONS.md");

/// The text but for its title, which the manual gives its own.
pub(super) fn decisions() -> Vec<Block> {
    blocks(DECISIONS)
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
            blocks.push(Block::Subheading(title.to_owned().into()));
        } else if line.starts_with('|') {
            let cells = line.trim_matches('|').split('|');
            let cells = cells.map(|cell| Sentence::from(cell.trim().to_owned()));
            match blocks.last_mut() {
                Some(Block::Table(_, rows)) if continues => rows.push(cells.collect()),
                Some(_) | None => {
                    let columns = cells.map(Column::new).collect();
                    blocks.push(Block::Table(columns, Vec::new()));
                }
            }
        } else {
            let words = Sentence::from(line.to_owned());
            match blocks.last_mut() {
                Some(Block::Paragraph(before)) if continues => {
                    *before = std::mem::take(before).and(words);
                }
                Some(_) | None => blocks.push(Block::Paragraph(words)),
            }
        }
    }
    blocks
}

#[cfg(test)]
mod tests {
    use super::{DECISIONS, decisions};
    use crate::document::{Block, Document, html::render};
    use crate::protocol::references::References;
    use crate::quantity::Distances;

    #[test]
    fn every_row_of_the_decisions_is_in_the_page_and_none_of_its_signs() {
        let rows = DECISIONS
            .lines()
            .filter(|line| line.starts_with('|') && !line.starts_with("|---"))
            .count();
        let told: usize = decisions()
            .iter()
            .filter_map(|block| {
                if let Block::Table(_, rows) = block {
                    return Some(rows.len().saturating_add(1));
                }
                None
            })
            .sum();
        assert!(rows > 60 && told == rows, "{told} of {rows}");
        let page = Document {
            lead: decisions(),
            ..Document::default()
        };
        let page = render(&page, &References::default(), Distances::Kilometres);
        let (_, page) = page.split_once("<main>").unwrap_or_default();
        assert!(!page.contains('|') && !page.contains("##") && !page.contains('`'));
    }
}
