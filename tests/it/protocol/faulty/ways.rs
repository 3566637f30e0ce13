//! Further ways in which a criteria file goes wrong: each changes one line of a sound file.

use std::error::Error;

use return_to_run::protocol::references::References;

use super::{assert_helpful, faults, line_and_column, render};
use crate::support::Tested;

/// The text with one place changed: `from -> to`, with `⏎` for a line break.
///
/// *Why as a text and not as a table?* So that a change stays one line, and reads as an author would make it.
pub(crate) fn changed(text: &str, change: &str) -> Result<String, Box<dyn Error>> {
    let (from, to) = change.split_once(" ->").ok_or("no arrow")?;
    let (from, to) = (from.replace('⏎', "\n"), to.replace('⏎', "\n"));
    // A place that does not stand there once would change nothing, and test nothing.
    if text.matches(&from).count() != 1 {
        return Err(format!("`{from}` must stand once in the text").into());
    }
    Ok(text.replace(&from, to.strip_prefix(' ').unwrap_or(&to)))
}

/// A protocol without a fault, in which every way of going wrong is one change.
pub(super) const SOUND: &str = r#"format     = 1
id         = "sound"
title      = "Midportion Achilles tendinopathy"
version    = "1.0.0"
reviewed   = 2026-11-21
status     = "draft"
conditions = ["achilles-midportion"]
ask        = "strength"
cautions   = 3

[[stop_rule]]
text    = "Stop if pain goes above 5 of 10."
sources = ["silbernagel2007ajsm"]

[[remark]]
beside  = "daily-life/daily-pain"
text    = "Painless is not ready."
sources = ["silbernagel2007bjsm"]

[[stage]]
id     = "screening"
title  = "Red flags"
clears = "screening"

[[stage.criterion]]
id       = "ability"
measure  = "heel_raise.ability"
go       = ["able"]
no-go    = "newly-unable"
fresh    = "14 d"
why      = "A new inability to rise may be a tear."
evidence = { sources = ["gatz2020"], confidence = "low", kind = "consensus" }

[[stage.criterion]]
id       = "night-pain"
measure  = "screening.night_pain"
asked    = "clinic"
when     = { sudden_onset = ["yes"] }
go       = false
no-go    = true
fresh    = "13 d"
refer    = "clinician"
refer_if_unknown = true
why      = "Pain at night does not fit a tendon that is ready."
evidence = { sources = ["jssm2011nirschl"], confidence = "high", kind = "consensus" }

[[stage]]
id     = "daily-life"
title  = "Walking and daily life"
clears = "daily-life"

[[stage.criterion]]
id       = "daily-pain"
measure  = "pain.daily.worst"
go       = "<= 2 nrs"
no-go    = "> 5 nrs"
over     = "7 d"
at_least = 4
why      = "Daily life must be nearly free of pain."
evidence = { sources = ["rtrdossier"], confidence = "very-low", kind = "convention" }

[[stage.criterion]]
id       = "walking-pain"
measure  = "pain.walking"
go       = "<= 1 nrs"
no-go    = "> 4 nrs"
fresh    = "6 d"
no_go_only_with = "daily-pain"
why      = "A walk is the least demanding test."
evidence = { sources = ["thomee1997"], confidence = "low", kind = "convention" }

[[stage]]
id     = "strength"
title  = "Calf strength"
clears = "strength"

[[stage.criterion]]
id       = "heel-raises"
measure  = "heel_raise.reps.involved"
go       = ">= 25 reps"
no-go    = "< 20 reps"
fresh    = "28 d"
certainty = 80
why      = "The calf carries several times body weight."
evidence = { sources = ["ross2000"], confidence = "moderate", kind = "evidence" }

[[stage.criterion]]
id       = "symmetry"
measure  = "heel_raise.reps.symmetry"
when     = { side = "one" }
go       = ">= 90 %"
fresh    = "27 d"
why      = "The hurt calf must do nearly the work of the other."
evidence = { sources = ["silbernagel2010"], confidence = "low", kind = "evidence" }

