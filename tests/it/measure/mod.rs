//! Measures: what each says of a record.

pub(crate) mod load;
pub(crate) mod measures;
