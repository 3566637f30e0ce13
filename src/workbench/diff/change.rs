//! What changed, criterion by criterion, in words.

use serde_json::Value;

use crate::document::{Inline, Sentence};
use crate::measure::{Definition, EvidenceRules};
use crate::pages::evidence_rules;
use crate::protocol::{Criterion, Protocol, Query};
use crate::verdict::Verdict;

use super::compare::{Comparison, Contribution};
use super::interval::{Interval, intervals};
use super::matching::Pair;
use super::relation::Relation;
use super::window;
use super::words::{self, Said};
use crate::workbench::questions::stages;

/// What happened to a criterion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangeKind {
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
    /// What counts as evidence: the key of the rule.
    Evidence(&'static str),
}

/// One difference that can change a verdict.
#[derive(Clone, Debug)]
pub struct Change {
    /// What happened.
    pub what: ChangeKind,
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
    pub sentences: Vec<Said>,
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
                Some(alone(ChangeKind::New, criterion, new, &contribution, *pair))
            }
            (Some(criterion), None) if !criterion.note => Some(alone(
                ChangeKind::Gone,
                criterion,
                old,
                &contribution,
                *pair,
            )),
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

fn rule(cause: Cause, said: Said) -> Change {
    let name = match cause {
        Cause::Criterion => "criterion",
        Cause::Cautions => "cautions",
        Cause::Ask => "ask",
        Cause::RouteOut => "route-out",
        Cause::Stage => "stage",
        Cause::Evidence(key) => key,
    };
    Change {
        what: ChangeKind::Protocol,
        cause,
        name: format!("protocol/{name}"),
        was: None,
        relation: None,
        decides: true,
        sentences: vec![said],
        intervals: Vec::new(),
        query: None,
        places: (None, None),
        witnesses: Vec::new(),
    }
}

/// What changed about the whole protocol.
fn whole(old: &Protocol, new: &Protocol) -> Vec<Change> {
    let mut all = Vec::new();
    if old.cautions != new.cautions {
        let way = match (old.cautions, new.cautions) {
            (Some(before), Some(now)) if now > before => Relation::Laxer,
            (Some(_), None) => Relation::Laxer,
            (Some(_) | None, Some(_)) | (None, None) => Relation::Stricter,
        };
        let said = words::cautions_now(words::cautions(new), words::cautions(old));
        all.push(rule(Cause::Cautions, said.going(way)));
    }
    match (&old.route_out, &new.route_out) {
        (None, Some(_)) => all.push(rule(
            Cause::RouteOut,
            words::judges_no_more().going(Relation::Stricter),
        )),
        (Some(_), None) => all.push(rule(
            Cause::RouteOut,
            words::judges_now().going(Relation::Laxer),
        )),
        (None, None) | (Some(_), Some(_)) => {}
    }
    let stage = |protocol: &Protocol, place: Option<usize>| {
        place
            .and_then(|place| protocol.stages.get(place))
            .map(|stage| Inline::Code(stage.id.clone().into()))
    };
    for (one, other) in stages(old, new) {
        match (stage(old, one), stage(new, other)) {
            (None, Some(id)) => all.push(rule(Cause::Stage, words::new_stage(id).into())),
            (Some(id), None) => all.push(rule(Cause::Stage, words::stage_gone(id).into())),
            (Some(before), Some(now)) if before != now => {
                let said = words::stage_is_now(before, now);
                all.push(rule(Cause::Stage, said.into()));
            }
            (None | Some(_), None | Some(_)) => {}
        }
    }
    all.extend(evidence(old, new));
    let (before, now) = (stage(old, Some(old.ask)), stage(new, Some(new.ask)));
    if let (true, Some(before), Some(now)) = (
        !stages(old, new).contains(&(Some(old.ask), Some(new.ask))),
        before,
        now,
    ) {
        let said = words::judged_without_goal(now, before);
        all.push(rule(Cause::Ask, said.into()));
    }
    all
}

/// What counts as evidence, rule by rule.
fn evidence(old: &Protocol, new: &Protocol) -> Vec<Change> {
    type Say = fn(&EvidenceRules) -> Sentence;
    let (one, other) = (&old.evidence, &new.evidence);
    let rules: [(&str, bool, Say); 3] = [
        ("clean", one.clean != other.clean, evidence_rules::clean),
        (
            "least_run",
            one.least_run != other.least_run,
            evidence_rules::least_run,
        ),
        ("flare", one.flare != other.flare, evidence_rules::flare),
    ];
    let changed = rules.into_iter().filter(|(_, differs, _)| *differs);
    changed
        .map(|(key, _, say)| {
            let said = words::counts_otherwise(say(other), say(one));
            rule(Cause::Evidence(key), said.into())
        })
        .collect()
}

