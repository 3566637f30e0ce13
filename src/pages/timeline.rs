//! A timeline as a page: a table, and a picture with days along, stages up, and the verdict of each day as a shape and a word.

use maud::{Markup, html};

use super::report::{of_criteria, provenance};
use super::words::{DISCLAIMER, criteria_in_words};
use crate::assessment::{Assessment, Day};
use crate::document::svg::{GUIDE, INK, NAME, QUIET, count, frame};
use crate::document::{Block, Column, Document, Inline, Section, Sentence, sentences};
use crate::engine::report::Provenance;
use crate::engine::timeline::Entry;
use crate::protocol::Protocol;
use crate::quantity::Distances;
use crate::verdict::Verdict;

sentences! {
    timeline() = "Timeline";
    timeline_of(id: String) = "Timeline of {id}";
    picture_of(id: String, criteria: String) = "{id}: {criteria}";
    each_day() = "The verdict of each day";
    nothing() = "nothing";
    number_of_day(days: String) = "day {days}";
    height() = "height: the highest stage cleared";
    day_said(day: Day, verdict: Verdict) = "{day}: {verdict}";
    day_held(day: Day, verdict: Verdict, codes: String) = "{day}: {verdict}, held by {codes}";
    held_by(codes: String) = ", held by {codes}";
    question_mark() = "?: the record contradicts itself";
    day_cleared(day: Day, verdict: Verdict, stage: Sentence) = "{day}: {verdict}, cleared {stage}";
}

const LEFT: i64 = 110;
const TOP: i64 = 56;
const STEP: i64 = 34;
const WIDTH: i64 = 640;

/// The page.
#[must_use]
pub fn document(assessment: &Assessment, protocol: &Protocol, entries: &[Entry]) -> Document {
    let columns = [
        "date",
        "day",
        "verdict",
        "best case",
        "cleared",
        "chief reason",
    ];
    let columns = columns
        .map(Column::new)
        .into_iter()
        .zip([false, true, false, false, false, false]);
    let columns = columns.map(|(column, numbers)| Column { numbers, ..column });
    let picture = Block::Picture {
        text: String::new(),
        svg: svg(assessment, protocol, entries),
        // The table says it all.
        words: Sentence::EMPTY,
    };
    let table = Block::Table(columns.collect(), entries.iter().map(row).collect());
    let mut page = Document {
        title: assessment
            .id()
            .map_or_else(timeline, |id| timeline_of(id.to_owned())),
        edition: criteria_in_words(protocol),
        facts: of_criteria(protocol, assessment),
        foot: vec![DISCLAIMER.into()],
        provenance: provenance(&Provenance::of(protocol, assessment)),
        ..Document::default()
    };
    page.section(Section::new(each_day(), vec![picture, table]));
    page
}

fn row(entry: &Entry) -> Vec<Sentence> {
    let since = entry.since_onset.map(|days| days.to_string());
    // Until a contradiction is corrected nothing else counts.
    let held = entry.held.iter().next().map(|kind| kind.word().to_owned());
    let reason = held.or_else(|| entry.chief_reason.clone());
    let reason = reason.map(Inline::Name);
    vec![
        entry.day.into(),
        since.into(),
        entry.verdict.into(),
        entry.best_case.into(),
        cleared(entry),
        reason.into(),
    ]
}

fn cleared(entry: &Entry) -> Sentence {
    let stage = entry.cleared.clone();
    stage.map_or_else(nothing, Sentence::from)
}

/// Draws a timeline; the stages are those of the protocol up to the one asked.
#[must_use]
pub fn svg(assessment: &Assessment, protocol: &Protocol, entries: &[Entry]) -> String {
    let criteria = protocol.title.clone();
    let title = match assessment.id() {
        Some(id) => picture_of(id.to_owned(), criteria),
        None => criteria.into(),
    };
    let rungs = entries.iter().map(|entry| entry.rungs.1).max().unwrap_or(0);
    let names: Vec<&str> = protocol
        .stages
        .iter()
        .take(rungs)
        .map(|stage| stage.id.as_str())
        .collect();
    let floor = TOP.saturating_add(STEP.saturating_mul(count(rungs)));
    let height = floor.saturating_add(86);
    let drawing = html! {
        @for (place, name) in names.iter().enumerate() {
            (rung(floor, place, name))
        }
        line x1=(LEFT) y1=(floor) x2=(LEFT.saturating_add(WIDTH)) y2=(floor) stroke=(INK) {}
        text x=(LEFT.saturating_sub(8)) y=(floor.saturating_add(4)) text-anchor="end" fill=(QUIET) { (plain(&nothing())) }
        polyline points=(path(entries, floor)) fill="none" stroke="#8a8a8a" stroke-width="1.5" {}
        @for (place, entry) in entries.iter().enumerate() {
            (day(entries, place, entry, floor))
        }
        @if entries.iter().any(|entry| !entry.held.is_empty()) {
            text x=(LEFT.saturating_add(20)) y=(height.saturating_sub(34)) fill=(QUIET) { (plain(&question_mark())) }
        }
        (legend(height.saturating_sub(14)))
    };
    let width = WIDTH.saturating_add(160);
    let (title, words) = (plain(&title), plain(&description(entries)));
    frame(&title, &words, width, height, &drawing)
}

