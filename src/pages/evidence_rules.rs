//! What counts as evidence, in words: what makes a session clean, the least that is a run, and what is a flare.

use super::criterion::resting;
use crate::document::{Sentence, sentences};
use crate::measure::{Clean, EvidenceRules, Flare, LeastRun};
use crate::protocol::{Evidence, Protocol};
use crate::quantity::{Exact, Toward};

sentences! {
    clean_with(limits: Sentence) = "A session is clean with {limits}.";
    none_is_clean() = "No session is clean.";
    pain_at_most(limit: String) = "pain of at most {limit} of 10";
    rise_at_most(points: String) = "a rise of pain of at most {points}";
    next_morning_at_most(limit: String) = "pain of at most {limit} of 10 on the next morning";
    above_usual_at_most(points: String) = "a next morning at most {points} above the usual";
    usual_gait() = "a normal gait";
    run_of(distance: String, minutes: String) = "What is shorter than {distance} and than {minutes} minutes earns nothing as a run; pain in it counts all the same.";
    any_distance() = "Any distance is a run.";
    flare_of(days: String, of: String, daily: String, morning: String, limp: Sentence) =
        "A flare is {days} days within {of} with pain of daily life above {daily} of 10, morning pain above {morning}{limp}, whether it is stated or not.";
    or_limp() = ", or a limp";
    only_stated() = "Only a flare that is stated counts.";
    one_point() = "1 point";
    points(count: String) = "{count} points";
}

fn number(value: Exact) -> String {
    value.decimal(Toward::Down).to_string()
}

fn in_points(value: Exact) -> String {
    match number(value).as_str() {
        "1" => one_point(),
        more => points(more.to_owned()),
    }
    .to_string()
}

/// What makes a session clean.
#[must_use]
pub fn clean(rules: &EvidenceRules) -> Sentence {
    let Some(Clean {
        pain,
        rise,
        next_morning,
        next_morning_above_baseline,
        normal_gait,
    }) = &rules.clean
    else {
        return none_is_clean();
    };
    let limits = [
        pain.map(|limit| pain_at_most(number(limit))),
        rise.map(|limit| rise_at_most(in_points(limit))),
        next_morning.map(|limit| next_morning_at_most(number(limit))),
        next_morning_above_baseline.map(|limit| above_usual_at_most(in_points(limit))),
        normal_gait.then(usual_gait),
    ];
    clean_with(Sentence::join(limits.into_iter().flatten(), ", "))
}

/// The least that is a run.
#[must_use]
pub fn least_run(rules: &EvidenceRules) -> Sentence {
    match &rules.least_run {
        Some(LeastRun { distance, minutes }) => {
            run_of(format!("{} km", number(*distance)), number(*minutes))
        }
        None => any_distance(),
    }
}

/// What is a flare.
#[must_use]
pub fn flare(rules: &EvidenceRules) -> Sentence {
    let Some(Flare {
        daily_above,
        morning_above,
        limp,
        days,
        of,
    }) = &rules.flare
    else {
        return only_stated();
    };
    flare_of(
        days.to_string(),
        of.to_string(),
        number(*daily_above),
        number(*morning_above),
        limp.then(or_limp).into(),
    )
}

/// A rule of a file: the key it stands under, itself, and what it rests on.
#[derive(Clone, Debug, PartialEq)]
pub struct SourcedRule {
    /// The key.
    pub key: &'static str,
    /// The rule.
    pub says: Sentence,
    /// What it rests on, if the file says so.
    pub evidence: Option<Evidence>,
}

impl SourcedRule {
    /// The rule with what it rests on behind it.
    #[must_use]
    pub fn sentence(&self) -> Sentence {
        match &self.evidence {
            Some(evidence) => resting(self.says.clone(), evidence),
            None => self.says.clone(),
        }
    }
}

/// The rules that a file states.
#[must_use]
pub fn stated(protocol: &Protocol) -> Vec<SourcedRule> {
    let (rules, sources) = (&protocol.evidence, &protocol.sources_of_rules);
    let rule = |key, is_stated: bool, says: Sentence, evidence: &Option<Evidence>| {
        is_stated.then(|| SourcedRule {
            key,
            says,
            evidence: evidence.clone(),
        })
    };
    [
        rule("clean", rules.clean.is_some(), clean(rules), &sources.clean),
        rule(
            "least_run",
            rules.least_run.is_some(),
            least_run(rules),
            &sources.least_run,
        ),
        rule("flare", rules.flare.is_some(), flare(rules), &sources.flare),
    ]
    .into_iter()
    .flatten()
    .collect()
}
