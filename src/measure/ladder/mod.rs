//! The walk-run ladder as a reading: which level is open today, and how many days of rest are missing.
//!
//! The level is a fold over the sessions since the injury, oldest first, from the first day of a complete log. *Why from there and not from
//! the injury?* A log begins years after the injury as often as not; what nobody logged earns nothing, and what is logged must not count for
//! less because more was not.

mod credits;
mod rules;
mod told;
mod untold;

use super::attributes::{
    CLEAN, CLEAN_JOINS, DISTANCE, DOSE, LOG, LoadPart, LoadRow, MASKING, Recovery, SINCE,
};
use super::evidence::Since;
use super::load::run_cause;
use super::reading::{Cause, Reading};
use super::run_log::{
    Span, is_complete, is_run, known_from, log_cause, logged, runs, since_injury,
};
use super::session::went_cleanly;
use super::{Act, Better, Definition, Nature, Subject, Window, number};
use crate::assessment::wire::{Run, RunKind};
use crate::assessment::{Dated, Day};
use crate::quantity::{Exact, Unit};
use credits::{Class, Credits};
use told::Told;

pub use rules::{LadderSteps, LevelStep, MOST_LEVELS, RuleStanding, Running, SessionRule};
pub use untold::Untold;
pub(crate) use untold::untold;

/// After so many days without a session the ladder starts again.
const PAUSE: i32 = 28;
/// The most days of rest that a level or a rule may ask for.
const MOST_REST: i32 = 14;

/// What decides on which level a session was.
const LEVEL: super::attributes::Fields = &["runs[].level", "runs[].walk_breaks", "runs[].sources"];
/// What a rule may read of a session.
const SESSION: super::attributes::Fields =
    &["runs[].pain_start", "runs[].pain_during", "runs[].rising"];

static OPEN: Definition = Definition {
    meaning: "The level of the walk-run ladder that is open, one above the top once all are filled.",
    reads: &[LOG, SINCE, MASKING, DOSE, DISTANCE, LEVEL, CLEAN, SESSION],
    joins: CLEAN_JOINS,
    nature: Nature::Log,
    load_row: Some(LoadRow::new(LoadPart::Ladder, 1, "level open")),
    derivation: "A fold over the sessions after onset and the last flare, oldest first, from `log_complete_from`; after 28 days without one it begins anew. A clean session on a level adds one to the credit of that level and of all below, to at most its `sessions`, one session a day and none on the day after one that counted for that level, none on a day on which another was sore, and none before the `rest_days` of a rule that held were over; one after which a ladder rule holds the level sets the credits from that level up to nought; one after which a rule drops it also takes one from the level below. Open is the first level without full credit. A session counts for the level whose running minutes it reached, of a walk-run for the stated one if that is higher; what is not known of it is taken at its worst and at its best.",
    derive: |subject, _, measure| match open(subject) {
        Some(open) => open.reading(subject, measure, |level| level),
        None => Reading::unknown(measure, Cause::Absent),
    },
    ..number(
        "ladder.level_open",
        Unit::None,
        1,
        MOST_OPEN,
        Better::Higher,
    )
};

pub(crate) static LEVELS_SHORT: Definition = Definition {
    meaning: "Levels of the walk-run ladder still to be done before the session that is asked about.",
    reads: &[LOG, SINCE, MASKING, DOSE, DISTANCE, LEVEL, CLEAN, SESSION],
    joins: CLEAN_JOINS,
    nature: Nature::Log,
    act: Act::By(Exact::whole(1)),
    mends: Recovery::Ladder,
    derivation: "The level of the session asked about minus `ladder.level_open`, at least zero. A run, a race and every stage above walking and running in turns are asked about as one above the top; the stage itself as level 1, which is always open. Three clean runs of 30 minutes without walking, or of the goal's own length, with a day between, fill every level.",
    how_to: Some(
        "Do the level that is open as often as the ladder says, score each session and the morning after, and log it with its minutes; note the level of each walk-run.",
    ),
    derive: |subject, _, measure| match open(subject) {
        Some(open) => {
            let past = ladder(subject).map_or(1, |steps| steps.levels.len().saturating_add(1));
            let asked = subject.asked_level.level.unwrap_or(past);
            open.reading(subject, measure, |level| asked.saturating_sub(level))
        }
        None => Reading::unknown(measure, Cause::Absent),
    },
    ..number(
        "ladder.levels_short",
        Unit::None,
        0,
        MOST_OPEN,
        Better::Lower,
    )
};

