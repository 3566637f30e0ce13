//! A number that compares without rounding.

use std::cmp::Ordering;
use std::fmt;

use serde::ser::Error as _;
use serde::{Serialize, Serializer};

/// Millionths in one unit.
pub const MICRO: i64 = 1_000_000;

/// A decimal or a ratio, held as a fraction of whole numbers.
///
/// Ordering cross-multiplies in 128 bits, so that exactly at a threshold is exactly at the threshold.
#[derive(Clone, Copy, Debug)]
pub struct Exact {
    numerator: i64,
    denominator: i64,
}

/// Which way a number that has no short decimal is rounded for showing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Toward {
    /// Towards the smaller number.
    Down,
    /// Towards the larger number.
    Up,
}

impl Exact {
    /// Zero.
    pub const ZERO: Self = Self::whole(0);

    /// A whole number of units; saturates far outside every limit of this crate.
    #[inline]
    #[must_use]
    pub const fn whole(units: i64) -> Self {
        Self {
            numerator: units.saturating_mul(MICRO),
            denominator: MICRO,
        }
    }

    /// A number of millionths of the unit.
    #[inline]
    #[must_use]
    pub const fn micro(millionths: i64) -> Self {
        Self {
            numerator: millionths,
            denominator: MICRO,
        }
    }

    /// A fraction of two whole numbers; `None` unless the denominator is positive and both fit after reduction.
    #[must_use]
    pub fn fraction(numerator: i128, denominator: i128) -> Option<Self> {
        if denominator <= 0 {
            return None;
        }
        // Nearly always both fit into one word, where dividing costs a tenth.
        if let (Ok(numerator), Ok(denominator)) =
            (i64::try_from(numerator), i64::try_from(denominator))
        {
            let divisor = gcd_of_words(numerator.unsigned_abs(), denominator.unsigned_abs()).max(1);
            let divisor = i64::try_from(divisor).ok()?;
            return Some(Self {
                numerator: numerator.checked_div(divisor)?,
                denominator: denominator.checked_div(divisor)?,
            });
        }
        let divisor = gcd(numerator.unsigned_abs(), denominator.unsigned_abs()).max(1);
        let divisor = i128::try_from(divisor).ok()?;
        Some(Self {
            numerator: i64::try_from(numerator.checked_div(divisor)?).ok()?,
            denominator: i64::try_from(denominator.checked_div(divisor)?).ok()?,
        })
    }

    /// `100 * part / whole`, exactly; `None` when the whole is not above zero.
    #[must_use]
    pub fn percent(part: Self, whole: Self) -> Option<Self> {
        if part.denominator == whole.denominator {
            return Self::fraction(wide(part.numerator, 100), whole.numerator.into());
        }
        let numerator = wide(part.numerator, whole.denominator).saturating_mul(100);
        Self::fraction(numerator, wide(whole.numerator, part.denominator))
    }

    /// The difference `self - other`, exactly where it fits, else to the nearest millionth below.
    #[inline]
    #[must_use]
    pub fn minus(self, other: Self) -> Self {
        if self.denominator == other.denominator {
            return Self {
                numerator: self.numerator.saturating_sub(other.numerator),
                denominator: self.denominator,
            };
        }
        let numerator = wide(self.numerator, other.denominator)
            .saturating_sub(wide(other.numerator, self.denominator));
        let denominator = wide(self.denominator, other.denominator);
        Self::fraction(numerator, denominator).unwrap_or_else(|| {
            let millionths = numerator
                .saturating_mul(i128::from(MICRO))
                .div_euclid(denominator.max(1));
            Self::micro(i64::try_from(millionths).unwrap_or(if millionths < 0 {
                i64::MIN
            } else {
                i64::MAX
            }))
        })
    }

