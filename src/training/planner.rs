//! One course to the goal: the ladder, the weeks of running, the taper, found greedily, each day put to the engine.

mod taper;

use std::collections::BTreeMap;

use super::future::{Future, hundreds, run_of};
use super::planned::{LONG_RUN_MINUTES, PlanError, Planned, SHORTEST};
use super::schedule::{Pace, Part, week, without_symptoms};
use crate::assessment::wire::Activity;
use crate::assessment::{Day, Goal, NO_INJURY, Record};
use crate::measure::{Recovery, taper_days};
use crate::protocol::{Clears, Ladder, Protocol};
use crate::quantity::Exact;
use crate::verdict::Verdict;

/// Minutes without walking that end a walk-run ladder.
const HALF_HOUR: i64 = 30;
/// A plan looks so many days ahead.
const HORIZON: i32 = 730;
/// Days from one long run to the next, at least.
const BETWEEN_LONG_RUNS: i32 = 5;
/// Long runs of full length come in so many weeks before the taper, and half of that is reached as soon as it can be: this project's choice.
const PEAK_WEEKS: i32 = 4;
/// Percent of next week's long run that this week's is on the way to the full length; a tenth a week with a lighter week in four is a little
/// faster, so that the wanted date is kept.
const WEEK_BEFORE: (i64, i64) = (100, 107);
/// Metres of a long run that the other runs of a week match together; of a longer one, no more: this project's choice.
const MOST_SHARED: i64 = 32_000;

/// What is run in a lighter week, every fourth, as coaches have it: four fifths, this project's choice.
const fn lighter(metres: i64) -> i64 {
    hundreds(metres.saturating_mul(4).div_euclid(5))
}

/// What a day has room for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum LongRun {
    /// The week's long run, which is planned.
    Planned,
    /// Runs, but none of half the length of the long run.
    TooFar,
    /// No run.
    NotYet,
}

/// What one run of the planner found.
#[derive(Clone, Debug, Default)]
pub(super) struct PlannedCourse {
    pub(super) sessions: Vec<Planned>,
    pub(super) reached: Option<Day>,
    pub(super) needed: BTreeMap<usize, Day>,
    pub(super) waited_for: BTreeMap<usize, Day>,
    pub(super) blocked_by: Vec<usize>,
}

pub(super) struct Planner<'a> {
    future: Future<'a>,
    ladder: Option<&'a Ladder>,
    running: Option<Goal>,
    goal: Goal,
    /// Metres of the goal, when it has a distance.
    metres: Option<i64>,
    /// Days of taper; none before a training run.
    taper: i32,
    start: Day,
    /// Not before this day.
    wanted: Option<Day>,
    /// Whether the long runs keep the weekday of the wanted date.
    keeps_weekday: bool,
    pace: Pace,
    runs_a_week: u8,
    weekly_metres: i64,
    /// The longest run of training: no longer than what the goal asks of it.
    most_long: i64,
    /// What stood in the way on the first day that was not GO.
    first_block: Option<Vec<usize>>,
    /// A course that reaches the goal on the wanted date after a taper of a week too long.
    on_time: Option<(Future<'a>, PlannedCourse)>,
    course: PlannedCourse,
}

