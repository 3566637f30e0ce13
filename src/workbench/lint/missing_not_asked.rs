//! Files that clear running and do not say what they leave out.

use super::{Context, Found};
use crate::diagnostic::{Diagnostic, Page};
use crate::protocol::Clears;

pub(super) const PAGE: Page = Page {
    code: "missing-not-asked",
    what: "The file clears running, and does not say what it leaves out.",
    why: "No file asks all that published criteria ask. `not_asked` is shown with every GO, so that nobody takes it for more than it is: a runner with a stiff ankle or a fear of the next tear is not told that both were looked at.",
    faulty: r#"ask        = "running""#,
    mended: r#"ask        = "running"
not_asked  = ["The range of motion of the ankle."]"#,
};

pub(super) fn check(context: &Context<'_>) -> Vec<Found> {
    let protocol = context.protocol;
    let clears_running = protocol
        .stages
        .iter()
        .any(|stage| stage.clears >= Clears::Running);
    if !clears_running || !protocol.not_asked.is_empty() {
        return Vec::new();
    }
    vec![Found::new(
        Diagnostic::new(
            PAGE.code,
            context.raw.id.span.clone(),
            "a GO does not say what is not asked",
        )
        .label("clears running")
        .help("add `not_asked` with what published criteria ask and this file does not judge"),
    )]
}
