//! Links lead somewhere: to a file that is there, to a heading that is in it, and from the book never out of the book.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::{chapters, root};
use crate::support::Tested;

type Fallible<T> = Result<T, Box<dyn std::error::Error>>;

/// Where a page leads to, and where on it one can be led.
#[derive(Default)]
struct Page {
    targets: Vec<String>,
    anchors: BTreeSet<String>,
}

/// What code hosts and mdBook make of a heading.
fn anchor(heading: &str) -> String {
    heading
        .trim()
        .to_lowercase()
        .chars()
        .filter_map(|letter| match letter {
            ' ' => Some('-'),
            '-' | '_' => Some(letter),
            _ => letter.is_alphanumeric().then_some(letter),
        })
        .collect()
}

/// The values of `id="…"` or `src="…"` in HTML.
fn attributes<'html>(html: &'html str, name: &str) -> Vec<&'html str> {
    let opening = format!("{name}=\"");
    html.split(opening.as_str())
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect()
}

/// A chapter of the book that shows a page from elsewhere shows all of it.
fn included(path: &Path, text: String) -> Fallible<String> {
    let Some((_, rest)) = text.split_once("{{#include ") else {
        return Ok(text);
    };
    let (name, _) = rest.split_once("}}").ok_or("an open {{#include")?;
    let folder = path.parent().ok_or("a page without a folder")?;
    Ok(std::fs::read_to_string(folder.join(name))?)
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "of all that Markdown has, only links and headings matter here"
)]
fn page(path: &Path) -> Fallible<Page> {
    let text = included(path, std::fs::read_to_string(path)?)?;
    let mut page = Page::default();
    let mut heading: Option<String> = None;
    for event in Parser::new_ext(&text, Options::ENABLE_TABLES) {
        match event {
            Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
            Event::End(TagEnd::Heading(_)) => {
                let named = anchor(&heading.take().unwrap_or_default());
                // A second heading of the same words gets a number.
                let told = std::iter::once(named.clone())
                    .chain((1..=u16::MAX).map(|again| format!("{named}-{again}")))
                    .find(|told| !page.anchors.contains(told));
                page.anchors.extend(told);
            }
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                page.targets.push(dest_url.into_string());
            }
            Event::Html(html) | Event::InlineHtml(html) => {
                let ids = attributes(&html, "id").into_iter().map(str::to_owned);
                page.anchors.extend(ids);
            }
            Event::Text(text) | Event::Code(text) => {
                if let Some(heading) = &mut heading {
                    heading.push_str(&text);
                }
            }
            _ => {}
        }
    }
    Ok(page)
}

/// What is wrong with the links of a page, `within` which they must stay.
fn dead(path: &Path, within: &Path) -> Fallible<Vec<String>> {
    let mut dead = Vec::new();
    for target in page(path)?.targets {
        if target.starts_with("https://") || target.starts_with("mailto:") {
            continue;
        }
        let (file, fragment) = target.split_once('#').unwrap_or((&target, ""));
        let folder = path.parent().ok_or("a page without a folder")?;
        let led = if file.is_empty() {
            path.to_owned()
        } else {
            folder.join(file)
        };
        let fault = match led.canonicalize() {
            Err(_) => "is not there",
            Ok(led) if !led.starts_with(within) => "leads out of the book",
            Ok(led) if !fragment.is_empty() && !page(&led)?.anchors.contains(fragment) => {
                "has no such heading"
            }
            Ok(_) => continue,
        };
        let from = path.strip_prefix(root()).unwrap_or(path);
        dead.push(format!("{}: {target} {fault}", from.display()));
    }
    Ok(dead)
}

/// Pages outside the book that lead to others.
const PAGES: [&str; 12] = [
    "README.md",
    "CONTRIBUTING.md",
    "DESIGN.md",
    "CHANGELOG.md",
    "benches/README.md",
    "benches/peers/README.md",
    "criteria/DECISIONS.md",
    "criteria/EVIDENCE.md",
    "criteria/MANUAL.md",
    "examples/spark/README.md",
    "fixtures/watch/SOURCES.md",
    "python/README.md",
];

#[test]
fn no_link_is_dead_and_the_book_holds_together() -> Tested {
    let (root, book) = (root().canonicalize()?, root().join("docs/src"));
    let mut faults = Vec::new();
    for name in PAGES {
        faults.extend(dead(&root.join(name), &root)?);
    }
    for chapter in chapters()? {
        faults.extend(dead(&chapter, &book.canonicalize()?)?);
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    Ok(())
}

#[test]
fn the_table_of_contents_names_each_chapter_once() -> Tested {
    let summary = root().join("docs/src/SUMMARY.md");
    let folder = root().join("docs/src");
    let mut listed: Vec<PathBuf> = page(&summary)?
        .targets
        .iter()
        .map(|target| folder.join(target))
        .collect();
    listed.push(summary);
    listed.sort();
    assert_eq!(listed, chapters()?);
    Ok(())
}

#[test]
fn a_dead_link_a_missing_heading_and_a_way_out_are_found() -> Tested {
    let folder = tempfile::tempdir()?;
    let place = folder.path().canonicalize()?;
    let book = place.join("book");
    std::fs::create_dir(&book)?;
    std::fs::write(place.join("outside.md"), "# Outside\n")?;
    std::fs::write(book.join("other.md"), "# A `head`, of two\n")?;
    let text = "[a](gone.md) [b](other.md#no) [c](../outside.md) [d](other.md#a-head-of-two) ![e](gone.svg)";
    std::fs::write(book.join("page.md"), text)?;
    let found = dead(&book.join("page.md"), &book)?;
    let faults: Vec<&str> = found
        .iter()
        .filter_map(|fault| fault.split_once("page.md: "))
        .map(|(_, fault)| fault)
        .collect();
    assert_eq!(
        faults,
        [
            "gone.md is not there",
            "other.md#no has no such heading",
            "../outside.md leads out of the book",
            "gone.svg is not there",
        ]
    );
    Ok(())
}
