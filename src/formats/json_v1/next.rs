//! The next session as JSON (format `next/1`): output-only structs.

use serde::Serialize;

use super::report::{ContradictionV1, contradiction, outputs};
use crate::assessment::Day;
use crate::engine::report::Provenance;
use crate::pages::next::{fired, step, today};
use crate::pages::plan::kilometres;
use crate::quantity::Decimal;
use crate::training::{Because, Next, Session, Today};
use crate::verdict::Verdict;

outputs! {
    /// The next session (format `next/1`).
    NextV1 {
        /// `next/1`.
        format: &'static str,
        /// The sender's name for the record.
        id: Option<String>,
        /// The day.
        date: Day,
        /// `see-somebody`, `not-cleared`, `rest`, `taper`, `level` or `run`.
        today: &'static str,
        /// In words.
        text: String,
        /// The first day after the rest; of a stage not cleared, the first day on which it would be, were all that is open answered well.
        not_before: Option<Day>,
        /// The level to do, from 1.
        level: Option<usize>,
        /// The ladder of that level, by id.
        level_of: Option<String>,
        /// Why no harder session is offered: `hardest` that is GO, `plan` for a goal with a day, `goal` on that day itself, or `caution`,
        /// with which the last session that went well is done again and no more.
        because: Option<&'static str>,
        /// The fields that wait for an answer before more than a session of the ladder can be cleared.
        to_state: Vec<String>,
        /// Distance of the session in all; of a run, at most.
        distance_km: Option<Decimal>,
        /// Minutes of it.
        duration_min: Option<i64>,
        /// The verdict on the session, or on the stage it needs.
        verdict: Verdict,
        /// The best verdict still possible.
        best_case: Verdict,
        /// Where the runner stands on the walk-run ladder, while it is climbed.
        ladder: Option<ClimbV1>,
        /// What in the record contradicts itself, and is to be corrected first.
        contradictions: Vec<ContradictionV1>,
        /// What keeps the verdict from GO, by name.
        reasons: Vec<String>,
        /// When to stop a session.
        stop_rules: Vec<String>,
        /// What it was made from.
        provenance: Provenance,
    }
    /// A runner on a walk-run ladder.
    ClimbV1 {
        /// The ladder, by id.
        id: String,
        /// In words.
        step: String,
        /// The last session.
        last: Option<Day>,
        /// The level that is open for certain, from 1; one above the top when all are filled.
        open: usize,
        /// The level that may be open for all that is not recorded.
        may_be_open: usize,
        /// Clean sessions that count on the level that is open for certain.
        credit: u16,
        /// What the last session says about the next.
        fired: Vec<FiredV1>,
    }
    /// A rule that holds, or may hold.
    FiredV1 {
        /// In words.
        text: String,
        /// Keys in `criteria/references.bib`.
        sources: Vec<String>,
    }
}

impl NextV1 {
    /// The next session as JSON shows it.
    #[must_use]
    pub fn of(next: &Next<'_>) -> Self {
        let (word, not_before, level, amount) = match &next.today {
            Today::SeeSomebody => ("see-somebody", None, None, None),
            Today::NotCleared { from } => ("not-cleared", *from, None, None),
            Today::Rest { until } => ("rest", Some(*until), None, None),
            Today::Taper { .. } => ("taper", None, None, None),
            Today::Session {
                session,
                metres,
                minutes,
                ..
            } => {
                let amount = Some((*metres, *minutes));
                match session {
                    Session::Level(place) => ("level", None, Some(place.saturating_add(1)), amount),
                    Session::Run(_) => ("run", None, None, amount),
                }
            }
        };
        let because = match &next.today {
            Today::Session { because, .. } => Some(match because {
                Because::Hardest => "hardest",
                Because::Plan(_) => "plan",
                Because::Goal => "goal",
                Because::Caution => "caution",
            }),
            Today::SeeSomebody
            | Today::NotCleared { .. }
            | Today::Rest { .. }
            | Today::Taper { .. } => None,
        };
        let report = &next.report;
        Self {
            format: "next/1",
            id: report.assessment.id().map(str::to_owned),
            date: next.day,
            today: word,
            text: today(next).to_string(),
            not_before,
            level,
            level_of: next
                .ladder
                .filter(|_| level.is_some())
                .map(|ladder| ladder.id.clone()),
            because,
            to_state: next.to_state.clone(),
            distance_km: amount.map(|(metres, _)| kilometres(metres)),
            duration_min: amount.map(|(_, minutes)| minutes),
            verdict: report.verdict(),
            best_case: report.judgement.outcome.best_case,
            ladder: next.climb.as_ref().map(|climb| ClimbV1 {
                id: climb.ladder.id.clone(),
                step: step(climb).to_string(),
                last: climb.last,
                open: climb.standing.open.0,
                may_be_open: climb.standing.open.1,
                credit: climb.standing.credit,
                fired: fired(climb)
                    .into_iter()
                    .map(|(text, sources)| FiredV1 {
                        text: text.to_string(),
                        sources,
                    })
                    .collect(),
            }),
            contradictions: report.contradictions().iter().map(contradiction).collect(),
            reasons: report.reasons().map(|line| line.name()).collect(),
            stop_rules: report
                .protocol
                .stop_rules
                .iter()
                .map(|rule| rule.text.clone())
                .collect(),
            provenance: Provenance::of(report.protocol, report.assessment),
        }
    }
}
