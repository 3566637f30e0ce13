//! The plan as JSON (format `plan/1`): output-only structs.

use serde::Serialize;

use super::report::{GoalV1, goal, outputs};
use crate::assessment::{Assessment, Day};
use crate::engine::report::Provenance;
use crate::pages::plan::{go_of, kilometres, rules, session_in_words, summary};
use crate::protocol::Protocol;
use crate::quantity::Decimal;
use crate::training::{Part, Plan, Planned};

outputs! {
    /// A plan (format `plan/1`): the way to a goal, if every session is symptom-free.
    PlanV1 {
        /// `plan/1`.
        format: &'static str,
        /// The sender's name for the record.
        id: Option<String>,
        /// The day it was made for.
        as_of: Day,
        /// The goal.
        goal: GoalV1,
        /// `clinician` or `urgent`, when a person should be seen first.
        refer: Option<&'static str>,
        /// The earliest day of the goal; `null` when none was found within two years.
        earliest: Option<Day>,
        /// The day planned: the wanted one, or the earliest when that is later.
        on: Option<Day>,
        /// The fields to answer first, each once: without them no day is surely GO, or the plan counts the worst.
        to_answer: Vec<String>,
        /// The date wanted held against it.
        wish: Option<WishV1>,
        /// What the plan comes to, in words.
        summary: Vec<String>,
        /// What must be passed, answered or kept, and by when.
        to_pass: Vec<ToPassV1>,
        /// Criteria that hold sessions back, and until when.
        waited_for: Vec<WaitV1>,
        /// Criteria that no planned session can meet.
        blocked_by: Vec<String>,
        /// The walk-run ladder climbed, by id.
        ladder: Option<String>,
        /// Seconds a kilometre that timed sessions are counted at.
        pace_s_per_km: i64,
        /// Whether that is the mean of the log; else an assumption.
        pace_from_log: bool,
        /// The sessions, in order.
        sessions: Vec<SessionV1>,
        /// What pain in a session changes.
        rules: Vec<RuleV1>,
        /// When to stop a session.
        stop_rules: Vec<String>,
        /// What it was made from.
        provenance: Provenance,
    }
    /// A date wanted.
    WishV1 {
        /// The day.
        date: Day,
        /// Days by which the plan comes later; `null` when there is none.
        missed_by_days: Option<i32>,
        /// Whether it lies before the day of the plan.
        is_past: bool,
        /// The longest distance that fits it; `null` when it is kept, or nothing fits.
        longest_km: Option<Decimal>,
    }
    /// A criterion that the plan assumes to be met.
    ToPassV1 {
        /// `stage/criterion`.
        criterion: String,
        /// Its measure.
        measure: &'static str,
        /// What is GO.
        needed: Option<String>,
        /// The day it is first needed.
        by: Day,
        /// Whether it is met today, and only must stay so.
        met_today: bool,
        /// Weeks of training from what was measured last, at an assumed gain a week; zero where it is met, not trained, or not known.
        weeks_of_training: i32,
        /// What to do.
        r#do: Option<String>,
    }
    /// A criterion that time alone meets.
    WaitV1 {
        /// `stage/criterion`.
        criterion: String,
        /// It holds sessions back until this day.
        until: Day,
    }
    /// A planned session.
    SessionV1 {
        /// Its day.
        date: Day,
        /// `ladder`, `long`, `easy`, `taper` or `goal`.
        part: &'static str,
        /// What to do, in words.
        what: String,
        /// The entry for `runs` of the assessment, had it gone without symptoms; write what really happened.
        entry: EntryV1,
    }
    /// An entry for `runs` of the assessment.
    EntryV1 {
        /// The day.
        date: Day,
        /// `run`, `walk-run` or `race`.
        kind: &'static str,
        /// Distance in all.
        distance_km: Decimal,
        /// Minutes in all.
        duration_min: i64,
        /// Minutes run, of a walk-run.
        #[serde(skip_serializing_if = "Option::is_none")]
        run_min: Option<i64>,
        /// The level of the ladder, from 1.
        #[serde(skip_serializing_if = "Option::is_none")]
        level: Option<usize>,
    }
    /// What a reading of the last session says about the next.
    RuleV1 {
        /// In words.
        text: String,
        /// `hold`, `drop` or `stop`.
        then: &'static str,
        /// Days without running before the next session.
        rest_days: u16,
        /// Keys in `criteria/references.bib`.
        sources: Vec<String>,
    }
}

