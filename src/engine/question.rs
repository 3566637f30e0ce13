//! The question: as of when, in which setting, for which goal, up to which stage.

use std::borrow::Cow;

use thiserror::Error;

use super::contradictions::{Frame, Held};
use crate::assessment::wire::{Activity, Setting, Sex, Side, Site};
use crate::assessment::{Day, Goal, Period, Record};
use crate::measure::declared::{Misfit, misfit};
use crate::measure::{AskedLevel, GoalDistance, Subject};
use crate::protocol::{Clears, Facts, GoalKind, Protocol};
use crate::quantity::{Age, Exact};

/// Why a question cannot be put to a protocol.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum QuestionError {
    /// The injury had not happened yet.
    #[error("the injury began on {onset}, after {as_of}")]
    BeforeOnset {
        /// The day of onset, or the month or year.
        onset: Period,
        /// The day of the question.
        as_of: Day,
    },
    /// The goal names a stage that the protocol does not have.
    #[error("{protocol} has no stage `{stage}`; it has {stages}")]
    UnknownStage {
        /// The protocol.
        protocol: String,
        /// The stage asked.
        stage: String,
        /// Its stages.
        stages: String,
    },
    /// The goal is a session on a ladder that the protocol does not have.
    #[error("{protocol} has no ladder `{ladder}`; it has {ladders}")]
    UnknownLadder {
        /// The protocol.
        protocol: String,
        /// The ladder asked for.
        ladder: String,
        /// Its ladders.
        ladders: String,
    },
    /// The goal is a session on a level that the ladder does not have.
    #[error("the ladder `{ladder}` of {protocol} has levels 1 to {levels}, not {level}")]
    UnknownLevel {
        /// The protocol.
        protocol: String,
        /// The ladder.
        ladder: String,
        /// The level asked for.
        level: usize,
        /// How many it has.
        levels: usize,
    },
    /// An observation is none of the measure that it names, or the protocol declares no such measure.
    #[error("{message}")]
    Observation {
        /// Where, as a JSON pointer.
        path: String,
        /// What was found and what is allowed.
        message: String,
        /// The same without what the record says.
        redacted: String,
    },
}

impl QuestionError {
    /// What it says, without what the record says.
    #[must_use]
    pub fn redacted(&self) -> String {
        match self {
            Self::BeforeOnset { .. } => "the injury began after the day of the question".to_owned(),
            Self::UnknownStage {
                protocol, stages, ..
            } => format!("{protocol} has no such stage; it has {stages}"),
            Self::UnknownLadder {
                protocol, ladders, ..
            } => format!("{protocol} has no such ladder; it has {ladders}"),
            Self::UnknownLevel {
                protocol,
                ladder,
                levels,
                ..
            } => format!("the ladder `{ladder}` of {protocol} has levels 1 to {levels}"),
            Self::Observation { redacted, .. } => redacted.clone(),
        }
    }

    /// The place in the assessment that it is about, as a JSON pointer.
    #[must_use]
    pub fn path(&self) -> &str {
        match self {
            Self::BeforeOnset { .. } => "/injury/onset",
            Self::UnknownStage { .. } => "/goal",
            Self::UnknownLadder { .. } => "/goal/ladder",
            Self::UnknownLevel { .. } => "/goal/level",
            Self::Observation { path, .. } => path,
        }
    }
}

/// What is asked of an assessment; the rest of it is evidence.
#[derive(Clone, Debug)]
pub struct Question<'a> {
    /// The day the verdict is for.
    pub as_of: Day,
    /// Home or clinic.
    pub setting: Setting,
    /// Whether the setting was stated; home otherwise.
    pub setting_stated: bool,
    /// The goal, if any.
    pub goal: Option<Cow<'a, Goal>>,
    /// Place of the stage judged.
    pub asked: usize,
    /// What `when` may ask.
    pub facts: Facts<'a>,
    /// The level of a ladder that is asked about.
    pub asked_level: AskedLevel,
    /// The contradictions that the verdict reads.
    pub held: Held,
}

