//! Criteria that let somebody with an injury run, and ask for no red flag.

use super::{Context, Found};
use crate::assessment::NO_INJURY;
use crate::diagnostic::{Diagnostic, Page};
use crate::protocol::{Asked, Clears};

pub(super) const PAGE: Page = Page {
    code: "no-red-flags",
    what: "The file lets an injured runner run and asks for no red flag.",
    why: "Red flags that are on record count beside every file, but what nobody asks is seldom recorded. A runner with a swollen calf or a pop is then judged on pain and strength, and may be told GO.",
    faulty: r#"title  = "Walking and running in turns"
clears = "walk-run""#,
    mended: r#"title  = "Red flags"
clears = "screening""#,
};

pub(super) fn check(context: &Context<'_>) -> Vec<Found> {
    let conditions = &context.raw.conditions;
    if conditions.value.iter().all(|one| one.value == NO_INJURY) {
        return Vec::new();
    }
    let stages = &context.protocol.stages;
    let lets_run = stages.iter().any(|stage| stage.clears >= Clears::WalkRun);
    let asks = context.deciding().any(|one| {
        let screens = stages
            .get(one.stage)
            .is_some_and(|stage| stage.clears == Clears::Screening);
        screens && one.criterion.asked == Asked::Always
    });
    if !lets_run || asks {
        return Vec::new();
    }
    let message = "an injured runner may run, and no red flag is asked";
    vec![Found::new(
        Diagnostic::new(PAGE.code, context.raw.id.span.clone(), message)
            .help("add a stage that clears `screening`, with what a clinician must see first"),
    )]
}