/// A criterion that stands in one file only.
fn alone(
    what: ChangeKind,
    criterion: &Criterion,
    protocol: &Protocol,
    contribution: &Contribution,
    pair: Pair,
) -> Change {
    let (old, new) = match what {
        ChangeKind::Gone => (Some(criterion), None),
        ChangeKind::New | ChangeKind::Changed | ChangeKind::Protocol => (None, Some(criterion)),
    };
    let place = pair.new.or(pair.old);
    let window = protocol
        .queries
        .get(criterion.query)
        .map(|query| query.window);
    let measure = words::subject(criterion.measure);
    let of = match window.filter(|window| window.fresh.is_some() || window.over.is_some()) {
        Some(window) => words::measured(measure, words::window(criterion.measure, window)),
        None => measure.into(),
    };
    let beside = words::asked_behind(criterion).then(words::leans_behind(criterion, protocol));
    let beside = if contribution.compared {
        beside
    } else {
        beside.then(words::no_question_asks())
    };
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
        sentences: vec![words::stands_alone(of, words::bands(criterion), beside).into()],
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
    let mut sentences: Vec<Said> = Vec::new();
    let measure = || words::subject(other.measure);
    if one.note == other.note {
        sentences.extend(intervals.iter().map(|interval| {
            let said = interval.said();
            Said {
                words: words::measured(measure(), said.words),
                ..said
            }
        }));
    } else if other.note {
        sentences.push(words::note_now().going(Relation::Laxer));
    } else {
        let said = words::decides_now(measure(), words::bands(other));
        sentences.push(said.going(Relation::Stricter));
    }
    if let (Some(before), Some(now)) = (old.queries.get(one.query), new.queries.get(other.query))
        && before.window != now.window
        && words::window(one.measure, before.window) != words::window(one.measure, now.window)
    {
        let stands = window_relation(other.measure, before, now);
        let (before, now) = (before.window, now.window);
        let said = words::counts_now(
            words::window(other.measure, now),
            words::window(one.measure, before),
            stands,
        );
        sentences.push(said.into());
    }
    if one.when != other.when || one.asked != other.asked {
        sentences.push(words::asked_now(words::asked(other), words::asked(one)).into());
    }
    let stepped = (one.step != other.step).then(|| {
        if other.step {
            words::step_now().going(Relation::Laxer)
        } else {
            words::no_step_now().going(Relation::Stricter)
        }
    });
    let steps_differ = stepped.is_some();
    sentences.extend(stepped);
    let (before, now) = (words::leans(one, old), words::leans(other, new));
    if before != now {
        sentences.push(words::leans_now(now, before).into());
    }
    let differs = contribution.reached.relation() != Relation::Same;
    if sentences.is_empty() && differs {
        let leans = other.no_go_only_with.or(other.caution_only_with);
        let said = match leans {
            None => words::asked_around(),
            Some(_) => words::leaned_on(),
        };
        sentences.push(said.into());
    }
    if sentences.is_empty() || (one.note && other.note) {
        return None;
    }
    Some(Change {
        what: ChangeKind::Changed,
        cause: Cause::Criterion,
        was: (was != name).then_some(was),
        name,
        // Whether a step is lowered depends on all others, so its own bands do not show it.
        relation: match (contribution.reached.relation(), steps_differ) {
            (Relation::Same, true) if other.step => Some(Relation::Laxer),
            (Relation::Same, true) => Some(Relation::Stricter),
            (_, true) => Some(Relation::Undecided),
            (relation, false) => Some(relation),
        },
        decides: !contribution.decided.is_empty() || steps_differ,
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

fn window_relation(measure: &Definition, before: &Query, now: &Query) -> Sentence {
    let stricter = window::never_better(measure, now.window, before.window);
    let laxer = window::never_better(measure, before.window, now.window);
    match (stricter, laxer) {
        (true, true) => words::same_entries(),
        (true, false) => words::stricter_or_same(),
        (false, true) => words::laxer_or_same(),
        (false, false) => words::neither_bounds(),
    }
}
