//! The report as text for a terminal: 80 columns, worst first, readable without colour.

use anstyle::{AnsiColor, Style};

use super::notes::NoteSort;
use super::phrases::{best_case_in_words, changes_in_words, not_before_in_words, planned_in_words};
use super::units::Distances;
use super::words::{accumulated_in_words, refer_in_words, step_in_words};
use super::{Line, Report, Wording, goal_in_words};
use crate::assessment::wire::Setting;
use crate::engine::Step;
use crate::measure::Cause;
use crate::protocol::{Protocol, Refer, Status};
use crate::verdict::{Envelope, Verdict};

const WIDTH: usize = 80;
const NO_BREAK: &str = "\u{a0}";

/// How a text report is drawn.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Met criteria and those that do not apply, too.
    pub all: bool,
    /// With colour.
    pub colour: bool,
    /// The unit of distances.
    pub distances: Distances,
}

/// Draws the report.
#[must_use]
pub fn render(report: &Report<'_>, options: Options) -> String {
    let mut page = Page {
        text: String::new(),
        options,
    };
    page.head(report);
    page.answer_first(report);
    page.ladder(report);
    page.reasons(report);
    page.way_out(report);
    page.measure_next(report);
    page.stop_rules(report);
    page.notes(report);
    if options.all {
        page.others(report);
    }
    page.foot(report);
    page.text
}

struct Page {
    text: String,
    options: Options,
}

impl Page {
    fn line(&mut self, text: &str) {
        self.text.push_str(text.trim_end());
        self.text.push('\n');
    }

    /// A paragraph, wrapped, each line after the first indented like the rest of it; a number keeps its unit beside it.
    fn paragraph(&mut self, first: &str, indent: usize, text: &str) {
        let rest = " ".repeat(indent);
        let options = textwrap::Options::new(WIDTH)
            .initial_indent(first)
            .subsequent_indent(&rest)
            .break_words(false)
            .wrap_algorithm(textwrap::WrapAlgorithm::FirstFit)
            .word_separator(textwrap::WordSeparator::AsciiSpace)
            .word_splitter(textwrap::WordSplitter::NoHyphenation);
        for line in textwrap::wrap(&bound_units(&self.options.distances.show(text)), options) {
            self.line(&line.replace(NO_BREAK, " "));
        }
    }

    fn heading(&mut self, text: &str) {
        self.line("");
        let text = self.styled(Style::new().bold(), text);
        self.line(&text);
    }

    fn styled(&self, style: Style, text: &str) -> String {
        if self.options.colour {
            format!("{style}{text}{style:#}")
        } else {
            text.to_owned()
        }
    }

    /// The verdict padded to a column, coloured without changing its width.
    fn verdict(&self, verdict: Verdict) -> String {
        let colour = match verdict {
            Verdict::Go => AnsiColor::Green,
            Verdict::Caution => AnsiColor::Yellow,
            Verdict::NoGo => AnsiColor::Red,
        };
        let label = self.styled(
            Style::new().bold().fg_color(Some(colour.into())),
            verdict.label(),
        );
        format!(
            "{label}{}",
            " ".repeat(9_usize.saturating_sub(verdict.label().len()))
        )
    }

    fn head(&mut self, report: &Report<'_>) {
        let verdict = report.verdict();
        let line = format!(
            "{} for {} ({})",
            verdict.label(),
            goal_in_words(report),
            criteria_in_words(report.protocol)
        );
        let line = self.options.distances.show(&line);
        // Styled after wrapping, so that colour never counts as width.
        for (place, part) in textwrap::wrap(&line, WIDTH).iter().enumerate() {
            let label = self.verdict(verdict);
            let part = match part.strip_prefix(verdict.label()) {
                Some(rest) if place == 0 => format!("{}{rest}", label.trim_end()),
                Some(_) | None => part.to_string(),
            };
            self.line(&part);
        }
        let setting = match report.question().setting {
            Setting::Home => "at home",
            Setting::Clinic => "in the clinic",
        };
        let best = best_case_in_words(verdict, report.judgement.outcome.best_case);
        self.paragraph(
            "",
            0,
            &format!("As of {}, {setting}. {best}", report.question().as_of),
        );
        if let Some(refer) = report.judgement.outcome.refer {
            let text = self.styled(Style::new().bold(), refer_in_words(refer));
            self.line(&text);
        }
        for remark in report.remarks() {
            self.line("");
            self.paragraph(
                "",
                0,
                &format!("{} [{}]", remark.say.text, remark.say.sources.join(", ")),
            );
        }
        if let Some(route) = &report.protocol.route_out {
            self.line("");
            self.paragraph("", 0, &route.say.text);
            self.paragraph(
                "",
                0,
                &format!("Sources: {}.", route.say.sources.join(", ")),
            );
        }
    }

