//! What changed, in words.

use std::fmt;

use crate::document::{Inline, Sentence, sentences};
use crate::measure::{Definition, EntryRule, Window};
use crate::protocol::{Asked, Condition, Criterion, Limit, Protocol};
use crate::quantity::Toward;
use crate::verdict::Verdict;

use super::relation::Relation;

sentences! {
    pub(super) cautions_now(now: Sentence, before: Sentence) = "{now} now, before {before}";
    no_cautions() = "no number of cautions makes a NO-GO";
    cautions_make(most: String) = "{most} cautions make a NO-GO";
    pub(super) judges_no_more() = "judges no more, and sends everybody to be seen: always NO-GO";
    pub(super) judges_now() = "judges now, before it sent everybody to be seen";
    pub(super) new_stage(stage: Inline) = "new stage {stage}";
    pub(super) stage_gone(stage: Inline) = "stage {stage} is gone";
    pub(super) stage_is_now(before: Inline, now: Inline) = "stage {before} is now {now}";
    pub(super) counts_otherwise(now: Sentence, before: Sentence) = "now: {now} Before: {before}";
    pub(super) judged_without_goal(now: Inline, before: Inline) = "without a goal {now} is judged, before {before}";
    pub(super) stands_alone(of: Sentence, bands: Sentence, asked: Sentence) = "{of}: {bands}{asked}";
    pub(super) measured(measure: String, window: Sentence) = "{measure}, {window}";
    when_asked(when: Sentence) = ", asked {when}";
    pub(super) no_question_asks() = "; no question that both files answer asks it";
    pub(super) note_now() = "is a note now, and decides nothing";
    pub(super) decides_now(measure: String, bands: Sentence) = "decides now, before it was a note: {measure}, {bands}";
    pub(super) counts_now(now: Sentence, before: Sentence, stands: Sentence) = "now {now} counts, before {before} ({stands})";
    pub(super) same_entries() = "the same entries";
    pub(super) stricter_or_same() = "stricter or the same";
    pub(super) laxer_or_same() = "laxer or the same";
    pub(super) neither_bounds() = "neither bounds the other";
    pub(super) asked_now(now: Sentence, before: Sentence) = "now asked {now}, before {before}";
    always() = "always";
    in_the_clinic() = "in the clinic only";
    of_nobody() = "of nobody";
    only_with(facts: Sentence) = "only with {facts}";
    pub(super) step_now() = "is a step now: GO where everything else is, up to and with a race";
    pub(super) no_step_now() = "is no step any more, and counts whatever else is GO";
    pub(super) leans_now(now: Sentence, before: Sentence) = "now {now}, before {before}";
    by_themselves() = "its bands count by themselves";
    counts_only_while(band: Verdict, other: Inline) = "{band} counts only while {other} is not GO";
    pub(super) asked_around() = "decides otherwise, though it reads the same: what is asked changed around it";
    pub(super) leaned_on() = "decides otherwise, though it reads the same: the criterion it depends on changed";
    no_bands() = "no bands";
    go_and_no_go(go: String, no_go: String) = "GO {go}, NO-GO {no_go}";
    go_else_caution(go: String) = "GO {go}, else CAUTION";
    pub(super) becomes(values: Sentence, old: Verdict, new: Verdict) = "{values}: {old} becomes {new}";
    pub(super) goes(way: &'static str) = " ({way})";
    newest(days: String) = "the newest entry of {days} d";
    last_days(days: String) = "what the last {days} d hold";
    all_known() = "all that is known";
    worst(days: String, recorded: Sentence) = "the worst of {days} d{recorded}";
    worst_and_newest(days: String, recorded: Sentence, newest: String) = "the worst of {days} d{recorded}, the newest entry within {newest} d";
    days_recorded(days: String) = " with {days} days or more recorded";
}

/// A sentence about a change, and which way it goes where that is certain.
#[derive(Clone, Debug, PartialEq)]
pub struct Said {
    /// What changed.
    pub words: Sentence,
    /// Whether it is stricter or laxer for that.
    pub way: Option<Relation>,
}

impl Said {
    /// The words, and the way in brackets behind them.
    #[must_use]
    pub fn sentence(&self) -> Sentence {
        let way = self.way.map(|way| goes(way.word()));
        self.words.clone().then(way)
    }
}

impl fmt::Display for Said {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.sentence().fmt(formatter)
    }
}

