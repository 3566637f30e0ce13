//! The codes of lint, and the page of one.

use super::{codes, find};
use crate::diagnostic::{Level, Page};
use crate::document::{Block, Document, Section, sentences};

sentences! {
    all_codes() = "Codes";
    code_of(level: &'static str, code: &'static str) = "{level}[{code}]";
    why(reason: &'static str) = "Why: {reason}";
    faulty() = "Faulty:";
    mended() = "Mended:";
}

/// What a code means, with lines of a file before and after; none when nothing is called so.
#[must_use]
pub fn explain(code: &str) -> Option<Section> {
    let (page, level) = find(code)?;
    let mut section = head(page, level);
    section.blocks.extend([
        Block::Paragraph(why(page.why)),
        Block::Paragraph(faulty()),
        Block::Verbatim(page.faulty.to_owned()),
        Block::Paragraph(mended()),
        Block::Verbatim(page.mended.to_owned()),
    ]);
    Some(section)
}

fn head(page: &'static Page, level: Level) -> Section {
    Section::new(
        code_of(level.word(), page.code),
        vec![Block::Paragraph(page.what.into())],
    )
}

/// Every code with its level and what is wrong.
#[must_use]
pub fn explain_all() -> Document {
    let codes = codes().into_iter();
    Document {
        kind: all_codes(),
        sections: codes.map(|(page, level)| head(page, level)).collect(),
        ..Document::default()
    }
}
