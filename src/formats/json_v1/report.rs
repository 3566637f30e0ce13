//! The report as JSON (format `report/1`): output-only structs. A change of meaning makes a `json_v2`.

use serde::Serialize;

use crate::assessment::wire::{Activity, GoalActivity, Setting};
use crate::assessment::{Day, Fault, Goal, InputError};
use crate::engine::contradictions::{Contradiction, Place};
use crate::engine::report::{FoundContradiction, Line, Planned, Provenance, Report, Rung};
use crate::engine::{Role, Step, WayOut};
use crate::measure::{Cause, Definition, Reading, State, Telling, ToldTwice};
use crate::pages::Wording;
use crate::pages::contradictions::{correct, says};
use crate::pages::notes::Note;
use crate::pages::words::{accumulated_in_words, refer_in_words, step_in_words};
use crate::quantity::{Decimal, Exact, Toward, Unit};
use crate::verdict::Verdict;

macro_rules! outputs {
    ($($(#[$doc:meta])* $name:ident $(<$life:lifetime>)? { $($(#[$field_doc:meta])* $field:ident: $type:ty,)* })*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, Serialize)]
        #[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
        #[cfg_attr(feature = "cli", schemars(deny_unknown_fields))]
        pub struct $name $(<$life>)? {
            $($(#[$field_doc])* pub $field: $type,)*
        }
    )*};
}

pub(super) use outputs;

outputs! {
    /// A report (format `report/1`).
    ReportV1<'a> {
        /// `report/1`.
        format: &'static str,
        /// The sender's name for the record.
        id: Option<String>,
        /// What was asked.
        question: QuestionV1,
        /// `go`, `caution` or `no-go`.
        verdict: Verdict,
        /// The best verdict still possible, given what is missing.
        best_case: Verdict,
        /// `clinician` or `urgent`, when a person should be seen.
        refer: Option<&'static str>,
        /// What in the record contradicts itself, and so holds the verdict at CAUTION or worse; to be corrected before anything else.
        contradictions: Vec<ContradictionV1>,
        /// Every stage up to the one asked, by its own criteria, and no better than CAUTION from a contradiction on.
        ladder: Vec<RungV1>,
        /// The highest stage that is GO with all before it.
        cleared: Option<String>,
        /// The first stage that is not GO.
        next: Option<String>,
        /// What keeps the verdict from GO, in the order of the file.
        reasons: Vec<ReasonV1<'a>>,
        /// What is met.
        passed: Vec<ReasonV1<'a>>,
        /// Criteria that do not apply.
        not_applicable: Vec<String>,
        /// What to know beside it.
        notes: Vec<NoteV1>,
        /// Missing measures that could still change the verdict, most decisive first.
        to_measure: Vec<ToMeasureV1>,
        /// The least changes that would give CAUTION and GO.
        what_would_change: ChangesV1,
        /// The first day on which the calendar alone allows GO.
        not_before: Option<Day>,
        /// The earliest day of the goal by a plan, if every session is symptom-free; `null` when none was asked for, or none was found.
        earliest: Option<Day>,
        /// What must be stated before what is recorded can count, as paths.
        state_first: Vec<String>,
        /// The longest run that a GO for a distance rests on.
        rests_on: Option<RestsOnV1>,
        /// With a GO, what the record holds near its worse end all the same, the newest first, as `pain[2026-11-20].hopping`.
        adverse: Vec<String>,
        /// What the record tells twice, and not alike: the worse counts.
        told_twice: Vec<ToldTwiceV1>,
        /// When to stop, where running is asked about; with a NO-GO for who runs all the same.
        stop_rules: Vec<String>,
        /// With a GO, what published criteria ask and these do not judge.
        not_asked: Vec<String>,
        /// What it was made from.
        provenance: Provenance,
    }
    /// One fact told in two places.
    ToldTwiceV1 {
        /// The worse, which counts.
        worse: TellingV1,
        /// The milder.
        milder: TellingV1,
    }
    /// What one field tells.
    TellingV1 {
        /// The field, as `pain[2026-11-20].morning`.
        field: String,
        /// What stands there.
        value: String,
    }
    /// What was asked.
    QuestionV1 {
        /// The day.
        as_of: Day,
        /// `home` or `clinic`.
        setting: Setting,
        /// The goal.
        goal: Option<GoalV1>,
        /// The stage judged.
        asked: Option<String>,
    }
    /// The goal.
    GoalV1 {
        /// `race`, `run` or `session`.
        #[serde(skip_serializing_if = "Option::is_none")]
        activity: Option<GoalActivity>,
        /// Its distance.
        #[serde(skip_serializing_if = "Option::is_none")]
        distance_km: Option<Decimal>,
        /// Its day.
        #[serde(skip_serializing_if = "Option::is_none")]
        date: Option<Day>,
        /// The ladder of a session, where it was named.
        #[serde(skip_serializing_if = "Option::is_none")]
        ladder: Option<String>,
        /// The level of a session.
        #[serde(skip_serializing_if = "Option::is_none")]
        level: Option<Decimal>,
        /// Or a stage.
        #[serde(skip_serializing_if = "Option::is_none")]
        stage: Option<String>,
    }
    /// Statements of a record that cannot all be right, and of which none is the worse.
    ContradictionV1 {
        /// Its code; `rtr explain CODE` says why it matters.
        code: &'static str,
        /// In words.
        text: String,
        /// Which field to correct.
        correct: String,
        /// The fields that contradict one another.
        paths: Vec<PathV1>,
    }
    /// A field of the record.
    PathV1 {
        /// By the day of its entry, such as `runs[2026-11-24].gait`.
        field: String,
        /// As a JSON pointer.
        pointer: String,
    }
    /// A rung of the ladder.
    RungV1 {
        /// The stage.
        stage: String,
        /// What its own criteria say.
        verdict: Verdict,
        /// The best they could say.
        best_case: Verdict,
    }
    /// A run.
    RestsOnV1 {
        /// The measure of which it is the longest.
        measure: &'static str,
        /// How far it surely was.
        distance_km: Decimal,
        /// Its day.
        date: Day,
    }
    /// A criterion met with a reading.
    ReasonV1<'a> {
        /// `stage/criterion`; `protocol/cautions` for too many cautions, `protocol/route-out` for a protocol that does not judge.
        criterion: String,
        /// Its stage.
        stage: Option<&'a str>,
        /// What it says.
        verdict: Verdict,
        /// The best it could say.
        best_case: Verdict,
        /// Its measure.
        measure: Option<&'static str>,
        /// What was seen.
        reading: Option<ReadingV1>,
        /// What is GO.
        go: Option<String>,
        /// What is NO-GO.
        no_go: Option<String>,
        /// Signed distance to the GO limit, positive inside GO; of a taken number only.
        margin: Option<Decimal>,
        /// Whole percent that the true value meets the limit, by the error of the measure.
        probability_met: Option<u8>,
        /// Whether only measurement error keeps it from GO.
        within_measurement_error: bool,
        /// It is asked of nobody here, and was recorded: it counts all the same.
        #[serde(skip_serializing_if = "std::ops::Not::not")]
        volunteered: bool,
        /// In words.
        text: String,
        /// Why it is asked.
        why: &'a str,
        /// What to do.
        r#do: Option<&'a str>,
        /// Keys in `criteria/references.bib`.
        sources: &'a [String],
        /// How much the sources bear.
        confidence: Option<&'static str>,
        /// `evidence`, `consensus` or `convention`.
        kind: Option<&'static str>,
    }
    /// A reading.
    ReadingV1 {
        /// `taken`, `range`, `unable`, `not-taken` or `not-applicable`.
        state: &'static str,
        /// The value, when taken.
        #[serde(skip_serializing_if = "Option::is_none")]
        value: Option<ValueV1>,
        /// The smallest value possible, of a range.
        #[serde(skip_serializing_if = "Option::is_none")]
        low: Option<ValueV1>,
        /// The largest value possible, of a range.
        #[serde(skip_serializing_if = "Option::is_none")]
        high: Option<ValueV1>,
        /// The value as a fraction, when its decimal is rounded.
        #[serde(skip_serializing_if = "Option::is_none")]
        exact: Option<[i64; 2]>,
        /// Its unit; absent for words.
        #[serde(skip_serializing_if = "Option::is_none")]
        unit: Option<&'static str>,
        /// The day it was read.
        #[serde(skip_serializing_if = "Option::is_none")]
        date: Option<Day>,
        /// `absent`, `stale` or `incomplete`, when not taken.
        #[serde(skip_serializing_if = "Option::is_none")]
        cause: Option<&'static str>,
        /// It may not apply at all, for all that is known.
        #[serde(skip_serializing_if = "std::ops::Not::not")]
        may_not_apply: bool,
    }
    /// What to know beside the verdict.
    NoteV1 {
        /// `answer-first`, `remark`, `phase`, `note`, `question`, `treatment` or `plan`.
        kind: &'static str,
        /// The criterion it belongs to.
        criterion: Option<String>,
        /// What it says.
        text: String,
        /// Keys in `criteria/references.bib`.
        sources: Vec<String>,
        /// Whether there is nothing to mind.
        met: bool,
    }
    /// The least changes that would give a better verdict; `null` when none does today.
    ChangesV1 {
        /// To CAUTION.
        caution: Option<Vec<ChangeV1>>,
        /// To GO.
        go: Option<Vec<ChangeV1>>,
        /// To GO, once `not_before` has come.
        go_from_not_before: Option<Vec<ChangeV1>>,
        /// What each of them takes to be answered well, because it is not known.
        supposes: SupposesV1,
        /// Codes of the contradictions to be corrected before anything gives GO.
        correct_first: Vec<&'static str>,
    }
    /// Fields whose answers each way supposes, such as `runs[2026-11-24].rising`; `null` where there is no way.
    SupposesV1 {
        /// To CAUTION.
        caution: Option<Vec<String>>,
        /// To GO.
        go: Option<Vec<String>>,
        /// To GO, once `not_before` has come.
        go_from_not_before: Option<Vec<String>>,
    }
    /// A measure that is missing.
    ToMeasureV1 {
        /// The measure.
        measure: &'static str,
        /// The fields that would tell it.
        fields: Vec<String>,
    }
    /// One change.
    ChangeV1 {
        /// The measure to change.
        measure: &'static str,
        /// What it is now, when known.
        from: Option<Decimal>,
        /// What it would have to be.
        to: Decimal,
        /// Its unit.
        unit: &'static str,
        /// In words.
        text: String,
    }
    /// A record that could not be judged (format `error/1`); it has no verdict.
    ErrorV1 {
        /// `error/1`.
        format: &'static str,
        /// The input of a batch.
        #[serde(skip_serializing_if = "Option::is_none")]
        file: Option<String>,
        /// The line there, from 1; `null` for a single record.
        line: Option<u64>,
        /// Unpacked bytes before the record there.
        #[serde(skip_serializing_if = "Option::is_none")]
        byte: Option<u64>,
        /// The sender's name for the record, when it could be read.
        id: Option<String>,
        /// Every fault.
        errors: Vec<FaultV1>,
    }
    /// One fault.
    FaultV1 {
        /// JSON pointer; empty for the whole record.
        path: String,
        /// What was found, what is allowed.
        message: String,
    }
}

/// A value: a number, or a word.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum ValueV1 {
    /// A number in the measure's unit.
    Number(Decimal),
    /// A word of the measure's scale.
    Word(String),
}

