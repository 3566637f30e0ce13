//! What a change of a criteria file changes: the exact logical difference of two protocols.
//!
//! # The argument
//! *What is compared.* The verdict (the worst still possible) of both files on every question that both answer and on every reading of
//! every measure in every window: a closed range, unable, or not applicable. Readings of different measures are taken as
//! independent, as [the evaluator](crate::engine::evaluate) takes them.
//!
//! *One value stands for a range.* Bands are monotone, so a range has the worst band of its worse end, and "it may not apply" adds only
//! GO, which never is the worst. So points, unable and not-applicable stand for all readings.
//!
//! Of what is volunteered a range counts by its best band. Where one file asks what the other only counts, and they differ on that measure,
//! a reading that is not known is therefore neither excluded nor sure.
//!
//! *One point stands for a cell.* A band is a step: between two neighbouring limits of either file it is constant. The cells of a
//! measure are the limits of both files and the open intervals between them; limits that are a share of the goal are
//! resolved for one goal of every cell of distances between which the order of all limits is constant. Facts that `when` asks for are gone
//! through likewise, unknown ones included.
//!
//! *Measures combine by maximum and count.* The verdict is the worst over deciding criteria, or NO-GO from `cautions = k` on.
//! Criteria that depend on one another (`..._only_with`) are gone through in all joint cells of their measures; every joint
//! cell is put to the engine itself, with both files. What a group of measures contributes is then only its worst band and its number of
//! cautions, for both files; these combine group by group, and every pair of verdicts reachable that way is reachable by readings, and
//! no other. So *same*, *stricter* ("never better, somewhere worse") and *laxer* are proofs over all readings, and
//! *incomparable* has a reading on either side.
//!
//! *A step of training* is lowered where everything else is GO for the race of the distance. So a group also contributes its worst band
//! without the steps to that race, and the steps are lowered when all groups have come together.
//!
//! *Limits.* Where the facts or the joint cells of one group are too many to go through (some half a dozen criteria that depend on one), the
//! relation is undecided and the reason is shown, rather than anything sampled.
//!
//! *Windows.* One measure in two windows is two readings of the same entries. Where [`window::never_better`] orders them, only joint cells
//! that keep the order are gone through; where nothing is known all are, and a difference that depends on them is called not excluded
//! instead of sure. What is neither excluded nor sure makes the relation *undecided*.
//!
//! *Evidence.* `clean`, `least_run` and `flare` say what of a record becomes a reading. Where they differ, equal readings no longer stand
//! for one record, so the relation is undecided whatever the bands say; what each criterion makes of equal readings is shown all the same,
//! and a cohort is judged record by record.
//!
//! *Existence.* That readings differ does not mean that some assessment has them (no half point lies between 5 and 5.5, and a
//! symmetry follows its legs). So each changed interval is shown with a [witness]: an assessment replayed through both
//! files, or with the words that none was found.
//!
//! *Why is a longer `over` without `fresh` not stricter?* It finds older bad days, but it also accepts an older newest entry where the
//! shorter one would know nothing. Checked by test on the fixtures.

mod change;
pub mod cohort;
mod compare;
mod cosmetic;
mod interval;
mod joint;
pub mod json_v1;
mod matching;
mod nearby;
pub mod page;
pub mod paired;
mod relation;
pub mod window;
pub mod witness;
mod words;

pub use change::{Cause, Change, ChangeKind, Witness};
pub use interval::Interval;
pub use nearby::NearbyCases;
pub use relation::{ReachedPairs, Relation};
pub use words::Said;

pub(super) use cosmetic::TEMPLATES as APART;
pub(super) use interval::TEMPLATES as INTERVALS;
pub(super) use words::TEMPLATES as CHANGES;

use crate::assessment::wire::Setting;
use crate::document::Sentence;
use crate::protocol::Protocol;
pub use crate::workbench::partition::Cell;

use witness::Find;

/// Why two files cannot be compared over readings.
const OTHER_EVIDENCE: &str = "what counts as evidence differs, so one record gives each file other readings; a cohort shows what becomes of known records";

