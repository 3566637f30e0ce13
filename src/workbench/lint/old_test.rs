//! Tests and diaries that may be old.

use super::{Context, Found};
use crate::diagnostic::{Diagnostic, Page};
use crate::measure::Nature;

pub(super) const PAGE: Page = Page {
    code: "old-test",
    what: "A test or a diary may be more than 90 days old.",
    why: "A tendon gains or loses in weeks. A test of last year says nothing of the leg that is to run today, and a GO that rests on it is a guess.",
    faulty: r#"fresh    = "365 d""#,
    mended: r#"fresh    = "7 d""#,
};

/// Days after which a test, or pain, is of another leg: more than a programme of twelve weeks.
const OLD: u16 = 90;

pub(super) fn check(context: &Context<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for one in context.criteria() {
        let measure = one.criterion.measure;
        // A sign such as a pop is told once, and stays what it was.
        let is_test = measure.nature == Nature::Observation && measure.scale.words().is_empty();
        let windows = [&one.raw.fresh, &one.raw.over];
        let Some(written) = windows.into_iter().flatten().next() else {
            continue;
        };
        let days = context
            .protocol
            .queries
            .get(one.criterion.query)
            .and_then(|query| query.window.fresh.max(query.window.over));
        let Some(days) = days.filter(|days| is_test && *days > OLD) else {
            continue;
        };
        found.push(
            one.found(
                Diagnostic::new(
                    PAGE.code,
                    written.span.clone(),
                    format!("what was found {days} days ago counts as of today"),
                )
                .label("older than a whole programme")
                .help("write the days after which you would test again"),
            ),
        );
    }
    found
}
