//! The sides of a criterion: what it can say, and whether that decided.

use serde::{Deserialize, Serialize};

use crate::engine::{Finding, Role};
use crate::protocol::{Asked, Clears, Criterion, Protocol};
use crate::verdict::{Envelope, Verdict};
use crate::workbench::partition::places;

/// What a criterion says of one assessment: one of the three bands, or that too little is known.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    schemars::JsonSchema,
    strum::IntoStaticStr,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum BandOutcome {
    /// Met.
    Go,
    /// Short of it, within what is accepted with care.
    Caution,
    /// Not met.
    NoGo,
    /// Too little is known: more than one band is still possible.
    Missing,
}

word!(BandOutcome);

impl BandOutcome {
    /// The side of the bands still possible.
    #[must_use]
    pub fn of(envelope: Envelope) -> Self {
        if envelope.best() != envelope.worst() {
            return Self::Missing;
        }
        match envelope.worst() {
            Verdict::Go => Self::Go,
            Verdict::Caution => Self::Caution,
            Verdict::NoGo => Self::NoGo,
        }
    }

    /// The sides that a deciding criterion has; none for a note, and no CAUTION where no value lies between its bands. What nobody is asked
    /// only worsens: it is never met and never missing, and without `refer` its NO-GO is a CAUTION.
    #[must_use]
    pub fn all(criterion: &Criterion) -> Vec<Self> {
        let Some(bands) = criterion.bands.filter(|_| !criterion.note) else {
            return Vec::new();
        };
        let reached = |band| places(criterion.measure, &bands).contains(&band);
        let volunteered = criterion.asked == Asked::IfRecorded;
        let capped = volunteered && criterion.refer.is_none();
        let no_go = reached(Verdict::NoGo);
        [
            (Self::Go, !volunteered),
            (
                Self::Caution,
                reached(Verdict::Caution) || (capped && no_go),
            ),
            (Self::NoGo, no_go && !capped),
            (Self::Missing, !volunteered),
        ]
        .into_iter()
        .filter_map(|(side, is_had)| is_had.then_some(side))
        .collect()
    }
}

/// The verdict that the findings would give if the worst bands of the criteria were these.
fn verdict_with(
    protocol: &Protocol,
    findings: &[Finding],
    band: impl Fn(&Finding) -> Verdict,
) -> Verdict {
    let is_step = |finding: &Finding| {
        let criterion = protocol.criteria.get(finding.criterion);
        criterion.is_some_and(|criterion| criterion.step)
    };
    let deciding = || {
        let all = findings.iter();
        all.filter(|finding| finding.role.counts())
    };
    // Of a run it is not known here what the race of its distance would say, and its steps count.
    let race = protocol
        .clearing(Clears::Race)
        .and_then(|race| protocol.stages.get(race));
    let steps_are_lowered = race.is_some_and(|race| findings.len() >= race.criteria.end)
        && deciding().all(|finding| is_step(finding) || band(finding) == Verdict::Go);
    let mut worst = Verdict::Go;
    let mut cautious = Vec::new();
    for finding in deciding() {
        if steps_are_lowered && is_step(finding) {
            continue;
        }
        let own = band(finding);
        worst = worst.max(own);
        let query = protocol
            .criteria
            .get(finding.criterion)
            .map(|criterion| criterion.counted);
        if own > Verdict::Go && !cautious.contains(&query) {
            cautious.push(query);
        }
    }
    let most = protocol
        .cautions
        .and_then(|most| usize::try_from(most).ok());
    if most.is_some_and(|most| cautious.len() >= most) {
        Verdict::NoGo
    } else {
        worst
    }
}

/// Whether this criterion decided the verdict.
///
/// One that is not met decided when the verdict would be better were it met; one that is met, when it would be worse were it not. What
/// is not known leaves several measures open at once: a criterion that is missing decided when the verdict would be better were all
/// met that are missing, and none of them is worse than this one.
#[must_use]
pub fn is_decisive(protocol: &Protocol, findings: &[Finding], place: usize) -> bool {
    let (Some(finding), Some(criterion)) = (findings.get(place), protocol.criteria.get(place))
    else {
        return false;
    };
    // Good news that nobody asked for earns nothing, and so decides nothing.
    let counts = match finding.role {
        Role::Decides => true,
        Role::Volunteered => finding.envelope != Envelope::GO,
        Role::Note | Role::NotAsked => false,
    };
    let Some(bands) = criterion.bands.filter(|_| counts) else {
        return false;
    };
    let worst = |finding: &Finding| finding.envelope.worst();
    let verdict = verdict_with(protocol, findings, worst);
    let instead = |band: Verdict| {
        verdict_with(protocol, findings, |other| {
            if other.criterion == place {
                band
            } else {
                worst(other)
            }
        })
    };
    match BandOutcome::of(finding.envelope) {
        BandOutcome::Go => instead(bands.worst()) > verdict,
        BandOutcome::Caution | BandOutcome::NoGo => instead(Verdict::Go) < verdict,
        BandOutcome::Missing => {
            let known = verdict_with(protocol, findings, |other| {
                match BandOutcome::of(other.envelope) {
                    BandOutcome::Missing => Verdict::Go,
                    BandOutcome::Go | BandOutcome::Caution | BandOutcome::NoGo => worst(other),
                }
            });
            known < verdict && worst(finding) == verdict
        }
    }
}
