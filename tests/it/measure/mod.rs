//! Measures: what each says of a record.

pub(crate) mod declared;
pub(crate) mod ladder;
pub(crate) mod load;
pub(crate) mod longest;
pub(crate) mod measures;
