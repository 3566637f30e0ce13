//! Two assessments that show a failure to anyone who feeds them to `rtr check`.

use serde_json::{Value, json};

use super::{Failure, Property};
use crate::assessment::Assessment;
use crate::document::{Amount, Sentence, sentences};
use crate::engine::report::Report;
use crate::protocol::{GoalKind, Protocol};
use crate::quantity::{Exact, Toward};
use crate::verdict::Verdict;
use crate::workbench::cases::{BandOutcome, Case, patched};
use crate::workbench::search::{Search, SearchGoal};

sentences! {
    judged(activity: &'static str, distance: Amount, verdict: Verdict) = "{activity} of {distance}: {verdict}";
}

/// Two assessments of which the second should not come out better, and does.
#[derive(Clone, Debug)]
pub struct Pair {
    /// What comes out worse.
    pub from: Value,
    /// What is in it that matters, and what comes out.
    pub from_says: Sentence,
    /// What comes out better.
    pub to: Value,
    /// What is in it that matters, and what comes out.
    pub to_says: Sentence,
}

/// Two assessments that show that a longer goal helps, each judged through its report before it is shown.
#[must_use]
pub fn pair(protocol: &Protocol, failure: &Failure, cases: &[Case]) -> Option<Pair> {
    let (kind, short, long) = failure
        .goals
        .filter(|_| failure.property == Property::LongerNeverHelps)?;
    let activity = match kind {
        GoalKind::Race => "race",
        GoalKind::Run => "run",
        GoalKind::Session | GoalKind::Stage => return None,
    };
    let km = Exact::whole(1);
    let (short, long) = (short.exact(), long.exact());
    // Whole kilometres read better, where they show the same.
    let ways = [
        (
            short.to_step(km, Toward::Down),
            long.to_step(km, Toward::Up),
        ),
        (short.to_step(km, Toward::Down), long),
        (short, long.to_step(km, Toward::Up)),
        (short, long),
    ];
    let at = |record: &Value, distance: Exact| {
        let distance = serde_json::to_value(distance.decimal(Toward::Down)).ok()?;
        let goal = json!({ "/goal": { "activity": activity, "distance_km": distance } });
        let record = patched(record, goal.as_object()?).ok()?;
        let (verdict, sure) = verdict(protocol, &record)?;
        Some((record, verdict, sure))
    };
    // Where nothing is missing, nobody can say that the verdict depends on that.
    let shown = |record: &Value, all_known: bool| {
        ways.iter().find_map(|(short, long)| {
            let (from, worse, sure) = at(record, *short)?;
            let (to, better, _) = at(record, *long)?;
            (better < worse && (sure || !all_known)).then(|| Pair {
                from,
                from_says: judged(activity, Amount::kilometres(*short, Toward::Down), worse),
                to,
                to_says: judged(activity, Amount::kilometres(*long, Toward::Down), better),
            })
        })
    };
    if let Some(pair) = cases.iter().find_map(|case| shown(&case.record, true)) {
        return Some(pair);
    }
    let asked: Vec<Case> = cases
        .iter()
        .filter_map(|case| {
            let (record, ..) = at(&case.record, short)?;
            Some(Case {
                assessment: Assessment::tried(&record)?,
                record,
                ..case.clone()
            })
        })
        .collect();
    let mut search = Search::new(protocol, &asked);
    let sides = [
        BandOutcome::NoGo,
        BandOutcome::Caution,
        BandOutcome::Missing,
    ];
    sides.into_iter().find_map(|side| {
        let found = search.find(&SearchGoal {
            criterion: failure.criterion,
            side,
            within: None,
            decisive: true,
            alone: false,
        })?;
        shown(&found.record, false)
    })
}

/// The verdict of the report, and whether nothing that is missing could change it.
fn verdict(protocol: &Protocol, record: &Value) -> Option<(Verdict, bool)> {
    let assessment = Assessment::tried(record)?;
    let report = Report::new(protocol, &assessment).ok()?;
    let verdict = report.verdict();
    Some((verdict, report.judgement.outcome.best_case == verdict))
}
