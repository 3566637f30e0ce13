//! The assessment as seen on the day of the question.

use super::evidence::{Masking, Since};
use super::ladder::AskedLevel;
use super::reading::{Cause, Reading};
use super::rules::EvidenceRules;
use super::run_log::is_run;
use super::{Better, Definition};
use crate::assessment::{Dated, Day, Goal, Record, wire};
use crate::quantity::{Exact, Kilometres};

/// The distance of the goal, as far as it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GoalDistance {
    /// The goal is a stage, or there is none: no distance to speak of.
    None,
    /// A race or run of unknown distance.
    Unknown,
    /// A race or run of this distance.
    Known(Kilometres),
}

impl GoalDistance {
    /// The distance of a goal, or of none.
    #[must_use]
    pub const fn of(goal: Option<&Goal>) -> Self {
        match goal {
            Some(Goal::Activity {
                distance: Some(distance),
                ..
            }) => Self::Known(*distance),
            Some(Goal::Activity { distance: None, .. }) => Self::Unknown,
            Some(Goal::Stage(_) | Goal::Session { .. }) | None => Self::None,
        }
    }
}

/// Which entries a criterion accepts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Window {
    /// Days that may lie between the newest entry and the day of the question.
    pub fresh: Option<u16>,
    /// Days, up to and with the day of the question, of which the worst counts.
    pub over: Option<u16>,
    /// Days with an entry that `over` needs; 1 when not stated.
    pub at_least: u16,
    /// Whether an adverse answer counts however old it is, until a newer answer takes its place: those of a criterion that refers.
    pub keeps_adverse: bool,
}

impl Window {
    /// Whether it reaches back to entries so many days old; a measure that has a window of its own reaches as far as is said here.
    #[must_use]
    pub(crate) fn reaches(self, days: i32, own: i32) -> bool {
        let fresh = self.fresh.map(|days| days.saturating_add(1));
        match self.over.max(fresh) {
            Some(window) => days < i32::from(window),
            None => days < own,
        }
    }
}

/// A change supposed for the way out: this measure had this value.
#[derive(Clone, Copy, Debug)]
pub struct Change {
    /// The measure.
    pub measure: &'static Definition,
    /// The value it is supposed to have.
    pub value: Exact,
}

/// One runner on one day: what was known then, and what is supposed for the sake of argument.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    pub(super) assessment: &'a Record,
    pub(super) as_of: Day,
    pub(super) goal: GoalDistance,
    pub(super) goal_date: Option<Day>,
    pub(super) asked_level: AskedLevel,
    pub(super) changes: &'a [Change],
    pub(super) rules: &'a EvidenceRules,
    pub(super) since: Since,
    pub(super) masking: Masking,
    /// The day of the newest run that is certainly good news if it went well.
    ///
    /// *Why beforehand?* Where nothing says of any run that it counts, each measure would go through the whole log for one that does.
    pub(super) last_qualified_run: Option<Day>,
    /// Whether every entry is taken as it was logged.
    pub(super) as_logged: bool,
}

/// The newest entry, if it counts.
pub(super) enum Newest<'a, T> {
    Absent,
    /// Recorded on this day, and no reading, for this reason.
    Unfit(Day, Cause),
    Entry(&'a Dated<T>),
}

impl<'a> Subject<'a> {
    /// The assessment as it was known on the day, under no criteria file's own rules of evidence.
    #[must_use]
    pub fn new(assessment: &'a Record, as_of: Day, goal: GoalDistance) -> Self {
        Self::under(EvidenceRules::none(), assessment, as_of, goal)
    }

    /// The same under the rules of a criteria file: what is clean, what is a run, what is a flare.
    #[must_use]
    pub fn under(
        rules: &'a EvidenceRules,
        assessment: &'a Record,
        as_of: Day,
        goal: GoalDistance,
    ) -> Self {
        let subject = Self {
            assessment,
            as_of,
            goal,
            goal_date: None,
            asked_level: AskedLevel::default(),
            changes: &[],
            rules,
            since: Since::of(assessment, as_of, rules),
            masking: Masking::of(assessment),
            last_qualified_run: None,
            as_logged: false,
        };
        Self {
            last_qualified_run: subject.find_last_qualified_run(),
            ..subject
        }
    }

