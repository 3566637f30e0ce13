//! One criterion: its measure, bands, window and evidence, each held against the catalogue.

use std::ops::Range;

use super::bands::{bands, certain};
use super::faults::{Compiler, Mark};
use super::window::{Days, time_window};
use crate::diagnostic::{Diagnostic, nearest, suggest};
use crate::measure::{Definition, Nature, Window, catalog};
use crate::protocol::comparator::{self, Operand};
use crate::protocol::facts::{Asks, FACTS, GoalKind};
use crate::protocol::raw::{self, OneOrMore, Spanned, Text};
use crate::protocol::{Allowed, Asked, Clears, Condition, Criterion, Evidence, Fact, Kind, Stage};
use crate::words::words;

/// A criterion that passed, with what later checks need.
pub(super) struct CheckedCriterion {
    pub(super) criterion: Criterion,
    pub(super) window: Window,
    pub(super) stage: Clears,
    pub(super) measure_span: Range<usize>,
}

/// What stands before a criterion in its file.
pub(super) struct EarlierCriteria<'a> {
    pub(super) stages: &'a [Stage],
    pub(super) stage: &'a str,
    pub(super) first: usize,
    pub(super) checked: &'a [CheckedCriterion],
}

impl EarlierCriteria<'_> {
    /// The earlier criterion of that name: `stage/criterion`, or `criterion` of this stage.
    fn find(&self, name: &str) -> Option<(usize, &CheckedCriterion)> {
        let (range, id) = match name.split_once('/') {
            Some((stage, id)) if stage != self.stage => (
                self.stages
                    .iter()
                    .find(|candidate| candidate.id == stage)?
                    .criteria
                    .clone(),
                id,
            ),
            Some((_, id)) => (self.first..self.checked.len(), id),
            None => (self.first..self.checked.len(), name),
        };
        let mut places = self
            .checked
            .iter()
            .enumerate()
            .filter(|(place, _)| range.contains(place));
        places.find(|(_, checked)| checked.criterion.id == id)
    }
}

/// Checks one criterion; `None` when a fault leaves nothing to go on with.
pub(super) fn criterion(
    compiler: &mut Compiler<'_>,
    raw: &raw::Criterion,
    stage: Clears,
    earlier: &EarlierCriteria<'_>,
) -> Option<CheckedCriterion> {
    if let Some(before) = &raw.before {
        compiler.no_parent("before", before.span.clone());
    }
    let evidence = evidence(compiler, &raw.evidence);
    let when = when(compiler, raw.when.as_ref());
    let note = raw.note.as_ref().is_some_and(|note| note.value);
    let asked = asked(compiler, raw, note);
    let refer = raw.refer.as_ref().and_then(|refer| compiler.refer(refer));
    let refer_if_unknown = raw
        .refer_if_unknown
        .as_ref()
        .is_some_and(|unknown| unknown.value);
    refers_to_a_person(compiler, raw, note);
    let step = raw.step.as_ref().is_some_and(|step| step.value);
    let measure = measure(compiler, &raw.measure)?;
    let window = time_window(
        compiler,
        &Days {
            measure: &raw.measure,
            fresh: raw.fresh.as_ref(),
            over: raw.over.as_ref(),
            at_least: raw.at_least.as_ref(),
        },
        measure,
    );
    let bands = bands(compiler, raw, measure, note);
    let own: &[Condition] = when.as_deref().unwrap_or_default();
    let only_with = |compiler: &mut Compiler<'_>, name: Option<&Text>| {
        name.map(|name| partner(compiler, name, earlier, own))
    };
    let no_go_only_with = only_with(compiler, raw.no_go_only_with.as_ref());
    let caution_only_with = only_with(compiler, raw.caution_only_with.as_ref());
    if let (Some(name), None) = (&raw.no_go_only_with, &raw.no_go) {
        let fault = Diagnostic::new(
            "no-band-to-lower",
            name.span.clone(),
            "`no_go_only_with` without a `no-go` band",
        );
        compiler.add(fault.help("add `no-go`, or remove `no_go_only_with`"));
    }
    leans_by_itself(compiler, raw, asked);
    let (bands, written_go) = certain(compiler, raw, measure, bands.ok()?);
    let certainty = raw
        .certainty
        .as_ref()
        .and_then(|certainty| u8::try_from(certainty.value).ok());
    let when = when?;
    if let (true, Some(written)) = (step, &raw.step) {
        self::step(compiler, raw, written, &when);
    }
    Some(CheckedCriterion {
        criterion: Criterion {
            id: raw.id.value.clone(),
            query: 0,
            counted: 0,
            measure,
            bands,
            written_go,
            certainty,
            asked: asked?,
            when,
            note,
            step,
            refer,
            refer_if_unknown,
            no_go_only_with: no_go_only_with.flatten(),
            caution_only_with: caution_only_with.flatten(),
            allow: raw
                .allow
                .iter()
                .flatten()
                .map(|allow| Allowed {
                    lint: allow.lint.value.clone(),
                    because: allow.because.value.clone(),
                })
                .collect(),
            why: raw.why.value.clone(),
            advice: raw.advice.as_ref().map(|advice| advice.value.clone()),
            evidence: evidence?,
        },
        window: Window {
            // Bad news that sends a runner to be seen does not wear off because nobody looked again.
            keeps_adverse: refer.is_some() && measure.nature == Nature::Observation,
            ..window?
        },
        stage,
        measure_span: raw.measure.span.clone(),
    })
}

