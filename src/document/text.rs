//! A document for a terminal: 80 columns, readable without colour.

use anstyle::{AnsiColor, Style};
use comfy_table::presets::UTF8_HORIZONTAL_ONLY;
use comfy_table::{CellAlignment, ColumnConstraint, ContentArrangement, Row, Table, Width};
use strum::VariantArray;

use super::{
    Block, Column, Document, Finding, Inline, Item, Rung, Sentence, Standing, Weight, visible,
};
use crate::protocol::references::Reference;
use crate::quantity::Distances;
use crate::verdict::Verdict;

/// What a terminal has at least.
const WIDTH: usize = 80;
/// The longest command that is kept on one line.
const COMMAND: usize = 40;
const NO_BREAK: &str = "\u{a0}";
/// Where a finding's words begin: behind the widest verdict.
const FINDING: usize = 11;

/// How a document is drawn.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// With colour.
    pub colour: bool,
    /// The unit of distances.
    pub distances: Distances,
}

/// Draws a document.
#[must_use]
pub fn render(document: &Document, options: Options) -> String {
    let mut page = Page {
        text: String::new(),
        options,
    };
    if document.verdict.is_some() || !document.title.is_empty() {
        page.title(document);
    }
    for block in &document.lead {
        if matches!(
            block,
            Block::Remark(_) | Block::Entries(_) | Block::Table(..) | Block::Picture { .. }
        ) {
            page.line("");
        }
        page.block(block, 0);
    }
    for section in &document.sections {
        if section.heading.is_empty() {
            page.line("");
        } else {
            page.heading(&section.heading);
        }
        let unseen =
            |block: &&Block| matches!(block, Block::Picture { text, .. } if text.is_empty());
        // What has no heading stands under none.
        let indent = if section.heading.is_empty() { 0 } else { 2 };
        let blocks = section.blocks.iter().filter(|block| !unseen(block));
        for (place, block) in blocks.enumerate() {
            if place > 0 && matches!(block, Block::Subheading(_) | Block::Topic(_)) {
                page.line("");
            }
            page.block(block, indent);
        }
    }
    if !document.foot.is_empty() {
        page.line("");
    }
    for sentence in &document.foot {
        page.paragraph("", 0, sentence);
    }
    page.text.trim_start_matches('\n').to_owned()
}

struct Page {
    text: String,
    options: Options,
}

impl Page {
    fn line(&mut self, text: &str) {
        self.text.push_str(text.trim_end());
        self.text.push('\n');
    }

    fn plain(&self, sentence: &Sentence) -> String {
        let mut text = String::new();
        for part in sentence.parts() {
            if *part == Inline::Break {
                text.push('\n');
                continue;
            }
            let plain = harmless(&part.plain(self.options.distances));
            // A command that is short enough stays on one line, to be copied.
            let is_command = matches!(part, Inline::Code(code) if code.len() <= COMMAND);
            if is_command {
                text.push_str(&plain.replace(' ', NO_BREAK));
            } else if let Some(rest) = plain.strip_prefix(' ').filter(|_| ends_with_sign(&text)) {
                // A sign stays beside what it is of.
                text.push_str(NO_BREAK);
                text.push_str(rest);
            } else {
                text.push_str(&plain);
            }
        }
        text
    }

    /// A paragraph, wrapped, each line after the first indented like the rest of it; a number keeps its unit beside it.
    fn paragraph(&mut self, first: &str, indent: usize, sentence: &Sentence) {
        let text = self.plain(sentence);
        self.wrapped(first, indent, &text);
    }

    fn wrapped(&mut self, first: &str, indent: usize, text: &str) {
        for line in lines(first, indent, text) {
            self.line(&line);
        }
    }

    fn styled(&self, style: Style, text: &str) -> String {
        if self.options.colour {
            format!("{style}{text}{style:#}")
        } else {
            text.to_owned()
        }
    }

