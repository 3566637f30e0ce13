//! The bands of a criterion: limits and words held against the measure, and moved by its error.

use std::ops::Range;

use super::faults::Compiler;
use crate::diagnostic::{Diagnostic, list, suggest};
use crate::measure::{Better, Definition, Scale, error};
use crate::protocol::Bands;
use crate::protocol::comparator::{self, Bound, Limit, Operand, Operator};
use crate::protocol::raw::{self, Band, Spanned};
use crate::quantity::Exact;

/// The faults are reported already.
pub(super) struct Faulty;

/// Which limit is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LimitKind {
    Go,
    NoGo,
    /// What holds a runner back on a ladder.
    Rule,
    /// The most that a clean session may have, under this key.
    Most(&'static str),
    /// Above which a day is one of a flare, under this key.
    Above(&'static str),
}

impl LimitKind {
    /// The key it stands under.
    pub(super) const fn key(self) -> &'static str {
        match self {
            Self::Go => "go",
            Self::NoGo => "no-go",
            Self::Rule => "if",
            Self::Most(key) | Self::Above(key) => key,
        }
    }

    /// What lies in its direction.
    const fn word(self) -> &'static str {
        match self {
            Self::Go => "GO",
            Self::NoGo => "NO-GO",
            Self::Rule | Self::Above(_) => "worse",
            Self::Most(_) => "better",
        }
    }
}

/// The bands, or a fault; a note on a measure without direction has none.
pub(super) fn bands(
    compiler: &mut Compiler<'_>,
    raw: &raw::Criterion,
    measure: &'static Definition,
    note: bool,
) -> Result<Option<Bands>, Faulty> {
    let Some(better) = measure.better else {
        if !note {
            compiler.add(
                Diagnostic::new(
                    "no-direction",
                    raw.measure.span.clone(),
                    format!("`{}` has no better direction", measure.id),
                )
                .help("it can only be shown: add `note = true` and leave out `go` and `no-go`"),
            );
        } else if let Some(band) = raw.go.as_ref().or(raw.no_go.as_ref()) {
            compiler.add(
                Diagnostic::new(
                    "no-direction",
                    band.span.clone(),
                    format!("`{}` has no better direction, so no bands", measure.id),
                )
                .help("leave out `go` and `no-go`"),
            );
        }
        return if note { Ok(None) } else { Err(Faulty) };
    };
    let Some(go) = &raw.go else {
        let missing = Diagnostic::new(
            "missing-key",
            raw.id.span.clone(),
            format!("criterion `{}` has no `go`", raw.id.value),
        );
        compiler.add(missing.help("say what is GO, such as `go = \">= 90 %\"`"));
        return Err(Faulty);
    };
    let go_limit = limit(compiler, go, measure, better, LimitKind::Go);
    let no_go_limit = raw
        .no_go
        .as_ref()
        .map(|band| limit(compiler, band, measure, better, LimitKind::NoGo));
    let bands = match (go_limit, no_go_limit) {
        (Some(go), Some(Some(no_go))) => Bands {
            go,
            no_go: Some(no_go),
        },
        (Some(go), None) => Bands { go, no_go: None },
        (None, _) | (Some(_), Some(None)) => return Err(Faulty),
    };
    if let (Some(no_go), Some(written)) = (&bands.no_go, &raw.no_go) {
        overlap(
            compiler,
            &bands.go,
            no_go,
            measure,
            (go.span.clone(), written.span.clone()),
        );
    }
    Ok(Some(bands))
}

