//! Watch files and exports.

pub(crate) mod exports;
pub(crate) mod fit;
pub(crate) mod limits;
pub(crate) mod merge;
pub(crate) mod mutations;
pub(crate) mod program;
pub(crate) mod readers;
pub(crate) mod watch;
