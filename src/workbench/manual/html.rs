//! The manual as one page that stands alone: no script, nothing fetched, to be read and printed on A4.

use std::collections::BTreeMap;

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::decisions::Decision;
use super::outline::{Body, Chapter, Entry, Judged, Manual, Rung};
use super::{appendix, svg, words};
use crate::document::html::prose;
use crate::document::html::shape;
use crate::document::html::source_entry as source;
use crate::document::html::{POLICY, STYLE};
use crate::pages::words::DISCLAIMER;
use crate::protocol::{Evidence, Ladder, Refer, RouteOut, Rule, Sourced, Status};
use crate::verdict::Verdict;

const MANUAL: &str = include_str!("manual.css");

/// Draws the manual.
#[must_use]
pub fn render(manual: &Manual) -> String {
    let page = Page { manual };
    let markup = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { "The criteria, for clinicians" }
                style { (PreEscaped(STYLE)) (PreEscaped(MANUAL)) }
            }
            body.manual {
                (svg::patterns())
                main {
                    (page.head())
                    @for chapter in &manual.chapters { (page.chapter(chapter)) }
                    (page.decisions())
                    @if manual.of_shipped {
                        section.chapter #other-decisions {
                            h2 { "Other decisions, and why" }
                            (appendix::decisions())
                        }
                    }
                    (page.sources())
                }
                footer { p { (DISCLAIMER) } }
            }
        }
    };
    markup.into_string() + "\n"
}

struct Page<'a> {
    manual: &'a Manual,
}

fn anchor(chapter: &str, name: &str) -> String {
    format!("{chapter}--{}", name.replace('/', "--"))
}

fn mark(verdict: Verdict) -> Markup {
    html! {
        strong class=(verdict.word()) {
            svg.mark viewBox="-12 -12 24 24" aria-hidden="true" { (shape(verdict)) } " " (verdict.label())
        }
    }
}

