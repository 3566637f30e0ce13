//! What readings of some measures make of both files.

use crate::verdict::Verdict;

/// What readings of some measures make of both files: the worst band, and how many are at CAUTION or worse.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Sum {
    pub(super) worst: (Verdict, Verdict),
    pub(super) cautions: (u32, u32),
    /// Without the steps of training, for a race of the distance; NO-GO where there are none to be lowered.
    pub(super) others: (Verdict, Verdict),
}

impl Sum {
    pub(super) const NOTHING: Self = Self {
        worst: (Verdict::Go, Verdict::Go),
        cautions: (0, 0),
        others: (Verdict::Go, Verdict::Go),
    };

    pub(super) fn and(self, other: Self) -> Self {
        Self {
            worst: (
                self.worst.0.max(other.worst.0),
                self.worst.1.max(other.worst.1),
            ),
            cautions: (
                self.cautions.0.saturating_add(other.cautions.0),
                self.cautions.1.saturating_add(other.cautions.1),
            ),
            others: (
                self.others.0.max(other.others.0),
                self.others.1.max(other.others.1),
            ),
        }
    }
}
