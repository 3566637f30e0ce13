//! The training log as text for a terminal: 80 columns, a chart and the measures, readable without colour.

use super::{CAVEAT, LoadReport, Needs, Row, Step, chart};
use crate::assessment::NO_INJURY;
use crate::quantity::{Exact, Toward};
use crate::report::units::Distances;
use crate::report::words;
use crate::training::log::{LoggedDay, Session};

const WIDTH: usize = 80;
/// Where the readings begin.
const READING: usize = 29;
/// The most spikes told one by one.
const TOLD: usize = 8;

/// Draws the training log.
#[must_use]
pub fn render(report: &LoadReport<'_>, distances: Distances) -> String {
    let mut lines = head(report, distances);
    lines.push(String::new());
    lines.extend(chart::lines(report, distances));
    lines.extend(spikes(report, distances));
    for group in &report.groups {
        lines.push(String::new());
        lines.push(group.title.to_owned());
        for row in &group.rows {
            lines.extend(row_lines(row, report, distances));
        }
    }
    lines.push(String::new());
    lines.extend(foot(report));
    let lines: Vec<&str> = lines.iter().map(|line| line.trim_end()).collect();
    lines.join("\n") + "\n"
}

fn fill(text: &str) -> Vec<String> {
    textwrap::wrap(text, WIDTH)
        .into_iter()
        .map(std::borrow::Cow::into_owned)
        .collect()
}

fn head(report: &LoadReport<'_>, distances: Distances) -> Vec<String> {
    let assessment = report.assessment;
    let whose = assessment
        .id()
        .map(|id| format!(" of {id}"))
        .unwrap_or_default();
    let complete = report.complete_from.map_or_else(
        || "Not declared complete: a day without an entry may hide a run.".to_owned(),
        |day| format!("Complete from {day}."),
    );
    let injury = match assessment.onset() {
        Some(onset) => format!("Injury: {} since {onset}.", assessment.condition()),
        None if assessment.condition() == NO_INJURY => "No injury.".to_owned(),
        None => format!("Injury: {}, onset not stated.", assessment.condition()),
    };
    let goal = report.goal.as_ref().and_then(|goal| {
        let date = goal.date().map(|date| format!(" on {date}"));
        let what = words::activity_in_words(goal)?;
        Some(format!(" Goal: {what}{}.", date.unwrap_or_default()))
    });
    let mut lines = fill(&format!("Training log{whose} as of {}", report.as_of));
    lines.extend(fill(
        &distances.show(&format!("{complete} {injury}{}", goal.unwrap_or_default())),
    ));
    lines
}

/// The spikes of the days shown, one by one, newest first.
fn spikes(report: &LoadReport<'_>, distances: Distances) -> Vec<String> {
    let found: Vec<(&LoggedDay, &Session)> = report
        .days
        .iter()
        .rev()
        .flat_map(|day| day.sessions.iter().map(move |session| (day, session)))
        .filter(|(_, session)| Step::of(&session.band).is_spike())
        .collect();
    if found.is_empty() {
        return Vec::new();
    }
    let mut lines = vec![
        String::new(),
        "Sessions above the longest of the 30 days before them".to_owned(),
    ];
    lines.extend(found.iter().take(TOLD).map(|(day, session)| {
        let before = super::scale::line(day).map_or(Exact::ZERO, |line| line.kilometres);
        distances.show(&format!(
            "  {}  {} km after {} km: {}",
            day.date,
            session.kilometres.low.decimal(Toward::Up),
            before.decimal(Toward::Down),
            Step::of(&session.band).word()
        ))
    }));
    let rest = found.len().saturating_sub(TOLD);
    if rest > 0 {
        lines.push(format!("  and {rest} before them"));
    }
    lines
}

fn row_lines(row: &Row, report: &LoadReport<'_>, distances: Distances) -> Vec<String> {
    let id = row.measure.id;
    let mark = if row.measure.better.is_none() {
        "*"
    } else {
        ""
    };
    let said = distances.show(&said(row, report));
    let room = WIDTH
        .saturating_sub(READING)
        .saturating_sub(id.len())
        .saturating_sub(2);
    let mut lines = Vec::new();
    for (place, part) in textwrap::wrap(&said, room).into_iter().enumerate() {
        lines.push(if place == 0 {
            let label = format!("  {}{mark}", row.label);
            let rest = WIDTH.saturating_sub(READING);
            let gap = rest
                .saturating_sub(part.chars().count())
                .saturating_sub(id.len());
            format!("{label:<READING$}{part}{}{id}", " ".repeat(gap))
        } else {
            format!("{}{part}", " ".repeat(READING))
        });
    }
    lines
}

/// The reading in words, or what it waits for.
fn said(row: &Row, report: &LoadReport<'_>) -> String {
    let day = report.goal.as_ref().and_then(crate::assessment::Goal::date);
    let waits = match row.needs {
        Needs::Nothing => None,
        Needs::Distance | Needs::Day if report.goal_distance().is_none() => Some("a goal"),
        Needs::Day if day.is_none() => Some("the goal's day"),
        Needs::Distance | Needs::Day => None,
    };
    match waits {
        Some(what) if row.reading.value().is_none() => format!("needs {what}"),
        Some(_) | None => {
            let words = words::reading(&row.reading, row.measure);
            let applies = row.reading.state != crate::measure::State::NotApplicable;
            if applies || row.unless.is_empty() {
                words
            } else {
                format!("{words}: {}", row.unless)
            }
        }
    }
}

fn foot(report: &LoadReport<'_>) -> Vec<String> {
    let mut text = String::from("* shown only: no verdict hangs on it.");
    if report.goal_distance().is_none() {
        text.push_str(" What needs a goal takes one from --goal, such as race:10@2026-12-06.");
    }
    text.push_str(" `rtr explain ID` tells how each is read.");
    let mut lines = fill(&text);
    lines.extend(fill(CAVEAT));
    lines
}
