//! The sources that a document cites.

use super::{Block, Document, Inline, Item, Section, Sentence, Tone};
use crate::protocol::references::References;

impl Document {
    /// The keys of the sources cited, each once, in the order in which a reader meets them; a source's number is its place, from one.
    #[must_use]
    pub fn cites(&self) -> Vec<String> {
        let mut cited = Cited(Vec::new());
        for block in &self.lead {
            cited.block(block);
        }
        for section in &self.sections {
            cited.sentence(&section.heading);
            for block in &section.blocks {
                cited.block(block);
            }
        }
        for sentence in &self.foot {
            cited.sentence(sentence);
        }
        cited.0
    }

    /// Whether it lists its sources itself.
    #[must_use]
    pub fn lists_sources(&self) -> bool {
        let blocks = self.sections.iter().flat_map(|section| &section.blocks);
        blocks
            .chain(&self.lead)
            .any(|block| matches!(block, Block::Sources(_)))
    }

    /// The same with a list of all its sources behind the last section, so that every medium shows it; nothing where it cites none.
    #[must_use]
    pub fn with_sources(mut self, references: &References, tone: Tone) -> Self {
        let cited = self.cites();
        if !cited.is_empty() {
            let known = |key: String| {
                let reference = references.get(&key).cloned();
                (key, reference)
            };
            let sources = cited.into_iter().map(known).collect();
            let heading = Sentence::from(Inline::Anchor("sources".to_owned())).then("Sources");
            self.section(Section::new(heading, vec![Block::Sources(sources)]).toned(tone));
        }
        self
    }
}

struct Cited(Vec<String>);

impl Cited {
    fn block(&mut self, block: &Block) {
        match block {
            Block::Paragraph(sentence)
            | Block::Call(sentence)
            | Block::Remark(sentence)
            | Block::Subheading(sentence)
            | Block::Topic(sentence) => self.sentence(sentence),
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
            Block::Ladder(..) | Block::Picture { .. } | Block::Verbatim(_) | Block::Sources(_) => {}
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
}

/// The numbers of these sources among those cited, ascending.
pub(super) fn numbers(cited: &[String], keys: &[String]) -> Vec<usize> {
    let place = |key: &String| cited.iter().position(|known| known == key);
    let places = keys.iter().filter_map(place);
    let mut numbers: Vec<usize> = places.map(|place| place.saturating_add(1)).collect();
    numbers.sort_unstable();
    numbers
}
