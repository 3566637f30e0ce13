//! Norms of the single-leg heel-raise test by sex and age.

use crate::assessment::wire::Sex;
use crate::quantity::{Age, Exact};

/// Model medians of repetitions at ages 20, 30, ... 80 (mean of both legs, BMI 24.2, activity level 4 of 6), `hebertlosier2017`
/// table 4, read second-hand in two independent copies (dossier H-05, H-23).
const MEN: [i64; 7] = [37, 33, 28, 24, 19, 15, 10];
const WOMEN: [i64; 7] = [30, 27, 25, 22, 19, 16, 14];

/// The ages between which the norms are interpolated; outside, the nearest of them counts.
pub(super) const AGES: (i64, i64) = (20, 80);

/// The norm for a person, as a range when sex or age is unknown.
pub(super) fn heel_raise_reps(sex: Option<Sex>, age: Option<Age>) -> (Exact, Exact) {
    let of = |sex| {
        let table = match sex {
            Sex::Male => &MEN,
            Sex::Female => &WOMEN,
        };
        match age {
            Some(age) => {
                let norm = interpolated(table, age);
                (norm, norm)
            }
            None => {
                let (least, most) = (table.iter().min(), table.iter().max());
                (
                    Exact::whole(least.copied().unwrap_or(0)),
                    Exact::whole(most.copied().unwrap_or(0)),
                )
            }
        }
    };
    match sex {
        Some(sex) => of(sex),
        None => {
            let (men, women) = (of(Sex::Male), of(Sex::Female));
            (men.0.min(women.0), men.1.max(women.1))
        }
    }
}

/// Linear between decades, which in millionths is exact: a tenth of a whole number of repetitions a year.
fn interpolated(table: &[i64; 7], age: Age) -> Exact {
    let years = age
        .millionths()
        .div_euclid(crate::quantity::MICRO)
        .clamp(AGES.0, AGES.1)
        .saturating_sub(AGES.0);
    let (decade, rest) = (years.div_euclid(10), years.rem_euclid(10));
    let at = |place: i64| {
        usize::try_from(place)
            .ok()
            .and_then(|place| table.get(place))
            .copied()
    };
    let first = at(decade).unwrap_or(0);
    let next = at(decade.saturating_add(1)).unwrap_or(first);
    let tenths = first
        .saturating_mul(10)
        .saturating_add(next.saturating_sub(first).saturating_mul(rest));
    Exact::whole(tenths).over(10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_norm_follows_the_published_decades_and_is_linear_between() -> Result<(), String> {
        let norm = |sex, years: i64| {
            Age::new(years.saturating_mul(1_000_000))
                .map(|age| heel_raise_reps(Some(sex), Some(age)).0)
        };
        assert_eq!(norm(Sex::Male, 30)?, Exact::whole(33));
        assert_eq!(norm(Sex::Female, 50)?, Exact::whole(22));
        assert_eq!(norm(Sex::Male, 45)?, Exact::whole(26));
        assert_eq!(norm(Sex::Male, 38)?, Exact::whole(29));
        assert_eq!(
            (norm(Sex::Male, 90)?, norm(Sex::Female, 15)?),
            (Exact::whole(10), Exact::whole(30))
        );
        assert_eq!(
            heel_raise_reps(None, None),
            (Exact::whole(10), Exact::whole(37))
        );
        Ok(())
    }
}
