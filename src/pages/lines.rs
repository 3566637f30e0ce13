//! Paragraphs for a terminal, 80 columns wide.

use super::units::Distances;

const WIDTH: usize = 80;

/// A page of text, grown paragraph by paragraph.
pub(crate) struct Lines {
    pub(crate) text: String,
    distances: Distances,
}

impl Lines {
    pub(crate) const fn new(distances: Distances) -> Self {
        Self {
            text: String::new(),
            distances,
        }
    }

    /// A paragraph; its first line begins with `first`, the others are indented.
    pub(crate) fn say(&mut self, first: &str, indent: usize, text: &str) {
        let rest = " ".repeat(indent);
        let options = textwrap::Options::new(WIDTH)
            .initial_indent(first)
            .subsequent_indent(&rest)
            .word_separator(textwrap::WordSeparator::AsciiSpace)
            .word_splitter(textwrap::WordSplitter::NoHyphenation)
            .break_words(false);
        let shown = self.distances.show(text);
        self.text.push_str(&textwrap::fill(&shown, options));
        self.text.push('\n');
    }

    /// A title after an empty line.
    pub(crate) fn heading(&mut self, title: &str) {
        self.text.push('\n');
        self.text.push_str(title);
        self.text.push('\n');
    }

    /// An empty line.
    pub(crate) fn gap(&mut self) {
        self.text.push('\n');
    }
}
