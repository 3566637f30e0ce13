//! The plan for a terminal, 80 columns wide.

use super::super::lines::Lines;
use super::super::units::Distances;
use super::{
    DISCLAIMER, goal_in_words, needed, rule_in_words, rules, summary, tenths, weeks, what,
};
use crate::pages::words::criteria_in_words;
use crate::protocol::Protocol;
use crate::training::Plan;

/// Draws the plan.
#[must_use]
pub fn render(plan: &Plan<'_>, protocol: &Protocol, distances: Distances) -> String {
    let mut page = Page(Lines::new(distances));
    let criteria = criteria_in_words(protocol);
    page.0.say(
        "",
        0,
        &format!("Plan for {} ({criteria})", goal_in_words(&plan.goal)),
    );
    page.0.say("", 0, &format!("As of {}.", plan.as_of));
    page.0.gap();
    for sentence in summary(plan, protocol) {
        page.0.say("  ", 2, &sentence);
    }
    page.still_to_pass(plan, protocol);
    page.waited_for(plan, protocol);
    page.sessions(plan);
    page.rules(plan, protocol);
    page.0.gap();
    page.0.say("", 0, DISCLAIMER);
    page.0.say(
        "",
        0,
        "A decision aid, not a diagnosis; no verdict promises that no injury follows.",
    );
    page.0.text
}

struct Page(Lines);

impl Page {
    fn still_to_pass(&mut self, plan: &Plan<'_>, protocol: &Protocol) {
        let open: Vec<_> = plan.to_pass.iter().filter(|pass| !pass.met_today).collect();
        if !open.is_empty() {
            self.0
                .heading("Still to pass or to answer, by the day it is first needed");
            for pass in &open {
                let text = needed(protocol, pass.criterion, plan).unwrap_or_default();
                let name = protocol.name_of(pass.criterion);
                self.0
                    .say(&format!("  {}  ", pass.by), 14, &format!("{name}: {text}"));
                let advice = protocol
                    .criteria
                    .get(pass.criterion)
                    .and_then(|criterion| criterion.advice.as_deref());
                if let Some(advice) = advice {
                    self.0.say("              -> ", 17, advice);
                }
            }
        }
        let kept: Vec<String> = plan
            .to_pass
            .iter()
            .filter(|pass| pass.met_today)
            .map(|pass| protocol.name_of(pass.criterion))
            .collect();
        if !kept.is_empty() {
            self.0
                .heading("Met today; repeat them in time, so that they are not out of date");
            self.0.say("  ", 2, &(kept.join(", ") + "."));
        }
    }

    fn waited_for(&mut self, plan: &Plan<'_>, protocol: &Protocol) {
        if plan.waited_for.is_empty() || plan.earliest.is_none() {
            return;
        }
        self.0.heading("Waited for");
        for (criterion, day) in &plan.waited_for {
            self.0.say(
                &format!("  {day}  "),
                14,
                &format!(
                    "{} holds a session back until then.",
                    protocol.name_of(*criterion)
                ),
            );
        }
    }

    fn sessions(&mut self, plan: &Plan<'_>) {
        if plan.sessions.is_empty() {
            return;
        }
        self.0.heading("Sessions");
        for (week, sessions) in weeks(plan) {
            let total = sessions
                .iter()
                .fold(0_i64, |total, session| total.saturating_add(session.metres));
            self.0
                .say("", 0, &format!("  Week {week}, {} km", tenths(total)));
            for session in sessions {
                let day = session.day;
                let first = format!("    {} {day}  ", &day.weekday());
                let minutes = session.minutes;
                let amount = if session.part == crate::training::Part::Ladder {
                    format!("; {} km in all, {minutes} min", tenths(session.metres))
                } else {
                    format!(", about {minutes} min")
                };
                self.0
                    .say(&first, 20, &format!("{}{amount}", what(plan, session)));
            }
        }
    }

    fn rules(&mut self, plan: &Plan<'_>, protocol: &Protocol) {
        let rules = rules(plan, protocol);
        if !rules.is_empty() {
            self.0.heading("What pain changes");
            for rule in rules {
                self.0.say(
                    "  - ",
                    4,
                    &format!(
                        "{} [{}]",
                        rule_in_words(rule),
                        rule.evidence.sources.join(", ")
                    ),
                );
            }
        }
        if !protocol.stop_rules.is_empty() && !plan.sessions.is_empty() {
            self.0.heading("When to stop a session");
            for rule in &protocol.stop_rules {
                self.0.say("  - ", 4, &rule.text);
            }
        }
    }
}
