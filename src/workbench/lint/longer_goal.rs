//! Goals that become easier to be cleared for by being longer.

use super::compare::{always_with, holds_all, no_stricter};
use super::{Context, Found, One};
use crate::diagnostic::{Diagnostic, Page};
use crate::measure::Better;
use crate::protocol::{Bound, Condition, Fact, Limit, Operator};

pub(super) const PAGE: Page = Page {
    code: "longer-goal-helps",
    what: "A longer goal is asked less than a shorter one.",
    why: "A runner who is held back before ten kilometres would be cleared by entering a marathon. A criterion for short goals needs one at least as strict for the longer; and a limit on something that is better when less must not grow with the goal.",
    faulty: r#"when     = { goal_distance = "<= 10 km" }"#,
    mended: r#"when     = { goal_distance = "> 10 km" }"#,
};

pub(super) fn check(context: &Context<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for one in context.deciding() {
        let Some(bands) = &one.criterion.bands else {
            continue;
        };
        let grows = |limit: Limit| matches!(limit.bound, Bound::GoalOver(_));
        let laxer = one.criterion.measure.better == Some(Better::Lower)
            && (grows(bands.go) || bands.no_go.is_some_and(grows));
        if laxer {
            let message = format!(
                "the longer the goal, the more of `{}` is fine",
                one.criterion.measure.id
            );
            found.push(
                one.found(
                    Diagnostic::new(PAGE.code, one.go_span(), message)
                        .label("grows with the goal")
                        .help("write a number: less is better here, whatever the goal"),
                ),
            );
        }
        let (Some(short), Some(when)) = (short(&one), &one.raw.when) else {
            continue;
        };
        if !context
            .deciding()
            .any(|other| takes_over(&one, &other, short))
        {
            let message = format!("`{}` is asked of short goals only", one.criterion.id);
            found.push(
                one.found(
                    Diagnostic::new(PAGE.code, when.span.clone(), message)
                        .label("a longer goal drops it")
                        .help("ask it of every goal, or add one at least as strict for the longer"),
                ),
            );
        }
    }
    found
}

/// The distance up to which it is asked.
fn short(one: &One<'_>) -> Option<Limit> {
    one.criterion
        .when
        .iter()
        .find_map(|condition| match condition {
            Condition::Compares(Fact::GoalDistance, operator, bound) => {
                let limit = Limit {
                    operator: *operator,
                    bound: Bound::Value(*bound),
                };
                (operator.toward() == Better::Lower).then_some(limit)
            }
            Condition::Compares(..) | Condition::OneOf(..) => None,
        })
}

/// Whether the other asks at least as much of every longer goal.
fn takes_over(one: &One<'_>, other: &One<'_>, short: Limit) -> bool {
    let (Some(bands), Some(others)) = (&one.criterion.bands, &other.criterion.bands) else {
        return false;
    };
    let beyond = Limit {
        operator: match short.operator {
            Operator::Below => Operator::AtLeast,
            Operator::AtMost | Operator::Above | Operator::AtLeast => Operator::Above,
        },
        bound: short.bound,
    };
    let is_distance =
        |condition: &Condition| matches!(condition, Condition::Compares(Fact::GoalDistance, ..));
    let asked_beyond = other
        .criterion
        .when
        .iter()
        .all(|condition| match condition {
            Condition::Compares(Fact::GoalDistance, operator, bound) => holds_all(
                Limit {
                    operator: *operator,
                    bound: Bound::Value(*bound),
                },
                beyond,
            ),
            Condition::Compares(..) | Condition::OneOf(..) => true,
        });
    let rest = |one: &One<'_>| -> Vec<Condition> {
        let when = one.criterion.when.iter();
        when.filter(|condition| !is_distance(condition))
            .cloned()
            .collect()
    };
    let lowered =
        other.criterion.no_go_only_with.is_some() || other.criterion.caution_only_with.is_some();
    other.place != one.place
        && other.stage <= one.stage
        && other.criterion.query == one.criterion.query
        && other.criterion.counts_wherever(one.criterion)
        && !lowered
        && (one.criterion.step || !other.criterion.step)
        && asked_beyond
        && always_with(&rest(one), &rest(other))
        && no_stricter(bands, others)
}
