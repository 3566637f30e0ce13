//! The training log drawn as SVG: days along, sessions as bars, the longest run of the 30 days before as a line.

use maud::{Markup, html};

use super::scale::{Scale, line};
use super::{LoadReport, Step, signs, words};
use crate::document::Sentence;
use crate::document::svg::{GUIDE, INK, NAME, QUIET, count, frame};
use crate::quantity::{Distances, Exact};
use crate::training::log::{DayState, LoggedDay};

const LEFT: i64 = 64;
const TOP: i64 = 76;
const HEIGHT: i64 = 240;
const FLOOR: i64 = TOP + HEIGHT;
/// The least width of all days together.
const WIDTH: i64 = 640;
/// Where the goal stands, right of the last day.
const BESIDE: i64 = 34;
const RIGHT: i64 = 96;
/// The least width of a date under the axis.
const DATE: i64 = 56;

/// Draws the training log.
#[must_use]
pub fn render(report: &LoadReport<'_>, distances: Distances) -> String {
    let unit = distances.sign();
    let title = match report.assessment.id() {
        Some(id) => words::drawing_title_of(id.to_owned(), unit, report.as_of),
        None => words::drawing_title(unit, report.as_of),
    };
    let plain = |sentence: &Sentence| sentence.plain(distances);
    let picture = Picture {
        report,
        distances,
        scale: Scale::of(report, distances),
        slot: WIDTH
            .checked_div(count(report.days.len()))
            .unwrap_or(1)
            .max(1),
    };
    let items = signs::legend(report);
    let rows = count(items.len()).saturating_add(1).div_euclid(2);
    let legend = FLOOR.saturating_add(64);
    let height = legend
        .saturating_add(rows.saturating_mul(24))
        .saturating_add(20);
    let drawing = html! {
        (signs::hatching())
        (picture.unknown())
        (picture.axis())
        @for (place, day) in report.days.iter().enumerate() { (picture.day(place, day)) }
        (picture.longest())
        (picture.onset())
        (picture.goal())
        @for (place, (sign, words)) in (0_i64..).zip(&items) {
            @let x = LEFT.saturating_add(place.rem_euclid(2).saturating_mul(330));
            @let y = legend.saturating_add(place.div_euclid(2).saturating_mul(24));
            g transform=(format!("translate({x} {y})")) { (sign) text x="28" y="4" fill=(NAME) { (plain(words)) } }
        }
        text x=(LEFT) y=(height.saturating_sub(12)) fill=(QUIET) { (plain(&words::predicts_nothing())) }
    };
    let width = picture.end().saturating_add(RIGHT);
    frame(
        &plain(&title),
        &plain(&words::picture_in_words(report)),
        width,
        height,
        &drawing,
    )
}

struct Picture<'a> {
    report: &'a LoadReport<'a>,
    distances: Distances,
    scale: Scale,
    /// The width of a day.
    slot: i64,
}

