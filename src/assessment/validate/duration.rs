//! A day has 24 hours: no entry lasts longer, nor do all runs and other training of one day together.
//!
//! *Why also of a session that runs past midnight?* An entry tells of its own day; what lies after midnight belongs to the next one,
//! and so does its load. Pauses are not counted: a watch that was left on does no training.

use super::entries::{Entry, InFileOrder, Place, placed};
use super::faults::Faults;
use crate::assessment::{Day, wire};
use crate::quantity::{MICRO, Minutes};

/// Millionths of a minute in a day.
pub(crate) const FULL_DAY: i64 = 24 * 60 * MICRO;

/// An entry that says how long it took.
trait Lasting: Entry {
    fn duration(&self) -> Option<Minutes>;
}

impl Lasting for wire::Run {
    fn duration(&self) -> Option<Minutes> {
        self.duration_min
    }
}

impl Lasting for wire::OtherTraining {
    fn duration(&self) -> Option<Minutes> {
        self.minutes
    }
}

pub(super) fn check_durations(
    runs: &InFileOrder<wire::Run>,
    training: &InFileOrder<wire::OtherTraining>,
    faults: &mut Faults,
) {
    let (runs_fit, training_fits) = (longest_day(runs), longest_day(training));
    if let (Some(run), Some(trained)) = (runs_fit, training_fits)
        && run.saturating_add(trained) <= FULL_DAY
    {
        return;
    }
    let mut sessions: Vec<(Day, Place, &'static str, i64)> = Vec::new();
    let of_runs = durations(runs, "runs", "/duration_min");
    sessions.extend(of_runs.chain(durations(training, "other_training", "/minutes")));
    sessions.sort_by_key(|(day, ..)| *day);
    for day in sessions.chunk_by(|(one, ..), (next, ..)| one == next) {
        let mut sum = 0_i64;
        let mut alone = false;
        for (_, place, field, duration) in day {
            if *duration > FULL_DAY {
                alone = true;
                faults.add_own(place.at(field), |own| {
                    let duration = Minutes::new(*duration).map(|minutes| own.of(&minutes));
                    let duration = duration.unwrap_or_default();
                    format!("duration must be at most 1440 min, got {duration}; write an entry for each day")
                });
            }
            sum = sum.saturating_add(*duration);
        }
        let Some((date, place, field, _)) = day.last() else {
            continue;
        };
        if sum > FULL_DAY && !alone {
            faults.add_own(place.at(field), |own| {
                let (count, date) = (day.len(), own.of(date));
                format!("the {count} runs and other sessions of {date} last more than 24 hours together; correct a duration or a date")
            });
        }
    }
}

fn durations<'a, T: Lasting>(
    log: &'a InFileOrder<T>,
    block: &'static str,
    field: &'static str,
) -> impl Iterator<Item = (Day, Place, &'static str, i64)> + use<'a, T> {
    placed(log).filter_map(move |placed| {
        let duration = placed.entry.duration()?;
        let index = placed.index;
        Some((
            placed.date,
            Place { block, index },
            field,
            duration.millionths(),
        ))
    })
}

/// The longest day of a log; `None` when its entries are not in order, so that those of one day may lie anywhere.
fn longest_day<T: Lasting>(log: &InFileOrder<T>) -> Option<i64> {
    let entries = log.as_deref().unwrap_or_default();
    let in_order = entries.is_sorted_by(|one, next| one.day() >= next.day())
        || entries.is_sorted_by(|one, next| one.day() <= next.day());
    let days = entries.chunk_by(|one, next| one.day() == next.day());
    let lasting = days.map(|day| {
        let durations = day.iter().filter_map(Lasting::duration);
        durations.fold(0, |sum: i64, one| sum.saturating_add(one.millionths()))
    });
    in_order.then(|| lasting.max().unwrap_or(0))
}
