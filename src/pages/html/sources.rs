//! The sources a page cites, numbered in the order in which they are first cited.

use maud::{Markup, html};

use super::outline;
use crate::engine::report::Report;
use crate::protocol::references::{Reference, References};

/// The keys cited, each once; its number is its place, from one.
pub(crate) struct Cited(Vec<String>);

impl Cited {
    /// Every source of the page, read in the order in which the page shows them.
    pub(crate) fn of(report: &Report<'_>) -> Self {
        let mut cited = Self(Vec::new());
        for remark in report.remarks() {
            cited.add(&remark.say.sources);
        }
        if let Some(route) = &report.protocol.route_out {
            cited.add(&route.say.sources);
        }
        for line in outline::against(report)
            .iter()
            .flat_map(|group| &group.lines)
        {
            cited.add(&line.criterion.evidence.sources);
        }
        if report.shows_stop_rules() {
            for rule in &report.protocol.stop_rules {
                cited.add(&rule.sources);
            }
        }
        for note in outline::notes(report, true) {
            cited.add(&note.sources);
        }
        for line in report.passed() {
            cited.add(&line.criterion.evidence.sources);
        }
        cited
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
    pub(crate) fn refs(&self, keys: &[String]) -> Markup {
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
    pub(crate) fn list(&self, references: &References) -> Markup {
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
