//! How far somebody came on foot, by recorded positions or by a device's running total, each step tested for what a person can run.
//!
//! *Why step by step?* One position five kilometres off makes eleven kilometres of a run of eight, at a pace that looks like one. The
//! step there and back is faster than anybody ever ran, so the point is left out, and the next step begins at the last good one.

use super::position::Position;
use super::stamp::Stamp;
use crate::assessment::longer_needed;
use crate::quantity::{Kilometres, Minutes};

/// Millimetres a millisecond that nobody reached, not even over twenty metres of a sprint (12.4).
const FASTEST: u64 = 13;
/// How far two sound positions may lie apart in no time: the error of both.
const ERROR_MM: u64 = 30_000;
/// From so many milliseconds on the records of running say more than the fastest sprint.
const LONG_MS: u64 = 10_000;
/// How far a step of unknown time may be.
const UNTIMED_MM: u64 = 1_000_000;
/// So many points that follow from one another are a place where the runner was, not a stray.
const AGREEING: u32 = 4;

/// Whether a person can have come so far in that time.
pub(super) fn can_be_run(millimetres: u64, milliseconds: Option<u64>) -> bool {
    let Some(time) = milliseconds else {
        return millimetres <= UNTIMED_MM;
    };
    let sure = millimetres.saturating_sub(ERROR_MM);
    if sure > time.saturating_mul(FASTEST) {
        return false;
    }
    let distance = i64::try_from(sure)
        .ok()
        .and_then(|sure| Kilometres::new(sure).ok());
    let minutes = i64::try_from(time.saturating_mul(1000).div_euclid(60)).ok();
    let minutes = minutes.and_then(|minutes| Minutes::new(minutes).ok());
    time < LONG_MS
        || distance
            .zip(minutes)
            .is_none_or(|(distance, minutes)| longer_needed(distance, minutes).is_none())
}

#[derive(Clone, Copy)]
struct Fix {
    position: Position,
    at: Option<Stamp>,
}

impl Fix {
    fn to(self, other: Self) -> (u64, Option<u64>) {
        let time = self.at.zip(other.at);
        (
            self.position.millimetres_to(other.position),
            time.and_then(|(from, to)| from.until(to)),
        )
    }
}

/// Points that the last good one does not lead to.
#[derive(Clone, Copy)]
struct Aside {
    last: Fix,
    points: u32,
    distance_mm: u64,
}

/// The distance along positions.
#[derive(Default)]
pub(super) struct Steps {
    /// As recorded.
    pub(super) raw_mm: u64,
    /// Without steps that nobody can run.
    pub(super) on_foot_mm: u64,
    /// Points left out of it.
    pub(super) strays: u32,
    /// Gaps that are left out of it, with sound points on either side.
    pub(super) gaps: u32,
    last: Option<Fix>,
    good: Option<Fix>,
    aside: Option<Aside>,
}

impl Steps {
    pub(super) fn add(&mut self, position: Position, at: Option<Stamp>) {
        let fix = Fix { position, at };
        if let Some(last) = self.last.replace(fix) {
            self.raw_mm = self.raw_mm.saturating_add(last.to(fix).0);
        }
        let Some(good) = self.good else {
            self.good = Some(fix);
            return;
        };
        let (step, time) = good.to(fix);
        if can_be_run(step, time) {
            self.on_foot_mm = self.on_foot_mm.saturating_add(step);
            self.good = Some(fix);
            self.drop_aside();
            return;
        }
        let follows = self.aside.and_then(|aside| {
            let (step, time) = aside.last.to(fix);
            can_be_run(step, time).then(|| Aside {
                last: fix,
                points: aside.points.saturating_add(1),
                distance_mm: aside.distance_mm.saturating_add(step),
            })
        });
        match follows {
            Some(aside) if aside.points >= AGREEING => {
                self.on_foot_mm = self.on_foot_mm.saturating_add(aside.distance_mm);
                self.gaps = self.gaps.saturating_add(1);
                self.good = Some(fix);
                self.aside = None;
            }
            Some(aside) => self.aside = Some(aside),
            None => {
                self.drop_aside();
                self.aside = Some(Aside {
                    last: fix,
                    points: 1,
                    distance_mm: 0,
                });
            }
        }
    }

    /// What follows does not begin where this ended.
    pub(super) fn pause(&mut self) {
        self.drop_aside();
        self.last = None;
        self.good = None;
    }

    fn drop_aside(&mut self) {
        let aside = self.aside.take().map_or(0, |aside| aside.points);
        self.strays = self.strays.saturating_add(aside);
    }

    /// What was left out, if anything.
    pub(super) fn left_out(&self) -> Option<String> {
        if self.strays == 0 && self.gaps == 0 {
            return None;
        }
        let points = match (self.strays, self.gaps) {
            (1, 0) => "1 stray point".to_owned(),
            (strays, 0) => format!("{strays} stray points"),
            (0, 1) => "1 jump between points".to_owned(),
            (0, gaps) => format!("{gaps} jumps between points"),
            (strays, gaps) => format!("stray points ({strays}) and jumps ({gaps})"),
        };
        Some(format!(
            "{points} left out, too far for anyone on foot: {} km with, {} km without",
            hundredths(self.raw_mm),
            hundredths(self.on_foot_mm)
        ))
    }
}

/// A device's running total, as far as it grew faster than anybody runs.
#[derive(Default)]
pub(super) struct RunningTotal {
    last: Option<(u64, Option<Stamp>)>,
    impossible_mm: u64,
}

impl RunningTotal {
    pub(super) fn add(&mut self, total_mm: u64, at: Option<Stamp>) {
        if let Some((before, then)) = self.last.replace((total_mm, at)) {
            let time = then.zip(at).and_then(|(then, at)| then.until(at));
            let step = total_mm.saturating_sub(before);
            // Between two totals without a time nothing can be told.
            if time.is_some() && !can_be_run(step, time) {
                self.impossible_mm = self.impossible_mm.saturating_add(step);
            }
        }
    }

    /// Why the device's distance is not one of a person on foot, if more than a twentieth of it came in impossible steps.
    pub(super) fn contradicts(&self, distance_mm: u64) -> Option<String> {
        let part = self.impossible_mm;
        (part.saturating_mul(20) > distance_mm).then(|| {
            format!(
                "{} km of the {} km that the device tells came faster than anyone can run, so the distance is not known",
                hundredths(part),
                hundredths(distance_mm)
            )
        })
    }
}

/// Kilometres to two decimals, cut off.
pub(super) fn hundredths(millimetres: u64) -> String {
    let hundredths = millimetres.div_euclid(10_000);
    format!(
        "{}.{:02}",
        hundredths.div_euclid(100),
        hundredths.rem_euclid(100)
    )
}
