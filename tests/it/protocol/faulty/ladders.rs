//! Ways in which a ladder or a rule of its sessions goes wrong.

use return_to_run::protocol::compile;
use return_to_run::quantity::Exact;

use super::render;
use super::ways::{changed, each_way};
use crate::support::Tested;

/// A protocol with two ladders and three rules, without a fault.
const LADDERED: &str = r#"format     = 1
id         = "laddered"
title      = "Midportion Achilles tendinopathy"
version    = "1.0.0"
reviewed   = 2026-11-21
status     = "draft"
conditions = ["my-achilles"]
ask        = "daily-life"

[[stage]]
id     = "daily-life"
title  = "Walking and daily life"
clears = "daily-life"

[[stage.criterion]]
id       = "daily-pain"
measure  = "pain.daily.worst"
go       = "<= 2 nrs"
no-go    = "> 4 nrs"
over     = "7 d"
why      = "Daily life must be nearly free of pain before more is asked of the tendon."
do       = "Score the worst pain of each day; cut back until it stays at 2 or less."
evidence = { sources = ["silbernagelcrossley2015", "silbernagel2007ajsm"], confidence = "low", kind = "consensus" }

[[ladder]]
id       = "intervals"
title    = "Walking and running in turns"
sessions = 2
levels_per_7_days = 2
why      = "Short stretches of running with walking in between."
evidence = { sources = ["osu2019"], confidence = "low", kind = "consensus" }

[[ladder.level]]
text      = "Walk 4 minutes, run 1: 6 times."
walk      = "4 min"
run       = "1 min"
repeats   = 6
rest_days = 2

[[ladder.level]]
text      = "Walk 1.5 minutes, run 3.5: 5 times."
walk      = "1.5 min"
run       = "3.5 min"
repeats   = 5
rest_days = 1

[[ladder.level]]
text      = "Run 30 minutes."
run       = "30 min"
rest_days = 0
sessions  = 3

[[ladder]]
id       = "distances"
title    = "By distance"
sessions = 4
why      = "For a track."
evidence = { sources = ["delawareguideline"], confidence = "low", kind = "evidence" }

[[ladder.level]]
text      = "Run 3 km."
run       = "3 km"
rest_days = 3

[[ladder_rule]]
measure   = "load.last_run.pain"
if        = "> 5 nrs"
fresh     = "14 d"
then      = "drop"
rest_days = 4
text      = "Pain above 5 of 10 during the last run."
evidence  = { sources = ["reid2007"], confidence = "low", kind = "consensus" }

[[ladder_rule]]
measure   = "load.last_run.gait"
if        = ["altered"]
fresh     = "13 d"
then      = "hold"
text      = "An altered gait."
evidence  = { sources = [], confidence = "low", kind = "convention" }

[[ladder_rule]]
measure   = "screening.night_pain"
if        = true
over      = "7 d"
at_least  = 1
then      = "stop"
text      = "Pain at night."
evidence  = { sources = ["bwh2007"], confidence = "low", kind = "consensus" }
"#;

#[test]
fn a_stretch_is_minutes_or_kilometres_and_a_ladder_counts_in_one_of_them() -> Tested {
    each_way(
        LADDERED,
        r#"
36 bad-stretch: "1 min" -> "1"
36 bad-stretch: "1 min" -> "1min"
36 bad-stretch: "1 min" -> "60 s"
36 bad-stretch: "1 min" -> "0.1 miles"
36 bad-stretch: "1 min" -> "a min"
36 bad-stretch: "1 min" -> "nan min"
36 bad-stretch: "1 min" -> "1e1 min"
36 bad-stretch: "1 min" -> "1.1234567 min"
35 bad-stretch: "4 min" -> "4 minutes"
    help: write a number with at most 6 decimals and its unit, such as `5 min`, `0.8 km` or `0.5 mi`
36 wrong-type: "1 min" -> 1
35 wrong-type: "4 min" -> 4
    help: put it in quotes
35 bad-number: "4 min" -> "0 min"
36 bad-number: "1 min" -> "-1 min"
49 bad-number: "30 min" -> "120.000001 min"
    help: choose more than 0 and at most 120 min; leave `walk` out where nobody walks
62 bad-number: "3 km" -> "20.000001 km"
62 bad-number: "3 km" -> "12.427424 mi"
    help: choose more than 0 and at most 20 km; leave `walk` out where nobody walks
35 mixed-stretches: "4 min" -> "0.4 mi"
49 mixed-stretches: "30 min" -> "6 km"
    help: give every stretch of a ladder in the same unit
"#,
    )
}

