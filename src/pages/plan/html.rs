//! The plan as one page that stands alone and prints on A4.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::super::units::Distances;
use super::{
    DISCLAIMER, goal_in_words, kilometres, needed, rule_in_words, rules, summary, tenths, weeks,
    what,
};
use crate::assessment::Assessment;
use crate::document::html::{POLICY, STYLE};
use crate::pages::words::criteria_in_words;
use crate::protocol::Protocol;
use crate::training::{Part, Plan};

/// Draws the plan.
#[must_use]
pub fn render(
    plan: &Plan<'_>,
    protocol: &Protocol,
    assessment: &Assessment,
    distances: Distances,
) -> String {
    let title = distances.show(&format!("Plan for {}", goal_in_words(&plan.goal)));
    let markup = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                main {
                    h1 { (title) }
                    p.quiet {
                        @if let Some(id) = assessment.id() { (id) ", " }
                        "as of " (plan.as_of.to_string()) "; " (criteria_in_words(protocol).to_string())
                    }
                    @for (place, sentence) in summary(plan, protocol).iter().enumerate() {
                        p.lead[place == 0] { (distances.show(sentence)) }
                    }
                    (sessions_by_week(plan, distances))
                    (to_pass(plan, protocol, distances))
                    (waited_for(plan, protocol))
                    (after(plan, protocol, distances))
                }
                footer {
                    p { (DISCLAIMER) }
                    p { "A decision aid, not a diagnosis; no verdict promises that no injury follows." }
                }
            }
        }
    };
    markup.into_string() + "\n"
}

fn sessions_by_week(plan: &Plan<'_>, distances: Distances) -> Markup {
    html! {
        @if !plan.sessions.is_empty() {
            section {
                h2 { "Sessions" }
                (bars(plan, distances))
                table.plan {
                    thead { tr { th { "Day" } th { "What" } th.number { "Distance" } th.number { "Minutes" } } }
                    @for (week, sessions) in weeks(plan) {
                        tbody {
                            tr { th colspan="4" scope="rowgroup" { "Week " (week) } }
                            @for session in sessions {
                                tr {
                                    td { (session.day.weekday()) " " (session.day.to_string()) }
                                    td { (distances.show(&what(plan, session))) }
                                    td.number { (distances.show(&format!("{} km", tenths(session.metres)))) }
                                    td.number { (session.minutes) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The sessions as bars over time: how far, and what for.
fn bars(plan: &Plan<'_>, distances: Distances) -> Markup {
    const HEIGHT: i64 = 120;
    const WIDTH: i64 = 700;
    let span = plan
        .sessions
        .last()
        .map_or(1, |last| {
            i64::from(last.day.since(plan.as_of)).saturating_add(1)
        })
        .max(1);
    let farthest = plan
        .sessions
        .iter()
        .map(|session| session.metres)
        .max()
        .unwrap_or(1)
        .max(1);
    let bar = WIDTH
        .checked_div(span)
        .unwrap_or(1)
        .clamp(2, 14)
        .saturating_sub(1);
    let scaled = |part: i64, whole: i64, size: i64| {
        part.saturating_mul(size).checked_div(whole).unwrap_or(0)
    };
    let label = distances.show(&format!(
        "Distances of {} sessions; the farthest is {} km.",
        plan.sessions.len(),
        kilometres(farthest)
    ));
    html! {
        figure {
            svg.bars viewBox={ "0 0 " (WIDTH) " " (HEIGHT.saturating_add(18)) } role="img" aria-label=(label) {
                title { (label) }
                line x1="0" x2=(WIDTH) y1=(HEIGHT) y2=(HEIGHT) stroke="currentColor" stroke-width="0.5" {}
                @for session in &plan.sessions {
                    @let left = scaled(i64::from(session.day.since(plan.as_of)), span, WIDTH);
                    @let height = scaled(session.metres, farthest, HEIGHT).max(1);
                    rect x=(left) y=(HEIGHT.saturating_sub(height)) width=(bar) height=(height) fill=(colour(session.part)) {}
                }
                text x="0" y=(HEIGHT.saturating_add(14)) font-size="11" fill="currentColor" { (plan.as_of.to_string()) }
                @if let Some(last) = plan.sessions.last() {
                    text x=(WIDTH) y=(HEIGHT.saturating_add(14)) font-size="11" text-anchor="end" fill="currentColor" { (last.day.to_string()) }
                }
            }
            figcaption {
                @for part in [Part::Ladder, Part::Long, Part::Easy, Part::Taper, Part::Goal] {
                    @if plan.sessions.iter().any(|session| session.part == part) {
                        span.key { svg width="10" height="10" aria-hidden="true" { rect width="10" height="10" fill=(colour(part)) {} } " " (part.word()) "  " }
                    }
                }
            }
        }
    }
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

fn to_pass(plan: &Plan<'_>, protocol: &Protocol, distances: Distances) -> Markup {
    html! {
        @if plan.to_pass.iter().any(|pass| !pass.met_today) {
            section {
                h2 { "Still to pass or to answer" }
                ul {
                    @for pass in plan.to_pass.iter().filter(|pass| !pass.met_today) {
                        li {
                            "By " (pass.by.to_string()) ": "
                            (distances.show(&needed(protocol, pass.criterion, plan).unwrap_or_default()))
                            @if let Some(advice) = protocol.criteria.get(pass.criterion).and_then(|criterion| criterion.advice.as_deref()) {
                                " " (distances.show(advice))
                            }
                            " " span.quiet { code { (protocol.name_of(pass.criterion)) } }
                        }
                    }
                }
            }
        }
        @if plan.to_pass.iter().any(|pass| pass.met_today) {
            section {
                h2 { "Met today; repeat them in time" }
                p {
                    @for (place, pass) in plan.to_pass.iter().filter(|pass| pass.met_today).enumerate() {
                        @if place > 0 { ", " }
                        code { (protocol.name_of(pass.criterion)) }
                    }
                }
            }
        }
    }
}

fn waited_for(plan: &Plan<'_>, protocol: &Protocol) -> Markup {
    html! {
        @if plan.earliest.is_some() && !plan.waited_for.is_empty() {
            section {
                h2 { "Waited for" }
                ul {
                    @for (criterion, day) in &plan.waited_for {
                        li { code { (protocol.name_of(*criterion)) } " holds a session back until " (day.to_string()) "." }
                    }
                }
            }
        }
    }
}

fn after(plan: &Plan<'_>, protocol: &Protocol, distances: Distances) -> Markup {
    let rules = rules(plan, protocol);
    html! {
        @if !rules.is_empty() {
            section {
                h2 { "What pain changes" }
                ul {
                    @for rule in rules {
                        li { (distances.show(&rule_in_words(rule))) " " span.quiet { (rule.evidence.sources.join(", ")) } }
                    }
                }
            }
        }
        @if !plan.sessions.is_empty() && !protocol.stop_rules.is_empty() {
            section {
                h2 { "When to stop a session" }
                ul { @for rule in &protocol.stop_rules { li { (rule.text) } } }
            }
        }
    }
}
