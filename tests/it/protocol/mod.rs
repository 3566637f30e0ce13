//! The criteria language: what compiles, and what is said of what does not.

pub(crate) mod extends;
pub(crate) mod faulty;
mod red_flags;