/// What a question depends on beside readings, as it was stated.
#[derive(Clone, Debug)]
pub struct StatedQuestion<'a> {
    /// The day the verdict is for.
    pub as_of: Day,
    /// Home or clinic, if stated.
    pub setting: Option<Setting>,
    /// The goal, if any.
    pub goal: Option<Cow<'a, Goal>>,
    /// The injured side.
    pub side: Option<Side>,
    /// Sex.
    pub sex: Option<Sex>,
    /// Age in years.
    pub age: Option<Age>,
    /// Condition.
    pub condition: &'a str,
    /// Site on the tendon.
    pub site: Option<Site>,
    /// Whether onset was sudden.
    pub sudden_onset: Option<bool>,
    /// Whether the same site was hurt in the 12 months before.
    pub same_site_last_12_months: Option<bool>,
    /// Whether the other side was ever hurt.
    pub other_side_history: Option<bool>,
    /// The contradictions that were found where its readings come from.
    pub held: Held,
}

impl<'a> Question<'a> {
    /// The question of an assessment to a protocol, with another day or goal if given.
    ///
    /// # Errors
    /// When the day lies before the injury, or the goal names a stage that the protocol does not have.
    pub fn new(
        protocol: &Protocol,
        assessment: &'a Record,
        as_of: Option<Day>,
        goal: Option<Goal>,
    ) -> Result<Self, QuestionError> {
        let as_of = as_of.unwrap_or(assessment.as_of);
        let injury = &assessment.injury;
        if let Some(onset) = injury.onset
            && onset.first() > as_of
        {
            return Err(QuestionError::BeforeOnset { onset, as_of });
        }
        fitting(protocol, assessment)?;
        let goal = goal
            .map(Cow::Owned)
            .or_else(|| assessment.goal.as_ref().map(Cow::Borrowed));
        let stated = StatedQuestion {
            as_of,
            setting: assessment.setting,
            goal,
            side: injury.side,
            sex: assessment.sex,
            age: assessment.age,
            condition: &assessment.condition,
            site: injury.site,
            sudden_onset: injury.sudden_onset,
            same_site_last_12_months: injury.same_site_last_12_months,
            other_side_history: injury.other_side_history,
            held: Held::NONE,
        };
        let question = Self::without_contradictions(protocol, stated)?;
        Ok(Self {
            held: Held::find(protocol, assessment, &question),
            ..question
        })
    }

    /// The question to a protocol, whose readings come from elsewhere than an assessment.
    ///
    /// # Errors
    /// When the goal names a stage that the protocol does not have.
    pub fn of(protocol: &Protocol, stated: StatedQuestion<'a>) -> Result<Self, QuestionError> {
        let question = Self::without_contradictions(protocol, stated)?;
        let Facts {
            condition,
            side,
            site,
            other_side_history,
            ..
        } = question.facts;
        let frame = Frame {
            condition,
            side,
            site,
            other_side_history,
        };
        Ok(Self {
            held: question.held.of_facts(protocol, &question, &frame),
            ..question
        })
    }

    /// The question, whose facts are not yet held against one another.
    fn without_contradictions(
        protocol: &Protocol,
        stated: StatedQuestion<'a>,
    ) -> Result<Self, QuestionError> {
        let StatedQuestion {
            as_of,
            setting: stated_setting,
            goal,
            side,
            sex,
            age,
            condition,
            site,
            sudden_onset,
            same_site_last_12_months,
            other_side_history,
            held,
        } = stated;
        let (asked, wanted) = match goal.as_deref() {
            None => (Some(protocol.ask), ""),
            Some(Goal::Stage(id)) => (protocol.stage(id), id.as_str()),
            Some(Goal::Activity {
                activity: Activity::Race,
                ..
            }) => (protocol.clearing(Clears::Race), "race"),
            Some(Goal::Activity {
                activity: Activity::Run,
                ..
            }) => (protocol.clearing(Clears::Running), "running"),
            Some(Goal::Session { .. }) => (protocol.stage_of_sessions(), "walk-run"),
        };
        let asked = if protocol.route_out.is_some() {
            Some(0)
        } else {
            asked
        };
        let Some(asked) = asked else {
            let stages: Vec<String> = protocol
                .stages
                .iter()
                .map(|stage| format!("`{}`", stage.id))
                .collect();
            let (protocol, stage) = (protocol.id.clone(), wanted.to_owned());
            return Err(QuestionError::UnknownStage {
                protocol,
                stage,
                stages: stages.join(", "),
            });
        };
        let asked_level = asked_level(protocol, goal.as_deref(), asked)?;
        let setting = stated_setting.unwrap_or(Setting::Home);
        let (kind, distance) = match goal.as_deref() {
            Some(Goal::Activity {
                activity: Activity::Race,
                distance,
                ..
            }) => (GoalKind::Race, *distance),
            Some(Goal::Activity {
                activity: Activity::Run,
                distance,
                ..
            }) => (GoalKind::Run, *distance),
            Some(Goal::Session { .. }) => (GoalKind::Session, None),
            Some(Goal::Stage(_)) | None => (GoalKind::Stage, None),
        };
        let facts = Facts {
            side,
            sex,
            condition,
            site,
            age: age.map(crate::quantity::Quantity::exact),
            sudden_onset,
            same_site_last_12_months,
            other_side_history,
            goal: kind,
            goal_distance: distance,
            setting,
        };
        Ok(Self {
            as_of,
            setting,
            setting_stated: stated_setting.is_some(),
            goal,
            asked,
            facts,
            asked_level,
            held,
        })
    }

