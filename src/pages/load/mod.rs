//! The training log and everything read off it, ready to be drawn. Nothing here decides anything.
//!
//! *Why no protocol?* Load is shown as it is; what it means for GO or NO-GO is asked of the criteria by `rtr check`.

#[cfg(feature = "cli")]
mod beside;
#[cfg(feature = "cli")]
mod chart;
#[cfg(feature = "cli")]
mod page;
#[cfg(feature = "cli")]
mod scale;
#[cfg(feature = "cli")]
mod signs;
#[cfg(feature = "cli")]
pub mod svg;
#[cfg(feature = "cli")]
pub(crate) mod words;

use crate::assessment::{Assessment, Day, Goal};
use crate::document::sentences;
use crate::measure::{
    BAND, Definition, EvidenceRules, GoalDistance, LoadPart, LoadRow, Reading, Subject, Window,
    catalog, known_from,
};
use crate::quantity::Exact;
use crate::training::log::{LoggedDay, training_log};

pub use crate::measure::Needs;
#[cfg(feature = "cli")]
pub(crate) use beside::TEMPLATES as BESIDE;
#[cfg(feature = "cli")]
pub(crate) use page::TEMPLATES as PAGE;
#[cfg(feature = "cli")]
pub use page::document;

sentences! {
    /// What the training cannot tell.
    pub(crate) caveat() = "None of this predicts injury. The ratios of acute to chronic load are information, not an injury predictor in runners.";
}

/// The training of one runner up to one day.
#[derive(Clone, Debug)]
pub struct LoadReport<'a> {
    /// Whose it is.
    pub assessment: &'a Assessment,
    /// The day of the question.
    pub as_of: Day,
    /// What is aimed at, if anything.
    pub goal: Option<Goal>,
    /// The first day from which on a day without an entry is a rest day, if declared.
    pub complete_from: Option<Day>,
    /// The days shown, oldest first, the day of the question last.
    pub days: Vec<LoggedDay>,
    /// `load.session_band` of the goal.
    pub goal_band: Reading,
    /// Every measure of load, in groups.
    pub groups: Vec<Group>,
}

/// Measures that belong together.
#[derive(Clone, Debug)]
pub struct Group {
    /// What they are about.
    pub title: &'static str,
    /// The measures.
    pub rows: Vec<Row>,
}

/// One measure with its reading.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// The measure.
    pub measure: &'static Definition,
    /// Its name in a few words.
    pub label: &'static str,
    /// What of the goal it needs.
    pub needs: Needs,
    /// Why it may not apply.
    pub unless: &'static str,
    /// What it reads.
    pub reading: Reading,
}

/// A session, or the goal, as a step from the longest run of the 30 days before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// Up to a tenth more.
    Reference,
    /// Up to three tenths more.
    Small,
    /// Up to twice as far.
    Moderate,
    /// More than twice as far.
    Large,
    /// It cannot be told: a day, a distance or a run to compare with is missing.
    Open,
}

impl Step {
    /// The steps that a picture marks.
    #[cfg(feature = "cli")]
    const MARKED: [Self; 4] = [Self::Small, Self::Moderate, Self::Large, Self::Open];

    /// The step that a reading of `load.session_band` tells.
    #[must_use]
    pub fn of(band: &Reading) -> Self {
        let bands = [Self::Reference, Self::Small, Self::Moderate, Self::Large];
        let place = band.value().and_then(|value| {
            let whole = (0..).zip(bands);
            whole
                .map(|(place, step)| (Exact::whole(place), step))
                .find(|(place, _)| *place == value)
        });
        place.map_or(Self::Open, |(_, step)| step)
    }

    /// Whether it is known to be more than a tenth above.
    #[must_use]
    pub const fn is_spike(self) -> bool {
        matches!(self, Self::Small | Self::Moderate | Self::Large)
    }

    /// Its name, as `load.session_band` words it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Reference => "reference",
            Self::Small => "small",
            Self::Moderate => "moderate",
            Self::Large => "large",
            Self::Open => "not known",
        }
    }
}

/// The measures of a part, in its order.
fn rows(part: LoadPart, subject: &Subject<'_>) -> Vec<Row> {
    let mut shown: Vec<(LoadRow, &Definition)> = catalog()
        .filter_map(|measure| Some((measure.load_row?, measure)))
        .filter(|(row, _)| row.part == part)
        .collect();
    shown.sort_unstable_by_key(|(row, _)| row.place);
    let read = shown.into_iter().map(|(row, measure)| Row {
        measure,
        label: row.label,
        needs: row.needs,
        unless: row.unless,
        reading: subject.read(measure, Window::default()),
    });
    read.collect()
}

impl<'a> LoadReport<'a> {
    /// Reads the log and the measures as of a day, with so many days before it to show.
    #[must_use]
    pub fn new(
        assessment: &'a Assessment,
        rules: &EvidenceRules,
        as_of: Day,
        goal: Option<Goal>,
        before: u16,
    ) -> Self {
        let date = goal.as_ref().and_then(Goal::date);
        let distance = GoalDistance::of(goal.as_ref());
        let subject = Subject::under(rules, assessment, as_of, distance)
            .as_logged()
            .due(date);
        let groups = LoadPart::ALL.into_iter().map(|part| Group {
            title: part.title(),
            rows: rows(part, &subject),
        });
        Self {
            assessment,
            as_of,
            complete_from: known_from(&subject),
            days: training_log(assessment, as_of, before),
            goal_band: subject.read(&BAND, Window::default()),
            groups: groups.collect(),
            goal,
        }
    }

    /// How far the goal is, if that is known.
    #[must_use]
    pub fn goal_distance(&self) -> Option<Exact> {
        match GoalDistance::of(self.goal.as_ref()) {
            GoalDistance::Known(distance) => Some(distance.exact()),
            GoalDistance::None | GoalDistance::Unknown => None,
        }
    }

    /// How far the goal is, where it belongs into the picture: on its day, or without one.
    ///
    /// *Why not before?* Beside today's run it would be a step from today's training, and there are weeks between.
    #[cfg(feature = "cli")]
    fn drawn_goal(&self) -> Option<Exact> {
        let day = self.goal.as_ref().and_then(Goal::date);
        self.goal_distance()
            .filter(|_| day.is_none_or(|day| day == self.as_of))
    }

    /// The steps of everything drawn: the sessions, and the goal.
    #[cfg(feature = "cli")]
    fn steps(&self) -> Vec<Step> {
        let sessions = self.days.iter().flat_map(|day| &day.sessions);
        sessions
            .map(|session| Step::of(&session.band))
            .chain(self.drawn_goal().map(|_| Step::of(&self.goal_band)))
            .collect()
    }
}
