//! The shape of walk-run ladders.

use super::{Faults, Table, band, evidence};
use crate::protocol::raw;

pub(super) fn ladder(mut table: Table<'_>, faults: &mut Faults) -> Option<raw::Ladder> {
    let before = faults.found.len();
    let id = table.required_text("id", faults);
    let title = table.required_text("title", faults);
    let sessions = table.integer("sessions", faults);
    let sessions = table.required("sessions", sessions, faults);
    let levels_per_7_days = table.integer("levels_per_7_days", faults);
    let why = table.required_text("why", faults);
    let evidence = evidence(&mut table, faults);
    let level = table
        .tables("level", "a level", faults, level)
        .unwrap_or_default();
    let rule = table.tables("rule", "a rule", faults, rule);
    // A level that could not be read would seem missing further on.
    let all_read = faults.found.len() == before;
    table.finish(faults);
    if !all_read {
        return None;
    }
    Some(raw::Ladder {
        id: id?,
        title: title?,
        sessions: sessions?,
        levels_per_7_days,
        why: why?,
        evidence: evidence?,
        level,
        rule,
    })
}

fn level(mut table: Table<'_>, faults: &mut Faults) -> Option<raw::Level> {
    let text = table.required_text("text", faults);
    let walk = table.text("walk", faults);
    let run = table.required_text("run", faults);
    let times = table.integer("times", faults);
    let rest = table.required_text("rest", faults);
    let sessions = table.integer("sessions", faults);
    table.finish(faults);
    Some(raw::Level {
        text: text?,
        walk,
        run: run?,
        times,
        rest: rest?,
        sessions,
    })
}

fn rule(mut table: Table<'_>, faults: &mut Faults) -> Option<raw::Rule> {
    let measure = table.required_text("measure", faults);
    let when = band(&mut table, "when", faults);
    let when = table.required("when", when, faults);
    let then = table.required_text("then", faults);
    let rest = table.text("rest", faults);
    let text = table.required_text("text", faults);
    let evidence = evidence(&mut table, faults);
    table.finish(faults);
    Some(raw::Rule {
        measure: measure?,
        when: when?,
        then: then?,
        rest,
        text: text?,
        evidence: evidence?,
    })
}