[[stage.criterion]]
id       = "weeks"
measure  = "loading.weeks"
go       = ">= 6 wk"
why      = "A guideline text asks for 6 weeks."
evidence = { sources = ["seedguideline"], confidence = "low", kind = "convention" }

[[stage.criterion]]
id       = "sleep"
measure  = "sleep.hours"
note     = true
fresh    = "2 d"
why      = "Little sleep may slow recovery."
evidence = { sources = ["milewski2014"], confidence = "low", kind = "convention" }

[[stage]]
id     = "running"
title  = "Running"
clears = "running"

[[stage.criterion]]
id       = "longest-run"
measure  = "load.longest_run_30d"
when     = { goal = ["race", "run"], goal_distance = ">= 5 km", age = "> 18 years" }
go       = ">= goal / 1.10"
no-go    = "< goal / 2.00"
why      = "A run much longer than the longest of the last month is the run that hurts."
evidence = { sources = ["hospitalrunguide"], confidence = "low", kind = "consensus" }

[[stage.criterion]]
id       = "age-outside-norms"
measure  = "athlete.years_outside_norms"
go       = "<= 0"
why      = "Outside the ages of the norms the nearest is a guess."
evidence = { sources = ["hebertlosier2017"], confidence = "low", kind = "consensus" }
"#;

/// A protocol that sends everybody to a clinician, without a fault.
const ROUTED: &str = r#"format     = 1
id         = "routed"
title      = "Complete rupture of the Achilles tendon"
version    = "1.0.0"
reviewed   = 2026-11-21
status     = "draft"
conditions = ["achilles-rupture"]
route_out  = true
refer      = "clinician"
text       = "Ask the clinician who treats you."
sources    = ["zellers2016"]
"#;

/// Each line is one way to go wrong: line and code of the one fault that follows, and the change, written as in [`changed`]. The
/// help below is that of all lines since the last help.
pub(super) fn each_way(sound: &str, ways: &str) -> Tested {
    let references = References::shipped()?;
    assert_eq!(render(sound, &faults(sound, None, &references))?, "");
    let mut waiting = Vec::new();
    for way in ways.lines().filter(|way| !way.is_empty()) {
        if let Some(help) = way.strip_prefix("    help: ") {
            assert!(!waiting.is_empty(), "a help without a way: `{help}`");
            for way in waiting.drain(..) {
                one_way(sound, way, help, &references)?;
            }
        } else {
            waiting.push(way);
        }
    }
    assert_eq!(waiting, Vec::<&str>::new(), "ways without a help");
    Ok(())
}

fn one_way(sound: &str, way: &str, help: &str, references: &References) -> Tested {
    let (expected, change) = way.split_once(": ").ok_or("no change")?;
    let text = changed(sound, change)?;
    let id = sound
        .lines()
        .find_map(|line| line.strip_prefix("id         = "))
        .ok_or("no id")?;
    let faults = faults(&text, Some(id.trim_matches('"')), references);
    let found: Vec<_> = faults
        .iter()
        .map(|fault| {
            (
                format!("{} {}", line_and_column(&text, &fault.span).0, fault.code),
                fault.help.as_deref(),
            )
        })
        .collect();
    assert_eq!(
        found,
        [(expected.to_owned(), Some(help))],
        "{change}\n{}",
        render(&text, &faults)?
    );
    for fault in &faults {
        assert_helpful(&text, fault);
    }
    Ok(())
}

