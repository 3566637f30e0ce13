//! Pairs of statements of one record that cannot both be right, and of which neither is the worse one.
//!
//! Where one of two statements is the worse, the worse counts and nothing is held. Of these pairs no worse one exists: the record
//! speaks of another leg, another runner or another day than it says. While the verdict reads either of them it is CAUTION at best,
//! and the report says first which field to correct.
//!
//! *Why does a better value sometimes hold a verdict?* A contradiction speaks of the record, not of the tendon. It can only ever take
//! a GO away, so no verdict becomes better by it.
//!
//! *Why is the set of kinds found with the question, and the places only with the report?* A batch judges millions of records, of
//! which hardly any contradicts itself: a set of kinds is copied and allocates nothing.

mod legs;
mod log;
mod signs;
mod stated;

use std::fmt;

pub(super) use stated::Frame;
use strum::{IntoStaticStr, VariantArray};

use super::Question;
use crate::assessment::{Dated, Day, Record};
use crate::protocol::{Protocol, Query, Refer};
use crate::verdict::Verdict;
use crate::words::words;

/// A kind of contradiction, in the order in which they are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum Contradiction {
    /// The criteria were named, and are not for the condition.
    CriteriaForAnother,
    /// The condition is `none`, and the record tells what only an injured leg has.
    SignsWithoutInjury,
    /// The condition names one site of the tendon, `site` another.
    SiteAgainstCondition,
    /// Both sides are hurt, and the other side never was.
    BothSidesOneHistory,
    /// The screening says able to rise on one leg, the test says unable.
    AbleAndUnable,
    /// Repetitions that rose by nothing.
    RepetitionsWithoutHeight,
    /// The leg that is not the hurt one could not, hurt, or was beaten by more than a fifth.
    SoundLegNotSound,
    /// No walking on a day with a run.
    RanWithoutWalking,
    /// The minutes of a session are not those of its level.
    LevelAgainstMinutes,
    /// Two runs at one time.
    RunsAtOneTime,
    /// A walk as fast as a run.
    WalkAsFastAsARun,
}

word!(Contradiction);

impl Contradiction {
    const fn bit(self) -> u16 {
        match self {
            Self::SignsWithoutInjury => 1,
            Self::SiteAgainstCondition => 1 << 1,
            Self::BothSidesOneHistory => 1 << 2,
            Self::AbleAndUnable => 1 << 3,
            Self::RepetitionsWithoutHeight => 1 << 4,
            Self::SoundLegNotSound => 1 << 5,
            Self::RanWithoutWalking => 1 << 6,
            Self::LevelAgainstMinutes => 1 << 7,
            Self::RunsAtOneTime => 1 << 8,
            Self::CriteriaForAnother => 1 << 9,
            Self::WalkAsFastAsARun => 1 << 10,
        }
    }

    /// The blocks of a record that tell of it; none where it is about what is hurt, which every verdict depends on.
    const fn blocks(self) -> &'static [&'static str] {
        match self {
            Self::CriteriaForAnother
            | Self::SignsWithoutInjury
            | Self::SiteAgainstCondition
            | Self::BothSidesOneHistory => &[],
            Self::AbleAndUnable => &["screening", "heel_raise"],
            Self::RepetitionsWithoutHeight => &["heel_raise"],
            Self::SoundLegNotSound => &["heel_raise", "hop"],
            Self::RanWithoutWalking => &["pain", "runs"],
            Self::LevelAgainstMinutes | Self::RunsAtOneTime | Self::WalkAsFastAsARun => &["runs"],
        }
    }

    /// The first stage up to a place that reads entries of its blocks.
    ///
    /// *Why of any day?* A table of readings tells the kind alone, and must clear no other stage than the record does.
    fn first_read(self, protocol: &Protocol, up_to: usize) -> Option<usize> {
        let blocks = self.blocks();
        if blocks.is_empty() {
            return Some(0);
        }
        first_stage(protocol, up_to, |query| {
            blocks.iter().any(|block| query.measure.reads_block(block))
        })
    }

    /// Who should see the runner: nobody has named what a runner without an injury has signs of.
    const fn refer(self) -> Option<Refer> {
        match self {
            Self::SignsWithoutInjury => Some(Refer::Clinician),
            Self::CriteriaForAnother
            | Self::SiteAgainstCondition
            | Self::BothSidesOneHistory
            | Self::AbleAndUnable
            | Self::RepetitionsWithoutHeight
            | Self::SoundLegNotSound
            | Self::RanWithoutWalking
            | Self::LevelAgainstMinutes
            | Self::RunsAtOneTime
            | Self::WalkAsFastAsARun => None,
        }
    }
}

