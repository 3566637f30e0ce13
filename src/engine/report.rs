//! The report: what the engine found, ready to be put into words. Nothing here decides anything.
//!
//! Renderers borrow a [`Report`]; JSON keeps the order of the file, text puts the worst first.

use std::cmp::Reverse;
use std::sync::LazyLock;

use serde::Serialize;

use crate::assessment::wire::{Activity, LastFlare};
use crate::assessment::{AdverseField, Assessment, Day, Period};
use crate::digest::Digest;
use crate::engine::contradictions::{Contradiction, Pair, Place, pairs};
use crate::engine::{
    Finding, Judgement, Missing, Question, QuestionError, Role, WayOut, judge, judge_briefly,
};
use crate::measure::{Better, Cause, Definition, State, ToldTwice, Window, error};
use crate::protocol::builtin::REFERENCES;
use crate::protocol::{Clears, Criterion, Phase, Protocol, Refer, Remark, Sourced, Stage, Status};
use crate::quantity::Exact;
use crate::verdict::{Envelope, Verdict};

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
    /// What it waits for, where its cause does not name the field.
    pub missing: Option<Missing>,
    /// The field of a fact that is not stated, and on which it depends whether the criterion is asked.
    pub fact: Option<&'static str>,
    pub(crate) goal: Option<Exact>,
}

