//! Statistics of paired verdicts: `McNemar`'s test and the difference of two proportions of the same people.
//!
//! - *Test*: exact, two-sided, binomial on the discordant pairs (`McNemar` 1947): twice the smaller tail, at most 1.
//! - *Interval*: Newcombe's method 10 (Statistics in Medicine 1998;17:2635-2650): the Wilson score intervals of both proportions,
//!   squared and added, with a correlation that is corrected for continuity.
//!
//! Checked against statsmodels (exact test) and the R package contingencytables (interval); see the tests below.

use statrs::distribution::{Binomial, ContinuousCDF, DiscreteCDF, Normal};

/// How often something is so by OLD, by NEW, by both and by neither, of the same people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PairedCounts {
    /// By both.
    pub both: u64,
    /// By OLD only.
    pub old_only: u64,
    /// By NEW only.
    pub new_only: u64,
    /// By neither.
    pub neither: u64,
}

/// What the pairs say, as proportions from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Statistics {
    /// The proportion by OLD.
    pub old: f64,
    /// The proportion by NEW.
    pub new: f64,
    /// NEW minus OLD.
    pub difference: f64,
    /// The lower end of its 95 % interval.
    pub low: f64,
    /// The upper end of its 95 % interval.
    pub high: f64,
    /// `McNemar`'s exact two-sided p.
    pub p: f64,
}

impl PairedCounts {
    /// The statistics; none of nobody.
    #[must_use]
    #[expect(
        clippy::float_arithmetic,
        clippy::as_conversions,
        clippy::cast_precision_loss,
        reason = "statistics of a cohort; no verdict depends on them"
    )]
    pub fn statistics(self) -> Option<Statistics> {
        let Self {
            both,
            old_only,
            new_only,
            neither,
        } = self;
        let [both, new_only, old_only, neither] =
            [both, new_only, old_only, neither].map(|count| count as f64);
        let n = both + new_only + old_only + neither;
        if n == 0.0 {
            return None;
        }
        let (new, old) = ((both + new_only) / n, (both + old_only) / n);
        let z = Normal::standard().inverse_cdf(0.975);
        let wilson = |share: f64| {
            let z2 = z * z;
            let middle = share + z2 / (2.0 * n);
            let half = z * (share * (1.0 - share) / n + z2 / (4.0 * n * n)).sqrt();
            let whole = 1.0 + z2 / n;
            ((middle - half) / whole, (middle + half) / whole)
        };
        let ((new_low, new_high), (old_low, old_high)) = (wilson(new), wilson(old));
        let margins =
            (both + new_only) * (old_only + neither) * (both + old_only) * (new_only + neither);
        let product = both * neither - new_only * old_only;
        let corrected = if product > 0.0 {
            (product - n / 2.0).max(0.0)
        } else {
            product
        };
        let phi = if margins > 0.0 {
            corrected / margins.sqrt()
        } else {
            0.0
        };
        let reach = |one: f64, other: f64| {
            (one * one - 2.0 * phi * one * other + other * other)
                .max(0.0)
                .sqrt()
        };
        let difference = new - old;
        Some(Statistics {
            old,
            new,
            difference,
            low: (difference - reach(new - new_low, old_high - old)).max(-1.0),
            high: (difference + reach(new_high - new, old - old_low)).min(1.0),
            p: self.exact_p(),
        })
    }

    #[expect(
        clippy::float_arithmetic,
        reason = "statistics of a cohort; no verdict depends on them"
    )]
    fn exact_p(self) -> f64 {
        let discordant = self.old_only.saturating_add(self.new_only);
        let tail = Binomial::new(0.5, discordant).map_or(0.5, |binomial| {
            binomial.cdf(self.old_only.min(self.new_only))
        });
        (2.0 * tail).min(1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::PairedCounts;

    #[expect(
        clippy::float_arithmetic,
        reason = "statistics are compared within rounding"
    )]
    fn near(one: f64, other: f64, within: f64) -> bool {
        (other - within..=other + within).contains(&one)
    }

    /// Exact p: `statsmodels.stats.contingency_tables.mcnemar(table, exact=True)`, statsmodels 0.15.0.
    /// Intervals to four decimals: tests of the R package contingencytables (Cavo 2012; two pairs), the others from the same formula
    /// on statsmodels' Wilson intervals.
    #[test]
    fn test_and_interval_agree_with_other_programs() {
        let known = [
            (
                (59, 6, 16, 80),
                -0.062_11,
                (-0.1186, -0.0046),
                0.052_478_790_283_203_125,
            ),
            ((1, 0, 0, 1), 0.0, (-0.5734, 0.5734), 1.0),
            ((1, 1, 7, 12), -0.285_71, (-0.5069, -0.0256), 0.070_312_5),
            ((14, 5, 0, 22), 0.121_95, (0.0115, 0.2265), 0.0625),
            ((0, 30, 0, 0), 1.0, (0.8395, 1.0), 1.862_645_149_230_957e-9),
            ((5, 9, 9, 4), 0.0, (-0.2882, 0.2882), 1.0),
            (
                (400, 35, 12, 553),
                0.023,
                (0.0095, 0.0365),
                0.001_088_538_206_474_254_1,
            ),
        ];
        for ((both, new_only, old_only, neither), difference, (low, high), p) in known {
            let paired = PairedCounts {
                both,
                old_only,
                new_only,
                neither,
            };
            let found = paired.statistics();
            assert!(
                found.is_some_and(|found| near(found.difference, difference, 1e-5)
                    && near(found.low, low, 5.1e-5)
                    && near(found.high, high, 5.1e-5)
                    && near(found.p, p, 1e-9)),
                "{paired:?}: {found:?}"
            );
        }
        assert_eq!(PairedCounts::default().statistics(), None);
    }
}
