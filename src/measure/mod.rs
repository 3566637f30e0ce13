//! The vocabulary: what can be measured, how, and how each measure is read off an assessment.
//!
//! One file per family. A measure is one row of its family's table: id, meaning, unit, range, better direction, error, how to do
//! it, and one small function from what is known to a closed range.
//!
//! *Why ranges?* Unknown parts widen a reading to every value that the known parts allow, so knowing less can never help:
//! blanking a value gives a range that contains the old one, and bands are monotone.

mod after_race;
mod attributes;
mod catalog;
pub mod declared;
mod diary;
pub mod error;
mod evidence;
mod flare;
mod heel_raise;
mod history;
mod hop;
mod ladder;
mod last_run;
mod layoff;
mod load;
mod longest;
mod norms;
mod operator;
mod pain;
mod questionnaire;
mod race;
mod reading;
mod recovery;
mod rules;
mod run_log;
mod screening;
mod session;
mod sides;
mod spike;
mod subject;
mod tellings;
mod told_twice;
mod volume;

pub use attributes::{EntryRule, Fields, LoadPart, LoadRow, Needs, Recovery};
pub use catalog::{catalog, find};
pub(crate) use diary::diary_days;
pub(crate) use evidence::hides_pain;
pub use ladder::{
    AskedLevel, LadderSteps, LevelStep, MOST_LEVELS, RuleStanding, Running, SessionRule, Standing,
    Untold,
};
pub(crate) use ladder::{clean_level, open, runs_so_far, untold};
pub(crate) use layoff::{
    EARLIER_LAYOFF, Earlier, FORMER_LONGEST, PERCENT_OF_CAP, SESSION_CAP, earlier_layoff,
};
pub(crate) use load::{LONGEST_30_DAYS, LONGEST_SINCE_ONSET};
pub use operator::Operator;
pub(crate) use race::taper_days;
pub use reading::{Cause, Reading, State};
pub use rules::{Clean, EvidenceRules, Flare, LeastRun};
pub(crate) use run_log::{Span, distance, is_complete, known_from, runs, session_load};
pub(crate) use session::{is_unconfirmed, looks_run};
pub(crate) use spike::{BAND, SESSION_BASELINE, session_band};
pub use subject::{Change, GoalDistance, Subject, Window};
pub use told_twice::{Telling, ToldTwice};

use crate::quantity::{Decimal, Exact, MICRO, Unit};

/// Which way a measure is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum Better {
    /// More is better: repetitions, distance, days since onset.
    Higher,
    /// Less is better: pain, stiffness, warning signs.
    Lower,
}

word!(Better, Nature);

/// The values a measure can take.
#[derive(Clone, Copy, Debug)]
pub enum Scale {
    /// A number with a unit, from low to high.
    Number {
        /// Its unit.
        unit: Unit,
        /// The smallest value it can have.
        low: Exact,
        /// The largest value it can have; larger ones count as this.
        high: Exact,
    },
    /// One of these words, best first.
    Words(&'static [&'static str]),
    /// No or yes.
    YesNo,
}

impl Scale {
    /// A number scale in whole units.
    #[must_use]
    pub const fn number(unit: Unit, low: i64, high: i64) -> Self {
        Self::Number {
            unit,
            low: Exact::whole(low),
            high: Exact::whole(high),
        }
    }

    /// The smallest and the largest value; words and yes/no count from zero.
    #[must_use]
    pub fn range(&self) -> (Exact, Exact) {
        match self {
            Self::Number { low, high, .. } => (*low, *high),
            Self::Words(words) => (
                Exact::ZERO,
                Exact::whole(i64::try_from(words.len()).unwrap_or(1).saturating_sub(1)),
            ),
            Self::YesNo => (Exact::ZERO, Exact::whole(1)),
        }
    }

    /// The unit; none for words and yes/no.
    #[must_use]
    pub const fn unit(&self) -> Unit {
        match self {
            Self::Number { unit, .. } => *unit,
            Self::Words(_) | Self::YesNo => Unit::None,
        }
    }

    /// The words of a worded scale, in order of value.
    #[must_use]
    pub const fn words(&self) -> &'static [&'static str] {
        match self {
            Self::Number { .. } => &[],
            Self::Words(words) => words,
            Self::YesNo => &["no", "yes"],
        }
    }
}

/// Where a measure's value comes from, and so whether it can be out of date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum Nature {
    /// A stated fact; a criterion on it has no `fresh`.
    Fact,
    /// A count of days that grows by itself.
    Calendar,
    /// Read off the whole run log, in the window that its name gives.
    #[strum(serialize = "run log")]
    Log,
    /// Read off dated entries: a criterion needs `fresh` or `over`.
    Observation,
}

