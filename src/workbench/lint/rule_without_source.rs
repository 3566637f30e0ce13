//! Rules of evidence that name no source.

use std::ops::Range;

use super::{Context, Found};
use crate::diagnostic::{Diagnostic, Page};

pub(super) const PAGE: Page = Page {
    code: "rule-without-source",
    what: "`clean`, `least_run` or `flare` names no source.",
    why: "These rules decide which sessions and days count, and so move verdicts as much as a limit does. A clinician who signs the file must see whether a study, experts or nobody but its author stands behind the number.",
    faulty: r#"least_run  = { distance = "1 km", minutes = "5 min" }"#,
    mended: r#"least_run  = { distance = "1 km", minutes = "5 min", evidence = { sources = [], confidence = "very-low", kind = "convention" } }"#,
};

pub(super) fn check(context: &Context<'_>) -> Vec<Found> {
    let raw = context.raw;
    let rule = |key, span: &Range<usize>, sourced: bool| {
        (!sourced).then(|| {
            Found::new(
                Diagnostic::new(
                    PAGE.code,
                    span.clone(),
                    format!("`{key}` rests on no source"),
                )
                .help("add `evidence`; what you propose by yourself is a `convention` with no sources"),
            )
        })
    };
    let clean = raw.clean.as_ref();
    let least_run = raw.least_run.as_ref();
    let flare = raw.flare.as_ref();
    let found = [
        clean.and_then(|one| rule("clean", &one.span, one.value.evidence.is_some())),
        least_run.and_then(|one| rule("least_run", &one.span, one.value.evidence.is_some())),
        flare.and_then(|one| rule("flare", &one.span, one.value.evidence.is_some())),
    ];
    found.into_iter().flatten().collect()
}
