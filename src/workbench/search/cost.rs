//! How far a record is from what is wanted.

use super::{JudgedCandidate, Search, SearchGoal};
use crate::engine::Finding;
use crate::quantity::Exact;
use crate::verdict::Verdict;
use crate::workbench::cases::BandOutcome;

impl Search<'_> {
    /// How far a record is from what is wanted; `None` when the criterion does not even count in it.
    pub(super) fn cost(&self, state: &JudgedCandidate, wanted: &SearchGoal) -> Option<usize> {
        let finding = state.got.findings.get(wanted.criterion)?;
        if !finding.role.counts() {
            return None;
        }
        let others = if wanted.decisive || wanted.alone {
            self.offenders(state, wanted).count()
        } else {
            0
        };
        let far: usize = if state.says(wanted) {
            0
        } else {
            self.distance(state, wanted).saturating_add(20)
        };
        let cost = far
            .saturating_add(others.saturating_mul(20))
            .saturating_add(state.got.reasons.len().saturating_mul(4));
        Some(cost.saturating_add(state.set.len()))
    }

    /// How far the reading is from where it is wanted, in tenths of that, at most 20.
    pub(super) fn distance(&self, state: &JudgedCandidate, wanted: &SearchGoal) -> usize {
        let query = self
            .protocol
            .criteria
            .get(wanted.criterion)
            .map(|criterion| criterion.query);
        let reading = query.and_then(|query| state.readings.get(query)?.value());
        let Some(reading) = reading else {
            return 20;
        };
        let targets = self.targets(state, wanted);
        let tenths = targets.into_iter().filter_map(|target| {
            let off = if reading > target {
                reading.minus(target)
            } else {
                target.minus(reading)
            };
            let whole = if target > Exact::ZERO {
                target
            } else {
                Exact::whole(1)
            };
            usize::try_from(
                Exact::percent(off, whole)?
                    .over(10)
                    .millionths()
                    .checked_div(1_000_000)?,
            )
            .ok()
        });
        tenths.min().unwrap_or(20).min(20)
    }

    /// The criteria that would decide in place of the wanted one.
    pub(super) fn offenders<'b>(
        &'b self,
        state: &'b JudgedCandidate,
        wanted: &'b SearchGoal,
    ) -> impl Iterator<Item = &'b Finding> {
        let worst = match wanted.side {
            BandOutcome::Go | BandOutcome::NoGo | BandOutcome::Missing if !wanted.alone => {
                self.worst_of(wanted.criterion)
            }
            BandOutcome::Go | BandOutcome::Caution | BandOutcome::NoGo | BandOutcome::Missing => {
                Verdict::Caution
            }
        };
        state.got.findings.iter().filter(move |finding| {
            let (own, side) = (finding.envelope.worst(), BandOutcome::of(finding.envelope));
            let missing_alike =
                wanted.side == BandOutcome::Missing && side == BandOutcome::Missing && own == worst;
            finding.criterion != wanted.criterion
                && finding.role.counts()
                && own >= worst
                && !missing_alike
        })
    }

    fn worst_of(&self, criterion: usize) -> Verdict {
        let bands = self.bands(criterion);
        bands.map_or(Verdict::NoGo, |bands| bands.worst())
    }
}
