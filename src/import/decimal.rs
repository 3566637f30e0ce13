//! Numbers as files write them, turned into whole millimetres and milliseconds without a float.

use crate::quantity::WrittenDecimal;

/// A number of zero or more: `digits / 10^places`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Decimal {
    digits: u128,
    places: u32,
}

/// How many thousandths one unit has, as a fraction: a mile is 1,609,344 thousandths of a metre, a yard 9144 / 10.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Unit {
    thousandths: u128,
    over: u128,
}

impl Unit {
    pub(super) const CENTIMETRE: Self = Self::of(10, 1);
    pub(super) const METRE: Self = Self::of(1_000, 1);
    pub(super) const KILOMETRE: Self = Self::of(1_000_000, 1);
    pub(super) const MILE: Self = Self::of(1_609_344, 1);
    pub(super) const YARD: Self = Self::of(9_144, 10);
    pub(super) const MILLISECOND: Self = Self::of(1, 1);
    pub(super) const SECOND: Self = Self::of(1_000, 1);
    pub(super) const MINUTE: Self = Self::of(60_000, 1);
    pub(super) const HOUR: Self = Self::of(3_600_000, 1);

    const fn of(thousandths: u128, over: u128) -> Self {
        Self { thousandths, over }
    }
}

impl Decimal {
    /// Reads `608.47`, `12` and `1.5E3`; a point only, no sign but plus, no spaces within, at most 18 digits.
    pub(super) fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        let text = text.strip_prefix('+').unwrap_or(text);
        let (mantissa, exponent) = match text.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
            None => (text, 0),
        };
        let WrittenDecimal { whole, places } = WrittenDecimal::read(mantissa)?;
        let fraction = places.unwrap_or_default();
        // Digits beyond the twelfth place are less than any unit here can show.
        let fraction = fraction.get(..12).unwrap_or(fraction);
        if whole.len().saturating_add(fraction.len()) == 0 || whole.len() > 12 {
            return None;
        }
        let digits: u128 = format!("{whole}{fraction}").parse().ok()?;
        let places = i32::try_from(fraction.len()).ok()?.checked_sub(exponent)?;
        if places > 30 {
            return Some(Self {
                digits: 0,
                places: 0,
            });
        }
        match u32::try_from(places) {
            Ok(places) => Some(Self { digits, places }),
            Err(_) if places < -12 => None,
            Err(_) => Some(Self {
                digits: digits.checked_mul(10_u128.checked_pow(places.unsigned_abs())?)?,
                places: 0,
            }),
        }
    }

    /// Reads a number whose decimal mark is a point or a comma, whichever readings are possible: `9,44` is one,
    /// `1,024` may be one thousand and twenty-four or a little more than one.
    pub(super) fn readings(text: &str) -> Vec<Self> {
        let text = text.trim();
        let marks: Vec<char> = text.chars().filter(|mark| ",.".contains(*mark)).collect();
        let mut readings: Vec<Self> = match marks.last() {
            None => Self::read(text).into_iter().collect(),
            Some(last) => {
                let as_decimal = Self::with_mark(text, *last);
                let other = if *last == '.' { ',' } else { '.' };
                as_decimal
                    .into_iter()
                    .chain(Self::with_mark(text, other))
                    .collect()
            }
        };
        readings.dedup_by_key(|reading| reading.to(Unit::METRE));
        readings
    }

    /// Reads a number with the given decimal mark; the other of point and comma may part thousands.
    pub(super) fn with_mark(text: &str, mark: char) -> Option<Self> {
        let parting = if mark == '.' { ',' } else { '.' };
        let (whole, fraction) = match text.trim().split_once(mark) {
            Some((whole, fraction)) => (whole, fraction),
            None => (text.trim(), ""),
        };
        let mut groups = whole.split(parting);
        let first = groups.next()?;
        let mut digits = first.to_owned();
        for group in groups {
            if group.len() != 3 || first.is_empty() || first.len() > 3 {
                return None;
            }
            digits.push_str(group);
        }
        let written = format!("{digits}.{fraction}");
        // An exponent or a sign has no place in a number with a mark.
        WrittenDecimal::read(&written)?;
        Self::read(&written)
    }

    /// So many of the unit, in thousandths, rounded to the nearest.
    pub(super) fn to(self, unit: Unit) -> Option<u64> {
        let Unit { thousandths, over } = unit;
        let divisor = 10_u128.checked_pow(self.places)?.checked_mul(over)?;
        let product = self.digits.checked_mul(thousandths)?;
        let half = divisor.checked_div(2)?;
        let rounded = product.checked_add(half)?.checked_div(divisor)?;
        // More than the way round the sun, or thirty thousand years, is a fault and would overflow sums.
        u64::try_from(rounded)
            .ok()
            .filter(|whole| *whole <= 1_000_000_000_000_000)
    }

    /// One in the last place written, in thousandths of the unit: how far rounding or cutting off may have moved it.
    pub(super) fn last_place(self, unit: Unit) -> Option<u64> {
        Self { digits: 1, ..self }.to(unit)
    }
}

