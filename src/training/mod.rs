//! Training: what was run, day by day. Nothing here judges; criteria do.

pub mod log;
