//! One table of what a number on the wire may be; out of range cannot exist past the door.

use std::fmt;
use std::marker::PhantomData;
use std::num::NonZero;

use serde::de::{self, Deserialize, Deserializer, Visitor};

use super::{Exact, MICRO, Toward};

/// What a kind of quantity may be: its words, its range and its smallest step, all in the wire's unit.
#[derive(Clone, Copy, Debug)]
pub struct Limit {
    /// The quantity in a message: `pain`, `distance`.
    pub name: &'static str,
    /// The unit in a message: ` km`, or empty.
    pub unit: &'static str,
    /// Smallest allowed, in millionths.
    pub min: i64,
    /// Largest allowed, in millionths.
    pub max: i64,
    /// Smallest step, in millionths; 1 means any decimal.
    pub step: i64,
}

impl Limit {
    /// The allowed values in words, as every message and schema gives them.
    #[must_use]
    pub fn allowed(&self) -> String {
        let bound = |millionths| Exact::micro(millionths).decimal(Toward::Down);
        let step = match self.step {
            1 => "",
            MICRO => ", whole",
            _ => ", whole or half",
        };
        format!(
            "{} must be {} to {}{}{step}",
            self.name,
            bound(self.min),
            bound(self.max),
            self.unit
        )
    }

    fn accepts(&self, millionths: i64) -> bool {
        self.min <= millionths
            && millionths <= self.max
            && millionths.checked_rem(self.step.max(1)) == Some(0)
    }
}

/// A kind of quantity: one row of the table of limits.
pub trait Kind {
    /// The row.
    const LIMIT: Limit;

    /// The largest number of millionths that is too small.
    const BELOW: i64 = Self::LIMIT.min.saturating_sub(1);
}

/// A number of a known kind, inside its limits.
///
/// Made only by reading JSON or by [`Quantity::new`]; ordering is by size.
pub struct Quantity<K> {
    /// Millionths above the smallest allowed, and one more: never zero, so that an unknown quantity takes no more room.
    above: NonZero<i64>,
    kind: PhantomData<K>,
}

impl<K: Kind> Quantity<K> {
    /// The quantity of so many millionths of the unit.
    ///
    /// # Errors
    /// The allowed values in words, when it lies outside them.
    pub fn new(millionths: i64) -> Result<Self, String> {
        Self::within(millionths).ok_or_else(|| {
            let found = Exact::micro(millionths).decimal(Toward::Down);
            format!("{}, got {found}", K::LIMIT.allowed())
        })
    }

    #[inline]
    fn within(millionths: i64) -> Option<Self> {
        let above = NonZero::new(millionths.wrapping_sub(K::BELOW))?;
        K::LIMIT.accepts(millionths).then_some(Self {
            above,
            kind: PhantomData,
        })
    }

    /// The same of a whole number, which lies on every step.
    #[inline]
    fn whole(millionths: i64) -> Option<Self> {
        const { assert!(MICRO % K::LIMIT.step == 0) };
        let Limit { min, max, .. } = K::LIMIT;
        if millionths < min || millionths > max {
            return None;
        }
        Some(Self {
            above: NonZero::new(millionths.wrapping_sub(K::BELOW))?,
            kind: PhantomData,
        })
    }

    /// The quantity that a float stands for: the decimal it is written as.
    ///
    /// # Errors
    /// The allowed values in words, when it lies outside them.
    pub fn from_float(value: f64) -> Result<Self, String> {
        let refused = || format!("{}, got {value}", K::LIMIT.allowed());
        Self::new(Self::nearest(value).ok_or_else(refused)?)
    }

    /// The decimal that a float stands for, in millionths.
    #[inline]
    fn nearest(value: f64) -> Option<i64> {
        let Limit { min, max, step, .. } = K::LIMIT;
        millionths(value, min, max, step)
    }

    /// The number, exactly.
    #[must_use]
    pub const fn exact(self) -> Exact {
        Exact::micro(self.millionths())
    }

    /// The number in millionths of the unit.
    #[must_use]
    pub const fn millionths(self) -> i64 {
        self.above.get().wrapping_add(K::BELOW)
    }
}

impl<K> Clone for Quantity<K> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<K> Copy for Quantity<K> {}

impl<K> PartialEq for Quantity<K> {
    fn eq(&self, other: &Self) -> bool {
        self.above == other.above
    }
}

impl<K> Eq for Quantity<K> {}

impl<K> PartialOrd for Quantity<K> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl<K> Ord for Quantity<K> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.above.cmp(&other.above)
    }
}

impl<K: Kind> fmt::Debug for Quantity<K> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", self.exact().decimal(Toward::Down))
    }
}

/// *Why is each number tried without words first?* A record is mostly numbers, and a result that may hold words is passed by memory.
struct NumberVisitor<K>(PhantomData<K>);

impl<K: Kind> Visitor<'_> for NumberVisitor<K> {
    type Value = Quantity<K>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "a number ({})", K::LIMIT.allowed())
    }

    #[inline]
    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Self::Value, E> {
        let millionths = value.saturating_mul(MICRO);
        match Quantity::whole(millionths) {
            Some(quantity) => Ok(quantity),
            None => Quantity::new(millionths).map_err(E::custom),
        }
    }

    #[inline]
    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Self::Value, E> {
        self.visit_i64(i64::try_from(value).unwrap_or(i64::MAX))
    }

    #[inline]
    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Self::Value, E> {
        match Quantity::<K>::nearest(value).and_then(Quantity::within) {
            Some(quantity) => Ok(quantity),
            None => Quantity::from_float(value).map_err(E::custom),
        }
    }
}

