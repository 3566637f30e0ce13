//! What changed, criterion by criterion, in words.

use serde_json::Value;

use crate::measure::Definition;
use crate::protocol::{Condition, Criterion, Limit, Protocol, Query};
use crate::verdict::Verdict;

use super::compare::{Comparison, Contribution};
use super::interval::{Interval, intervals};
use super::matching::Pair;
use super::relation::Relation;
use super::window;
use crate::workbench::questions::stages;

/// What happened to a criterion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// It stands in NEW only.
    New,
    /// It stands in OLD only.
    Gone,
    /// It stands in both and decides otherwise.
    Changed,
    /// A rule of the whole protocol.
    Protocol,
}

/// What a change is a change of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// A criterion.
    Criterion,
    /// The number of cautions that make a NO-GO.
    Cautions,
    /// The stage judged without a goal.
    Ask,
    /// Whether the file judges at all.
    RouteOut,
    /// A stage: its name, or that it exists.
    Stage,
}

/// One difference that can change a verdict.
#[derive(Clone, Debug)]
pub struct Change {
    /// What happened.
    pub what: What,
    /// Of what.
    pub cause: Cause,
    /// `stage/criterion`, by NEW unless it is gone.
    pub name: String,
    /// What OLD called it, if otherwise.
    pub was: Option<String>,
    /// How its contribution stands to that of OLD, over all readings; none for a rule of the whole protocol.
    pub relation: Option<Relation>,
    /// Whether it can change a verdict; else another criterion asks as much.
    pub decides: bool,
    /// What changed, sentence by sentence.
    pub sentences: Vec<String>,
    /// Where its bands differ.
    pub intervals: Vec<Interval>,
    /// Its measure and window, by NEW unless it is gone.
    pub query: Option<Query>,
    /// The criterion in OLD and in NEW.
    pub places: (Option<usize>, Option<usize>),
    /// An assessment judged otherwise because of it, replayed through both files; at most one for each interval, in their order.
    pub witnesses: Vec<Witness>,
}

/// An assessment judged differently by OLD and NEW.
#[derive(Clone, Debug)]
pub struct Witness {
    /// The assessment, ready for `rtr check`.
    pub assessment: Value,
    /// The verdict by OLD.
    pub old: Verdict,
    /// The verdict by NEW.
    pub new: Verdict,
    /// The place of the interval it shows, among those of its change.
    pub interval: Option<usize>,
}

/// Every difference that can change a verdict, in the order of NEW; what is gone stands last.
pub(super) fn changes(
    old: &Protocol,
    new: &Protocol,
    pairs: &[Pair],
    comparison: &Comparison,
) -> Vec<Change> {
    let mut all = whole(old, new);
    if old.route_out.is_some() != new.route_out.is_some() {
        // Who routes out asks nothing: no criterion is the cause of anything.
        return all;
    }
    for (place, pair) in pairs.iter().enumerate() {
        let contribution = comparison
            .contributions
            .get(place)
            .cloned()
            .unwrap_or_default();
        let one = pair.old.and_then(|place| old.criteria.get(place));
        let other = pair.new.and_then(|place| new.criteria.get(place));
        let change = match (one, other) {
            (None, Some(criterion)) if !criterion.note => {
                Some(alone(What::New, criterion, new, &contribution, *pair))
            }
            (Some(criterion), None) if !criterion.note => {
                Some(alone(What::Gone, criterion, old, &contribution, *pair))
            }
            (Some(one), Some(other)) => kept((one, other), (old, new), &contribution, *pair),
            (None | Some(_), None) | (None, Some(_)) => None,
        };
        all.extend(change);
    }
    if comparison.stuck.is_some() {
        // What was gone through before says nothing of the rest.
        for change in &mut all {
            change.relation = change.relation.map(|_| Relation::Undecided);
            change.decides = true;
            for interval in &mut change.intervals {
                interval.decides = true;
            }
        }
    }
    all
}

fn rule(cause: Cause, sentence: String) -> Change {
    let name = match cause {
        Cause::Criterion => "criterion",
        Cause::Cautions => "cautions",
        Cause::Ask => "ask",
        Cause::RouteOut => "route-out",
        Cause::Stage => "stage",
    };
    Change {
        what: What::Protocol,
        cause,
        name: format!("protocol/{name}"),
        was: None,
        relation: None,
        decides: true,
        sentences: vec![sentence],
        intervals: Vec::new(),
        query: None,
        places: (None, None),
        witnesses: Vec::new(),
    }
}

