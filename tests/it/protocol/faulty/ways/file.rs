//! The file as a whole: names, keys, types, sources, and what is missing.

use return_to_run::protocol::references::References;

use super::super::faults;
use super::{ROUTED, SOUND, changed, each_way};
use crate::support::Tested;

#[test]
fn a_name_is_an_id_of_its_own() -> Tested {
    each_way(
        SOUND,
        r#"
7 bad-id: conditions = ["my-achilles"] -> conditions = ["my-achilles", "heel_pain"]
112 bad-id: id     = "running" -> id     = "-running"
    help: use words in small letters and digits, joined by `-`
104 wrong-type: id       = "sleep" -> id       = ""
    help: write what it should say
104 bad-id: id       = "sleep" -> id       = """sl⏎eep"""
    help: use words in small letters and digits, joined by `-`
104 duplicate-id: id       = "sleep" -> id       = "weeks"
    help: every criterion has a name of its own within its stage
112 duplicate-id: id     = "running" -> id     = "daily-life"
    help: every stage has a name of its own
2 stem-mismatch: id         = "sound" -> id         = "silent"
    help: the id is the file's name without `.toml`
8 unknown-stage: ask        = "strength" -> ask        = "strenght"
    help: did you mean `strength`?
27 unknown-measure: "heel_raise.ability" -> "heel_raise.mood"
    help: did you mean `heel_raise.pain`?
105 unknown-measure: "sleep.hours" -> "sleep.hour"
    help: did you mean `sleep.hours`?
"#,
    )
}

#[test]
fn the_head_says_which_version_who_approved_it_and_how_many_cautions() -> Tested {
    each_way(
        SOUND,
        r#"
1 unknown-format: format     = 1 -> format     = 0
    help: this program reads `format = 1`
4 bad-version: "1.0.0" -> "v1.0.0"
4 bad-version: "1.0.0" -> "1.0.+1"
4 bad-version: "1.0.0" -> "1..0"
    help: write three numbers, such as `1.0.0`; raise the first when a verdict can change
6 approved-by-nobody: "draft" -> "approved"
    help: add `approved = { by = "...", on = 2026-11-21 }`
6 approved-by-nobody: "draft" -> "draft"⏎approved   = { by = "A. Clinician", on = 2026-11-21 }
    help: write `status = "approved"`, or remove `approved`
9 bad-number: cautions   = 3 -> cautions   = 1
9 bad-number: cautions   = 3 -> cautions   = -2
9 bad-number: cautions   = 3 -> cautions   = 5000000000
    help: one caution is a CAUTION; leave the key out to let any number be one
114 ladder-order: clears = "running" -> clears = "strength"
50 ladder-order: clears = "daily-life" -> clears = "screening"
    help: stages go from the least demanding to the most, each clearing something more
"#,
    )
}

#[test]
fn a_word_that_is_not_allowed_is_answered_with_those_that_are() -> Tested {
    each_way(
        SOUND,
        r#"
6 unknown-word: "draft" -> "final"
    help: allowed: `draft`, `approved`
42 unknown-word: refer    = "clinician" -> refer    = "doctor"
    help: allowed: `clinician`, `urgent`
114 unknown-word: clears = "running" -> clears = "runing"
    help: did you mean `running`?
85 unknown-word: confidence = "moderate", kind = "evidence" -> confidence = "moderate", kind = "evidense"
    help: did you mean `evidence`?
60 unknown-word: confidence = "very-low" -> confidence = "verylow"
    help: did you mean `very-low`?
"#,
    )
}

#[test]
fn sources_are_in_the_bibliography_and_bear_what_is_claimed() -> Tested {
    each_way(
        SOUND,
        r#"
13 no-sources: sources = ["silbernagel2007ajsm"] -> sources = []
18 no-sources: sources = ["silbernagel2007bjsm"] -> sources = []
    help: name a key of references.bib; what you propose by yourself is a `convention`
13 unknown-source: sources = ["silbernagel2007ajsm"] -> sources = ["silbernagel"]
18 unknown-source: sources = ["silbernagel2007bjsm"] -> sources = ["silbernagel"]
85 unknown-source: sources = ["ross2000"] -> sources = ["ross2000", "ross"]
    help: add the entry to references.bib, or correct the key
85 kind-above-sources: sources = ["ross2000"] -> sources = ["reid2007"]
32 kind-above-sources: sources = ["gatz2020"] -> sources = ["adams2012"]
32 kind-above-sources: sources = ["gatz2020"] -> sources = ["damsted2019"]
    help: second-hand sources bear `consensus`, remembered and unmarked ones `convention`
"#,
    )
}

