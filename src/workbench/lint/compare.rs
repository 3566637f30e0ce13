//! Which of two limits, conditions or criteria asks more.

use std::cmp::Ordering;

use super::One;
use crate::measure::Better;
use crate::protocol::{Bands, Bound, Condition, Limit, Operator, accepts};

/// Whether every value of `inner` lies in `outer`, too.
pub(super) fn holds_all(outer: Limit, inner: Limit) -> bool {
    let order = match (outer.bound, inner.bound) {
        (Bound::Value(outer), Bound::Value(inner)) => inner.cmp(&outer),
        // The larger the divisor, the smaller the share of any goal.
        (Bound::GoalOver(outer), Bound::GoalOver(inner)) => outer.cmp(&inner),
        // Which is more depends on the goal.
        (Bound::Value(_), Bound::GoalOver(_)) | (Bound::GoalOver(_), Bound::Value(_)) => {
            return false;
        }
    };
    let same_way = outer.operator.toward() == inner.operator.toward();
    same_way
        && match (outer.operator.toward(), order) {
            (_, Ordering::Equal) => takes_bound(outer.operator) || !takes_bound(inner.operator),
            (Better::Higher, Ordering::Greater) | (Better::Lower, Ordering::Less) => true,
            (Better::Higher, Ordering::Less) | (Better::Lower, Ordering::Greater) => false,
        }
}

const fn takes_bound(operator: Operator) -> bool {
    match operator {
        Operator::AtMost | Operator::AtLeast => true,
        Operator::Below | Operator::Above => false,
    }
}

/// Whether `one` places no value worse than `other` does.
pub(super) fn no_stricter(one: &Bands, other: &Bands) -> bool {
    let no_go = match (one.no_go, other.no_go) {
        (None, _) => true,
        (Some(_), None) => false,
        (Some(one), Some(other)) => holds_all(other, one),
    };
    no_go && holds_all(one.go, other.go)
}

/// Whether all of `other` holds whenever all of `when` does.
pub(super) fn always_with(when: &[Condition], other: &[Condition]) -> bool {
    other
        .iter()
        .all(|wanted| when.iter().any(|given| implies(given, wanted)))
}

fn implies(given: &Condition, wanted: &Condition) -> bool {
    match (given, wanted) {
        (Condition::OneOf(one, words), Condition::OneOf(other, allowed)) => {
            one == other && words.iter().all(|word| accepts(*other, allowed, word))
        }
        (
            Condition::Compares(one, operator, bound),
            Condition::Compares(other, wanted, wanted_bound),
        ) => {
            let limit = |operator, bound| Limit {
                operator,
                bound: Bound::Value(bound),
            };
            one == other && holds_all(limit(*wanted, *wanted_bound), limit(*operator, *bound))
        }
        (Condition::OneOf(..), Condition::Compares(..))
        | (Condition::Compares(..), Condition::OneOf(..)) => false,
    }
}

/// Whether `other` is asked whenever `one` is, of the same reading, and is at least as bad, whatever the reading.
///
/// The window must be the very same: another one may hold no entry, and then decides by being unknown.
pub(super) fn asks_no_more(one: &One<'_>, other: &One<'_>) -> bool {
    let (Some(bands), Some(others)) = (&one.criterion.bands, &other.criterion.bands) else {
        return false;
    };
    let (one, other) = (one.criterion, other.criterion);
    let asked = other.counts_wherever(one) && always_with(&one.when, &other.when);
    let lowered_alike = |one: Option<usize>, other: Option<usize>| other.is_none() || one == other;
    let refers = one.refer <= other.refer && (!one.refer_if_unknown || other.refer_if_unknown);
    // A step may be lowered where this one is not.
    let steps_alike = one.step || !other.step;
    one.query == other.query
        && asked
        && steps_alike
        && no_stricter(bands, others)
        && lowered_alike(one.no_go_only_with, other.no_go_only_with)
        && lowered_alike(one.caution_only_with, other.caution_only_with)
        && refers
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::{Exact, MICRO};

    const OPERATORS: [Operator; 4] = [
        Operator::Below,
        Operator::AtMost,
        Operator::Above,
        Operator::AtLeast,
    ];

    fn quarters(count: i64) -> Exact {
        Exact::micro(count.saturating_mul(MICRO / 4))
    }

    fn limits(bound: fn(Exact) -> Bound) -> Vec<Limit> {
        let of = |operator| {
            (1..4).map(move |whole| Limit {
                operator,
                bound: bound(Exact::whole(whole)),
            })
        };
        OPERATORS.into_iter().flat_map(of).collect()
    }

    #[test]
    fn a_limit_holds_all_of_another_when_every_value_says_so() {
        let goal = Some(Exact::whole(6));
        for bound in [Bound::Value, Bound::GoalOver] {
            for outer in limits(bound) {
                for inner in limits(bound) {
                    let mut values = (0..32).map(quarters);
                    let all = values.all(|value| {
                        inner.holds(value, goal) != Some(true)
                            || outer.holds(value, goal) == Some(true)
                    });
                    assert_eq!(holds_all(outer, inner), all, "{outer} of {inner}");
                }
            }
        }
    }

    #[test]
    fn a_share_of_the_goal_and_a_number_cannot_be_compared() {
        let limit = |bound| Limit {
            operator: Operator::AtLeast,
            bound,
        };
        let (number, share) = (
            limit(Bound::Value(Exact::whole(1))),
            limit(Bound::GoalOver(Exact::whole(2))),
        );
        assert!(!holds_all(number, share) && !holds_all(share, number));
    }
}
