//! A protocol: one criteria file, checked and compiled.
//!
//! *Why so small a language?* No expressions, no loops, no equality: every band is one half-line in a measure's better direction, so
//! that a worse reading can never place better, whatever the file says.

pub mod builtin;
pub mod codes;
mod comparator;
mod compile;
pub mod extends;
mod facts;
mod ladder;
pub mod raw;
mod read;
pub mod red_flags;
#[cfg(feature = "cli")]
pub mod references;
pub mod set;
mod when;

pub use comparator::{Bound, Limit, Operator};
#[cfg(feature = "cli")]
pub(crate) use comparator::{Operand, number as decimal, parse as parse_limit};
pub(crate) use compile::MOST_QUERIES;
pub use compile::{Mark, Sources};
pub use extends::compile;
#[cfg(feature = "cli")]
pub(crate) use extends::compile_with;
pub use facts::{Answer, Asks, ColumnOfFact, FACTS, Fact, FactRow, Facts, GoalKind};
pub use ladder::{Action, Ladder, Level, Rule, RuleStanding, Stretch};
#[cfg(feature = "cli")]
pub(crate) use read::written;
pub use when::Condition;
#[cfg(feature = "cli")]
pub(crate) use when::accepts;

use std::ops::Range;

use strum::{IntoStaticStr, VariantArray};

use crate::assessment::Day;
use crate::assessment::wire::Setting;
use crate::digest::Digest;
use crate::measure::{Better, Definition, EvidenceRules, Window, with_unit};
use crate::quantity::{Exact, Toward};
use crate::verdict::Verdict;

/// The parts of a measure's range that are GO and NO-GO; what lies between is CAUTION.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bands {
    /// Met from here on in the better direction.
    pub go: Limit,
    /// Not met from here on in the worse direction; without it the worst is CAUTION.
    pub no_go: Option<Limit>,
}

impl Bands {
    /// The band of a value; `None` when a limit depends on a goal whose distance is not given.
    #[must_use]
    pub fn place(&self, value: Exact, goal: Option<Exact>) -> Option<Verdict> {
        if self.go.holds(value, goal)? {
            return Some(Verdict::Go);
        }
        match &self.no_go {
            Some(no_go) if no_go.holds(value, goal)? => Some(Verdict::NoGo),
            Some(_) | None => Some(Verdict::Caution),
        }
    }

    /// The same bands where no limit depends on the goal, so that every value has one.
    #[inline]
    pub(crate) fn fixed(&self) -> Option<FixedBands> {
        let no_go = match &self.no_go {
            Some(limit) => Some(limit.fixed()?),
            None => None,
        };
        let go = self.go.fixed()?;
        Some(FixedBands { go, no_go })
    }

    /// The worst band there is.
    #[must_use]
    pub const fn worst(&self) -> Verdict {
        if self.no_go.is_some() {
            Verdict::NoGo
        } else {
            Verdict::Caution
        }
    }
}

/// Bands whose limits are numbers.
#[derive(Clone, Copy)]
pub(crate) struct FixedBands {
    go: (Operator, Exact),
    no_go: Option<(Operator, Exact)>,
}

impl FixedBands {
    /// The band of a value.
    #[expect(
        clippy::inline_always,
        reason = "the innermost of all loops; a call costs a tenth of judging"
    )]
    #[inline(always)]
    pub(crate) fn place(self, value: Exact) -> Verdict {
        let holds = |(operator, bound): (Operator, Exact)| operator.holds(value, bound);
        if holds(self.go) {
            Verdict::Go
        } else if self.no_go.is_some_and(holds) {
            Verdict::NoGo
        } else {
            Verdict::Caution
        }
    }
}

/// Where a criterion's number comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum Kind {
    /// A study supports the limit or its direction.
    Evidence,
    /// Experts or guidelines use it.
    Consensus,
    /// This project chose it; a clinician must sign it off.
    Convention,
}

/// How much the evidence can bear.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum Confidence {
    /// Further work is unlikely to change it.
    High,
    /// Further work may change it.
    Moderate,
    /// Further work is likely to change it.
    Low,
    /// Hardly more than a guess.
    VeryLow,
}

/// Who should see the runner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum Refer {
    /// A clinician, soon.
    Clinician,
    /// A clinician, today.
    Urgent,
}