/// Whom a criterion sends to be seen, and by what.
fn refers_to_a_person(compiler: &mut Compiler<'_>, raw: &raw::Criterion, note: bool) {
    if let (Some(unknown), None) = (&raw.refer_if_unknown, &raw.refer) {
        compiler.add(
            Diagnostic::new(
                "refer-to-nobody",
                unknown.span.clone(),
                "`refer_if_unknown` without `refer`",
            )
            .help("say to whom: `refer = \"clinician\"` or `refer = \"urgent\"`"),
        );
    }
    if let (true, Some(refer)) = (note, &raw.refer) {
        compiler.add(
            Diagnostic::new("note-decides", refer.span.clone(), "a note refers nobody")
                .help("remove `note = true` or `refer`"),
        );
    }
}

/// Holds a step of training to what it is: asked of a run, deciding, and no matter for a clinician.
fn step(
    compiler: &mut Compiler<'_>,
    raw: &raw::Criterion,
    written: &Spanned<bool>,
    when: &[Condition],
) {
    let of_a_run = |condition: &Condition| matches!(condition, Condition::OneOf(Fact::Goal, words) if words == &[GoalKind::Run.word()]);
    let note = raw.note.as_ref().is_some_and(|note| note.value);
    let beside = [
        (note, "note"),
        (raw.refer.is_some(), "refer"),
        (raw.no_go_only_with.is_some(), "no_go_only_with"),
        (raw.caution_only_with.is_some(), "caution_only_with"),
    ];
    let fault = if let Some((_, key)) = beside.into_iter().find(|(given, _)| *given) {
        let message = format!("`step` beside `{key}`");
        Some((
            message,
            format!(
                "remove `{key}` or `step`: a step is lowered by what a race asks, and by nothing else"
            ),
        ))
    } else if when.iter().any(of_a_run) {
        None
    } else {
        let message = "`step` of a criterion that is not asked of a run".to_owned();
        Some((
            message,
            "add `when = { goal = \"run\" }`, which holds for a race, too, or remove `step`"
                .to_owned(),
        ))
    };
    if let Some((message, help)) = fault {
        compiler.add(Diagnostic::new("bad-step", written.span.clone(), message).help(help));
    }
}