impl Picture<'_> {
    fn x(&self, place: usize) -> i64 {
        LEFT.saturating_add(self.slot.saturating_mul(count(place)))
    }

    fn end(&self) -> i64 {
        self.x(self.report.days.len())
    }

    fn y(&self, kilometres: Exact) -> i64 {
        FLOOR.saturating_sub(self.scale.height(kilometres, HEIGHT))
    }

    /// Days in a row of which nothing is known.
    fn unknown(&self) -> Markup {
        let mut spans: Vec<(usize, usize)> = Vec::new();
        for (place, day) in self.report.days.iter().enumerate() {
            match spans.last_mut() {
                _ if day.state != DayState::Unknown => {}
                Some(span) if span.1 == place => span.1 = place.saturating_add(1),
                Some(_) | None => spans.push((place, place.saturating_add(1))),
            }
        }
        html! {
            @for (first, after) in spans {
                @let (x, width) = (self.x(first), self.x(after).saturating_sub(self.x(first)));
                rect x=(x) y=(TOP) width=(width) height=(HEIGHT) fill="url(#unknown)" {}
            }
        }
    }

    fn axis(&self) -> Markup {
        let end = self.end();
        let quarters = self.scale.top().rem_euclid(4) == 0;
        let parts = if quarters { 4 } else { 2 };
        let part_of =
            |whole: i64, part: i64| whole.saturating_mul(part).checked_div(parts).unwrap_or(0);
        // Dates stand a week or some weeks apart, as there is room.
        let apart = (7..=4200)
            .step_by(7)
            .find(|days| self.slot.saturating_mul(*days) >= DATE)
            .unwrap_or(7);
        html! {
            text x=(LEFT.saturating_sub(10)) y=(TOP.saturating_sub(16)) text-anchor="end" fill=(QUIET) { (self.distances.sign()) }
            @for part in 0_i64..=parts {
                @let y = FLOOR.saturating_sub(part_of(HEIGHT, part));
                @let number = part_of(self.scale.top(), part);
                line x1=(LEFT) y1=(y) x2=(end) y2=(y) stroke=(if part == 0 { INK } else { GUIDE }) {}
                text x=(LEFT.saturating_sub(10)) y=(y.saturating_add(4)) text-anchor="end" fill=(NAME) { (number) }
            }
            @for (place, day) in self.report.days.iter().enumerate() {
                @let left = count(self.report.days.len()).saturating_sub(count(place)).saturating_sub(1);
                @let x = self.x(place).saturating_add(self.slot / 2);
                @if left % 7 == 0 {
                    line x1=(x) y1=(FLOOR) x2=(x) y2=(FLOOR.saturating_add(5)) stroke=(INK) {}
                }
                @if left.checked_rem(apart) == Some(0) {
                    @let class = (left.checked_rem(apart.saturating_mul(3)) != Some(0)).then_some("fine");
                    text class=[class] x=(x) y=(FLOOR.saturating_add(22)) text-anchor="middle" fill=(NAME) {
                        (day.date.to_string().get(5..).unwrap_or_default())
                    }
                }
            }
        }
    }

    fn day(&self, place: usize, day: &LoggedDay) -> Markup {
        let gap = self.slot / 4;
        let room = self.slot.saturating_sub(gap);
        let each = room
            .checked_div(count(day.sessions.len()))
            .unwrap_or(room)
            .max(1);
        html! {
            @for (number, session) in day.sessions.iter().enumerate() {
                @let step = Step::of(&session.band);
                @let colour = match step { Step::Reference => signs::SESSION, Step::Open => signs::OPEN, Step::Small | Step::Moderate | Step::Large => signs::STEP };
                @let x = self.x(place).saturating_add(gap / 2).saturating_add(each.saturating_mul(count(number)));
                @let width = if day.sessions.len() > 1 { each.saturating_sub(1).max(1) } else { each };
                @let y = self.y(session.kilometres.low);
                @let middle = x.saturating_add(width / 2);
                g {
                    title { (words::session_in_words(day.date, session).plain(self.distances)) }
                    @if let Some(high) = session.kilometres.high {
                        @let most = self.y(high);
                        @if most < y {
                            rect x=(x) y=(most) width=(width) height=(y.saturating_sub(most)) fill="none" stroke=(colour) stroke-dasharray="2 2" {}
                        }
                        rect x=(x) y=(y) width=(width) height=(FLOOR.saturating_sub(y)) fill=(colour) {}
                        (signs::mark(step, middle, most.saturating_sub(5)))
                    } @else {
                        line x1=(middle) y1=(FLOOR) x2=(middle) y2=(TOP) stroke=(QUIET) stroke-dasharray="2 3" {}
                        (signs::mark(Step::Open, middle, FLOOR.saturating_sub(6)))
                    }
                }
            }
        }
    }

    /// The longest run of the 30 days before, dashed where there may have been a longer one.
    fn longest(&self) -> Markup {
        let lines: Vec<_> = self.report.days.iter().map(line).collect();
        let mut paths: Vec<(bool, usize, String)> = Vec::new();
        for (place, line) in lines.into_iter().enumerate() {
            let Some(line) = line else { continue };
            let y = self.y(line.kilometres);
            let after = place.saturating_add(1);
            let (from, to) = (self.x(place), self.x(after));
            match paths.last_mut() {
                Some((at_least, end, path)) if *at_least == line.at_least && *end == place => {
                    path.push_str(&format!(" {from},{y} {to},{y}"));
                    *end = after;
                }
                Some(_) | None => {
                    paths.push((line.at_least, after, format!("{from},{y} {to},{y}")));
                }
            }
        }
        html! {
            @for (at_least, _, path) in paths {
                polyline points=(path) fill="none" stroke=(INK) stroke-width="1.5" stroke-dasharray=[at_least.then_some("5 3")] {}
            }
        }
    }

    fn onset(&self) -> Markup {
        let onset = self.report.assessment.onset();
        let place =
            onset.and_then(|onset| self.report.days.iter().position(|day| day.date == onset));
        html! {
            @if let Some(place) = place {
                @let x = self.x(place).saturating_add(self.slot / 2);
                line x1=(x) y1=(TOP.saturating_sub(8)) x2=(x) y2=(FLOOR) stroke=(INK) stroke-dasharray="6 3" {}
                text x=(x) y=(TOP.saturating_sub(14)) text-anchor="middle" fill=(INK) font-weight="600" { "onset" }
            }
        }
    }

    /// The goal stands beside the days, on its day or where none is stated.
    fn goal(&self) -> Markup {
        let distance = self.report.drawn_goal();
        let step = Step::of(&self.report.goal_band);
        let x = self.end().saturating_add(BESIDE);
        html! {
            @if let Some(distance) = distance {
                @let y = self.y(distance);
                line x1=(x) y1=(TOP.saturating_sub(8)) x2=(x) y2=(FLOOR) stroke=(INK) stroke-dasharray="2 4" {}
                text x=(x) y=(TOP.saturating_sub(14)) text-anchor="middle" fill=(INK) font-weight="600" { "goal" }
                (signs::diamond(x, y))
                (signs::mark(step, x.saturating_add(17), y.saturating_add(5)))
            }
        }
    }
}