impl<'a> Planner<'a> {
    pub(super) fn new(
        protocol: &'a Protocol,
        record: &Record,
        as_of: Day,
        goal: &Goal,
        ladder: Option<&'a Ladder>,
        (wanted, keeps_weekday): (Option<Day>, bool),
    ) -> Self {
        let metres = match goal {
            Goal::Activity {
                distance: Some(distance),
                ..
            } => Some(distance.millionths().div_euclid(1000)),
            Goal::Activity { distance: None, .. } | Goal::Session { .. } | Goal::Stage(_) => None,
        };
        let is_race = matches!(
            goal,
            Goal::Activity {
                activity: Activity::Race,
                ..
            }
        );
        let kilometres = Exact::micro(metres.unwrap_or(0).saturating_mul(1000));
        let runs = record.runs.as_deref().unwrap_or_default();
        let last_month: Vec<_> = runs
            .iter()
            .filter(|run| as_of.since(run.date) <= 28 && run.date < as_of)
            .collect();
        let ran_today = runs.iter().any(|run| run.date == as_of);
        let habit = u8::try_from(last_month.len().div_ceil(4)).unwrap_or(u8::MAX);
        let month: i64 = last_month
            .iter()
            .filter_map(|run| run.entry.distance_km)
            .map(|distance| distance.millionths().div_euclid(1000))
            .fold(0, i64::saturating_add);
        // What the criteria ask of a week, and as much more as a lighter week takes away.
        let needed = match metres.unwrap_or(0) {
            42_000.. => 44_000,
            21_000.. => 22_000,
            _ => 0,
        };
        let running = protocol
            .stages
            .iter()
            .rev()
            .find(|stage| stage.clears <= Clears::Running)
            .map(|stage| Goal::Stage(stage.id.clone()));
        Self {
            future: Future::new(protocol, record),
            ladder,
            running,
            goal: goal.clone(),
            metres,
            taper: if is_race { taper_days(kilometres) } else { 0 },
            start: if ran_today { as_of.plus(1) } else { as_of },
            wanted,
            keeps_weekday,
            pace: Pace::of(runs),
            runs_a_week: if record.condition == NO_INJURY {
                habit.clamp(3, 5)
            } else {
                3
            },
            weekly_metres: month.div_euclid(4).max(needed),
            most_long: metres.unwrap_or(0),
            first_block: None,
            on_time: None,
            course: PlannedCourse::default(),
        }
    }

    fn end(&self) -> Day {
        self.start.plus(HORIZON)
    }

    pub(super) fn run(mut self) -> Result<PlannedCourse, PlanError> {
        if let Some(metres) = self.metres
            && self.coast(metres)?
        {
            self.course.needed = std::mem::take(&mut self.future.needed);
            return Ok(self.course);
        }
        self.first_block = None;
        let day = self.climb(self.start)?;
        match (day, self.metres) {
            (Some(day), Some(metres)) => self.build(day, metres)?,
            (Some(day), None) => self.reach_stage(day)?,
            (None, _) => {}
        }
        // A longer taper that ends on the wanted date is better than one that ends after it.
        let late = self
            .wanted
            .is_some_and(|wanted| self.course.reached.is_none_or(|reached| reached > wanted));
        if let (true, Some((future, course))) = (late, self.on_time.take()) {
            (self.future, self.course) = (future, course);
        }
        self.course.needed = std::mem::take(&mut self.future.needed);
        self.course.blocked_by = match self.course.reached {
            Some(_) => Vec::new(),
            None => self.first_block.unwrap_or_default(),
        };
        Ok(self.course)
    }

    /// Whether a day is GO for what is asked; if not, what stands in the way is noted.
    fn is_go(&mut self, day: Day, goal: &Goal) -> Result<bool, PlanError> {
        let outlook = self.future.ask(day, goal)?;
        if outlook.verdict == Verdict::Go {
            return Ok(true);
        }
        self.course.blocked_by = outlook.blocked_by;
        if self.first_block.is_none() {
            self.first_block = Some(self.course.blocked_by.clone());
        }
        Ok(false)
    }

    fn push(&mut self, session: Planned) -> Result<(), PlanError> {
        let walk_run = session.level.zip(session.run_minutes);
        let entry = without_symptoms(session.day, session.metres, session.minutes, walk_run)
            .map_err(PlanError::Range)?;
        self.future.add(entry);
        self.course.sessions.push(session);
        Ok(())
    }

