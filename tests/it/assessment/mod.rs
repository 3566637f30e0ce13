//! Records: what is read, and what is refused.

pub(crate) mod input;
pub(crate) mod predictive;
