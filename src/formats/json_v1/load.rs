//! The training log as JSON (format `load/1`): output-only structs. A change of meaning makes a `load/2`.

use serde::Serialize;

use super::report::{GoalV1, ReadingV1, goal, outputs, reading};
use crate::assessment::Day;
use crate::assessment::wire::RunKind;
use crate::measure::{BAND, LONGEST_30_DAYS};
use crate::pages::load::{LoadReport, caveat};
use crate::quantity::{Decimal, Toward};
use crate::training::log::{Amount, DayState, LoggedDay, Session};

outputs! {
    /// Training day by day, and every measure read off it (format `load/1`).
    LoadV1 {
        /// `load/1`.
        format: &'static str,
        /// The sender's name for the record.
        id: Option<String>,
        /// The day of the question.
        as_of: Day,
        /// The first day from which on a day without an entry is a rest day; `null` when not declared, or without `runs`.
        log_complete_from: Option<Day>,
        /// The day of onset.
        onset: Option<Day>,
        /// The goal.
        goal: Option<GoalV1>,
        /// Day by day, oldest first, the day of the question last.
        days: Vec<DayV1>,
        /// The measures of load.
        readings: Vec<MeasuredV1>,
        /// What this does not tell.
        caveat: String,
    }
    /// A day.
    DayV1 {
        /// The day.
        date: Day,
        /// `training`, `rest`, or `unknown` where the log is not declared complete.
        state: DayState,
        /// Kilometres run.
        distance_km: AmountV1,
        /// Perceived exertion times minutes.
        load_au: AmountV1,
        /// `load.longest_run_30d` as of the day: of the 30 days before it.
        longest_run_30d: ReadingV1,
        /// Its runs, walk-runs and races, each for itself.
        sessions: Vec<SessionV1>,
    }
    /// A run, walk-run or race.
    SessionV1 {
        /// `run`, `walk-run` or `race`.
        kind: RunKind,
        /// Kilometres run.
        distance_km: AmountV1,
        /// Perceived exertion times minutes.
        load_au: AmountV1,
        /// `load.session_band` of it, as of its day.
        session_band: ReadingV1,
    }
    /// An amount between two ends.
    AmountV1 {
        /// The least it can be.
        low: Decimal,
        /// The most it can be; `null` when it may be any more.
        high: Option<Decimal>,
    }
    /// A measure with its reading.
    MeasuredV1 {
        /// The measure.
        measure: &'static str,
        /// What it reads.
        reading: ReadingV1,
    }
}

impl LoadV1 {
    /// The training as JSON shows it.
    #[must_use]
    pub fn of(report: &LoadReport<'_>) -> Self {
        let rows = report.groups.iter().flat_map(|group| &group.rows);
        Self {
            format: "load/1",
            id: report.assessment.id().map(str::to_owned),
            as_of: report.as_of,
            log_complete_from: report.complete_from,
            onset: report.assessment.onset(),
            goal: report.goal.as_ref().map(goal),
            days: report.days.iter().map(day).collect(),
            readings: rows
                .map(|row| MeasuredV1 {
                    measure: row.measure.id,
                    reading: reading(&row.reading, row.measure),
                })
                .collect(),
            caveat: caveat().to_string(),
        }
    }
}

fn day(day: &LoggedDay) -> DayV1 {
    DayV1 {
        date: day.date,
        state: day.state,
        distance_km: amount(day.kilometres),
        load_au: amount(day.load),
        longest_run_30d: reading(&day.longest_before, &LONGEST_30_DAYS),
        sessions: day.sessions.iter().map(session).collect(),
    }
}

fn session(session: &Session) -> SessionV1 {
    SessionV1 {
        kind: session.kind,
        distance_km: amount(session.kilometres),
        load_au: amount(session.load),
        session_band: reading(&session.band, &BAND),
    }
}

fn amount(amount: Amount) -> AmountV1 {
    AmountV1 {
        low: amount.low.decimal(Toward::Down),
        high: amount.high.map(|high| high.decimal(Toward::Up)),
    }
}
