//! How each shape is read off the observations.

use super::super::reading::{Cause, Reading};
use super::super::sides::{involved, supposed, symmetry};
use super::super::subject::{Subject, Window};
use super::super::{Better, Definition, Scale};
use super::Shape;
use crate::assessment::wire::{Observation, ObservedSide, ObservedValue};
use crate::assessment::{Dated, Day};
use crate::quantity::Exact;

/// Which part of an entry is read.
#[derive(Clone, Copy)]
enum Part {
    Whole,
    Left,
    Right,
}

pub(super) fn read(subject: &Subject<'_>, window: Window, measure: &'static Definition) -> Reading {
    let Some(declared) = measure.declared else {
        return Reading::unknown(measure, Cause::Absent);
    };
    let sides = |of: &'static Definition| {
        let one = |part| told(subject, window, of, part);
        (one(Part::Left), one(Part::Right))
    };
    if let Some(tested) = declared.of {
        let pair = supposed(subject, sides(tested), tested, window);
        return symmetry(subject, pair, tested, measure);
    }
    if declared.sided {
        let (left, right) = sides(measure);
        involved(subject, left, right, measure)
    } else {
        told(subject, window, measure, Part::Whole)
    }
}

/// What is told of one part of the entries.
fn told(
    subject: &Subject<'_>,
    window: Window,
    measure: &'static Definition,
    part: Part,
) -> Reading {
    let log = subject.assessment.observations.as_deref();
    let tells = |entry: &Observation| entry.measure.as_deref() == Some(measure.id);
    match measure.declared.map(|declared| declared.shape) {
        Some(Shape::NewestTest) => {
            subject
                .newest_test(log, window, tells)
                .read(measure, |entry, date| {
                    let unknown = Reading::unknown(measure, Cause::Incomplete).on(date);
                    match found(entry, part, measure) {
                        Found::Value(value) => Reading::taken(value, Some(date)),
                        Found::Unable => Reading::unable(Some(date)),
                        Found::Nothing => unknown,
                    }
                })
        }
        Some(Shape::NewestAnswer) => {
            subject.newest_answer_of(log, window, measure, tells, |entry| {
                let value = match found(entry, part, measure) {
                    Found::Value(value) => value,
                    Found::Unable => measure.worst_end(),
                    Found::Nothing => return None,
                };
                Some((value, value))
            })
        }
        Some(Shape::WorstDay) => worst_day(subject, window, measure, part),
        Some(Shape::Symmetry) | None => Reading::unknown(measure, Cause::Absent),
    }
}

/// The worst of the days of the window, whether each of them counts or not; good news only where enough of them do, and the newest of
/// those is of today or yesterday.
///
/// An entry that tells nothing may have been anything: that it is there widens the reading, so that blanking it never helps.
fn worst_day(
    subject: &Subject<'_>,
    window: Window,
    measure: &'static Definition,
    part: Part,
) -> Reading {
    let log = subject.known(subject.assessment.observations.as_deref());
    let tells = |dated: &&Dated<Observation>| dated.entry.measure.as_deref() == Some(measure.id);
    let mut entries = log.unwrap_or_default().iter().filter(tells).peekable();
    let mut worst: Option<Exact> = None;
    let (mut complete, mut newest) = (true, None::<Day>);
    let (mut counted, mut newest_counted) = (0_u16, None::<Day>);
    while let Some(dated) = entries.next_if(|dated| subject.in_window(dated.date, window)) {
        newest = newest.or(Some(dated.date));
        let value = match found(&dated.entry, part, measure) {
            Found::Value(value) => value,
            Found::Unable => return Reading::unable(Some(dated.date)),
            Found::Nothing => {
                complete = false;
                continue;
            }
        };
        worst = Some(worst.map_or(value, |worst| worse_of(worst, value, measure)));
        if subject.day_qualifies(dated.date).certain {
            counted = counted.saturating_add(1);
            newest_counted = newest_counted.or(Some(dated.date));
        }
    }
    let Some((worst, date)) = worst.zip(newest) else {
        return untold(entries, newest, window, measure, part);
    };
    let recent =
        newest_counted.is_some_and(|day| window.over.is_none() || subject.age_of(day) <= 1);
    if complete && recent && counted >= window.at_least.max(1) {
        Reading::taken(worst, Some(date))
    } else {
        let cause = subject.disqualified(date).unwrap_or(Cause::Incomplete);
        no_better_than(worst, measure, date, cause)
    }
}

