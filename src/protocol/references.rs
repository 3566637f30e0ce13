//! The sources that criteria cite, from BibTeX as reference managers export it.

use biblatex::{Bibliography, ChunksExt};
use thiserror::Error;

use super::builtin::REFERENCES;
use super::compile::{Mark, Sources};

/// Why a bibliography could not be read.
#[derive(Clone, Debug, Error)]
#[error("not readable as BibTeX: {0}")]
pub struct ReferencesError(String);

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
            ReferencesError(format!("line {line}: {}", error.kind))
        })?;
        Ok(Self(bibliography.iter().map(reference).collect()))
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

fn reference(entry: &biblatex::Entry) -> Reference {
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
        Some(_) | None => Mark::Convention,
    };
    Reference {
        key: entry.key.clone(),
        authors: field("author")
            .map_or_else(|| "[no author]".to_owned(), |authors| short(&authors)),
        year: field("year").or_else(|| field("date")),
        title: field("title").unwrap_or_else(|| "[no title]".to_owned()),
        venue: field("journal")
            .or_else(|| field("journaltitle"))
            .or_else(|| field("howpublished")),
        doi: field("doi"),
        url: field("url"),
        note: field("note"),
        mark,
    }
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
