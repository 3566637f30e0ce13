//! Other engines at the same decision as this project: the same verdicts first, then how fast each has them.

pub mod agree;
pub mod corpus;
pub mod decision;
pub mod line;
pub mod measure;
pub mod peers;
pub mod scripts;

/// Whatever goes wrong ends the comparison.
pub type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;
