//! The log, ladders, the next session and plans.

pub(crate) mod agree;
pub(crate) mod ladders;
pub(crate) mod lives;
pub(crate) mod log;
pub(crate) mod next;
pub(crate) mod plan;
pub(crate) mod walker;
