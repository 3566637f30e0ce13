//! Limits between two values that can be.

use super::{Context, Found};
use crate::diagnostic::{Diagnostic, Page};
use crate::protocol::{Bound, Limit};
use crate::quantity::{Exact, Toward};

pub(super) const PAGE: Page = Page {
    code: "finer-than-scale",
    what: "A limit lies between two values that the measure can take.",
    why: "Pain is scored in halves and hops are counted whole: a limit of 2.3 is one of 2, and looks as if it had been measured it.",
    faulty: r#"go       = "<= 2.3 nrs""#,
    mended: r#"go       = "<= 2 nrs""#,
};

pub(super) fn check(context: &Context<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for one in context.criteria() {
        let measure = one.criterion.measure;
        let (Some(step), Some(bands)) = (measure.step(), one.criterion.bands.as_ref()) else {
            continue;
        };
        let go = one.criterion.written_go.unwrap_or(bands.go);
        let written = [(Some(go), &one.raw.go), (bands.no_go, &one.raw.no_go)];
        for (limit, band) in written {
            let (Some(value), Some(band)) = (limit.and_then(number), band) else {
                continue;
            };
            let (below, above) = (
                value.to_step(step, Toward::Down),
                value.to_step(step, Toward::Up),
            );
            if below == above {
                continue;
            }
            let message = format!("no reading is {}", measure.show(value));
            let help = format!("write {} or {}", measure.show(below), measure.show(above));
            found.push(
                one.found(
                    Diagnostic::new(PAGE.code, band.span.clone(), message)
                        .label("finer than the scale")
                        .help(help),
                ),
            );
        }
    }
    found
}

fn number(limit: Limit) -> Option<Exact> {
    match limit.bound {
        Bound::Value(value) => Some(value),
        Bound::GoalOver(_) => None,
    }
}
