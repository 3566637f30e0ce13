//! How a value compares with a bound.

use std::cmp::Ordering;

use super::Better;
use crate::quantity::Exact;

/// How a limit compares; as a number it holds a bit for each order that it accepts, from less to greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// `<`
    Below = 0b001,
    /// `<=`
    AtMost = 0b011,
    /// `>`
    Above = 0b100,
    /// `>=`
    AtLeast = 0b110,
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
    #[expect(
        clippy::as_conversions,
        clippy::cast_sign_loss,
        reason = "an order is -1, 0 or 1, and an operator the bits of those that it accepts"
    )]
    #[inline]
    pub(crate) const fn stands(self, order: Ordering) -> bool {
        let place = (order as i8).wrapping_add(1) as u32;
        (self as u8).wrapping_shr(place) & 1 != 0
    }
}