/// What changed about the whole protocol.
fn whole(old: &Protocol, new: &Protocol) -> Vec<Change> {
    let mut all = Vec::new();
    let cautions = |protocol: &Protocol| {
        protocol.cautions.map_or_else(
            || "no number of cautions makes a NO-GO".to_owned(),
            |most| format!("{most} cautions make a NO-GO"),
        )
    };
    if old.cautions != new.cautions {
        let relation = match (old.cautions, new.cautions) {
            (Some(before), Some(now)) if now > before => "laxer",
            (Some(_), None) => "laxer",
            (Some(_) | None, Some(_)) | (None, None) => "stricter",
        };
        let sentence = format!(
            "{} now, before {} ({relation})",
            cautions(new),
            cautions(old)
        );
        all.push(rule(Cause::Cautions, sentence));
    }
    match (&old.route_out, &new.route_out) {
        (None, Some(_)) => all.push(rule(
            Cause::RouteOut,
            "judges no more, and sends everybody to be seen: always NO-GO (stricter)".to_owned(),
        )),
        (Some(_), None) => all.push(rule(
            Cause::RouteOut,
            "judges now, before it sent everybody to be seen (laxer)".to_owned(),
        )),
        (None, None) | (Some(_), Some(_)) => {}
    }
    let stage = |protocol: &Protocol, place: Option<usize>| {
        place
            .and_then(|place| protocol.stages.get(place))
            .map(|stage| stage.id.clone())
    };
    for (one, other) in stages(old, new) {
        match (stage(old, one), stage(new, other)) {
            (None, Some(id)) => all.push(rule(Cause::Stage, format!("new stage `{id}`"))),
            (Some(id), None) => all.push(rule(Cause::Stage, format!("stage `{id}` is gone"))),
            (Some(before), Some(now)) if before != now => {
                all.push(rule(
                    Cause::Stage,
                    format!("stage `{before}` is now `{now}`"),
                ));
            }
            (None | Some(_), None | Some(_)) => {}
        }
    }
    let (before, now) = (stage(old, Some(old.ask)), stage(new, Some(new.ask)));
    if let (true, Some(before), Some(now)) = (
        !stages(old, new).contains(&(Some(old.ask), Some(new.ask))),
        before,
        now,
    ) {
        all.push(rule(
            Cause::Ask,
            format!("without a goal `{now}` is judged, before `{before}`"),
        ));
    }
    all
}

/// A criterion that stands in one file only.
fn alone(
    what: What,
    criterion: &Criterion,
    protocol: &Protocol,
    contribution: &Contribution,
    pair: Pair,
) -> Change {
    let (old, new) = match what {
        What::Gone => (Some(criterion), None),
        What::New | What::Changed | What::Protocol => (None, Some(criterion)),
    };
    let place = pair.new.or(pair.old);
    let window = protocol
        .queries
        .get(criterion.query)
        .map(|query| query.window);
    let of = match window.filter(|window| window.fresh.is_some() || window.over.is_some()) {
        Some(window) => format!(", {}", window::in_words(criterion.measure, window)),
        None => String::new(),
    };
    let asked = asked(criterion).map_or_else(String::new, |when| format!(", asked {when}"));
    Change {
        what,
        cause: Cause::Criterion,
        name: place
            .map(|place| protocol.name_of(place))
            .unwrap_or_default(),
        was: None,
        relation: contribution
            .compared
            .then(|| contribution.reached.relation()),
        decides: !contribution.decided.is_empty() || !contribution.compared,
        sentences: vec![format!(
            "{}{of}: {}{asked}{}{}",
            subject(criterion.measure),
            bands(criterion),
            leans(criterion, protocol),
            if contribution.compared {
                ""
            } else {
                "; no question that both files answer asks it"
            }
        )],
        intervals: decided(intervals(old, new), contribution),
        query: protocol.queries.get(criterion.query).copied(),
        places: (pair.old, pair.new),
        witnesses: Vec::new(),
    }
}

