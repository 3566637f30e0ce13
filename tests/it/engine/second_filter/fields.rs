//! Fields of a record, read as they stand.

use return_to_run::Day;
use return_to_run::quantity::{Exact, Kilometres, Minutes, Nrs};
use serde_json::Value;

/// The least and the most that something may be; one value when they are equal.
pub(super) type Range = (Exact, Exact);

pub(super) const WORST_PAIN: Exact = Exact::whole(10);

/// Whether something holds; `None` when the record does not tell.
pub(super) type Answer = Option<bool>;

pub(super) fn both(one: Answer, other: Answer) -> Answer {
    match (one, other) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    }
}

pub(super) fn entries<'a>(record: &'a Value, block: &str) -> Vec<&'a Value> {
    let list = record.get(block).and_then(Value::as_array);
    list.map(|list| list.iter().collect()).unwrap_or_default()
}

pub(super) fn day(value: Option<&Value>) -> Option<Day> {
    value?.as_str()?.parse().ok()
}

pub(super) fn yes(entry: &Value, field: &str) -> Answer {
    entry.get(field)?.as_bool()
}

pub(super) fn word<'a>(entry: &'a Value, field: &str) -> Option<&'a str> {
    entry.get(field)?.as_str()
}

pub(super) fn pain(entry: &Value, field: &str) -> Option<Exact> {
    let value = entry.get(field)?.clone();
    Some(serde_json::from_value::<Nrs>(value).ok()?.exact())
}

/// The last day of what is written as a day, a month or a year, but no later than the question.
pub(super) fn last_day(text: &str, as_of: Day) -> Option<Day> {
    let mut parts = text.split('-').map(str::parse::<i32>);
    let year = parts.next()?.ok()?;
    let day = match (parts.next(), parts.next()) {
        (None, _) | (Some(Ok(12)), None) => format!("{year}-12-31").parse().ok()?,
        (Some(month), None) => {
            let next: Day = format!("{year}-{:02}-01", month.ok()?.saturating_add(1))
                .parse()
                .ok()?;
            next.plus(-1)
        }
        (Some(_), Some(_)) => text.parse().ok()?,
    };
    Some(day.min(as_of))
}

/// "A run slower than 12 minutes a kilometre, or with an elapsed time above 1.5 times its duration."
pub(super) fn looks_walked(run: &Value) -> bool {
    let (moving, elapsed) = (minutes(run, "duration_min"), minutes(run, "elapsed_min"));
    let slow = distance(run)
        .zip(moving.or(elapsed))
        .is_some_and(|(far, lasted)| lasted > far.times(12));
    let paused = moving.zip(elapsed);
    let paused = paused.is_some_and(|(moving, elapsed)| elapsed.times(2) > moving.times(3));
    matches!(word(run, "kind"), Some("run" | "race")) && (slow || paused)
}

pub(super) fn distance(run: &Value) -> Option<Exact> {
    let value = run.get("distance_km")?.clone();
    Some(serde_json::from_value::<Kilometres>(value).ok()?.exact())
}

pub(super) fn duration(run: &Value) -> Option<Exact> {
    minutes(run, "duration_min")
}

fn minutes(run: &Value, field: &str) -> Option<Exact> {
    let value = run.get(field)?.clone();
    Some(serde_json::from_value::<Minutes>(value).ok()?.exact())
}

/// "The entry tells the worst of the N days up to its date. It counts as N days."
pub(super) fn covered(entry: &Value) -> Vec<Day> {
    let Some(on) = day(entry.get("date")) else {
        return Vec::new();
    };
    let days = entry
        .get("covers_days")
        .and_then(Value::as_f64)
        .unwrap_or(1.0);
    (0..14_i32)
        .filter(|back| f64::from(*back) < days)
        .map(|back| on.plus(back.saturating_neg()))
        .collect()
}
