//! The next session for a terminal, 80 columns wide.

use super::super::text::criteria_in_words;
use super::super::units::Distances;
use super::super::{Line, Wording};
use super::{fired, step, today};
use crate::training::{Next, Today};

const WIDTH: usize = 80;

/// Draws the next session.
#[must_use]
pub fn render(next: &Next<'_>, distances: Distances) -> String {
    let mut page = Page {
        text: String::new(),
        distances,
    };
    page.say(
        "",
        0,
        &format!("{} {}: {}", next.day.weekday(), next.day, today(next)),
    );
    page.say(
        "",
        0,
        &format!("({})", criteria_in_words(next.report.protocol)),
    );
    if let Some(climb) = &next.climb {
        page.heading("On the walk-run ladder");
        page.say(
            "  ",
            2,
            &format!("{} (`{}`).", climb.ladder.title, climb.ladder.id),
        );
        if let Some(last) = climb.last {
            page.say(
                "  ",
                2,
                &format!("Last session: {} {last}.", last.weekday()),
            );
        }
        page.say("  ", 2, &step(climb));
        let told = fired(climb);
        if !told.is_empty() {
            page.heading("What the last session says");
            for (text, sources) in told {
                page.say("  - ", 4, &format!("{text} [{}]", sources.join(", ")));
            }
        }
    }
    page.reasons(next);
    let runs = matches!(next.today, Today::Level { .. } | Today::Run { .. });
    if runs && !next.report.protocol.stop_rules.is_empty() {
        page.heading("When to stop");
        for rule in &next.report.protocol.stop_rules {
            page.say("  - ", 4, &rule.text);
        }
        page.text.push('\n');
        page.say("", 0, "Score pain before, during and after, and on the next morning, and log the session: without scores it earns nothing.");
    }
    page.text.push('\n');
    page.say(
        "",
        0,
        "A decision aid, not a diagnosis; no verdict promises that no injury follows.",
    );
    page.text
}

struct Page {
    text: String,
    distances: Distances,
}

impl Page {
    fn say(&mut self, first: &str, indent: usize, text: &str) {
        let rest = " ".repeat(indent);
        let options = textwrap::Options::new(WIDTH)
            .initial_indent(first)
            .subsequent_indent(&rest)
            .word_separator(textwrap::WordSeparator::AsciiSpace)
            .word_splitter(textwrap::WordSplitter::NoHyphenation)
            .break_words(false);
        self.text
            .push_str(&textwrap::fill(&self.distances.show(text), options));
        self.text.push('\n');
    }

    fn heading(&mut self, title: &str) {
        self.text.push('\n');
        self.text.push_str(title);
        self.text.push('\n');
    }

    /// What keeps the session from GO, worst first.
    fn reasons(&mut self, next: &Next<'_>) {
        const MOST: usize = 6;
        let mut lines: Vec<Line<'_>> = next.report.reasons().collect();
        lines.sort_by_key(Line::weight);
        if lines.is_empty() {
            return;
        }
        self.heading("What the criteria say");
        for line in lines.iter().take(MOST) {
            let verdict = line.finding.envelope.worst().label();
            let wording = Wording::of(line);
            self.say(
                &format!("  {verdict:<8} "),
                11,
                &format!("{}: {}", line.name(), wording.sentence()),
            );
            if let Some(advice) = &line.criterion.advice {
                self.say("           -> ", 14, advice);
            }
        }
        let more = lines.len().saturating_sub(MOST);
        if more > 0 {
            self.say("  ", 2, &format!("And {more} more; `rtr check` tells all."));
        }
    }
}
