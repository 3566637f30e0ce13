//! How NEW stands to OLD.

use serde::Serialize;

use crate::verdict::Verdict;

/// How NEW stands to OLD, over everything compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Relation {
    /// Always the same verdict: proved.
    Same,
    /// Never a better verdict, and somewhere a worse one.
    Stricter,
    /// Never a worse verdict, and somewhere a better one.
    Laxer,
    /// Somewhere a worse verdict, and somewhere a better one.
    Incomparable,
    /// None of these could be shown.
    Undecided,
}

impl Relation {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Same,
        Self::Stricter,
        Self::Laxer,
        Self::Incomparable,
        Self::Undecided,
    ];

    /// The word in reports.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Stricter => "stricter",
            Self::Laxer => "laxer",
            Self::Incomparable => "incomparable",
            Self::Undecided => "undecided",
        }
    }
}

/// Which pairs of verdicts, OLD's and NEW's, are reached.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReachedPairs {
    /// Not excluded: a worse one, a better one.
    possible: (bool, bool),
    /// Surely so: a worse one, a better one.
    sure: (bool, bool),
}

impl ReachedPairs {
    /// Adds a pair; `sure` says that readings can surely be so.
    pub fn add(&mut self, old: Verdict, new: Verdict, sure: bool) {
        let (worse, better) = (new > old, new < old);
        self.join(Self {
            possible: (worse, better),
            sure: (worse && sure, better && sure),
        });
    }

    /// Adds what no point shows and cannot be excluded: a worse one, a better one.
    pub fn may(&mut self, worse: bool, better: bool) {
        self.possible.0 |= worse;
        self.possible.1 |= better;
    }

    /// Adds everything reached elsewhere.
    pub fn join(&mut self, other: Self) {
        self.possible.0 |= other.possible.0;
        self.possible.1 |= other.possible.1;
        self.sure.0 |= other.sure.0;
        self.sure.1 |= other.sure.1;
    }

    /// The relation that follows.
    #[must_use]
    pub const fn relation(self) -> Relation {
        match (self.possible, self.sure) {
            ((false, false), _) => Relation::Same,
            (_, (true, true)) => Relation::Incomparable,
            ((true, false), (true, false)) => Relation::Stricter,
            ((false, true), (false, true)) => Relation::Laxer,
            (_, (true | false, true | false)) => Relation::Undecided,
        }
    }

    /// What is known where the relation is undecided.
    #[must_use]
    pub const fn known(self) -> &'static str {
        match (self.possible, self.sure) {
            ((_, false), _) => "never a better verdict; whether ever a worse one is not shown",
            ((false, _), _) => "never a worse verdict; whether ever a better one is not shown",
            (_, (true, _)) => "somewhere a worse verdict; a better one is not excluded",
            (_, (_, true)) => "somewhere a better verdict; a worse one is not excluded",
            ((true, true), (false, false)) => {
                "neither a worse nor a better verdict is excluded, and neither is shown"
            }
        }
    }
}