pub(crate) static REST_MISSING: Definition = Definition {
    meaning: "Days of rest that are still missing after the last sessions on the walk-run ladder.",
    reads: &[LOG, DOSE, DISTANCE, LEVEL, CLEAN, SESSION],
    joins: CLEAN_JOINS,
    nature: Nature::Log,
    mends: Recovery::Rest,
    load_row: Some(LoadRow::new(LoadPart::Ladder, 2, "days of rest missing")),
    derivation: "After each session the longest of the `rest_days` of its level and of the ladder rules that hold for it, less the days without running since; the most over the sessions of the last 15 days, whatever else they are good for. A run past the ladder asks for one day where its top level asks for any.",
    derive: rest_missing,
    ..number("ladder.rest_missing", Unit::Days, 0, 15, Better::Lower)
};

const MOST_OPEN: i64 = 31;

pub(super) static MEASURES: &[&Definition] = &[&OPEN, &LEVELS_SHORT, &REST_MISSING];

/// The session that is asked about: a level of a ladder, or running past it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AskedLevel {
    /// Place of the ladder in the criteria file.
    pub ladder: usize,
    /// The level, from 1; none past the ladder.
    pub level: Option<usize>,
}

/// Where a runner stands on a ladder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The level that is open for certain, from 1, and the one that may be.
    pub open: (usize, usize),
    /// Clean sessions that count for certain on the level that is open for certain.
    pub credit: u16,
}

impl Standing {
    const UNKNOWN: Self = Self {
        open: (1, MOST_LEVELS.saturating_add(1)),
        credit: 0,
    };

    /// By what is earned at worst and at best.
    fn of(subject: &Subject<'_>, steps: &LadderSteps, (worst, best): (Credits, Credits)) -> Self {
        let low = if matches!(subject.since, Since::Unknown(_)) {
            Credits::NONE
        } else {
            worst
        };
        let open = low.open(&steps.levels);
        Self {
            open: (open, best.open(&steps.levels)),
            credit: low.on(open),
        }
    }

    fn reading(
        self,
        subject: &Subject<'_>,
        measure: &'static Definition,
        value: impl Fn(usize) -> usize,
    ) -> Reading {
        let number = |level: usize| Exact::whole(i64::try_from(value(level)).unwrap_or(MOST_OPEN));
        let newest = logged(subject, all_days(subject))
            .iter()
            .find(|run| is_run(run));
        let cause = run_cause(subject, since_injury(subject), log_cause(subject));
        let (low, high) = (number(self.open.0), number(self.open.1));
        let (least, most) = measure.scale.range();
        let date = newest.map(|run| run.date);
        Reading::range(
            low.max(least).min(most),
            high.max(least).min(most),
            date.or(Some(subject.as_of)),
            cause,
        )
    }
}

fn all_days(subject: &Subject<'_>) -> Span {
    Span {
        first: None,
        last: subject.as_of,
    }
}

fn ladder<'a>(subject: &Subject<'a>) -> Option<&'a LadderSteps> {
    subject.rules.ladders.get(subject.asked_level.ladder)
}

/// Where the runner stands on the ladder that is asked about; none when the criteria file has no ladder.
#[must_use]
pub(crate) fn open(subject: &Subject<'_>) -> Option<Standing> {
    let steps = ladder(subject)?;
    let top = steps.levels.len().saturating_add(1);
    let Some(from) = known_from(subject) else {
        return Some(Standing {
            open: (1, top),
            ..Standing::UNKNOWN
        });
    };
    let [before, mut standing] = standings(subject, steps, from);
    if let Some(most) = steps.levels_per_7_days {
        let most = usize::from(most);
        standing.open = (
            standing.open.0.min(before.open.0.saturating_add(most)),
            standing.open.1.min(before.open.1.saturating_add(most)),
        );
    }
    if subject.as_of > subject.assessment.as_of {
        // Nobody has said what was run on the days after the record's own.
        standing.open = (1, top);
    }
    Some(standing)
}

/// The runs up to the question, newest first, whatever they are good for.
pub(crate) fn runs_so_far<'a>(subject: &Subject<'a>) -> impl Iterator<Item = &'a Dated<Run>> {
    runs(subject, all_days(subject))
}