    /// The same runner as the log tells of them, whatever it says of the tendon: every run counts. For showing, never for deciding.
    #[must_use]
    pub fn as_logged(self) -> Self {
        let runs = self.known(self.assessment.runs.as_deref());
        let mut runs = runs.unwrap_or_default().iter();
        Self {
            since: Since::Always,
            masking: Masking::Never,
            last_qualified_run: runs.find(|run| is_run(run)).map(|run| run.date),
            as_logged: true,
            ..self
        }
    }

    /// The same runner, with a day for the goal. It is only ever shown, and never decides.
    #[must_use]
    pub const fn due(self, goal_date: Option<Day>) -> Self {
        Self { goal_date, ..self }
    }

    /// The same runner, asked about this level of a ladder.
    #[must_use]
    pub const fn asked_level(self, asked_level: AskedLevel) -> Self {
        Self {
            asked_level,
            ..self
        }
    }

    /// The same runner, were these measures so.
    #[must_use]
    pub const fn supposing(self, changes: &'a [Change]) -> Self {
        Self { changes, ..self }
    }

    /// The last day before good news counts, where an injury sets one.
    pub(crate) const fn began(&self) -> Option<Day> {
        match self.since {
            Since::Injury(day) | Since::Flare(day) => Some(day),
            Since::Always | Since::Unknown(_) => None,
        }
    }

    /// The day of the question.
    #[must_use]
    pub const fn as_of(&self) -> Day {
        self.as_of
    }

    /// The day of the injury or of its last flare, whichever is later; none where there is neither, or it is not known.
    #[must_use]
    pub const fn since_day(&self) -> Option<Day> {
        match self.since {
            Since::Injury(day) | Since::Flare(day) => Some(day),
            Since::Always | Since::Unknown(_) => None,
        }
    }

    /// Reads a measure.
    #[must_use]
    pub fn read(&self, measure: &'static Definition, window: Window) -> Reading {
        match self.changes.iter().find(|change| change.measure == measure) {
            Some(change) => Reading::taken(change.value, Some(self.as_of)),
            None => (measure.derive)(self, window, measure),
        }
    }

    /// The entries known on the day, newest first.
    pub(super) fn known<T>(&self, log: Option<&'a [Dated<T>]>) -> Option<&'a [Dated<T>]> {
        Some(up_to(log?, self.as_of))
    }

    /// Days from the entry to the day of the question.
    pub(super) const fn age_of(&self, date: Day) -> i32 {
        self.as_of.since(date)
    }

    /// The newest of the entries that tell of this activity, if it is fresh enough.
    pub(super) fn newest<T>(
        &self,
        log: Option<&'a [Dated<T>]>,
        window: Window,
        tells: impl Fn(&T) -> bool,
    ) -> Newest<'a, T> {
        let Some(dated) = self
            .known(log)
            .and_then(|log| log.iter().find(|dated| tells(&dated.entry)))
        else {
            return Newest::Absent;
        };
        if self.is_fresh(dated.date, window) {
            Newest::Entry(dated)
        } else {
            Newest::Unfit(dated.date, Cause::Stale)
        }
    }

