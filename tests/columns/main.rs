//! Tables of columns: what goes in as JSON comes out with the same verdicts, and odd tables are refused by name.

#[path = "../../examples/generator/mod.rs"]
mod generator;
mod odd;
mod program;
mod round_trip;
#[path = "../../examples/generator/shuffle.rs"]
mod shuffle;
#[path = "../it/support.rs"]
mod support;
mod verdicts;