/// Two half-lines that point away from each other overlap when one begins before the other ends.
fn overlap(
    compiler: &mut Compiler<'_>,
    go: &Limit,
    no_go: &Limit,
    measure: &'static Definition,
    (go_span, no_go_span): (Range<usize>, Range<usize>),
) {
    // Any positive goal serves to compare two shares of it; a share and a number cannot be compared before the goal is known.
    let goal = Some(Exact::whole(1));
    let mixed = matches!(
        (go.bound, no_go.bound),
        (Bound::Value(_), Bound::GoalOver(_)) | (Bound::GoalOver(_), Bound::Value(_))
    );
    let (Some(go_bound), Some(no_go_bound)) = (go.resolve(goal), no_go.resolve(goal)) else {
        return;
    };
    let worded = !measure.scale.words().is_empty();
    let crossed = match go.operator.toward() {
        Better::Higher => no_go_bound > go_bound,
        Better::Lower => no_go_bound < go_bound,
    };
    let touching = no_go_bound == go_bound
        && go.operator.holds(go_bound, go_bound)
        && no_go.operator.holds(go_bound, go_bound);
    if mixed || crossed || touching {
        let shares = matches!(no_go.bound, Bound::GoalOver(_));
        let (least, most) = (
            measure.show(go_bound.min(no_go_bound)),
            measure.show(go_bound.max(no_go_bound)),
        );
        let label = if mixed {
            "one limit depends on the goal, the other does not".to_owned()
        } else if worded {
            "a word stands in both".to_owned()
        } else if shares {
            "some shares of the goal stand in both".to_owned()
        } else if touching {
            format!("{least} stands in both")
        } else {
            format!("what lies between {least} and {most} stands in both")
        };
        compiler.add(
            Diagnostic::new(
                "overlapping-bands",
                no_go_span,
                "a value could be both GO and NO-GO",
            )
            .label(label)
            .related(go_span, "GO here")
            .help("let `no-go` begin where `go` has ended; what lies between is CAUTION"),
        );
    }
}

/// The limit, held against the measure and pointing the right way; else a fault is reported.
pub(super) fn limit(
    compiler: &mut Compiler<'_>,
    band: &Spanned<Band>,
    measure: &'static Definition,
    better: Better,
    which: LimitKind,
) -> Option<Limit> {
    let wanted = match which {
        LimitKind::Go | LimitKind::Most(_) => better,
        LimitKind::NoGo | LimitKind::Rule | LimitKind::Above(_) => opposite(better),
    };
    let fault = |code, message: String, help: String| {
        Diagnostic::new(code, band.span.clone(), message).help(help)
    };
    let result = match &band.value {
        Band::Text(text) if measure.scale.words().is_empty() => {
            number(text, measure, wanted, which)
        }
        Band::Text(text) => worded(text, measure, wanted, which),
        Band::Bool(answer) if matches!(measure.scale, Scale::YesNo) => {
            places(&[if *answer { "yes" } else { "no" }], measure, wanted)
        }
        Band::Words(list) if !measure.scale.words().is_empty() => {
            let given: Vec<&str> = list.iter().map(|word| word.value.as_str()).collect();
            places(&given, measure, wanted)
        }
        Band::Bool(_) | Band::Words(_) => {
            let takes = if measure.scale.words().is_empty() {
                "one limit"
            } else {
                "words in quotes"
            };
            Err((
                "bad-band",
                format!("`{}` takes {takes}", measure.id),
                example(measure, which),
            ))
        }
    };
    match result {
        Ok(limit) => Some(limit),
        Err((code, message, help)) => {
            compiler.add(fault(code, message, help));
            None
        }
    }
}

