//! The ladder of stages as a picture, the lowest rung at the bottom.

use maud::{Markup, html};

use super::outline::{JudgingChapter, Rung};
use crate::document::{Block, Sentence, sentences};

sentences! {
    lowest_first(stages: String) = "The ladder of stages, lowest first: {stages}.";
}

const INK: &str = "#1a1a1a";
const QUIET: &str = "#4d4d4d";
const WIDTH: i64 = 640;
const STEP: i64 = 36;

pub(super) fn picture(judged: &JudgingChapter) -> Block {
    let titles: Vec<&str> = judged
        .rungs
        .iter()
        .map(|rung| rung.title.as_str())
        .collect();
    let words = lowest_first(titles.join(", "));
    Block::Picture {
        text: text(judged),
        svg: svg(judged, &words).into_string(),
        words,
    }
}

fn text(judged: &JudgingChapter) -> String {
    let width = |of: fn(&Rung) -> &str| {
        let longest = judged.rungs.iter().map(|rung| of(rung).chars().count());
        longest.max().unwrap_or(0)
    };
    let (names, titles) = (width(|rung| &rung.id), width(|rung| &rung.title));
    let rungs = judged.rungs.iter().enumerate().rev().map(|(place, rung)| {
        let (deciding, notes) = rung.counts;
        let line = format!(
            "|{:=<5}| {:names$}  {:titles$}  {deciding:>2} decide, {notes} shown",
            place.saturating_add(1),
            rung.id,
            rung.title
        );
        line.trim_end().to_owned() + "\n"
    });
    rungs.collect()
}

fn svg(judged: &JudgingChapter, words: &Sentence) -> Markup {
    let count = i64::try_from(judged.rungs.len()).unwrap_or(0);
    let height = STEP.saturating_mul(count).saturating_add(26);
    html! {
        svg role="img" aria-label=(words) width=(WIDTH) height=(height)
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
                }
            }
        }
    }
}
