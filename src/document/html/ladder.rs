//! The ladder drawn as SVG: a rung per stage up to the one asked, from the ground to the goal, and the runner on the highest rung
//! cleared so far. A verdict is a word, a shape and a line style first and a colour last, so that it reads in black and white.

use maud::{Markup, html};

use super::super::{Rung, Sentence, Standing};
use crate::quantity::Distances;
use crate::verdict::Verdict;

const WIDTH: i64 = 400;
const TOP: i64 = 24;
const STEP: i64 = 40;
const LEFT_RAIL: i64 = 52;
const RIGHT_RAIL: i64 = 112;
const WORD: i64 = 132;
const NAME: i64 = 220;
/// The longest name that fits its column as set; a longer one is squeezed, never cut.
const NAME_LETTERS: usize = 22;

/// Draws the ladder; nothing where there is none.
pub(crate) fn svg(rungs: &[Rung], under: &Sentence, distances: Distances) -> Markup {
    let ground = level(rungs.len(), 0);
    let height = ground.saturating_add(40);
    let cleared = rungs
        .iter()
        .take_while(|rung| rung.standing == Standing::Cleared)
        .count();
    let under = under.plain(distances);
    html! {
        @if !rungs.is_empty() {
            svg.ladder role="img" aria-labelledby="ladder-title ladder-desc" width=(WIDTH) height=(height)
                viewBox=(format!("0 0 {WIDTH} {height}")) font-size="14" {
                title #ladder-title { "The ladder of stages" }
                desc #ladder-desc { (description(rungs, &under)) }
                (rails(ground))
                @for (place, rung) in rungs.iter().enumerate() {
                    (step(rung, level(rungs.len(), place.saturating_add(1))))
                }
                (runner(level(rungs.len(), cleared)))
                text x="8" y=(ground.saturating_add(26)) fill="#1a1a1a" { (under) }
            }
        }
    }
}

/// The shape of a verdict, 20 across, around the origin: a circle with a tick, a triangle with a stroke, a square with a cross.
pub(crate) fn shape(verdict: Verdict) -> Markup {
    html! {
        @match verdict {
            Verdict::Go => {
                circle r="10" fill="#1b7f3b" {}
                path d="M-5 0 L-1.5 4 L5 -4" fill="none" stroke="#ffffff" stroke-width="2.5" {}
            }
            Verdict::Caution => {
                path d="M0 -11 L12 10 L-12 10 Z" fill="#8a5200" {}
                path d="M0 -4 V3 M0 5 V7.5" fill="none" stroke="#ffffff" stroke-width="2.5" {}
            }
            Verdict::NoGo => {
                rect x="-10" y="-10" width="20" height="20" fill="#b3261e" {}
                path d="M-5 -5 L5 5 M5 -5 L-5 5" fill="none" stroke="#ffffff" stroke-width="2.5" {}
            }
        }
    }
}

/// The shape of a standing: a ring with a tick for what waits, a dashed ring for what is not known.
fn shape_of(standing: Standing) -> Markup {
    html! {
        @match standing {
            Standing::Cleared => { (shape(Verdict::Go)) }
            Standing::Caution => { (shape(Verdict::Caution)) }
            Standing::Failed => { (shape(Verdict::NoGo)) }
            Standing::Waits => {
                circle r="9" fill="#ffffff" stroke="#4d4d4d" stroke-width="2" {}
                path d="M-5 0 L-1.5 4 L5 -4" fill="none" stroke="#4d4d4d" stroke-width="2.5" {}
            }
            Standing::NotKnown => {
                circle r="9" fill="#ffffff" stroke="#4d4d4d" stroke-width="2" stroke-dasharray="3 3" {}
                text y="5" text-anchor="middle" fill="#4d4d4d" font-weight="700" { "?" }
            }
        }
    }
}

fn description(rungs: &[Rung], under: &str) -> String {
    let rungs: Vec<String> = rungs
        .iter()
        .map(|rung| {
            let more = rung.more.plain(Distances::Kilometres);
            let comma = if more.is_empty() { "" } else { ", " };
            format!("{} {}{comma}{more}", rung.stage, rung.standing.label())
        })
        .collect();
    format!("From the bottom: {}. {under}", rungs.join("; "))
}

/// The height of a rung, counted from the ground, which is rung zero.
fn level(rungs: usize, rung: usize) -> i64 {
    let from_top = i64::try_from(rungs.saturating_sub(rung)).unwrap_or(0);
    TOP.saturating_add(STEP.saturating_div(2))
        .saturating_add(STEP.saturating_mul(from_top))
}

fn rails(ground: i64) -> Markup {
    html! {
        @for x in [LEFT_RAIL, RIGHT_RAIL] {
            line x1=(x) y1=(TOP.saturating_sub(4)) x2=(x) y2=(ground) stroke="#1a1a1a" stroke-width="3" {}
        }
        line x1="0" y1=(ground) x2=(WIDTH) y2=(ground) stroke="#1a1a1a" stroke-width="1.5" {}
    }
}

fn step(rung: &Rung, y: i64) -> Markup {
    let (name, standing) = (rung.stage.as_str(), rung.standing);
    let more = (!rung.more.is_empty()).then(|| rung.more.plain(Distances::Kilometres));
    let baseline = y.saturating_add(if more.is_some() { 0 } else { 5 });
    let (dashes, colour) = match standing {
        Standing::Cleared => (None, "#1b7f3b"),
        Standing::Waits => (None, "#4d4d4d"),
        Standing::Caution => (Some("7 4"), "#8a5200"),
        Standing::Failed => (Some("2 5"), "#b3261e"),
        Standing::NotKnown => (Some("2 5"), "#4d4d4d"),
    };
    let squeezed = name.chars().count() > NAME_LETTERS;
    html! {
        line x1=(LEFT_RAIL) y1=(y) x2=(RIGHT_RAIL) y2=(y) stroke="#1a1a1a" stroke-width="3" stroke-dasharray=[dashes] {}
        g transform=(format!("translate({} {y})", LEFT_RAIL.saturating_add(RIGHT_RAIL).saturating_div(2))) {
            circle r="15" fill="#ffffff" {}
            (shape_of(standing))
        }
        text x=(WORD) y=(baseline) fill=(colour) font-weight="700" { (standing.label()) }
        text x=(NAME) y=(baseline) fill="#1a1a1a" font-weight="600" textLength=[squeezed.then_some(WIDTH.saturating_sub(NAME))]
            lengthAdjust=[squeezed.then_some("spacingAndGlyphs")] { (name) }
        @if let Some(more) = more {
            text x=(NAME) y=(y.saturating_add(16)) fill="#4d4d4d" font-size="12.5" { (more) }
        }
    }
}

/// A runner who stands at that height, on a ledge of the ladder or on the ground.
fn runner(y: i64) -> Markup {
    html! {
        line x1="6" y1=(y) x2=(LEFT_RAIL) y2=(y) stroke="#1a1a1a" stroke-width="1.5" {}
        g transform=(format!("translate(27 {y})")) fill="none" stroke="#1a1a1a" stroke-width="2.5" stroke-linecap="round" stroke-linejoin="round" {
            circle cx="5" cy="-30" r="3.5" fill="#1a1a1a" {}
            path d="M3 -24 L-1 -13 M2 -22 L8 -16 L13 -19 M2 -22 L-6 -21 L-8 -15 M-1 -13 L6 -9 L3 -2 L6 -2 M-1 -13 L-4 -5 L-12 -6" {}
        }
    }
}
