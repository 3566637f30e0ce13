//! The height of a distance in a picture: the same for a terminal and for SVG.

use super::LoadReport;
use crate::quantity::{Distances, Exact, MICRO};

/// Tops of an axis whose quarters or halves are short numbers.
const TOPS: [i64; 20] = [
    2, 4, 8, 12, 16, 20, 24, 32, 40, 48, 60, 80, 100, 120, 160, 200, 300, 400, 600, 1000,
];

/// From zero to a round number above everything drawn.
#[derive(Clone, Copy)]
pub(crate) struct Scale {
    top: i64,
    distances: Distances,
}

impl Scale {
    pub(crate) fn of(report: &LoadReport<'_>, distances: Distances) -> Self {
        let sessions = report.days.iter().flat_map(|day| &day.sessions);
        let drawn = sessions.map(|session| session.kilometres.high.unwrap_or(Exact::ZERO));
        let lines = report.days.iter().filter_map(line);
        let farthest = drawn
            .chain(lines.map(|line| line.kilometres))
            .chain(report.drawn_goal())
            .max()
            .unwrap_or(Exact::ZERO);
        let farthest = distances.of(farthest);
        let top = TOPS
            .into_iter()
            .find(|top| Exact::whole(*top) >= farthest)
            .unwrap_or(1000);
        Self { top, distances }
    }

    /// The number at the top.
    pub(crate) const fn top(self) -> i64 {
        self.top
    }

    /// How high a distance stands when the top stands so high; what is not zero is seen.
    pub(crate) fn height(self, kilometres: Exact, top: i64) -> i64 {
        let millionths = i128::from(self.distances.of(kilometres).millionths());
        let whole = i128::from(self.top)
            .saturating_mul(i128::from(MICRO))
            .max(1);
        let rounded = millionths
            .saturating_mul(i128::from(top))
            .saturating_add(whole.div_euclid(2))
            .div_euclid(whole);
        let least = i64::from(millionths > 0);
        i64::try_from(rounded).unwrap_or(top).clamp(least, top)
    }
}

/// The longest run of the 30 days before a day, for drawing.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Line {
    pub(crate) kilometres: Exact,
    /// There may have been a longer one.
    pub(crate) at_least: bool,
}

/// The line of a day; none when no run is known.
pub(crate) fn line(day: &crate::training::log::LoggedDay) -> Option<Line> {
    let crate::measure::State::Known { low, high } = day.longest_before.state else {
        return None;
    };
    (low > Exact::ZERO).then_some(Line {
        kilometres: low,
        at_least: high > low,
    })
}
