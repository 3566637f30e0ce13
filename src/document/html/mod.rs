//! A document as one HTML page that stands alone: no script, nothing fetched, legible in print and on a phone.
//!
//! *Why is every text a `maud` splice?* A splice is escaped; only the style sheet, which is part of the program, is not.

mod ladder;
mod prose;
mod sources;

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::{Block, Document, Finding, Inline, Item, Section, Sentence, Tone, Weight};
use crate::protocol::references::References;
use crate::quantity::Distances;
use crate::verdict::Verdict;

use self::ladder::shape;
use self::prose::prose;

pub(crate) const STYLE: &str = include_str!("page.css");
/// Nothing is fetched and nothing runs.
pub(crate) const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'";

/// Draws a document; `references` says what its sources are.
#[must_use]
pub fn render(document: &Document, references: &References, distances: Distances) -> String {
    let page = Page {
        distances,
        cited: document.cites(),
    };
    let title = document.verdict.map_or(Sentence::EMPTY, Sentence::from);
    let title = title.and(document.name().clone()).plain(distances);
    let sections = |tone: Tone| {
        let sections = document.sections.iter();
        sections.filter(move |section| (section.tone == Tone::Aside) == (tone == Tone::Aside))
    };
    let markup = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                main {
                    header.top {
                        div.answer {
                            h1 {
                                @if let Some(verdict) = document.verdict {
                                    strong class=(verdict.word()) { (mark(verdict)) " " (verdict.label()) } " "
                                }
                                (page.say(document.name()))
                            }
                            @for block in document.lead.iter().filter(|block| !matches!(block, Block::Remark(_))) { (page.block(block)) }
                            (page.facts(&document.facts))
                        }
                        @for section in sections(Tone::Aside) {
                            @for block in &section.blocks { (page.block(block)) }
                        }
                    }
                    @for block in document.lead.iter().filter(|block| matches!(block, Block::Remark(_))) { (page.block(block)) }
                    @for section in sections(Tone::Plain) { (page.section(section)) }
                    @if !page.cited.is_empty() && !document.lists_sources() {
                        section {
                            h2 { "Sources" }
                            (sources::list(page.cited.iter().map(|key| (key.as_str(), references.get(key)))))
                        }
                    }
                }
                @if !document.foot.is_empty() || !document.provenance.is_empty() {
                    footer {
                        @for sentence in &document.foot { p { (page.say(sentence)) } }
                        (page.facts(&document.provenance))
                    }
                }
            }
        }
    };
    markup.into_string() + "\n"
}

struct Page {
    distances: Distances,
    cited: Vec<String>,
}

impl Page {
    fn say(&self, sentence: &Sentence) -> Markup {
        html! { @for part in sentence.parts() { (self.part(part)) } }
    }

    fn part(&self, part: &Inline) -> Markup {
        let plain = || part.plain(self.distances);
        match part {
            Inline::Words(words) => prose(words),
            Inline::Amount(amount) => {
                let (number, sign) = amount.shown(self.distances);
                html! { (number.to_string()) @if !sign.is_empty() { "\u{a0}" (sign) } }
            }
            Inline::Date(_) | Inline::Weekday(_) | Inline::Spelled(_) => {
                html! { span.date { (plain()) } }
            }
            Inline::Pace(_) | Inline::Verdict(_) => html! { (plain()) },
            Inline::Measure(_) | Inline::Name(_) => html! { code { (plain()) } },
            Inline::Field(code) | Inline::Code(code) => html! { code { (code) } },
            Inline::Cite(keys) => sources::refs(&self.cited, keys),
            Inline::Sign(standing) => html! { span.sign title=(standing.label()) { (plain()) } },
            Inline::Mark(verdict) => {
                html! { strong class=(verdict.word()) { (mark(*verdict)) " " (verdict.label()) } }
            }
            Inline::Link(link) => html! { a href=(link.to) { (link.words) } },
            Inline::Anchor(name) => html! { span id=(name) {} },
            Inline::Break => html! { br; },
        }
    }

    fn facts(&self, facts: &[(Sentence, Sentence)]) -> Markup {
        html! {
            @if !facts.is_empty() {
                dl.facts { @for (label, fact) in facts { dt { (self.say(label)) } dd { (self.say(fact)) } } }
            }
        }
    }

