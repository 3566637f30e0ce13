//! What other parts of the program need to know of a measure, beside how it is read: attributes of its row, found by enumerating.

use crate::quantity::Exact;

/// How a measure takes its entries: what is known between its readings in two windows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryRule {
    /// The newest entry.
    Newest,
    /// Two weeks up to the question, while the newest entry is fresh enough.
    NewestOfWeeks,
    /// The worst of the days that `over` counts; without it the newest entry.
    WorstOfDays,
    /// Sessions counted, of which more are better.
    Sessions,
    /// Otherwise: nothing is claimed.
    Other,
}

/// What mends a measure that fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recovery {
    /// Another day may tell otherwise.
    AnotherDay,
    /// The test, done again: days until then, with the rest that the tendon needs before a run.
    Retest {
        /// From a CAUTION.
        from_caution: u16,
        /// From a NO-GO.
        from_no_go: u16,
    },
    /// Training, and then the test again: so much a week, in the measure's own unit. No study gives a rate; these are this project's,
    /// so that the mean deficit of a sore side is made up in the twelve weeks of a loading programme.
    Training {
        /// What is gained in a week.
        a_week: Exact,
        /// Days of rest that the test asks for before a run.
        rest: u16,
    },
    /// Climbing the walk-run ladder.
    Ladder,
    /// Days of rest alone: it falls by one with each.
    Rest,
    /// Waiting alone, though it is a fact: the days of a drug run out.
    Waiting,
}

impl Recovery {
    /// Training, a week's gain in millionths of the measure's unit.
    pub(super) const fn training(a_week: i64, rest: u16) -> Self {
        Self::Training {
            a_week: Exact::micro(a_week),
            rest,
        }
    }

    /// The test, done again after the same number of days from either.
    pub(super) const fn retest(days: u16) -> Self {
        Self::Retest {
            from_caution: days,
            from_no_go: days,
        }
    }
}

/// What of the goal a row of the load report needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// Nothing.
    Nothing,
    /// A distance.
    Distance,
    /// A distance and a day.
    Day,
}

/// The parts of the load report, in its order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LoadPart {
    /// The last week.
    Week,
    /// Against the last month.
    Month,
    /// After a lay-off.
    LayOff,
    /// Days without running.
    Recovery,
    /// The walk-run ladder.
    Ladder,
    /// The way to a race.
    Race,
}

impl LoadPart {
    /// Every part.
    pub const ALL: [Self; 6] = [
        Self::Week,
        Self::Month,
        Self::LayOff,
        Self::Recovery,
        Self::Ladder,
        Self::Race,
    ];

    /// Its title.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Week => "This week",
            Self::Month => "Against the last month",
            Self::LayOff => "After a lay-off",
            Self::Recovery => "Recovery",
            Self::Ladder => "Ladder",
            Self::Race => "Race",
        }
    }
}

/// How a measure stands in the load report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LoadRow {
    /// The part it stands in.
    pub part: LoadPart,
    /// Its place there, from 1.
    pub place: u8,
    /// Its name in a few words.
    pub label: &'static str,
    /// What of the goal it needs.
    pub needs: Needs,
    /// When it does not apply; empty where nothing need be said.
    pub unless: &'static str,
}

impl LoadRow {
    pub(super) const fn new(part: LoadPart, place: u8, label: &'static str) -> Self {
        Self {
            part,
            place,
            label,
            needs: Needs::Nothing,
            unless: "",
        }
    }

    pub(super) const fn needs(self, needs: Needs) -> Self {
        Self { needs, ..self }
    }

    pub(super) const fn unless(self, unless: &'static str) -> Self {
        Self { unless, ..self }
    }
}

/// Fields of a record, as `pain[].morning`.
pub type Fields = &'static [&'static str];

/// The hurt side.
pub(super) const SIDE: Fields = &["injury.side"];
/// After which day good news counts.
pub(super) const SINCE: Fields = &["injury.onset", "injury.condition", "injury.last_flare"];
/// Whether anything hid pain on a day.
pub(super) const MASKING: Fields = &[
    "treatments[].kind",
    "treatments[].date",
    "treatments[].start",
    "treatments[].end",
    "pain[].date",
    "pain[].covers_days",
    "pain[].masked_by",
];
/// Whether a run is one at all.
pub(super) const DOSE: Fields = &["runs[].distance_km", "runs[].duration_min"];
/// What was usual of a morning.
pub(super) const USUAL: Fields = &["baseline.morning_pain"];
/// Sex and age, by which norms go.
pub(super) const NORM: Fields = &["athlete.sex", "athlete.age"];
/// When a treatment was.
pub(super) const TREATMENT: Fields = &[
    "treatments[].kind",
    "treatments[].date",
    "treatments[].start",
    "treatments[].end",
];
/// Which days had a run, and which had none.
pub(super) const LOG: Fields = &["log_complete_from", "runs[].date", "runs[].kind"];
/// How far was run, of a walk-run the part that was run.
pub(super) const DISTANCE: Fields = &[
    "runs[].distance_km",
    "runs[].duration_min",
    "runs[].run_min",
];
/// How far was gone, walking included.
pub(super) const COVERED: Fields = &["runs[].distance_km"];
/// Whether the runner stands by a distance that stands out, and by having run it.
pub(super) const CONFIRMED: Fields = &["runs[].confirmed", "runs[].walk_breaks", "runs[].sources"];
/// Session load.
pub(super) const LOAD: Fields = &["runs[].rpe", "runs[].duration_min"];
/// Whether a session went cleanly.
pub(super) const CLEAN: Fields = &[
    "runs[].pain_during",
    "runs[].gait",
    "runs[].pain_next_morning",
    "baseline.morning_pain",
];
/// What else may tell that a session did not go cleanly.
pub(super) const CLEAN_JOINS: &[Fields] = &[
    &[
        "runs[].pain_start",
        "runs[].pain_after",
        "pain[].date",
        "pain[].morning",
    ],
    PAUSES,
];
/// What tells that a run may have had walking breaks, beside a pace that is a walk's.
const PAUSES: Fields = &["runs[].elapsed_min"];
/// What tells that a run was not borne, so that it is no proof of how far one can go.
pub(super) const BORNE: &[Fields] = &[
    CLEAN,
    &["runs[].pain_start", "runs[].pain_after", "pain[].morning"],
    PAUSES,
];
/// How far the goal is.
pub(super) const GOAL: Fields = &["goal.distance_km"];
/// Whether the goal is a run or race at all, and how far it is.
pub(super) const ACTIVITY: Fields = &["goal.activity", "goal.distance_km"];
