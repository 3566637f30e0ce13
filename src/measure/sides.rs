//! From left and right to involved and uninvolved.

use super::reading::{Cause, Reading, State};
use super::{Definition, Subject, Window};
use crate::assessment::wire::Side;
use crate::quantity::Exact;

/// The hurt leg; with both hurt the worse, with an unknown side either.
pub(super) fn involved(
    subject: &Subject<'_>,
    left: Reading,
    right: Reading,
    measure: &Definition,
) -> Reading {
    match subject.side() {
        Some(Side::Left) => left,
        Some(Side::Right) => right,
        Some(Side::Both) => left.worse(right, measure),
        None => left.or(right, measure),
    }
}

/// Limb symmetry index in percent. With both legs hurt it is the worse against the better: a hurt reference flatters, so a ratio that fails
/// fails all the more, and one that passes says little, which is why a criterion on it has a companion on the tested quantity itself.
pub(super) fn symmetry(
    subject: &Subject<'_>,
    (left, right): (Reading, Reading),
    tested: &'static Definition,
    measure: &'static Definition,
) -> Reading {
    let ratio = |hurt: Reading, sound: Reading| percent(hurt, sound, tested, measure);
    match subject.side() {
        Some(Side::Left) => ratio(left, right),
        Some(Side::Right) => ratio(right, left),
        Some(Side::Both) => ratio(left, right).worse(ratio(right, left), measure),
        None => ratio(left, right).or(ratio(right, left), measure),
    }
}

/// Both sides, with what is supposed of the hurt one put in its place.
pub(super) fn supposed(
    subject: &Subject<'_>,
    (left, right): (Reading, Reading),
    tested: &'static Definition,
    window: Window,
) -> (Reading, Reading) {
    if subject.changes.is_empty() {
        return (left, right);
    }
    let hurt = subject.read(tested, window);
    match subject.side() {
        Some(Side::Left) => (hurt, right),
        Some(Side::Right) => (left, hurt),
        Some(Side::Both) | None => (left, right),
    }
}

/// `100 * part / whole` over both ranges, clamped to the measure's range.
fn percent(part: Reading, whole: Reading, tested: &Definition, measure: &Definition) -> Reading {
    if matches!(whole.state, State::Unable | State::NotApplicable) {
        return Reading::NOT_APPLICABLE;
    }
    // Bad news of the tested leg counts, whatever the reference turns out to be.
    if part.state == State::Unable {
        return part;
    }
    let (Some(part_span), Some(whole_span)) = (part.span(tested), whole.span(tested)) else {
        return Reading::NOT_APPLICABLE;
    };
    let (floor, ceiling) = measure.scale.range();
    // A reference of zero gives no ratio, so that where it may be zero the index may be anything; known or not, it says no more.
    let low = Exact::percent(part_span.0, whole_span.1)
        .filter(|_| whole_span.0 > Exact::ZERO)
        .unwrap_or(floor)
        .min(ceiling);
    let high = Exact::percent(part_span.1, whole_span.0)
        .unwrap_or(ceiling)
        .min(ceiling);
    let cause = part.cause.or(whole.cause).unwrap_or(Cause::Incomplete);
    let reading = Reading::range(low, high, part.date.max(whole.date), cause);
    // An unknown reference may turn out to be one that was unable, and then there is no index.
    if whole.is_open() {
        reading.maybe_not_applicable()
    } else {
        reading
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::find;

    #[test]
    fn a_range_over_a_range_contains_every_ratio() -> Result<(), String> {
        let tested = find("hop.single.distance").ok_or("catalogue")?;
        let index = find("hop.single.symmetry").ok_or("catalogue")?;
        let part = Reading::range(
            Exact::whole(150),
            Exact::whole(400),
            None,
            Cause::Incomplete,
        );
        let whole = Reading::range(
            Exact::whole(160),
            Exact::whole(200),
            None,
            Cause::Incomplete,
        );
        let reading = percent(part, whole, tested, index);
        assert_eq!(
            reading.state,
            State::Known {
                low: Exact::whole(75),
                high: Exact::whole(250)
            }
        );
        Ok(())
    }
}
