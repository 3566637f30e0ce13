//! Stages that ask some runner nothing at all.

use super::never_applies::goals;
use super::{Context, Found, One};
use crate::diagnostic::{Diagnostic, Page};
use crate::protocol::{Asked, Asks, Condition, FACTS, Fact, accepts};

pub(super) const PAGE: Page = Page {
    code: "stage-asks-nothing",
    what: "There are runners of whom a stage asks nothing that decides.",
    why: "It clears them for its activity whatever the tendon can do: all its criteria are notes, or of the clinic, or asked of nobody, or meant for others. Give every stage a criterion that is asked of everybody.",
    faulty: r#"note     = true
why      = "A walk is the least demanding test of the tendon.""#,
    mended: r#"why      = "A walk is the least demanding test of the tendon.""#,
};

/// The words that divide runners into groups, all of whom a stage must ask something.
fn groups() -> impl Iterator<Item = (Fact, &'static str, &'static [&'static str])> {
    FACTS.into_iter().filter_map(|row| match row.asks {
        Asks::Words { all } if row.may_be_unknown => Some((row.fact, row.key, all)),
        Asks::Words { .. } | Asks::Conditions | Asks::Number { .. } => None,
    })
}

pub(super) fn check(context: &Context<'_>) -> Vec<Found> {
    // Nobody is asked for a red flag: whatever criteria answer, they are judged beside it.
    if context.protocol.is_red_flags() {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (place, raw) in context.raw.stage.iter().flatten().enumerate() {
        let all: Vec<One<'_>> = context
            .deciding()
            .filter(|one| one.stage == place)
            .collect();
        let home: Vec<One<'_>> = all
            .iter()
            .copied()
            .filter(|one| one.criterion.asked == Asked::Always)
            .collect();
        let whom = if all.is_empty() {
            Some("of any runner: all its criteria are notes".to_owned())
        } else if home.is_empty() {
            Some("at home: all that decides is asked in the clinic only, or of nobody".to_owned())
        } else {
            group(context, place, &home)
        };
        if let Some(whom) = whom {
            let message = format!("stage `{}` asks nothing {whom}", raw.id.value);
            found.push(Found::new(
                Diagnostic::new(PAGE.code, raw.id.span.clone(), message)
                    .label("clears without asking")
                    .help("add a criterion that is asked of everybody"),
            ));
        }
    }
    found
}

/// A group of runners of whom none of the criteria is asked.
fn group(context: &Context<'_>, stage: usize, criteria: &[One<'_>]) -> Option<String> {
    let conditions: Vec<&str> = context
        .protocol
        .conditions
        .iter()
        .map(String::as_str)
        .collect();
    let goals = goals(context, stage);
    let mut groups: Vec<(Fact, &str, &[&str])> = groups().collect();
    groups.push((Fact::Condition, "condition", &conditions));
    groups.push((Fact::Goal, "goal", &goals));
    for (fact, key, words) in groups {
        for word in words {
            let passes_by = |one: &One<'_>| {
                one.criterion.when.iter().any(|condition| match condition {
                    Condition::OneOf(asked, words) => *asked == fact && !accepts(fact, words, word),
                    // A stage as a goal has no distance.
                    Condition::Compares(asked, ..) => {
                        *asked == Fact::GoalDistance && fact == Fact::Goal && *word == "stage"
                    }
                })
            };
            if criteria.iter().all(passes_by) {
                return Some(format!("when `{key} = \"{word}\"`"));
            }
        }
    }
    None
}
