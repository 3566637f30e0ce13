//! Which values are near the worse end of their field.

use serde::Serialize;

use super::either::ActivityPain;
use super::words::{Ability, ConfirmedBy, Finding, Gait};
use crate::quantity::{Exact, Kind, Quantity, Toward};

/// Names of fields and what stands there, told one by one.
pub type Tell<'t> = &'t mut dyn FnMut(&str, String);

/// A block that can tell which of its fields are near their worse end.
pub trait Adverse {
    /// Tells each such field.
    fn adverse(&self, tell: Tell<'_>);
}

/// The worse end of a field, as `blocks!` declares it.
#[derive(Clone, Copy, Debug)]
pub(super) enum Worst {
    Number(i64),
    Truth(bool),
    Word(&'static str),
}

impl From<i64> for Worst {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<bool> for Worst {
    fn from(truth: bool) -> Self {
        Self::Truth(truth)
    }
}

impl From<&'static str> for Worst {
    fn from(word: &'static str) -> Self {
        Self::Word(word)
    }
}

/// The value of a field.
pub(super) trait FieldValue {
    /// The value in words, if it is near that end.
    fn near(&self, worst: Worst) -> Option<String>;
}

impl FieldValue for bool {
    fn near(&self, worst: Worst) -> Option<String> {
        let is_near = matches!(worst, Worst::Truth(worst) if worst == *self);
        is_near.then(|| self.to_string())
    }
}

/// Pain is near its end from where it counts as a flare, minutes of stiffness after an hour; of all else the end itself counts.
impl<K: Kind> FieldValue for Quantity<K> {
    fn near(&self, worst: Worst) -> Option<String> {
        let value = self.exact();
        let is_near = match worst {
            Worst::Number(0) => value <= Exact::ZERO,
            Worst::Number(10) => value > Exact::whole(5),
            Worst::Number(_) => value > Exact::whole(60),
            Worst::Truth(_) | Worst::Word(_) => false,
        };
        is_near.then(|| value.decimal(Toward::Up).to_string())
    }
}

impl FieldValue for ActivityPain {
    fn near(&self, worst: Worst) -> Option<String> {
        self.score().and_then(|score| score.near(worst))
    }
}

fn near_word<T: Serialize>(value: &T, worst: Worst) -> Option<String> {
    let Worst::Word(worst) = worst else {
        return None;
    };
    let word = serde_json::to_value(value).ok()?;
    (word == worst).then(|| worst.to_owned())
}

macro_rules! word_values {
    ($($name:ty),+) => {$(
        impl FieldValue for $name {
            fn near(&self, worst: Worst) -> Option<String> {
                near_word(self, worst)
            }
        }
    )+};
}

word_values!(Ability, ConfirmedBy, Finding, Gait);
