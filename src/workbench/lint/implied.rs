//! Criteria that another one already holds: they can never decide.

use super::compare::{asks_no_more, no_stricter};
use super::{Context, Found, One};
use crate::diagnostic::{Diagnostic, Page};
use crate::protocol::Asked;

pub(super) const DUPLICATE_CRITERION: Page = Page {
    code: "duplicate-criterion",
    what: "A criterion is asked twice, with the same bands of the same measure and window.",
    why: "The second never decides anything. A clinician who changes the limit in one place would believe that it is changed, and a runner would be judged by the other.",
    faulty: r#"id       = "walking"
measure  = "pain.daily.worst"
go       = "<= 2 nrs""#,
    mended: r#"id       = "walking"
measure  = "pain.walking"
go       = "<= 2 nrs""#,
};

pub(super) const NEVER_DECIDES: Page = Page {
    code: "never-decides",
    what: "Another criterion of the stage is asked whenever this one is, of the same reading, and is at least as strict.",
    why: "It looks like a safeguard and is none: no runner is ever held back by it. Either its limit is not the one that was meant, or it can go.",
    faulty: r#"when     = { same_site_last_12_months = "yes" }
go       = "<= 3 nrs""#,
    mended: r#"when     = { same_site_last_12_months = "yes" }
go       = "<= 1 nrs""#,
};

pub(super) const LAXER_LATER: Page = Page {
    code: "laxer-later",
    what: "A criterion of a later stage asks no more than one of an earlier stage on the same reading.",
    why: "A stage is cleared only with all before it, so this criterion never decides. A ladder gets harder, and a runner who is told that more pain is fine before a race than before a walk loses trust in both.",
    faulty: r#"go       = "<= 4 nrs""#,
    mended: r#"go       = "<= 1 nrs""#,
};

pub(super) const CLINIC_LAXER: Page = Page {
    code: "clinic-laxer",
    what: "A criterion of the clinic asks no more than one that is asked of everybody.",
    why: "Everybody's criterion counts in the clinic, too, so this one never decides there. A clinician who measures and is shown the laxer limit would believe that it is the one that counts.",
    faulty: r#"go       = ">= 8 hops""#,
    mended: r#"go       = ">= 25 hops""#,
};

/// How a criterion relates to the one that already holds it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Implication {
    Twice,
    SameStage,
    LaterStage,
    InClinic,
}

pub(super) fn duplicate_criterion(context: &Context<'_>) -> Vec<Found> {
    find(context, Implication::Twice, &DUPLICATE_CRITERION)
}

pub(super) fn never_decides(context: &Context<'_>) -> Vec<Found> {
    find(context, Implication::SameStage, &NEVER_DECIDES)
}

pub(super) fn laxer_later(context: &Context<'_>) -> Vec<Found> {
    find(context, Implication::LaterStage, &LAXER_LATER)
}

pub(super) fn clinic_laxer(context: &Context<'_>) -> Vec<Found> {
    find(context, Implication::InClinic, &CLINIC_LAXER)
}

fn find(context: &Context<'_>, wanted: Implication, page: &Page) -> Vec<Found> {
    let mut found = Vec::new();
    for one in context.deciding() {
        // Leaned on or spoken of, it does something even though it never decides by itself.
        if is_named(context, one.place) {
            continue;
        }
        let other = context.deciding().find(|other| holds(&one, other));
        if let Some(other) = other
            && how(&one, &other) == wanted
        {
            let name = context.name(&other, one.stage);
            found.push(one.found(describe(&one, &other, &name, wanted, page)));
        }
    }
    found
}

fn is_named(context: &Context<'_>, place: usize) -> bool {
    let leans = |one: One<'_>| {
        one.criterion.no_go_only_with == Some(place)
            || one.criterion.caution_only_with == Some(place)
    };
    let mut remarks = context.protocol.remarks.iter();
    context.criteria().any(leans) || remarks.any(|remark| remark.beside == place)
}

/// Whether `other` already holds all that `one` asks, and is not itself the one to go.
fn holds(one: &One<'_>, other: &One<'_>) -> bool {
    let before = other.place < one.place;
    other.place != one.place
        && other.stage <= one.stage
        && asks_no_more(one, other)
        && (before || !asks_no_more(other, one))
}

fn how(one: &One<'_>, other: &One<'_>) -> Implication {
    let same_bands = match (&one.criterion.bands, &other.criterion.bands) {
        (Some(one), Some(other)) => no_stricter(one, other) && no_stricter(other, one),
        (Some(_) | None, Some(_) | None) => false,
    };
    if one.criterion.asked == Asked::Clinic && other.criterion.asked == Asked::Always {
        Implication::InClinic
    } else if same_bands && one.criterion.when == other.criterion.when {
        Implication::Twice
    } else if other.stage < one.stage {
        Implication::LaterStage
    } else {
        Implication::SameStage
    }
}

fn describe(
    one: &One<'_>,
    other: &One<'_>,
    name: &str,
    how: Implication,
    page: &Page,
) -> Diagnostic {
    let id = &one.criterion.id;
    let (message, help) = match how {
        Implication::Twice => (
            format!("`{id}` asks the same as `{name}`"),
            "remove one of the two, or change its measure, window or limits",
        ),
        Implication::SameStage => (
            format!("`{id}` never decides: `{name}` asks at least as much"),
            "make it stricter, or remove it",
        ),
        Implication::LaterStage => (
            format!("`{id}` never decides: `{name}`, in an earlier stage, asks at least as much"),
            "a later stage asks more: make it stricter, or remove it",
        ),
        Implication::InClinic => (
            format!(
                "`{id}` never decides: everybody is asked `{name}`, which is at least as strict"
            ),
            "the clinic asks more: make it stricter, or remove it",
        ),
    };
    Diagnostic::new(page.code, one.go_span(), message)
        .label("never decides")
        .related(other.go_span(), "decides already")
        .help(help)
}
