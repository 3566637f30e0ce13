//! The sessions of a plan as bars over time: how far, and what for.

use maud::html;

use crate::document::svg::{INK, NAME, count, frame};
use crate::document::{Amount, Block, Sentence, sentences};
use crate::quantity::{Distances, Toward};
use crate::training::{Part, Plan};

sentences! {
    title(count: String) = "Distances of {count} sessions";
    description(count: String, farthest: Amount) = "Distances of {count} sessions; the farthest is {farthest}.";
}

const LEFT: i64 = 16;
const TOP: i64 = 44;
const HEIGHT: i64 = 120;
const WIDTH: i64 = 700;
const FLOOR: i64 = TOP + HEIGHT;

/// The picture; none of a plan without sessions.
pub(super) fn picture(plan: &Plan<'_>, distances: Distances) -> Option<Block> {
    let last = plan.sessions.last()?;
    let span = i64::from(last.day.since(plan.as_of))
        .saturating_add(1)
        .max(1);
    let farthest = plan
        .sessions
        .iter()
        .map(|session| session.metres)
        .max()?
        .max(1);
    let number = plan.sessions.len().to_string();
    let words = description(number.clone(), Amount::metres(farthest, Toward::Up));
    let bar = WIDTH
        .checked_div(span)
        .unwrap_or(1)
        .clamp(2, 14)
        .saturating_sub(1);
    let scaled = |part: i64, whole: i64, size: i64| {
        part.saturating_mul(size).checked_div(whole).unwrap_or(0)
    };
    let parts = [
        Part::Ladder,
        Part::Long,
        Part::Easy,
        Part::Taper,
        Part::Goal,
    ];
    let shown = |part: &Part| plan.sessions.iter().any(|session| session.part == *part);
    let drawing = html! {
        line x1=(LEFT) x2=(LEFT.saturating_add(WIDTH)) y1=(FLOOR) y2=(FLOOR) stroke=(INK) stroke-width="0.5" {}
        @for session in &plan.sessions {
            @let left = LEFT.saturating_add(scaled(i64::from(session.day.since(plan.as_of)), span, WIDTH));
            @let height = scaled(session.metres, farthest, HEIGHT).max(1);
            rect x=(left) y=(FLOOR.saturating_sub(height)) width=(bar) height=(height) fill=(colour(session.part)) {}
        }
        text x=(LEFT) y=(FLOOR.saturating_add(18)) fill=(NAME) { (plan.as_of.to_string()) }
        text x=(LEFT.saturating_add(WIDTH)) y=(FLOOR.saturating_add(18)) text-anchor="end" fill=(NAME) { (last.day.to_string()) }
        @for (place, part) in parts.into_iter().filter(shown).enumerate() {
            g transform=(format!("translate({} {})", LEFT.saturating_add(count(place).saturating_mul(110)), FLOOR.saturating_add(44))) {
                rect y="-10" width="12" height="12" fill=(colour(part)) {}
                text x="20" y="1" fill=(NAME) { (part.word()) }
            }
        }
    };
    let (width, height) = (WIDTH.saturating_add(LEFT * 2), FLOOR.saturating_add(60));
    let plain = |sentence: &Sentence| sentence.plain(distances);
    let svg = frame(
        &plain(&title(number)),
        &plain(&words),
        width,
        height,
        &drawing,
    );
    Some(Block::Picture {
        text: String::new(),
        svg,
        words,
    })
}

const fn colour(part: Part) -> &'static str {
    match part {
        Part::Ladder => "#4477aa",
        Part::Long => "#222255",
        Part::Easy => "#88aacc",
        Part::Taper => "#bbbbbb",
        Part::Goal => "#aa3377",
    }
}