/// A sentence as a text of the picture, in which no distance stands.
fn plain(sentence: &Sentence) -> String {
    sentence.plain(Distances::Kilometres)
}

fn level(floor: i64, rungs: usize) -> i64 {
    floor.saturating_sub(STEP.saturating_mul(count(rungs)))
}

fn rung(floor: i64, place: usize, name: &str) -> Markup {
    let y = level(floor, place.saturating_add(1));
    html! {
        line x1=(LEFT) y1=(y) x2=(LEFT.saturating_add(WIDTH)) y2=(y) stroke=(GUIDE) {}
        text x=(LEFT.saturating_sub(8)) y=(y.saturating_add(4)) text-anchor="end" fill=(NAME) { (name) }
    }
}

/// Days stand in proportion to time.
fn across(entries: &[Entry], entry: &Entry) -> i64 {
    let (Some(first), Some(last)) = (entries.first(), entries.last()) else {
        return LEFT;
    };
    let whole = i64::from(last.day.since(first.day)).max(1);
    let part = i64::from(entry.day.since(first.day));
    let room = WIDTH.saturating_sub(40);
    LEFT.saturating_add(20)
        .saturating_add(room.saturating_mul(part).checked_div(whole).unwrap_or(0))
}

fn path(entries: &[Entry], floor: i64) -> String {
    let mut points: Vec<String> = Vec::new();
    let mut before: Option<i64> = None;
    for entry in entries {
        let (x, y) = (across(entries, entry), level(floor, entry.rungs.0));
        // A stage is reached on the day, not in between.
        points.extend(before.map(|before| format!("{x},{before}")));
        points.push(format!("{x},{y}"));
        before = Some(y);
    }
    points.join(" ")
}

fn day(entries: &[Entry], place: usize, entry: &Entry, floor: i64) -> Markup {
    let (x, y) = (across(entries, entry), level(floor, entry.rungs.0));
    let since = entry
        .since_onset
        .map_or_else(|| entry.day.into(), |days| number_of_day(days.to_string()));
    // Labels would run into one another where days are close: shown only where there is room.
    let room = place == 0
        || entries
            .get(place.saturating_sub(1))
            .is_some_and(|before| x.saturating_sub(across(entries, before)) >= 46);
    html! {
        g {
            title { (plain(&said(entry))) }
            (mark(entry.verdict, x, y))
            @if !entry.held.is_empty() {
                text x=(x) y=(y.saturating_sub(12)) text-anchor="middle" fill=(NAME) { "?" }
            }
            @if room {
                text x=(x) y=(floor.saturating_add(20)) text-anchor="middle" fill=(NAME) { (plain(&since)) }
                text x=(x) y=(floor.saturating_add(35)) text-anchor="middle" fill=(QUIET) font-size="10" { (entry.verdict.label()) }
            }
        }
    }
}

fn said(entry: &Entry) -> Sentence {
    match entry.held.codes() {
        Some(codes) => day_held(entry.day, entry.verdict, codes),
        None => day_said(entry.day, entry.verdict),
    }
}

/// A verdict is a shape first and a colour second: circle GO, triangle CAUTION, square NO-GO.
fn mark(verdict: Verdict, x: i64, y: i64) -> Markup {
    let at = |dx: i64, dy: i64| format!("{},{}", x.saturating_add(dx), y.saturating_add(dy));
    html! {
        @match verdict {
            Verdict::Go => { circle cx=(x) cy=(y) r="7" fill="#1b7f3b" stroke="#ffffff" stroke-width="1.5" {} }
            Verdict::Caution => {
                polygon points=(format!("{} {} {}", at(0, -8), at(8, 7), at(-8, 7))) fill="#b36b00" stroke="#ffffff" stroke-width="1.5" {}
            }
            Verdict::NoGo => {
                rect x=(x.saturating_sub(6)) y=(y.saturating_sub(6)) width="12" height="12" fill="#b3261e" stroke="#ffffff" stroke-width="1.5" {}
            }
        }
    }
}

fn legend(y: i64) -> Markup {
    html! {
        @for (place, verdict) in [Verdict::Go, Verdict::Caution, Verdict::NoGo].into_iter().enumerate() {
            @let x = LEFT.saturating_add(20).saturating_add(count(place).saturating_mul(110));
            (mark(verdict, x, y.saturating_sub(4)))
            text x=(x.saturating_add(14)) y=(y) fill=(NAME) { (verdict.label()) }
        }
        text x=(LEFT.saturating_add(360)) y=(y) fill=(QUIET) { (plain(&height())) }
    }
}

fn description(entries: &[Entry]) -> Sentence {
    let days = entries.iter();
    let days = days.map(|entry| {
        let held = entry.held.codes().map(held_by);
        day_cleared(entry.day, entry.verdict, cleared(entry)).then(held)
    });
    Sentence::join(days, "; ")
}
