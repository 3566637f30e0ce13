//! A second, slow and obvious filter of evidence, written from the contract and sharing no rule with the library, agrees with its readings.
//!
//! It knows days and numbers only: after which day good news counts, which days were masked, which entries of a window count, which test or
//! answer is the newest that speaks of the tendon as it is now, and which runs are runs.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::{Config, TestRunner};
use return_to_run::measure::{GoalDistance, Reading, State, Subject, Window, find};
use return_to_run::protocol::Protocol;
use return_to_run::protocol::builtin::SHIPPED;
use return_to_run::quantity::{Exact, Kilometres, Minutes, Nrs};
use return_to_run::{Assessment, Day};
use serde_json::{Value, json};

use crate::support::{Tested, cases};

/// The least and the most that something may be; one value when they are equal.
type Range = (Exact, Exact);

const WORST_PAIN: Exact = Exact::whole(10);

/// Whether something holds; `None` when the record does not tell.
type Answer = Option<bool>;

fn both(one: Answer, other: Answer) -> Answer {
    match (one, other) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    }
}

fn entries<'a>(record: &'a Value, block: &str) -> Vec<&'a Value> {
    let list = record.get(block).and_then(Value::as_array);
    list.map(|list| list.iter().collect()).unwrap_or_default()
}

fn day(value: Option<&Value>) -> Option<Day> {
    value?.as_str()?.parse().ok()
}

fn yes(entry: &Value, field: &str) -> Answer {
    entry.get(field)?.as_bool()
}

fn word<'a>(entry: &'a Value, field: &str) -> Option<&'a str> {
    entry.get(field)?.as_str()
}

fn pain(entry: &Value, field: &str) -> Option<Exact> {
    let value = entry.get(field)?.clone();
    Some(serde_json::from_value::<Nrs>(value).ok()?.exact())
}

/// The last day of what is written as a day, a month or a year, but no later than the question.
fn last_day(text: &str, as_of: Day) -> Option<Day> {
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

/// When good news begins to count.
#[derive(Clone, Copy, Debug)]
enum Since {
    Unknown,
    Always,
    After(Day),
}

struct Filter<'a> {
    record: &'a Value,
    as_of: Day,
    protocol: &'a Protocol,
    since: Since,
}