#[test]
fn one_level_back_is_never_more_running() -> Tested {
    each_way(
        LADDERED,
        r#"
49 level-order: "30 min" -> "17.499999 min"
43 level-order: "3.5 min"⏎repeats   = 5 -> "3.5 min"⏎repeats   = 1
43 level-order: "1.5 min" -> "14.000001 min"
    help: raise `run` or `repeats`, walk less, or move the level down
26 empty-ladder: ⏎[[ladder.level]]⏎text      = "Walk 4 minutes, run 1: 6 times."⏎walk      = "4 min"⏎run       = "1 min"⏎repeats   = 6⏎rest_days = 2⏎⏎[[ladder.level]]⏎text      = "Walk 1.5 minutes, run 3.5: 5 times."⏎walk      = "1.5 min"⏎run       = "3.5 min"⏎repeats   = 5⏎rest_days = 1⏎⏎[[ladder.level]]⏎text      = "Run 30 minutes."⏎run       = "30 min"⏎rest_days = 0⏎sessions  = 3⏎ ->
    help: add `[[ladder.level]]`, or remove the ladder
"#,
    )
}

#[test]
fn sessions_repeats_and_days_of_rest_are_small_numbers() -> Tested {
    each_way(
        LADDERED,
        r"
28 bad-number: sessions = 2 -> sessions = 0
28 bad-number: sessions = 2 -> sessions = 11
51 bad-number: sessions  = 3 -> sessions  = -3
    help: choose 1 to 10
29 bad-number: levels_per_7_days = 2 -> levels_per_7_days = 0
29 bad-number: levels_per_7_days = 2 -> levels_per_7_days = 8
    help: choose 1 to 7
37 bad-number: repeats   = 6 -> repeats   = 0
37 bad-number: repeats   = 6 -> repeats   = 31
37 bad-number: repeats   = 6 -> repeats   = 70000
    help: choose 1 to 30
51 bad-number: rest_days = 0 -> rest_days = 2⏎repeats   = 2
    help: say how long to walk in between, or give `run` in one piece
38 bad-number: rest_days = 2 -> rest_days = 15
38 bad-number: rest_days = 2 -> rest_days = -1
70 bad-number: rest_days = 4 -> rest_days = 15
    help: choose 0 to 14
33 missing-key: rest_days = 2⏎ ->
    help: add `rest_days = ...`
",
    )
}

