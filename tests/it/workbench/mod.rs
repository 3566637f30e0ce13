//! The workbench of those who own criteria.

pub(crate) mod diff;
pub(crate) mod drafts;
pub(crate) mod layout;
pub(crate) mod lint;
pub(crate) mod lint_truth;
pub(crate) mod manual;
pub(crate) mod mutate;
pub(crate) mod prove;
pub(crate) mod test;
pub(crate) mod truth;
pub(crate) mod verbs;