/// The contradictions that hold a verdict, and from which stage on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held {
    kinds: u16,
    /// Place of the first stage that reads one of them.
    from: usize,
}

impl Held {
    /// Nothing contradicts anything.
    pub const NONE: Self = Self {
        kinds: 0,
        from: usize::MAX,
    };

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.kinds == 0
    }

    /// Whether one of this kind holds.
    #[must_use]
    pub const fn contains(self, kind: Contradiction) -> bool {
        self.kinds & kind.bit() != 0
    }

    /// The kinds, in the order in which they are shown.
    pub fn iter(self) -> impl Iterator<Item = Contradiction> {
        let all = Contradiction::VARIANTS.iter().copied();
        all.filter(move |kind| self.contains(*kind))
    }

    /// Their codes with a space between, as a table names them; none when there is none.
    #[must_use]
    pub fn codes(self) -> Option<String> {
        let codes: Vec<&str> = self.iter().map(Contradiction::word).collect();
        (!codes.is_empty()).then(|| codes.join(" "))
    }

    /// Place of the first stage that reads one of them; past every stage when there is none.
    #[must_use]
    pub const fn from(self) -> usize {
        self.from
    }

    /// The verdict under them: never better than CAUTION.
    #[must_use]
    pub fn cap(self, verdict: Verdict) -> Verdict {
        if self.is_empty() {
            verdict
        } else {
            verdict.max(Verdict::Caution)
        }
    }

    /// Who should see the runner because of them.
    #[must_use]
    pub(super) fn refer(self) -> Option<Refer> {
        if self.is_empty() {
            return None;
        }
        self.iter().filter_map(Contradiction::refer).max()
    }

    fn add(&mut self, kind: Contradiction, from: usize) {
        self.kinds |= kind.bit();
        self.from = self.from.min(from);
    }

    /// Those that a table names, by their codes with a space between.
    ///
    /// # Errors
    /// The first word that is no code.
    pub fn named(codes: &str) -> Result<Self, &str> {
        let mut held = Self::NONE;
        for code in codes.split_ascii_whitespace() {
            let named = words::<Contradiction>().find(|(word, _)| *word == code);
            let (_, kind) = named.ok_or(code)?;
            held.add(kind, 0);
        }
        Ok(held)
    }

    /// Those of a question whose record is not at hand: what its facts say of one another, and what is named beside its readings, as
    /// far as the verdict up to a stage reads such entries.
    pub(super) fn of_facts(
        self,
        protocol: &Protocol,
        question: &Question<'_>,
        facts: &Frame<'_>,
    ) -> Self {
        let up_to = question.reads_up_to(protocol);
        let mut held = Self::NONE;
        for kind in self.iter() {
            if let Some(from) = kind.first_read(protocol, up_to) {
                held.add(kind, from.min(question.asked));
            }
        }
        stated::find(protocol, facts, &mut |pair: Pair| held.add(pair.kind, 0));
        held
    }

    /// Those of a record that the verdict up to a stage reads.
    pub(super) fn find(protocol: &Protocol, record: &Record, question: &Question<'_>) -> Self {
        let mut held = Self::NONE;
        each(protocol, record, question.as_of, &mut |pair: Pair| {
            if is_read(protocol, question, &pair) {
                let up_to = question.reads_up_to(protocol);
                let from = pair.kind.first_read(protocol, up_to).unwrap_or(0);
                held.add(pair.kind, from.min(question.asked));
            }
        });
        held
    }
}

/// A field of a record, in one of its entries or beside them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    block: &'static str,
    entry: Option<(u32, Day)>,
    field: &'static str,
}

impl Place {
    const fn of_injury(field: &'static str) -> Self {
        Self {
            block: "injury",
            entry: None,
            field,
        }
    }

