//! What a replay came to, as a page.

use serde_json::Value;

use super::compare::{Difference, Differs};
use super::outcome::{Outcome, Replay};
use crate::document::{Block, Document, Sentence, counted, sentences};
use crate::verdict::Verdict;

sentences! {
    same(report: String, verdict: Verdict) = "{report}: the replay says the same, to the byte: {verdict}";
    same_in_another_layout(report: String, verdict: Verdict) = "{report}: the replay says the same (written in another layout): {verdict}";
    differs(report: String, places: Sentence) = "{report}: the replay differs in {places}";
    not_before(path: String, now: String) = "{path}: not in the report, now {now}";
    other_length(path: String, before: String, now: String) = "{path}: {before} entries in the report, now {now}";
    changed(path: String, before: String, now: String) = "{path}: {before} in the report, now {now}";
    and_more(count: String) = "and {count} more";
}

/// Differences worth reading: with more of them it is another report.
const MOST_DIFFERENCES: usize = 40;

pub(super) fn document(replay: &Replay) -> Document {
    let name = replay.report.clone();
    let title = match replay.outcome() {
        Outcome::Same => same(name, replay.verdict),
        Outcome::SameInAnotherLayout => same_in_another_layout(name, replay.verdict),
        Outcome::Differs => differs(name, counted(replay.differences.len(), "place", "places")),
    };
    let shown = replay.differences.iter().take(MOST_DIFFERENCES);
    let mut shown: Vec<Sentence> = shown.map(difference).collect();
    let more = replay.differences.len().saturating_sub(MOST_DIFFERENCES);
    if more > 0 {
        shown.push(and_more(more.to_string()));
    }
    Document {
        title,
        lead: Block::list(shown),
        ..Document::default()
    }
}

fn difference(Difference { path, what }: &Difference) -> Sentence {
    let path = path.clone();
    match what {
        Differs::Added(now) => not_before(path, short(now)),
        Differs::Length(before, now) => other_length(path, before.to_string(), now.to_string()),
        Differs::Changed(before, now) => changed(path, short(before), short(now)),
    }
}

fn short(value: &Value) -> String {
    let text = value.to_string();
    if text.chars().count() > 60 {
        text.chars().take(57).chain("...".chars()).collect()
    } else {
        text
    }
}
