//! The engine: its promises, held against slower and simpler ones.

pub(crate) mod allocation;
pub(crate) mod contradictions;
mod evidence;
mod minimal;
mod phase;
pub(crate) mod promises;
pub(crate) mod remedy;
mod second_filter;
pub(crate) mod second_opinion;
mod told_twice;
mod worst_ends;
