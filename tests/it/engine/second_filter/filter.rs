//! Which entries count, by the contract.

use std::collections::{BTreeMap, BTreeSet};

use return_to_run::Day;
use return_to_run::measure::Window;
use return_to_run::protocol::Protocol;
use return_to_run::quantity::Exact;
use serde_json::{Value, json};

use super::diary::Fact;
use super::fields::{
    Answer, Range, both, covered, day, distance, duration, entries, last_day, pain, word, yes,
};

/// When good news begins to count.
#[derive(Clone, Copy, Debug)]
pub(super) enum Since {
    Unknown,
    Always,
    After(Day),
}

pub(super) struct Filter<'a> {
    pub(super) record: &'a Value,
    pub(super) as_of: Day,
    pub(super) protocol: &'a Protocol,
    pub(super) since: Since,
}

impl<'a> Filter<'a> {
    pub(super) fn new(record: &'a Value, protocol: &'a Protocol) -> Option<Self> {
        let as_of = day(record.get("as_of"))?;
        let mut filter = Self {
            record,
            as_of,
            protocol,
            since: Since::Unknown,
        };
        filter.since = filter.since();
        Some(filter)
    }

    /// "The latest of onset, `last_flare` and the last flare that the record itself shows"; without the first two nothing qualifies.
    pub(super) fn since(&self) -> Since {
        let none = json!({});
        let injury = self.record.get("injury").unwrap_or(&none);
        let hurt = word(injury, "condition") != Some("none");
        let onset = word(injury, "onset").and_then(|text| last_day(text, self.as_of));
        let stated = word(injury, "last_flare");
        if hurt && (onset.is_none() || stated.is_none()) {
            return Since::Unknown;
        }
        let stated = stated.filter(|stated| *stated != "none");
        let stated = stated.and_then(|text| last_day(text, self.as_of));
        let latest = [onset, stated, self.shown_flare(onset)]
            .into_iter()
            .flatten()
            .max();
        latest.map_or(Since::Always, Since::After)
    }

    /// "Three days within seven, after onset, with a limp, or daily-life or morning pain above 5, counted from its last day."
    pub(super) fn shown_flare(&self, onset: Option<Day>) -> Option<Day> {
        let rule = self.protocol.evidence.flare.as_ref()?;
        let mut bad: BTreeSet<Day> = BTreeSet::new();
        for entry in entries(self.record, "pain") {
            let daily = ["worst", "rest", "walking", "stairs"]
                .iter()
                .any(|field| pain(entry, field).is_some_and(|pain| pain > rule.daily_above));
            let morning = pain(entry, "morning").is_some_and(|pain| pain > rule.morning_above);
            let limp = rule.limp && yes(entry, "limp") == Some(true);
            if daily || morning || limp {
                bad.extend(covered(entry));
            }
        }
        for run in entries(self.record, "runs") {
            let walked = word(run, "kind") == Some("walk");
            let limped = rule.limp && word(run, "gait") == Some("altered");
            let hurt = ["pain_start", "pain_during", "pain_after"]
                .iter()
                .any(|field| pain(run, field).is_some_and(|pain| pain > rule.daily_above));
            if walked && (hurt || limped) {
                bad.extend(day(run.get("date")));
            }
        }
        for block in ["runs", "heel_raise", "hop"] {
            for entry in entries(self.record, block) {
                if pain(entry, "pain_next_morning").is_some_and(|pain| pain > rule.morning_above) {
                    bad.extend(day(entry.get("date")).map(|day| day.plus(1)));
                }
            }
        }
        bad.retain(|day| *day <= self.as_of && onset.is_none_or(|onset| *day > onset));
        let of = i32::from(rule.of);
        let is_last = |last: &&Day| {
            let near = bad
                .iter()
                .filter(|day| **day <= **last && last.since(**day) < of);
            near.count() >= usize::from(rule.days)
        };
        bad.iter().rev().find(is_last).copied()
    }

    /// "A declared list of treatments answers for every day without `masked_by`; `masked_by` adds to it."
    pub(super) fn masked(&self, on: Day) -> Answer {
        let mut told: Answer = None;
        for entry in entries(self.record, "pain") {
            if let (true, Some(by)) = (
                covered(entry).contains(&on),
                entry.get("masked_by").and_then(Value::as_array),
            ) {
                told = Some(told == Some(true) || !by.is_empty());
            }
        }
        let treated = self.record.get("treatments").and_then(Value::as_array);
        let treated = treated.map(|treatments| {
            let hides = |one: &&Value| {
                let hides = ["nsaid", "analgesic", "ice", "tape"];
                word(one, "kind").is_some_and(|kind| hides.contains(&kind))
            };
            let on_the_day = |one: &Value| {
                let (start, end) = (day(one.get("start")), word(one, "end"));
                match (day(one.get("date")), start, end) {
                    (Some(single), ..) => Some(single == on),
                    (None, Some(start), _) if start > on => Some(false),
                    (None, Some(_), Some("ongoing")) => Some(true),
                    (None, Some(_), Some(_)) => day(one.get("end")).map(|end| end >= on),
                    (None, Some(start), None) if start == on => Some(true),
                    _ => None,
                }
            };
            let answers: Vec<Answer> = treatments.iter().filter(hides).map(on_the_day).collect();
            if answers.contains(&Some(true)) {
                Some(true)
            } else if answers.contains(&None) {
                None
            } else {
                Some(false)
            }
        });
        match (told, treated) {
            (Some(true), _) | (_, Some(Some(true))) => Some(true),
            (Some(false), None | Some(Some(false))) | (None, Some(Some(false))) => Some(false),
            _ => None,
        }
    }

