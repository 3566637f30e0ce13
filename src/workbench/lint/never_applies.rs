//! Criteria that can apply to nobody.

use super::share_without_goal::means_nothing;
use super::{Context, Found, One};
use crate::diagnostic::{Diagnostic, Page};
use crate::protocol::{Asks, Clears, Condition, Fact, accepts};
use crate::quantity::Exact;

pub(super) const PAGE: Page = Page {
    code: "never-applies",
    what: "What `when` asks for can never be, so the criterion applies to nobody.",
    why: "It looks like a safeguard and is none; only a runner who leaves the fact out is held back by it, and in vain. A goal of a run, for example, is judged up to the stage that clears running: a criterion of a later stage does not see it.",
    faulty: r#"when     = { age = "> 120 years" }"#,
    mended: r#"when     = { age = "> 60 years" }"#,
};

pub(super) fn check(context: &Context<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for one in context.criteria() {
        let Some(when) = &one.raw.when else {
            continue;
        };
        if let Some(reason) = reason(context, &one) {
            let message = format!("`{}` can never apply: {reason}", one.criterion.id);
            found.push(
                one.found(
                    Diagnostic::new(PAGE.code, when.span.clone(), message)
                        .label("never so")
                        .help("correct the `when`, or remove the criterion"),
                ),
            );
        }
    }
    found
}

/// The goals of which the stage is asked: those whose own stage is this one or a later.
pub(super) fn goals(context: &Context<'_>, stage: usize) -> Vec<&'static str> {
    let asked = |clears: Clears| {
        let mut stages = context.protocol.stages.iter().skip(stage);
        stages.any(|later| later.clears == clears)
    };
    let mut goals = vec!["stage"];
    let sessions = context.protocol.stage_of_sessions();
    let has_sessions = !context.protocol.ladders.is_empty() && sessions >= Some(stage);
    goals.extend(has_sessions.then_some("session"));
    goals.extend(asked(Clears::Running).then_some("run"));
    goals.extend(asked(Clears::Race).then_some("race"));
    goals
}

fn reason(context: &Context<'_>, one: &One<'_>) -> Option<String> {
    let when = &one.criterion.when;
    let distance =
        |condition: &Condition| matches!(condition, Condition::Compares(Fact::GoalDistance, ..));
    let mut goals = goals(context, one.stage);
    // A stage or a session as a goal has no distance.
    if when.iter().any(distance) {
        goals.retain(|goal| !matches!(*goal, "stage" | "session"));
    }
    for condition in when {
        match condition {
            Condition::OneOf(Fact::Goal, words) => {
                goals.retain(|goal| accepts(Fact::Goal, words, goal));
            }
            Condition::OneOf(Fact::Side, words) => {
                let both = words.iter().all(|word| word == "both");
                if both && means_nothing(context, one, Some("both")) {
                    return Some(format!(
                        "`{}` means nothing when both sides are hurt",
                        one.criterion.measure.id
                    ));
                }
            }
            Condition::Compares(fact, operator, bound) => {
                let Asks::Number {
                    unit,
                    what,
                    range: (low, high),
                    ..
                } = fact.row().asks
                else {
                    continue;
                };
                let holds = |end| operator.holds(Exact::whole(end), *bound);
                if !holds(low) && !holds(high) {
                    return Some(format!("{what} is {low} to {high} {unit}"));
                }
            }
            Condition::OneOf(..) => {}
        }
    }
    goals
        .is_empty()
        .then(|| "no such goal is judged up to this stage".to_owned())
}