    /// The sum `self + other`, with the precision of [`Exact::minus`].
    #[inline]
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        if self.denominator == other.denominator {
            return Self {
                numerator: self.numerator.saturating_add(other.numerator),
                denominator: self.denominator,
            };
        }
        self.minus(Self {
            numerator: other.numerator.saturating_neg(),
            denominator: other.denominator,
        })
    }

    /// The number divided by a positive whole number; unchanged by a divisor of zero.
    #[must_use]
    pub fn over(self, divisor: u32) -> Self {
        Self::fraction(
            i128::from(self.numerator),
            wide(self.denominator, i64::from(divisor)),
        )
        .unwrap_or(self)
    }

    /// So many times the number; saturates far outside every limit of this crate.
    #[must_use]
    pub fn times(self, count: u16) -> Self {
        Self {
            numerator: self.numerator.saturating_mul(i64::from(count)),
            denominator: self.denominator,
        }
    }

    /// Compares `self * factor` with `other`, exactly.
    #[must_use]
    pub fn times_against(self, factor: Self, other: Self) -> Ordering {
        let product =
            wide(self.numerator, factor.numerator).saturating_mul(i128::from(other.denominator));
        let whole =
            wide(self.denominator, factor.denominator).saturating_mul(i128::from(other.numerator));
        product.cmp(&whole)
    }

    /// The least multiple of `step` that is not below the number (`Up`), or the greatest not above it (`Down`).
    #[must_use]
    pub fn to_step(self, step: Self, toward: Toward) -> Self {
        let numerator = wide(self.numerator, step.denominator);
        let denominator = wide(self.denominator, step.numerator).max(1);
        let floor = numerator.div_euclid(denominator);
        let rest = numerator.rem_euclid(denominator);
        let steps = if toward == Toward::Up && rest != 0 {
            floor.saturating_add(1)
        } else {
            floor
        };
        let steps = i64::try_from(steps).unwrap_or(i64::MAX);
        Self {
            numerator: step.numerator.saturating_mul(steps),
            denominator: step.denominator,
        }
    }

    /// The product of both; `None` where its terms do not fit.
    #[must_use]
    pub fn product(self, other: Self) -> Option<Self> {
        let ((one, below), (factor, under)) = (self.terms(), other.terms());
        Self::fraction(wide(one, factor), wide(below, under))
    }

    /// The number in whole millionths, rounded down.
    #[must_use]
    pub fn millionths(self) -> i64 {
        if self.denominator == MICRO {
            return self.numerator;
        }
        let floor = wide(self.numerator, MICRO).div_euclid(i128::from(self.denominator));
        i64::try_from(floor).unwrap_or(i64::MAX)
    }

    /// The number as a fraction in lowest terms.
    #[must_use]
    pub fn terms(self) -> (i64, i64) {
        let divisor = gcd_of_words(
            self.numerator.unsigned_abs(),
            self.denominator.unsigned_abs(),
        )
        .max(1);
        let divisor = i64::try_from(divisor).unwrap_or(1);
        (
            self.numerator
                .checked_div(divisor)
                .unwrap_or(self.numerator),
            self.denominator
                .checked_div(divisor)
                .unwrap_or(self.denominator),
        )
    }

    /// The nearest float, for statistics and drawing; never for deciding.
    #[must_use]
    #[expect(
        clippy::as_conversions,
        clippy::cast_precision_loss,
        clippy::float_arithmetic,
        reason = "leaves the exact world on purpose"
    )]
    pub fn approximate(self) -> f64 {
        self.numerator as f64 / self.denominator as f64
    }

    /// The number in decimal: exact when six places hold it, else to two places in the given direction.
    #[must_use]
    pub fn decimal(self, toward: Toward) -> Decimal {
        if self.denominator == MICRO {
            return Decimal {
                millionths: self.numerator.into(),
                exact: true,
            };
        }
        let millionths = wide(self.numerator, MICRO);
        let denominator = i128::from(self.denominator);
        if millionths.rem_euclid(denominator) == 0 {
            return Decimal {
                millionths: millionths.div_euclid(denominator),
                exact: true,
            };
        }
        self.shown(toward, 2)
    }

    /// The number in decimal with at most so many places, rounded in the given direction.
    #[must_use]
    pub fn shown(self, toward: Toward, places: u32) -> Decimal {
        let scale = 10_i64.saturating_pow(places.min(6));
        let (floor, rest) = match self.numerator.checked_mul(scale) {
            Some(numerator) => (
                i128::from(numerator.div_euclid(self.denominator)),
                i128::from(numerator.rem_euclid(self.denominator)),
            ),
            None => {
                let (numerator, denominator) =
                    (wide(self.numerator, scale), i128::from(self.denominator));
                (
                    numerator.div_euclid(denominator),
                    numerator.rem_euclid(denominator),
                )
            }
        };
        let units = if toward == Toward::Up && rest != 0 {
            floor.saturating_add(1)
        } else {
            floor
        };
        let factor = MICRO.checked_div(scale).unwrap_or(1);
        Decimal {
            millionths: units.saturating_mul(factor.into()),
            exact: rest == 0,
        }
    }
}

impl Exact {
    /// Multiplied out; kept out of every comparison, as hardly any is of two denominators.
    #[inline(never)]
    fn cmp_across(self, other: Self) -> Ordering {
        wide(self.numerator, other.denominator).cmp(&wide(other.numerator, self.denominator))
    }
}

