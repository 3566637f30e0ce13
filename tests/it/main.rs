//! Integration tests: one module per promise.

mod allocation;
mod cases;
mod cli;
mod faulty;
mod import;
mod import_exports;
mod import_fit;
mod import_limits;
mod import_merge;
mod input;
mod ladders;
mod load;
mod mutations;
mod pages;
mod place;
mod promises;
mod readers;
mod readme;
mod schema;
mod second_opinion;
mod story;
mod support;
mod training;
mod watch;
mod way_out;
mod withheld;
