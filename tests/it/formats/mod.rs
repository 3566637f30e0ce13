//! What machines read.

pub(crate) mod schema;
