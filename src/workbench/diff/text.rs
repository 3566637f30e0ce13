//! The difference for a terminal, 80 columns wide.

use comfy_table::presets::ASCII_MARKDOWN;
use comfy_table::{CellAlignment, Table};

use super::Difference;
use super::outline::{Block, outline};

pub use super::outline::{Shown, Written};

const WIDTH: usize = 80;
/// Where what belongs to a label begins.
const LABEL: usize = 16;

/// Draws the difference.
#[must_use]
pub fn render(difference: &Difference<'_>, shown: Shown<'_>) -> String {
    let mut text = String::new();
    for block in outline(difference, shown) {
        match block {
            Block::Title(title) => fill(&mut text, "", 0, &title),
            Block::Paragraph(paragraph) => {
                text.push('\n');
                fill(&mut text, "", 0, &paragraph);
            }
            Block::Heading(heading) => text.push_str(&format!("\n{heading}\n")),
            Block::Entry(label, entry) => {
                fill(&mut text, &format!("  {label:14}"), LABEL, &entry);
            }
            Block::Item(1, item) => fill(&mut text, "  - ", 4, &item),
            Block::Item(_, item) => fill(&mut text, "      ", 8, &item),
            Block::Table(rows) => text.push_str(&format!("\n{}\n\n", table(rows))),
        }
    }
    text
}

fn fill(text: &mut String, first: &str, indent: usize, words: &str) {
    let rest = " ".repeat(indent);
    let options = textwrap::Options::new(WIDTH)
        .initial_indent(first)
        .subsequent_indent(&rest)
        .word_separator(textwrap::WordSeparator::AsciiSpace)
        .word_splitter(textwrap::WordSplitter::NoHyphenation)
        .break_words(false);
    text.push_str(&textwrap::fill(words, options));
    text.push('\n');
}

/// A table of numbers under their heads.
pub(super) fn table(rows: Vec<Vec<String>>) -> String {
    let mut table = Table::new();
    table.load_style(ASCII_MARKDOWN);
    let mut rows = rows.into_iter();
    table.set_header(rows.next().unwrap_or_default());
    for row in rows {
        table.add_row(row);
    }
    for column in table.column_iter_mut().skip(1) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    let lines: Vec<String> = table
        .lines()
        .map(|line| line.trim_end().to_owned())
        .collect();
    lines.join("\n")
}
