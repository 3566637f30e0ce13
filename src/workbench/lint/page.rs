//! What was found, as a page.

use super::LintedFile;
use crate::diagnostic::Level;
use crate::document::{Block, Document, Sentence, counted, sentences};

sentences! {
    found(files: Sentence, parts: Sentence) = "{files}: {parts}; `rtr explain CODE` says why one matters";
    only_allowed(files: Sentence, parts: Sentence) = "{files}: {parts}";
    nothing_found() = "nothing found";
    allowed(count: String) = "{count} allowed";
}

/// The page: the findings as they were drawn, under what they come to.
#[must_use]
pub fn document(linted: &[LintedFile<'_>], drawn: String) -> Document {
    let lead = (!drawn.is_empty()).then_some(Block::Verbatim(drawn));
    Document {
        kind: summary(linted),
        lead: lead.into_iter().collect(),
        ..Document::default()
    }
}

/// How many files, and how many findings of which level.
#[must_use]
pub fn summary(linted: &[LintedFile<'_>]) -> Sentence {
    let levels = [
        (Level::Error, "error", "errors"),
        (Level::Warning, "warning", "warnings"),
        (Level::Note, "note", "notes"),
    ];
    let counts = levels.into_iter().filter_map(|(level, one, more)| {
        let reported = linted.iter().flat_map(LintedFile::reported);
        let count = reported.filter(|finding| finding.level == level).count();
        (count > 0).then(|| counted(count, one, more))
    });
    let mut parts: Vec<Sentence> = counts.collect();
    let none = parts.is_empty();
    if none {
        parts.push(nothing_found());
    }
    let all = linted.iter().flat_map(|linted| &linted.findings);
    let excused = all.filter(|finding| finding.allowed.is_some()).count();
    if excused > 0 {
        parts.push(allowed(excused.to_string()));
    }
    let files = counted(linted.len(), "criteria file", "criteria files");
    let parts = Sentence::join(parts, ", ");
    if none {
        only_allowed(files, parts)
    } else {
        found(files, parts)
    }
}