    /// The newest of the tests that tell of this, if it is fresh, of a day after the injury and its last flare, and unmasked.
    pub(super) fn newest_test<T>(
        &self,
        log: Option<&'a [Dated<T>]>,
        window: Window,
        tells: impl Fn(&T) -> bool,
    ) -> Newest<'a, T> {
        self.newest(log, window, tells)
            .unless(|day| self.disqualified(day))
    }

    /// Reads what an entry answers, off the newest of the block if it is fresh and of the injury as it is now.
    ///
    /// Where the window keeps adverse answers, the newest answer on record is the best that it can be, however old: only a newer answer
    /// to the same question takes the place of a bad one.
    pub(super) fn newest_answer<T>(
        &self,
        log: Option<&'a [Dated<T>]>,
        window: Window,
        measure: &'static Definition,
        answer: impl Fn(&T) -> Option<(Exact, Exact)>,
    ) -> Reading {
        self.newest_answer_of(log, window, measure, |_| true, answer)
    }

    /// The same off those entries of the block that tell of one thing.
    pub(super) fn newest_answer_of<T>(
        &self,
        log: Option<&'a [Dated<T>]>,
        window: Window,
        measure: &'static Definition,
        tells: impl Fn(&T) -> bool,
        answer: impl Fn(&T) -> Option<(Exact, Exact)>,
    ) -> Reading {
        let newest = self
            .newest(log, window, &tells)
            .unless(|day| self.answered_before(day));
        let answered = match &newest {
            Newest::Entry(dated) => answer(&dated.entry)
                .map(|(low, high)| Reading::range(low, high, Some(dated.date), Cause::Incomplete)),
            Newest::Absent | Newest::Unfit(..) => None,
        };
        let in_part = answered.and_then(|reading| reading.date);
        let reading = answered.unwrap_or_else(|| {
            newest.read(measure, |_, date| {
                Reading::unknown(measure, Cause::Absent).on(date)
            })
        });
        if !window.keeps_adverse || !reading.is_open() {
            return reading;
        }
        // An answer in part is none to the parts that it leaves out, so it takes no bad answer's place.
        let (least, most) = measure.scale.range();
        let best_of = |low: Exact, high: Exact| match measure.better {
            Some(Better::Higher) => high,
            Some(Better::Lower) | None => low,
        };
        let entries = self.known(log).unwrap_or_default().iter();
        let mut earlier =
            entries.filter(|dated| tells(&dated.entry) && in_part != Some(dated.date));
        let kept = earlier.find_map(|dated| {
            let (low, high) = answer(&dated.entry)?;
            let best = best_of(low, high);
            (low == high || best != best_of(least, most)).then_some((dated.date, best))
        });
        let Some((date, best)) = kept else {
            return reading;
        };
        let no_better = Reading::range(best, measure.worst_end(), Some(date), Cause::Incomplete);
        reading.worse(no_better, measure)
    }

    pub(super) fn is_fresh(&self, date: Day, window: Window) -> bool {
        let days = window
            .fresh
            .or(window.over.map(|days| days.saturating_sub(1)));
        days.is_none_or(|days| self.age_of(date) <= i32::from(days))
    }

    /// Whether the day lies in the days that `over` counts, or that `fresh` accepts.
    pub(super) fn in_window(&self, date: Day, window: Window) -> bool {
        let days = window
            .over
            .or(window.fresh.map(|days| days.saturating_add(1)));
        days.is_none_or(|days| self.age_of(date) < i32::from(days))
    }

    /// The first day that the window accepts, if it has one.
    pub(super) fn first_of(&self, window: Window) -> Option<Day> {
        let days = window
            .over
            .or(window.fresh.map(|days| days.saturating_add(1)));
        days.map(|days| self.as_of.plus(1_i32.saturating_sub(i32::from(days))))
    }

    pub(super) const fn side(&self) -> Option<wire::Side> {
        self.assessment.injury.side
    }
}

/// The entries of a log up to and with a day, newest first.
pub(super) fn up_to<T>(log: &[Dated<T>], last: Day) -> &[Dated<T>] {
    // Mostly the question is of the newest day, and nothing is later.
    if log.first().is_none_or(|newest| newest.date <= last) {
        return log;
    }
    let later = log.partition_point(|dated| dated.date > last);
    log.get(later..).unwrap_or_default()
}

impl<T> Newest<'_, T> {
    /// The entry, unless something speaks against its day.
    fn unless(self, unfit: impl Fn(Day) -> Option<Cause>) -> Self {
        match self {
            Self::Entry(dated) => match unfit(dated.date) {
                Some(cause) => Self::Unfit(dated.date, cause),
                None => self,
            },
            Self::Absent | Self::Unfit(..) => self,
        }
    }

    /// Reads the entry, or says why there is none.
    pub(super) fn read(self, measure: &Definition, read: impl Fn(&T, Day) -> Reading) -> Reading {
        match self {
            Self::Absent => Reading::unknown(measure, Cause::Absent),
            Self::Unfit(date, cause) => Reading::unknown(measure, cause).on(date),
            Self::Entry(dated) => read(&dated.entry, dated.date),
        }
    }
}
