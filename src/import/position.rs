//! Distance between two recorded positions.
//!
//! *Why the haversine?* It treats the Earth as a sphere and is at most 0.6 % from the true distance on the ellipsoid, less than a
//! watch's own error, in ten lines; a geodesic library would be the larger part of this crate.
#![expect(
    clippy::float_arithmetic,
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "positions are floating point; what leaves this file is whole millimetres"
)]

/// Mean radius of the Earth, in millimetres.
const RADIUS_MM: f64 = 6_371_008_800.0;

/// A place on the Earth, in degrees.
#[derive(Clone, Copy, Debug)]
pub(super) struct Position {
    latitude: f64,
    longitude: f64,
}

impl Position {
    /// A place read from text; `None` for what is no number, not finite, or not on the Earth.
    pub(super) fn read(latitude: &str, longitude: &str) -> Option<Self> {
        let degrees = |text: &str, most: f64| {
            let degrees: f64 = text.trim().parse().ok()?;
            (degrees.abs() <= most).then_some(degrees)
        };
        Some(Self {
            latitude: degrees(latitude, 90.0)?,
            longitude: degrees(longitude, 180.0)?,
        })
    }

    /// A place as FIT writes it, in halves of a circle over 2^31; every value is on the Earth's circles.
    pub(super) fn of_semicircles(latitude: i32, longitude: i32) -> Self {
        const DEGREES: f64 = 180.0 / 2_147_483_648.0;
        Self {
            latitude: f64::from(latitude) * DEGREES,
            longitude: f64::from(longitude) * DEGREES,
        }
    }

    /// Millimetres along the surface to another place, rounded to the nearest.
    pub(super) fn millimetres_to(self, other: Self) -> u64 {
        let (from, to) = (self.latitude.to_radians(), other.latitude.to_radians());
        let north = ((to - from) / 2.0).sin();
        let east = ((other.longitude - self.longitude).to_radians() / 2.0).sin();
        let chord = north * north + from.cos() * to.cos() * east * east;
        (2.0 * RADIUS_MM * chord.clamp(0.0, 1.0).sqrt().asin()).round() as u64
    }
}

#[cfg(test)]
mod tests {
    use geographiclib_rs::{Geodesic, InverseGeodesic};
    use proptest::prelude::*;

    use super::Position;

    proptest! {
        #[test]
        fn the_sphere_is_within_six_in_a_thousand_of_the_ellipsoid(
            (latitude, longitude) in (-89.0..89.0_f64, -180.0..180.0_f64),
            (north, east) in (-0.5..0.5_f64, -0.5..0.5_f64),
        ) {
            let (there, beyond) = (latitude + north, (longitude + east).clamp(-180.0, 180.0));
            let from = Position { latitude, longitude };
            let to = Position { latitude: there, longitude: beyond };
            let metres: f64 = Geodesic::wgs84().inverse(latitude, longitude, there, beyond);
            let ours = f64::from(u32::try_from(from.millimetres_to(to)).map_err(|error| TestCaseError::fail(error.to_string()))?) / 1000.0;
            prop_assert!((ours - metres).abs() <= metres * 0.006 + 0.001, "{ours} m, truly {metres} m");
        }
    }

    #[test]
    fn what_is_not_on_the_earth_is_no_position() {
        for (latitude, longitude) in [
            ("90.1", "0"),
            ("0", "-180.1"),
            ("NaN", "0"),
            ("inf", "0"),
            ("", "0"),
            ("0", "east"),
        ] {
            assert!(
                Position::read(latitude, longitude).is_none(),
                "{latitude} {longitude}"
            );
        }
        assert!(Position::read(" -90 ", "180").is_some());
    }
}
