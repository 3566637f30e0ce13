//! Files that cannot stand beside one another.

use super::{Context, Found};
use crate::diagnostic::{Diagnostic, Page};

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
    faulty: r#"conditions = ["achilles-midportion"]"#,
    mended: r#"conditions = ["achilles-insertional"]"#,
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
