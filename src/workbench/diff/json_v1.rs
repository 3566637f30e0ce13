//! The difference as JSON (format `diff/1`): output-only structs. A change of meaning makes a `json_v2`.

use serde::Serialize;
use serde_json::Value;

use super::change::Witness;
use super::change::{Change, ChangeKind};
use super::cohort::{Cohort, Flip, RefusedRecord, VERDICTS};
use super::interval::Interval;
use super::relation::Relation;
use super::{Difference, StageRelation};
use crate::protocol::Protocol;
use crate::quantity::{Decimal, Toward};
use crate::verdict::Verdict;

macro_rules! outputs {
    ($($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $type:ty,)* })*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, Serialize, schemars::JsonSchema)]
        #[schemars(deny_unknown_fields)]
        pub struct $name {
            $($(#[$field_doc])* pub $field: $type,)*
        }
    )*};
}

outputs! {
    /// The difference of two criteria files (format `diff/1`).
    DiffV1 {
        /// `diff/1`.
        format: &'static str,
        /// The file compared with.
        old: FileV1,
        /// The file compared.
        new: FileV1,
        /// How NEW stands to OLD.
        relation: Relation,
        /// Why the relation is undecided.
        reason: Option<&'static str>,
        /// Questions gone through: stages, settings, goals and facts.
        regions: usize,
        /// Joint cells put to the engine with both files.
        cells: usize,
        /// How NEW stands to OLD up to each stage asked.
        stages: Vec<StageRelation>,
        /// Differences that can change a verdict.
        changes: Vec<ChangeV1>,
        /// Differences that decide nothing, in words.
        cosmetic: Vec<String>,
        /// What becomes of known people.
        cohort: Option<CohortV1>,
    }
    /// A criteria file.
    FileV1 {
        /// Its id.
        protocol: String,
        /// Its version.
        version: String,
        /// Digest of its text.
        criteria_sha256: String,
    }
    /// One difference that can change a verdict.
    ChangeV1 {
        /// `new`, `gone`, `changed`, or `protocol` for a rule of the whole file.
        what: &'static str,
        /// `stage/criterion`, by NEW unless it is gone.
        name: String,
        /// What OLD called it, if otherwise.
        was: Option<String>,
        /// How its contribution stands to that of OLD.
        relation: Option<Relation>,
        /// Whether it can change a verdict; else another criterion asks as much.
        decides: bool,
        /// Its measure.
        measure: Option<&'static str>,
        /// What changed, in words.
        sentences: Vec<String>,
        /// Where its bands differ.
        intervals: Vec<IntervalV1>,
        /// An assessment judged otherwise, where it has no interval and one was found.
        witness: Option<WitnessV1>,
    }
    /// Values of a measure whose band changes alike.
    IntervalV1 {
        /// In words.
        words: String,
        /// The least of them, or what they lie above; words and yes/no count from zero.
        low: Decimal,
        /// Whether the least is among them.
        includes_low: bool,
        /// The greatest of them, or what they lie below.
        high: Decimal,
        /// Whether the greatest is among them.
        includes_high: bool,
        /// A distance of the goal for which it is so, where it depends on one.
        goal_km: Option<Decimal>,
        /// The band by OLD; `go` where it does not ask.
        old: Verdict,
        /// The band by NEW; `go` where it does not ask.
        new: Verdict,
        /// Whether a verdict can change there; else another criterion asks as much.
        decides: bool,
        /// An assessment judged otherwise with such a reading, if one was found.
        witness: Option<WitnessV1>,
    }
    /// An assessment replayed through both files.
    WitnessV1 {
        /// The verdict by OLD.
        old: Verdict,
        /// The verdict by NEW.
        new: Verdict,
        /// The assessment (`assessment/1`).
        assessment: Value,
    }
    /// What becomes of known people.
    CohortV1 {
        /// How many records there are.
        records: u64,
        /// How many both files judged.
        compared: u64,
        /// How often each pair of verdicts occurs.
        table: Vec<CountV1>,
        /// GO against not GO.
        go: Option<PairedV1>,
        /// NO-GO against not NO-GO.
        no_go: Option<PairedV1>,
        /// How many flips each criterion causes, alone or with others.
        causes: Vec<CauseV1>,
        /// Everybody whose verdict changes.
        flips: Vec<Flip>,
        /// Records that are faulty.
        refused: Vec<RefusedRecord>,
        /// Records for whose question a file has no stage.
        not_judged: Vec<RefusedRecord>,
        /// Records for whose condition neither file answers.
        answered_by_neither: u64,
        /// Records for whose condition only OLD answers.
        answered_by_old: u64,
        /// Records for whose condition only NEW answers.
        answered_by_new: u64,
    }
    /// How often a pair of verdicts occurs.
    CountV1 {
        /// By OLD.
        old: Verdict,
        /// By NEW.
        new: Verdict,
        /// How often.
        count: u64,
    }
    /// One verdict against the others, of the same people.
    PairedV1 {
        /// By both files.
        both: u64,
        /// By OLD only.
        old_only: u64,
        /// By NEW only.
        new_only: u64,
        /// By neither.
        neither: u64,
        /// The proportion by NEW minus that by OLD.
        difference: f64,
        /// The lower end of its 95 % interval.
        low: f64,
        /// The upper end of its 95 % interval.
        high: f64,
        /// How the interval is made.
        interval: &'static str,
        /// The exact two-sided p of `McNemar`'s test.
        p: f64,
    }
    /// A criterion that causes flips.
    CauseV1 {
        /// The criterion.
        criterion: String,
        /// How many flips.
        flips: u64,
    }
}

