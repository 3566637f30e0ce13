//! The chart of the log for a terminal: a column a day, bars for sessions, letters for steps. Every sign stands in the legend.

use super::scale::{Line, Scale, line};
use super::{LoadReport, Step, words};
use crate::quantity::Distances;
use crate::training::log::{DayState, LoggedDay, Session};

/// Rows of the chart; one more above them holds letters.
const ROWS: i64 = 10;
/// The row whose upper end is half of the axis.
const HALF: i64 = ROWS / 2;
/// Parts of a row that a block character can fill.
const PARTS: i64 = 8;
/// Columns left of the days, with the numbers of the axis.
const LEFT: usize = 6;
/// Columns for days, so that the goal still fits beside them.
const COLUMNS: usize = 71;

const FILLED: [char; 9] = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
const BEHIND: char = '▓';
const PERHAPS: char = '▒';
const UNKNOWN: char = '░';
const REST: char = '·';
const LONGEST: char = '─';
const AT_LEAST: char = '╌';
const UPRIGHT: char = '┆';
const GOAL: char = '◇';
const NO_BREAK: &str = "\u{a0}";

/// One column of the picture, from the ground up.
type Column = Vec<char>;

/// The chart with its legend.
pub(crate) fn draw(report: &LoadReport<'_>, distances: Distances) -> String {
    let scale = Scale::of(report, distances);
    let count = report.days.len().max(1);
    // Few days are drawn wider, with a space between.
    let width = COLUMNS.checked_div(count).unwrap_or(1).clamp(1, 3);
    let panel = COLUMNS.checked_div(width).unwrap_or(COLUMNS);
    let mut panels: Vec<&[LoggedDay]> = report.days.rchunks(panel).collect();
    panels.reverse();
    let mut lines = vec![words::chart_title(distances.sign()).plain(distances)];
    let last = panels.len();
    for (place, days) in (1..).zip(&panels) {
        lines.extend(picture(days, report, scale, width, place == last));
    }
    lines.extend(legend(report, &lines));
    let lines = lines.iter().map(|line| line.trim_end().to_owned() + "\n");
    lines.collect()
}

fn picture(
    days: &[LoggedDay],
    report: &LoadReport<'_>,
    scale: Scale,
    width: usize,
    with_goal: bool,
) -> Vec<String> {
    let onset = report.assessment.onset();
    let mut columns: Vec<Column> = Vec::new();
    for day in days {
        columns.push(column(day, scale, onset == Some(day.date)));
        let gap = blank(line(day), scale);
        columns.extend(std::iter::repeat_n(gap, width.saturating_sub(1)));
    }
    let goal = report.drawn_goal().filter(|_| with_goal);
    if let Some(goal) = goal {
        columns.push(blank(None, scale));
        columns.push(goal_column(row(scale, goal), Step::of(&report.goal_band)));
    }
    let mut lines: Vec<String> = (0..=ROWS)
        .rev()
        .map(|row| {
            let cells: String = columns
                .iter()
                .map(|column| {
                    usize::try_from(row)
                        .ok()
                        .and_then(|row| column.get(row))
                        .copied()
                        .unwrap_or(' ')
                })
                .collect();
            format!("{}{cells}", axis(row, scale))
        })
        .collect();
    let (ground, dates) = ground(days, width);
    lines.push(ground);
    lines.push(dates);
    lines.extend(pointers(days, width, onset, goal.is_some()));
    lines
}

/// The row, counted from zero at the ground, in which a distance ends.
fn row(scale: Scale, kilometres: crate::quantity::Exact) -> usize {
    let parts = scale.height(kilometres, ROWS.saturating_mul(PARTS));
    usize::try_from(parts.saturating_sub(1).max(0).div_euclid(PARTS)).unwrap_or(0)
}

fn blank(line: Option<Line>, scale: Scale) -> Column {
    let rows = usize::try_from(ROWS).unwrap_or(0).saturating_add(1);
    let mut column = vec![' '; rows];
    if let Some(line) = line {
        let sign = if line.at_least { AT_LEAST } else { LONGEST };
        set(&mut column, row(scale, line.kilometres), sign);
    }
    column
}

fn set(column: &mut Column, row: usize, sign: char) {
    if let Some(cell) = column.get_mut(row) {
        *cell = sign;
    }
}

fn column(day: &LoggedDay, scale: Scale, is_onset: bool) -> Column {
    let mut column = blank(line(day), scale);
    if is_onset {
        for cell in column.iter_mut().filter(|cell| **cell == ' ') {
            *cell = UPRIGHT;
        }
    }
    match day.state {
        DayState::Rest => set(&mut column, 0, REST),
        DayState::Unknown => set(&mut column, 0, UNKNOWN),
        DayState::Training => {}
    }
    let top = bars(&mut column, day, scale);
    let letters = || day.sessions.iter().map(|session| Step::of(&session.band));
    let spike = letters().filter(|step| step.is_spike()).max();
    if let Some(letter) = spike.or_else(|| letters().max()).and_then(letter) {
        set(&mut column, top.saturating_add(1), letter);
    }
    column
}

