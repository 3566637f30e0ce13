//! The report as one HTML page that stands alone: no script, nothing loaded, prints on A4. Escaped by construction.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::phrases::{best_case_in_words, changes_in_words, not_before_in_words};
use super::text::criteria_in_words;
use super::units::Distances;
use super::words::{refer_in_words, step_in_words};
use super::{Line, NoteSort, Report, Wording, goal_in_words, ladder};
use crate::assessment::wire::Setting;
use crate::engine::Step;
use crate::measure::find;
use crate::protocol::references::References;
use crate::verdict::Verdict;

const STYLE: &str = include_str!("page.css");
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'";

/// Draws the report; sources are listed with how they were read.
#[must_use]
pub fn render(report: &Report<'_>, references: &References, distances: Distances) -> String {
    let page = Page {
        report,
        references,
        distances,
        cited: cited(report),
    };
    page.draw().into_string()
}

/// Every source that the page cites, in order of first mention.
fn cited<'a>(report: &'a Report<'_>) -> Vec<&'a str> {
    let mut keys: Vec<&str> = Vec::new();
    let mut add = |sources: &'a [String]| {
        for source in sources {
            if !keys.contains(&source.as_str()) {
                keys.push(source);
            }
        }
    };
    for remark in report.remarks() {
        add(&remark.say.sources);
    }
    if let Some(route) = &report.protocol.route_out {
        add(&route.say.sources);
    }
    for line in report
        .reasons()
        .chain(report.lines().filter(Line::is_noted))
    {
        add(&line.criterion.evidence.sources);
    }
    if report.shows_stop_rules() {
        for rule in &report.protocol.stop_rules {
            add(&rule.sources);
        }
    }
    keys
}

struct Page<'a> {
    report: &'a Report<'a>,
    references: &'a References,
    distances: Distances,
    cited: Vec<&'a str>,
}