    /// Climbs the ladder, if the criteria ask for it; the first day after it, `None` when it never ends.
    fn climb(&mut self, from: Day) -> Result<Option<Day>, PlanError> {
        let (Some(ladder), Some(running)) = (self.ladder, self.running.clone()) else {
            return Ok(Some(from));
        };
        let wanted = match &self.goal {
            // A stage at or below walking and running in turns needs no ladder.
            Goal::Stage(id) if !self.is_above_ladder(id) => return Ok(Some(from)),
            Goal::Session { .. } => return Ok(Some(from)),
            Goal::Stage(_) => running,
            // A shorter run would be held against its own length, and say nothing of the half hour.
            Goal::Activity { .. } => {
                let half_hour = hundreds(self.pace.metres_in(HALF_HOUR));
                let metres = self.metres.unwrap_or(half_hour).min(half_hour);
                run_of(metres.max(SHORTEST)).map_err(PlanError::Range)?
            }
        };
        let mut day = from;
        while day < self.end() {
            let outlook = self.future.outlook(day, &wanted)?;
            self.course.blocked_by = outlook.blocked_by;
            if !self.is_blocked_by_ladder() && !self.is_halfway_up(ladder, day) {
                return Ok(Some(day));
            }
            let place = self.future.open_level(day, ladder);
            if let (Some(place), Some(level)) =
                (place, place.and_then(|place| ladder.levels.get(place)))
            {
                let goal = Goal::session(Some(ladder.id.clone()), place.saturating_add(1));
                if self.is_go(day, &goal.map_err(PlanError::Range)?)? {
                    let (metres, minutes, run_minutes) = self.pace.session(level);
                    // Half an hour without walking at the top is a run, and counts as one; a level is logged as a walk-run.
                    let is_top = place.saturating_add(1) == ladder.levels.len();
                    let is_run = is_top && level.is_continuous();
                    self.push(Planned {
                        day,
                        part: Part::Ladder,
                        level: Some(place),
                        metres,
                        minutes,
                        run_minutes: (!is_run).then_some(run_minutes),
                    })?;
                } else {
                    self.wait(day);
                }
            }
            day = day.plus(1);
        }
        Ok(None)
    }

    /// Whether the ladder was begun and its top is still longer than any run that would be allowed: going on is the faster way.
    fn is_halfway_up(&mut self, ladder: &Ladder, day: Day) -> bool {
        let begun = self.course.sessions.last();
        let begun = begun.is_some_and(|session| session.part == Part::Ladder);
        let top = ladder
            .levels
            .last()
            .map_or(0, |top| self.pace.session(top).0);
        begun && self.future.longest_allowed(day) < top
    }

    /// Whether something in the way is met by climbing the ladder.
    fn is_blocked_by_ladder(&self) -> bool {
        let criteria = &self.future.protocol().criteria;
        self.course.blocked_by.iter().any(|place| {
            criteria
                .get(*place)
                .is_some_and(|criterion| criterion.measure.mends == Recovery::Ladder)
        })
    }

    fn is_above_ladder(&self, stage: &str) -> bool {
        let stages = &self.future.protocol().stages;
        stages
            .iter()
            .find(|candidate| candidate.id == stage)
            .is_some_and(|stage| stage.clears > Clears::WalkRun)
    }

    fn wait(&mut self, day: Day) {
        let criteria = &self.future.protocol().criteria;
        for place in &self.course.blocked_by {
            // Rest after a session is part of every plan.
            let is_rest = criteria
                .get(*place)
                .is_some_and(|one| one.measure.mends == Recovery::Rest);
            if !is_rest {
                self.course.waited_for.insert(*place, day.plus(1));
            }
        }
    }

    /// Waits for the day on which a stage is cleared.
    fn reach_stage(&mut self, from: Day) -> Result<(), PlanError> {
        let goal = self.goal.clone();
        let mut day = from;
        while day < self.end() {
            if self.is_go(day, &goal)? {
                self.course.reached = Some(day);
                return Ok(());
            }
            self.wait(day);
            // What the ladder showed lapses in a long wait; then it is climbed again.
            if self.is_blocked_by_ladder() && self.ladder.is_some() {
                match self.climb(day)? {
                    Some(after) => day = after.max(day.plus(1)),
                    None => return Ok(()),
                }
            } else {
                day = day.plus(1);
            }
        }
        Ok(())
    }

