//! First versions of the JSON formats: output-only structs.

pub mod load;
#[cfg(feature = "cli")]
pub mod next;
#[cfg(feature = "cli")]
pub mod page;
#[cfg(feature = "cli")]
pub mod plan;
pub mod report;
#[cfg(feature = "cli")]
pub mod timeline;
