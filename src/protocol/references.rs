//! The sources that criteria cite, from BibTeX as reference managers export it.

use biblatex::{Bibliography, ChunksExt};
use strum::{IntoStaticStr, VariantArray};
use thiserror::Error;

use super::builtin::REFERENCES;
use super::compile::{Mark, Sources};
use super::{Confidence, Kind};
use crate::words::words;

/// Why a bibliography could not be read.
#[derive(Clone, Debug, Error)]
#[non_exhaustive]
pub enum ReferencesError {
    /// It is no BibTeX.
    #[error("not readable as BibTeX: line {line}: {fault}")]
    Syntax {
        /// The line, from 1.
        line: usize,
        /// What is wrong there.
        fault: String,
    },
    /// A design that is none.
    #[error("`{key}`: unknown design `{found}`; it is one of {allowed}")]
    Design {
        /// The source.
        key: String,
        /// What stands there.
        found: String,
        /// What may.
        allowed: String,
    },
}

/// How a source came to what it says, which bounds what may be claimed on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum Design {
    /// A clinical practice guideline that grades its evidence.
    Guideline,
    /// A systematic or scoping review.
    SystematicReview,
    /// A randomised trial.
    RandomisedTrial,
    /// A trial in which each person is their own control.
    CrossOverTrial,
    /// People followed over time.
    Cohort,
    /// People with and without a condition, compared.
    CaseControl,
    /// A test held against the diagnosis.
    DiagnosticStudy,
    /// Reliability or validity of a test or questionnaire.
    Measurement,
    /// People looked at once.
    CrossSectional,
    /// A study of movement in a laboratory.
    Laboratory,
    /// Patients described.
    CaseSeries,
    /// What experts agreed on, by a method that is stated.
    ConsensusStatement,
    /// A review that does not say how it searched.
    NarrativeReview,
    /// What its authors think.
    Commentary,
    /// What experts answered when asked.
    Interviews,
    /// A way to think about a decision.
    Framework,
    /// A trial that has not reported.
    TrialProtocol,
    /// The programme of a hospital or university.
    InstitutionalProtocol,
    /// What a hospital hands to patients.
    PatientLeaflet,
    /// A talk or poster, not reviewed in full.
    ConferenceAbstract,
    /// A book.
    Book,
}

word!(Design);

impl Design {
    /// The most that may be claimed on it alone.
    ///
    /// *Why is a commentary no evidence?* It can be right. But nobody counted anything, and `evidence` says that somebody did.
    #[must_use]
    pub const fn bears(self) -> (Kind, Confidence) {
        match self {
            Self::Guideline | Self::SystematicReview | Self::RandomisedTrial => {
                (Kind::Evidence, Confidence::High)
            }
            Self::CrossOverTrial
            | Self::Cohort
            | Self::CaseControl
            | Self::DiagnosticStudy
            | Self::Measurement => (Kind::Evidence, Confidence::Moderate),
            Self::CrossSectional | Self::Laboratory | Self::CaseSeries => {
                (Kind::Evidence, Confidence::Low)
            }
            Self::ConsensusStatement => (Kind::Consensus, Confidence::Moderate),
            Self::NarrativeReview
            | Self::Commentary
            | Self::Interviews
            | Self::Framework
            | Self::TrialProtocol
            | Self::InstitutionalProtocol
            | Self::PatientLeaflet
            | Self::ConferenceAbstract
            | Self::Book => (Kind::Consensus, Confidence::Low),
        }
    }
}

/// One source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// Its key.
    pub key: String,
    /// Who, in short: `Silbernagel et al.`
    pub authors: String,
    /// When, if recorded.
    pub year: Option<String>,
    /// Its title, or a description where the title is not recorded.
    pub title: String,
    /// Where it appeared.
    pub venue: Option<String>,
    /// Its DOI.
    pub doi: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// How it was read.
    pub note: Option<String>,
    /// How it was read, as one mark.
    pub mark: Mark,
    /// How it came to what it says, if recorded.
    pub design: Option<Design>,
    /// Of whom it speaks, if recorded.
    pub population: Option<String>,
    /// Of how many, if recorded.
    pub number: Option<String>,
}

/// Every source of a bibliography.
#[derive(Clone, Debug, Default)]
pub struct References(Vec<Reference>);

impl References {
    /// The sources that ship with the program.
    ///
    /// # Errors
    /// When the bibliography cannot be read; a test keeps the shipped one readable.
    pub fn shipped() -> Result<Self, ReferencesError> {
        Self::parse(REFERENCES)
    }

