//! The facts that `when` may ask for: one row each, with all that any place needs to know of one.
//!
//! Reading a `when`, the schema of criteria files, the columns of a table, `diff` and `prove` enumerate the rows, so a new fact is asked,
//! told in a column and proved as soon as it has one.

use strum::{IntoStaticStr, VariantArray};

use crate::assessment::wire::{Setting, Sex, Side, Site};
use crate::quantity::{Exact, Kilometres};
use crate::words::words;

/// What kind of goal the question has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum GoalKind {
    /// A race.
    Race,
    /// A training run.
    Run,
    /// A session on a walk-run ladder.
    Session,
    /// A stage, or none.
    Stage,
}

word!(GoalKind);

/// The facts of one question.
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

impl Facts<'_> {
    /// The facts of a question without a goal, at home, of which nothing else is known.
    pub const UNKNOWN: Self = Self {
        side: None,
        sex: None,
        condition: "",
        site: None,
        age: None,
        sudden_onset: None,
        same_site_last_12_months: None,
        other_side_history: None,
        goal: GoalKind::Stage,
        goal_distance: None,
        setting: Setting::Home,
    };
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

/// A fact of one question, as a `when` asks for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Answer<'a> {
    /// A word.
    Word(&'a str),
    /// A number, in the unit of the fact.
    Number(Exact),
}

/// How a `when` asks for a fact.
#[derive(Clone, Copy, Debug)]
pub enum Asks {
    /// By words.
    Words {
        /// All that it can be.
        all: &'static [&'static str],
    },
    /// By one of the conditions that the file answers for.
    Conditions,
    /// By a comparison.
    Number {
        /// Its unit.
        unit: &'static str,
        /// What it is called in a sentence, with its article.
        what: &'static str,
        /// The least and the most it can be, in whole units.
        range: (i64, i64),
        /// A comparison to show.
        example: &'static str,
    },
}

impl Asks {
    const fn words(words: &'static [&'static str]) -> Self {
        Self::Words { all: words }
    }
}

/// The column of a table that tells a fact.
#[derive(Clone, Copy, Debug)]
pub struct ColumnOfFact {
    /// Its name.
    pub column: &'static str,
    /// What it is, for a clinician.
    pub meaning: &'static str,
    /// `text`, `number`, `yes-no` or `day`.
    pub kind: &'static str,
    /// The words it takes, when they are few.
    pub words: &'static [&'static str],
}

/// One fact.
#[derive(Debug)]
pub struct FactRow {
    /// Which.
    pub fact: Fact,
    /// Its key in a criteria file.
    pub key: &'static str,
    /// Its name in a sentence.
    pub name: &'static str,
    /// What it asks, for the author of a file.
    pub meaning: &'static str,
    /// The field of a record that tells it, as `injury.side`.
    pub path: &'static str,
    /// How it is asked for.
    pub asks: Asks,
    /// Whether it can be unknown.
    pub may_be_unknown: bool,
    /// Whether it is a part of what is asked, and so goes with a stage: the goal.
    pub of_the_goal: bool,
    /// The column that tells it.
    pub told: ColumnOfFact,
    get: for<'a> fn(&Facts<'a>) -> Option<Answer<'a>>,
    set: for<'a> fn(&mut Facts<'a>, Option<Answer<'a>>),
}

impl FactRow {
    /// What it is in a question; `None` when it is unknown, or there is none.
    #[must_use]
    pub fn get<'a>(&self, facts: &Facts<'a>) -> Option<Answer<'a>> {
        (self.get)(facts)
    }

    /// The same question with this fact so, or unknown.
    #[must_use]
    pub fn with<'a>(&self, mut facts: Facts<'a>, answer: Option<Answer<'a>>) -> Facts<'a> {
        (self.set)(&mut facts, answer);
        facts
    }

    /// The unit of its comparisons; empty for words.
    #[must_use]
    pub const fn unit(&self) -> &'static str {
        match self.asks {
            Asks::Number { unit, .. } => unit,
            Asks::Words { .. } | Asks::Conditions => "",
        }
    }
}

const YES_NO: &[&str] = &["yes", "no"];
const SITES: &[&str] = &["midportion", "insertional", "musculotendinous"];

const fn yes_no(answer: Option<bool>) -> Option<Answer<'static>> {
    match answer {
        Some(true) => Some(Answer::Word("yes")),
        Some(false) => Some(Answer::Word("no")),
        None => None,
    }
}

fn is_yes(answer: Option<Answer<'_>>) -> Option<bool> {
    answer.map(|answer| answer == Answer::Word("yes"))
}

