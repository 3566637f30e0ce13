//! A CAUTION that no value reaches, because the measure moves in steps.

use super::{Context, Found};
use crate::diagnostic::{Diagnostic, Page};
use crate::protocol::{Bound, Limit};
use crate::quantity::{Exact, Toward};
use crate::verdict::Verdict;

pub(super) const PAGE: Page = Page {
    code: "empty-caution",
    what: "There is room for a CAUTION on paper, and no value of the measure lies in it.",
    why: "The measure moves in whole or half steps, so that GO turns into NO-GO at once. Its author likely meant a runner in between to be careful; that runner is sent home, or off to run.",
    faulty: r#"go       = ">= 3 runs"
no-go    = "<= 2 runs""#,
    mended: r#"go       = ">= 3 runs"
no-go    = "<= 1 runs""#,
};

pub(super) fn check(context: &Context<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for one in context.criteria() {
        let (Some(bands), Some(written), Some(step)) = (
            &one.criterion.bands,
            &one.raw.no_go,
            one.criterion.measure.step(),
        ) else {
            continue;
        };
        let value = |limit: Option<Limit>| match limit?.bound {
            Bound::Value(value) => Some(value),
            Bound::GoalOver(_) => None,
        };
        let (Some(go), Some(no_go)) = (value(Some(bands.go)), value(bands.no_go)) else {
            continue;
        };
        let (low, high) = (go.min(no_go), go.max(no_go));
        let first = low.to_step(step, Toward::Up);
        // Of three steps in a row at most the two outer ones can be the limits themselves.
        let steps = [first, first.plus(step), first.plus(step).plus(step)];
        let caution = |value: Exact| bands.place(value, None) == Some(Verdict::Caution);
        if low == high || steps.into_iter().any(caution) {
            continue;
        }
        let measure = one.criterion.measure;
        let message = format!(
            "no value lies between GO and NO-GO: `{}` moves in steps of {}",
            measure.id,
            measure.show(step)
        );
        found.push(
            one.found(
                Diagnostic::new(PAGE.code, written.span.clone(), message)
                    .label("the next value is GO")
                    .related(one.go_span(), "GO here")
                    .help("leave a value between the two, or let NO-GO begin where GO ends"),
            ),
        );
    }
    found
}
