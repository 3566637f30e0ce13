//! What a clinician has to sign off: every limit that is this project's own choice or hardly more than a guess.

use super::outline::{Entry, JudgingChapter, Manual};
use crate::document::{Sentence, sentences};
use crate::pages::ladder::fires;
use crate::protocol::{Confidence, Evidence, Kind};
use crate::verdict::Verdict;

sentences! {
    without_limit() = "shown without a limit";
    only_shown(bands: Sentence) = "only shown; {bands}";
}

/// A decision still to be signed off.
#[derive(Debug)]
pub struct Decision {
    /// The chapters it stands in, by their place; told in the first.
    pub chapters: Vec<usize>,
    /// The criterion's name, or the words that find it.
    pub name: String,
    /// What was decided.
    pub what: Sentence,
    /// Its kind and confidence.
    pub evidence: String,
}

/// Whether a person must sign it off.
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
                    let shared = |other: &JudgingChapter| {
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
                        what: what(entry),
                        evidence: words_of(&entry.evidence),
                    });
                }
            }
            for rule in &judged.evidence.own {
                let Some(evidence) = rule.evidence.as_ref().filter(|one| is_open(one)) else {
                    continue;
                };
                let told =
                    |other: &JudgingChapter| names(other.evidence.told.get(&chapter), rule.key);
                decisions.push(Decision {
                    chapters: self.chapters_of(chapter, told),
                    name: rule.key.to_owned(),
                    what: rule.says.clone(),
                    evidence: words_of(evidence),
                });
            }
            for ladder in judged
                .ladders
                .own
                .iter()
                .filter(|ladder| is_open(&ladder.evidence))
            {
                let told =
                    |other: &JudgingChapter| names(other.ladders.told.get(&chapter), &ladder.id);
                decisions.push(Decision {
                    chapters: self.chapters_of(chapter, told),
                    name: format!("ladder {}", ladder.id),
                    what: ladder.title.clone().into(),
                    evidence: words_of(&ladder.evidence),
                });
            }
            for rule in judged
                .rules
                .own
                .iter()
                .filter(|rule| is_open(&rule.evidence))
            {
                let told =
                    |other: &JudgingChapter| names(other.rules.told.get(&chapter), &rule.text);
                decisions.push(Decision {
                    chapters: self.chapters_of(chapter, told),
                    name: format!("ladder rule: {}", rule.then.word()),
                    what: fires(rule),
                    evidence: words_of(&rule.evidence),
                });
            }
        }
        decisions
    }

    /// The chapter that tells it, and the later ones that name it.
    fn chapters_of(&self, chapter: usize, named: impl Fn(&JudgingChapter) -> bool) -> Vec<usize> {
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

fn what(entry: &Entry) -> Sentence {
    let band = |(verdict, words): &(Verdict, Sentence)| Sentence::from(*verdict).and(words.clone());
    let said = Sentence::join(entry.bands.iter().map(band), ", ");
    match (said.is_empty(), entry.note) {
        (true, _) => without_limit(),
        (false, true) => only_shown(said),
        (false, false) => said,
    }
}
