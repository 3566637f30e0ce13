//! One way of saying things, for every renderer.

use super::{Line, Report};
use crate::assessment::Goal;
use crate::assessment::wire::Activity;
use crate::engine::Step;
use crate::measure::{Better, Cause, Definition, Reading, State, with_unit};
use crate::protocol::{Operator, Refer};
use crate::quantity::{Exact, Toward, Unit};

/// A finding in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wording {
    /// What was seen: `Longest run since the injury began, in kilometres: 16.1 km`.
    pub observed: String,
    /// What is needed and by how much it misses: `GO at 38.36 km or more, NO-GO below 28.13 km; short by 22.26 km`.
    pub needed: String,
    /// What is not known, or how sure it is, if there is anything to say.
    pub doubt: Option<String>,
}

impl Wording {
    /// The words for a finding.
    #[must_use]
    pub fn of(line: &Line<'_>) -> Self {
        let measure = line.criterion.measure;
        let meaning = measure.meaning.trim_end_matches('.');
        Self {
            observed: format!(
                "{meaning}: {}",
                bare_scores(&reading(&line.finding.reading, measure))
            ),
            needed: bare_scores(&needed(line)),
            doubt: doubt(line),
        }
    }

    /// All of it in one paragraph.
    #[must_use]
    pub fn sentence(&self) -> String {
        let doubt = self
            .doubt
            .as_ref()
            .map(|doubt| format!(" {doubt}."))
            .unwrap_or_default();
        let needed = if self.needed.is_empty() {
            String::new()
        } else {
            format!(" {}.", self.needed)
        };
        format!("{}.{needed}{doubt}", self.observed)
    }
}

/// A reading in words.
pub(crate) fn reading(reading: &Reading, measure: &Definition) -> String {
    let on = reading
        .date
        .map(|date| format!(" on {date}"))
        .unwrap_or_default();
    match reading.state {
        State::NotApplicable => "does not apply".to_owned(),
        State::Unable => format!("tried and could not{on}"),
        State::Known { low, high } if low == high && measure.is_counted_by_day() => {
            measure.show(low)
        }
        State::Known { low, high } if low == high => format!("{}{on}", measure.show(low)),
        State::Known { low, high } => {
            let (floor, ceiling) = measure.scale.range();
            match reading.cause {
                Some(Cause::Stale) => format!("last recorded{on}, which is too old"),
                _ if low == floor && high == ceiling => match reading.cause {
                    Some(Cause::Incomplete) => format!("not known{on}, because a part is missing"),
                    Some(Cause::Absent | Cause::Stale) | None => "not recorded".to_owned(),
                },
                // A shortfall that may be anything from a surplus to "unable" tells nothing.
                _ if high == ceiling && low < Exact::ZERO => "not known".to_owned(),
                _ if high == ceiling && measure.scale.words().is_empty() => {
                    format!("{} or more, for all that is known", measure.show(low))
                }
                _ if low == floor && measure.scale.words().is_empty() => {
                    format!("{} or less, for all that is known", measure.show(high))
                }
                _ => format!(
                    "between {} and {}, for all that is known",
                    measure.show(low),
                    measure.show(high)
                ),
            }
        }
    }
}

impl Definition {
    /// Whether naming the day of the reading would only repeat the question.
    const fn is_counted_by_day(&self) -> bool {
        matches!(
            self.nature,
            crate::measure::Nature::Calendar | crate::measure::Nature::Log
        )
    }
}

fn needed(line: &Line<'_>) -> String {
    let Some(bands) = line.criterion.bands else {
        return String::new();
    };
    let measure = line.criterion.measure;
    let said = |limit: &crate::protocol::Limit| {
        let shown = limit.show(measure, line.goal);
        if !measure.scale.words().is_empty() {
            return shown;
        }
        let bare = shown.trim_start_matches(['<', '>', '=']).trim().to_owned();
        match limit.operator {
            Operator::AtLeast => format!("at {bare} or more"),
            Operator::AtMost => format!("at {bare} or less"),
            Operator::Above => format!("above {bare}"),
            Operator::Below => format!("below {bare}"),
        }
    };
    let mut text = if measure.scale.words().is_empty() {
        format!("GO {}", said(&bands.go))
    } else {
        format!("GO: {}", said(&bands.go))
    };
    if let Some(no_go) = &bands.no_go {
        let sign = if measure.scale.words().is_empty() {
            " "
        } else {
            ": "
        };
        text.push_str(&format!(", NO-GO{sign}{}", said(no_go)));
    }
    if let Some(margin) = line.margin() {
        text.push_str(&miss(margin, measure));
    }
    text
}

