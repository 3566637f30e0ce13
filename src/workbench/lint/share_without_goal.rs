//! Shares of a goal that nobody has to state.

use super::{Context, Found, One};
use crate::assessment::Assessment;
use crate::diagnostic::{Diagnostic, Page};
use crate::measure::{GoalDistance, State, Subject};
use crate::protocol::{Bound, Condition, Fact};

pub(super) const PAGE: Page = Page {
    code: "share-without-goal",
    what: "A share of the goal is asked of those who state no goal.",
    why: "Without a distance there is no limit, so a runner who asks only whether running is fine again can never be GO, however well everything is. Ask it with `when = { goal = \"run\" }`, which holds for a race, too, or in a stage above `ask`.",
    faulty: r#"measure  = "load.longest_run_30d"
go       = ">= goal / 1.10""#,
    mended: r#"measure  = "load.longest_run_30d"
when     = { goal = "run" }
go       = ">= goal / 1.10""#,
};

pub(super) fn check(context: &Context<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for one in context.deciding() {
        let Some(bands) = &one.criterion.bands else {
            continue;
        };
        let without = one.criterion.when.iter().all(|condition| match condition {
            Condition::OneOf(Fact::Goal, words) => words.iter().any(|word| word == "stage"),
            Condition::OneOf(..) => true,
            Condition::Compares(fact, ..) => *fact != Fact::GoalDistance,
        });
        let share = matches!(bands.go.bound, Bound::GoalOver(_));
        if share
            && without
            && one.stage <= context.protocol.ask
            && !means_nothing(context, &one, None)
        {
            let message = "a share of the goal is asked of those who have none";
            found.push(
                one.found(
                    Diagnostic::new(PAGE.code, one.go_span(), message)
                        .label("without a goal this is never GO")
                        .help("add `when = { goal = \"run\" }`"),
                ),
            );
        }
    }
    found
}

/// Whether the measure means nothing for a person of whom only this is known, and who has no goal.
pub(super) fn means_nothing(context: &Context<'_>, one: &One<'_>, side: Option<&str>) -> bool {
    let protocol = context.protocol;
    let (Some(condition), Some(query)) = (
        protocol.conditions.first(),
        protocol.queries.get(one.criterion.query),
    ) else {
        return false;
    };
    let mut injury = serde_json::json!({ "condition": condition });
    if let (Some(side), Some(fields)) = (side, injury.as_object_mut()) {
        fields.insert("side".to_owned(), side.into());
    }
    let record = serde_json::json!({ "as_of": context.today.to_string(), "injury": injury });
    let Ok(assessment) = Assessment::from_json(&record.to_string()) else {
        return false;
    };
    let subject = Subject::new(&assessment, assessment.as_of(), GoalDistance::None);
    subject.read(query.measure, query.window).state == State::NotApplicable
}
