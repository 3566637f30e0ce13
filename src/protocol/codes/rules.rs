//! Faults of the rules that say what counts as evidence.

use crate::diagnostic::Page;

pub(super) const PAGES: &[Page] = &[
    Page {
        code: "clean-asks-nothing",
        what: "`clean` states no limit.",
        why: "Every session would be clean, whatever it did to the tendon, and each clean session lets a runner do more. Without `clean` no session is.",
        faulty: r#"clean      = { evidence = { sources = ["silbernagel2007ajsm"], confidence = "moderate", kind = "consensus" } }"#,
        mended: r#"clean      = { pain = "<= 5 nrs", gait = "normal", evidence = { sources = ["silbernagel2007ajsm"], confidence = "moderate", kind = "consensus" } }"#,
    },
    Page {
        code: "least-run-above-ladder",
        what: "`least_run` asks for more than the first level of a ladder.",
        why: "A runner who does that session as told would have done nothing, and would never leave the first level.",
        faulty: r#"least_run  = { distance = "1 km", minutes = "40 min", evidence = { sources = [], confidence = "very-low", kind = "convention" } }"#,
        mended: r#"least_run  = { distance = "1 km", minutes = "5 min", evidence = { sources = [], confidence = "very-low", kind = "convention" } }"#,
    },
];
