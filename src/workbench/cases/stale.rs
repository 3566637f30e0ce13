//! Entries of `set_aside` that set nothing aside.

use super::{Coverage, SetAside};
use crate::diagnostic::nearest;
use crate::protocol::Protocol;

/// An entry of `set_aside` that is not so.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[schemars(deny_unknown_fields, rename = "StaleV1")]
pub struct Stale {
    /// What it names.
    pub what: String,
    /// Why it sets nothing aside.
    pub why: String,
}

impl Coverage {
    /// Every entry about a side that sets nothing aside; of mutants only the names are asked, and only when some entry names no side.
    #[must_use]
    pub fn stale(
        &self,
        protocol: &Protocol,
        set_aside: &[SetAside],
        mutants: impl FnOnce() -> Vec<String>,
    ) -> Vec<Stale> {
        let mut stale = faulty(set_aside);
        let mut others = Vec::new();
        for SetAside { what, .. } in set_aside {
            let covered = self.sides.iter().find(|side| side.name(protocol) == *what);
            let never = self
                .never
                .iter()
                .find(|never| never.name(protocol) == *what);
            let aside = self
                .set_aside
                .iter()
                .any(|(side, _)| side.name(protocol) == *what);
            if let Some(case) = covered.and_then(|side| side.case.as_ref()) {
                stale.push(Stale {
                    what: what.clone(),
                    why: format!("`{case}` decides it after all"),
                });
            } else if let Some(never) = never {
                let because_of = protocol.name_of(never.because_of);
                stale.push(Stale {
                    what: what.clone(),
                    why: format!("`{because_of}` proves that it never decides"),
                });
            } else if !aside {
                others.push(what);
            }
        }
        if !others.is_empty() {
            let mutants = mutants();
            let sides = self.names(protocol);
            let gone = others.into_iter().filter(|what| !mutants.contains(what));
            stale.extend(gone.map(|what| unknown(what, sides.iter().chain(&mutants))));
        }
        stale
    }

    /// The names of all sides.
    #[must_use]
    pub fn names(&self, protocol: &Protocol) -> Vec<String> {
        let covered = self.sides.iter().map(|side| side.name(protocol));
        let aside = self.set_aside.iter().map(|(side, _)| side.name(protocol));
        let never = self.never.iter().map(|never| never.name(protocol));
        covered.chain(aside).chain(never).collect()
    }
}

/// Duplicate entries, or entries without a reason.
pub(in crate::workbench) fn faulty(set_aside: &[SetAside]) -> Vec<Stale> {
    let mut faulty = Vec::new();
    for (place, entry) in set_aside.iter().enumerate() {
        let mut earlier = set_aside.iter().take(place);
        let why = if earlier.any(|earlier| earlier.what == entry.what) {
            "it is set aside twice"
        } else if entry.because.trim().is_empty() {
            "it says no reason"
        } else {
            continue;
        };
        faulty.push(Stale {
            what: entry.what.clone(),
            why: why.to_owned(),
        });
    }
    faulty
}

/// An entry that names nothing.
pub(in crate::workbench) fn unknown<'a>(
    what: &str,
    known: impl Iterator<Item = &'a String>,
) -> Stale {
    let help = nearest(what, known.map(String::as_str))
        .map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
    Stale {
        what: what.to_owned(),
        why: format!("no side and no mutant has this name{help}"),
    }
}