/// Whether a person can change a measure; used by the remedy.
#[derive(Clone, Copy, Debug)]
pub enum Act {
    /// No: a fact, a screening answer, a treatment, the reference leg, the calendar.
    No,
    /// Yes, in steps of this size.
    By(Exact),
    /// It follows another measure.
    Follows(&'static Definition),
}

/// How far a second reading of the same thing can differ.
#[derive(Clone, Copy, Debug)]
pub struct MeasurementError {
    /// Standard error of measurement, in the measure's unit.
    pub sem: Exact,
    /// Smallest detectable change, in the measure's unit.
    pub mdc: Exact,
    /// What the numbers are, with their confidence level.
    pub about: &'static str,
    /// Key in `criteria/references.bib`.
    pub source: &'static str,
}

/// How a measure is read off an assessment.
type Derive = fn(&Subject<'_>, Window, &'static Definition) -> Reading;

/// How a measure of the last run is read off one run: from the least to the most that it can be.
type OfRun =
    fn(&Subject<'_>, &crate::assessment::wire::Run, crate::assessment::Day) -> (Exact, Exact);

/// One measure: a row of the catalogue.
#[derive(Clone, Copy, Debug)]
pub struct Definition {
    /// Its name in criteria files and reports.
    pub id: &'static str,
    /// What it is, for a clinician.
    pub meaning: &'static str,
    /// The values it can take.
    pub scale: Scale,
    /// Which way is better; a measure without can only be shown as a note.
    pub better: Option<Better>,
    /// Whether it is the most that a runner may do, and so is shown as no more than it is.
    pub is_allowance: bool,
    /// Where it comes from.
    pub nature: Nature,
    /// The tested quantity, when this compares it with a reference (other leg, baseline, previous week, before the injury): a worse
    /// reference flatters it, so a criterion on it needs an absolute companion on the tested quantity.
    pub relative_to: Option<&'static Definition>,
    /// The tested quantity of another test that asks the same of the leg: a limit on this one is an absolute companion of a ratio on that.
    pub vouches_for: Option<&'static Definition>,
    /// Whether it can mean nothing for a runner, such as the symmetry of two hurt legs. Of any other measure a reading that is missing is
    /// unknown, never not applicable.
    pub may_not_apply: bool,
    /// Whether a person can change it.
    pub act: Act,
    /// Its error, where a source gives one.
    pub error: Option<MeasurementError>,
    /// The fields that it is read from, in groups: nothing else in a record changes the reading, but for the day of the question.
    reads: &'static [Fields],
    /// Other fields that tell of the same fact, and only ever make it worse: what is bad of them counts, what they leave out does not.
    joins: &'static [Fields],
    takes: EntryRule,
    /// Whether it is a mean, and may lie between the steps of its unit.
    averaged: bool,
    /// What mends it when it fails.
    pub mends: Recovery,
    /// How the load report shows it; none when it does not.
    pub load_row: Option<LoadRow>,
    /// What it is kept for, when no shipped file decides by it and neither the load report nor a plan shows it.
    pub kept_for: Option<&'static str>,
    /// What it has beyond a measure of the catalogue, when a criteria file declares it.
    pub declared: Option<&'static declared::Declared>,
    /// How it is derived from the assessment.
    pub derivation: &'static str,
    /// How to do the test, so that two people measure the same thing.
    pub how_to: Option<&'static str>,
    derive: Derive,
    /// How it is read off any one run, where it is read off the last.
    of_run: Option<OfRun>,
}

impl Definition {
    /// The worst value of its range: the end where a criterion has its worst band.
    #[must_use]
    pub fn worst_end(&self) -> Exact {
        let (low, high) = self.scale.range();
        match self.better {
            Some(Better::Higher) => low,
            Some(Better::Lower) | None => high,
        }
    }

    /// The fields of a record that it is read from, as `pain[].morning`.
    pub fn reads(&self) -> impl Iterator<Item = &'static str> {
        self.reads.iter().copied().flatten().copied()
    }

    /// The fields that hold its own value, without those that say of which day it is, or whether it counts.
    ///
    /// Where it is not read off entries, all fields that it reads.
    pub fn own_fields(&self) -> impl Iterator<Item = &'static str> {
        const BESIDES: [&str; 7] = [
            ".date",
            ".measure",
            ".kind",
            ".test",
            ".unable",
            ".masked_by",
            ".covers_days",
        ];
        let of_entries = |field: &str| {
            field.contains("[].")
                && !field.starts_with("treatments[]")
                && !BESIDES.iter().any(|end| field.ends_with(end))
        };
        let any = self.reads().any(of_entries);
        self.reads().filter(move |field| !any || of_entries(field))
    }

    /// Whether it is read off entries of this block of a record, such as `pain`.
    pub(crate) fn reads_block(&self, block: &str) -> bool {
        let of_block = |field: &str| {
            field
                .strip_prefix(block)
                .is_some_and(|rest| rest.starts_with("[]."))
        };
        self.reads().any(of_block)
    }

