//! A document as `page/1`.

use super::{
    BlockV1, EntryV1, FactV1, FindingV1, ItemV1, PageV1, PartV1, RungV1, SectionV1, SourceV1,
};
use crate::document::{self, Block, Document, Inline, Section, Sentence, Tone, Weight};
use crate::protocol::references::Reference;
use crate::quantity::Distances;

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
        standing: rung.standing.word(),
        more: parts(&rung.more),
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
        Inline::Words(_) | Inline::Sign(_) | Inline::Break => PartV1::Words { text },
        Inline::Amount(amount) => {
            let (value, unit) = amount.shown(Distances::Kilometres);
            PartV1::Amount { text, value, unit }
        }
        Inline::Pace(seconds_per_km) => PartV1::Pace {
            text,
            seconds_per_km: *seconds_per_km,
        },
        Inline::Date(date) | Inline::Weekday(date) | Inline::Spelled(date) => {
            PartV1::Date { text, date: *date }
        }
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
