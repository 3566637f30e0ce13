//! Shares of the goal that are more than the goal.

use super::{Context, Found};
use crate::diagnostic::{Diagnostic, Page};
use crate::protocol::{Bound, Limit};
use crate::quantity::Exact;

pub(super) const PAGE: Page = Page {
    code: "share-above-goal",
    what: "A limit is more than the whole goal.",
    why: "The goal is divided by the number, so nine tenths of it are `goal / 1.12` and not `goal / 0.9`. As it stands a runner must have run farther than the race to be cleared for it, and is held back by a slip of the pen.",
    faulty: r#"go       = ">= goal / 0.9""#,
    mended: r#"go       = ">= goal / 1.12""#,
};

pub(super) fn check(context: &Context<'_>) -> Vec<Found> {
    let above = |limit: Option<Limit>| match limit.map(|limit| limit.bound) {
        Some(Bound::GoalOver(divisor)) => divisor < Exact::whole(1),
        Some(Bound::Value(_)) | None => false,
    };
    let mut found = Vec::new();
    for one in context.criteria() {
        let Some(bands) = &one.criterion.bands else {
            continue;
        };
        let written = [
            (above(Some(bands.go)), &one.raw.go),
            (above(bands.no_go), &one.raw.no_go),
        ];
        for (_, band) in written.into_iter().filter(|(above, _)| *above) {
            let Some(band) = band else {
                continue;
            };
            found.push(
                one.found(
                    Diagnostic::new(
                        PAGE.code,
                        band.span.clone(),
                        "the limit is more than the whole goal",
                    )
                    .label("the goal is divided by this")
                    .help("to ask for a part of the goal, divide by more than 1: `goal / 1.10`"),
                ),
            );
        }
    }
    found
}
