//! Confidence that a choice cannot carry.

use super::{Context, Found};
use crate::diagnostic::{Diagnostic, Page};
use crate::protocol::raw::Evidence;

pub(super) const PAGE: Page = Page {
    code: "confidence-of-convention",
    what: "A convention claims `high` confidence.",
    why: "A convention is what this project chose or remembered; nobody has tested it. A runner who reads `high` takes it for settled, and a clinician signs it off without looking.",
    faulty: r#"evidence = { sources = [], confidence = "high", kind = "convention" }"#,
    mended: r#"evidence = { sources = [], confidence = "low", kind = "convention" }"#,
};

pub(super) fn check(context: &Context<'_>) -> Vec<Found> {
    let mut found: Vec<Found> = context
        .criteria()
        .filter_map(|one| Some(one.found(overstated(&one.raw.evidence)?)))
        .collect();
    let ladders = context
        .raw
        .ladder
        .iter()
        .flatten()
        .map(|ladder| &ladder.evidence);
    let rules = context
        .raw
        .ladder_rule
        .iter()
        .flatten()
        .map(|rule| &rule.evidence);
    let clean = context.raw.clean.iter();
    let least_run = context.raw.least_run.iter();
    let flare = context.raw.flare.iter();
    let counting = clean
        .filter_map(|rule| rule.value.evidence.as_ref())
        .chain(least_run.filter_map(|rule| rule.value.evidence.as_ref()))
        .chain(flare.filter_map(|rule| rule.value.evidence.as_ref()));
    found.extend(
        ladders
            .chain(rules)
            .chain(counting)
            .filter_map(overstated)
            .map(Found::new),
    );
    found
}

fn overstated(evidence: &Evidence) -> Option<Diagnostic> {
    let claims = evidence.kind.value == "convention" && evidence.confidence.value == "high";
    claims.then(|| {
        Diagnostic::new(
            PAGE.code,
            evidence.confidence.span.clone(),
            "a convention with `high` confidence",
        )
        .label("nobody has tested it")
        .related(evidence.kind.span.clone(), "a choice")
        .help("write `low` or `very-low`, or name sources that bear more")
    })
}