    /// Grows the long run until the goal is GO, then tapers.
    fn build(&mut self, from: Day, goal_metres: i64) -> Result<(), PlanError> {
        let needed = self.future.longest_needed(from, &self.goal.clone())?;
        let most = needed.unwrap_or_else(|| hundreds(self.pace.metres_in(LONG_RUN_MINUTES)));
        self.most_long = most.min(goal_metres);
        let mut monday = self.first_monday(from)?;
        let (mut day, mut weeks) = (monday, 0_usize);
        while day < self.end() {
            let is_lighter = weeks.rem_euclid(4) == 3;
            let long = self.usual_long(day);
            let most = if is_lighter {
                lighter(long)
            } else {
                self.most_long_on(day)
            };
            let found = self.long_run(day, most, goal_metres)?;
            if self.course.reached.is_some() {
                return Ok(());
            }
            if found == LongRun::NotYet {
                let back_to_ladder = self.is_blocked_by_ladder();
                day = day.plus(1);
                if let (true, Some(_)) = (back_to_ladder, self.ladder) {
                    match self.climb(day.plus(-1))? {
                        Some(after) => day = after.max(day),
                        None => return Ok(()),
                    }
                    monday = day;
                }
                continue;
            }
            let long = self.usual_long(day.plus(1));
            if self.taper > 0 && found == LongRun::Planned && self.finish(day, long, goal_metres)? {
                return Ok(());
            }
            // Next week's long run is on the same day of the week, and never soon after this one.
            while monday.since(day) < BETWEEN_LONG_RUNS {
                monday = monday.plus(7);
            }
            let easy = self.easy_metres(long);
            let easy = if is_lighter { lighter(easy) } else { easy };
            for offset in week(self.runs_a_week) {
                let easy_day = day.plus(*offset);
                if easy_day < monday && (*offset > 0 || found == LongRun::TooFar) {
                    self.easy_run(easy_day, easy, goal_metres)?;
                }
                if self.course.reached.is_some() {
                    return Ok(());
                }
            }
            weeks = weeks.saturating_add(1);
            day = monday;
        }
        Ok(())
    }

    /// Metres of the longest run of training on a day: all that the goal asks for in the weeks before the taper, and before that no more than
    /// the way there takes, half of it, or what is run anyway.
    fn most_long_on(&self, day: Day) -> i64 {
        let Some(wanted) = self.wanted.filter(|_| self.keeps_weekday) else {
            return self.most_long;
        };
        let weeks = wanted
            .since(day)
            .saturating_sub(self.taper)
            .div_euclid(7)
            .saturating_sub(PEAK_WEEKS);
        let habit = self.future.longest_of(self.start, 28);
        let least = habit.max(self.most_long.div_euclid(2)).min(self.most_long);
        let (part, whole) = WEEK_BEFORE;
        let mut metres = self.most_long;
        for _ in 0..weeks {
            metres = metres.saturating_mul(part).checked_div(whole).unwrap_or(0);
            if metres <= least {
                return hundreds(least);
            }
        }
        hundreds(metres)
    }

    /// Metres of the longest run of the weeks before a day, as far as training goes.
    fn usual_long(&self, day: Day) -> i64 {
        self.future.longest_of(day, 28).min(self.most_long)
    }

    /// The day of the first long run: at once, or on the weekday of the wanted date, with easy runs until then.
    fn first_monday(&mut self, from: Day) -> Result<Day, PlanError> {
        let wanted = self.wanted.filter(|_| self.keeps_weekday);
        let Some(wanted) = wanted.filter(|wanted| *wanted > from) else {
            return Ok(from);
        };
        let monday = from.plus(wanted.since(from).rem_euclid(7));
        let easy = self.easy_metres(self.usual_long(from));
        for offset in week(self.runs_a_week).iter().filter(|offset| **offset > 0) {
            let day = monday.plus(offset.saturating_sub(7));
            if day >= from && easy > 0 {
                self.easy_run(day, easy, i64::MAX)?;
            }
        }
        Ok(monday)
    }

