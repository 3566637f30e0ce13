//! A page for people as JSON (format `page/1`): output-only structs, for what is words and has no numbers of its own to give.
//!
//! *Why are sentences lists of parts?* Joined, their texts are what a person reads; a program that draws the page itself also sees which of
//! them are sources, measures, distances or links.

use serde::Serialize;

use crate::document::{self, Block, Document, Inline, Section, Sentence, Tone, Weight};
use crate::protocol::references::Reference;
use crate::quantity::{Decimal, Distances};
use crate::verdict::Verdict;

use super::report::outputs;

outputs! {
    /// A page for people (format `page/1`).
    PageV1 {
        /// `page/1`.
        format: &'static str,
        /// The verdict that begins the title.
        verdict: Option<Verdict>,
        /// What it is.
        title: Vec<PartV1>,
        /// Which criteria it is by.
        edition: Vec<PartV1>,
        /// What a reader may want to file it under.
        facts: Vec<FactV1>,
        /// What stands before the first section.
        lead: Vec<BlockV1>,
        /// The sections.
        sections: Vec<SectionV1>,
        /// What every reader must know.
        foot: Vec<Vec<PartV1>>,
        /// What it was made from.
        provenance: Vec<FactV1>,
    }
    /// What is said under a label.
    FactV1 {
        /// The label.
        label: Vec<PartV1>,
        /// What is said.
        words: Vec<PartV1>,
    }
    /// A part of a page under one heading.
    SectionV1 {
        /// Its heading.
        heading: Vec<PartV1>,
        /// How it is set off: `plain`, `first`, `aside` or `chapter`.
        tone: &'static str,
        /// What it holds.
        blocks: Vec<BlockV1>,
    }
    /// An item of a list.
    ItemV1 {
        /// What it says.
        words: Vec<PartV1>,
        /// What to do about it.
        advice: Vec<PartV1>,
        /// What belongs below it.
        below: Vec<Vec<PartV1>>,
    }
    /// A label with what belongs to it.
    EntryV1 {
        /// The label.
        label: Vec<PartV1>,
        /// What belongs to it.
        item: ItemV1,
    }
    /// A criterion with what was found.
    FindingV1 {
        /// What it says.
        verdict: Verdict,
        /// Its name.
        name: Vec<PartV1>,
        /// What was seen.
        observed: Vec<PartV1>,
        /// What is needed, and how sure it is.
        needed: Vec<PartV1>,
        /// Why it is asked.
        why: Vec<PartV1>,
        /// What to do.
        advice: Vec<PartV1>,
        /// Keys of its sources.
        sources: Vec<String>,
        /// Kind of evidence and confidence in it.
        standing: Vec<PartV1>,
    }
    /// A stage on the ladder.
    RungV1 {
        /// The stage.
        stage: String,
        /// What its own criteria say.
        verdict: Verdict,
        /// The better verdict that is still possible.
        open: Vec<PartV1>,
        /// Whether it is cleared with every stage before it.
        cleared: bool,
    }
    /// A source.
    SourceV1 {
        /// Its key.
        key: String,
        /// Who, when, what and where; `null` for a source that is not listed.
        citation: Option<String>,
        /// Its address.
        url: Option<String>,
        /// How it was read.
        note: Option<String>,
    }
}

/// A part of a sentence. The texts of all parts, joined, are the sentence.
#[derive(Clone, Debug, Serialize, schemars::JsonSchema)]
#[serde(tag = "kind", rename_all = "kebab-case")]
#[schemars(deny_unknown_fields)]
pub enum PartV1 {
    /// Words; what stands between backticks is code.
    Words {
        /// As it is read.
        text: String,
    },
    /// A number with its unit.
    Amount {
        /// As it is read.
        text: String,
        /// The number.
        value: Decimal,
        /// The unit; empty for a score.
        unit: &'static str,
    },
    /// A pace.
    Pace {
        /// As it is read.
        text: String,
        /// Seconds for a kilometre.
        seconds_per_km: i64,
    },
    /// A day.
    Date {
        /// As it is read.
        text: String,
        /// The day.
        date: crate::assessment::Day,
    },
    /// A verdict.
    Verdict {
        /// As it is read.
        text: String,
        /// The verdict.
        verdict: Verdict,
    },
    /// A measure.
    Measure {
        /// Its id.
        text: String,
    },
    /// The name of a stage, a criterion or a protocol.
    Name {
        /// The name.
        text: String,
    },
    /// A field of a record.
    Field {
        /// Its path.
        text: String,
    },
    /// Something to type.
    Code {
        /// As it is typed.
        text: String,
    },
    /// Sources.
    Sources {
        /// As it is read.
        text: String,
        /// Their keys.
        keys: Vec<String>,
    },
    /// What can be gone to.
    Link {
        /// What it is called.
        text: String,
        /// An anchor of the page behind a `#`, or a file beside it.
        to: String,
    },
    /// A place that a link goes to.
    Anchor {
        /// Nothing that is read.
        text: String,
        /// Its name.
        name: String,
    },
}

