//! The library's readings beside those of the filter.

use return_to_run::Assessment;
use return_to_run::measure::{GoalDistance, Reading, State, Subject, Window, find};
use return_to_run::protocol::Protocol;
use return_to_run::quantity::Exact;
use serde_json::Value;

use super::diary::Fact;
use super::fields::{Answer, Range, distance, duration, looks_walked, pain, word, yes};
use super::filter::{Filter, Since};

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
                let whole = matches!(word(run, "kind"), Some("run" | "race"));
                let watched = run.get("sources").is_some_and(|sources| !sources.is_null());
                let breaks = yes(run, "walk_breaks").unwrap_or(watched || looks_walked(run));
                // "A time faster than 3:30 a kilometre confirms no distance."
                let timed = duration(run)
                    .zip(distance(run))
                    .is_some_and(|(long, far)| long.times(2) >= far.times(7));
                !(whole && breaks) && yes(run, "confirmed").unwrap_or(timed)
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

pub(super) fn compared(record: &Value, protocol: &Protocol) -> Result<Option<Vec<String>>, String> {
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
