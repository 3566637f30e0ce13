//! Faults of stages, and of walk-run ladders.

use crate::diagnostic::Page;

pub(super) const PAGES: &[Page] = &[
    Page {
        code: "bad-stretch",
        what: "What is walked or run is not written in minutes, kilometres or miles.",
        why: "The unit is written out (`5 min`, `0.8 km`, `0.5 mi`), so that no runner takes a mile for a kilometre.",
        faulty: r#"run       = "1""#,
        mended: r#"run       = "1 min""#,
    },
    Page {
        code: "empty-ladder",
        what: "A ladder has no levels.",
        why: "It has no session to begin with and none to come back to after a sore run.",
        faulty: r#"[[ladder]]
id       = "intervals"
title    = "Walking and running in turns"
sessions = 2
why      = "Short stretches of running with walking in between."
evidence = { sources = ["osu2019"], confidence = "low", kind = "consensus" }"#,
        mended: r#"[[ladder]]
id       = "intervals"
title    = "Walking and running in turns"
sessions = 2
why      = "Short stretches of running with walking in between."
evidence = { sources = ["osu2019"], confidence = "low", kind = "consensus" }

[[ladder.level]]
text      = "Run 5 minutes."
run       = "5 min"
rest_days = 1"#,
    },
    Page {
        code: "empty-stage",
        what: "A stage has no criteria.",
        why: "It would clear everybody for its activity, whatever the tendon can do.",
        faulty: r#"[[stage]]
id     = "strength"
title  = "Calf strength"
clears = "strength""#,
        mended: r#"[[stage]]
id     = "strength"
title  = "Calf strength"
clears = "strength"

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
        code: "ladder-order",
        what: "A stage stands after one that clears as much or more.",
        why: "A stage is cleared only with all before it. In the wrong order a runner could be cleared to hop before being asked whether walking hurts.",
        faulty: r#"id     = "daily-life"
title  = "Walking and daily life"
clears = "daily-life""#,
        mended: r#"id     = "daily-life"
title  = "Walking and daily life"
clears = "hopping""#,
    },
    Page {
        code: "level-order",
        what: "A level asks for less running than the one before it.",
        why: "A runner who is sent one level down after a sore run would run more than before.",
        faulty: r#"walk      = "4 min"
run       = "1 min""#,
        mended: r#"walk      = "0.5 min"
run       = "4.5 min""#,
    },
    Page {
        code: "phase-order",
        what: "A phase ends before it begins, or only some of the time has one.",
        why: "The phases follow one another from the injury on. Where one has no place in that order its advice is never shown, or shown for the wrong weeks.",
        faulty: r#"until   = "1 wk""#,
        mended: r#"until   = "8 wk""#,
    },
    Page {
        code: "lone-ladder",
        what: "A ladder stands without rules, or rules without a ladder.",
        why: "A ladder without rules leads up whatever a session has done to the tendon; rules without a ladder do nothing while looking strict.",
        faulty: r"repeats   = 6
rest_days = 1",
        mended: r#"repeats   = 6
rest_days = 1

[[ladder_rule]]
measure   = "load.last_run.gait"
if        = "altered"
fresh     = "14 d"
then      = "drop"
text      = "An altered gait."
evidence  = { sources = ["sanford2024"], confidence = "low", kind = "consensus" }"#,
    },
    Page {
        code: "mixed-stretches",
        what: "A ladder counts in time here and in distance there.",
        why: "Nobody can tell which of the two is more running without knowing how fast the runner is, so a step up could be a leap.",
        faulty: r#"run       = "0.2 km""#,
        mended: r#"run       = "1 min""#,
    },
    Page {
        code: "no-stages",
        what: "A protocol that judges has no stages.",
        why: "It would clear everybody. One that must not judge at all says `route_out = true`.",
        faulty: r#"ask        = "daily-life""#,
        mended: r#"route_out  = true
refer      = "clinician"
text       = "Ask a clinician."
sources    = ["zellers2016"]"#,
    },
];
