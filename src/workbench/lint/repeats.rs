//! What a file says although the file that it extends says the same.

use super::{Context, Found};
use crate::diagnostic::{Diagnostic, Page};

pub(super) const PAGE: Page = Page {
    code: "repeats-parent",
    what: "A file says what the file that it extends says already.",
    why: "A duplicated rule is changed in one place and kept in the other, and a reader who looks for what this condition asks beyond the other is shown something that is the same.",
    faulty: r#"ask        = "running""#,
    mended: "",
};

pub(super) fn check(context: &Context<'_>) -> Vec<Found> {
    let repeats = context.whole.repeats.iter();
    repeats
        .map(|(name, span)| {
            let message = format!("`{name}` is as in the file that is extended");
            let fault = Diagnostic::new(PAGE.code, span.clone(), message);
            Found::new(fault.help("remove it: what is not given is taken over"))
        })
        .collect()
}
