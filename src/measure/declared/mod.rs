//! Measures that a criteria file declares: rows of the catalogue as data.
//!
//! A declared measure has one of a closed list of shapes. Each shape is monotone and widens when a value is blanked, which is shown once
//! for the shape and not for each file; so whatever is proved of a criteria file holds with its own measures, too.
//!
//! *Why are declared measures never freed?* A finding names its measure, is copied, and allocates nothing; so a measure lives as long as the
//! program. One that is declared in the same words a second time is the same measure, so that trying a file a thousand times costs one.

mod fit;
mod read;

pub(crate) use fit::{Misfit, misfit};
use read::read;

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use super::attributes::{EntryRule, Fields, MASKING, SIDE, SINCE};
use super::{Act, Better, Definition, MeasurementError, Scale, blank};
use crate::quantity::{Exact, MICRO, Unit};

/// How a declared measure is read off the observations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr, strum::VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum Shape {
    /// The newest entry; it counts when it is of a day after the injury and its last flare on which nothing hid pain.
    NewestTest,
    /// The newest entry; it may be of the day of the injury itself, and nothing hides it.
    NewestAnswer,
    /// The worst of the days that a criterion counts.
    WorstDay,
    /// The hurt side of another measure in percent of the other side.
    Symmetry,
}

word!(Shape);

/// The values of a declared measure.
#[derive(Clone, Debug)]
pub enum Values {
    /// A number from low to high, in steps if there are any.
    Number {
        /// Its unit.
        unit: Unit,
        /// The smallest.
        low: Exact,
        /// The largest.
        high: Exact,
        /// The step.
        step: Option<Exact>,
    },
    /// One of these words, best first.
    Words(Vec<String>),
    /// No or yes.
    YesNo,
}

/// The error of a declared measure.
#[derive(Clone, Debug)]
pub struct DeclaredError {
    /// Standard error of measurement.
    pub sem: Exact,
    /// Smallest detectable change.
    pub mdc: Exact,
    /// What the numbers are.
    pub about: String,
    /// Key in the bibliography.
    pub source: String,
}

/// What a criteria file says of a measure, checked.
#[derive(Clone, Debug)]
pub struct Declaration {
    /// Its id.
    pub id: String,
    /// What it is, for a clinician.
    pub meaning: String,
    /// How it is read.
    pub shape: Shape,
    /// Its values.
    pub values: Values,
    /// Which way is better.
    pub better: Option<Better>,
    /// Whether it is recorded for each side.
    pub sided: bool,
    /// Whether a person can change it.
    pub can_change: bool,
    /// The measure that it compares the sides of.
    pub of: Option<&'static Definition>,
    /// Its error.
    pub error: Option<DeclaredError>,
    /// How to do the test.
    pub how_to: Option<String>,
}

/// What a declared measure has beyond one of the catalogue.
#[derive(Clone, Copy, Debug)]
pub struct Declared {
    /// How it is read.
    pub shape: Shape,
    /// Whether it is recorded for each side.
    pub sided: bool,
    /// The step of a number.
    pub step: Option<Exact>,
    /// The measure that it compares the sides of.
    pub of: Option<&'static Definition>,
}

impl Definition {
    /// Whether two measures of one id are read alike, whatever is said of them in words.
    pub(super) fn reads_as(&self, other: &Self) -> bool {
        let (Some(one), Some(two)) = (self.declared, other.declared) else {
            return self.declared.is_none() && other.declared.is_none();
        };
        std::ptr::eq(one, two)
            || (one.shape == two.shape
                && one.sided == two.sided
                && one.step == two.step
                && one.of == two.of
                && self.better == other.better
                && self.scale.unit() == other.scale.unit()
                && self.scale.words() == other.scale.words()
                && self.scale.range() == other.scale.range())
    }
}

