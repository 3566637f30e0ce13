//! Which entries a criterion reads, of whom it is asked, and beside which others it stands.

use super::{SOUND, each_way};
use crate::support::Tested;

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
90 unknown-fact-word: side = "one" -> condition = "my-achiles"
    help: did you mean `my-achilles`?
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
