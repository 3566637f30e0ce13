//! Criteria that only one sex is asked.

use super::{Context, Found};
use crate::diagnostic::{Diagnostic, Page};
use crate::protocol::{Condition, Fact};

pub(super) const PAGE: Page = Page {
    code: "one-sex",
    what: "A measure decides for one sex, and nothing asks it of the other.",
    why: "A limit was split by sex, and one half was forgotten: the other sex is not asked at all, and passes.",
    faulty: r#"when     = { sex = "male" }"#,
    mended: r#"when     = { sex = ["male", "female"] }"#,
};

pub(super) fn check(context: &Context<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for one in context.deciding() {
        let Some(when) = &one.raw.when else {
            continue;
        };
        let Some(sexes) = one.criterion.when.iter().find_map(of_sex) else {
            continue;
        };
        let missing = ["male", "female"]
            .into_iter()
            .find(|sex| !sexes.iter().any(|word| word == sex));
        let Some(missing) = missing else {
            continue;
        };
        let asks_them = |other: &super::One<'_>| {
            let sexes = other.criterion.when.iter().find_map(of_sex);
            other.criterion.measure == one.criterion.measure
                && sexes.is_none_or(|sexes| sexes.iter().any(|word| word == missing))
        };
        if context.deciding().any(|other| asks_them(&other)) {
            continue;
        }
        let message = format!(
            "`{}` is asked of one sex, and nothing of `{missing}`",
            one.criterion.measure.id
        );
        found.push(
            one.found(
                Diagnostic::new(PAGE.code, when.span.clone(), message)
                    .label("the other passes")
                    .help(format!("add a criterion on it for `{missing}`")),
            ),
        );
    }
    found
}

fn of_sex(condition: &Condition) -> Option<&[String]> {
    match condition {
        Condition::OneOf(Fact::Sex, words) => Some(words),
        Condition::OneOf(..) | Condition::Compares(..) => None,
    }
}