    fn ladder(&mut self, report: &Report<'_>) {
        if report.protocol.route_out.is_some() {
            return;
        }
        self.heading("Ladder");
        for rung in report.ladder() {
            let line = format!(
                "  {}{:<13}{}",
                self.verdict(rung.envelope.worst()),
                rung.stage.id,
                could_be(rung.envelope)
            );
            self.line(&line);
        }
        let cleared = report
            .cleared()
            .map_or("nothing", |stage| stage.id.as_str());
        let next = report
            .next()
            .map(|stage| format!("; next: {}", stage.id))
            .unwrap_or_default();
        self.line(&format!("  Cleared so far: {cleared}{next}."));
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
        if let Some(text) = accumulated_in_words(report) {
            let first = format!("  {}", self.verdict(Verdict::NoGo));
            self.line("");
            self.line(&format!("{first}protocol/cautions"));
            self.paragraph("           ", 11, &text);
        }
    }

    fn reason(&mut self, line: &Line<'_>) {
        let head = format!(
            "  {}{}",
            self.verdict(line.finding.envelope.worst()),
            line.name()
        );
        self.line(&head);
        let (indent, wording) = ("           ", Wording::of(line));
        self.paragraph(indent, 11, &wording.sentence());
        // What is merely not recorded needs no reason, only the way to record it.
        if line.finding.reading.cause != Some(Cause::Absent) || self.options.all {
            self.paragraph(indent, 11, &line.criterion.why);
        }
        if let Some(advice) = &line.criterion.advice {
            self.paragraph(&format!("{indent}-> "), 14, advice);
        }
        let evidence = &line.criterion.evidence;
        let text = format!(
            "[{}: {}, {} confidence]",
            evidence.sources.join(", "),
            evidence.kind.word(),
            evidence.confidence.word()
        );
        self.paragraph(indent, 11, &text);
    }

    /// The questions that decide whom to see, before everything else.
    fn answer_first(&mut self, report: &Report<'_>) {
        let mut told: Vec<&str> = Vec::new();
        let urgent: Vec<Line<'_>> = report.to_answer_first().collect();
        if urgent.is_empty() {
            return;
        }
        self.heading("Answer these first: they decide whether to see somebody");
        for refer in [Refer::Urgent, Refer::Clinician] {
            for line in urgent
                .iter()
                .filter(|line| line.criterion.refer == Some(refer))
            {
                let meaning = line.criterion.measure.meaning;
                if told.contains(&meaning) {
                    continue;
                }
                told.push(meaning);
                let whom = if refer == Refer::Urgent {
                    "today"
                } else {
                    "a clinician"
                };
                self.paragraph("  - ", 4, &format!("{meaning} ({}; {whom})", line.name()));
            }
        }
    }

    fn way_out(&mut self, report: &Report<'_>) {
        let verdict = report.verdict();
        if verdict == Verdict::Go || report.protocol.route_out.is_some() {
            return;
        }
        self.heading("What would change it");
        let way_out = &report.judgement.way_out;
        let best = report.judgement.outcome.best_case;
        if verdict == Verdict::NoGo {
            self.steps(Verdict::Caution, best, way_out.caution.as_deref());
        }
        self.steps(Verdict::Go, best, way_out.go.as_deref());
        if let Some(day) = way_out.not_before {
            let waits = not_before_in_words(day, way_out.go_from_not_before.as_deref());
            self.paragraph("  ", 2, &waits);
            self.list(way_out.go_from_not_before.as_deref().unwrap_or_default());
        }
        if let Some(planned) = report.planned {
            self.paragraph("  ", 2, &planned_in_words(planned));
        }
    }

    fn steps(&mut self, target: Verdict, best: Verdict, steps: Option<&[Step]>) {
        self.paragraph("  ", 2, &changes_in_words(target, best, steps));
        self.list(steps.unwrap_or_default());
    }