    /// Place of the last stage whose readings the verdict depends on: beyond the one asked where a step of training counts for a run only
    /// until the race of its distance is GO.
    #[must_use]
    pub fn reads_up_to(&self, protocol: &Protocol) -> usize {
        let steps = || protocol.criteria.iter().any(|criterion| criterion.step);
        if self.facts.goal == GoalKind::Run && steps() {
            protocol.clearing(Clears::Race).unwrap_or(self.asked)
        } else {
            self.asked
        }
    }

    /// The same question, were nothing contradictory.
    #[must_use]
    pub fn without_hold(&self) -> Self {
        Self {
            held: Held::NONE,
            ..self.clone()
        }
    }

    /// The goal's distance, as measures see it.
    #[must_use]
    pub fn goal_distance(&self) -> GoalDistance {
        GoalDistance::of(self.goal.as_deref())
    }

    /// The runner on the day of the question, with its goal, under the protocol's rules of evidence.
    #[must_use]
    pub fn subject<'s>(&self, protocol: &'s Protocol, assessment: &'s Record) -> Subject<'s> {
        let rules = &protocol.evidence;
        Subject::under(rules, assessment, self.as_of, self.goal_distance())
            .due(self.goal_date())
            .asked_level(self.asked_level)
    }

    /// The day of the goal, if it has one.
    #[must_use]
    pub fn goal_date(&self) -> Option<Day> {
        self.goal.as_deref().and_then(Goal::date)
    }

    /// The goal's distance as a number, if known.
    #[must_use]
    pub fn goal_km(&self) -> Option<Exact> {
        self.facts
            .goal_distance
            .map(crate::quantity::Quantity::exact)
    }
}

/// Holds what was observed against the measures that the protocol declares: only here are both known.
fn fitting(protocol: &Protocol, record: &Record) -> Result<(), QuestionError> {
    let Some(observations) = record.observations.as_deref() else {
        return Ok(());
    };
    let found = observations.iter().filter_map(|dated| {
        let misfit = misfit(&dated.entry, &protocol.measures)?;
        Some((dated.place, misfit))
    });
    let first = found.min_by_key(|(place, _)| *place);
    first.map_or(Ok(()), |(place, misfit)| {
        let Misfit {
            field,
            message,
            redacted,
        } = misfit;
        Err(QuestionError::Observation {
            path: format!("/observations/{place}{field}"),
            message,
            redacted,
        })
    })
}

/// The level that the stage, run or race asks about, or the goal's own.
fn asked_level(
    protocol: &Protocol,
    goal: Option<&Goal>,
    asked: usize,
) -> Result<AskedLevel, QuestionError> {
    let Some(Goal::Session { ladder, level }) = goal else {
        let stage = protocol.stages.get(asked);
        let is_on_it = stage.is_some_and(|stage| stage.clears <= Clears::WalkRun);
        return Ok(AskedLevel {
            ladder: 0,
            level: is_on_it.then_some(1),
        });
    };
    if protocol.route_out.is_some() {
        return Ok(AskedLevel::default());
    }
    let place = protocol.ladder_place(ladder.as_deref());
    let found = place.and_then(|place| Some((place, protocol.ladders.get(place)?)));
    let Some((place, found)) = found else {
        return Err(QuestionError::UnknownLadder {
            protocol: protocol.id.clone(),
            ladder: ladder.clone().unwrap_or_default(),
            ladders: protocol.names_of_ladders(),
        });
    };
    let level = usize::try_from(level.millionths().div_euclid(crate::quantity::MICRO)).unwrap_or(0);
    if level > found.levels.len() {
        return Err(QuestionError::UnknownLevel {
            protocol: protocol.id.clone(),
            ladder: found.id.clone(),
            level,
            levels: found.levels.len(),
        });
    }
    Ok(AskedLevel {
        ladder: place,
        level: Some(level),
    })
}
