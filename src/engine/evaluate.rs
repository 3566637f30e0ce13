//! Placing readings in bands and combining them: the only place that decides.
//!
//! # Steps of training
//! How far one may go beyond the longest run is a rule of training, and every race is such a step. So a criterion with `step` is lowered to
//! GO, for a run and for a race alike, where every other criterion is GO for that distance, up to and with the stage that clears a race.
//! The two ends of what is still possible are lowered each by itself: the worst where the worst of all others is GO, the best where their
//! best is. What depends on a step (`..._only_with`) sees it as it was placed, so nothing goes round in circles.
//!
//! *Why is it monotone?* "All others are GO" only stops to hold when a reading gets worse or less is known, and never begins to. So a
//! lowered end never follows from a worse one.
//!
//! *Why is a run asked about the race?* Were it lowered for races alone, the race would be easier than the run. As it is, whatever holds a
//! run back holds the race of its distance: both are asked the same steps, lowered together, and the race is asked more beside.

use super::Question;
use super::contradictions::Held;
use crate::assessment::wire::Setting;
use crate::measure::{Cause, Reading, State};
use crate::protocol::{Bands, Clears, Criterion, Facts, GoalKind, MOST_QUERIES, Protocol, Refer};
use crate::quantity::{Exact, Quantity};
use crate::verdict::{Envelope, Verdict};

/// What a finding is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// It counts.
    Decides,
    /// It is shown.
    Note,
    /// It is asked of nobody here, and counts where it is recorded: by its best band, so that it only ever worsens.
    Volunteered,
    /// Its `when` does not hold.
    NotAsked,
}

impl Role {
    /// Whether it contributes to the verdict.
    #[must_use]
    pub const fn counts(self) -> bool {
        match self {
            Self::Decides | Self::Volunteered => true,
            Self::Note | Self::NotAsked => false,
        }
    }
}

/// A criterion met with a reading.
///
/// `Copy`, and says everything a renderer needs: finding it allocates nothing, so explanation and evaluation are one path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Place of the criterion in the protocol.
    pub criterion: usize,
    /// The reading.
    pub reading: Reading,
    /// The verdicts still possible.
    pub envelope: Envelope,
    /// Whether another criterion that is GO lowered its band.
    pub lowered: bool,
    /// What it is for.
    pub role: Role,
    /// Whether a fact that `when` asks for is unknown.
    pub unknown_fact: bool,
}

/// What stands at the place of a finding until it is made.
const UNJUDGED: Finding = Finding {
    criterion: 0,
    reading: Reading::NOT_APPLICABLE,
    envelope: Envelope::NO_GO,
    lowered: false,
    role: Role::Decides,
    unknown_fact: true,
};

/// The verdict on a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The worst verdict still possible: what counts.
    pub verdict: Verdict,
    /// The best verdict still possible, readings being independent of one another.
    pub best_case: Verdict,
    /// How many different measures and windows are at CAUTION or worse.
    pub cautions: u32,
    /// Whether their number made the verdict NO-GO.
    pub accumulated: bool,
    /// Who should see the runner.
    pub refer: Option<Refer>,
    /// The contradictions that hold the verdict.
    pub held: Held,
}