/// The decimal that a float stands for, in millionths; `None` when it lies outside the limits or beside the steps.
#[expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::float_arithmetic,
    clippy::float_cmp,
    reason = "the one door from decimal text to millionths: below 2^53 millionths the rounding is exact, and limits keep every kind far below"
)]
pub(crate) fn millionths(value: f64, min: i64, max: i64, step: i64) -> Option<i64> {
    let exact = value * MICRO as f64;
    // Rounding must not pull a value inside its limits or onto a step.
    let inside = (min as f64..=max as f64).contains(&exact);
    // To the nearest; by hand, as `round` is a call where the processor is not known.
    let toward_zero = exact as i64;
    let rest = exact - toward_zero as f64;
    let millionths = toward_zero
        .saturating_add(i64::from(rest >= 0.5))
        .saturating_sub(i64::from(rest <= -0.5));
    let stepped = step == ANY || exact == millionths as f64;
    (inside && stepped).then_some(millionths)
}

impl<'de, K: Kind> Deserialize<'de> for Quantity<K> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NumberVisitor(PhantomData))
    }
}

#[cfg(feature = "cli")]
impl<K: Kind> schemars::JsonSchema for Quantity<K> {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        K::LIMIT.name.into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let bound =
            |millionths: i64| serde_json::json!(Exact::micro(millionths).decimal(Toward::Down));
        let mut schema = schemars::json_schema!({
            "type": if K::LIMIT.step == MICRO { "integer" } else { "number" },
            "minimum": bound(K::LIMIT.min),
            "maximum": bound(K::LIMIT.max),
        });
        if K::LIMIT.step != 1 && K::LIMIT.step != MICRO {
            schema.insert("multipleOf".to_owned(), bound(K::LIMIT.step));
        }
        schema
    }
}

macro_rules! limits {
    ($($(#[$doc:meta])* $kind:ident: $name:literal, $unit:literal, $min:literal..=$max:literal, $step:expr;)*) => {$(
        $(#[$doc])*
        pub type $kind = Quantity<kind::$kind>;
        impl Kind for kind::$kind {
            const LIMIT: Limit = Limit {
                name: $name,
                unit: $unit,
                min: $min * MICRO,
                max: $max * MICRO,
                step: $step,
            };
        }
    )*
    /// Marker types, one a row.
    pub(crate) mod kind {
        $(
            #[doc = concat!("Row `", stringify!($kind), "` of the table of limits.")]
            #[derive(Debug)]
            pub enum $kind {}
        )*
    }};
}

const ANY: i64 = 1;
const HALF: i64 = MICRO / 2;

// A macro and not a const table: each row must be a type, so that a pain score cannot stand where a distance is meant.
limits! {
    /// Pain on the numeric rating scale, 0 (none) to 10 (worst), whole or half points.
    Nrs: "pain", "", 0..=10, HALF;
    /// Rating of perceived exertion, 0 to 10, whole or half points.
    Rpe: "rpe", "", 0..=10, HALF;
    /// A distance run, in kilometres.
    Kilometres: "distance", " km", 0..=1000, ANY;
    /// A duration in minutes.
    Minutes: "duration", " min", 0..=6000, ANY;
    /// A duration in seconds.
    Seconds: "time", " s", 0..=3600, ANY;
    /// A duration in hours within one day.
    Hours: "time", " h", 0..=24, ANY;
    /// Heel-raise repetitions.
    Reps: "repetitions", "", 0..=200, MICRO;
    /// Hops, jumps or trials counted, or seconds of jumping.
    Count: "count", "", 0..=1000, MICRO;
    /// A hop distance in centimetres.
    Centimetres: "distance", " cm", 0..=1500, ANY;
    /// The peak height of a heel raise in centimetres.
    Height: "heel-raise height", " cm", 0..=40, ANY;
    /// The total work of a heel-raise test in joules.
    Joules: "work", " J", 0..=20000, ANY;
    /// The total of a questionnaire; each instrument narrows it further.
    Score: "score", "", 0..=100, ANY;
    /// Age in whole years.
    Age: "age", " years", 10..=110, MICRO;
    /// External load carried in loading exercise, in kilograms.
    Kilograms: "external load", " kg", 0..=300, ANY;
    /// Body height in centimetres.
    Stature: "height", " cm", 80..=250, ANY;
    /// One trial of a hop test, in the unit of the test: centimetres, seconds or hops.
    Trial: "trial", "", 0..=1500, ANY;
    /// Body mass in kilograms.
    Mass: "mass", " kg", 20..=300, ANY;
    /// Sessions of loading in a week.
    SessionsPerWeek: "sessions per week", "", 0..=50, ANY;
    /// Days that one entry of a diary tells of.
    CoveredDays: "days covered", "", 1..=14, MICRO;
    /// The level of a walk-run ladder, counted from 1.
    Level: "level", "", 1..=30, MICRO;
    /// Repetitions in a minute.
    Cadence: "cadence", " per min", 1..=240, ANY;
}
