//! The long text behind a short name: a section for each thing that is called so.

pub(super) mod language;
pub(super) mod measure;
pub(super) mod protocol;
pub(super) mod source;

pub use language::key;
pub use measure::{measure, measures};
pub use protocol::in_protocols;
pub use source::source;

use crate::document::{Document, Section, Tone};
use crate::protocol::references::References;

/// Everything that has this name, with the sources that it cites.
#[must_use]
pub fn document(name: String, found: Vec<Section>, references: &References) -> Document {
    let page = Document {
        kind: name.into(),
        sections: found,
        ..Document::default()
    };
    page.with_sources(references, Tone::Plain)
}