impl Line<'_> {
    /// The criterion's full name.
    #[must_use]
    pub fn name(&self) -> String {
        format!("{}/{}", self.stage.id, self.criterion.id)
    }

    /// The fields of the record whose answers would tell what is open: the one that it waits for, or all that hold its value.
    #[must_use]
    pub fn fields(&self) -> Vec<String> {
        let stated = self.finding.reading.cause.and_then(Cause::waits_for);
        let stated = stated.map(str::to_owned);
        let fact = || self.fact.map(str::to_owned);
        let first = stated.or_else(|| self.missing.and_then(Missing::field).or_else(fact));
        first.map_or_else(
            || {
                let own = self.criterion.measure.own_fields();
                own.map(str::to_owned).collect()
            },
            |field| vec![field],
        )
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
        Some(no_go.show_of(Verdict::NoGo, self.criterion.measure, self.goal))
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

    /// Whether it depends on something unknown.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.finding.envelope.best() != self.finding.envelope.worst()
    }

    /// Whether it is shown as a note.
    #[must_use]
    pub const fn is_noted(&self) -> bool {
        matches!(self.finding.role, Role::Note)
    }

    /// Whether an unknown answer stands between the runner and a referral.
    #[must_use]
    pub fn is_to_answer_first(&self) -> bool {
        let envelope = self.finding.envelope;
        self.criterion.refer.is_some()
            && envelope.worst() == Verdict::NoGo
            && envelope.best() != Verdict::NoGo
            && (!self.criterion.refer_if_unknown || self.finding.unknown_fact)
    }

    /// Whether something is recorded, and waits for one statement about the injury or what hides pain.
    #[must_use]
    pub fn is_waiting(&self) -> bool {
        let cause = self.finding.reading.cause;
        self.is_open() && cause.and_then(Cause::waits_for).is_some()
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

/// A kind of contradiction, with every pair of statements that is of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundContradiction {
    /// The kind.
    pub kind: Contradiction,
    /// Where the statements stand, each place once.
    pub places: Vec<Place>,
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

    /// The same without what would change it, and without what to measure next.
    pub(super) fn brief(
        protocol: &'a Protocol,
        assessment: &'a Assessment,
        question: Question<'a>,
    ) -> Self {
        Self {
            protocol,
            assessment,
            judgement: judge_briefly(protocol, assessment, question),
            planned: None,
        }
    }

    /// The reason that weighs most.
    pub(super) fn chief_reason(&self) -> Option<Line<'a>> {
        let counting = self
            .judgement
            .findings
            .iter()
            .filter(|finding| finding.role.counts() && finding.envelope.worst() != Verdict::Go);
        // Which field it waits for is not looked for.
        let lines = counting.filter_map(|finding| self.line(finding, None));
        lines.min_by_key(Line::weight)
    }

    fn line(&self, finding: &Finding, missing: Option<Missing>) -> Option<Line<'a>> {
        let criterion = self.protocol.criteria.get(finding.criterion)?;
        let facts = &self.judgement.question.facts;
        let mut asked = criterion.when.iter();
        let unknown = asked.find(|condition| condition.holds(facts).is_none());
        let fact = unknown.filter(|_| finding.unknown_fact);
        Some(Line {
            finding: *finding,
            criterion,
            stage: self.protocol.stage_of(finding.criterion)?,
            missing,
            fact: fact.map(|condition| condition.fact().row().path),
            goal: self.judgement.question.goal_km(),
        })
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

    /// What it was made from.
    #[must_use]
    pub fn provenance(&self) -> Provenance {
        Provenance::of(self.protocol, self.assessment)
    }

    /// The question.
    #[must_use]
    pub const fn question(&self) -> &Question<'a> {
        &self.judgement.question
    }

    /// The stage asked; none when the protocol routes out.
    #[must_use]
    pub fn asked(&self) -> Option<&'a Stage> {
        let stages = self.protocol.judged_stages();
        stages.get(self.judgement.question.asked)
    }

    /// The contradictions that hold the verdict, each kind once.
    #[must_use]
    pub fn contradictions(&self) -> Vec<FoundContradiction> {
        let question = &self.judgement.question;
        let mut found: Vec<FoundContradiction> = Vec::new();
        if question.held.is_empty() {
            return found;
        }
        for Pair { kind, places } in pairs(self.protocol, self.assessment, question) {
            if found.last().is_none_or(|last| last.kind != kind) {
                let places = Vec::new();
                found.push(FoundContradiction { kind, places });
            }
            if let Some(last) = found.last_mut() {
                let new = places.into_iter();
                for place in new {
                    if !last.places.contains(&place) {
                        last.places.push(place);
                    }
                }
            }
        }
        found
    }

    /// Every finding with its criterion, in the order of the file.
    pub fn lines(&self) -> impl Iterator<Item = Line<'a>> + '_ {
        let findings = self.judgement.findings.iter();
        findings.filter_map(|finding| self.line(finding, Missing::of(self, finding)))
    }

    /// What keeps the verdict from GO, in the order of the file.
    pub fn reasons(&self) -> impl Iterator<Item = Line<'a>> {
        self.lines().filter(|line| {
            line.finding.role.counts() && line.finding.envelope.worst() != Verdict::Go
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
                Role::Note | Role::Volunteered => false,
            }
        })
    }

    /// The ladder up to the stage asked, none where the protocol routes out, each rung by its own criteria, and no better than CAUTION from a contradiction on.
    pub fn ladder(&self) -> impl Iterator<Item = Rung<'a>> {
        let most = self.judgement.question.asked.saturating_add(1);
        let stages = self.protocol.judged_stages().iter().take(most);
        let findings = &self.judgement.findings;
        let held = self.judgement.question.held;
        stages.enumerate().map(move |(place, stage)| {
            let own = findings.get(stage.criteria.clone()).unwrap_or_default();
            let deciding = own.iter().filter(|finding| finding.role.counts());
            let envelope = deciding
                .map(|finding| finding.envelope)
                .fold(Envelope::GO, Envelope::and);
            let envelope = if held.from() <= place {
                Envelope::of(held.cap(envelope.best()), held.cap(envelope.worst()))
            } else {
                envelope
            };
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

    /// When to stop, where running is asked about; none where the runner is to be seen today, or somebody else judges.
    ///
    /// With a NO-GO, too: who runs all the same needs them most.
    #[must_use]
    pub fn stop_rules(&self) -> &'a [Sourced] {
        let runs = self
            .asked()
            .is_some_and(|stage| stage.clears >= Clears::WalkRun);
        let urgent = self.judgement.outcome.refer == Some(Refer::Urgent);
        if !runs || urgent || self.protocol.route_out.is_some() {
            return &[];
        }
        &self.protocol.stop_rules
    }

    /// What published criteria ask and these do not judge; told with a GO, which is no promise on it.
    #[must_use]
    pub fn not_asked(&self) -> &'a [String] {
        match self.verdict() {
            Verdict::Go => &self.protocol.not_asked,
            Verdict::Caution | Verdict::NoGo => &[],
        }
    }

    /// The longest run that a GO for a distance rests on, as far as it surely was, and its day.
    #[must_use]
    pub fn rests_on(&self) -> Option<(&'static Definition, Exact, Day)> {
        let question = self.question();
        if self.verdict() != Verdict::Go || question.goal_km().is_none() {
            return None;
        }
        let mut met = self.passed();
        let measure = met.find_map(|line| line.criterion.measure.longest_run())?;
        let subject = question.subject(self.protocol, self.assessment);
        let longest = subject.read(measure, Window::default());
        let (least, _) = longest.span(measure)?;
        Some((measure, least, longest.date?))
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

    /// What to do with the injury by now, with the days since it or its last flare.
    ///
    /// None with a GO, none where somebody is to be seen or a red flag is open: advice to load would stand beside it.
    #[must_use]
    pub fn phase(&self) -> Option<(i32, &'a Phase)> {
        let screened = self
            .ladder()
            .filter(|rung| rung.stage.clears == Clears::Screening)
            .all(|rung| rung.envelope.worst() == Verdict::Go);
        if self.verdict() == Verdict::Go || self.judgement.outcome.refer.is_some() || !screened {
            return None;
        }
        let question = self.question();
        let since = question.subject(self.protocol, self.assessment).since_day();
        let age = question.as_of.since(since?);
        let open = |phase: &&Phase| phase.until.is_none_or(|until| age <= i32::from(until));
        Some((age, self.protocol.phases.iter().find(open)?))
    }

    /// The fields whose answers a way out supposes, each once, in the order of the file.
    #[must_use]
    pub fn supposed_fields(&self, way: &WayOut) -> Vec<String> {
        let supposed = self
            .lines()
            .filter(|line| way.supposes.contains(&line.finding.criterion));
        each_once(supposed)
    }

    /// The fields that tell a measure which is open, each once.
    #[must_use]
    pub fn fields_of(&self, measure: &Definition) -> Vec<String> {
        each_once(
            self.reasons().filter(|line| {
                *line.criterion.measure == *measure && line.finding.reading.is_open()
            }),
        )
    }

    /// The statements for which much that is recorded waits, all that are missing at once.
    #[must_use]
    pub fn waits_for(&self) -> Vec<Cause> {
        let waiting: Vec<Line<'_>> = self.reasons().filter(Line::is_waiting).collect();
        let record = self.assessment;
        let missing = [
            (Cause::OnsetUnknown, record.injury.onset.is_none()),
            (Cause::FlareUnknown, record.injury.last_flare.is_none()),
            (Cause::MaskingUnknown, record.treatments.is_none()),
        ];
        let is_waited_for = |cause: Cause| {
            let mut causes = waiting.iter().map(|line| line.finding.reading.cause);
            causes.any(|waiting| waiting == Some(cause))
        };
        // Without the day of the injury it is not even asked what hides pain: better all at once than one after the other.
        let all = is_waited_for(Cause::OnsetUnknown) || is_waited_for(Cause::FlareUnknown);
        let wanted = missing
            .into_iter()
            .filter(|(cause, missing)| is_waited_for(*cause) || (all && *missing));
        wanted.map(|(cause, _)| cause).collect()
    }

    /// The fields of what is not stated and decides what is asked or what counts, each once.
    #[must_use]
    pub fn to_state(&self) -> Vec<&'static str> {
        let waits = self.waits_for().into_iter().filter_map(Cause::waits_for);
        let mut fields: Vec<&'static str> = waits.collect();
        for fact in self.reasons().filter_map(|line| line.fact) {
            if !fields.contains(&fact) {
                fields.push(fact);
            }
        }
        fields
    }

    /// The dates of the injury that name no day, where something recorded is from before the day that counts for them.
    #[must_use]
    pub fn to_date_exactly(&self) -> Vec<(&'static str, Period)> {
        let injury = &self.assessment.injury;
        let flare = match injury.last_flare {
            Some(LastFlare::On(flare)) => Some(flare),
            Some(LastFlare::Never) | None => None,
        };
        let dates = [
            ("injury.onset", injury.onset, Cause::BeforeInjury),
            ("injury.last_flare", flare, Cause::BeforeFlare),
        ];
        let is_missed = |cause: Cause| {
            let mut causes = self.reasons().map(|line| line.finding.reading.cause);
            causes.any(|missed| missed == Some(cause))
        };
        let inexact = dates.into_iter().filter_map(|(path, date, cause)| {
            let date = date.filter(|date| !date.is_exact())?;
            is_missed(cause).then_some((path, date))
        });
        inexact.collect()
    }

    /// With a GO, all that the record holds near its worse end since the injury or the last flare, the newest first.
    ///
    /// It is too long ago, or of too little, to keep the verdict from GO, and yet nobody should run without having read it.
    #[must_use]
    pub fn adverse(&self) -> Vec<AdverseField> {
        if self.verdict() != Verdict::Go {
            return Vec::new();
        }
        let question = self.question();
        let began = question.subject(self.protocol, self.assessment).began();
        self.assessment.adverse(began, question.as_of)
    }

    /// What the record tells twice, and not alike: the worse counts.
    #[must_use]
    pub fn told_twice(&self) -> Vec<ToldTwice> {
        let question = self.question();
        let subject = question.subject(self.protocol, self.assessment);
        subject.told_twice()
    }

    /// Whether the diary of the last 14 days has an entry that tells of more than one day.
    #[must_use]
    pub fn is_from_memory(&self) -> bool {
        let as_of = self.question().as_of;
        let diary = self.assessment.pain.as_deref().unwrap_or_default();
        diary.iter().any(|dated| {
            let recent = (0..14).contains(&as_of.since(dated.date));
            let days = dated.entry.covers_days;
            recent && days.is_some_and(|days| days.exact() > Exact::whole(1))
        })
    }

    /// The unanswered questions that decide whom to see.
    pub fn to_answer_first(&self) -> impl Iterator<Item = Line<'a>> {
        self.lines()
            .filter(|line| line.finding.role == Role::Decides && line.is_to_answer_first())
    }

    /// Whether the goal is a race or a run, for wording.
    #[must_use]
    pub fn activity(&self) -> Option<Activity> {
        match self.judgement.question.goal.as_deref()? {
            crate::assessment::Goal::Activity { activity, .. } => Some(*activity),
            crate::assessment::Goal::Session { .. } | crate::assessment::Goal::Stage(_) => None,
        }
    }
}

