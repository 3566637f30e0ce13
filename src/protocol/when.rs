//! When a criterion is asked: facts from a closed list, never a reading.

use super::comparator::Operator;
use crate::assessment::wire::{Setting, Sex, Side, Site};
use crate::quantity::{Exact, Kilometres};

/// What kind of goal the question has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GoalKind {
    /// A race.
    Race,
    /// A training run.
    Run,
    /// A stage, or none.
    Stage,
}

/// The facts that `when` may ask for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Facts<'a> {
    /// The injured side.
    pub side: Option<Side>,
    /// Sex.
    pub sex: Option<Sex>,
    /// Condition.
    pub condition: &'a str,
    /// Site on the tendon.
    pub site: Option<Site>,
    /// Age in years.
    pub age: Option<Exact>,
    /// Whether onset was sudden.
    pub sudden_onset: Option<bool>,
    /// Whether the same site was hurt in the 12 months before.
    pub same_site_last_12_months: Option<bool>,
    /// Whether the other side was ever hurt.
    pub other_side_history: Option<bool>,
    /// The kind of goal.
    pub goal: GoalKind,
    /// The goal's distance.
    pub goal_distance: Option<Kilometres>,
    /// The setting.
    pub setting: Setting,
}

/// A fact that `when` may ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fact {
    /// One side hurt, or both.
    Side,
    /// Sex.
    Sex,
    /// Condition.
    Condition,
    /// Site on the tendon.
    Site,
    /// Kind of goal.
    Goal,
    /// Distance of the goal.
    GoalDistance,
    /// Setting.
    Setting,
    /// Age.
    Age,
    /// Sudden onset.
    SuddenOnset,
    /// Same site in the 12 months before.
    SameSite,
    /// Other side ever hurt.
    OtherSide,
}

/// Every fact with its key in a file and the words it takes; none for a comparison.
pub(crate) const FACTS: [(&str, Fact, &[&str]); 11] = [
    ("side", Fact::Side, &["one", "both"]),
    ("sex", Fact::Sex, &["male", "female"]),
    ("condition", Fact::Condition, &[]),
    (
        "site",
        Fact::Site,
        &["midportion", "insertional", "musculotendinous"],
    ),
    ("goal", Fact::Goal, &["race", "run", "stage"]),
    ("goal_distance", Fact::GoalDistance, &[]),
    ("setting", Fact::Setting, &["clinic"]),
    ("age", Fact::Age, &[]),
    ("sudden_onset", Fact::SuddenOnset, &["yes", "no"]),
    ("same_site_last_12_months", Fact::SameSite, &["yes", "no"]),
    ("other_side_history", Fact::OtherSide, &["yes", "no"]),
];

/// The key of a fact in a file.
#[cfg(feature = "cli")]
pub(crate) fn fact_key(fact: Fact) -> &'static str {
    let row = FACTS.iter().find(|(_, known, _)| *known == fact);
    row.map_or("", |(key, ..)| key)
}

/// One condition of a `when`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    /// The fact is one of these words.
    OneOf(Fact, Vec<String>),
    /// The fact compares so.
    Compares(Fact, Operator, Exact),
}

impl Condition {
    /// Whether it holds; `None` when the fact is unknown.
    #[must_use]
    pub fn holds(&self, facts: &Facts<'_>) -> Option<bool> {
        match self {
            Self::OneOf(fact, words) => {
                let word = word(*fact, facts)?;
                Some(words.iter().any(|candidate| candidate == word))
            }
            Self::Compares(fact, operator, bound) => {
                let value = match fact {
                    Fact::Age => facts.age?,
                    Fact::GoalDistance if facts.goal == GoalKind::Stage => return Some(false),
                    Fact::GoalDistance => facts.goal_distance?.exact(),
                    Fact::Side
                    | Fact::Sex
                    | Fact::Condition
                    | Fact::Site
                    | Fact::Goal
                    | Fact::Setting
                    | Fact::SuddenOnset
                    | Fact::SameSite
                    | Fact::OtherSide => return None,
                };
                Some(operator.holds(value, *bound))
            }
        }
    }
}

fn word<'a>(fact: Fact, facts: &Facts<'a>) -> Option<&'a str> {
    let yes_no = |answer: bool| if answer { "yes" } else { "no" };
    match fact {
        Fact::Side => facts.side.map(|side| match side {
            Side::Left | Side::Right => "one",
            Side::Both => "both",
        }),
        Fact::Sex => facts.sex.map(|sex| match sex {
            Sex::Male => "male",
            Sex::Female => "female",
        }),
        Fact::Condition => Some(facts.condition),
        Fact::Site => facts.site.map(|site| match site {
            Site::Midportion => "midportion",
            Site::Insertional => "insertional",
            Site::Musculotendinous => "musculotendinous",
        }),
        Fact::Goal => Some(match facts.goal {
            GoalKind::Race => "race",
            GoalKind::Run => "run",
            GoalKind::Stage => "stage",
        }),
        Fact::Setting => Some(match facts.setting {
            Setting::Home => "home",
            Setting::Clinic => "clinic",
        }),
        Fact::SuddenOnset => facts.sudden_onset.map(yes_no),
        Fact::SameSite => facts.same_site_last_12_months.map(yes_no),
        Fact::OtherSide => facts.other_side_history.map(yes_no),
        Fact::Age | Fact::GoalDistance => None,
    }
}
