//! Red flags, which are judged beside whatever criteria answer.

use super::{Criterion, Protocol, Stage};

/// Id of the file of red flags.
pub const RED_FLAGS: &str = "red-flags";

/// What that file gives as its one condition: it answers for none alone, and stands beside what answers for any.
pub const EVERY_CONDITION: &str = "*";

/// How a red flag is named among the criteria that it stands beside; no criterion of theirs may begin so.
pub(super) const PREFIX: &str = "red-flag-";

impl Protocol {
    /// Whether this is the file of red flags.
    #[must_use]
    pub fn is_red_flags(&self) -> bool {
        self.conditions == [EVERY_CONDITION]
    }

    /// Whether it may judge a record of this condition.
    #[must_use]
    pub fn answers_for(&self, condition: &str) -> bool {
        self.is_red_flags() || self.conditions.iter().any(|own| own == condition)
    }

    /// These criteria with the red flags at the head of their first stage, but for those that they ask about themselves; so each counts
    /// whatever stage is asked, and the worse counts.
    #[must_use]
    pub fn beside(mut self, red_flags: &Self) -> Self {
        self.red_flags = Some(red_flags.digest);
        self.shipped &= red_flags.shipped;
        for declared in &red_flags.measures {
            if !self.measures.contains(declared) {
                self.measures.push(declared);
            }
        }
        let mut added: Vec<Criterion> = Vec::new();
        for flag in &red_flags.criteria {
            let Some(query) = red_flags.queries.get(flag.query).copied() else {
                continue;
            };
            if self.asks_about(flag) {
                continue;
            }
            let place = |queries: &[super::Query]| queries.iter().position(|own| *own == query);
            let at = place(&self.queries).unwrap_or_else(|| {
                self.queries.push(query);
                self.queries.len().saturating_sub(1)
            });
            let counted = self.queries.iter().position(|own| own.counts_with(&query));
            added.push(Criterion {
                id: format!("{PREFIX}{}", flag.id),
                query: at,
                counted: counted.unwrap_or(at),
                ..flag.clone()
            });
        }
        let more = added.len();
        for criterion in &mut self.criteria {
            for leans_on in [
                &mut criterion.no_go_only_with,
                &mut criterion.caution_only_with,
            ] {
                *leans_on = leans_on.map(|place| place.saturating_add(more));
            }
        }
        for remark in &mut self.remarks {
            remark.beside = remark.beside.saturating_add(more);
        }
        for (place, stage) in self.stages.iter_mut().enumerate() {
            let Stage { criteria, .. } = stage;
            let start = if place == 0 {
                0
            } else {
                criteria.start.saturating_add(more)
            };
            *criteria = start..criteria.end.saturating_add(more);
        }
        // Criteria that only route out have no stage of their own.
        if self.stages.is_empty() {
            let stage = red_flags.stages.first().cloned();
            self.stages.extend(stage.map(|stage| Stage {
                criteria: 0..more,
                ..stage
            }));
        }
        self.criteria.splice(0..0, added);
        self
    }

    /// Whether a criterion of the first stage is as strict on the measure of a red flag, whoever is asked.
    fn asks_about(&self, flag: &Criterion) -> bool {
        let own = self.stages.first().map(|stage| stage.criteria.clone());
        let own = own
            .and_then(|own| self.criteria.get(own))
            .unwrap_or_default();
        own.iter().any(|own| {
            !own.note
                && own.measure == flag.measure
                && own.bands == flag.bands
                && own.when.is_empty()
                && own.refer >= flag.refer
                && own.no_go_only_with.is_none()
                && own.caution_only_with.is_none()
        })
    }
}
