//! The criteria at hand, and which of them judge a condition: one rule for a single check and for millions.

use std::sync::OnceLock;

use thiserror::Error;

use super::Protocol;
use super::builtin::{SHIPPED, Shipped};
use super::red_flags::RED_FLAGS;
use crate::assessment::OTHER_INJURY;
use crate::diagnostic::{list, nearest, suggest};

/// Why no criteria judge.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ProtocolSetError {
    /// Nothing here answers for the condition.
    #[error("`{condition}` is not judged here; {help}")]
    NoneAnswers {
        /// The condition.
        condition: String,
        /// What is meant instead, or what there is.
        help: String,
    },
    /// Two protocols answer for one condition, so neither may.
    #[error("{ids} answer for `{condition}`; name one with --protocol")]
    SeveralAnswer {
        /// The condition.
        condition: String,
        /// The protocols, joined by `and`.
        ids: String,
    },
    /// There is no protocol of that id.
    #[error("no protocol `{id}`; {help}")]
    Unknown {
        /// The id.
        id: String,
        /// What is meant instead, or what there is.
        help: String,
    },
    /// No protocol has the stage that is asked for.
    #[error("no protocol has a stage `{stage}`; {help}")]
    UnknownStage {
        /// The stage.
        stage: String,
        /// What is meant instead, or what there is.
        help: String,
    },
    /// A shipped file is at fault; a test rules it out.
    #[error("shipped criteria `{id}` do not compile: {fault}")]
    Faulty {
        /// The id.
        id: String,
        /// The first fault.
        fault: String,
    },
}

impl ProtocolSetError {
    /// What it says, without the condition that the record names.
    #[must_use]
    pub fn redacted(&self) -> String {
        match self {
            Self::NoneAnswers { help, .. } => format!("it is not judged here; {help}"),
            Self::SeveralAnswer { ids, .. } => format!("{ids} answer for it"),
            Self::Unknown { .. } | Self::UnknownStage { .. } | Self::Faulty { .. } => {
                self.to_string()
            }
        }
    }
}

/// A set of criteria files: a user's own, and the shipped ones that none of them replaces; red flags stand beside each.
///
/// A shipped file is compiled when it is first needed.
#[derive(Debug)]
pub struct ProtocolSet {
    entries: Vec<SetEntry>,
    red_flags: Option<File>,
    only: Option<usize>,
}

#[derive(Debug)]
struct SetEntry {
    file: File,
    /// The file with the red flags at its head, once it is needed.
    judging: OnceLock<Box<Protocol>>,
}

#[derive(Debug)]
enum File {
    Own(Box<Protocol>),
    Shipped(&'static Shipped),
}

impl File {
    fn id(&self) -> &str {
        match self {
            Self::Own(protocol) => &protocol.id,
            Self::Shipped(shipped) => shipped.id,
        }
    }

    fn conditions(&self) -> impl Iterator<Item = &str> {
        let (own, shipped) = match self {
            Self::Own(protocol) => (protocol.conditions.as_slice(), [].as_slice()),
            Self::Shipped(shipped) => ([].as_slice(), shipped.conditions),
        };
        own.iter()
            .map(String::as_str)
            .chain(shipped.iter().copied())
    }

    fn protocol(&self) -> Result<Protocol, ProtocolSetError> {
        match self {
            Self::Own(protocol) => Ok(Protocol::clone(protocol)),
            Self::Shipped(shipped) => compile(shipped),
        }
    }
}

impl ProtocolSet {
    /// The shipped criteria, and these, which replace shipped ones of the same id.
    #[must_use]
    pub fn with(own: Vec<Protocol>) -> Self {
        let mut files: Vec<File> = own
            .into_iter()
            .map(|protocol| File::Own(Box::new(protocol)))
            .collect();
        for shipped in SHIPPED {
            if !files.iter().any(|file| file.id() == shipped.id) {
                files.push(File::Shipped(shipped));
            }
        }
        let red_flags = files.iter().position(|file| file.id() == RED_FLAGS);
        let red_flags = red_flags.map(|place| files.remove(place));
        let entries = files.into_iter().map(|file| SetEntry {
            file,
            judging: OnceLock::new(),
        });
        Self {
            entries: entries.collect(),
            red_flags,
            only: None,
        }
    }

    /// The same, whatever the condition judged by one protocol alone.
    ///
    /// # Errors
    /// When there is no protocol of that id.
    pub fn only(self, id: &str) -> Result<Self, ProtocolSetError> {
        let only = Some(self.place_of(id)?);
        Ok(Self { only, ..self })
    }

    /// Place of the protocol of that id.
    ///
    /// # Errors
    /// When there is none.
    pub fn place_of(&self, id: &str) -> Result<usize, ProtocolSetError> {
        let place = self.entries.iter().position(|entry| entry.file.id() == id);
        place.ok_or_else(|| {
            let ids: Vec<&str> = self.entries.iter().map(|entry| entry.file.id()).collect();
            ProtocolSetError::Unknown {
                id: id.to_owned(),
                help: suggest(id, &ids),
            }
        })
    }

