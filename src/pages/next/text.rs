//! The next session for a terminal, 80 columns wide.

use super::super::lines::Lines;
use super::super::units::Distances;
use super::{fired, step, today};
use crate::engine::report::Line;
use crate::pages::Wording;
use crate::pages::words::criteria_in_words;
use crate::training::{Next, Today};

/// Draws the next session.
#[must_use]
pub fn render(next: &Next<'_>, distances: Distances) -> String {
    let mut page = Page(Lines::new(distances));
    page.0.say(
        "",
        0,
        &format!("{} {}: {}", next.day.weekday(), next.day, today(next)),
    );
    page.0.say(
        "",
        0,
        &format!("({})", criteria_in_words(next.report.protocol)),
    );
    if let Some(climb) = &next.climb {
        page.0.heading("On the walk-run ladder");
        page.0.say(
            "  ",
            2,
            &format!("{} (`{}`).", climb.ladder.title, climb.ladder.id),
        );
        if let Some(last) = climb.last {
            page.0.say(
                "  ",
                2,
                &format!("Last session: {} {last}.", last.weekday()),
            );
        }
        page.0.say("  ", 2, &step(climb));
        let told = fired(climb);
        if !told.is_empty() {
            page.0.heading("What the last session says");
            for (text, sources) in told {
                page.0
                    .say("  - ", 4, &format!("{text} [{}]", sources.join(", ")));
            }
        }
    }
    page.reasons(next);
    let runs = matches!(next.today, Today::Level { .. } | Today::Run { .. });
    if runs && !next.report.protocol.stop_rules.is_empty() {
        page.0.heading("When to stop");
        for rule in &next.report.protocol.stop_rules {
            page.0.say("  - ", 4, &rule.text);
        }
        page.0.gap();
        page.0.say("", 0, "Score pain before, during and after, and on the next morning, and log the session: without scores it earns nothing.");
    }
    page.0.gap();
    page.0.say(
        "",
        0,
        "A decision aid, not a diagnosis; no verdict promises that no injury follows.",
    );
    page.0.text
}

struct Page(Lines);

impl Page {
    /// What keeps the session from GO, worst first.
    fn reasons(&mut self, next: &Next<'_>) {
        const MOST: usize = 6;
        let mut lines: Vec<Line<'_>> = next.report.reasons().collect();
        lines.sort_by_key(Line::weight);
        if lines.is_empty() {
            return;
        }
        self.0.heading("What the criteria say");
        for line in lines.iter().take(MOST) {
            let verdict = line.finding.envelope.worst().label();
            let wording = Wording::of(line);
            self.0.say(
                &format!("  {verdict:<8} "),
                11,
                &format!("{}: {}", line.name(), wording.sentence()),
            );
            if let Some(advice) = &line.criterion.advice {
                self.0.say("           -> ", 14, advice);
            }
        }
        let more = lines.len().saturating_sub(MOST);
        if more > 0 {
            self.0
                .say("  ", 2, &format!("And {more} more; `rtr check` tells all."));
        }
    }
}