/// The last session of so many days that certainly went cleanly, and the level that it certainly was; a race is none to be done again.
pub(crate) fn clean_level<'a>(subject: &Subject<'a>, days: i32) -> Option<(&'a Dated<Run>, usize)> {
    let span = Span::days_before(subject, days, 0).after_since(subject);
    let steps = ladder(subject)?;
    runs(subject, span)
        .filter(|run| run.entry.kind != Some(RunKind::Race))
        .find_map(|run| {
            let told = Told::of(subject, steps, run);
            (told.class.0 == Class::Clean).then_some((run, told.level.0))
        })
}

/// The worst and the best of a log that may be told in part.
#[derive(Clone, Copy)]
struct Fold {
    credits: Credits,
    /// The last session; none before the first, when nothing is known of a pause.
    last: Option<Day>,
    /// The first day after the rest that a sore session asked for.
    ready: Option<Day>,
}

impl Fold {
    fn pause(&mut self, day: Day) {
        if self.last.is_some_and(|last| day.since(last) > PAUSE) {
            self.credits = Credits::NONE;
        }
    }

    /// Adds the sessions of a day: one clean one at most, the highest, and none where another was sore, as their order is not known, or
    /// while the rest after a sore one was not over.
    fn add(&mut self, steps: &LadderSteps, day: Day, sessions: impl Iterator<Item = End> + Clone) {
        self.pause(day);
        let is_early = self.ready.is_some_and(|ready| day < ready);
        let is_sore = sessions.clone().any(|end| end.class < Class::Nothing);
        if !is_early && !is_sore {
            let clean = sessions.clone().filter(|end| end.class == Class::Clean);
            let highest = clean.map(|end| end.level).max();
            self.credits
                .step(&steps.levels, Class::Clean, highest.unwrap_or(0), day);
        }
        for end in sessions {
            if end.class < Class::Nothing {
                self.credits.step(&steps.levels, end.class, end.level, day);
                let ready = day.plus(i32::from(end.sore_rest).saturating_add(1));
                self.ready = self.ready.max(Some(ready));
            }
            if end.is_session {
                self.last = Some(day);
            }
        }
    }
}

/// The same log at its worst and at its best.
#[derive(Clone, Copy)]
struct Ends {
    worst: Fold,
    best: Fold,
}

impl Ends {
    fn add(&mut self, steps: &LadderSteps, day: Day, told: impl Iterator<Item = Told> + Clone) {
        self.worst.add(steps, day, told.clone().map(End::worst));
        self.best.add(steps, day, told.map(End::best));
    }

    /// What is earned at the end of a day.
    fn credits(mut self, day: Day) -> (Credits, Credits) {
        self.worst.pause(day);
        self.best.pause(day);
        (self.worst.credits, self.best.credits)
    }
}

/// A session taken at its worst or at its best.
#[derive(Clone, Copy)]
struct End {
    class: Class,
    level: usize,
    is_session: bool,
    sore_rest: u16,
}

impl End {
    const fn worst(told: Told) -> Self {
        Self {
            class: told.class.0,
            level: told.level.0,
            is_session: told.is_session.0,
            sore_rest: told.sore_rest.0,
        }
    }

    const fn best(told: Told) -> Self {
        Self {
            class: told.class.1,
            level: told.level.1,
            is_session: told.is_session.1,
            sore_rest: told.sore_rest.1,
        }
    }
}