/// What a stage clears the runner to do, in order of demand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum Clears {
    /// To go on to the next questions.
    Screening,
    /// Walking and daily life.
    DailyLife,
    /// Strength training.
    Strength,
    /// Hopping and skipping.
    Hopping,
    /// Walking and running in turns.
    WalkRun,
    /// Running without breaks.
    Running,
    /// A race.
    Race,
}

/// Of whom a criterion is asked. What nobody is asked is volunteered where it is recorded all the same, and then only ever worsens.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, IntoStaticStr, VariantArray,
)]
#[strum(serialize_all = "kebab-case")]
pub enum Asked {
    /// Of everybody.
    #[default]
    Always,
    /// In the clinic; volunteered at home.
    Clinic,
    /// Of nobody; volunteered everywhere.
    IfRecorded,
}

impl Asked {
    /// Whether it is asked in a setting, and not volunteered.
    #[must_use]
    pub const fn in_setting(self, setting: Setting) -> bool {
        match (self, setting) {
            (Self::Always, _) | (Self::Clinic, Setting::Clinic) => true,
            (Self::Clinic, Setting::Home) | (Self::IfRecorded, _) => false,
        }
    }
}

word!(Kind, Confidence, Refer, Clears, Asked);

/// Where a criterion's number comes from and how far it bears.
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence {
    /// Keys in `criteria/references.bib`.
    pub sources: Vec<String>,
    /// How much they can bear.
    pub confidence: Confidence,
    /// Of which kind they are.
    pub kind: Kind,
}

/// A measure read in a window: what the engine needs one reading for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Query {
    /// The measure.
    pub measure: &'static Definition,
    /// Which entries count.
    pub window: Window,
}

impl Query {
    /// Whether the two read the same measure on the same days, be it that one of them keeps bad news for longer.
    #[must_use]
    pub fn counts_with(&self, other: &Self) -> bool {
        let days = |query: &Self| Window {
            keeps_adverse: false,
            ..query.window
        };
        self.measure == other.measure && days(self) == days(other)
    }
}

/// A measure, its bands, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Criterion {
    /// Name within its stage.
    pub id: String,
    /// Place of its query in [`Protocol::queries`].
    pub query: usize,
    /// Place of the first query of the same measure and days: however many criteria are at CAUTION on those, they are one caution.
    pub counted: usize,
    /// Its measure.
    pub measure: &'static Definition,
    /// Its bands; none only for a note on a measure without a better direction.
    pub bands: Option<Bands>,
    /// The GO limit as written, before `certainty` moved it.
    pub written_go: Option<Limit>,
    /// Percent of certainty asked of a GO.
    pub certainty: Option<u8>,
    /// All of these must hold for it to be asked.
    pub when: Vec<Condition>,
    /// Of whom it is asked.
    pub asked: Asked,
    /// Shown, never decisive.
    pub note: bool,
    /// How far to go beyond training: GO where all else is, up to and with the stage that clears a race.
    pub step: bool,
    /// Who should see a runner whose best band is NO-GO.
    pub refer: Option<Refer>,
    /// Whether not knowing is enough for that.
    pub refer_if_unknown: bool,
    /// NO-GO counts only if this criterion is not GO.
    pub no_go_only_with: Option<usize>,
    /// CAUTION counts only if this criterion is not GO.
    pub caution_only_with: Option<usize>,
    /// Findings of `rtr criteria lint` that are meant so.
    pub allow: Vec<Allowed>,
    /// Why it is asked.
    pub why: String,
    /// What to do about it.
    pub advice: Option<String>,
    /// Where its number comes from.
    pub evidence: Evidence,
}

impl Criterion {
    /// Whether it counts as much as another in every setting, their facts, readings and bands being the same.
    ///
    /// What is volunteered without a referral holds at CAUTION, and so may count less than the same with one.
    #[must_use]
    pub fn counts_wherever(&self, other: &Self) -> bool {
        let uncapped = self.asked == Asked::Always || self.refer.is_some();
        self.asked <= other.asked && (uncapped || other.refer.is_none())
    }

    /// Its bands as they can come out: what nobody is ever asked, and refers nobody, is a CAUTION at most.
    #[must_use]
    pub fn reachable_bands(&self) -> Option<Bands> {
        let is_capped = self.asked == Asked::IfRecorded && self.refer.is_none();
        self.bands.map(|bands| Bands {
            no_go: bands.no_go.filter(|_| !is_capped),
            ..bands
        })
    }
}

/// A finding of `rtr criteria lint` that is meant so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allowed {
    /// Its code.
    pub lint: String,
    /// Why it is meant so.
    pub because: String,
}

