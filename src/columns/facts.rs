//! The columns beside the readings: who is asked about, as of when, for what.
//!
//! Each cell goes through the same door as the field of a record that it comes from, and is refused in the same words.

use std::borrow::Cow;

use serde::de::value::{Error, StrDeserializer};
use serde::de::{Deserialize, IntoDeserializer};

use crate::assessment::wire::{Activity, Goal, GoalActivity, Injury, Setting, Sex, Side, Site};
use crate::assessment::{Day, Fault, NO_INJURY, goal_of, injury_faults, is_kebab};
use crate::diagnostic::nearest;
use crate::engine::StatedQuestion;
use crate::engine::contradictions::{Contradiction, Held};
use crate::protocol::{ColumnOfFact, Fact};
use crate::quantity::{Age, Kilometres, Quantity};
use crate::words::words;

/// A column that says something else than a reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FactColumn {
    /// Its name.
    pub name: &'static str,
    /// What it is, for a clinician.
    pub meaning: &'static str,
    /// `text`, `number`, `yes-no` or `day`.
    pub kind: &'static str,
    /// The words it takes, when they are few.
    pub words: &'static [&'static str],
    /// Whether a row without it is refused.
    pub required: bool,
}

const fn fact(name: &'static str, kind: &'static str, meaning: &'static str) -> FactColumn {
    FactColumn {
        name,
        meaning,
        kind,
        words: &[],
        required: false,
    }
}

/// The column that tells a fact.
const fn told(fact: Fact) -> FactColumn {
    let ColumnOfFact {
        column,
        meaning,
        kind,
        words,
    } = fact.row().told;
    FactColumn {
        words,
        ..self::fact(column, kind, meaning)
    }
}

const fn required(column: FactColumn) -> FactColumn {
    FactColumn {
        required: true,
        ..column
    }
}

/// Every such column, in the order of a table.
pub const FACTS: [FactColumn; 15] = [
    fact("id", "text", "The sender's name for the record."),
    required(fact("as_of", "day", "The day the readings speak of.")),
    required(told(Fact::Condition)),
    told(Fact::Setting),
    told(Fact::Side),
    told(Fact::Sex),
    told(Fact::Age),
    told(Fact::Site),
    told(Fact::SuddenOnset),
    told(Fact::SameSite),
    told(Fact::OtherSide),
    told(Fact::Goal),
    told(Fact::GoalDistance),
    fact(
        "goal_stage",
        "text",
        "The stage of the protocol that is asked about; without any goal the stage that the protocol names.",
    ),
    fact(
        "contradictions",
        "text",
        "Codes of what contradicts itself in the record that the readings are of, with a space between (`rtr explain CODE`); each holds the verdict at CAUTION or worse where such entries are read.",
    ),
];

/// A day in a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayCell<'a> {
    /// Days since 1970-01-01.
    Counted(i32),
    /// Written YYYY-MM-DD.
    Written(&'a str),
}

/// The cells of a row beside its readings, in the order of [`FACTS`].
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[expect(missing_docs, reason = "FACTS says what each is")]
pub struct FactCells<'a> {
    pub id: Option<&'a str>,
    pub as_of: Option<DayCell<'a>>,
    pub condition: Option<&'a str>,
    pub setting: Option<&'a str>,
    pub side: Option<&'a str>,
    pub sex: Option<&'a str>,
    pub age: Option<f64>,
    pub site: Option<&'a str>,
    pub sudden_onset: Option<bool>,
    pub same_site_last_12_months: Option<bool>,
    pub other_side_history: Option<bool>,
    pub goal_activity: Option<&'a str>,
    pub goal_distance_km: Option<f64>,
    pub goal_stage: Option<&'a str>,
    pub contradictions: Option<&'a str>,
}

/// The faults of a row, each with the column it is in.
struct Faults(Vec<Fault>);

impl Faults {
    fn add(&mut self, column: &str, message: impl Into<String>) {
        self.0
            .push(Fault::of_reader(format!("/{column}"), &message.into()));
    }

    fn keep<T>(&mut self, column: &str, found: Option<Result<T, String>>) -> Option<T> {
        match found? {
            Ok(value) => Some(value),
            Err(message) => {
                self.add(column, message);
                None
            }
        }
    }

    fn word<'a, T: Deserialize<'a>>(&mut self, column: &str, cell: Option<&'a str>) -> Option<T> {
        let read = |text: &'a str| {
            let reader: StrDeserializer<'a, Error> = text.into_deserializer();
            T::deserialize(reader).map_err(|error| error.to_string())
        };
        self.keep(column, cell.map(read))
    }
}