impl Page<'_> {
    fn refs(&self, keys: &[String]) -> Markup {
        let mut numbers: Vec<usize> = keys
            .iter()
            .filter_map(|key| self.manual.number(key))
            .collect();
        numbers.sort_unstable();
        html! {
            "\u{a0}" sup {
                "["
                @for (place, number) in numbers.iter().enumerate() {
                    @if place > 0 { ", " }
                    a href=(format!("#source-{number}")) { (number) }
                }
                "]"
            }
        }
    }

    fn evidence(&self, evidence: &Evidence) -> Markup {
        html! {
            span.quiet { (evidence.kind.word()) ", " (evidence.confidence.word()) " confidence" }
            (self.refs(&evidence.sources))
        }
    }

    fn head(&self) -> Markup {
        html! {
            h1 { strong { "The criteria" } "for clinicians to read, to question and to sign off" }
            p.remark {
                "A runner is cleared for a stage when every criterion of that stage, and of all stages before it, is GO. The worst of them is "
                "the verdict. Between GO and NO-GO lies CAUTION. What is not known counts as the worst that its criterion can say."
            }
            p.quiet {
                "Evidence means that a study supports the limit or its direction, consensus that experts or guidelines use it, convention "
                "that this project chose it. A source marked † was read in another text that quotes it, one marked ‡ is remembered and not "
                "confirmed. Lines are drawn to be read; a band too narrow for its word is drawn wider."
            }
            ol.contents {
                @for chapter in &self.manual.chapters { li { a href=(format!("#{}", chapter.id)) { (chapter.title) } } }
                li { a href="#decisions" { "Decisions still to be signed off" } }
                @if self.manual.of_shipped { li { a href="#other-decisions" { "Other decisions, and why" } } }
                li { a href="#sources" { "Sources" } }
            }
        }
    }

    fn chapter(&self, chapter: &Chapter) -> Markup {
        html! {
            section.chapter id=(chapter.id) {
                h2 { (chapter.title) }
                dl.facts {
                    dt { "Protocol" } dd { code { (chapter.id) } ", " (chapter.edition) }
                    dt { "Conditions" } dd { @for (place, condition) in chapter.conditions.iter().enumerate() { @if place > 0 { ", " } code { (condition) } } }
                    @if !matches!(chapter.body, Body::RoutesOut(_)) { (self.not_judged()) }
                }
                (signature(&chapter.status))
                @match &chapter.body {
                    Body::RoutesOut(route_out) => { (self.route_out(route_out)) }
                    Body::Judges(judged) => { (self.judged(chapter, judged)) }
                }
            }
        }
    }

    fn not_judged(&self) -> Markup {
        let out: Vec<&Chapter> = self.manual.routing_out().collect();
        html! {
            @if !out.is_empty() {
                dt { "Not judged" }
                dd { @for (place, other) in out.iter().enumerate() { @if place > 0 { ", " } a href=(format!("#{}", other.id)) { (other.title) } } }
            }
        }
    }

    fn route_out(&self, route_out: &RouteOut) -> Markup {
        html! { p.refer { "Not judged here. " (prose(&route_out.say.text)) (self.refs(&route_out.say.sources)) } }
    }

    fn judged(&self, chapter: &Chapter, judged: &Judged) -> Markup {
        html! {
            (svg::ladder(judged))
            @for (refer, names) in &judged.refers {
                p {
                    @match refer {
                        Refer::Urgent => strong { "To be seen the same day" },
                        Refer::Clinician => strong { "To a clinician" },
                    }
                    " at a NO-GO of "
                    @for (place, name) in names.iter().enumerate() { @if place > 0 { ", " } (self.link_to(chapter, name)) }
                    "."
                }
            }
            @if let Some(cautions) = judged.cautions { p { (cautions) " measures at CAUTION together make a NO-GO." } }
            @for (place, rung) in judged.rungs.iter().enumerate() { (self.rung(chapter, place, rung)) }
            (self.said(chapter, judged))
            (self.training(judged))
        }
    }

    fn link_to(&self, chapter: &Chapter, name: &str) -> Markup {
        let teller = self.manual.teller(chapter, name);
        let id = name.split_once('/').map_or(name, |(_, id)| id);
        html! { a href=(format!("#{}", anchor(&teller.id, name))) { (id) } }
    }

    fn rung(&self, chapter: &Chapter, place: usize, rung: &Rung) -> Markup {
        let (notes, deciding): (Vec<&Entry>, Vec<&Entry>) =
            rung.entries.own.iter().partition(|entry| entry.note);
        html! {
            section id=(anchor(&chapter.id, &rung.id)) {
                h3.stage { span.rung { (place.saturating_add(1)) } " " (rung.title) " " span.quiet { "stage " code { (rung.id) } ", clears for " (rung.clears.word()) } }
                @for (place, ids) in &rung.entries.told { (self.told(*place, rung, ids)) }
                @for entry in deciding { (self.entry(chapter, entry)) }
                @if !notes.is_empty() {
                    h4 { "Shown, and never decisive" }
                    @for entry in notes { (self.entry(chapter, entry)) }
                }
            }
        }
    }

    fn told(&self, teller: usize, rung: &Rung, ids: &[String]) -> Markup {
        let all = rung.is_told_in_full(ids);
        html! {
            @if let Some(teller) = self.manual.chapters.get(teller) {
                p.told {
                    @if all { "All " (ids.len()) " as in " } @else { "As in " }
                    a href=(format!("#{}", anchor(&teller.id, &rung.id))) { (teller.title) }
                    @if !all {
                        ": "
                        @for (place, id) in ids.iter().enumerate() {
                            @if place > 0 { ", " }
                            a href=(format!("#{}", anchor(&teller.id, &format!("{}/{id}", rung.id)))) { (id) }
                        }
                    }
                    "."
                }
            }
        }
    }

    fn entry(&self, chapter: &Chapter, entry: &Entry) -> Markup {
        html! {
            article id=(anchor(&chapter.id, &entry.name)) {
                h4 { (entry.meaning) " " code { (entry.id()) } }
                p {
                    @for (place, (verdict, text)) in entry.bands.iter().enumerate() {
                        @if place > 0 { "; " }
                        (mark(*verdict)) " " (prose(text))
                    }
                    @if !entry.bands.is_empty() { "." }
                    @for sentence in &entry.conditions { " " (prose(sentence)) }
                    @if let Some((error, source)) = &entry.error { " " (prose(error)) (self.refs(std::slice::from_ref(source))) }
                }
                @if let Some(line) = &entry.line { (svg::number_line(line)) }
                p { (prose(&entry.why)) " " (self.evidence(&entry.evidence)) }
                @if let Some(advice) = &entry.advice { p.do { (prose(advice)) } }
                @for allowed in &entry.allow { p { "Meant so (" code { (allowed.lint) } "): " (prose(&allowed.because)) "." } }
            }
        }
    }

    fn said(&self, chapter: &Chapter, judged: &Judged) -> Markup {
        let stops = &judged.stop_rules;
        html! {
            @if !judged.remarks.is_empty() {
                h3.stage { "Said beside what is met" }
                ul { @for (beside, say) in &judged.remarks { li { "Beside " (self.link_to(chapter, beside)) ": " (self.sourced(say)) } } }
            }
            @if !stops.own.is_empty() || !stops.told.is_empty() {
                h3.stage { "When to stop during a run or race" }
                (self.as_before(&stops.told))
                ul { @for rule in &stops.own { li { (self.sourced(rule)) } } }
            }
        }
    }

    fn sourced(&self, say: &Sourced) -> Markup {
        html! { (prose(&say.text)) (self.refs(&say.sources)) }
    }

    fn as_before(&self, told: &BTreeMap<usize, Vec<String>>) -> Markup {
        html! {
            @for (place, names) in told {
                @if let Some(teller) = self.manual.chapters.get(*place) {
                    p.told { (words::rules(names.len())) " as in " a href=(format!("#{}", teller.id)) { (teller.title) } "." }
                }
            }
        }
    }

    fn training(&self, judged: &Judged) -> Markup {
        let ladders = &judged.ladders;
        html! {
            @if !ladders.own.is_empty() || !ladders.told.is_empty() {
                h3.stage { "Ladders of walking and running" }
                @for (place, ids) in &ladders.told {
                    @if let Some(teller) = self.manual.chapters.get(*place) {
                        p.told {
                            @for (place, id) in ids.iter().enumerate() { @if place > 0 { ", " } code { (id) } }
                            " as in " a href=(format!("#{}", teller.id)) { (teller.title) } "."
                        }
                    }
                }
                @for ladder in &ladders.own { (self.ladder(ladder)) }
                h4 { "After a session" }
                p { "On every ladder; of several that hold, the most cautious counts." }
                (self.as_before(&judged.rules.told))
                @if !judged.rules.own.is_empty() { (self.rules(&judged.rules.own)) }
            }
        }
    }

    fn ladder(&self, ladder: &Ladder) -> Markup {
        html! {
            article {
                h4 { (ladder.title) " " code { (ladder.id) } }
                p { (prose(&ladder.why)) @if let Some(pace) = words::pace(ladder) { " " (pace) } " " (self.evidence(&ladder.evidence)) }
                table {
                    thead { tr { th { "Level" } th { "Session" } th { "Running" } th { "Clean sessions" } th { "Days between" } } }
                    tbody {
                        @for (place, level) in ladder.levels.iter().enumerate() {
                            tr {
                                td { (place.saturating_add(1)) } td { (prose(&level.text)) } td { (words::running(level)) }
                                td { (level.sessions) } td { (level.rest_days) }
                            }
                        }
                    }
                }
            }
        }
    }

    fn rules(&self, rules: &[Rule]) -> Markup {
        html! {
            table {
                thead { tr { th { "When" } th { "Then" } th { "Days off" } th { "Source" } } }
                tbody {
                    @for rule in rules {
                        tr {
                            td { (prose(&rule.text)) " " span.quiet { (words::fires(rule)) } }
                            td { strong { (rule.then.word()) } }
                            td { @if rule.rest_days > 0 { (rule.rest_days) } }
                            td { (self.evidence(&rule.evidence)) }
                        }
                    }
                }
            }
        }
    }

    fn decisions(&self) -> Markup {
        let decisions = self.manual.decisions();
        html! {
            section.chapter #decisions {
                h2 { "Decisions still to be signed off" }
                p {
                    "Every limit that is a choice of the file's authors (convention) or hardly more than a guess (very-low); the reason "
                    "stands with each."
                    @if self.manual.of_shipped { " The " a href="#other-decisions" { "other decisions" } " of this project follow." }
                }
                @for (place, chapter) in self.manual.chapters.iter().enumerate() {
                    @let own: Vec<&Decision> = decisions.iter().filter(|decision| decision.chapters.first() == Some(&place)).collect();
                    @if !own.is_empty() {
                        h3 { (chapter.title) }
                        table.decisions {
                            thead { tr { th { "Criterion" } th { "Limit" } th { "Kind" } th { "Agreed, or changed to" } } }
                            tbody { @for decision in own { (self.decision(chapter, decision)) } }
                        }
                    }
                }
            }
        }
    }

    fn decision(&self, chapter: &Chapter, decision: &Decision) -> Markup {
        let also = decision.chapters.iter().skip(1);
        let also: Vec<&Chapter> = also
            .filter_map(|place| self.manual.chapters.get(*place))
            .collect();
        html! {
            tr {
                td {
                    @if decision.name.contains('/') {
                        a href=(format!("#{}", anchor(&chapter.id, &decision.name))) { (decision.name) }
                    } @else { (decision.name) }
                    @if !also.is_empty() {
                        span.quiet { " also in " @for (place, other) in also.iter().enumerate() { @if place > 0 { ", " } (other.id) } }
                    }
                }
                td { (prose(&decision.what)) }
                td { (decision.evidence) }
                td.blank {}
            }
        }
    }

    fn sources(&self) -> Markup {
        html! {
            section.chapter #sources {
                h2 { "Sources" }
                ol.sources {
                    @for (place, key) in self.manual.cited.iter().enumerate() {
                        @let reference = self.manual.references.get(key);
                        li id=(format!("source-{}", place.saturating_add(1))) {
                            (source(key, reference))
                            @if let Some(reference) = reference { (words::sign(reference.mark)) }
                        }
                    }
                }
            }
        }
    }
}

fn signature(status: &Status) -> Markup {
    html! {
        @match status {
            Status::Draft => p.signature { b { strong { "Draft" } ", not signed off." } span { "Name" } span { "Date" } },
            Status::Approved { by, on } => p { "Approved by " (by) " on " (on) "." },
        }
    }
}
