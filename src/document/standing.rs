//! How a stage stands on the ladder.
//!
//! *Why five and not the three verdicts?* A stage whose own criteria are met is not cleared while one below it is not, and NO-GO for want
//! of answers is not NO-GO whatever they say: under "NO-GO for running" nobody may read "GO running".

/// How a stage stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr, strum::VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum Standing {
    /// It is GO, and so is every stage below it.
    Cleared,
    /// Its own criteria are met, and a stage below it is not cleared.
    Waits,
    /// It is CAUTION, whatever is not known.
    Caution,
    /// It is NO-GO, whatever is not known.
    Failed,
    /// It is no GO for want of answers.
    NotKnown,
}

word!(Standing);

impl Standing {
    /// Its sign: one letter wide, and told apart without colour.
    #[must_use]
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Cleared => "✓",
            Self::Waits => "○",
            Self::Caution => "!",
            Self::Failed => "✗",
            Self::NotKnown => "?",
        }
    }

    /// Its name for people.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Cleared => "cleared",
            Self::Waits => "passed",
            Self::Caution => "CAUTION",
            Self::Failed => "NO-GO",
            Self::NotKnown => "not known",
        }
    }
}
