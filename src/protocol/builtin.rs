//! The criteria that ship with the program.

use super::extends::Wanted;
use super::red_flags::{EVERY_CONDITION, RED_FLAGS};
use super::{Protocol, compile};
use crate::assessment::OTHER_INJURY;
use crate::diagnostic::Diagnostic;

/// A criteria file inside the program.
#[derive(Clone, Copy, Debug)]
pub struct Shipped {
    /// Its id and stem.
    pub id: &'static str,
    /// The conditions it answers for, as the file says; so that only the file needed is compiled.
    pub conditions: &'static [&'static str],
    /// Its text.
    pub text: &'static str,
}

/// The one table of shipped criteria.
pub const SHIPPED: &[Shipped] = &[
    Shipped {
        id: "achilles-insertional",
        conditions: &["achilles-insertional"],
        text: include_str!("../../criteria/achilles-insertional.toml"),
    },
    Shipped {
        id: "achilles-midportion",
        conditions: &["achilles-midportion"],
        text: include_str!("../../criteria/achilles-midportion.toml"),
    },
    Shipped {
        id: "achilles-partial-tear",
        conditions: &["achilles-partial-tear", "achilles-micro-tear"],
        text: include_str!("../../criteria/achilles-partial-tear.toml"),
    },
    Shipped {
        id: "achilles-rupture",
        conditions: &["achilles-rupture", "achilles-rupture-repair"],
        text: include_str!("../../criteria/achilles-rupture.toml"),
    },
    Shipped {
        id: "other",
        conditions: &[OTHER_INJURY],
        text: include_str!("../../criteria/other.toml"),
    },
    Shipped {
        id: "race-preparation",
        conditions: &["none"],
        text: include_str!("../../criteria/race-preparation.toml"),
    },
    Shipped {
        id: RED_FLAGS,
        conditions: &[EVERY_CONDITION],
        text: include_str!("../../criteria/red-flags.toml"),
    },
];

/// The measure files that ship, by their stems.
pub const SHIPPED_MEASURES: &[(&str, &str)] = &[];

/// The text of the shipped file of that id.
#[must_use]
pub fn text(wanted: Wanted, id: &str) -> Option<String> {
    let text = match wanted {
        Wanted::Criteria => SHIPPED.iter().find(|shipped| shipped.id == id)?.text,
        Wanted::Measures => SHIPPED_MEASURES.iter().find(|(known, _)| *known == id)?.1,
    };
    Some(text.to_owned())
}

/// The sources that the shipped criteria cite.
pub const REFERENCES: &str = include_str!("../../criteria/references.bib");

impl Shipped {
    /// The protocol.
    ///
    /// # Errors
    /// The faults of the file; a test keeps the shipped ones free of them.
    pub fn compile(&self) -> Result<Protocol, Vec<Diagnostic>> {
        compile(self.text, Some(self.id), None).map(|protocol| Protocol {
            shipped: true,
            ..protocol
        })
    }
}
