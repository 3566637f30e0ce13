//! The last runs since the injury: how they felt.

use super::attributes::{DOSE, EntryRule, LOG, MASKING, SINCE, USUAL};
use super::evidence::Since;
use super::hop::{known_morning, morning_above};
use super::pain::{above_baseline, next_morning, next_morning_above};
use super::reading::{Cause, Reading};
use super::run_log::{Span, is_complete, log_cause, runs};
use super::session::{ends_of_pain, pain_of, rise};
use super::tellings::no_better_than;
use super::{Act, Better, Definition, Subject, Window, number, words, yes_no};
use crate::assessment::wire::{Gait, Run, Speed};
use crate::assessment::{Dated, Day};
use crate::quantity::{Exact, Unit};

const ONE: Exact = Exact::whole(1);

static LAST_PAIN: Definition = Definition {
    meaning: "Worst pain during the last run since the injury, 0 to 10.",
    may_not_apply: true,
    reads: &[LOG, SINCE, MASKING, DOSE, &["runs[].pain_during"]],
    joins: &[&["runs[].pain_start", "runs[].pain_after"]],
    takes: EntryRule::Other,
    derivation: "`runs[].pain_during` of the last day with a run since onset; the worst of that day.",
    how_to: Some("Score the worst pain of the run."),
    derive: last_day,
    of_run: Some(|_, run, _| pain_of(run)),
    ..next_morning("load.last_run.pain")
};

static LAST_PAIN_START: Definition = Definition {
    meaning: "Pain at the start of the last run since the injury, 0 to 10.",
    may_not_apply: true,
    reads: &[LOG, SINCE, MASKING, DOSE, &["runs[].pain_start"]],
    takes: EntryRule::Other,
    derivation: "`runs[].pain_start` of the last day with a run since onset; the worst of that day.",
    how_to: Some("Score the pain of the first minutes of the run."),
    derive: last_day,
    of_run: Some(|_, run, _| ends_of_pain(run.pain_start)),
    ..next_morning("load.last_run.pain_start")
};

pub(super) static LAST_PAIN_AFTER: Definition = Definition {
    meaning: "Worst pain in the hours after the last run since the injury, 0 to 10.",
    may_not_apply: true,
    reads: &[LOG, SINCE, MASKING, DOSE, &["runs[].pain_after"]],
    takes: EntryRule::Other,
    derivation: "`runs[].pain_after` of the last day with a run since onset; the worst of that day.",
    how_to: Some("Score the worst pain of the rest of the day."),
    derive: last_day,
    of_run: Some(|_, run, _| ends_of_pain(run.pain_after)),
    ..next_morning("load.last_run.pain_after")
};

pub(super) static LAST_RISE: Definition = Definition {
    meaning: "Rise of pain within the last run since the injury, in points.",
    act: Act::By(Exact::micro(500_000)),
    may_not_apply: true,
    reads: &[
        LOG,
        SINCE,
        MASKING,
        DOSE,
        &["runs[].pain_start", "runs[].pain_during", "runs[].rising"],
    ],
    takes: EntryRule::Other,
    derivation: "`runs[].pain_during` minus `pain_start`; a run noted as `rising` counts as the worst.",
    how_to: Some("Score the pain of the first minutes and the worst pain of the run."),
    derive: last_day,
    of_run: Some(|_, run, _| rise(run)),
    ..number("load.last_run.rise", Unit::Nrs, 0, 10, Better::Lower)
};

static LAST_GAIT: Definition = Definition {
    meaning: "How the runner moved in the last run since the injury.",
    may_not_apply: true,
    reads: &[LOG, SINCE, MASKING, DOSE, &["runs[].gait"]],
    takes: EntryRule::Other,
    derivation: "`runs[].gait` of the last day with a run since onset; the worst of that day.",
    derive: last_day,
    of_run: Some(|_, run, _| match run.gait {
        Some(Gait::Normal) => (Exact::ZERO, Exact::ZERO),
        Some(Gait::Altered) => (ONE, ONE),
        None => (Exact::ZERO, ONE),
    }),
    ..words("load.last_run.gait", &["normal", "altered"])
};