#[test]
fn a_limit_is_a_sign_a_number_and_the_measures_unit() -> Tested {
    each_way(
        SOUND,
        r#"
55 bad-comparison: "<= 2 nrs" -> "2 nrs"
55 bad-comparison: "<= 2 nrs" -> "<= little nrs"
55 bad-comparison: "<= 2 nrs" -> "<= 2.1234567 nrs"
55 bad-comparison: "<= 2 nrs" -> "<= 2. nrs"
55 bad-comparison: "<= 2 nrs" -> "<="
    help: write a number with its unit, such as `go = "<= 5 nrs"`
56 bad-comparison: "> 5 nrs" -> "5 nrs or more"
    help: write a number with its unit, such as `no-go = "> 5 nrs"`
120 bad-comparison: ">= goal / 1.10" -> ">= goal"
120 bad-comparison: ">= goal / 1.10" -> ">= goal / 0"
    help: write a number with its unit, such as `go = ">= 5 km"`
28 bad-comparison: go       = ["able"] -> go       = "<= 2"
    help: from best to worst: `able`, `reduced`, `newly-unable`
119 bad-comparison: age = "> 18 years" -> age = "18"
119 bad-comparison: age = "> 18 years" -> age = "> old years"
119 bad-comparison: age = "> 18 years" -> age = "> 18 months"
119 bad-comparison: age = "> 18 years" -> age = ["> 18 years", "< 80 years"]
    help: write one comparison, such as `age = "> 60 years"`
119 bad-comparison: goal_distance = ">= 5 km" -> goal_distance = ">= 5 miles"
    help: write one comparison, such as `goal_distance = ">= 30 km"`
55 wrong-unit: "<= 2 nrs" -> "<= 2"
55 wrong-unit: "<= 2 nrs" -> "<= 2 NRS"
    help: write a number with its unit, such as `go = "<= 5 nrs"`
56 wrong-unit: "> 5 nrs" -> "> 5 points"
    help: write a number with its unit, such as `no-go = "> 5 nrs"`
128 wrong-unit: go       = "<= 0" -> go       = "<= 0 years"
    help: write a number with its unit, such as `go = "<= 5"`
99 wrong-unit: ">= 6 wk" -> ">= goal / 2"
    help: a share of the goal needs a measure in km
"#,
    )
}

#[test]
fn a_band_is_one_half_line_toward_its_better_end_that_can_be_met_and_missed() -> Tested {
    each_way(
        SOUND,
        r#"
55 bad-band: "<= 2 nrs" -> ["<= 2 nrs"]
55 bad-band: "<= 2 nrs" -> true
    help: write a number with its unit, such as `go = "<= 5 nrs"`
28 bad-band: go       = ["able"] -> go       = true
28 bad-band: go       = ["able"] -> go       = []
    help: from best to worst: `able`, `reduced`, `newly-unable`
55 wrong-direction: "<= 2 nrs" -> ">= 2 nrs"
    help: write a number with its unit, such as `go = "<= 5 nrs"`
56 wrong-direction: "> 5 nrs" -> "< 5 nrs"
    help: write a number with its unit, such as `no-go = "> 5 nrs"`
99 wrong-direction: ">= 6 wk" -> "<= 6 wk"
    help: write a number with its unit, such as `go = ">= 5 wk"`
28 wrong-direction: go       = ["able"] -> go       = ">= reduced"
29 wrong-direction: no-go    = "newly-unable" -> no-go    = "<= reduced"
    help: from best to worst: `able`, `reduced`, `newly-unable`
55 out-of-range: "<= 2 nrs" -> "<= 11 nrs"
55 out-of-range: "<= 2 nrs" -> "<= -1 nrs"
55 out-of-range: "<= 2 nrs" -> "<= 10 nrs"
55 out-of-range: "<= 2 nrs" -> "< 0 nrs"
56 out-of-range: "> 5 nrs" -> "> 10 nrs"
99 out-of-range: ">= 6 wk" -> ">= 0 wk"
99 out-of-range: ">= 6 wk" -> "> 15000 wk"
28 out-of-range: go       = ["able"] -> go       = "<= newly-unable"
28 out-of-range: go       = ["able"] -> go       = "< able"
40 out-of-range: no-go    = true -> no-go    = ">= no"
    help: choose a limit inside the measure's range
"#,
    )
}