/// The difference of two criteria files.
#[derive(Clone, Debug)]
pub struct Difference<'a> {
    /// The file compared with.
    pub old: &'a Protocol,
    /// The file compared.
    pub new: &'a Protocol,
    /// How NEW stands to OLD.
    pub relation: Relation,
    /// Why the relation is undecided, or what is known then.
    pub reason: Option<&'static str>,
    /// How NEW stands to OLD up to each stage asked, in each setting.
    pub stages: Vec<StageRelation>,
    /// Differences that can change a verdict.
    pub changes: Vec<Change>,
    /// Differences that decide nothing, in words.
    pub cosmetic: Vec<Sentence>,
    /// Questions gone through: stages, settings, goals and facts.
    pub regions: usize,
    /// Joint cells put to the engine with both files.
    pub cells: usize,
    /// Whether one file answers for a stage that the other does not have by that name.
    pub other_questions: bool,
    reached: ReachedPairs,
    stuck: bool,
}

/// How NEW stands to OLD up to one stage asked.
#[derive(Clone, Debug, serde::Serialize, schemars::JsonSchema)]
#[schemars(deny_unknown_fields, rename = "StageV1")]
pub struct StageRelation {
    /// The stage, `no goal`, `goal: run` or `goal: race`.
    pub question: String,
    /// At home.
    pub home: Relation,
    /// In the clinic.
    pub clinic: Relation,
}

impl<'a> Difference<'a> {
    /// Compares two files.
    #[must_use]
    pub fn of(old: &'a Protocol, new: &'a Protocol) -> Self {
        let pairs = matching::pairs(old, new);
        let comparison = compare::compare(old, new, &pairs);
        let reached = comparison.reached();
        // The same record gives other readings then, and readings are all that is gone through.
        let stuck = comparison
            .stuck
            .or((old.evidence != new.evidence).then_some(OTHER_EVIDENCE));
        let mut difference = Self {
            old,
            new,
            relation: match stuck {
                Some(_) => Relation::Undecided,
                None => comparison.relation(),
            },
            reason: stuck,
            // What was gone through says nothing of the rest.
            stages: if stuck.is_none() {
                stages(&comparison)
            } else {
                Vec::new()
            },
            changes: change::changes(old, new, &pairs, &comparison),
            cosmetic: cosmetic::cosmetic(old, new, &pairs),
            regions: comparison.regions,
            cells: comparison.cells,
            other_questions: other_questions(old, new),
            reached,
            stuck: stuck.is_some(),
        };
        if difference.relation == Relation::Undecided && difference.reason.is_none() {
            difference.reason = Some(reached.known());
        }
        difference
    }

    /// Whether any question is answered otherwise.
    #[must_use]
    pub fn differs(&self) -> bool {
        self.relation != Relation::Same || self.other_questions
    }

    /// Looks for an assessment behind each change; what is found can decide what readings alone did not.
    pub fn witness(&mut self, find: &mut Find<'_>) {
        for change in &mut self.changes {
            change.witnesses = witness::witnesses(change, self.old, self.new, find);
            for witness in &change.witnesses {
                self.reached.add(witness.old, witness.new, true);
            }
        }
        let relation = self.reached.relation();
        // Two witnesses are enough for "incomparable", whatever could not be gone through.
        if self.relation == Relation::Undecided
            && (!self.stuck || relation == Relation::Incomparable)
        {
            self.relation = relation;
            self.reason = (relation == Relation::Undecided).then(|| self.reached.known());
        }
    }
}

fn other_questions(old: &Protocol, new: &Protocol) -> bool {
    let ids = |protocol: &Protocol| {
        let ids = protocol.stages.iter().map(|stage| stage.id.clone());
        ids.collect::<std::collections::BTreeSet<String>>()
    };
    ids(old) != ids(new)
}

fn stages(comparison: &compare::Comparison) -> Vec<StageRelation> {
    let mut all: Vec<StageRelation> = Vec::new();
    for row in &comparison.rows {
        let relation = row.reached.relation();
        if !all.iter().any(|stage| stage.question == row.question) {
            all.push(StageRelation {
                question: row.question.clone(),
                home: relation,
                clinic: relation,
            });
        }
        let Some(stage) = all.iter_mut().find(|stage| stage.question == row.question) else {
            continue;
        };
        match row.setting {
            Setting::Home => stage.home = relation,
            Setting::Clinic => stage.clinic = relation,
        }
    }
    all
}