/// Judges readings (one for each query of the protocol) against every criterion up to the stage asked.
///
/// `findings` is cleared and filled in the order of the file. With room for all criteria nothing is allocated.
pub fn evaluate(
    protocol: &Protocol,
    question: &Question<'_>,
    readings: &[Reading],
    findings: &mut Vec<Finding>,
) -> Outcome {
    let mut walk = Walk::of(
        protocol,
        &question.facts,
        question.asked,
        readings,
        findings,
    );
    if walk.steps {
        lower_steps(protocol, question, readings, findings, &mut walk);
    }
    let Walk {
        all,
        at_worst,
        at_best,
        refer,
        ..
    } = walk;
    let held = question.held;
    if let Some(route) = &protocol.route_out {
        let verdict = Verdict::NoGo;
        return Outcome {
            verdict,
            best_case: verdict,
            cautions: 0,
            accumulated: false,
            refer: refer.max(Some(route.refer)),
            held,
        };
    }
    let too_many = |set: &QuerySet| protocol.cautions.is_some_and(|most| set.count() >= most);
    let accumulated = too_many(&at_worst) && all.worst() < Verdict::NoGo;
    Outcome {
        verdict: if too_many(&at_worst) {
            Verdict::NoGo
        } else {
            held.cap(all.worst())
        },
        best_case: if too_many(&at_best) {
            Verdict::NoGo
        } else {
            held.cap(all.best())
        },
        cautions: at_worst.count(),
        accumulated,
        refer: refer.max(held.refer()),
        held,
    }
}

/// What all criteria up to a stage come to, each by itself and what it depends on.
struct Walk {
    /// The worst over what decides.
    all: Envelope,
    /// The same without the steps of training.
    others: Envelope,
    /// Whether a step of training is not surely GO.
    steps: bool,
    at_worst: QuerySet,
    at_best: QuerySet,
    refer: Option<Refer>,
}

impl Walk {
    fn of(
        protocol: &Protocol,
        facts: &Facts<'_>,
        asked: usize,
        readings: &[Reading],
        findings: &mut Vec<Finding>,
    ) -> Self {
        let goal = facts.goal_distance.map(Quantity::exact);
        let stage = protocol.stages.get(asked);
        let criteria = stage.and_then(|stage| protocol.criteria.get(..stage.criteria.end));
        let criteria = criteria.unwrap_or_default();
        // INVARIANT: a stage is never empty, so something is always judged; if nothing were, it would be NO-GO.
        let all = if criteria.is_empty() {
            Envelope::NO_GO
        } else {
            Envelope::GO
        };
        let mut walk = Self {
            all,
            others: all,
            steps: false,
            at_worst: QuerySet::default(),
            at_best: QuerySet::default(),
            refer: None,
        };
        // Overwritten in place: a finding is large, and pushing one copies it twice.
        findings.resize(criteria.len(), UNJUDGED);
        for (place, criterion) in criteria.iter().enumerate() {
            let absent;
            let reading = match readings.get(criterion.query) {
                Some(reading) => reading,
                None => {
                    absent = Reading::unknown(criterion.measure, Cause::Absent);
                    &absent
                }
            };
            let Found {
                envelope,
                lowered,
                role,
                unknown_fact,
            } = find(place, criterion, facts, reading, goal, findings);
            if role.counts() && envelope != Envelope::GO {
                walk.decide(criterion, envelope, unknown_fact);
            }
            if let Some(finding) = findings.get_mut(place) {
                *finding = Finding {
                    criterion: place,
                    reading: *reading,
                    envelope,
                    lowered,
                    role,
                    unknown_fact,
                };
            }
        }
        walk
    }

    #[inline]
    fn decide(&mut self, criterion: &Criterion, envelope: Envelope, unknown_fact: bool) {
        self.all = self.all.and(envelope);
        if criterion.step {
            self.steps = true;
        } else {
            self.others = self.others.and(envelope);
        }
        self.at_worst.add(criterion.counted, envelope.worst());
        self.at_best.add(criterion.counted, envelope.best());
        // Not knowing refers only where the criterion surely applies; else the question comes first.
        let unknown =
            criterion.refer_if_unknown && !unknown_fact && envelope.worst() == Verdict::NoGo;
        if envelope.best() == Verdict::NoGo || unknown {
            self.refer = self.refer.max(criterion.refer);
        }
    }
}

