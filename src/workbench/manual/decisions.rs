//! What a clinician has to sign off: every limit that is this project's own choice or hardly more than a guess.

use super::outline::{Judged, Manual};
use super::words;
use crate::protocol::{Confidence, Evidence, Kind};
use crate::verdict::Verdict;

/// A decision still to be signed off.
#[derive(Debug)]
pub struct Decision {
    /// The chapters it stands in, by their place; told in the first.
    pub chapters: Vec<usize>,
    /// The criterion's name, or the words that find it.
    pub name: String,
    /// What was decided.
    pub what: String,
    /// Its kind and confidence.
    pub evidence: String,
}

/// Whether somebody must sign it off.
fn is_open(evidence: &Evidence) -> bool {
    evidence.kind == Kind::Convention || evidence.confidence == Confidence::VeryLow
}

impl Manual {
    /// Every decision, in the order of the manual.
    #[must_use]
    pub fn decisions(&self) -> Vec<Decision> {
        let mut decisions = Vec::new();
        for (chapter, judged) in self.judging() {
            for rung in &judged.rungs {
                for entry in rung
                    .entries
                    .own
                    .iter()
                    .filter(|entry| is_open(&entry.evidence))
                {
                    let shared = |other: &Judged| {
                        other.rungs.iter().any(|other| {
                            other.id == rung.id
                                && other
                                    .entries
                                    .told
                                    .get(&chapter)
                                    .is_some_and(|told| told.iter().any(|id| id == entry.id()))
                        })
                    };
                    decisions.push(Decision {
                        chapters: self.chapters_of(chapter, shared),
                        name: entry.name.clone(),
                        what: what(&entry.bands, entry.note),
                        evidence: words_of(&entry.evidence),
                    });
                }
            }
            for ladder in judged
                .ladders
                .own
                .iter()
                .filter(|ladder| is_open(&ladder.evidence))
            {
                let told = |other: &Judged| names(other.ladders.told.get(&chapter), &ladder.id);
                decisions.push(Decision {
                    chapters: self.chapters_of(chapter, told),
                    name: format!("ladder {}", ladder.id),
                    what: ladder.title.clone(),
                    evidence: words_of(&ladder.evidence),
                });
            }
            for rule in judged
                .rules
                .own
                .iter()
                .filter(|rule| is_open(&rule.evidence))
            {
                let told = |other: &Judged| names(other.rules.told.get(&chapter), &rule.text);
                decisions.push(Decision {
                    chapters: self.chapters_of(chapter, told),
                    name: format!("ladder rule: {}", rule.then.word()),
                    what: words::fires(rule),
                    evidence: words_of(&rule.evidence),
                });
            }
        }
        decisions
    }

    /// The chapter that tells it, and the later ones that name it.
    fn chapters_of(&self, chapter: usize, named: impl Fn(&Judged) -> bool) -> Vec<usize> {
        let later = self
            .judging()
            .filter(|(_, judged)| named(judged))
            .map(|(place, _)| place);
        std::iter::once(chapter).chain(later).collect()
    }
}

fn names(told: Option<&Vec<String>>, name: &str) -> bool {
    told.is_some_and(|told| told.iter().any(|one| one == name))
}

fn words_of(evidence: &Evidence) -> String {
    format!("{}, {}", evidence.kind.word(), evidence.confidence.word())
}

fn what(bands: &[(Verdict, String)], note: bool) -> String {
    let said: Vec<String> = bands
        .iter()
        .map(|(verdict, text)| format!("{} {text}", verdict.label()))
        .collect();
    match (said.is_empty(), note) {
        (true, _) => "shown without a limit".to_owned(),
        (false, true) => format!("only shown; {}", said.join(", ")),
        (false, false) => said.join(", "),
    }
}