impl<'a> FactCells<'a> {
    /// What the cells state.
    ///
    /// # Errors
    /// Every fault, with the column it is in.
    pub fn stated(&self) -> Result<StatedQuestion<'a>, Vec<Fault>> {
        let mut faults = Faults(Vec::new());
        let as_of = self.as_of.map(|cell| match cell {
            DayCell::Counted(days) => Day::after_epoch(days),
            DayCell::Written(text) => text.parse(),
        });
        if as_of.is_none() {
            faults.add("as_of", "missing; the day the readings speak of");
        }
        let as_of = faults.keep("as_of", as_of);
        match self.condition {
            None => faults.add(
                "condition",
                "missing; the condition, such as `achilles-midportion`",
            ),
            Some(condition) if !is_kebab(condition) => faults.add(
                "condition",
                format!(
                    "condition must be words in small letters joined by `-`, got `{condition}`"
                ),
            ),
            Some(_) => {}
        }
        let setting: Option<Setting> = faults.word("setting", self.setting);
        let side: Option<Side> = faults.word("side", self.side);
        let sex: Option<Sex> = faults.word("sex", self.sex);
        let age: Option<Age> = faults.keep("age", self.age.map(Quantity::from_float));
        let site: Option<Site> = faults.word("site", self.site);
        let held = self.contradictions.map(|codes| {
            let known = || words::<Contradiction>().map(|(word, _)| word);
            Held::named(codes).map_err(|unknown| {
                let near = nearest(unknown, known());
                let hint =
                    near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
                format!("no contradiction is called `{unknown}`{hint}")
            })
        });
        let held = faults.keep("contradictions", held).unwrap_or(Held::NONE);
        let goal = self.goal(&mut faults);
        if let (Some(as_of), Some(NO_INJURY)) = (as_of, self.condition) {
            let injury = Injury {
                condition: self.condition.map(str::to_owned),
                side,
                site,
                sudden_onset: self.sudden_onset,
                ..Injury::default()
            };
            for fault in injury_faults(&injury, as_of) {
                let column = fault.path.trim_start_matches("/injury/");
                faults.add(column, fault.message);
            }
        }
        match (as_of, self.condition) {
            (Some(as_of), Some(condition)) if faults.0.is_empty() => Ok(StatedQuestion {
                as_of,
                setting,
                goal: goal.map(Cow::Owned),
                side,
                sex,
                age,
                condition,
                site,
                sudden_onset: self.sudden_onset,
                same_site_last_12_months: self.same_site_last_12_months,
                other_side_history: self.other_side_history,
                held,
            }),
            (Some(_) | None, Some(_) | None) => Err(faults.0),
        }
    }

    fn goal(&self, faults: &mut Faults) -> Option<crate::assessment::Goal> {
        let activity: Option<Activity> = faults.word("goal_activity", self.goal_activity);
        let distance = self.goal_distance_km.map(Quantity::from_float);
        let distance_km: Option<Kilometres> = faults.keep("goal_distance_km", distance);
        if self.goal_activity.is_none()
            && self.goal_distance_km.is_none()
            && self.goal_stage.is_none()
        {
            return None;
        }
        // What a word that is none was meant to be cannot be checked any further.
        if activity.is_none() && self.goal_activity.is_some() {
            return None;
        }
        let goal = Goal {
            activity: activity.map(|activity| match activity {
                Activity::Race => GoalActivity::Race,
                Activity::Run => GoalActivity::Run,
            }),
            distance_km,
            stage: self.goal_stage.map(str::to_owned),
            ..Goal::default()
        };
        let (goal, wrong) = goal_of(goal);
        for fault in wrong {
            let column = match fault.path.as_str() {
                "/goal/distance_km" => "goal_distance_km",
                _ if self.goal_stage.is_some() => "goal_stage",
                _ => "goal_activity",
            };
            faults.add(column, fault.message);
        }
        goal
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sound() -> FactCells<'static> {
        FactCells {
            as_of: Some(DayCell::Written("2026-11-21")),
            condition: Some("achilles-midportion"),
            ..FactCells::default()
        }
    }

    #[test]
    fn every_fact_has_its_column() {
        for row in crate::protocol::FACTS {
            let columns = FACTS.iter().filter(|column| column.name == row.told.column);
            assert_eq!(columns.count(), 1, "{}", row.key);
        }
    }

    #[test]
    fn a_day_is_the_same_counted_and_written() -> Result<(), Vec<Fault>> {
        let counted = FactCells {
            as_of: Some(DayCell::Counted(20_778)),
            ..sound()
        };
        assert_eq!(counted.stated()?.as_of, sound().stated()?.as_of);
        Ok(())
    }

    #[test]
    fn every_wrong_cell_is_told_with_its_column() {
        let wrong = FactCells {
            as_of: Some(DayCell::Counted(i32::MAX)),
            condition: Some("Achilles"),
            setting: Some("Clinic"),
            side: Some(""),
            sex: Some("f"),
            age: Some(30.5),
            site: Some("heel"),
            goal_activity: Some("swim"),
            goal_distance_km: Some(f64::NAN),
            ..FactCells::default()
        };
        let faults = wrong.stated().err().unwrap_or_default();
        let columns: Vec<&str> = faults.iter().map(|fault| fault.path.as_str()).collect();
        assert_eq!(
            columns,
            [
                "/as_of",
                "/condition",
                "/setting",
                "/side",
                "/sex",
                "/age",
                "/site",
                "/goal_activity",
                "/goal_distance_km"
            ]
        );
        for (cells, column) in [
            (
                FactCells {
                    as_of: None,
                    ..sound()
                },
                "/as_of",
            ),
            (
                FactCells {
                    condition: None,
                    ..sound()
                },
                "/condition",
            ),
            (
                FactCells {
                    condition: Some("none"),
                    side: Some("left"),
                    ..sound()
                },
                "/side",
            ),
            (
                FactCells {
                    goal_distance_km: Some(10.0),
                    ..sound()
                },
                "/goal_activity",
            ),
            (
                FactCells {
                    goal_stage: Some("hopping"),
                    goal_activity: Some("race"),
                    ..sound()
                },
                "/goal_stage",
            ),
            (
                FactCells {
                    goal_activity: Some("race"),
                    goal_distance_km: Some(0.0),
                    ..sound()
                },
                "/goal_distance_km",
            ),
        ] {
            let faults = cells.stated().err().unwrap_or_default();
            let columns: Vec<&str> = faults.iter().map(|fault| fault.path.as_str()).collect();
            assert_eq!(columns, [column], "{cells:?}");
        }
    }
}