#[test]
fn what_is_missing_is_named() -> Tested {
    each_way(
        SOUND,
        r#"
1 missing-key: title      = "Midportion Achilles tendinopathy"⏎ ->
    help: add `title = ...`
7 missing-key: conditions = ["my-achilles"] -> conditions = []
    help: name the conditions that an assessment may give as `injury.condition`
2 missing-key: ask        = "strength"⏎ ->
    help: name the stage that is judged when an assessment has no goal
53 missing-key: go       = "<= 2 nrs"⏎ ->
    help: say what is GO, such as `go = ">= 90 %"`
11 missing-key: text    = "Stop if pain goes above 5 of 10."⏎ ->
    help: add `text = ...`
15 missing-key: beside  = "daily-life/daily-pain"⏎ ->
    help: add `beside = ...`
7 missing-key: "draft" -> "approved"⏎approved   = { by = "A. Clinician" }
    help: add `on = ...`
85 missing-key: evidence = { sources = ["ross2000"], confidence = "moderate", kind = "evidence" } -> evidence = { sources = ["ross2000"], kind = "evidence" }
    help: add `confidence = ...`
"#,
    )
}

#[test]
fn a_key_that_nobody_reads_is_refused() -> Tested {
    each_way(
        SOUND,
        r#"
9 unknown-key: cautions   = 3 -> caution    = 3
    help: did you mean `cautions`?
10 unknown-key: cautions   = 3 -> cautions   = 3⏎refer      = "clinician"
10 unknown-key: cautions   = 3 -> cautions   = 3⏎text       = "See somebody."
10 unknown-key: cautions   = 3 -> cautions   = 3⏎sources    = []
    help: give each criterion its own `refer`, `why` and `evidence`
67 unknown-key: no-go    = "> 4 nrs" -> no-go    = "> 4 nrs"⏎note-to-self = "ask again"
    help: allowed here: `id`, `before`, `measure`, `asked`, `when`, `go`, `no-go`, `fresh`, `over`, `at_least`, `certainty`, `note`, `step`, `refer`, `refer_if_unknown`, `no_go_only_with`, `caution_only_with`, `allow`, `why`, `do`, `evidence`
85 unknown-key: kind = "evidence" }⏎⏎[[stage.criterion]]⏎id       = "symmetry" -> kind = "evidence", grade = "B" }⏎⏎[[stage.criterion]]⏎id       = "symmetry"
    help: allowed here: `sources`, `confidence`, `kind`
"#,
    )
}

#[test]
fn a_value_of_another_type_is_refused_with_how_to_write_it() -> Tested {
    each_way(
        SOUND,
        r#"
4 wrong-type: version    = "1.0.0" -> version    = 1.0
    help: put it in quotes
3 wrong-type: title      = "Midportion Achilles tendinopathy" -> title      = " "
    help: write what it should say
106 wrong-type: note     = true -> note     = "true"
    help: write `true` or `false`, without quotes
9 wrong-type: cautions   = 3 -> cautions   = "3"
9 wrong-type: cautions   = 3 -> cautions   = nan
9 wrong-type: cautions   = 3 -> cautions   = 99999999999999999999
    help: write a small whole number, without quotes
5 wrong-type: reviewed   = 2026-11-21 -> reviewed   = "2026-11-21"
5 wrong-type: reviewed   = 2026-11-21 -> reviewed   = 2026-11-21T10:00:00
5 wrong-type: reviewed   = 2026-11-21 -> reviewed   = 1926-11-21
    help: write year, month and day, 1950 to 2199, without quotes and without a time of day
7 wrong-type: conditions = ["my-achilles"] -> conditions = "my-achilles"
    help: write `["..."]`, even for one
7 wrong-type: conditions = ["my-achilles"] -> conditions = ["my-achilles", 2]
    help: put it in quotes
90 wrong-type: when     = { side = "one" } -> when     = "one side"
    help: write `{ key = "..." }`
90 wrong-type: when     = { side = "one" } -> when     = { side = true }
    help: write `side = "one"`, `goal = ["run", "race"]` or `age = "> 60 years"`
55 wrong-type: "<= 2 nrs" -> 2
    help: write sign, number and unit in quotes, or words in quotes
8 wrong-type: ask        = "strength" -> ask        = 3
    help: put it in quotes
9 wrong-type: ask        = "strength" -> ask        = "strength"⏎route_out  = "false"
    help: write `true` or `false`, without quotes
85 wrong-type: evidence = { sources = ["ross2000"], confidence = "moderate", kind = "evidence" } -> evidence = "ross2000"
    help: write `{ key = "..." }`
11 wrong-type: [[stop_rule]]⏎text    = "Stop if pain goes above 5 of 10."⏎sources = ["silbernagel2007ajsm"] -> stop_rule = "Stop if pain goes above 5 of 10."
11 wrong-type: [[stop_rule]]⏎text    = "Stop if pain goes above 5 of 10."⏎sources = ["silbernagel2007ajsm"] -> stop_rule = ["Stop if pain goes above 5 of 10."]
    help: open each with its name in `[[ ]]`, on a line of its own
"#,
    )
}