impl<'a> Filter<'a> {
    fn new(record: &'a Value, protocol: &'a Protocol) -> Option<Self> {
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
    fn since(&self) -> Since {
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
    fn shown_flare(&self, onset: Option<Day>) -> Option<Day> {
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
    fn masked(&self, on: Day) -> Answer {
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
    fn qualifies(&self, on: Day) -> Answer {
        let after = match self.since {
            Since::Unknown => None,
            Since::Always => Some(true),
            Since::After(since) => Some(on > since),
        };
        both(after, self.masked(on).map(|masked| !masked))
    }

    /// The days of a diary window, each with all that its entries and other blocks tell of one fact.
    fn window(&self, fact: Fact, over: i32) -> (BTreeMap<Day, Range>, Vec<Exact>) {
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
    fn worst(&self, fact: Fact, window: Window) -> Range {
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
    fn newest<'b>(
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
    fn answer(&self, field: &str, fresh: i32) -> Answer {
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
    fn runs(&self, days: std::ops::RangeInclusive<i32>) -> Vec<(&'a Value, Answer)> {
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
            runs.push((run, both(dose, self.qualifies(on))));
        }
        runs
    }
}

/// "A run slower than 12 minutes a kilometre, or with an elapsed time above 1.5 times its duration."
fn looks_walked(run: &Value) -> bool {
    let (moving, elapsed) = (minutes(run, "duration_min"), minutes(run, "elapsed_min"));
    let slow = distance(run)
        .zip(moving.or(elapsed))
        .is_some_and(|(far, lasted)| lasted > far.times(12));
    let paused = moving.zip(elapsed);
    let paused = paused.is_some_and(|(moving, elapsed)| elapsed.times(2) > moving.times(3));
    matches!(word(run, "kind"), Some("run" | "race")) && (slow || paused)
}

fn distance(run: &Value) -> Option<Exact> {
    let value = run.get("distance_km")?.clone();
    Some(serde_json::from_value::<Kilometres>(value).ok()?.exact())
}

fn duration(run: &Value) -> Option<Exact> {
    minutes(run, "duration_min")
}

fn minutes(run: &Value, field: &str) -> Option<Exact> {
    let value = run.get(field)?.clone();
    Some(serde_json::from_value::<Minutes>(value).ok()?.exact())
}

/// "The entry tells the worst of the N days up to its date. It counts as N days."
fn covered(entry: &Value) -> Vec<Day> {
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

/// A fact of a day.
#[derive(Clone, Copy, Debug)]
enum Fact {
    DailyLife,
    Morning,
    Limp,
}

impl Fact {
    const fn most(self) -> Exact {
        match self {
            Self::DailyLife | Self::Morning => WORST_PAIN,
            Self::Limp => Exact::whole(1),
        }
    }

    /// What a diary entry says of it: unknown parts reach up to the worst.
    fn of(self, entry: &Value) -> Range {
        let known =
            |value: Option<Exact>| value.map_or((Exact::ZERO, self.most()), |value| (value, value));
        match self {
            Self::Morning => known(pain(entry, "morning")),
            Self::Limp => known(yes(entry, "limp").map(|limp| Exact::whole(i64::from(limp)))),
            Self::DailyLife => {
                let parts = ["rest", "walking", "stairs"].map(|field| {
                    let not_done = word(entry, field) == Some("not-done");
                    (pain(entry, field), not_done)
                });
                let worst_part = parts.iter().filter_map(|(pain, _)| *pain).max();
                let complete = parts
                    .iter()
                    .all(|(pain, not_done)| pain.is_some() || *not_done);
                let worst = pain(entry, "worst");
                let low = worst.max(worst_part);
                let high = if worst.is_some() || (complete && worst_part.is_some()) {
                    low
                } else {
                    None
                };
                (low.unwrap_or(Exact::ZERO), high.unwrap_or(WORST_PAIN))
            }
        }
    }

    /// The same fact of a day, told by another block: a walk's pain and gait, the morning after a session.
    fn told_elsewhere(self, record: &Value) -> Vec<(Day, Exact)> {
        let mut told = Vec::new();
        let mut tell = |day: Option<Day>, value: Option<Exact>| told.extend(day.zip(value));
        match self {
            Self::Limp => {
                for run in entries(record, "runs") {
                    let limped =
                        word(run, "kind") == Some("walk") && word(run, "gait") == Some("altered");
                    tell(day(run.get("date")), limped.then_some(Exact::whole(1)));
                }
            }
            Self::DailyLife => {
                for run in entries(record, "runs") {
                    if word(run, "kind") == Some("walk") {
                        for field in ["pain_start", "pain_during", "pain_after"] {
                            tell(day(run.get("date")), pain(run, field));
                        }
                    }
                }
            }
            Self::Morning => {
                for block in ["runs", "heel_raise", "hop"] {
                    for entry in entries(record, block) {
                        let next = day(entry.get("date")).map(|day| day.plus(1));
                        tell(next, pain(entry, "pain_next_morning"));
                    }
                }
            }
        }
        told
    }
}

/// What the library reads; nothing where the measure does not apply.
fn ends(reading: &Reading, worst: Exact) -> Option<Range> {
    match reading.state {
        State::Known { low, high } => Some((low, high)),
        State::Unable => Some((worst, worst)),
        State::NotApplicable => None,
    }
}

/// The library's readings of one record beside those of this filter.
struct Comparison<'a> {
    subject: Subject<'a>,
    filter: Filter<'a>,
    faults: Vec<String>,
}

impl Comparison<'_> {
    fn seen(&self, id: &str, window: Window, worst: Exact) -> Result<Option<Range>, String> {
        let measure = find(id).ok_or_else(|| id.to_owned())?;
        Ok(ends(&self.subject.read(measure, window), worst))
    }

    fn agree(
        &mut self,
        (id, window): (&str, Window),
        worst: Exact,
        expected: Range,
    ) -> Result<(), String> {
        let seen = self.seen(id, window, worst)?;
        if seen.is_some_and(|seen| seen != expected) {
            let since = self.filter.since;
            self.faults.push(format!(
                "{id} {window:?}: the library reads {seen:?}, the contract {expected:?}, since {since:?}"
            ));
        }
        Ok(())
    }

    /// A count or distance of good news is no more than this.
    fn at_most(&mut self, id: &str, most: Exact) -> Result<(), String> {
        let seen = self.seen(id, Window::default(), Exact::ZERO)?;
        if seen.is_some_and(|(least, _)| least > most) {
            let since = self.filter.since;
            self.faults.push(format!(
                "{id}: the library reads {seen:?}, the contract at most {most:?}, since {since:?}"
            ));
        }
        Ok(())
    }

    fn diary(&mut self) -> Result<(), String> {
        for (id, fact) in [
            ("pain.daily.worst", Fact::DailyLife),
            ("pain.morning", Fact::Morning),
            ("gait.limp", Fact::Limp),
        ] {
            for (over, at_least) in [(7, 5), (14, 10), (3, 1)] {
                let window = Window {
                    fresh: Some(1),
                    over: Some(over),
                    at_least,
                    keeps_adverse: false,
                };
                let expected = self.filter.worst(fact, window);
                self.agree((id, window), fact.most(), expected)?;
            }
        }
        Ok(())
    }

    fn answers(&mut self, window: Window, fresh: i32) -> Result<(), String> {
        for field in ["fever", "push_off_loss", "night_pain"] {
            let id = format!("screening.{field}");
            let either = (Exact::ZERO, Exact::whole(1));
            let expected = self.filter.answer(field, fresh).map_or(either, |yes| {
                let value = Exact::whole(i64::from(yes));
                (value, value)
            });
            self.agree((&id, window), Exact::whole(1), expected)?;
        }
        Ok(())
    }

    fn tests(&mut self, window: Window, fresh: i32) -> Result<(), String> {
        let side = self.filter.record.pointer("/injury/side");
        // Of two hurt legs the measure tells the worse, which is no matter of evidence.
        let Some(side @ ("left" | "right")) = side.and_then(Value::as_str) else {
            return Ok(());
        };
        let heel_raise = self.filter.newest("heel_raise", fresh, |_| true);
        let at_cadence = |test: &&Value| {
            let cadence = test.get("cadence_per_min");
            cadence.and_then(Value::as_i64) == Some(30)
        };
        let hops = self.filter.newest("hop", fresh, |test| {
            word(test, "test") == Some("repeated-hops")
        });
        for (id, test, path) in [
            (
                "heel_raise.reps.involved",
                heel_raise.filter(at_cadence),
                "/reps",
            ),
            ("hop.repeated.count", hops, "/trials/0"),
        ] {
            let most = find(id).ok_or(id)?.scale.range().1;
            let leg = test.and_then(|test| test.get(side));
            let count = leg.and_then(|leg| {
                let unable = yes(leg, "unable") == Some(true);
                let count = leg.pointer(path).and_then(Value::as_i64);
                if unable { Some(0) } else { count }
            });
            let expected = count.map_or((Exact::ZERO, most), |count| {
                (Exact::whole(count), Exact::whole(count))
            });
            self.agree((id, window), Exact::ZERO, expected)?;
        }
        Ok(())
    }

    fn runs(&mut self) -> Result<(), String> {
        let counted = |count: usize| i64::try_from(count).map(Exact::whole);
        let sure = |(_, counts): &(&Value, Answer)| *counts == Some(true);
        let of_weeks = self.filter.runs(1..=28).into_iter().filter(sure).count();
        let of_weeks = counted(of_weeks).map_err(|error| error.to_string())?;
        let id = "load.runs_since_onset_28d";
        if let Some((_, most)) = self.seen(id, Window::default(), Exact::ZERO)? {
            self.agree((id, Window::default()), Exact::ZERO, (of_weeks, most))?;
        }
        // "A distance without a time counts for at most one and a half times" what a time, the runner or five such runs stand by.
        let longest = self.filter.runs(1..=42).into_iter().filter(sure);
        let (timed, mut claimed): (Vec<_>, Vec<_>) = longest
            .filter_map(|(run, _)| Some((run, distance(run)?)))
            .partition(|(run, _)| {
                let run_through = !looks_walked(run) || yes(run, "walk_breaks") == Some(false);
                run_through && yes(run, "confirmed").unwrap_or(duration(run).is_some())
            });
        claimed.sort_by_key(|(_, distance)| std::cmp::Reverse(*distance));
        let of = |claim: Option<&(&Value, Exact)>| claim.map_or(Exact::ZERO, |(_, far)| *far);
        let timed = timed.iter().map(|(_, distance)| *distance).max();
        let timed = timed.unwrap_or(Exact::ZERO);
        let sure = timed.max(of(claimed.get(4))).times(3).over(2);
        let longest = timed.max(of(claimed.first()).min(sure));
        self.at_most("load.longest_run_42d", longest)?;
        // Of a clean session more is asked than evidence.
        let unbroken = self
            .filter
            .runs(0..=28)
            .into_iter()
            .filter(|(run, counts)| {
                let told = run.get("sources").is_none_or(Value::is_null) && !looks_walked(run);
                let without_breaks = yes(run, "walk_breaks").map_or(told, |breaks| !breaks);
                let long = duration(run).is_some_and(|long| long >= Exact::whole(30));
                let easy = pain(run, "pain_during").is_some_and(|pain| pain <= Exact::whole(5));
                let whole = matches!(word(run, "kind"), Some("run" | "race"));
                *counts == Some(true) && whole && without_breaks && long && easy
            });
        let whole = if unbroken.count() < 3 { 99 } else { 100 };
        self.at_most("load.third_half_hour_28d", Exact::whole(whole))
    }
}

fn compared(record: &Value, protocol: &Protocol) -> Result<Option<Vec<String>>, String> {
    let Ok(assessment) = Assessment::from_json(&record.to_string()) else {
        return Ok(None);
    };
    let filter = Filter::new(record, protocol).ok_or("no day")?;
    let (rules, as_of) = (&protocol.evidence, filter.as_of);
    let mut comparison = Comparison {
        subject: Subject::under(rules, &assessment, as_of, GoalDistance::None),
        filter,
        faults: Vec::new(),
    };
    comparison.diary()?;
    for fresh in [7_u16, 14] {
        let window = Window {
            fresh: Some(fresh),
            over: None,
            at_least: 1,
            keeps_adverse: false,
        };
        comparison.answers(window, i32::from(fresh))?;
        comparison.tests(window, i32::from(fresh))?;
    }
    comparison.runs()?;
    if let Since::After(since) = comparison.filter.since {
        let days = comparison.filter.as_of.since(since);
        let days = Exact::whole(i64::from(days));
        let id = "time.days_since_onset_or_flare";
        comparison.agree((id, Window::default()), Exact::ZERO, (days, days))?;
    }
    Ok(Some(comparison.faults))
}

#[test]
fn the_slow_obvious_filter_agrees_on_every_fixture() -> Tested {
    let mut faults = Vec::new();
    let protocols = protocols()?;
    for (path, text) in cases()? {
        let record: Value = serde_json::from_str(&text)?;
        for fault in judged(&record, &protocols)?.into_iter().flatten() {
            faults.push(format!("{}: {fault}", path.display()));
        }
    }
    assert!(
        faults.is_empty(),
        "{} faults: {}",
        faults.len(),
        faults.join("\n")
    );
    Ok(())
}

fn protocols() -> Result<Vec<Protocol>, String> {
    let compiled = SHIPPED.iter().map(|shipped| shipped.compile());
    compiled
        .map(|one| one.map_err(|faults| format!("{faults:?}")))
        .collect()
}

fn judged(record: &Value, protocols: &[Protocol]) -> Result<Option<Vec<String>>, String> {
    let condition = record.pointer("/injury/condition").and_then(Value::as_str);
    let protocol = protocols.iter().find(|protocol| {
        let answers = |one: &String| Some(one.as_str()) == condition;
        protocol.route_out.is_none() && protocol.conditions.iter().any(answers)
    });
    protocol.map_or(Ok(None), |protocol| compared(record, protocol))
}

/// One change of a record: days are counted back from the question.
#[derive(Clone, Debug)]
enum Edit {
    Onset(Value, i32),
    Flare(Value, i32),
    Pain(i32, Value),
    Mask(Index),
    Treatments(Value),
    Treatment(Value, i32, i32),
    Screening(i32, bool),
    Test(i32, u8),
    Run(i32, Value),
    Without(&'static str),
}

fn edit() -> impl Strategy<Value = Edit> {
    let back = || 0_i32..20;
    let score = || prop::option::weighted(0.6, 0_u8..=10);
    let words = |words: &'static [&'static str]| prop::sample::select(words);
    let period = || {
        prop::sample::select(vec![
            json!("day"),
            json!("day"),
            json!("month"),
            json!("year"),
            json!("none"),
            Value::Null,
        ])
    };
    prop_oneof![
        1 => (period(), 0_i32..120).prop_map(|(kind, back)| Edit::Onset(kind, back)),
        1 => (period(), 0_i32..120).prop_map(|(kind, back)| Edit::Flare(kind, back)),
        6 => (back(), prop::option::of(1_u8..=14), score(), score(), score(), prop::option::of(any::<bool>()), prop::option::of(any::<bool>()))
            .prop_map(|(back, covers, worst, walking, morning, limp, masked)| {
                let masked = masked.map(|masked| if masked { json!(["tape"]) } else { json!([]) });
                Edit::Pain(back, json!({ "covers_days": covers, "worst": worst, "walking": walking, "morning": morning, "limp": limp,
                    "masked_by": masked }))
            }),
        1 => any::<Index>().prop_map(Edit::Mask),
        1 => prop::sample::select(vec![json!([]), Value::Null]).prop_map(Edit::Treatments),
        1 => (words(&["nsaid", "tape", "massage"]), back(), -1_i32..10)
            .prop_map(|(kind, back, days)| Edit::Treatment(json!(kind), back, days)),
        1 => (back(), any::<bool>()).prop_map(|(back, yes)| Edit::Screening(back, yes)),
        1 => (back(), 0_u8..60).prop_map(|(back, count)| Edit::Test(back, count)),
        3 => (back(), words(&["run", "walk", "walk-run", "race"]), (0_u8..30, prop::option::of(0_u8..90)), (score(), score()),
            prop::option::of(any::<bool>()), any::<bool>())
            .prop_map(|(back, kind, (km, minutes), (during, next), breaks, imported)| {
                let sources = if imported { json!(["watch.fit"]) } else { Value::Null };
                Edit::Run(back, json!({ "kind": kind, "distance_km": km, "duration_min": minutes, "pain_during": during,
                    "pain_next_morning": next, "gait": "normal", "walk_breaks": breaks, "sources": sources }))
            }),
        1 => words(&["pain", "runs", "screening", "heel_raise", "hop"]).prop_map(Edit::Without),
    ]
}

fn dated(as_of: Day, back: i32, kind: &Value) -> Value {
    let day = as_of.plus(back.saturating_neg()).to_string();
    match kind.as_str() {
        Some("day") => json!(day),
        Some("month") => json!(day.get(..7)),
        Some("year") => json!(day.get(..4)),
        _ => kind.clone(),
    }
}

fn edited(record: &Value, edits: &[Edit]) -> Option<Value> {
    let mut record = record.clone();
    let as_of = day(record.get("as_of"))?;
    for edit in edits {
        let on = |back: i32| as_of.plus(back.saturating_neg()).to_string();
        let mut put = |block: &str, back: i32, mut entry: Value| {
            let fields = record.as_object_mut()?;
            let list = fields.entry(block).or_insert_with(|| json!([]));
            entry
                .as_object_mut()?
                .insert("date".to_owned(), json!(on(back)));
            if list.is_null() {
                *list = json!([]);
            }
            let list = list.as_array_mut()?;
            // Of runs there may be several a day.
            if block != "runs" {
                let same = |one: &Value| {
                    one.get("date") == entry.get("date") && one.get("test") == entry.get("test")
                };
                list.retain(|one| !same(one));
            }
            list.push(entry);
            Some(())
        };
        match edit {
            Edit::Onset(kind, back) => {
                let value = if kind == "none" {
                    Value::Null
                } else {
                    dated(as_of, *back, kind)
                };
                record
                    .pointer_mut("/injury")?
                    .as_object_mut()?
                    .insert("onset".to_owned(), value);
            }
            Edit::Flare(kind, back) => {
                let value = dated(as_of, *back, kind);
                record
                    .pointer_mut("/injury")?
                    .as_object_mut()?
                    .insert("last_flare".to_owned(), value);
            }
            Edit::Pain(back, entry) => put("pain", *back, entry.clone())?,
            Edit::Mask(place) => {
                let list = record.get_mut("pain").and_then(Value::as_array_mut);
                let list = list.map(Vec::as_mut_slice).unwrap_or_default();
                if !list.is_empty() {
                    let place = place.index(list.len());
                    let entry = list.get_mut(place)?.as_object_mut()?;
                    entry.insert("masked_by".to_owned(), json!(["ice"]));
                }
            }
            Edit::Treatments(value) => {
                record
                    .as_object_mut()?
                    .insert("treatments".to_owned(), value.clone());
            }
            Edit::Treatment(kind, back, days) => {
                let course = match *days {
                    ..0 => json!({ "kind": kind, "date": on(*back) }),
                    0 => json!({ "kind": kind, "start": on(*back) }),
                    1.. => {
                        let end = on(back.saturating_sub(*days).max(0));
                        json!({ "kind": kind, "start": on(*back), "end": end })
                    }
                };
                let fields = record.as_object_mut()?;
                fields.insert("treatments".to_owned(), json!([course]));
            }
            Edit::Screening(back, yes) => {
                put(
                    "screening",
                    *back,
                    json!({ "fever": yes, "push_off_loss": !yes }),
                )?;
            }
            Edit::Test(back, count) => {
                let leg = json!({ "reps": count, "pain": 1 });
                put(
                    "heel_raise",
                    *back,
                    json!({ "cadence_per_min": 30, "left": leg, "right": leg, "pain_next_morning": count % 11 }),
                )?;
                let leg = json!({ "trials": [count], "pain": 1 });
                put(
                    "hop",
                    *back,
                    json!({ "test": "repeated-hops", "left": leg, "right": leg }),
                )?;
            }
            Edit::Run(back, run) => put("runs", *back, run.clone())?,
            Edit::Without(block) => {
                record.as_object_mut()?.remove(*block);
            }
        }
    }
    Some(record)
}

#[test]
fn the_slow_obvious_filter_agrees_on_records_changed_at_random() -> Tested {
    let protocols = protocols()?;
    let records: Vec<Value> = cases()?
        .iter()
        .map(|(_, text)| serde_json::from_str(text))
        .collect::<Result<_, _>>()?;
    let strategy = (any::<Index>(), prop::collection::vec(edit(), 1..7));
    let mut runner = TestRunner::new(Config {
        cases: 4000,
        failure_persistence: None,
        ..Config::default()
    });
    let compared = std::cell::Cell::new(0_u32);
    runner.run(&strategy, |(place, edits)| {
        let Some(record) = records.get(place.index(records.len())) else {
            return Ok(());
        };
        let record = edited(record, &edits).ok_or_else(|| TestCaseError::fail("not edited"))?;
        let faults = judged(&record, &protocols).map_err(TestCaseError::fail)?;
        compared.set(compared.get().saturating_add(u32::from(faults.is_some())));
        let faults = faults.unwrap_or_default();
        prop_assert!(faults.is_empty(), "{}\n{record}", faults.join("\n"));
        Ok(())
    })?;
    assert!(
        compared.get() > 2000,
        "only {} were accepted",
        compared.get()
    );
    Ok(())
}