/// Lowers the steps of training to GO at each end at which everything else is GO for the race of the same distance.
///
/// It is rare that a step is all that is in the way of a run, so the race is then judged beside it, and the run once more: the two share
/// one buffer, and nothing is allocated.
#[cold]
fn lower_steps(
    protocol: &Protocol,
    question: &Question<'_>,
    readings: &[Reading],
    findings: &mut Vec<Finding>,
    walk: &mut Walk,
) {
    if walk.others.best() != Verdict::Go {
        return;
    }
    let others = match (question.facts.goal, protocol.clearing(Clears::Race)) {
        (GoalKind::Race, Some(_)) => walk.others,
        (GoalKind::Run, Some(race)) => {
            let facts = Facts {
                goal: GoalKind::Race,
                ..question.facts
            };
            let others = Walk::of(protocol, &facts, race, readings, findings).others;
            *walk = Walk::of(
                protocol,
                &question.facts,
                question.asked,
                readings,
                findings,
            );
            others
        }
        // Where no race is judged, nothing says that the step is not too far.
        (GoalKind::Race | GoalKind::Run | GoalKind::Session | GoalKind::Stage, _) => return,
    };
    if others.best() != Verdict::Go {
        return;
    }
    let surely = others.worst() == Verdict::Go;
    for (finding, criterion) in findings.iter_mut().zip(&protocol.criteria) {
        if criterion.step && finding.role.counts() && finding.envelope != Envelope::GO {
            let worst = if surely {
                Verdict::Go
            } else {
                finding.envelope.worst()
            };
            let lowered = Envelope::of(Verdict::Go, worst);
            finding.lowered |= lowered != finding.envelope;
            finding.envelope = lowered;
        }
    }
    // Everything else is GO at this end, so nothing is left to be counted there.
    walk.at_best = QuerySet::default();
    walk.all = Envelope::of(Verdict::Go, walk.all.worst());
    if surely {
        walk.at_worst = QuerySet::default();
        walk.all = Envelope::GO;
    }
}

/// What a finding says beyond its reading.
struct Found {
    envelope: Envelope,
    lowered: bool,
    role: Role,
    unknown_fact: bool,
}

#[inline]
fn find(
    place: usize,
    criterion: &Criterion,
    facts: &Facts<'_>,
    reading: &Reading,
    goal: Option<Exact>,
    findings: &[Finding],
) -> Found {
    let applies = if criterion.when.is_empty() {
        Some(true)
    } else {
        applies(criterion, facts)
    };
    if applies == Some(false) {
        return Found {
            envelope: Envelope::GO,
            lowered: false,
            role: Role::NotAsked,
            unknown_fact: false,
        };
    }
    let (placed, lowered) = lower(
        place,
        criterion,
        envelope(criterion, reading, goal),
        findings,
    );
    let unknown_fact = applies.is_none();
    let placed = if unknown_fact { placed.or_go() } else { placed };
    let role = role(criterion, facts.setting);
    Found {
        envelope: if role == Role::Volunteered {
            volunteered(criterion, placed)
        } else {
            placed
        },
        lowered: lowered && !unknown_fact,
        role,
        unknown_fact,
    }
}

/// What is volunteered counts by its best band alone, or not telling it would be worse than telling good news; and without a person to
/// see it holds nobody back for more than a CAUTION.
fn volunteered(criterion: &Criterion, placed: Envelope) -> Envelope {
    let band = if criterion.refer.is_some() {
        placed.best()
    } else {
        placed.best().min(Verdict::Caution)
    };
    Envelope::of(band, band)
}

/// Whether all that `when` asks for holds; kept out of the loop over criteria, as few of them ask.
#[inline(never)]
fn applies(criterion: &Criterion, facts: &Facts<'_>) -> Option<bool> {
    criterion
        .when
        .iter()
        .map(|condition| condition.holds(facts))
        .fold(Some(true), both)
}

/// Three-valued and: one known no is enough.
const fn both(one: Option<bool>, other: Option<bool>) -> Option<bool> {
    match (one, other) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        (Some(true) | None, None) | (None, Some(true)) => None,
    }
}

