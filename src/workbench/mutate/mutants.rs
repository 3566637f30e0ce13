//! The mutants of a criteria file: each is the file with one small mistake in it.

use std::ops::Range;

use crate::measure::{Better, Definition};
use crate::protocol::raw::{self, Band, Spanned};
use crate::protocol::{Bound, Limit, Operator, Protocol, shape};
use crate::quantity::{Exact, Toward, Unit};
use crate::workbench::Source;

/// A kind of mistake.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, schemars::JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "MistakeKindV1")]
pub enum MutationOperator {
    /// A limit moved by the last place it is written in, or by the next word.
    Step,
    /// A limit moved by the smallest detectable change.
    Error,
    /// At the limit or beyond it, the other way round.
    Flip,
    /// GO and NO-GO in each other's place.
    Swap,
    /// A criterion left out.
    Drop,
}

impl MutationOperator {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Step, Self::Error, Self::Flip, Self::Swap, Self::Drop];

    /// What it is, in words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Step => "limit moved one step",
            Self::Error => "limit moved by the MDC",
            Self::Flip => "at the limit or beyond",
            Self::Swap => "GO and NO-GO swapped",
            Self::Drop => "criterion left out",
        }
    }
}

/// A criteria file with one mistake.
#[derive(Clone, Debug)]
pub struct Mutant {
    /// Place of the criterion.
    pub criterion: usize,
    /// What kind of mistake.
    pub operator: MutationOperator,
    /// Its name: the criterion, and what was made of what.
    pub name: String,
    /// The file; `None` when the compiler refuses it, so that nobody is ever judged by it.
    pub protocol: Option<Box<Protocol>>,
}

/// Every mutant of the deciding criteria of a file that compiles; notes decide nothing and are left alone.
#[must_use]
pub fn mutants(source: &Source, protocol: &Protocol) -> Vec<Mutant> {
    let source = &source.whole();
    let Some(raw) = shape(&source.text) else {
        return Vec::new();
    };
    let criteria = raw
        .stage
        .iter()
        .flatten()
        .flat_map(|stage| &stage.criterion);
    let mut mutants = Vec::new();
    for ((place, criterion), raw) in protocol.criteria.iter().enumerate().zip(criteria) {
        if criterion.note {
            continue;
        }
        let (Some(bands), Some(go)) = (criterion.bands, &raw.go) else {
            continue;
        };
        let written_go = criterion.written_go.unwrap_or(bands.go);
        let name = protocol.name_of(place);
        let edits = limits(criterion.measure, "go", written_go, go)
            .into_iter()
            .chain(match (bands.no_go, &raw.no_go) {
                (Some(limit), Some(band)) => limits(criterion.measure, "no-go", limit, band),
                (Some(_) | None, _) => Vec::new(),
            });
        for (operator, what, span, text) in edits {
            let mutated = replaced(&source.text, &[(span, text)]);
            mutants.push(Mutant {
                criterion: place,
                operator,
                name: format!("{name} {what}"),
                protocol: compiled(source, mutated),
            });
        }
        mutants.extend(swapped(source, raw).map(|mutated| Mutant {
            criterion: place,
            operator: MutationOperator::Swap,
            name: format!("{name} go and no-go swapped"),
            protocol: compiled(source, mutated),
        }));
        mutants.push(Mutant {
            criterion: place,
            operator: MutationOperator::Drop,
            name: format!("{name} left out"),
            protocol: dropped(protocol, place).map(Box::new),
        });
    }
    mutants
}

fn compiled(source: &Source, text: String) -> Option<Box<Protocol>> {
    let mutated = Source {
        text,
        ..source.clone()
    };
    mutated.compile().ok().map(Box::new)
}

/// The protocol without a criterion; `None` when another depends on it, so that the file would be refused.
fn dropped(protocol: &Protocol, place: usize) -> Option<Protocol> {
    let leans = |on: Option<usize>| on == Some(place);
    let needed = protocol
        .criteria
        .iter()
        .any(|other| leans(other.no_go_only_with) || leans(other.caution_only_with))
        || protocol.remarks.iter().any(|remark| remark.beside == place);
    if needed {
        return None;
    }
    // A criterion that only notes is one that was left out, as far as verdicts and reasons go.
    let mut without = protocol.clone();
    let criterion = without.criteria.get_mut(place)?;
    criterion.note = true;
    criterion.refer = None;
    Some(without)
}