impl ErrorV1 {
    /// The faults of a record.
    #[must_use]
    pub fn of(error: &InputError) -> Self {
        Self::told(error, |fault| &fault.message)
    }

    /// The faults of a record, without what it says of the person: for batches, whose logs are read by many.
    #[must_use]
    pub fn redacted(error: &InputError) -> Self {
        Self::told(error, |fault| &fault.redacted)
    }

    fn told(error: &InputError, message: fn(&Fault) -> &String) -> Self {
        let fault = |fault: &Fault| FaultV1 {
            path: fault.path.clone(),
            message: message(fault).clone(),
        };
        Self {
            format: "error/1",
            file: None,
            line: None,
            byte: None,
            id: error.id.clone(),
            errors: error.faults.iter().map(fault).collect(),
        }
    }

    /// One reason why a sound record cannot be judged.
    #[must_use]
    pub fn one(id: Option<&str>, path: &str, message: &str) -> Self {
        let errors = vec![FaultV1 {
            path: path.to_owned(),
            message: message.to_owned(),
        }];
        Self {
            format: "error/1",
            file: None,
            line: None,
            byte: None,
            id: id.map(str::to_owned),
            errors,
        }
    }
}

impl ErrorV1 {
    /// The same, of a row of a table, counted from 1.
    #[cfg(feature = "columnar")]
    #[must_use]
    pub fn at_row(self, file: &str, row: u64) -> Self {
        Self {
            file: Some(file.to_owned()),
            line: Some(row),
            ..self
        }
    }

