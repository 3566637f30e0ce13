//! Faults of measures that a file declares.

use crate::diagnostic::Page;

pub(super) const PAGES: &[Page] = &[
    Page {
        code: "bad-measure",
        what: "What is said of a declared measure does not fit its shape.",
        why: "A measure that can be read in two ways is measured in two ways, and a limit on it means one thing for one runner and another for the next.",
        faulty: r#"step    = "7""#,
        mended: r#"step    = "1""#,
    },
    Page {
        code: "shadowed-measure",
        what: "A declared measure has the name of one of the catalogue.",
        why: "What a report calls by a name must mean the same everywhere; a second meaning would be taken for the first by whoever reads both.",
        faulty: r#"id      = "heel_raise.reps.involved""#,
        mended: r#"id      = "foot.toe_raises""#,
    },
    Page {
        code: "unknown-measures",
        what: "A measure file that is named is neither in the folder `measures` nor shipped.",
        why: "Without it the criteria ask for measures that nobody has described, and no record can answer them.",
        faulty: r#"measures   = ["exampel"]"#,
        mended: r#"measures   = ["example"]"#,
    },
];