fn swapped(source: &Source, raw: &raw::Criterion) -> Option<String> {
    let (go, no_go) = (
        raw.go.as_ref()?.span.clone(),
        raw.no_go.as_ref()?.span.clone(),
    );
    let (one, other) = (
        source.text.get(go.clone())?,
        source.text.get(no_go.clone())?,
    );
    let edits = [(go, other.to_owned()), (no_go, one.to_owned())];
    Some(replaced(&source.text, &edits))
}

fn replaced(text: &str, edits: &[(Range<usize>, String)]) -> String {
    let mut edits: Vec<&(Range<usize>, String)> = edits.iter().collect();
    edits.sort_by_key(|(span, _)| std::cmp::Reverse(span.start));
    let mut text = text.to_owned();
    for (span, new) in edits {
        text.replace_range(span.clone(), new);
    }
    text
}

type Edit = (MutationOperator, String, Range<usize>, String);

/// The mistakes one can make in one limit.
fn limits(measure: &Definition, key: &str, limit: Limit, band: &Spanned<Band>) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut add = |operator: MutationOperator, mutated: Limit| {
        let (from, to) = (written(measure, limit), written(measure, mutated));
        if let (Some(from), Some(to)) = (from, to)
            && from != to
        {
            let what = format!("{key} {from} made {to}");
            edits.push((operator, what, band.span.clone(), to));
        }
    };
    let moved = |by: Exact| {
        let bound = match limit.bound {
            Bound::Value(value) => Bound::Value(value.plus(by)),
            Bound::GoalOver(divisor) => Bound::GoalOver(divisor.plus(by)),
        };
        Limit { bound, ..limit }
    };
    let back = |by: Exact| Exact::ZERO.minus(by);
    let step = step(measure, band);
    add(MutationOperator::Step, moved(step));
    add(MutationOperator::Step, moved(back(step)));
    if let (Some(error), Bound::Value(_)) = (&measure.error, limit.bound) {
        add(MutationOperator::Error, moved(error.mdc));
        add(MutationOperator::Error, moved(back(error.mdc)));
    }
    if measure.scale.words().is_empty() {
        let operator = match limit.operator {
            Operator::Below => Operator::AtMost,
            Operator::AtMost => Operator::Below,
            Operator::Above => Operator::AtLeast,
            Operator::AtLeast => Operator::Above,
        };
        add(MutationOperator::Flip, Limit { operator, ..limit });
    }
    edits
}

/// The last place that a limit is written in; half a point for pain, which is scored in halves; the next word for words.
fn step(measure: &Definition, band: &Spanned<Band>) -> Exact {
    if measure.scale.unit() == Unit::Nrs {
        return Exact::micro(500_000);
    }
    let text = match &band.value {
        Band::Text(text) => text.as_str(),
        Band::Words(_) | Band::Bool(_) => "",
    };
    let places = text.split_once('.').map_or(0, |(_, after)| {
        after.bytes().take_while(u8::is_ascii_digit).count()
    });
    let places = u32::try_from(places).unwrap_or(0).min(6);
    Exact::micro(
        1_000_000_i64
            .checked_div(10_i64.saturating_pow(places))
            .unwrap_or(1),
    )
}

/// A limit as a file writes it; `None` where no word is left.
fn written(measure: &Definition, limit: Limit) -> Option<String> {
    let words = measure.scale.words();
    let sign = limit.operator.sign();
    match limit.bound {
        Bound::GoalOver(divisor) => Some(format!(
            "\"{sign} goal / {}\"",
            divisor.decimal(Toward::Down)
        )),
        Bound::Value(value) if words.is_empty() => {
            let unit = measure.scale.unit().sign();
            let text = format!("{sign} {} {unit}", value.decimal(Toward::Down));
            Some(format!("\"{}\"", text.trim_end()))
        }
        Bound::Value(value) => {
            let accepted: Vec<String> = (0_i64..)
                .zip(words)
                .filter(|(place, _)| match limit.operator.toward() {
                    Better::Lower => Exact::whole(*place) <= value,
                    Better::Higher => Exact::whole(*place) >= value,
                })
                .map(|(_, word)| format!("\"{word}\""))
                .collect();
            (!accepted.is_empty() && accepted.len() < words.len())
                .then(|| format!("[{}]", accepted.join(", ")))
        }
    }
}
