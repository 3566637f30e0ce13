//! Placing readings in bands and combining them: the only place that decides.

use super::Question;
use crate::assessment::wire::Setting;
use crate::measure::{Cause, Reading, State};
use crate::protocol::{Criterion, Protocol, Refer};
use crate::quantity::Exact;
use crate::verdict::{Envelope, Verdict};

/// What a finding is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// It counts.
    Decides,
    /// It is shown.
    Note,
    /// It would count in the clinic.
    ClinicOnly,
    /// Its `when` does not hold.
    NotAsked,
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
    if let Some(route) = &protocol.route_out {
        findings.clear();
        let verdict = Verdict::NoGo;
        return Outcome {
            verdict,
            best_case: verdict,
            cautions: 0,
            accumulated: false,
            refer: Some(route.refer),
        };
    }
    let goal = question.goal_km();
    let stage = protocol.stages.get(question.asked);
    let criteria = stage.and_then(|stage| protocol.criteria.get(..stage.criteria.end));
    let criteria = criteria.unwrap_or_default();
    // INVARIANT: a stage is never empty, so something is always judged; if nothing were, it would be NO-GO.
    let mut all = if criteria.is_empty() {
        Envelope::NO_GO
    } else {
        Envelope::GO
    };
    let (mut at_worst, mut at_best) = (QuerySet::default(), QuerySet::default());
    let mut refer = None;
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
        } = find(place, criterion, question, reading, goal, findings);
        if role == Role::Decides && envelope != Envelope::GO {
            all = all.and(envelope);
            at_worst.add(criterion.query, envelope.worst());
            at_best.add(criterion.query, envelope.best());
            // Not knowing refers only where the criterion surely applies; else the question comes first.
            let unknown =
                criterion.refer_if_unknown && !unknown_fact && envelope.worst() == Verdict::NoGo;
            if envelope.best() == Verdict::NoGo || unknown {
                refer = refer.max(criterion.refer);
            }
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
    let too_many = |set: &QuerySet| protocol.cautions.is_some_and(|most| set.count() >= most);
    let accumulated = too_many(&at_worst) && all.worst() < Verdict::NoGo;
    Outcome {
        verdict: if too_many(&at_worst) {
            Verdict::NoGo
        } else {
            all.worst()
        },
        best_case: if too_many(&at_best) {
            Verdict::NoGo
        } else {
            all.best()
        },
        cautions: at_worst.count(),
        accumulated,
        refer,
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
    question: &Question<'_>,
    reading: &Reading,
    goal: Option<Exact>,
    findings: &[Finding],
) -> Found {
    let applies = if criterion.when.is_empty() {
        Some(true)
    } else {
        applies(criterion, question)
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
    Found {
        envelope: if unknown_fact { placed.or_go() } else { placed },
        lowered: lowered && !unknown_fact,
        role: role(criterion, question.setting),
        unknown_fact,
    }
}

/// Whether all that `when` asks for holds; kept out of the loop over criteria, as few of them ask.
#[inline(never)]
fn applies(criterion: &Criterion, question: &Question<'_>) -> Option<bool> {
    criterion
        .when
        .iter()
        .map(|condition| condition.holds(&question.facts))
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
    } else if criterion.clinic && setting == Setting::Home {
        Role::ClinicOnly
    } else {
        Role::Decides
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
            let one = bands.place(low, goal);
            let other = if low == high {
                one
            } else {
                bands.place(high, goal)
            };
            match (one, other) {
                (Some(one), Some(other)) => Envelope::of(one, other),
                // The limit depends on a distance that nobody stated: it could be any.
                (Some(_) | None, Some(_) | None) => Envelope::of(Verdict::Go, bands.worst()),
            }
        }
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
struct QuerySet([u64; 4]);

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
