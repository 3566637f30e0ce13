//! The report as Markdown, for notes and messages. Every text from outside is escaped, so that it cannot become markup.

use super::phrases::{best_case_in_words, changes_in_words, not_before_in_words};
use super::text::criteria_in_words;
use super::units::Distances;
use super::words::{refer_in_words, step_in_words};
use super::{Line, NoteSort, Report, Wording, goal_in_words};
use crate::engine::Step;
use crate::verdict::Verdict;

/// Draws the report; with `all`, met criteria too.
#[must_use]
pub fn render(report: &Report<'_>, all: bool, distances: Distances) -> String {
    let mut page = Page {
        lines: Vec::new(),
        distances,
    };
    page.head(report);
    page.ladder(report);
    page.reasons(report);
    page.way_out(report);
    page.lists(report, all);
    if all {
        page.list(
            "Met",
            report
                .passed()
                .map(|line| format!("{}: {}", line.name(), Wording::of(&line).sentence()))
                .collect(),
        );
        page.list(
            "Does not apply",
            report.not_applicable().map(|line| line.name()).collect(),
        );
    }
    page.line("");
    page.text("A decision aid, not a diagnosis; no verdict promises that no injury follows.");
    page.lines.join("\n") + "\n"
}

struct Page {
    lines: Vec<String>,
    distances: Distances,
}

impl Page {
    /// A line of this renderer's own markup.
    fn line(&mut self, line: &str) {
        self.lines.push(line.to_owned());
    }

    /// A paragraph of plain text.
    fn text(&mut self, text: &str) {
        let text = escaped(&self.distances.show(text));
        self.lines.push(text);
    }

    fn item(&mut self, text: &str) {
        let text = format!("- {}", escaped(&self.distances.show(text)));
        self.lines.push(text);
    }

    fn heading(&mut self, text: &str) {
        self.lines.extend([
            String::new(),
            format!("## {}", escaped(text)),
            String::new(),
        ]);
    }

    fn list(&mut self, title: &str, items: Vec<String>) {
        if items.is_empty() {
            return;
        }
        self.heading(title);
        for item in items {
            self.item(&item);
        }
    }

    fn head(&mut self, report: &Report<'_>) {
        let verdict = report.verdict();
        let goal = self.distances.show(&goal_in_words(report));
        self.line(&format!("# {} for {}", verdict.label(), escaped(&goal)));
        self.line("");
        let best = best_case_in_words(verdict, report.judgement.outcome.best_case);
        self.text(&format!(
            "As of {}. {best} Criteria: {}.",
            report.question().as_of,
            criteria_in_words(report.protocol)
        ));
        if let Some(refer) = report.judgement.outcome.refer {
            self.line("");
            self.line(&format!("**{}**", refer_in_words(refer)));
        }
        let remarks = report
            .remarks()
            .map(|remark| &remark.say)
            .chain(report.protocol.route_out.as_ref().map(|route| &route.say));
        for say in remarks {
            self.line("");
            self.text(&format!("{} ({})", say.text, say.sources.join(", ")));
        }
    }

    fn ladder(&mut self, report: &Report<'_>) {
        if report.protocol.route_out.is_some() {
            return;
        }
        self.heading("Ladder");
        self.line("| stage | verdict | best case |");
        self.line("|---|---|---|");
        for rung in report.ladder() {
            let (worst, best) = (rung.envelope.worst().label(), rung.envelope.best().label());
            self.line(&format!(
                "| {} | {worst} | {best} |",
                escaped(&rung.stage.id)
            ));
        }
    }

    fn reasons(&mut self, report: &Report<'_>) {
        let (open, certain): (Vec<Line<'_>>, Vec<Line<'_>>) =
            report.reasons().partition(Line::is_open);
        for (title, mut lines) in [
            ("Against it", certain),
            ("Not known, and counted as the worst until it is", open),
        ] {
            if lines.is_empty() {
                continue;
            }
            self.heading(title);
            lines.sort_by_key(Line::weight);
            for line in lines {
                self.reason(&line);
            }
        }
        if report.judgement.outcome.accumulated {
            let most = report.protocol.cautions.unwrap_or_default();
            self.item(&format!(
                "{} different measures are at CAUTION; {most} or more make a NO-GO.",
                report.judgement.outcome.cautions
            ));
        }
    }

    fn reason(&mut self, line: &Line<'_>) {
        let evidence = &line.criterion.evidence;
        let sentence = self.distances.show(&Wording::of(line).sentence());
        let verdict = line.finding.envelope.worst().label();
        self.line(&format!(
            "- **{verdict}** {}: {}",
            escaped(&line.name()),
            escaped(&sentence)
        ));
        self.line(&format!("  {}", escaped(&line.criterion.why)));
        if let Some(advice) = &line.criterion.advice {
            self.line(&format!("  Do: {}", escaped(advice)));
        }
        let sources = format!(
            "{}; {}, {} confidence",
            evidence.sources.join(", "),
            evidence.kind.word(),
            evidence.confidence.word()
        );
        self.line(&format!("  ({})", escaped(&sources)));
    }

    fn way_out(&mut self, report: &Report<'_>) {
        let verdict = report.verdict();
        if verdict == Verdict::Go || report.protocol.route_out.is_some() {
            return;
        }
        self.heading("What would change it");
        let (way_out, best) = (
            &report.judgement.way_out,
            report.judgement.outcome.best_case,
        );
        if verdict == Verdict::NoGo {
            self.steps(
                &changes_in_words(Verdict::Caution, best, way_out.caution.as_deref()),
                way_out.caution.as_deref(),
            );
        }
        self.steps(
            &changes_in_words(Verdict::Go, best, way_out.go.as_deref()),
            way_out.go.as_deref(),
        );
        if let Some(day) = way_out.not_before {
            let lead = not_before_in_words(day, way_out.go_from_not_before.as_deref());
            self.steps(&lead, way_out.go_from_not_before.as_deref());
        }
    }

    fn steps(&mut self, lead: &str, steps: Option<&[Step]>) {
        self.item(lead);
        for step in steps.unwrap_or_default() {
            let text = escaped(&self.distances.show(&step_in_words(step)));
            self.lines.push(format!("  - {text}"));
        }
    }

    fn lists(&mut self, report: &Report<'_>, all: bool) {
        let next = report
            .judgement
            .to_measure
            .iter()
            .filter_map(|id| crate::measure::find(id));
        self.list(
            "Measure or answer next, most decisive first",
            next.map(|measure| format!("{}: {}", measure.id, measure.meaning))
                .collect(),
        );
        if report.shows_stop_rules() {
            self.list(
                "On the way",
                report
                    .protocol
                    .stop_rules
                    .iter()
                    .map(|rule| rule.text.clone())
                    .collect(),
            );
        }
        let mut notes = report.notes();
        notes.retain(|note| note.sort != NoteSort::Remark && (all || !note.as_wished));
        self.list("Notes", notes.into_iter().map(|note| note.text).collect());
    }
}

/// Plain text that Markdown shows as it is, on one line.
fn escaped(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\n' | '\r' => shown.push(' '),
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#' | '!' | '~' | '&' => {
                shown.push('\\');
                shown.push(letter);
            }
            letter => shown.push(letter),
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn a_text_cannot_become_markup() {
        assert_eq!(escaped("# a *b* <c>\n| d"), "\\# a \\*b\\* \\<c\\> \\| d");
    }
}