impl DiffV1 {
    /// The difference, with the cohort if one was judged.
    #[must_use]
    pub fn of(difference: &Difference<'_>, cohort: Option<&Cohort>) -> Self {
        Self {
            format: "diff/1",
            old: file(difference.old),
            new: file(difference.new),
            relation: difference.relation,
            reason: difference.reason,
            regions: difference.regions,
            cells: difference.cells,
            stages: difference.stages.clone(),
            changes: difference.changes.iter().map(change).collect(),
            cosmetic: difference
                .cosmetic
                .iter()
                .map(ToString::to_string)
                .collect(),
            cohort: cohort.map(people),
        }
    }
}

fn file(protocol: &Protocol) -> FileV1 {
    FileV1 {
        protocol: protocol.id.clone(),
        version: protocol.version.clone(),
        criteria_sha256: protocol.digest.to_string(),
    }
}

fn change(change: &Change) -> ChangeV1 {
    let of = |place: Option<usize>| {
        let mut witnesses = change.witnesses.iter();
        witnesses
            .find(|witness| witness.interval == place)
            .map(witness)
    };
    let intervals = change.intervals.iter().enumerate();
    ChangeV1 {
        what: match change.what {
            ChangeKind::New => "new",
            ChangeKind::Gone => "gone",
            ChangeKind::Changed => "changed",
            ChangeKind::Protocol => "protocol",
        },
        name: change.name.clone(),
        was: change.was.clone(),
        relation: change.relation,
        decides: change.decides,
        measure: change.query.map(|query| query.measure.id),
        sentences: change.sentences.iter().map(ToString::to_string).collect(),
        intervals: intervals
            .map(|(place, found)| interval(found, of(Some(place))))
            .collect(),
        witness: of(None),
    }
}

fn interval(interval: &Interval, witness: Option<WitnessV1>) -> IntervalV1 {
    IntervalV1 {
        words: interval.words.to_string(),
        low: interval.low.decimal(Toward::Down),
        includes_low: interval.includes.0,
        high: interval.high.decimal(Toward::Down),
        includes_high: interval.includes.1,
        goal_km: interval.goal.map(|goal| goal.exact().decimal(Toward::Down)),
        old: interval.old,
        new: interval.new,
        decides: interval.decides,
        witness,
    }
}

fn witness(witness: &Witness) -> WitnessV1 {
    WitnessV1 {
        old: witness.old,
        new: witness.new,
        assessment: witness.assessment.clone(),
    }
}

fn people(cohort: &Cohort) -> CohortV1 {
    let pairs = VERDICTS
        .iter()
        .flat_map(|old| VERDICTS.map(|new| (*old, new)));
    CohortV1 {
        records: cohort.records,
        compared: cohort.compared(),
        table: pairs
            .map(|(old, new)| CountV1 {
                old,
                new,
                count: cohort.count(old, new),
            })
            .collect(),
        go: paired(cohort, Verdict::Go),
        no_go: paired(cohort, Verdict::NoGo),
        causes: cohort
            .causes
            .iter()
            .map(|(criterion, flips)| CauseV1 {
                criterion: criterion.clone(),
                flips: *flips,
            })
            .collect(),
        flips: cohort.flips.clone(),
        refused: cohort.refused.clone(),
        not_judged: cohort.not_judged.clone(),
        answered_by_neither: cohort.answered_by_neither,
        answered_by_old: cohort.answered_by_old,
        answered_by_new: cohort.answered_by_new,
    }
}

fn paired(cohort: &Cohort, verdict: Verdict) -> Option<PairedV1> {
    let paired = cohort.paired(verdict);
    let found = paired.statistics()?;
    Some(PairedV1 {
        both: paired.both,
        old_only: paired.old_only,
        new_only: paired.new_only,
        neither: paired.neither,
        difference: found.difference,
        low: found.low,
        high: found.high,
        interval: "Newcombe 1998, method 10",
        p: found.p,
    })
}
