//! Values and limits as a runner says them.

use super::super::words::difference;
use crate::document::{Inline, Sentence, sentences};
use crate::measure::{Better, Definition};
use crate::protocol::{Limit, Operator};
use crate::quantity::{Decimal, Exact, Toward, Unit};
use crate::verdict::Verdict;

sentences! {
    at_least(bound: Sentence) = "at least {bound}";
    at_most(bound: Sentence) = "at most {bound}";
    more_than(bound: Sentence) = "more than {bound}";
    less_than(bound: Sentence) = "less than {bound}";
    short(size: Sentence) = "{size} short";
    over(size: Sentence) = "{size} over";
}

/// A value, with its unit in words where a sign would need explaining.
pub(super) fn value(measure: &'static Definition, value: Exact, toward: Toward) -> Sentence {
    if !measure.scale.words().is_empty() {
        return measure.show(value).replace('-', " ").into();
    }
    in_words(value, measure.scale.unit(), toward)
        .unwrap_or_else(|| tenths(measure.inline_toward(value, toward)).into())
}

/// A distance to a tenth, which is all that a runner can act on; it was told which way to round.
fn tenths(part: Inline) -> Inline {
    if let Inline::Amount(amount) = &part
        && amount.unit == Unit::Kilometres
    {
        return amount.to(1).into();
    }
    part
}

fn in_words(value: Exact, unit: Unit, toward: Toward) -> Option<Sentence> {
    let (one, more) = match unit {
        // What is counted stands in the name already.
        Unit::Reps | Unit::Hops | Unit::Runs | Unit::Sessions => ("", ""),
        Unit::Days => ("day", "days"),
        Unit::Weeks => ("week", "weeks"),
        Unit::Minutes => ("minute", "minutes"),
        Unit::Seconds => ("second", "seconds"),
        Unit::Hours => ("hour", "hours"),
        Unit::Nrs
        | Unit::Percent
        | Unit::Centimetres
        | Unit::Joules
        | Unit::Kilometres
        | Unit::Points
        | Unit::Kilograms
        | Unit::Load
        | Unit::None => return None,
    };
    let number: Decimal = value.shown(toward, 1);
    let number = number.to_string();
    let unit = if number == "1" { one } else { more };
    Some(format!("{number}\u{a0}{unit}").trim_end().to_owned().into())
}

/// The limit of GO: `at least 84 days`, `at most 2`, `no`.
pub(super) fn needs(limit: &Limit, measure: &'static Definition, goal: Option<Exact>) -> Sentence {
    if !measure.scale.words().is_empty() {
        return limit.show(measure, goal).replace('-', " ").into();
    }
    let Some(bound) = limit.resolve(goal) else {
        return super::super::words::suggestion(limit, measure, goal);
    };
    let bound = value(measure, bound, limit.stricter(Verdict::Go));
    match limit.operator {
        Operator::AtLeast => at_least(bound),
        Operator::AtMost => at_most(bound),
        Operator::Above => more_than(bound),
        Operator::Below => less_than(bound),
    }
}

/// By how much a value misses; nothing when it meets the limit.
pub(super) fn gap(margin: Exact, measure: &'static Definition) -> Sentence {
    if margin >= Exact::ZERO {
        return Sentence::EMPTY;
    }
    let size = Exact::ZERO.minus(margin);
    let size = in_words(size, measure.scale.unit(), Toward::Up)
        .unwrap_or_else(|| tenths(difference(size, measure)).into());
    match measure.better {
        Some(Better::Higher) => short(size),
        Some(Better::Lower) | None => over(size),
    }
}

/// What a step of the way out comes to: `25 or more`.
pub(super) fn reached(measure: &'static Definition, to: Exact) -> Sentence {
    match measure.better {
        Some(Better::Higher) => at_least(value(measure, to, Toward::Up)),
        Some(Better::Lower) | None => at_most(value(measure, to, Toward::Down)),
    }
}

/// A field of a record, as it is typed.
pub(super) fn fields(names: impl IntoIterator<Item = String>) -> Sentence {
    let fields = names.into_iter();
    Sentence::join(fields.map(|field| Inline::Field(field.into()).into()), ", ")
}
