//! Ladders of walking and running, and what one session says about the next.
//!
//! *Why do the rules not belong to a ladder?* How much pain a run may bring depends on what is hurt, not on how the minutes are
//! divided: the same tendon follows the same rules on every ladder.
//!
//! *Why can a rule only hold back?* It is one half-line in its measure's worse direction, so a worse session never leads up, and a
//! reading that is not known may lie in it.

use strum::{IntoStaticStr, VariantArray};

use super::{Bound, Evidence, Limit, Operator};
pub use crate::measure::RuleStanding;
use crate::measure::{Definition, LadderSteps, LevelStep, Reading, Running, SessionRule, Window};
use crate::quantity::Exact;

/// A ladder of sessions from the first steps of running towards running without breaks.
///
/// Neither the running of a session nor its share of the session falls from one level to the next.
#[derive(Clone, Debug, PartialEq)]
pub struct Ladder {
    /// Its name; the first ladder of a protocol is used unless the runner names another.
    pub id: String,
    /// Its title.
    pub title: String,
    /// At most so many levels are gained in 7 days.
    pub levels_per_7_days: Option<u16>,
    /// Why one would choose it.
    pub why: String,
    /// Where it comes from.
    pub evidence: Evidence,
    /// Its levels, lowest first; never empty, counted from 1 in run logs.
    pub levels: Box<[Level]>,
}

impl Ladder {
    /// The ladder as the log is read against it.
    #[must_use]
    pub(super) fn steps(&self) -> LadderSteps {
        let level = |level: &Level| LevelStep {
            running: match level.run {
                Stretch::Minutes(minutes) => Running::Minutes(minutes.times(level.repeats)),
                Stretch::Kilometres(far) => Running::Kilometres(far.times(level.repeats)),
            },
            is_continuous: level.is_continuous(),
            sessions: level.sessions,
            rest_days: level.rest_days,
        };
        LadderSteps {
            levels: self.levels.iter().map(level).collect(),
            levels_per_7_days: self.levels_per_7_days,
        }
    }
}

/// One level: the session that is repeated until the next.
#[derive(Clone, Debug, PartialEq)]
pub struct Level {
    /// What to do, in words.
    pub text: String,
    /// What is walked before each stretch of running; none for running without breaks.
    pub walk: Option<Stretch>,
    /// What is run at a time.
    pub run: Stretch,
    /// So often; 1 without walking.
    pub repeats: u16,
    /// At least so many days without running before the next session.
    pub rest_days: u16,
    /// So many clean sessions before the next level.
    pub sessions: u16,
}

/// A stretch of a session, by time or by distance; one ladder counts in one of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stretch {
    /// So many minutes.
    Minutes(Exact),
    /// So many kilometres.
    Kilometres(Exact),
}

impl Stretch {
    /// The minutes; `None` for a distance.
    #[must_use]
    pub const fn minutes(self) -> Option<Exact> {
        match self {
            Self::Minutes(minutes) => Some(minutes),
            Self::Kilometres(_) => None,
        }
    }

    /// The kilometres; `None` for a time.
    #[must_use]
    pub const fn kilometres(self) -> Option<Exact> {
        match self {
            Self::Kilometres(kilometres) => Some(kilometres),
            Self::Minutes(_) => None,
        }
    }

    /// The number, in the ladder's own unit.
    pub(super) const fn length(self) -> Exact {
        match self {
            Self::Minutes(length) | Self::Kilometres(length) => length,
        }
    }

    /// The unit as criteria files write it.
    #[must_use]
    pub const fn unit(self) -> &'static str {
        match self {
            Self::Minutes(_) => "min",
            Self::Kilometres(_) => "km",
        }
    }
}

impl Level {
    /// Whether it is run without walking.
    #[must_use]
    pub const fn is_continuous(&self) -> bool {
        self.walk.is_none()
    }

    /// Minutes of running in the session; `None` for a level by distance.
    #[must_use]
    pub fn run_minutes(&self) -> Option<Exact> {
        Some(self.run.minutes()?.times(self.repeats))
    }

    /// Minutes of the session, walking included; `None` for a level by distance.
    #[must_use]
    pub fn minutes(&self) -> Option<Exact> {
        self.run.minutes().map(|_| self.total())
    }

    /// Kilometres of running in the session; `None` for a level by time.
    #[must_use]
    pub fn run_kilometres(&self) -> Option<Exact> {
        Some(self.run.kilometres()?.times(self.repeats))
    }

    /// Kilometres of the session, walking included; `None` for a level by time.
    #[must_use]
    pub fn kilometres(&self) -> Option<Exact> {
        self.run.kilometres().map(|_| self.total())
    }

    /// The session with its walking, in the ladder's own unit.
    fn total(&self) -> Exact {
        let walk = self.walk.map_or(Exact::ZERO, Stretch::length);
        self.run.length().plus(walk).times(self.repeats)
    }

