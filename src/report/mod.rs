//! The report: what the engine found, ready to be put into words. Nothing here decides anything.
//!
//! Renderers borrow a [`Report`]; JSON keeps the order of the file, text puts the worst first.

#[cfg(feature = "cli")]
pub mod html;
pub mod json_v1;
#[cfg(feature = "cli")]
pub(crate) mod ladder;
#[cfg(feature = "cli")]
mod lines;
pub mod load;
#[cfg(feature = "cli")]
pub mod markdown;
#[cfg(feature = "cli")]
pub mod next;
#[cfg(feature = "cli")]
mod phrases;
#[cfg(feature = "cli")]
pub mod plan;
#[cfg(feature = "cli")]
mod svg;
#[cfg(feature = "cli")]
pub mod text;
#[cfg(feature = "cli")]
pub mod timeline_svg;
#[cfg(feature = "cli")]
pub mod units;
mod words;

use std::cmp::Reverse;

use crate::assessment::wire::{Activity, TreatmentKind};
use crate::assessment::{Assessment, Day};
use crate::engine::{Finding, Judgement, Question, QuestionError, Role, judge};
use crate::measure::{Better, State, error};
use crate::protocol::{Clears, Criterion, Protocol, Remark, Stage};
use crate::quantity::Exact;
use crate::verdict::{Envelope, Verdict};

pub use words::{Wording, goal_in_words};

/// A rung of the ladder with what was found for it.
#[derive(Clone, Copy, Debug)]
pub struct Rung<'a> {
    /// The stage.
    pub stage: &'a Stage,
    /// What its own criteria say.
    pub envelope: Envelope,
}

/// A finding with the criterion it is of.
#[derive(Clone, Copy, Debug)]
pub struct Line<'a> {
    /// The finding.
    pub finding: Finding,
    /// The criterion.
    pub criterion: &'a Criterion,
    /// Its stage.
    pub stage: &'a Stage,
    goal: Option<Exact>,
}

impl Line<'_> {
    /// The criterion's full name.
    #[must_use]
    pub fn name(&self) -> String {
        format!("{}/{}", self.stage.id, self.criterion.id)
    }

    /// What would be GO, in words of the measure.
    #[must_use]
    pub fn go(&self) -> Option<String> {
        self.criterion
            .bands
            .map(|bands| bands.go.show(self.criterion.measure, self.goal))
    }

    /// What would be NO-GO, in words of the measure.
    #[must_use]
    pub fn no_go(&self) -> Option<String> {
        let no_go = self.criterion.bands.and_then(|bands| bands.no_go)?;
        Some(no_go.show(self.criterion.measure, self.goal))
    }

    /// Distance to the GO limit, positive inside GO; only of a number that was taken.
    #[must_use]
    pub fn margin(&self) -> Option<Exact> {
        if !self.criterion.measure.scale.words().is_empty() {
            return None;
        }
        let bound = self
            .criterion
            .bands
            .and_then(|bands| bands.go.resolve(self.goal))?;
        let value = self.finding.reading.value()?;
        Some(match self.criterion.measure.better? {
            Better::Higher => value.minus(bound),
            Better::Lower => bound.minus(value),
        })
    }

    /// Probability in whole percent that the true value meets the limit as written, where the measure's error is known.
    #[must_use]
    pub fn probability_met(&self) -> Option<u8> {
        let measure = self.criterion.measure;
        let bound = self
            .criterion
            .written_go
            .and_then(|limit| limit.resolve(self.goal))?;
        let value = self.finding.reading.value()?;
        Some(error::probability_met(
            measure.error.as_ref()?,
            measure.better?,
            value,
            bound,
        ))
    }

    /// Whether it hangs on something unknown.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.finding.envelope.best() != self.finding.envelope.worst()
    }

    /// Whether it is told as a note.
    #[must_use]
    pub const fn is_noted(&self) -> bool {
        matches!(self.finding.role, Role::Note | Role::ClinicOnly)
    }

    /// Whether a note has something to tell: a value, a range with two ends, or one that is not as wished wherever the truth lies.
    fn tells(&self) -> bool {
        let adverse = self.criterion.bands.is_some() && self.finding.envelope.best() != Verdict::Go;
        let (least, most) = self.criterion.measure.scale.range();
        match self.finding.reading.state {
            State::Known { low, high } => {
                let two_ends = least < low && high < most;
                adverse || two_ends || self.finding.reading.value().is_some()
            }
            State::Unable => true,
            State::NotApplicable => false,
        }
    }

    /// Sorts lines worst first.
    #[must_use]
    pub const fn weight(&self) -> Reverse<(Verdict, Verdict)> {
        Reverse((self.finding.envelope.worst(), self.finding.envelope.best()))
    }

    /// Whether the limit as written is met, and only the error of the measure keeps it from GO.
    #[must_use]
    pub fn is_within_error(&self) -> bool {
        let (Some(written), Some(value)) =
            (self.criterion.written_go, self.finding.reading.value())
        else {
            return false;
        };
        self.criterion.certainty.is_some()
            && written.holds(value, self.goal) == Some(true)
            && self.finding.envelope.worst() == Verdict::Caution
    }
}