/// The measure of that name, or a fault.
pub(super) fn measure(compiler: &mut Compiler<'_>, name: &Text) -> Option<&'static Definition> {
    let measure = compiler.known(&name.value);
    if measure.is_none() && !compiler.lost(&name.value) {
        let declared = compiler.declared.iter().copied();
        let ids: Vec<&str> = catalog()
            .chain(declared)
            .map(|measure| measure.id)
            .collect();
        let help = nearest(&name.value, ids.iter().copied()).map_or_else(
            || "`rtr measures` lists them all".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        let message = format!("no measure `{}`", name.value);
        compiler.add(Diagnostic::new("unknown-measure", name.span.clone(), message).help(help));
    }
    measure
}

/// Where a number comes from, its kind held against the sources' marks.
pub(super) fn evidence(compiler: &mut Compiler<'_>, raw: &raw::Evidence) -> Option<Evidence> {
    let confidence = compiler.word("unknown-word", &raw.confidence, words());
    let kind = compiler.word("unknown-word", &raw.kind, words());
    let proposed = kind == Some(Kind::Convention);
    let (sources, strongest) = compiler.keys(&raw.sources, proposed);
    let bears = match strongest {
        Some(Mark::Read) | None => Kind::Evidence,
        Some(Mark::SecondHand) => Kind::Consensus,
        Some(Mark::FromMemory | Mark::Unmarked) => Kind::Convention,
    };
    let strength = |kind: Kind| match kind {
        Kind::Evidence => 2,
        Kind::Consensus => 1,
        Kind::Convention => 0,
    };
    if let Some(kind) = kind
        && strength(kind) > strength(bears)
    {
        let message = format!(
            "`{}` rests on sources that bear `{}` at most",
            kind.word(),
            bears.word()
        );
        compiler.add(
            Diagnostic::new("kind-above-sources", raw.kind.span.clone(), message)
                .related(raw.sources.span.clone(), "as marked in references.bib")
                .help("second-hand sources bear `consensus`, remembered and unmarked ones `convention`"),
        );
    }
    Some(Evidence {
        sources,
        confidence: confidence?,
        kind: kind?,
    })
}

/// Of whom it is asked; a note is asked of nobody.
fn asked(compiler: &mut Compiler<'_>, raw: &raw::Criterion, note: bool) -> Option<Asked> {
    let Some(text) = &raw.asked else {
        return Some(Asked::Always);
    };
    if note {
        compiler.add(
            Diagnostic::new(
                "note-decides",
                text.span.clone(),
                "a note is asked of nobody",
            )
            .help("remove `note = true` or `asked`"),
        );
    }
    let asked = compiler.word("unknown-word", text, words())?;
    if let (Asked::IfRecorded, Some(unknown)) = (asked, &raw.refer_if_unknown) {
        compiler.add(
            Diagnostic::new(
                "refer-to-nobody",
                unknown.span.clone(),
                "`refer_if_unknown` of what nobody is asked",
            )
            .related(text.span.clone(), "asked of nobody")
            .help("remove it, or ask: `asked = \"always\"`"),
        );
    }
    Some(asked)
}

/// What is volunteered counts by itself.
fn leans_by_itself(compiler: &mut Compiler<'_>, raw: &raw::Criterion, asked: Option<Asked>) {
    if asked.is_none_or(|asked| asked == Asked::Always) {
        return;
    }
    let leans = [
        ("no_go_only_with", &raw.no_go_only_with),
        ("caution_only_with", &raw.caution_only_with),
    ];
    for (key, written) in leans {
        let Some(written) = written else { continue };
        compiler.add(
            Diagnostic::new(
                "volunteered-leans",
                written.span.clone(),
                format!("`{key}` of what not everybody is asked"),
            )
            .help(format!("remove `{key}`, or `asked`")),
        );
    }
}

fn when(
    compiler: &mut Compiler<'_>,
    raw: Option<&Spanned<std::collections::BTreeMap<String, Spanned<OneOrMore>>>>,
) -> Option<Vec<Condition>> {
    let mut when = Vec::new();
    let mut sound = true;
    for (key, value) in raw.iter().flat_map(|raw| &raw.value) {
        if key == Fact::Setting.row().key {
            compiler.add(
                Diagnostic::new(
                    "unknown-fact",
                    value.span.clone(),
                    "`when` does not ask for the setting",
                )
                .help("write `asked = \"clinic\"` on a line of its own"),
            );
            sound = false;
            continue;
        }
        let Some(row) = FACTS.iter().find(|row| row.key == key) else {
            let asked = FACTS.iter().filter(|row| row.fact != Fact::Setting);
            let keys: Vec<&str> = asked.map(|row| row.key).collect();
            let message = format!("`when` knows no fact `{key}`; it never asks for a reading");
            compiler.add(
                Diagnostic::new("unknown-fact", value.span.clone(), message)
                    .help(suggest(key, &keys)),
            );
            sound = false;
            continue;
        };
        let given: Vec<(&str, Range<usize>)> = match &value.value {
            OneOrMore::One(word) => vec![(word.as_str(), value.span.clone())],
            OneOrMore::More(words) => words
                .iter()
                .map(|word| (word.value.as_str(), word.span.clone()))
                .collect(),
        };
        let conditions: Vec<&str> = compiler
            .conditions
            .iter()
            .map(|condition| condition.value.as_str())
            .collect();
        let words: &[&str] = match row.asks {
            Asks::Number { unit, example, .. } => {
                match comparison(&given, row.fact, unit) {
                    Ok(condition) => when.push(condition),
                    Err(message) => {
                        let fault = Diagnostic::new("bad-comparison", value.span.clone(), message);
                        compiler.add(fault.help(format!(
                            "write one comparison, such as `{key} = \"{example}\"`"
                        )));
                        sound = false;
                    }
                }
                continue;
            }
            // A condition that the file does not answer for would never be met, and the criterion never asked.
            Asks::Conditions => &conditions,
            Asks::Words { all } => all,
        };
        for (word, span) in &given {
            if !words.contains(word) {
                let fault = Diagnostic::new(
                    "unknown-fact-word",
                    span.clone(),
                    format!("`{key}` is never `{word}`"),
                );
                compiler.add(fault.help(suggest(word, words)));
                sound = false;
            }
        }
        if given.is_empty() {
            compiler.add(
                Diagnostic::new(
                    "unknown-fact-word",
                    value.span.clone(),
                    "an empty list is never met",
                )
                .help("name a word, or remove the fact"),
            );
            sound = false;
        }
        when.push(Condition::OneOf(
            row.fact,
            given.iter().map(|(word, _)| (*word).to_owned()).collect(),
        ));
    }
    sound.then_some(when)
}

fn comparison(given: &[(&str, Range<usize>)], fact: Fact, unit: &str) -> Result<Condition, String> {
    let [(text, _)] = given else {
        return Err("a list cannot be compared".to_owned());
    };
    let written = comparator::parse(text)?;
    match written.operand {
        Operand::Number(number) if written.unit == unit => {
            Ok(Condition::Compares(fact, written.operator, number))
        }
        Operand::Number(_) => Err(format!(
            "the unit must be `{unit}`, found `{}`",
            written.unit
        )),
        Operand::Word(_) | Operand::GoalOver(_) => Err("a number is needed".to_owned()),
    }
}

fn partner(
    compiler: &mut Compiler<'_>,
    name: &Text,
    earlier: &EarlierCriteria<'_>,
    own: &[Condition],
) -> Option<usize> {
    // Not asked counts as GO, so a partner that is not asked whenever this one is would lower without a reading.
    let asked_with_it =
        |partner: &Criterion| partner.when.iter().all(|condition| own.contains(condition));
    match earlier.find(&name.value) {
        None if compiler.lost(&name.value) => None,
        None => {
            compiler.add(
                Diagnostic::new(
                    "unknown-criterion",
                    name.span.clone(),
                    format!("no earlier criterion `{}`", name.value),
                )
                .help("name one that stands before this one, as `stage/criterion`"),
            );
            None
        }
        Some((_, CheckedCriterion { criterion, .. }))
            if criterion.note || criterion.asked != Asked::Always || !asked_with_it(criterion) =>
        {
            let what = match (criterion.note, criterion.asked) {
                (true, _) => "is a note",
                (false, Asked::Clinic) => "is asked in the clinic only",
                (false, Asked::IfRecorded) => "is asked of nobody",
                (false, Asked::Always) => "is not asked whenever this one is",
            };
            compiler.add(
                Diagnostic::new("note-decides", name.span.clone(), format!("`{}` {what}", name.value))
                    .help("name a criterion that decides whenever this one does: no `note`, no `asked`, and no `when` that this one lacks"),
            );
            None
        }
        Some((place, _)) => Some(place),
    }
}