impl PartialEq for Exact {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Exact {}

impl PartialOrd for Exact {
    #[inline]
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Exact {
    #[inline]
    fn cmp(&self, other: &Self) -> Ordering {
        if self.denominator == other.denominator {
            return self.numerator.cmp(&other.numerator);
        }
        self.cmp_across(*other)
    }
}

/// A number ready to be shown: shortest decimal, no exponent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decimal {
    millionths: i128,
    exact: bool,
}

impl Decimal {
    /// Whether the decimal is the number itself and not a rounding of it.
    #[must_use]
    pub const fn is_exact(self) -> bool {
        self.exact
    }
}

impl Decimal {
    /// The float whose shortest decimal is this one.
    ///
    /// Limits keep shown numbers below 2^53 millionths, so both operands are exact and the quotient is the nearest float.
    #[expect(
        clippy::as_conversions,
        clippy::cast_precision_loss,
        clippy::float_arithmetic,
        reason = "leaves the exact world for JSON"
    )]
    pub(crate) fn nearest(self) -> f64 {
        self.millionths as f64 / MICRO as f64
    }
}

impl Decimal {
    /// Appends the number as it is written.
    pub(crate) fn push(self, out: &mut Vec<u8>) {
        if self.millionths < 0 {
            out.push(b'-');
        }
        let Ok(magnitude) = u64::try_from(self.millionths.unsigned_abs()) else {
            out.extend_from_slice(self.to_string().trim_start_matches('-').as_bytes());
            return;
        };
        let scale = MICRO.unsigned_abs();
        let whole = magnitude.checked_div(scale).unwrap_or(0);
        out.extend_from_slice(itoa::Buffer::new().format(whole).as_bytes());
        let rest = magnitude.checked_rem(scale).unwrap_or(0);
        if rest == 0 {
            return;
        }
        // Counting from one million keeps the zeros after the point.
        let mut digits = itoa::Buffer::new();
        let digits = digits.format(scale.saturating_add(rest));
        let places = digits.trim_end_matches('0').get(1..).unwrap_or_default();
        out.push(b'.');
        out.extend_from_slice(places.as_bytes());
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.millionths < 0 { "-" } else { "" };
        let magnitude = self.millionths.unsigned_abs();
        let scale = u128::from(MICRO.unsigned_abs());
        let (whole, rest) = (
            magnitude.checked_div(scale).unwrap_or(0),
            magnitude.checked_rem(scale).unwrap_or(0),
        );
        if rest == 0 {
            return write!(formatter, "{sign}{whole}");
        }
        let (mut places, mut rest) = (6_usize, rest);
        while rest.checked_rem(10) == Some(0) {
            rest = rest.checked_div(10).unwrap_or(0);
            places = places.saturating_sub(1);
        }
        write!(formatter, "{sign}{whole}.{rest:0places$}")
    }
}

impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.millionths.rem_euclid(i128::from(MICRO)) == 0 {
            let whole = self.millionths.div_euclid(i128::from(MICRO));
            return serializer.serialize_i64(i64::try_from(whole).map_err(S::Error::custom)?);
        }
        serializer.serialize_f64(self.nearest())
    }
}

#[cfg(feature = "cli")]
impl schemars::JsonSchema for Decimal {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Number".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "number" })
    }
}

fn wide(one: i64, other: i64) -> i128 {
    i128::from(one).saturating_mul(i128::from(other))
}

fn gcd_of_words(mut one: u64, mut other: u64) -> u64 {
    while let Some(rest) = one.checked_rem(other) {
        (one, other) = (other, rest);
    }
    one
}

fn gcd(mut one: u128, mut other: u128) -> u128 {
    while let Some(rest) = one.checked_rem(other) {
        (one, other) = (other, rest);
    }
    one
}

#[cfg(test)]
mod tests {
    use super::{Exact, Toward};

    #[test]
    fn seven_to_seven_point_seven_is_exactly_ten_percent() {
        let rise = Exact::percent(Exact::micro(700_000), Exact::micro(7_000_000));
        assert_eq!(rise, Some(Exact::whole(10)));
    }

    #[test]
    fn a_ratio_is_shown_rounded_towards_worse_and_a_decimal_as_written() {
        let ratio = Exact::percent(Exact::whole(28), Exact::whole(31));
        let shown = ratio.map(|ratio| {
            (
                ratio.shown(Toward::Down, 1).to_string(),
                ratio.shown(Toward::Up, 1).to_string(),
            )
        });
        assert_eq!(shown, Some(("90.3".to_owned(), "90.4".to_owned())));
        assert_eq!(
            Exact::micro(-38_360_000).decimal(Toward::Down).to_string(),
            "-38.36"
        );
        assert_eq!(
            Exact::micro(42_195_000).decimal(Toward::Up).to_string(),
            "42.195"
        );
    }

    #[test]
    fn a_step_is_the_next_one_in_the_asked_direction() {
        let needed = Exact::fraction(42_195_000, 1_100_000)
            .map(|need| need.to_step(Exact::micro(10_000), Toward::Up));
        assert_eq!(needed, Some(Exact::micro(38_360_000)));
        assert_eq!(
            Exact::whole(3).to_step(Exact::micro(500_000), Toward::Up),
            Exact::whole(3)
        );
    }
}
