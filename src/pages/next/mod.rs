//! The next session in words, once for all renderers.

pub mod text;

use super::plan::{rule_in_words, tenths};
use super::words::refer_in_words;
use crate::protocol::{Action, Level};
use crate::training::{Climb, Next, Step, Today};

/// What to do today, in one sentence.
pub(crate) fn today(next: &Next<'_>) -> String {
    match &next.today {
        Today::SeeSomebody => {
            let refer = next.report.judgement.outcome.refer;
            let whom = refer_in_words(refer.unwrap_or(crate::protocol::Refer::Clinician));
            format!("No running. {whom}")
        }
        Today::NotCleared { from } => {
            let stage = next
                .report
                .asked()
                .map_or_else(String::new, |stage| format!(" `{}`", stage.id));
            let again = match from {
                Some(day) if *day == next.day => {
                    " It would be, were all that is open answered well.".to_owned()
                }
                Some(day) => format!(
                    " It would be from {} {day} on, were nothing run until then and all that is open answered well.",
                    day.weekday()
                ),
                None => String::new(),
            };
            format!("No running today: the stage{stage} is not cleared.{again}")
        }
        Today::Rest { until } => {
            format!("No running today: rest until {} {until}.", until.weekday())
        }
        Today::Stop => "No running until a clinician has looked at it.".to_owned(),
        Today::Level {
            level,
            metres,
            minutes,
        } => {
            let text = next
                .climb
                .as_ref()
                .and_then(Climb::next_level)
                .map_or("", |level| level.text.trim_end_matches('.'));
            format!(
                "Level {}: {text}; {} km in all, {minutes} min.",
                level.saturating_add(1),
                tenths(*metres)
            )
        }
        Today::Run { metres, minutes } => format!(
            "A run of at most {} km, easy, about {minutes} min.",
            tenths(*metres)
        ),
    }
}

/// Why this level and no other.
pub(crate) fn step(climb: &Climb<'_>) -> String {
    let level = climb.level.saturating_add(1);
    let needed = climb
        .ladder
        .levels
        .get(climb.level)
        .map_or(1, |level: &Level| level.sessions);
    let credit = climb.credit;
    match climb.step {
        Step::First => "No session on the ladder yet: it starts at level 1.".to_owned(),
        Step::Up => {
            format!("The level before was done cleanly often enough: level {level} is next.")
        }
        Step::Again if credit >= needed => {
            format!("Level {level} once more: the ladder allows no faster rise.")
        }
        Step::Again => {
            format!("Level {level} again: {credit} of {needed} clean sessions in a row on it.")
        }
        Step::Hold if climb.fired.is_empty() => {
            format!("Level {level} again, until nothing that the criteria say holds it back.")
        }
        Step::Hold => format!("Level {level} again, because of the last session."),
        Step::Down => format!("Back to level {level}, because of the last session."),
        Step::Stop => "The last session was the last until somebody has looked at it.".to_owned(),
        Step::Done => format!("The top level, {level}, was done cleanly often enough."),
    }
}

/// What the last session says, rule by rule, those that certainly hold first.
pub(crate) fn fired(climb: &Climb<'_>) -> Vec<(String, Vec<String>)> {
    let mut lines: Vec<(String, Vec<String>)> = Vec::new();
    // Of rules on one measure only the strictest that holds speaks.
    let mut told: Vec<&str> = Vec::new();
    let by_weight = [Action::Stop, Action::Drop, Action::Hold];
    for certain in [true, false] {
        for action in by_weight {
            for fired in climb.fired.iter().filter(|fired| fired.certain == certain) {
                let measure = fired.rule.measure.id;
                if fired.rule.then != action || told.contains(&measure) {
                    continue;
                }
                told.push(measure);
                let text = if certain {
                    rule_in_words(fired.rule)
                } else {
                    let meaning = fired.rule.measure.meaning.trim_end_matches('.');
                    format!("{meaning}: not recorded, so the session earns nothing yet.")
                };
                lines.push((text, fired.rule.evidence.sources.clone()));
            }
        }
    }
    lines
}
