//! A document as GitHub-flavoured Markdown, for notes and messages.
//!
//! *Why two ways to write?* `mark` takes mark-up and only the program's own; `say` takes any text and escapes it.
//! So what a criteria file or an assessment says can never become mark-up.

use super::cited::numbers;
use super::{Block, Column, Document, Finding, Inline, Item, Rung, Sentence, Weight};
use crate::protocol::references::Reference;
use crate::quantity::Distances;
use crate::verdict::Verdict;

/// Draws a document.
#[must_use]
pub fn render(document: &Document, distances: Distances) -> String {
    let mut page = Page {
        text: String::new(),
        distances,
        cited: if document.lists_sources() {
            document.cites()
        } else {
            Vec::new()
        },
    };
    page.mark("# ");
    if let Some(verdict) = document.verdict {
        page.say(verdict.label()).mark(" ");
    }
    page.sentence(document.name()).mark("\n");
    for block in &document.lead {
        page.mark("\n").block(block);
    }
    page.facts(&document.facts);
    for section in &document.sections {
        if section.heading.is_empty() {
            page.mark("\n");
        } else {
            page.mark("\n## ").sentence(&section.heading).mark("\n\n");
        }
        let redacted =
            |block: &&Block| matches!(block, Block::Picture { words, .. } if words.is_empty());
        let blocks = section.blocks.iter().filter(|block| !redacted(block));
        for (place, block) in blocks.enumerate() {
            if place > 0 {
                page.mark("\n");
            }
            page.block(block);
        }
    }
    if !document.foot.is_empty() {
        page.mark("\n---\n");
    }
    for sentence in &document.foot {
        page.mark("\n").sentence(sentence).mark("\n");
    }
    page.facts(&document.provenance);
    page.text
}

struct Page {
    text: String,
    distances: Distances,
    /// The sources that have a number, where the page lists them.
    cited: Vec<String>,
}

impl Page {
    /// Mark-up, as it stands.
    fn mark(&mut self, markup: &'static str) -> &mut Self {
        self.text.push_str(markup);
        self
    }

    /// Mark-up with a name of the program's own in it.
    fn raw(&mut self, markup: &str) -> &mut Self {
        self.text.push_str(markup);
        self
    }

    /// Text, escaped.
    fn say(&mut self, text: &str) -> &mut Self {
        let line = self.text.rsplit('\n').next().unwrap_or_default();
        let begins = line
            .trim_start_matches(|letter: char| " >-.".contains(letter) || letter.is_ascii_digit())
            .is_empty();
        let escaped = if begins { escaped(text) } else { inside(text) };
        self.text.push_str(&escaped);
        self
    }

    fn sentence(&mut self, sentence: &Sentence) -> &mut Self {
        for part in sentence.parts() {
            let text = part.plain(self.distances);
            match part {
                Inline::Mark(_) => self.mark("**").say(&text).mark("**"),
                Inline::Words(words) => self.prose(words),
                Inline::Field(code) | Inline::Code(code) => self.code(code),
                Inline::Cite(keys) if keys.is_empty() => self,
                Inline::Cite(keys) if self.cited.is_empty() => {
                    self.mark(" (").say(&keys.join(", ")).mark(")")
                }
                Inline::Cite(keys) => self.refs(keys),
                Inline::Link(link) => self
                    .mark("[")
                    .say(&link.words)
                    .raw(&format!("]({})", link.to)),
                Inline::Anchor(name) => self.raw(&format!("<a id=\"{name}\"></a>")),
                Inline::Break => self.mark("<br>"),
                Inline::Verdict(_)
                | Inline::Amount(_)
                | Inline::Pace(_)
                | Inline::Date(_)
                | Inline::Weekday(_)
                | Inline::Spelled(_)
                | Inline::Sign(_)
                | Inline::Measure(_)
                | Inline::Name(_) => self.spaced(&text),
            };
        }
        self
    }

    /// Text, escaped, with what stands between backticks as code; a backtick without its partner stays as it is.
    fn prose(&mut self, text: &str) -> &mut Self {
        let parts: Vec<&str> = text.split('`').collect();
        if parts.len().is_multiple_of(2) {
            return self.spaced(text);
        }
        for (place, part) in parts.iter().enumerate() {
            if place.is_multiple_of(2) {
                self.spaced(part);
            } else {
                self.code(part);
            }
        }
        self
    }

