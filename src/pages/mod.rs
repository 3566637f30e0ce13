//! What people read: each report, plan and list as a document, in words. Nothing here decides anything.

#[cfg(feature = "cli")]
pub mod html;
#[cfg(feature = "cli")]
pub(crate) mod ladder;
#[cfg(feature = "cli")]
mod lines;
pub mod load;
#[cfg(feature = "cli")]
pub mod markdown;
#[cfg(feature = "cli")]
pub mod next;
pub mod notes;
#[cfg(feature = "cli")]
mod phrases;
#[cfg(feature = "cli")]
pub mod plan;
#[cfg(feature = "cli")]
mod svg;
#[cfg(feature = "cli")]
pub mod text;
#[cfg(feature = "cli")]
pub mod timeline;
#[cfg(feature = "cli")]
pub mod units;
pub mod words;

use crate::engine::report::{Line, Planned, Report, Rung};
pub use words::{Wording, goal_in_words};