#[test]
fn a_text_that_is_not_toml_is_placed() -> Tested {
    each_way(
        SOUND,
        r#"
4 syntax: version    = "1.0.0" -> version    = 1.0.0
5 syntax: version    = "1.0.0" -> version    = "1.0.0"⏎version    = "1.0.1"
130 syntax: evidence = { sources = ["hebertlosier2017"], confidence = "low", kind = "consensus" }⏎ -> evidence = { sources = ["hebertlosier2017"], confidence = "low", kind = "consensus"
3 syntax: title      = "Midportion Achilles tendinopathy" -> title      = Midportion Achilles tendinopathy
111 syntax: [[stage]]⏎id     = "running" -> [[stage]⏎id     = "running"
29 syntax: go       = ["able"] -> go       = ["able"
39 syntax: { sudden_onset = ["yes"] } -> { sudden_onset = ["yes"]
    help: texts stand in quotes, lists in `[ ]`, every key once, and every bracket is closed
"#,
    )
}

#[test]
fn one_fault_is_reported_once_and_blames_nobody_who_names_the_faulty_thing() -> Tested {
    each_way(
        SOUND,
        r#"
72 missing-key: title  = "Calf strength"⏎ ->
    help: add `title = ...`
75 unknown-word: clears = "strength" -> clears = "stength"
    help: did you mean `strength`?
54 unknown-measure: measure  = "pain.daily.worst" -> measure  = "pain.dialy.worst"
    help: did you mean `pain.daily.worst`?
52 missing-key: why      = "Daily life must be nearly free of pain."⏎ ->
    help: add `why = ...`
82 bad-duration: fresh    = "28 d" -> fresh    = "28 days"
    help: write days or weeks, such as `7 d` or `2 wk`; 3650 days at most
82 wrong-type: fresh    = "28 d" -> fresh    = 28
    help: put it in quotes
"#,
    )
}

#[test]
fn a_protocol_that_routes_out_says_what_and_to_whom_and_judges_nothing() -> Tested {
    each_way(
        ROUTED,
        r#"
8 route-out-judges: route_out  = true -> route_out  = true⏎ask        = "running"
8 route-out-judges: route_out  = true -> route_out  = true⏎cautions   = 3
8 route-out-judges: sources    = ["zellers2016"] -> sources    = ["zellers2016"]⏎ladder     = []
8 route-out-judges: sources    = ["zellers2016"] -> sources    = ["zellers2016"]⏎[[stage]]⏎id = "running"⏎title = "Running"⏎clears = "running"⏎[[stage.criterion]]⏎id = "weeks"⏎measure = "loading.weeks"⏎go = ">= 6 wk"⏎why = "Time."⏎evidence = { sources = [], confidence = "low", kind = "convention" }
    help: remove them, or remove `route_out`
8 missing-key: refer      = "clinician"⏎ ->
    help: add `refer = ...`
8 missing-key: text       = "Ask the clinician who treats you."⏎ ->
    help: add `text = ...`
8 missing-key: sources    = ["zellers2016"]⏎ ->
    help: add `sources = ...`
9 unknown-word: refer      = "clinician" -> refer      = "surgeon"
    help: allowed: `clinician`, `urgent`
10 wrong-type: text       = "Ask the clinician who treats you." -> text       = 5
    help: put it in quotes
11 no-sources: ["zellers2016"] -> []
    help: name a key of references.bib; what you propose by yourself is a `convention`
11 unknown-source: ["zellers2016"] -> ["zellers"]
    help: add the entry to references.bib, or correct the key
8 wrong-type: route_out  = true -> route_out  = "true"
8 wrong-type: route_out  = true -> route_out  = 1
    help: write `true` or `false`, without quotes
"#,
    )
}

#[test]
fn the_id_of_a_file_is_an_id_too() -> Tested {
    let text = changed(SOUND, r#""sound" -> "Sound""#)?;
    let faults = faults(&text, Some("Sound"), &References::shipped()?);
    assert_eq!(
        faults.iter().map(|fault| fault.code).collect::<Vec<_>>(),
        ["bad-id"]
    );
    Ok(())
}
