//! Integration tests: one module per promise.

mod allocation;
mod cases;
mod cli;
mod faulty;
mod input;
mod ladders;
mod load;
mod pages;
mod promises;
mod readers;
mod readme;
mod schema;
mod second_opinion;
mod story;
mod support;
mod training;
mod way_out;
mod withheld;