/// A block of a page.
#[derive(Clone, Debug, Serialize, schemars::JsonSchema)]
#[serde(tag = "kind", rename_all = "kebab-case")]
#[schemars(deny_unknown_fields)]
pub enum BlockV1 {
    /// A paragraph.
    Paragraph {
        /// What it says.
        words: Vec<PartV1>,
    },
    /// An instruction that must not be overlooked.
    Call {
        /// What it says.
        words: Vec<PartV1>,
    },
    /// What someone else says, quoted.
    Remark {
        /// What it says.
        words: Vec<PartV1>,
    },
    /// A heading within a section.
    Subheading {
        /// What it says.
        words: Vec<PartV1>,
    },
    /// A heading below such a one.
    Topic {
        /// What it says.
        words: Vec<PartV1>,
    },
    /// Items in no order.
    List {
        /// The items.
        items: Vec<ItemV1>,
    },
    /// Paragraphs, each with what belongs below it.
    Steps {
        /// The paragraphs.
        items: Vec<ItemV1>,
    },
    /// Items in order.
    Numbered {
        /// The items.
        items: Vec<ItemV1>,
    },
    /// Labels, each with what belongs to it.
    Entries {
        /// The labels.
        entries: Vec<EntryV1>,
    },
    /// What was found.
    Findings {
        /// How much it weighs: `certain`, `open` or `met`.
        weight: &'static str,
        /// What was found.
        findings: Vec<FindingV1>,
    },
    /// The ladder of stages.
    Ladder {
        /// The stages, the lowest first.
        rungs: Vec<RungV1>,
        /// What is read under it.
        under: Vec<PartV1>,
    },
    /// A table.
    Table {
        /// Its headings.
        columns: Vec<Vec<PartV1>>,
        /// Its cells, row by row.
        rows: Vec<Vec<Vec<PartV1>>>,
    },
    /// A picture.
    Picture {
        /// What it shows, in words.
        words: Vec<PartV1>,
        /// The picture.
        svg: String,
    },
    /// Text that is set as it is.
    Verbatim {
        /// The text.
        text: String,
    },
    /// The sources that the page cites, in the order of their numbers.
    Sources {
        /// The sources.
        sources: Vec<SourceV1>,
    },
}

impl PageV1 {
    /// The page as JSON shows it, distances in kilometres.
    #[must_use]
    pub fn of(page: &Document) -> Self {
        let Document {
            verdict,
            title,
            kind,
            edition,
            facts,
            lead,
            sections,
            foot,
            provenance,
        } = page;
        Self {
            format: "page/1",
            verdict: *verdict,
            title: parts(if title.is_empty() { kind } else { title }),
            edition: parts(edition),
            facts: facts.iter().map(fact).collect(),
            lead: lead.iter().map(block).collect(),
            sections: sections.iter().map(section).collect(),
            foot: foot.iter().map(parts).collect(),
            provenance: provenance.iter().map(fact).collect(),
        }
    }
}

fn fact((label, words): &(Sentence, Sentence)) -> FactV1 {
    FactV1 {
        label: parts(label),
        words: parts(words),
    }
}

fn section(section: &Section) -> SectionV1 {
    SectionV1 {
        heading: parts(&section.heading),
        tone: match section.tone {
            Tone::Plain => "plain",
            Tone::First => "first",
            Tone::Aside => "aside",
            Tone::Chapter => "chapter",
        },
        blocks: section.blocks.iter().map(block).collect(),
    }
}