impl Page<'_> {
    fn show(&self, text: &str) -> String {
        self.distances.show(text)
    }

    fn draw(&self) -> Markup {
        let report = self.report;
        let title = format!(
            "{} for {}",
            report.verdict().label(),
            self.show(&goal_in_words(report))
        );
        html! {
            (DOCTYPE)
            html lang="en" {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta http-equiv="Content-Security-Policy" content=(POLICY);
                    title { (title) }
                    style { (PreEscaped(STYLE)) }
                }
                body {
                    main {
                        (self.head(&title))
                        @if report.protocol.route_out.is_none() {
                            (self.answer_first())
                            section { h2 { "Ladder" } (ladder::svg(report)) }
                            (self.reasons())
                            (self.way_out())
                            (self.measure_next())
                            (self.stop_rules())
                        }
                        (self.notes())
                        (self.others())
                        (self.sources())
                        (self.foot())
                    }
                }
            }
        }
    }

    fn head(&self, title: &str) -> Markup {
        let report = self.report;
        let verdict = report.verdict();
        let setting = match report.question().setting {
            Setting::Home => "at home",
            Setting::Clinic => "in the clinic",
        };
        html! {
            header class=(verdict.word()) {
                svg class="sign" viewBox="0 0 24 24" aria-hidden="true" { (ladder::mark(verdict, 12, 12)) }
                div {
                    h1 { (title) }
                    p { "As of " (report.question().as_of) ", " (setting) ". " (best_case_in_words(verdict, report.judgement.outcome.best_case)) }
                    p class="quiet" {
                        @if let Some(id) = report.assessment.id() { "Record " (id) ". " }
                        "Criteria: " (report.protocol.title) " (" (criteria_in_words(report.protocol)) "), reviewed " (report.protocol.reviewed) "."
                    }
                }
            }
            @if let Some(refer) = report.judgement.outcome.refer { p class="refer" { (refer_in_words(refer)) } }
            @for remark in report.remarks() { p class="remark" { (remark.say.text) " " (self.marks(&remark.say.sources)) } }
            @if let Some(route) = &report.protocol.route_out { p class="remark" { (route.say.text) " " (self.marks(&route.say.sources)) } }
        }
    }

    /// Links to the numbered list of sources.
    fn marks(&self, sources: &[String]) -> Markup {
        html! {
            span class="marks" {
                "["
                @for (place, key) in sources.iter().enumerate() {
                    @if place > 0 { ", " }
                    @let number = self.cited.iter().position(|cited| cited == key).map_or(0, |place| place.saturating_add(1));
                    a href=(format!("#source-{number}")) { (number) }
                }
                "]"
            }
        }
    }

    fn answer_first(&self) -> Markup {
        let mut questions: Vec<&str> = self
            .report
            .to_answer_first()
            .map(|line| line.criterion.measure.meaning)
            .collect();
        questions.dedup();
        html! {
            @if !questions.is_empty() {
                section class="first" {
                    h2 { "Answer these first: they decide whether to see somebody" }
                    ul { @for question in questions { li { (question) } } }
                }
            }
        }
    }

    fn reasons(&self) -> Markup {
        let (open, certain): (Vec<Line<'_>>, Vec<Line<'_>>) =
            self.report.reasons().partition(Line::is_open);
        let outcome = self.report.judgement.outcome;
        html! {
            (self.group("Against it", certain))
            (self.group("Not known, and counted as the worst until it is", open))
            @if outcome.accumulated {
                p class="remark" { (outcome.cautions) " different measures are at CAUTION; " (self.report.protocol.cautions.unwrap_or_default()) " or more make a NO-GO." }
            }
        }
    }

    fn group(&self, title: &str, mut lines: Vec<Line<'_>>) -> Markup {
        lines.sort_by_key(Line::weight);
        html! {
            @if !lines.is_empty() {
                section {
                    h2 { (title) }
                    @for line in &lines { (self.reason(line)) }
                }
            }
        }
    }

    fn reason(&self, line: &Line<'_>) -> Markup {
        let verdict = line.finding.envelope.worst();
        let wording = Wording::of(line);
        let evidence = &line.criterion.evidence;
        html! {
            article class=(verdict.word()) {
                h3 { span class="tag" { (verdict.label()) } " " (line.name()) }
                p class="seen" { (self.show(&wording.observed)) "." }
                p { (self.show(&wording.needed)) "." @if let Some(doubt) = &wording.doubt { " " (doubt) "." } }
                p class="quiet" { (line.criterion.why) " " (self.marks(&evidence.sources)) " "
                    span class="kind" { (evidence.kind.word()) ", " (evidence.confidence.word()) " confidence" } }
                @if let Some(advice) = &line.criterion.advice { p class="do" { (advice) } }
            }
        }
    }

    fn way_out(&self) -> Markup {
        let verdict = self.report.verdict();
        let (way_out, best) = (
            &self.report.judgement.way_out,
            self.report.judgement.outcome.best_case,
        );
        html! {
            @if verdict != Verdict::Go {
                section {
                    h2 { "What would change it" }
                    @if verdict == Verdict::NoGo { (self.steps(&changes_in_words(Verdict::Caution, best, way_out.caution.as_deref()), way_out.caution.as_deref())) }
                    (self.steps(&changes_in_words(Verdict::Go, best, way_out.go.as_deref()), way_out.go.as_deref()))
                    @if let Some(day) = way_out.not_before {
                        (self.steps(&not_before_in_words(day, way_out.go_from_not_before.as_deref()), way_out.go_from_not_before.as_deref()))
                    }
                }
            }
        }
    }

    fn steps(&self, lead: &str, steps: Option<&[Step]>) -> Markup {
        html! {
            p { (lead) }
            @if let Some(steps) = steps.filter(|steps| !steps.is_empty()) {
                ul { @for step in steps { li { (self.show(&step_in_words(step))) } } }
            }
        }
    }

    fn measure_next(&self) -> Markup {
        html! {
            @if !self.report.judgement.to_measure.is_empty() {
                section {
                    h2 { "Measure or answer next, most decisive first" }
                    ol {
                        @for measure in self.report.judgement.to_measure.iter().filter_map(|id| find(id)) {
                            li { (measure.meaning) @if let Some(how) = measure.how_to { p class="quiet" { (how) } } }
                        }
                    }
                }
            }
        }
    }

    fn stop_rules(&self) -> Markup {
        html! {
            @if self.report.shows_stop_rules() {
                section class="first" {
                    h2 { "On the way" }
                    ul { @for rule in &self.report.protocol.stop_rules { li { (rule.text) " " (self.marks(&rule.sources)) } } }
                }
            }
        }
    }

    fn notes(&self) -> Markup {
        let mut notes = self.report.notes();
        // Shown further up already, or nothing to mind.
        notes.retain(|note| {
            !matches!(note.sort, NoteSort::AnswerFirst | NoteSort::Remark) && !note.as_wished
        });
        html! {
            @if !notes.is_empty() {
                section {
                    h2 { "Notes" }
                    ul { @for note in &notes { li { (self.show(&note.text)) @if !note.sources.is_empty() { " " (self.marks(&note.sources)) } } } }
                }
            }
        }
    }

    fn others(&self) -> Markup {
        let passed: Vec<Line<'_>> = self.report.passed().collect();
        let names: Vec<String> = self
            .report
            .not_applicable()
            .map(|line| line.name())
            .collect();
        html! {
            @if !passed.is_empty() {
                section {
                    h2 { "Met" }
                    table {
                        thead { tr { th { "criterion" } th { "seen" } th { "needed" } } }
                        tbody {
                            @for line in &passed {
                                @let wording = Wording::of(line);
                                tr { td { (line.name()) } td { (self.show(&wording.observed)) } td { (self.show(&wording.needed)) } }
                            }
                        }
                    }
                }
            }
            @if !names.is_empty() { section { h2 { "Does not apply" } p { (names.join(", ")) } } }
        }
    }

    fn sources(&self) -> Markup {
        html! {
            @if !self.cited.is_empty() { section class="sources" {
                h2 { "Sources" }
                ol {
                    @for (place, key) in self.cited.iter().enumerate() {
                        li id=(format!("source-{}", place.saturating_add(1))) {
                            @match self.references.get(key) {
                                Some(reference) => {
                                    (reference.citation()) " "
                                    @if let Some(url) = reference.url.as_deref().filter(|url| url.starts_with("http")) { a href=(url) { "address" } " " }
                                    @if let Some(note) = &reference.note { span class="quiet" { (note) } }
                                }
                                None => { (key) }
                            }
                        }
                    }
                }
            } }
        }
    }

    fn foot(&self) -> Markup {
        html! {
            footer {
                p { "A decision aid, not a diagnosis; no verdict promises that no injury follows." }
                p class="quiet" {
                    "rtr " (env!("CARGO_PKG_VERSION")) ". Criteria " (self.report.protocol.digest) ". Assessment " (self.report.assessment.digest) "."
                }
            }
        }
    }
}