    /// What of the session is run, in percent.
    #[must_use]
    pub fn run_share(&self) -> Option<Exact> {
        Exact::percent(self.run.length().times(self.repeats), self.total())
    }
}

/// What a session asks of the next, from the mildest to the most cautious; of several, the most cautious counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum Action {
    /// The same level again.
    Hold,
    /// One level down; on the lowest, the same again.
    Drop,
    /// No running until it has settled or a clinician has examined it, then one level down.
    Stop,
}

word!(Action);

/// What one session says about the next, on every ladder of the protocol.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// The measure that tells.
    pub measure: &'static Definition,
    /// Which entries count.
    pub window: Window,
    /// How it compares; it points in the measure's worse direction.
    pub operator: Operator,
    /// With what, in the measure's unit.
    pub bound: Exact,
    /// What follows.
    pub then: Action,
    /// At least so many days without running before the next session; the level may ask for more.
    pub rest_days: u16,
    /// What happened, in words.
    pub text: String,
    /// Where it comes from.
    pub evidence: Evidence,
}

impl Rule {
    /// Whether it holds for that reading of its measure.
    #[must_use]
    pub fn fires(&self, reading: Reading) -> RuleStanding {
        RuleStanding::of(self.operator, self.bound, reading)
    }

    /// The rule at a place of the file as a session is held against it; none when it is not of a run, such as pain at night.
    #[must_use]
    pub(super) fn of_session(&self, place: usize) -> Option<SessionRule> {
        self.measure.is_of_one_run().then_some(SessionRule {
            place,
            measure: self.measure,
            operator: self.operator,
            bound: self.bound,
            drops: self.then != Action::Hold,
            rest_days: self.rest_days,
        })
    }

    /// What fires it, as a limit.
    #[must_use]
    pub const fn limit(&self) -> Limit {
        Limit {
            operator: self.operator,
            bound: Bound::Value(self.bound),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::{Cause, find};
    use crate::protocol::{Confidence, Kind};

    fn level(walk: Option<Stretch>, run: Stretch, repeats: u16) -> Level {
        Level {
            text: String::new(),
            walk,
            run,
            repeats,
            rest_days: 1,
            sessions: 2,
        }
    }

    #[test]
    fn a_level_counts_its_running_and_its_walking_exactly() {
        let minutes = |minutes| Stretch::Minutes(Exact::whole(minutes));
        let turns = level(Some(minutes(4)), minutes(1), 6);
        assert_eq!(
            (turns.run_minutes(), turns.minutes(), turns.run_share()),
            (
                Some(Exact::whole(6)),
                Some(Exact::whole(30)),
                Some(Exact::whole(20))
            )
        );
        assert_eq!((turns.run_kilometres(), turns.kilometres()), (None, None));
        let tenth_of_a_mile = Stretch::Kilometres(Exact::micro(160_934));
        let by_distance = level(Some(tenth_of_a_mile), tenth_of_a_mile, 10);
        assert_eq!(by_distance.kilometres(), Some(Exact::micro(3_218_680)));
        assert_eq!(by_distance.run_kilometres(), Some(Exact::micro(1_609_340)));
        assert_eq!(
            (by_distance.minutes(), by_distance.run_minutes()),
            (None, None)
        );
        assert!(level(None, minutes(30), 1).is_continuous() && !turns.is_continuous());
    }

    #[test]
    fn not_knowing_may_fire_a_rule_and_not_being_able_does() -> Result<(), &'static str> {
        let measure = find("load.last_run.pain").ok_or("no such measure")?;
        let rule = Rule {
            measure,
            window: Window {
                keeps_adverse: false,
                fresh: Some(14),
                over: None,
                at_least: 0,
            },
            operator: Operator::Above,
            bound: Exact::whole(5),
            then: Action::Drop,
            rest_days: 2,
            text: String::new(),
            evidence: Evidence {
                sources: Vec::new(),
                confidence: Confidence::Low,
                kind: Kind::Convention,
            },
        };
        let taken = |pain| Reading::taken(Exact::whole(pain), None);
        let between = |low, high| {
            Reading::range(
                Exact::whole(low),
                Exact::whole(high),
                None,
                Cause::Incomplete,
            )
        };
        for (reading, fires) in [
            (taken(5), RuleStanding::No),
            (taken(6), RuleStanding::Certain),
            (between(3, 5), RuleStanding::No),
            (between(5, 6), RuleStanding::Possible),
            (between(6, 9), RuleStanding::Certain),
            (taken(6).maybe_not_applicable(), RuleStanding::Possible),
            (taken(5).maybe_not_applicable(), RuleStanding::No),
            (
                Reading::unknown(measure, Cause::Absent),
                RuleStanding::Possible,
            ),
            (Reading::unable(None), RuleStanding::Certain),
            (Reading::NOT_APPLICABLE, RuleStanding::No),
        ] {
            assert_eq!(rule.fires(reading), fires, "{reading:?}");
        }
        Ok(())
    }
}
