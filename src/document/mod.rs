//! What is said, before it is drawn: blocks of sentences, and sentences of typed parts, each drawn once for every medium.
//!
//! *Why parts and not text?* A distance that is a part can be shown in miles and rounded so that it never looks better than it is; one
//! inside a finished sentence could only be searched for. So nobody edits English that another function wrote.
//!
//! *Why one model?* A page is put together once, by the code that knows what it says, and every medium draws every page.

#[cfg(feature = "cli")]
mod block;
#[cfg(feature = "cli")]
mod cited;
#[cfg(feature = "cli")]
pub mod html;
mod inline;
#[cfg(feature = "cli")]
pub mod markdown;
mod sentence;
mod standing;
#[cfg(feature = "cli")]
pub mod svg;
#[cfg(feature = "cli")]
pub mod text;

#[cfg(feature = "cli")]
pub use block::{Block, Column, Document, Finding, Item, Origin, Rung, Section, Tone, Weight};
pub use inline::{Amount, Inline, Link};
pub use sentence::{Sentence, Template, counted};
pub use standing::Standing;

#[cfg(feature = "cli")]
mod visible;

#[cfg(feature = "cli")]
pub(crate) use visible::{masked, visible};

#[cfg(test)]
pub(crate) use sentence::check;
pub(crate) use sentence::sentences;
