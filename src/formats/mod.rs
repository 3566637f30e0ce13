//! What machines read: every report as JSON, a plan as a calendar. A change of meaning makes a new version of a format.

#[cfg(feature = "cli")]
pub mod calendar;
pub mod json_v1;