/// What is to be said when no entry of the window tells anything: nothing, but for bad news that is kept until a newer answer takes its
/// place.
fn untold<'a>(
    mut older: impl Iterator<Item = &'a Dated<Observation>>,
    newest: Option<Day>,
    window: Window,
    measure: &'static Definition,
    part: Part,
) -> Reading {
    let told = older.find_map(|dated| {
        let value = match found(&dated.entry, part, measure) {
            Found::Value(value) => value,
            Found::Unable => measure.worst_end(),
            Found::Nothing => return None,
        };
        Some((value, dated.date))
    });
    match (told, newest) {
        (Some((value, day)), _) if window.keeps_adverse => {
            no_better_than(value, measure, day, Cause::Stale)
        }
        (_, Some(day)) => Reading::unknown(measure, Cause::Incomplete).on(day),
        (Some((_, day)), None) => Reading::unknown(measure, Cause::Stale).on(day),
        (None, None) => Reading::unknown(measure, Cause::Absent),
    }
}

fn worse_of(one: Exact, other: Exact, measure: &Definition) -> Exact {
    match measure.better {
        Some(Better::Higher) => one.min(other),
        Some(Better::Lower) | None => one.max(other),
    }
}

fn no_better_than(value: Exact, measure: &Definition, date: Day, cause: Cause) -> Reading {
    let worst = measure.worst_end();
    Reading::range(value.min(worst), value.max(worst), Some(date), cause)
}

/// What an entry says in one part.
enum Found {
    Value(Exact),
    Unable,
    Nothing,
}

fn found(entry: &Observation, part: Part, measure: &Definition) -> Found {
    let side = match part {
        Part::Whole => return said(entry.value.as_ref(), entry.unable, measure),
        Part::Left => entry.left.as_ref(),
        Part::Right => entry.right.as_ref(),
    };
    side.map_or(
        Found::Nothing,
        |ObservedSide {
             value,
             unable,
             note: _,
         }| { said(value.as_ref(), *unable, measure) },
    )
}

fn said(value: Option<&ObservedValue>, unable: Option<bool>, measure: &Definition) -> Found {
    // A value that does not fit is refused before anything is judged; were it not, it would say nothing.
    match value.and_then(|value| number(value, measure).ok()) {
        Some(value) => Found::Value(value),
        None if unable == Some(true) => Found::Unable,
        None => Found::Nothing,
    }
}

/// A value that is none of the measure's.
pub(super) struct Unfit;

/// The value as the measure counts it.
pub(super) fn number(value: &ObservedValue, measure: &Definition) -> Result<Exact, Unfit> {
    let step = measure.declared.and_then(|declared| declared.step);
    let fitting = match (value, measure.scale) {
        (ObservedValue::Number(millionths), Scale::Number { low, high, .. }) => {
            let value = Exact::micro(*millionths);
            let on_step = |step: Exact| {
                let rest = value.minus(low).millionths().checked_rem(step.millionths());
                rest == Some(0)
            };
            ((low..=high).contains(&value) && step.is_none_or(on_step)).then_some(value)
        }
        (ObservedValue::Word(word), Scale::Words(words)) => {
            let place = words.iter().position(|known| known == word);
            place.and_then(|place| i64::try_from(place).ok().map(Exact::whole))
        }
        (ObservedValue::YesNo(answer), Scale::YesNo) => Some(Exact::whole(i64::from(*answer))),
        (
            ObservedValue::Number(_) | ObservedValue::Word(_) | ObservedValue::YesNo(_),
            Scale::Number { .. } | Scale::Words(_) | Scale::YesNo,
        ) => None,
    };
    fitting.ok_or(Unfit)
}