/// Something to know that does not decide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Of which sort.
    pub sort: NoteSort,
    /// The criterion it belongs to, if any.
    pub criterion: Option<String>,
    /// What it says.
    pub text: String,
    /// Keys in `criteria/references.bib`.
    pub sources: Vec<String>,
    /// Whether there is nothing to mind: a note that is as wished.
    pub as_wished: bool,
}

/// Sorts of notes, in the order they are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NoteSort {
    /// An adverse reading that only the clinic asks.
    Clinic,
    /// A question that decides whom to see.
    AnswerFirst,
    /// A criterion met that does not mean what it seems.
    Remark,
    /// A criterion that is a note.
    Criterion,
    /// Something about the question.
    Question,
    /// A treatment that earns nothing.
    Treatment,
    /// What was agreed for the goal.
    Plan,
}

impl NoteSort {
    /// The word in reports.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Clinic => "clinic",
            Self::AnswerFirst => "answer-first",
            Self::Remark => "remark",
            Self::Criterion => "note",
            Self::Question => "question",
            Self::Treatment => "treatment",
            Self::Plan => "plan",
        }
    }
}

/// Everything that is said about one assessment; enough to reproduce it years later.
#[derive(Clone, Debug)]
pub struct Report<'a> {
    /// The protocol that judged.
    pub protocol: &'a Protocol,
    /// The assessment.
    pub assessment: &'a Assessment,
    /// What the engine found.
    pub judgement: Judgement<'a>,
    /// The earliest day of the goal by a plan, when one was asked for.
    pub planned: Option<Planned>,
}

/// What a plan says of the goal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Planned {
    /// The earliest day, if every session is symptom-free.
    Earliest(Day),
    /// No day was found within two years.
    Never,
}

impl<'a> Report<'a> {
    /// Judges an assessment as of its own day, for its own goal.
    ///
    /// # Errors
    /// When the question cannot be put to the protocol.
    pub fn new(protocol: &'a Protocol, assessment: &'a Assessment) -> Result<Self, QuestionError> {
        Ok(Self::of(
            protocol,
            assessment,
            Question::new(protocol, assessment, None, None)?,
        ))
    }

    /// Judges an assessment on a question.
    #[must_use]
    pub fn of(protocol: &'a Protocol, assessment: &'a Assessment, question: Question<'a>) -> Self {
        Self {
            protocol,
            assessment,
            judgement: judge(protocol, assessment, question),
            planned: None,
        }
    }

    /// The same report, telling the earliest day of a plan; `None` when the plan found none.
    #[must_use]
    pub fn with_plan(self, earliest: Option<Day>) -> Self {
        let planned = Some(earliest.map_or(Planned::Never, Planned::Earliest));
        Self { planned, ..self }
    }

    /// The verdict.
    #[must_use]
    pub const fn verdict(&self) -> Verdict {
        self.judgement.outcome.verdict
    }