/// Taken once: the bibliography is larger than everything else that a check reads.
static REFERENCES_DIGEST: LazyLock<Digest> = LazyLock::new(|| Digest::of_text(REFERENCES));

/// What a report or plan was made from: enough to make it again years later.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[cfg_attr(
    feature = "cli",
    schemars(deny_unknown_fields, rename = "ProvenanceV1")
)]
pub struct Provenance {
    /// Version of this program.
    pub engine: &'static str,
    /// The protocol.
    pub protocol: String,
    /// Its version.
    pub version: String,
    /// `draft` or `approved`.
    pub status: &'static str,
    /// Whether it ships with this program.
    pub shipped: bool,
    /// Digest of the criteria file, with LF line ends.
    pub criteria_sha256: String,
    /// Digest of the file of red flags judged beside it, with LF line ends.
    pub red_flags_sha256: Option<String>,
    /// Digest of the shipped references, with LF line ends.
    pub sources_sha256: String,
    /// Digest of the assessment, from its first brace to the matching one.
    pub assessment_sha256: String,
}

impl Provenance {
    /// What an answer of a protocol on an assessment is made from.
    #[must_use]
    pub fn of(protocol: &Protocol, assessment: &Assessment) -> Self {
        Self {
            engine: env!("CARGO_PKG_VERSION"),
            protocol: protocol.id.clone(),
            version: protocol.version.clone(),
            status: match protocol.status {
                Status::Draft => "draft",
                Status::Approved { .. } => "approved",
            },
            shipped: protocol.shipped,
            criteria_sha256: protocol.digest.to_string(),
            red_flags_sha256: protocol.red_flags.map(|digest| digest.to_string()),
            sources_sha256: REFERENCES_DIGEST.to_string(),
            assessment_sha256: assessment.digest.to_string(),
        }
    }
}

fn each_once<'a>(lines: impl Iterator<Item = Line<'a>>) -> Vec<String> {
    let mut fields = Vec::new();
    for field in lines.flat_map(|line| line.fields()) {
        if !fields.contains(&field) {
            fields.push(field);
        }
    }
    fields
}
