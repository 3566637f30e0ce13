//! What the manual says, before it is drawn.

use std::collections::BTreeMap;

use super::number_line::NumberLine;
use crate::assessment::Day;
use crate::document::Sentence;
use crate::pages::criterion as words;
use crate::pages::evidence_rules::{self, SourcedRule};
use crate::protocol::references::References;
use crate::protocol::{
    Clears, Evidence, Ladder, Phase, Protocol, Refer, Remark, RouteOut, Rule, Sourced, Status,
};
use crate::verdict::Verdict;

/// The manual: a chapter for each protocol, and the sources all of them cite.
#[derive(Debug)]
pub struct Manual {
    /// One for each protocol, in the order given.
    pub chapters: Vec<Chapter>,
    /// What the keys of sources stand for.
    pub references: References,
    /// Whether it is about criteria that ship, so that this project's decisions belong to it.
    pub of_shipped: bool,
}

/// One protocol.
#[derive(Debug)]
pub struct Chapter {
    /// The protocol's id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its version.
    pub version: String,
    /// When it was reviewed.
    pub reviewed: Day,
    /// What is needed to tell its file from any other.
    pub digest: String,
    /// Whether and by whom it is approved.
    pub status: Status,
    /// The conditions it answers for.
    pub conditions: Vec<String>,
    /// What it does with them.
    pub body: Body,
}

/// What a protocol does.
#[derive(Debug)]
pub enum Body {
    /// It judges nothing and refers the runner to a clinician.
    RoutesOut(RouteOut),
    /// It judges, stage by stage.
    Judges(Box<JudgingChapter>),
}

/// What a protocol that judges says.
#[derive(Debug)]
pub struct JudgingChapter {
    /// Place of the stage judged when no goal is given.
    pub ask: usize,
    /// So many cautions make a NO-GO.
    pub cautions: Option<u32>,
    /// Whom a NO-GO sends to whom: names of criteria.
    pub refers: Vec<(Refer, Vec<String>)>,
    /// The ladder, lowest rung first.
    pub rungs: Vec<Rung>,
    /// Sentences beside criteria that are met, with the name of each.
    pub remarks: Vec<(String, Sourced)>,
    /// What to do with the injury, by the time since it.
    pub phases: Shared<Phase>,
    /// What counts as evidence.
    pub evidence: Shared<SourcedRule>,
    /// What published criteria ask and these do not judge.
    pub not_asked: Shared<String>,
    /// When to stop during a run or race.
    pub stop_rules: Shared<Sourced>,
    /// Ladders of walking and running.
    pub ladders: Shared<Ladder>,
    /// What a session says about the next.
    pub rules: Shared<Rule>,
}

/// A stage.
#[derive(Debug)]
pub struct Rung {
    /// Its name.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What it clears the runner to do.
    pub clears: Clears,
    /// How many of its criteria decide, and how many are only shown.
    pub counts: (usize, usize),
    /// Its criteria.
    pub entries: Shared<Entry>,
}

/// What a chapter tells itself, and what an earlier one has told already.
#[derive(Debug)]
pub struct Shared<T> {
    /// Shown here.
    pub own: Vec<T>,
    /// Shown in the chapter of that place: names.
    pub told: BTreeMap<usize, Vec<String>>,
}

/// A criterion in words.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// `stage/criterion`.
    pub name: String,
    /// What is measured.
    pub meaning: &'static str,
    /// Whether it is only shown.
    pub note: bool,
    /// Each band with what lies in it, best first; empty for what is shown without a limit.
    pub bands: Vec<(Verdict, Sentence)>,
    /// When it is asked, which entries count, and what follows.
    pub conditions: Sentence,
    /// Its bands on a line; none where the words say it as well.
    pub line: Option<NumberLine>,
    /// The measure's error, with its source.
    pub error: Sentence,
    /// Why it is asked, what to do about it, and what is meant so.
    pub reasons: Vec<Sentence>,
    /// Where its number comes from.
    pub evidence: Evidence,
}

impl Entry {
    /// Its name within its stage.
    #[must_use]
    pub fn id(&self) -> &str {
        self.name
            .split_once('/')
            .map_or(self.name.as_str(), |(_, id)| id)
    }

    fn of(protocol: &Protocol, place: usize) -> Option<Self> {
        let criterion = protocol.criteria.get(place)?;
        Some(Self {
            name: protocol.name_of(place),
            meaning: criterion.measure.meaning.trim_end_matches('.'),
            note: criterion.note,
            bands: words::bands(criterion),
            conditions: words::conditions(protocol, criterion),
            line: NumberLine::of(criterion),
            error: words::error(criterion),
            reasons: words::reasons(criterion),
            evidence: criterion.evidence.clone(),
        })
    }
}

impl Rung {
    /// Whether these are all its criteria.
    pub(super) fn is_told_in_full(&self, ids: &[String]) -> bool {
        self.entries.own.is_empty() && ids.len() == self.counts.0.saturating_add(self.counts.1)
    }
}

impl Manual {
    /// Everything that the protocols say, in their order.
    #[must_use]
    pub fn new(protocols: &[Protocol], references: References) -> Self {
        let mut manual = Self {
            chapters: Vec::new(),
            references,
            of_shipped: protocols.iter().any(|protocol| protocol.shipped),
        };
        for protocol in protocols {
            let chapter = manual.chapter_of(protocol);
            manual.chapters.push(chapter);
        }
        manual
    }

    /// The chapters that judge nothing.
    pub(super) fn routing_out(&self) -> impl Iterator<Item = &Chapter> {
        self.chapters
            .iter()
            .filter(|chapter| matches!(chapter.body, Body::RoutesOut(_)))
    }