impl PlanV1 {
    /// The plan as JSON shows it.
    #[must_use]
    pub fn of(plan: &Plan<'_>, protocol: &Protocol, assessment: &Assessment) -> Self {
        Self {
            format: "plan/1",
            id: assessment.id().map(str::to_owned),
            as_of: plan.as_of,
            goal: goal(&plan.goal),
            refer: plan.refer.map(crate::protocol::Refer::word),
            earliest: plan.earliest,
            on: plan.on,
            to_answer: plan
                .to_state
                .iter()
                .map(|field| (*field).to_owned())
                .chain(plan.to_answer.iter().cloned())
                .collect(),
            wish: plan.wish.map(|wish| WishV1 {
                date: wish.day,
                missed_by_days: wish.missed_by,
                is_past: wish.is_past,
                longest_km: wish.fits.map(kilometres),
            }),
            summary: summary(plan, protocol)
                .iter()
                .map(ToString::to_string)
                .collect(),
            to_pass: plan
                .to_pass
                .iter()
                .filter_map(|pass| {
                    let criterion = protocol.criteria.get(pass.criterion)?;
                    Some(ToPassV1 {
                        criterion: protocol.name_of(pass.criterion),
                        measure: criterion.measure.id,
                        needed: go_of(criterion, &plan.goal).map(|go| go.to_string()),
                        by: pass.by,
                        met_today: pass.met_today,
                        weeks_of_training: pass.weeks,
                        r#do: criterion.advice.clone(),
                    })
                })
                .collect(),
            waited_for: plan
                .waited_for
                .iter()
                .map(|(criterion, until)| WaitV1 {
                    criterion: protocol.name_of(*criterion),
                    until: *until,
                })
                .collect(),
            blocked_by: plan
                .blocked_by
                .iter()
                .map(|criterion| protocol.name_of(*criterion))
                .collect(),
            ladder: plan.ladder.map(|ladder| ladder.id.clone()),
            pace_s_per_km: plan.pace.seconds,
            pace_from_log: plan.pace.from_log,
            sessions: plan
                .sessions
                .iter()
                .map(|session| SessionV1 {
                    date: session.day,
                    part: session.part.word(),
                    what: session_in_words(plan, session).to_string(),
                    entry: entry(plan, session),
                })
                .collect(),
            rules: rules(plan, protocol)
                .iter()
                .map(|rule| RuleV1 {
                    text: rule.text.clone(),
                    then: rule.then.word(),
                    rest_days: rule.rest_days,
                    sources: rule.evidence.sources.clone(),
                })
                .collect(),
            stop_rules: protocol
                .stop_rules
                .iter()
                .map(|rule| rule.text.clone())
                .collect(),
            provenance: Provenance::of(protocol, assessment),
        }
    }
}

fn entry(plan: &Plan<'_>, session: &Planned) -> EntryV1 {
    let is_race = session.part == Part::Goal
        && matches!(
            plan.goal,
            crate::assessment::Goal::Activity {
                activity: crate::assessment::wire::Activity::Race,
                ..
            }
        );
    let kind = match session.run_minutes {
        Some(_) => "walk-run",
        None if is_race => "race",
        None => "run",
    };
    EntryV1 {
        date: session.day,
        kind,
        distance_km: kilometres(session.metres),
        duration_min: session.minutes,
        run_min: session.run_minutes,
        level: session
            .level
            .filter(|_| session.run_minutes.is_some())
            .map(|level| level.saturating_add(1)),
    }
}
