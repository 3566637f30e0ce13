//! The fastest that any person has ever run a distance: what is faster was not run, whatever a watch or a typist says.
//!
//! The rows are men's world records of World Athletics and the International Association of Ultrarunners (IAU), and the faster
//! performances outside their rules that were run on foot all the same; they were looked up in press reports of each performance in
//! November 2026, not in the federations' own lists. A record broken since is still accepted: [`ALLOWED`] leaves it room.
//!
//! *Why no line between two rows?* Who ran 30 km at some pace ran 21.1 km no slower, so the pace of the next shorter row is a bound
//! that nobody can have beaten; a line between two rows is not, as the true best times sag below it.
//!
//! *Why only two percent?* Watches measure distances with errors of 3 to 6 percent (Gilgen-Ammann 2020, doi:10.2196/17118: eight
//! watches, courses of 0.4 to 4.3 km; errors mostly too short). But nobody who asks runs at the pace of a best performance: what is as
//! fast was not measured a little too long, it is a slip of distance or time. Two percent leave room for a record broken since, and for
//! minutes rounded to whole ones at the longer distances.

use crate::quantity::{Kilometres, Minutes};

/// A best performance.
struct Best {
    /// Millimetres, which are millionths of a kilometre.
    distance: i64,
    /// Milliseconds.
    time: i64,
}

const fn best(metres: i64, milliseconds: i64) -> Best {
    Best {
        distance: metres.saturating_mul(1000),
        time: milliseconds,
    }
}

const SECOND: i64 = 1000;
const MINUTE: i64 = 60_000;
const HOUR: i64 = 3_600_000;

/// Shortest first; each is slower than the row before.
const BEST: [Best; 13] = [
    // 100 m, U. Bolt 2009.
    best(100, 9_580),
    // 400 m, W. van Niekerk 2016.
    best(400, 43_030),
    // 800 m, D. Rudisha 2012.
    best(800, MINUTE + 40_910),
    // 1000 m, N. Ngeny 1999.
    best(1000, 2 * MINUTE + 11_960),
    // 1500 m, H. El Guerrouj 1998.
    best(1500, 3 * MINUTE + 26 * SECOND),
    // 3000 m, J. Ingebrigtsen 2024.
    best(3000, 7 * MINUTE + 17_550),
    // 5000 m and 10,000 m, J. Cheptegei 2020.
    best(5000, 12 * MINUTE + 35_360),
    best(10_000, 26 * MINUTE + 11 * SECOND),
    // Half marathon, J. Kiplimo 2025, the fastest run, whether it is ratified or not.
    best(21_098, 56 * MINUTE + 42 * SECOND),
    // Marathon, E. Kipchoge 2019, behind pacemakers and so no record.
    best(42_195, HOUR + 59 * MINUTE + 40 * SECOND),
    // 100 km, S. Kubheka 2025, in shoes that no record may be run in (IAU record: 6:05:35, A. Sorokin 2023).
    best(100_000, 5 * HOUR + 59 * MINUTE + 20 * SECOND),
    // 12 and 24 hours, A. Sorokin 2022.
    best(177_410, 12 * HOUR),
    best(319_614, 24 * HOUR),
];

/// How much faster than the best is still accepted, in percent of its speed.
const ALLOWED: i128 = 102;

/// Minutes for each kilometre that no row asks for, however far.
const UNHURRIED: i64 = 5;

/// The least time that the distance takes, rounded up to a tenth of a minute; `None` when the stated time is no less.
#[must_use]
pub(crate) fn longer_needed(distance: Kilometres, stated: Minutes) -> Option<Minutes> {
    // Nearly every run is slower than the slowest row, and needs no row to be looked up.
    if stated.millionths() >= distance.millionths().saturating_mul(UNHURRIED) {
        return None;
    }
    let least = least(distance);
    if stated.millionths() >= least {
        return None;
    }
    let tenths = least.saturating_add(TENTH - 1).div_euclid(TENTH);
    Minutes::new(tenths.saturating_mul(TENTH)).ok()
}

/// Whether it took more than an hour for each kilometre, which is no running: a distance that stopped counting, or never began.
///
/// Strolling is four times as fast; a slower pace is a fault of the record, and which of the two is wrong only the runner knows. Of a few
/// minutes, rounded to whole ones, nothing is said.
#[must_use]
pub(crate) const fn is_slower_than_walking(distance: Kilometres, minutes: Minutes) -> bool {
    let few = 50 * TENTH;
    minutes.millionths() > few && distance.millionths().saturating_mul(60) < minutes.millionths()
}

/// Millionths of a minute.
const TENTH: i64 = 100_000;

/// Millionths of a minute.
fn least(distance: Kilometres) -> i64 {
    let far = distance.millionths();
    let longest_within = BEST.iter().rev().find(|best| best.distance <= far);
    // No pace is known to hold for less than 100 m; a recording so short is judged by that of 100 m.
    let Some(Best {
        distance: row,
        time,
    }) = longest_within.or(BEST.first())
    else {
        return 0;
    };
    // Milliseconds are 50/3 millionths of a minute; a denominator is never zero, and no product comes near the end of its range.
    let numerator = i128::from(far)
        .saturating_mul(i128::from(*time))
        .saturating_mul(50 * 100);
    let denominator = i128::from(*row).saturating_mul(3 * ALLOWED);
    let least = numerator.checked_div(denominator).unwrap_or(0);
    i64::try_from(least).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::{BEST, TENTH, UNHURRIED, least, longer_needed};
    use crate::quantity::{Kilometres, Minutes};

    #[test]
    fn no_row_is_faster_than_a_shorter_one() {
        for pair in BEST.windows(2) {
            if let [shorter, longer] = pair {
                let slower = i128::from(shorter.distance) * i128::from(longer.time)
                    > i128::from(longer.distance) * i128::from(shorter.time);
                assert!(slower, "{} mm", longer.distance);
            }
        }
    }

    #[test]
    fn every_best_performance_is_accepted_and_three_percent_faster_is_not() -> Result<(), String> {
        for best in &BEST {
            let distance = Kilometres::new(best.distance)?;
            let time = best.time * 50 / 3;
            assert_eq!(longer_needed(distance, Minutes::new(time)?), None);
            assert!(longer_needed(distance, Minutes::new(time * 97 / 100)?).is_some());
            assert!(least(distance) < best.distance * UNHURRIED);
        }
        // Records by less than a tenth are slips all the same.
        for (metres, tenths) in [
            (1000, 20),
            (5000, 119),
            (10_000, 250),
            (21_098, 550),
            (42_195, 1150),
        ] {
            let (distance, time) = (
                Kilometres::new(metres * 1000)?,
                Minutes::new(tenths * TENTH)?,
            );
            assert!(longer_needed(distance, time).is_some(), "{metres} m");
        }
        Ok(())
    }
}