static LAST_MORNING: Definition = Definition {
    meaning: "Pain on the first steps of the morning after the last run since the injury, 0 to 10.",
    may_not_apply: true,
    reads: &[LOG, SINCE, MASKING, DOSE, &["runs[].pain_next_morning"]],
    joins: &[&["pain[].morning"]],
    takes: EntryRule::Other,
    derivation: "`runs[].pain_next_morning` of the last day with a run since onset; unknown until that morning has come.",
    how_to: Some("On the morning after the run, score the pain of the first steps."),
    derive: last_day,
    of_run: Some(|subject, run, date| known_morning(subject, run.pain_next_morning, date)),
    ..next_morning("load.last_run.next_morning")
};

static LAST_MORNING_ABOVE: Definition = Definition {
    meaning: "Morning pain after the last run since the injury, above what is usual, in points.",
    may_not_apply: true,
    reads: &[
        LOG,
        SINCE,
        MASKING,
        DOSE,
        &["runs[].pain_next_morning"],
        USUAL,
    ],
    joins: &[&["pain[].morning"]],
    takes: EntryRule::Other,
    derivation: "`load.last_run.next_morning` minus `baseline.morning_pain`.",
    how_to: Some("On the morning after the run, score the pain of the first steps."),
    derive: |subject, window, measure| {
        above_baseline(subject, subject.read(&LAST_MORNING, window), measure)
    },
    of_run: Some(|subject, run, date| morning_above(subject, run.pain_next_morning, date)),
    ..next_morning_above("load.last_run.next_morning_above_baseline", &LAST_MORNING)
};

static LAST_HARD: Definition = Definition {
    meaning: "The last run since the injury had hills or was faster than easy.",
    may_not_apply: true,
    reads: &[LOG, SINCE, MASKING, DOSE, &["runs[].hills", "runs[].speed"]],
    takes: EntryRule::Other,
    derivation: "`runs[].hills` and `runs[].speed` of the last day with a run since onset.",
    derive: last_day,
    of_run: Some(|_, run, _| {
        let (no, yes) = (Exact::ZERO, ONE);
        match (run.hills, run.speed) {
            (Some(true), _) | (_, Some(Speed::Fast)) => (yes, yes),
            (Some(false), Some(Speed::Easy)) => (no, no),
            (Some(false) | None, Some(Speed::Easy) | None) => (no, yes),
        }
    }),
    ..yes_no("load.last_run.hills_or_speed")
};

static PAIN_LAST_3: Definition = Definition {
    meaning: "Worst pain during the last three runs since the injury, 0 to 10.",
    may_not_apply: true,
    reads: &[LOG, SINCE, MASKING, DOSE, &["runs[].pain_during"]],
    joins: &[&["runs[].pain_start", "runs[].pain_after"]],
    takes: EntryRule::Other,
    derivation: "The worst `runs[].pain_during` of the last three runs since onset, and of any on the same day as the third.",
    how_to: Some("Score the worst pain of each run."),
    derive: last_three,
    of_run: Some(|_, run, _| pain_of(run)),
    ..next_morning("load.pain_last_3_runs")
};

pub(super) static MEASURES: &[&Definition] = &[
    &LAST_PAIN,
    &LAST_PAIN_START,
    &LAST_PAIN_AFTER,
    &LAST_RISE,
    &LAST_GAIT,
    &LAST_MORNING,
    &LAST_MORNING_ABOVE,
    &LAST_HARD,
    &PAIN_LAST_3,
];

/// The runs that the window accepts, newest first, those from before the injury too: bad news of them counts.
fn recent<'a>(subject: &Subject<'a>, window: Window) -> impl Iterator<Item = &'a Dated<Run>> {
    let span = Span {
        first: subject.first_of(window),
        last: subject.as_of,
    };
    runs(subject, span)
}

/// No run since the injury in the window: not applicable when the log is complete there, else unknown.
///
/// *Why is an old session not "stale"?* A person who rightly stopped running could then never be cleared to start again.
fn no_run(subject: &Subject<'_>, window: Window, measure: &'static Definition) -> Reading {
    let span = Span {
        first: subject.first_of(window),
        last: subject.as_of,
    };
    match subject.since {
        Since::Unknown(cause) => Reading::unknown(measure, cause).maybe_not_applicable(),
        Since::Always | Since::Injury(_) | Since::Flare(_) => {
            if is_complete(subject, span.after_since(subject)) {
                Reading::NOT_APPLICABLE
            } else {
                Reading::unknown(measure, log_cause(subject)).maybe_not_applicable()
            }
        }
    }
}