    /// Whether what was done or felt on the day can be good news.
    pub(super) fn qualifies(&self, on: Day) -> Answer {
        let after = match self.since {
            Since::Unknown => None,
            Since::Always => Some(true),
            Since::After(since) => Some(on > since),
        };
        both(after, self.masked(on).map(|masked| !masked))
    }

    /// The days of a diary window, each with all that its entries and other blocks tell of one fact.
    pub(super) fn window(&self, fact: Fact, over: i32) -> (BTreeMap<Day, Range>, Vec<Exact>) {
        let inside = |day: &Day| *day <= self.as_of && self.as_of.since(*day) < over;
        let (mut days, mut beside) = (BTreeMap::new(), Vec::new());
        for entry in entries(self.record, "pain") {
            let range = fact.of(entry);
            for day in covered(entry).into_iter().filter(inside) {
                let slot = days.entry(day).or_insert(range);
                *slot = (slot.0.max(range.0), slot.1.max(range.1));
            }
        }
        for (day, value) in fact.told_elsewhere(self.record) {
            if inside(&day) {
                beside.push(value);
            }
        }
        (days, beside)
    }

    /// "The worst over all entries in the window, qualified or not; the days that `at_least` needs are counted over qualified ones."
    pub(super) fn worst(&self, fact: Fact, window: Window) -> Range {
        let over = i32::from(window.over.unwrap_or(1));
        let (days, beside) = self.window(fact, over);
        let low = days
            .values()
            .map(|range| range.0)
            .chain(beside.iter().copied());
        let low = low.max().unwrap_or(Exact::ZERO);
        let qualified: Vec<Day> = days
            .keys()
            .copied()
            .filter(|day| self.qualifies(*day) == Some(true))
            .collect();
        let newest = qualified.last().is_some_and(|day| {
            let fresh = window.fresh.map_or(i32::MAX, i32::from);
            self.as_of.since(*day) <= fresh
        });
        let enough = newest && qualified.len() >= usize::from(window.at_least.max(1));
        let high = days.values().map(|range| range.1).chain(beside);
        let high = high.max().filter(|_| enough).unwrap_or(fact.most());
        (low, high)
    }

    /// Whether the newest test of its kind speaks of the tendon as it is now, and what it tells.
    pub(super) fn newest<'b>(
        &self,
        block: &str,
        fresh: i32,
        is_it: impl Fn(&Value) -> bool + 'b,
    ) -> Option<&'a Value> {
        let tests = entries(self.record, block)
            .into_iter()
            .filter(|entry| is_it(entry));
        let newest = tests.max_by_key(|entry| day(entry.get("date")))?;
        let on = day(newest.get("date"))?;
        let fits = self.as_of.since(on) <= fresh && self.qualifies(on) == Some(true);
        fits.then_some(newest)
    }

    /// "A screening answer may be of the day of `since`."
    pub(super) fn answer(&self, field: &str, fresh: i32) -> Answer {
        let newest = entries(self.record, "screening")
            .into_iter()
            .max_by_key(|entry| day(entry.get("date")))?;
        let on = day(newest.get("date"))?;
        let since = match self.since {
            Since::Unknown => false,
            Since::Always => true,
            Since::After(since) => on >= since,
        };
        let fits = since && self.as_of.since(on) <= fresh;
        fits.then(|| yes(newest, field)).flatten()
    }

    /// Runs that can be good news, of so many days before the question, in which a run at least could be one.
    pub(super) fn runs(&self, days: std::ops::RangeInclusive<i32>) -> Vec<(&'a Value, Answer)> {
        let least = self.protocol.evidence.least_run.as_ref();
        let mut runs = Vec::new();
        for run in entries(self.record, "runs") {
            let Some(on) = day(run.get("date")) else {
                continue;
            };
            if word(run, "kind") == Some("walk") || !days.contains(&self.as_of.since(on)) {
                continue;
            }
            let dose = least.map_or(Some(true), |least| {
                let far = distance(run).map(|far| far >= least.distance);
                let long = duration(run).map(|long| long >= least.minutes);
                // One of the two is enough.
                both(far.map(|far| !far), long.map(|long| !long)).map(|neither| !neither)
            });
            // "A session slower than 30 minutes a kilometre is none until its distance or time is corrected."
            let crawled = distance(run)
                .zip(duration(run))
                .is_some_and(|(far, long)| long > far.times(30));
            let dose = if crawled { both(dose, None) } else { dose };
            runs.push((run, both(dose, self.qualifies(on))));
        }
        runs
    }
}
