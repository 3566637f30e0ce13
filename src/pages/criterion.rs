//! A criterion in words, for every page that shows criteria without a reading: its bands, when it is asked, which entries count, what
//! follows from it, and what it rests on.

use super::words::{self, bounded};
use crate::document::{Inline, Sentence, sentences};
use crate::measure::{Definition, MeasurementError, Nature, Window, with_unit};
use crate::protocol::{
    Allowed, Asked, Bands, Bound, Condition, Criterion, Evidence, Fact, Limit, Operator, Protocol,
    Refer,
};
use crate::quantity::{Exact, Toward, Unit};
use crate::verdict::Verdict;

sentences! {
    otherwise() = "otherwise";
    between_bands() = "between";
    at(bound: Sentence) = "at {bound}";
    when(words: String) = "when {words}";
    one_day() = "1 day";
    days(count: String) = "{count} days";
    asked_only(facts: Sentence) = "Asked only {facts}.";
    asked_in_clinic() = "Asked in the clinic; at home it counts only where it is recorded, and only ever worsens.";
    asked_of_nobody() = "Asked of nobody; where it is recorded it counts, and only ever worsens.";
    its_no_go_is_a_caution() = "Its NO-GO counts as a CAUTION, because it refers nobody.";
    held_at_caution() = "Then it is a CAUTION at most.";
    for_one_side() = "when one side is hurt";
    for_both_sides() = "when both sides are hurt";
    for_sex(words: String) = "of sex {words}";
    for_condition(code: Inline) = "for {code}";
    for_site(words: String) = "at the site {words}";
    for_goal(words: String) = "for a {words} as the goal";
    for_setting(words: String) = "in the setting {words}";
    after_sudden_onset() = "after a sudden onset";
    after_slow_onset() = "after a slow onset";
    hurt_before() = "when the same site was hurt in the 12 months before";
    not_hurt_before() = "when the same site was not hurt in the 12 months before";
    other_side_hurt() = "when the other side was ever hurt";
    other_side_never_hurt() = "when the other side was never hurt";
    at_age(limit: Sentence) = "at an age {limit}";
    for_distance(limit: Sentence) = "for a goal {limit}";
    of_or_more(bound: String) = "of {bound} or more";
    of_or_less(bound: String) = "of {bound} or less";
    above(bound: String) = "above {bound}";
    below(bound: String) = "below {bound}";
    of_the_day() = "The entry of the day itself counts.";
    last_run() = "The last run counts, however long ago.";
    newest(age: Sentence) = "The newest entry counts, at most {age} old.";
    worst(days: Sentence, least: Sentence, fresh: Sentence) = "The worst of the last {days} counts{least}{fresh}.";
    on_at_least(days: Sentence) = ", with an entry on at least {days}";
    newest_of_them(age: Sentence) = ", the newest at most {age} old";
    certain(limit: Sentence, percent: String) = "The limit is written as {limit}; GO asks {percent} % certainty by the error of the test.";
    step() = "A step beyond training: counted as GO where everything else is GO, up to and with what a race of this distance asks.";
    only_with(band: Verdict, partner: Inline, instead: Verdict) = "The {band} counts only while {partner} is not GO; else it is a {instead}.";
    see_clinician() = "A NO-GO says: see a clinician.";
    be_seen() = "A NO-GO says: be seen today.";
    unknown_says_so() = "So does not knowing.";
    measurement_error(mdc: String, sem: String) = "Measurement error: two readings differ by chance by up to {mdc} (MDC; SEM {sem}).";
    because(why: Sentence) = "Why: {why}";
    to_do(advice: String) = "Do: {advice}";
    how(how_to: &'static str) = "How: {how_to}";
    meant_so(code: Inline, because: String) = "Meant so ({code}): {because}.";
    standing(kind: &'static str, confidence: &'static str) = "{kind}, {confidence} confidence";
    proposed(standing: Sentence) = "proposed by its authors: {standing}";
    resting_on(text: Sentence, standing: Sentence, sources: Inline) = "{text} ({standing}){sources}";
}

/// Each band with what lies in it, best first; nothing of what is shown without a limit.
#[must_use]
pub fn bands(criterion: &Criterion) -> Vec<(Verdict, Sentence)> {
    let Some(bands) = criterion.reachable_bands() else {
        return Vec::new();
    };
    let measure = criterion.measure;
    let mut said = vec![(Verdict::Go, limit(&bands.go, measure, Verdict::Go))];
    match &bands.no_go {
        None => said.push((Verdict::Caution, otherwise())),
        Some(no_go) => {
            let between = between(&bands, no_go, measure);
            said.extend(between.map(|between| (Verdict::Caution, between)));
            said.push((Verdict::NoGo, limit(no_go, measure, Verdict::NoGo)));
        }
    }
    said
}

/// Bands in a sentence: `GO at 2 or less; CAUTION between; NO-GO above 5.`
#[must_use]
pub fn bands_in_words(bands: &[(Verdict, Sentence)]) -> Sentence {
    if bands.is_empty() {
        return Sentence::EMPTY;
    }
    let band = |(verdict, words): &(Verdict, Sentence)| {
        Sentence::from(Inline::Mark(*verdict)).and(words.clone())
    };
    Sentence::join(bands.iter().map(band), "; ").then(".")
}

/// The limit of a band in words: `at 2 or less`, `when none or some-signs`.
#[must_use]
pub fn limit(limit: &Limit, measure: &Definition, band: Verdict) -> Sentence {
    if !measure.scale.words().is_empty() {
        return when(limit.show(measure, None));
    }
    bounded(limit.operator, bound(limit, measure, band))
}

fn bound(limit: &Limit, measure: &Definition, band: Verdict) -> Sentence {
    match limit.bound {
        Bound::Value(value) if measure.scale.unit() == Unit::Days => {
            let shown = value.decimal(limit.stricter(band)).to_string();
            if shown == "1" { one_day() } else { days(shown) }
        }
        Bound::Value(_) | Bound::GoalOver(_) => words::bound(limit, measure, None, band),
    }
}

/// What lies between GO and NO-GO, if anything does.
fn between(bands: &Bands, no_go: &Limit, measure: &Definition) -> Option<Sentence> {
    let words = measure.scale.words();
    if words.is_empty() {
        let point = bands.go.bound == no_go.bound;
        let between = if point {
            at(bound(no_go, measure, Verdict::NoGo))
        } else {
            between_bands()
        };
        return (!touch(&bands.go, no_go)).then_some(between);
    }
    let left: Vec<&str> = (0_i64..)
        .zip(words)
        .filter(|(place, _)| bands.place(Exact::whole(*place), None) == Some(Verdict::Caution))
        .map(|(_, word)| *word)
        .collect();
    (!left.is_empty()).then(|| when(left.join(" or ")))
}

/// Whether NO-GO begins where GO ends.
#[must_use]
pub fn touch(go: &Limit, no_go: &Limit) -> bool {
    let (Bound::Value(one) | Bound::GoalOver(one), Bound::Value(other) | Bound::GoalOver(other)) =
        (go.bound, no_go.bound);
    let holds = |operator: Operator| matches!(operator, Operator::AtLeast | Operator::AtMost);
    one == other && (holds(go.operator) || holds(no_go.operator))
}

/// When it is asked, which entries count, and what follows from it.
#[must_use]
pub fn conditions(protocol: &Protocol, criterion: &Criterion) -> Sentence {
    let mut said = match criterion.asked {
        Asked::Always => Sentence::EMPTY,
        Asked::Clinic => asked_in_clinic(),
        Asked::IfRecorded => asked_of_nobody(),
    };
    if criterion.asked != Asked::Always && criterion.refer.is_none() && !criterion.note {
        let no_go = criterion.bands.and_then(|bands| bands.no_go);
        let capped = match criterion.asked {
            Asked::Always | Asked::Clinic => held_at_caution(),
            Asked::IfRecorded => its_no_go_is_a_caution(),
        };
        said = said.and(no_go.map(|_| capped));
    }
    if !criterion.when.is_empty() {
        let facts = criterion.when.iter().map(fact);
        said = said.and(asked_only(Sentence::join(facts, ", ")));
    }
    if let Some(query) = protocol.queries.get(criterion.query) {
        said = said.and(counts(query.measure, query.window));
    }
    if let (Some(certainty), Some(go)) = (criterion.certainty, criterion.written_go) {
        said = said.and(certain(
            limit(&go, criterion.measure, Verdict::Go),
            certainty.to_string(),
        ));
    }
    let partners = [
        (criterion.no_go_only_with, Verdict::NoGo, Verdict::Caution),
        (criterion.caution_only_with, Verdict::Caution, Verdict::Go),
    ];
    for (with, band, instead) in partners {
        if let Some(with) = with {
            let partner = Inline::Code(protocol.name_of(with).into());
            said = said.and(only_with(band, partner, instead));
        }
    }
    if criterion.step {
        said = said.and(step());
    }
    if let Some(refer) = criterion.refer {
        said = said.and(match refer {
            Refer::Clinician => see_clinician(),
            Refer::Urgent => be_seen(),
        });
        if criterion.refer_if_unknown {
            said = said.and(unknown_says_so());
        }
    }
    said
}

fn day_count(count: u16) -> Sentence {
    match count {
        1 => one_day(),
        more => days(more.to_string()),
    }
}

/// Which entries count, in a sentence; nothing where the measure's name says it.
fn counts(measure: &Definition, window: Window) -> Sentence {
    match measure.nature {
        Nature::Fact | Nature::Calendar | Nature::Log => return Sentence::EMPTY,
        Nature::Observation => {}
    }
    match (window.fresh, window.over) {
        (None, None) if measure.is_of_one_run() => last_run(),
        (None, None) => Sentence::EMPTY,
        (Some(0), None) => of_the_day(),
        (Some(fresh), None) => newest(day_count(fresh)),
        (fresh, Some(over)) => {
            let least = (window.at_least > 1).then(|| on_at_least(day_count(window.at_least)));
            let fresh = fresh.map(|fresh| newest_of_them(day_count(fresh)));
            worst(day_count(over), least.into(), fresh.into())
        }
    }
}

fn fact(condition: &Condition) -> Sentence {
    match condition {
        Condition::OneOf(fact, words) => {
            let words = words.join(" or ");
            let yes = words == "yes";
            match fact {
                Fact::Side if words == "one" => for_one_side(),
                Fact::Side => for_both_sides(),
                Fact::Sex => for_sex(words),
                Fact::Condition => for_condition(Inline::Code(words.into())),
                Fact::Site => for_site(words),
                // What is asked of a run is asked of a race.
                Fact::Goal if words == "run" => for_goal("run or race".to_owned()),
                Fact::Goal => for_goal(words),
                Fact::Setting => for_setting(words),
                Fact::SuddenOnset if yes => after_sudden_onset(),
                Fact::SuddenOnset => after_slow_onset(),
                Fact::SameSite if yes => hurt_before(),
                Fact::SameSite => not_hurt_before(),
                Fact::OtherSide if yes => other_side_hurt(),
                Fact::OtherSide => other_side_never_hurt(),
                Fact::Age | Fact::GoalDistance => words.into(),
            }
        }
        Condition::Compares(fact, operator, bound) => {
            let bound = bound.decimal(Toward::Down);
            let about = if *fact == Fact::Age {
                at_age
            } else {
                for_distance
            };
            let bound = format!("{bound} {}", fact.row().unit());
            about(match operator {
                Operator::AtLeast => of_or_more(bound),
                Operator::AtMost => of_or_less(bound),
                Operator::Above => above(bound),
                Operator::Below => below(bound),
            })
        }
    }
}

/// The error of its measure with its source, where the criterion has a limit that may be missed by chance.
#[must_use]
pub fn error(criterion: &Criterion) -> Sentence {
    let unit = criterion.measure.scale.unit();
    let error = criterion.measure.error.as_ref();
    let error = error.filter(|_| criterion.bands.is_some());
    error.map(|error| error_in_words(error, unit)).into()
}

fn error_in_words(error: &MeasurementError, unit: Unit) -> Sentence {
    measurement_error(
        with_unit(error.mdc.decimal(Toward::Up), unit),
        with_unit(error.sem.decimal(Toward::Up), unit),
    )
    .then(Inline::Cite(vec![error.source.to_owned()]))
}

/// Kind of evidence and confidence in it.
#[must_use]
pub fn standing_of(evidence: &Evidence) -> Sentence {
    let known = standing(evidence.kind.word(), evidence.confidence.word());
    if evidence.sources.is_empty() {
        proposed(known)
    } else {
        known
    }
}

/// The text with what it rests on behind it.
#[must_use]
pub fn resting(text: impl Into<Sentence>, evidence: &Evidence) -> Sentence {
    let sources = Inline::Cite(evidence.sources.clone());
    resting_on(text.into(), standing_of(evidence), sources)
}

/// Why it is asked and what that rests on, what to do about it, and what is meant so: a paragraph each.
#[must_use]
pub fn reasons(criterion: &Criterion) -> Vec<Sentence> {
    let why = because(resting(criterion.why.clone(), &criterion.evidence));
    let advice = criterion.advice.clone().map(to_do);
    let allowed = criterion.allow.iter().map(|Allowed { lint, because }| {
        meant_so(Inline::Code(lint.clone().into()), because.clone())
    });
    std::iter::once(why).chain(advice).chain(allowed).collect()
}

/// How a test is done, where the measure is one.
#[must_use]
pub fn how_to(measure: &Definition) -> Option<Sentence> {
    measure.how_to.map(how)
}
