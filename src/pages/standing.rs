//! How each stage of a report stands: one answer for every page that draws a ladder.

use crate::document::Standing;
use crate::engine::report::{Report, Rung};
use crate::verdict::Verdict;

/// The stages up to the one asked, the lowest first, each with how it stands.
#[must_use]
pub fn standings<'a>(report: &Report<'a>) -> Vec<(Rung<'a>, Standing)> {
    let mut cleared = true;
    let stages = report.ladder().map(|rung| {
        cleared &= rung.envelope.worst() == Verdict::Go;
        let (worst, best) = (rung.envelope.worst(), rung.envelope.best());
        let standing = match worst {
            Verdict::Go if cleared => Standing::Cleared,
            Verdict::Go => Standing::Waits,
            Verdict::Caution | Verdict::NoGo if best < worst => Standing::NotKnown,
            Verdict::Caution => Standing::Caution,
            Verdict::NoGo => Standing::Failed,
        };
        (rung, standing)
    });
    stages.collect()
}