/// The measure that is declared so.
#[must_use]
pub fn declare(declaration: &Declaration) -> &'static Definition {
    static KNOWN: Mutex<BTreeMap<String, &'static Definition>> = Mutex::new(BTreeMap::new());
    let words = format!("{declaration:?}");
    // What is in the table is whole, whoever failed beside it.
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    known
        .entry(words)
        .or_insert_with(|| Box::leak(Box::new(definition(declaration))))
}

const OF_NO_SIDE: Fields = &[
    "observations[].date",
    "observations[].measure",
    "observations[].value",
    "observations[].unable",
];
const OF_EACH_SIDE: Fields = &[
    "observations[].date",
    "observations[].measure",
    "observations[].left.value",
    "observations[].right.value",
    "observations[].left.unable",
    "observations[].right.unable",
];

fn definition(declaration: &Declaration) -> Definition {
    let Declaration {
        id,
        meaning,
        shape,
        values,
        better,
        sided,
        can_change,
        of,
        error,
        how_to,
    } = declaration;
    let (scale, step) = match values {
        Values::Number {
            unit,
            low,
            high,
            step,
        } => {
            let (unit, low, high) = (*unit, *low, *high);
            (Scale::Number { unit, low, high }, *step)
        }
        Values::Words(words) => {
            let words: Vec<&'static str> = words.iter().map(|word| kept(word)).collect();
            (Scale::Words(Vec::leak(words)), None)
        }
        Values::YesNo => (Scale::YesNo, None),
    };
    let act = match of {
        Some(tested) if matches!(tested.act, Act::By(_)) => Act::Follows(tested),
        None if *can_change => Act::By(step.unwrap_or(Exact::micro(MICRO))),
        Some(_) | None => Act::No,
    };
    let declared = Declared {
        shape: *shape,
        sided: *sided,
        step,
        of: *of,
    };
    Definition {
        meaning: kept(meaning),
        scale,
        better: *better,
        relative_to: *of,
        may_not_apply: of.is_some(),
        act,
        error: error.as_ref().map(|error| MeasurementError {
            sem: error.sem,
            mdc: error.mdc,
            about: kept(&error.about),
            source: kept(&error.source),
        }),
        reads: Vec::leak(reads(*shape, *sided)),
        takes: match shape {
            Shape::NewestTest | Shape::NewestAnswer | Shape::Symmetry => EntryRule::Newest,
            Shape::WorstDay => EntryRule::WorstOfDays,
        },
        declared: Some(Box::leak(Box::new(declared))),
        derivation: derivation(declaration),
        how_to: how_to.as_deref().map(kept),
        derive: read,
        ..blank(kept(id))
    }
}

fn reads(shape: Shape, sided: bool) -> Vec<Fields> {
    let mut reads = vec![if sided { OF_EACH_SIDE } else { OF_NO_SIDE }, SINCE];
    if shape != Shape::NewestAnswer {
        reads.push(MASKING);
    }
    if sided {
        reads.push(SIDE);
    }
    reads
}

fn derivation(declaration: &Declaration) -> &'static str {
    let id = declaration.of.map_or(declaration.id.as_str(), |of| of.id);
    let field = if declaration.sided {
        "observations[].left|right.value"
    } else {
        "observations[].value"
    };
    let worse = if declaration.sided {
        "; with both sides hurt the worse"
    } else {
        ""
    };
    let text = match declaration.shape {
        Shape::NewestTest | Shape::NewestAnswer => {
            format!("`{field}` of the newest entry of `{id}`{worse}.")
        }
        Shape::WorstDay => {
            format!("The worst `{field}` of the entries of `{id}` on the days that count{worse}.")
        }
        Shape::Symmetry => format!(
            "100 x involved / uninvolved of `{id}`; with both sides hurt the worse against the better."
        ),
    };
    Box::leak(text.into_boxed_str())
}

fn kept(text: &str) -> &'static str {
    Box::leak(text.to_owned().into_boxed_str())
}
