//! The three answers, and the range of answers still possible.
//!
//! *Why is `Verdict` exhaustive?* A fourth answer must break every `match`, so that nobody can add one and forget a place.
//! *Why is there no default?* A verdict that was never decided must not exist.

use serde::{Deserialize, Serialize};

/// What the criteria answer: go, go with care, or do not go.
///
/// Ordered from best to worst, so the worst of several verdicts is their maximum.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    strum::IntoStaticStr,
)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Verdict {
    /// Every criterion asked is met. It does not promise that no injury follows.
    Go,
    /// Something is short of what is asked, within bounds that the criteria accept with care.
    Caution,
    /// Something forbids it, or too little is known to allow it.
    NoGo,
}

word!(Verdict);

impl Verdict {
    /// The word on reports: `GO`, `CAUTION` or `NO-GO`.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Go => "GO",
            Self::Caution => "CAUTION",
            Self::NoGo => "NO-GO",
        }
    }

    /// One step better, as `no_go_only_with` and `caution_only_with` lower a band.
    #[must_use]
    pub const fn lowered(self) -> Self {
        match self {
            Self::NoGo => Self::Caution,
            Self::Caution | Self::Go => Self::Go,
        }
    }
}

/// The verdicts a criterion, a stage or a protocol can still reach, given all that is unknown.
///
/// Never empty: it holds its best and its worst, and `best <= worst`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Envelope {
    best: Verdict,
    worst: Verdict,
}

impl Envelope {
    /// Met, whatever else is unknown.
    pub const GO: Self = Self {
        best: Verdict::Go,
        worst: Verdict::Go,
    };

    /// Not met, whatever else is unknown.
    pub const NO_GO: Self = Self {
        best: Verdict::NoGo,
        worst: Verdict::NoGo,
    };

    /// The envelope of two verdicts, in whichever order.
    #[must_use]
    pub fn of(one: Verdict, other: Verdict) -> Self {
        Self {
            best: one.min(other),
            worst: one.max(other),
        }
    }

    /// The best verdict still possible.
    #[must_use]
    pub const fn best(self) -> Verdict {
        self.best
    }

    /// The worst verdict still possible: the one that counts.
    #[must_use]
    pub const fn worst(self) -> Verdict {
        self.worst
    }

    /// Both must hold: the worse of the bests and the worse of the worsts.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            best: self.best.max(other.best),
            worst: self.worst.max(other.worst),
        }
    }

    /// It may not apply at all: GO becomes possible, the worst stays.
    #[must_use]
    pub const fn or_go(self) -> Self {
        Self {
            best: Verdict::Go,
            worst: self.worst,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Envelope, Verdict};

    #[test]
    fn the_worst_verdict_wins_and_a_doubt_never_improves_it() {
        let doubtful = Envelope::of(Verdict::NoGo, Verdict::Caution);
        assert_eq!(
            (doubtful.best(), doubtful.worst()),
            (Verdict::Caution, Verdict::NoGo)
        );
        assert_eq!(doubtful.or_go().worst(), Verdict::NoGo);
        assert_eq!(Envelope::GO.and(doubtful), doubtful);
        assert_eq!(Verdict::NoGo.lowered(), Verdict::Caution);
    }
}
