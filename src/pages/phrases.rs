//! Phrases that lead a section of a page, for every renderer that draws for people.

use super::Planned;
use crate::assessment::Day;
use crate::engine::Step;
use crate::verdict::Verdict;

/// What leads the list of changes to a verdict, or why there is none.
pub(crate) fn changes_in_words(target: Verdict, best: Verdict, steps: Option<&[Step]>) -> String {
    let label = target.label();
    match steps {
        Some(_) => format!("It would be {label} with:"),
        None if best <= target => format!("It could be {label}, once what is missing is known."),
        None => format!("Nothing you can do today makes it {label}."),
    }
}

/// What the calendar allows, and whether changes are needed beside it.
pub(crate) fn not_before_in_words(day: Day, steps: Option<&[Step]>) -> String {
    match steps {
        Some([]) => format!("The calendar allows GO from {day} on."),
        Some(_) => format!("The calendar allows GO from {day} on, and then only with:"),
        None => format!(
            "The calendar allows GO from {day} on; by then what is missing must be known and met."
        ),
    }
}

/// What a plan says of the goal.
pub(crate) fn planned_in_words(planned: Planned) -> String {
    match planned {
        Planned::Earliest(day) => format!(
            "By a plan (`rtr plan`) the earliest day is {} {day}, if every session is symptom-free.",
            day.weekday()
        ),
        Planned::Never => {
            "No plan reaches it within two years; `rtr plan` tells what is in the way.".to_owned()
        }
    }
}

/// What the best case says beside the verdict.
pub(crate) fn best_case_in_words(verdict: Verdict, best: Verdict) -> String {
    if verdict == best {
        match verdict {
            Verdict::NoGo => "Nothing that is still unknown could change it.".to_owned(),
            Verdict::Caution | Verdict::Go => "It does not hang on anything unknown.".to_owned(),
        }
    } else {
        format!(
            "Counted on the safe side: with what is missing it could still be {}.",
            best.label()
        )
    }
}