    fn list(&mut self, steps: &[Step]) {
        for step in steps {
            self.paragraph("    - ", 6, &step_in_words(step));
        }
    }

    fn measure_next(&mut self, report: &Report<'_>) {
        if report.judgement.to_measure.is_empty() {
            return;
        }
        self.heading("Measure or answer next, most decisive first");
        for (place, id) in report.judgement.to_measure.iter().enumerate() {
            let number = format!("{:>4}. ", place.saturating_add(1));
            let meaning = crate::measure::find(id).map_or("", |measure| measure.meaning);
            self.paragraph(&number, 6, &format!("{id}: {meaning}"));
        }
    }

    fn stop_rules(&mut self, report: &Report<'_>) {
        if !report.shows_stop_rules() {
            return;
        }
        self.heading("On the way");
        for rule in &report.protocol.stop_rules {
            self.paragraph("  - ", 4, &rule.text);
        }
    }

    fn notes(&mut self, report: &Report<'_>) {
        let mut notes = crate::pages::notes::notes(report);
        if !self.options.all {
            notes.retain(|note| !note.as_wished);
        }
        // Shown further up already.
        notes.retain(|note| !matches!(note.sort, NoteSort::AnswerFirst | NoteSort::Remark));
        if notes.is_empty() {
            return;
        }
        self.heading("Notes");
        for note in notes {
            let sources = if note.sources.is_empty() {
                String::new()
            } else {
                format!(" [{}]", note.sources.join(", "))
            };
            let name = note
                .criterion
                .map(|name| format!("{name}: "))
                .unwrap_or_default();
            self.paragraph("  - ", 4, &format!("{name}{}{sources}", note.text));
        }
    }

    fn others(&mut self, report: &Report<'_>) {
        let passed: Vec<Line<'_>> = report.passed().collect();
        if !passed.is_empty() {
            self.heading("Met");
            for line in &passed {
                let wording = Wording::of(line);
                let head = format!("  {}{}", self.verdict(Verdict::Go), line.name());
                self.line(&head);
                let doubt = wording
                    .doubt
                    .map(|doubt| format!(" {doubt}."))
                    .unwrap_or_default();
                self.paragraph(
                    "           ",
                    11,
                    &format!("{}. {}.{doubt}", wording.observed, wording.needed),
                );
            }
        }
        let names: Vec<String> = report.not_applicable().map(|line| line.name()).collect();
        if !names.is_empty() {
            self.heading("Does not apply");
            for name in names {
                self.line(&format!("  - {name}"));
            }
        }
    }

    fn foot(&mut self, report: &Report<'_>) {
        self.line("");
        let provenance = format!(
            "A decision aid, not a diagnosis; no verdict promises that no injury follows. Criteria of {}, reviewed {}. `rtr explain NAME` explains any criterion, measure or stage.",
            report.protocol.title, report.protocol.reviewed
        );
        self.paragraph("", 0, &provenance);
    }
}

/// The text with a space that does not break between a number and the short word behind it.
fn bound_units(text: &str) -> String {
    let mut words = text.split(' ');
    let mut bound = words.next().unwrap_or_default().to_owned();
    let mut before = bound.clone();
    for word in words {
        let is_number = before.ends_with(|last: char| last.is_ascii_digit())
            && before.starts_with(|first: char| first.is_ascii_digit() || first == '-');
        let is_unit = word.len() <= 5
            && word.starts_with(|first: char| first.is_ascii_lowercase() || first == '%');
        bound.push_str(if is_number && is_unit { NO_BREAK } else { " " });
        bound.push_str(word);
        word.clone_into(&mut before);
    }
    bound
}

fn could_be(envelope: Envelope) -> String {
    if envelope.best() == envelope.worst() {
        String::new()
    } else {
        format!("could still be {}", envelope.best().label())
    }
}

/// The criteria by name and version; a draft, or one that does not ship, says so.
pub(crate) fn criteria_in_words(protocol: &Protocol) -> String {
    let status = match &protocol.status {
        Status::Draft => ", draft".to_owned(),
        Status::Approved { by, on } => format!(", approved by {by} on {on}"),
    };
    let own = if protocol.shipped {
        ""
    } else {
        ", not shipped with rtr"
    };
    format!("{} {}{status}{own}", protocol.id, protocol.version)
}
