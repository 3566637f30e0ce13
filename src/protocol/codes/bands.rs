//! Faults of limits and bands.

use crate::diagnostic::Page;

pub(super) const PAGES: &[Page] = &[
    Page {
        code: "bad-band",
        what: "A band is neither a limit nor a word, a list of words or a yes or no.",
        why: "A band is one half-line in the measure's better direction, or the words from one end of an ordered list. Anything else would not be monotone, and a runner who is worse could be told GO.",
        faulty: r#"measure  = "pain.daily.worst"
go       = ["0", "1", "2"]"#,
        mended: r#"measure  = "pain.daily.worst"
go       = "<= 2 nrs""#,
    },
    Page {
        code: "bad-certainty",
        what: "`certainty` stands where the measurement error cannot be counted, or is not 50 to 99 percent.",
        why: "It moves the GO limit by z times the standard error of measurement, so it needs a measure whose error has a source, and no CAUTION band as wide as the smallest detectable change: there the same error would count twice.",
        faulty: r#"no-go    = "< 19 reps"
fresh    = "7 d"
certainty = 80"#,
        mended: r#"no-go    = "< 19 reps"
fresh    = "7 d""#,
    },
    Page {
        code: "bad-comparison",
        what: "A limit cannot be read.",
        why: "A limit is a sign (`<`, `<=`, `>`, `>=`), a number with at most 6 decimals, and the measure's unit. A limit that two people could read in two ways decides about nobody.",
        faulty: r#"go       = "2 nrs or less""#,
        mended: r#"go       = "<= 2 nrs""#,
    },
    Page {
        code: "no-direction",
        what: "A measure of which neither more nor less is better has bands, or decides.",
        why: "It can be shown as a note and never judged: nobody can say which side of a limit is the safe one.",
        faulty: r#"measure  = "sleep.hours"
go       = ">= 7 h""#,
        mended: r#"measure  = "sleep.hours"
note     = true"#,
    },
    Page {
        code: "not-a-prefix",
        what: "The words of a band have a gap, begin at neither end, or are all there are.",
        why: "GO takes the words from the best end, NO-GO from the worst, and neither takes all. With a gap, a runner with the worse answer could be told GO.",
        faulty: r#"measure  = "heel_raise.ability"
go       = ["able", "newly-unable"]"#,
        mended: r#"measure  = "heel_raise.ability"
go       = ["able", "reduced"]"#,
    },
    Page {
        code: "out-of-range",
        what: "A limit lies outside what the measure can be.",
        why: "Its band holds nothing or everything: a criterion that nobody can fail, or nobody can meet.",
        faulty: r#"go       = "<= 2 nrs"
no-go    = "> 12 nrs""#,
        mended: r#"go       = "<= 2 nrs"
no-go    = "> 5 nrs""#,
    },
    Page {
        code: "overlapping-bands",
        what: "A value would be GO and NO-GO at once.",
        why: "The runner would get one of two opposite answers by accident. Let NO-GO begin where GO has ended; what lies between is CAUTION.",
        faulty: r#"go       = "<= 2 nrs"
no-go    = "> 1 nrs""#,
        mended: r#"go       = "<= 2 nrs"
no-go    = "> 5 nrs""#,
    },
    Page {
        code: "wrong-direction",
        what: "A limit points the wrong way.",
        why: "GO lies in the measure's better direction, NO-GO and the rules of a ladder in the other. The other way round, more pain would be better.",
        faulty: r#"measure  = "pain.daily.worst"
go       = ">= 2 nrs""#,
        mended: r#"measure  = "pain.daily.worst"
go       = "<= 2 nrs""#,
    },
    Page {
        code: "wrong-unit",
        what: "A limit is not in the measure's own unit.",
        why: "The unit is part of the limit, so that nobody reads minutes as seconds.",
        faulty: r#"measure  = "stiffness.morning"
go       = "<= 30 s""#,
        mended: r#"measure  = "stiffness.morning"
go       = "<= 30 min""#,
    },
];
