//! Blocks of a document.

use super::{Sentence, Standing};
use crate::protocol::references::Reference;
use crate::verdict::Verdict;

/// A page that stands alone.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// The verdict that begins the title.
    pub verdict: Option<Verdict>,
    /// What it is, behind the verdict if there is one.
    pub title: Sentence,
    /// What is called the title where a page of sections has none of its own; not on a terminal, which shows what was typed.
    pub kind: Sentence,
    /// Which criteria it is by: in brackets behind the title on a terminal, a fact everywhere else.
    pub edition: Sentence,
    /// What a reader may want to file it under, each with its label; not on a terminal.
    pub facts: Vec<(Sentence, Sentence)>,
    /// What stands before the first section.
    pub lead: Vec<Block>,
    /// The sections.
    pub sections: Vec<Section>,
    /// What every reader must know.
    pub foot: Vec<Sentence>,
    /// What it was made from, each with its label; not on a terminal.
    pub provenance: Vec<(Sentence, Sentence)>,
}

/// A part of a page under one heading.
#[derive(Clone, Debug, PartialEq)]
pub struct Section {
    /// Its heading.
    pub heading: Sentence,
    /// How it is set off.
    pub tone: Tone,
    /// What it holds.
    pub blocks: Vec<Block>,
}

/// How a section is set off.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Like any other.
    #[default]
    Plain,
    /// Framed, because it comes before everything else.
    First,
    /// Beside the title, where the medium has room.
    Aside,
    /// On a page of its own, where the medium has pages.
    Chapter,
}

/// A block.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// A paragraph.
    Paragraph(Sentence),
    /// An instruction that must not be overlooked.
    Call(Sentence),
    /// What someone else says, quoted.
    Remark(Sentence),
    /// A heading within a section.
    Subheading(Sentence),
    /// A heading below such a one.
    Topic(Sentence),
    /// Items in no order.
    List(Vec<Item>),
    /// Paragraphs, each with what belongs below it.
    Steps(Vec<Item>),
    /// Items in order, numbered from one.
    Numbered(Vec<Item>),
    /// Labels, each with what belongs to it.
    Entries(Vec<(Sentence, Item)>),
    /// What was found.
    Findings(Weight, Vec<Finding>),
    /// The ladder of stages, the lowest first, and what is read under it.
    Ladder(Vec<Rung>, Sentence),
    /// A table.
    Table(Vec<Column>, Vec<Vec<Sentence>>),
    /// A picture: as letters on a terminal, as SVG in a browser, and in words for those who see neither.
    Picture {
        /// For a terminal.
        text: String,
        /// For a browser.
        svg: String,
        /// In words.
        words: Sentence,
    },
    /// Text that is set as it is, such as a part of a file.
    Verbatim(String),
    /// The sources that the page cites, in the order of their numbers, each with what is known of it.
    Sources(Vec<(String, Option<Reference>)>),
}

/// An item of a list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Item {
    /// What it says.
    pub words: Sentence,
    /// What to do about it.
    pub advice: Sentence,
    /// What belongs below it.
    pub below: Vec<Sentence>,
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Its heading.
    pub heading: Sentence,
    /// Its letters on a terminal; none takes what its cells need.
    pub width: Option<u16>,
    /// Whether its cells are numbers.
    pub numbers: bool,
}

/// How much findings weigh.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// They are certain.
    Certain,
    /// They depend on something unknown.
    Open,
    /// They are met: to be looked through, not read.
    Met,
}

/// A criterion with what was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// What it says.
    pub verdict: Verdict,
    /// Its name.
    pub name: Sentence,
    /// What was seen.
    pub observed: Sentence,
    /// What is needed, and how sure it is.
    pub needed: Sentence,
    /// Why it is asked.
    pub why: Sentence,
    /// What to do.
    pub advice: Sentence,
    /// Where it comes from.
    pub origin: Option<Origin>,
}

/// Where a criterion comes from.
#[derive(Clone, Debug, PartialEq)]
pub struct Origin {
    /// Keys in `criteria/references.bib`.
    pub sources: Vec<String>,
    /// Kind of evidence and confidence in it, in words.
    pub standing: Sentence,
}

/// A stage on the ladder.
#[derive(Clone, Debug, PartialEq)]
pub struct Rung {
    /// The stage's name.
    pub stage: String,
    /// How it stands.
    pub standing: Standing,
    /// What it waits for, or what it could still be.
    pub more: Sentence,
}

impl<T: Into<Sentence>> From<T> for Item {
    fn from(words: T) -> Self {
        Self {
            words: words.into(),
            ..Self::default()
        }
    }
}

impl Section {
    /// A section like any other.
    #[must_use]
    pub fn new(heading: impl Into<Sentence>, blocks: Vec<Block>) -> Self {
        Self {
            heading: heading.into(),
            tone: Tone::Plain,
            blocks,
        }
    }

    /// The same, set off.
    #[must_use]
    pub fn toned(self, tone: Tone) -> Self {
        Self { tone, ..self }
    }
}

impl Column {
    /// A column of words, as wide as it must be.
    #[must_use]
    pub fn new(heading: impl Into<Sentence>) -> Self {
        Self {
            heading: heading.into(),
            width: None,
            numbers: false,
        }
    }

    /// The same, so many letters wide.
    #[must_use]
    pub fn wide(self, width: u16) -> Self {
        Self {
            width: Some(width),
            ..self
        }
    }

    /// The same, of numbers.
    #[must_use]
    pub fn of_numbers(self) -> Self {
        Self {
            numbers: true,
            ..self
        }
    }
}

impl Block {
    /// A list, unless it is empty.
    pub(crate) fn list<T: Into<Item>>(items: impl IntoIterator<Item = T>) -> Vec<Self> {
        let items: Vec<Item> = items.into_iter().map(Into::into).collect();
        if items.is_empty() {
            return Vec::new();
        }
        vec![Self::List(items)]
    }

    /// A list under a heading, unless it is empty.
    pub(crate) fn titled_list<T: Into<Item>>(
        heading: Sentence,
        items: impl IntoIterator<Item = T>,
    ) -> Vec<Self> {
        let list = Self::list(items);
        let heading = (!list.is_empty()).then_some(Self::Subheading(heading));
        heading.into_iter().chain(list).collect()
    }
}

impl Document {
    /// The title, or what the page is.
    pub(super) fn name(&self) -> &Sentence {
        if self.title.is_empty() {
            return &self.kind;
        }
        &self.title
    }

    /// A page of sections; where none holds anything, their headings are the page.
    pub(crate) fn of_sections(kind: Sentence, sections: Vec<Section>) -> Self {
        let mut page = Self {
            kind,
            ..Self::default()
        };
        if sections.iter().all(|section| section.blocks.is_empty()) {
            let headings = sections.into_iter().map(|section| section.heading);
            page.lead = headings.map(Block::Paragraph).collect();
        } else {
            page.sections = sections;
        }
        page
    }

    /// Adds a section, unless it holds nothing.
    pub(crate) fn section(&mut self, section: Section) {
        if !section.blocks.is_empty() {
            self.sections.push(section);
        }
    }
}