/// A criterion that stands in both files, if it decides otherwise.
fn kept(
    (one, other): (&Criterion, &Criterion),
    (old, new): (&Protocol, &Protocol),
    contribution: &Contribution,
    pair: Pair,
) -> Option<Change> {
    let (was, name) = (old.name_of(pair.old?), new.name_of(pair.new?));
    let intervals = decided(intervals(Some(one), Some(other)), contribution);
    let mut sentences: Vec<String> = Vec::new();
    let measure = subject(other.measure);
    if one.note == other.note {
        sentences.extend(
            intervals
                .iter()
                .map(|interval| format!("{measure}, {}", interval.sentence())),
        );
    } else if other.note {
        sentences.push("is a note now, and decides nothing (laxer)".to_owned());
    } else {
        sentences.push(format!(
            "decides now, before it was a note: {measure}, {} (stricter)",
            bands(other)
        ));
    }
    if let (Some(before), Some(now)) = (old.queries.get(one.query), new.queries.get(other.query))
        && before.window != now.window
    {
        sentences.push(format!(
            "now {} counts, before {} ({})",
            window::in_words(other.measure, now.window),
            window::in_words(one.measure, before.window),
            window_relation(other.measure, before, now)
        ));
    }
    if one.when != other.when || one.clinic != other.clinic {
        let shown = |criterion| asked(criterion).unwrap_or_else(|| "always".to_owned());
        sentences.push(format!("now asked {}, before {}", shown(other), shown(one)));
    }
    let (before, now) = (leans(one, old), leans(other, new));
    if before != now {
        let shown = |text: &str| {
            let text = text.trim_start_matches("; ").to_owned();
            if text.is_empty() {
                "its bands count by themselves".to_owned()
            } else {
                text
            }
        };
        sentences.push(format!("now {}, before {}", shown(&now), shown(&before)));
    }
    let differs = contribution.reached.relation() != Relation::Same;
    if sentences.is_empty() && differs {
        sentences.push(format!(
            "decides otherwise, though it reads the same{}",
            if leans(other, new).is_empty() {
                ": what is asked changed around it"
            } else {
                ": the criterion it leans on changed"
            }
        ));
    }
    if sentences.is_empty() || (one.note && other.note) {
        return None;
    }
    Some(Change {
        what: What::Changed,
        cause: Cause::Criterion,
        was: (was != name).then_some(was),
        name,
        relation: Some(contribution.reached.relation()),
        decides: !contribution.decided.is_empty(),
        sentences,
        intervals,
        query: new.queries.get(other.query).copied(),
        places: (pair.old, pair.new),
        witnesses: Vec::new(),
    })
}

fn decided(intervals: Vec<Interval>, contribution: &Contribution) -> Vec<Interval> {
    let all = intervals.into_iter();
    all.map(|interval| interval.decided(&contribution.decided))
        .collect()
}

fn window_relation(measure: &Definition, before: &Query, now: &Query) -> &'static str {
    let stricter = window::never_better(measure, now.window, before.window);
    let laxer = window::never_better(measure, before.window, now.window);
    match (stricter, laxer) {
        (true, true) => "the same entries",
        (true, false) => "stricter or the same",
        (false, true) => "laxer or the same",
        (false, false) => "neither bounds the other",
    }
}

/// The measure as the subject of a sentence.
fn subject(measure: &Definition) -> String {
    let meaning = measure.meaning.trim_end_matches('.');
    // What stands after the colon explains; the unit already tells the scale of a score.
    let meaning = meaning.split_once(": ").map_or(meaning, |(short, _)| short);
    let meaning = meaning.trim_end_matches(", 0 to 10");
    let mut letters = meaning.chars();
    match (letters.next(), letters.next()) {
        (Some(first), Some(second)) if second.is_lowercase() => {
            let rest = meaning.get(first.len_utf8()..).unwrap_or_default();
            format!("{}{rest}", first.to_lowercase())
        }
        (Some(_) | None, Some(_) | None) => meaning.to_owned(),
    }
}

/// `GO <= 2 nrs, NO-GO > 5 nrs`.
fn bands(criterion: &Criterion) -> String {
    let shown = |limit: &Limit| limit.show(criterion.measure, None);
    match &criterion.bands {
        None => "no bands".to_owned(),
        Some(bands) => match &bands.no_go {
            Some(no_go) => format!("GO {}, NO-GO {}", shown(&bands.go), shown(no_go)),
            None => format!("GO {}, else CAUTION", shown(&bands.go)),
        },
    }
}

/// When it is asked, in words; none when always.
fn asked(criterion: &Criterion) -> Option<String> {
    let mut parts: Vec<String> = criterion.when.iter().map(condition).collect();
    parts.sort();
    let mut words = Vec::new();
    if criterion.clinic {
        words.push("in the clinic only".to_owned());
    }
    if !parts.is_empty() {
        words.push(format!("only with {}", parts.join(" and ")));
    }
    (!words.is_empty()).then(|| words.join(", "))
}

fn condition(condition: &Condition) -> String {
    match condition {
        Condition::OneOf(fact, words) => format!("{} {}", fact.row().name, words.join(" or ")),
        Condition::Compares(fact, operator, bound) => format!(
            "{} {} {} {}",
            fact.row().name,
            operator.sign(),
            bound.decimal(crate::quantity::Toward::Down),
            fact.row().unit()
        ),
    }
}

fn leans(criterion: &Criterion, protocol: &Protocol) -> String {
    let on = |band: &str, partner: Option<usize>| {
        partner.map_or_else(String::new, |partner| {
            format!(
                "; {band} counts only while {} is not GO",
                protocol.name_of(partner)
            )
        })
    };
    format!(
        "{}{}",
        on("NO-GO", criterion.no_go_only_with),
        on("CAUTION", criterion.caution_only_with)
    )
}
