//! Files that cannot stand beside one another, or beside those that ship with the program.

use super::{Context, Found};
use crate::diagnostic::{Diagnostic, Page};
use crate::protocol::builtin::SHIPPED;

pub(super) const DUPLICATE_PROTOCOL: Page = Page {
    code: "duplicate-protocol",
    what: "Two files have one id.",
    why: "A report names the id of the protocol that judged. With two of them nobody can say which limits a runner was held to, and `rtr check` refuses both.",
    faulty: r#"id         = "duplicate-protocol""#,
    mended: r#"id         = "duplicate-protocol-mended""#,
};

pub(super) const SAME_CONDITION: Page = Page {
    code: "same-condition",
    what: "Two files answer for the same condition.",
    why: "Nothing says which of them judges a runner with it, so `rtr check` refuses to judge until one is named with --protocol.",
    faulty: r#"conditions = ["my-achilles"]"#,
    mended: r#"conditions = ["another-achilles"]"#,
};

pub(super) const SHIPPED_CONDITION: Page = Page {
    code: "shipped-condition",
    what: "A condition is one that a shipped file answers for.",
    why: "The shipped file stays beside this one, so `rtr check` refuses to judge until one is named with --protocol. A file that is to stand in place of a shipped one takes its id.",
    faulty: r#"conditions = ["achilles-midportion"]"#,
    mended: r#"conditions = ["my-achilles"]"#,
};

pub(super) fn duplicate_protocol(context: &Context<'_>) -> Vec<Found> {
    let id = &context.raw.id;
    let other = context
        .earlier
        .iter()
        .find(|(_, raw)| raw.id.value == id.value);
    other
        .map(|(source, _)| {
            let message = format!("`{}` stands in {}, too", id.value, source.name);
            Found::new(
                Diagnostic::new(DUPLICATE_PROTOCOL.code, id.span.clone(), message)
                    .help("give every protocol an id of its own, and name its file after it"),
            )
        })
        .into_iter()
        .collect()
}

pub(super) fn same_condition(context: &Context<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for condition in &context.raw.conditions.value {
        let other = context.earlier.iter().find(|(_, raw)| {
            let mut answered = raw.conditions.value.iter();
            raw.id.value != context.raw.id.value
                && answered.any(|answered| answered.value == condition.value)
        });
        if let Some((source, _)) = other {
            let message = format!("{} answers for `{}`, too", source.name, condition.value);
            found.push(Found::new(
                Diagnostic::new(SAME_CONDITION.code, condition.span.clone(), message)
                    .help("leave the condition to one of the files"),
            ));
        }
    }
    found
}

pub(super) fn shipped_condition(context: &Context<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for condition in &context.raw.conditions.value {
        let shipped = SHIPPED.iter().find(|shipped| {
            // A shipped file that is being linted as well is spoken of as any other file.
            let is_linted = context
                .earlier
                .iter()
                .any(|(_, raw)| raw.id.value == shipped.id);
            let is_own = context.raw.id.value == shipped.id;
            shipped.conditions.contains(&condition.value.as_str()) && !is_own && !is_linted
        });
        if let Some(shipped) = shipped {
            let message = format!(
                "the shipped `{}` answers for `{}`, too",
                shipped.id, condition.value
            );
            found.push(Found::new(
                Diagnostic::new(SHIPPED_CONDITION.code, condition.span.clone(), message).help(
                    format!(
                        "name a condition of your own, or take the id `{}` to stand in its place",
                        shipped.id
                    ),
                ),
            ));
        }
    }
    found
}