    fn bold(&mut self, sentence: &Sentence) {
        // Styled after wrapping, so that colour never counts as width.
        for line in lines("", 0, &self.plain(sentence)) {
            let line = self.styled(Style::new().bold(), &line);
            self.line(&line);
        }
    }

    fn heading(&mut self, heading: &Sentence) {
        self.line("");
        self.bold(heading);
    }

    fn label(&self, verdict: Verdict) -> String {
        let colour = match verdict {
            Verdict::Go => AnsiColor::Green,
            Verdict::Caution => AnsiColor::Yellow,
            Verdict::NoGo => AnsiColor::Red,
        };
        let style = Style::new().bold().fg_color(Some(colour.into()));
        self.styled(style, verdict.label())
    }

    fn coloured(&self, standing: Standing, text: &str) -> String {
        let colour = match standing {
            Standing::Cleared => AnsiColor::Green,
            Standing::Caution => AnsiColor::Yellow,
            Standing::Failed => AnsiColor::Red,
            Standing::Waits | Standing::NotKnown => return text.to_owned(),
        };
        self.styled(Style::new().bold().fg_color(Some(colour.into())), text)
    }

    /// The verdict padded to a column, coloured without changing its width.
    fn verdict(&self, verdict: Verdict) -> String {
        let gap = 9_usize.saturating_sub(verdict.label().len());
        format!("{}{}", self.label(verdict), " ".repeat(gap))
    }

    fn title(&mut self, document: &Document) {
        let mut title = document.verdict.map_or(Sentence::EMPTY, Sentence::from);
        title = title.and(document.title.clone());
        if !document.edition.is_empty() {
            title = title.and("(").then(document.edition.clone()).then(")");
        }
        let title = self.plain(&title);
        // Styled after wrapping, so that colour never counts as width.
        let options =
            textwrap::Options::new(WIDTH).word_splitter(textwrap::WordSplitter::NoHyphenation);
        for (place, part) in textwrap::wrap(&title, options).iter().enumerate() {
            let verdict = document.verdict.filter(|_| place == 0);
            let rest = verdict.and_then(|verdict| part.strip_prefix(verdict.label()));
            match (verdict, rest) {
                (Some(verdict), Some(rest)) => self.line(&format!("{}{rest}", self.label(verdict))),
                _ => self.line(part),
            }
        }
    }

    fn block(&mut self, block: &Block, indent: usize) {
        let margin = " ".repeat(indent);
        match block {
            Block::Paragraph(sentence)
            | Block::Remark(sentence)
            | Block::Subheading(sentence)
            | Block::Topic(sentence) => self.paragraph(&margin, indent, sentence),
            Block::Call(sentence) => self.bold(sentence),
            Block::List(items) => self.list(items),
            Block::Steps(items) => {
                for item in items {
                    self.paragraph("  ", 2, &item.words);
                    for sentence in &item.below {
                        self.paragraph("    - ", 6, sentence);
                    }
                }
            }
            Block::Numbered(items) => {
                for (place, item) in (1_usize..).zip(items) {
                    self.item(&format!("{place:>4}. "), 6, item);
                }
            }
            Block::Entries(entries) => self.entries(entries, indent),
            Block::Findings(weight, findings) => {
                for finding in findings {
                    self.finding(finding, *weight);
                }
            }
            Block::Ladder(rungs, under) => self.ladder(rungs, under),
            Block::Table(columns, rows) => self.table(columns, rows),
            Block::Picture { text, .. } => {
                let widest = text.lines().map(|line| line.chars().count()).max();
                let fits = widest.unwrap_or(0).saturating_add(indent) <= WIDTH;
                for line in text.lines() {
                    self.line(&format!("{}{line}", if fits { &margin } else { "" }));
                }
            }
            Block::Verbatim(text) => {
                for line in text.lines() {
                    self.line(&format!("{margin}{margin}{line}"));
                }
            }
            Block::Sources(sources) => {
                for (key, reference) in sources {
                    self.source(key, reference.as_ref(), indent);
                }
            }
        }
    }

