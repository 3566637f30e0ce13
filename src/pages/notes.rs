//! What to know beside a verdict.

use super::words::{Wording, suggestion};
use crate::assessment::wire::TreatmentKind;
use crate::assessment::{Day, Goal};
use crate::document::{Sentence, counted, sentences};
use crate::engine::Role;
use crate::engine::report::{Line, Report};
use crate::measure::State;
use crate::protocol::{Phase, Refer};
use crate::verdict::Verdict;

sentences! {
    no_setting() = "No setting was stated: judged as at home, by what a runner can measure alone.";
    one_later(day: Day) = "1 entry of the file lies after {day} and was set aside.";
    later(count: String, day: Day) = "{count} entries of the file lie after {day} and were set aside.";
    goal_is_past(day: Day) = "The date of the goal, {day}, is past: judged as if it were done today.";
    unproven(names: String) = "Recorded, and not counted, because no effect on healing is shown: {names}.";
    agreed() = "A way to stop and get home is agreed.";
    to_agree() = "Agree on a way to stop and get home before you start.";
    answer_first_for_a_clinician(meaning: &'static str) = "Answer this first; it decides whether you need to see a clinician. {meaning}";
    answer_first_today(meaning: &'static str) = "Answer this first; it decides whether you need to be seen today. {meaning}";
    after(time: Sentence, advice: String) = "{time} after the injury or its last flare: {advice}";
    shown(observed: Sentence, why: String) = "{observed}. {why}";
    met_as_suggested(observed: Sentence, limit: Sentence, why: String) = "{observed} (as suggested: {limit}). {why}";
    suggested(observed: Sentence, limit: Sentence, why: String) = "{observed} (suggested: {limit}). {why}";
}

/// Something to know that does not decide.
#[derive(Clone, Debug, PartialEq)]
pub struct Note {
    /// Of which sort.
    pub kind: NoteKind,
    /// The criterion it belongs to, if any.
    pub criterion: Option<String>,
    /// What it says.
    pub text: Sentence,
    /// Keys in `criteria/references.bib`.
    pub sources: Vec<String>,
    /// Whether there is nothing to mind: a note that is as suggested.
    pub met: bool,
}

/// Sorts of notes, in the order they are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum NoteKind {
    /// A question that decides whom to see.
    AnswerFirst,
    /// A criterion met that does not mean what it seems.
    Remark,
    /// What to do with the injury by the time since it.
    Phase,
    /// A criterion that is a note.
    #[strum(serialize = "note")]
    Criterion,
    /// Something about the question.
    Question,
    /// A treatment that does not count.
    Treatment,
    /// What was agreed for the goal.
    Plan,
}

word!(NoteKind);

/// What to do with the injury, so many days after it or its last flare.
pub(super) fn by_now(days: i32, phase: &Phase) -> Sentence {
    let (number, unit) = match days.checked_div(7) {
        Some(weeks) if weeks >= 2 => (weeks, ("week", "weeks")),
        _ => (days, ("day", "days")),
    };
    after(counted(number, unit.0, unit.1), phase.say.text.clone())
}

/// What to know beside the verdict, most important first.
#[must_use]
pub fn notes(report: &Report<'_>) -> Vec<Note> {
    let mut notes: Vec<Note> = Vec::new();
    for line in report.lines() {
        notes.extend(note_of(&line));
    }
    notes.extend(report.remarks().map(|remark| Note {
        kind: NoteKind::Remark,
        criterion: Some(report.protocol.name_of(remark.beside)),
        text: remark.say.text.clone().into(),
        sources: remark.say.sources.clone(),
        met: false,
    }));
    notes.extend(report.phase().map(|(days, phase)| Note {
        kind: NoteKind::Phase,
        criterion: None,
        text: by_now(days, phase),
        sources: phase.say.sources.clone(),
        met: false,
    }));
    let plain = |kind, text: Sentence| Note {
        kind,
        criterion: None,
        text,
        sources: Vec::new(),
        met: false,
    };
    if !report.judgement.question.setting_stated {
        notes.push(plain(NoteKind::Question, no_setting()));
    }
    let day = report.judgement.question.as_of;
    match report.assessment.entries_after(day) {
        0 => {}
        1 => notes.push(plain(NoteKind::Question, one_later(day))),
        count => notes.push(plain(NoteKind::Question, later(count.to_string(), day))),
    }
    let goal = report.judgement.question.goal.as_deref();
    if let Some(past) = goal.and_then(Goal::date).filter(|date| *date < day) {
        notes.push(plain(NoteKind::Question, goal_is_past(past)));
    }
    let names = unproven_treatments(report);
    if !names.is_empty() {
        notes.push(plain(NoteKind::Treatment, unproven(names.join(", "))));
    }
    let runs = report.verdict() != Verdict::NoGo && !report.stop_rules().is_empty();
    if runs && report.judgement.question.goal.is_some() {
        notes.push(plain(NoteKind::Plan, exit_plan(report)));
    }
    notes.sort_by_key(|note| note.kind);
    notes
}

fn note_of(line: &Line<'_>) -> Option<Note> {
    let observed = || Wording::of(line).observed;
    let meaning = line.criterion.measure.meaning;
    let met = line.finding.envelope.worst() == Verdict::Go;
    let (kind, text) = match line.finding.role {
        Role::Decides if line.is_to_answer_first() => {
            let text = match line.criterion.refer {
                Some(Refer::Urgent) => answer_first_today(meaning),
                Some(Refer::Clinician) | None => answer_first_for_a_clinician(meaning),
            };
            (NoteKind::AnswerFirst, text)
        }
        Role::Note if tells(line) => {
            let why = line.criterion.why.clone();
            let go = line.criterion.bands.map(|bands| bands.go);
            let go = go.map(|go| suggestion(&go, line.criterion.measure, line.goal));
            let text = match go {
                None => shown(observed(), why),
                Some(limit) if met => met_as_suggested(observed(), limit, why),
                Some(limit) => suggested(observed(), limit, why),
            };
            (NoteKind::Criterion, text)
        }
        Role::Volunteered | Role::Decides | Role::Note | Role::NotAsked => return None,
    };
    let is_met = kind == NoteKind::Criterion && line.criterion.bands.is_some() && met;
    let sources = line.criterion.evidence.sources.clone();
    Some(Note {
        kind,
        criterion: Some(line.name()),
        text,
        sources,
        met: is_met,
    })
}

/// Whether a note has something to tell: a value, a range with two ends, or one that is not as suggested wherever the truth lies.
fn tells(line: &Line<'_>) -> bool {
    let adverse = line.criterion.bands.is_some() && line.finding.envelope.best() != Verdict::Go;
    let (least, most) = line.criterion.measure.scale.range();
    match line.finding.reading.state {
        State::Known { low, high } => {
            let two_ends = least < low && high < most;
            adverse || two_ends || line.finding.reading.value().is_some()
        }
        State::Unable => true,
        State::NotApplicable => false,
    }
}

fn exit_plan(report: &Report<'_>) -> Sentence {
    let plan = report.assessment.plan.as_ref();
    match plan.and_then(|plan| plan.exit_plan) {
        Some(true) => agreed(),
        Some(false) | None => to_agree(),
    }
}

fn unproven_treatments(report: &Report<'_>) -> Vec<&'static str> {
    let known = |kind: TreatmentKind| match kind {
        TreatmentKind::Tape => Some("tape"),
        TreatmentKind::Ice => Some("ice"),
        TreatmentKind::Massage => Some("massage"),
        TreatmentKind::Sauna => Some("sauna"),
        TreatmentKind::PrpInjection => Some("PRP injection"),
        TreatmentKind::Stretching => Some("stretching"),
        TreatmentKind::CorticosteroidInjection
        | TreatmentKind::Fluoroquinolone
        | TreatmentKind::OralCorticosteroid
        | TreatmentKind::Nsaid
        | TreatmentKind::Analgesic
        | TreatmentKind::HeelLift
        | TreatmentKind::ShockWave
        | TreatmentKind::Other => None,
    };
    let treatments = report.assessment.treatments.iter().flatten();
    let past = treatments.filter(|treatment| treatment.date <= report.judgement.question.as_of);
    let mut names: Vec<&str> = past
        .filter_map(|treatment| treatment.entry.kind.and_then(known))
        .collect();
    names.sort_unstable();
    names.dedup();
    names
}
