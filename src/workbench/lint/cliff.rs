//! Limits finer than the measurement: one step, and GO is NO-GO.

use super::{Context, Found, One};
use crate::diagnostic::{Diagnostic, Page};
use crate::measure::{Nature, with_unit};
use crate::protocol::{Bound, Limit};
use crate::quantity::{Exact, Toward, Unit};
use crate::verdict::Verdict;

pub(super) const CLIFF: Page = Page {
    code: "cliff",
    what: "From GO to NO-GO is less than the smallest change that the test can tell from chance.",
    why: "The same leg tested twice can be GO once and NO-GO once, without any change in the tendon. Between the two there should be a CAUTION at least as wide as the smallest detectable change, or `certainty`, which counts the error into the limit.",
    faulty: r#"go       = ">= 25 reps"
no-go    = "< 22 reps""#,
    mended: r#"go       = ">= 25 reps"
no-go    = "< 19 reps""#,
};

pub(super) const SHARP_LIMIT: Page = Page {
    code: "sharp-limit",
    what: "A tested quantity goes from GO to NO-GO at one limit, without a CAUTION between.",
    why: "Nobody knows the error of the test, and it is not zero: one hop fewer on a tired day turns GO into NO-GO. If the limit is meant to be a gate, say so with `allow`.",
    faulty: r#"go       = ">= 10 hops"
no-go    = "< 10 hops""#,
    mended: r#"go       = ">= 25 hops"
no-go    = "< 10 hops""#,
};

/// The two limits of a criterion that counts no error yet, as numbers.
fn limits(one: &One<'_>) -> Option<(Exact, Exact)> {
    let bands = one.criterion.bands.as_ref()?;
    let number = |limit: Limit| match limit.bound {
        Bound::Value(value) => Some(value),
        Bound::GoalOver(_) => None,
    };
    let counted = one.criterion.certainty.is_some();
    let limits = (number(bands.go)?, number(bands.no_go?)?);
    (one.decides() && !counted).then_some(limits)
}

pub(super) fn cliff(context: &Context<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for one in context.criteria() {
        let measure = one.criterion.measure;
        let (Some((go, no_go)), Some(error), Some(written)) =
            (limits(&one), &measure.error, &one.raw.no_go)
        else {
            continue;
        };
        let width = go.max(no_go).minus(go.min(no_go));
        if width >= error.mdc {
            continue;
        }
        let message = format!(
            "GO and NO-GO are {} apart, and chance alone makes {}",
            with_unit(width.decimal(Toward::Down), measure.scale.unit()),
            with_unit(error.mdc.decimal(Toward::Down), measure.scale.unit())
        );
        found.push(one.found(
            Diagnostic::new(CLIFF.code, written.span.clone(), message)
                .label("the same leg can be both")
                .related(one.go_span(), "GO here")
                .help("move one limit until the smallest detectable change lies between, or add `certainty`"),
        ));
    }
    found
}

pub(super) fn sharp_limit(context: &Context<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for one in context.criteria() {
        let measure = one.criterion.measure;
        // Days and sessions are counted, and a count has no error.
        let counted = matches!(
            measure.scale.unit(),
            Unit::Days | Unit::Sessions | Unit::Runs
        );
        let tested =
            measure.nature == Nature::Observation && measure.scale.words().is_empty() && !counted;
        let (Some((go, no_go)), true, None, Some(written)) =
            (limits(&one), tested, &measure.error, &one.raw.no_go)
        else {
            continue;
        };
        let bands = one.criterion.bands.as_ref();
        // `< 2` and `> 2` leave the 2 to CAUTION.
        let at_limit = bands.and_then(|bands| bands.place(go, None));
        if go == no_go && at_limit != Some(Verdict::Caution) {
            found.push(
                one.found(
                    Diagnostic::new(
                        SHARP_LIMIT.code,
                        written.span.clone(),
                        format!("no CAUTION between GO and NO-GO at {}", measure.show(go)),
                    )
                    .label("begins where GO ends")
                    .related(one.go_span(), "GO here")
                    .help("leave room for a CAUTION, or say with `allow` why this is a gate"),
                ),
            );
        }
    }
    found
}