    /// The faults in one line, each with its place.
    pub(crate) fn in_words(&self) -> String {
        let faults = self.errors.iter();
        let faults = faults.map(|fault| format!("{}: {}", fault.path, fault.message));
        faults.collect::<Vec<_>>().join("; ")
    }

    /// The same, of a record that stands there in a batch.
    #[must_use]
    pub fn at(self, file: &str, line: u64, byte: u64) -> Self {
        Self {
            file: Some(file.to_owned()),
            line: Some(line),
            byte: Some(byte),
            ..self
        }
    }
}

impl<'a> ReportV1<'a> {
    /// The report as JSON shows it.
    #[must_use]
    pub fn of(report: &'a Report<'_>) -> Self {
        let (judgement, remedy) = (&report.judgement, &report.judgement.remedy);
        let stage = |stage: &crate::protocol::Stage| stage.id.clone();
        Self {
            format: "report/1",
            id: report.assessment.id().map(str::to_owned),
            question: QuestionV1 {
                as_of: judgement.question.as_of,
                setting: judgement.question.setting,
                goal: judgement.question.goal.as_deref().map(goal),
                asked: report.asked().map(stage),
            },
            verdict: judgement.outcome.verdict,
            best_case: judgement.outcome.best_case,
            refer: judgement.outcome.refer.map(crate::protocol::Refer::word),
            contradictions: report.contradictions().iter().map(contradiction).collect(),
            ladder: report.ladder().map(|rung| rung_v1(&rung)).collect(),
            cleared: report.cleared().map(stage),
            next: report.next().map(stage),
            reasons: reasons(report),
            passed: report.passed().map(|line| reason(&line)).collect(),
            not_applicable: report.not_applicable().map(|line| line.name()).collect(),
            notes: crate::pages::notes::notes(report)
                .into_iter()
                .map(note)
                .collect(),
            to_measure: to_measure(report),
            what_would_change: ChangesV1 {
                caution: changes(remedy.caution.as_ref()),
                go: changes(remedy.go.as_ref()),
                go_from_not_before: changes(remedy.go_from_not_before.as_ref()),
                supposes: SupposesV1 {
                    caution: supposes(report, remedy.caution.as_ref()),
                    go: supposes(report, remedy.go.as_ref()),
                    go_from_not_before: supposes(report, remedy.go_from_not_before.as_ref()),
                },
                correct_first: judgement
                    .outcome
                    .held
                    .iter()
                    .map(Contradiction::word)
                    .collect(),
            },
            not_before: judgement.remedy.not_before,
            earliest: match report.planned {
                Some(Planned::Earliest(day)) => Some(day),
                Some(Planned::Never) | None => None,
            },
            state_first: fields_of(report),
            rests_on: report
                .rests_on()
                .map(|(measure, distance, date)| RestsOnV1 {
                    measure: measure.id,
                    distance_km: distance.decimal(Toward::Down),
                    date,
                }),
            adverse: report.adverse().into_iter().map(|one| one.field).collect(),
            told_twice: report.told_twice().into_iter().map(told_twice).collect(),
            stop_rules: stop_rules(report),
            not_asked: report.not_asked().to_vec(),
            provenance: report.provenance(),
        }
    }
}

