//! The program as a user meets it.

#[cfg(unix)]
pub(crate) mod dialogue;
pub(crate) mod formats;
pub(crate) mod lost_output;
pub(crate) mod manners;
pub(crate) mod program;
pub(crate) mod readme;
#[cfg(unix)]
pub(crate) mod terminal;