/// The standing at the end of the day a week ago and of today.
///
/// Only as much of the log is read as decides: where nothing earned before some day makes a difference, it is not looked at. One fold
/// gives both days, as telling of a session costs far more than counting it.
fn standings(subject: &Subject<'_>, steps: &LadderSteps, from: Day) -> [Standing; 2] {
    let since = match subject.since {
        Since::Injury(since) | Since::Flare(since) => Some(since.plus(1)),
        Since::Always | Since::Unknown(_) => None,
    };
    let first = since.map_or(from, |since| since.max(from));
    let week_ago = subject.as_of.plus(-7);
    let never_clean = is_never_clean_for_certain(subject, first);
    let mut reach = PAUSE;
    loop {
        let begin = first.max(week_ago.plus(reach.saturating_neg()));
        let of_days = |first: Day, last: Day| {
            let first = Some(first);
            logged(subject, Span { first, last })
        };
        let whole = begin == first;
        // Of what was before, the worst is that nothing was earned, the day before was run and a sore session still asks for rest, the
        // best that all was.
        let rest = begin.plus(MOST_REST.saturating_add(1));
        let nothing = Fold {
            credits: if whole {
                Credits::NONE
            } else {
                Credits::none_since(begin.plus(-1))
            },
            last: None,
            ready: (!whole).then_some(rest),
        };
        let everything = Fold {
            credits: Credits::full(&steps.levels),
            last: None,
            ready: None,
        };
        let unknown_before = if whole { nothing } else { everything };
        let mut ends = [nothing, unknown_before].map(|fold| Ends {
            worst: fold,
            best: fold,
        });
        let mut go_on = |first, last| {
            add_all(subject, steps, of_days(first, last), &mut ends);
            ends.map(|ends| ends.credits(last))
        };
        let days = [
            go_on(begin, week_ago),
            go_on(begin.max(week_ago.plus(1)), subject.as_of),
        ];
        let is_decided = |[empty, full]: &[(Credits, Credits); 2]| {
            (never_clean || empty.0.is_as_much_as(&full.0)) && empty.1.is_as_much_as(&full.1)
        };
        if days.iter().all(is_decided) {
            return days.map(|[(worst, best), _]| {
                let worst = if never_clean { Credits::NONE } else { worst };
                Standing::of(subject, steps, (worst, best))
            });
        }
        reach = reach.saturating_mul(4);
    }
}

/// Whether no session since a day earns anything for certain, as of a log that nobody scored, so that its worst is known at a glance.
fn is_never_clean_for_certain(subject: &Subject<'_>, first: Day) -> bool {
    let Some(clean) = &subject.rules.clean else {
        return true;
    };
    let span = Span {
        first: Some(first),
        last: subject.as_of,
    };
    subject.last_qualified_run.is_none_or(|last| last < first)
        || !logged(subject, span).iter().any(|run| {
            let is_scored = clean.pain.is_none() || run.entry.pain_during.is_some();
            is_scored
                && is_run(run)
                && subject.qualifies(run).certain
                && went_cleanly(subject, run).certain
        })
}

/// Adds the sessions of a log, each told of once.
fn add_all(subject: &Subject<'_>, steps: &LadderSteps, runs: &[Dated<Run>], ends: &mut [Ends; 2]) {
    for of_day in runs.chunk_by(|one, other| one.date == other.date).rev() {
        let Some(Dated { date: day, .. }) = of_day.first() else {
            continue;
        };
        if let [run] = of_day {
            let told = Told::of(subject, steps, run);
            for ends in &mut *ends {
                ends.add(steps, *day, std::iter::once(told));
            }
            continue;
        }
        for ends in &mut *ends {
            let told = of_day.iter().map(|run| Told::of(subject, steps, run));
            ends.add(steps, *day, told);
        }
    }
}

fn rest_missing(subject: &Subject<'_>, _: Window, measure: &'static Definition) -> Reading {
    let Some(steps) = ladder(subject) else {
        return Reading::unknown(measure, Cause::Absent);
    };
    let span = Span::days_before(subject, MOST_REST, 0);
    let (mut low, mut high) = (Exact::ZERO, Exact::ZERO);
    let mut newest = None;
    for run in logged(subject, span).iter().filter(|run| is_run(run)) {
        let told = Told::of(subject, steps, run);
        let missing = |rest: Option<u16>| {
            let days = rest.map_or(0, |rest| i32::from(rest).saturating_add(1));
            Exact::whole(i64::from(
                days.saturating_sub(subject.age_of(run.date)).max(0),
            ))
        };
        low = low.max(missing(told.rest.0));
        high = high.max(missing(told.rest.1));
        newest = newest.or(Some(run.date));
    }
    let most = most_rest(subject, steps);
    let recent = Span::days_before(subject, most, 0);
    if !is_complete(subject, recent) {
        let most = Exact::whole(i64::from(most.saturating_add(1)));
        return Reading::range(low, high.max(most), newest, log_cause(subject));
    }
    Reading::range(low, high, newest.or(Some(subject.as_of)), Cause::Incomplete)
}

/// The most days that any level of the ladder or any rule asks for.
fn most_rest(subject: &Subject<'_>, steps: &LadderSteps) -> i32 {
    let levels = steps.levels.iter().map(|level| level.rest_days);
    let rules = subject
        .rules
        .session_rules
        .iter()
        .map(|rule| rule.rest_days);
    levels.chain(rules).max().map_or(0, i32::from)
}
