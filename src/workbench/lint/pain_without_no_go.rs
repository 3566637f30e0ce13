//! Pain that refuses nobody.

use super::{Context, Found};
use crate::diagnostic::{Diagnostic, Page};
use crate::protocol::Asked;
use crate::quantity::Unit;

pub(super) const PAGE: Page = Page {
    code: "pain-without-no-go",
    what: "A criterion on pain has no NO-GO.",
    why: "Pain of 10 of 10 is then no more than a CAUTION, and an answer that is missing as well. Every published rule has a pain at which to stop.",
    faulty: r#"go       = "<= 2 nrs""#,
    mended: r#"go       = "<= 2 nrs"
no-go    = "> 5 nrs""#,
};

pub(super) fn check(context: &Context<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for one in context.deciding() {
        let measure = one.criterion.measure;
        let is_pain = measure.scale.unit() == Unit::Nrs && measure.relative_to.is_none();
        // What nobody is asked, and refers nobody, is a CAUTION at most, whatever is written; what leans on another is a hint beside it.
        let is_asked = one.criterion.asked != Asked::IfRecorded || one.criterion.refer.is_some();
        let can_refuse = is_asked && one.criterion.caution_only_with.is_none();
        let has_no_go = one
            .criterion
            .bands
            .is_some_and(|bands| bands.no_go.is_some());
        if is_pain && can_refuse && !has_no_go {
            found.push(
                one.found(
                    Diagnostic::new(PAGE.code, one.go_span(), "no pain is NO-GO")
                        .label("10 of 10 is CAUTION")
                        .help("add `no-go`, such as `> 5 nrs`"),
                ),
            );
        }
    }
    found
}
