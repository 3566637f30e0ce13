//! The sources a page cites, numbered in the order in which they are first cited.

use maud::{Markup, html};

use super::super::cited::numbers;
use crate::protocol::references::Reference;

/// The numbers of these sources, each a link to its place in the list.
pub(super) fn refs(cited: &[String], keys: &[String]) -> Markup {
    let numbers = numbers(cited, keys);
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
pub(super) fn list<'a>(
    sources: impl IntoIterator<Item = (&'a str, Option<&'a Reference>)>,
) -> Markup {
    html! {
        ol.sources {
            @for (number, (key, reference)) in (1_usize..).zip(sources) {
                li id=(format!("source-{number}")) { (entry(key, reference)) }
            }
        }
    }
}

fn entry(key: &str, reference: Option<&Reference>) -> Markup {
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
