//! What the mutants of one criteria file say of its cases.

use super::{KillingCases, MutantStatus, MutationOperator, Outcome, killers, mutate};
use crate::protocol::Protocol;
use crate::workbench::Source;
use crate::workbench::cases::{
    Cases, Coverage, Row, SetAside, Stale, TestedProtocol, faulty, unknown,
};

/// A criteria file with its mutants judged.
#[derive(Clone, Debug)]
pub struct MutatedProtocol<'a> {
    /// The cases that judge: only those that come out as they must.
    pub tested: TestedProtocol<'a>,
    /// Every mutant, in the order of the file.
    pub outcomes: Vec<Outcome>,
    /// The survivors that the table sets aside, with its reason.
    pub set_aside: Vec<SetAside>,
    /// Entries of `set_aside` that are not so any more.
    pub stale: Vec<Stale>,
    /// Cases that would notice the survivors, when they are looked for.
    pub killers: Option<KillingCases>,
    /// So many percent must be killed; when nothing is asked, nothing may survive.
    pub min: Option<usize>,
}

/// How many mutants met which fate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[schemars(deny_unknown_fields, rename = "CountsV1")]
pub struct Counts {
    /// All of them.
    pub made: usize,
    /// The compiler refuses them.
    pub refused: usize,
    /// Some case notices them.
    pub killed: usize,
    /// Proved to judge as the file does.
    pub equivalent: usize,
    /// No case notices them.
    pub survived: usize,
    /// No case notices them, and the table says why.
    pub set_aside: usize,
}

impl<'a> MutatedProtocol<'a> {
    /// Judges every mutant of a file by its cases.
    #[must_use]
    pub fn of(
        source: &'a Source,
        protocol: &'a Protocol,
        cases: &'a Cases,
        min: Option<usize>,
    ) -> Self {
        let tested = TestedProtocol::of(source, protocol, cases);
        let outcomes = mutate(source, protocol, &tested.runs);
        let survives = |what: &String| {
            outcomes.iter().any(|outcome| {
                outcome.mutant.name == *what && outcome.status == MutantStatus::Survived
            })
        };
        let entries = cases.set_aside.iter();
        let set_aside = entries.filter(|entry| survives(&entry.what)).cloned();
        Self {
            set_aside: set_aside.collect(),
            stale: stale(protocol, &cases.set_aside, &outcomes),
            tested,
            outcomes,
            killers: None,
            min,
        }
    }

    /// The same with a case looked for that would notice each survivor.
    #[must_use]
    pub fn with_killers(mut self, cases: &Cases) -> Self {
        let survivors: Vec<_> = self.survivors().map(|outcome| &outcome.mutant).collect();
        let killers = killers(self.tested.protocol, &cases.sound, &survivors);
        self.killers = Some(killers);
        self
    }

    /// The mutants that no case notices and that are not set aside.
    pub fn survivors(&self) -> impl Iterator<Item = &Outcome> {
        self.outcomes.iter().filter(|outcome| {
            outcome.status == MutantStatus::Survived && !self.is_set_aside(outcome)
        })
    }

    fn is_set_aside(&self, outcome: &Outcome) -> bool {
        let mut entries = self.set_aside.iter();
        entries.any(|entry| entry.what == outcome.mutant.name)
    }

    /// How many mutants met which fate: those of one kind of mistake, or all.
    #[must_use]
    pub fn counts(&self, operator: Option<MutationOperator>) -> Counts {
        let mut counts = Counts::default();
        let counted = self
            .outcomes
            .iter()
            .filter(|outcome| operator.is_none_or(|operator| outcome.mutant.operator == operator));
        for outcome in counted {
            let count = match outcome.status {
                MutantStatus::Refused => &mut counts.refused,
                MutantStatus::Killed(_) => &mut counts.killed,
                MutantStatus::Equivalent => &mut counts.equivalent,
                MutantStatus::Survived if self.is_set_aside(outcome) => &mut counts.set_aside,
                MutantStatus::Survived => &mut counts.survived,
            };
            *count = count.saturating_add(1);
            counts.made = counts.made.saturating_add(1);
        }
        counts
    }

    /// The row that would notice a survivor, when one was found.
    #[must_use]
    pub fn killer(&self, outcome: &Outcome) -> Option<&Row> {
        self.killers.as_ref()?.of(&outcome.mutant.name)
    }

    /// Whether all cases came out as they must, nothing is set aside that is not so, and no more survives than is asked.
    #[must_use]
    pub fn holds(&self) -> bool {
        let counts = self.counts(None);
        let enough = match self.min {
            Some(min) => counts.score() >= min,
            None => counts.survived == 0,
        };
        self.tested.holds() && self.stale.is_empty() && enough
    }
}

impl Counts {
    /// How many could be noticed: those that compile and are not proved to judge alike.
    #[must_use]
    pub const fn noticeable(&self) -> usize {
        self.made
            .saturating_sub(self.refused)
            .saturating_sub(self.equivalent)
    }

    /// The share killed of those in whole percent, rounded down, so that 100 means all; 100 when there is none.
    #[must_use]
    pub fn score(&self) -> usize {
        let share = self.killed.saturating_mul(100);
        share.checked_div(self.noticeable()).unwrap_or(100)
    }
}

/// Every entry about a mutant that sets nothing aside.
fn stale(protocol: &Protocol, set_aside: &[SetAside], outcomes: &[Outcome]) -> Vec<Stale> {
    let mut stale = faulty(set_aside);
    let sides = Coverage::of(protocol, &[], &[]).names(protocol);
    for SetAside { what, .. } in set_aside {
        let mut named = outcomes.iter();
        let Some(outcome) = named.find(|outcome| outcome.mutant.name == *what) else {
            if !sides.contains(what) {
                let mutants = outcomes.iter().map(|outcome| &outcome.mutant.name);
                stale.push(unknown(what, sides.iter().chain(mutants)));
            }
            continue;
        };
        let why = match &outcome.status {
            MutantStatus::Survived => continue,
            MutantStatus::Refused => "the compiler refuses it".to_owned(),
            MutantStatus::Equivalent => "it is proved to judge as the file does".to_owned(),
            MutantStatus::Killed(case) => format!("`{case}` notices it after all"),
        };
        stale.push(Stale {
            what: what.clone(),
            why,
        });
    }
    stale
}
