//! Faults of files that extend others.

use crate::diagnostic::Page;

pub(super) const PAGES: &[Page] = &[
    Page {
        code: "extends-itself",
        what: "A file extends itself.",
        why: "It would take over what it says already, and its criteria would stand nowhere. A file that changes a shipped one has an id of its own. Only the red flags have one id, so `red-flags.toml` cannot be extended: a file of that name stands in place of the shipped one and is written out in full.",
        faulty: r#"extends    = "extends-itself""#,
        mended: r#"extends    = "achilles-midportion""#,
    },
    Page {
        code: "extends-route-out",
        what: "The file that is extended routes out.",
        why: "It judges nobody and has no criteria, so there is nothing to take over. A file that looks as if it asked what another asks would ask nothing.",
        faulty: r#"extends    = "achilles-rupture""#,
        mended: r#"extends    = "achilles-midportion""#,
    },
    Page {
        code: "extends-twice",
        what: "The file that is extended itself extends another.",
        why: "A reader of a file must find all that it asks in it and in one other. Over several levels a rule is changed in a place that nobody had open.",
        faulty: r#"extends    = "achilles-partial-tear""#,
        mended: r#"extends    = "achilles-midportion""#,
    },
    Page {
        code: "nothing-to-remove",
        what: "What is to be taken away is not there, or is given in the same file.",
        why: "A misspelt name takes nothing away, and the runner is asked what the author believes to have left out. What is given replaces what is taken over and need not be taken away.",
        faulty: r#"remove     = ["race/sleeping"]"#,
        mended: r#"remove     = ["race/sleep"]"#,
    },
    Page {
        code: "unknown-parent",
        what: "The file that is extended is neither in the same folder nor shipped.",
        why: "Without it most of the criteria are missing, and a runner would be judged by the few that are left.",
        faulty: r#"extends    = "achilles-midportoin""#,
        mended: r#"extends    = "achilles-midportion""#,
    },
    Page {
        code: "without-parent",
        what: "A file takes away or places before something, and extends no other.",
        why: "`remove` and `before` speak of what is taken over. Without `extends` they do nothing, and what the author meant to leave out is asked.",
        faulty: r#"remove     = ["daily-life/walking-pain"]"#,
        mended: "",
    },
];