/// A rung of the ladder.
#[derive(Clone, Debug, PartialEq)]
pub struct Stage {
    /// Its name.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What it clears the runner to do.
    pub clears: Clears,
    /// Its criteria in [`Protocol::criteria`].
    pub criteria: Range<usize>,
}

/// A sentence with its sources.
#[derive(Clone, Debug, PartialEq)]
pub struct Sourced {
    /// The sentence.
    pub text: String,
    /// Keys in `criteria/references.bib`.
    pub sources: Vec<String>,
}

/// A sentence shown beside a criterion that is met while the verdict is not GO.
#[derive(Clone, Debug, PartialEq)]
pub struct Remark {
    /// The criterion.
    pub beside: usize,
    /// What to say.
    pub say: Sourced,
}

/// What to do with the injury until so long after it, or after its last flare.
#[derive(Clone, Debug, PartialEq)]
pub struct Phase {
    /// The last day, counted from the injury or its last flare; none of the last phase.
    pub until: Option<u16>,
    /// The advice.
    pub say: Sourced,
}

/// A protocol that does not judge but refers the runner to a clinician.
#[derive(Clone, Debug, PartialEq)]
pub struct RouteOut {
    /// What to tell the runner.
    pub say: Sourced,
    /// Who should see the runner.
    pub refer: Refer,
}

/// What the rules about evidence rest on; nothing where the file names no source.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SourcesOfRules {
    /// What makes a session clean.
    pub clean: Option<Evidence>,
    /// The least that is a run.
    pub least_run: Option<Evidence>,
    /// What is a flare.
    pub flare: Option<Evidence>,
}

/// Whether a clinician has approved the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Status {
    /// Not yet.
    Draft,
    /// By this person on this day.
    Approved {
        /// Who.
        by: String,
        /// When.
        on: Day,
    },
}

/// One criteria file, checked and compiled; immutable.
#[derive(Clone, Debug, PartialEq)]
pub struct Protocol {
    /// Its name; the file's stem.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its version.
    pub version: String,
    /// When it was last reviewed.
    pub reviewed: Day,
    /// Whether it is approved.
    pub status: Status,
    /// The conditions it answers for.
    pub conditions: Vec<String>,
    /// Place of the stage judged when no goal is given.
    pub ask: usize,
    /// So many cautions make a NO-GO.
    pub cautions: Option<u32>,
    /// Set when it routes out instead of judging.
    pub route_out: Option<RouteOut>,
    /// What counts as evidence: clean sessions, the least run, flares.
    pub evidence: EvidenceRules,
    /// What those rules rest on.
    pub sources_of_rules: SourcesOfRules,
    /// What published criteria ask and this file does not judge.
    pub not_asked: Vec<String>,
    /// When to stop during a run or race.
    pub stop_rules: Vec<Sourced>,
    /// Sentences beside criteria that are met.
    pub remarks: Vec<Remark>,
    /// What to do with the injury by the time since it, earliest first.
    pub phases: Vec<Phase>,
    /// The ladder.
    pub stages: Vec<Stage>,
    /// All criteria, in the order of the file.
    pub criteria: Vec<Criterion>,
    /// What must be read for them, each once.
    pub queries: Vec<Query>,
    /// The measures that it declares.
    pub measures: Vec<&'static Definition>,
    /// Ladders of walking and running; the first is used unless the runner names another.
    pub ladders: Box<[Ladder]>,
    /// What one session says about the next, on every ladder; none only without ladders.
    pub ladder_rules: Box<[Rule]>,
    /// Digest of the file with LF line ends; of one that extends another, of that one and then this.
    pub digest: Digest,
    /// Digest of the red flags that stand at its head, with LF line ends; none of a file alone.
    pub red_flags: Option<Digest>,
    /// Whether it ships with this program.
    pub shipped: bool,
}

/// A criteria file as it is written, with the place of every value; `None` when its shape cannot be read.
#[cfg(feature = "cli")]
#[must_use]
pub fn shape(source: &str) -> Option<raw::Protocol> {
    read::read(source).protocol
}

/// The measures that a file declares, as far as they are sound.
#[cfg(feature = "cli")]
#[must_use]
pub(crate) fn declared(raw: &raw::Protocol) -> Vec<&'static Definition> {
    compile::declared(raw)
}

