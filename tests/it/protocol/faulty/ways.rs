//! Further ways in which a criteria file goes wrong: each changes one line of a sound file.

mod file;
mod limits;
mod windows;

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
conditions = ["my-achilles"]
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
evidence = { sources = ["kaux2011"], confidence = "high", kind = "consensus" }

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
evidence = { sources = [], confidence = "very-low", kind = "convention" }

[[stage.criterion]]
id       = "walking-pain"
measure  = "pain.walking"
go       = "<= 1 nrs"
no-go    = "> 4 nrs"
fresh    = "6 d"
no_go_only_with = "daily-pain"
why      = "A walk is the least demanding test."
evidence = { sources = ["baxter2021"], confidence = "low", kind = "convention" }

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
evidence = { sources = [], confidence = "low", kind = "convention" }

[[stage.criterion]]
id       = "sleep"
measure  = "sleep.hours"
note     = true
fresh    = "2 d"
why      = "Little sleep may slow recovery."
evidence = { sources = ["dejonge2025"], confidence = "low", kind = "convention" }

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
evidence = { sources = ["sanford2024"], confidence = "low", kind = "consensus" }

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
