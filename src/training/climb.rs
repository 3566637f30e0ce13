//! Where a runner stands on a walk-run ladder, and what the last session says about the next.

use crate::assessment::Day;
use crate::measure::{Standing, Subject, open, runs_so_far};
use crate::protocol::{Ladder, Rule, RuleStanding};

/// A rule that holds, or may hold, for the last session.
#[derive(Clone, Copy, Debug)]
pub struct RuleThatHolds<'a> {
    /// The rule.
    pub rule: &'a Rule,
    /// Whether it certainly holds; otherwise the session's record leaves it open.
    pub certain: bool,
}

/// A runner on a ladder.
#[derive(Clone, Debug)]
pub struct Climb<'a> {
    /// The ladder.
    pub ladder: &'a Ladder,
    /// The level that is open, as the criteria read it.
    pub standing: Standing,
    /// The last session, if there was one.
    pub last: Option<Day>,
    /// The rules that hold for the last session, or may.
    pub fired: Vec<RuleThatHolds<'a>>,
}

impl<'a> Climb<'a> {
    /// Where the runner stands on the ladder that the question asks about; none when the protocol has no ladder.
    #[must_use]
    pub(super) fn of(ladder: &'a Ladder, rules: &'a [Rule], subject: &Subject<'_>) -> Option<Self> {
        let standing = open(subject)?;
        let last = runs_so_far(subject).next().map(|run| run.date);
        let fired = rules.iter().filter_map(|rule| {
            let standing = rule.fires(subject.read(rule.measure, rule.window));
            // What is not known of the leg beside the run is for the criteria of a stage, which then do not clear it.
            let told = standing == RuleStanding::Certain || rule.measure.is_of_the_log();
            (standing != RuleStanding::No && told).then_some(RuleThatHolds {
                rule,
                certain: standing == RuleStanding::Certain,
            })
        });
        Some(Self {
            ladder,
            standing,
            last,
            fired: fired.collect(),
        })
    }

    /// Whether every level is filled for certain.
    #[must_use]
    pub fn is_climbed(&self) -> bool {
        self.standing.open.0 > self.ladder.levels.len()
    }
}