fn told_twice(told: ToldTwice) -> ToldTwiceV1 {
    let telling = |told: Telling| TellingV1 {
        field: told.field,
        value: told.value,
    };
    ToldTwiceV1 {
        worse: telling(told.worse),
        milder: telling(told.milder),
    }
}

pub(super) fn goal(goal: &Goal) -> GoalV1 {
    let none = GoalV1 {
        activity: None,
        distance_km: None,
        date: None,
        ladder: None,
        level: None,
        stage: None,
    };
    match goal {
        Goal::Activity {
            activity,
            distance,
            date,
        } => GoalV1 {
            activity: Some(match activity {
                Activity::Race => GoalActivity::Race,
                Activity::Run => GoalActivity::Run,
            }),
            distance_km: distance.map(|distance| distance.exact().decimal(Toward::Up)),
            date: *date,
            ..none
        },
        Goal::Session { ladder, level } => GoalV1 {
            activity: Some(GoalActivity::Session),
            ladder: ladder.clone(),
            level: Some(level.exact().decimal(Toward::Up)),
            ..none
        },
        Goal::Stage(stage) => GoalV1 {
            stage: Some(stage.clone()),
            ..none
        },
    }
}

pub(super) fn contradiction(found: &FoundContradiction) -> ContradictionV1 {
    let path = |place: &Place| PathV1 {
        field: place.to_string(),
        pointer: place.pointer(),
    };
    ContradictionV1 {
        code: found.kind.word(),
        text: says(found.kind).to_string(),
        correct: correct(found.kind).to_string(),
        paths: found.places.iter().map(path).collect(),
    }
}

