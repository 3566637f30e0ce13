//! The plan as an iCalendar file: one all-day event a session.

use icalendar::{Calendar, Component, Event};

use crate::assessment::Assessment;
use crate::document::Sentence;
use crate::pages::plan::{about, no_promise, plan_for, rule_in_words, rules, session_in_words};
use crate::protocol::Protocol;
use crate::quantity::Distances;
use crate::training::Plan;

/// Draws the plan; the same plan gives the same bytes.
#[must_use]
pub fn render(
    plan: &Plan<'_>,
    protocol: &Protocol,
    assessment: &Assessment,
    distances: Distances,
) -> String {
    let mut calendar = Calendar::empty();
    calendar.append_property(("VERSION", "2.0"));
    calendar.append_property((
        "PRODID",
        concat!("-//return-to-run//", env!("CARGO_PKG_VERSION"), "//EN"),
    ));
    calendar.append_property(("CALSCALE", "GREGORIAN"));
    let title = plan_for(&plan.goal).plain(distances);
    calendar.append_property(("X-WR-CALNAME", title.as_str()));
    let rules = rules(plan, protocol).iter().map(rule_in_words);
    let stop_rules = protocol.stop_rules.iter();
    let stop_rules = stop_rules.map(|rule| rule.text.clone().into());
    let after = std::iter::once(no_promise()).chain(rules).chain(stop_rules);
    let after = Sentence::join(after, "\n");
    let digest = assessment.digest.to_string();
    let whose = digest.get(..16).unwrap_or(&digest);
    for session in &plan.sessions {
        let summary = session_in_words(plan, session).plain(distances);
        let description = about(session.minutes.to_string()).then("\n");
        let description = description.then(after.clone()).plain(distances);
        let day = session.day;
        // A calendar's time stamp would be the time of writing; a plan knows only its day.
        let stamp = format!("{}T000000Z", plain(plan.as_of));
        let event = Event::new()
            .uid(&format!("{}-{whose}@return-to-run", plain(day)))
            .append_property(("DTSTAMP", stamp.as_str()))
            .summary(&summary)
            .description(&description)
            .append_property(
                icalendar::Property::new("DTSTART", plain(day))
                    .add_parameter("VALUE", "DATE")
                    .done(),
            )
            .append_property(
                icalendar::Property::new("DTEND", plain(day.plus(1)))
                    .add_parameter("VALUE", "DATE")
                    .done(),
            )
            .done();
        calendar.push(event);
    }
    calendar.to_string()
}

/// A day as iCalendar writes it.
fn plain(day: crate::assessment::Day) -> String {
    day.to_string().replace('-', "")
}