/// Draws the sessions of a day one behind the other, the longest hindmost, and tells the row in which they end.
fn bars(column: &mut Column, day: &LoggedDay, scale: Scale) -> usize {
    let parts = |kilometres| scale.height(kilometres, ROWS.saturating_mul(PARTS));
    let mut ends: Vec<(i64, i64)> = day
        .sessions
        .iter()
        .map(|session| session.kilometres)
        .map(|far| (parts(far.low), far.high.map_or(0, parts)))
        .collect();
    ends.sort_unstable_by(|one, other| other.cmp(one));
    let Some(&(sure, most)) = ends.first() else {
        return 0;
    };
    let front = ends.get(1).map_or(sure, |(second, _)| *second);
    let mut top = 0;
    let rows = column.len().saturating_sub(1);
    for (place, cell) in column.iter_mut().take(rows).enumerate() {
        let floor = PARTS.saturating_mul(i64::try_from(place).unwrap_or(0));
        let part = usize::try_from(front.saturating_sub(floor).clamp(0, PARTS)).unwrap_or(0);
        let reaches = |end: i64| end.saturating_sub(floor) >= PARTS.div_euclid(2);
        *cell = match FILLED.get(part) {
            Some(sign) if part > 0 => *sign,
            _ if reaches(sure) => BEHIND,
            _ if reaches(most) => PERHAPS,
            _ => continue,
        };
        top = place;
    }
    let unknown = |session: &Session| session.kilometres.high.is_none();
    if top == 0 && day.sessions.iter().any(unknown) {
        set(column, 0, '?');
    }
    top
}

/// The letter of a step; none where there is nothing to mark.
const fn letter(step: Step) -> Option<char> {
    match step {
        Step::Reference => None,
        Step::Small => Some('s'),
        Step::Moderate => Some('m'),
        Step::Large => Some('L'),
        Step::Open => Some('?'),
    }
}

fn goal_column(top: usize, step: Step) -> Column {
    let mut column = vec![UPRIGHT; top];
    column.push(GOAL);
    column.extend(letter(step));
    column
}

/// The axis beside a row: numbers at the top and in the middle.
fn axis(row: i64, scale: Scale) -> String {
    let number = match row.saturating_add(1) {
        ROWS => Some(scale.top()),
        HALF => Some(scale.top().div_euclid(2)),
        _ => None,
    };
    let sign = if number.is_some() { '┤' } else { '│' };
    let number = number.map(|number| number.to_string()).unwrap_or_default();
    let room = LEFT.saturating_sub(2);
    format!("{number:>room$} {sign}")
}

/// The ground line with a tick each week back from the last day, and the dates under it.
fn ground(days: &[LoggedDay], width: usize) -> (String, String) {
    let (mut ticks, mut dates) = (
        format!("{:>LEFT$}", "0 └"),
        " ".repeat(LEFT.saturating_sub(2)),
    );
    for (place, day) in days.iter().enumerate() {
        let left = days.len().saturating_sub(place).saturating_sub(1);
        let tick = left.checked_rem(7) == Some(0);
        ticks.push(if tick { '┴' } else { '─' });
        ticks.push_str(&"─".repeat(width.saturating_sub(1)));
        let at = LEFT.saturating_add(place.saturating_mul(width));
        let used = dates.chars().count();
        // The date stands under its tick, month and day; the header names the year.
        let start = at.saturating_sub(2);
        if tick && start >= used {
            let date = day.date.to_string();
            dates.push_str(&" ".repeat(start.saturating_sub(used)));
            dates.push_str(date.get(5..).unwrap_or_default());
            dates.push(' ');
        }
    }
    (ticks, dates)
}

/// What points at the onset and at the goal.
fn pointers(
    days: &[LoggedDay],
    width: usize,
    onset: Option<crate::assessment::Day>,
    goal: bool,
) -> Option<String> {
    let place = onset.and_then(|onset| days.iter().position(|day| day.date == onset));
    let mut text = String::new();
    if let Some(place) = place {
        let at = LEFT.saturating_add(place.saturating_mul(width));
        let said = "onset";
        text = if at > 60 {
            format!("{}{said} ▲", " ".repeat(at.saturating_sub(6)))
        } else {
            format!("{}▲ {said}", " ".repeat(at))
        };
    }
    if goal {
        let at = LEFT
            .saturating_add(days.len().saturating_mul(width))
            .saturating_add(1);
        let gap = at.saturating_sub(4).saturating_sub(text.chars().count());
        text.push_str(&format!("{}goal▲", " ".repeat(gap)));
    }
    (!text.is_empty()).then_some(text)
}

/// The signs that occur, in words.
fn legend(report: &LoadReport<'_>, drawn: &[String]) -> Vec<String> {
    let occurs = |sign: char| drawn.iter().any(|line| line.contains(sign));
    let lines = || report.days.iter().filter_map(line);
    let longest = lines().any(|line| !line.at_least);
    let known = lines().any(|line| line.at_least);
    let mut signs = vec![
        ('█', true, words::session()),
        (BEHIND, occurs(BEHIND), words::longer_of_two()),
        (PERHAPS, occurs(PERHAPS), words::perhaps_walked()),
        (LONGEST, longest, words::longest_before()),
        (AT_LEAST, known, words::longest_known_before()),
        (REST, occurs(REST), words::rest()),
        (UNKNOWN, occurs(UNKNOWN), words::not_known_whether_run()),
        (GOAL, occurs(GOAL), words::the_goal()),
    ];
    let steps = report.steps();
    for step in Step::MARKED {
        let words = words::step_in_words(step);
        signs.extend(letter(step).map(|letter| (letter, steps.contains(&step), words)));
    }
    let signs = signs.into_iter().filter(|(_, shown, _)| *shown);
    let said: Vec<String> = signs
        .map(|(sign, _, words)| format!("{sign} {words}"))
        .collect();
    // A sign and its words stay together.
    let said: Vec<String> = said
        .iter()
        .map(|part| part.replace(' ', NO_BREAK))
        .collect();
    textwrap::wrap(&said.join("   "), 78)
        .into_iter()
        .map(|line| format!("  {}", line.replace(NO_BREAK, " ")))
        .collect()
}