    /// The chapter that tells a criterion of this chapter: itself, or an earlier one.
    pub(super) fn teller<'a>(&'a self, chapter: &'a Chapter, name: &str) -> &'a Chapter {
        let Body::Judges(judged) = &chapter.body else {
            return chapter;
        };
        let told = judged.rungs.iter().find_map(|rung| {
            let id = name.strip_prefix(&rung.id)?.strip_prefix('/')?;
            let told = rung.entries.told.iter();
            told.filter(|(_, ids)| ids.iter().any(|told| told == id))
                .map(|(place, _)| *place)
                .next()
        });
        told.and_then(|place| self.chapters.get(place))
            .unwrap_or(chapter)
    }

    fn chapter_of(&self, protocol: &Protocol) -> Chapter {
        let body = match &protocol.route_out {
            Some(route_out) => Body::RoutesOut(route_out.clone()),
            None => Body::Judges(Box::new(self.judged_by(protocol))),
        };
        let digest: String = protocol.digest.to_string().chars().take(16).collect();
        Chapter {
            id: protocol.id.clone(),
            title: protocol.title.clone(),
            version: protocol.version.clone(),
            reviewed: protocol.reviewed,
            digest,
            status: protocol.status.clone(),
            conditions: protocol.conditions.clone(),
            body,
        }
    }

    fn judged_by(&self, protocol: &Protocol) -> JudgingChapter {
        let stop_rules = protocol.stop_rules.clone();
        JudgingChapter {
            ask: protocol.ask,
            cautions: protocol.cautions,
            refers: refers(protocol),
            rungs: self.rungs(protocol),
            remarks: protocol
                .remarks
                .iter()
                .map(|Remark { beside, say }| (protocol.name_of(*beside), say.clone()))
                .collect(),
            phases: self.shared(
                protocol.phases.clone(),
                |judged| &judged.phases,
                |phase| phase.say.text.clone(),
            ),
            evidence: self.shared(
                evidence_rules::stated(protocol),
                |judged| &judged.evidence,
                |rule| rule.key.to_owned(),
            ),
            not_asked: self.shared(
                protocol.not_asked.clone(),
                |judged| &judged.not_asked,
                String::clone,
            ),
            stop_rules: self.shared(
                stop_rules,
                |judged| &judged.stop_rules,
                |rule| rule.text.clone(),
            ),
            ladders: self.shared(
                protocol.ladders.to_vec(),
                |judged| &judged.ladders,
                |ladder| ladder.id.clone(),
            ),
            rules: self.shared(
                protocol.ladder_rules.to_vec(),
                |judged| &judged.rules,
                |rule| rule.text.clone(),
            ),
        }
    }

    fn rungs(&self, protocol: &Protocol) -> Vec<Rung> {
        let rungs = protocol.stages.iter().map(|stage| {
            let entries: Vec<Entry> = stage
                .criteria
                .clone()
                .filter_map(|place| Entry::of(protocol, place))
                .collect();
            let notes = entries.iter().filter(|entry| entry.note).count();
            let counts = (entries.len().saturating_sub(notes), notes);
            let mut shared = Shared {
                own: Vec::new(),
                told: BTreeMap::new(),
            };
            for entry in entries {
                match self.teller_of(&entry) {
                    Some(chapter) => shared
                        .told
                        .entry(chapter)
                        .or_default()
                        .push(entry.id().to_owned()),
                    None => shared.own.push(entry),
                }
            }
            Rung {
                id: stage.id.clone(),
                title: stage.title.clone(),
                clears: stage.clears,
                counts,
                entries: shared,
            }
        });
        rungs.collect()
    }

    /// The earlier chapter that tells the same criterion.
    fn teller_of(&self, entry: &Entry) -> Option<usize> {
        self.judging()
            .find(|(_, judged)| {
                judged
                    .rungs
                    .iter()
                    .any(|rung| rung.entries.own.contains(entry))
            })
            .map(|(place, _)| place)
    }

    /// The chapters that judge, each with its place.
    pub(super) fn judging(&self) -> impl Iterator<Item = (usize, &JudgingChapter)> {
        self.chapters
            .iter()
            .enumerate()
            .filter_map(|(place, chapter)| match &chapter.body {
                Body::Judges(judged) => Some((place, judged.as_ref())),
                Body::RoutesOut(_) => None,
            })
    }

    fn shared<T: PartialEq>(
        &self,
        parts: Vec<T>,
        of: fn(&JudgingChapter) -> &Shared<T>,
        name: fn(&T) -> String,
    ) -> Shared<T> {
        let mut shared = Shared {
            own: Vec::new(),
            told: BTreeMap::new(),
        };
        for part in parts {
            let before = self
                .judging()
                .find(|(_, judged)| of(judged).own.contains(&part));
            match before {
                Some((chapter, _)) => shared.told.entry(chapter).or_default().push(name(&part)),
                None => shared.own.push(part),
            }
        }
        shared
    }
}

/// The criteria whose NO-GO refers, the urgent first.
fn refers(protocol: &Protocol) -> Vec<(Refer, Vec<String>)> {
    let mut refers = Vec::new();
    for refer in [Refer::Urgent, Refer::Clinician] {
        let names: Vec<String> = protocol
            .criteria
            .iter()
            .enumerate()
            .filter(|(_, criterion)| criterion.refer == Some(refer))
            .map(|(place, _)| protocol.name_of(place))
            .collect();
        if !names.is_empty() {
            refers.push((refer, names));
        }
    }
    refers
}
