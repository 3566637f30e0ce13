//! What judges the records of a batch, and what is the same for all of them.

use std::sync::OnceLock;

use super::line::{self, RecordLine, Shape};
use super::prepared::LineParts;
use crate::assessment::{Day, Fault, Goal, InputError, Record};
#[cfg(feature = "columnar")]
use crate::engine::Deciding;
use crate::engine::{Finding, Outcome, Question};
use crate::formats::json_v1::report::ErrorV1;
use crate::measure::Reading;
use crate::protocol::Protocol;
use crate::protocol::set::{ProtocolSet, ProtocolSetError};

/// What is asked of every record alike.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// What a line says.
    pub shape: Shape,
    /// Judge as of this day; later entries are set aside.
    pub as_of: Option<Day>,
    /// Judge for this goal instead of each record's own.
    pub goal: Option<Goal>,
}

/// What judges every record of a batch; shared by all threads.
#[derive(Debug)]
pub struct Judge {
    protocols: ProtocolSet,
    prepared: Vec<OnceLock<LineParts>>,
    options: Options,
}

/// The memory of one thread, used again for each record.
#[derive(Debug, Default)]
pub struct Scratch {
    pub(crate) readings: Vec<Reading>,
    pub(super) findings: Vec<Finding>,
}

impl Scratch {
    /// The findings of the record judged last, in the order of the file; those that do not decide were not read for.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }
}

/// A question put to a protocol.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PreparedQuestion<'a> {
    /// The sender's name for the record.
    pub(crate) id: Option<&'a str>,
    /// Place of the protocol among those of the judge.
    pub(crate) place: usize,
    pub(crate) protocol: &'a Protocol,
    pub(crate) question: &'a Question<'a>,
}

/// What a record was judged to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JudgedRecord {
    /// Place of its protocol among those of the judge.
    pub place: usize,
    /// The verdict.
    pub outcome: Outcome,
}

impl Judge {
    /// A judge by these criteria.
    ///
    /// # Errors
    /// When two protocols answer for one condition, or none has the stage that is the goal: no record of it could be judged.
    pub fn new(protocols: ProtocolSet, options: Options) -> Result<Self, ProtocolSetError> {
        if let Some(Goal::Stage(stage)) = &options.goal {
            protocols.knows_stage(stage)?;
        }
        protocols.unambiguous()?;
        let prepared = (0..protocols.len()).map(|_| OnceLock::new()).collect();
        Ok(Self {
            protocols,
            prepared,
            options,
        })
    }

    /// What a line says.
    #[must_use]
    pub const fn shape(&self) -> Shape {
        self.options.shape
    }

    /// The criteria.
    #[must_use]
    pub const fn protocols(&self) -> &ProtocolSet {
        &self.protocols
    }

    /// Appends the line of a refused record, with a line feed.
    pub fn refuse(&self, error: &ErrorV1, out: &mut Vec<u8>) {
        match self.options.shape {
            Shape::Csv => line::csv::refused(error, out),
            Shape::Report | Shape::Mid | Shape::Compact => line::refused(error, out),
        }
    }

    /// Appends the line of a judged record; none of a whole report, which has more to say than is shown here ([`Judge::record`]).
    pub(super) fn write(&self, told: &RecordLine<'_>, out: &mut Vec<u8>) {
        let write = match self.options.shape {
            Shape::Mid => line::mid::write,
            Shape::Compact => line::compact::write,
            Shape::Csv => line::csv::write,
            Shape::Report => return,
        };
        if let Some(prepared) = self.prepared(told.place, told.protocol) {
            write(told, prepared, out);
        }
    }

    /// What is the same on every line of a protocol.
    pub(super) fn prepared(&self, place: usize, protocol: &Protocol) -> Option<&LineParts> {
        let prepared = self.prepared.get(place)?;
        Some(prepared.get_or_init(|| LineParts::of(protocol, self.options.shape)))
    }