fn block(block: &Block) -> BlockV1 {
    match block {
        Block::Paragraph(words) => BlockV1::Paragraph {
            words: parts(words),
        },
        Block::Call(words) => BlockV1::Call {
            words: parts(words),
        },
        Block::Remark(words) => BlockV1::Remark {
            words: parts(words),
        },
        Block::Subheading(words) => BlockV1::Subheading {
            words: parts(words),
        },
        Block::Topic(words) => BlockV1::Topic {
            words: parts(words),
        },
        Block::List(all) => BlockV1::List { items: items(all) },
        Block::Steps(all) => BlockV1::Steps { items: items(all) },
        Block::Numbered(all) => BlockV1::Numbered { items: items(all) },
        Block::Entries(entries) => BlockV1::Entries {
            entries: entries.iter().map(entry).collect(),
        },
        Block::Findings(weight, findings) => BlockV1::Findings {
            weight: match weight {
                Weight::Certain => "certain",
                Weight::Open => "open",
                Weight::Met => "met",
            },
            findings: findings.iter().map(finding).collect(),
        },
        Block::Ladder(rungs, under) => BlockV1::Ladder {
            rungs: rungs.iter().map(rung).collect(),
            under: parts(under),
        },
        Block::Table(columns, rows) => BlockV1::Table {
            columns: columns
                .iter()
                .map(|column| parts(&column.heading))
                .collect(),
            rows: rows
                .iter()
                .map(|row| row.iter().map(parts).collect())
                .collect(),
        },
        Block::Picture {
            text: _,
            svg,
            words,
        } => BlockV1::Picture {
            words: parts(words),
            svg: svg.clone(),
        },
        Block::Verbatim(text) => BlockV1::Verbatim { text: text.clone() },
        Block::Sources(sources) => BlockV1::Sources {
            sources: sources.iter().map(source).collect(),
        },
    }
}

fn items(items: &[document::Item]) -> Vec<ItemV1> {
    items.iter().map(item).collect()
}

fn item(item: &document::Item) -> ItemV1 {
    ItemV1 {
        words: parts(&item.words),
        advice: parts(&item.advice),
        below: item.below.iter().map(parts).collect(),
    }
}

fn entry((label, belonging): &(Sentence, document::Item)) -> EntryV1 {
    EntryV1 {
        label: parts(label),
        item: item(belonging),
    }
}

fn finding(finding: &document::Finding) -> FindingV1 {
    let origin = finding.origin.as_ref();
    FindingV1 {
        verdict: finding.verdict,
        name: parts(&finding.name),
        observed: parts(&finding.observed),
        needed: parts(&finding.needed),
        why: parts(&finding.why),
        advice: parts(&finding.advice),
        sources: origin.map_or_else(Vec::new, |origin| origin.sources.clone()),
        standing: origin.map_or_else(Vec::new, |origin| parts(&origin.standing)),
    }
}

fn rung(rung: &document::Rung) -> RungV1 {
    RungV1 {
        stage: rung.stage.clone(),
        verdict: rung.envelope.worst(),
        open: parts(&rung.open),
        cleared: rung.cleared,
    }
}

fn source((key, reference): &(String, Option<Reference>)) -> SourceV1 {
    let reference = reference.as_ref();
    SourceV1 {
        key: key.clone(),
        citation: reference.map(Reference::citation),
        url: reference.and_then(|reference| reference.url.clone()),
        note: reference.and_then(|reference| reference.note.clone()),
    }
}

fn parts(sentence: &Sentence) -> Vec<PartV1> {
    let mut parts: Vec<PartV1> = Vec::new();
    for inline in sentence.parts() {
        match (parts.last_mut(), part(inline)) {
            (Some(PartV1::Words { text }), PartV1::Words { text: more }) => text.push_str(&more),
            (_, part) => parts.push(part),
        }
    }
    parts
}

fn part(inline: &Inline) -> PartV1 {
    let text = inline.plain(Distances::Kilometres);
    match inline {
        Inline::Words(_) | Inline::Break => PartV1::Words { text },
        Inline::Amount(amount) => {
            let (value, unit) = amount.shown(Distances::Kilometres);
            PartV1::Amount { text, value, unit }
        }
        Inline::Pace(seconds_per_km) => PartV1::Pace {
            text,
            seconds_per_km: *seconds_per_km,
        },
        Inline::Date(date) | Inline::Weekday(date) => PartV1::Date { text, date: *date },
        Inline::Verdict(verdict) | Inline::Mark(verdict) => PartV1::Verdict {
            text,
            verdict: *verdict,
        },
        Inline::Measure(_) => PartV1::Measure { text },
        Inline::Name(_) => PartV1::Name { text },
        Inline::Field(path) => PartV1::Field {
            text: path.clone().into_owned(),
        },
        Inline::Code(code) => PartV1::Code {
            text: code.clone().into_owned(),
        },
        Inline::Cite(keys) => PartV1::Sources {
            text,
            keys: keys.clone(),
        },
        Inline::Link(link) => PartV1::Link {
            text,
            to: link.to.clone(),
        },
        Inline::Anchor(name) => PartV1::Anchor {
            text,
            name: name.clone(),
        },
    }
}