    /// The other fields that may make it worse.
    pub fn joins(&self) -> impl Iterator<Item = &'static str> {
        self.joins.iter().copied().flatten().copied()
    }

    /// Whether it is read off the run log.
    #[must_use]
    pub fn is_of_the_log(&self) -> bool {
        self.reads().any(|field| field.starts_with("runs[]"))
    }

    /// Whether it can be read off any one run, and not only off the last.
    #[must_use]
    pub const fn is_of_one_run(&self) -> bool {
        self.of_run.is_some()
    }

    /// Whether it tells of what the diary scores, and not merely of whether anything hid pain that day.
    pub(crate) fn is_of_the_diary(&self) -> bool {
        self.reads()
            .any(|field| field.starts_with("pain[].") && !attributes::MASKING.contains(&field))
    }

    /// How it takes its entries; of facts, the calendar and the whole log nothing is claimed.
    #[must_use]
    pub const fn takes(&self) -> EntryRule {
        match self.nature {
            Nature::Observation => self.takes,
            Nature::Fact | Nature::Calendar | Nature::Log => EntryRule::Other,
        }
    }

    /// The step in which it moves, as far as it is certain; a mean or a norm may lie anywhere.
    #[must_use]
    pub fn step(&self) -> Option<Exact> {
        if let Some(declared) = self.declared {
            return declared.step;
        }
        match self.scale.unit() {
            Unit::Hops | Unit::Runs | Unit::Sessions | Unit::Days => Some(Exact::whole(1)),
            Unit::Nrs if !self.averaged => Some(Exact::micro(MICRO / 2)),
            Unit::Nrs
            | Unit::None
            | Unit::Percent
            | Unit::Reps
            | Unit::Centimetres
            | Unit::Joules
            | Unit::Seconds
            | Unit::Minutes
            | Unit::Hours
            | Unit::Kilometres
            | Unit::Weeks
            | Unit::Points
            | Unit::Kilograms
            | Unit::Load => None,
        }
    }

    /// The value as the catalogue words it: a word, yes or no, or a number with its unit.
    #[must_use]
    pub fn show(&self, value: Exact) -> String {
        let words = self.scale.words();
        if words.is_empty() {
            return with_unit(self.number(value), self.scale.unit());
        }
        let place = words
            .iter()
            .enumerate()
            .find(|(index, _)| Exact::whole(i64::try_from(*index).unwrap_or(0)) == value);
        place.map_or_else(|| "unknown".to_owned(), |(_, word)| (*word).to_owned())
    }

    /// The number to show: a ratio to one decimal, rounded towards worse; a bare number and a load to two; any other as it is.
    #[must_use]
    pub fn number(&self, value: Exact) -> Decimal {
        match self.scale.unit().places() {
            Some(places) => value.shown(self.toward_worse(), places),
            None => value.decimal(self.toward_worse()),
        }
    }

    /// The direction in which a shown number is rounded, so that it never looks better than it is.
    #[must_use]
    pub const fn toward_worse(&self) -> crate::quantity::Toward {
        match self.better {
            Some(Better::Higher) => crate::quantity::Toward::Down,
            None if self.is_allowance => crate::quantity::Toward::Down,
            Some(Better::Lower) | None => crate::quantity::Toward::Up,
        }
    }
}

/// A number with its unit, one of something without its plural.
pub(crate) fn with_unit(number: Decimal, unit: Unit) -> String {
    let number = number.to_string();
    let sign = unit.sign();
    if unit.is_counted() && (number == "1" || number == "-1") {
        return format!("{number} {}", sign.trim_end_matches('s'));
    }
    if sign.is_empty() {
        number
    } else {
        format!("{number} {sign}")
    }
}

impl Definition {
    /// The measure of the longest run that this is, or that it follows: a verdict that rests on it rests on one run.
    #[must_use]
    pub fn longest_run(&self) -> Option<&'static Self> {
        let base = match self.act {
            Act::Follows(base) => base,
            Act::By(_) | Act::No => self,
        };
        [&race::LONGEST, &LONGEST_30_DAYS, &LONGEST_SINCE_ONSET]
            .into_iter()
            .find(|longest| *longest == base)
    }
}

impl PartialEq for Definition {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id && self.reads_as(other)
    }
}

const fn number(id: &'static str, unit: Unit, low: i64, high: i64, better: Better) -> Definition {
    Definition {
        scale: Scale::number(unit, low, high),
        better: Some(better),
        ..blank(id)
    }
}

const fn yes_no(id: &'static str) -> Definition {
    Definition {
        scale: Scale::YesNo,
        better: Some(Better::Lower),
        ..blank(id)
    }
}

const fn words(id: &'static str, words: &'static [&'static str]) -> Definition {
    Definition {
        scale: Scale::Words(words),
        better: Some(Better::Lower),
        ..blank(id)
    }
}

/// What every row starts from: an observation that nobody can act on.
const fn blank(id: &'static str) -> Definition {
    Definition {
        id,
        meaning: "",
        scale: Scale::YesNo,
        better: None,
        is_allowance: false,
        nature: Nature::Observation,
        relative_to: None,
        vouches_for: None,
        may_not_apply: false,
        act: Act::No,
        error: None,
        reads: &[],
        joins: &[],
        takes: EntryRule::Newest,
        averaged: false,
        mends: Recovery::AnotherDay,
        load_row: None,
        kept_for: None,
        declared: None,
        derivation: "",
        how_to: None,
        derive: |_, _, measure| Reading::unknown(measure, Cause::Absent),
        of_run: None,
    }
}
