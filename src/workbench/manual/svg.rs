//! The bands of a criterion on a line, drawn.
//!
//! A band is a word and a pattern first and a colour last, so that it reads in black and white.

use maud::{Markup, html};

use super::number_line::{self, NumberLine};
use crate::document::Block;
use crate::verdict::Verdict;

const INK: &str = "#1a1a1a";
const QUIET: &str = "#4d4d4d";
/// The widest a number line gets, with room at both ends for an arrow or a number.
const WIDTH: i64 = 640;
const MARGIN: i64 = 44;
/// How high a band is.
const HEIGHT: i64 = 26;

/// A band's ground, with bars for CAUTION and a grid for NO-GO.
fn ground(verdict: Verdict, (from, to): (i64, i64), top: i64) -> Markup {
    let (fill, bars) = match verdict {
        Verdict::Go => ("#d9eedf", None),
        Verdict::Caution => ("#fdf1dc", Some(("#c98a2b", "2.5 6"))),
        Verdict::NoGo => ("#fbe3e1", Some(("#cf665f", "1.2 5"))),
    };
    let width = to.saturating_sub(from);
    html! {
        rect x=(from) y=(top) width=(width) height=(HEIGHT) fill=(fill) stroke=(INK) {}
        @if let Some((colour, dashes)) = bars {
            // One stroke as wide as the band is high, in dashes: upright bars.
            path d=(format!("M{from} {} H{to}", top.saturating_add(HEIGHT / 2))) stroke=(colour) stroke-width=(HEIGHT) stroke-dasharray=(dashes) {}
        }
        @if verdict == Verdict::NoGo {
            @for row in [6, 13, 20] { path d=(format!("M{from} {} H{to}", top.saturating_add(row))) stroke="#cf665f" stroke-width="1.2" {} }
        }
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
        svg role="img" aria-label=(line.in_words()) width=(WIDTH) height=(height) viewBox=(format!("0 0 {WIDTH} {height}")) font-size="13" {
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
        (ground(band.verdict, band.drawn, top))
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

/// The line as a picture.
pub(super) fn picture(line: &NumberLine) -> Block {
    Block::Picture {
        text: number_line::text(line) + "\n",
        svg: number_line(line).into_string(),
        words: line.in_words().into(),
    }
}
