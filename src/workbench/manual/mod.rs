//! The criteria as a document for clinicians: first what it says, as data, then the page of it.
//!
//! *Why are criteria that two protocols share told once?* A clinician reads the manual from top to bottom. What stands in an earlier
//! chapter word for word is only named, so that what is shown again differs.

mod appendix;
mod decisions;
mod ladder;
mod number_line;
mod outline;
mod page;
mod svg;

pub(super) use self::decisions::TEMPLATES as OF_DECISIONS;
pub(super) use self::ladder::TEMPLATES as OF_LADDER;
pub(super) use self::page::TEMPLATES as OF_PAGE;
pub use decisions::Decision;
pub use number_line::{NumberLine, Segment};
pub use outline::{Body, Chapter, Entry, JudgingChapter, Manual, Rung, Shared};
