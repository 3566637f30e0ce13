//! Limits and bands.

use super::{SOUND, each_way};
use crate::support::Tested;

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