/// What a criterion that applies is for in a setting.
pub(super) fn role(criterion: &Criterion, setting: Setting) -> Role {
    if criterion.note {
        Role::Note
    } else if criterion.asked.in_setting(setting) {
        Role::Decides
    } else {
        Role::Volunteered
    }
}

/// The bands a reading reaches. Bands are monotone, so its two ends suffice.
#[inline]
fn envelope(criterion: &Criterion, reading: &Reading, goal: Option<Exact>) -> Envelope {
    let Some(bands) = &criterion.bands else {
        return Envelope::GO;
    };
    let placed = match reading.state {
        State::NotApplicable => return Envelope::GO,
        State::Unable => Envelope::of(bands.worst(), bands.worst()),
        State::Known { low, high } => {
            let Some(bands) = bands.fixed() else {
                return of_goal(bands, reading, (low, high), goal);
            };
            let one = bands.place(low);
            let other = if low == high { one } else { bands.place(high) };
            Envelope::of(one, other)
        }
    };
    if reading.may_not_apply {
        placed.or_go()
    } else {
        placed
    }
}

/// The bands where a limit depends on the goal; kept out of the loop over criteria, as few limits do.
#[inline(never)]
fn of_goal(
    bands: &Bands,
    reading: &Reading,
    (low, high): (Exact, Exact),
    goal: Option<Exact>,
) -> Envelope {
    let placed = match (bands.place(low, goal), bands.place(high, goal)) {
        (Some(one), Some(other)) => Envelope::of(one, other),
        // The limit depends on a distance that nobody stated: it could be any.
        (Some(_) | None, Some(_) | None) => Envelope::of(Verdict::Go, bands.worst()),
    };
    if reading.may_not_apply {
        placed.or_go()
    } else {
        placed
    }
}

/// Lowers a band by one while the criterion it depends on is GO.
#[inline]
fn lower(
    place: usize,
    criterion: &Criterion,
    envelope: Envelope,
    findings: &[Finding],
) -> (Envelope, bool) {
    // Hardly any criterion depends on another, and this is the innermost loop.
    if criterion.no_go_only_with.is_none() && criterion.caution_only_with.is_none() {
        return (envelope, false);
    }
    let earlier = findings.get(..place).unwrap_or_default();
    lower_by_partners(criterion, envelope, earlier)
}

#[inline(never)]
fn lower_by_partners(
    criterion: &Criterion,
    envelope: Envelope,
    earlier: &[Finding],
) -> (Envelope, bool) {
    let partner = |place: Option<usize>| {
        place
            .and_then(|place| earlier.get(place))
            .map(|finding| finding.envelope)
    };
    let (no_go, caution) = (
        partner(criterion.no_go_only_with),
        partner(criterion.caution_only_with),
    );
    let step = |verdict: Verdict, end: fn(Envelope) -> Verdict| {
        let is_go =
            |partner: Option<Envelope>| partner.is_some_and(|partner| end(partner) == Verdict::Go);
        match verdict {
            Verdict::NoGo if is_go(no_go) => verdict.lowered(),
            Verdict::Caution if is_go(caution) => verdict.lowered(),
            Verdict::NoGo | Verdict::Caution | Verdict::Go => verdict,
        }
    };
    let lowered = Envelope::of(
        step(envelope.best(), Envelope::best),
        step(envelope.worst(), Envelope::worst),
    );
    (lowered, lowered != envelope)
}

/// A set of queries in fixed memory.
#[derive(Default)]
struct QuerySet([u64; MOST_QUERIES.div_ceil(64)]);

impl QuerySet {
    fn add(&mut self, query: usize, verdict: Verdict) {
        if verdict == Verdict::Go {
            return;
        }
        let (word, bit) = (query.div_euclid(64), query.rem_euclid(64));
        if let Some(word) = self.0.get_mut(word) {
            *word |= 1_u64.wrapping_shl(u32::try_from(bit).unwrap_or(0));
        }
    }

    fn count(&self) -> u32 {
        self.0.iter().map(|word| word.count_ones()).sum()
    }
}
