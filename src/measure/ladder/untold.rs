//! The field of the newest session that leaves open how it went or on which level it was.

use super::told::Told;
use super::{PAUSE, RuleStanding, ladder};
use crate::assessment::wire::{Run, RunKind};
use crate::assessment::{Dated, Day};
use crate::measure::run_log::{Span, runs};
use crate::measure::session::is_unconfirmed;
use crate::measure::{Definition, Subject};

/// A field that can still be filled in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Untold {
    /// A field of the run of that day.
    OfRun(Day, &'static str),
    /// The usual morning pain.
    Usual,
}

/// The field that the measure waits for: of the newest session that it reads and that leaves it open.
pub(crate) fn untold(subject: &Subject<'_>, measure: &'static Definition) -> Option<Untold> {
    let span = Span::days_before(subject, PAUSE, 0);
    let mut newest = runs(subject, span);
    if measure.is_of_one_run() {
        return newest
            .next()
            .and_then(|run| of_measure(subject, run, measure));
    }
    if !measure.reads().any(|field| field == "runs[].gait") {
        return None;
    }
    let steps = ladder(subject);
    newest.find_map(|run| {
        let told = steps.map(|steps| Told::of(subject, steps, run))?;
        if told.class.0 != told.class.1 {
            let rules = subject.rules.session_rules.iter();
            let open = rules.filter(|rule| {
                let read = rule.measure.of_run;
                read.is_some_and(|read| {
                    let ends = read(subject, &run.entry, run.date);
                    rule.stands(ends) == RuleStanding::Possible
                })
            });
            // The first in the order of the file.
            let fields = open.filter_map(|rule| {
                let field = of_measure(subject, run, rule.measure)?;
                Some((rule.place, field))
            });
            let field = fields
                .min_by_key(|(place, _)| *place)
                .map(|(_, field)| field);
            return field.or_else(|| first(run, &["pain_during", "gait", "pain_next_morning"]));
        }
        (told.level.0 != told.level.1)
            .then(|| of_level(run))
            .flatten()
    })
}

fn of_measure(
    subject: &Subject<'_>,
    run: &Dated<Run>,
    measure: &'static Definition,
) -> Option<Untold> {
    let fields = measure.reads().filter_map(|field| {
        let name = field.strip_prefix("runs[].")?;
        HOW_IT_WENT.contains(&name).then_some(name)
    });
    // The first steps of tomorrow cannot be told today.
    let mut fields = fields.filter(|name| *name != "pain_next_morning" || run.date < subject.as_of);
    let untold = fields.find(|name| !is_told(&run.entry, name));
    let usual = || {
        let reads = measure
            .reads()
            .any(|field| field == "baseline.morning_pain");
        let baseline = subject.assessment.baseline.as_ref();
        let is_told = baseline.is_some_and(|baseline| baseline.morning_pain.is_some());
        (reads && !is_told).then_some(Untold::Usual)
    };
    untold
        .map(|name| Untold::OfRun(run.date, name))
        .or_else(usual)
}

fn of_level(run: &Dated<Run>) -> Option<Untold> {
    if run.entry.kind == Some(RunKind::WalkRun) {
        return first(run, &["run_min", "level"]);
    }
    if run.entry.kind == Some(RunKind::Unknown) {
        return first(run, &["kind"]);
    }
    if is_unconfirmed(&run.entry) {
        return first(run, &["walk_breaks", "duration_min"]);
    }
    first(run, &["duration_min"])
}

fn first(run: &Dated<Run>, names: &[&'static str]) -> Option<Untold> {
    let name = names.iter().find(|name| !is_told(&run.entry, name))?;
    Some(Untold::OfRun(run.date, name))
}

/// How a session went, in the order in which it is asked.
const HOW_IT_WENT: [&str; 6] = [
    "pain_start",
    "pain_during",
    "rising",
    "gait",
    "pain_after",
    "pain_next_morning",
];

fn is_told(run: &Run, name: &str) -> bool {
    match name {
        "pain_start" => run.pain_start.is_some(),
        "pain_during" => run.pain_during.is_some(),
        "rising" => run.rising.is_some(),
        "gait" => run.gait.is_some(),
        "pain_after" => run.pain_after.is_some(),
        "pain_next_morning" => run.pain_next_morning.is_some(),
        "duration_min" => run.duration_min.is_some(),
        "run_min" => run.run_min.is_some(),
        "level" => run.level.is_some(),
        "walk_breaks" => run.walk_breaks.is_some(),
        "kind" => run.kind != Some(RunKind::Unknown),
        _ => true,
    }
}
