//! Sessions that a file holds but that cannot be taken: counted all, the first few told.

use std::borrow::Cow;

use super::ReadError;

/// What was refused while the rest was read.
#[derive(Debug, Default)]
pub(super) struct Refusals {
    told: Vec<String>,
    count: u64,
}

/// How many are shown in full; a file of a million bad rows has one cause, and it shows in the first.
const TOLD: usize = 5;

/// How many letters of a file's own words a message repeats.
const LONGEST: usize = 120;

impl Refusals {
    /// Refuses one, at a line, with the reason.
    pub(super) fn push(&mut self, line: u64, reason: &str) {
        self.push_at(&format!("line {line}"), reason);
    }

    /// Refuses one, at a path within a file of JSON, with the reason.
    pub(super) fn push_at(&mut self, place: &str, reason: &str) {
        self.count = self.count.saturating_add(1);
        if self.told.len() < TOLD {
            self.told.push(format!("{place}: {reason}"));
        }
    }

    /// Nothing refused, or everything that was, in one error.
    pub(super) fn into_result(self) -> Result<(), ReadError> {
        let Self { told, count } = self;
        if told.is_empty() {
            return Ok(());
        }
        let told_count = u64::try_from(told.len()).unwrap_or(count);
        let mut text = told.join("; ");
        match count.saturating_sub(told_count) {
            0 => {}
            more => text.push_str(&format!("; and {more} more")),
        }
        Err(ReadError::Refused(text))
    }

    /// The fault that ended the reading, with what had been refused before it.
    pub(super) fn with_fault(self, fault: ReadError) -> ReadError {
        match (self.into_result(), fault) {
            (Err(ReadError::Refused(before)), ReadError::Damaged(reason)) => {
                ReadError::Damaged(format!("{reason}; before that, {before}"))
            }
            (_, fault) => fault,
        }
    }
}

/// A file's own words for a message: enough to find them, never a page.
pub(super) fn short(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => Cow::Owned(format!("{}…", text.get(..end).unwrap_or_default())),
        None => Cow::Borrowed(text),
    }
}

#[cfg(test)]
mod tests {
    use super::Refusals;

    #[test]
    fn the_first_few_are_told_and_the_rest_counted() {
        let mut refusals = Refusals::default();
        assert!(refusals.into_result().is_ok());
        refusals = Refusals::default();
        for line in 2..10 {
            refusals.push(line, "no date");
        }
        let told = refusals.into_result().err().map(|error| error.to_string());
        assert_eq!(
            told.as_deref(),
            Some(
                "line 2: no date; line 3: no date; line 4: no date; line 5: no date; line 6: no date; and 3 more"
            )
        );
    }
}