#[test]
fn a_rule_holds_back_and_never_leads_up() -> Tested {
    each_way(
        LADDERED,
        r#"
67 wrong-direction: "> 5 nrs" -> "< 5 nrs"
67 wrong-direction: "> 5 nrs" -> "<= 5 nrs"
67 wrong-unit: "> 5 nrs" -> "> 5"
67 bad-comparison: "> 5 nrs" -> "sore"
67 bad-band: "> 5 nrs" -> true
    help: write a number with its unit, such as `if = "> 5 nrs"`
67 out-of-range: "> 5 nrs" -> "> 10 nrs"
67 out-of-range: "> 5 nrs" -> ">= 0 nrs"
    help: choose a limit inside the measure's range
76 wrong-direction: ["altered"] -> "<= normal"
76 not-a-prefix: ["altered"] -> ["normal"]
76 not-a-prefix: ["altered"] -> "normal"
76 not-a-prefix: ["altered"] -> ["normal", "altered"]
    help: from best to worst: `normal`, `altered`
84 not-a-prefix: if        = true -> if        = false
    help: from best to worst: `no`, `yes`
66 unknown-measure: "load.last_run.pain" -> "load.last_run.pian"
    help: did you mean `load.last_run.pain`?
67 bad-comparison: "load.last_run.pain"⏎if        = "> 5 nrs"⏎fresh     = "14 d" -> "load.longest_run_30d"⏎if        = "< goal / 2"
    help: write a number with its unit, such as `if = "> 5 km"`
66 no-direction: "load.last_run.pain"⏎if        = "> 5 nrs" -> "sleep.hours"⏎if        = "< 5 h"
    help: choose a measure of which more or less is worse
69 unknown-word: "drop" -> "rest"
    help: allowed: `hold`, `drop`, `stop`
66 fresh-missing: "load.last_run.pain"⏎if        = "> 5 nrs"⏎fresh     = "14 d" -> "pain.morning"⏎if        = "> 5 nrs"
    help: add `fresh = "7 d"`, or `over = "7 d"` for the worst of the last days
72 kind-above-sources: ["reid2007"], confidence = "low", kind = "consensus" -> ["reid2007"], confidence = "low", kind = "evidence"
31 kind-above-sources: ["osu2019"], confidence = "low", kind = "consensus" -> ["reid2007"], confidence = "low", kind = "evidence"
    help: second-hand sources bear `consensus`, remembered and unmarked ones `convention`
"#,
    )
}

#[test]
fn a_ladder_has_a_name_of_its_own_and_every_key_is_known() -> Tested {
    each_way(
        LADDERED,
        r#"
54 duplicate-id: id       = "distances" -> id       = "intervals"
    help: every ladder has a name of its own
54 bad-id: id       = "distances" -> id       = "by distance"
    help: use words in small letters and digits, joined by `-`
74 missing-key: if        = ["altered"]⏎ ->
    help: add `if = ...`
39 unknown-key: rest_days = 2 -> rest_days = 2⏎rest      = 2
    help: allowed here: `text`, `walk`, `run`, `repeats`, `rest_days`, `sessions`
65 missing-key: text      = "Pain above 5 of 10 during the last run."⏎ ->
    help: add `text = ...`
"#,
    )
}

#[test]
fn a_mile_is_a_mile_to_the_millimetre() -> Tested {
    let text = changed(
        LADDERED,
        r#"run       = "3 km" -> walk      = "0.1 mi"⏎run       = "0.1 mi"⏎repeats   = 10"#,
    )?;
    let protocol =
        compile(&text, None, None).map_err(|faults| render(&text, &faults).unwrap_or_default())?;
    let level = protocol
        .ladder("distances")
        .and_then(|ladder| ladder.levels.first())
        .ok_or("no level")?;
    assert_eq!(level.kilometres(), Some(Exact::micro(3_218_688)));
    assert_eq!(level.run_kilometres(), Some(Exact::micro(1_609_344)));
    Ok(())
}

#[test]
fn a_ladder_is_compiled_as_written() -> Tested {
    let protocol = compile(LADDERED, None, None)
        .map_err(|faults| render(LADDERED, &faults).unwrap_or_default())?;
    let ladder = protocol.ladder("intervals").ok_or("no ladder")?;
    assert_eq!(
        protocol.ladders.first().map(|first| &first.id),
        Some(&ladder.id)
    );
    let levels: Vec<_> = ladder
        .levels
        .iter()
        .map(|level| (level.run_minutes(), level.sessions, level.is_continuous()))
        .collect();
    let minutes = |halves| Some(Exact::whole(halves).over(2));
    assert_eq!(
        levels,
        [
            (minutes(12), 2, false),
            (minutes(35), 2, false),
            (minutes(60), 3, true)
        ]
    );
    let rules: Vec<_> = protocol
        .ladder_rules
        .iter()
        .map(|rule| {
            let limit = rule.limit().show(rule.measure, None);
            format!("{limit}: {}, {} d", rule.then.word(), rule.rest_days)
        })
        .collect();
    assert_eq!(
        rules,
        ["> 5 nrs: drop, 4 d", "altered: hold, 0 d", "yes: stop, 0 d"]
    );
    Ok(())
}
