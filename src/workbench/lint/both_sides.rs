//! What nobody tests when both sides are hurt.

use super::{Context, Found, One};
use crate::diagnostic::{Diagnostic, Page};
use crate::measure::{Act, Definition, Nature};
use crate::protocol::{Condition, Fact};

pub(super) const PAGE: Page = Page {
    code: "both-sides-untested",
    what: "A quantity is tested only when one side is hurt.",
    why: "With both sides hurt there is no sound leg to compare with, and nothing else tests the quantity: a runner with two weak calves is asked less than one with a single weak calf. Ask an absolute limit of both.",
    faulty: r#"measure  = "heel_raise.reps.involved"
when     = { side = "one" }"#,
    mended: r#"measure  = "heel_raise.reps.involved""#,
};

pub(super) fn check(context: &Context<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    let observed = |one: &One<'_>| one.criterion.measure.nature == Nature::Observation;
    for one in context.deciding().filter(observed) {
        let quantity = quantity(one.criterion.measure);
        let tested = |other: One<'_>| {
            let before = other.stage <= one.stage;
            let asked = other.criterion.asked <= one.criterion.asked;
            before && asked && tests_both(&other, quantity, one.stage)
        };
        if allows(&one, "both") || context.deciding().any(tested) {
            continue;
        }
        let when = one.raw.when.as_ref();
        let span = when.map_or(one.raw.id.span.clone(), |when| when.span.clone());
        let message = format!("nothing tests `{}` when both sides are hurt", quantity.id);
        found.push(one.found(
            Diagnostic::new(PAGE.code, span, message)
                .label("asked with one side hurt only")
                .help("ask an absolute limit of everybody, or add a criterion with `when = { side = \"both\" }`"),
        ));
    }
    found
}

/// What a measure tests in the end: the leg, not its share of the other.
fn quantity(measure: &'static Definition) -> &'static Definition {
    match (measure.relative_to, measure.act) {
        (Some(tested), _) | (None, Act::Follows(tested)) => tested,
        (None, Act::No | Act::By(_)) => measure,
    }
}

fn allows(one: &One<'_>, side: &str) -> bool {
    one.criterion.when.iter().all(|condition| match condition {
        Condition::OneOf(Fact::Side, words) => words.iter().any(|word| word == side),
        Condition::OneOf(..) | Condition::Compares(..) => true,
    })
}

/// Whether it tests the quantity with both sides hurt, or is its stage's own answer to that.
fn tests_both(other: &One<'_>, tested: &Definition, stage: usize) -> bool {
    let measure = other.criterion.measure;
    let absolute = measure.relative_to.is_none() && quantity(measure) == tested;
    let instead = other.stage == stage && !allows(other, "one");
    allows(other, "both") && (absolute || instead)
}
