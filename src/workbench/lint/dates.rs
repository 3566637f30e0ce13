//! Reviews and approvals, as of the day that the caller gives.

use super::{Context, Found};
use crate::assessment::Day;
use crate::diagnostic::{Diagnostic, Page};

pub(super) const STALE_REVIEW: Page = Page {
    code: "stale-review",
    what: "The last review is more than two years ago.",
    why: "Evidence moves: a limit that was sound then may have been withdrawn since, and runners are still judged by it. Read the sources again, then set `reviewed`.",
    faulty: "reviewed   = 2024-11-19",
    mended: "reviewed   = 2026-11-21",
};

pub(super) const DATE_IN_FUTURE: Page = Page {
    code: "date-in-future",
    what: "The file was reviewed or approved on a day that has not come.",
    why: "A report shows the day of the review, so that a reader can tell how far to trust it. A day that has not come is a slip of the pen, or a promise.",
    faulty: "reviewed   = 2062-11-21",
    mended: "reviewed   = 2026-11-21",
};

pub(super) const APPROVED_BEFORE_REVIEW: Page = Page {
    code: "approved-before-review",
    what: "The file was reviewed after it was approved.",
    why: "What was approved may not be what judges now. The person who signed must see the file as it was reviewed, or it is a draft again.",
    faulty: r#"approved   = { by = "A. Clinician", on = 2026-10-01 }"#,
    mended: r#"approved   = { by = "A. Clinician", on = 2026-11-21 }"#,
};

/// Two years, one of which may be a leap year.
const TWO_YEARS: i32 = 731;

pub(super) fn stale_review(context: &Context<'_>) -> Vec<Found> {
    let reviewed = &context.raw.reviewed;
    let stale = context.today.since(reviewed.value) > TWO_YEARS;
    let finding = || {
        let message = format!(
            "last reviewed on {}, more than two years before {}",
            reviewed.value, context.today
        );
        Diagnostic::new(STALE_REVIEW.code, reviewed.span.clone(), message)
            .help("read the sources again, then set `reviewed`")
    };
    stale.then(|| Found::new(finding())).into_iter().collect()
}

pub(super) fn date_in_future(context: &Context<'_>) -> Vec<Found> {
    let approved = context.raw.approved.as_ref().map(|approved| &approved.on);
    let dates = [
        ("reviewed", Some(&context.raw.reviewed)),
        ("approved", approved),
    ];
    dates
        .into_iter()
        .filter_map(|(what, date)| date.map(|date| (what, date)))
        .filter(|(_, date)| date.value > context.today)
        .map(|(what, date)| {
            let message = format!("{what} on {}, and today is {}", date.value, context.today);
            Found::new(
                Diagnostic::new(DATE_IN_FUTURE.code, date.span.clone(), message)
                    .help("correct the date, or give the day of the question with --today"),
            )
        })
        .collect()
}

pub(super) fn approved_before_review(context: &Context<'_>) -> Vec<Found> {
    let reviewed = &context.raw.reviewed;
    let approved = context.raw.approved.as_ref().map(|approved| &approved.on);
    let before = |on: &Day| *on < reviewed.value;
    approved
        .filter(|on| before(&on.value))
        .map(|on| {
            let message = format!("approved on {}, and reviewed after that", on.value);
            Found::new(
                Diagnostic::new(APPROVED_BEFORE_REVIEW.code, on.span.clone(), message)
                    .related(reviewed.span.clone(), "reviewed later")
                    .help("have the reviewed file approved, or make it a draft"),
            )
        })
        .into_iter()
        .collect()
}
