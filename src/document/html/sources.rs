//! The sources a page cites, numbered in the order in which they are first cited.

use maud::{Markup, html};

use super::super::{Block, Document, Inline, Item, Sentence};
use crate::protocol::references::{Reference, References};

/// The keys cited, each once; its number is its place, from one.
pub(super) struct Cited(Vec<String>);

impl Cited {
    /// Every source of the page, read in the order in which the page shows them.
    pub(super) fn of(document: &Document) -> Self {
        let mut cited = Self(Vec::new());
        for block in &document.lead {
            cited.block(block);
        }
        for section in &document.sections {
            cited.sentence(&section.heading);
            for block in &section.blocks {
                cited.block(block);
            }
        }
        for sentence in &document.foot {
            cited.sentence(sentence);
        }
        cited
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Paragraph(sentence)
            | Block::Call(sentence)
            | Block::Remark(sentence)
            | Block::Subheading(sentence) => self.sentence(sentence),
            Block::List(items) | Block::Steps(items) | Block::Numbered(items) => {
                for item in items {
                    self.item(item);
                }
            }
            Block::Entries(entries) => {
                for (label, item) in entries {
                    self.sentence(label);
                    self.item(item);
                }
            }
            Block::Findings(_, findings) => {
                for finding in findings {
                    self.sentence(&finding.observed);
                    self.sentence(&finding.needed);
                    self.sentence(&finding.why);
                    self.sentence(&finding.advice);
                    if let Some(origin) = &finding.origin {
                        self.add(&origin.sources);
                    }
                }
            }
            Block::Table(_, rows) => {
                for cell in rows.iter().flatten() {
                    self.sentence(cell);
                }
            }
            Block::Ladder(..) | Block::Picture { .. } | Block::Verbatim(_) => {}
        }
    }

    fn item(&mut self, item: &Item) {
        self.sentence(&item.words);
        self.sentence(&item.advice);
        for sentence in &item.below {
            self.sentence(sentence);
        }
    }

    fn sentence(&mut self, sentence: &Sentence) {
        for part in sentence.parts() {
            if let Inline::Cite(keys) = part {
                self.add(keys);
            }
        }
    }

    fn add(&mut self, keys: &[String]) {
        for key in keys {
            if !self.0.contains(key) {
                self.0.push(key.clone());
            }
        }
    }

    fn number(&self, key: &str) -> Option<usize> {
        self.0
            .iter()
            .position(|cited| cited == key)
            .map(|place| place.saturating_add(1))
    }

    /// The numbers of these sources, each a link to its place in the list.
    pub(super) fn refs(&self, keys: &[String]) -> Markup {
        let mut numbers: Vec<usize> = keys.iter().filter_map(|key| self.number(key)).collect();
        numbers.sort_unstable();
        html! {
            @if !numbers.is_empty() {
                "\u{a0}" sup {
                    "["
                    @for (place, number) in numbers.iter().enumerate() {
                        @if place > 0 { ", " }
                        a href=(format!("#source-{number}")) { (number) }
                    }
                    "]"
                }
            }
        }
    }

    /// The numbered list.
    pub(super) fn list(&self, references: &References) -> Markup {
        html! {
            @if !self.0.is_empty() {
                section {
                    h2 { "Sources" }
                    ol.sources {
                        @for (place, key) in self.0.iter().enumerate() {
                            li id=(format!("source-{}", place.saturating_add(1))) { (entry(key, references.get(key))) }
                        }
                    }
                }
            }
        }
    }
}

pub(crate) fn entry(key: &str, reference: Option<&Reference>) -> Markup {
    let Some(reference) = reference else {
        return html! { code { (key) } ": not in the bibliography." };
    };
    let citation = reference.citation();
    let doi = reference.doi.as_deref();
    // The DOI that ends a citation becomes a link.
    let ending = doi.map(|doi| format!(" doi:{doi}")).unwrap_or_default();
    html! {
        (citation.strip_suffix(&ending).unwrap_or(&citation))
        @if let Some(doi) = doi {
            " " (link(&format!("https://doi.org/{doi}"), &format!("doi:{doi}")))
        }
        @if let Some(url) = &reference.url { " " (link(url, url)) }
        @if let Some(note) = &reference.note { " " span.quiet { (note) } }
    }
}

/// A link to a page of the web; any other address stays text, because a click must not run anything.
fn link(address: &str, shown: &str) -> Markup {
    let of_the_web = ["https://", "http://"]
        .iter()
        .any(|scheme| address.starts_with(scheme));
    html! {
        @if of_the_web { a href=(address) rel="noreferrer" { (shown) } } @else { (shown) }
    }
}
