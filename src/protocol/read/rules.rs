//! The tables that say what counts as evidence.

use super::stage::{band, evidence_if_given};
use super::table::{Faults, Table};
use crate::protocol::raw;

pub(super) fn clean(mut table: Table<'_>, faults: &mut Faults) -> Option<raw::Clean> {
    let before = faults.found.len();
    let pain = band(&mut table, "pain", faults);
    let rise = band(&mut table, "rise", faults);
    let next_morning = band(&mut table, "next_morning", faults);
    let next_morning_above_baseline = band(&mut table, "next_morning_above_baseline", faults);
    let gait = table.text("gait", faults);
    let evidence = evidence_if_given(&mut table, faults);
    // A key that could not be read would seem missing, and the sessions cleaner than they are.
    let all_read = faults.found.len() == before;
    table.finish(faults);
    all_read.then_some(raw::Clean {
        pain,
        rise,
        next_morning,
        next_morning_above_baseline,
        gait,
        evidence,
    })
}

pub(super) fn least_run(mut table: Table<'_>, faults: &mut Faults) -> Option<raw::LeastRun> {
    let distance = table.required_text("distance", faults);
    let minutes = table.required_text("minutes", faults);
    let evidence = evidence_if_given(&mut table, faults);
    table.finish(faults);
    Some(raw::LeastRun {
        distance: distance?,
        minutes: minutes?,
        evidence,
    })
}

pub(super) fn flare(mut table: Table<'_>, faults: &mut Faults) -> Option<raw::Flare> {
    let daily = band(&mut table, "daily", faults);
    let daily = table.required("daily", daily, faults);
    let morning = band(&mut table, "morning", faults);
    let morning = table.required("morning", morning, faults);
    let limp = table.text("limp", faults);
    let days = table.integer("days", faults);
    let days = table.required("days", days, faults);
    let of = table.integer("of", faults);
    let of = table.required("of", of, faults);
    let evidence = evidence_if_given(&mut table, faults);
    table.finish(faults);
    Some(raw::Flare {
        daily: daily?,
        morning: morning?,
        limp,
        days: days?,
        of: of?,
        evidence,
    })
}
