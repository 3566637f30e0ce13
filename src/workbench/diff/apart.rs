//! Differences between two files that decide nothing.

use crate::protocol::{Criterion, Ladder, Protocol, Sourced, Status};

use super::matching::Pair;

/// Every difference that changes no verdict, in words.
pub(super) fn apart(old: &Protocol, new: &Protocol, pairs: &[Pair]) -> Vec<String> {
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
                    parts.insert(0, format!("named `{before}` before"));
                }
                if !parts.is_empty() {
                    all.push(format!("{name}: {}", parts.join("; ")));
                }
            }
            (None, Some(criterion)) if criterion.note => all.push(format!("new note: {name}")),
            (Some(criterion), None) if criterion.note => all.push(format!("gone, a note: {name}")),
            (Some(_) | None, Some(_) | None) => {}
        }
    }
    all.extend(order(old, new, pairs));
    all
}

/// What it was before and what it is now, when they differ.
fn changed(name: &str, old: &str, new: &str) -> Option<String> {
    let word = |word: &str| {
        if word.is_empty() {
            "none".to_owned()
        } else {
            format!("`{word}`")
        }
    };
    (old != new).then(|| format!("{name} {} before, {} now", word(old), word(new)))
}

fn head(old: &Protocol, new: &Protocol) -> Vec<String> {
    let status = |protocol: &Protocol| match &protocol.status {
        Status::Draft => "draft".to_owned(),
        Status::Approved { by, on } => format!("approved by {by} on {on}"),
    };
    let mut all: Vec<String> = [
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
    if let (Some(one), Some(other)) = (&old.route_out, &new.route_out) {
        all.extend(changed("text", &one.say.text, &other.say.text));
        all.extend(changed("refer", one.refer.word(), other.refer.word()));
    }
    for stage in &new.stages {
        let before = old.stages.iter().find(|other| other.id == stage.id);
        if let Some(before) = before
            && let Some(changed) = changed("title", &before.title, &stage.title)
        {
            all.push(format!("{}: {changed}", stage.id));
        }
    }
    all.extend(ladders(&old.ladders, &new.ladders));
    if written(&old.ladder_rules) != written(&new.ladder_rules) {
        all.push("what a session says about the next".to_owned());
    }
    all
}

fn texts(name: &str, old: &[Sourced], new: &[Sourced]) -> Option<String> {
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
        (0, 0) => Some(format!("{name}: order or sources")),
        _ => Some(format!("{name}: {added} new, {gone} gone")),
    }
}

/// The ladder as it stands in the file, so that any change of it shows.
fn written<T: std::fmt::Debug>(value: &T) -> String {
    format!("{value:?}")
}

fn ladders(old: &[Ladder], new: &[Ladder]) -> Vec<String> {
    let named = |all: &[Ladder], id: &str| all.iter().find(|ladder| ladder.id == id).map(written);
    let mut all = Vec::new();
    for ladder in new {
        match named(old, &ladder.id) {
            None => all.push(format!("new ladder: {}", ladder.id)),
            Some(before) if before != written(ladder) => {
                all.push(format!("ladder {}: changed", ladder.id));
            }
            Some(_) => {}
        }
    }
    let gone = old.iter().filter(|ladder| named(new, &ladder.id).is_none());
    all.extend(gone.map(|ladder| format!("gone ladder: {}", ladder.id)));
    let ids = |all: &[Ladder]| {
        all.iter()
            .map(|ladder| ladder.id.clone())
            .collect::<Vec<_>>()
    };
    if all.is_empty() && ids(old) != ids(new) {
        all.push("order of ladders: the first is used unless another is named".to_owned());
    }
    all
}

/// What differs between two criteria beside what decides.
fn parts(old: &Criterion, new: &Criterion) -> Vec<String> {
    let refer = |criterion: &Criterion| {
        let unknown = if criterion.refer_if_unknown {
            ", also when unknown"
        } else {
            ""
        };
        criterion
            .refer
            .map_or_else(String::new, |refer| format!("{}{unknown}", refer.word()))
    };
    let same_limit = |criterion: &Criterion| criterion.written_go.map(|limit| limit.to_string());
    let certainty = (old.certainty, same_limit(old)) != (new.certainty, same_limit(new));
    let both_notes = old.note && new.note;
    let shown = |criterion: &Criterion| written(&(criterion.bands, &criterion.when));
    [
        (old.why != new.why).then(|| "wording of `why`".to_owned()),
        (old.advice != new.advice).then(|| "wording of `do`".to_owned()),
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
        (certainty && old.certainty.is_some() && new.certainty.is_some())
            .then(|| "how its GO limit is written".to_owned()),
        (both_notes && shown(old) != shown(new)).then(|| "what the note shows".to_owned()),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn order(old: &Protocol, new: &Protocol, pairs: &[Pair]) -> Option<String> {
    let kept: Vec<usize> = pairs
        .iter()
        .filter(|pair| pair.new.is_some())
        .filter_map(|pair| pair.old)
        .collect();
    let moved = kept
        .windows(2)
        .any(|two| matches!(two, [one, other] if one > other));
    let both = !old.criteria.is_empty() && !new.criteria.is_empty();
    (moved && both).then(|| "order of criteria".to_owned())
}
