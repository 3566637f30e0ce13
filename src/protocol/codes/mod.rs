//! Every fault code of a criteria file that does not compile, each with its page: `rtr explain CODE`.

mod bands;
mod criteria;
mod extends;
mod head;
mod ladders;
mod language;
mod measures;
mod rules;

use crate::diagnostic::Page;

/// The families of codes.
const FAMILIES: [&[Page]; 8] = [
    bands::PAGES,
    criteria::PAGES,
    extends::PAGES,
    head::PAGES,
    ladders::PAGES,
    language::PAGES,
    measures::PAGES,
    rules::PAGES,
];

/// Every page, family by family.
pub fn pages() -> impl Iterator<Item = &'static Page> {
    FAMILIES.into_iter().flatten()
}

/// The code's page; `None` for no code.
#[must_use]
pub fn find(code: &str) -> Option<&'static Page> {
    pages().find(|page| page.code == code)
}