    /// The goal as a training run on this day, if it is GO and not before the wanted date.
    fn is_goal(&mut self, day: Day, goal_metres: i64) -> Result<bool, PlanError> {
        let goal = self.goal.clone();
        let days = match self.wanted {
            Some(wanted) if wanted > day => return Ok(false),
            // The wanted date itself lies between the last session and this one.
            Some(wanted) => [Some(wanted), Some(day)],
            None => [None, Some(day)],
        };
        for day in days.into_iter().flatten() {
            let after_last = self
                .course
                .sessions
                .last()
                .is_none_or(|last| last.day < day);
            if self.taper == 0 && after_last && self.is_go(day, &goal)? {
                self.reach(day, goal_metres)?;
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The long run, as far as it is GO and no farther than that.
    fn long_run(&mut self, day: Day, most: i64, goal_metres: i64) -> Result<LongRun, PlanError> {
        if self.is_goal(day, goal_metres)? {
            return Ok(LongRun::Planned);
        }
        // A short goal still asks for half an hour, which the end of the ladder is counted in.
        let half_hour = self.pace.metres_in(HALF_HOUR).saturating_add(100);
        let most = hundreds(most.max(half_hour));
        let allowed = self.future.longest_allowed(day).min(most);
        // A long run that shuts out the next runs, by the rise of the week, gains nothing; where none lets them in, the rise is not why.
        for goes_on in [true, false] {
            for percent in [100, 90, 80, 70, 60, 50] {
                let metres = hundreds(allowed.saturating_mul(percent).div_euclid(100));
                let before = (self.future.clone(), self.course.clone());
                if metres > 0 && self.add_run(day, Part::Long, metres)? {
                    if !goes_on || self.goes_on_after(day)? {
                        return Ok(LongRun::Planned);
                    }
                    (self.future, self.course) = before;
                }
            }
        }
        let shortest = run_of(SHORTEST).map_err(PlanError::Range)?;
        if allowed > 0 && self.is_go(day, &shortest)? {
            return Ok(LongRun::TooFar);
        }
        self.is_go(
            day,
            &run_of(allowed.max(SHORTEST)).map_err(PlanError::Range)?,
        )?;
        self.wait(day);
        Ok(LongRun::NotYet)
    }

    /// Whether the next runs of the week, and the next long run, would be GO for some distance.
    fn goes_on_after(&mut self, day: Day) -> Result<bool, PlanError> {
        let shortest = run_of(SHORTEST).map_err(PlanError::Range)?;
        let needed = self.future.needed.clone();
        let mut goes_on = true;
        for offset in week(self.runs_a_week).iter().skip(1).copied().chain([7]) {
            goes_on = goes_on && self.future.is_go(day.plus(offset), &shortest)?;
        }
        self.future.needed = needed;
        Ok(goes_on)
    }

    /// Metres of a shorter run of a week with such a long run: near what is run anyway, and all of them together no less than the
    /// long run, as far as that is sensible.
    fn easy_metres(&self, long: i64) -> i64 {
        let others = i64::from(self.runs_a_week).saturating_sub(1).max(1);
        let each = |metres: i64| metres.checked_div(others).unwrap_or(0);
        // Half an hour, which the end of the ladder is counted in, where the long run allows it.
        let half_hour = hundreds(self.pace.metres_in(HALF_HOUR).saturating_add(100)).min(long);
        let least = each(long.min(MOST_SHARED)).max(half_hour);
        let most = long.saturating_mul(4).div_euclid(5).max(least);
        each(self.weekly_metres.saturating_sub(long)).clamp(least, most)
    }

    /// A shorter run of the week, as much of it as is GO.
    fn easy_run(&mut self, day: Day, wanted: i64, goal_metres: i64) -> Result<(), PlanError> {
        if self.is_goal(day, goal_metres)? {
            return Ok(());
        }
        for percent in [100, 85, 70, 55, 40] {
            let metres = hundreds(wanted.saturating_mul(percent).div_euclid(100)).max(SHORTEST);
            if self.add_run(day, Part::Easy, metres)? {
                return Ok(());
            }
        }
        Ok(())
    }

    fn add_run(&mut self, day: Day, part: Part, metres: i64) -> Result<bool, PlanError> {
        let goal = run_of(metres).map_err(PlanError::Range)?;
        if !self.is_go(day, &goal)? {
            return Ok(false);
        }
        self.push(Planned {
            day,
            part,
            level: None,
            metres,
            minutes: self.pace.minutes(metres),
            run_minutes: None,
        })?;
        Ok(true)
    }

    /// Notes the goal as reached.
    fn reach(&mut self, day: Day, goal_metres: i64) -> Result<(), PlanError> {
        self.push(Planned {
            day,
            part: Part::Goal,
            level: None,
            metres: goal_metres,
            minutes: self.pace.minutes(goal_metres),
            run_minutes: None,
        })?;
        self.course.reached = Some(day);
        Ok(())
    }
}
