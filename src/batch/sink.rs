//! One record to one line, or to a row of a table: what judged records are written down on.

use super::judge::{Judge, JudgedRecord, PreparedQuestion, Scratch, refused};
use super::line::{self, RecordLine, Shape};
use crate::assessment::{Assessment, InputError, Record};
use crate::engine::report::Report;
use crate::engine::{evaluate, read};
use crate::formats::json_v1::report::ErrorV1;

/// Lines of text, or rows of a table.
pub trait RecordSink: Send + Sized {
    /// Whether it tells of readings that decide nothing, too.
    const ALL_READINGS: bool = false;

    /// An empty one.
    fn new(judge: &Judge) -> Self;

    /// Writes a judged record.
    fn tell(&mut self, judge: &Judge, told: &RecordLine<'_>);

    /// Writes down that a record was refused, and why.
    #[cfg(feature = "stream")]
    fn refuse(&mut self, judge: &Judge, error: &ErrorV1);

    /// How many bytes were written; zero where a table bounds itself.
    fn bytes(&self) -> usize {
        0
    }

    /// Forgets what was written, and keeps the memory.
    fn clear(&mut self);

    /// Judges one record (format `assessment/1`) and writes it down; nothing of one that is refused.
    ///
    /// # Errors
    /// As [`Judge::record`].
    fn record(
        &mut self,
        judge: &Judge,
        text: &str,
        scratch: &mut Scratch,
    ) -> Result<JudgedRecord, InputError> {
        judge.record_on(text, scratch, self)
    }
}

impl Judge {
    /// Judges one record (format `assessment/1`) and appends its line, with a line feed, to `out`.
    ///
    /// Of a record that is refused nothing is appended.
    ///
    /// # Errors
    /// Every fault of the record, as [`Assessment::from_json`] lists them, or why it cannot be judged.
    pub fn record(
        &self,
        text: &str,
        scratch: &mut Scratch,
        out: &mut Vec<u8>,
    ) -> Result<JudgedRecord, InputError> {
        if self.shape() == Shape::Report {
            self.report(text, scratch, out)
        } else {
            self.record_on(text, scratch, out)
        }
    }

    /// Appends the line of a record that stands in no file: its verdict, or why it is refused. There is always exactly one.
    pub fn line(&self, text: &str, scratch: &mut Scratch, out: &mut Vec<u8>) {
        if let Err(error) = self.record(text, scratch, out) {
            self.refuse(&ErrorV1::redacted(&error), out);
        }
    }

    /// The same, to a whole report.
    fn report(
        &self,
        text: &str,
        scratch: &mut Scratch,
        out: &mut Vec<u8>,
    ) -> Result<JudgedRecord, InputError> {
        let assessment = Assessment::from_json(text)?;
        let (place, protocol, question) = self.question(&assessment)?;
        let report = Report::of(protocol, &assessment, question);
        line::report(&report, out)
            .map_err(|error| refused(&assessment, "", &error.to_string(), error.to_string()))?;
        scratch.findings = report.judgement.findings;
        let outcome = report.judgement.outcome;
        Ok(JudgedRecord { place, outcome })
    }

    /// Judges one record and tells a sheet of it, whatever the shape of lines.
    pub(super) fn record_on<S: RecordSink>(
        &self,
        text: &str,
        scratch: &mut Scratch,
        sheet: &mut S,
    ) -> Result<JudgedRecord, InputError> {
        let record = Record::from_json(text)?;
        let (place, protocol, question) = self.question(&record)?;
        let prepared = self.prepared(place, protocol);
        let prepared = prepared.ok_or_else(|| {
            refused(
                &record,
                "",
                "no such protocol",
                "no such protocol".to_owned(),
            )
        })?;
        let subject = question.subject(protocol, &record);
        if S::ALL_READINGS {
            scratch.readings = read(protocol, &subject);
        } else {
            match prepared.deciding(question.reads_up_to(protocol), question.setting) {
                Some(deciding) => deciding.read(protocol, &subject, &mut scratch.readings),
                None => scratch.readings.clear(),
            }
        }
        let put = PreparedQuestion {
            id: record.id(),
            place,
            protocol,
            question: &question,
        };
        Ok(self.judge(&put, scratch, sheet))
    }

    /// Judges the readings on the desk, one for each query of the protocol, and tells a sheet of it.
    pub(crate) fn judge<S: RecordSink>(
        &self,
        put: &PreparedQuestion<'_>,
        scratch: &mut Scratch,
        sheet: &mut S,
    ) -> JudgedRecord {
        let PreparedQuestion {
            id,
            place,
            protocol,
            question,
        } = *put;
        let outcome = evaluate(protocol, question, &scratch.readings, &mut scratch.findings);
        let told = RecordLine {
            id,
            asked: question.asked,
            place,
            protocol,
            question,
            readings: &scratch.readings,
            outcome: &outcome,
            findings: &scratch.findings,
        };
        sheet.tell(self, &told);
        JudgedRecord { place, outcome }
    }
}

impl RecordSink for Vec<u8> {
    fn new(_: &Judge) -> Self {
        Self::new()
    }

    fn tell(&mut self, judge: &Judge, told: &RecordLine<'_>) {
        judge.write(told, self);
    }

    #[cfg(feature = "stream")]
    fn refuse(&mut self, judge: &Judge, error: &ErrorV1) {
        judge.refuse(error, self);
    }

    fn bytes(&self) -> usize {
        self.len()
    }

    fn clear(&mut self) {
        Self::clear(self);
    }

    fn record(
        &mut self,
        judge: &Judge,
        text: &str,
        scratch: &mut Scratch,
    ) -> Result<JudgedRecord, InputError> {
        judge.record(text, scratch, self)
    }
}
