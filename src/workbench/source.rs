//! A criteria file with its text and the sources it may cite.

use std::path::PathBuf;

use crate::diagnostic::{Diagnostic, File};
use crate::protocol::Protocol;
use crate::protocol::builtin::{self, Shipped};
use crate::protocol::extends::{ResolvedFile, Wanted, resolve};
use crate::protocol::references::References;

/// A criteria file as it was found; it may be faulty.
#[derive(Clone, Debug)]
pub struct Source {
    /// Where it was found: a path, or the id of a shipped one.
    pub name: String,
    /// Its path; none for a shipped one.
    pub path: Option<PathBuf>,
    /// Its text, as it stands.
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
    /// Every fault of the file, in its order; then those of what it takes from another.
    pub fn compile(&self) -> Result<Protocol, Vec<Diagnostic>> {
        let compiled = self
            .resolve()?
            .compile(self.stem(), Some(&self.references))?;
        Ok(Protocol {
            shipped: self.path.is_none(),
            ..compiled
        })
    }

    /// The file made whole.
    ///
    /// # Errors
    /// Every fault in what it extends and takes away.
    pub fn resolve(&self) -> Result<ResolvedFile, Vec<Diagnostic>> {
        resolve(&self.text, self.stem(), &|wanted, id| match wanted {
            Wanted::Criteria => self.parent(id).map(|parent| parent.text),
            Wanted::Measures => self.measures(id).map(|measures| measures.text),
        })
    }

    /// The file with everything that it takes from another as its own text; itself when it takes nothing, or cannot.
    #[must_use]
    pub fn whole(&self) -> Self {
        match self.resolve() {
            Ok(resolved) => Self {
                text: resolved.text,
                ..self.clone()
            },
            Err(_) => self.clone(),
        }
    }

    /// The file that it extends, if it does and there is one.
    #[must_use]
    pub fn extended(&self) -> Option<Self> {
        let table: toml::Table = self.text.parse().ok()?;
        self.parent(table.get("extends")?.as_str()?)
    }

    /// The file that a place is in.
    #[must_use]
    pub fn file_of(&self, file: File) -> std::borrow::Cow<'_, Self> {
        let other = match file {
            File::Own => None,
            File::Extended => self.extended(),
            File::Measures(place) => self.measure_file(place),
        };
        other.map_or(std::borrow::Cow::Borrowed(self), std::borrow::Cow::Owned)
    }

    /// The measure files that it names, and then those that the file it extends names, as they stand.
    #[must_use]
    pub fn measure_files(&self) -> Vec<Self> {
        let named = |text: &str| -> Vec<String> {
            let table: toml::Table = text.parse().unwrap_or_default();
            let names = table.get("measures").and_then(toml::Value::as_array);
            let names = names.into_iter().flatten();
            names
                .filter_map(|name| name.as_str().map(str::to_owned))
                .collect()
        };
        let extended = self.extended().map(|extended| extended.text);
        let names = named(&self.text).into_iter();
        let names = names.chain(extended.iter().flat_map(|text| named(text)));
        names.filter_map(|id| self.measures(&id)).collect()
    }

    fn measure_file(&self, place: usize) -> Option<Self> {
        self.measure_files().into_iter().nth(place)
    }

    /// The measure file of that id in the folder `measures` beside this file, or else the shipped one.
    fn measures(&self, id: &str) -> Option<Self> {
        let beside = self.path.as_ref().and_then(|path| {
            let path = path.with_file_name("measures").join(format!("{id}.toml"));
            let text = std::fs::read_to_string(&path).ok()?;
            let references = self.references.clone();
            Some(Self::file(
                path.display().to_string(),
                path,
                text,
                references,
            ))
        });
        beside.or_else(|| {
            Some(Self {
                name: format!("measures/{id}"),
                path: None,
                text: builtin::text(Wanted::Measures, id)?,
                references: self.references.clone(),
            })
        })
    }

    /// The file of that id beside this one, or else the shipped one.
    fn parent(&self, id: &str) -> Option<Self> {
        let beside = self.path.as_ref().and_then(|path| {
            let path = path.with_file_name(format!("{id}.toml"));
            let text = std::fs::read_to_string(&path).ok()?;
            let references = self.references.clone();
            Some(Self::file(
                path.display().to_string(),
                path,
                text,
                references,
            ))
        });
        beside.or_else(|| {
            Some(Self {
                name: id.to_owned(),
                path: None,
                text: builtin::text(Wanted::Criteria, id)?,
                references: self.references.clone(),
            })
        })
    }
}