    fn section(&self, section: &Section) -> Markup {
        html! {
            section class=[section_class(section.tone)] {
                @if !section.heading.is_empty() { h2 { (self.say(&section.heading)) } }
                @for block in &section.blocks { (self.block(block)) }
            }
        }
    }

    fn block(&self, block: &Block) -> Markup {
        match block {
            Block::Paragraph(sentence) => html! { p { (self.say(sentence)) } },
            Block::Call(sentence) => html! { p.refer { (self.say(sentence)) } },
            Block::Remark(sentence) => html! { p.remark { (self.say(sentence)) } },
            Block::Subheading(sentence) => html! { h3.part { (self.say(sentence)) } },
            Block::Topic(sentence) => html! { h4 { (self.say(sentence)) } },
            Block::List(items) => html! { ul { @for item in items { li { (self.item(item)) } } } },
            Block::Steps(items) => html! {
                div.ways { @for item in items { p { (self.say(&item.words)) } @if !item.below.is_empty() { ul { @for sentence in &item.below { li { (self.say(sentence)) } } } } } }
            },
            Block::Numbered(items) => {
                html! { ol.next { @for item in items { li { (self.item(item)) } } } }
            }
            Block::Entries(entries) => html! {
                dl.facts { @for (label, item) in entries { dt { (self.say(label)) } dd { (self.item(item)) } } }
            },
            Block::Findings(Weight::Met, findings) => self.met(findings),
            Block::Findings(weight, findings) => html! {
                ul.reasons.open[*weight == Weight::Open] { @for finding in findings { (self.finding(finding)) } }
            },
            Block::Ladder(rungs, under) => ladder::svg(rungs, under, self.distances),
            Block::Table(columns, rows) => html! {
                table {
                    thead { tr { @for column in columns { th.number[column.numbers] scope="col" { (self.say(&column.heading)) } } } }
                    tbody {
                        @for row in rows {
                            tr { @for (cell, column) in row.iter().zip(columns) { td.number[column.numbers] data-label=(column.heading.plain(self.distances)) { (self.say(cell)) } } }
                        }
                    }
                }
            },
            // A picture is drawn by this program, each of its texts escaped.
            Block::Picture { svg, .. } => html! { figure { (PreEscaped(svg)) } },
            Block::Verbatim(text) => html! { pre { (text) } },
            Block::Sources(found) => sources::list(
                found
                    .iter()
                    .map(|(key, reference)| (key.as_str(), reference.as_ref())),
            ),
        }
    }

    fn item(&self, item: &Item) -> Markup {
        html! {
            (self.say(&item.words))
            @if !item.advice.is_empty() { p.do { (self.say(&item.advice)) } }
            @if !item.below.is_empty() { ul { @for sentence in &item.below { li { (self.say(sentence)) } } } }
        }
    }

    fn finding(&self, finding: &Finding) -> Markup {
        html! {
            li {
                p class=(format!("said {}", finding.verdict.word())) { (mark(finding.verdict)) " " (finding.verdict.label()) }
                div.what {
                    h3 { (self.say(&finding.observed)) }
                    @if !finding.needed.is_empty() { p { (self.say(&finding.needed)) } }
                    @if !finding.why.is_empty() { p { (self.say(&finding.why)) } }
                    @if !finding.advice.is_empty() { p.do { (self.say(&finding.advice)) } }
                    p.quiet {
                        (self.say(&finding.name))
                        @if let Some(origin) = &finding.origin { " · " (self.say(&origin.standing)) (sources::refs(&self.cited, &origin.sources)) }
                    }
                }
            }
        }
    }

    fn met(&self, findings: &[Finding]) -> Markup {
        html! {
            table {
                thead { tr { th scope="col" { "Seen" } th scope="col" { "Asked" } th scope="col" { "Criterion" } } }
                tbody {
                    @for finding in findings {
                        tr {
                            td { (self.say(&finding.observed)) }
                            td { (self.say(&finding.needed)) }
                            td {
                                (self.say(&finding.name))
                                @if let Some(origin) = &finding.origin { (sources::refs(&self.cited, &origin.sources)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

const fn section_class(tone: Tone) -> Option<&'static str> {
    match tone {
        Tone::First => Some("first"),
        Tone::Chapter => Some("chapter"),
        Tone::Plain | Tone::Aside => None,
    }
}

fn mark(verdict: Verdict) -> Markup {
    html! { svg.mark viewBox="-12 -12 24 24" aria-hidden="true" { (shape(verdict)) } }
}
