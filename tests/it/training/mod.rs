//! The log, ladders, the next session and plans.

pub(crate) mod ladders;
pub(crate) mod log;
pub(crate) mod next;
pub(crate) mod plan;
