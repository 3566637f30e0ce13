//! How a value compares with a bound.

use std::cmp::Ordering;

use super::Better;
use crate::quantity::Exact;

/// How a limit compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// `<`
    Below,
    /// `<=`
    AtMost,
    /// `>`
    Above,
    /// `>=`
    AtLeast,
}

impl Operator {
    /// The sign.
    #[must_use]
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Below => "<",
            Self::AtMost => "<=",
            Self::Above => ">",
            Self::AtLeast => ">=",
        }
    }

    /// The direction in which everything lies that it accepts.
    #[must_use]
    pub const fn toward(self) -> Better {
        match self {
            Self::Below | Self::AtMost => Better::Lower,
            Self::Above | Self::AtLeast => Better::Higher,
        }
    }

    /// Whether the value stands in this relation to the bound.
    #[inline]
    #[must_use]
    pub fn holds(self, value: Exact, bound: Exact) -> bool {
        self.stands(value.cmp(&bound))
    }

    /// Whether a value that so compares with the bound stands in this relation to it; without a branch, as values come in any order.
    #[inline]
    pub(crate) const fn stands(self, order: Ordering) -> bool {
        const LESS: u8 = 1;
        const EQUAL: u8 = 2;
        const GREATER: u8 = 4;
        let order = match order {
            Ordering::Less => LESS,
            Ordering::Equal => EQUAL,
            Ordering::Greater => GREATER,
        };
        let accepted = match self {
            Self::Below => LESS,
            Self::AtMost => LESS | EQUAL,
            Self::Above => GREATER,
            Self::AtLeast => EQUAL | GREATER,
        };
        order & accepted != 0
    }
}
