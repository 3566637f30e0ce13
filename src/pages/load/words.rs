//! What the training log says, on its page, in its pictures and to those who do not see them.

use super::{LoadReport, Step, caveat};
use crate::assessment::Day;
use crate::document::{Amount, Sentence, sentences};
use crate::pages::words::activity_in_words;
use crate::quantity::Toward;
use crate::training::log::{DayState, Session};

sentences! {
    on_day(goal: Sentence, day: Day) = "{goal} on {day}";
    // A session, and the whole picture.
    session_of(day: Day, distance: Sentence, step: &'static str) = "{day}: {distance}, step {step}";
    between(low: Amount, high: Amount) = "between {low} and {high}";
    unknown_distance() = "unknown distance";
    sessions_in_days(sessions: String, days: String) = "{sessions} sessions in {days} days";
    days_unknown(days: String) = "{days} days of which nothing is known";
    onset_on(day: Day) = "onset on {day}";
    pub(crate) goal_of(goal: Sentence) = "goal: {goal}";
    picture(told: Sentence, caveat: Sentence) = "{told}. {caveat}";
    // The chart, and the drawing.
    pub(crate) chart_title(unit: &'static str) = "Sessions in {unit}, a column a day";
    pub(crate) drawing_title(unit: &'static str, day: Day) = "training in {unit} up to {day}";
    pub(crate) drawing_title_of(id: String, unit: &'static str, day: Day) = "{id}: training in {unit} up to {day}";
    pub(crate) predicts_nothing() = "Shows what was run; predicts no injury.";
    // The legends.
    pub(crate) session() = "session";
    pub(crate) longer_of_two() = "the longer of two";
    pub(crate) perhaps_walked() = "perhaps walked";
    pub(crate) longest_before() = "longest of the 30 days before";
    pub(crate) longest_known_before() = "longest known of the 30 days before";
    pub(crate) rest() = "rest";
    pub(crate) not_known_whether_run() = "not known whether run";
    pub(crate) session_unknown() = "session of unknown distance";
    pub(crate) the_goal() = "goal";
    up_to_a_tenth() = "up to 10 % above the line";
    up_to_three_tenths() = "10 to 30 % above the line";
    up_to_twice() = "30 to 100 % above the line";
    beyond_twice() = "more than twice the line";
    step_unknown() = "step cannot be told";
}

/// What the sign of a step says, beside the line of the longest run.
pub(crate) fn step_in_words(step: Step) -> Sentence {
    match step {
        Step::Reference => up_to_a_tenth(),
        Step::Small => up_to_three_tenths(),
        Step::Moderate => up_to_twice(),
        Step::Large => beyond_twice(),
        Step::Open => step_unknown(),
    }
}

/// The goal with its day; nothing for a stage.
pub(crate) fn goal_in_words(report: &LoadReport<'_>) -> Option<Sentence> {
    let goal = report.goal.as_ref()?;
    let what = activity_in_words(goal)?;
    Some(match goal.date() {
        Some(day) => on_day(what, day),
        None => what,
    })
}

/// A session in words; one that may be longer is shown as long as it may be.
pub(crate) fn session_in_words(day: Day, session: &Session) -> Sentence {
    let far = distance_in_words(session);
    session_of(day, far, Step::of(&session.band).word())
}

/// How far a session was.
pub(crate) fn distance_in_words(session: &Session) -> Sentence {
    let low = Amount::kilometres(session.kilometres.low, Toward::Down);
    let up_to = |high| Amount::kilometres(high, Toward::Up);
    match (session.kilometres.value(), session.kilometres.high) {
        (Some(kilometres), _) => up_to(kilometres).into(),
        (None, Some(high)) => between(low, up_to(high)),
        (None, None) => unknown_distance(),
    }
}

/// The whole picture: how much, every spike, what is not known, onset and goal.
pub(crate) fn picture_in_words(report: &LoadReport<'_>) -> Sentence {
    let days = &report.days;
    let sessions = || {
        days.iter()
            .flat_map(|day| day.sessions.iter().map(move |session| (day.date, session)))
    };
    let count = sessions().count().to_string();
    let mut told = vec![sessions_in_days(count, days.len().to_string())];
    told.extend(
        sessions()
            .filter(|(_, session)| Step::of(&session.band).is_spike())
            .map(|(day, spike)| session_in_words(day, spike)),
    );
    let unknown = days.iter().filter(|day| day.state == DayState::Unknown);
    let unknown = unknown.count();
    if unknown > 0 {
        told.push(days_unknown(unknown.to_string()));
    }
    told.extend(report.assessment.onset().map(onset_on));
    told.extend(goal_in_words(report).map(goal_of));
    picture(Sentence::join(told, "; "), caveat())
}