    /// Code; a stroke would end the cell of a table.
    fn code(&mut self, code: &str) -> &mut Self {
        let code = code.replace(char::is_control, " ").replace('|', "\\|");
        self.raw(&format!("`{}`", code.replace('`', " ")))
    }

    /// The numbers of sources, each a link to the list.
    fn refs(&mut self, keys: &[String]) -> &mut Self {
        let numbers = numbers(&self.cited, keys);
        let links = numbers
            .iter()
            .map(|number| format!("[{number}](#source-{number})"));
        let links: Vec<String> = links.collect();
        if links.is_empty() {
            return self;
        }
        self.raw(&format!(" \\[{}\\]", links.join(", ")))
    }

    /// Text, escaped, with the spaces at its ends.
    fn spaced(&mut self, text: &str) -> &mut Self {
        if text.starts_with(' ') {
            self.mark(" ");
        }
        self.say(text);
        if text.ends_with(' ') && text.trim() != "" {
            self.mark(" ");
        }
        self
    }

    fn facts(&mut self, facts: &[(Sentence, Sentence)]) {
        if !facts.is_empty() {
            self.mark("\n");
        }
        for (label, fact) in facts {
            self.mark("- ")
                .sentence(label)
                .mark(": ")
                .sentence(fact)
                .mark("\n");
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Paragraph(sentence) => self.sentence(sentence).mark("\n"),
            Block::Call(sentence) => self.mark("**").sentence(sentence).mark("**\n"),
            Block::Remark(sentence) => self.mark("> ").sentence(sentence).mark("\n"),
            Block::Subheading(sentence) => self.mark("### ").sentence(sentence).mark("\n"),
            Block::Topic(sentence) => self.mark("#### ").sentence(sentence).mark("\n"),
            Block::List(items) | Block::Steps(items) => {
                for item in items {
                    self.mark("- ").item(item, "  ");
                }
                self
            }
            Block::Numbered(items) => {
                for (place, item) in (1_usize..).zip(items) {
                    self.say(&place.to_string()).mark(". ").item(item, "   ");
                }
                self
            }
            Block::Entries(entries) => {
                for (label, item) in entries {
                    self.mark("- **")
                        .sentence(label)
                        .mark("** ")
                        .item(item, "  ");
                }
                self
            }
            Block::Findings(weight, findings) => {
                for finding in findings {
                    self.finding(finding, *weight);
                }
                self
            }
            Block::Ladder(rungs, under) => self.ladder(rungs, under),
            Block::Table(columns, rows) => self.table(columns, rows),
            Block::Picture { text, words, .. } if text.is_empty() => {
                self.sentence(words).mark("\n")
            }
            Block::Picture { text, .. } | Block::Verbatim(text) => {
                // A fence longer than any in the text, so that nothing in it can end the block.
                let longest = text.split(|letter| letter != '`').map(str::len).max();
                let fence = "`".repeat(longest.unwrap_or(0).max(3).saturating_add(1));
                let text = text.trim_end();
                self.text
                    .push_str(&format!("{fence}text\n{text}\n{fence}\n"));
                self
            }
            Block::Sources(sources) => {
                for (number, (key, reference)) in (1_usize..).zip(sources) {
                    self.source(number, key, reference.as_ref());
                }
                self
            }
        };
    }

    fn source(&mut self, number: usize, key: &str, reference: Option<&Reference>) {
        self.raw(&format!("{number}. <a id=\"source-{number}\"></a>"));
        let Some(reference) = reference else {
            self.code(key).mark(": not in the bibliography.\n");
            return;
        };
        self.say(&reference.citation());
        if let (None, Some(url)) = (&reference.doi, &reference.url) {
            self.address(url);
        }
        if let Some(note) = &reference.note {
            self.mark(" ").say(note);
        }
        self.mark("\n");
    }

    /// A page of the web as a link; any other address stays text, because a click must not run anything.
    fn address(&mut self, address: &str) {
        let of_the_web = ["https://", "http://"]
            .iter()
            .any(|scheme| address.starts_with(scheme));
        let closes = |letter: char| letter.is_whitespace() || "<>".contains(letter);
        if of_the_web && !address.contains(closes) {
            self.raw(&format!(" <{address}>"));
        } else {
            self.mark(" ").say(address);
        }
    }

    fn item(&mut self, item: &Item, margin: &'static str) {
        self.sentence(&item.words);
        if !item.advice.is_empty() {
            self.mark("  \n")
                .mark(margin)
                .mark("→ ")
                .sentence(&item.advice);
        }
        self.mark("\n");
        for sentence in &item.below {
            self.mark(margin).mark("- ").sentence(sentence).mark("\n");
        }
    }

