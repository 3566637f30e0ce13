//! Faults of a criteria file as plain data; drawing them is elsewhere.

use std::ops::Range;

use serde::Serialize;

/// How grave a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, strum::IntoStaticStr)]
#[cfg_attr(
    feature = "cli",
    derive(schemars::JsonSchema),
    schemars(rename = "LevelV1")
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Level {
    /// Worth knowing.
    Note,
    /// Likely not what its author means.
    Warning,
    /// The file judges wrongly, or not at all.
    Error,
}

word!(Level);

/// What is to be known of a code: `rtr explain CODE`.
///
/// A test holds every page to a faulty file of its own: the faulty lines stand in it once, and put into their mended form the file
/// has no finding left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// Its code, such as `overlapping-bands`.
    pub code: &'static str,
    /// What is wrong.
    pub what: &'static str,
    /// Why it matters to a patient, and what to do.
    pub why: &'static str,
    /// Lines with the fault.
    pub faulty: &'static str,
    /// The same lines without it.
    pub mended: &'static str,
}

/// Which file a place is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum File {
    /// The file that is looked at.
    Own,
    /// The file that it extends.
    Extended,
    /// The measure file of this place among those that the two name.
    Measures(usize),
}

/// Another place that belongs to a fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Related {
    /// The file it is in.
    pub file: File,
    /// Byte range of that file.
    pub span: Range<usize>,
    /// What stands there.
    pub label: String,
}

/// One fault: what, where, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Stable code, such as `overlapping-bands`; `rtr explain CODE` says why it matters.
    pub code: &'static str,
    /// What is wrong, one line.
    pub message: String,
    /// The file it is in.
    pub file: File,
    /// Byte range of that file.
    pub span: Range<usize>,
    /// What stands there, beside the caret.
    pub label: String,
    /// Other places that belong to it.
    pub related: Vec<Related>,
    /// What to do.
    pub help: Option<String>,
}

impl Diagnostic {
    pub(crate) fn new(code: &'static str, span: Range<usize>, message: impl Into<String>) -> Self {
        // A message is one line, whatever text of the file it quotes.
        let message = message.into().replace(['\r', '\n'], " ");
        Self {
            code,
            message,
            file: File::Own,
            span,
            label: String::new(),
            related: Vec::new(),
            help: None,
        }
    }

    pub(crate) fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    pub(crate) fn related(mut self, span: Range<usize>, label: impl Into<String>) -> Self {
        self.related.push(Related {
            file: File::Own,
            span,
            label: label.into(),
        });
        self
    }
}

/// The allowed word nearest to a misspelt one, if any is near.
pub(crate) fn nearest<'a>(
    word: &str,
    allowed: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    allowed
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(word, candidate), candidate))
        .filter(|(distance, candidate)| distance.saturating_mul(3) <= candidate.len().max(3))
        .min()
        .map(|(_, candidate)| candidate)
}

/// `did you mean ...`, or the allowed words.
pub(crate) fn suggest(word: &str, allowed: &[&str]) -> String {
    match nearest(word, allowed.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("allowed: {}", list(allowed)),
    }
}

/// Words in backticks, separated by commas.
pub(crate) fn list(words: &[&str]) -> String {
    words
        .iter()
        .map(|word| format!("`{word}`"))
        .collect::<Vec<_>>()
        .join(", ")
}
