//! One file judged in one cell after another.

use crate::engine::contradictions::Held;
use crate::engine::{Finding, Question, evaluate};
use crate::measure::{AskedLevel, Reading};
use crate::protocol::{Clears, Facts, GoalKind, Protocol};
use crate::verdict::Verdict;
use crate::workbench::questions::Region;

/// One file being judged, its steps of training not lowered: that depends on all groups of measures at once.
pub(super) struct JudgedAssessment {
    pub(super) protocol: Protocol,
    /// Which criteria are steps of training; empty where none is, so that nothing need be told apart.
    steps: Vec<bool>,
    /// The criteria on each query.
    on_query: Vec<Vec<usize>>,
    readings: Vec<Reading>,
    findings: Vec<Finding>,
}

impl JudgedAssessment {
    pub(super) fn new(protocol: &Protocol) -> Self {
        let on = |query| {
            let places = protocol.criteria.iter().enumerate();
            let on_it = places.filter(|(_, criterion)| criterion.query == query);
            on_it.map(|(place, _)| place).collect()
        };
        let steps = || protocol.criteria.iter().map(|criterion| criterion.step);
        let mut placed = protocol.clone();
        for criterion in &mut placed.criteria {
            criterion.step = false;
        }
        Self {
            protocol: placed,
            steps: if steps().any(|step| step) {
                steps().collect()
            } else {
                Vec::new()
            },
            on_query: (0..protocol.queries.len()).map(on).collect(),
            readings: vec![Reading::NOT_APPLICABLE; protocol.queries.len()],
            findings: Vec::with_capacity(protocol.criteria.len()),
        }
    }

    pub(super) fn set(&mut self, query: Option<usize>, reading: Reading) {
        if let Some(slot) = query.and_then(|query| self.readings.get_mut(query)) {
            *slot = reading;
        }
    }

    pub(super) fn judge(&mut self, region: &Region<'_>, asked: usize) {
        let question = Question {
            as_of: self.protocol.reviewed,
            setting: region.facts.setting,
            setting_stated: true,
            goal: None,
            asked,
            facts: region.facts,
            asked_level: AskedLevel::default(),
            held: Held::NONE,
        };
        evaluate(
            &self.protocol,
            &question,
            &self.readings,
            &mut self.findings,
        );
    }

    /// Judges a race of the same distance, where the steps of training depend on it.
    pub(super) fn judge_race(&mut self, region: &Region<'_>) {
        let race = self.protocol.clearing(Clears::Race);
        let counts = matches!(region.facts.goal, GoalKind::Run | GoalKind::Race);
        match race.filter(|_| counts && !self.steps.is_empty()) {
            Some(race) => {
                let facts = Facts {
                    goal: GoalKind::Race,
                    ..region.facts
                };
                let region = Region {
                    facts,
                    ..region.clone()
                };
                self.judge(&region, race);
            }
            None => self.findings.clear(),
        }
    }

    /// Whether all criteria on one query but the steps of training are GO for the race judged; NO-GO where none was judged.
    pub(super) fn others_on(&self, query: Option<usize>) -> Verdict {
        if self.findings.is_empty() {
            return Verdict::NoGo;
        }
        let on_it = query.and_then(|query| self.on_query.get(query));
        let mut others = on_it
            .into_iter()
            .flatten()
            .filter(|place| self.steps.get(**place) == Some(&false));
        // Only whether all are GO counts.
        if others.all(|place| self.worst(Some(*place)) == Verdict::Go) {
            Verdict::Go
        } else {
            Verdict::NoGo
        }
    }

    /// What a criterion contributes: GO when it does not decide.
    pub(super) fn worst(&self, criterion: Option<usize>) -> Verdict {
        let finding = criterion.and_then(|place| self.findings.get(place));
        match finding {
            Some(finding) if finding.role.counts() => finding.envelope.worst(),
            Some(_) | None => Verdict::Go,
        }
    }

    /// Whether the question reaches up to the criterion.
    pub(super) fn asks(&self, criterion: Option<usize>) -> bool {
        criterion.is_some_and(|place| place < self.findings.len())
    }

    /// What all criteria on one query contribute.
    pub(super) fn worst_on(&self, query: Option<usize>) -> Verdict {
        let on_it = query.and_then(|query| self.on_query.get(query));
        let worst = on_it
            .into_iter()
            .flatten()
            .map(|place| self.worst(Some(*place)));
        worst.max().unwrap_or(Verdict::Go)
    }

    pub(super) fn verdict(&self, worst: Verdict, cautions: u32, others: Verdict) -> Verdict {
        if others == Verdict::Go && self.protocol.route_out.is_none() {
            // Only steps of training are in the way, and they are lowered.
            return Verdict::Go;
        }
        let too_many = self.protocol.cautions.is_some_and(|most| cautions >= most);
        if too_many || self.protocol.route_out.is_some() {
            Verdict::NoGo
        } else {
            worst
        }
    }

    pub(super) fn capped(&self, cautions: u32) -> u32 {
        cautions.min(self.protocol.cautions.unwrap_or(0))
    }
}
