//! A page for people as JSON (format `page/1`): output-only structs, for what is words and has no numbers of its own to give.
//!
//! *Why are sentences lists of parts?* Joined, their texts are what a person reads; a program that draws the page itself also sees which of
//! them are sources, measures, distances or links.

mod drawn;

use serde::Serialize;

use super::report::outputs;
use crate::quantity::Decimal;
use crate::verdict::Verdict;

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
        /// How it stands: `cleared`, `waits`, `caution`, `failed` or `not-known`.
        standing: &'static str,
        /// What it waits for, or what it could still be.
        more: Vec<PartV1>,
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
