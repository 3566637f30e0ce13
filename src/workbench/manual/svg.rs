//! The pictures of the manual: the ladder of stages, and the bands of a criterion on a line.
//!
//! A band is a word and a pattern first and a colour last, so that it reads in black and white.

use maud::{Markup, html};

use super::number_line::NumberLine;
use super::outline::Judged;
use crate::verdict::Verdict;

const INK: &str = "#1a1a1a";
const QUIET: &str = "#4d4d4d";
/// The widest a number line gets, with room at both ends for an arrow or a number.
const WIDTH: i64 = 640;
const MARGIN: i64 = 44;

/// The patterns that every line of the page fills its bands with.
pub(super) fn patterns() -> Markup {
    html! {
        svg width="0" height="0" aria-hidden="true" style="position:absolute" {
            defs {
                pattern #band-caution width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)" {
                    rect width="8" height="8" fill="#fdf1dc" {}
                    line x1="0" y1="0" x2="0" y2="8" stroke="#c98a2b" stroke-width="2.5" {}
                }
                pattern #band-no-go width="7" height="7" patternUnits="userSpaceOnUse" {
                    rect width="7" height="7" fill="#fbe3e1" {}
                    path d="M0 0 L7 7 M7 0 L0 7" stroke="#cf665f" stroke-width="1.2" {}
                }
            }
        }
    }
}

const fn fill(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Go => "#d9eedf",
        Verdict::Caution => "url(#band-caution)",
        Verdict::NoGo => "url(#band-no-go)",
    }
}

/// Room that the word of a band needs.
const fn room(verdict: Verdict) -> i64 {
    match verdict {
        Verdict::Go => 44,
        Verdict::Caution => 84,
        Verdict::NoGo => 70,
    }
}

/// A band as drawn.
struct Band<'a> {
    verdict: Verdict,
    /// From where to where it is drawn.
    drawn: (i64, i64),
    /// From where to where it reaches, in thousandths of the line.
    real: (i64, i64),
    label: &'a str,
}

/// Where the bands are drawn: to scale, unless a word would not fit.
fn lay(line: &NumberLine) -> Vec<Band<'_>> {
    let space = WIDTH.saturating_sub(MARGIN.saturating_mul(2));
    let mut from = 0;
    let mut widths: Vec<i64> = Vec::new();
    for segment in &line.segments {
        let share = segment.to.saturating_sub(from).saturating_mul(space);
        widths.push(
            share
                .checked_div(1000)
                .unwrap_or(0)
                .max(room(segment.verdict)),
        );
        from = segment.to;
    }
    let over = widths.iter().sum::<i64>().saturating_sub(space);
    if let Some(widest) = widths.iter_mut().max() {
        *widest = widest.saturating_sub(over.max(0));
    }
    let (mut at, mut real) = (MARGIN, 0);
    let bands = line.segments.iter().zip(widths).map(|(segment, width)| {
        let band = Band {
            verdict: segment.verdict,
            drawn: (at, at.saturating_add(width)),
            real: (real, segment.to),
            label: &segment.label,
        };
        (at, real) = (band.drawn.1, segment.to);
        band
    });
    bands.collect()
}

