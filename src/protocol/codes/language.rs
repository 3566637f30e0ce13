//! Faults of the language itself: keys, types, words, names.

use crate::diagnostic::Page;

pub(super) const PAGES: &[Page] = &[
    Page {
        code: "bad-duration",
        what: "A window is not written in whole days or weeks.",
        why: "Windows are `7 d` or `2 wk`. There are no times of day anywhere, so that the same runner gets the same answer in every time zone.",
        faulty: r#"over     = "7 days""#,
        mended: r#"over     = "7 d""#,
    },
    Page {
        code: "bad-id",
        what: "An id is not made of words in small letters and digits, joined by `-`.",
        why: "Ids stand in reports and in the records of other systems; one that is spelt in two ways points to two criteria.",
        faulty: r#"id       = "Daily pain""#,
        mended: r#"id       = "daily-pain""#,
    },
    Page {
        code: "bad-number",
        what: "A number is outside what its key allows.",
        why: "It would mean something else than its author thinks: one caution, for example, already is a CAUTION and no reason for a NO-GO.",
        faulty: "cautions   = 1",
        mended: "cautions   = 2",
    },
    Page {
        code: "duplicate-id",
        what: "Two things have one name.",
        why: "They cannot be told apart in a report, so that a runner would work on the wrong one.",
        faulty: r#"id       = "daily-pain"
measure  = "pain.walking""#,
        mended: r#"id       = "walking-pain"
measure  = "pain.walking""#,
    },
    Page {
        code: "missing-key",
        what: "A key that is needed is missing.",
        why: "Nothing is filled in by default, because a default that nobody wrote decides about a person's tendon.",
        faulty: r#"do       = "Score the worst pain of each day; cut back until it stays at 2 or less.""#,
        mended: r#"why      = "Daily life must be nearly free of pain."
do       = "Score the worst pain of each day; cut back until it stays at 2 or less.""#,
    },
    Page {
        code: "syntax",
        what: "The file is not TOML.",
        why: "Texts stand in quotes, lists in square brackets, and `[[stage.criterion]]` opens a criterion of the last stage. A file that is read in part would judge by a part of its criteria.",
        faulty: r#"go       = "<= 2 nrs"#,
        mended: r#"go       = "<= 2 nrs""#,
    },
    Page {
        code: "unknown-key",
        what: "A key is not known.",
        why: "It may be a misspelt one that matters: a `nogo` that is passed over leaves a criterion without its NO-GO.",
        faulty: r#"nogo     = "> 5 nrs""#,
        mended: r#"no-go    = "> 5 nrs""#,
    },
    Page {
        code: "unknown-word",
        what: "A word is not one of those allowed here.",
        why: "A guess at what was meant would decide about a person's tendon.",
        faulty: r#"evidence = { sources = ["silbernagel2007ajsm"], confidence = "medium", kind = "consensus" }"#,
        mended: r#"evidence = { sources = ["silbernagel2007ajsm"], confidence = "moderate", kind = "consensus" }"#,
    },
    Page {
        code: "wrong-type",
        what: "A value is of another type than its key takes.",
        why: "The value may not be what its author sees: 1.10 as a number is 1.1, and as a version something else.",
        faulty: "version    = 1.0",
        mended: r#"version    = "1.0.0""#,
    },
];