    /// The queries of a protocol that decide a question, in order; what the others read is left out of lines and verdicts alike.
    #[cfg(feature = "columnar")]
    pub(crate) fn deciding(
        &self,
        place: usize,
        protocol: &Protocol,
        question: &Question<'_>,
    ) -> Option<&[usize]> {
        let prepared = self.prepared(place, protocol)?;
        let deciding = prepared.deciding(question.reads_up_to(protocol), question.setting);
        Some(deciding.map_or(&[], Deciding::queries))
    }

    /// Which criteria judge at a place, as a line names them.
    #[cfg(feature = "columnar")]
    pub(crate) fn criteria_of(&self, place: usize) -> String {
        let protocol = self.protocols.protocol(place);
        protocol.map_or_else(|_| String::new(), LineParts::criteria)
    }

    /// The protocol that judges a record, its place, and what is asked of it.
    pub(super) fn question<'a>(
        &self,
        record: &'a Record,
    ) -> Result<(usize, &Protocol, Question<'a>), InputError> {
        let (place, protocol) = self
            .protocol_for(record.condition())
            .map_err(|(path, message, redacted)| refused(record, path, &message, redacted))?;
        let (as_of, goal) = (self.options.as_of, self.options.goal.clone());
        let question = Question::new(protocol, record, as_of, goal)
            .map_err(|error| refused(record, error.path(), &error.to_string(), error.redacted()))?;
        Ok((place, protocol, question))
    }

    /// The protocol that judges a condition, with its place; else which field is wrong, and why, with what the record says
    /// and without.
    pub(crate) fn protocol_for(
        &self,
        condition: &str,
    ) -> Result<(usize, &Protocol), (&'static str, String, String)> {
        let place = self
            .protocols
            .place_for(condition)
            .map_err(|error| ("/injury/condition", error.to_string(), error.redacted()))?;
        let protocol = self
            .protocols
            .protocol(place)
            .map_err(|error| ("", error.to_string(), error.redacted()))?;
        Ok((place, protocol))
    }
}

/// Why a sound record is not judged.
pub(super) fn refused(record: &Record, path: &str, message: &str, redacted: String) -> InputError {
    InputError {
        id: record.id().map(str::to_owned),
        faults: vec![Fault {
            path: path.to_owned(),
            message: message.to_owned(),
            redacted,
        }],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(shape: Shape, text: &str) -> Result<String, Box<dyn std::error::Error>> {
        let options = Options {
            shape,
            ..Options::default()
        };
        let judge = Judge::new(ProtocolSet::with(Vec::new()), options)?;
        let mut out = Vec::new();
        judge.line(text, &mut Scratch::default(), &mut out);
        Ok(String::from_utf8(out)?)
    }

    #[test]
    fn a_refused_record_that_stands_in_no_file_names_no_place()
    -> Result<(), Box<dyn std::error::Error>> {
        let text = r#"{ "id": "x", "as_of": "2026-02-30", "injury": { "condition": "none" } }"#;
        for shape in [Shape::Report, Shape::Mid, Shape::Compact] {
            let told = line(shape, text)?;
            let begin = r#"{"format":"error/1","line":null,"id":"x","errors":[{"path":"/as_of","#;
            assert!(told.starts_with(begin), "{told}");
            assert!(told.ends_with("}]}\n"), "{told}");
        }
        let told = line(Shape::Csv, text)?;
        assert!(told.starts_with("x,,,,,,,,,,,"), "{told}");
        assert!(
            told.contains("/as_of: ") && !told.contains("byte"),
            "{told}"
        );
        Ok(())
    }

    #[test]
    fn an_unknown_stage_is_refused_with_the_nearest_one() {
        let options = Options {
            goal: Some(Goal::Stage("hoping".to_owned())),
            ..Options::default()
        };
        let refused = Judge::new(ProtocolSet::with(Vec::new()), options).err();
        let said = refused.map(|error| error.to_string());
        let said = said.unwrap_or_default();
        assert_eq!(
            said,
            "no protocol has a stage `hoping`; did you mean `hopping`?"
        );
    }
}
