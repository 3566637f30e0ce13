//! Faults of what a file says about itself.

use crate::diagnostic::Page;

pub(super) const PAGES: &[Page] = &[
    Page {
        code: "approved-by-nobody",
        what: "A file is approved without saying by whom and when, or is a draft that a person approved.",
        why: "A person must answer for what a report tells a runner. Reports of a draft say so in their first line.",
        faulty: r#"status     = "approved""#,
        mended: r#"status     = "approved"
approved   = { by = "A. Clinician", on = 2026-11-21 }"#,
    },
    Page {
        code: "bad-version",
        what: "A version is not three numbers.",
        why: "A report names the version that judged. Raise the first number when a verdict can change, the second for a new criterion that only notes, the third for wording.",
        faulty: r#"version    = "1.0""#,
        mended: r#"version    = "1.0.0""#,
    },
    Page {
        code: "red-flags-ask",
        what: "A file whose condition is `*` is not the one of red flags, or asks something, or sends nobody to be seen.",
        why: "It is judged beside whatever criteria answer. It can only make a verdict worse, by what is on record and needs a person to look at it; what a runner is asked belongs to the file of the condition. Red flags of your own stand in a file `red-flags.toml`, written out in full, in place of the shipped ones.",
        faulty: r#"conditions = ["*"]"#,
        mended: r#"conditions = ["my-achilles"]"#,
    },
    Page {
        code: "route-out-judges",
        what: "A protocol that routes out has stages, ladders, rules of evidence, `ask` or `cautions`.",
        why: "It has a text and a `refer`, and judges nothing: its condition needs other measures than these, and half a judgement would be taken for a whole one.",
        faulty: r#"conditions = ["my-achilles"]
ask        = "running""#,
        mended: r#"conditions = ["my-achilles"]"#,
    },
    Page {
        code: "stem-mismatch",
        what: "The file's name and its id differ.",
        why: "A report names the protocol's id; a reader who looks for the file must find the one that judged.",
        faulty: r#"id         = "achilles-midportion""#,
        mended: r#"id         = "stem-mismatch""#,
    },
    Page {
        code: "unknown-format",
        what: "The file is written in a version of the language that this program does not know.",
        why: "A key may mean something else there. This program reads format 1 and guesses at no other.",
        faulty: "format     = 2",
        mended: "format     = 1",
    },
    Page {
        code: "unknown-stage",
        what: "The protocol has no stage of that name.",
        why: "A runner who gives no goal would be judged up to no stage at all.",
        faulty: r#"ask        = "daily-live""#,
        mended: r#"ask        = "daily-life""#,
    },
];
