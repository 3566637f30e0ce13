//! What a runner is shown beside a verdict: why, and what to do.

use super::{Context, Found};
use crate::diagnostic::{Diagnostic, Page};
use crate::measure::Act;
use crate::protocol::raw::Text;

pub(super) const MISSING_ADVICE: Page = Page {
    code: "missing-advice",
    what: "A criterion that can hold a runner back, on something a runner can change, does not say what to do.",
    why: "The report says what is missing and by how much, and then leaves the runner alone. A NO-GO without a way out is passed over. Say in `do` what to train or to wait for, and how to test it again.",
    faulty: r#"why      = "The calf carries several times body weight in running.""#,
    mended: r#"why      = "The calf carries several times body weight in running."
do       = "Single-leg heel raises to fatigue every other day; retest weekly.""#,
};

pub(super) const SHORT_WHY: Page = Page {
    code: "short-why",
    what: "A `why` or a `because` says nothing, or next to nothing.",
    why: "Every reason is read by a runner who has just been told not to run. One who sees why will keep to it; and the clinician who signs the file off has to weigh it.",
    faulty: r#"why      = "Pain.""#,
    mended: r#"why      = "Daily life must be nearly free of pain before more is asked of the tendon.""#,
};

/// Fewer words than this cannot give a reason.
const FEWEST_WORDS: usize = 3;

pub(super) fn missing_advice(context: &Context<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for one in context.deciding() {
        let can_change = match one.criterion.measure.act {
            Act::No => false,
            Act::By(_) | Act::Follows(_) => true,
        };
        let advice = one.criterion.advice.as_deref().unwrap_or_default();
        if can_change && advice.trim().is_empty() {
            let message = format!("`{}` does not say what to do", one.criterion.id);
            found.push(one.found(
                Diagnostic::new(MISSING_ADVICE.code, one.raw.id.span.clone(), message)
                    .label("holds a runner back")
                    .help("add `do = \"...\"`: what to train or to wait for, and when to test again"),
            ));
        }
    }
    found
}

pub(super) fn short_why(context: &Context<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for one in context.criteria() {
        found.extend(short("why", &one.raw.why).map(|short| one.found(short)));
        for allow in one.raw.allow.iter().flatten() {
            found.extend(short("because", &allow.because).map(|short| one.found(short)));
        }
    }
    let ladders = context.raw.ladder.iter().flatten();
    found.extend(
        ladders
            .filter_map(|ladder| short("why", &ladder.why))
            .map(Found::new),
    );
    found
}

fn short(key: &str, text: &Text) -> Option<Diagnostic> {
    if text.value.split_whitespace().count() >= FEWEST_WORDS {
        return None;
    }
    let message = format!("`{key}` gives no reason");
    Some(
        Diagnostic::new(SHORT_WHY.code, text.span.clone(), message)
            .help("say in a sentence why, for the runner and for the clinician who signs it off"),
    )
}