impl From<Sentence> for Said {
    fn from(words: Sentence) -> Self {
        Self { words, way: None }
    }
}

impl Sentence {
    /// What is said of a change that goes this way.
    pub(super) fn going(self, way: Relation) -> Said {
        Said {
            words: self,
            way: Some(way),
        }
    }
}

/// How many cautions make a NO-GO.
pub(super) fn cautions(protocol: &Protocol) -> Sentence {
    protocol
        .cautions
        .map_or_else(no_cautions, |most| cautions_make(most.to_string()))
}

/// The measure as the subject of a sentence.
pub(super) fn subject(measure: &Definition) -> String {
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
pub(super) fn bands(criterion: &Criterion) -> Sentence {
    let shown = |limit: &Limit| limit.show(criterion.measure, None);
    match &criterion.bands {
        None => no_bands(),
        Some(bands) => match &bands.no_go {
            Some(no_go) => go_and_no_go(shown(&bands.go), shown(no_go)),
            None => go_else_caution(shown(&bands.go)),
        },
    }
}

/// When a criterion is asked.
pub(super) fn asked(criterion: &Criterion) -> Sentence {
    conditions(criterion).unwrap_or_else(always)
}

/// When a criterion is asked, as what follows its bands; nothing when always.
pub(super) fn asked_behind(criterion: &Criterion) -> Sentence {
    conditions(criterion).map(when_asked).into()
}

fn conditions(criterion: &Criterion) -> Option<Sentence> {
    let mut facts: Vec<String> = criterion.when.iter().map(condition).collect();
    facts.sort();
    let facts = Sentence::join(facts.into_iter().map(Sentence::from), " and ");
    let of_whom = match criterion.asked {
        Asked::Always => None,
        Asked::Clinic => Some(in_the_clinic()),
        Asked::IfRecorded => Some(of_nobody()),
    };
    let facts = (!facts.is_empty()).then(|| only_with(facts));
    let words = Sentence::join(of_whom.into_iter().chain(facts), ", ");
    (!words.is_empty()).then_some(words)
}

fn condition(condition: &Condition) -> String {
    match condition {
        Condition::OneOf(fact, words) => format!("{} {}", fact.row().name, words.join(" or ")),
        Condition::Compares(fact, operator, bound) => format!(
            "{} {} {} {}",
            fact.row().name,
            operator.sign(),
            bound.decimal(Toward::Down),
            fact.row().unit()
        ),
    }
}

/// On which criteria its bands lean.
pub(super) fn leans(criterion: &Criterion, protocol: &Protocol) -> Sentence {
    match partners(criterion, protocol) {
        words if words.is_empty() => by_themselves(),
        words => words,
    }
}

/// The same as what follows its bands; nothing when they count by themselves.
pub(super) fn leans_behind(criterion: &Criterion, protocol: &Protocol) -> Sentence {
    match partners(criterion, protocol) {
        words if words.is_empty() => words,
        words => Sentence::from("; ").then(words),
    }
}

fn partners(criterion: &Criterion, protocol: &Protocol) -> Sentence {
    let partners = [
        (Verdict::NoGo, criterion.no_go_only_with),
        (Verdict::Caution, criterion.caution_only_with),
    ];
    let words = partners.into_iter().filter_map(|(band, partner)| {
        let name = Inline::Name(protocol.name_of(partner?));
        Some(counts_only_while(band, name))
    });
    Sentence::join(words, "; ")
}

/// The entries that count in a window.
pub(super) fn window(measure: &Definition, window: Window) -> Sentence {
    let fresh = |days: u16| match measure.takes() {
        EntryRule::Newest | EntryRule::NewestOfWeeks | EntryRule::WorstOfDays => {
            newest(days.to_string())
        }
        EntryRule::Sessions | EntryRule::Other => last_days(days.to_string()),
    };
    let recorded = match window.at_least {
        0 | 1 => Sentence::EMPTY,
        days => days_recorded(days.to_string()),
    };
    match (window.fresh, window.over) {
        (None, None) => all_known(),
        (Some(days), None) => fresh(days),
        (None, Some(days)) => worst(days.to_string(), recorded),
        (Some(newest), Some(days)) => {
            worst_and_newest(days.to_string(), recorded, newest.to_string())
        }
    }
}
