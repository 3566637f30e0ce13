//! Running cases: what must come out, and what does.

use std::collections::BTreeMap;

use super::{BandOutcome, BrokenCase, Case, Cases, ExpectedOutcome};
use crate::engine::{Finding, Outcome, Question, evaluate, read};
use crate::measure::Reading;
use crate::protocol::Protocol;
use crate::verdict::Verdict;

/// A case read off and ready to be judged, by this protocol or by one that reads the same.
#[derive(Clone, Debug)]
pub struct PreparedCase<'a> {
    /// The case.
    pub case: &'a Case,
    /// The question.
    pub question: Question<'a>,
    /// One reading for each query of the protocol.
    pub readings: Vec<Reading>,
}

/// What comes out of a case.
#[derive(Clone, Debug)]
pub struct CaseResult {
    /// One finding for each criterion up to the stage asked.
    pub findings: Vec<Finding>,
    /// The verdict.
    pub outcome: Outcome,
    /// Every criterion that is not met, and how.
    pub reasons: BTreeMap<String, BandOutcome>,
}

/// One thing that came out otherwise than it must.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[schemars(deny_unknown_fields, rename = "MismatchV1")]
pub struct Mismatch {
    /// What: `verdict`, `best case`, `refer`, `contradictions`, or a criterion.
    pub what: String,
    /// What must come out.
    pub expected: String,
    /// What does.
    pub got: String,
}

/// A case beside what came out of it.
#[derive(Clone, Debug)]
pub struct Run<'a> {
    /// The case.
    pub ready: PreparedCase<'a>,
    /// What came out.
    pub got: CaseResult,
    /// How that differs from what must come out; empty when it does not.
    pub differs: Vec<Mismatch>,
}

impl<'a> PreparedCase<'a> {
    /// Puts the case's question to the protocol and reads its measures.
    ///
    /// # Errors
    /// When the question cannot be put to this protocol.
    pub fn new(protocol: &Protocol, case: &'a Case) -> Result<Self, String> {
        let question = Question::new(protocol, &case.assessment, None, None)
            .map_err(|error| error.to_string())?;
        let readings = read(protocol, &question.subject(protocol, &case.assessment));
        Ok(Self {
            case,
            question,
            readings,
        })
    }

    /// What the protocol makes of it.
    #[must_use]
    pub fn judge(&self, protocol: &Protocol) -> CaseResult {
        let mut findings = Vec::with_capacity(protocol.criteria.len());
        let outcome = evaluate(protocol, &self.question, &self.readings, &mut findings);
        CaseResult::new(protocol, findings, outcome)
    }
}

impl CaseResult {
    /// What came out, with the criteria that are not met.
    #[must_use]
    pub fn new(protocol: &Protocol, findings: Vec<Finding>, outcome: Outcome) -> Self {
        let not_met = findings
            .iter()
            .filter(|finding| finding.role.counts() && finding.envelope.worst() > Verdict::Go);
        let reasons = not_met
            .map(|finding| {
                let name = protocol.name_of(finding.criterion);
                (name, BandOutcome::of(finding.envelope))
            })
            .collect();
        Self {
            findings,
            outcome,
            reasons,
        }
    }

    /// What would have to be expected of it.
    #[must_use]
    pub fn as_expected(&self) -> ExpectedOutcome {
        let Outcome {
            verdict,
            best_case,
            refer,
            held,
            ..
        } = self.outcome;
        ExpectedOutcome {
            verdict,
            best_case: (best_case != verdict).then_some(best_case),
            refer: refer.map(|refer| refer.word().to_owned()),
            contradictions: held.iter().map(|kind| kind.word().to_owned()).collect(),
            reasons: self.reasons.clone(),
        }
    }

    /// Everything that differs from what must come out.
    #[must_use]
    pub fn differs(&self, expected: &ExpectedOutcome) -> Vec<Mismatch> {
        let got = self.as_expected();
        let mut lines = Vec::new();
        let mut line = |what: &str, expected: &str, got: &str| {
            if expected != got {
                lines.push(Mismatch {
                    what: what.to_owned(),
                    expected: expected.to_owned(),
                    got: got.to_owned(),
                });
            }
        };
        let word = |verdict: Option<Verdict>| verdict.map_or("the verdict", Verdict::word);
        line("verdict", expected.verdict.word(), got.verdict.word());
        line("best case", word(expected.best_case), word(got.best_case));
        let nobody = |refer: &Option<String>| refer.clone().unwrap_or_else(|| "nobody".to_owned());
        line("refer", &nobody(&expected.refer), &nobody(&got.refer));
        let all = |codes: &[String]| {
            if codes.is_empty() {
                "none".to_owned()
            } else {
                codes.join(" ")
            }
        };
        line(
            "contradictions",
            &all(&expected.contradictions),
            &all(&got.contradictions),
        );
        let met = |side: Option<&BandOutcome>| side.map_or("met", |side| side.word());
        let names = expected.reasons.keys().chain(got.reasons.keys());
        let mut names: Vec<&String> = names.collect();
        names.sort_unstable();
        names.dedup();
        for name in names {
            let (expected, got) = (expected.reasons.get(name), got.reasons.get(name));
            line(name, met(expected), met(got));
        }
        lines
    }
}

/// Judges every sound case; what cannot be judged joins the broken ones.
#[must_use]
pub fn run<'a>(protocol: &Protocol, cases: &'a Cases) -> (Vec<Run<'a>>, Vec<BrokenCase>) {
    let mut broken = cases.broken.clone();
    let mut runs = Vec::with_capacity(cases.sound.len());
    for case in &cases.sound {
        if !protocol.answers_for(case.assessment.condition()) {
            let condition = case.assessment.condition();
            broken.push(BrokenCase {
                name: case.name.clone(),
                message: format!("`{}` does not answer for `{condition}`", protocol.id),
            });
            continue;
        }
        match PreparedCase::new(protocol, case) {
            Ok(ready) => {
                let got = ready.judge(protocol);
                let differs = got.differs(&case.expected);
                runs.push(Run {
                    ready,
                    got,
                    differs,
                });
            }
            Err(message) => broken.push(BrokenCase {
                name: case.name.clone(),
                message,
            }),
        }
    }
    (runs, broken)
}
