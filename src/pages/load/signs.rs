//! The signs of the picture and their legend.
//!
//! *Why one colour for every step?* The published rates of injury do not rise from band to band, so a large step is not drawn more
//! alarming than a small one: chevrons count the size, and the colour only says that there is a step.

use maud::{Markup, html};

use super::scale::line;
use super::{LoadReport, Step, words};
use crate::document::Sentence;
use crate::document::svg::{INK, QUIET};
use crate::pages::words::activity_in_words;
use crate::training::log::DayState;

pub(crate) const SESSION: &str = "#3d6b99";
pub(crate) const STEP: &str = "#8a3ffc";
pub(crate) const OPEN: &str = "#8fa3b5";

/// What fills days of which nothing is known.
pub(crate) fn hatching() -> Markup {
    html! {
        defs {
            pattern id="unknown" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)" {
                rect width="8" height="8" fill="#f4f4f4" {}
                line x1="0" y1="0" x2="0" y2="8" stroke="#b5b5b5" stroke-width="2" {}
            }
        }
    }
}

/// A step as a shape: a chevron for each size, a question mark where it cannot be told.
pub(crate) fn mark(step: Step, x: i64, y: i64) -> Markup {
    let chevrons = match step {
        Step::Reference | Step::Open => 0,
        Step::Small => 1,
        Step::Moderate => 2,
        Step::Large => 3,
    };
    html! {
        @for chevron in (0..chevrons).map(|chevron: i64| chevron.saturating_mul(5)) {
            @let y = y.saturating_sub(chevron);
            path d=(format!("M{} {y} l5 -5 l5 5", x.saturating_sub(5))) fill="none" stroke=(STEP) stroke-width="2.5" {}
        }
        @if step == Step::Open {
            text x=(x) y=(y) text-anchor="middle" fill=(QUIET) font-weight="700" { "?" }
        }
    }
}

/// The goal.
pub(crate) fn diamond(x: i64, y: i64) -> Markup {
    html! {
        path d=(format!("M{x} {} l7 7 l-7 7 l-7 -7 Z", y.saturating_sub(7))) fill="#ffffff" stroke=(INK) stroke-width="2" {}
    }
}

/// The signs that occur, with their words.
pub(crate) fn legend(report: &LoadReport<'_>) -> Vec<(Markup, Sentence)> {
    let stroke = |dashes: Option<&str>| {
        html! { line x1="0" y1="0" x2="20" y2="0" stroke=(INK) stroke-width="1.5" stroke-dasharray=[dashes] {} }
    };
    let bar = html! { rect x="4" y="-7" width="12" height="14" fill=(SESSION) {} };
    let mut items = vec![(bar, words::session())];
    let steps = report.steps();
    for step in Step::MARKED {
        if steps.contains(&step) {
            items.push((mark(step, 10, 6), words::step_in_words(step)));
        }
    }
    let lines = || report.days.iter().filter_map(line);
    if lines().any(|line| !line.at_least) {
        items.push((stroke(None), words::longest_before()));
    }
    if lines().any(|line| line.at_least) {
        items.push((stroke(Some("5 3")), words::longest_known_before()));
    }
    if report.days.iter().any(|day| day.state == DayState::Unknown) {
        let square = html! { rect x="0" y="-7" width="20" height="14" fill="url(#unknown)" {} };
        items.push((square, words::not_known_whether_run()));
    }
    let sessions = || report.days.iter().flat_map(|day| &day.sessions);
    if sessions().any(|session| session.kilometres.high.is_none()) {
        let upright =
            html! { line x1="10" y1="7" x2="10" y2="-7" stroke=(QUIET) stroke-dasharray="2 3" {} };
        items.push((upright, words::session_unknown()));
    }
    if report.drawn_goal().is_some() {
        let goal = report.goal.as_ref().and_then(activity_in_words);
        items.extend(goal.map(|goal| (diamond(10, 0), words::goal_of(goal))));
    }
    items
}
