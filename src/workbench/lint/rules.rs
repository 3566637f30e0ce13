//! Rules of a ladder that another rule already holds.

use super::compare::holds_all;
use super::{Context, Found};
use crate::diagnostic::{Diagnostic, Page};
use crate::protocol::Rule;

pub(super) const PAGE: Page = Page {
    code: "rule-never-counts",
    what: "A rule of the ladder holds only when another one holds that is at least as cautious.",
    why: "Of several rules the most cautious counts, so this one never does. Either its limit or its `then` is not the one that was meant.",
    faulty: r#"if        = "> 6 nrs"
fresh     = "14 d"
then      = "hold""#,
    mended: r#"if        = "> 2 nrs"
fresh     = "14 d"
then      = "hold""#,
};

/// Whether the other holds whenever this one does, and is at least as cautious.
fn held_by(one: &Rule, other: &Rule) -> bool {
    one.measure == other.measure
        && one.window == other.window
        && holds_all(other.limit(), one.limit())
        && other.then >= one.then
        && other.rest_days >= one.rest_days
}

pub(super) fn check(context: &Context<'_>) -> Vec<Found> {
    let compiled = context.protocol.ladder_rules.iter();
    let rules: Vec<_> = compiled
        .zip(context.raw.ladder_rule.iter().flatten())
        .enumerate()
        .collect();
    let mut found = Vec::new();
    for (place, (rule, raw)) in &rules {
        let other = rules.iter().find(|(other, (held, _))| {
            other != place && held_by(rule, held) && (other < place || !held_by(held, rule))
        });
        if let Some((_, (other, written))) = other {
            let message = format!(
                "the rule never counts: another says `{}` whenever it holds",
                other.then.word()
            );
            found.push(Found::new(
                Diagnostic::new(PAGE.code, raw.holds.span.clone(), message)
                    .label("never counts")
                    .related(written.holds.span.clone(), "counts already")
                    .help("change its limit or `then`, or remove it"),
            ));
        }
    }
    found
}
