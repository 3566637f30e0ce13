//! Lines and columns of a byte range, counted in letters as a reader counts them.

use std::ops::Range;

/// Where something stands: lines and columns count from 1, columns in Unicode code points; the end is the column after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The line it begins in.
    pub line: usize,
    /// The column it begins at.
    pub column: usize,
    /// The line it ends in.
    pub end_line: usize,
    /// The column after its last letter.
    pub end_column: usize,
}

impl Place {
    /// The place of a byte range in a text.
    #[must_use]
    pub fn of(text: &str, span: &Range<usize>) -> Self {
        let (line, column) = at(text, span.start);
        let (end_line, end_column) = at(text, span.end);
        Self {
            line,
            column,
            end_line,
            end_column,
        }
    }
}

fn at(text: &str, byte: usize) -> (usize, usize) {
    let before = text.get(..byte).unwrap_or(text);
    let lines = before.matches('\n').count();
    let line = before
        .rsplit_once('\n')
        // No editor counts a byte order mark as a letter.
        .map_or(before.trim_start_matches('\u{feff}'), |(_, line)| line);
    (
        lines.saturating_add(1),
        line.chars().count().saturating_add(1),
    )
}

#[cfg(test)]
mod tests {
    use super::Place;

    #[test]
    fn a_place_counts_letters_and_not_bytes() {
        let text = "\u{feff}a = 1\r\nwhy = \"über 🦶\"\r\n";
        let place = |word: &str| {
            let start = text.find(word).unwrap_or(0);
            let place = Place::of(text, &(start..start.saturating_add(word.len())));
            (place.line, place.column, place.end_line, place.end_column)
        };
        assert_eq!(place("a"), (1, 1, 1, 2));
        assert_eq!(place("über 🦶"), (2, 8, 2, 14));
        assert_eq!(place("🦶"), (2, 13, 2, 14));
        assert_eq!(place("1\r\nwhy"), (1, 5, 2, 4));
    }
}