    /// A source by its key, under which `rtr explain` tells of it.
    fn source(&mut self, key: &str, reference: Option<&Reference>, indent: usize) {
        let mut text = format!("{}{key}", " ".repeat(indent));
        if let Some(reference) = reference {
            text.push_str(": ");
            text.push_str(&reference.citation());
            for more in reference.url.iter().chain(&reference.note) {
                text.push(' ');
                text.push_str(more);
            }
        }
        self.wrapped("", indent.saturating_add(2), &text);
    }

    fn list(&mut self, items: &[Item]) {
        for item in items {
            self.item("  - ", 4, item);
        }
    }

    fn item(&mut self, first: &str, indent: usize, item: &Item) {
        self.paragraph(first, indent, &item.words);
        let margin = " ".repeat(indent);
        if !item.advice.is_empty() {
            let first = format!("{margin}-> ");
            self.paragraph(&first, indent.saturating_add(3), &item.advice);
        }
        for sentence in &item.below {
            let first = format!("{margin}- ");
            self.paragraph(&first, indent.saturating_add(2), sentence);
        }
    }

    /// Labels in a column, and what belongs to each beside it.
    fn entries(&mut self, entries: &[(Sentence, Item)], indent: usize) {
        let labels = entries.iter().map(|(label, _)| self.plain(label));
        let labels: Vec<String> = labels.collect();
        let widest = labels.iter().map(|label| label.chars().count()).max();
        let column = widest.unwrap_or(0).saturating_add(2);
        let margin = " ".repeat(indent);
        for (label, (_, item)) in labels.iter().zip(entries) {
            let first = format!("{margin}{label:<column$}");
            self.item(&first, indent.saturating_add(column), item);
        }
    }

    fn finding(&mut self, finding: &Finding, weight: Weight) {
        let name = self.plain(&finding.name);
        let boxed = if weight == Weight::Open { "[ ] " } else { "" };
        let head = format!("  {boxed}{}{name}", self.verdict(finding.verdict));
        self.line(&head);
        let indent = " ".repeat(FINDING);
        let observed = finding.observed.clone();
        let found = if finding.needed.is_empty() {
            observed
        } else {
            observed.then(".").and(finding.needed.clone())
        };
        self.paragraph(&indent, FINDING, &found);
        if weight == Weight::Met {
            return;
        }
        if !finding.why.is_empty() {
            self.paragraph(&indent, FINDING, &finding.why);
        }
        if !finding.advice.is_empty() {
            let first = format!("{indent}-> ");
            self.paragraph(&first, FINDING.saturating_add(3), &finding.advice);
        }
        if let Some(origin) = &finding.origin {
            let standing = self.plain(&origin.standing);
            let text = match origin.sources.as_slice() {
                [] => format!("[{standing}]"),
                sources => format!("[{}: {standing}]", sources.join(", ")),
            };
            self.wrapped(&indent, FINDING, &text);
        }
    }

    fn ladder(&mut self, rungs: &[Rung], under: &Sentence) {
        for rung in rungs {
            let more = self.plain(&rung.more);
            let (sign, label) = (rung.standing.sign(), rung.standing.label());
            let standing = self.coloured(rung.standing, &format!("{sign} {label:<11}"));
            self.line(&format!("  {standing}{:<13}{more}", harmless(&rung.stage)));
        }
        self.paragraph("  ", 2, under);
    }