/// The worst reading of the last day with a run that is good news if it went well.
///
/// A newer run that is none (too short, masked, from before the injury) is not the last one, but what it tells that is bad still counts.
/// Where the newest may or may not be one, an older day may be the last, and the reading can be that of either.
fn last_day(subject: &Subject<'_>, window: Window, measure: &'static Definition) -> Reading {
    let Some(read) = measure.of_run else {
        return Reading::unknown(measure, Cause::Absent);
    };
    let mut newest: Option<(Day, Reading)> = None;
    let (mut older, mut bad): (Option<Reading>, Option<(Exact, Day)>) = (None, None);
    let last = subject.last_qualified_run;
    let last = last.filter(|day| subject.first_of(window).is_none_or(|first| *day >= first));
    for run in recent(subject, window) {
        if last.is_some_and(|last| last > run.date) {
            break;
        }
        let (low, high) = read(subject, &run.entry, run.date);
        let reading = Reading::range(low, high, Some(run.date), Cause::Incomplete);
        let counts = subject.qualifies(run);
        let is_newest = newest.is_none_or(|(day, _)| day == run.date);
        match newest {
            // Whatever still older runs tell, it can be no less certain than it is.
            Some((_, told)) if !is_newest && told.may_be_anything(measure) => {
                older = Some(reading);
                break;
            }
            _ if !is_newest => {
                older = Some(older.map_or(reading, |worst| worst.worse(reading, measure)));
            }
            _ if !counts.possible => {}
            Some((day, worst)) => newest = Some((day, worst.worse(reading, measure))),
            None => newest = Some((run.date, reading)),
        }
        if is_newest && !counts.certain && bad.is_none_or(|(worst, _)| low > worst) {
            bad = Some((low, run.date));
        }
    }
    let none = || no_run(subject, window, measure);
    let either = match (newest, older) {
        (Some((day, reading)), _) if last == Some(day) => reading,
        (Some((_, reading)), Some(older)) if last.is_some() => reading.or(older, measure),
        (Some((_, reading)), Some(older)) => reading.or(older, measure).or(none(), measure),
        (Some((_, reading)), None) => reading.or(none(), measure),
        (None, _) => none(),
    };
    match bad {
        Some((value, day)) => no_better_than(either, value, day, measure),
        None => either,
    }
}

/// The worst over the last three runs that are good news if they went well, and what is bad of any among them.
fn last_three(subject: &Subject<'_>, window: Window, measure: &'static Definition) -> Reading {
    let Some(read) = measure.of_run else {
        return Reading::unknown(measure, Cause::Absent);
    };
    let mut certain = ThreeRuns::default();
    let mut possible = ThreeRuns::default();
    let mut worst: Option<Reading> = None;
    let mut bad: Option<(Exact, Day)> = None;
    let first = subject.first_of(window);
    let last = subject.last_qualified_run;
    let any_is_certain = last.is_some_and(|last| first.is_none_or(|first| last >= first));
    for run in recent(subject, window) {
        // Once three may be it, older ones make it no worse than the worst.
        let is_over = certain.are_over(run.date)
            || (possible.are_over(run.date)
                && worst.is_some_and(|worst| worst.may_be_worst(measure)));
        if is_over {
            break;
        }
        let (low, high) = read(subject, &run.entry, run.date);
        let counts = subject.qualifies(run);
        // One that may be among the three makes it no worse for certain once three others may be.
        let low = if possible.are_over(run.date) {
            Exact::ZERO
        } else {
            low
        };
        if counts.possible {
            let reading = Reading::range(low, high, Some(run.date), Cause::Incomplete);
            worst = Some(worst.map_or(reading, |worst| worst.worse(reading, measure)));
        } else if bad.is_none_or(|(worst, _)| low > worst) {
            bad = Some((low, run.date));
        }
        certain.add(run.date, counts.certain);
        possible.add(run.date, counts.possible);
    }
    let none = no_run(subject, window, measure);
    let told = match worst {
        Some(worst) if any_is_certain => worst,
        Some(worst) => none.or(worst, measure),
        None => none,
    };
    match bad {
        Some((value, day)) => no_better_than(told, value, day, measure),
        None => told,
    }
}

/// Three runs counted from the newest, and any on the day of the third.
#[derive(Default)]
struct ThreeRuns {
    runs: u8,
    third: Option<Day>,
}

impl ThreeRuns {
    fn add(&mut self, day: Day, counts: bool) {
        if counts {
            self.runs = self.runs.saturating_add(1);
            if self.runs == 3 {
                self.third = Some(day);
            }
        }
    }

    fn are_over(&self, day: Day) -> bool {
        self.third.is_some_and(|third| day < third)
    }
}
