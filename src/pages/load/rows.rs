//! Which measures the load report shows, in which order, and under what name.

use super::Row;
use crate::measure::{Subject, Window, find};

/// What of the goal a measure needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// Nothing.
    Nothing,
    /// A distance.
    Distance,
    /// A distance and a day.
    Day,
}

/// A row as listed: id, name, what of the goal it needs, when it does not apply.
pub(crate) struct Listed(&'static str, &'static str, Needs, &'static str);

impl Listed {
    /// The row with its reading.
    pub(crate) fn read(&self, subject: &Subject<'_>) -> Option<Row> {
        let Self(id, label, needs, unless) = *self;
        let measure = find(id)?;
        Some(Row {
            measure,
            label,
            needs,
            unless,
            reading: subject.read(measure, Window::default()),
        })
    }
}

const LITTLE: &str = "under 5 km a week before";
const NO_LAYOFF: &str = "no lay-off in effect";
const NO_WALK_RUN: &str = "no walk-run";

#[rustfmt::skip]
pub(crate) const GROUPS: &[(&str, &[Listed])] = &[
    ("This week", &[
        Listed("load.km_7d", "last 7 days", Needs::Nothing, ""),
        Listed("load.km_previous_7d", "the 7 days before", Needs::Nothing, ""),
        Listed("load.weekly_change", "change", Needs::Nothing, "both weeks empty"),
        Listed("load.session_load_7d", "session load, 7 days", Needs::Nothing, ""),
        Listed("load.monotony", "monotony", Needs::Nothing, "all days alike"),
        Listed("load.strain", "strain", Needs::Nothing, "all days alike"),
    ]),
    ("Against the last month", &[
        Listed("load.longest_run_30d", "longest of 30 days", Needs::Nothing, ""),
        Listed("load.session_baseline_30d", "baseline of the next run", Needs::Nothing, "no run in 30 days"),
        Listed("load.runs_30d", "runs in 30 days", Needs::Nothing, ""),
        Listed("load.session_band", "goal, as a step", Needs::Distance, ""),
        Listed("load.session_ratio", "goal to the longest", Needs::Distance, ""),
        Listed("load.acwr", "acute to chronic", Needs::Nothing, LITTLE),
        Listed("load.acwr_coupled", "the same, coupled", Needs::Nothing, LITTLE),
        Listed("load.acwr_ewma", "the same, exponential", Needs::Nothing, "no distance"),
        Listed("load.acwr_load", "the same, of load", Needs::Nothing, LITTLE),
    ]),
    ("After a lay-off", &[
        Listed("load.days_off", "days off", Needs::Nothing, ""),
        Listed("load.session_cap", "longest run allowed", Needs::Nothing, NO_LAYOFF),
        Listed("load.weekly_cap", "weekly distance allowed", Needs::Nothing, NO_LAYOFF),
        Listed("load.plan_percent_of_cap", "goal to the allowed", Needs::Distance, NO_LAYOFF),
        Listed("load.ladder_after_layoff", "walk-run ladder", Needs::Nothing, ""),
    ]),
    ("Recovery", &[
        Listed("recovery.days", "days since running, hops", Needs::Nothing, ""),
        Listed("recovery.shortfall_days", "days still missing", Needs::Nothing, "no run since the injury"),
    ]),
    ("Ladder", &[
        Listed("ladder.credit", "clean on the top level", Needs::Nothing, NO_WALK_RUN),
        Listed("ladder.levels_gained_7d", "levels gained, 7 days", Needs::Nothing, NO_WALK_RUN),
        Listed("ladder.clean_sessions_per_level", "fewest on a level below", Needs::Nothing, "no level below"),
    ]),
    ("Race", &[
        Listed("load.longest_run_since_onset", "longest since onset", Needs::Nothing, ""),
        Listed("load.longest_run_42d", "longest of 42 days", Needs::Nothing, ""),
        Listed("race.long_run_below_line", "long run below its line", Needs::Distance, ""),
        Listed("load.weekly_km_before_taper", "weekly before the taper", Needs::Nothing, ""),
        Listed("race.steps_needed", "steps to that line", Needs::Distance, ""),
        Listed("race.steps_short", "steps that do not fit", Needs::Day, ""),
        Listed("load.longest_gap_84d", "longest gap, 12 weeks", Needs::Nothing, ""),
        Listed("load.days_since_28_day_gap", "since a gap of 28 days", Needs::Nothing, ""),
        Listed("load.two_weeks_percent_of_pre_injury", "two weeks to pre-injury", Needs::Nothing, ""),
    ]),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_a_measure() {
        for Listed(id, ..) in GROUPS.iter().flat_map(|(_, rows)| *rows) {
            assert!(find(id).is_some(), "{id}");
        }
    }
}
