//! Made-up records of format `assessment/1`: the same for the same seed, however many are asked for and in whatever order.
//!
//! One hidden number, how far the runner still is from recovered, drives every value of a record, so that the verdicts are mixed.

use return_to_run::Day;

mod json;
mod person;
mod random;
mod runs;
mod shuffle;
mod tests;

pub(crate) use random::Random;
pub(crate) use shuffle::shuffle_keys;

/// Made-up runners.
pub(crate) struct Generator {
    seed: u64,
    runs: u16,
    /// The days before the newest one that a record can speak of, as they are written, newest first.
    calendar: Vec<String>,
}

const NEWEST: &str = "2026-11-21";

impl Generator {
    /// Records with so many runs each, 1,000 at most.
    pub(crate) fn new(seed: u64, runs: u16) -> Option<Self> {
        let newest: Day = NEWEST.parse().ok()?;
        let days = (0..4000_i32).map(|back| newest.plus(back.saturating_neg()).to_string());
        Some(Self {
            seed,
            runs: runs.min(1000),
            calendar: days.collect(),
        })
    }

    /// Writes record number so-and-so behind the text, without a line end.
    pub(crate) fn write(&self, number: u64, text: &mut String) {
        let mut random = Random::of(self.seed, number);
        let shortfall = match random.below(100) {
            0..45 => random.below(150),
            45..76 => random.between(150, 300),
            _ => random.between(300, 1000),
        };
        let mut record = Record {
            text,
            calendar: &self.calendar,
            as_of: random.below(300),
            shortfall,
            hurt_left: random.one_in(2),
            random,
            first: true,
        };
        record.write(number, self.runs);
    }
}

/// The record being written.
struct Record<'a> {
    text: &'a mut String,
    calendar: &'a [String],
    /// The day of the question, in days before the newest day of the calendar.
    as_of: u32,
    /// Thousandths missing to a full recovery.
    shortfall: u32,
    hurt_left: bool,
    random: Random,
    /// Nothing stands yet in the innermost object or list.
    first: bool,
}

impl Record<'_> {
    fn write(&mut self, number: u64, runs: u16) {
        let condition = match self.random.below(100) {
            0..62 => "achilles-midportion",
            62..80 => "achilles-insertional",
            80..94 => "achilles-partial-tear",
            94..96 => "achilles-rupture",
            _ => "none",
        };
        self.open('{');
        self.word("format", "assessment/1");
        self.named("id", &format!("runner-{number:08}"));
        self.date("as_of", 0);
        if self.random.one_in(3) {
            self.word("setting", "home");
        }
        self.athlete();
        self.injury(condition);
        let stage = self.stage(condition, runs);
        self.goal(stage);
        self.known("baseline", |it| {
            it.open('{');
            it.number("morning_pain", 0);
            it.number("morning_stiffness_min", 5);
            it.close('}');
        });
        self.screening();
        self.treatments();
        self.pain();
        // Who asks about an early stage has not been put through the tests of the later ones.
        let early = matches!(stage, Some("screening" | "daily-life"));
        if !early {
            self.heel_raise();
            let distance = stage.is_none() || self.random.one_in(3);
            self.hops(distance);
        }
        if self.random.one_in(2) {
            self.questionnaires();
        }
        if self.random.one_in(2) {
            self.loading();
        }
        if runs > 0 {
            self.runs(runs);
        }
        self.note(3);
        self.close('}');
    }

    /// The stage asked about; none where a run or a race is.
    fn stage(&mut self, condition: &str, runs: u16) -> Option<&'static str> {
        if runs >= 24 && self.random.below(10) < 4 {
            return None;
        }
        Some(match self.random.below(6) {
            _ if condition == "none" => "daily-life",
            0 => "screening",
            1 | 2 => "daily-life",
            3 => "strength",
            _ => "hopping",
        })
    }
}