#[test]
fn words_are_taken_from_their_end_of_the_list_without_a_gap() -> Tested {
    each_way(
        SOUND,
        r#"
28 not-a-prefix: go       = ["able"] -> go       = ["able", "newly-unable"]
28 not-a-prefix: go       = ["able"] -> go       = ["reduced"]
28 not-a-prefix: go       = ["able"] -> go       = ["able", "reduced", "newly-unable"]
29 not-a-prefix: no-go    = "newly-unable" -> no-go    = "reduced"
    help: from best to worst: `able`, `reduced`, `newly-unable`
39 not-a-prefix: go       = false -> go       = true
    help: from best to worst: `no`, `yes`
28 unknown-word: go       = ["able"] -> go       = ["abel"]
    help: did you mean `able`?
29 unknown-word: no-go    = "newly-unable" -> no-go    = "> broken"
    help: allowed: `able`, `reduced`, `newly-unable`
39 unknown-word: go       = false -> go       = "never"
    help: allowed: `no`, `yes`
"#,
    )
}

#[test]
fn go_and_no_go_share_no_value() -> Tested {
    each_way(
        SOUND,
        r#"
56 overlapping-bands: "> 5 nrs" -> ">= 2 nrs"
56 overlapping-bands: "> 5 nrs" -> "> 1.5 nrs"
121 overlapping-bands: "< goal / 2.00" -> "< goal / 1.05"
121 overlapping-bands: "< goal / 2.00" -> "<= goal / 1.10"
121 overlapping-bands: "< goal / 2.00" -> "< 3 km"
    help: let `no-go` begin where `go` has ended; what lies between is CAUTION
29 out-of-range: no-go    = "newly-unable" -> no-go    = ">= able"
    help: choose a limit inside the measure's range
29 overlapping-bands: go       = ["able"]⏎no-go    = "newly-unable" -> go       = ["reduced", "able"]⏎no-go    = ["newly-unable", "reduced"]
    help: let `no-go` begin where `go` has ended; what lies between is CAUTION
"#,
    )
}

#[test]
fn certainty_needs_an_error_a_percentage_and_room() -> Tested {
    each_way(
        SOUND,
        r#"
68 bad-certainty: fresh    = "6 d" -> fresh    = "6 d"⏎certainty = 80
    help: remove `certainty`; `rtr measures` shows which measures have one
83 bad-certainty: certainty = 80 -> certainty = 49
83 bad-certainty: certainty = 80 -> certainty = 100
83 bad-certainty: certainty = 80 -> certainty = -80
    help: choose 50 to 99
83 bad-certainty: "< 20 reps" -> "< 19 reps"
    help: remove `certainty`: the same error would count twice
83 bad-certainty: go       = ">= 25 reps"⏎no-go    = "< 20 reps" -> go       = ">= 199 reps"⏎no-go    = "< 198 reps"
    help: choose a lower certainty or another limit
"#,
    )
}