/// The one of these that the answer is the word of.
fn of_word<T>(
    answer: Option<Answer<'_>>,
    words: impl IntoIterator<Item = (&'static str, T)>,
) -> Option<T> {
    let known = words
        .into_iter()
        .find(|(word, _)| answer == Some(Answer::Word(word)));
    known.map(|(_, value)| value)
}

static SIDE: FactRow = FactRow {
    fact: Fact::Side,
    key: "side",
    name: "side",
    meaning: "one side hurt, or both",
    path: "injury.side",
    asks: Asks::words(&["one", "both"]),
    may_be_unknown: true,
    of_the_goal: false,
    told: ColumnOfFact {
        column: "side",
        meaning: "The injured side.",
        kind: "text",
        words: &["left", "right", "both"],
    },
    get: |facts| {
        facts.side.map(|side| match side {
            Side::Left | Side::Right => Answer::Word("one"),
            Side::Both => Answer::Word("both"),
        })
    },
    set: |facts, answer| {
        facts.side = of_word(answer, [("one", Side::Left), ("both", Side::Both)]);
    },
};

static SEX: FactRow = FactRow {
    fact: Fact::Sex,
    key: "sex",
    name: "sex",
    meaning: "sex",
    path: "athlete.sex",
    asks: Asks::words(&["male", "female"]),
    may_be_unknown: true,
    of_the_goal: false,
    told: ColumnOfFact {
        column: "sex",
        meaning: "Sex, for norms only.",
        kind: "text",
        words: &["male", "female"],
    },
    get: |facts| facts.sex.map(Sex::word).map(Answer::Word),
    set: |facts, answer| facts.sex = of_word(answer, words()),
};

static CONDITION: FactRow = FactRow {
    fact: Fact::Condition,
    key: "condition",
    name: "condition",
    meaning: "one of the file's `conditions`",
    path: "injury.condition",
    asks: Asks::Conditions,
    may_be_unknown: false,
    of_the_goal: false,
    told: ColumnOfFact {
        column: "condition",
        meaning: "The condition, as the criteria files name it; `none` is no injury.",
        kind: "text",
        words: &[],
    },
    get: |facts| Some(Answer::Word(facts.condition)),
    set: |facts, answer| {
        facts.condition = match answer {
            Some(Answer::Word(condition)) => condition,
            Some(Answer::Number(_)) | None => "",
        };
    },
};

static SITE: FactRow = FactRow {
    fact: Fact::Site,
    key: "site",
    name: "site",
    meaning: "where on the tendon",
    path: "injury.site",
    asks: Asks::words(SITES),
    may_be_unknown: true,
    of_the_goal: false,
    told: ColumnOfFact {
        column: "site",
        meaning: "Where on the tendon.",
        kind: "text",
        words: SITES,
    },
    get: |facts| facts.site.map(Site::word).map(Answer::Word),
    set: |facts, answer| facts.site = of_word(answer, words()),
};

static GOAL: FactRow = FactRow {
    fact: Fact::Goal,
    key: "goal",
    name: "goal",
    meaning: "what kind of goal the question has; `run` holds for a race, too",
    path: "goal.activity",
    asks: Asks::words(&["race", "run", "session", "stage"]),
    may_be_unknown: false,
    of_the_goal: true,
    told: ColumnOfFact {
        column: "goal_activity",
        meaning: "What the runner wants to do; with it no `goal_stage`.",
        kind: "text",
        words: &["race", "run"],
    },
    get: |facts| Some(Answer::Word(facts.goal.word())),
    set: |facts, answer| facts.goal = of_word(answer, words()).unwrap_or(GoalKind::Stage),
};

static GOAL_DISTANCE: FactRow = FactRow {
    fact: Fact::GoalDistance,
    key: "goal_distance",
    name: "goal distance",
    meaning: "how long the goal is, such as `>= 30 km`",
    path: "goal.distance_km",
    asks: Asks::Number {
        unit: "km",
        what: "a distance",
        range: (0, 1000),
        example: ">= 30 km",
    },
    may_be_unknown: true,
    of_the_goal: true,
    told: ColumnOfFact {
        column: "goal_distance_km",
        meaning: "The distance of the race or run in kilometres.",
        kind: "number",
        words: &[],
    },
    get: |facts| {
        facts
            .goal_distance
            .map(|distance| Answer::Number(distance.exact()))
    },
    set: |facts, answer| {
        facts.goal_distance = match answer {
            Some(Answer::Number(distance)) => Kilometres::new(distance.millionths()).ok(),
            Some(Answer::Word(_)) | None => None,
        };
    },
};

static SETTING: FactRow = FactRow {
    fact: Fact::Setting,
    key: "setting",
    name: "setting",
    meaning: "who answers: a runner at home, or one examined in the clinic",
    path: "setting",
    asks: Asks::words(&["home", "clinic"]),
    may_be_unknown: false,
    of_the_goal: false,
    told: ColumnOfFact {
        column: "setting",
        meaning: "Who answers; home when empty.",
        kind: "text",
        words: &["home", "clinic"],
    },
    get: |facts| Some(Answer::Word(facts.setting.word())),
    set: |facts, answer| {
        facts.setting = of_word(answer, [("clinic", Setting::Clinic)]).unwrap_or(Setting::Home);
    },
};

static AGE: FactRow = FactRow {
    fact: Fact::Age,
    key: "age",
    name: "age",
    meaning: "such as `> 60 years`",
    path: "athlete.age",
    asks: Asks::Number {
        unit: "years",
        what: "an age",
        range: (10, 110),
        example: "> 60 years",
    },
    may_be_unknown: true,
    of_the_goal: false,
    told: ColumnOfFact {
        column: "age",
        meaning: "Age in whole years.",
        kind: "number",
        words: &[],
    },
    get: |facts| facts.age.map(Answer::Number),
    set: |facts, answer| {
        facts.age = match answer {
            Some(Answer::Number(age)) => Some(age),
            Some(Answer::Word(_)) | None => None,
        };
    },
};

static SUDDEN_ONSET: FactRow = FactRow {
    fact: Fact::SuddenOnset,
    key: "sudden_onset",
    name: "sudden onset",
    meaning: "whether it began suddenly",
    path: "injury.sudden_onset",
    told: ColumnOfFact {
        column: "sudden_onset",
        meaning: "Whether it began at one moment.",
        kind: "yes-no",
        words: &[],
    },
    get: |facts| yes_no(facts.sudden_onset),
    set: |facts, answer| facts.sudden_onset = is_yes(answer),
    ..HISTORY
};

static SAME_SITE: FactRow = FactRow {
    fact: Fact::SameSite,
    key: "same_site_last_12_months",
    name: "same site in 12 months",
    meaning: "whether the same site was hurt in the 12 months before",
    path: "injury.same_site_last_12_months",
    told: ColumnOfFact {
        column: "same_site_last_12_months",
        meaning: "The same site was hurt in the 12 months before onset.",
        kind: "yes-no",
        words: &[],
    },
    get: |facts| yes_no(facts.same_site_last_12_months),
    set: |facts, answer| facts.same_site_last_12_months = is_yes(answer),
    ..HISTORY
};

static OTHER_SIDE: FactRow = FactRow {
    fact: Fact::OtherSide,
    key: "other_side_history",
    name: "other side ever hurt",
    meaning: "whether the other side was ever hurt",
    path: "injury.other_side_history",
    told: ColumnOfFact {
        column: "other_side_history",
        meaning: "The other Achilles tendon has been hurt, ever.",
        kind: "yes-no",
        words: &[],
    },
    get: |facts| yes_no(facts.other_side_history),
    set: |facts, answer| facts.other_side_history = is_yes(answer),
    ..HISTORY
};

/// What every yes or no starts from.
const HISTORY: FactRow = FactRow {
    fact: Fact::SuddenOnset,
    key: "",
    name: "",
    meaning: "",
    path: "",
    asks: Asks::words(YES_NO),
    may_be_unknown: true,
    of_the_goal: false,
    told: ColumnOfFact {
        column: "",
        meaning: "",
        kind: "yes-no",
        words: &[],
    },
    get: |_| None,
    set: |_, _| (),
};

/// Every fact.
pub const FACTS: [&FactRow; 11] = [
    &SIDE,
    &SEX,
    &CONDITION,
    &SITE,
    &GOAL,
    &GOAL_DISTANCE,
    &SETTING,
    &AGE,
    &SUDDEN_ONSET,
    &SAME_SITE,
    &OTHER_SIDE,
];

impl Fact {
    /// All that is known of it.
    #[must_use]
    pub const fn row(self) -> &'static FactRow {
        match self {
            Self::Side => &SIDE,
            Self::Sex => &SEX,
            Self::Condition => &CONDITION,
            Self::Site => &SITE,
            Self::Goal => &GOAL,
            Self::GoalDistance => &GOAL_DISTANCE,
            Self::Setting => &SETTING,
            Self::Age => &AGE,
            Self::SuddenOnset => &SUDDEN_ONSET,
            Self::SameSite => &SAME_SITE,
            Self::OtherSide => &OTHER_SIDE,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_answer_that_a_row_takes_is_what_it_then_tells() {
        for row in FACTS {
            assert!(std::ptr::eq(row, row.fact.row()), "{}", row.key);
            let answers: Vec<Answer<'_>> = match row.asks {
                Asks::Words { all, .. } => all.iter().map(|word| Answer::Word(word)).collect(),
                Asks::Conditions => vec![Answer::Word("shin"), Answer::Word("calf")],
                Asks::Number { range, .. } => vec![
                    Answer::Number(Exact::whole(range.0.max(1))),
                    Answer::Number(Exact::whole(range.1)),
                ],
            };
            for answer in answers {
                let facts = row.with(Facts::UNKNOWN, Some(answer));
                assert_eq!(row.get(&facts), Some(answer), "{}", row.key);
                let less = row.with(facts, None);
                assert_eq!(row.get(&less).is_none(), row.may_be_unknown, "{}", row.key);
            }
        }
    }
}