type BandFault = (&'static str, String, String);

fn example(measure: &Definition, which: LimitKind) -> String {
    let words = measure.scale.words();
    let key = which.key();
    if words.is_empty() {
        let toward_better = matches!(which, LimitKind::Go | LimitKind::Most(_));
        let sign = match (measure.better, toward_better) {
            (Some(Better::Higher), true) => ">=",
            (Some(Better::Higher), false) => "<",
            (Some(Better::Lower) | None, true) => "<=",
            (Some(Better::Lower) | None, false) => ">",
        };
        let limit = format!("{sign} 5 {}", measure.scale.unit().sign());
        return format!(
            "write a number with its unit, such as `{key} = \"{}\"`",
            limit.trim_end()
        );
    }
    format!("from best to worst: {}", list(words))
}

const fn opposite(better: Better) -> Better {
    match better {
        Better::Higher => Better::Lower,
        Better::Lower => Better::Higher,
    }
}

fn number(
    text: &str,
    measure: &'static Definition,
    wanted: Better,
    which: LimitKind,
) -> Result<Limit, BandFault> {
    let written = comparator::parse(text)
        .map_err(|message| ("bad-comparison", message, example(measure, which)))?;
    if written.operator.toward() != wanted {
        let direction = match wanted {
            Better::Higher => "more",
            Better::Lower => "less",
        };
        let message = format!("of `{}`, {direction} is {}", measure.id, which.word());
        return Err(("wrong-direction", message, example(measure, which)));
    }
    let unit = measure.scale.unit().sign();
    match written.operand {
        Operand::Word(word) => Err((
            "bad-comparison",
            format!("`{word}` is not a number"),
            example(measure, which),
        )),
        Operand::GoalOver(_) if unit != "km" => Err((
            "wrong-unit",
            format!("`{}` is not a distance in km", measure.id),
            "a share of the goal needs a measure in km".to_owned(),
        )),
        Operand::GoalOver(divisor) => Ok(Limit {
            operator: written.operator,
            bound: Bound::GoalOver(divisor),
        }),
        Operand::Number(_) if written.unit != unit => {
            let found = if written.unit.is_empty() {
                "no unit".to_owned()
            } else {
                format!("`{}`", written.unit)
            };
            let wanted = if unit.is_empty() {
                "has no unit".to_owned()
            } else {
                format!("is in `{unit}`")
            };
            Err((
                "wrong-unit",
                format!("`{}` {wanted}, found {found}", measure.id),
                example(measure, which),
            ))
        }
        Operand::Number(bound) => dividing(
            text,
            Limit {
                operator: written.operator,
                bound: Bound::Value(bound),
            },
            measure,
        ),
    }
}

/// The limit, if it holds one end of the measure's range and not the other; else its band would hold nothing or everything.
fn dividing(text: &str, limit: Limit, measure: &'static Definition) -> Result<Limit, BandFault> {
    let (low, high) = measure.scale.range();
    let holds = |end| limit.holds(end, None);
    if holds(low) != holds(high) {
        return Ok(limit);
    }
    let all = if holds(low) == Some(true) {
        "everything"
    } else {
        "nothing"
    };
    let message = format!(
        "`{text}` holds {all} of {} to {}",
        measure.show(low),
        measure.show(high)
    );
    Err((
        "out-of-range",
        message,
        "choose a limit inside the measure's range".to_owned(),
    ))
}

fn worded(
    text: &str,
    measure: &'static Definition,
    wanted: Better,
    which: LimitKind,
) -> Result<Limit, BandFault> {
    let Ok(written) = comparator::parse(text) else {
        return places(&[text.trim()], measure, wanted);
    };
    let Operand::Word(word) = written.operand else {
        return Err((
            "bad-comparison",
            "a word is needed".to_owned(),
            example(measure, LimitKind::Go),
        ));
    };
    let place = place(word, measure)?;
    if written.operator.toward() != wanted {
        let takes = match which {
            LimitKind::Go | LimitKind::NoGo => "GO is `<=` a word, NO-GO `>=` one",
            LimitKind::Rule | LimitKind::Most(_) | LimitKind::Above(_) => {
                "a rule takes `>=` a word"
            }
        };
        let message = format!(
            "the words of `{}` go up from best to worst: {takes}",
            measure.id
        );
        return Err(("wrong-direction", message, example(measure, which)));
    }
    // Between two words there is nothing, so below one is at most the one before.
    let one = Exact::whole(1);
    let (operator, place) = match written.operator {
        Operator::Below => (Operator::AtMost, place.minus(one)),
        Operator::Above => (Operator::AtLeast, place.plus(one)),
        inclusive @ (Operator::AtMost | Operator::AtLeast) => (inclusive, place),
    };
    dividing(
        text,
        Limit {
            operator,
            bound: Bound::Value(place),
        },
        measure,
    )
}

fn place(word: &str, measure: &'static Definition) -> Result<Exact, BandFault> {
    let words = measure.scale.words();
    let place = words.iter().position(|candidate| *candidate == word);
    let place = place
        .and_then(|place| i64::try_from(place).ok())
        .map(Exact::whole);
    place.ok_or_else(|| {
        (
            "unknown-word",
            format!("`{}` is never `{word}`", measure.id),
            suggest(word, words),
        )
    })
}

/// A set of words must be all up to one word, from the end that is wanted; anything else would not be monotone.
fn places(
    given: &[&str],
    measure: &'static Definition,
    wanted: Better,
) -> Result<Limit, BandFault> {
    let words = measure.scale.words();
    let mut places: Vec<Exact> = given
        .iter()
        .map(|word| place(word, measure))
        .collect::<Result<_, _>>()?;
    places.sort_unstable();
    places.dedup();
    let (first, last) = (places.first().copied(), places.last().copied());
    let (Some(first), Some(last)) = (first, last) else {
        return Err((
            "bad-band",
            "an empty list of words".to_owned(),
            example(measure, LimitKind::Go),
        ));
    };
    let (low, high) = measure.scale.range();
    let count = i64::try_from(places.len()).map_or(high, Exact::whole);
    let unbroken = last.minus(first).plus(Exact::whole(1)) == count;
    let (at_end, limit) = match wanted {
        Better::Lower => (
            first == low,
            Limit {
                operator: Operator::AtMost,
                bound: Bound::Value(last),
            },
        ),
        Better::Higher => (
            last == high,
            Limit {
                operator: Operator::AtLeast,
                bound: Bound::Value(first),
            },
        ),
    };
    if !at_end || !unbroken || places.len() == words.len() {
        let from = if wanted == measure.better.unwrap_or(Better::Lower) {
            "the best word on"
        } else {
            "the worst word on"
        };
        return Err((
            "not-a-prefix",
            format!("the words must run from {from}, without a gap, and leave some over"),
            example(measure, LimitKind::Go),
        ));
    }
    Ok(limit)
}

/// Moves the GO limit by the measure's error.
pub(super) fn certain(
    compiler: &mut Compiler<'_>,
    raw: &raw::Criterion,
    measure: &'static Definition,
    bands: Option<Bands>,
) -> (Option<Bands>, Option<Limit>) {
    let written = bands.as_ref().map(|bands| bands.go);
    let Some(certainty) = &raw.certainty else {
        return (bands, written);
    };
    let fault = |message: String, help: &str| {
        Diagnostic::new("bad-certainty", certainty.span.clone(), message).help(help.to_owned())
    };
    let Some(error) = &measure.error else {
        let message = format!("`{}` has no measurement error with a source", measure.id);
        compiler.add(fault(
            message,
            "remove `certainty`; `rtr measures` shows which measures have one",
        ));
        return (bands, written);
    };
    let Some(shift) = u8::try_from(certainty.value)
        .ok()
        .and_then(|percent| error::shift(error, percent))
    else {
        compiler.add(fault(
            format!("{} percent is not a certainty", certainty.value),
            "choose 50 to 99",
        ));
        return (bands, written);
    };
    let Some(Bands { go, no_go }) = bands else {
        return (bands, written);
    };
    let Bound::Value(bound) = go.bound else {
        compiler.add(fault(
            "a share of the goal has no measurement error".to_owned(),
            "remove `certainty`",
        ));
        return (bands, written);
    };
    if let Some(Limit {
        bound: Bound::Value(other),
        ..
    }) = no_go
    {
        let width = if bound > other {
            bound.minus(other)
        } else {
            other.minus(bound)
        };
        if width >= error.mdc {
            let message = format!(
                "the CAUTION band is already as wide as the smallest detectable change, {}",
                measure.show(error.mdc)
            );
            compiler.add(fault(
                message,
                "remove `certainty`: the same error would count twice",
            ));
        }
    }
    let moved = match go.operator.toward() {
        Better::Higher => bound.plus(shift),
        Better::Lower => bound.minus(shift),
    };
    let (low, high) = measure.scale.range();
    if !(low..=high).contains(&moved) {
        let message = format!(
            "{} percent of certainty would ask for {}, outside the measure's range",
            certainty.value,
            measure.show(moved)
        );
        compiler.add(fault(message, "choose a lower certainty or another limit"));
    }
    (
        Some(Bands {
            go: Limit {
                operator: go.operator,
                bound: Bound::Value(moved),
            },
            no_go,
        }),
        written,
    )
}