fn rung_v1(rung: &Rung<'_>) -> RungV1 {
    RungV1 {
        stage: rung.stage.id.clone(),
        verdict: rung.envelope.worst(),
        best_case: rung.envelope.best(),
    }
}

/// The reasons of the criteria, and last what the protocol as a whole adds.
fn reasons<'a>(report: &'a Report<'_>) -> Vec<ReasonV1<'a>> {
    let mut reasons: Vec<ReasonV1> = report.reasons().map(|line| reason(&line)).collect();
    if let Some(route) = &report.protocol.route_out {
        let text = format!("{} {}", route.say.text, refer_in_words(route.refer));
        reasons.push(of_protocol(
            "protocol/route-out",
            Verdict::NoGo,
            text,
            &route.say.sources,
        ));
    }
    if let Some(text) = accumulated_in_words(report) {
        reasons.push(of_protocol(
            "protocol/cautions",
            report.judgement.outcome.best_case,
            text.to_string(),
            &[],
        ));
    }
    reasons
}

fn of_protocol<'a>(
    name: &str,
    best_case: Verdict,
    text: String,
    sources: &'a [String],
) -> ReasonV1<'a> {
    ReasonV1 {
        criterion: name.to_owned(),
        stage: None,
        verdict: Verdict::NoGo,
        best_case,
        measure: None,
        reading: None,
        go: None,
        no_go: None,
        margin: None,
        probability_met: None,
        within_measurement_error: false,
        volunteered: false,
        text,
        why: "This is a rule of the protocol as a whole.",
        r#do: None,
        sources,
        confidence: None,
        kind: None,
    }
}

fn reason<'a>(line: &Line<'a>) -> ReasonV1<'a> {
    let (criterion, envelope) = (line.criterion, line.finding.envelope);
    ReasonV1 {
        criterion: line.name(),
        stage: Some(&line.stage.id),
        verdict: envelope.worst(),
        best_case: envelope.best(),
        measure: Some(criterion.measure.id),
        reading: Some(reading(&line.finding.reading, criterion.measure)),
        go: line.go(),
        no_go: line.no_go(),
        margin: line
            .margin()
            .map(|margin| margin_v1(margin, criterion.measure)),
        probability_met: line.probability_met(),
        within_measurement_error: line.is_within_error(),
        volunteered: line.finding.role == Role::Volunteered,
        text: Wording::of(line).sentence().to_string(),
        why: &criterion.why,
        r#do: criterion.advice.as_deref(),
        sources: &criterion.evidence.sources,
        confidence: Some(criterion.evidence.confidence.word()),
        kind: Some(criterion.evidence.kind.word()),
    }
}

