//! The manual as a page: a chapter for each protocol, the decisions still to be signed off, and the sources.

use std::collections::BTreeMap;

use super::decisions::Decision;
use super::outline::{Body, Chapter, Entry, JudgingChapter, Manual, Rung};
use super::{appendix, ladder, svg};
use crate::assessment::Day;
use crate::document::{
    Block, Column, Document, Inline, Item, Link, Section, Sentence, Tone, counted, sentences,
};
use crate::pages::contradictions::every_contradiction;
use crate::pages::criteria::any_beside_its_criteria;
use crate::pages::criterion::bands_in_words;
use crate::pages::evidence_rules::SourcedRule;
use crate::pages::ladder as training;
use crate::pages::words::DISCLAIMER;
use crate::protocol::red_flags::EVERY_CONDITION;
use crate::protocol::{Refer, RouteOut, Sourced, Status};

sentences! {
    title() = "The criteria, for clinicians";
    written_by() = "Written by `rtr criteria manual`: change the criteria files, never this page.";
    cleared() = "A runner is cleared for a stage when every criterion of that stage, and of all stages before it, is GO. The worst of them is the verdict. Between GO and NO-GO lies CAUTION. What is not known counts as the worst that its criterion can say.";
    contradictions(kinds: Sentence) = "A record that contradicts itself where a criterion reads it is CAUTION at best until it is corrected, whatever the criteria say. {kinds}";
    terms() = "Evidence means that a study supports the limit or its direction, consensus that experts or guidelines use it, convention that this project chose it. Each source says how it was read. Lines are drawn to be read; a band too narrow for its word is drawn wider.";
    to_sign_off() = "Decisions still to be signed off";
    other_decisions() = "Other decisions, and why";
    about(id: Inline, version: String, reviewed: Day, digest: String, conditions: Sentence) = "{id}, version {version}, reviewed {reviewed}, file {digest}. For the condition {conditions}.";
    draft() = "Draft, not signed off";
    approved(by: String, on: Day) = "Approved by {by} on {on}.";
    not_judged(text: String, sources: Inline) = "Not judged here. {text}{sources}";
    judged_elsewhere(chapters: Sentence) = "Not judged here: {chapters}.";
    seen_today(criteria: Sentence) = "To be seen the same day at a NO-GO of {criteria}.";
    to_a_clinician(criteria: Sentence) = "To a clinician at a NO-GO of {criteria}.";
    without_goal(stage: Inline) = "Without a goal, {stage} is judged.";
    cautions(count: String) = "{count} measures at CAUTION together make a NO-GO.";
    stage_titled(number: String, title: String) = "{number}. {title}";
    clears(stage: Inline, clears: &'static str) = "Stage {stage}, clears for {clears}.";
    all_as_in(count: String, chapter: Inline) = "All {count} as in {chapter}.";
    as_in(chapter: Inline, criteria: Sentence) = "As in {chapter}: {criteria}.";
    these_as_in(these: Sentence, chapter: Inline) = "{these} as in {chapter}.";
    entry_titled(name: Inline, meaning: &'static str) = "{name}: {meaning}";
    note_titled(name: Inline, meaning: &'static str) = "{name}, shown and never decisive: {meaning}";
    beside_met() = "Said beside what is met";
    beside(criterion: Inline, say: Sentence) = "Beside {criterion}: {say}";
    what_counts() = "What counts as evidence";
    not_asked() = "Asked by published criteria, and not judged here";
    points(count: String) = "{count} points";
    by_weeks() = "What to do with the injury, by the time since it or its last flare";
    until(time: Sentence, advice: Sentence) = "Until {time}: {advice}";
    after_that(advice: Sentence) = "After that: {advice}";
    when_to_stop() = "When to stop during a run or race";
    ladders() = "Ladders of walking and running";
    ladder_titled(title: String, id: Inline) = "{title} ({id})";
    open_decisions() = "Every limit that is a choice of the file's authors (convention) or hardly more than a guess (very-low); the reason stands with each.";
    others_follow(link: Inline) = "The {link} of this project follow.";
    others_elsewhere(link: Inline) = "Other decisions of this project, and why, stand in {link}.";
}

/// The table of decisions is filled in by hand.
const BLANK: Sentence = Sentence::EMPTY;

impl Manual {
    /// The page; with the other decisions of this project where it must stand alone, else with a link to them.
    #[must_use]
    pub fn document(&self, stands_alone: bool) -> Document {
        let mut page = Document {
            title: title(),
            foot: vec![DISCLAIMER.into()],
            ..Document::default()
        };
        let appendix = self.of_shipped && stands_alone;
        page.lead = [
            written_by(),
            cleared(),
            contradictions(every_contradiction()),
            terms(),
        ]
        .map(Block::Paragraph)
        .into();
        page.lead.push(self.contents(appendix));
        for chapter in &self.chapters {
            page.section(self.chapter(chapter));
        }
        page.section(self.decisions_page(appendix));
        if appendix {
            let heading = at("other-decisions", other_decisions());
            let section = Section::new(heading, appendix::decisions());
            page.section(section.toned(Tone::Chapter));
        }
        page.with_sources(&self.references, Tone::Chapter)
    }

    fn contents(&self, appendix: bool) -> Block {
        let chapters = self.chapters.iter().map(to_chapter);
        let decisions = link("#decisions", to_sign_off().to_string());
        let others = appendix.then(|| link("#other-decisions", other_decisions().to_string()));
        let sources = link("#sources", "Sources".to_owned());
        let links = chapters.chain([decisions]).chain(others).chain([sources]);
        Block::List(links.map(Item::from).collect())
    }

    fn chapter(&self, chapter: &Chapter) -> Section {
        let conditions = chapter.conditions.iter().map(|one| {
            if one == EVERY_CONDITION {
                any_beside_its_criteria()
            } else {
                code(one).into()
            }
        });
        let mut blocks = vec![
            Block::Paragraph(about(
                code(&chapter.id),
                chapter.version.clone(),
                chapter.reviewed,
                chapter.digest.clone(),
                Sentence::join(conditions, " or "),
            )),
            signature(&chapter.status),
        ];
        match &chapter.body {
            Body::RoutesOut(RouteOut { say, .. }) => {
                blocks.push(Block::Call(not_judged(say.text.clone(), cite(say))));
            }
            Body::Judges(judged) => self.judged(chapter, judged, &mut blocks),
        }
        let heading = at(&chapter.id, chapter.title.clone());
        Section::new(heading, blocks).toned(Tone::Chapter)
    }

    fn judged(&self, chapter: &Chapter, judged: &JudgingChapter, blocks: &mut Vec<Block>) {
        let out: Vec<Sentence> = self
            .routing_out()
            .map(|one| to_chapter(one).into())
            .collect();
        if !out.is_empty() {
            blocks.push(Block::Paragraph(judged_elsewhere(Sentence::join(
                out, ", ",
            ))));
        }
        blocks.push(ladder::picture(judged));
        let asked = judged.rungs.get(judged.ask);
        let asked = asked.map(|rung| without_goal(code(&rung.id)));
        blocks.extend(asked.map(Block::Paragraph));
        for (refer, names) in &judged.refers {
            let names = names
                .iter()
                .map(|name| self.to_criterion(chapter, name).into());
            let names = Sentence::join(names, ", ");
            blocks.push(Block::Paragraph(match refer {
                Refer::Urgent => seen_today(names),
                Refer::Clinician => to_a_clinician(names),
            }));
        }
        let limit = judged.cautions.map(|count| cautions(count.to_string()));
        blocks.extend(limit.map(Block::Paragraph));
        for (number, rung) in (1_usize..).zip(&judged.rungs) {
            let heading = stage_titled(number.to_string(), rung.title.clone());
            let about = clears(code(&rung.id), rung.clears.word());
            blocks.push(Block::Subheading(at(
                &anchor(&chapter.id, &rung.id),
                heading,
            )));
            blocks.push(Block::Paragraph(about));
            blocks.extend(self.told(rung));
            let own = rung.entries.own.iter();
            let (notes, deciding): (Vec<_>, Vec<_>) = own.partition(|entry| entry.note);
            for entry in deciding.into_iter().chain(notes) {
                blocks.extend(self::entry(chapter, entry));
            }
        }
        self.evidence(judged, blocks);
        self.said(chapter, judged, blocks);
        self.training(judged, blocks);
    }

    /// A link to a criterion, in the chapter that tells it.
    fn to_criterion(&self, chapter: &Chapter, name: &str) -> Inline {
        let teller = self.teller(chapter, name);
        let id = name.split_once('/').map_or(name, |(_, id)| id);
        to(&anchor(&teller.id, name), id.to_owned())
    }

    /// What earlier chapters tell word for word.
    fn told(&self, rung: &Rung) -> Vec<Block> {
        let told = rung.entries.told.iter().filter_map(|(place, ids)| {
            let teller = self.chapters.get(*place)?;
            let stage = to(&anchor(&teller.id, &rung.id), teller.title.clone());
            if rung.is_told_in_full(ids) {
                return Some(all_as_in(ids.len().to_string(), stage));
            }
            let links = ids.iter().map(|id| {
                let name = format!("{}/{id}", rung.id);
                Sentence::from(to(&anchor(&teller.id, &name), id.clone()))
            });
            Some(as_in(stage, Sentence::join(links, ", ")))
        });
        told.map(Block::Paragraph).collect()
    }

    /// What the chapters before tell of these, so many or by name.
    fn as_before(
        &self,
        told: &BTreeMap<usize, Vec<String>>,
        these: fn(&[String]) -> Sentence,
    ) -> Vec<Block> {
        let told = told.iter().filter_map(|(place, names)| {
            let teller = self.chapters.get(*place)?;
            Some(these_as_in(these(names), to_chapter(teller)))
        });
        told.map(Block::Paragraph).collect()
    }

    fn said(&self, chapter: &Chapter, judged: &JudgingChapter, blocks: &mut Vec<Block>) {
        let remarks = judged.remarks.iter().map(|(name, say)| {
            let criterion = self.to_criterion(chapter, name);
            Item::from(beside(criterion, sourced(say)))
        });
        let remarks: Vec<Item> = remarks.collect();
        if !remarks.is_empty() {
            blocks.push(Block::Subheading(beside_met()));
            blocks.push(Block::List(remarks));
        }
        let told = &judged.phases;
        if !told.own.is_empty() || !told.told.is_empty() {
            blocks.push(Block::Subheading(by_weeks()));
            blocks.extend(self.as_before(&told.told, phases));
            blocks.extend(Block::list(told.own.iter().map(
                |phase| match phase.until {
                    Some(days) => until(time(days), sourced(&phase.say)),
                    None => after_that(sourced(&phase.say)),
                },
            )));
        }
        let beyond = &judged.not_asked;
        if !beyond.own.is_empty() || !beyond.told.is_empty() {
            blocks.push(Block::Subheading(not_asked()));
            blocks.extend(self.as_before(&beyond.told, |these| points(these.len().to_string())));
            blocks.extend(Block::list(
                beyond.own.iter().map(|text| Sentence::from(text.clone())),
            ));
        }
        let stops = &judged.stop_rules;
        if !stops.own.is_empty() || !stops.told.is_empty() {
            blocks.push(Block::Subheading(when_to_stop()));
            blocks.extend(self.as_before(&stops.told, rules));
            blocks.extend(Block::list(stops.own.iter().map(sourced)));
        }
    }

    fn evidence(&self, judged: &JudgingChapter, blocks: &mut Vec<Block>) {
        let rules = &judged.evidence;
        if rules.own.is_empty() && rules.told.is_empty() {
            return;
        }
        blocks.push(Block::Subheading(what_counts()));
        blocks.extend(self.as_before(&rules.told, |keys| {
            Sentence::join(keys.iter().map(|key| code(key).into()), ", ")
        }));
        blocks.extend(Block::list(rules.own.iter().map(SourcedRule::sentence)));
    }

    fn training(&self, judged: &JudgingChapter, blocks: &mut Vec<Block>) {
        let told = &judged.ladders.told;
        if judged.ladders.own.is_empty() && told.is_empty() {
            return;
        }
        blocks.push(Block::Subheading(ladders()));
        blocks.extend(self.as_before(told, |ids| {
            Sentence::join(ids.iter().map(|id| code(id).into()), ", ")
        }));
        for ladder in &judged.ladders.own {
            let heading = ladder_titled(ladder.title.clone(), code(&ladder.id));
            blocks.push(Block::Topic(heading));
            blocks.extend(training::blocks(ladder));
        }
        blocks.push(Block::Paragraph(training::lead_of_rules()));
        blocks.extend(self.as_before(&judged.rules.told, rules));
        let own = &judged.rules.own;
        blocks.extend((!own.is_empty()).then(|| training::rules(own)));
    }

    fn decisions_page(&self, appendix: bool) -> Section {
        let others = self.of_shipped.then(|| {
            if appendix {
                others_follow(link("#other-decisions", "other decisions".to_owned()))
            } else {
                others_elsewhere(link("DECISIONS.md", "DECISIONS.md".to_owned()))
            }
        });
        let lead = open_decisions().and(Sentence::from(others));
        let mut blocks = vec![Block::Paragraph(lead)];
        let decisions = self.decisions();
        for (place, chapter) in self.chapters.iter().enumerate() {
            let own = decisions.iter();
            let own = own.filter(|decision| decision.chapters.first() == Some(&place));
            let rows: Vec<_> = own.map(|decision| self.row(chapter, decision)).collect();
            if !rows.is_empty() {
                let columns = vec![
                    Column::new("criterion").wide(20),
                    Column::new("limit").wide(16),
                    Column::new("kind, confidence").wide(11),
                    Column::new("also in").wide(11),
                    Column::new("agreed, or changed to").wide(8),
                ];
                blocks.push(Block::Subheading(chapter.title.clone().into()));
                blocks.push(Block::Table(columns, rows));
            }
        }
        Section::new(at("decisions", to_sign_off()), blocks).toned(Tone::Chapter)
    }

    fn row(&self, chapter: &Chapter, decision: &Decision) -> Vec<Sentence> {
        let also = decision.chapters.iter().skip(1);
        let also = also.filter_map(|place| self.chapters.get(*place));
        let also = also.map(|chapter| Inline::Name(chapter.id.clone()).into());
        let name = decision.name.clone();
        let name = if name.contains('/') {
            to(&anchor(&chapter.id, &name), name)
        } else {
            name.into()
        };
        vec![
            name.into(),
            decision.what.clone(),
            decision.evidence.clone().into(),
            Sentence::join(also, ", "),
            BLANK,
        ]
    }
}

fn entry(chapter: &Chapter, entry: &Entry) -> Vec<Block> {
    let titled = if entry.note {
        note_titled
    } else {
        entry_titled
    };
    let heading = titled(Inline::Name(entry.id().to_owned()), entry.meaning);
    let asks = bands_in_words(&entry.bands)
        .and(entry.conditions.clone())
        .and(entry.error.clone());
    let mut blocks = vec![Block::Topic(at(&anchor(&chapter.id, &entry.name), heading))];
    blocks.extend((!asks.is_empty()).then_some(Block::Paragraph(asks)));
    blocks.extend(entry.line.as_ref().map(svg::picture));
    blocks.extend(Block::list(entry.reasons.iter().cloned()));
    blocks
}

/// Where a criterion or a stage of a chapter stands in the page.
fn anchor(chapter: &str, name: &str) -> String {
    format!("{chapter}--{}", name.replace('/', "--"))
}

/// Words at a place that links go to.
fn at(anchor: &str, words: impl Into<Sentence>) -> Sentence {
    Sentence::from(Inline::Anchor(anchor.to_owned())).then(words)
}

/// A link within the page.
fn to(anchor: &str, words: String) -> Inline {
    link(&format!("#{anchor}"), words)
}

fn to_chapter(chapter: &Chapter) -> Inline {
    to(&chapter.id, chapter.title.clone())
}

fn link(to: &str, words: String) -> Inline {
    let to = to.to_owned();
    Inline::Link(Link { to, words })
}

fn code(name: &str) -> Inline {
    Inline::Code(name.to_owned().into())
}

fn cite(say: &Sourced) -> Inline {
    Inline::Cite(say.sources.clone())
}

fn sourced(say: &Sourced) -> Sentence {
    Sentence::from(say.text.clone()).then(cite(say))
}

fn phases(names: &[String]) -> Sentence {
    counted(names.len(), "phase", "phases")
}

/// Whole weeks as weeks.
fn time(days: u16) -> Sentence {
    match days.checked_div(7) {
        Some(weeks) if days.is_multiple_of(7) => counted(weeks, "week", "weeks"),
        _ => counted(days, "day", "days"),
    }
}

fn rules(names: &[String]) -> Sentence {
    counted(names.len(), "rule", "rules")
}

/// Who approved it, or a form to do so.
fn signature(status: &Status) -> Block {
    match status {
        Status::Draft => Block::Table(
            ["Status", "Name", "Date"].map(Column::new).into(),
            vec![vec![draft(), BLANK, BLANK]],
        ),
        Status::Approved { by, on } => Block::Paragraph(approved(by.clone(), *on)),
    }
}
