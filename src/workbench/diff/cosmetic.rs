//! Differences between two files that decide nothing.

use crate::assessment::Day;
use crate::document::{Inline, Sentence, sentences};
use crate::protocol::{Criterion, Ladder, Protocol, Refer, Sourced, Status};

use super::matching::Pair;

sentences! {
    named_before(before: Inline) = "named {before} before";
    of_one(name: Inline, said: Sentence) = "{name}: {said}";
    new_note(name: Inline) = "new note: {name}";
    note_gone(name: Inline) = "gone, a note: {name}";
    none() = "none";
    before_and_now(what: &'static str, before: Sentence, now: Sentence) = "{what} {before} before, {now} now";
    draft() = "draft";
    approved(by: String, on: Day) = "approved by {by} on {on}";
    next_session() = "what a session says about the next";
    order_or_sources(what: &'static str) = "{what}: order or sources";
    new_and_gone(what: &'static str, added: String, gone: String) = "{what}: {added} new, {gone} gone";
    new_ladder(name: Inline) = "new ladder: {name}";
    ladder_changed(name: Inline) = "ladder {name}: changed";
    ladder_gone(name: Inline) = "gone ladder: {name}";
    order_of_ladders() = "order of ladders: the first is used unless another is named";
    wording_of_why() = "wording of `why`";
    wording_of_do() = "wording of `do`";
    also_when_unknown(whom: &'static str) = "{whom}, also when unknown";
    limit_as_written() = "how its GO limit is written";
    note_shows() = "what the note shows";
    order_of_criteria() = "order of criteria";
}

/// Every difference that changes no verdict, in words.
pub(super) fn cosmetic(old: &Protocol, new: &Protocol, pairs: &[Pair]) -> Vec<Sentence> {
    let mut all = head(old, new);
    for pair in pairs {
        let one = pair.old.and_then(|place| old.criteria.get(place));
        let other = pair.new.and_then(|place| new.criteria.get(place));
        let name = pair
            .new
            .map(|place| new.name_of(place))
            .or(pair.old.map(|place| old.name_of(place)))
            .unwrap_or_default();
        match (one, other) {
            (Some(one), Some(other)) => {
                let before = pair.old.map(|place| old.name_of(place)).unwrap_or_default();
                let mut parts = parts(one, other);
                if before != name {
                    parts.insert(0, named_before(Inline::Code(before.into())));
                }
                if !parts.is_empty() {
                    all.push(of_one(Inline::Name(name), Sentence::join(parts, "; ")));
                }
            }
            (None, Some(criterion)) if criterion.note => all.push(new_note(Inline::Name(name))),
            (Some(criterion), None) if criterion.note => all.push(note_gone(Inline::Name(name))),
            (Some(_) | None, Some(_) | None) => {}
        }
    }
    all.extend(order(old, new, pairs));
    all
}

/// What it was before and what it is now, when they differ.
fn changed(what: &'static str, old: &str, new: &str) -> Option<Sentence> {
    let word = |word: &str| match word {
        "" => none(),
        word => Inline::Code(word.to_owned().into()).into(),
    };
    (old != new).then(|| before_and_now(what, word(old), word(new)))
}

fn head(old: &Protocol, new: &Protocol) -> Vec<Sentence> {
    let status = |protocol: &Protocol| match &protocol.status {
        Status::Draft => draft().to_string(),
        Status::Approved { by, on } => approved(by.clone(), *on).to_string(),
    };
    let mut all: Vec<Sentence> = [
        changed("id", &old.id, &new.id),
        changed("title", &old.title, &new.title),
        changed("version", &old.version, &new.version),
        changed(
            "reviewed",
            &old.reviewed.to_string(),
            &new.reviewed.to_string(),
        ),
        changed("status", &status(old), &status(new)),
        changed(
            "conditions",
            &old.conditions.join(", "),
            &new.conditions.join(", "),
        ),
        changed(
            "not asked",
            &old.not_asked.join(" "),
            &new.not_asked.join(" "),
        ),
        texts("stop rules", &old.stop_rules, &new.stop_rules),
    ]
    .into_iter()
    .flatten()
    .collect();
    let remarks = |protocol: &Protocol| -> Vec<Sourced> {
        let say = protocol.remarks.iter().map(|remark| Sourced {
            text: format!("{}: {}", protocol.name_of(remark.beside), remark.say.text),
            sources: remark.say.sources.clone(),
        });
        say.collect()
    };
    all.extend(texts("remarks", &remarks(old), &remarks(new)));
    let phases = |protocol: &Protocol| -> Vec<Sourced> {
        let say = protocol.phases.iter().map(|phase| Sourced {
            text: match phase.until {
                Some(days) => format!("until {days} d: {}", phase.say.text),
                None => format!("after that: {}", phase.say.text),
            },
            sources: phase.say.sources.clone(),
        });
        say.collect()
    };
    all.extend(texts("phases", &phases(old), &phases(new)));
    if let (Some(one), Some(other)) = (&old.route_out, &new.route_out) {
        all.extend(changed("text", &one.say.text, &other.say.text));
        all.extend(changed("refer", one.refer.word(), other.refer.word()));
    }
    for stage in &new.stages {
        let before = old.stages.iter().find(|other| other.id == stage.id);
        if let Some(before) = before
            && let Some(changed) = changed("title", &before.title, &stage.title)
        {
            all.push(of_one(Inline::Name(stage.id.clone()), changed));
        }
    }
    all.extend(ladders(&old.ladders, &new.ladders));
    if written(&old.ladder_rules) != written(&new.ladder_rules) {
        all.push(next_session());
    }
    all
}

fn texts(what: &'static str, old: &[Sourced], new: &[Sourced]) -> Option<Sentence> {
    let missing = |from: &[Sourced], to: &[Sourced]| {
        let lost = from
            .iter()
            .filter(|one| !to.iter().any(|other| other.text == one.text));
        lost.count()
    };
    let (gone, added) = (missing(old, new), missing(new, old));
    let sources = |all: &[Sourced]| {
        all.iter()
            .map(|one| one.sources.clone())
            .collect::<Vec<_>>()
    };
    match (gone, added) {
        (0, 0) if sources(old) == sources(new) => None,
        (0, 0) => Some(order_or_sources(what)),
        _ => Some(new_and_gone(what, added.to_string(), gone.to_string())),
    }
}

/// The ladder as it stands in the file, so that any change of it shows.
fn written<T: std::fmt::Debug>(value: &T) -> String {
    format!("{value:?}")
}

fn ladders(old: &[Ladder], new: &[Ladder]) -> Vec<Sentence> {
    let name = |ladder: &Ladder| Inline::Name(ladder.id.clone());
    let named = |all: &[Ladder], id: &str| all.iter().find(|ladder| ladder.id == id).map(written);
    let mut all = Vec::new();
    for ladder in new {
        match named(old, &ladder.id) {
            None => all.push(new_ladder(name(ladder))),
            Some(before) if before != written(ladder) => {
                all.push(ladder_changed(name(ladder)));
            }
            Some(_) => {}
        }
    }
    let gone = old.iter().filter(|ladder| named(new, &ladder.id).is_none());
    all.extend(gone.map(|ladder| ladder_gone(name(ladder))));
    let ids = |all: &[Ladder]| {
        all.iter()
            .map(|ladder| ladder.id.clone())
            .collect::<Vec<_>>()
    };
    if all.is_empty() && ids(old) != ids(new) {
        all.push(order_of_ladders());
    }
    all
}

/// What differs between two criteria beside what decides.
fn parts(old: &Criterion, new: &Criterion) -> Vec<Sentence> {
    let refer = |criterion: &Criterion| {
        let whom = criterion.refer.map(Refer::word);
        let whom = whom.map(|whom| {
            if criterion.refer_if_unknown {
                also_when_unknown(whom)
            } else {
                whom.into()
            }
        });
        Sentence::from(whom).to_string()
    };
    let same_limit = |criterion: &Criterion| criterion.written_go.map(|limit| limit.to_string());
    let certainty = (old.certainty, same_limit(old)) != (new.certainty, same_limit(new));
    let both_notes = old.note && new.note;
    let shown = |criterion: &Criterion| written(&(criterion.bands, &criterion.when));
    [
        (old.why != new.why).then(wording_of_why),
        (old.advice != new.advice).then(wording_of_do),
        changed(
            "sources",
            &old.evidence.sources.join(", "),
            &new.evidence.sources.join(", "),
        ),
        changed(
            "confidence",
            old.evidence.confidence.word(),
            new.evidence.confidence.word(),
        ),
        changed("kind", old.evidence.kind.word(), new.evidence.kind.word()),
        changed("refer", &refer(old), &refer(new)),
        (certainty && old.certainty.is_some() && new.certainty.is_some()).then(limit_as_written),
        (both_notes && shown(old) != shown(new)).then(note_shows),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn order(old: &Protocol, new: &Protocol, pairs: &[Pair]) -> Option<Sentence> {
    let kept: Vec<usize> = pairs
        .iter()
        .filter(|pair| pair.new.is_some())
        .filter_map(|pair| pair.old)
        .collect();
    let moved = kept
        .windows(2)
        .any(|two| matches!(two, [one, other] if one > other));
    let both = !old.criteria.is_empty() && !new.criteria.is_empty();
    (moved && both).then(order_of_criteria)
}
