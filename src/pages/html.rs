//! The report as one HTML page that stands alone: no script, nothing fetched, legible in print and on a phone.
//!
//! *Why is every text a `maud` splice?* A splice is escaped; only the style sheet, which is part of the program, is not.

pub(crate) mod outline;
pub(crate) mod prose;
pub(crate) mod sources;

use maud::{DOCTYPE, Markup, PreEscaped, html};

use self::outline::{ACCUMULATED, DISCLAIMER};
use self::prose::prose;
use self::sources::Cited;
use super::phrases::best_case_in_words;
use super::text::criteria_in_words;
use super::units::Distances;
use super::words::{accumulated_in_words, refer_in_words, step_in_words};
use super::{Line, Report, Wording, goal_in_words, ladder};
use crate::assessment::wire::Setting;
use crate::protocol::references::References;
use crate::verdict::Verdict;

pub(crate) const STYLE: &str = include_str!("html/page.css");
pub(crate) const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'";

/// Draws the report.
#[must_use]
pub fn render(report: &Report<'_>, references: &References, distances: Distances) -> String {
    let page = Page {
        report,
        distances,
        cited: Cited::of(report),
    };
    let markup = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (report.verdict().label()) " for " (distances.show(&goal_in_words(report))) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                main {
                    (page.top())
                    (page.answer_first())
                    (page.reasons())
                    (page.ways_out())
                    (page.measure_next())
                    (page.stop_rules())
                    (page.notes())
                    (page.met())
                    (page.not_applicable())
                    (page.cited.list(references))
                }
                (page.footer())
            }
        }
    };
    markup.into_string() + "\n"
}

struct Page<'a> {
    report: &'a Report<'a>,
    distances: Distances,
    cited: Cited,
}

