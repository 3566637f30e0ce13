//! The last weeks before the goal: less is run, and the race comes where the engine answers GO.

use super::Planner;
use crate::assessment::Day;
use crate::training::future::hundreds;
use crate::training::planned::{PlanError, SHORTEST};
use crate::training::schedule::{Part, taper_percent, week};

/// Percent of a taper's last week: a race is asked about the rise of that week as a run is, so it gives way first.
const LAST_WEEKS: [i64; 3] = [100, 60, 30];

impl Planner<'_> {
    /// The goal within the days of a taper, on what was run already; whether it is GO.
    pub(super) fn coast(&mut self, goal_metres: i64) -> Result<bool, PlanError> {
        let from = self.start;
        let long = self.future.longest_of(from, 42);
        let usual = (long, self.easy_metres(long));
        let goal = self.goal.clone();
        for offset in 0..=self.taper.saturating_add(6) {
            let goal_day = from.plus(offset);
            if self.wanted.is_some_and(|wanted| goal_day < wanted) {
                continue;
            }
            if !self.is_go(goal_day, &goal)? && self.lacks_training() {
                continue;
            }
            for last_week in LAST_WEEKS {
                let before = (self.future.clone(), self.course.clone());
                self.taper_runs(from, goal_day, usual, last_week)?;
                if self.is_go(goal_day, &goal)? {
                    self.reach(goal_day, goal_metres)?;
                    return Ok(true);
                }
                (self.future, self.course) = before;
            }
        }
        Ok(false)
    }

    /// Whether something in the way is a longest run, to which no run of a taper adds.
    fn lacks_training(&self) -> bool {
        let criteria = &self.future.protocol().criteria;
        let mut blocks = self.course.blocked_by.iter();
        blocks.any(|place| {
            let criterion = criteria.get(*place).filter(|criterion| !criterion.step);
            criterion.is_some_and(|criterion| criterion.measure.longest_run().is_some())
        })
    }

    /// The runs of a taper, counted back from the goal's day, as shares of a usual long and easy run; the last week may run less still.
    fn taper_runs(
        &mut self,
        from: Day,
        goal_day: Day,
        (long, easy): (i64, i64),
        last_week: i64,
    ) -> Result<(), PlanError> {
        let pattern = week(self.runs_a_week);
        for offset in 0..goal_day.since(from) {
            let day = from.plus(offset);
            let before = goal_day.since(day);
            let place = 7_i32.saturating_sub(before.rem_euclid(7)).rem_euclid(7);
            let percent = taper_percent(before);
            if percent == 0 || !pattern.contains(&place) {
                continue;
            }
            let part = if place == 0 { long } else { easy };
            let share = if before <= 7 { last_week } else { 100 };
            let part = part.saturating_mul(share).div_euclid(100);
            let metres = hundreds(part.saturating_mul(percent).div_euclid(100)).max(SHORTEST);
            self.add_run(day, Part::Taper, metres)?;
        }
        Ok(())
    }

    /// Tapers from this long run; whether the race at its end is GO.
    pub(super) fn finish(
        &mut self,
        long_day: Day,
        long: i64,
        goal_metres: i64,
    ) -> Result<bool, PlanError> {
        let first = long_day.plus(self.taper);
        let race_day = self.wanted.map_or(first, |wanted| wanted.max(first));
        // With a week to spare before the wanted date, another long run comes first, if it leaves enough for the taper.
        let spare = race_day.since(first);
        if spare >= 14 {
            return Ok(false);
        }
        let goal = self.goal.clone();
        if !self.is_go(race_day, &goal)? && self.lacks_training() {
            return Ok(false);
        }
        let (future, course) = (self.future.clone(), self.course.clone());
        let usual = (long, self.easy_metres(long));
        for last_week in LAST_WEEKS {
            (self.future, self.course) = (future.clone(), course.clone());
            self.taper_runs(long_day.plus(2), race_day, usual, last_week)?;
            if self.is_go(race_day, &goal)? {
                self.reach(race_day, goal_metres)?;
                if spare < 7 {
                    return Ok(true);
                }
                self.on_time = Some((self.future.clone(), self.course.clone()));
                break;
            }
        }
        let blocked_by = std::mem::take(&mut self.course.blocked_by);
        self.future = future;
        self.course = course;
        self.course.blocked_by = blocked_by;
        Ok(false)
    }
}
