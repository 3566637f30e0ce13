//! The ladder drawn as SVG: a rung for each stage, the highest asked on top, the verdict as a word and a shape.

use maud::{Markup, html};

use super::{Report, Rung};
use crate::verdict::Verdict;

const RUNG: i64 = 40;
const WIDTH: i64 = 620;
const LEFT: i64 = 16;

/// Draws the ladder up to the stage asked.
pub(super) fn svg(report: &Report<'_>) -> Markup {
    let rungs: Vec<Rung<'_>> = report.ladder().collect();
    let count = i64::try_from(rungs.len()).unwrap_or(0);
    let height = count.saturating_mul(RUNG).saturating_add(12);
    let cleared = report
        .cleared()
        .map_or("nothing", |stage| stage.id.as_str());
    html! {
        svg role="img" aria-labelledby="ladder-title ladder-desc" viewBox=(format!("0 0 {WIDTH} {height}")) class="ladder" {
            title id="ladder-title" { "The ladder of stages" }
            desc id="ladder-desc" { (description(&rungs)) " Cleared so far: " (cleared) "." }
            line x1=(LEFT) y1="6" x2=(LEFT) y2=(height.saturating_sub(6)) stroke="#6b6b6b" stroke-width="3" {}
            line x1=(WIDTH.saturating_sub(LEFT)) y1="6" x2=(WIDTH.saturating_sub(LEFT)) y2=(height.saturating_sub(6)) stroke="#6b6b6b" stroke-width="3" {}
            @for (place, rung) in rungs.iter().rev().enumerate() {
                (step(i64::try_from(place).unwrap_or(0), rung, rung.stage.id == cleared))
            }
        }
    }
}

fn step(place: i64, rung: &Rung<'_>, is_cleared: bool) -> Markup {
    let middle = place
        .saturating_mul(RUNG)
        .saturating_add(RUNG / 2)
        .saturating_add(6);
    let base = middle.saturating_add(RUNG / 2).saturating_sub(4);
    let verdict = rung.envelope.worst();
    let could = (rung.envelope.best() != verdict)
        .then(|| format!("could still be {}", rung.envelope.best().label()));
    html! {
        line x1=(LEFT) y1=(base) x2=(WIDTH.saturating_sub(LEFT)) y2=(base) stroke="#6b6b6b" stroke-width="2" {}
        (mark(verdict, LEFT.saturating_add(26), middle))
        text x=(LEFT.saturating_add(44)) y=(middle.saturating_add(5)) class="word" { (verdict.label()) }
        text x=(LEFT.saturating_add(130)) y=(middle.saturating_add(5)) { (rung.stage.title) }
        @if let Some(could) = could {
            text x=(WIDTH.saturating_sub(LEFT).saturating_sub(10)) y=(middle.saturating_add(5)) text-anchor="end" class="could" { (could) }
        } @else if is_cleared {
            text x=(WIDTH.saturating_sub(LEFT).saturating_sub(10)) y=(middle.saturating_add(5)) text-anchor="end" class="could" { "cleared up to here" }
        }
    }
}

/// A verdict as a shape first and a colour second: a circle for GO, a triangle for CAUTION, a square for NO-GO.
pub(super) fn mark(verdict: Verdict, x: i64, y: i64) -> Markup {
    let at = |dx: i64, dy: i64| format!("{},{}", x.saturating_add(dx), y.saturating_add(dy));
    html! {
        @match verdict {
            Verdict::Go => { circle cx=(x) cy=(y) r="7" fill="#1b7f3b" {} }
            Verdict::Caution => { polygon points=(format!("{} {} {}", at(0, -8), at(8, 7), at(-8, 7))) fill="#b36b00" {} }
            Verdict::NoGo => { rect x=(x.saturating_sub(7)) y=(y.saturating_sub(7)) width="14" height="14" fill="#b3261e" {} }
        }
    }
}

fn description(rungs: &[Rung<'_>]) -> String {
    let words: Vec<String> = rungs
        .iter()
        .map(|rung| format!("{}: {}", rung.stage.id, rung.envelope.worst().label()))
        .collect();
    format!("{}.", words.join(", "))
}