impl Protocol {
    /// The stages that are judged; none of a protocol that routes out.
    #[must_use]
    pub fn judged_stages(&self) -> &[Stage] {
        if self.route_out.is_some() {
            &[]
        } else {
            &self.stages
        }
    }

    /// Place of the stage of that name.
    #[must_use]
    pub fn stage(&self, id: &str) -> Option<usize> {
        self.stages.iter().position(|stage| stage.id == id)
    }

    /// Place of the stage that clears the runner to do this.
    #[must_use]
    pub fn clearing(&self, clears: Clears) -> Option<usize> {
        self.stages.iter().position(|stage| stage.clears == clears)
    }

    /// Place of the stage that sessions on a walk-run ladder are judged by: the highest up to walking and running in turns.
    #[must_use]
    pub fn stage_of_sessions(&self) -> Option<usize> {
        self.stages
            .iter()
            .rposition(|stage| stage.clears <= Clears::WalkRun)
    }

    /// Place of the ladder of that name, or of the first.
    #[must_use]
    pub fn ladder_place(&self, id: Option<&str>) -> Option<usize> {
        match id {
            Some(id) => self.ladders.iter().position(|ladder| ladder.id == id),
            None => (!self.ladders.is_empty()).then_some(0),
        }
    }

    /// The names of its ladders, for a message.
    #[must_use]
    pub fn names_of_ladders(&self) -> String {
        let names: Vec<String> = self
            .ladders
            .iter()
            .map(|ladder| format!("`{}`", ladder.id))
            .collect();
        if names.is_empty() {
            "none".to_owned()
        } else {
            names.join(", ")
        }
    }

    /// The stage of a criterion.
    #[must_use]
    pub fn stage_of(&self, criterion: usize) -> Option<&Stage> {
        self.stages
            .iter()
            .find(|stage| stage.criteria.contains(&criterion))
    }

    /// The ladder of that name.
    #[must_use]
    pub fn ladder(&self, id: &str) -> Option<&Ladder> {
        self.ladders.iter().find(|ladder| ladder.id == id)
    }

    /// The criterion's full name, `stage/criterion`.
    #[must_use]
    pub fn name_of(&self, criterion: usize) -> String {
        match (self.stage_of(criterion), self.criteria.get(criterion)) {
            (Some(stage), Some(criterion)) => format!("{}/{}", stage.id, criterion.id),
            (Some(_) | None, Some(_) | None) => String::new(),
        }
    }

    /// Place of the criterion of that full name.
    #[must_use]
    pub fn criterion(&self, name: &str) -> Option<usize> {
        let (stage, id) = name.split_once('/')?;
        let stage = self.stages.iter().find(|candidate| candidate.id == stage)?;
        stage.criteria.clone().find(|place| {
            self.criteria
                .get(*place)
                .is_some_and(|criterion| criterion.id == id)
        })
    }
}

impl Limit {
    /// The limit in words of the measure: `>= 90 %`, `able`, `up to reduced`.
    #[must_use]
    pub fn show(&self, measure: &Definition, goal: Option<Exact>) -> String {
        self.show_of(Verdict::Go, measure, goal)
    }

    /// The limit of a band, as the catalogue words it.
    #[must_use]
    pub fn show_of(&self, band: Verdict, measure: &Definition, goal: Option<Exact>) -> String {
        let Some(bound) = self.resolve(goal) else {
            return format!("{self} {}", measure.scale.unit().sign());
        };
        let words = measure.scale.words();
        if words.is_empty() {
            let shown = bound.decimal(self.stricter(band));
            return format!(
                "{} {}",
                self.operator.sign(),
                with_unit(shown, measure.scale.unit())
            );
        }
        let accepted = words.iter().enumerate().filter(|(place, _)| {
            i64::try_from(*place).is_ok_and(|place| self.operator.holds(Exact::whole(place), bound))
        });
        accepted
            .map(|(_, word)| *word)
            .collect::<Vec<_>>()
            .join(" or ")
    }

    /// Which way the limit of a band is rounded: GO is shown to ask no less than it does, NO-GO to begin no later.
    #[must_use]
    pub const fn stricter(&self, band: Verdict) -> Toward {
        match (self.operator.toward(), band) {
            (Better::Higher, Verdict::NoGo) | (Better::Lower, Verdict::Go | Verdict::Caution) => {
                Toward::Down
            }
            (Better::Lower, Verdict::NoGo) | (Better::Higher, Verdict::Go | Verdict::Caution) => {
                Toward::Up
            }
        }
    }
}