/// Where a place of the line is drawn.
fn across(bands: &[Band<'_>], place: i64) -> i64 {
    let band = bands
        .iter()
        .find(|band| place <= band.real.1)
        .or(bands.last());
    band.map_or(MARGIN, |band| {
        let whole = band.real.1.saturating_sub(band.real.0).max(1);
        let part = place.saturating_sub(band.real.0);
        let width = band.drawn.1.saturating_sub(band.drawn.0);
        let reached = width.saturating_mul(part).checked_div(whole).unwrap_or(0);
        band.drawn.0.saturating_add(reached)
    })
}

/// Draws the bands of a criterion.
pub(super) fn number_line(line: &NumberLine) -> Markup {
    let bands = lay(line);
    let worded = line.is_worded();
    let top: i64 = if line.error.is_some() { 22 } else { 4 };
    let (middle, below) = (top.saturating_add(17), top.saturating_add(42));
    let height = top.saturating_add(if worded { 30 } else { 50 });
    let end = bands.last().map_or(MARGIN, |band| band.drawn.1);
    html! {
        svg.line role="img" aria-label=(line.in_words()) width=(WIDTH) height=(height) viewBox=(format!("0 0 {WIDTH} {height}")) font-size="13" {
            @for band in &bands {
                (drawn_band(band, top, worded))
            }
            @if !worded {
                @for band in bands.iter().filter(|band| !band.label.is_empty()) {
                    line x1=(band.drawn.1) y1=(top.saturating_sub(2)) x2=(band.drawn.1) y2=(top.saturating_add(30)) stroke=(INK) stroke-width="2" {}
                    text x=(band.drawn.1) y=(below) text-anchor="middle" fill=(INK) font-weight="600" { (band.label) }
                }
                (line_end(line.low.as_deref(), MARGIN, -1, (middle, below)))
                (line_end(line.high.as_deref(), end, 1, (middle, below)))
            }
            @if let Some((from, to)) = line.error {
                (whisker(across(&bands, from), across(&bands, to)))
            }
        }
    }
}

fn drawn_band(band: &Band<'_>, top: i64, worded: bool) -> Markup {
    let width = band.drawn.1.saturating_sub(band.drawn.0);
    let centre = band
        .drawn
        .0
        .saturating_add(width.checked_div(2).unwrap_or(0));
    let word = if worded {
        format!("{}: {}", band.verdict.label(), band.label)
    } else {
        band.verdict.label().to_owned()
    };
    let letters = i64::try_from(word.chars().count()).unwrap_or(0);
    let squeezed = letters.saturating_mul(8) > width;
    html! {
        rect x=(band.drawn.0) y=(top) width=(width) height="26" fill=(fill(band.verdict)) stroke=(INK) {}
        text x=(centre) y=(top.saturating_add(18)) text-anchor="middle" fill=(INK) font-weight="700" stroke="#ffffff" stroke-width="4"
            paint-order="stroke" stroke-linejoin="round" textLength=[squeezed.then_some(width.saturating_sub(10))]
            lengthAdjust=[squeezed.then_some("spacingAndGlyphs")] { (word) }
    }
}

/// The end of the measure's range, or an arrow where it goes on.
fn line_end(end: Option<&str>, x: i64, side: i64, (middle, below): (i64, i64)) -> Markup {
    let out = |steps: i64| x.saturating_add(side.saturating_mul(steps));
    html! {
        @match end {
            Some(end) => { text x=(x) y=(below) text-anchor="middle" fill=(QUIET) { (end) } }
            None => {
                path d=(format!("M{x} {middle} H{} m{} -5 L{} {middle} l{} 5", out(20), side.saturating_mul(-6), out(20), side.saturating_mul(-6)))
                    fill="none" stroke=(INK) stroke-width="1.5" {}
            }
        }
    }
}

/// From where to where a reading of the limit may lie by chance.
fn whisker(from: i64, to: i64) -> Markup {
    html! {
        path d=(format!("M{from} 12 H{to} M{from} 7 V17 M{to} 7 V17")) fill="none" stroke=(INK) stroke-width="1.5" {}
        text x=(to.saturating_add(6)) y="16" fill=(QUIET) font-size="11.5" { "measurement error" }
    }
}

/// Draws the ladder of stages, the lowest rung at the bottom.
pub(super) fn ladder(judged: &Judged) -> Markup {
    const STEP: i64 = 36;
    let count = i64::try_from(judged.rungs.len()).unwrap_or(0);
    let height = STEP.saturating_mul(count).saturating_add(26);
    html! {
        svg.ladder role="img" aria-label="The ladder of stages, lowest first" width=(WIDTH) height=(height)
            viewBox=(format!("0 0 {WIDTH} {height}")) font-size="14" {
            @for x in [14, 66] { line x1=(x) y1="2" x2=(x) y2=(height.saturating_sub(6)) stroke=(INK) stroke-width="3" {} }
            line x1="0" y1=(height.saturating_sub(6)) x2=(WIDTH) y2=(height.saturating_sub(6)) stroke=(INK) stroke-width="1.5" {}
            @for (rung, place) in judged.rungs.iter().zip(1_i64..) {
                @let y = height.saturating_sub(6).saturating_sub(STEP.saturating_mul(place)).saturating_add(14);
                @let text = y.saturating_add(5);
                line x1="14" y1=(y) x2="66" y2=(y) stroke=(INK) stroke-width="3" {}
                circle cx="40" cy=(y) r="12" fill="#ffffff" stroke=(INK) stroke-width="1.5" {}
                text x="40" y=(text) text-anchor="middle" fill=(INK) font-weight="700" { (place) }
                text x="84" y=(text) fill=(INK) font-weight="600" { (rung.title) }
                text x="370" y=(text) fill=(QUIET) font-size="12.5" {
                    (rung.counts.0) " decide" @if rung.counts.1 > 0 { ", " (rung.counts.1) " shown" }
                    @if usize::try_from(place) == Ok(judged.ask.saturating_add(1)) { "; judged without a goal" }
                }
            }
        }
    }
}
