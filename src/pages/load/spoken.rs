//! The picture in words, for those who do not see it.

use super::{CAVEAT, LoadReport, Step};
use crate::assessment::Day;
use crate::pages::units::Distances;
use crate::quantity::Toward;
use crate::training::log::{DayState, Session};

/// A session in words.
pub(crate) fn session(date: Day, session: &Session, distances: Distances) -> String {
    let far = match (session.kilometres.value(), session.kilometres.high) {
        (Some(kilometres), _) => format!("{} km", kilometres.decimal(Toward::Up)),
        (None, Some(high)) => format!(
            "between {} km and {} km",
            session.kilometres.low.decimal(Toward::Down),
            high.decimal(Toward::Up)
        ),
        (None, None) => "unknown distance".to_owned(),
    };
    let step = Step::of(&session.band).word();
    distances.show(&format!("{date}: {far}, step {step}"))
}

/// The whole picture: how much, every spike, what is not known, onset and goal.
pub(crate) fn description(report: &LoadReport<'_>, distances: Distances) -> String {
    let days = &report.days;
    let sessions = || {
        days.iter()
            .flat_map(|day| day.sessions.iter().map(move |session| (day.date, session)))
    };
    let mut told = vec![format!(
        "{} sessions in {} days",
        sessions().count(),
        days.len()
    )];
    told.extend(
        sessions()
            .filter(|(_, session)| Step::of(&session.band).is_spike())
            .map(|(date, spike)| session(date, spike, distances)),
    );
    let unknown = days
        .iter()
        .filter(|day| day.state == DayState::Unknown)
        .count();
    if unknown > 0 {
        told.push(format!("{unknown} days of which nothing is known"));
    }
    let onset = report.assessment.onset();
    told.extend(onset.map(|onset| format!("onset on {onset}")));
    let goal = report.goal_in_words(distances);
    told.extend(goal.map(|goal| format!("goal: {goal}")));
    format!("{}. {CAVEAT}", told.join("; "))
}