/// The fields for which much that is recorded waits, as paths.
fn fields_of(report: &Report<'_>) -> Vec<String> {
    let fields = report.waits_for().into_iter().filter_map(Cause::waits_for);
    fields
        .map(|field| format!("/{}", field.replace('.', "/")))
        .collect()
}

/// A margin, of a ratio to one decimal, rounded towards worse.
fn margin_v1(margin: Exact, measure: &Definition) -> Decimal {
    if measure.scale.unit() == Unit::Percent {
        margin.shown(Toward::Down, 1)
    } else {
        margin.decimal(Toward::Down)
    }
}

fn value(value: Exact, measure: &Definition) -> ValueV1 {
    if measure.scale.words().is_empty() {
        ValueV1::Number(measure.number(value))
    } else {
        ValueV1::Word(measure.show(value))
    }
}

pub(super) fn reading(reading: &Reading, measure: &Definition) -> ReadingV1 {
    let unit = measure.scale.unit().sign();
    let mut shown = ReadingV1 {
        state: "taken",
        value: None,
        low: None,
        high: None,
        exact: None,
        unit: (!unit.is_empty()).then_some(unit),
        date: reading.date,
        cause: reading.cause.map(Cause::word),
        may_not_apply: reading.may_not_apply,
    };
    match reading.state {
        State::NotApplicable => shown.state = "not-applicable",
        State::Unable => shown.state = "unable",
        State::Known { low, high } if low == high => {
            shown.value = Some(value(low, measure));
            shown.exact = fraction(low, measure);
        }
        State::Known { low, high } if (low, high) == measure.scale.range() => {
            shown.state = "not-taken";
        }
        State::Known { low, high } => {
            shown.state = "range";
            shown.low = Some(value(low, measure));
            shown.high = Some(value(high, measure));
        }
    }
    shown
}

/// The fraction behind a rounded decimal; of a percentage, the ratio itself.
pub(crate) fn fraction(value: Exact, measure: &Definition) -> Option<[i64; 2]> {
    if !measure.scale.words().is_empty() {
        return None;
    }
    if measure.number(value).is_exact() {
        return None;
    }
    let ratio = if measure.scale.unit() == Unit::Percent {
        value.over(100)
    } else {
        value
    };
    let (numerator, denominator) = ratio.terms();
    Some([numerator, denominator])
}

fn note(note: Note) -> NoteV1 {
    NoteV1 {
        kind: note.kind.word(),
        criterion: note.criterion,
        text: note.text.to_string(),
        sources: note.sources,
        met: note.met,
    }
}

fn to_measure(report: &Report<'_>) -> Vec<ToMeasureV1> {
    let measures = report.judgement.to_measure.iter().copied();
    let one = |measure: &'static Definition| ToMeasureV1 {
        measure: measure.id,
        fields: report.fields_of(measure),
    };
    measures.map(one).collect()
}

fn supposes(report: &Report<'_>, way: Option<&WayOut>) -> Option<Vec<String>> {
    way.map(|way| report.supposed_fields(way))
}

fn changes(way: Option<&WayOut>) -> Option<Vec<ChangeV1>> {
    let change = |step: &Step| ChangeV1 {
        measure: step.measure.id,
        from: step
            .from
            .map(|from| from.decimal(step.measure.toward_worse())),
        to: step.to.decimal(step.measure.toward_worse()),
        unit: step.measure.scale.unit().sign(),
        text: step_in_words(step).to_string(),
    };
    way.map(|way| way.steps.iter().map(change).collect())
}

fn stop_rules(report: &Report<'_>) -> Vec<String> {
    let rules = report.stop_rules().iter();
    rules.map(|rule| rule.text.clone()).collect()
}