    fn finding(&mut self, finding: &Finding, weight: Weight) -> &mut Self {
        self.mark(if weight == Weight::Open {
            "- [ ] "
        } else {
            "- "
        });
        self.verdict(finding.verdict).mark(" ");
        self.sentence(&finding.name).mark(": ");
        self.sentence(&finding.observed)
            .mark(". ")
            .sentence(&finding.needed);
        if weight == Weight::Met {
            return self.mark("\n");
        }
        if !finding.why.is_empty() {
            self.mark(" ").sentence(&finding.why);
        }
        if !finding.advice.is_empty() {
            self.mark("  \n  → ").sentence(&finding.advice);
        }
        if let Some(origin) = &finding.origin {
            self.mark("  \n  (");
            if !origin.sources.is_empty() {
                self.say(&origin.sources.join(", ")).mark(": ");
            }
            self.sentence(&origin.standing).mark(")");
        }
        self.mark("\n")
    }

    fn verdict(&mut self, verdict: Verdict) -> &mut Self {
        self.mark("**").say(verdict.label()).mark("**")
    }

    fn ladder(&mut self, rungs: &[Rung], under: &Sentence) -> &mut Self {
        self.mark("| Stage | Verdict | |\n|---|---|---|\n");
        for rung in rungs {
            self.mark("| ").say(&rung.stage).mark(" | ");
            let standing = rung.standing;
            self.mark("**")
                .say(standing.sign())
                .mark(" ")
                .say(standing.label())
                .mark("** | ");
            self.sentence(&rung.more).mark(" |\n");
        }
        self.mark("\n").sentence(under).mark("\n")
    }

    fn table(&mut self, columns: &[Column], rows: &[Vec<Sentence>]) -> &mut Self {
        for column in columns {
            self.mark("| ").sentence(&column.heading).mark(" ");
        }
        self.mark("|\n");
        for column in columns {
            self.mark(if column.numbers { "|--:" } else { "|---" });
        }
        self.mark("|\n");
        for row in rows {
            for cell in row {
                self.mark("| ").sentence(cell).mark(" ");
            }
            self.mark("|\n");
        }
        self
    }
}

/// Text as Markdown shows it literally, on one line and never the start of a block.
pub(crate) fn escaped(text: &str) -> String {
    escape(text, true)
}

/// The same for text within a line.
fn inside(text: &str) -> String {
    escape(text, false)
}

fn escape(text: &str, begins_line: bool) -> String {
    let text = text.replace(char::is_control, " ");
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut shown = String::with_capacity(text.len());
    for (place, letter) in text.char_indices() {
        let (before, after) = text.split_at(place);
        if is_markup(letter)
            || (begins_line && opens_block(before, letter))
            || opens_address(before, after)
        {
            shown.push('\\');
        }
        shown.push(letter);
    }
    shown
}

/// Letters that can open or close markup wherever they stand.
const fn is_markup(letter: char) -> bool {
    matches!(
        letter,
        '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#' | '!' | '~' | '&' | '$'
    )
}

/// Whether the letter would make a list, a rule or an underlined heading of a text that begins a line.
fn opens_block(before: &str, letter: char) -> bool {
    match letter {
        '-' | '+' | '=' => before.is_empty(),
        '.' | ')' => !before.is_empty() && before.bytes().all(|byte| byte.is_ascii_digit()),
        _ => false,
    }
}

/// Whether a bare address, which GitHub makes a link of, would begin here: at the colon of `https://` or the dot of `www.`.
fn opens_address(before: &str, after: &str) -> bool {
    after.starts_with("://") || (after.starts_with('.') && before.to_lowercase().ends_with("www"))
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn no_text_becomes_markup() {
        for (text, shown) in [
            ("# a *b* <c>\n| d", "\\# a \\*b\\* \\<c\\> \\| d"),
            (
                "[a](javascript:b) `c` &lt;",
                "\\[a\\](javascript:b) \\`c\\` \\&lt;",
            ),
            ("- a - b", "\\- a - b"),
            ("12. a 1.5 (b)", "12\\. a 1.5 (b)"),
            ("===", "\\==="),
            ("https://a.b WWW.c.d 3:1", "https\\://a.b WWW\\.c.d 3:1"),
            ("    a\r\n\r\n\tb\0  ", "a b"),
        ] {
            assert_eq!(escaped(text), shown);
        }
    }
}