    /// How many protocols there are; a place is smaller.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The places whose protocols may judge: all, or the one that judges whatever the condition.
    pub fn judging(&self) -> impl Iterator<Item = usize> + use<> {
        let only = self.only;
        (0..self.entries.len()).filter(move |place| only.is_none_or(|only| only == *place))
    }

    /// Place of the protocol that judges a condition.
    ///
    /// # Errors
    /// When none answers for it, or more than one.
    pub fn place_for(&self, condition: &str) -> Result<usize, ProtocolSetError> {
        if let Some(place) = self.only {
            return Ok(place);
        }
        let answers = |entry: &SetEntry| {
            entry
                .file
                .conditions()
                .any(|answered| answered == condition)
        };
        let places = 0..self.entries.len();
        let mut answering = places.filter(|place| self.entries.get(*place).is_some_and(answers));
        match (answering.next(), answering.next()) {
            (Some(place), None) => Ok(place),
            (None, _) => {
                let known: Vec<&str> = self
                    .entries
                    .iter()
                    .flat_map(|entry| entry.file.conditions())
                    .collect();
                Err(ProtocolSetError::NoneAnswers {
                    condition: condition.to_owned(),
                    help: what_is_judged(condition, &known),
                })
            }
            (Some(_), Some(_)) => {
                let ids: Vec<&str> = self
                    .entries
                    .iter()
                    .filter(|entry| answers(entry))
                    .map(|entry| entry.file.id())
                    .collect();
                Err(ProtocolSetError::SeveralAnswer {
                    condition: condition.to_owned(),
                    ids: ids.join(" and "),
                })
            }
        }
    }

    /// Whether no condition has two protocols that answer for it, so that no record can be refused for that.
    ///
    /// # Errors
    /// The first condition that has.
    pub fn unambiguous(&self) -> Result<(), ProtocolSetError> {
        let mut conditions = self
            .entries
            .iter()
            .flat_map(|entry| entry.file.conditions());
        conditions.try_for_each(|condition| self.place_for(condition).map(|_| ()))
    }

    /// Whether some protocol has a stage of that id, so that asking for it is no mistake.
    ///
    /// # Errors
    /// When none has.
    pub fn knows_stage(&self, id: &str) -> Result<(), ProtocolSetError> {
        let mut stages: Vec<&str> = Vec::new();
        for place in 0..self.len() {
            let protocol = self.protocol(place)?;
            stages.extend(protocol.stages.iter().map(|stage| stage.id.as_str()));
        }
        if stages.contains(&id) {
            return Ok(());
        }
        stages.sort_unstable();
        stages.dedup();
        Err(ProtocolSetError::UnknownStage {
            stage: id.to_owned(),
            help: suggest(id, &stages),
        })
    }

    /// The protocol of a place, with the red flags beside it.
    ///
    /// # Errors
    /// When a shipped file does not compile, which a test rules out.
    pub fn protocol(&self, place: usize) -> Result<&Protocol, ProtocolSetError> {
        let Some(entry) = self.entries.get(place) else {
            return Err(ProtocolSetError::Unknown {
                id: place.to_string(),
                help: "there are fewer".to_owned(),
            });
        };
        if let Some(protocol) = entry.judging.get() {
            return Ok(protocol);
        }
        let alone = entry.file.protocol()?;
        let protocol = match &self.red_flags {
            Some(red_flags) => alone.beside(&red_flags.protocol()?),
            None => alone,
        };
        Ok(entry.judging.get_or_init(|| Box::new(protocol)))
    }

    /// The protocol of an id: as it judges, or the red flags alone.
    ///
    /// # Errors
    /// When there is none, or as [`ProtocolSet::protocol`].
    pub fn of_id(&self, id: &str) -> Result<Protocol, ProtocolSetError> {
        match &self.red_flags {
            Some(red_flags) if red_flags.id() == id => red_flags.protocol(),
            Some(_) | None => Ok(self.protocol(self.place_of(id)?)?.clone()),
        }
    }

    /// Every file alone, as it stands in the set: the red flags last.
    ///
    /// # Errors
    /// As [`ProtocolSet::protocol`].
    pub fn files(&self) -> Result<Vec<Protocol>, ProtocolSetError> {
        let files = self.entries.iter().map(|entry| &entry.file);
        files.chain(&self.red_flags).map(File::protocol).collect()
    }
}

/// What may have been meant, what is judged, and what to do with an injury that is not.
fn what_is_judged(condition: &str, known: &[&str]) -> String {
    let judged: Vec<&str> = known
        .iter()
        .copied()
        .filter(|known| *known != OTHER_INJURY)
        .collect();
    let meant = nearest(condition, known.iter().copied())
        .map_or_else(String::new, |near| format!("did you mean `{near}`? "));
    format!(
        "{meant}judged are {}; criteria for another condition are given with `--criteria`; any other injury is `{OTHER_INJURY}`: see a clinician with it before you run",
        list(&judged)
    )
}

fn compile(shipped: &Shipped) -> Result<Protocol, ProtocolSetError> {
    shipped
        .compile()
        .map_err(|faults| ProtocolSetError::Faulty {
            id: shipped.id.to_owned(),
            fault: faults
                .first()
                .map_or_else(String::new, |fault| fault.message.clone()),
        })
}