#[test]
fn a_window_is_whole_days_and_stands_where_days_count() -> Tested {
    each_way(
        SOUND,
        r#"
82 bad-duration: "28 d" -> "28d"
82 bad-duration: "28 d" -> "4 weeks"
82 bad-duration: "28 d" -> "-4 d"
82 bad-duration: "28 d" -> "+4 d"
82 bad-duration: "28 d" -> "1.5 wk"
82 bad-duration: "28 d" -> "3651 d"
82 bad-duration: "28 d" -> "522 wk"
    help: write days or weeks, such as `7 d` or `2 wk`; 3650 days at most
57 bad-duration: "7 d"⏎at_least = 4 -> "0 d"
    help: count the day of the question: `over = "1 d"`
58 bad-at-least: at_least = 4 -> at_least = 8
    help: `at_least` counts days with an entry within `over`
58 bad-at-least: at_least = 4 -> at_least = 0
    help: leave it out for 1
58 bad-at-least: at_least = 4 -> at_least = 70000
    help: `at_least` counts days with an entry within `over`
83 bad-at-least: fresh    = "28 d" -> fresh    = "28 d"⏎at_least = 2
    help: say within how many days: `over = "7 d"`
79 fresh-missing: fresh    = "28 d"⏎ ->
105 fresh-missing: note     = true⏎fresh    = "2 d" -> note     = true
    help: add `fresh = "7 d"`, or `over = "7 d"` for the worst of the last days
100 fresh-of-a-fact: go       = ">= 6 wk" -> go       = ">= 6 wk"⏎fresh    = "7 d"
100 fresh-of-a-fact: go       = ">= 6 wk" -> go       = ">= 6 wk"⏎over     = "7 d"
120 fresh-of-a-fact: go       = ">= goal / 1.10" -> fresh    = "30 d"⏎go       = ">= goal / 1.10"
128 fresh-of-a-fact: go       = "<= 0" -> fresh    = "30 d"⏎go       = "<= 0"
    help: remove `fresh` and `over`: a fact holds, and measures of the run log carry their window in their name
"#,
    )
}

#[test]
fn when_asks_facts_of_the_closed_list_in_their_words() -> Tested {
    each_way(
        SOUND,
        r#"
90 unknown-fact: side = "one" -> pain = "none"
    help: allowed: `side`, `sex`, `condition`, `site`, `goal`, `goal_distance`, `age`, `sudden_onset`, `same_site_last_12_months`, `other_side_history`
90 unknown-fact: side = "one" -> sied = "one"
    help: did you mean `side`?
90 unknown-fact-word: side = "one" -> side = "left"
    help: allowed: `one`, `both`
90 unknown-fact-word: side = "one" -> side = []
    help: name a word, or remove the fact
119 unknown-fact-word: goal = ["race", "run"] -> goal = ["race", "jog"]
    help: allowed: `race`, `run`, `session`, `stage`
38 unknown-fact: sudden_onset = ["yes"] } -> setting = "clinic" }
    help: write `asked = "clinic"` on a line of its own
37 unknown-word: asked    = "clinic" -> asked    = "home"
    help: allowed: `always`, `clinic`, `if-recorded`
43 refer-to-nobody: asked    = "clinic" -> asked    = "if-recorded"
    help: remove it, or ask: `asked = "always"`
90 unknown-fact-word: side = "one" -> condition = "achilles-midportoin"
    help: did you mean `achilles-midportion`?
"#,
    )
}

#[test]
fn a_criterion_leans_only_on_an_earlier_one_that_decides_whenever_it_does() -> Tested {
    each_way(
        SOUND,
        r#"
68 unknown-criterion: no_go_only_with = "daily-pain" -> no_go_only_with = "dialy-pain"
68 unknown-criterion: no_go_only_with = "daily-pain" -> no_go_only_with = "walking-pain"
68 unknown-criterion: no_go_only_with = "daily-pain" -> no_go_only_with = "strength/heel-raises"
68 unknown-criterion: no_go_only_with = "daily-pain" -> caution_only_with = "ability"
    help: name one that stands before this one, as `stage/criterion`
68 note-decides: no_go_only_with = "daily-pain" -> no_go_only_with = "screening/night-pain"
69 note-decides: at_least = 4 -> at_least = 4⏎note     = true
69 note-decides: at_least = 4 -> at_least = 4⏎when     = { side = "one" }
    help: name a criterion that decides whenever this one does: no `note`, no `asked`, and no `when` that this one lacks
32 note-decides: why      = "A new inability -> note     = true⏎refer    = "clinician"⏎why      = "A new inability
    help: remove `note = true` or `refer`
37 note-decides: refer    = "clinician"⏎refer_if_unknown = true -> note     = true
    help: remove `note = true` or `asked`
68 volunteered-leans: no_go_only_with = "daily-pain" -> no_go_only_with = "daily-pain"⏎asked    = "clinic"
    help: remove `no_go_only_with`, or `asked`
42 refer-to-nobody: refer    = "clinician"⏎ ->
    help: say to whom: `refer = "clinician"` or `refer = "urgent"`
67 no-band-to-lower: no-go    = "> 4 nrs"⏎ ->
    help: add `no-go`, or remove `no_go_only_with`
16 unknown-criterion: beside  = "daily-life/daily-pain" -> beside  = "daily-pain"
    help: name it as `stage/criterion`
105 no-direction: note     = true⏎fresh    = "2 d" -> fresh    = "2 d"
    help: it can only be shown: add `note = true` and leave out `go` and `no-go`
107 no-direction: note     = true⏎fresh    = "2 d" -> note     = true⏎no-go    = "< 5 h"⏎fresh    = "2 d"
    help: leave out `go` and `no-go`
"#,
    )
}