/// By how much a value misses the GO limit; nothing when it meets it.
fn miss(margin: Exact, measure: &Definition) -> String {
    if margin >= Exact::ZERO {
        return String::new();
    }
    let size = Exact::ZERO.minus(margin);
    let unit = measure.scale.unit();
    // Between two pain scores lie points.
    let unit = if unit == Unit::Nrs {
        Unit::Points
    } else {
        unit
    };
    let size = if unit == Unit::Percent {
        size.shown(Toward::Up, 1)
    } else {
        size.decimal(Toward::Up)
    };
    let size = with_unit(
        size,
        if unit == Unit::Percent {
            Unit::Points
        } else {
            unit
        },
    );
    match measure.better {
        Some(Better::Higher) => format!("; short by {size}"),
        Some(Better::Lower) | None => format!("; over by {size}"),
    }
}

fn doubt(line: &Line<'_>) -> Option<String> {
    let envelope = line.finding.envelope;
    let mut parts: Vec<String> = Vec::new();
    if line.is_within_error() {
        parts.push("Meets the limit, within measurement error".to_owned());
    }
    if let (Some(percent), true) = (
        line.probability_met(),
        line.criterion.measure.error.is_some(),
    ) {
        parts.push(format!(
            "By the error of the test, the true value meets it with a probability of {percent} %"
        ));
    }
    if line.finding.lowered {
        parts.push("Counted one step milder, because the criterion it leans on is GO".to_owned());
    }
    if envelope.best() != envelope.worst() {
        let because = if line.finding.unknown_fact {
            ", depending on a fact that is not stated"
        } else {
            ""
        };
        parts.push(format!(
            "Could still be {}{because}",
            envelope.best().label()
        ));
    }
    (!parts.is_empty()).then(|| parts.join(". "))
}

/// The goal in words: `a race of 42.195 km`.
#[must_use]
pub fn goal_in_words(report: &Report<'_>) -> String {
    let goal = report.question().goal.as_deref();
    goal.and_then(activity_in_words).unwrap_or_else(|| {
        report
            .asked()
            .map_or_else(|| "running".to_owned(), |stage| stage.id.clone())
    })
}

/// A race or run in words, without its day; nothing for a stage.
pub(crate) fn activity_in_words(goal: &Goal) -> Option<String> {
    let Goal::Activity {
        activity, distance, ..
    } = goal
    else {
        return None;
    };
    let what = match activity {
        Activity::Race => "a race",
        Activity::Run => "a run",
    };
    Some(match distance {
        Some(distance) => format!("{what} of {} km", distance.exact().decimal(Toward::Up)),
        None => format!("{what} of unknown distance"),
    })
}

/// The rule that made too many cautions a NO-GO, if it did.
pub(crate) fn accumulated_in_words(report: &Report<'_>) -> Option<String> {
    let outcome = report.judgement.outcome;
    let most = report.protocol.cautions.filter(|_| outcome.accumulated)?;
    let count = outcome.cautions;
    Some(format!(
        "{count} different measures are at CAUTION; {most} or more make a NO-GO."
    ))
}

/// Whom to see, as an instruction.
pub(crate) const fn refer_in_words(refer: Refer) -> &'static str {
    match refer {
        Refer::Clinician => "See a clinician before you go on.",
        Refer::Urgent => "Be seen today; this may be urgent.",
    }
}

/// Pain scores without their unit: a score from 0 to 10 needs none, and the rating scale's name is the clinician's.
fn bare_scores(text: &str) -> String {
    text.replace(" nrs", "")
}

/// A step of the way out: `heel_raise.reps.involved from 11 reps to 23 reps or more`.
pub(crate) fn step_in_words(step: &Step) -> String {
    let to = step.measure.show(step.to);
    let direction = match step.measure.better {
        Some(Better::Higher) => "or more",
        Some(Better::Lower) | None => "or less",
    };
    let meaning = step.measure.meaning.trim_end_matches('.');
    let text = match step.from {
        Some(from) => format!(
            "{meaning}: from {} to {to} {direction}",
            step.measure.show(from)
        ),
        None => format!("{meaning}: {to} {direction}"),
    };
    bare_scores(&text)
}
