//! One criterion with what it depends on, as a protocol of its own that the engine judges.

use crate::document::{Sentence, sentences};
use crate::engine::contradictions::Held;
use crate::engine::{Finding, Question, evaluate};
use crate::measure::{AskedLevel, Cause, Definition, Reading};
use crate::protocol::{Clears, Criterion, Facts, Protocol, Query, Stage};
use crate::quantity::{Exact, Quantity};
use crate::verdict::Envelope;
use crate::workbench::partition::{bounds, representatives};

sentences! {
    not_applicable() = "not applicable";
    unable() = "unable";
    range(low: String, high: String) = "{low} to {high}";
}

/// A criterion and those it depends on, in the order of the file; the criterion itself is the last.
#[derive(Clone, Debug)]
pub(super) struct IsolatedCriterion {
    /// Only these criteria, each with a reading of its own; asked for a run and for a race.
    pub(super) protocol: Protocol,
}

impl IsolatedCriterion {
    pub(super) fn of(protocol: &Protocol, place: usize) -> Option<Self> {
        let mut places = vec![place];
        let mut next = 0_usize;
        while let Some(at) = places.get(next).copied() {
            let criterion = protocol.criteria.get(at)?;
            for partner in [criterion.no_go_only_with, criterion.caution_only_with] {
                if let Some(partner) = partner
                    && !places.contains(&partner)
                {
                    places.push(partner);
                }
            }
            next = next.saturating_add(1);
        }
        places.sort_unstable();
        let at = |partner: Option<usize>| {
            partner.and_then(|partner| places.iter().position(|place| *place == partner))
        };
        let mut criteria = Vec::with_capacity(places.len());
        let mut queries = Vec::with_capacity(places.len());
        for (query, place) in places.iter().enumerate() {
            let own = protocol.criteria.get(*place)?;
            queries.push(*protocol.queries.get(own.query)?);
            criteria.push(Criterion {
                query,
                // A step is lowered by what the others say, which is a matter of the whole file.
                step: false,
                counted: query,
                no_go_only_with: at(own.no_go_only_with),
                caution_only_with: at(own.caution_only_with),
                ..own.clone()
            });
        }
        Some(Self {
            protocol: alone(protocol, criteria, queries),
        })
    }

    /// The criterion itself.
    pub(super) fn own(&self) -> Option<&Criterion> {
        self.protocol.criteria.last()
    }

    /// Every reading of a criterion that its limits tell apart: each value, each range of values, unable, not applicable; each range
    /// also where it is not known whether the measure applies.
    pub(super) fn readings(
        criterion: &Criterion,
        goal: Option<Exact>,
    ) -> Result<Vec<KnownReading>, &'static str> {
        let cuts = criterion.bands.map(|bands| bounds(&bands, goal));
        let values = representatives(criterion.measure, cuts.transpose()?.unwrap_or_default())?;
        let mut readings = vec![KnownReading::NotApplicable, KnownReading::Unable];
        for (place, low) in values.iter().enumerate() {
            for high in values.iter().skip(place) {
                for may_not_apply in [false, true] {
                    readings.push(KnownReading::Range {
                        low: *low,
                        high: *high,
                        may_not_apply,
                    });
                }
            }
        }
        Ok(readings)
    }

    /// The bands that the engine finds still possible for the criterion itself: those it contributes to the verdict, and those it has.
    pub(super) fn envelope(
        &self,
        facts: Facts<'_>,
        asked: usize,
        readings: &[Reading],
        findings: &mut Vec<Finding>,
    ) -> Contribution {
        let question = Question {
            as_of: self.protocol.reviewed,
            setting: facts.setting,
            setting_stated: true,
            goal: None,
            asked,
            facts,
            asked_level: AskedLevel::default(),
            held: Held::NONE,
        };
        evaluate(&self.protocol, &question, readings, findings);
        findings.last().map_or(Contribution(WORST), |finding| {
            if finding.role.counts() {
                Contribution(finding.envelope)
            } else {
                Contribution(Envelope::GO)
            }
        })
    }
}

/// The engine finds one finding for each criterion; were there none, nothing would be proved.
const WORST: Envelope = Envelope::NO_GO;

/// What a criterion contributes to the verdict: GO while it does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Contribution(pub(super) Envelope);

impl Contribution {
    /// Whether neither end is better than the other's.
    pub(super) fn no_better_than(self, other: Self) -> bool {
        self.0.worst() >= other.0.worst() && self.0.best() >= other.0.best()
    }

    /// Whether all that the other may be is still possible.
    pub(super) fn holds(self, other: Self) -> bool {
        self.0.worst() >= other.0.worst() && self.0.best() <= other.0.best()
    }
}

/// What is known of a measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum KnownReading {
    NotApplicable,
    Unable,
    Range {
        low: Exact,
        high: Exact,
        may_not_apply: bool,
    },
}

impl KnownReading {
    pub(super) fn reading(self) -> Reading {
        match self {
            Self::NotApplicable => Reading::NOT_APPLICABLE,
            Self::Unable => Reading::unable(None),
            Self::Range {
                low,
                high,
                may_not_apply,
            } => Reading {
                may_not_apply,
                ..Reading::range(low, high, None, Cause::Incomplete)
            },
        }
    }

