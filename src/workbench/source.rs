//! A criteria file with its text and the sources it may cite.

use std::path::PathBuf;

use crate::diagnostic::Diagnostic;
use crate::protocol::builtin::Shipped;
use crate::protocol::references::References;
use crate::protocol::{Protocol, compile};

/// A criteria file as it was found; it may be faulty.
#[derive(Clone, Debug)]
pub struct Source {
    /// Where it was found: a path, or the id of a shipped one.
    pub name: String,
    /// Its path; none for a shipped one.
    pub path: Option<PathBuf>,
    /// Its text.
    pub text: String,
    /// The sources it may cite.
    pub references: References,
}

impl Source {
    /// A file of the disk, with the sources it may cite.
    #[must_use]
    pub fn file(name: String, path: PathBuf, text: String, references: References) -> Self {
        Self {
            name,
            path: Some(path),
            text,
            references,
        }
    }

    /// A file that ships with the program.
    #[must_use]
    pub fn shipped(shipped: &Shipped, references: References) -> Self {
        Self {
            name: shipped.id.to_owned(),
            path: None,
            text: shipped.text.to_owned(),
            references,
        }
    }

    /// The stem that the file's id must equal.
    #[must_use]
    pub fn stem(&self) -> Option<&str> {
        match &self.path {
            Some(path) => path.file_stem().and_then(|stem| stem.to_str()),
            None => Some(&self.name),
        }
    }

    /// The protocol.
    ///
    /// # Errors
    /// Every fault of the file, in its order.
    pub fn compile(&self) -> Result<Protocol, Vec<Diagnostic>> {
        compile(&self.text, self.stem(), Some(&self.references)).map(|protocol| Protocol {
            shipped: self.path.is_none(),
            ..protocol
        })
    }
}
