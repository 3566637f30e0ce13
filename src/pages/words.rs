//! What every page says of a criterion, a reading, a goal, and a file: once, for all of them.

use crate::assessment::Goal;
use crate::assessment::wire::Activity;
use crate::document::{Amount, Inline, Sentence, sentences};
use crate::engine::report::{Line, Report};
use crate::engine::{Missing, Role, Step};
use crate::measure::{Better, Cause, Definition, Nature, Reading, State};
use crate::protocol::{Bound, Limit, Operator, Refer};
#[cfg(feature = "cli")]
use crate::protocol::{Protocol, Status};
use crate::quantity::{Exact, Toward, Unit};
use crate::verdict::Verdict;

sentences! {
    seen(meaning: &'static str, reading: Sentence) = "{meaning}: {reading}";
    on_day(value: Sentence, day: crate::assessment::Day) = "{value} on {day}";
    inapplicable() = "does not apply";
    tried() = "tried and could not";
    last_recorded() = "last recorded";
    too_old(recorded: Sentence) = "{recorded}, which is too old";
    kept(known: Sentence) = "{known}, and not answered since";
    before_injury(recorded: Sentence) = "{recorded}, before the injury: do it again";
    before_flare(recorded: Sentence) = "{recorded}, before the last flare was over: do it again";
    masked(recorded: Sentence) = "{recorded}, with pain killers, ice or tape: do it again without";
    masking_unknown(field: Inline) = "not known until it is said what may have hidden pain: state {field}, an empty list for nothing";
    onset_unknown(field: Inline) = "not known until it is said when the injury began: state {field}";
    flare_unknown(field: Inline) = "not known until it is said when it last flared up: state {field}, a date or `none`";
    unconfirmed(known: Sentence) = "{known}, until the run that stands out is confirmed";
    unconfirmed_by(known: Sentence, field: Inline) = "{known}, until the run that stands out is confirmed: state {field}";
    unbroken(known: Sentence) = "{known}, until it is said whether there were walking breaks";
    state(field: Inline) = "State {field}.";
    state_runs(runs: Inline, from: Inline) = "There is no log: state {runs}, an empty list for none, and {from}.";
    state_log_end(day: Inline) = "The record ends on {day}: log what was run since, and how it felt.";
    state_walk_breaks(field: Inline) = "No watch, pace or pause can tell: state {field}, true or false.";
    state_earlier_layoff(field: Inline) = "State {field}: the last day of the last six days or more without running before the log, or `none` if there were none in the last 15 weeks.";
    state_distance(field: Inline) = "State {field}, and that of every run: as the treadmill showed it, or by the pace you know.";
    state_log_start(field: Inline) = "Nothing says from which day on every run is in the log: state {field}.";
    few_days(told: String, needed: String, of: String, field: Inline) = "The diary has {told} of the {needed} days needed of the last {of}; an entry from memory may tell of up to 14 ({field}).";
    not_recorded() = "not recorded";
    not_known() = "not known";
    not_yet(unknown: Sentence) = "{unknown}, because that morning is still to come";
    part_missing(unknown: Sentence) = "{unknown}, because a part is missing";
    at_the_least(value: Inline) = "at least {value} by what is recorded";
    at_the_most(value: Inline) = "at most {value} by what is recorded";
    between(low: Inline, high: Inline) = "between {low} and {high} by what is recorded";
    share_of_goal(divisor: String) = "the goal's distance / {divisor}";
    at_or_more(bound: Sentence) = "at {bound} or more";
    at_or_less(bound: Sentence) = "at {bound} or less";
    above(bound: Sentence) = "above {bound}";
    at_least(bound: Sentence) = "at least {bound}";
    at_most(bound: Sentence) = "at most {bound}";
    more_than(bound: Sentence) = "more than {bound}";
    less_than(bound: Sentence) = "less than {bound}";
    below(bound: Sentence) = "below {bound}";
    short_by(size: Inline) = "short by {size}";
    over_by(size: Inline) = "over by {size}";
    within_error() = "Meets the limit, within measurement error.";
    probability(percent: Inline) = "By the error of the test, the true value meets it with a probability of {percent}.";
    volunteered() = "Not asked here; as it is recorded, it counts all the same.";
    milder() = "Counted one step milder, because the criterion it depends on is GO.";
    step_of_a_race() = "Counted as GO, because all that a race of this distance asks is GO.";
    could_still_be(best: Verdict) = "Could still be {best}.";
    could_still_be_by_fact(best: Verdict, field: Inline) = "Could still be {best}: whether it is asked depends on {field}, which is not stated.";
    race() = "a race";
    run() = "a run";
    session(level: String) = "a session on level {level} of the ladder";
    session_of(ladder: Inline, level: String) = "a session on level {level} of the ladder {ladder}";
    so_far(activity: Sentence, distance: Amount) = "{activity} of {distance}";
    unknown_distance(activity: Sentence) = "{activity} of unknown distance";
    accumulated(count: Inline, most: Inline) = "{count} different measures are at CAUTION; {most} or more make a NO-GO.";
    see_a_clinician() = "See a clinician before you go on.";
    be_seen_today() = "Be seen today; this may be urgent.";
    step_from(meaning: &'static str, from: Inline, to: Sentence) = "{meaning}: from {from} to {to}";
    or_more(value: Inline) = "{value} or more";
    or_less(value: Inline) = "{value} or less";
    #[cfg(feature = "cli")]
    edition(name: Inline, version: String, status: Sentence, origin: Sentence) = "{name} {version}{status}{origin}";
    #[cfg(feature = "cli")]
    draft() = ", draft";
    #[cfg(feature = "cli")]
    approved(by: String, on: crate::assessment::Day) = ", approved by {by} on {on}";
    #[cfg(feature = "cli")]
    not_shipped() = ", not shipped with rtr";
}

/// What every page ends with.
#[cfg(feature = "cli")]
pub(crate) const DISCLAIMER: &str =
    "A decision aid, not a diagnosis; no verdict promises that no injury follows.";

/// A finding in words.
#[derive(Clone, Debug, PartialEq)]
pub struct Wording {
    /// What was seen: `Longest run since the injury began: 16.1 km`.
    pub observed: Sentence,
    /// What is needed and by how much it misses: `GO at 38.36 km or more, NO-GO below 28.13 km; short by 22.26 km.`
    pub needed: Sentence,
    /// What is not known, or how sure it is, if there is anything to say.
    pub doubt: Sentence,
}

impl Wording {
    /// The words for a finding.
    #[must_use]
    pub fn of(line: &Line<'_>) -> Self {
        let measure = line.criterion.measure;
        Self {
            observed: seen(
                measure.meaning.trim_end_matches('.'),
                reading(&line.finding.reading, measure),
            ),
            needed: needed(line),
            doubt: doubt(line),
        }
    }

    /// What is needed, and how sure it is.
    #[must_use]
    pub fn needed_and_doubt(self) -> Sentence {
        self.needed.and(self.doubt)
    }

    /// All of it in one paragraph.
    #[must_use]
    pub fn sentence(self) -> Sentence {
        self.observed.then(".").and(self.needed).and(self.doubt)
    }
}

/// A reading in words.
pub(crate) fn reading(reading: &Reading, measure: &'static Definition) -> Sentence {
    let dated = |words: Sentence| match reading.date {
        Some(day) => on_day(words, day),
        None => words,
    };
    let (low, high) = match reading.state {
        State::NotApplicable => return inapplicable(),
        State::Unable => return dated(tried()),
        State::Known { low, high } => (low, high),
    };
    if low == high {
        let value = Sentence::from(measure.inline(low));
        let counted_by_day = matches!(measure.nature, Nature::Calendar | Nature::Log);
        return if counted_by_day { value } else { dated(value) };
    }
    let known = between_ends(reading, measure, (low, high));
    let nothing_bad = reading_says_nothing(measure, (low, high));
    match reading.cause {
        // A bad answer stands until it is given anew; a test is done again.
        Some(Cause::Stale) if !nothing_bad && measure.reads_block("screening") => {
            kept(dated(known))
        }
        Some(Cause::Stale) => too_old(dated(last_recorded())),
        Some(Cause::BeforeInjury) if nothing_bad => before_injury(dated(last_recorded())),
        Some(Cause::BeforeFlare) if nothing_bad => before_flare(dated(last_recorded())),
        Some(Cause::Masked) if nothing_bad => masked(dated(last_recorded())),
        Some(Cause::MaskingUnknown) => masking_unknown(Inline::Field("treatments".into())),
        Some(Cause::OnsetUnknown) => onset_unknown(Inline::Field("injury.onset".into())),
        Some(Cause::FlareUnknown) => flare_unknown(Inline::Field("injury.last_flare".into())),
        Some(Cause::Unconfirmed) => match reading.date {
            _ if !measure.reads().any(|field| field == "runs[].confirmed") => unbroken(known),
            Some(day) => unconfirmed_by(
                known,
                Inline::Field(format!("runs[{day}].confirmed").into()),
            ),
            None => unconfirmed(known),
        },
        Some(Cause::PerhapsWalked) => unbroken(known),
        Some(
            Cause::Absent
            | Cause::Incomplete
            | Cause::NotYet
            | Cause::BeforeInjury
            | Cause::BeforeFlare
            | Cause::Masked,
        )
        | None => known,
    }
}

/// Whether the reading may still be the best that there is.
fn reading_says_nothing(measure: &Definition, (low, high): (Exact, Exact)) -> bool {
    let (floor, ceiling) = measure.scale.range();
    match measure.better {
        Some(Better::Higher) => high == ceiling,
        Some(Better::Lower) | None => low == floor,
    }
}

/// A range in words.
fn between_ends(
    reading: &Reading,
    measure: &'static Definition,
    (low, high): (Exact, Exact),
) -> Sentence {
    let dated = |words: Sentence| match reading.date {
        Some(day) => on_day(words, day),
        None => words,
    };
    let (floor, ceiling) = measure.scale.range();
    let is_number = measure.scale.words().is_empty();
    let unknown = || {
        let unknown = dated(not_known());
        match reading.cause {
            Some(Cause::Incomplete) => part_missing(unknown),
            Some(Cause::NotYet) => not_yet(unknown),
            _ => unknown,
        }
    };
    // What rose by less than nothing did not rise: how far below that it may lie says nothing, and a most that is nearly the
    // measure's own is no bound.
    let is_difference = measure.relative_to.is_some() && floor < Exact::ZERO;
    if is_difference && low < Exact::ZERO && (low != floor || high != ceiling) {
        return if high.times(2) > ceiling {
            unknown()
        } else {
            at_the_most(measure.inline(high))
        };
    }
    match (low == floor, high == ceiling) {
        (true, true) if reading.cause == Some(Cause::Incomplete) => unknown(),
        (true, true) => not_recorded(),
        // A shortfall that may be anything from a surplus to "unable" says nothing.
        (_, true) if low < Exact::ZERO => not_known(),
        (_, true) if is_number => at_the_least(measure.inline(low)),
        (true, _) if is_number => at_the_most(measure.inline(high)),
        _ => between(measure.inline(low), measure.inline(high)),
    }
}

/// A limit in words: a number on its side of a bound, or the words that lie in it.
fn limit(limit: &Limit, measure: &Definition, goal: Option<Exact>, band: Verdict) -> Sentence {
    if !measure.scale.words().is_empty() {
        return limit.show(measure, goal).into();
    }
    bounded(limit.operator, bound(limit, measure, goal, band))
}

/// The bound of a limit, rounded to the stricter side; a share of a goal's distance that is not known stays a share.
pub(super) fn bound(
    limit: &Limit,
    measure: &Definition,
    goal: Option<Exact>,
    band: Verdict,
) -> Sentence {
    match (limit.resolve(goal), limit.bound) {
        (Some(bound), _) => measure.inline_toward(bound, limit.stricter(band)).into(),
        (None, Bound::GoalOver(divisor) | Bound::Value(divisor)) => {
            share_of_goal(divisor.decimal(Toward::Down).to_string())
        }
    }
}

/// On its side of a bound.
pub(super) fn bounded(operator: Operator, bound: impl Into<Sentence>) -> Sentence {
    let bound = bound.into();
    match operator {
        Operator::AtLeast => at_or_more(bound),
        Operator::AtMost => at_or_less(bound),
        Operator::Above => above(bound),
        Operator::Below => below(bound),
    }
}

/// The limit of GO as a suggestion: `at most 2`, `at least 16 km`, `able`.
pub(crate) fn suggestion(limit: &Limit, measure: &Definition, goal: Option<Exact>) -> Sentence {
    if !measure.scale.words().is_empty() {
        return limit.show(measure, goal).into();
    }
    let bound = bound(limit, measure, goal, Verdict::Go);
    match limit.operator {
        Operator::AtLeast => at_least(bound),
        Operator::AtMost => at_most(bound),
        Operator::Above => more_than(bound),
        Operator::Below => less_than(bound),
    }
}

fn needed(line: &Line<'_>) -> Sentence {
    let Some(bands) = line.criterion.reachable_bands() else {
        return Sentence::EMPTY;
    };
    let measure = line.criterion.measure;
    let sign = if measure.scale.words().is_empty() {
        " "
    } else {
        ": "
    };
    let band = |verdict: Verdict, band: &Limit| {
        let words = limit(band, measure, line.goal, verdict);
        Sentence::from(verdict).then(sign).then(words)
    };
    let mut needed = band(Verdict::Go, &bands.go);
    if let Some(no_go) = &bands.no_go {
        needed = needed.then(", ").then(band(Verdict::NoGo, no_go));
    }
    if let Some(miss) = line.margin().and_then(|margin| miss(margin, measure)) {
        needed = needed.then("; ").then(miss);
    }
    needed.then(".")
}

/// What lies between two values of a measure.
pub(crate) fn difference(size: Exact, measure: &Definition) -> Inline {
    // Between two pain scores, or two percentages, lie points.
    let own = measure.scale.unit();
    let unit = if own == Unit::Nrs || own == Unit::Percent {
        Unit::Points
    } else {
        own
    };
    Inline::Amount(Amount {
        value: size,
        unit,
        toward: Some(Toward::Up),
        places: (own == Unit::Percent).then_some(1),
    })
}

/// By how much a value misses the GO limit; nothing when it meets it.
fn miss(margin: Exact, measure: &Definition) -> Option<Sentence> {
    if margin >= Exact::ZERO {
        return None;
    }
    let size = difference(Exact::ZERO.minus(margin), measure);
    Some(match measure.better {
        Some(Better::Higher) => short_by(size),
        Some(Better::Lower) | None => over_by(size),
    })
}

fn doubt(line: &Line<'_>) -> Sentence {
    let envelope = line.finding.envelope;
    let mut doubt = Sentence::EMPTY;
    if line.finding.role == Role::Volunteered {
        doubt = doubt.and(volunteered());
    }
    if line.is_within_error() {
        doubt = doubt.and(within_error());
    }
    if let Some(percent) = line.probability_met() {
        let percent = Amount::percent(percent.into());
        doubt = doubt.and(probability(percent.into()));
    }
    if line.finding.lowered {
        // A step that is lowered at its best only could still be GO, which is said below.
        doubt = match (line.criterion.step, envelope.worst()) {
            (false, _) => doubt.and(milder()),
            (true, Verdict::Go) => doubt.and(step_of_a_race()),
            (true, Verdict::Caution | Verdict::NoGo) => doubt,
        };
    }
    if let Some(missing) = line.missing {
        doubt = doubt.and(missing_in_words(missing));
    }
    if envelope.best() != envelope.worst() {
        doubt = doubt.and(match line.fact {
            Some(fact) => {
                could_still_be_by_fact(envelope.best(), Inline::Field(fact.to_owned().into()))
            }
            None => could_still_be(envelope.best()),
        });
    }
    doubt
}

/// Which field to fill in, and how.
pub(super) fn missing_in_words(missing: Missing) -> Sentence {
    let field = |name: &str| Inline::Field(name.to_owned().into());
    let own = missing.field().unwrap_or_default();
    match missing {
        Missing::DiaryDays { told, needed, of } => few_days(
            told.to_string(),
            needed.to_string(),
            of.to_string(),
            field("pain[].covers_days"),
        ),
        Missing::Runs => state_runs(field(&own), field("log_complete_from")),
        Missing::LogStart => state_log_start(field(&own)),
        Missing::Distance(_) => state_distance(field(&own)),
        Missing::WalkBreaks(_) => state_walk_breaks(field(&own)),
        Missing::Kind(_) | Missing::Session(_) | Missing::FormerLongest => state(field(&own)),
        Missing::EarlierLayoff => state_earlier_layoff(field(&own)),
        Missing::LogEnd(day) => state_log_end(Inline::Weekday(day)),
    }
}

/// The goal in words: `a race of 42.195 km`.
#[must_use]
pub fn goal_in_words(report: &Report<'_>) -> Sentence {
    let goal = report.question().goal.as_deref();
    goal.and_then(activity_in_words)
        .or_else(|| report.asked().map(|stage| stage.id.clone().into()))
        .unwrap_or_else(|| "running".into())
}

/// A race, run or session in words, without its day; nothing for a stage.
pub(crate) fn activity_in_words(goal: &Goal) -> Option<Sentence> {
    let (activity, distance) = match goal {
        Goal::Activity {
            activity, distance, ..
        } => (activity, distance),
        Goal::Session { ladder, level } => {
            let level = level.exact().decimal(Toward::Up).to_string();
            let ladder = ladder.clone().map(|ladder| Inline::Code(ladder.into()));
            return Some(match ladder {
                Some(ladder) => session_of(ladder, level),
                None => session(level),
            });
        }
        Goal::Stage(_) => return None,
    };
    let activity = match activity {
        Activity::Race => race(),
        Activity::Run => run(),
    };
    Some(match distance {
        Some(distance) => so_far(activity, Amount::named(distance.exact())),
        None => unknown_distance(activity),
    })
}

/// The rule that made too many cautions a NO-GO, if it did.
pub(crate) fn accumulated_in_words(report: &Report<'_>) -> Option<Sentence> {
    let outcome = report.judgement.outcome;
    let most = report.protocol.cautions.filter(|_| outcome.accumulated)?;
    Some(accumulated(
        outcome.cautions.to_string().into(),
        most.to_string().into(),
    ))
}

/// Whom to see, as an instruction.
pub(crate) fn refer_in_words(refer: Refer) -> Sentence {
    match refer {
        Refer::Clinician => see_a_clinician(),
        Refer::Urgent => be_seen_today(),
    }
}

/// A step of the way out: `Heel raises on the hurt leg: from 11 reps to 23 reps or more`.
pub(crate) fn step_in_words(step: &Step) -> Sentence {
    let measure = step.measure;
    let meaning = measure.meaning.trim_end_matches('.');
    let to = match measure.better {
        Some(Better::Higher) => or_more(measure.inline_toward(step.to, Toward::Up)),
        Some(Better::Lower) | None => or_less(measure.inline_toward(step.to, Toward::Down)),
    };
    match step.from {
        Some(from) => step_from(meaning, measure.inline(from), to),
        None => seen(meaning, to),
    }
}

/// The criteria by name and version; a draft, or one that does not ship, says so.
#[cfg(feature = "cli")]
pub(crate) fn criteria_in_words(protocol: &Protocol) -> Sentence {
    let status = match &protocol.status {
        Status::Draft => draft(),
        Status::Approved { by, on } => approved(by.clone(), *on),
    };
    let origin = if protocol.shipped {
        Sentence::EMPTY
    } else {
        not_shipped()
    };
    edition(
        Inline::from(protocol.id.clone()),
        protocol.version.clone(),
        status,
        origin,
    )
}
