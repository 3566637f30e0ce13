//! What people read.

pub(crate) mod cases;
pub(crate) mod language;
pub(crate) mod markup;
pub(crate) mod miles;
pub(crate) mod missing;
pub(crate) mod screen;
pub(crate) mod story;