#[test]
fn a_ratio_stands_beside_an_absolute_criterion_that_is_asked_whenever_it_is() -> Tested {
    each_way(
        SOUND,
        r#"
87 no-companion: measure  = "heel_raise.reps.involved"⏎go       = ">= 25 reps"⏎no-go    = "< 20 reps"⏎fresh    = "28 d"⏎certainty = 80 -> measure  = "heel_raise.height.involved"⏎go       = ">= 5 cm"⏎fresh    = "28 d"
89 no-companion: certainty = 80 -> note     = true
89 no-companion: certainty = 80 -> asked    = "clinic"
89 no-companion: certainty = 80 -> when     = { sex = "male" }
    help: add a criterion on `heel_raise.reps.involved` in this stage or before it, asked whenever this one is
"#,
    )
}

#[test]
fn a_name_is_an_id_of_its_own() -> Tested {
    each_way(
        SOUND,
        r#"
7 bad-id: conditions = ["achilles-midportion"] -> conditions = ["achilles-midportion", "heel_pain"]
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
    help: name a key of references.bib; a choice of this project rests on `rtrdossier`
13 unknown-source: sources = ["silbernagel2007ajsm"] -> sources = ["silbernagel"]
18 unknown-source: sources = ["silbernagel2007bjsm"] -> sources = ["silbernagel"]
85 unknown-source: sources = ["ross2000"] -> sources = ["ross2000", "ross"]
    help: add the entry to references.bib, or correct the key
85 kind-above-sources: sources = ["ross2000"] -> sources = ["hospitalrunguide"]
32 kind-above-sources: sources = ["gatz2020"] -> sources = ["thomee1997"]
32 kind-above-sources: sources = ["gatz2020"] -> sources = ["rtrdossier"]
    help: second-hand sources bear `consensus`, remembered ones and the project's own choices `convention`
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
7 missing-key: conditions = ["achilles-midportion"] -> conditions = []
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
10 unknown-key: cautions   = 3 -> cautions   = 3⏎sources    = ["rtrdossier"]
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
7 wrong-type: conditions = ["achilles-midportion"] -> conditions = "achilles-midportion"
    help: write `["..."]`, even for one
7 wrong-type: conditions = ["achilles-midportion"] -> conditions = ["achilles-midportion", 2]
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
8 route-out-judges: sources    = ["zellers2016"] -> sources    = ["zellers2016"]⏎[[stage]]⏎id = "running"⏎title = "Running"⏎clears = "running"⏎[[stage.criterion]]⏎id = "weeks"⏎measure = "loading.weeks"⏎go = ">= 6 wk"⏎why = "Time."⏎evidence = { sources = ["rtrdossier"], confidence = "low", kind = "convention" }
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
    help: name a key of references.bib; a choice of this project rests on `rtrdossier`
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
