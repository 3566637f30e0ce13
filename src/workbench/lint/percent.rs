//! Percentages that were meant as something else.

use std::ops::Range;

use super::{Context, Found, One};
use crate::diagnostic::{Diagnostic, Page};
use crate::measure::Better;
use crate::protocol::{Bound, Limit};
use crate::quantity::{Exact, Unit};

pub(super) const FRACTION: Page = Page {
    code: "fraction-as-percent",
    what: "A limit in percent is a fraction of one, or just above one.",
    why: "Nine tenths is 90 %, and `0.9 %` is nine thousandths: every leg that moves at all passes, and a leg with 38 % of the other's strength is GO. Nothing else in the file looks wrong.",
    faulty: r#"go       = ">= 0.9 %""#,
    mended: r#"go       = ">= 90 %""#,
};

pub(super) const FAR: Page = Page {
    code: "percent-out-of-reason",
    what: "A limit in percent is so far off that it says the same of everybody.",
    why: "A comparison is about 100 %. From 300 % on a limit that must be reached is reached by nobody who is well, and one that must not be passed lets everybody pass: most often a digit too many was typed.",
    faulty: r#"go       = ">= 300 %""#,
    mended: r#"go       = ">= 90 %""#,
};

/// The limits of a criterion in percent that are numbers, each with its place in the file.
fn limits(one: &One<'_>) -> Vec<(Exact, Range<usize>)> {
    let Some(bands) = one.criterion.bands.as_ref() else {
        return Vec::new();
    };
    if one.criterion.measure.scale.unit() != Unit::Percent {
        return Vec::new();
    }
    let number = |limit: Limit| match limit.bound {
        Bound::Value(value) => Some(value),
        Bound::GoalOver(_) => None,
    };
    let go = one.criterion.written_go.unwrap_or(bands.go);
    let written = [
        (number(go), one.raw.go.as_ref()),
        (bands.no_go.and_then(number), one.raw.no_go.as_ref()),
    ];
    let placed = |(value, band): (Option<Exact>, Option<&_>)| Some((value?, place(band?)));
    written.into_iter().filter_map(placed).collect()
}

fn place<T>(band: &crate::protocol::raw::Spanned<T>) -> Range<usize> {
    band.span.clone()
}

pub(super) fn fraction(context: &Context<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for one in context.criteria() {
        for (value, span) in limits(&one) {
            let two = Exact::whole(2);
            if value <= Exact::ZERO || value >= two || value.terms().1 == 1 {
                continue;
            }
            let times = value.times(100);
            let shown = one.criterion.measure.show(value);
            let meant = one.criterion.measure.show(times);
            found.push(
                one.found(
                    Diagnostic::new(FRACTION.code, span, format!("{shown} is next to nothing"))
                        .label("a fraction of one?")
                        .help(format!("write {meant} if that is meant")),
                ),
            );
        }
    }
    found
}

pub(super) fn far(context: &Context<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for one in context.criteria() {
        let says = match one.criterion.measure.better {
            Some(Better::Higher) => "asks for what no leg and no week reaches",
            Some(Better::Lower) => "lets everything pass",
            None => continue,
        };
        for (value, span) in limits(&one) {
            if value < Exact::whole(300) {
                continue;
            }
            let message = format!("{} {says}", one.criterion.measure.show(value));
            found.push(
                one.found(
                    Diagnostic::new(FAR.code, span, message)
                        .label("a digit too many?")
                        .help("compare with what is usual, which is about 100 %"),
                ),
            );
        }
    }
    found
}
