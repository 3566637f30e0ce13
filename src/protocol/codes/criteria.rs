//! Faults of a criterion: what it measures, when it is asked, what it depends on and what it rests on.

use crate::diagnostic::Page;

pub(super) const PAGES: &[Page] = &[
    Page {
        code: "bad-at-least",
        what: "`at_least` is not a number of days that `over` can hold.",
        why: "It says on how many days within `over` there must be an entry before the worst of them counts as known. More days than the window has can never be met, so that nobody would ever be cleared; without `over` there is nothing to count.",
        faulty: r#"over     = "7 d"
at_least = 8"#,
        mended: r#"over     = "7 d"
at_least = 7"#,
    },
    Page {
        code: "bad-step",
        what: "`step` stands where it cannot be lowered, or where it must not be.",
        why: "A step says how far a run may go beyond training. It is asked with a run as the goal, and is GO where everything else is GO for a race of that distance. So the file must judge races, and the criterion may neither be a note, nor refer, nor depend on another.",
        faulty: r#"when     = { same_site_last_12_months = "yes" }
go       = ">= goal / 1.10"
step     = true"#,
        mended: r#"when     = { goal = "run", same_site_last_12_months = "yes" }
go       = ">= goal / 1.10"
step     = true"#,
    },
    Page {
        code: "fresh-missing",
        what: "An observation may be of any age.",
        why: "It would count for ever: a hop test from last year would clear a runner today. Say how old it may be with `fresh`, or count the worst of the last days with `over`.",
        faulty: r#"go       = "<= 2 nrs"
no-go    = "> 5 nrs""#,
        mended: r#"go       = "<= 2 nrs"
fresh    = "1 d"
no-go    = "> 5 nrs""#,
    },
    Page {
        code: "fresh-of-a-fact",
        what: "`fresh` or `over` stands beside something that does not go stale.",
        why: "Facts and counts of days hold, and measures of the whole run log carry their window in their name. A `fresh` there does nothing while looking strict.",
        faulty: r#"measure  = "loading.weeks"
go       = ">= 6 wk"
fresh    = "28 d""#,
        mended: r#"measure  = "loading.weeks"
go       = ">= 6 wk""#,
    },
    Page {
        code: "kind-above-sources",
        what: "The `kind` claims more than the sources can bear.",
        why: "`evidence` needs a source that was read in the primary, `consensus` one that was quoted second-hand; what was only remembered is `convention`. A runner who is told that a study says so must be able to rely on it. The marks stand in references.bib.",
        faulty: r#"evidence = { sources = ["reid2007"], confidence = "low", kind = "evidence" }"#,
        mended: r#"evidence = { sources = ["reid2007"], confidence = "low", kind = "consensus" }"#,
    },
    Page {
        code: "no-band-to-lower",
        what: "`no_go_only_with` stands without a `no-go` band.",
        why: "It lowers a NO-GO to CAUTION while another criterion is GO; without a NO-GO there is nothing to lower, and a reader would think there is one.",
        faulty: r#"no_go_only_with = "daily-pain""#,
        mended: r#"caution_only_with = "daily-pain""#,
    },
    Page {
        code: "no-companion",
        what: "A criterion on a ratio has no absolute one beside it.",
        why: "A ratio improves when its reference gets worse: a runner whose sound leg weakens gains symmetry without getting stronger. So an absolute criterion on the tested quantity stands in the same stage or before it.",
        faulty: r#"[[stage.criterion]]
id       = "heel-raise-symmetry"
measure  = "heel_raise.reps.symmetry"
when     = { side = "one" }
go       = ">= 90 %"
no-go    = "< 80 %"
fresh    = "7 d"
why      = "The hurt calf must do nearly the work of the other before it is asked to spring."
do       = "Test both legs, the sound one first."
evidence = { sources = ["silbernagel2010"], confidence = "low", kind = "consensus" }"#,
        mended: r#"[[stage.criterion]]
id       = "heel-raise-symmetry"
measure  = "heel_raise.reps.symmetry"
when     = { side = "one" }
go       = ">= 90 %"
no-go    = "< 80 %"
fresh    = "7 d"
why      = "The hurt calf must do nearly the work of the other before it is asked to spring."
do       = "Test both legs, the sound one first."
evidence = { sources = ["silbernagel2010"], confidence = "low", kind = "consensus" }

[[stage.criterion]]
id       = "heel-raises"
measure  = "heel_raise.reps.involved"
go       = ">= 25 reps"
no-go    = "< 19 reps"
fresh    = "7 d"
why      = "The calf carries several times body weight in running."
do       = "Single-leg heel raises to fatigue every other day; retest weekly."
evidence = { sources = ["lunsford1995"], confidence = "low", kind = "convention" }"#,
    },
    Page {
        code: "no-sources",
        what: "No source is named.",
        why: "Every reason cites, so that a runner or a colleague can look it up. A limit that its authors propose by themselves says `convention`, and may name none.",
        faulty: r#"evidence = { sources = [], confidence = "low", kind = "consensus" }"#,
        mended: r#"evidence = { sources = ["silbernagel2007ajsm"], confidence = "low", kind = "consensus" }"#,
    },
    Page {
        code: "note-decides",
        what: "A note would decide, or what not everybody is asked would decide through another criterion.",
        why: "A note is shown and never decides: it is asked of nobody, refers nobody, and nothing depends on it. What only the clinic asks cannot lower what everybody is asked, or the clinic would be more lenient than home.",
        faulty: r#"go       = "<= 2 nrs"
no-go    = "> 5 nrs"
fresh    = "7 d"
note     = true"#,
        mended: r#"go       = "<= 2 nrs"
no-go    = "> 5 nrs"
fresh    = "7 d""#,
    },
    Page {
        code: "refer-to-nobody",
        what: "`refer_if_unknown` stands without `refer`, or beside `asked = \"if-recorded\"`.",
        why: "Not knowing is said to be reason enough to be seen, but not by whom; or of an answer that nobody is asked for, so that everybody would be sent.",
        faulty: "refer_if_unknown = true",
        mended: r#"refer_if_unknown = true
refer = "clinician""#,
    },
    Page {
        code: "too-many-measures",
        what: "The file asks for more measures and windows than the engine can keep apart.",
        why: "The engine keeps its sets in fixed memory, so that it never runs out of it in the middle of a judgement. Split the file, or give criteria on one measure the same window.",
        faulty: r#"fresh = "257 d""#,
        mended: r#"fresh = "256 d""#,
    },
    Page {
        code: "unknown-criterion",
        what: "A name belongs to no criterion that stands earlier in the file.",
        why: "A misspelt name would leave a band lowered by nothing. Leaning only on earlier criteria keeps the rules free of circles.",
        faulty: r#"no_go_only_with = "daily-life/daily-pian""#,
        mended: r#"no_go_only_with = "daily-life/daily-pain""#,
    },
    Page {
        code: "unknown-fact",
        what: "`when` asks for something that is not a fact.",
        why: "It asks side, sex, condition, site, goal, goal_distance, age, sudden_onset, same_site_last_12_months and other_side_history. It never asks a reading, because then knowing less could switch a criterion off and help. Nor does it ask the setting: what a runner has recorded counts at home, too, which `asked = \"clinic\"` says and a `when` could not.",
        faulty: r#"when     = { limp = "yes" }"#,
        mended: r#"when     = { sudden_onset = "yes" }"#,
    },
    Page {
        code: "unknown-fact-word",
        what: "The fact never has that word.",
        why: "The criterion would never be asked, and nobody would be held back by it.",
        faulty: r#"when     = { sudden_onset = "maybe" }"#,
        mended: r#"when     = { sudden_onset = "yes" }"#,
    },
    Page {
        code: "volunteered-leans",
        what: "`no_go_only_with` or `caution_only_with` stands beside `asked = \"clinic\"` or `\"if-recorded\"`.",
        why: "What nobody is asked counts by itself where it is recorded. If another answer could let a runner off it, leaving that answer out would either help or make the best case worse, and knowing less must do neither.",
        faulty: r#"asked    = "clinic"
go       = "<= 2 nrs"
no-go    = "> 5 nrs"
fresh    = "7 d"
no_go_only_with = "daily-pain""#,
        mended: r#"asked    = "clinic"
go       = "<= 2 nrs"
no-go    = "> 5 nrs"
fresh    = "7 d""#,
    },
    Page {
        code: "unknown-measure",
        what: "The catalogue has no measure of that name.",
        why: "The catalogue is the only vocabulary, so that two files mean the same test by the same word: `rtr measures` lists it.",
        faulty: r#"measure  = "pain.dayly.worst""#,
        mended: r#"measure  = "pain.daily.worst""#,
    },
    Page {
        code: "unknown-source",
        what: "A source is not in references.bib.",
        why: "The reason could not cite it, and nobody could look it up.",
        faulty: r#"evidence = { sources = ["silbernagel2007"], confidence = "low", kind = "consensus" }"#,
        mended: r#"evidence = { sources = ["silbernagel2007ajsm"], confidence = "low", kind = "consensus" }"#,
    },
];
