//! Measurement error by the normal model: one of the two places where floats live.
//!
//! A single reading scatters around the true value with the standard error of measurement (SEM). A criterion with `certainty` asks
//! that the *true* value meets the limit with that probability, so its GO limit moves by `z * SEM` once, when the file is compiled.
//! What crosses into a verdict is that exact limit; a probability is only ever shown.

use statrs::distribution::{ContinuousCDF, Normal};

use super::{Better, MeasurementError};
use crate::quantity::Exact;

/// How far the GO limit moves for so many percent of certainty: `z * SEM`, rounded up to 4 decimals.
///
/// `None` for a certainty outside 50 to 99 percent.
#[must_use]
#[expect(
    clippy::float_arithmetic,
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    reason = "statistics; the result is rounded up into an exact limit"
)]
pub fn shift(error: &MeasurementError, certainty: u8) -> Option<Exact> {
    if !(50..=99).contains(&certainty) {
        return None;
    }
    let z = Normal::standard().inverse_cdf(f64::from(certainty) / 100.0);
    let shift = z * error.sem.approximate() * 10_000.0;
    let steps = (shift - 1e-9).ceil().max(0.0) as i64;
    Some(Exact::micro(steps.saturating_mul(100)))
}

/// The probability, in whole percent rounded down, that the true value meets the limit, given one reading.
#[must_use]
#[expect(
    clippy::float_arithmetic,
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "statistics; only ever shown"
)]
pub fn probability_met(error: &MeasurementError, better: Better, value: Exact, limit: Exact) -> u8 {
    let distance = match better {
        Better::Higher => value.minus(limit),
        Better::Lower => limit.minus(value),
    };
    let z = distance.approximate() / error.sem.approximate();
    // A hair is added so that exactly half is 50 and not 49.
    (Normal::standard().cdf(z) * 100.0 + 1e-9)
        .floor()
        .clamp(0.0, 100.0) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    const ERROR: MeasurementError = MeasurementError {
        sem: Exact::micro(2_070_000),
        mdc: Exact::micro(5_700_000),
        about: "",
        source: "",
    };

    #[test]
    fn eighty_percent_certainty_moves_the_limit_by_z_times_sem_rounded_up() {
        // z(0.80) = 0.8416212335729143, times 2.07 = 1.742155953...
        assert_eq!(shift(&ERROR, 80), Some(Exact::micro(1_742_200)));
        assert_eq!(shift(&ERROR, 50), Some(Exact::ZERO));
        assert_eq!((shift(&ERROR, 49), shift(&ERROR, 100)), (None, None));
    }

    #[test]
    fn a_reading_at_the_limit_meets_it_with_even_odds() {
        let at = |value| {
            probability_met(
                &ERROR,
                Better::Higher,
                Exact::whole(value),
                Exact::whole(25),
            )
        };
        assert_eq!((at(25), at(28), at(22)), (50, 92, 7));
        assert_eq!(
            probability_met(&ERROR, Better::Lower, Exact::whole(22), Exact::whole(25)),
            92
        );
    }
}
