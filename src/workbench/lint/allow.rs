//! Exceptions: findings that a criterion says are meant so.
//!
//! *Why on the criterion, and nowhere else?* The person who reads the limit must see what was found about it, and why it stands all the same.

use super::{Context, Found, LINTS};
use crate::diagnostic::{Diagnostic, Level, Page, suggest};

pub(super) const UNKNOWN_LINT: Page = Page {
    code: "unknown-lint",
    what: "`allow` names something that is no lint, or an error.",
    why: "A misspelt exception excuses nothing, and an error cannot be meant so: it would clear a runner whom the file means to hold back.",
    faulty: r#"over     = "7 d"
allow    = [{ lint = "clif", because = "the limits are those of the source" }]"#,
    mended: r#"over     = "7 d""#,
};

pub(super) const UNUSED_ALLOW: Page = Page {
    code: "unused-allow",
    what: "`allow` excuses something that is not found.",
    why: "An exception that has lost its reason would silently excuse the next fault of that kind. The reader of the file would also believe in a weakness that is no longer there.",
    faulty: r#"over     = "7 d"
allow    = [{ lint = "cliff", because = "the limits are those of the source" }]"#,
    mended: r#"over     = "7 d""#,
};

pub(super) fn unknown_lint(context: &Context<'_>) -> Vec<Found> {
    let known: Vec<&str> = LINTS
        .iter()
        .filter(|lint| lint.level < Level::Error)
        .map(|lint| lint.page.code)
        .collect();
    let mut found = Vec::new();
    for one in context.criteria() {
        for allow in one.raw.allow.iter().flatten() {
            let name = allow.lint.value.as_str();
            if known.contains(&name) {
                continue;
            }
            let (message, help) = if super::find(name).is_some() {
                (
                    format!("`{name}` is an error, and cannot be allowed"),
                    "mend it; warnings and notes can be allowed".to_owned(),
                )
            } else {
                (format!("no lint `{name}`"), suggest(name, &known))
            };
            found.push(one.found(
                Diagnostic::new(UNKNOWN_LINT.code, allow.lint.span.clone(), message).help(help),
            ));
        }
    }
    found
}

pub(super) fn unused_allow(context: &Context<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for one in context.criteria() {
        for allow in one.raw.allow.iter().flatten() {
            let lint = LINTS
                .iter()
                .find(|lint| lint.page.code == allow.lint.value && lint.level < Level::Error);
            // What is no lint is said elsewhere; and what is said here cannot excuse itself.
            let Some(lint) = lint.filter(|lint| lint.page.code != UNUSED_ALLOW.code) else {
                continue;
            };
            let used = (lint.check)(context)
                .iter()
                .any(|found| found.criterion == Some(one.place));
            if !used {
                let message = format!(
                    "`{}` allows `{}`, which is not found",
                    one.criterion.id, allow.lint.value
                );
                found.push(
                    one.found(
                        Diagnostic::new(UNUSED_ALLOW.code, allow.lint.span.clone(), message)
                            .label("excuses nothing")
                            .help("remove it"),
                    ),
                );
            }
        }
    }
    found
}
