//! Faults as they are collected, and what of a record their messages repeat.

use std::fmt;

use crate::assessment::read::{Fault, MOST_FAULTS, UNSAID, and_more};

/// Collects faults, up to a number; what a faulty value would drag along is not reported a second time.
pub(super) struct Faults(pub(super) Vec<Fault>);

/// How a message shows what the record says: as it stands, or not at all.
#[derive(Clone, Copy)]
pub(super) struct ShownValue {
    said: bool,
}

impl ShownValue {
    pub(super) fn of(self, value: &impl fmt::Debug) -> String {
        if self.said {
            format!("{value:?}")
        } else {
            UNSAID.to_owned()
        }
    }
}

impl Faults {
    /// A fault that repeats nothing that the record says.
    pub(super) fn add(&mut self, path: impl Into<String>, message: impl Into<String>) {
        let message = message.into();
        self.add_fault(Fault::new(path, message.clone(), message));
    }

    /// A fault that repeats what the record says, each time through [`ShownValue`].
    pub(super) fn add_own(
        &mut self,
        path: impl Into<String>,
        message: impl Fn(ShownValue) -> String,
    ) {
        let (said, redacted) = (
            message(ShownValue { said: true }),
            message(ShownValue { said: false }),
        );
        self.add_fault(Fault::new(path, said, redacted));
    }

    fn add_fault(&mut self, fault: Fault) {
        let within = |other: &Fault| {
            let rest = fault.path.strip_prefix(&other.path);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        if self.0.len() > MOST_FAULTS || self.0.iter().any(within) {
            return;
        }
        self.0.push(if self.0.len() < MOST_FAULTS {
            fault
        } else {
            and_more()
        });
    }

    /// What must be there; its path is only written out when it is not.
    pub(super) fn required<T>(
        &mut self,
        value: Option<T>,
        path: impl FnOnce() -> String,
        allowed: &str,
    ) -> Option<T> {
        if value.is_none() {
            self.add(path(), format!("missing; {allowed}"));
        }
        value
    }
}
