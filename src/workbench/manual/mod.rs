//! The criteria as a document for clinicians: first what it says, as data, then that drawn as Markdown or HTML.
//!
//! *Why are criteria that two protocols share told once?* A clinician reads the manual from top to bottom. What stands in an earlier
//! chapter word for word is only named, so that what is told again differs.

mod appendix;
mod decisions;
pub mod html;

pub mod markdown;
mod number_line;
mod outline;
mod svg;

mod words;

pub use decisions::Decision;
pub use number_line::{NumberLine, Segment};
pub use outline::{Body, Chapter, Entry, Judged, Manual, Rung, Shared};
