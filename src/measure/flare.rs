//! The last flare that the record itself shows, whether anybody states one or not.

use super::evidence::{MOST_COVERED, first_day};
use super::rules::Flare;
use super::subject::up_to;
use crate::assessment::wire::{ActivityPain, Gait, Pain, Run, RunKind};
use crate::assessment::{Dated, Day, Record};
use crate::quantity::{Exact, Nrs};

/// The last day of the newest flare after the injury: the file's number of bad days within its number of days.
pub(super) fn last(record: &Record, onset: Option<Day>, as_of: Day, rule: &Flare) -> Option<Day> {
    let first = onset.map(|onset| onset.plus(1));
    let mut newest = latest_bad_day(record, rule, as_of, first, as_of)?;
    loop {
        let within = newest.plus(1_i32.saturating_sub(i32::from(rule.of)));
        let within = first.map_or(within, |first| first.max(within));
        let (mut days, mut earliest) = (1_u16, newest);
        while days < rule.days {
            match latest_bad_day(record, rule, as_of, Some(within), earliest.plus(-1)) {
                Some(day) => (days, earliest) = (days.saturating_add(1), day),
                None => break,
            }
        }
        if days >= rule.days {
            return Some(newest);
        }
        newest = latest_bad_day(record, rule, as_of, first, newest.plus(-1))?;
    }
}

/// The newest bad day from `first` to `last`, by whatever was known on the day of the question.
fn latest_bad_day(
    record: &Record,
    rule: &Flare,
    as_of: Day,
    first: Option<Day>,
    last: Day,
) -> Option<Day> {
    let mut newest: Option<Day> = first.map(|first| first.plus(-1));
    let start = newest;
    let told = last.plus(MOST_COVERED.saturating_sub(1)).min(as_of);
    for dated in until(record.pain.as_deref(), told) {
        if newest.is_some_and(|newest| dated.date <= newest) {
            break;
        }
        let day = dated.date.min(last);
        if is_bad_entry(&dated.entry, rule) && first_day(dated) <= day {
            newest = newest.max(Some(day));
        }
    }
    for run in until(record.runs.as_deref(), last) {
        if newest.is_some_and(|newest| run.date.plus(1) <= newest) {
            break;
        }
        if is_bad_walk(&run.entry, rule) {
            newest = newest.max(Some(run.date));
        }
        newest = newest.max(bad_morning(
            run.date,
            run.entry.pain_next_morning,
            rule,
            last,
        ));
    }
    let raised = until(record.heel_raise.as_deref(), last);
    let hopped = until(record.hop.as_deref(), last);
    let tests = raised
        .map(|test| (test.date, test.entry.pain_next_morning))
        .chain(hopped.map(|test| (test.date, test.entry.pain_next_morning)));
    for (date, pain) in tests {
        newest = newest.max(bad_morning(date, pain, rule, last));
    }
    newest.filter(|_| newest != start)
}

fn until<T>(log: Option<&[Dated<T>]>, last: Day) -> impl Iterator<Item = &Dated<T>> {
    up_to(log.unwrap_or_default(), last).iter()
}

fn is_above(pain: Option<Nrs>, limit: Exact) -> bool {
    pain.is_some_and(|pain| pain.exact() > limit)
}

fn is_bad_entry(pain: &Pain, rule: &Flare) -> bool {
    let hurts = |pain| is_above(pain, rule.daily_above);
    let hurts_in = |activity: Option<ActivityPain>| hurts(activity.and_then(ActivityPain::score));
    hurts(pain.worst)
        || hurts(pain.rest)
        || hurts_in(pain.walking)
        || hurts_in(pain.stairs)
        || is_above(pain.morning, rule.morning_above)
        || (rule.limp && pain.limp == Some(true))
}

/// A walk is daily life, and an altered gait on one is a limp.
fn is_bad_walk(run: &Run, rule: &Flare) -> bool {
    run.kind == Some(RunKind::Walk)
        && ([run.pain_start, run.pain_during, run.pain_after]
            .into_iter()
            .any(|pain| is_above(pain, rule.daily_above))
            || (rule.limp && run.gait == Some(Gait::Altered)))
}

fn bad_morning(date: Day, pain: Option<Nrs>, rule: &Flare, last: Day) -> Option<Day> {
    let morning = date.plus(1);
    (morning <= last && is_above(pain, rule.morning_above)).then_some(morning)
}