    fn table(&mut self, columns: &[Column], rows: &[Vec<Sentence>]) {
        let mut table = Table::new();
        let headings = columns.iter().map(|column| self.plain(&column.heading));
        table
            .load_style(UTF8_HORIZONTAL_ONLY)
            .set_content_arrangement(ContentArrangement::Dynamic)
            .set_width(u16::try_from(WIDTH).unwrap_or(u16::MAX))
            .set_header(headings);
        for row in rows {
            let cells = row.iter().zip(columns).map(|(cell, column)| {
                let text = self.plain(cell);
                match column.width {
                    Some(width) => folded(&text, usize::from(width)),
                    None => text,
                }
            });
            table.add_row(Row::from(cells.collect::<Vec<String>>()));
        }
        for (place, column) in columns.iter().enumerate() {
            let Some(drawn) = table.column_mut(place) else {
                continue;
            };
            if column.numbers {
                drawn.set_cell_alignment(CellAlignment::Right);
            }
            if let Some(width) = column.width {
                let width = Width::Fixed(width.saturating_add(2));
                drawn.set_constraint(ColumnConstraint::Absolute(width));
            }
        }
        let lines: Vec<String> = table.lines().collect();
        let last = lines.len().saturating_sub(1);
        // Frame and heading are four lines, and lines between rows help only where a row takes several.
        let short = lines.len() == rows.len().saturating_mul(2).saturating_add(3);
        for (place, line) in lines.iter().enumerate() {
            let between = short && place > 3 && place < last && place.is_multiple_of(2);
            if !between {
                self.line(line);
            }
        }
    }
}

/// The text in lines that fit, the first begun so, the others indented.
fn lines(first: &str, indent: usize, text: &str) -> Vec<String> {
    let rest = " ".repeat(indent);
    let options = textwrap::Options::new(WIDTH)
        .initial_indent(first)
        .subsequent_indent(&rest)
        .break_words(false)
        .wrap_algorithm(textwrap::WrapAlgorithm::FirstFit)
        .word_separator(textwrap::WordSeparator::AsciiSpace)
        .word_splitter(textwrap::WordSplitter::NoHyphenation);
    let text = bound_units(text);
    let wrapped = textwrap::wrap(&text, options).into_iter();
    wrapped.map(|line| line.replace(NO_BREAK, " ")).collect()
}

/// The text with names that are too long broken after a `-` or `_`, and never amid a word of them.
fn folded(text: &str, width: usize) -> String {
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

fn ends_with_sign(text: &str) -> bool {
    let mut signs = Standing::VARIANTS.iter().map(|standing| standing.sign());
    let last = text.split(' ').next_back();
    signs.any(|sign| last == Some(sign))
}

/// The text on one line, with escapes for what a terminal would act on.
fn harmless(text: &str) -> String {
    visible(&text.replace(['\n', '\r', '\t'], " ")).into_owned()
}

/// The text with a space that does not break between a number and the short word behind it, or the sign before it.
fn bound_units(text: &str) -> String {
    let mut words = text.split(' ');
    let mut bound = words.next().unwrap_or_default().to_owned();
    let mut before = bound.clone();
    for word in words {
        let is_number = before.ends_with(|last: char| last.is_ascii_digit())
            && before.starts_with(|first: char| first.is_ascii_digit() || first == '-');
        let is_unit = word.len() <= 5
            && word.starts_with(|first: char| first.is_ascii_lowercase() || first == '%');
        let is_sign = ["<=", ">=", "<", ">"].contains(&before.as_str());
        let bound_to = is_sign || (is_number && is_unit);
        bound.push_str(if bound_to { NO_BREAK } else { " " });
        bound.push_str(word);
        word.clone_into(&mut before);
    }
    bound
}

#[cfg(test)]
mod tests {
    use super::{folded, harmless};

    #[test]
    fn long_names_break_between_their_words() {
        assert_eq!(
            folded("morning-after-hops\nload.last_run.rise", 14),
            "morning-after-\nhops\nload.last_\nrun.rise"
        );
        assert_eq!(folded("a b c", 14), "a b c");
    }

    #[test]
    fn no_text_moves_the_cursor_or_forges_a_line() {
        assert_eq!(
            harmless("me\nGO for race\u{1b}[2J\u{9b}1m\u{202e}"),
            "me GO for race\\u{1b}[2J\\u{9b}1m\\u{202e}"
        );
    }
}
