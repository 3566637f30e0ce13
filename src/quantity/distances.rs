//! Kilometres or miles, for showing only: everything is held in kilometres.

use super::Exact;

/// The unit distances are read and shown in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Distances {
    /// Kilometres.
    #[default]
    Kilometres,
    /// Miles of 1.609344 km.
    Miles,
}

/// A mile in kilometres.
const MILE: Exact = Exact::micro(1_609_344);

impl Distances {
    /// The unit's sign.
    #[must_use]
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Kilometres => "km",
            Self::Miles => "mi",
        }
    }

    /// So many kilometres in this unit, for drawing.
    #[must_use]
    pub fn of(self, kilometres: Exact) -> Exact {
        match self {
            Self::Kilometres => kilometres,
            // A hundredth of a percentage is a ratio.
            Self::Miles => {
                Exact::percent(kilometres, MILE).map_or(kilometres, |percent| percent.over(100))
            }
        }
    }
}
