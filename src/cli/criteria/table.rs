//! Tables of 80 columns, the same in every verb of the workbench.

use comfy_table::presets::UTF8_HORIZONTAL_ONLY;
use comfy_table::{ColumnConstraint, ContentArrangement, Row, Table, Width};

/// What a terminal has at least.
const WIDTH: u16 = 80;

/// A column with its heading and its width without the space around it.
pub(super) struct Column {
    heading: &'static str,
    width: u16,
}

impl Column {
    pub(super) const fn new(heading: &'static str, width: u16) -> Self {
        Self { heading, width }
    }
}

/// Draws rows under their headings; each cell wraps within its column.
pub(super) fn render<const N: usize>(
    columns: &[Column; N],
    rows: impl IntoIterator<Item = [String; N]>,
) -> String {
    let mut table = Table::new();
    table
        .load_style(UTF8_HORIZONTAL_ONLY)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(WIDTH)
        .set_header(columns.iter().map(|column| column.heading));
    for row in rows {
        let cells = row.iter().zip(columns);
        let folded = cells.map(|(text, column)| fold(text, usize::from(column.width)));
        table.add_row(Row::from(folded.collect::<Vec<String>>()));
    }
    for (place, column) in columns.iter().enumerate() {
        if let Some(drawn) = table.column_mut(place) {
            let width = Width::Fixed(column.width.saturating_add(2));
            drawn.set_constraint(ColumnConstraint::Absolute(width));
        }
    }
    let lines: Vec<String> = table
        .lines()
        .map(|line| line.trim_end().to_owned())
        .collect();
    lines.join("\n") + "\n"
}

/// The text with names that are too long broken after a `-` or `_`, and never amid a word of them.
fn fold(text: &str, width: usize) -> String {
    let mut folded = String::new();
    let mut room = width;
    for piece in text.split_inclusive(['-', '_', ' ', '\n']) {
        let length = piece.trim_end().chars().count();
        if length > room && room < width {
            folded.push('\n');
            room = width;
        }
        folded.push_str(piece);
        room = if piece.ends_with('\n') {
            width
        } else {
            room.saturating_sub(piece.chars().count())
        };
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn long_names_break_between_their_words() {
        assert_eq!(
            fold("morning-after-hops\nload.last_run.rise", 14),
            "morning-after-\nhops\nload.last_\nrun.rise"
        );
        assert_eq!(fold("a b c", 14), "a b c");
    }
}