    /// Reads a bibliography.
    ///
    /// # Errors
    /// Where and why it cannot be read.
    pub fn parse(text: &str) -> Result<Self, ReferencesError> {
        let bibliography = Bibliography::parse(text).map_err(|error| {
            let line = text
                .get(..error.span.start)
                .map_or(0, |before| before.matches('\n').count())
                .saturating_add(1);
            let fault = error.kind.to_string();
            ReferencesError::Syntax { line, fault }
        })?;
        let references: Result<Vec<Reference>, ReferencesError> =
            bibliography.iter().map(reference).collect();
        Ok(Self(references?))
    }

    /// These sources, and others where these have none.
    #[must_use]
    pub fn or(mut self, others: Self) -> Self {
        let own = std::mem::take(&mut self.0);
        let added = others
            .0
            .into_iter()
            .filter(|other| !own.iter().any(|reference| reference.key == other.key));
        let added: Vec<Reference> = added.collect();
        Self(own.into_iter().chain(added).collect())
    }

    /// The source of that key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Reference> {
        self.0.iter().find(|reference| reference.key == key)
    }

    /// The keys of sources that others give otherwise.
    #[must_use]
    pub fn replaced_by(&self, others: &Self) -> Vec<String> {
        let replaced = others.iter().filter(|other| {
            self.get(&other.key)
                .is_some_and(|reference| reference != *other)
        });
        replaced.map(|other| other.key.clone()).collect()
    }

    /// All sources.
    pub fn iter(&self) -> impl Iterator<Item = &Reference> {
        self.0.iter()
    }
}

impl Sources for References {
    fn mark(&self, key: &str) -> Option<Mark> {
        self.get(key).map(|reference| reference.mark)
    }
}

impl Reference {
    /// The source in one line: who, when, what, where.
    #[must_use]
    pub fn citation(&self) -> String {
        let mut line = self.authors.clone();
        if let Some(year) = &self.year {
            line.push_str(&format!(" {year}"));
        }
        let stop = if line.ends_with('.') { "" } else { "." };
        line.push_str(&format!("{stop} {}.", self.title.trim_end_matches('.')));
        if let Some(venue) = &self.venue {
            line.push_str(&format!(" {venue}."));
        }
        if let Some(doi) = &self.doi {
            line.push_str(&format!(" doi:{doi}"));
        }
        line
    }
}

fn reference(entry: &biblatex::Entry) -> Result<Reference, ReferencesError> {
    let field = |name: &str| {
        entry
            .get(name)
            .map(|chunks| chunks.format_verbatim())
            .filter(|text| !text.is_empty())
    };
    let marks = field("keywords").unwrap_or_default();
    let mark = match marks.rsplit(',').next().map(str::trim) {
        Some("read") => Mark::Read,
        Some("second-hand") => Mark::SecondHand,
        Some("from-memory") => Mark::FromMemory,
        // Unmarked is the weakest: a source bears nothing that nobody vouches for.
        Some(_) | None => Mark::Unmarked,
    };
    let design = field("design").map(|word| design(&entry.key, word));
    Ok(Reference {
        key: entry.key.clone(),
        authors: field("author")
            .map(|authors| short(&authors))
            .or_else(|| field("organization"))
            .unwrap_or_else(|| "[no author]".to_owned()),
        year: field("year").or_else(|| field("date")),
        title: field("title").unwrap_or_else(|| "[no title]".to_owned()),
        venue: field("journal")
            .or_else(|| field("journaltitle"))
            .or_else(|| field("howpublished")),
        doi: field("doi"),
        url: field("url"),
        note: field("note"),
        mark,
        design: design.transpose()?,
        population: field("population"),
        number: field("n"),
    })
}

fn design(key: &str, found: String) -> Result<Design, ReferencesError> {
    let known = words().find(|(word, _)| *word == found);
    known.map(|(_, design)| design).ok_or_else(|| {
        let allowed: Vec<&str> = Design::VARIANTS.iter().map(|one| one.word()).collect();
        ReferencesError::Design {
            key: key.to_owned(),
            found,
            allowed: allowed.join(", "),
        }
    })
}

/// The first author, and whether there are others.
fn short(authors: &str) -> String {
    let mut names = authors.split(" and ").map(str::trim);
    let first = names.next().unwrap_or_default();
    let family = first.split(',').next().unwrap_or(first).trim();
    match names.next() {
        None => family.to_owned(),
        Some("others") => format!("{family} et al."),
        Some(second) if names.next().is_none() => {
            format!(
                "{family} and {}",
                second.split(',').next().unwrap_or(second).trim()
            )
        }
        Some(_) => format!("{family} et al."),
    }
}
