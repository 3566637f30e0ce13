//! Integration tests, in the folders of `src`: one module per promise.

mod assessment;
mod batch;
mod cli;
mod docs;
mod engine;
mod formats;
mod generated;
mod import;
mod measure;
mod pages;
mod place;
mod protocol;
mod support;
mod training;
mod workbench;
