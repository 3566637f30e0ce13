//! What judged records are written down on.

use super::judge::{Desk, Judge, Judged};
use super::line::Told;
use crate::assessment::InputError;
#[cfg(feature = "stream")]
use crate::formats::json_v1::report::ErrorV1;

/// Lines of text, or rows of a table.
pub trait Sheet: Send + Sized {
    /// Whether it tells of readings that decide nothing, too.
    const ALL_READINGS: bool = false;

    /// An empty one.
    fn new(judge: &Judge) -> Self;

    /// Writes down what is told of a judged record.
    fn tell(&mut self, judge: &Judge, told: &Told<'_>);

    /// Writes down that a record was refused, and why.
    #[cfg(feature = "stream")]
    fn refuse(&mut self, judge: &Judge, error: &ErrorV1);

    /// How many bytes were written; nought where a table bounds itself.
    fn bytes(&self) -> usize {
        0
    }

    /// Forgets what was written, and keeps the memory.
    fn clear(&mut self);

    /// Judges one record (format `assessment/1`) and writes it down; nothing of one that is refused.
    ///
    /// # Errors
    /// As [`Judge::record`].
    fn record(&mut self, judge: &Judge, text: &str, desk: &mut Desk) -> Result<Judged, InputError> {
        judge.record_on(text, desk, self)
    }
}

impl Sheet for Vec<u8> {
    fn new(_: &Judge) -> Self {
        Self::new()
    }

    fn tell(&mut self, judge: &Judge, told: &Told<'_>) {
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

    fn record(&mut self, judge: &Judge, text: &str, desk: &mut Desk) -> Result<Judged, InputError> {
        judge.record(text, desk, self)
    }
}