impl Page<'_> {
    fn say(&self, text: &str) -> Markup {
        prose(&self.distances.show(text))
    }

    fn top(&self) -> Markup {
        let (report, verdict) = (self.report, self.report.verdict());
        let best = best_case_in_words(verdict, report.judgement.outcome.best_case);
        html! {
            header.top {
                div.answer {
                    h1 {
                        strong class=(verdict.word()) { (mark(verdict)) " " (verdict.label()) }
                        " for " (self.say(&goal_in_words(report)))
                    }
                    p { (best) }
                    @if let Some(refer) = report.judgement.outcome.refer {
                        p.refer { (refer_in_words(refer)) }
                    }
                    (self.question())
                }
                (ladder::svg(report))
            }
            @for remark in report.remarks() {
                p.remark { (self.say(&remark.say.text)) (self.cited.refs(&remark.say.sources)) }
            }
            @if let Some(route) = &report.protocol.route_out {
                p.remark { (self.say(&route.say.text)) (self.cited.refs(&route.say.sources)) }
            }
        }
    }

    fn question(&self) -> Markup {
        let (protocol, question) = (self.report.protocol, self.report.question());
        let setting = match question.setting {
            Setting::Home => "at home",
            Setting::Clinic => "in the clinic",
        };
        html! {
            dl.facts {
                dt { "As of" } dd { (question.as_of) }
                dt { "Judged" } dd { (setting) }
                dt { "Criteria" } dd { (protocol.title) br; (criteria_in_words(protocol)) br; "reviewed " (protocol.reviewed) }
                @if let Some(id) = self.report.assessment.id() {
                    dt { "Record" } dd { (id) }
                }
            }
        }
    }

    fn answer_first(&self) -> Markup {
        let questions = outline::answer_first(self.report);
        html! {
            @if !questions.is_empty() {
                section.first {
                    h2 { (outline::ANSWER_FIRST) }
                    ul {
                        @for line in &questions {
                            li { (self.say(line.criterion.measure.meaning)) " " span.quiet { "(" code { (line.name()) } "; " (outline::whom(line)) ")" } }
                        }
                    }
                }
            }
        }
    }

    fn reasons(&self) -> Markup {
        let accumulated = accumulated_in_words(self.report);
        html! {
            @for group in outline::against(self.report) {
                section {
                    h2 { (group.title) }
                    ul.reasons.open[group.open] { @for line in &group.lines { (self.reason(line)) } }
                }
            }
            @if let Some(text) = accumulated {
                section {
                    h2 { (outline::TOGETHER) }
                    ul.reasons {
                        li { (said(Verdict::NoGo)) div.what { h3 { (text) } p.quiet { code { (ACCUMULATED) } } } }
                    }
                }
            }
        }
    }

    fn reason(&self, line: &Line<'_>) -> Markup {
        let wording = Wording::of(line);
        let evidence = &line.criterion.evidence;
        html! {
            li {
                (said(line.finding.envelope.worst()))
                div.what {
                    h3 { (self.say(&wording.observed)) }
                    p { (self.say(&limits(&wording))) }
                    @if let Some(why) = outline::why(line) { p { (self.say(why)) } }
                    @if let Some(advice) = &line.criterion.advice { p.do { (self.say(advice)) } }
                    p.quiet {
                        code { (line.name()) } " · " (evidence.kind.word()) ", " (evidence.confidence.word()) " confidence"
                        (self.cited.refs(&evidence.sources))
                    }
                }
            }
        }
    }

    fn ways_out(&self) -> Markup {
        let ways = outline::ways_out(self.report);
        html! {
            @if !ways.is_empty() {
                section.ways {
                    h2 { "What would change it" }
                    @for way in &ways {
                        p { (self.say(&way.lead)) }
                        @if !way.steps.is_empty() {
                            ul { @for step in way.steps { li { (self.say(&step_in_words(step))) } } }
                        }
                    }
                }
            }
        }
    }

    fn measure_next(&self) -> Markup {
        let ids = &self.report.judgement.to_measure;
        html! {
            @if !ids.is_empty() {
                section {
                    h2 { (outline::MEASURE_NEXT) }
                    ol.next {
                        @for measure in ids.iter().filter_map(|id| crate::measure::find(id)) {
                            li {
                                (self.say(measure.meaning)) " " span.quiet { code { (measure.id) } }
                                @if let Some(how_to) = measure.how_to { br; span.quiet { (self.say(how_to)) } }
                            }
                        }
                    }
                }
            }
        }
    }

    fn stop_rules(&self) -> Markup {
        let rules = &self.report.protocol.stop_rules;
        html! {
            @if self.report.shows_stop_rules() && !rules.is_empty() {
                section.first {
                    h2 { "On the way" }
                    ul { @for rule in rules { li { (self.say(&rule.text)) (self.cited.refs(&rule.sources)) } } }
                }
            }
        }
    }

    fn notes(&self) -> Markup {
        let notes = outline::notes(self.report, true);
        html! {
            @if !notes.is_empty() {
                section {
                    h2 { "Notes" }
                    ul {
                        @for note in &notes {
                            li {
                                (self.say(&note.text)) (self.cited.refs(&note.sources))
                                @if let Some(name) = &note.criterion { " " span.quiet { code { (name) } } }
                            }
                        }
                    }
                }
            }
        }
    }

    fn met(&self) -> Markup {
        let lines: Vec<Line<'_>> = self.report.passed().collect();
        html! {
            @if !lines.is_empty() {
                section {
                    h2 { "Met" }
                    table {
                        thead { tr { th scope="col" { "Seen" } th scope="col" { "Asked" } th scope="col" { "Criterion" } } }
                        tbody { @for line in &lines { (self.met_row(line)) } }
                    }
                }
            }
        }
    }

    fn met_row(&self, line: &Line<'_>) -> Markup {
        let wording = Wording::of(line);
        html! {
            tr {
                td { (self.say(&wording.observed)) }
                td { (self.say(&limits(&wording))) }
                td { code { (line.name()) } (self.cited.refs(&line.criterion.evidence.sources)) }
            }
        }
    }

    fn not_applicable(&self) -> Markup {
        let names: Vec<String> = self
            .report
            .not_applicable()
            .map(|line| line.name())
            .collect();
        html! {
            @if !names.is_empty() {
                section {
                    h2 { "Does not apply" }
                    ul.plain { @for name in &names { li { code { (name) } } } }
                }
            }
        }
    }

    fn footer(&self) -> Markup {
        let made = self.report.provenance();
        html! {
            footer {
                p { (DISCLAIMER) }
                dl.facts {
                    dt { "Engine" } dd { "rtr " (made.engine) }
                    dt { "Criteria" } dd { (made.protocol) " " (made.version) ", sha256 " code { (made.criteria_sha256) } }
                    dt { "Sources" } dd { "sha256 " code { (made.sources_sha256) } }
                    dt { "Assessment" } dd { "sha256 " code { (made.assessment_sha256) } }
                }
            }
        }
    }
}

/// What is needed and how sure it is, as sentences.
fn limits(wording: &Wording) -> String {
    let needed = (!wording.needed.is_empty()).then_some(&wording.needed);
    let sentences: Vec<String> = needed
        .into_iter()
        .chain(&wording.doubt)
        .map(|text| format!("{text}."))
        .collect();
    sentences.join(" ")
}

fn mark(verdict: Verdict) -> Markup {
    html! { svg.mark viewBox="-12 -12 24 24" aria-hidden="true" { (ladder::shape(verdict)) } }
}

fn said(verdict: Verdict) -> Markup {
    html! { p.said class=(verdict.word()) { (mark(verdict)) " " (verdict.label()) } }
}
