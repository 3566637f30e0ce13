//! A limit as criteria files write it: `>= 90 %`, `< 10 hops`, `>= goal / 1.10`.

use std::fmt;

pub use crate::measure::Operator;
use crate::quantity::{Exact, Toward, WrittenDecimal};

/// The number a limit compares with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// A number in the measure's unit.
    Value(Exact),
    /// The goal's distance divided by this number.
    GoalOver(Exact),
}

/// A limit: all values on one side of a bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// How it compares.
    pub operator: Operator,
    /// With what.
    pub bound: Bound,
}

impl Limit {
    /// Whether the value lies in the limit; `None` when it depends on a goal whose distance is not given.
    #[must_use]
    pub fn holds(&self, value: Exact, goal: Option<Exact>) -> Option<bool> {
        match self.bound {
            Bound::Value(bound) => Some(self.operator.holds(value, bound)),
            // Multiplied out, which is exact and faster than dividing the goal.
            Bound::GoalOver(divisor) => {
                Some(self.operator.stands(value.times_against(divisor, goal?)))
            }
        }
    }

    /// The operator and the number, where it depends on no goal.
    #[inline]
    pub(super) const fn fixed(&self) -> Option<(Operator, Exact)> {
        match self.bound {
            Bound::Value(bound) => Some((self.operator, bound)),
            Bound::GoalOver(_) => None,
        }
    }

    /// The bound as a number; `None` when it depends on a goal whose distance is not given.
    #[must_use]
    pub fn resolve(&self, goal: Option<Exact>) -> Option<Exact> {
        match self.bound {
            Bound::Value(value) => Some(value),
            Bound::GoalOver(divisor) => quotient(goal?, divisor),
        }
    }
}

fn quotient(goal: Exact, divisor: Exact) -> Option<Exact> {
    Exact::percent(goal, divisor).map(|percent| percent.over(100))
}

impl fmt::Display for Limit {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.bound {
            Bound::Value(value) => write!(
                formatter,
                "{} {}",
                self.operator.sign(),
                value.decimal(Toward::Down)
            ),
            Bound::GoalOver(divisor) => {
                write!(
                    formatter,
                    "{} goal / {}",
                    self.operator.sign(),
                    divisor.decimal(Toward::Down)
                )
            }
        }
    }
}

/// What a limit's text says, before it is held against a measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct WrittenLimit<'a> {
    /// How it compares.
    pub(crate) operator: Operator,
    /// What stands after the sign: a number, a word, or `goal / number`.
    pub(crate) operand: Operand<'a>,
    /// The unit's sign as written; empty when there is none.
    pub(crate) unit: &'a str,
}

/// What stands after the sign of a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operand<'a> {
    /// A number.
    Number(Exact),
    /// `goal / number`.
    GoalOver(Exact),
    /// A word of a worded scale.
    Word(&'a str),
}

/// Reads a limit's text.
///
/// # Errors
/// What is wrong with it, one line.
pub(crate) fn parse(text: &str) -> Result<WrittenLimit<'_>, String> {
    let trimmed = text.trim();
    let signs = [
        (">=", Operator::AtLeast),
        ("<=", Operator::AtMost),
        (">", Operator::Above),
        ("<", Operator::Below),
    ];
    let found = signs
        .into_iter()
        .find_map(|(sign, operator)| trimmed.strip_prefix(sign).map(|rest| (operator, rest)));
    let Some((operator, rest)) = found else {
        return Err("a limit starts with `<`, `<=`, `>` or `>=`".to_owned());
    };
    let rest = rest.trim();
    if rest.is_empty() {
        return Err("nothing stands after the sign".to_owned());
    }
    if let Some(divisor) = rest.strip_prefix("goal") {
        let divisor = divisor
            .trim()
            .strip_prefix('/')
            .ok_or("after `goal` stands `/` and a number")?
            .trim();
        let divisor = number(divisor)?;
        if divisor <= Exact::ZERO {
            return Err("the number below `goal` must be above 0".to_owned());
        }
        return Ok(WrittenLimit {
            operator,
            operand: Operand::GoalOver(divisor),
            unit: "",
        });
    }
    let end = rest
        .find(|letter: char| !(letter.is_ascii_digit() || "+-._".contains(letter)))
        .unwrap_or(rest.len());
    let (digits, unit) = (
        rest.get(..end).unwrap_or_default(),
        rest.get(end..).unwrap_or_default().trim(),
    );
    if digits.is_empty() || digits.chars().all(|letter| "-_".contains(letter)) {
        return Ok(WrittenLimit {
            operator,
            operand: Operand::Word(rest),
            unit: "",
        });
    }
    Ok(WrittenLimit {
        operator,
        operand: Operand::Number(number(digits)?),
        unit,
    })
}

/// Reads a decimal with at most six places, exactly.
pub(crate) fn number(text: &str) -> Result<Exact, String> {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let written = WrittenDecimal::read(unsigned).filter(|written| written.places != Some(""));
    let number = written
        .and_then(WrittenDecimal::exact)
        .ok_or_else(|| format!("`{text}` is not a number with at most 9 digits and 6 decimals"))?;
    Ok(if text.starts_with('-') {
        Exact::ZERO.minus(number)
    } else {
        number
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_is_read_exactly_and_a_broken_one_says_why() -> Result<(), String> {
        let written = parse(">= 90 %")?;
        assert_eq!(
            (written.operator, written.operand, written.unit),
            (Operator::AtLeast, Operand::Number(Exact::whole(90)), "%")
        );
        assert_eq!(
            parse("<2.5nrs")?.operand,
            Operand::Number(Exact::micro(2_500_000))
        );
        assert_eq!(parse("<= reduced")?.operand, Operand::Word("reduced"));
        assert_eq!(
            parse(">= goal / 1.10")?.operand,
            Operand::GoalOver(Exact::micro(1_100_000))
        );
        for wrong in [
            "90 %",
            "= 90 %",
            ">= 1.2345678 km",
            ">= goal / 0",
            ">= goal",
            ">= 1. km",
            ">= 1.2.3",
        ] {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
        Ok(())
    }

    #[test]
    fn a_share_of_the_goal_is_exact() {
        let limit = Limit {
            operator: Operator::AtLeast,
            bound: Bound::GoalOver(Exact::micro(1_100_000)),
        };
        let goal = Some(Exact::whole(11));
        assert_eq!(limit.resolve(goal), Some(Exact::whole(10)));
        assert_eq!(
            (
                limit.holds(Exact::whole(10), goal),
                limit.holds(Exact::micro(9_999_999), goal)
            ),
            (Some(true), Some(false))
        );
        assert_eq!(limit.holds(Exact::whole(10), None), None);
    }
}
