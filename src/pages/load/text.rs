//! The training log as text for a terminal: 80 columns, a chart and the measures, readable without colour.

use super::{CAVEAT, LoadReport, Needs, Row, Step, chart};
use crate::assessment::NO_INJURY;
use crate::measure::{Reading, State};
use crate::pages::units::Distances;
use crate::pages::words;
use crate::quantity::{Exact, Toward, Unit};
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
    let goal = report
        .goal_in_words(distances)
        .map_or_else(String::new, |goal| format!(" Goal: {goal}."));
    let mut lines = fill(&format!("Training log{whose} as of {}", report.as_of));
    lines.extend(fill(&format!("{complete} {injury}{goal}")));
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
    let room = WIDTH.saturating_sub(READING);
    let mut label = format!("  {}{mark}", row.label);
    let mut lines = Vec::new();
    for part in textwrap::wrap(&said, room) {
        lines.push(format!("{label:<READING$}{part}"));
        label.clear();
    }
    // The name stands at the right edge: of the last line if it has room, else of one more.
    let used = lines.last().map_or(WIDTH, |line| line.chars().count());
    let gap = WIDTH.saturating_sub(used).saturating_sub(id.len());
    match lines.last_mut() {
        Some(line) if gap >= 2 => line.push_str(&format!("{}{id}", " ".repeat(gap))),
        Some(_) | None => lines.push(format!("{id:>WIDTH$}")),
    }
    lines
}

/// The reading in words, or what it waits for.
fn said(row: &Row, report: &LoadReport<'_>) -> String {
    let day = report.goal.as_ref().and_then(crate::assessment::Goal::date);
    let waits = match row.needs {
        Needs::Distance | Needs::Day if report.goal_distance().is_none() => Some("a goal"),
        Needs::Day if day.is_none() => Some("the goal's day"),
        Needs::Nothing | Needs::Distance | Needs::Day => None,
    };
    match waits {
        Some(what) if row.reading.value().is_none() => format!("needs {what}"),
        Some(_) | None => {
            let words = words::reading(&plain(row), row.measure).to_string();
            let applies = row.reading.state != State::NotApplicable;
            if applies || row.unless.is_empty() {
                words
            } else {
                format!("{words}: {}", row.unless)
            }
        }
    }
}

/// The reading without its day, which is the day of the question, and without an end that only the limits of the format give.
fn plain(row: &Row) -> Reading {
    let ends = [
        (Unit::Kilometres, 1000),
        (Unit::Percent, 1000),
        (Unit::Load, 60_000),
    ];
    let any = ends
        .into_iter()
        .find(|(unit, _)| *unit == row.measure.scale.unit())
        .map(|(_, end)| Exact::whole(end));
    let state = match row.reading.state {
        State::Known { low, high } if low < high && any.is_some_and(|any| high >= any) => {
            State::Known {
                low,
                high: row.measure.scale.range().1,
            }
        }
        state @ (State::Known { .. } | State::Unable | State::NotApplicable) => state,
    };
    Reading {
        state,
        date: None,
        ..row.reading
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
