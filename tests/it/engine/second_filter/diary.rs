//! What a diary says of a day.

use return_to_run::Day;
use return_to_run::quantity::Exact;
use serde_json::Value;

use super::fields::{Range, WORST_PAIN, day, entries, pain, word, yes};

/// A fact of a day.
#[derive(Clone, Copy, Debug)]
pub(super) enum Fact {
    DailyLife,
    Morning,
    Limp,
}

impl Fact {
    pub(super) const fn most(self) -> Exact {
        match self {
            Self::DailyLife | Self::Morning => WORST_PAIN,
            Self::Limp => Exact::whole(1),
        }
    }

    /// What a diary entry says of it: unknown parts reach up to the worst.
    pub(super) fn of(self, entry: &Value) -> Range {
        let known =
            |value: Option<Exact>| value.map_or((Exact::ZERO, self.most()), |value| (value, value));
        match self {
            Self::Morning => known(pain(entry, "morning")),
            Self::Limp => known(yes(entry, "limp").map(|limp| Exact::whole(i64::from(limp)))),
            Self::DailyLife => {
                let parts = ["rest", "walking", "stairs"].map(|field| {
                    let not_done = word(entry, field) == Some("not-done");
                    (pain(entry, field), not_done)
                });
                let worst_part = parts.iter().filter_map(|(pain, _)| *pain).max();
                let complete = parts
                    .iter()
                    .all(|(pain, not_done)| pain.is_some() || *not_done);
                let worst = pain(entry, "worst");
                let low = worst.max(worst_part);
                let high = if worst.is_some() || (complete && worst_part.is_some()) {
                    low
                } else {
                    None
                };
                (low.unwrap_or(Exact::ZERO), high.unwrap_or(WORST_PAIN))
            }
        }
    }

    /// The same fact of a day, told by another block: a walk's pain and gait, the morning after a session.
    pub(super) fn told_elsewhere(self, record: &Value) -> Vec<(Day, Exact)> {
        let mut told = Vec::new();
        let mut tell = |day: Option<Day>, value: Option<Exact>| told.extend(day.zip(value));
        match self {
            Self::Limp => {
                for run in entries(record, "runs") {
                    let limped =
                        word(run, "kind") == Some("walk") && word(run, "gait") == Some("altered");
                    tell(day(run.get("date")), limped.then_some(Exact::whole(1)));
                }
            }
            Self::DailyLife => {
                for run in entries(record, "runs") {
                    if word(run, "kind") == Some("walk") {
                        for field in ["pain_start", "pain_during", "pain_after"] {
                            tell(day(run.get("date")), pain(run, field));
                        }
                    }
                }
            }
            Self::Morning => {
                for block in ["runs", "heel_raise", "hop"] {
                    for entry in entries(record, block) {
                        let next = day(entry.get("date")).map(|day| day.plus(1));
                        tell(next, pain(entry, "pain_next_morning"));
                    }
                }
            }
        }
        told
    }
}
