//! Where the faults of a file go, and what every check needs: its words, ids and sources.

use crate::assessment::is_kebab;
use crate::diagnostic::{Diagnostic, suggest};
use crate::measure::{Definition, find};
use crate::protocol::raw::{Spanned, Text};
use crate::protocol::{Refer, Sourced};
use crate::words::words;

/// How a source was read, which bounds what a criterion resting on it may claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// Nobody says how it was read.
    Unmarked,
    /// Remembered, not confirmed.
    FromMemory,
    /// Read in another text that quotes it.
    SecondHand,
    /// Read in the paper: abstract, table or record page.
    Read,
}

/// What the compiler asks about a source.
pub trait Sources {
    /// How the source of that key was read; `None` when there is none.
    fn mark(&self, key: &str) -> Option<Mark>;
}

pub(super) struct Compiler<'a> {
    pub(super) faults: &'a mut Vec<Diagnostic>,
    pub(super) sources: Option<&'a dyn Sources>,
    pub(super) conditions: &'a [Text],
    /// Ids of stages and criteria that were too faulty to go on with.
    pub(super) lost: Vec<String>,
    pub(super) unread: Vec<&'static str>,
    /// The measures that the file declares, and those that were given with it.
    pub(super) declared: Vec<&'static Definition>,
}

impl Compiler<'_> {
    /// Whether a stage or criterion of that name stands in the file, though it could not be compiled.
    pub(super) fn lost(&self, name: &str) -> bool {
        name.split('/')
            .any(|part| self.lost.iter().any(|lost| lost == part))
    }

    /// The measure of that id: of the catalogue, or declared.
    pub(super) fn known(&self, id: &str) -> Option<&'static Definition> {
        let mut declared = self.declared.iter().copied();
        find(id).or_else(|| declared.find(|measure| measure.id == id))
    }

    pub(super) fn add(&mut self, fault: Diagnostic) {
        self.faults.push(fault);
    }

    /// One of a list of words, or a fault.
    pub(super) fn word<T: Copy>(
        &mut self,
        code: &'static str,
        text: &Text,
        words: impl IntoIterator<Item = (&'static str, T)>,
    ) -> Option<T> {
        let words: Vec<_> = words.into_iter().collect();
        let found = words
            .iter()
            .find(|(word, _)| *word == text.value)
            .map(|(_, value)| *value);
        if found.is_none() {
            let allowed: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            self.add(
                Diagnostic::new(
                    code,
                    text.span.clone(),
                    format!("unknown word `{}`", text.value),
                )
                .help(suggest(&text.value, &allowed)),
            );
        }
        found
    }

    pub(super) fn refer(&mut self, text: &Text) -> Option<Refer> {
        self.word("unknown-word", text, words())
    }

    /// Source keys, each looked up; the strongest mark among them. What the file's authors propose by themselves needs none.
    pub(super) fn keys(
        &mut self,
        keys: &Spanned<Vec<Text>>,
        proposed: bool,
    ) -> (Vec<String>, Option<Mark>) {
        let mut strongest = None;
        if keys.value.is_empty() && !proposed {
            self.add(
                Diagnostic::new("no-sources", keys.span.clone(), "no source is named").help(
                    "name a key of references.bib; what you propose by yourself is a `convention`",
                ),
            );
        }
        for key in &keys.value {
            let Some(sources) = self.sources else {
                continue;
            };
            match sources.mark(&key.value) {
                Some(mark) => strongest = strongest.max(Some(mark)),
                None => self.add(
                    Diagnostic::new(
                        "unknown-source",
                        key.span.clone(),
                        format!("no source `{}` in references.bib", key.value),
                    )
                    .help("add the entry to references.bib, or correct the key"),
                ),
            }
        }
        (
            keys.value.iter().map(|key| key.value.clone()).collect(),
            strongest,
        )
    }

    pub(super) fn sourced(&mut self, text: &Text, keys: &Spanned<Vec<Text>>) -> Sourced {
        Sourced {
            text: text.value.clone(),
            sources: self.keys(keys, false).0,
        }
    }

    pub(super) fn id(&mut self, id: &Text) {
        if !is_kebab(&id.value) {
            self.add(
                Diagnostic::new(
                    "bad-id",
                    id.span.clone(),
                    format!("`{}` is not an id", id.value),
                )
                .help("use words in small letters and digits, joined by `-`"),
            );
        }
    }
}

/// A number in digits alone; reading a number as such would also take a sign.
pub(super) fn whole(text: &str) -> Option<u32> {
    text.bytes()
        .all(|byte| byte.is_ascii_digit())
        .then(|| text.parse().ok())
        .flatten()
}