    /// Whether everything that the other allows is allowed here: less is known.
    pub(super) fn allows(self, other: Self, measure: &Definition) -> bool {
        let end = measure.worst_end();
        match (self, other) {
            (Self::Range { may_not_apply, .. }, Self::NotApplicable) => may_not_apply,
            (Self::Range { low, high, .. }, Self::Unable) => (low..=high).contains(&end),
            (
                Self::Range {
                    low,
                    high,
                    may_not_apply,
                },
                Self::Range {
                    low: from,
                    high: to,
                    may_not_apply: may_not,
                },
            ) => low <= from && to <= high && (may_not_apply || !may_not),
            (Self::NotApplicable, Self::NotApplicable) | (Self::Unable, Self::Unable) => true,
            (Self::NotApplicable | Self::Unable, _) => false,
        }
    }

    /// Whether it is as bad or worse, in the direction of the measure, with nothing else changed.
    pub(super) fn is_worse(self, than: Self, measure: &Definition) -> bool {
        use crate::measure::Better;
        match (self, than, measure.better) {
            (Self::Unable, Self::Range { may_not_apply, .. }, Some(_)) => !may_not_apply,
            (
                Self::Range {
                    low,
                    high,
                    may_not_apply,
                },
                Self::Range {
                    low: from,
                    high: to,
                    may_not_apply: may_not,
                },
                Some(better),
            ) => {
                let worse = match better {
                    Better::Higher => low <= from && high <= to,
                    Better::Lower => low >= from && high >= to,
                };
                worse && may_not_apply == may_not
            }
            (Self::NotApplicable | Self::Unable | Self::Range { .. }, _, _) => false,
        }
    }

    /// In words of the measure.
    pub(super) fn show(self, measure: &Definition) -> Sentence {
        match self {
            Self::NotApplicable => not_applicable(),
            Self::Unable => unable(),
            Self::Range { low, high, .. } if low == high => measure.show(low).into(),
            Self::Range { low, high, .. } => range(measure.show(low), measure.show(high)),
        }
    }
}

/// A protocol of these criteria alone, whose two stages ask all of them: for a run, and for a race.
fn alone(protocol: &Protocol, criteria: Vec<Criterion>, queries: Vec<Query>) -> Protocol {
    let all = criteria.len();
    let stage = |clears: Clears, criteria| Stage {
        id: clears.word().to_owned(),
        title: String::new(),
        clears,
        criteria,
    };
    Protocol {
        id: protocol.id.clone(),
        title: String::new(),
        version: String::new(),
        reviewed: protocol.reviewed,
        status: protocol.status.clone(),
        conditions: protocol.conditions.clone(),
        ask: 0,
        cautions: None,
        route_out: None,
        evidence: protocol.evidence.clone(),
        sources_of_rules: protocol.sources_of_rules.clone(),
        not_asked: Vec::new(),
        stop_rules: Vec::new(),
        remarks: Vec::new(),
        phases: Vec::new(),
        stages: vec![
            stage(Clears::Running, 0..all),
            stage(Clears::Race, all..all),
        ],
        criteria,
        queries,
        measures: protocol.measures.clone(),
        ladders: Box::default(),
        ladder_rules: Box::default(),
        digest: protocol.digest,
        red_flags: None,
        shipped: protocol.shipped,
    }
}

/// Readings of what a criterion depends on, and the bands that they have.
#[derive(Clone, Debug)]
pub(super) struct PartnerBands {
    pub(super) readings: Vec<Reading>,
    pub(super) bands: Vec<Contribution>,
}

/// The distinct bands that what a criterion depends on can have, each with readings that give them.
pub(super) fn beside(
    isolated: &IsolatedCriterion,
    facts: Facts<'_>,
    asked: usize,
) -> Result<Vec<PartnerBands>, &'static str> {
    let all = isolated.protocol.criteria.len();
    let goal = facts.goal_distance.map(Quantity::exact);
    let mut options = vec![PartnerBands {
        readings: Vec::new(),
        bands: Vec::new(),
    }];
    let mut findings = Vec::with_capacity(all);
    for partner in isolated
        .protocol
        .criteria
        .iter()
        .take(all.saturating_sub(1))
    {
        let theirs = IsolatedCriterion::readings(partner, goal)?;
        let mut wider: Vec<PartnerBands> = Vec::new();
        for option in &options {
            for known in &theirs {
                let mut readings = option.readings.clone();
                readings.push(known.reading());
                let mut whole = readings.clone();
                whole.resize(all, Reading::NOT_APPLICABLE);
                isolated.envelope(facts, asked, &whole, &mut findings);
                let bands: Vec<Contribution> = findings
                    .iter()
                    .take(readings.len())
                    .map(|finding| Contribution(finding.envelope))
                    .collect();
                if wider.iter().all(|other| other.bands != bands) {
                    wider.push(PartnerBands { readings, bands });
                }
            }
        }
        options = wider;
    }
    Ok(options)
}
