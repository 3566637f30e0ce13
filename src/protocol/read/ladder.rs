//! The tables of ladders and of the rules of their sessions.

use super::stage::{band, evidence};
use super::table::{Faults, Table};
use crate::diagnostic::Diagnostic;
use crate::protocol::raw;

/// The ladders with the rules of their sessions: both or neither.
pub(super) fn ladders(
    file: &mut Table<'_>,
    faults: &mut Faults,
) -> (Option<Vec<raw::Ladder>>, Option<Vec<raw::LadderRule>>) {
    let before = faults.found.len();
    let ladders = file.tables("ladder", "a ladder", faults, ladder);
    let rules = file.tables("ladder_rule", "a rule", faults, rule);
    // What could not be read must not seem missing.
    if faults.found.len() == before {
        lone(ladders.as_deref(), rules.as_deref(), faults);
    }
    (ladders, rules)
}

fn lone(ladders: Option<&[raw::Ladder]>, rules: Option<&[raw::LadderRule]>, faults: &mut Faults) {
    let fault = match (ladders.unwrap_or_default(), rules.unwrap_or_default()) {
        ([ladder, ..], []) => Diagnostic::new(
            "lone-ladder",
            ladder.id.span.clone(),
            "no session of this ladder could hold a runner back",
        )
        .help("add `[[ladder_rule]]`: what must a session not bring?"),
        ([], [rule, ..]) => Diagnostic::new(
            "lone-ladder",
            rule.measure.span.clone(),
            "a rule for the sessions of no ladder",
        )
        .help("add `[[ladder]]`, or remove the rules"),
        ([], []) | ([_, ..], [_, ..]) => return,
    };
    faults.push(fault);
}

fn ladder(mut table: Table<'_>, faults: &mut Faults) -> Option<raw::Ladder> {
    let id = table.required_text("id", faults);
    let title = table.required_text("title", faults);
    let sessions = table.integer("sessions", faults);
    let sessions = table.required("sessions", sessions, faults);
    let levels_per_7_days = table.integer("levels_per_7_days", faults);
    let why = table.required_text("why", faults);
    let evidence = evidence(&mut table, faults);
    let before = faults.found.len();
    let level = table
        .tables("level", "a level", faults, level)
        .unwrap_or_default();
    let all_read = faults.found.len() == before;
    table.finish(faults);
    let id = id?;
    if level.is_empty() && all_read {
        faults.push(
            Diagnostic::new(
                "empty-ladder",
                id.span.clone(),
                format!("ladder `{}` has no levels", id.value),
            )
            .help("add `[[ladder.level]]`, or remove the ladder"),
        );
    }
    Some(raw::Ladder {
        id,
        title: title?,
        sessions: sessions?,
        levels_per_7_days,
        why: why?,
        evidence: evidence?,
        level,
    })
}

fn level(mut table: Table<'_>, faults: &mut Faults) -> Option<raw::Level> {
    let before = faults.found.len();
    let text = table.required_text("text", faults);
    let walk = table.text("walk", faults);
    let run = table.required_text("run", faults);
    let repeats = table.integer("repeats", faults);
    let rest_days = table.integer("rest_days", faults);
    let rest_days = table.required("rest_days", rest_days, faults);
    let sessions = table.integer("sessions", faults);
    // A stretch of walking that could not be read would seem to be running without breaks.
    let all_read = faults.found.len() == before;
    table.finish(faults);
    if !all_read {
        return None;
    }
    Some(raw::Level {
        text: text?,
        walk,
        run: run?,
        repeats,
        rest_days: rest_days?,
        sessions,
    })
}

fn rule(mut table: Table<'_>, faults: &mut Faults) -> Option<raw::LadderRule> {
    let before = faults.found.len();
    let measure = table.required_text("measure", faults);
    let holds = band(&mut table, "if", faults);
    let holds = table.required("if", holds, faults);
    let fresh = table.text("fresh", faults);
    let over = table.text("over", faults);
    let at_least = table.integer("at_least", faults);
    let then = table.required_text("then", faults);
    let rest_days = table.integer("rest_days", faults);
    let text = table.required_text("text", faults);
    let evidence = evidence(&mut table, faults);
    // A key that could not be read would seem missing further on.
    let all_read = faults.found.len() == before;
    table.finish(faults);
    if !all_read {
        return None;
    }
    Some(raw::LadderRule {
        measure: measure?,
        holds: holds?,
        fresh,
        over,
        at_least,
        then: then?,
        rest_days,
        text: text?,
        evidence: evidence?,
    })
}