/// The decimal mark of a file: the one that stands before other than three digits, which alone might be thousands.
pub(super) fn decimal_mark<'a>(
    numbers: impl Iterator<Item = &'a String>,
) -> Result<char, &'static str> {
    let (mut points, mut commas) = (false, false);
    for text in numbers {
        let Some((at, mark)) = text.char_indices().rfind(|(_, mark)| ",.".contains(*mark)) else {
            continue;
        };
        let is_decimal = text.len().saturating_sub(at) != 4 || text.matches([',', '.']).count() > 1;
        points |= is_decimal && mark == '.';
        commas |= is_decimal && mark == ',';
    }
    match (points, commas) {
        (true, true) => Err("some numbers have a decimal point and some a decimal comma"),
        (false, true) => Ok(','),
        (true | false, false) => Ok('.'),
    }
}

#[cfg(test)]
mod tests {
    use super::{Decimal, Unit};

    fn millimetres(text: &str, unit: Unit) -> Option<u64> {
        Decimal::read(text)?.to(unit)
    }

    #[test]
    fn units_are_exact_and_rounded_once() {
        assert_eq!(millimetres("1609.34399414", Unit::METRE), Some(1_609_344));
        assert_eq!(millimetres("5.54719", Unit::KILOMETRE), Some(5_547_190));
        assert_eq!(millimetres("3.1", Unit::MILE), Some(4_988_966));
        assert_eq!(millimetres("25", Unit::YARD), Some(22_860));
        assert_eq!(millimetres("34.86", Unit::MINUTE), Some(2_091_600));
        assert_eq!(millimetres("1.5E3", Unit::METRE), Some(1_500_000));
        assert_eq!(millimetres("1e-40", Unit::METRE), Some(0));
        for wrong in [
            "",
            ".",
            "-1",
            "1,5",
            "NaN",
            "inf",
            "1e99",
            "0x10",
            "1e",
            "9999999999999",
        ] {
            assert_eq!(millimetres(wrong, Unit::METRE), None, "{wrong}");
        }
    }

    #[test]
    fn a_comma_may_part_thousands_or_decimals_and_both_readings_are_given() {
        let metres = |text: &str| -> Vec<Option<u64>> {
            Decimal::readings(text)
                .into_iter()
                .map(|reading| reading.to(Unit::METRE))
                .collect()
        };
        assert_eq!(metres("9,44"), [Some(9_440)]);
        assert_eq!(metres("1,024"), [Some(1_024), Some(1_024_000)]);
        assert_eq!(metres("1.234,5"), [Some(1_234_500)]);
        assert_eq!(metres("1,234.5"), [Some(1_234_500)]);
        assert_eq!(metres("12"), [Some(12_000)]);
        assert_eq!(metres("1,2,3"), []);
        assert_eq!(metres(""), []);
    }
}
