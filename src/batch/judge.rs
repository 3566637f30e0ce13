//! One record to one line.

use std::sync::OnceLock;

use super::line::{self, Shape, Told};
use super::prepared::Prepared;
use crate::assessment::{Assessment, Day, Fault, Goal, InputError};
use crate::engine::{Finding, Outcome, Question, evaluate, read_into};
use crate::measure::Reading;
use crate::protocol::shelf::{Shelf, ShelfError};
use crate::report::Report;
use crate::report::json_v1::ErrorV1;

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
    shelf: Shelf,
    prepared: Vec<OnceLock<Prepared>>,
    options: Options,
}

/// The memory of one thread, used again for each record.
#[derive(Debug, Default)]
pub struct Desk {
    readings: Vec<Reading>,
    findings: Vec<Finding>,
}

impl Desk {
    /// The findings of the record judged last, in the order of the file.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }
}

/// What a record was judged to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Judged {
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
    pub fn new(shelf: Shelf, options: Options) -> Result<Self, ShelfError> {
        if let Some(Goal::Stage(stage)) = &options.goal {
            shelf.knows_stage(stage)?;
        }
        shelf.unambiguous()?;
        let prepared = (0..shelf.len()).map(|_| OnceLock::new()).collect();
        Ok(Self {
            shelf,
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
    pub const fn shelf(&self) -> &Shelf {
        &self.shelf
    }

    /// Judges one record (format `assessment/1`) and appends its line, with a line feed, to `out`.
    ///
    /// Of a record that is refused nothing is appended.
    ///
    /// # Errors
    /// Every fault of the record, as [`Assessment::from_json`] lists them, or why it cannot be judged.
    pub fn record(
        &self,
        text: &str,
        desk: &mut Desk,
        out: &mut Vec<u8>,
    ) -> Result<Judged, InputError> {
        let assessment = Assessment::from_json(text)?;
        let refuse = |path: &str, message: String| InputError {
            id: assessment.id().map(str::to_owned),
            faults: vec![Fault {
                path: path.to_owned(),
                message,
            }],
        };
        let place = self
            .shelf
            .place_for(assessment.condition())
            .map_err(|error| refuse("/injury/condition", error.to_string()))?;
        let protocol = self
            .shelf
            .protocol(place)
            .map_err(|error| refuse("", error.to_string()))?;
        let options = &self.options;
        let question = Question::new(protocol, &assessment, options.as_of, options.goal.clone())
            .map_err(|error| refuse(error.path(), error.to_string()))?;
        let write = match options.shape {
            Shape::Mid => line::mid::write,
            Shape::Compact => line::compact::write,
            Shape::Csv => line::csv::write,
            Shape::Report => {
                let report = Report::of(protocol, &assessment, question);
                line::report(&report, out).map_err(|error| refuse("", error.to_string()))?;
                desk.findings = report.judgement.findings;
                let outcome = report.judgement.outcome;
                return Ok(Judged { place, outcome });
            }
        };
        let subject = question.subject(&assessment);
        read_into(protocol, &subject, &mut desk.readings);
        let outcome = evaluate(protocol, &question, &desk.readings, &mut desk.findings);
        let prepared = self.prepared.get(place);
        let prepared =
            prepared.map(|prepared| prepared.get_or_init(|| Prepared::of(protocol, options.shape)));
        if let Some(prepared) = prepared {
            let told = Told {
                id: assessment.id(),
                asked: question.asked,
                protocol,
                outcome: &outcome,
                findings: &desk.findings,
            };
            write(&told, prepared, out);
        }
        Ok(Judged { place, outcome })
    }

    /// Appends the line of a record that stands in no file: its verdict, or why it is refused. There is always exactly one.
    pub fn line(&self, text: &str, desk: &mut Desk, out: &mut Vec<u8>) {
        if let Err(error) = self.record(text, desk, out) {
            self.refuse(&ErrorV1::of(&error), out);
        }
    }

    /// Appends the line of a refused record, with a line feed.
    pub fn refuse(&self, error: &ErrorV1, out: &mut Vec<u8>) {
        match self.options.shape {
            Shape::Csv => line::csv::refused(error, out),
            Shape::Report | Shape::Mid | Shape::Compact => line::refused(error, out),
        }
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
        let judge = Judge::new(Shelf::with(Vec::new()), options)?;
        let mut out = Vec::new();
        judge.line(text, &mut Desk::default(), &mut out);
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
        assert!(told.starts_with("x,,,,,,,,,,"), "{told}");
        assert!(
            told.contains("/as_of: ") && !told.contains("byte"),
            "{told}"
        );
        Ok(())
    }

    #[test]
    fn a_stage_that_no_protocol_has_is_a_slip_of_who_asks() {
        let options = Options {
            goal: Some(Goal::Stage("hoping".to_owned())),
            ..Options::default()
        };
        let refused = Judge::new(Shelf::with(Vec::new()), options).err();
        let said = refused.map(|error| error.to_string());
        let said = said.unwrap_or_default();
        assert_eq!(
            said,
            "no protocol has a stage `hoping`; did you mean `hopping`?"
        );
    }
}