    const fn of<T>(block: &'static str, dated: &Dated<T>, field: &'static str) -> Self {
        Self {
            block,
            entry: Some((dated.place, dated.date)),
            field,
        }
    }

    /// The place as a JSON pointer.
    #[must_use]
    pub fn pointer(&self) -> String {
        let Self {
            block,
            entry,
            field,
        } = self;
        let field = field.replace('.', "/");
        match entry {
            Some((place, _)) => format!("/{block}/{place}/{field}"),
            None => format!("/{block}/{field}"),
        }
    }
}

/// As the record words it: `runs[2026-11-24].gait`.
impl fmt::Display for Place {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.entry {
            Some((_, day)) => write!(formatter, "{}[{day}].{}", self.block, self.field),
            None => write!(formatter, "{}.{}", self.block, self.field),
        }
    }
}

/// Two statements that contradict each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    /// Of which kind.
    pub kind: Contradiction,
    /// Where they stand.
    pub places: [Place; 2],
}

/// Calls for every pair of a record as it was known on a day, whatever reads it.
fn each(protocol: &Protocol, record: &Record, as_of: Day, found: &mut impl FnMut(Pair)) {
    stated::find(protocol, &Frame::of(record), found);
    let known = Known { record, as_of };
    signs::find(known, found);
    legs::find(known, found);
    log::find(protocol, known, found);
}

/// The pairs of a record that the verdict up to a stage reads, in the order in which they are shown.
pub(super) fn pairs(protocol: &Protocol, record: &Record, question: &Question<'_>) -> Vec<Pair> {
    let mut pairs = Vec::new();
    each(protocol, record, question.as_of, &mut |pair: Pair| {
        if is_read(protocol, question, &pair) {
            pairs.push(pair);
        }
    });
    pairs.sort_by_key(|pair| pair.kind);
    pairs
}

/// Whether the verdict reads either statement.
///
/// An entry is read as a whole: what is wrong with one of its fields is wrong with its day or its leg.
fn is_read(protocol: &Protocol, question: &Question<'_>, pair: &Pair) -> bool {
    if pair.kind.blocks().is_empty() {
        return true;
    }
    let (up_to, as_of) = (question.reads_up_to(protocol), question.as_of);
    first_stage(protocol, up_to, |query| {
        pair.places.iter().any(|place| {
            place.entry.is_some_and(|(_, day)| {
                query.window.reaches(as_of.since(day), LOG_DAYS)
                    && query.measure.reads_block(place.block)
            })
        })
    })
    .is_some()
}

/// The first stage up to a place of which a criterion that is not merely shown reads so.
fn first_stage(protocol: &Protocol, up_to: usize, reads: impl Fn(&Query) -> bool) -> Option<usize> {
    let count = up_to.saturating_add(1);
    let mut stages = protocol.stages.iter().take(count);
    stages.position(|stage| {
        let criteria = protocol.criteria.get(stage.criteria.clone());
        let mut criteria = criteria.unwrap_or_default().iter();
        criteria.any(|criterion| {
            let query = protocol.queries.get(criterion.query);
            !criterion.note && query.is_some_and(&reads)
        })
    })
}

/// So far back does a contradiction of the run log, whose measures have windows of their own, concern the verdict: as far as the
/// longest run counts.
const LOG_DAYS: i32 = 42;

/// A record as it was known on a day.
#[derive(Clone, Copy)]
struct Known<'a> {
    record: &'a Record,
    as_of: Day,
}

impl<'a> Known<'a> {
    /// The entries of a log up to the day, newest first.
    fn entries<T>(self, log: Option<&'a [Dated<T>]>) -> &'a [Dated<T>] {
        let log = log.unwrap_or_default();
        let later = log.partition_point(|dated| dated.date > self.as_of);
        log.get(later..).unwrap_or_default()
    }

    /// The same, of so many days up to and with the day.
    fn of_days<T>(self, log: Option<&'a [Dated<T>]>, days: i32) -> &'a [Dated<T>] {
        let entries = self.entries(log);
        let recent = entries.partition_point(|dated| self.as_of.since(dated.date) < days);
        entries.get(..recent).unwrap_or_default()
    }
}