    /// The question.
    #[must_use]
    pub const fn question(&self) -> &Question<'a> {
        &self.judgement.question
    }

    /// The stage asked; none when the protocol routes out.
    #[must_use]
    pub fn asked(&self) -> Option<&'a Stage> {
        self.protocol.stages.get(self.judgement.question.asked)
    }

    /// Every finding with its criterion, in the order of the file.
    pub fn lines(&self) -> impl Iterator<Item = Line<'a>> {
        let (protocol, goal) = (self.protocol, self.judgement.question.goal_km());
        self.judgement.findings.iter().filter_map(move |finding| {
            let criterion = protocol.criteria.get(finding.criterion)?;
            Some(Line {
                finding: *finding,
                criterion,
                stage: protocol.stage_of(finding.criterion)?,
                goal,
            })
        })
    }

    /// What keeps the verdict from GO, in the order of the file.
    pub fn reasons(&self) -> impl Iterator<Item = Line<'a>> {
        self.lines().filter(|line| {
            line.finding.role == Role::Decides && line.finding.envelope.worst() != Verdict::Go
        })
    }

    /// What is met.
    pub fn passed(&self) -> impl Iterator<Item = Line<'a>> {
        self.lines().filter(|line| {
            let applies = line.finding.reading.state != State::NotApplicable;
            line.finding.role == Role::Decides
                && line.finding.envelope.worst() == Verdict::Go
                && applies
        })
    }

    /// What does not apply to this runner or this question.
    pub fn not_applicable(&self) -> impl Iterator<Item = Line<'a>> {
        self.lines().filter(|line| {
            let not_applicable = line.finding.reading.state == State::NotApplicable;
            match line.finding.role {
                Role::NotAsked => true,
                Role::Decides => not_applicable && line.finding.envelope.worst() == Verdict::Go,
                Role::Note | Role::ClinicOnly => false,
            }
        })
    }

    /// The ladder up to the stage asked, each rung by its own criteria.
    pub fn ladder(&self) -> impl Iterator<Item = Rung<'a>> {
        let stages = self
            .protocol
            .stages
            .iter()
            .take(self.judgement.question.asked.saturating_add(1));
        let findings = &self.judgement.findings;
        stages.map(move |stage| {
            let own = findings.get(stage.criteria.clone()).unwrap_or_default();
            let deciding = own.iter().filter(|finding| finding.role == Role::Decides);
            let envelope = deciding
                .map(|finding| finding.envelope)
                .fold(Envelope::GO, Envelope::and);
            Rung { stage, envelope }
        })
    }

    /// The highest stage that is GO together with every stage before it.
    #[must_use]
    pub fn cleared(&self) -> Option<&'a Stage> {
        self.ladder()
            .take_while(|rung| rung.envelope.worst() == Verdict::Go)
            .last()
            .map(|rung| rung.stage)
    }

    /// The first stage that is not GO.
    #[must_use]
    pub fn next(&self) -> Option<&'a Stage> {
        self.ladder()
            .find(|rung| rung.envelope.worst() != Verdict::Go)
            .map(|rung| rung.stage)
    }

    /// Whether the stop rules belong in the report: a GO or CAUTION for running.
    #[must_use]
    pub fn shows_stop_rules(&self) -> bool {
        self.verdict() != Verdict::NoGo
            && self
                .asked()
                .is_some_and(|stage| stage.clears >= Clears::WalkRun)
    }

    /// The remarks beside criteria that are met while the verdict is not GO.
    pub fn remarks(&self) -> impl Iterator<Item = &'a Remark> {
        let not_go = self.verdict() != Verdict::Go;
        let findings = &self.judgement.findings;
        self.protocol.remarks.iter().filter(move |remark| {
            let met = findings.get(remark.beside).is_some_and(|finding| {
                finding.role == Role::Decides
                    && finding.envelope.worst() == Verdict::Go
                    && finding.reading.value().is_some()
            });
            not_go && met
        })
    }

    /// What to know beside the verdict, most important first.
    #[must_use]
    pub fn notes(&self) -> Vec<Note> {
        let mut notes: Vec<Note> = Vec::new();
        for line in self.lines() {
            notes.extend(Self::note_of(&line));
        }
        notes.extend(self.remarks().map(|remark| Note {
            sort: NoteSort::Remark,
            criterion: Some(self.protocol.name_of(remark.beside)),
            text: remark.say.text.clone(),
            sources: remark.say.sources.clone(),
            as_wished: false,
        }));
        let plain = |sort, text: String| Note {
            sort,
            criterion: None,
            text,
            sources: Vec::new(),
            as_wished: false,
        };
        if !self.judgement.question.setting_stated {
            notes.push(plain(
                NoteSort::Question,
                "No setting was stated: judged as at home, by what a runner can measure alone."
                    .to_owned(),
            ));
        }
        let later = self.assessment.entries_after(self.judgement.question.as_of);
        if later > 0 {
            let (entries, lie) = if later == 1 {
                ("entry", "lies")
            } else {
                ("entries", "lie")
            };
            let day = self.judgement.question.as_of;
            notes.push(plain(
                NoteSort::Question,
                format!("{later} {entries} of the file {lie} after {day} and were set aside."),
            ));
        }
        let unproven = self.unproven_treatments();
        if !unproven.is_empty() {
            let text = format!(
                "Recorded, and earning nothing, because no effect on healing is shown: {}.",
                unproven.join(", ")
            );
            notes.push(plain(NoteSort::Treatment, text));
        }
        if self.shows_stop_rules() && self.judgement.question.goal.is_some() {
            notes.push(plain(NoteSort::Plan, self.exit_plan().to_owned()));
        }
        notes.sort_by_key(|note| note.sort);
        notes
    }

    fn note_of(line: &Line<'a>) -> Option<Note> {
        let observed = || Wording::of(line).observed;
        let (sort, text) = match line.finding.role {
            Role::ClinicOnly if line.finding.envelope.best() != Verdict::Go => {
                let verdict = line.finding.envelope.best().label();
                (
                    NoteSort::Clinic,
                    format!("Would be {verdict} in clinic. {}.", observed()),
                )
            }
            Role::Decides if Self::is_to_answer_first(line) => {
                let refer = line
                    .criterion
                    .refer
                    .map_or("somebody", |refer| match refer {
                        crate::protocol::Refer::Clinician => "a clinician",
                        crate::protocol::Refer::Urgent => "somebody today",
                    });
                (
                    NoteSort::AnswerFirst,
                    format!(
                        "Answer this first; it decides whether to see {refer}. {}",
                        line.criterion.measure.meaning
                    ),
                )
            }
            Role::Note if line.tells() => {
                let judged = match (line.criterion.bands, line.finding.envelope.worst()) {
                    (None, _) => String::new(),
                    (Some(_), Verdict::Go) => {
                        format!(" (as wished: {})", line.go().unwrap_or_default())
                    }
                    (Some(_), Verdict::Caution | Verdict::NoGo) => {
                        format!(" (wished: {})", line.go().unwrap_or_default())
                    }
                };
                (
                    NoteSort::Criterion,
                    format!("{}{judged}. {}", observed(), line.criterion.why),
                )
            }
            Role::ClinicOnly | Role::Decides | Role::Note | Role::NotAsked => return None,
        };
        let as_wished = sort == NoteSort::Criterion
            && line.criterion.bands.is_some()
            && line.finding.envelope.worst() == Verdict::Go;
        let sources = line.criterion.evidence.sources.clone();
        Some(Note {
            sort,
            criterion: Some(line.name()),
            text,
            sources,
            as_wished,
        })
    }

    /// The unanswered questions that decide whom to see.
    pub fn to_answer_first(&self) -> impl Iterator<Item = Line<'a>> {
        self.lines()
            .filter(|line| line.finding.role == Role::Decides && Self::is_to_answer_first(line))
    }

    /// Whether an unknown answer stands between the runner and a referral.
    fn is_to_answer_first(line: &Line<'_>) -> bool {
        let envelope = line.finding.envelope;
        line.criterion.refer.is_some()
            && envelope.worst() == Verdict::NoGo
            && envelope.best() != Verdict::NoGo
            && (!line.criterion.refer_if_unknown || line.finding.unknown_fact)
    }

    fn exit_plan(&self) -> &'static str {
        let agreed = self
            .assessment
            .plan
            .as_ref()
            .and_then(|plan| plan.exit_plan);
        match agreed {
            Some(true) => "A way to stop and get home is agreed.",
            Some(false) | None => "Agree on a way to stop and get home before you start.",
        }
    }

    fn unproven_treatments(&self) -> Vec<&'static str> {
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
        let treatments = self.assessment.treatments.iter().flatten();
        let past = treatments.filter(|treatment| treatment.date <= self.judgement.question.as_of);
        let mut names: Vec<&str> = past
            .filter_map(|treatment| treatment.entry.kind.and_then(known))
            .collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// Whether the goal is a race or a run, for wording.
    #[must_use]
    pub fn activity(&self) -> Option<Activity> {
        match self.judgement.question.goal.as_deref()? {
            crate::assessment::Goal::Activity { activity, .. } => Some(*activity),
            crate::assessment::Goal::Stage(_) => None,
        }
    }
}
